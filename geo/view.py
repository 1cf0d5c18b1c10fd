"""
The view: what the reader is looking at, in codes only.

It is the link, the cache key, the argument of every map and table, and the caption of what is
shown. A value a link brings that does not exist is dropped: nonsense falls back to the default.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date

from geo.agreements import Form, Kind, Register, Status
from geo.history import Standing
from geo.territories import Country
from geo.text import LANGUAGES, format_date, t
from geo.ties import agreement_pairs

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
        on = _day(params.get("on", ""), register)
        known = choices(register)
        if on is None:  # of itself the register knows no third standing
            known["status"] = tuple(Status)
        lists = {
            name: tuple(
                code for code in known[name] if code in set(params.get(name, "").split(","))
            )
            for name in LISTS
        }
        lang = params.get("lang", "")
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


def choices(register: Register) -> dict[str, tuple[str, ...]]:
    """Return the codes each filter can hold, in the order of display."""
    parties = [register.territories[code] for code in register.party_codes]
    home = [p for p in parties if p.country == Country.RU]
    partners = [p for p in parties if p.country == Country.BY]
    return {
        "status": (*Status, Standing.UNKNOWN),
        "kind": tuple(Kind),
        "form": tuple(Form),
        "theme": register.themes,
        "territory": tuple(p.code for p in sorted(home, key=lambda p: (not p.is_home, p.short_ru))),
        "partner": tuple(p.code for p in sorted(partners, key=lambda p: p.short_ru)),
        "region": tuple(sorted({p.region for p in partners})),
    }


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


def _day(text: str, register: Register) -> date | None:
    """Read YYYY-MM-DD, not before the year of the first signing and not after 2100."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if register.years[0] <= day.year <= LAST_YEAR else None
