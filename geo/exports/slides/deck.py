"""
The deck: slides with title, content, footer and notes in the layouts of a template, and the file.

Slides say nothing of fonts and colours: the template does. The same slides made on the same day
give the same bytes.
"""

from collections.abc import Sequence
from datetime import date
from itertools import count
from uuid import NAMESPACE_OID, uuid5

from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import BaseOxmlElement
from pptx.shapes.graphfrm import GraphicFrame
from pptx.slide import Slide, SlideLayout

from geo.exports.package import saved
from geo.exports.slides.shapes import Shape, SlideText, finish, parsed, textbox, written
from geo.exports.slides.template import Slot, Template
from geo.exports.slides.text import LEADING, height, wrap
from geo.languages import language
from geo.lines import plain
from geo.text import t

LEAST_TITLE = 18.0
GAP = 10.0
"""Between a title and a map."""


class Deck:
    """A presentation in the making; `footer` is that of the next slides, `short` its filters."""

    def __init__(self, lang: str, template: bytes = b"") -> None:
        self.lang, self.footer, self.short = lang, "", ""
        self.template = Template(template, lang)
        self._file = self.template.file
        self._sections: list[tuple[str, int]] = []
        self._footers: list[str] = []

    def section(self, name: str) -> None:
        """Begin a named part of the deck."""
        self._sections.append((name, len(self._file.slides)))

    def slide(self, layout: SlideLayout, title: str, notes: Sequence[str]) -> Slide:
        """Add a slide with a title; one that is too long stands in full in the notes."""
        slide = self._file.slides.add_slide(layout)
        self._footers.append(self.footer)
        shown = title
        slot = self.template.slot(layout, "title", "ctrTitle")
        if slot and slide.shapes.title is not None:
            size, shown = fitted(title, slot)
            slide.shapes.title.name = t("slides.heading", self.lang)
            given = size if size < slot.size else 0.0
            fill_body(slide.shapes.title._element.txBody, [SlideText(shown, given)], self.lang)
        frame = slide.notes_slide.notes_text_frame
        if frame is not None:
            words = [*([title] if shown != plain(title) else []), *notes]
            fill_body(frame._txBody, [SlideText(line) for line in words], self.lang)
        return slide

    def part_title(self, title: str, page: int, pages: int) -> str:
        """Return the title of a slide of several that belong together."""
        parts = t("slides.part", self.lang, title=title, page=page, pages=pages)
        return parts if pages > 1 else title

    def below(self, title: str) -> float:
        """Return where a title ends, in points from the top, with a little space."""
        slot = self.template.slot(self.template.plain, "title")
        if not slot:
            return 0.0
        size, shown = fitted(f"{title} (9)", slot)
        return slot.box[1] + height(shown, size, slot.box[2] - slot.box[0], bold=True) + GAP

    def write(
        self, slide: Slide, slot: Slot | None, lines: Sequence[str], least: float = LEAST_TITLE
    ) -> None:
        """
        Put paragraphs into a placeholder, smaller than it has them only if they do not fit.

        Where the layout has none for them they stand below the title.
        """
        if not slot:
            words = [SlideText(line, least, after=least / 2) for line in lines]
            box = self.template.below_title(slide.slide_layout)
            self.draw(slide, [textbox(t("slides.text", self.lang), box, words, self.lang)])
            return
        size = slot.size
        while size > least and not slot.holds(lines, size):
            size -= 1
        given = size if size < slot.size else 0.0
        words = [SlideText(line, given, after=size / 2) for line in lines]
        shape = next(s for s in slide.placeholders if s.placeholder_format.idx == slot.number)
        shape.name = t("slides.text", self.lang)
        fill_body(shape._element.txBody, words, self.lang)

    def adopt(self, slide: Slide, frame: GraphicFrame, key: str, about: str) -> None:
        """Name and describe a table or a chart; it fills the placeholder of the content."""
        frame.name = t(key, self.lang)
        properties = frame._element.nvGraphicFramePr
        properties.cNvPr.set("descr", plain(about))
        slot = self.template.content_slot
        for shape in list(slide.placeholders):
            if slot and shape.has_text_frame and shape.placeholder_format.idx == slot.number:
                shape._element.getparent().remove(shape._element)
                properties.find(qn("p:nvPr")).append(parsed(slot.ph))

    def draw(self, slide: Slide, shapes: Sequence[Shape]) -> None:
        """Put shapes on a slide, above what is there."""
        tree = slide.shapes._spTree
        used = [int(number) for number in tree.xpath(".//p:cNvPr/@id")]
        numbers = count(max(used, default=1) + 1)
        for shape in shapes:
            tree.append(finish(shape, numbers))

    def to_bytes(self, title: str, day: date) -> bytes:
        """Return the file; `day` is the day it was made."""
        for page, (slide, footer) in enumerate(
            zip(self._file.slides, self._footers, strict=True), start=1
        ):
            self._close(slide, footer, page)
        self._list_notes_master()
        self._list_sections()
        return saved(self._file, title, self.lang, day, "PowerPoint")

    def _list_notes_master(self) -> None:
        """Name the notes master in the presentation, where PowerPoint looks for it."""
        if self._file.element.find(qn("p:notesMasterIdLst")) is not None:
            return
        part = self._file.part
        number = part.relate_to(part.notes_master_part, RELATIONSHIP_TYPE.NOTES_MASTER)
        listed = f'<p:notesMasterIdLst><p:notesMasterId r:id="{number}"/></p:notesMasterIdLst>'
        self._file.element.sldMasterIdLst.addnext(parsed(listed))

    def _list_sections(self) -> None:
        """Name the parts of the deck in the list of slides (PowerPoint 2010 and later)."""
        slides = [element.get("id") for element in self._file.element.sldIdLst]
        ends = [first for _, first in self._sections[1:]] + [len(slides)]
        parts = [
            (name, str(uuid5(NAMESPACE_OID, str(first))).upper(), slides[first:end])
            for (name, first), end in zip(self._sections, ends, strict=True)
            if first < end
        ]
        for old in self._file.element.findall(qn("p:extLst")):
            self._file.element.remove(old)
        self._file.element.append(parsed(written("sections", parts)))

    def _close(self, slide: Slide, footer: str, page: int) -> None:
        """Add footer and number last, as they are read, and take away what stayed empty."""
        for shape in list(slide.placeholders):
            if shape.has_text_frame and not shape.text_frame.text:
                shape._element.getparent().remove(shape._element)
        number = written("page_number", language(self.lang).office, page)
        for kind, text in {"ftr": SlideText(footer).xml(self.lang), "sldNum": number}.items():
            slot = self.template.slot(slide.slide_layout, kind)
            if slot:
                name = t(f"slides.slot_{kind}", self.lang)
                xml = written("placeholder", slot.ph, name, text)
                self.draw(slide, [Shape(xml, slot.box)])


