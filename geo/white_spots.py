"""
White spots: territories with no agreement in force, and pairs that might make one.

Everything is said of the whole register on the day of a view (`Shown.whole`). A white spot never
had an agreement, or had one and lost it for certain; where one lapsed on an unknown day, perhaps
later, nobody can say, and it is counted apart. A tie that the register itself says goes on under
another territory (of a city, under the district around it) leaves no white spot: `Continued`. A
candidate is a pair across the border with nothing in force between them; it carries its reasons
in words, never a score: they share the border, their seats are near, a neighbour of one already has
a tie with the other, they once had an agreement. What the register cannot say (will, money,
history) is not guessed.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from geo.agreements import Agreement, Basis, Effect, Register
from geo.history import Standing
from geo.shown import Part, Shown, Tally
from geo.territories import Accuracy, Side, Territory, TerritoryKind, is_city_and_district
from geo.ties import agreement_pairs, distance_km
from geo.view import region_order

if TYPE_CHECKING:
    from geo.territories.boundaries import Boundaries

NEAR_KM = 100
"""Seats nearer than this are called near: a delegation goes there and back in a day."""


class Loss(StrEnum):
    """How a territory came to have nothing in force, as far as is known."""

    NEVER = "never"
    NOT_YET = "not_yet"
    """Nothing up to a past day: what it may have signed later is not told."""
    LOST = "lost"
    UNKNOWN = "unknown"
    """What it had lapsed on an unknown day: it may have been in force on the day of the view."""


BY_LOSS = Loss.LOST, Loss.UNKNOWN, Loss.NEVER, Loss.NOT_YET
"""In the order that pages list white spots."""


@dataclass(frozen=True)
class WhiteSpot:
    """
    A territory with nothing in force for certain.

    `gone` are the agreements it had; `around` are the territories that lie within its boundary, or
    in whose boundary it lies, and that do have something in force: a city, the district around it.
    """

    territory: Territory
    loss: Loss
    gone: tuple[Agreement, ...]
    around: tuple[Territory, ...]


@dataclass(frozen=True)
class Continued:
    """
    A tie that goes on under another territory, as the register states.

    `before` lapsed; `agreement`, in force, replaced it, and has `heirs` where `before` had
    `territory`.
    """

    territory: Territory
    heirs: tuple[Territory, ...]
    before: Agreement
    agreement: Agreement


@dataclass(frozen=True)
class WhiteSpots:
    """
    Some of the territories of which an agreement can be expected, and what they lack.

    `spots` have nothing in force for certain, `continued` neither, but their tie goes on elsewhere;
    the other ones of `expected` have something.
    """

    expected: tuple[Territory, ...]
    spots: tuple[WhiteSpot, ...]
    continued: tuple[Continued, ...]

    def of(self, loss: Loss) -> tuple[WhiteSpot, ...]:
        """Return the spots that came about in one way."""
        return tuple(spot for spot in self.spots if spot.loss == loss)

    @property
    def n_certain(self) -> int:
        """How many have nothing in force for certain."""
        return len(self.spots) - len(self.of(Loss.UNKNOWN))

    @property
    def n_possible(self) -> int:
        """How many have nothing in force, or perhaps nothing."""
        return len(self.spots)

    def only(self, test: Callable[[Territory], bool]) -> "WhiteSpots":
        """Return what there is to say of the territories that pass a test."""
        return WhiteSpots(
            tuple(filter(test, self.expected)),
            tuple(spot for spot in self.spots if test(spot.territory)),
            tuple(one for one in self.continued if test(one.territory)),
        )

    def by_group(self, lang: str) -> dict[str, "WhiteSpots"]:
        """
        Return what there is to say of every region, by its code, the home region first.

        The districts of a city that are parties themselves stand in a group of their own, named by
        their kind: «Город Минск» is one city.
        """
        groups: dict[str, set[Territory]] = {}
        for x in sorted(self.expected, key=lambda x: (not x.is_home, region_order(x.region, lang))):
            in_city = x.kind == TerritoryKind.RAYON_V_GORODE
            groups.setdefault(str(x.kind) if in_city else x.region, set()).add(x)
        names = sorted(groups, key=lambda name: name == TerritoryKind.RAYON_V_GORODE)
        return {name: self.only(groups[name].__contains__) for name in names}


@dataclass(frozen=True)
class CandidatePair:
    """
    A pair across the border with nothing in force for certain, and the reasons to think of it.

    `unknown` are agreements that may have been in force on the day.
    """

    home: Territory
    partner: Territory
    distance_km: float
    adjacent: bool
    lapsed: tuple[Agreement, ...]
    unknown: tuple[Agreement, ...]
    neighbours: tuple[tuple[Territory, Territory], ...]
    """Pairs with something in force in which a neighbour stands for one of the two."""

    @property
    def near(self) -> bool:
        """Whether the seats are nearer than `NEAR_KM`."""
        return self.distance_km < NEAR_KM

    @property
    def n_reasons(self) -> int:
        """How many of the four kinds of reason there are: for the order of a list only."""
        had = self.lapsed or self.unknown
        return sum(map(bool, (self.adjacent, self.near, had, self.neighbours)))


@dataclass(frozen=True)
class _Ground:
    """What there is on the day, by pair, and the ties that go on elsewhere."""

    pairs: dict[tuple[str, str], Part]
    alive_pairs: frozenset[tuple[str, str]]
    continued: tuple[Continued, ...]
    continued_pairs: frozenset[tuple[str, str]]


def expected(register: Register, *sides: Side) -> tuple[Territory, ...]:
    """
    Return the territories of some sides, the home side first, of which one can expect an agreement.

    The home side is the home region. A city and the district around it are two of them; a
    district of a city is one only if it is a party of the register.
    """
    parties = set(register.party_codes)
    return tuple(
        territory
        for side in sides
        for territory in register.territories.values()
        if territory.side == side
        and territory.is_expected
        and (territory.kind != TerritoryKind.RAYON_V_GORODE or territory.code in parties)
    )


def lasting(shown: Shown) -> dict[str, Part]:
    """Return what every territory has, on the day; one that only ends another keeps none alive."""
    some = shown.whole.of(lambda agreement: agreement.effect != Effect.ENDS)
    return some.by(lambda agreement: agreement.territories)


def find_white_spots(shown: Shown, *sides: Side) -> WhiteSpots:
    """Return the territories of sides, else both, with nothing in force for certain, on the day."""
    parts = lasting(shown)
    alive = {code for code, part in parts.items() if part.in_force}
    going_on = {one.territory.code: one for one in _ground(shown).continued}
    spots, continued = [], []
    everyone = expected(shown.register, *(sides or Side))
    for territory in everyone:
        if territory.code in alive:
            continue
        if territory.code in going_on:
            continued.append(going_on[territory.code])
            continue
        part = parts.get(territory.code)
        never = Loss.NOT_YET if shown.past_day else Loss.NEVER
        loss = never if not part else Loss.UNKNOWN if part.unknown else Loss.LOST
        around = tuple(
            other
            for other in shown.register.territories.values()
            if other.code in alive and is_city_and_district(territory, other)
        )
        spots.append(WhiteSpot(territory, loss, part.agreements if part else (), around))
    return WhiteSpots(everyone, tuple(spots), tuple(continued))


def find_continued(shown: Shown) -> tuple[Continued, ...]:
    """
    Return the ties that go on under another territory, as the register states, on the day.

    The agreement that replaced one must be in force, must have a party of the other side in common,
    and leave no doubt about who stands for whom: the district around a city or the city within it,
    or else the only parties that are new for the only one that is gone.
    """
    found = []
    for before in shown.whole.lapsed:
        agreement = _stated_end(shown, before)
        if not agreement:
            continue
        both = set(before.territories) & set(agreement.territories)
        for territory, heirs in _heirs(shown.register, before, agreement):
            others = (shown.register.territories[code] for code in both)
            if heirs and any(other.country != territory.country for other in others):
                found.append(Continued(territory, heirs, before, agreement))
    return tuple(found)


def find_candidates(shown: Shown, boundaries: "Boundaries") -> tuple[CandidatePair, ...]:
    """
    Return the pairs with nothing in force that share the border, had an agreement, or are near.

    Most reasons first, then the nearest.
    """
    ground = _ground(shown)
    candidates = []
    for home in expected(shown.register, Side.HOME):
        for partner in expected(shown.register, Side.PARTNER):
            pair = (home.code, partner.code)
            if pair in ground.alive_pairs or pair in ground.continued_pairs:
                continue
            had = ground.pairs.get(pair)
            candidate = CandidatePair(
                home,
                partner,
                distance_km(home, partner) or 0.0,  # the gazetteer has all their points
                (home.boundary, partner.boundary) in boundaries.adjacent
                and Accuracy.POINT not in (home.accuracy, partner.accuracy),
                had.lapsed if had else (),
                had.unknown if had else (),
                _tied_neighbours(home, partner, ground, shown, boundaries),
            )
            if candidate.adjacent or had or candidate.near:
                candidates.append(candidate)
    return tuple(sorted(candidates, key=lambda c: (-c.n_reasons, c.distance_km)))


def neighbours(
    territory: Territory, shown: Shown, boundaries: "Boundaries"
) -> list[tuple[str, str]]:
    """Return its pairs (home, partner) that share a line of the border, as far as they are ours."""
    everyone = shown.register.territories
    if territory.accuracy == Accuracy.POINT:
        return []
    return [x for x in boundaries.adjacent if territory.code in x and everyone[x[0]].is_home]


def untied_neighbours(
    territory: Territory, shown: Shown, boundaries: "Boundaries"
) -> tuple[tuple[Territory, Tally], ...]:
    """
    Return the districts across the state border that share a line with it and have no tie for sure.

    Each comes with what it had, by standing; a tie that goes on under another territory is no gap.
    """
    ground = _ground(shown)
    others = []
    for pair in neighbours(territory, shown, boundaries):
        if pair not in ground.alive_pairs and pair not in ground.continued_pairs:
            other = shown.register.territories[pair[pair[0] == territory.code]]
            had = ground.pairs.get(pair)
            others.append((other, had.tally if had else Tally()))
    return tuple(sorted(others, key=lambda one: one[0].short(shown.lang)))


@lru_cache(maxsize=8)
def _ground(shown: Shown) -> _Ground:
    whole, continued = shown.whole, find_continued(shown)
    pairs = {
        (tie.home, tie.partner): replace(whole, agreements=tie.agreements, ties=(tie,))
        for tie in whole.ties
    }
    goes_on = set()
    for one in continued:
        for pair in agreement_pairs(one.before, shown.register.territories):
            others = set(pair) - {one.territory.code}
            if len(others) == 1 and others <= set(one.agreement.territories):
                goes_on.add(pair)
    return _Ground(
        pairs,
        frozenset(pair for pair, part in pairs.items() if part.in_force),
        continued,
        frozenset(goes_on),
    )


def _stated_end(shown: Shown, agreement: Agreement) -> Agreement | None:
    """Return the agreement in force that the register's own words lead to, if they lead to one."""
    while shown.standing(agreement) == Standing.LAPSED:
        told = shown.told(agreement)
        if told.successor_basis != Basis.STATED:
            return None
        agreement = shown.register.by_id[told.successor_id]
    return agreement if shown.standing(agreement) == Standing.IN_FORCE else None


