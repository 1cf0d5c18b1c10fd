"""
The file that a content is put into: an empty one of ours, or an office's own letterhead.

Of a letterhead its styles, its page with header and footer, and the text that it begins with are
kept, as Word does for a new document. Styles that it has by a name of ours are its own; those that
it lacks are added on top of its ordinary text.

Ours are ``geo/assets/word.docx`` and, by ГОСТ Р 7.0.97-2016, ``word-gost.docx``: styles, page and
margins are theirs; here is what a content has to know of them. The standard asks for margins of at
least 20 mm left, 10 right, 20 top and bottom, 30 on the left of what is kept for more than ten
years, as papers on agreements are; sizes of 12 to 14 points, smaller ones in tables; lines from one
to one and a half apart, a text as wide as the page with its first lines set in by 12.5 mm; pages
numbered from the second one in the middle of the top margin, 10 mm or more below the edge. It names
no typeface; Times New Roman is what offices have. The letterhead has 40 mm at the top of the first
page.
"""

import io
import re
from dataclasses import dataclass, replace
from pathlib import Path

from docx import Document
from docx.document import Document as File
from docx.enum.section import WD_ORIENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section
from docx.shared import Mm
from docx.styles.styles import Styles
from lxml.etree import _Element

from geo import settings
from geo.exports.material import Material
from geo.languages import language

LEAST, MOST = 9.0, 10.0
"""Sizes of type in the tables of a letterhead, in points."""
PAGE = ("left_margin", "right_margin", "top_margin", "bottom_margin", "page_width", "page_height")
"""What a letterhead takes from the page of the standard where it does not say all of it, or no
table of ours has room on its own."""
NARROWEST = 80.0
"""Millimetres of a text."""
IN_TABLES = ("Quiet", "TOC1", "Caption", "TableName", "TableText", "Header", "Footer")
IN_TEXT = ("Normal", "Heading1", "Heading2", "TOCHeading", "Figure", "Letterhead")
"""Styles of ours that have the size of a letterhead's tables, or of its text."""


@dataclass(frozen=True)
class WordLook:
    """
    Its file, and the sizes of text and of tables in points.

    `office` says that the file is filed as an office files it: its pages are numbered at the top,
    with room for the letterhead, and for who signs and who wrote it.
    """

    file: Path
    text: float
    table: float
    office: bool = False


OWN = WordLook(settings.ASSETS / "word.docx", text=11, table=9)
GOST = WordLook(settings.ASSETS / "word-gost.docx", text=14, table=10, office=True)


@dataclass(frozen=True)
class Base:
    """A file without content, how it looks, and what it calls our styles."""

    file: File
    look: WordLook
    names: dict[str, str]
    is_own: bool

    @property
    def section(self) -> Section:
        """The page that the text stands on."""
        return self.file.sections[-1]

    @property
    def room(self) -> tuple[float, float]:
        """How wide and how high the text on a page is, in millimetres as all lengths here."""
        return _room(self.section)

    @property
    def is_numbered(self) -> bool:
        """Whether a letterhead has a head or a foot of its own."""
        edges = ("headerReference", "footerReference")
        return any(self.section._sectPr.find(qn(f"w:{name}")) is not None for name in edges)


def open_base(material: Material, lang: str, *, landscape: bool = False) -> Base:
    """Return the file that a material asks for: that of our look, or a letterhead as one."""
    look = GOST if material.gost else OWN
    own = Document(str(look.file))
    file = Document(io.BytesIO(material.template)) if material.template else own
    _settle(file, lang)
    body = file.element.body
    if not any((node.text or "").strip() for node in body.iter(qn("w:t"))) and not list(
        body.iter(qn("w:drawing"), qn("w:pict"))
    ):
        file._body.clear_content()
    if body.find(qn("w:sectPr")) is None:
        body.append(parsed("<w:sectPr/>"))
    section = file.sections[-1]
    _turn(section, landscape=landscape)
    if not all(getattr(section, name) for name in PAGE) or min(_room(section)) < NARROWEST:
        page = Document(str(GOST.file)).sections[-1]
        for name in PAGE:
            setattr(section, name, getattr(page, name))
        _turn(section, landscape=landscape)
    if file is own:
        return Base(file, look, {}, is_own=True)
    text = _text_size(file)
    fitted = replace(look, text=text, table=min(max(text - 2, LEAST), MOST))
    return Base(file, fitted, _add_styles(file.styles, own, fitted), is_own=False)


def _room(page: Section) -> tuple[float, float]:
    """Return how wide and how high the text on a page is."""
    left, right, top, low, wide, high = (getattr(page, name) / Mm(1) for name in PAGE)
    return wide - left - right, high - top - low


def _turn(section: Section, *, landscape: bool) -> None:
    wide, high = sorted((section.page_width or 0, section.page_height or 0))
    section.page_width, section.page_height = (high, wide) if landscape else (wide, high)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT


def _text_size(file: File) -> float:
    """Return the size of ordinary text, in points."""
    known = file.styles.element
    normal = known.xpath("w:style[@w:type='paragraph'][@w:default='1']/w:rPr/w:sz/@w:val")
    default = known.xpath("w:docDefaults/w:rPrDefault/w:rPr/w:sz/@w:val")
    halves = next((x for x in (*normal, *default) if str(x).isdecimal()), "22")
    return min(max(int(halves) / 2, 8), 16)


def _add_styles(known: Styles, own: File, look: WordLook) -> dict[str, str]:
    """Add the styles of ours that a file lacks, fitted to it; return what it calls each of them."""
    ids, found, added = {style.style_id for style in known}, dict[str, str](), []
    for style in own.styles:
        there = known.default(style.type) if style.element.default else None
        if there is None and style.name in known:
            there = known[style.name]
        code = style.style_id
        if there is None:
            added.append((code, style.element))
            found[code] = f"Ties{code}" if code in ids else code
        else:
            found[code] = there.style_id
    sizes = dict.fromkeys(IN_TABLES, look.table) | dict.fromkeys(IN_TEXT, look.text)
    sizes |= {"Title": look.text + 2, "Lead": max(look.text, 12)}
    for code, element in added:
        element.set(qn("w:styleId"), found[code])
        if known.default(element.type) is not None:
            element.attrib.pop(qn("w:default"), None)
        for link in element.iterchildren(qn("w:basedOn"), qn("w:next")):
            link.set(qn("w:val"), found[link.get(qn("w:val"))])
        for tag in element.iter(qn("w:sz"), qn("w:szCs")) if code in sizes else ():
            tag.set(qn("w:val"), f"{sizes[code] * 2:.0f}")
        known.element.append(element)
    return found


def _settle(file: File, lang: str) -> None:
    """Set the language of the text, and that Word needs no "compatibility mode" for the file."""
    office, settings = language(lang).office, file.settings.element
    ours = file.styles.element.xpath("w:docDefaults/w:rPrDefault/w:rPr/w:lang")
    for tag in (*ours, *settings.iterchildren(qn("w:themeFontLang"))):
        tag.set(qn("w:val"), office)
        if tag.get(qn("w:eastAsia")):
            tag.set(qn("w:eastAsia"), office)
    for mode in settings.iter(qn("w:compatSetting")):
        if mode.get(qn("w:name")) == "compatibilityMode":
            mode.set(qn("w:val"), "15")  # Word 2013 and later


def parsed(xml: str) -> _Element:
    """Return an element from XML whose outermost tag lacks its namespaces."""
    return parse_xml(re.sub(r"^<([\w:]+)", rf"<\1 {nsdecls('w')}", xml, count=1))
