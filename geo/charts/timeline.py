"""
The timeline: agreements as bars from signing to today, to their lapse, or into the unknown.

One SVG without script, links or outside files. Colour is the kind and dashes mean lapsed, as on the
map; the words beside each bar say the same, so that it reads in greyscale. A bar that lapsed at an
unknown date fades out and ends in "?"; a calculated date says that it is calculated. What the
register states and what is inferred never look the same: solid and dotted connectors.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from geo import settings
from geo.agreements import Agreement, Basis, Body, Register
from geo.charts.svg import INK, escape, line_element, text_element, text_width, wrap
from geo.events import EventKind, build_events
from geo.history import Standing
from geo.shown import MONTHS_AHEAD, Shown
from geo.terms import add_months, lapsed_on
from geo.text import format_date, t

WIDTH = 1000
"""Width of the drawing in its own units; a page scales it."""
LABELS = 306
"""Width of the column of names."""

_X0, _X1 = LABELS + 14.0, WIDTH - 14.0
_HEAD = 42
_NAME, _SMALL = 13.5, 12.0
_LEADING = 16
_FONT = "'PT Sans','Segoe UI',Arial,sans-serif"
_GREY, _GRID = "#55585B", "#DDDAD3"
_NAMES_SHOWN = 3
_MIN_YEARS = 5
_STEPS = (1, 2, 5, 10, 20, 50, 100)
_TICK_ROOM = 44


@dataclass(frozen=True)
class _AgreementRow:
    """One agreement with the height of its bar and the lines beside it."""

    agreement: Agreement
    top: float
    height: float
    names: list[str]
    small: list[str]

    @property
    def y(self) -> float:
        return self.top + 14


@dataclass
class _Scale:
    """Days to horizontal places."""

    first: date
    last: date

    def x(self, day: date) -> float:
        span = (self.last - self.first).days
        return _X0 + (_X1 - _X0) * (day - self.first).days / span


@dataclass
class _Drawing:
    """What is drawn so far, by layer, and which marks it needs in the legend."""

    lang: str
    back: list[str] = field(default_factory=list)
    front: list[str] = field(default_factory=list)
    marks: set[str] = field(default_factory=set)


def build_timeline(
    agreements: Sequence[Agreement], shown: Shown, *, beside: Sequence[str] = ()
) -> str:
    """
    Draw agreements as bars over the years.

    Parameters
    ----------
    agreements
        What to draw; those that replaced each other stand together, the oldest first.
    shown
        What may be said of them; bars of agreements in force end on its day, or today.
    beside
        Codes of the territories whose timeline this is: only the other parties are named.

    Returns
    -------
    svg
        A complete SVG element, every text escaped; empty for no agreements.
    """
    agreements = [one for one in agreements if shown.standing(one) != Standing.NOT_SIGNED]
    if not agreements:
        return ""
    lang, today = shown.lang, shown.counted_from
    rows = _rows(agreements, shown, beside)
    scale = _scale(agreements, today)
    bottom = rows[-1].top + rows[-1].height
    drawing = _Drawing(lang)
    _axis(drawing, scale, shown, rows, bottom)
    by_id = {row.agreement.id: row for row in rows}
    for row in rows:
        _label(drawing, row)
        _bar(drawing, row, scale, shown)
        successor = by_id.get(row.agreement.successor_id)
        if successor:
            _connector(drawing, row, successor, scale)
    until = add_months(today, MONTHS_AHEAD)
    ahead = [row.agreement for row in rows] if shown.looks_ahead else []
    events = build_events(ahead, today, until)
    # A circle stands in the diamond of the same day, not under it.
    for event in sorted(events, key=lambda event: event.kind != EventKind.PROLONGATION):
        what = t(f"event.{event.kind}", lang)
        title = f"{what}: {format_date(event.day, lang)}, {t('calendar.calculated', lang)}"
        _mark(drawing, event.kind, scale.x(event.day), by_id[event.agreement.id].y, title)
    legend, height = _legend(drawing, bottom + 24)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}" role="img" '
        f'aria-label="{escape(t("timeline.title", lang))}" font-family="{_FONT}" '
        f'fill="{INK}">{"".join(drawing.back + drawing.front + legend)}</svg>'
    )


# --- rows -----------------------------------------------------------------------------------------


def _rows(
    agreements: Sequence[Agreement], shown: Shown, beside: Sequence[str]
) -> list[_AgreementRow]:
    """Lay the agreements out; those of one line of succession stand together."""
    rows: list[_AgreementRow] = []
    top, lang = float(_HEAD), shown.lang
    for agreement in in_lines([shown.told(agreement) for agreement in agreements]):
        room = LABELS - 10
        names = wrap(party_line(agreement, shown.register, lang, beside=beside), room, _NAME)
        kind = t(f"kind.{agreement.kind}", lang)
        status = t(f"standing.{shown.standing(agreement)}", lang)
        day = format_date(agreement.signed_on, lang)
        small = wrap(f"{day} · {kind} · {status}", room, _SMALL)
        height = _LEADING * (len(names) + len(small)) + 9.0
        rows.append(_AgreementRow(agreement, top, height, names, small))
        top += height
    return rows


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


def party_line(
    agreement: Agreement, register: Register, lang: str, *, beside: Sequence[str] = ()
) -> str:
    """
    Return whom an agreement is with, in a few words.

    Parameters
    ----------
    agreement, register, lang
        What to name, and how.
    beside
        Codes of the territories in whose list it stands. Of one territory only the other side is
        named, of a pair the legal form, and the bodies if they are no general ones; with none,
        both sides are.
    """
    if len(beside) == 2:
        return _form_line(agreement, lang)
    own = {register.territories[code].side for code in beside}
    sides: dict[str, list[str]] = {settings.HOME_COUNTRY: [], settings.PARTNER_COUNTRY: []}
    for code in agreement.territories:
        territory = register.territories[code]
        if territory.side not in own:
            sides[territory.side].append(territory.short(lang))
    return " — ".join(_shortened(names, lang) for names in sides.values() if names)


def _shortened(names: list[str], lang: str) -> str:
    if len(names) <= _NAMES_SHOWN + 1:
        return ", ".join(names)
    rest = len(names) - _NAMES_SHOWN
    return t("timeline.more", lang, names=", ".join(names[:_NAMES_SHOWN]), n=rest)


def _form_line(agreement: Agreement, lang: str) -> str:
    """Return the legal form; with the body where one that is not general signed for all."""
    form = t(f"form.{agreement.form}", lang)
    bodies = {party.body for party in agreement.parties}
    for body in (Body.COUNCIL, Body.EDUCATION_DEPARTMENT):
        if bodies == {body}:
            return t("timeline.form_of", lang, form=form, body=t(f"body.{body}", lang))
    return form


def _label(drawing: _Drawing, row: _AgreementRow) -> None:
    y = row.top + 18
    for text in row.names:
        drawing.front.append(text_element(0, y, text, _NAME, weight=700))
        y += _LEADING
    for text in row.small:
        drawing.front.append(text_element(0, y, text, _SMALL, fill=_GREY))
        y += _LEADING


# --- the years ------------------------------------------------------------------------------------


def _scale(agreements: Sequence[Agreement], today: date) -> _Scale:
    """Return whole years from the first signing to past the last mark."""
    signed = [agreement.signed_on for agreement in agreements]
    last = max([today, *signed])
    first = min([today.year - _MIN_YEARS, *(day.year for day in signed)])
    end = date(min(add_months(last, MONTHS_AHEAD).year, date.max.year - 1) + 1, 1, 1)
    return _Scale(date(max(first, 1), 1, 1), end)


def _axis(
    drawing: _Drawing, scale: _Scale, shown: Shown, rows: list[_AgreementRow], bottom: float
) -> None:
    """Stripes under every other row, a line for each marked year, and the day."""
    today = shown.counted_from
    for row in rows[::2]:
        drawing.back.append(
            f'<rect x="{_X0:.1f}" y="{row.top:.1f}" width="{_X1 - _X0:.1f}" '
            f'height="{row.height:.1f}" fill="#F7F5F1"/>'
        )
    for row in rows[1:]:
        drawing.back.append(line_element(0, row.top, _X0, row.top, _GRID, 0.8))
    years = scale.last.year - scale.first.year
    per_year = (_X1 - _X0) / years
    step = next((s for s in _STEPS if s * per_year >= _TICK_ROOM), _STEPS[-1])
    for year in range(scale.first.year, scale.last.year + 1):
        x = scale.x(date(year, 1, 1))
        if year % step == 0 and x <= _X1 - 16:
            drawing.back.append(line_element(x, _HEAD - 4, x, bottom, _GRID, 1))
            drawing.back.append(text_element(x, _HEAD - 9, str(year), _SMALL, "middle", _GREY))
    x = scale.x(today)
    key = "timeline.day" if shown.on else "timeline.today"
    said = t(key, drawing.lang, day=format_date(today, drawing.lang))
    half = text_width(said, _SMALL) / 2
    drawing.back.append(line_element(x, 17, x, bottom, INK, 1.4))
    middle = min(max(x, _X0 + half), WIDTH - half)
    drawing.back.append(text_element(middle, 12, said, _SMALL, "middle", weight=700))


# --- bars -----------------------------------------------------------------------------------------


def _bar(drawing: _Drawing, row: _AgreementRow, scale: _Scale, shown: Shown) -> None:
    """Draw an agreement from its signing to the day, its calculated lapse, or into the unknown."""
    agreement, lang = row.agreement, drawing.lang
    start = scale.x(agreement.signed_on)
    gone = lapsed_on(agreement)
    end = max(scale.x(gone or _last_day(agreement, shown)), start + 4)
    colour = settings.KIND_COLOURS[agreement.kind]
    title = f"{' '.join(row.names)} · {' '.join(row.small)}"
    if shown.standing(agreement) == Standing.IN_FORCE:
        drawing.marks.add("in_force")
        shape = _in_force(start, end, row.y, colour)
    elif gone:
        drawing.marks.add("lapsed")
        shape = _lapsed(start, end, row.y, colour)
        key = "timeline.lapsed_on_stated" if agreement.lapsed_on else "timeline.lapsed_on"
        said = t(key, lang, day=format_date(gone, lang))
        width = text_width(said, _SMALL)
        left = end - 7 - width >= _X0
        place = (end - 7, "end") if left else (end + 7, "start")
        drawing.front.append(text_element(place[0], row.y + 17, said, _SMALL, place[1], _GREY))
    else:
        drawing.marks.add("unknown")
        shape = _unknown(start, end, row.y, colour, f"fade-{row.top:.0f}")
    drawing.front.append(f"<g><title>{escape(title)}</title>{shape}</g>")


def _last_day(agreement: Agreement, shown: Shown) -> date:
    """Return the day; of what lapsed at an unknown date that of the register, which says so."""
    last = shown.counted_from
    listed_on = agreement.listed_on if shown.standing(agreement) == Standing.LAPSED else None
    return max(min(last, listed_on or last), agreement.signed_on)


def _in_force(start: float, end: float, y: float, colour: str) -> str:
    """Return a solid bar that ends in a point: it goes on."""
    tip = min(6.0, end - start)
    return (
        f'<path d="M{start:.1f} {y - 5:.1f}H{end - tip:.1f}L{end:.1f} {y:.1f}'
        f'L{end - tip:.1f} {y + 5:.1f}H{start:.1f}Z" fill="{colour}"/>'
    )


def _lapsed(start: float, end: float, y: float, colour: str) -> str:
    """Return a dashed bar closed by an upright."""
    return line_element(start, y, end, y, colour, 8, "9 4") + line_element(
        end, y - 8, end, y + 8, INK, 1.8
    )


def _unknown(start: float, end: float, y: float, colour: str, name: str) -> str:
    """Return a dashed bar that fades out towards a question mark."""
    stop = max(end - 16, start + 2)
    return (
        f'<linearGradient id="{name}" gradientUnits="userSpaceOnUse" x1="{start:.1f}" '
        f'x2="{stop:.1f}" y1="0" y2="0"><stop offset="0.1" stop-color="{colour}"/>'
        f'<stop offset="1" stop-color="{colour}" stop-opacity="0.08"/></linearGradient>'
        + line_element(start, y, stop, y, f"url(#{name})", 8, "9 4")
        + text_element(stop + 3, y + 5, "?", 14, weight=700)
    )


def _connector(drawing: _Drawing, old: _AgreementRow, new: _AgreementRow, scale: _Scale) -> None:
    """Draw what replaced what: solid if the register says so, dotted if it is inferred."""
    basis = old.agreement.successor_basis or Basis.INFERRED
    drawing.marks.add(basis)
    x = scale.x(new.agreement.signed_on)
    drawing.front.append(_arrow(x, old.y, new.y - 6, basis))


def _arrow(x: float, top: float, bottom: float, basis: str) -> str:
    stated = basis == Basis.STATED
    shaft = (
        line_element(x, top, x, bottom - 7, INK, 1.8)
        if stated
        else line_element(x, top, x, bottom - 7, INK, 2, "0.1 4.5", cap="round")
    )
    fill = INK if stated else "#FFFFFF"
    return shaft + (
        f'<path d="M{x - 4.5:.1f} {bottom - 8:.1f}H{x + 4.5:.1f}L{x:.1f} {bottom:.1f}Z" '
        f'fill="{fill}" stroke="{INK}" stroke-width="1.2"/>'
    )


def _mark(drawing: _Drawing, kind: str, x: float, y: float, title: str) -> None:
    drawing.marks.add(kind)
    drawing.front.append(f"<g><title>{escape(title)}</title>{_event_shape(kind, x, y)}</g>")


def _event_shape(kind: str, x: float, y: float) -> str:
    if kind == EventKind.PROLONGATION:
        points = f"{x:.1f},{y - 8:.1f} {x + 8:.1f},{y:.1f} {x:.1f},{y + 8:.1f} {x - 8:.1f},{y:.1f}"
        return f'<polygon points="{points}" fill="#FFFFFF" stroke="{INK}" stroke-width="1.5"/>'
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{INK}" stroke="#FFFFFF" stroke-width="1"/>'
    )


# --- legend ---------------------------------------------------------------------------------------


def _legend(drawing: _Drawing, y: float) -> tuple[list[str], float]:
    """Return the legend of the marks that are there, and the height of the whole drawing."""
    grey = "#6B6F73"
    samples = {
        "in_force": lambda x, y: _in_force(x, x + 34, y, grey),
        "lapsed": lambda x, y: _lapsed(x, x + 34, y, grey),
        "unknown": lambda x, y: _unknown(x, x + 40, y, grey, "fade-legend"),
        Basis.STATED: lambda x, y: _arrow(x + 17, y - 9, y + 9, Basis.STATED),
        Basis.INFERRED: lambda x, y: _arrow(x + 17, y - 9, y + 9, Basis.INFERRED),
        EventKind.PROLONGATION: lambda x, y: _event_shape(EventKind.PROLONGATION, x + 17, y),
        EventKind.ANNIVERSARY: lambda x, y: _event_shape(EventKind.ANNIVERSARY, x + 17, y),
    }
    parts, x = [], 0.0
    for name in [name for name in samples if name in drawing.marks]:
        said = t(f"timeline.legend_{name}", drawing.lang)
        width = 44 + text_width(said, _SMALL) + 14
        if x and x + width > WIDTH:
            x, y = 0.0, y + 24
        parts += [samples[name](x, y - 4), text_element(x + 44, y, said, _SMALL, fill=_GREY)]
        x += width
    return parts, y + 14
