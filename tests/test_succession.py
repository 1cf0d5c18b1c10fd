"""Succession: what became of the lapsed, stated and inferred replacements apart."""

from datetime import date

from geo.shown import Shown
from geo.succession import LapseCount, count_lapsed
from geo.view import View


def of(register, on=None, *, discreet=False):
    """What a view of nothing but a day shows, and the whole of it."""
    shown = Shown(View(on=on), register, register.newest, discreet)
    return shown, shown.whole


def test_the_lapsed_are_counted_by_what_became_of_them(register, tiny_register):
    assert count_lapsed(*of(register)) == LapseCount(3, 3, 4)
    assert count_lapsed(*of(tiny_register)) == LapseCount(1, 0, 0)
    shown, whole = of(register)
    assert count_lapsed(shown, whole.of(lambda _: False)) == LapseCount()


def test_what_is_only_inferred_is_left_out_with_the_partners_in_the_room(register):
    assert count_lapsed(*of(register, discreet=True)) == LapseCount(3, 0, 7)


def test_on_a_day_the_unknown_are_counted_apart(register):
    assert count_lapsed(*of(register, date(2013, 1, 1))) == LapseCount(0, 0, 0, unknown=6)


def test_a_lapsed_agreement_without_a_successor_has_none_named(build_register):
    register = build_register(old={"successor_id": "", "successor_basis": None})
    assert count_lapsed(*of(register)) == LapseCount(0, 0, 1)
