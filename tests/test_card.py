"""A card: what it names, how it says who signed, and what it calculates from the register."""

from dataclasses import replace

import pytest

from geo.agreements import Register, Status
from geo.card import calculated, card_html, facts, party_names
from geo.text import t
from tests.conftest import show

SIX_BY_SIX = "2008-04-02-d-b664d4"
CHAVUSY = "2009-12-04-d-46184a"


def head(register: Register, code: str, *beside: str) -> str:
    """Return the bold line of a folded card."""
    card = card_html(register.by_id[code], show(register), opened=False, beside=beside)
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
    assert head(register, SIX_BY_SIX, "by-ma-chavusy") == (
        "Мстиславский, Горецкий, Дрибинский, Климовичский…"
    )


def test_a_card_of_four_others_names_them_all_without_dots(build_register, tiny_register):
    many = tiny_register.by_id["many"]
    fifth = replace(many.parties[0], territory="ru-smo-smolensk")
    register = build_register(many={"parties": (*many.parties, fifth)})
    assert head(register, "many", "by-ma-horki") == "Смоленский, Вяземский, Лиозненский, Смоленск"


def test_facts_say_where_the_entry_stands(register):
    assert (t("card.entry", "ru"), "№ 6 реестра") in facts(register.by_id[CHAVUSY], show(register))


# --- what is calculated ---------------------------------------------------------------------------


def numbered(register, number, status=Status.IN_FORCE):
    return next(a for a in register.agreements if (a.number, a.status) == (number, status))


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (1, "до 24.07.2028; прошло 9 пролонгаций"),
        (9, "до 02.07.2028; прошли 2 пролонгации"),
        (34, "до 23.08.2027; прошла 1 пролонгация"),
        (37, "первый, до 29.06.2029"),
    ],
)
def test_the_current_period_is_told_with_the_silent_prolongations_so_far(register, number, said):
    assert calculated(numbered(register, number), show(register)) == [
        ("Текущий срок (расчётно)", said)
    ]


def test_a_perpetual_agreement_has_no_period(register):
    assert calculated(numbered(register, 2), show(register)) == []


def test_the_date_of_a_lapse_is_calculated_or_said_to_be_unknown(register):
    label, shown = "Дата утраты силы", show(register)
    assert calculated(numbered(register, 1, Status.LAPSED), shown) == [(label, "неизвестна")]
    assert calculated(numbered(register, 6, Status.LAPSED), shown) == [
        (label, "29.06.2024, расчётно: день подписания заменившего")
    ]


@pytest.mark.parametrize("status", Status)
def test_what_is_calculated_stands_beside_the_words_it_follows_from(register, status):
    labels = [label for label, _ in facts(numbered(register, 6, status), show(register))]
    words, follows = {
        Status.IN_FORCE: ("Срок действия", "Текущий срок (расчётно)"),
        Status.LAPSED: ("Утрата силы", "Дата утраты силы"),
    }[status]
    assert labels.index(follows) == labels.index(words) + 1


def test_before_the_partners_the_date_of_a_lapse_is_left_out(register):
    lapsed = numbered(register, 1, Status.LAPSED)
    card = card_html(lapsed, show(register, discreet=True), opened=True)
    assert "Дата утраты силы" not in card
