import pytest

from geo.agreements import Register
from geo.card import card_html, facts, party_names
from geo.text import t
from geo.view import View, focus_name, standings_line

SIX_BY_SIX = "2008-04-02-d-b664d4"
CHAVUSY = "2009-12-04-d-46184a"


def head(register: Register, code: str, *beside: str) -> str:
    """Return the bold line of a folded card."""
    card = card_html(register.by_id[code], register, "ru", opened=False, beside=beside)
    return card.split("<b>")[1].split("</b>")[0]


def test_a_territory_signs_under_its_own_name_and_a_body_in_words_of_the_title(register):
    assert party_names(register.by_id["2013-07-02-s-29a072"], register, "ru") == [
        "Оршанский район",
        "город Гагарин",
    ]
    assert party_names(register.by_id[CHAVUSY], register, "ru") == [
        "Чаусский район (исполком)",
        "Хиславичский муниципальный округ (администрация)",
    ]
    assert party_names(register.by_id["2014-07-03-s-d39261"], register, "ru")[1] == (
        "Московский район города Минска (администрация)"
    )
    assert party_names(register.by_id["2024-11-12-s-918c76"], register, "en") == [
        "Smolensk (council of deputies)",
        "Vitebsk (council of deputies)",
    ]


@pytest.mark.parametrize(
    ("beside", "expected"),
    [
        ((), "Хиславичский — Чаусский"),
        (("by-ma-chavusy",), "Хиславичский"),
        (("by-ma",), "Хиславичский — Чаусский"),
        (("ru-smo-khislavichsky", "by-ma-chavusy"), "Договор от 04.12.2009"),
        (("ru-smo-smolensk",), "Хиславичский — Чаусский"),
        ((CHAVUSY,), "Хиславичский — Чаусский"),
    ],
)
def test_a_card_leaves_out_what_its_heading_says(register, beside, expected):
    assert head(register, CHAVUSY, *beside) == expected


def test_a_card_of_many_parties_never_takes_one_for_all(register):
    assert head(register, SIX_BY_SIX, "ru-smo-khislavichsky", "by-ma-chavusy").count(",") == 10
    assert head(register, SIX_BY_SIX, "by-ma-chavusy").endswith("…")


def test_an_agreement_in_focus_is_called_by_its_sides(register):
    home, partner = focus_name((SIX_BY_SIX,), register, "ru").split(" — ")
    assert home.startswith("Ельнинский, Ершичский") and partner.startswith("Мстиславский, Горецкий")
    assert focus_name((CHAVUSY,), register, "en") == "Khislavichsky — Chavusy"


def test_standings_are_those_of_the_day_of_the_view(register):
    assert standings_line(View(), register.agreements) == "действуют 42, утратили силу 10"
    on = View.from_params({"on": "2013-01-01"}, register)
    signed = [a for a in register.agreements if a.signed_on <= on.on]
    told = standings_line(on, signed)
    assert told == "на 01.01.2013 действовали 10, утратили силу 0, неизвестно 6"
    late = View.from_params({"on": "2026-12-01"}, register)
    told = standings_line(late, register.agreements)
    assert told == "на 01.12.2026 действовали 42, утратили силу 10"


def test_facts_say_where_the_entry_stands(register):
    assert (t("card.entry", "ru"), "№ 6 реестра") in facts(register.by_id[CHAVUSY], register, "ru")
