"""
The template of a deck: our own, or one that an office has; either is filled by kinds of layouts.

Our own is ``geo/assets/slides.pptx``, which PowerPoint opens: three layouts, one family of fonts, a
table style. Its words are text keys in braces, and the register's colours become its theme.
"""

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape

from pptx import Presentation
from pptx.oxml.ns import qn
from pptx.presentation import Presentation as File
from pptx.shapes.base import BaseShape
from pptx.slide import SlideLayout

from geo import settings
from geo.exports.drawing.ink import Box
from geo.exports.slides.colours import PALETTE
from geo.exports.slides.shapes import CELL
from geo.exports.slides.text import height
from geo.templates import EMU
from geo.text import t

OWN = settings.ASSETS / "slides.pptx"
HEIGHT = 540.0
"""Of a slide of our own, in points: it is 13⅓ by 7½ inches."""
COVER_MAP: Box = (572.0, 56.0, 936.0, 490.0)
"""Where the map stands on our own title slide."""
SIDES = ("lIns", "tIns", "rIns", "bIns")
"""Margins of a text in its box, as XML names them."""
STRETCH = 1.12
"""Fonts of other templates are taken as so much wider than Arial; most are narrower."""

_WORDS = re.compile(r"\{([a-z]+\.\w+)(?: (\d))?\}")
"""A text key of our own template, with the level of a text it speaks of."""
_COLOUR = re.compile(r"(<a:(dk1|lt1|dk2|lt2|accent\d)>).*?</a:\2>")
_SLOTS = {"dk1": "tx1", "lt1": "bg1", "dk2": "tx2", "lt2": "bg2"}
"""The colours of text and paper: what a theme calls them, and what a shape does."""


@dataclass(frozen=True)
class Slot:
    """A placeholder of a layout: how a slide refers to it, its box, and the size of its text."""

    ph: str
    number: int
    box: Box
    size: float
    stretch: float = 1.0
    """How much wider its font may be than the one that text is measured in."""

    def holds(self, lines: Sequence[str], size: float) -> bool:
        """Return whether paragraphs of a size find room, with half a line between them."""
        left, top, right, low = self.box
        measured = size * self.stretch
        high = sum(height(line, measured, right - left) + size / 2 for line in lines)
        return high <= low - top


class Template:
    """A presentation without slides, and which of its layouts is for what."""

    def __init__(self, data: bytes, lang: str) -> None:
        """Open a template (`geo.exports.template`), or with no data make our own."""
        self.is_own = not data
        self.stretch = STRETCH if data else 1.0
        self.file: File = Presentation(io.BytesIO(data)) if data else _own(lang)
        self.width = (self.file.slide_width or 0) / EMU
        self.height = (self.file.slide_height or 0) / EMU

    @cached_property
    def cover(self) -> SlideLayout:
        """The layout of the title slide."""
        return self._layout("title", {"ctrTitle"}) or self.content

    @cached_property
    def content(self) -> SlideLayout:
        """The layout of a title and one placeholder for text, a table or a chart."""
        found = self._layout("obj", {"title"}, bodies=1) or self._layout("", {"title"})
        return found or self.file.slide_layouts[0]

    @cached_property
    def plain(self) -> SlideLayout:
        """The layout of a title alone, for maps."""
        return self._layout("titleOnly", {"title"}, bodies=0) or self.content

    def _layout(self, kind: str, needs: set[str], bodies: int | None = None) -> SlideLayout | None:
        """Return the layout of a declared kind, else the first that has what it takes."""
        fitting = []
        for layout in self.file.slide_layouts:
            kinds = [shape._element.ph.get("type", "obj") for shape in layout.placeholders]
            n = sum(name in ("obj", "body", "tbl", "chart", "pic") for name in kinds)
            if needs <= set(kinds) and bodies in (None, n):
                fitting.append(layout)
        declared = [layout for layout in fitting if layout._element.get("type") == kind]
        return next(iter((*declared, *fitting)), None)

    def slot(self, layout: SlideLayout, *kinds: str) -> Slot | None:
        """Return the first placeholder of a layout that is of one of some kinds."""
        for shape in layout.placeholders:
            if shape._element.ph.get("type", "obj") in kinds and shape.width:
                number, size = shape._element.ph_idx, _size(shape)
                return Slot(_reference(shape), number, _room(shape), size, self.stretch)
        return None

    @cached_property
    def content_slot(self) -> Slot | None:
        """The placeholder for content, if it has room for any."""
        slot = self.slot(self.content, "obj", "body", "tbl", "chart")
        return slot if slot and self._is_roomy(slot.box) else None

    @property
    def content_box(self) -> Box:
        """Where content stands: its placeholder, or what is below the title."""
        return self.content_slot.box if self.content_slot else self.below_title(self.content)

    def below_title(self, layout: SlideLayout) -> Box:
        """Return where what has no placeholder stands."""
        title = self.slot(layout, "title", "ctrTitle")
        side, top = self.width / 20, self.height / 5
        if title:
            top = max(top, title.box[3] + CELL[1])
        return side, top, self.width - side, self.height * 0.9

    def _is_roomy(self, box: Box) -> bool:
        """Return whether a box is on the slide, and large enough for a table or a map."""
        left, top, right, low = box
        wide, high = min(right, self.width) - max(left, 0), min(low, self.height) - max(top, 0)
        return wide > self.width / 3 and high > self.height / 3

    @property
    def is_usable(self) -> bool:
        """Whether slides have a title on them, and room for content beside it."""
        title = self.slot(self.content, "title", "ctrTitle")
        if not title:
            return False
        x, y = (title.box[0] + title.box[2]) / 2, (title.box[1] + title.box[3]) / 2
        on_it = 0 < x < self.width and 0 < y < self.height
        return on_it and self._is_roomy(self.content_box)

    def map_box(self, below: float) -> Box:
        """Return where a map stands: in our own design over the whole width, from `below` on."""
        left, top, right, low = self.content_box
        return (0.0, below, self.width, low + 2) if self.is_own else (left, top, right, low)

    @property
    def table_style(self) -> str:
        """Id of the style that the template has for tables."""
        links = self.file.part._rels.values()
        blob = next((x.target_part.blob for x in links if x.reltype.endswith("/tableStyles")), b"")
        found = re.search(rb'\bdef="(\{[0-9A-Fa-f-]+\})"', blob)
        return found[1].decode() if found else "{5C22544A-7EE6-4342-B048-85BDC9FD1C3A}"


