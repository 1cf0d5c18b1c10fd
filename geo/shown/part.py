"""
Part: agreements with the ties they make on one day, counted in every way a surface needs.

An agreement counts once in every tally, however many ties it makes. In force, lapsed and unknown
never mix; what was not signed yet on the day is no part of it.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from geo.agreements import Agreement, Register
from geo.history import Standing, standing
from geo.territories import Side
from geo.ties import Tie


@dataclass(frozen=True)
class Tally:
    """Agreements counted once each, by how they stand on the day."""

    in_force: int = 0
    lapsed: int = 0
    unknown: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.in_force + self.lapsed + self.unknown

    @property
    def possible(self) -> int:
        """In force for certain, and those of which nobody can say."""
        return self.in_force + self.unknown


@dataclass(frozen=True)
class LapseCount:
    """
    Agreements that lapsed, by what is known of it.

    Of those that lapsed for certain: replaced as the register states, replaced as we infer, or
    `not_named`. Then those of which nobody can say whether they had lapsed on the day.
    """

    replaced_stated: int = 0
    replaced_inferred: int = 0
    not_named: int = 0
    unknown: int = 0

    @property
    def lapsed(self) -> int:
        """How many lapsed for certain."""
        return self.replaced_stated + self.replaced_inferred + self.not_named


@dataclass(frozen=True)
class Many:
    """The agreement of many parties behind many of the ties: `n_alone` exist by it alone."""

    agreement: Agreement
    n_alone: int


@dataclass(frozen=True, eq=False)
class Part:
    """
    Agreements, in the register's order, with the ties they make, on one day.

    A tie holds only agreements of the part; a tie that a filter for places hides is not here. `on`
    is the day, None for the register as it is.
    """

    agreements: tuple[Agreement, ...]
    ties: tuple[Tie, ...]
    register: Register
    on: date | None

    @property
    def past_day(self) -> date | None:
        """
        The day to say how things stood on; None after the newest entry of the register.

        From then on its own tables decide: they say how things stand, and nothing of a later day.
        """
        return self.on if self.on and self.on <= self.register.newest else None

    def standing(self, agreement: Agreement) -> Standing:
        """Return how an agreement stands on the day."""
        return standing(agreement, self.on)

    def count(self, agreements: Iterable[Agreement]) -> Tally:
        """Return how many of some agreements stand how; the only place where this is counted."""
        counts = dict.fromkeys(Standing, 0)
        for agreement in {agreement.id: agreement for agreement in agreements}.values():
            counts[self.standing(agreement)] += 1
        return Tally(counts[Standing.IN_FORCE], counts[Standing.LAPSED], counts[Standing.UNKNOWN])

    @cached_property
    def tally(self) -> Tally:
        """How many agreements stand how."""
        return self.count(self.agreements)

    def standing_as(self, *how: Standing) -> tuple[Agreement, ...]:
        """Return the agreements that stand in one of some ways, in the register's order."""
        return tuple(agreement for agreement in self.agreements if self.standing(agreement) in how)

    @property
    def in_force(self) -> tuple[Agreement, ...]:
        """Agreements in force for certain."""
        return self.standing_as(Standing.IN_FORCE)

    @property
    def lapsed(self) -> tuple[Agreement, ...]:
        """Agreements that lapsed for certain."""
        return self.standing_as(Standing.LAPSED)

    @property
    def unknown(self) -> tuple[Agreement, ...]:
        """Agreements that lapsed on an unknown day, perhaps later."""
        return self.standing_as(Standing.UNKNOWN)

    @cached_property
    def ids(self) -> frozenset[str]:
        """Ids of the agreements."""
        return frozenset(agreement.id for agreement in self.agreements)

    def at(self, day: date) -> "Part":
        """Return the part as it stood on another day, without what was signed later."""
        return replace(self.of(lambda agreement: agreement.signed_on <= day), on=day)

    def of(self, test: Callable[[Agreement], bool]) -> "Part":
        """Return the part with the agreements that pass a test, and the ties they make."""
        kept = tuple(filter(test, self.agreements))
        ids = {agreement.id for agreement in kept}
        return replace(self, agreements=kept, ties=_narrowed(self.ties, lambda _, a: a.id in ids))

    def resting_on(self, ties: tuple[Tie, ...], also: Collection[str] = ()) -> "Part":
        """Return the part with some ties, the agreements they rest on, and others by their ids."""
        ids = {agreement.id for tie in ties for agreement in tie.agreements}.union(also)
        return replace(self, agreements=tuple(a for a in self.agreements if a.id in ids), ties=ties)

    def by(self, codes: Callable[[Agreement], Iterable[str]]) -> dict[str, "Part"]:
        """Return a part for every code that agreements have, in the order of their appearance."""
        groups: dict[str, set[str]] = {}
        for agreement in self.agreements:
            for code in codes(agreement):
                groups.setdefault(code, set()).add(agreement.id)
        return {code: self._with(ids) for code, ids in groups.items()}

    def _with(self, ids: set[str]) -> "Part":
        return self.of(lambda agreement: agreement.id in ids)

    @cached_property
    def tieless(self) -> tuple[Agreement, ...]:
        """Agreements that make no tie: between parties of one country, or to end another one."""
        return tuple(one for one in self.agreements if one.id not in self.ties_of)

    @cached_property
    def by_kind(self) -> dict[str, "Part"]:
        """A part for every kind there is."""
        return self.by(lambda agreement: (str(agreement.kind),))

    @cached_property
    def by_region(self) -> dict[str, "Part"]:
        """A part for every partner region: its ties, what they rest on, and what makes none."""
        known = self.register.territories
        across = {code: one.region for code, one in known.items() if one.side == Side.PARTNER}
        return self._by_places(across, self.tieless)

    @cached_property
    def by_end(self) -> dict[str, "Part"]:
        """A part for every end of a tie: its ties, and what they rest on, as maps have it."""
        return self._by_places({code: code for code in self.register.territories})

    @cached_property
    def by_territory(self) -> dict[str, "Part"]:
        """A part for every territory of either side: the same, and its agreements without a tie."""
        return self._by_places({code: code for code in self.register.territories}, self.tieless)

    def _by_places(
        self, named: Mapping[str, str], tieless: Iterable[Agreement] = ()
    ) -> dict[str, "Part"]:
        """Return parts by what territories are `named`: those of ties first, then the `tieless`."""
        ties: dict[str, list[Tie]] = {}
        for tie in self.ties:
            for code in (tie.home, tie.partner):
                if code in named:
                    ties.setdefault(named[code], []).append(tie)
        also: dict[str, set[str]] = {}
        for one in tieless:
            for code in named.keys() & one.territories:
                also.setdefault(named[code], set()).add(one.id)
        names = dict.fromkeys((*ties, *also))
        return {x: self.resting_on(tuple(ties.get(x, ())), also.get(x, ())) for x in names}

    @property
    def partners(self) -> frozenset[str]:
        """Codes of the territories on the partners' side."""
        return frozenset(tie.partner for tie in self.ties)

    @property
    def homes(self) -> frozenset[str]:
        """Codes of the territories on the home side."""
        return frozenset(tie.home for tie in self.ties)

    @cached_property
    def ties_of(self) -> dict[str, list[Tie]]:
        """The ties of every agreement that makes any, by its id."""
        found: dict[str, list[Tie]] = {}
        for tie in self.ties:
            for agreement in tie.agreements:
                found.setdefault(agreement.id, []).append(tie)
        return found

    @cached_property
    def many(self) -> Many | None:
        """The agreement that makes at least a third of the ties, of three or more; else None."""
        first = max(self.ties_of, key=lambda id_: len(self.ties_of[id_]), default="")
        made = self.ties_of.get(first, [])
        if len(made) < 3 or 3 * len(made) < len(self.ties) or len(self.ties_of) == 1:
            return None
        alone = sum(tie.n_agreements == 1 for tie in made)
        return Many(next(a for a in self.agreements if a.id == first), alone)


