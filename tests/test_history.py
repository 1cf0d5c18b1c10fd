"""History: the status of agreements on a date, and what changed between two dates."""

from datetime import date

import pytest

from geo.agreements import Status
from geo.history import Standing, change_between, count_standings, standing

REPLACED = "2012-06-30-s-37b40d"
"""Lapsed No. 6, replaced by the agreement of 29 June 2024."""


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
    assert standing(first, date(2026, 11, 22)) == Standing.UNKNOWN


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


def test_the_first_day_is_left_out_and_the_last_one_counts(register):
    signed = date(2024, 6, 29)
    assert not change_between(register.agreements, signed, signed).came
    before = date(2024, 6, 28)
    change = change_between(register.agreements, before, signed)
    assert [a.number for a in change.came] == [37] and len(change.went) == 1


def test_the_later_day_cannot_come_first(register):
    with pytest.raises(ValueError, match="before since"):
        change_between(register.agreements, date(2024, 1, 2), date(2024, 1, 1))
