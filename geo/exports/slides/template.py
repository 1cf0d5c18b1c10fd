"""
The template of a deck: our own, or one that an office has; either is filled by kinds of layouts.

Our own is that of python-pptx brought into shape: three layouts, one family of fonts, the colours
of the register as the theme, a table style, prompts in the reader's language.
"""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import count

from pptx import Presentation
from pptx.opc.package import Part
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.presentation import Presentation as File
from pptx.shapes.base import BaseShape
from pptx.slide import SlideLayout, SlideMaster
from pptx.util import Pt

from geo.exports.drawing.ink import Box
from geo.exports.slides.colours import PALETTE
from geo.exports.slides.shapes import CELL, EMU, SPACES, finish, rectangle
from geo.exports.slides.text import FONT, LEAST, height
from geo.text import t

WIDTH, HEIGHT = 960.0, 540.0
"""Of a slide of our own, in points: 13⅓ by 7½ inches."""
MARGIN = 36.0
BOXES: dict[str, Box] = {
    "title": (MARGIN, 16.0, WIDTH - MARGIN, 84.0),
    "body": (MARGIN, 92.0, WIDTH - MARGIN, 494.0),
    "ftr": (MARGIN, 501.0, 870.0, 535.0),
    "sldNum": (874.0, 501.0, WIDTH - MARGIN, 535.0),
    "ctrTitle": (MARGIN, 48.0, 560.0, 216.0),
    "subTitle": (MARGIN, 232.0, 560.0, 490.0),
}
COVER_MAP: Box = (572.0, 56.0, WIDTH - 24.0, 490.0)
SIZES = {"title": 26, "ctrTitle": 40, "subTitle": 20, "ftr": LEAST, "sldNum": LEAST}
ANCHORS = {"title": "t", "ctrTitle": "b", "subTitle": "t", "ftr": "ctr", "sldNum": "ctr"}
_QUIET = '<a:solidFill><a:schemeClr val="tx2"/></a:solidFill>'
_SMALL = f'{_QUIET}<a:latin typeface="+mn-lt"/>'
LOOKS = {
    "ctrTitle": ("l", ""),
    "subTitle": ("l", ""),
    "ftr": ("l", _SMALL),
    "sldNum": ("r", _SMALL),
}
"""Side and colour of the placeholders that do not simply look as the master says."""
SIDES = ("lIns", "tIns", "rIns", "bIns")
"""Margins of a text in its box, as XML names them."""
BODY = 20
STRETCH = 1.12
"""Fonts of other templates are taken as so much wider than Arial; most are narrower."""
STYLE = "{3F1D2B7A-5C64-4E8B-9A0D-52454745A001}"
"""Id of our table style."""

_LAYOUTS = {"Title Slide": "cover", "Title and Content": "content", "Title Only": "plain"}
_LINE = (
    '<a:ln w="{wide}"><a:solidFill><a:schemeClr val="tx1">{tint}</a:schemeClr></a:solidFill></a:ln>'
)
_HALF = '<a:lumMod val="35000"/><a:lumOff val="65000"/>'
_STYLES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><a:tblStyleLst xmlns:a="http://schemas'
    f'.openxmlformats.org/drawingml/2006/main" def="{STYLE}"><a:tblStyle styleId="{STYLE}" '
    'styleName="{name}"><a:wholeTbl><a:tcTxStyle><a:fontRef idx="minor"/><a:schemeClr val="tx1"/>'
    f"</a:tcTxStyle><a:tcStyle><a:tcBdr><a:bottom>{_LINE.format(wide=9525, tint=_HALF)}</a:bottom>"
    f"<a:insideH>{_LINE.format(wide=9525, tint=_HALF)}</a:insideH></a:tcBdr></a:tcStyle>"
    '</a:wholeTbl><a:firstRow><a:tcTxStyle b="on"><a:fontRef idx="minor"/><a:schemeClr val="tx1"/>'
    f"</a:tcTxStyle><a:tcStyle><a:tcBdr><a:bottom>{_LINE.format(wide=19050, tint='')}</a:bottom>"
    '</a:tcBdr><a:fill><a:solidFill><a:schemeClr val="bg2"/></a:solidFill></a:fill></a:tcStyle>'
    "</a:firstRow></a:tblStyle></a:tblStyleLst>"
)


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
        self._slots: dict[tuple[object, Sequence[str]], Slot | None] = {}
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
        key = layout.part.partname, kinds
        if key not in self._slots:
            self._slots[key] = self._slot(layout, kinds)
        return self._slots[key]

    def _slot(self, layout: SlideLayout, kinds: Sequence[str]) -> Slot | None:
        for shape in layout.placeholders:
            if shape._element.ph.get("type", "obj") in kinds and shape.width:
                number, size = shape._element.ph_idx, _size(shape)
                return Slot(_reference(shape), number, _room(shape), size, self.stretch)
        return None

    @property
    def content_box(self) -> Box:
        """Where content stands: the placeholder of the layout, or what is below the title."""
        slot = self.slot(self.content, "obj", "body", "tbl", "chart")
        if slot:
            return slot.box
        side = self.width / 20
        return side, self.height / 5, self.width - side, self.height * 0.9

    def map_box(self, below: float) -> Box:
        """Return where a map stands: in our own design over the whole width, from `below` on."""
        left, top, right, low = self.content_box
        return (0.0, below, self.width, low + 2) if self.is_own else (left, top, right, low)

    @property
    def table_style(self) -> str:
        """Id of the style that the template has for tables."""
        part = _related(self.file.part, "tableStyles")
        found = re.search(rb'\bdef="(\{[0-9A-Fa-f-]+\})"', part.blob if part else b"")
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


