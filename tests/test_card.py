"""A card: what it names, how it says who signed, and what it calculates from the register."""

import json
from dataclasses import replace
from datetime import date

import pytest

from geo.agreements import Basis, Register, Status
from geo.card import calculated, card_html, facts, party_names, until
from geo.exports.material import Material
from geo.exports.paper.blocks import gone
from geo.exports.steps.agreed import lapsed_screen
from geo.exports.word.facts import successor_lines
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


def test_a_card_seen_from_a_party_names_all_its_partners_and_none_of_its_own_side(register):
    assert head(register, SIX_BY_SIX, "ru-smo-khislavichsky", "by-ma-chavusy").count(",") == 10
    assert head(register, SIX_BY_SIX, "by-ma-chavusy") == (
        "Ельнинский, Ершичский, Монастырщинский, Рославльский, Шумячский, Хиславичский"
    )
    assert head(register, SIX_BY_SIX, "ru-smo-khislavichsky") == (
        "Мстиславский, Горецкий, Дрибинский, Климовичский, Кричевский, Чаусский"
    )


def test_facts_say_where_the_entry_stands(register):
    assert (t("card.entry", "ru"), "№ 6 реестра") in facts(register.by_id[CHAVUSY], show(register))


# --- until when -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "status", "said"),
    [
        (1, Status.IN_FORCE, "пролонгировано до 24.07.2028 (расчётно)"),
        (37, Status.IN_FORCE, "до 29.06.2029, далее пролонгация (расчётно)"),
        (2, Status.IN_FORCE, "бессрочно"),
        (1, Status.LAPSED, "утратило силу, дата неизвестна"),
        (6, Status.LAPSED, "утратило силу 29.06.2024 (расчётно)"),
    ],
)
def test_a_card_says_until_when_in_one_line(register, number, status, said):
    agreement = numbered(register, number, status)
    shown = show(register)
    assert until(agreement, shown) == said
    assert f"{said}</small>" in card_html(agreement, shown, opened=False)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"term_text": "до 1 мая 2030 года", "ends_on": date(2030, 5, 1)}, "до 01.05.2030"),
        ({"term_years": 20, "prolonged": False}, "до 01.05.2030 (расчётно)"),
        ({"term_text": "на время дружбы"}, "на время дружбы"),
        ({"term_text": ""}, "срок в реестре не указан"),
    ],
    ids=str,
)
def test_a_term_is_said_as_the_register_gives_it(build_register, change, said):
    register = build_register(new={"perpetual": None, **change})
    assert until(register.by_id["new"], show(register)) == said


def test_until_when_says_nothing_that_is_later_than_the_day_or_not_for_guests(register):
    replaced = numbered(register, 6, Status.LAPSED)
    assert until(replaced, show(register, on=date(2024, 6, 28))).startswith(
        ("до", "срок", "бес", "5")
    )
    assert until(replaced, show(register, discreet=True)) == "утратило силу"
    assert until(replaced, show(register, on=date(1990, 1, 1))) == "ещё не подписано"
    unknown = numbered(register, 1, Status.LAPSED)
    assert until(unknown, show(register, on=date(2015, 1, 1))) == "утратило силу, дата неизвестна"


# --- what is calculated ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, "—"),  # the register names one, of a later day
        ({"successor_basis": Basis.INFERRED}, "преемник в реестре не назван"),
        ({"successor_basis": None, "successor_id": None}, "преемник в реестре не назван"),
    ],
    ids=str,
)
def test_a_successor_of_a_later_day_is_not_said_to_be_missing(build_register, change, said):
    register = build_register(old={"lapsed_on": date(2008, 3, 1), **change})
    old, shown = register.by_id["old"], show(register, on=date(2009, 1, 1))
    material = Material(shown, None)
    assert shown.picked.lapsed == (old,)
    assert [x.text for x in successor_lines(old, material)] == [said]
    assert f'"{said}"' in json.dumps(gone([old], shown, old.territories[0]), ensure_ascii=False)
    assert lapsed_screen(material).rows[0].cells[-1] == said


def test_a_card_says_that_the_register_names_no_successor(register):
    def said(number, **view):
        shown = show(register, discreet=view.pop("discreet", False), **view)
        one = numbered(register, number, Status.LAPSED)
        return dict(facts(one, shown)).get("Чем заменено")

    assert said(1) == said(1, on=date(2013, 1, 1)) == "преемник в реестре не назван"
    assert said(8) is None and said(10) is None  # it is named there, and inferred
    assert said(10, discreet=True) is None  # what may not be said is left out
    assert said(8, on=date(2013, 1, 1)) is None  # in force on that day
    in_force = facts(numbered(register, 1), show(register))
    assert "Чем заменено" not in dict(in_force)


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
    ended = replace(numbered(register, 1, Status.LAPSED), ended_on=date(2019, 5, 5))
    said = "05.05.2019, расчётно: день подписания прекратившего"
    assert calculated(ended, shown) == [(label, said)]


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
