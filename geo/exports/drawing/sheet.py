"""
A sheet with the map of a view: title, what is shown, the map, its legend, scale and credits.

Everything on it grows with the size of names, so that a poster is not a larger page but a page to
be read from farther away, with more names on it.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from geo import settings
from geo.exports.drawing.content import MapContent, Tally
from geo.exports.drawing.earth import STATE
from geo.exports.drawing.fonts import CAP_HEIGHT, printable, width, wrap
from geo.exports.drawing.ink import QUIET, TEXT, Box, Dot, Ink, Stroke, Words, box_area
from geo.exports.drawing.map import (
    APPROXIMATE,
    DASHES,
    RIM,
    SCREEN_NAME,
    DrawnMap,
    MapDrawing,
    arrow,
)
from geo.exports.material import Material
from geo.history import Standing, count_standings
from geo.territories import Accuracy
from geo.text import format_date, format_number, t
from geo.view import caption, count_line, focus_name

POINTS_PER_MM = 72 / 25.4
MARK = 34
"""Width of a legend's mark, in pixels of the screen."""
ROW = 17.5
COLUMN_GAP = 26
SCALE_STEPS_KM = (5, 10, 20, 50, 100, 200)


@dataclass(frozen=True)
class Paper:
    """
    A size of sheet, in points, with the size of names on it.

    `districts` is the size of the names of districts without a tie: there is room on large paper.
    """

    width: float
    height: float
    names: float
    districts: float = 0.0


def _paper(width_mm: float, height_mm: float, names: float, districts: float = 0.0) -> Paper:
    return Paper(width_mm * POINTS_PER_MM, height_mm * POINTS_PER_MM, names, districts)


PAPERS = {
    "a4": _paper(297, 210, 7.8),
    "a3": _paper(420, 297, 9.5, 7.0),
    # Capitals of 5.6 mm: a poster on a wall is read from 2 m (about 1/350 of the distance).
    "a1": _paper(841, 594, 22.0, 15.5),
    # 3840 × 2160 at 300 dots per inch; on a wide slide its names are as large as on a page.
    "4k": Paper(3840 / 300 * 72, 2160 / 300 * 72, 9.6),
}


@dataclass(frozen=True)
class Sheet:
    """A page of ink with its map and, for the file's own record, its title."""

    paper: Paper
    ink: tuple[Ink, ...]
    map: DrawnMap
    title: str


@dataclass(frozen=True)
class _Row:
    """One line of the legend: its mark drawn at (left, middle), its text, its count."""

    mark: Callable[[float, float], list[Ink]] | None
    text: str
    count: str = ""
    bold: bool = False


def build_sheet(material: Material, paper: Paper) -> Sheet:
    """Lay out a sheet: the map takes what header and footer leave."""
    unit = paper.names / SCREEN_NAME
    margin = 26 * unit
    inner = (margin, margin * 0.8, paper.width - margin, paper.height - margin)
    # The legend needs to know the map and the map what room the legend leaves.
    layout = _Layout(material, paper, inner, unit)
    header, top = layout.header()
    draft = MapDrawing(material, (inner[0], inner[1], inner[2], top), paper.names)
    bottom = layout.footer(draft.tally, draft.remote, draft.scale, 0)[1]
    frame = (inner[0], bottom + 8 * unit, inner[2], top)
    drawn = MapDrawing(material, frame, paper.names, districts=paper.districts).draw()
    footer, _ = layout.footer(drawn.tally, drawn.remote, drawn.scale, len(drawn.missing))
    ink = [*drawn.ink, *header, *footer]
    if not material.selection.agreements:
        ink += layout.message(frame, t("map.empty", material.view.lang))
    edge = np.array([frame[:2], (frame[2], frame[1]), frame[2:], (frame[0], frame[3]), frame[:2]])
    ink.append(Stroke((edge,), "#B9BBBD", 0.8 * unit))
    return Sheet(paper, tuple(ink), drawn, layout.title())