def fitted(text: str, slot: Slot) -> tuple[float, str]:
    """
    Return the largest size at which bold text fits into a placeholder, and the text.

    One line a little smaller is better than two. Text too long for the smallest size ends in dots;
    the caller puts the whole elsewhere.
    """
    left, top, right, low = slot.box
    sizes = [slot.size - 2 * step for step in range(12) if slot.size - 2 * step > LEAST_TITLE]
    sizes.append(min(LEAST_TITLE, slot.size))
    for limit, tried in ((slot.size * LEADING + 1, sizes[:3]), (low - top, sizes)):
        for size in tried:
            if height(text, size * slot.stretch, right - left, bold=True) <= limit:
                return size, plain(text)
    measured = sizes[-1] * slot.stretch
    lines = max(1, int((low - top) // (measured * LEADING)))
    kept = " ".join(wrap(text, measured, right - left, bold=True)[:lines])
    while len(wrap(f"{kept}…", measured, right - left, bold=True)) > lines:
        kept = kept[:-1].rstrip()
    return sizes[-1], f"{kept}…"


def fill_body(body: BaseOxmlElement, words: Sequence[SlideText], lang: str) -> None:
    """Put paragraphs into a text body."""
    for old in body.findall(qn("a:p")):
        body.remove(old)
    for word in words or [SlideText("")]:
        body.append(parsed(word.xml(lang)))
