"""
The deck: an empty 16:9 presentation, slides with title, footer and notes, and the finished file.

The template of python-pptx is brought into shape here once: two layouts, Arial, the register's
colours in the theme, nothing smaller than 14 points. The same slides made on the same day give the
same bytes.
"""

import io
import re
from collections.abc import Sequence
from datetime import date, datetime
from html import escape
from itertools import count
from uuid import NAMESPACE_OID, uuid5

from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.parts.slide import SlideMasterPart
from pptx.shapes.base import BaseShape
from pptx.slide import Slide, SlideLayout, SlideMaster
from pptx.util import Pt

from geo import settings
from geo.exports.drawing.ink import QUIET, TEXT, Box
from geo.exports.lines import plain
from geo.exports.package import author, dated
from geo.exports.slides.shapes import (
    SPACES,
    Shape,
    SlideText,
    finish,
    placeholder,
    rectangle,
)
from geo.exports.slides.text import FONT, LEADING, LEAST, height, wrap
from geo.languages import language
from geo.text import t

WIDTH, HEIGHT = 960.0, 540.0
"""Of a slide, in points: 13⅓ by 7½ inches."""
MARGIN = 36.0
TITLE: Box = (MARGIN, 18.0, WIDTH - MARGIN, 84.0)
CONTENT: Box = (MARGIN, 92.0, WIDTH - MARGIN, 494.0)
BELOW_TITLE = 14.0
FOOTER: Box = (MARGIN, 501.0, 860.0, 535.0)
NUMBER: Box = (870.0, 501.0, WIDTH - MARGIN, 535.0)
COVER_TITLE: Box = (MARGIN, 56.0, 560.0, 250.0)
COVER_ABOUT: Box = (MARGIN, 266.0, 560.0, 490.0)
TITLE_SIZES = (26.0, 24.0, 22.0, 20.0, 18.0)
COVER_SIZES = (40.0, 36.0, 32.0, 28.0, 24.0, 20.0)
ABOUT_SIZE = 20.0

_LAYOUTS = ("Title Slide", "Title Only")
_NUMBERED = '<a:fld id="{C1FF6DA9-008F-8B48-92A6-B652298478BF}" type="slidenum">'
_SECTIONS = (
    '<p:extLst {spaces}><p:ext uri="{{521415D9-36F7-43E2-AB2F-B90AF26B5E84}}"><p14:sectionLst '
    'xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main">{parts}</p14:sectionLst>'
    "</p:ext></p:extLst>"
)
_APP = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Properties xmlns="http://schemas.'
    b'openxmlformats.org/officeDocument/2006/extended-properties"><Application>Microsoft Office '
    b"PowerPoint</Application></Properties>"
)


