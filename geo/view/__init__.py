"""
The view: what the reader is looking at, in codes only.

It is the link, the cache key, the argument of every map and table, and the caption of what is
shown. What a link brings that does not exist is left out and reported; nothing is guessed.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from geo.agreements import Form, Kind, Register, Status
from geo.history import Standing
from geo.territories import Side
from geo.text import LANGUAGES, capital, format_date, listed, load_places, parse_date, t
from geo.ties import agreement_pairs
from geo.view.link import clean_text, is_tracker, parameters, pick, tidy

Q_LENGTH = 100
LAST_YEAR = 2100
PARTIES = 3
"""As many parties of a side, or one more, the name of an agreement has."""
LISTS = ("status", "kind", "form", "theme", "territory", "partner", "region")
"""Filters that hold any number of codes; none means all."""
LAYOUTS = ("map", "scheme", "table")
"""How the first page draws a view; the first is the one a link need not name."""
_NAMES = ("register", "side", *LISTS, "years", "q", "on", "since", "focus", "layout", "lang")


@dataclass(frozen=True)
class View:
    """
    Language, filters, focus and layout.

    `years` is the first and last year of signing, None for all. `on` is the day whose statuses are
    shown, None for the register as it is; `since` an earlier day to compare with. `focus` is what
    the reader has picked: a territory, a pair (home, partner), a partner region, or one
    agreement's id; empty for nothing. `layout` is how the first page draws all that. `register` and
    `side` say of which registers and from which side that is (`geo.registers`); the register that
    a view is read for knows them.
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
    layout: str = LAYOUTS[0]
    register: tuple[str, ...] = ()
    side: str = ""

    @classmethod
    def from_params(cls, params: Mapping[str, str], register: Register) -> "View":
        """Read a view from link parameters; what does not exist is left out."""
        return read_view(params, register)[0]

    def to_params(self) -> dict[str, str]:
        """Return the link parameters; defaults are left out."""
        params = {"register": ",".join(self.register), "side": self.side}
        params |= {name: ",".join(getattr(self, name)) for name in (*LISTS, "focus")}
        if self.years:
            params["years"] = "-".join(map(str, self.years))
        params["q"] = self.q
        for name in ("on", "since"):
            day = getattr(self, name)
            params[name] = day.isoformat() if day else ""
        for name, default in (("layout", LAYOUTS[0]), ("lang", LANGUAGES[0])):
            if getattr(self, name) != default:
                params[name] = getattr(self, name)
        return {name: value for name, value in params.items() if value}

    @property
    def is_filtered(self) -> bool:
        """Whether any filter is set; a day to compare with is none, nor is what is no condition."""
        return any(
            getattr(self, field.name) != field.default
            for field in fields(self)
            if field.name not in ("lang", "focus", "layout", "register", "side", "since")
        )

    @property
    def choice(self) -> tuple[str, ...]:
        """The registers that are chosen, and the side, by their codes: for names of files."""
        return (*self.register, *filter(None, (self.side,)))

    def without_filters(self) -> "View":
        """Return the whole network on the same day, in the same language, with the same focus."""
        kept = {name: getattr(self, name) for name in ("lang", "on", "focus", "register", "side")}
        return View(**kept)

    def of_places(self) -> "View":
        """Return what a passport tells: everything of what is picked, whatever the filters."""
        return self.without_filters() if self.focus else self

    def focused(self, *codes: str) -> "View":
        """Return the same view with another focus."""
        return replace(self, focus=codes)


