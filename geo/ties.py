"""
Ties: pairs of territories joined across the state border, derived from agreements.

A tie is one pair (`home` in the home region's country, `partner` in another) with all its
agreements. An agreement of several parties makes a tie for every pair across the border, so one
agreement can make many ties, and one tie can rest on many agreements.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import product

from pyproj import Geod

from geo.agreements import Agreement, Effect, Register
from geo.territories import Side, Territories, Territory

_GEOD = Geod(ellps="WGS84")


@dataclass(frozen=True)
class Tie:
    """
    A pair across the border; `length_km` is geodesic, between the territories' seats.

    It is None where nobody knows where one of them lies.
    """

    home: str
    partner: str
    agreements: tuple[Agreement, ...]
    length_km: float | None

    @property
    def code(self) -> str:
        """The pair as it stands in a link: ``home,partner``."""
        return f"{self.home},{self.partner}"

    @property
    def n_agreements(self) -> int:
        """Agreements of any status."""
        return len(self.agreements)


def agreement_pairs(agreement: Agreement, territories: Territories) -> tuple[tuple[str, str], ...]:
    """
    Return the pairs (home, partner) across the border that an agreement makes.

    One that ends another makes none.
    """
    if agreement.effect == Effect.ENDS:
        return ()
    sides: dict[Side, list[str]] = {side: [] for side in Side}
    for code in agreement.territories:
        sides[territories[code].side].append(code)
    homes, partners = sides.values()
    return tuple(product(homes, partners))


def build_ties(agreements: Iterable[Agreement], territories: Territories) -> tuple[Tie, ...]:
    """
    Join partner territories, one tie per pair across the border: most agreements first, then by
    codes.

    Agreements of any status count. UnknownTerritoryError if a party's code is not in the gazetteer.
    """
    by_pair: dict[tuple[str, str], list[Agreement]] = {}
    for agreement in agreements:
        for pair in agreement_pairs(agreement, territories):
            by_pair.setdefault(pair, []).append(agreement)
    ties = (
        Tie(home, partner, tuple(rest), distance_km(territories[home], territories[partner]))
        for (home, partner), rest in by_pair.items()
    )
    return tuple(sorted(ties, key=lambda tie: (-tie.n_agreements, tie.home, tie.partner)))


@cache
def distance_km(one: Territory, other: Territory) -> float | None:
    """Return the geodesic distance between the seats of two territories, in kilometres."""
    if not (one.seat and other.seat):
        return None
    return float(_GEOD.inv(*one.seat, *other.seat)[2] / 1000)


def nearest_party_km(territory: Territory, register: Register) -> int:
    """
    Return how far the nearest other party of its agreements lies, to 10 km.

    For a territory without any it is the nearest one of the home region.
    """
    others = {
        code
        for agreement in register.agreements
        if territory.code in agreement.territories
        for code in agreement.territories
        if code != territory.code
    }
    pool = [register.territories[code] for code in others] or [
        other for other in register.territories.values() if other.is_home
    ]
    known = [km for other in pool if (km := distance_km(territory, other)) is not None]
    return round(min(known, default=0) / 10) * 10