class _Layout:
    """What stands around the map."""

    def __init__(self, material: Material, paper: Paper, inner: Box, unit: float) -> None:
        self.material, self.paper, self.inner, self.unit = material, paper, inner, unit
        self.view, self.register = material.view, material.register
        self.lang = material.view.lang

    # --- header -----------------------------------------------------------------------------------

    def title(self) -> str:
        """Return the sheet's title: the network's, or what is picked with how much it has."""
        if not self.view.focus:
            return f"{t('app.title', self.lang)}: {t('app.subtitle', self.lang)}"
        lit = MapContent(self.material).lit_lines()
        standings = {line.agreement_id: how for line, how, _ in lit}
        n_in_force = sum(how == Standing.IN_FORCE for how in standings.values())
        name = focus_name(self.view.focus, self.register, self.lang)
        counted = t("layer.agreements", self.lang, n=len(standings))
        # What lapsed on an unknown day may be in force on the view's day: nothing is claimed then.
        if standings and Standing.UNKNOWN not in standings.values():
            key = "territory.in_force" if n_in_force else "territory.none_in_force"
            counted += f", {t(key, self.lang, n=n_in_force)}"
        return f"{name[:1].upper()}{name[1:]}: {counted}"

    def header(self) -> tuple[list[Ink], float]:
        """Return title, filters and counts, and how far down they reach."""
        left, _, right, top = self.inner
        about = caption(self.view, self.register)
        if self.view.focus:
            about = f"{t('app.title', self.lang)}: {t('app.subtitle', self.lang)}. {about}. "
            about += t("sheet.faded", self.lang)
        elif self.view.since:
            about += f". {t('sheet.faded', self.lang)}"
        parts = ((self.title(), 27, True, TEXT), (about, 15, False, TEXT))
        parts += ((self.counts(), 15, False, QUIET),)
        ink: list[Ink] = []
        for text, pixels, bold, colour in parts:
            size = pixels * self.unit
            for line in wrap(text, size, right - left, bold=bold):
                top -= 1.22 * size
                ink.append(Words((left, top + 0.22 * size), line, size, bold, colour))
        return ink, top - 7 * self.unit

    def counts(self) -> str:
        """Return how many agreements are shown, how they stand, and the register's date."""
        selection, lang = self.material.selection, self.lang
        counts = count_standings(selection.agreements, self.view.on)
        values = {str(how): counts[how] for how in Standing}
        if self.view.on:
            parts = t("map.count_on", lang, day=format_date(self.view.on, lang), **values)
        else:
            parts = t("map.count_parts", lang, **values)
        ties = t("map.count_ties", lang, n=len(selection.ties))
        dated = t("sheet.as_of", lang, day=format_date(self.register.newest, lang))
        return f"{count_line(selection, self.register, lang)}: {parts} · {ties} · {dated}"

    # --- footer -----------------------------------------------------------------------------------

    def footer(
        self, tally: Tally, remote: dict[str, int], scale: float, n_missing: int
    ) -> tuple[list[Ink], float]:
        """Return legend, scale and credits, and how far up they reach."""
        left, bottom, right, _ = self.inner
        size = 10 * self.unit
        credits = wrap(t("map.attribution", self.lang), size, right - left)
        ink: list[Ink] = []
        for line in reversed(credits):
            ink.append(Words((left, bottom + 0.25 * size), line, size, False, QUIET))
            bottom += 1.25 * size
        bottom += 5 * self.unit
        columns = [self._kinds(tally), self._standings(tally)]
        shades, shades_width = self._shades(scale)
        widths = [max(map(self._width, rows)) for rows in columns]
        gap = COLUMN_GAP * self.unit
        rest = right - left - sum(widths) - shades_width - 3 * gap
        notes = self._notes(remote, n_missing, rest)
        height = max(len(rows) for rows in (*columns, notes, range(5))) * ROW * self.unit
        top, x = bottom + height, left
        for rows, wide in zip(columns, widths, strict=True):
            ink += self._column(rows, x, top, wide)
            x += wide + gap
        ink += shades(x, top)
        x += shades_width + gap
        return ink + self._column(notes, x, top, rest), top

    def _width(self, row: _Row) -> float:
        size = SCREEN_NAME * self.unit
        count = f"  {row.count}" if row.count else ""
        mark = MARK * self.unit if row.mark else 0
        return mark + width(row.text, size, bold=row.bold) + width(count, size, bold=True)

    def _column(self, rows: list[_Row], x: float, top: float, wide: float) -> list[Ink]:
        """Return rows one below the other; counts stand at the right edge."""
        size, ink = SCREEN_NAME * self.unit, []
        for place, row in enumerate(rows):
            middle = top - (place + 0.5) * ROW * self.unit
            base = middle - CAP_HEIGHT * size / 2
            start = x
            if row.mark:
                ink += row.mark(x, middle)
            if row.mark or not row.bold:
                start = x + MARK * self.unit
            ink.append(Words((start, base), row.text, size, row.bold))
            if row.count:
                end = x + wide - width(row.count, size, bold=True)
                ink.append(Words((end, base), row.count, size, True))
        return ink

    def _kinds(self, tally: Tally) -> list[_Row]:
        rows = [_Row(None, t("layer.legend", self.lang).rstrip(":"), bold=True)]
        for kind in settings.KINDS:
            mark = self._curve(settings.KIND_COLOURS[kind], 3)
            rows.append(_Row(mark, t(f"kind.{kind}", self.lang), str(tally.kind[kind])))
        return rows

    def _standings(self, tally: Tally) -> list[_Row]:
        rows = [_Row(None, t("filter.status", self.lang), bold=True)]
        for how in (Standing.IN_FORCE, Standing.LAPSED, Standing.UNKNOWN):
            if how == Standing.UNKNOWN and not tally.standing[how]:
                continue
            mark = self._curve(APPROXIMATE, 2.2, DASHES[how])
            rows.append(_Row(mark, t(f"standing.{how}", self.lang), str(tally.standing[how])))
        if tally.crowded:
            mark = self._curve(settings.KIND_COLOURS["cooperation"], 1, alpha=0.7)
            rows.append(_Row(mark, t("layer.crowded", self.lang), str(tally.crowded)))
        return rows

    def _shades(self, scale: float) -> tuple[Callable[[float, float], list[Ink]], float]:
        """Return what draws the shades of both sides and the scale bar, and its width."""
        size = SCREEN_NAME * self.unit
        cell, high = 31 * self.unit, 12.5 * self.unit
        bounds = [0, *settings.SHADE_BREAKS]
        labels = [t("layer.shade_none", self.lang)]
        for low, above in zip(bounds[1:], [*bounds[2:], 0], strict=True):
            last = above - 1
            labels.append(f"{low}+" if not above else str(low) if last == low else f"{low}–{last}")
        sides = {
            settings.HOME_COUNTRY: t(f"region.{settings.HOME_REGION}", self.lang),
            settings.PARTNER_COUNTRY: t("sheet.partner_country", self.lang),
        }
        head = t("layer.shades", self.lang).rstrip(":")
        text_at = len(labels) * cell + 7 * self.unit
        wide = max(
            width(head, size, bold=True),
            text_at + max(width(name, size) for name in sides.values()),
        )

        def draw(x: float, top: float) -> list[Ink]:
            step = ROW * self.unit
            base = top - step / 2 - CAP_HEIGHT * size / 2
            ink: list[Ink] = [Words((x, base), head, size, True)]
            for place, label in enumerate(labels):
                start = x + place * cell + (cell - width(label, size)) / 2
                ink.append(Words((start, base - step), label, size))
            for row, (country, name) in enumerate(sides.items(), start=2):
                low = top - row * step - (step + high) / 2
                for place, shade in enumerate(settings.SHADES[country]):
                    box = (x + place * cell, low, x + (place + 1) * cell, low + high)
                    ink.append(box_area(box, shade, "#C9C7C2", 0.8 * self.unit))
                ink.append(Words((x + text_at, base - row * step), name, size))
            return ink + self._scale(scale, x, top - 4.7 * step)

        return draw, wide

    def _notes(self, remote: dict[str, int], n_missing: int, wide: float) -> list[_Row]:
        """Return what else the map shows, wrapped to the room there is."""
        lang, unit = self.lang, self.unit
        rough = [
            territory.short(lang)
            for territory in self.register.territories.values()
            if territory.accuracy == Accuracy.APPROXIMATE
        ]
        notes: list[tuple[Callable | None, str]] = [
            (self._straight(STATE, 2.6), t("sheet.state_border", lang))
        ]
        if rough:
            text = t("sheet.approximate", lang, names=", ".join(rough))
            notes.append((self._straight(APPROXIMATE, 1.2, (2, 3)), text))
        for code, km in remote.items():
            name = self.register.territories[code].short(lang)
            text = t("sheet.remote", lang, name=name, km=format_number(km, lang))
            notes.append((self._remote_mark, text))
        if n_missing:
            notes.append((None, t("sheet.missing", lang, n=n_missing)))
        rows = [_Row(None, t("sheet.marks", lang), bold=True)]
        for mark, text in notes:
            lines = wrap(text, SCREEN_NAME * unit, wide - MARK * unit)
            rows += [_Row(mark if not n else None, line) for n, line in enumerate(lines)]
        return rows

    def _scale(self, scale: float, x: float, y: float) -> list[Ink]:
        """Return a bar of a round length with its length beside it."""
        limit = 155 * self.unit
        km = max([s for s in SCALE_STEPS_KM if s * 1000 * scale <= limit] or SCALE_STEPS_KM[:1])
        long, high, size = km * 1000 * scale, 4.5 * self.unit, SCREEN_NAME * self.unit
        ink: list[Ink] = []
        for part in range(4):
            box = (x + part * long / 4, y - high / 2, x + (part + 1) * long / 4, y + high / 2)
            ink.append(box_area(box, "#FFFFFF" if part % 2 else TEXT, TEXT, 0.8 * self.unit))
        text = f"{km} {t('layer.kilometres', self.lang)}"
        at = x + long + 7 * self.unit, y - CAP_HEIGHT * size / 2
        return [*ink, Words(at, text, size)]

    def message(self, frame: Box, text: str) -> list[Ink]:
        """Return a note in the middle of the map."""
        size = 18 * self.unit
        lines = wrap(text, size, 0.6 * (frame[2] - frame[0]))
        x, y = (frame[0] + frame[2]) / 2, (frame[1] + frame[3]) / 2
        half = max(width(line, size) for line in lines) / 2 + size
        rise = (len(lines) * 1.3 * size) / 2 + 0.7 * size
        ink: list[Ink] = [
            box_area((x - half, y - rise, x + half, y + rise), "#FFFFFF", "#B9BBBD", self.unit)
        ]
        for place, line in enumerate(lines):
            base = y + rise - 0.7 * size - (place + 0.95) * 1.3 * size + 0.3 * size
            ink.append(Words((x - width(line, size) / 2, base), line, size))
        return ink

    # --- marks ------------------------------------------------------------------------------------

    def _curve(
        self, colour: str, wide: float, dash: tuple[float, ...] = (), alpha: float = 1.0
    ) -> Callable[[float, float], list[Ink]]:
        def draw(x: float, y: float) -> list[Ink]:
            s = np.linspace(0, 1, 21)
            path = np.column_stack([x + 28 * self.unit * s, y + (16 * s * (1 - s) - 2) * self.unit])
            pattern = tuple(self.unit * length for length in dash)
            return [Stroke((path,), colour, wide * self.unit, alpha, pattern)]

        return draw

    def _straight(
        self, colour: str, wide: float, dash: tuple[float, ...] = ()
    ) -> Callable[[float, float], list[Ink]]:
        def draw(x: float, y: float) -> list[Ink]:
            path = np.array([(x, y), (x + 28 * self.unit, y)])
            pattern = tuple(self.unit * length for length in dash)
            return [Stroke((path,), colour, wide * self.unit, 1.0, pattern)]

        return draw

    def _remote_mark(self, x: float, y: float) -> list[Ink]:
        at = x + 14 * self.unit, y
        dot = Dot(at, 7 * self.unit, "#FFFFFF", RIM, 1.4 * self.unit)
        return [dot, arrow(at, np.array([1.0, 0.0]), 0.85 * self.unit)]


