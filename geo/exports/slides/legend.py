"""The legend of a map on a slide: one line of marks with their words, below the map."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from geo.agreements import Kind
from geo.exports.drawing.legend import n_of_kind, shade_labels
from geo.exports.slides import shapes
from geo.exports.slides.map import SlideMap
from geo.exports.slides.shapes import Shape, SlideText
from geo.exports.slides.text import LEADING, LEAST, SLACK, width
from geo.lines import plain
from geo.map.look import DASHES, LOOK, Pen
from geo.territories import Side
from geo.text import t

MARK = 28.0
"""Width of a mark with the space after it, in points."""
GAP = 14.0
SWATCH = 20.0
HEIGHT = 20.0
"""Of the line."""


@dataclass(frozen=True)
class _Item:
    """A mark, drawn at (left, middle), and its words; a group of marks has no words of its own."""

    mark: Callable[[float, float], list[Shape]] | None
    text: str

    @property
    def width(self) -> float:
        """How wide it stands."""
        return width(plain(self.text), LEAST) / SLACK + (MARK if self.mark else 0.0)


class SlideLegend:
    """What a map's marks mean, with counts of what is lit; what finds no room is in the notes."""

    def __init__(self, drawing: SlideMap, wide: float) -> None:
        """Take what fits into one line, what matters most first."""
        self.map, self.lang = drawing, drawing.lang
        self.mark = t("slides.mark", self.lang)
        self.items: list[_Item] = []
        for place, items in enumerate(self._groups()):
            tried = [*self.items, *items]
            while sum(item.width + GAP for item in tried) - GAP > wide and tried:
                tried.pop()
            if place == 0 or len(tried) == len(self.items) + len(items):
                self.items = tried

    def shape(self, left: float, top: float) -> Shape:
        """Return the legend as a group."""
        drawn: list[Shape] = []
        middle, half = top + HEIGHT / 2, LEAST * LEADING / 2
        for item in self.items:
            if item.mark:
                drawn += item.mark(left, middle)
            box = left + (MARK if item.mark else 0), middle - half, left + item.width, middle + half
            words = [SlideText(item.text, LEAST)]
            drawn.append(shapes.textbox(item.text, box, words, self.lang, wrap=False))
            left += item.width + GAP
        about = "; ".join(item.text for item in self.items)
        return shapes.group(t("slides.legend", self.lang), drawn, about)

    def _groups(self) -> Iterator[list[_Item]]:
        """Yield items that stand together or not at all, what matters most first."""
        shades = list(self._shades())
        if self.map.lines:
            yield list(self._ties())
            if self.map.remote_seen:
                yield [_Item(self._remote, t("slides.remote", self.lang))]
        else:
            yield shades
            if self.map.unknown:
                mark = self._swatch(LOOK.unknown_shade)
                yield [_Item(mark, t("slides.shade_unknown", self.lang))]
            if any(code not in self.map.earth.middles for code in self.map.counts):
                yield [_Item(self._town, t("slides.town", self.lang))]
        yield [_Item(self._line(LOOK.state, bend=0.0), t("sheet.state_border", self.lang))]
        if self.map.lines:
            yield shades

    def _ties(self) -> Iterator[_Item]:
        """Yield what the lines mean, as far as any of what is lit is drawn so, dashes first."""
        lang, scene = self.lang, self.map.scene
        lit, picked = scene.shown.lit, scene.shown.picked
        is_all = len(lit.agreements) == len(picked.agreements)
        samples = [(f"kind.{kind}", LOOK.of_kind(kind), n_of_kind(lit, kind),
                    n_of_kind(picked, kind)) for kind in Kind]  # fmt: skip
        if len(lit.in_force) < len(lit.agreements):
            samples += [(f"standing.{how}", scene.sample(how), len(lit.standing_as(how)),
                         len(picked.standing_as(how))) for how in reversed(DASHES)]  # fmt: skip
        for key, pen, n, total in samples:
            if n:
                count = n if is_all else t("sheet.part", lang, n=n, total=total)
                yield _Item(self._line(pen), f"{t(key, lang)} {count}")
        if scene.n_crowded(lit):
            yield _Item(self._line(LOOK.of_crowd), t("layer.crowded", self.lang))

    def _shades(self) -> Iterator[_Item]:
        """Yield the classes of agreements per territory, both sides in each mark."""
        yield _Item(None, t("layer.shades", self.lang))
        for level, text in enumerate(shade_labels(self.lang)):
            yield _Item(self._swatch(*(LOOK.shades[side][level] for side in Side)), text)

    # --- marks ------------------------------------------------------------------------------------

    def _line(self, pen: Pen, bend: float = 3.0) -> Callable[[float, float], list[Shape]]:
        line, bends = self.map.pen(pen), np.array([(0, bend), (11.5, -3 * bend), (23, bend)])
        return lambda x, y: [shapes.curve(self.mark, np.add(bends, (x, y)), line)]

    def _swatch(self, *shades: str) -> Callable[[float, float], list[Shape]]:
        edge, high = self.map.pen(LOOK.swatch), 14 / len(shades)
        tops = [(n * high - 7, shade) for n, shade in enumerate(shades)]
        return lambda x, y: [
            shapes.rectangle(self.mark, (x, y + top, x + SWATCH, y + top + high), shade, edge)
            for top, shade in tops
        ]

    def _town(self, x: float, y: float) -> list[Shape]:
        edge = Pen(1, colour=LOOK.colours["white"])
        return [shapes.dot(self.mark, (x + 11.5, y), 4.0, LOOK.colours["rim"], edge)]

    def _remote(self, x: float, y: float) -> list[Shape]:
        line = self.map.pen(LOOK.point)
        arrow = [np.array([(x + u, y + v), (x + 16, y)]) for u, v in ((7, 0), (12, -4), (12, 4))]
        rim = shapes.dot(self.mark, (x + 11.5, y), 8, LOOK.colours["white"], line)
        return [rim, shapes.path(self.mark, arrow, line)]
