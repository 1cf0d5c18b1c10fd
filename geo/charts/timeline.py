"""
Time as HTML: agreements as bars from signing to today, and what lies ahead as marks on an axis.

Colour is the kind and dashes mean lapsed, as on the map; the words beside each bar say the same, so
that it reads in greyscale. A bar that lapsed at an unknown date fades out and ends in "?"; a
calculated date says that it is calculated. What the register states and what is inferred never look
the same: solid and dotted arrows. ``timeline.html`` draws it, ``pages/content.css`` lays it out.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from geo import settings
from geo.agreements import Agreement, Basis, Register
from geo.card import number, pair_line, party_line, until
from geo.history import Standing
from geo.shown import MONTHS_AHEAD, Shown
from geo.templates import filled
from geo.terms import add_months, lapsed_on
from geo.terms.events import Event, EventKind, build_events
from geo.text import capital, format_date, t

_MIN_YEARS = 5
_MOST_YEARS, _MOST_MONTHS = 9, 7
"""Marked years or months for which a phone has room."""
_STEPS = (1, 2, 5, 10, 20, 50, 100, 500)
_LEGEND: dict[str, Iterable[str]] = {
    "span": ("in_force", "lapsed", "unknown"),
    "arrow": Basis,
    "mark": EventKind,
}
"""What a legend explains, by what it is."""


@dataclass(frozen=True)
class _Scale:
    """Days to places, in per cent of the axis."""

    first: date
    last: date

    def x(self, day: date) -> float:
        return 100 * (day - self.first).days / (self.last - self.first).days


def build_timeline(
    agreements: Sequence[Agreement],
    shown: Shown,
    link: Callable[[Agreement], str],
    *,
    beside: Sequence[str] = (),
) -> str:
    """
    Draw agreements as bars over the years; empty for no agreements.

    Those that replaced each other stand together, the oldest first; bars of what is in force end on
    the day of the view, or today. Of the territories `beside` the chart only the other parties are
    named.
    """
    agreements = [one for one in agreements if shown.standing(one) != Standing.NOT_SIGNED]
    if not agreements:
        return ""
    lang, today = shown.lang, shown.counted_from
    told = in_lines([shown.told(agreement) for agreement in agreements])
    places = {agreement.id: place for place, agreement in enumerate(told)}
    scale, looks = _scale(agreements, today), set[str]()
    ahead = build_events(told if shown.looks_ahead else (), today, add_months(today, MONTHS_AHEAD))
    rows: list[dict[str, object]] = []
    arrows = []
    for place, agreement in enumerate(told):
        own = shown.register.by_id[agreement.id]
        events = [event for event in ahead if event.agreement.id == agreement.id]
        bar = _bar(agreement, scale, shown)
        looks |= {str(bar["look"]), *(event.kind for event in events)}
        name = party_line(agreement, shown.register, lang, beside=beside)
        rows.append(
            {
                "who": (name, link(own), number(own, lang)),
                "words": " · ".join(_words(agreement, own, shown)),
                "ahead": "; ".join(_said(event, lang) for event in events),
                "bar": bar,
                "marks": [_mark(event, scale, lang) for event in events],
            }
        )
        if agreement.successor_id in places:
            basis, to = agreement.successor_basis or Basis.INFERRED, places[agreement.successor_id]
            looks.add(basis)
            arrows.append((basis, scale.x(told[to].signed_on), place, to))
    years = range(scale.first.year + 1, scale.last.year)
    step = next(step for step in _STEPS if len(years) / step <= _MOST_YEARS or step == _STEPS[-1])
    ticks = [(scale.x(date(year, 1, 1)), str(year)) for year in years if year % step == 0]
    key = "timeline.day" if shown.on == today else "timeline.today"
    day = (scale.x(today), t(key, lang, day=format_date(today, lang)))
    legend = [
        (sort, name, t(f"timeline.legend_{name}", lang))
        for sort, names in _LEGEND.items()
        for name in names
        if name in looks
    ]
    return _drawn(lang, rows, ticks, day, arrows, legend)


def build_agenda(
    events: Sequence[Event], register: Register, lang: str, first: date, last: date
) -> str:
    """Draw events ahead: a row of prolongations and one of anniversaries."""
    rows, scale = [], _Scale(first, last)
    for kind in EventKind:
        own = [event for event in events if event.kind == kind]
        if own:
            marks = [_mark(event, scale, lang, register) for event in own]
            rows.append({"who": capital(t(f"count.{kind}", lang, n=len(own))), "marks": marks})
    months = (last.year - first.year) * 12 + last.month - first.month
    step = max(1, round(months / _MOST_MONTHS))
    starts = [add_months(first.replace(day=1), n) for n in range(step, months + 1, step)]
    ticks = [(scale.x(day), f"{day:%m.%Y}") for day in starts if day <= last]
    return _drawn(lang, rows, ticks)


def _drawn(lang: str, *parts: object) -> str:
    return filled("charts/timeline.html", "timeline", t("timeline.title", lang), *parts)


# --- the words ------------------------------------------------------------------------------------


def _words(agreement: Agreement, own: Agreement, shown: Shown) -> Iterator[str]:
    """Yield when an agreement was signed, what it is and how it stands."""
    lang = shown.lang
    yield format_date(agreement.signed_on, lang)
    yield t(f"kind.{agreement.kind}", lang)
    if shown.standing(own) == Standing.IN_FORCE:
        yield t("standing.in_force", lang)
    yield until(own, shown)
    if agreement.successor_id:
        day = format_date(shown.register.by_id[agreement.successor_id].signed_on, lang)
        yield t(f"timeline.replaced_{agreement.successor_basis}", lang, day=day)


def in_lines(agreements: Sequence[Agreement]) -> list[Agreement]:
    """Return agreements by the day of signing, each right before the one that replaced it."""
    known = {agreement.id: agreement for agreement in agreements}

    def last(agreement: Agreement) -> str:
        while agreement.successor_id in known:
            agreement = known[agreement.successor_id]
        return agreement.id

    lines: dict[str, list[Agreement]] = {}
    for agreement in sorted(agreements, key=lambda a: (a.signed_on, a.id)):
        lines.setdefault(last(agreement), []).append(agreement)
    return [agreement for line in lines.values() for agreement in line]


def _said(event: Event, lang: str) -> str:
    what, day = t(f"event.{event.kind}", lang), format_date(event.day, lang)
    basis = t("calendar.stated" if event.is_stated else "calendar.calculated", lang)
    return f"{what}: {day}, {basis}"


# --- the marks ------------------------------------------------------------------------------------


def _scale(agreements: Sequence[Agreement], today: date) -> _Scale:
    """Return whole years from the first signing to past the last mark."""
    signed = [agreement.signed_on for agreement in agreements]
    last = max([today, *signed])
    first = min([today.year - _MIN_YEARS, *(day.year for day in signed)])
    end = date(min(add_months(last, MONTHS_AHEAD).year, date.max.year - 1) + 1, 1, 1)
    return _Scale(date(max(first, 1), 1, 1), end)


def _bar(agreement: Agreement, scale: _Scale, shown: Shown) -> dict[str, object]:
    """Return an agreement from its signing to the day, its lapse, or into the unknown."""
    gone, lang, look, said = lapsed_on(agreement), shown.lang, "unknown", ""
    start, end = scale.x(agreement.signed_on), scale.x(gone or _last_day(agreement, shown))
    if shown.standing(agreement) == Standing.IN_FORCE:
        look = "in_force"
    elif gone:
        key = "timeline.lapsed_on_stated" if agreement.lapsed_on else "timeline.lapsed_on"
        look, said = "lapsed", t(key, lang, day=format_date(gone, lang))
    colour = settings.on_screen(settings.KIND_COLOURS[agreement.kind])
    return {"look": look, "place": (start, end - start, colour), "lapsed": said}


def _last_day(agreement: Agreement, shown: Shown) -> date:
    """Return the day; of what lapsed at an unknown date that of the register, which says so."""
    last = shown.counted_from
    listed_on = agreement.listed_on if shown.standing(agreement) == Standing.LAPSED else None
    return max(min(last, listed_on or last), agreement.signed_on)


def _mark(
    event: Event, scale: _Scale, lang: str, register: Register | None = None
) -> tuple[str, float, str]:
    """Return the mark of a day ahead; with a register it also says whose it is."""
    said = _said(event, lang)
    if register:
        said = f"{pair_line(event.agreement, register, lang)}. {said}"
    return event.kind, scale.x(event.day), said
