"""
The view: what the reader is looking at, in codes only.

It is the link, the cache key, the argument of every map and table, and the caption of what is
shown. A value a link brings that does not exist is dropped: nonsense falls back to the default.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date

from geo.agreements import Agreement, Form, Kind, Register, Status
from geo.history import Standing, count_standings, standing
from geo.search import build_index
from geo.territories import Country
from geo.text import LANGUAGES, capital, format_date, format_number, t
from geo.ties import Tie, agreement_pairs, build_ties

Q_LENGTH = 100
LAST_YEAR = 2100
LISTS = ("status", "kind", "form", "theme", "territory", "partner", "region")
"""Filters that hold any number of codes; none means all."""


@dataclass(frozen=True)
class View:
    """
    Language, filters and focus.

    `years` is the first and last year of signing, None for all. `on` is the day whose statuses are
    shown, None for the register as it is; `since` an earlier day to compare with. `focus` is what
    the reader has picked: a territory, a pair (home, partner), a partner region, or one
    agreement's id; empty for nothing.
    """

    lang: str = LANGUAGES[0]
    years: tuple[int, int] | None = None
    status: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    form: tuple[str, ...] = ()
    theme: tuple[str, ...] = ()
    territory: tuple[str, ...] = ()
    partner: tuple[str, ...] = ()
    region: tuple[str, ...] = ()
    q: str = ""
    on: date | None = None
    since: date | None = None
    focus: tuple[str, ...] = ()

    @classmethod
    def from_params(cls, params: Mapping[str, str], register: Register) -> "View":
        """Read a view from link parameters; what does not exist is left out."""
        known = choices(register)
        lists = {
            name: tuple(
                code for code in known[name] if code in set(params.get(name, "").split(","))
            )
            for name in LISTS
        }
        lang = params.get("lang", "")
        on = _day(params.get("on", ""), register)
        since = _day(params.get("since", ""), register)
        return cls(
            lang=lang if lang in LANGUAGES else LANGUAGES[0],
            years=_years(params.get("years", ""), register.years),
            q=clean_query(params.get("q", "")),
            on=on,
            since=since if since and (on is None or since < on) else None,
            focus=_focus(params.get("focus", ""), register),
            **{name: codes for name, codes in lists.items() if len(codes) < len(known[name])},
        )

    def to_params(self) -> dict[str, str]:
        """Return the link parameters; defaults are left out."""
        params = {name: ",".join(getattr(self, name)) for name in (*LISTS, "focus")}
        if self.years:
            params["years"] = "-".join(map(str, self.years))
        params["q"] = self.q
        for name in ("on", "since"):
            day = getattr(self, name)
            params[name] = day.isoformat() if day else ""
        if self.lang != LANGUAGES[0]:
            params["lang"] = self.lang
        return {name: value for name, value in params.items() if value}

    @property
    def is_filtered(self) -> bool:
        """Whether any filter is set (language and focus are no filters)."""
        return any(
            getattr(self, field.name) != field.default
            for field in fields(self)
            if field.name not in ("lang", "focus")
        )

    def without_filters(self) -> "View":
        """Return the whole network in the same language, with the same focus."""
        return View(lang=self.lang, focus=self.focus)

    def focused(self, *codes: str) -> "View":
        """Return the same view with another focus."""
        return replace(self, focus=codes)


@dataclass(frozen=True)
class Selection:
    """What a view shows: agreements in the register's order, and the ties they make."""

    agreements: tuple[Agreement, ...]
    ties: tuple[Tie, ...]

    def count(self, test: Callable[[Agreement], bool]) -> int:
        """Return how many agreements pass a test."""
        return sum(map(test, self.agreements))


def choices(register: Register) -> dict[str, tuple[str, ...]]:
    """Return the codes each filter can hold, in the order of display."""
    parties = [register.territories[code] for code in register.party_codes]
    home = [p for p in parties if p.country == Country.RU]
    partners = [p for p in parties if p.country == Country.BY]
    return {
        "status": tuple(Status),
        "kind": tuple(Kind),
        "form": tuple(Form),
        "theme": register.themes,
        "territory": tuple(p.code for p in sorted(home, key=lambda p: (not p.is_home, p.short_ru))),
        "partner": tuple(p.code for p in sorted(partners, key=lambda p: p.short_ru)),
        "region": tuple(sorted({p.region for p in partners})),
    }