def legend_line(
    lang: str, drawn: DrawnMap, at: tuple[float, float], size: float, limit: float
) -> list[Ink]:
    """
    Return the legend in one line for a small map: kinds, and dashes if there are any.

    It stands on `at` and is no wider than `limit`.
    """
    marks = [
        (settings.KIND_COLOURS[kind], (), 3.0, t(f"kind.{kind}", lang)) for kind in settings.KINDS
    ]
    how = Standing.LAPSED
    if drawn.tally.standing[how]:
        marks.append((APPROXIMATE, DASHES[how], 2.2, t(f"standing.{how}", lang)))
    if drawn.tally.crowded:
        marks.append((settings.KIND_COLOURS["cooperation"], (), 1.0, t("layer.crowded", lang)))
    texts = [printable(text) for *_, text in marks]
    wide = sum(width(text, size) + 5.2 * size for text in texts)
    size *= min(1.0, limit / wide)
    unit, (x, y), ink = size / SCREEN_NAME, at, []
    for (colour, dash, thick, _), text in zip(marks, texts, strict=True):
        path = np.array([(x, y + 0.35 * size), (x + 2.4 * size, y + 0.35 * size)])
        pattern = tuple(unit * length for length in dash)
        ink.append(Stroke((path,), colour, thick * unit, dash=pattern))
        ink.append(Words((x + 2.9 * size, y), text, size))
        x += width(text, size) + 5.2 * size
    return ink
