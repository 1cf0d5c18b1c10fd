"""
The profile: everything the register says of one territory, one pair or one partner region.

It is made from the whole register: no filter touches it. What is due next is calculated and says
so wherever it is shown.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from geo.agreements import Agreement, Register, Status
from geo.boundaries import Boundaries
from geo.events import Event, EventKind, build_events
from geo.shown import Shown
from geo.succession import Chain, build_chains, count_lapsed
from geo.terms import add_months, next_prolongation
from geo.territories import Accuracy, Country, Territory, TerritoryKind
from geo.text import capital, format_date, format_number, t
from geo.ties import Tie, agreement_pairs, build_ties, distance_km
from geo.view import View
from geo.white_spots import WhiteSpot, find_white_spots, untied_neighbours

MONTHS_AHEAD = 24
"""How far ahead anniversaries are listed; the next prolongation is listed however far it is."""

N_NEAREST = 5
"""How many territories are named, on either side, for one that never had an agreement."""


@dataclass(frozen=True)
class Partner:
    """
    One row of a table of partners.

    `focus` is what to pick for more: the pair, or in a region the territory. `distance_km` is None
    where there is no one place to measure from.
    """

    territory: Territory
    focus: tuple[str, ...]
    agreements: tuple[Agreement, ...]
    distance_km: float | None

    @property
    def n_in_force(self) -> int:
        """Agreements in force."""
        return sum(agreement.status == Status.IN_FORCE for agreement in self.agreements)

    @property
    def last_signed_on(self) -> date:
        """Day of the latest signing."""
        return max(agreement.signed_on for agreement in self.agreements)


@dataclass(frozen=True)
class Profile:
    """
    What belongs to a focus: a territory, a pair (home, partner), or a partner region.

    `agreements` come newest first. `inside` is for a region only: its territories that have
    agreements. `partners` is empty for a pair. `neighbours` are those across the state border with
    nothing in force between, `has_neighbours` says whether there are any at all.
    For one that never had an agreement `nearest` are the nearest territories on the other side, and
    `nearest_tied` the nearest on its own side with something in force; empty for all others.
    """

    focus: tuple[str, ...]
    agreements: tuple[Agreement, ...]
    partners: tuple[Partner, ...]
    inside: tuple[Partner, ...]
    due: tuple[Event, ...]
    chains: tuple[Chain, ...]
    neighbours: tuple[Territory, ...]
    has_neighbours: bool
    white_spots: tuple[WhiteSpot, ...]
    nearest: tuple[Territory, ...]
    nearest_tied: tuple[Territory, ...]

    def places(self, register: Register) -> tuple[str, ...]:
        """Return the territories of the focus: one, two, or for a region none."""
        return tuple(code for code in self.focus if code in register.territories)

    @property
    def in_force(self) -> tuple[Agreement, ...]:
        """Agreements in force, newest first."""
        return tuple(a for a in self.agreements if a.status == Status.IN_FORCE)

    @property
    def lapsed(self) -> tuple[Agreement, ...]:
        """Lapsed agreements, newest first."""
        return tuple(a for a in self.agreements if a.status == Status.LAPSED)


def build_profile(
    focus: tuple[str, ...], register: Register, boundaries: Boundaries, today: date
) -> Profile:
    """
    Gather what belongs to a territory, a pair or a region of the register.

    Parameters
    ----------
    focus
        As in `View`, but no agreement.
    register, boundaries
        The whole register, and the shapes that tell who lies beside whom.
    today
        From which day on something is due.
    """
    whole = Shown(View(focus=focus), register, today).picked
    picked = list(whole.agreements)
    picked.sort(key=lambda agreement: (agreement.signed_on, agreement.id), reverse=True)
    own = focus[0] in register.territories
    ties = whole.ties
    ids = {agreement.id for agreement in picked}
    territory = register.territories[focus[0]] if own and len(focus) == 1 else None
    untied = territory if not picked else None
    return Profile(
        focus,
        tuple(picked),
        _partners(ties, territory, register) if len(focus) == 1 else (),
        () if own else _rows(ties, [t.partner for t in ties], register),
        tuple(_due(picked, today)),
        tuple(c for c in build_chains(register) if any(a.id in ids for a in c.agreements)),
        untied_neighbours(territory, register, boundaries) if territory else (),
        territory is not None
        and territory.accuracy != Accuracy.POINT
        and any(territory.code in pair for pair in boundaries.adjacent),
        ()
        if own
        else tuple(
            spot
            for spot in find_white_spots(register, Country.BY)
            if spot.territory.region == focus[0]
        ),
        _nearest(untied, _across(untied, register)) if untied else (),
        _nearest(untied, _tied_beside(untied, register)) if untied else (),
    )


def _across(territory: Territory, register: Register) -> list[Territory]:
    """Return the territories on the other side of the register."""
    return [
        other
        for other in register.territories.values()
        if other.country != territory.country
        and (other.is_home or other.country == Country.BY)
        and other.kind != TerritoryKind.RAYON_V_GORODE
    ]


def _tied_beside(territory: Territory, register: Register) -> list[Territory]:
    """Return the territories on the same side of the register that have something in force."""
    codes = {
        code for a in register.agreements if a.status == Status.IN_FORCE for code in a.territories
    }
    return [
        other
        for other in map(register.territories.__getitem__, codes)
        if (other.country, other.is_home) == (territory.country, territory.is_home)
    ]


def _nearest(territory: Territory, others: list[Territory]) -> tuple[Territory, ...]:
    """Return those of the others that lie nearest."""
    return tuple(sorted(others, key=lambda o: (distance_km(territory, o), o.code))[:N_NEAREST])


def all_partners(register: Register) -> tuple[Partner, ...]:
    """Return one row for every territory of the register that has a tie."""
    ties = build_ties(register.agreements, register.territories)
    return _rows([*ties, *ties], [tie.home for tie in ties] + [t.partner for t in ties], register)


def _partners(
    ties: Sequence[Tie], territory: Territory | None, register: Register
) -> tuple[Partner, ...]:
    """Return the partners of a territory, or of a region if there is none."""
    if not territory:
        return _rows(ties, [tie.home for tie in ties], register)
    rows = []
    for tie in ties:
        other = tie.partner if tie.home == territory.code else tie.home
        rows.append(
            Partner(
                register.territories[other], (tie.home, tie.partner), tie.agreements, tie.length_km
            )
        )
    return _sorted(rows)


def _rows(ties: Sequence[Tie], codes: Sequence[str], register: Register) -> tuple[Partner, ...]:
    """Return one row for each code, with the agreements of all its ties."""
    found: dict[str, dict[str, Agreement]] = {}
    for tie, code in zip(ties, codes, strict=True):
        found.setdefault(code, {}).update({a.id: a for a in tie.agreements})
    return _sorted(
        Partner(register.territories[code], (code,), tuple(agreements.values()), None)
        for code, agreements in found.items()
    )


def _sorted(rows: Iterable[Partner]) -> tuple[Partner, ...]:
    """Most agreements in force first, then most of any status, then by name."""
    return tuple(
        sorted(rows, key=lambda p: (-p.n_in_force, -len(p.agreements), p.territory.short_ru))
    )


def _due(agreements: Iterable[Agreement], today: date) -> list[Event]:
    """Return the next prolongation of each agreement and the anniversaries ahead, soonest first."""
    events = [
        event
        for event in build_events(agreements, today, add_months(today, MONTHS_AHEAD))
        if event.kind == EventKind.ANNIVERSARY
    ]
    for agreement in agreements:
        day = next_prolongation(agreement, today)
        if day:
            years = day.year - agreement.signed_on.year
            events.append(Event(day, EventKind.PROLONGATION, years, agreement))
    return sorted(events, key=lambda event: (event.day, event.kind, event.agreement.id))


# --- in words -------------------------------------------------------------------------------------


def headline(profile: Profile, register: Register, lang: str) -> str:
    """Return the figures of a profile as one sentence."""
    if not profile.agreements:
        return t("territory.nothing", lang)
    shown = Shown(View(lang=lang, focus=profile.focus), register, register.newest)
    parts = [shown.figures(shown.picked)]
    if profile.inside:
        parts.append(t("territory.n_inside", lang, n=len(profile.inside)))
    if profile.partners:
        parts.append(t("territory.n_partners", lang, n=len(profile.partners)))
    if len(profile.focus) == 2:
        ends = [register.territories[code] for code in profile.focus]
        parts.append(t("territory.distance", lang, km=format_number(distance_km(*ends), lang)))
    day = format_date(profile.agreements[0].signed_on, lang)
    key = "territory.last_signed" if len(profile.agreements) > 1 else "territory.signed"
    return f"{', '.join(parts)}; {t(key, lang, day=day)}."


def lapse_line(profile: Profile, lang: str) -> str:
    """Return what became of the lapsed agreements: replaced, as stated or inferred, or neither."""
    counts = count_lapsed(profile.lapsed)
    parts = {
        "replaced_stated": counts.replaced_stated,
        "replaced_inferred": counts.replaced_inferred,
        "without_successor": counts.without_successor,
    }
    line = ", ".join(t(f"territory.{name}", lang, n=n) for name, n in parts.items() if n)
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


def in_register(focus: tuple[str, ...], register: Register, lang: str) -> View:
    """Return the view whose filters leave the agreements of a focus, e.g. for the register."""
    filters: dict[str, tuple[str, ...]] = {}
    for code in focus:
        if code not in register.territories:
            filters["region"] = (code,)
        elif register.territories[code].country == Country.RU:
            filters["territory"] = (code,)
        else:
            filters["partner"] = (code,)
    return View(lang=lang, **filters)
