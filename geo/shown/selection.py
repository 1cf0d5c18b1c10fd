"""
Which agreements and ties pass the filters of a view; its focus is no filter.

What each filter means stands here; which filters bear on which statement, in `geo.shown`.
"""

from collections.abc import Callable, Collection

from geo.agreements import Agreement, Register
from geo.history import standing
from geo.search import build_index
from geo.shown.part import Part
from geo.ties import agreement_pairs, build_ties
from geo.view import View

OF_AGREEMENT: dict[str, Callable[[Agreement], Collection[str]]] = {
    "kind": lambda agreement: (agreement.kind,),
    "form": lambda agreement: (agreement.form,),
    "theme": lambda agreement: agreement.themes,
}
"""Filters that ask something of an agreement, and the codes that each has for them."""
OF_PAIR: dict[str, Callable[[str, str, Register], str]] = {
    "territory": lambda home, partner, register: home,
    "partner": lambda home, partner, register: partner,
    "region": lambda home, partner, register: register.territories[partner].region,
}
"""Filters that ask something of a pair, and the code that each pair has for them."""


def select(view: View, register: Register) -> Part:
    """
    Return the agreements and ties that pass every filter of a view; its focus is no filter.

    Values of one filter are alternatives, filters add up. A territory, partner or region also
    narrows the ties: of an agreement with many parties only the pairs that were asked for remain.
    """
    tests = _tests(view)
    if view.q:
        found = build_index(register).find(view.q)
        tests.append(lambda agreement: agreement.id in found)
    agreements = []
    pairs: set[tuple[str, str]] = set()
    for agreement in register.agreements:
        if not all(test(agreement) for test in tests):
            continue
        kept = _kept_pairs(view, agreement, register)
        if kept or _makes_no_tie(view, agreement, register):
            agreements.append(agreement)
            pairs.update(kept)
    ties = build_ties(agreements, register.territories)
    ties = tuple(tie for tie in ties if (tie.home, tie.partner) in pairs)
    return Part(tuple(agreements), ties, register, view.on)


def _tests(view: View) -> list[Callable[[Agreement], bool]]:
    """Return what an agreement must pass, apart from the text search and its territories."""
    tests: list[Callable[[Agreement], bool]] = []
    if view.years:
        first, last = view.years
        tests.append(lambda agreement: first <= agreement.signed_on.year <= last)
    if on := view.on:
        tests.append(lambda agreement: agreement.signed_on <= on)
    if view.status:
        tests.append(lambda agreement: standing(agreement, view.on) in view.status)
    asked = [
        (of, set(codes)) for name, of in OF_AGREEMENT.items() if (codes := getattr(view, name))
    ]
    if asked:
        tests.append(lambda one: not any(codes.isdisjoint(of(one)) for of, codes in asked))
    return tests


def _makes_no_tie(view: View, agreement: Agreement, register: Register) -> bool:
    """Return whether an agreement has no pair that a filter for places could ask for."""
    territories = register.territories
    if agreement_pairs(agreement, territories):
        return False
    codes = set(agreement.territories)
    regions = {territories[code].region for code in codes}
    asked = ((view.territory, codes), (view.partner, codes), (view.region, regions))
    return all(not wanted or own & set(wanted) for wanted, own in asked)


def _kept_pairs(view: View, agreement: Agreement, register: Register) -> list[tuple[str, str]]:
    """Return the pairs of an agreement that the filters for places let through."""
    return [
        (home, partner)
        for home, partner in agreement_pairs(agreement, register.territories)
        if all(
            not getattr(view, name) or of(home, partner, register) in getattr(view, name)
            for name, of in OF_PAIR.items()
        )
    ]
