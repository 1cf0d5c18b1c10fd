"""History: the status of agreements on a date, and what changed between two dates."""

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from geo.agreements import Status
from geo.history import Standing, change_between, standing
from geo.terms import lapsed_on

REPLACED = "2012-06-30-s-37b40d"
"""Lapsed No. 6, replaced by the agreement of 29 June 2024."""


def count_standings(agreements, day):
    return Counter(standing(agreement, day) for agreement in agreements)


def test_the_network_of_2013_is_counted_with_its_unknowns(register):
    counts = count_standings(register.agreements, date(2013, 1, 1))
    assert dict(counts) == {
        Standing.IN_FORCE: 10, Standing.UNKNOWN: 6, Standing.NOT_SIGNED: 36,
    }  # fmt: skip
    assert counts[Standing.LAPSED] == 0


def test_without_a_day_the_register_decides(register):
    counts = count_standings(register.agreements, None)
    assert (counts[Standing.IN_FORCE], counts[Standing.LAPSED]) == (42, 10)


@pytest.mark.parametrize(
    ("day", "how"),
    [
        (date(2012, 6, 29), Standing.NOT_SIGNED),
        (date(2012, 6, 30), Standing.IN_FORCE),
        (date(2024, 6, 28), Standing.IN_FORCE),
        (date(2024, 6, 29), Standing.LAPSED),
        (date(2024, 6, 30), Standing.LAPSED),
        (date(2100, 1, 1), Standing.LAPSED),
    ],
)
def test_an_agreement_stands_until_the_day_it_is_replaced(register, day, how):
    assert standing(register.by_id[REPLACED], day) == how


def test_a_lapse_at_an_unknown_date_is_unknown_from_the_signing_on(register):
    first = next(a for a in register.agreements if (a.number, a.status) == (1, Status.LAPSED))
    assert standing(first, date(1995, 2, 16)) == Standing.NOT_SIGNED
    assert standing(first, date(1995, 2, 17)) == Standing.UNKNOWN


def test_from_its_own_day_on_the_register_decides(register):
    before, own = date(2026, 4, 19), date(2026, 4, 20)
    assert register.newest == own
    assert count_standings(register.agreements, before) == {
        Standing.IN_FORCE: 42, Standing.LAPSED: 3, Standing.UNKNOWN: 7,
    }  # fmt: skip
    for day in (own, date(2026, 11, 22), date(2099, 12, 31)):
        assert count_standings(register.agreements, day) == {
            Standing.IN_FORCE: 42, Standing.LAPSED: 10,
        }  # fmt: skip


def test_from_its_own_day_on_no_calculated_lapse_speaks_against_the_register(build_register):
    text = "утратило силу (с даты вступления в силу Договора о дружбе от 01.05.2030)"
    old = build_register(old={"lapse_text": text}).by_id["old"]
    assert standing(old, date(2020, 9, 8)) == Standing.IN_FORCE
    assert standing(old, date(2020, 9, 9)) == Standing.LAPSED


def test_another_issue_has_the_same_agreements(tiny_register):
    old = tiny_register.by_id["old"]
    assert old.listed_on == date(2020, 9, 9)
    assert old == replace(old, listed_on=date(2030, 1, 1))


def test_an_agreement_in_force_has_been_so_since_it_was_signed(tiny_register):
    new = tiny_register.by_id["new"]
    assert standing(new, date(2010, 4, 30)) == Standing.NOT_SIGNED
    assert standing(new, date(2010, 5, 1)) == Standing.IN_FORCE


def test_what_came_went_and_was_prolonged_is_told_apart(register):
    change = change_between(register.agreements, date(2023, 12, 31), date(2024, 12, 31))
    assert [a.number for a in change.came] == [36, 37, 38, 39]
    assert [a.id for a in change.went] == [REPLACED]
    # Three of those that run five years and were signed in 2014 or 2019.
    assert {(a.number, day) for a, day in change.prolonged} >= {
        (11, date(2024, 4, 2)), (24, date(2024, 5, 31)), (25, date(2024, 8, 29)),
    }  # fmt: skip
    assert [a.number for a in change.unknown] == [1, 2, 3, 4, 5, 7, 10]


def test_what_lapsed_at_an_unknown_date_may_have_gone_until_the_day_of_the_register(register):
    def unknown(since, until):
        return len(change_between(register.agreements, since, until).unknown)

    today = date(2026, 11, 22)
    assert unknown(date(2023, 12, 31), today) == 7
    assert unknown(date(2026, 4, 19), date(2026, 4, 20)) == 7
    assert unknown(date(2026, 4, 20), today) == 0
    # Signed between the two days: the first lapsed one is of 1995.
    assert unknown(date(1995, 1, 1), date(1995, 12, 31)) == 1
    assert unknown(date(1994, 1, 1), date(1995, 2, 16)) == 0


def test_what_changed_stands_by_its_days(register):
    change = change_between(register.agreements, date(2012, 1, 1), date(2026, 11, 22))
    for days in (
        [agreement.signed_on for agreement in change.came],
        [lapsed_on(agreement) for agreement in change.went],
        [day for _, day in change.prolonged],
    ):
        assert len(days) > 2 and days == sorted(days)


def test_the_first_day_is_left_out_and_the_last_one_counts(register):
    signed = date(2024, 6, 29)
    assert not change_between(register.agreements, signed, signed).came
    before = date(2024, 6, 28)
    change = change_between(register.agreements, before, signed)
    assert [a.number for a in change.came] == [37] and len(change.went) == 1


def test_the_later_day_cannot_come_first(register):
    with pytest.raises(ValueError, match="before since"):
        change_between(register.agreements, date(2024, 1, 2), date(2024, 1, 1))