def _reference(shape: BaseShape) -> str:
    """Return the element by which a slide names a placeholder of its layout."""
    ph = shape._element.ph
    given = "".join(f' {name}="{ph.get(name)}"' for name in ("type", "sz", "idx") if ph.get(name))
    return f"<p:ph{given}/>"


def _room(shape: BaseShape) -> Box:
    """Return the box that a placeholder leaves for text, its margins taken off."""
    body = shape._element.txBody.bodyPr
    usual = dict(zip(SIDES, CELL * 2, strict=True))
    left, top, right, low = (0 if body.get(x) == "0" else usual[x] for x in SIDES)
    x, y = shape.left / EMU, shape.top / EMU
    return x + left, y + top, x + shape.width / EMU - right, y + shape.height / EMU - low


def _size(shape: BaseShape) -> float:
    """Return the size of a placeholder's text, from its layout or from the master."""
    kind = shape._element.ph.get("type", "obj")
    family = "title" if "itle" in kind and kind != "subTitle" else "body"
    master = shape.part.slide_layout.slide_master
    others = [s for s in master.placeholders if s._element.ph.get("type") == kind]
    styles = master._element.find(qn("p:txStyles")).find(qn(f"p:{family}Style"))
    for source in (shape._element, *(one._element for one in others), styles):
        for style in source.iter(qn("a:lvl1pPr")):
            size = style.find(qn("a:defRPr"))
            if size is not None and size.get("sz"):
                return int(size.get("sz")) / 100
    return 18.0


def _own(lang: str) -> File:
    """Open our own template with the words of a language and the register's colours."""

    def word(found: re.Match[str]) -> str:
        return escape(t(found[1], lang, n=found[2]))

    def colour(found: re.Match[str]) -> str:
        value = PALETTE.get(_SLOTS.get(found[2], found[2]), "")
        return f'{found[1]}<a:srgbClr val="{value[1:]}"/></a:{found[2]}>' if value else found[0]

    file = io.BytesIO()
    with zipfile.ZipFile(OWN) as template, zipfile.ZipFile(file, "w") as new:
        for name in template.namelist():
            xml = template.read(name).decode("utf-8")
            new.writestr(name, _COLOUR.sub(colour, _WORDS.sub(word, xml)))
    return Presentation(file)
