"""
Time as HTML: agreements as bars from signing to today, and what lies ahead as marks on an axis.

Colour is the kind and dashes mean lapsed, as on the map; the words beside each bar say the same, so
that it reads in greyscale. A bar that lapsed at an unknown date fades out and ends in "?"; a
calculated date says that it is calculated. What the register states and what is inferred never look
the same: solid and dotted arrows. ``pages/content.css`` lays it out; every text is escaped.
"""

import html
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from geo import settings
from geo.agreements import Agreement, Basis, Register
from geo.card import number, pair_line, party_line, until
from geo.charts.bars import anchored
from geo.history import Standing
from geo.shown import MONTHS_AHEAD, Shown
from geo.terms import add_months, lapsed_on
from geo.terms.events import Event, EventKind, build_events
from geo.text import capital, format_date, t

_MIN_YEARS = 5
_MOST_YEARS, _MOST_MONTHS = 9, 7
"""Marked years or months for which a phone has room."""
_STEPS = (1, 2, 5, 10, 20, 50, 100, 500)


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
    rows, arrows = [], []
    for place, agreement in enumerate(told):
        events = [event for event in ahead if event.agreement.id == agreement.id]
        bar, look = _bar(agreement, scale, shown)
        looks |= {look, *(event.kind for event in events)}
        marks = "".join(_mark(event, scale, lang) for event in events)
        name = party_line(agreement, shown.register, lang, beside=beside)
        words = _words(agreement, name, events, shown, link(shown.register.by_id[agreement.id]))
        rows.append((words, bar + marks))
        if agreement.successor_id in places:
            basis, to = agreement.successor_basis or Basis.INFERRED, places[agreement.successor_id]
            looks.add(basis)
            x = scale.x(told[to].signed_on)
            arrows.append(_arrow(basis, x, place, to))
    years = range(scale.first.year + 1, scale.last.year)
    step = next(step for step in _STEPS if len(years) / step <= _MOST_YEARS or step == _STEPS[-1])
    ticks = [(date(year, 1, 1), str(year)) for year in years if year % step == 0]
    key = "timeline.day" if shown.on else "timeline.today"
    day = (today, t(key, lang, day=format_date(today, lang)))
    return _grid(t("timeline.title", lang), rows, ticks, scale, day, arrows) + _legend(looks, lang)


def build_agenda(
    events: Sequence[Event], register: Register, lang: str, first: date, last: date
) -> str:
    """Draw events ahead: a row of prolongations and one of anniversaries."""
    rows, scale = [], _Scale(first, last)
    for kind in EventKind:
        own = [event for event in events if event.kind == kind]
        if own:
            name = html.escape(capital(t(f"count.{kind}", lang, n=len(own))))
            marks = (_mark(event, scale, lang, register) for event in own)
            rows.append((f"<b>{name}</b>", "".join(marks)))
    months = (last.year - first.year) * 12 + last.month - first.month
    step = max(1, round(months / _MOST_MONTHS))
    starts = [add_months(first.replace(day=1), n) for n in range(step, months + 1, step)]
    ticks = [(day, f"{day:%m.%Y}") for day in starts if day <= last]
    return _grid(t("timeline.title", lang), rows, ticks, scale)


# --- the words ------------------------------------------------------------------------------------


def _words(
    agreement: Agreement, name: str, events: Sequence[Event], shown: Shown, link: str
) -> str:
    """Return who, when, what and how it stands; for screen readers also what lies ahead."""
    lang, own = shown.lang, shown.register.by_id[agreement.id]
    how = shown.standing(own)
    parts = [
        format_date(agreement.signed_on, lang),
        t(f"kind.{agreement.kind}", lang),
        *([t("standing.in_force", lang)] if how == Standing.IN_FORCE else []),
        until(own, shown),
    ]
    if agreement.successor_id:
        day = format_date(shown.register.by_id[agreement.successor_id].signed_on, lang)
        parts.append(t(f"timeline.replaced_{agreement.successor_basis}", lang, day=day))
    ahead = "; ".join(_said(event, lang) for event in events)
    return (
        f"<b>{anchored(html.escape(name), link, number(own, lang))}</b>"
        f"<small>{html.escape(' · '.join(parts))}</small>"
        f'<span class="said">{html.escape(ahead)}</span>'
    )


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