def read_view(params: Mapping[str, str], register: Register) -> tuple[View, tuple[str, ...]]:
    """Read a view from link parameters; also return ``name=value`` of what is not understood."""
    link = parameters(params)
    known = choices(register)
    imprint = register.territories.imprint
    homes = imprint.known or (imprint.home,)
    ignored = [f"register={part}" for part in pick(link.get("register", ""), homes)[1]]
    on = _day(link.get("on", ""), register)
    since = _day(link.get("since", ""), register)
    if on is None:  # of itself the register knows no third standing
        known["status"] = tuple(Status)
    if since and on and since >= on:
        since = None
    lists: dict[str, tuple[str, ...]] = {}
    for name in LISTS:
        found, unknown = pick(link.get(name, ""), known[name])
        ignored += [f"{name}={part}" for part in unknown]
        codes = tuple(code for code in known[name] if code in found)
        lists[name] = codes if len(codes) < len(known[name]) else ()
    query = clean_text(link.get("q", ""))
    lang, layout = tidy(link.get("lang", "")), tidy(link.get("layout", ""))
    focus = _focus(link.get("focus", ""), register)
    years = _years(link.get("years", ""), register.years)
    for name, understood in {
        "on": on,
        "since": since,
        "years": years,
        "focus": focus,
        "layout": layout in LAYOUTS,
        "lang": lang in LANGUAGES,
        "side": imprint.side == tidy(link.get("side", "")),
    }.items():
        if tidy(link.get(name, "")) and not understood:
            ignored.append(f"{name}={link[name]}")
    if len(query) > Q_LENGTH:
        ignored.append(f"q=…{query[Q_LENGTH:]}")
    for name, value in link.items():
        if name not in _NAMES and not is_tracker(name) and (name or value):
            ignored.append(f"{name}={value}" if value else name)
    view = View(
        lang=lang if lang in LANGUAGES else LANGUAGES[0],
        years=years if years != register.years else None,
        q=clean_query(query),
        on=on,
        since=since,
        focus=focus,
        layout=layout if layout in LAYOUTS else LAYOUTS[0],
        register=imprint.chosen,
        side=imprint.side,
        **lists,
    )
    return view, tuple(ignored)


def choices(register: Register, lang: str = LANGUAGES[0]) -> dict[str, tuple[str, ...]]:
    """Return the codes each filter can hold, in the order of display in a language."""
    parties = [register.territories[code] for code in register.party_codes]
    home = [p for p in parties if p.side == Side.HOME]
    partners = [p for p in parties if p.side == Side.PARTNER]
    regions = {p.region for p in partners}
    return {
        "status": (*Status, Standing.UNKNOWN),
        "kind": tuple(Kind),
        "form": tuple(Form),
        "theme": register.themes,
        "territory": tuple(
            p.code for p in sorted(home, key=lambda p: (not p.is_home, p.short(lang)))
        ),
        "partner": tuple(p.code for p in sorted(partners, key=lambda p: p.short(lang))),
        "region": tuple(sorted(regions, key=lambda code: region_order(code, lang))),
    }


def region_order(code: str, lang: str) -> tuple[bool, str]:
    """Return where a region stands in a list: regions by their names, then cities that are one."""
    return code in load_places()["around"], t(f"region.{code}", lang)


def caption(view: View, register: Register, most: int = 0) -> str:
    """
    Return the filters of a view in words, e.g. for the head of an export.

    For a title no more than `most` values of a list are named and the others counted; 0 is all.
    """
    parts = []
    if view.on:
        parts.append(t("caption.on", view.lang, day=format_date(view.on, view.lang)))
    if view.years:
        first, last = view.years
        key = "caption.year" if first == last else "caption.years"
        parts.append(t(key, view.lang, first=first, last=last))
    for name, known in choices(register, view.lang).items():
        if codes := getattr(view, name):
            labels = [label(name, code, register, view.lang) for code in known if code in codes]
            said = listed(labels, view.lang, most or len(labels))
            head = t(f"filter.{name}", view.lang, **register.words(view.lang))
            parts.append(f"{head}: {said}")
    if view.q:
        parts.append(t("caption.query", view.lang, query=view.q))
    if not parts:
        words = register.words(view.lang)
        everything = t("caption.everything", view.lang, **words)
        parts.append(words["Register_all"] if view.side else everything)
    return "; ".join(parts)


@dataclass(frozen=True)
class Condition:
    """One thing that a filter asks for, in a few words, and the view without it."""

    name: str
    code: str
    words: str
    without: View