def _heirs(
    register: Register, before: Agreement, after: Agreement
) -> list[tuple[Territory, tuple[Territory, ...]]]:
    """Return every territory that is no party any more, with those that stand for it."""
    everyone = register.territories
    gone = [everyone[code] for code in before.territories if code not in after.territories]
    found = []
    for territory in gone:
        side = [everyone[c] for c in after.territories if everyone[c].country == territory.country]
        heirs = [other for other in side if is_city_and_district(territory, other)]
        alone = sum(other.country == territory.country for other in gone) == 1
        if not heirs and alone:
            heirs = [other for other in side if other.code not in before.territories]
        found.append((territory, tuple(heirs)))
    return found


def _tied_neighbours(
    home: Territory,
    partner: Territory,
    ground: _Ground,
    shown: Shown,
    boundaries: "Boundaries",
) -> tuple[tuple[Territory, Territory], ...]:
    """Return pairs in force of a neighbour of one with the other, in alphabetical order."""
    pairs = [(code, partner.code) for code in boundaries.touching.get(home.code, ())]
    pairs += [(home.code, code) for code in boundaries.touching.get(partner.code, ())]
    found = [
        (shown.register.territories[one], shown.register.territories[other])
        for one, other in pairs
        if (one, other) in ground.alive_pairs
    ]
    return tuple(sorted(found, key=lambda pair: [one.short(shown.lang) for one in pair]))