def _bar(agreement: Agreement, scale: _Scale, shown: Shown) -> tuple[str, str]:
    """Return an agreement from its signing to the day, its lapse, or into the unknown."""
    gone, lang = lapsed_on(agreement), shown.lang
    start, end = scale.x(agreement.signed_on), scale.x(gone or _last_day(agreement, shown))
    look, said = "unknown", "<b>?</b>"
    if shown.standing(agreement) == Standing.IN_FORCE:
        look, said = "in_force", ""
    elif gone:
        key = "timeline.lapsed_on_stated" if agreement.lapsed_on else "timeline.lapsed_on"
        side = "before" if end > 50 else "after"
        words = html.escape(t(key, lang, day=format_date(gone, lang)))
        look, said = "lapsed", f'<small class="{side}">{words}</small>'
    colour = settings.on_screen(settings.KIND_COLOURS[agreement.kind])
    size = f"left:{start:.2f}%;width:{end - start:.2f}%;--colour:{colour}"
    return f'<span class="span {look}" style="{size}"><i></i>{said}</span>', look


def _last_day(agreement: Agreement, shown: Shown) -> date:
    """Return the day; of what lapsed at an unknown date that of the register, which says so."""
    last = shown.counted_from
    listed_on = agreement.listed_on if shown.standing(agreement) == Standing.LAPSED else None
    return max(min(last, listed_on or last), agreement.signed_on)


def _mark(event: Event, scale: _Scale, lang: str, register: Register | None = None) -> str:
    """Return the mark of a day ahead; with a register it also says whose it is."""
    said = _said(event, lang)
    if register:
        said = f"{pair_line(event.agreement, register, lang)}. {said}"
    place = f'style="left:{scale.x(event.day):.2f}%" title="{html.escape(said)}"'
    return f'<span class="mark {event.kind}" {place}></span>'


def _arrow(basis: str, x: float, old: int, new: int) -> str:
    """Return what replaced what: solid if the register says so, dotted if it is inferred."""
    rows = f"grid-row:{old + 2}/{new + 2}"
    return f'<div class="arrow {basis}" style="{rows}"><i style="left:{x:.2f}%"></i></div>'


def _grid(
    title: str,
    rows: Sequence[tuple[str, str]],
    ticks: Sequence[tuple[date, str]],
    scale: _Scale,
    day: tuple[date, str] | None = None,
    arrows: Iterable[str] = (),
) -> str:
    """Return rows of words and marks over an axis of time, with its marked days and one line."""
    heads = "".join(
        f'<small style="left:{scale.x(when):.2f}%">{html.escape(name)}</small>'
        for when, name in ticks
    )
    lines = "".join(f'<i style="left:{scale.x(when):.2f}%"></i>' for when, _ in ticks)
    if day:
        x = scale.x(day[0])
        heads += f'<b style="right:{100 - min(x + 8, 100):.2f}%">{html.escape(day[1])}</b>'
        lines += f'<i class="day" style="left:{x:.2f}%"></i>'
    body = "".join(
        f'<div class="who" style="grid-row:{place}">{words}</div>'
        f'<div class="track" style="grid-row:{place}">{marks}</div>'
        for place, (words, marks) in enumerate(rows, start=2)
    )
    return (
        f'<div class="time" role="group" aria-label="{html.escape(title)}" '
        f'style="grid-template-rows:repeat({len(rows) + 1}, auto)">'
        f'<div class="lines">{lines}</div><div class="axis">{heads}</div>{body}{"".join(arrows)}'
        "</div>"
    )


def _legend(looks: set[str], lang: str) -> str:
    """Return the legend of the marks that are there."""
    samples: dict[str, str] = {
        "in_force": '<span class="span in_force"><i></i></span>',
        "lapsed": '<span class="span lapsed"><i></i></span>',
        "unknown": '<span class="span unknown"><i></i><b>?</b></span>',
        **{basis: f'<span class="arrow {basis}"><i></i></span>' for basis in Basis},
        **{kind: f'<span class="mark {kind}"></span>' for kind in EventKind},
    }
    parts = (
        f'<span><span class="sample">{sample}</span>'
        f"{html.escape(t(f'timeline.legend_{name}', lang))}</span>"
        for name, sample in samples.items()
        if name in looks
    )
    return f'<p class="legend">{"".join(parts)}</p>'
