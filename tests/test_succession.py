"""Succession: chains of agreements, stated and inferred links apart."""

from datetime import date

import pytest

from geo.agreements import Basis, Status
from geo.shown import Shown
from geo.succession import LapseCount, build_chains, count_lapsed
from geo.view import View


def of(register, on=None, *, discreet=False):
    """What a view of nothing but a day shows, and the whole of it."""
    shown = Shown(View(on=on), register, register.newest, discreet)
    return shown, shown.whole


def years(chain):
    return [agreement.signed_on.year for agreement in chain.agreements]


def test_the_registers_chains_are_found_from_the_first_to_the_last(register):
    chains = build_chains(*of(register))
    assert list(map(years, chains)) == [
        [1998, 2004, 2017], [2012, 2024], [2012, 2023], [2014, 2018, 2024],
    ]  # fmt: skip


def test_a_chain_knows_which_of_its_steps_the_register_states(register):
    dubrovno, _, _, minsk = build_chains(*of(register))
    assert dubrovno.bases == (Basis.INFERRED, Basis.INFERRED)
    assert minsk.bases == (Basis.STATED, Basis.INFERRED)
    for chain in build_chains(*of(register)):
        assert len(chain.bases) == len(chain.agreements) - 1
        assert chain.agreements[-1].status == Status.IN_FORCE


def test_the_lapsed_are_counted_by_what_became_of_them(register, tiny_register):
    assert count_lapsed(*of(register)) == LapseCount(3, 3, 4)
    assert count_lapsed(*of(tiny_register)) == LapseCount(1, 0, 0)
    shown, whole = of(register)
    assert count_lapsed(shown, whole.of(lambda _: False)) == LapseCount()


def test_what_is_only_inferred_is_left_out_with_the_partners_in_the_room(register):
    assert count_lapsed(*of(register, discreet=True)) == LapseCount(3, 0, 7)
    chains = build_chains(*of(register, discreet=True))
    assert {basis for chain in chains for basis in chain.bases} == {Basis.STATED}


def test_on_a_day_the_unknown_are_counted_apart_and_later_successors_are_not_told(register):
    shown, whole = of(register, date(2013, 1, 1))
    assert count_lapsed(shown, whole) == LapseCount(0, 0, 0, unknown=6)
    assert [years(chain) for chain in build_chains(shown, whole)] == [[1998, 2004]]


@pytest.mark.parametrize("day", ["2005-01-01", "2013-01-01", "2018-12-31", "2024-01-01"])
def test_no_chain_goes_past_the_day(register, day):
    on = date.fromisoformat(day)
    for chain in build_chains(*of(register, on)):
        assert all(agreement.signed_on <= on for agreement in chain.agreements)


def test_chains_are_those_that_touch_a_part(register):
    shown, whole = of(register)
    mogilev = whole.by_territory["by-ma-mogilev"]
    assert [years(chain) for chain in build_chains(shown, mogilev)] == [[2012, 2024]]


def test_a_lapsed_agreement_without_a_successor_makes_no_chain(build_register):
    register = build_register(old={"successor_id": "", "successor_basis": None})
    assert build_chains(*of(register)) == ()
    assert count_lapsed(*of(register)) == LapseCount(0, 0, 1)
