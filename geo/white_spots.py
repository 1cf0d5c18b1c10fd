"""
White spots: territories with no agreement in force, and pairs that might make one.

A white spot has never had an agreement, or had one and lost it. A candidate is a pair across the
border with nothing in force between them; it carries its reasons in words, never a score: they
share the border, their seats are near, a neighbour of one already has a tie with the other, they
once had an agreement. What the register cannot say (will, money, history) is not guessed.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from geo.agreements import Agreement, Register
from geo.boundaries import Boundaries
from geo.history import Standing, standing
from geo.territories import Accuracy, Country, Territory, TerritoryKind
from geo.ties import agreement_pairs, distance_km

NEAR_KM = 100
"""Seats nearer than this are called near: a delegation goes there and back in a day."""


class Loss(StrEnum):
    """How a territory came to have nothing in force."""

    NEVER = "never"
    LOST = "lost"


@dataclass(frozen=True)
class WhiteSpot:
    """
    A territory with nothing in force.

    `lapsed` are the agreements it had; `inside` are other territories within its boundary that do
    have something in force, such as a city in its district.
    """

    territory: Territory
    loss: Loss
    lapsed: tuple[Agreement, ...]
    inside: tuple[Territory, ...]


@dataclass(frozen=True)
class Candidate:
    """A pair across the border with nothing in force, and the reasons to think of it."""

    home: Territory
    partner: Territory
    distance_km: float
    adjacent: bool
    lapsed: tuple[Agreement, ...]
    neighbours: tuple[tuple[Territory, Territory], ...]
    """Pairs with something in force in which a neighbour stands for one of the two."""

    @property
    def near(self) -> bool:
        """Whether the seats are nearer than `NEAR_KM`."""
        return self.distance_km < NEAR_KM

    @property
    def n_reasons(self) -> int:
        """How many of the four kinds of reason there are: for the order of a list only."""
        return sum(map(bool, (self.adjacent, self.near, self.lapsed, self.neighbours)))


@dataclass(frozen=True)
class _Alive:
    """What is in force on a day: agreements by territory, and the pairs."""

    territories: frozenset[str]
    pairs: frozenset[tuple[str, str]]


def expected(register: Register, country: Country) -> tuple[Territory, ...]:
    """Return the territories of one side of which an agreement can be expected."""
    parties = set(register.party_codes)
    return tuple(
        territory
        for territory in register.territories.values()
        if territory.country == country
        and (territory.is_home or country == Country.BY)
        and (territory.kind != TerritoryKind.RAYON_V_GORODE or territory.code in parties)
    )


def find_white_spots(
    register: Register, country: Country, on: date | None = None
) -> tuple[WhiteSpot, ...]:
    """
    Return the territories of one side that have nothing in force.

    The Russian side is the home region; a district of a city and a place without a shape that has
    never been a party are left out, since no agreement is expected of them. An agreement that
    lapsed at an unknown date counts as lapsed.

    Parameters
    ----------
    register
        The whole register: what a filter hides is still in force.
    country
        The side.
    on
        Day of the status; None for the register as it is.
    """
    alive = _alive(register, on)
    had: dict[str, list[Agreement]] = {}
    for agreement in register.agreements:
        for code in agreement.territories:
            if standing(agreement, on) != Standing.NOT_SIGNED:
                had.setdefault(code, []).append(agreement)
    return tuple(
        WhiteSpot(
            territory,
            Loss.LOST if had.get(territory.code) else Loss.NEVER,
            tuple(had.get(territory.code, ())),
            tuple(
                other
                for other in register.territories.values()
                if other.boundary == territory.code != other.code
                and other.code in alive.territories
            ),
        )
        for territory in expected(register, country)
        if territory.code not in alive.territories
    )


def find_candidates(
    register: Register, boundaries: Boundaries, on: date | None = None
) -> tuple[Candidate, ...]:
    """
    Return the pairs with nothing in force that share the border, had an agreement, or are near.

    Returns
    -------
    candidates
        Most reasons first, then the nearest.
    """
    alive = _alive(register, on)
    had: dict[tuple[str, str], list[Agreement]] = {}
    for agreement in register.agreements:
        if standing(agreement, on) in (Standing.LAPSED, Standing.UNKNOWN):
            for pair in agreement_pairs(agreement, register.territories):
                had.setdefault(pair, []).append(agreement)
    candidates = []
    for home in expected(register, Country.RU):
        for partner in expected(register, Country.BY):
            pair = (home.code, partner.code)
            if pair in alive.pairs:
                continue
            candidate = Candidate(
                home,
                partner,
                distance_km(home, partner),
                (home.boundary, partner.boundary) in boundaries.adjacent
                and Accuracy.POINT not in (home.accuracy, partner.accuracy),
                tuple(had.get(pair, ())),
                _tied_neighbours(home, partner, alive, register, boundaries),
            )
            if candidate.adjacent or candidate.lapsed or candidate.near:
                candidates.append(candidate)
    return tuple(sorted(candidates, key=lambda c: (-c.n_reasons, c.distance_km)))


def untied_neighbours(
    territory: Territory, register: Register, boundaries: Boundaries
) -> tuple[Territory, ...]:
    """Return the districts across the state border that share a line with it and have no tie."""
    if territory.accuracy == Accuracy.POINT:
        return ()
    alive = _alive(register, None)
    others = []
    for home, partner in boundaries.adjacent:
        if territory.code in (home, partner) and (home, partner) not in alive.pairs:
            others.append(register.territories[partner if territory.code == home else home])
    return tuple(sorted(others, key=lambda other: other.short_ru))


def _alive(register: Register, on: date | None) -> _Alive:
    in_force = [a for a in register.agreements if standing(a, on) == Standing.IN_FORCE]
    return _Alive(
        frozenset(code for agreement in in_force for code in agreement.territories),
        frozenset(
            pair
            for agreement in in_force
            for pair in agreement_pairs(agreement, register.territories)
        ),
    )


def _tied_neighbours(
    home: Territory, partner: Territory, alive: _Alive, register: Register, boundaries: Boundaries
) -> tuple[tuple[Territory, Territory], ...]:
    """Return pairs in force of a neighbour of one with the other, in alphabetical order."""
    pairs = [(code, partner.code) for code in boundaries.touching.get(home.code, ())]
    pairs += [(home.code, code) for code in boundaries.touching.get(partner.code, ())]
    found = [
        (register.territories[one], register.territories[other])
        for one, other in pairs
        if (one, other) in alive.pairs
    ]
    return tuple(sorted(found, key=lambda pair: (pair[0].short_ru, pair[1].short_ru)))
