"""
The legend of a drawn map: kinds, statuses and shades with their counts, scale, marks.

Of a map with something picked each count says how many of the agreements shown are in focus. A
small map has a legend of one line.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from geo.agreements import Kind
from geo.exports.drawing.fonts import CAP_HEIGHT, printable, width, wrap
from geo.exports.drawing.ink import TEXT, Dot, Ink, Lettering, arrow, box_area, stroke, words_in
from geo.exports.drawing.map import MapDrawing
from geo.history import Standing
from geo.map.look import LOOK, Pen
from geo.map.scene import Scene
from geo.shown import Part, off_map
from geo.territories import Side
from geo.text import format_number, t

MARK = 34
"""Width of a legend's mark, in pixels of the screen."""
BEND = 2.0
"""How far the middle of a sample of a tie is up, and its ends are down."""
ROW = 17.5
CELL = 31
"""Width of a shade."""
COLUMN_GAP = 26
SCALE_STEPS_KM = (5, 10, 20, 50, 100, 200)


@dataclass(frozen=True)
class _LegendRow:
    """One line of the legend: its mark drawn at (left, middle), its text, its count."""

    mark: Callable[[float, float], list[Ink]] | None
    text: str
    count: str = ""
    bold: bool = False


class SheetLegend:
    """Columns that explain what a map shows; `unit` is the size of a screen's pixel in points."""

    def __init__(self, scene: Scene, unit: float, left: float, right: float) -> None:
        self.scene, self.unit, self.left, self.right = scene, unit, left, right
        self.register, self.lang = scene.network.register, scene.shown.lang

    def draw(
        self, bottom: float, drawing: MapDrawing, n_missing: int = 0
    ) -> tuple[list[Ink], float]:
        """Return the legend of a map and how far up it reaches; so many names found no place."""
        mark, cells = MARK * self.unit, (len(LOOK.shades[Side.HOME]) * CELL + 7) * self.unit
        columns = [(self._kinds(), mark), (self._standings(), mark)]
        columns.append((self._shades(drawing.scale), cells))
        widths = [max(self._width(row, indent) for row in rows) for rows, indent in columns]
        gap = COLUMN_GAP * self.unit
        rest = self.right - self.left - sum(widths) - len(widths) * gap
        columns.append((self._notes(drawing, n_missing, rest), mark))
        height = max(len(rows) for rows, _ in columns) * ROW * self.unit
        ink: list[Ink] = []
        x = self.left
        for (rows, indent), wide in zip(columns, (*widths, rest), strict=True):
            ink += self._column(rows, x, bottom + height, wide, indent)
            x += wide + gap
        return ink, bottom + height

    def _width(self, row: _LegendRow, indent: float) -> float:
        size = LOOK.name * self.unit
        count = width(f"  {row.count}", size, bold=True) if row.count else 0
        return (indent if row.mark else 0) + width(row.text, size, bold=row.bold) + count

    def _column(
        self, rows: list[_LegendRow], x: float, top: float, wide: float, indent: float
    ) -> list[Ink]:
        """Return rows one below the other; counts stand at the right edge."""
        size, ink = LOOK.name * self.unit, list[Ink]()
        for place, row in enumerate(rows):
            middle = top - (place + 0.5) * ROW * self.unit
            base = middle - CAP_HEIGHT * size / 2
            if row.mark:
                ink += row.mark(x, middle)
            if row.text:
                start = x if row.bold else x + indent
                ink.append(Lettering((start, base), row.text, size, row.bold))
            if row.count:
                end = x + wide - width(row.count, size, bold=True)
                ink.append(Lettering((end, base), row.count, size, True))
        return ink

    def _sample(self, pen: Pen, key: str, total: int, n: int) -> _LegendRow:
        """Return a sample of lines, and of how many agreements; which part of them stands out."""
        part = total and self.scene.is_focused
        count = t("sheet.part", self.lang, n=n, total=total) if part else str(total)
        return _LegendRow(self._line(pen, BEND), t(key, self.lang), count)

    def _kinds(self) -> list[_LegendRow]:
        listed, lit = self.scene.shown.listed, self.scene.shown.lit
        rows = [_LegendRow(None, t("layer.legend", self.lang).rstrip(":"), bold=True)]
        for kind in Kind:
            numbers = n_of_kind(listed, kind), n_of_kind(lit, kind)
            rows.append(self._sample(LOOK.of_kind(kind), f"kind.{kind}", *numbers))
        return rows

    def _standings(self) -> list[_LegendRow]:
        scene, listed, lit = self.scene, self.scene.shown.listed, self.scene.shown.lit
        rows = [_LegendRow(None, t("filter.status", self.lang), bold=True)]
        for how in (Standing.IN_FORCE, Standing.LAPSED, Standing.UNKNOWN):
            if how != Standing.UNKNOWN or listed.unknown:
                numbers = len(listed.standing_as(how)), len(lit.standing_as(how))
                rows.append(self._sample(scene.sample(how), f"standing.{how}", *numbers))
        if n := scene.n_crowded(listed):
            rows.append(self._sample(LOOK.of_crowd, "layer.crowded", n, scene.n_crowded(lit)))
        return rows

    def _shades(self, scale: float) -> list[_LegendRow]:
        """Return the shades of both sides, and the scale bar."""
        everyone, size = self.register.territories, LOOK.name * self.unit
        cell, high, edge = CELL * self.unit, 12.5 * self.unit, LOOK.swatch

        def labels(x: float, y: float) -> list[Ink]:
            named = enumerate(shade_labels(self.lang))
            return [
                words_in((x + n * cell, y, x + (n + 1) * cell, y), text, size) for n, text in named
            ]

        def cells(side: Side, x: float, y: float) -> list[Ink]:
            low, top, pen = y - high / 2, y + high / 2, edge.width * self.unit
            return [
                box_area((x + n * cell, low, x + (n + 1) * cell, top), shade, edge.colour, pen)
                for n, shade in enumerate(LOOK.shades[side])
            ]

        return [
            _LegendRow(None, t("layer.shades", self.lang).rstrip(":"), bold=True),
            _LegendRow(labels, ""),
            *(
                _LegendRow(partial(cells, side), everyone.side_name(side, self.lang))
                for side in Side
            ),
            _LegendRow(partial(self._scale, scale), ""),
        ]

    def _notes(self, drawing: MapDrawing, n_missing: int, wide: float) -> list[_LegendRow]:
        """Return what else the map shows, wrapped to the room there is."""
        lang, unit = self.lang, self.unit
        rough = [territory.short(lang) for territory in self.register.territories.approximate]
        notes: list[tuple[Callable | None, str]] = [
            (self._line(LOOK.state), t("sheet.state_border", lang))
        ]
        if rough and drawing.has_approximate:
            text = t("sheet.approximate", lang, names=", ".join(rough))
            notes.append((self._line(LOOK.approximate), text))
        for code, km in drawing.remote_seen.items():
            name = self.register.territories[code].short(lang)
            text = t("sheet.remote", lang, name=name, km=format_number(km, lang))
            notes.append((self._remote_mark, text))
        notes += [
            (None, said) for said in off_map(self.scene.shown.agreements, self.register, lang)
        ]
        if n_missing:
            notes.append((None, t("sheet.missing", lang, n=n_missing)))
        rows = [_LegendRow(None, t("sheet.marks", lang), bold=True)]
        for mark, text in notes:
            lines = wrap(text, LOOK.name * unit, wide - MARK * unit)
            rows += [_LegendRow(mark if not n else None, line) for n, line in enumerate(lines)]
        return rows

    def _scale(self, scale: float, x: float, middle: float) -> list[Ink]:
        """Return a bar of a round length with its length beside it, clear of what is above."""
        y = middle - 0.2 * ROW * self.unit
        limit = 155 * self.unit
        km = max([s for s in SCALE_STEPS_KM if s * 1000 * scale <= limit] or SCALE_STEPS_KM[:1])
        long, high, size = km * 1000 * scale, 4.5 * self.unit, LOOK.name * self.unit
        ink: list[Ink] = []
        for part in range(4):
            box = (x + part * long / 4, y - high / 2, x + (part + 1) * long / 4, y + high / 2)
            fill = LOOK.colours["white"] if part % 2 else TEXT
            ink.append(box_area(box, fill, TEXT, LOOK.swatch.width * self.unit))
        text = f"{km} {t('layer.kilometres', self.lang)}"
        at = x + long + 7 * self.unit, y - CAP_HEIGHT * size / 2
        return [*ink, Lettering(at, text, size)]

    # --- marks ------------------------------------------------------------------------------------

    def _line(self, pen: Pen, bend: float = 0.0) -> Callable[[float, float], list[Ink]]:
        """Return what draws a line, straight or bent, its middle so many pixels up."""
        s = np.linspace(0, 1, 21 if bend else 2)
        way = self.unit * np.column_stack([28 * s, bend * (8 * s * (1 - s) - 1)])
        return lambda x, y: [stroke((np.add(way, (x, y)),), pen, self.unit)]

    def _remote_mark(self, x: float, y: float) -> list[Ink]:
        at = x + 14 * self.unit, y
        rim, fill = LOOK.point, LOOK.colours["white"]
        dot = Dot(at, 7 * self.unit, fill, rim.colour, rim.width * self.unit)
        return [dot, arrow(at, np.array([1.0, 0.0]), 0.85 * self.unit)]