def select(view: View, register: Register) -> Selection:
    """
    Return the agreements and ties of a view.

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
        if kept:
            agreements.append(agreement)
            pairs.update(kept)
    ties = build_ties(agreements, register.territories)
    return Selection(tuple(agreements), tuple(t for t in ties if (t.home, t.partner) in pairs))


def in_focus(agreement: Agreement, focus: tuple[str, ...], register: Register) -> bool:
    """Tell whether an agreement belongs to what the reader has picked."""
    regions = {register.territories[code].region for code in agreement.territories}
    return set(focus) <= {agreement.id, *agreement.territories, *regions}


def caption(view: View, register: Register) -> str:
    """Return the filters of a view in words, e.g. for the head of an export."""
    parts = []
    if view.on:
        parts.append(t("caption.on", view.lang, day=format_date(view.on, view.lang)))
    if view.since:
        parts.append(t("caption.since", view.lang, day=format_date(view.since, view.lang)))
    if view.years:
        parts.append(t("caption.years", view.lang, first=view.years[0], last=view.years[1]))
    for name in LISTS:
        codes = getattr(view, name)
        if codes:
            labels = ", ".join(label(name, code, register, view.lang) for code in codes)
            parts.append(f"{t(f'filter.{name}', view.lang)}: {labels}")
    if view.q:
        parts.append(t("caption.query", view.lang, query=view.q))
    return "; ".join(parts) or t("caption.everything", view.lang)


def count_line(selection: Selection, register: Register, lang: str) -> str:
    """Return "42 of 52 agreements" in words."""
    return t(
        "map.count",
        lang,
        n=len(register.agreements),
        shown=format_number(len(selection.agreements), lang),
        total=format_number(len(register.agreements), lang),
    )


def standings_line(view: View, agreements: Iterable[Agreement]) -> str:
    """Return in words how many agreements stand how, on the day of the view if it has one."""
    counts = count_standings(agreements, view.on)
    day = format_date(view.on, view.lang)
    parts = {("map.count_in_force_on" if view.on else "map.count_in_force"): Standing.IN_FORCE}
    parts["map.count_lapsed"] = Standing.LAPSED
    if view.on and counts[Standing.UNKNOWN]:
        parts["map.count_unknown"] = Standing.UNKNOWN
    return ", ".join(
        t(key, view.lang, n=counts[how], shown=format_number(counts[how], view.lang), day=day)
        for key, how in parts.items()
    )


def counts_line(view: View, selection: Selection, register: Register) -> str:
    """Return the counts of a view in words: of how many, how they stand, how many ties."""
    parts = standings_line(view, selection.agreements)
    ties = t("map.count_ties", view.lang, n=len(selection.ties))
    return f"{count_line(selection, register, view.lang)}: {parts} · {ties}"


def label(name: str, code: str, register: Register, lang: str) -> str:
    """Return what a reader sees for a code of filter `name`."""
    if name in ("territory", "partner"):
        territory = register.territories[code]
        short = territory.short(lang)
        if territory.is_home or territory.country == Country.BY:
            return short
        return f"{short} ({t(f'region.{territory.region}', lang)})"
    return t(f"{name}.{code}", lang)


def focus_name(focus: tuple[str, ...], register: Register, lang: str) -> str:
    """
    Return what the reader has picked in words: a territory, a pair, a region, an agreement.

    An agreement is called by its parties, the Russian ones first.
    """
    if focus[0] in register.by_id:
        parties = [register.territories[code] for code in register.by_id[focus[0]].territories]
        sides = ([p.short(lang) for p in parties if p.country == country] for country in Country)
        return " — ".join(", ".join(side) for side in sides if side)
    if focus[0] not in register.territories:
        return t(f"region.{focus[0]}", lang)
    if len(focus) == 1:
        return register.territories[focus[0]].name(lang)
    return " — ".join(register.territories[code].short(lang) for code in focus)


def focus_title(view: View, agreements: Iterable[Agreement], register: Register) -> str:
    """
    Return what is picked and how much it has: "Город Смоленск: 13 соглашений, действуют 8".

    Parameters
    ----------
    view
        With a focus; its day tells how the agreements stand.
    agreements
        Those of the focus that are shown.
    register
        Names what is picked.
    """
    name = focus_name(view.focus, register, view.lang)
    return f"{capital(name)}: {figures(agreements, view.on, view.lang)}"


def figures(agreements: Iterable[Agreement], on: date | None, lang: str) -> str:
    """Return how many agreements there are and how many are in force, on a day if there is one."""
    counts = count_standings(agreements, on)
    n, n_in_force = counts.total(), counts[Standing.IN_FORCE]
    if not n:
        return t("layer.none", lang)
    counted = t("layer.agreements", lang, n=n)
    if counts[Standing.UNKNOWN]:
        return counted  # what lapsed on an unknown day may be in force: nothing is claimed
    key = "territory.in_force" if n_in_force else "territory.none_in_force"
    return f"{counted}, {t(key, lang, n=n_in_force)}"


def clean_query(text: str) -> str:
    """Return a search text without control characters, no longer than `Q_LENGTH`."""
    return " ".join(re.sub(r"[\x00-\x1f\x7f\u200b-\u200f\ufeff]", " ", text).split())[:Q_LENGTH]


def _years(text: str, bounds: tuple[int, int]) -> tuple[int, int] | None:
    match = re.fullmatch(r"([0-9]{4})(?:-([0-9]{4}))?", text)
    if not match:
        return None
    first, last = int(match[1]), int(match[2] or match[1])
    inside = max(first, bounds[0]), min(last, bounds[1])
    return inside if inside[0] <= inside[1] and inside != bounds and first <= last else None


def _focus(text: str, register: Register) -> tuple[str, ...]:
    codes = tuple(text.split(",")) if text else ()
    if len(codes) == 1 and (
        codes[0] in register.territories
        or codes[0] in register.by_id
        or codes[0] in choices(register)["region"]
    ):
        return codes
    tied = (agreement_pairs(agreement, register.territories) for agreement in register.agreements)
    return codes if len(codes) == 2 and any(codes in pairs for pairs in tied) else ()


def _tests(view: View) -> list[Callable[[Agreement], bool]]:
    """Return what an agreement must pass, apart from the text search and its territories."""
    tests: list[Callable[[Agreement], bool]] = []
    if view.years:
        first, last = view.years
        tests.append(lambda agreement: first <= agreement.signed_on.year <= last)
    if view.on:
        tests.append(lambda agreement: agreement.signed_on <= view.on)
    if view.status:
        tests.append(lambda agreement: _shown_status(standing(agreement, view.on)) in view.status)
    if view.kind:
        tests.append(lambda agreement: agreement.kind in view.kind)
    if view.form:
        tests.append(lambda agreement: agreement.form in view.form)
    if view.theme:
        tests.append(lambda agreement: bool(set(agreement.themes) & set(view.theme)))
    return tests


def _shown_status(how: Standing) -> str:
    """Return the filter value an agreement falls under: what lapsed some time has lapsed."""
    return Status.LAPSED if how == Standing.UNKNOWN else str(how)


def _day(text: str, register: Register) -> date | None:
    """Read YYYY-MM-DD, not before the year of the first signing and not after 2100."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if register.years[0] <= day.year <= LAST_YEAR else None


def _kept_pairs(view: View, agreement: Agreement, register: Register) -> Iterable[tuple[str, str]]:
    """Return the pairs of an agreement that the filters for places let through."""
    return [
        (home, partner)
        for home, partner in agreement_pairs(agreement, register.territories)
        if (not view.territory or home in view.territory)
        and (not view.partner or partner in view.partner)
        and (not view.region or register.territories[partner].region in view.region)
    ]
