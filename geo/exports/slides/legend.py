"""The legend of a map on a slide: marks with their words, flowing in rows below the map."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from geo import settings
from geo.agreements import Kind
from geo.exports.drawing.legend import n_of_kind, shade_labels
from geo.exports.lines import plain
from geo.exports.slides.ground import TOWN
from geo.exports.slides.map import SlideMap
from geo.exports.slides.shapes import (
    TAG,
    LineStyle,
    Shape,
    SlideText,
    curve,
    dot,
    group,
    label,
    path,
    rectangle,
    tag,
    textbox,
)
from geo.exports.slides.text import LEADING, LEAST, SLACK, width, wrap
from geo.map.look import LOOK, OFFICE_DASHES, Pen
from geo.text import t

MARK = 28.0
"""Width of a mark with the space after it, in points."""
GAP = 13.0
ROW = 20.0
SWATCH = 20.0


@dataclass(frozen=True)
class _Item:
    """A mark, drawn at (left, middle), and its words in lines."""

    mark: Callable[[float, float], list[Shape]] | None
    lines: tuple[str, ...]
    bold: bool = False
    room: float = MARK
    """Width of the mark with the space after it."""

    @property
    def width(self) -> float:
        """How wide it stands."""
        widths = [width(line, LEAST, bold=self.bold) for line in self.lines]
        return max(widths, default=0.0) / SLACK + (self.room if self.mark else 0)


class SlideLegend:
    """What a map's marks mean, with counts of what is in focus."""

    def __init__(self, drawing: SlideMap, wide: float, *, numbers: bool = False) -> None:
        """List the items, with or without the key to the numbers, in rows of a width."""
        self.map, self.lang, self.wide = drawing, drawing.lang, wide
        self.rows: list[list[_Item]] = [[]]
        used = 0.0
        for item in (*self._items(), *(self._numbers() if numbers else ())):
            if self.rows[-1] and used + item.width > wide:
                self.rows.append([])
                used = 0.0
            self.rows[-1].append(item)
            used += item.width + GAP
        self.height = sum(map(self._row_height, self.rows))

    def shape(self, left: float, top: float) -> Shape:
        """Return the legend as a group."""
        shapes: list[Shape] = []
        for row in self.rows:
            x = left
            for item in row:
                start = x + (item.room if item.mark else 0)
                if item.mark:
                    shapes += item.mark(x, top + ROW / 2)
                high = len(item.lines) * LEAST * LEADING
                upper = top + (ROW - LEAST * LEADING) / 2
                words = [SlideText(line, LEAST, item.bold) for line in item.lines]
                box = (start, upper, x + item.width, upper + high)
                if words:
                    name = " ".join(item.lines)
                    shapes.append(textbox(name, box, words, self.lang, wrap=False))
                x += item.width + GAP
            top += self._row_height(row)
        return group(t("slides.legend", self.lang), shapes)

    @staticmethod
    def _row_height(row: list[_Item]) -> float:
        return ROW + (max(len(item.lines) or 1 for item in row) - 1) * LEAST * LEADING

    def _items(self) -> list[_Item]:
        items = self._ties() if self.map.lines else []
        shades = self._item(None, t("layer.shades", self.lang), bold=True)
        items += [shades, self._shades()]
        if self.map.unknown:
            items.append(self._item(self._doubt, t("slides.shade_unknown", self.lang)))
        return [*items, *self._notes()]

    def _ties(self) -> list[_Item]:
        """Return what the lines mean, as far as any of what is lit is drawn so."""
        lit = self.map.scene.shown.lit
        items = [self._item(None, t("layer.legend", self.lang), bold=True)]
        for kind in Kind:
            if n := n_of_kind(lit, kind):
                mark = self._line(LOOK.of_kind(kind))
                items.append(self._item(mark, f"{t(f'kind.{kind}', self.lang)} {n}"))
        for how, dash in OFFICE_DASHES.items():
            if n := len(lit.standing_as(how)):
                mark = self._line(LOOK.of_standing(how), dash)
                items.append(self._item(mark, f"{t(f'standing.{how}', self.lang)} {n}"))
        if self.map.scene.n_crowded(lit):
            mark = self._line(LOOK.of_crowd)
            items.append(self._item(mark, t("layer.crowded", self.lang)))
        return items

    def _item(
        self, mark: Callable[[float, float], list[Shape]] | None, text: str, *, bold: bool = False
    ) -> _Item:
        room = self.wide - (MARK if mark else 0)
        return _Item(mark, tuple(wrap(plain(text), LEAST, room, bold=bold)), bold)

    def _shades(self) -> _Item:
        """Return the classes of agreements per territory in one row, both sides in each mark."""
        names = shade_labels(self.lang)
        widths = [SWATCH + 4 + width(name, LEAST) / SLACK + 8 for name in names]

        def draw(x: float, y: float) -> list[Shape]:
            shapes: list[Shape] = []
            for level, (text, wide) in enumerate(zip(names, widths, strict=True)):
                shapes += self._swatch(level, x, y)
                box = x + SWATCH + 4, y, x + wide - 8, y
                shapes.append(label(text, box, text, LEAST, self.lang, align="l"))
                x += wide
            return shapes

        return _Item(draw, (), room=sum(widths) - 8)

    def _notes(self) -> list[_Item]:
        lang = self.lang
        items = [self._item(self._straight(LOOK.state), t("sheet.state_border", lang))]
        if self.map.shows_approximate():
            mark = self._straight(LOOK.approximate, "sysDash")
            items.append(self._item(mark, t("slides.rough", lang)))
        if self.map.shows_remote():
            items.append(self._item(self._remote, t("slides.remote", lang)))
        if any(code not in self.map.earth.middles for code in self.map.counts) and (
            not self.map.lines
        ):
            mark = self._town
            items.append(self._item(mark, t("slides.town", lang)))
        if self.map.is_focused:
            items.append(self._item(None, t("sheet.faded", lang)))
        return items

    def _numbers(self) -> list[_Item]:
        """Return the key to the numbers that stand for names."""
        territories, numbers = self.map.register.territories, self.map.numbers
        items = [
            replace(
                self._item(self._number(str(n)), territories[code].short(self.lang)), room=TAG + 4
            )
            for code, n in numbers.items()
        ]
        if self.map.n_missing:
            items.append(self._item(None, t("sheet.missing", self.lang, n=self.map.n_missing)))
        return items

    # --- marks ------------------------------------------------------------------------------------

    def _line(self, pen: Pen, dash: str = "") -> Callable[[float, float], list[Shape]]:
        line = self.map.pen(pen, dash)

        def draw(x: float, y: float) -> list[Shape]:
            ends = np.array([(x, y + 3), (x + 23, y + 3)])
            name = t("slides.mark", self.lang)
            return [curve(name, ends, np.array([x + 11.5, y - 9]), line)]

        return draw

    def _straight(self, pen: Pen, dash: str = "") -> Callable[[float, float], list[Shape]]:
        line = self.map.pen(pen, dash)

        def draw(x: float, y: float) -> list[Shape]:
            return [path(t("slides.mark", self.lang), [np.array([(x, y), (x + 23, y)])], line)]

        return draw

    def _swatch(self, level: int, x: float, y: float) -> list[Shape]:
        edge, name = self.map.pen(LOOK.swatch), t("slides.mark", self.lang)
        upper, lower = (x, y - 7, x + SWATCH, y), (x, y, x + SWATCH, y + 7)
        return [
            rectangle(name, upper, LOOK.shades[settings.HOME_COUNTRY][level], edge),
            rectangle(name, lower, LOOK.shades[settings.PARTNER_COUNTRY][level], edge),
        ]

    def _doubt(self, x: float, y: float) -> list[Shape]:
        box = (x, y - 7, x + SWATCH, y + 7)
        edge, name = self.map.pen(LOOK.swatch), t("slides.mark", self.lang)
        return [rectangle(name, box, LOOK.unknown_shade, edge)]

    def _town(self, x: float, y: float) -> list[Shape]:
        name = t("slides.mark", self.lang)
        return [
            dot(name, (x + 11.5, y), TOWN, LOOK.colours["rim"], LineStyle(LOOK.colours["white"], 1))
        ]

    def _number(self, text: str) -> Callable[[float, float], list[Shape]]:
        def draw(x: float, y: float) -> list[Shape]:
            return [tag(t("slides.mark", self.lang), (x + TAG / 2, y), text, self.lang)]

        return draw

    def _remote(self, x: float, y: float) -> list[Shape]:
        name, line = t("slides.mark", self.lang), self.map.pen(LOOK.point)
        arrow = [np.array([(x + 7, y), (x + 16, y)]), np.array([(x + 12, y - 4), (x + 16, y)])]
        arrow.append(np.array([(x + 12, y + 4), (x + 16, y)]))
        return [dot(name, (x + 11.5, y), 8, LOOK.colours["white"], line), path(name, arrow, line)]
