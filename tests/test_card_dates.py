"""What a card calculates from the register's words: the current period, the date of a lapse."""

from datetime import date

import pytest

from geo.agreements import Status
from geo.card import calculated, card_html, facts

TODAY = date(2026, 11, 22)


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
    assert calculated(numbered(register, number), TODAY, "ru") == [
        ("Текущий срок (расчётно)", said)
    ]


def test_a_perpetual_agreement_has_no_period(register):
    assert calculated(numbered(register, 2), TODAY, "ru") == []


def test_the_date_of_a_lapse_is_calculated_or_said_to_be_unknown(register):
    label = "Дата утраты силы"
    assert calculated(numbered(register, 1, Status.LAPSED), TODAY, "ru") == [(label, "неизвестна")]
    assert calculated(numbered(register, 6, Status.LAPSED), TODAY, "ru") == [
        (label, "29.06.2024, расчётно: день подписания заменившего")
    ]


def test_a_card_has_calculated_dates_only_with_a_day(register):
    first = numbered(register, 1)
    assert "24.07.2028" not in card_html(first, register, "ru", opened=True)
    assert "24.07.2028" in card_html(first, register, "ru", opened=True, today=TODAY)


@pytest.mark.parametrize("status", Status)
def test_what_is_calculated_stands_beside_the_words_it_follows_from(register, status):
    labels = [label for label, _ in facts(numbered(register, 6, status), register, "ru", TODAY)]
    words, follows = {
        Status.IN_FORCE: ("Срок действия", "Текущий срок (расчётно)"),
        Status.LAPSED: ("Утрата силы", "Дата утраты силы"),
    }[status]
    assert labels.index(follows) == labels.index(words) + 1


def test_before_the_partners_the_date_of_a_lapse_is_left_out(register):
    lapsed = numbered(register, 1, Status.LAPSED)
    card = card_html(lapsed, register, "ru", opened=True, discreet=True, today=TODAY)
    assert "Дата утраты силы" not in card