def conditions(view: View, register: Register) -> tuple[Condition, ...]:
    """Return everything the filters of a view ask for, each with what lifting it alone leaves."""
    lang, found = view.lang, []
    for name, key in (("on", "caption.on"), ("since", "caption.since")):
        day = getattr(view, name)
        if day:
            words = capital(t(key, lang, day=format_date(day, lang)))
            without: dict[str, Any] = {name: None}
            found.append(Condition(name, "", words, replace(view, **without)))
    if view.years:
        words = "–".join(map(str, dict.fromkeys(view.years)))
        found.append(Condition("years", "", words, replace(view, years=None)))
    for name in LISTS:
        codes = getattr(view, name)
        for code in codes:
            without = {name: tuple(other for other in codes if other != code)}
            words = capital(label(name, code, register, lang))
            found.append(Condition(name, code, words, replace(view, **without)))
    if view.q:
        words = t("caption.query", lang, query=view.q)
        found.append(Condition("q", "", words, replace(view, q="")))
    return tuple(found)


def label(name: str, code: str, register: Register, lang: str) -> str:
    """Return what a reader sees for a code of filter `name`."""
    if name in ("territory", "partner"):
        territory = register.territories[code]
        short, known = territory.short(lang), register.territories
        ours = territory.is_home or territory.country in known.imprint.partners
        if ours and code not in known.namesakes:
            return short
        return f"{short} ({t(f'region.{territory.region}', lang)})"
    return t(f"{name}.{code}", lang)


def focus_name(focus: tuple[str, ...], register: Register, lang: str) -> str:
    """
    Return what the reader has picked in words: a territory, a pair, a region, an agreement.

    An agreement is called by its form and day, since its parties may have others, and by those, of
    the home side first; of many parties the first of each side are named, the others counted.
    """
    if agreement := register.by_id.get(focus[0]):
        parties = [register.territories[code] for code in agreement.territories]
        sides = ([p.short(lang) for p in parties if p.side == side] for side in Side)
        names = " — ".join(listed(side, lang, PARTIES) for side in sides if side)
        form, day = t(f"form.{agreement.form}", lang), format_date(agreement.signed_on, lang)
        return f"{t('card.form_day', lang, form=form, day=day)}, {names}"
    if focus[0] not in register.territories:
        return t(f"region.{focus[0]}", lang)
    if len(focus) == 1:
        return register.territories[focus[0]].name(lang)
    return " — ".join(register.territories[code].short(lang) for code in focus)


def clean_query(text: str) -> str:
    """Return a search text without characters that cannot be seen, no longer than `Q_LENGTH`."""
    return clean_text(text)[:Q_LENGTH].strip()


def _years(text: str, bounds: tuple[int, int]) -> tuple[int, int] | None:
    """Return the years of the register that a link names, None if it names none."""
    match = re.fullmatch(r"([0-9]{4})(?:-([0-9]{4}))?", tidy(text))
    if not match:
        return None
    first, last = int(match[1]), int(match[2] or match[1])
    inside = max(first, bounds[0]), min(last, bounds[1])
    return inside if inside[0] <= inside[1] and first <= last else None


def _focus(text: str, register: Register) -> tuple[str, ...]:
    """Return what a link picks: one thing, or a pair that has an agreement."""
    if not text:
        return ()
    known = (*register.territories, *register.by_id, *choices(register)["region"])
    codes, unknown = pick(text, known)
    if unknown or len(codes) > 2:
        return ()
    tied = (agreement_pairs(agreement, register.territories) for agreement in register.agreements)
    pair = tuple(codes)
    return pair if len(codes) == 1 or any(pair in pairs for pairs in tied) else ()


def _day(text: str, register: Register) -> date | None:
    """Read a day as officials type it, not before the year of the first signing, nor after 2100."""
    day = parse_date(tidy(text))
    return day if day and register.years[0] <= day.year <= LAST_YEAR else None