# --- our own --------------------------------------------------------------------------------------


def _own(lang: str) -> File:
    """Bring the library's template into shape."""
    file = Presentation()
    file.slide_width, file.slide_height = Pt(WIDTH), Pt(HEIGHT)
    file.element.sldSz.attrib.pop("type", None)  # the library's is 4:3
    master = file.slide_master
    for layout in list(file.slide_layouts):
        if layout.name not in _LAYOUTS:
            file.slide_layouts.remove(layout)
    for layout in file.slide_layouts:
        layout._element.cSld.set("name", t(f"slides.layout_{_LAYOUTS[layout.name]}", lang))
    for owner in (master, *file.slide_layouts):
        for shape in list(owner.placeholders):
            _place(shape, lang)
    line = finish(rectangle("Line", (MARGIN, 498, WIDTH - MARGIN, 498.75), "#B9BBBD"), count(90))
    master.shapes._spTree.append(parse_xml(line.replace('"Line"', f'"{t("slides.line", lang)}"')))
    _set_styles(master)
    _set_theme(file, t("app.title", lang))
    for owner, name in ((file.part, "printerSettings"), (file.part.package, "thumbnail")):
        for number, relation in list(owner._rels.items()):
            if relation.reltype.endswith(f"/{name}"):
                owner._rels.pop(number)
    return file


def _place(shape: BaseShape, lang: str) -> None:
    """Put a placeholder where we have it, without margins, with a prompt in the language."""
    element, kind = shape._element, shape._element.ph.get("type", "body")
    if kind == "dt":
        element.getparent().remove(element)
        return
    if element.spPr.find(qn("a:xfrm")) is not None:
        left, top, right, low = BOXES[kind]
        shape.left, shape.top = Pt(left), Pt(top)
        shape.width, shape.height = Pt(right - left), Pt(low - top)
    body = element.txBody.bodyPr
    for old in list(body):
        body.remove(old)
    for side in SIDES:
        body.set(side, "0")
    body.set("anchor", ANCHORS.get(kind, "t"))
    shape.name = t(f"slides.slot_{kind}", lang)
    styles = element.txBody.find(qn("a:lstStyle"))
    for old in list(styles):
        styles.remove(old)
    if kind in LOOKS:
        side, look = LOOKS[kind]
        styles.append(
            parse_xml(
                f'<a:lvl1pPr {SPACES} marL="0" indent="0" algn="{side}"><a:buNone/>'
                f'<a:defRPr sz="{SIZES[kind]}00">{look}</a:defRPr></a:lvl1pPr>'
            )
        )
    if kind == "ftr":  # LibreOffice gives a footer the look of the text that stands here
        paragraph = element.txBody.find(qn("a:p"))
        for old in list(paragraph):
            paragraph.remove(old)
        run = f"<a:r {SPACES}><a:rPr/><a:t>{t('slides.slot_ftr', lang)}</a:t></a:r>"
        paragraph.append(parse_xml(run))
    if kind not in ("ftr", "sldNum"):
        key = "slides.prompt_level" if kind == "body" else f"slides.prompt_{kind}"
        for level, run in enumerate(element.txBody.iter(qn("a:t")), start=1):
            run.text = t(key, lang, n=level)


def _set_styles(master: SlideMaster) -> None:
    """Set the sizes of titles and text; the first level of text has no mark."""
    styles = master._element.find(qn("p:txStyles"))
    title = styles.find(qn("p:titleStyle")).find(qn("a:lvl1pPr"))
    title.set("algn", "l")
    title.find(qn("a:defRPr")).set("sz", f"{SIZES['title']}00")
    title.find(qn("a:defRPr")).set("b", "1")
    for level, style in enumerate(styles.find(qn("p:bodyStyle")), start=1):
        size = style.find(qn("a:defRPr"))
        if size is not None:
            size.set("sz", f"{BODY if level == 1 else BODY - 2}00")
        if level == 1:
            style.set("marL", "0")
            style.set("indent", "0")
            for name in ("a:buFont", "a:buChar"):
                style.remove(style.find(qn(name)))
            size.addprevious(style.makeelement(qn("a:buNone"), {}))


def _set_theme(file: File, name: str) -> None:
    """Put our fonts, colours and table style where PowerPoint offers them to who edits a slide."""
    theme = _related(file.slide_master.part, "theme")
    xml = theme.blob.decode("utf-8").replace('typeface="Calibri"', f'typeface="{FONT}"')
    xml = re.sub(r' name="Office( Theme)?"', f' name="{name}"', xml)
    slots = {"tx1": "dk1", "bg1": "lt1", "tx2": "dk2", "bg2": "lt2"}
    for key, colour in PALETTE.items():
        slot = slots.get(key, key)
        value = f'<a:{slot}><a:srgbClr val="{colour[1:]}"/></a:{slot}>'
        xml = re.sub(rf"<a:{slot}>.*?</a:{slot}>", value, xml)
    theme._blob = xml.encode("utf-8")
    _related(file.part, "tableStyles")._blob = _STYLES.replace("{name}", name).encode("utf-8")


def _related(part: Part, kind: str) -> Part:
    """Return the part that another one points to by a kind of relationship, None for none."""
    found = (r for r in part._rels.values() if r.reltype.endswith(f"/{kind}"))
    relation = next(found, None)
    return relation.target_part if relation else None