class Deck:
    """A presentation in the making; `footer` is the text of the next slides, two lines at most."""

    def __init__(self, lang: str) -> None:
        self.lang, self.footer = lang, ""
        self._sections: list[tuple[str, int]] = []
        self._file = Presentation()
        self._file.slide_width, self._file.slide_height = Pt(WIDTH), Pt(HEIGHT)
        self._file.element.sldSz.attrib.pop("type", None)  # the template's is 4:3
        self._cover, self._plain = _prepare(self._file)
        for layout, name in ((self._cover, "cover"), (self._plain, "plain")):
            layout._element.cSld.set("name", t(f"slides.layout_{name}", lang))

    def section(self, name: str, footer: str = "") -> None:
        """Begin a named part of the deck; `footer` is that of its slides, if it changes."""
        self._sections.append((name, len(self._file.slides)))
        self.footer = footer or self.footer

    def cover(self, title: str, about: Sequence[str], notes: Sequence[str]) -> Slide:
        """Add the title slide."""
        size, shown = fitted(title, COVER_TITLE, COVER_SIZES)
        slide = self._add(self._cover)
        _fill(slide.shapes.title, [SlideText(shown, size, bold=True)], self.lang)
        slide.placeholders[1].name = t("slides.text", self.lang)
        lines = [SlideText(text, ABOUT_SIZE, after=8) for text in about]
        _fill(slide.placeholders[1], lines, self.lang)
        return self._finished(slide, [*([title] if shown != plain(title) else []), *notes])

    def slide(self, title: str, notes: Sequence[str] = ()) -> Slide:
        """Add a slide with a title; one that is too long stands in full in the notes."""
        size, shown = fitted(title, TITLE, TITLE_SIZES)
        slide = self._add(self._plain)
        _fill(slide.shapes.title, [SlideText(shown, size, bold=True)], self.lang)
        return self._finished(slide, [*([title] if shown != plain(title) else []), *notes])

    def room(self, title: str) -> Box:
        """Return the box that a title leaves for content."""
        left, _, right, low = CONTENT
        size, shown = fitted(title, TITLE, TITLE_SIZES)
        high = height(shown, size, TITLE[2] - TITLE[0], bold=True)
        return left, TITLE[1] + high + BELOW_TITLE, right, low

    def draw(self, slide: Slide, shapes: Sequence[Shape], *, behind: bool = False) -> None:
        """Put shapes on a slide: above what is there, or behind it."""
        tree = slide.shapes._spTree
        used = [int(number) for number in tree.xpath("//@id") if str(number).isdigit()]
        numbers = count(max(used) + 1)
        for place, shape in enumerate(shapes):
            element = parse_xml(finish(shape, numbers))
            if behind:
                tree.insert(2 + place, element)
            else:
                tree.append(element)

    def to_bytes(self, title: str, day: date) -> bytes:
        """Return the file; `day` is the day it was made."""
        moment = datetime(day.year, day.month, day.day)
        core = self._file.core_properties
        core.title, core.comments = plain(title)[:250], ""
        core.author = core.last_modified_by = author(self.lang)
        core.created = core.modified = moment
        core.revision, core.language = 1, language(self.lang).office
        self._list_notes_master()
        self._list_sections()
        file = io.BytesIO()
        self._file.save(file)
        return dated(file.getvalue(), day)

    def _list_notes_master(self) -> None:
        """Name the master of the notes where PowerPoint looks for it; python-pptx does not."""
        part = self._file.part
        number = part.relate_to(part.notes_master_part, RELATIONSHIP_TYPE.NOTES_MASTER)
        listed = f'<p:notesMasterIdLst {SPACES}><p:notesMasterId r:id="{number}"/>'
        self._file.element.sldMasterIdLst.addnext(parse_xml(f"{listed}</p:notesMasterIdLst>"))

    def _list_sections(self) -> None:
        """Name the parts of the deck in the list of slides (PowerPoint 2010 and later)."""
        slides = [element.get("id") for element in self._file.element.sldIdLst]
        ends = [first for _, first in self._sections[1:]] + [len(slides)]
        parts = ""
        for (name, first), end in zip(self._sections, ends, strict=True):
            if first < end:
                number = str(uuid5(NAMESPACE_OID, str(first))).upper()
                listed = "".join(f'<p14:sldId id="{slide}"/>' for slide in slides[first:end])
                parts += (
                    f'<p14:section name="{escape(plain(name))}" id="{{{number}}}">'
                    f"<p14:sldIdLst>{listed}</p14:sldIdLst></p14:section>"
                )
        for old in self._file.element.findall(qn("p:extLst")):
            self._file.element.remove(old)
        self._file.element.append(parse_xml(_SECTIONS.format(spaces=SPACES, parts=parts)))

    def _add(self, layout: SlideLayout) -> Slide:
        slide = self._file.slides.add_slide(layout)
        slide.shapes.title.name = t("slides.heading", self.lang)
        return slide

    def _finished(self, slide: Slide, notes: Sequence[str]) -> Slide:
        """Add footer, slide number and notes."""
        style = f'<a:rPr lang="{language(self.lang).office}" sz="{LEAST * 100}"/>'
        page = len(self._file.slides)
        field = f'<a:p><a:pPr algn="r"/>{_NUMBERED}{style}<a:t>{page}</a:t></a:fld></a:p>'
        words = SlideText(self.footer, LEAST, colour=QUIET).xml(self.lang)
        self.draw(
            slide,
            [
                placeholder("ftr", 11, t("slides.footer", self.lang), [words]),
                placeholder("sldNum", 12, t("slides.number", self.lang), [field]),
            ],
        )
        frame = slide.notes_slide.notes_text_frame
        frame.text = "\n".join(map(plain, notes))
        for paragraph in frame.paragraphs:
            for run in paragraph.runs:
                run._r.get_or_add_rPr().set("lang", language(self.lang).office)
        return slide