def focus_keys(agreement: Agreement, codes: Collection[str], register: Register) -> frozenset[str]:
    """Return the codes that an agreement, or its line between a pair, answers to."""
    regions = (register.territories[code].region for code in codes)
    return frozenset((agreement.id, *codes, *regions))


def in_focus(focus: Iterable[str], keys: frozenset[str]) -> bool:
    """Return whether a line with some keys belongs to what is picked: the one rule of focus."""
    return keys.issuperset(focus)


def part_in_focus(part: Part, focus: tuple[str, ...]) -> Part:
    """Return what belongs to a focus: lines, as ties and agreements, and what makes none."""
    ties = _narrowed(
        part.ties,
        lambda tie, one: in_focus(focus, focus_keys(one, (tie.home, tie.partner), part.register)),
    )
    also = [
        one.id
        for one in part.tieless
        if in_focus(focus, focus_keys(one, one.territories, part.register))
    ]
    return part.resting_on(ties, also)


def _narrowed(ties: Iterable[Tie], test: Callable[[Tie, Agreement], bool]) -> tuple[Tie, ...]:
    """Return ties with the agreements that pass a test, without those that have none left."""
    narrowed = []
    for tie in ties:
        kept = tuple(agreement for agreement in tie.agreements if test(tie, agreement))
        if kept:
            same = len(kept) == len(tie.agreements)
            narrowed.append(tie if same else replace(tie, agreements=kept))
    return tuple(narrowed)