def n_of_kind(part: Part, kind: str) -> int:
    """Return how many agreements of a part are of a kind."""
    return len(part.by_kind[kind].agreements) if kind in part.by_kind else 0


def shade_labels(lang: str) -> list[str]:
    """Return the classes of agreements per territory in words, none first: "2–3", "7+"."""
    labels = [t("layer.shade_none", lang)]
    for low, above in zip(LOOK.breaks, [*LOOK.breaks[1:], 0], strict=True):
        last = above - 1
        labels.append(f"{low}+" if not above else str(low) if last == low else f"{low}–{last}")
    return labels


def legend_line(
    scene: Scene, size: float, limit: float, *, is_rough: bool = False
) -> tuple[list[Ink], float]:
    """
    Return the legend of a small map, and how high it is: only what the lines that are lit have.

    It stands on 0, in as many lines no wider than `limit` as it takes; of a map that `is_rough` it
    explains the approximate borders.
    """
    lang, lit = scene.shown.lang, scene.lit_lines
    kinds = {line.agreement.kind for line in lit}
    standings = {line.how for line in lit}
    marks = [(LOOK.of_kind(kind), t(f"kind.{kind}", lang)) for kind in Kind if kind in kinds]
    for how in (Standing.LAPSED, Standing.UNKNOWN):
        if how in standings:
            marks.append((scene.sample(how), t(f"standing.{how}", lang)))
    if any(line.curve.crowded for line in lit):
        marks.append((LOOK.of_crowd, t("layer.crowded", lang)))
    if is_rough:
        marks.append((LOOK.approximate, t("layer.approximate", lang)))
    placed, x, row = [], 0.0, 0
    for pen, text in ((pen, printable(text)) for pen, text in marks):
        wide = width(text, size) + 2.9 * size
        x, row = (0.0, row + 1) if x and x + wide > limit else (x, row)
        placed.append((x, row, pen, text))
        x += wide + 2 * size
    ink: list[Ink] = []
    for x, above, pen, text in placed:
        y = (0.3 + (row - above) * 1.4) * size
        path = np.array([(x, y + 0.35 * size), (x + 2.4 * size, y + 0.35 * size)])
        ink.append(stroke((path,), pen, size / LOOK.name))
        ink.append(Lettering((x + 2.9 * size, y), text, size))
    return ink, (0.7 + 1.4 * (row + 1)) * size if marks else 0.0
