"""Succession: what became of the lapsed, stated and inferred replacements apart."""

from datetime import date

from geo.shown import LapseCount, Shown
from geo.view import View


def of(register, on=None, *, discreet=False):
    """What a view of nothing but a day shows, and the whole of it."""
    shown = Shown(View(on=on), register, register.newest, discreet)
    return shown, shown.whole


def counted(*args, **more):
    shown, whole = of(*args, **more)
    return shown.lapse_count(whole)


def test_the_lapsed_are_counted_by_what_became_of_them(register, tiny_register):
    assert counted(register) == LapseCount(3, 3, 4)
    assert counted(tiny_register) == LapseCount(1, 0, 0)
    shown, whole = of(register)
    assert shown.lapse_count(whole.of(lambda _: False)) == LapseCount()


def test_what_is_only_inferred_is_left_out_with_the_partners_in_the_room(register):
    assert counted(register, discreet=True) == LapseCount(3, 0, 7)


def test_on_a_day_the_unknown_are_counted_apart(register):
    assert counted(register, date(2013, 1, 1)) == LapseCount(0, 0, 0, unknown=6)


def test_a_lapsed_agreement_without_a_successor_has_none_named(build_register):
    register = build_register(old={"successor_id": "", "successor_basis": None})
    assert counted(register) == LapseCount(0, 0, 1)
