"""
The profile: everything the register says of one territory, one pair or one partner region.

It is made from the whole register on the day of the view: no filter touches it, and nothing that
happened after that day is in it. What is due next is calculated and says so wherever it is shown.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from geo.agreements import Agreement, Register, newest_first
from geo.shown import Part, Shown, Tally, part_in_focus
from geo.terms.events import Event, build_events
from geo.territories import Accuracy, Side, Territory, TerritoryKind
from geo.text import capital, format_date, format_number, t
from geo.ties import agreement_pairs, distance_km
from geo.view import View
from geo.white_spots import (
    Continued,
    WhiteSpots,
    find_continued,
    find_white_spots,
    neighbours,
    untied_neighbours,
)

if TYPE_CHECKING:
    from geo.territories.boundaries import Boundaries

N_NEAREST = 5
"""How many territories are named, on either side, for one that never had an agreement."""


@dataclass(frozen=True)
class Partner:
    """
    One row of a table of partners: its agreements with what the table is about.

    `focus` is what to pick for more: the pair, or in a region the territory. `distance_km` is None
    where there is no one place to measure from.
    """

    territory: Territory
    focus: tuple[str, ...]
    part: Part
    distance_km: float | None

    @property
    def tally(self) -> Tally:
        """How many of the agreements stand how."""
        return self.part.tally

    @property
    def last_signed_on(self) -> date:
        """Day of the latest signing."""
        return max(agreement.signed_on for agreement in self.part.agreements)


@dataclass(frozen=True)
class Profile:
    """
    What belongs to a focus: a territory, a pair (home, partner), or a partner region.

    `part` holds the agreements as they stand on the day, the newest first. `inside` is for a region
    only: its territories that have agreements. `partners` is empty for a pair. `due` goes up to the
    horizon and is empty on a past day. `neighbours` are those across the state border with nothing
    in force for certain between, each with what it had, `has_neighbours` says whether there are any
    at all. `continued` are the ties that go on under another territory. For one that never had an
    agreement `nearest` are the nearest territories on the other side, and `nearest_tied` the
    nearest on its own side with something in force; empty for all others.
    """

    focus: tuple[str, ...]
    part: Part
    partners: tuple[Partner, ...]
    inside: tuple[Partner, ...]
    due: tuple[Event, ...]
    neighbours: tuple[tuple[Territory, Tally], ...]
    has_neighbours: bool
    continued: tuple[Continued, ...]
    white_spots: WhiteSpots | None
    nearest: tuple[Territory, ...]
    nearest_tied: tuple[Territory, ...]

    def places(self, register: Register) -> tuple[str, ...]:
        """Return the territories of the focus: one, two, or for a region none."""
        return tuple(code for code in self.focus if code in register.territories)

    @property
    def agreements(self) -> tuple[Agreement, ...]:
        """All of them, the newest first."""
        return self.part.agreements


def build_profile(focus: tuple[str, ...], shown: Shown, boundaries: "Boundaries") -> Profile:
    """Gather what belongs to a territory, a pair or a region on the day of a view."""
    register = shown.register
    part = part_in_focus(shown.whole, focus)
    part = replace(part, agreements=newest_first(part.agreements))
    own = focus[0] in register.territories
    territory = register.territories[focus[0]] if own and len(focus) == 1 else None
    untied = territory if not part.agreements else None
    spots = None if own else find_white_spots(shown, Side.PARTNER)
    return Profile(
        focus,
        part,
        partners_of(part, territory, shown.lang) if len(focus) == 1 else (),
        () if own else territories_of(part, Side.PARTNER, shown.lang),
        build_events(part.agreements, shown.today, shown.horizon) if shown.looks_ahead else (),
        untied_neighbours(territory, shown, boundaries) if territory else (),
        bool(territory and neighbours(territory, shown, boundaries)),
        tuple(one for one in find_continued(shown) if one.territory.code in focus) if own else (),
        spots.only(lambda x: x.region == focus[0]) if spots else None,
        _nearest(untied, _across(untied, register)) if untied else (),
        _nearest(untied, _tied_beside(untied, shown.whole)) if untied else (),
    )


def _across(territory: Territory, register: Register) -> list[Territory]:
    """Return the territories on the other side of the register."""
    return [
        other
        for other in register.territories.values()
        if other.side != territory.side
        and other.is_expected
        and other.kind != TerritoryKind.RAYON_V_GORODE
    ]


def _tied_beside(territory: Territory, whole: Part) -> list[Territory]:
    """Return the territories on the same side of the register that have something in force."""
    return [
        other
        for code, part in whole.by_end.items()
        if part.in_force
        for other in (whole.register.territories[code],)
        if (other.country, other.is_home) == (territory.country, territory.is_home)
    ]


def _nearest(territory: Territory, others: list[Territory]) -> tuple[Territory, ...]:
    """Return those of the others that lie nearest."""
    away = {other: distance_km(territory, other) for other in others}
    known = [(km, other.code, other) for other, km in away.items() if km is not None]
    return tuple(other for _, _, other in sorted(known)[:N_NEAREST])


def territories_of(part: Part, side: Side, lang: str) -> tuple[Partner, ...]:
    """Return one row for each territory of a side, with all it has."""
    everyone = part.register.territories
    rows = (
        Partner(everyone[code], (code,), own, None)
        for code, own in part.by_territory.items()
        if everyone[code].side == side
    )
    return _sorted(rows, lang)


def partners_of(part: Part, territory: Territory | None, lang: str) -> tuple[Partner, ...]:
    """Return the partners of a territory, or of a region if there is none."""
    if not territory:
        return territories_of(part, Side.HOME, lang)
    rows = []
    for tie in part.ties:
        other = tie.partner if tie.home == territory.code else tie.home
        own = replace(part, agreements=tie.agreements, ties=(tie,))
        place = part.register.territories[other]
        rows.append(Partner(place, (tie.home, tie.partner), own, tie.length_km))
    return _sorted(rows, lang)


def _sorted(rows: Iterable[Partner], lang: str) -> tuple[Partner, ...]:
    """Most agreements in force first, then most of any standing, then by name."""
    return tuple(
        sorted(rows, key=lambda p: (-p.tally.in_force, -p.tally.total, p.territory.short(lang)))
    )


# --- in words -------------------------------------------------------------------------------------


def headline(profile: Profile, shown: Shown) -> str:
    """Return the figures of a profile as one sentence."""
    lang, part = shown.lang, profile.part
    if not profile.agreements:
        return shown.never
    parts = [shown.figures(part)]
    if profile.inside:
        parts.append(t("territory.n_inside", lang, n=len(profile.inside)))
    if profile.partners:
        parts.append(partners_line(part, len(profile.partners), lang))
    if len(profile.focus) == 2:
        ends = [shown.register.territories[code] for code in profile.focus]
        parts.append(t("territory.distance", lang, km=format_number(distance_km(*ends), lang)))
    day = format_date(profile.agreements[0].signed_on, lang)
    key = "territory.last_signed" if len(profile.agreements) > 1 else "territory.signed"
    figures = ("; " if part.unknown or shown.past_day else ", ").join(parts)
    return f"{figures}; {t(key, lang, day=day)}."


def partners_line(part: Part, n: int, lang: str) -> str:
    """Return how many partners there are, and how many by an agreement of many parties alone."""
    said = t("territory.n_partners", lang, n=n)
    if not part.many or not part.many.n_alone or n != len(part.ties):
        return said
    parties = len(part.many.agreement.territories)
    return f"{said} ({t('map.count_many', lang, n=part.many.n_alone, parties=parties)})"


def count_in_force(tally: Tally, lang: str) -> str:
    """Return in figures how many are in force, and how many perhaps: "1, неизвестно 2"."""
    if not tally.unknown:
        return str(tally.in_force)
    doubt = t("map.count_unknown", lang, n=tally.unknown, shown=tally.unknown)
    return f"{tally.in_force}, {doubt}"


def neighbour_names(
    territory: Territory, others: Iterable[tuple[Territory, Tally]], lang: str
) -> list[str]:
    """Return the names of others with their distance, and what they had or perhaps still have."""
    names = []
    for other, had in others:
        km = format_number(distance_km(territory, other), lang)
        name = t("passport.neighbour", lang, name=other.name(lang), km=km)
        said = neighbour_past(had, lang)
        names.append(f"{name}, {said}" if said else name)
    return names


def neighbour_past(had: Tally, lang: str) -> str:
    """Return what a neighbour with nothing in force for certain had; empty for nothing."""
    if had.unknown:
        return t("territory.tie_unknown", lang, n=had.unknown)
    return t("territory.tie_lapsed", lang, n=had.lapsed) if had.lapsed else ""


def lapse_line(profile: Profile, shown: Shown) -> str:
    """Return what became of the lapsed agreements, as far as the register says or we infer it."""
    counts = shown.lapse_count(profile.part)
    names = ("replaced_stated", "replaced_inferred", "not_named")
    parts = [(name, getattr(counts, name)) for name in names]
    line = ", ".join(t(f"territory.{name}", shown.lang, n=n) for name, n in parts if n)
    return capital(line)


def about(territory: Territory, register: Register, lang: str) -> list[str]:
    """Return what a territory is: kind and region, former names, what lies in what, its shape."""
    kind = t(f"territory.kind_{territory.kind}", lang)
    said = kind.casefold() in territory.name(lang).casefold()
    notes = [", ".join([*([] if said else [kind]), t(f"region.{territory.region}", lang)])]
    if territory.former_names:
        notes.append(t("territory.former", lang, names=", ".join(territory.former_names)))
    container, contents = surroundings(territory, register)
    if container:
        notes.append(t("territory.lies_in", lang, name=container.name(lang)))
    if contents:
        names = ", ".join(other.name(lang) for other in contents)
        notes.append(t("territory.contains", lang, names=names))
    if territory.accuracy == Accuracy.APPROXIMATE:
        notes.append(t("panel.approximate", lang))
    return notes


def outline(territory: Territory, register: Register, lang: str) -> str:
    """Return how a territory is drawn: its outline, the source, which cities lie within it too."""
    container, contents = surroundings(territory, register)
    if territory.kind == TerritoryKind.OUTSIDE:
        return t("workbook.accuracy_outside" if territory.point else "workbook.no_point", lang)
    source = ", ".join(map(str, register.territories.imprint.surveys[territory.country]))
    name = container.name(lang) if container else ""
    said = t(f"workbook.accuracy_{territory.accuracy}", lang, source=source, name=name)
    if not contents:
        return said
    names = ", ".join(other.name(lang) for other in contents)
    return t("workbook.accuracy_with", lang, accuracy=said, names=names)


def surroundings(
    territory: Territory, register: Register
) -> tuple[Territory | None, tuple[Territory, ...]]:
    """Return the territory in whose boundary another lies, if any, and those within its own."""
    everyone = register.territories
    container = (
        everyone[territory.boundary]
        if territory.boundary != territory.code and territory.boundary in everyone
        else None
    )
    contents = (
        other for other in everyone.values() if other.boundary == territory.code != other.code
    )
    return container, tuple(contents)


def profile_focus(focus: tuple[str, ...], register: Register) -> tuple[str, ...]:
    """Return whose profile belongs to a focus: of an agreement of one pair, the pair's."""
    agreement = register.by_id.get(focus[0]) if focus else None
    pairs = agreement_pairs(agreement, register.territories) if agreement else ()
    return pairs[0] if len(pairs) == 1 else focus


def in_register(focus: tuple[str, ...], view: View, register: Register) -> View:
    """Return the view whose filters leave the agreements of a focus on the day of a view."""
    filters: dict[str, Any] = {}
    for code in focus:
        if code not in register.territories:
            filters["region"] = (code,)
        elif register.territories[code].side == Side.HOME:
            filters["territory"] = (code,)
        else:
            filters["partner"] = (code,)
    return replace(view.without_filters(), focus=(), **filters)