def fitted(text: str, box: Box, sizes: Sequence[float]) -> tuple[float, str]:
    """
    Return the largest size at which bold text fits into a box, and the text.

    One line of the fourth size is better than two of the first. Text too long for the smallest one
    ends in dots; the caller puts the whole elsewhere.
    """
    left, top, right, low = box
    for limit, tried in ((sizes[0] * LEADING + 1, sizes[:4]), (low - top, sizes)):
        for size in tried:
            if height(text, size, right - left, bold=True) <= limit:
                return size, plain(text)
    lines = int((low - top) // (sizes[-1] * LEADING))
    kept = " ".join(wrap(text, sizes[-1], right - left, bold=True)[:lines])
    while len(wrap(f"{kept}…", sizes[-1], right - left, bold=True)) > lines:
        kept = kept[:-1].rstrip()
    return sizes[-1], f"{kept}…"


def _fill(shape: BaseShape, words: Sequence[SlideText], lang: str) -> None:
    """Put paragraphs into a placeholder."""
    body = shape._element.txBody
    for old in body.findall(qn("a:p")):
        body.remove(old)
    spaces = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    for word in words:
        body.append(parse_xml(word.xml(lang).replace("<a:p>", f"<a:p {spaces}>", 1)))


def _prepare(file: Presentation) -> tuple[SlideLayout, SlideLayout]:
    """Give the template our size, fonts and colours; return the two layouts that are kept."""
    master = file.slide_master
    for layout in list(file.slide_layouts):
        if layout.name not in _LAYOUTS:
            file.slide_layouts.remove(layout)
    cover, plain_ = file.slide_layouts
    boxes = {"title": TITLE, "body": CONTENT, "ftr": FOOTER, "sldNum": NUMBER}
    boxes |= {"ctrTitle": COVER_TITLE, "subTitle": COVER_ABOUT}
    for owner in (master, cover, plain_):
        for shape in list(owner.placeholders):
            kind = shape._element.ph.get("type")
            if kind == "dt":
                shape._element.getparent().remove(shape._element)
            elif shape._element.spPr.find(qn("a:xfrm")) is not None:
                left, top, right, low = boxes[kind]
                shape.left, shape.top = Pt(left), Pt(top)
                shape.width, shape.height = Pt(right - left), Pt(low - top)
            _calm(shape, kind)
    line = finish(rectangle("Line", (MARGIN, 498, WIDTH - MARGIN, 498.75), "#B9BBBD"), count(90))
    master.shapes._spTree.append(parse_xml(line))
    _set_styles(master)
    _set_theme(master.part)
    package = file.part.package
    for owner, names in ((file.part, ("printerSettings",)), (package, ("thumbnail",))):
        for number, relation in list(owner._rels.items()):
            if relation.reltype.rsplit("/", 1)[-1] in names:
                owner._rels.pop(number)
            elif relation.reltype.endswith("/extended-properties"):
                relation.target_part._blob = _APP
    return cover, plain_


def _calm(shape: BaseShape, kind: str) -> None:
    """Take a placeholder's margins and automatic sizes away; the text begins at the margin."""
    body = shape._element.txBody.bodyPr
    for old in list(body):
        body.remove(old)
    for side in ("lIns", "tIns", "rIns", "bIns"):
        body.set(side, "0")
    body.set("anchor", {"ctrTitle": "b", "ftr": "ctr", "sldNum": "ctr"}.get(kind, "t"))
    for style in shape._element.iter(qn("a:defRPr")):
        if int(style.get("sz", "0")) < LEAST * 100:
            style.set("sz", str(LEAST * 100))
    if kind in ("ctrTitle", "subTitle", "ftr"):
        for style in shape._element.iter(qn("a:lvl1pPr")):
            style.set("algn", "l")


def _set_styles(master: SlideMaster) -> None:
    styles = master._element.find(qn("p:txStyles"))
    title = styles.find(qn("p:titleStyle")).find(qn("a:lvl1pPr"))
    title.set("algn", "l")
    title.find(qn("a:defRPr")).set("sz", "2600")
    title.find(qn("a:defRPr")).set("b", "1")


def _set_theme(part: SlideMasterPart) -> None:
    """Put our fonts and colours where PowerPoint offers them to who edits a slide."""
    theme = part.part_related_by(RELATIONSHIP_TYPE.THEME)
    xml = theme.blob.decode("utf-8").replace('typeface="Calibri"', f'typeface="{FONT}"')
    shades = (settings.SHADES["ru"][-1], settings.SHADES["by"][-1])
    for place, colour in enumerate((*settings.KIND_COLOURS.values(), *shades), start=1):
        accent = f"accent{place}"
        xml = re.sub(
            rf'<a:{accent}><a:srgbClr val="\w+"/>',
            f'<a:{accent}><a:srgbClr val="{colour[1:]}"/>',
            xml,
        )
    theme._blob = xml.replace('lastClr="000000"', f'lastClr="{TEXT[1:]}"').encode("utf-8")
