"""
A template of an office, Word's or PowerPoint's: a foreign file of which the look is taken over.

It is judged like every foreign file (`geo.update.intake`: what the archive may hold, no DOCTYPE) in
a sandbox, and written anew there. Kept is what is reached by relationships of `KEPT` kinds: styles,
layouts, themes, headers, pictures; slides and notes are no part of a template. Nothing that leads
outside, runs, or asks for another file remains: no macros (refused), links, embedded objects, forms
or fields but page numbers and the like. A text that was the result of a field stays as text.
"""

import base64
import io
import re
import zipfile
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from geo.errors import IntakeError
from geo.reading import ooxml
from geo.tables import to_zip
from geo.update.sandbox import run_limited

if TYPE_CHECKING:
    from lxml.etree import _Element

FILE_BYTES = 10 * 1024 * 1024
MAIN = {
    "docx": r"wordprocessingml\.(?:document|template)\.main\+xml",
    "pptx": r"presentationml\.(?:presentation|template)\.main\+xml",
}
"""Content types of the main part, by suffix."""
KEPT = {
    "docx": {
        "officeDocument", "styles", "theme", "themeOverride", "fontTable", "settings", "numbering",
        "header", "footer", "image", "footnotes", "endnotes",
    },
    "pptx": {
        "officeDocument", "slideMaster", "slideLayout", "theme", "image", "presProps", "viewProps",
        "tableStyles", "core-properties", "extended-properties",
    },
}  # fmt: skip
"""Kinds of relationships that are followed; all others are cut."""
PICTURES = frozenset(("png", "jpg", "jpeg", "gif", "bmp", "tif", "tiff", "emf", "wmf"))
FIELDS = frozenset((
    "PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "STYLEREF", "SEQ", "TITLE", "SUBJECT", "DATE",
    "TIME", "CREATEDATE",
))  # fmt: skip
"""Fields that ask for nothing outside the file."""
_DROPPED = frozenset((
    "hlinkClick", "hlinkHover", "hlinkMouseOver", "snd", "sndAc", "timing", "transition",
    "mailMerge", "dataBinding", "documentProtection", "writeProtection", "updateFields",
    "attachedTemplate", "trackRevisions", "custDataLst", "controls", "control", "OLEObject",
    "altChunk",
))  # fmt: skip
"""Elements that go with all they hold, wherever they stand."""
_HOLDERS = ("spTree", "grpSp", "presentation", "cSld")
"""What of a presentation holds shapes and lists."""
_OTHER = {"docx": "template.not_docx", "pptx": "template.kind"}
"""What is said of another kind of file, by the suffix that is wanted."""
_RELATIONSHIPS = "/relationships"
_TYPES = "[Content_Types].xml"


def take_template(data: bytes, suffix: str) -> bytes:
    """
    Return a template by anybody with nothing in it but what gives a file of a suffix its look.

    A ``.docx`` or ``.dotx`` for ``docx``, a ``.pptx`` or ``.potx`` for ``pptx``.

    IntakeError in one line: another kind of file, one with macros, one that may do harm, or a
    presentation that has no layout with a title and room beside it.
    """
    if len(data) > FILE_BYTES:
        raise IntakeError("template.too_large", limit=FILE_BYTES >> 20)
    if not data.startswith(b"PK"):
        raise IntakeError(_OTHER[suffix])
    try:
        answer = run_limited("geo.exports.template:clean", data, suffix)
    except IntakeError as error:
        if suffix == "pptx" or error.key.startswith("template."):
            raise
        if error.key in ("intake.sheet", "intake.slides", "intake.odt", "intake.archive"):
            raise IntakeError("template.not_docx") from error
        raise IntakeError("template.refused") from error
    return base64.b64decode(str(answer))


def clean(data: bytes, suffix: str) -> str:
    """Return the cleaned template in base64: the part that runs in the sandbox."""
    from geo.exports.slides.template import Template
    from geo.update.intake import DOCUMENT, PRESENTATION, check_archive

    check_archive(data, PRESENTATION if suffix == "pptx" else DOCUMENT)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_kind(archive, suffix)
            cleaned = to_zip(dict(_Package(archive, KEPT[suffix]).parts()))
        usable = suffix != "pptx" or Template(cleaned, "").is_usable
    except (KeyError, ValueError, AttributeError, TypeError, LookupError, SyntaxError) as error:
        # How the libraries say that parts or what they point to are not as they should be.
        raise IntakeError("intake.damaged") from error
    if not usable:
        raise IntakeError("template.layouts")
    return base64.b64encode(cleaned).decode()


def _check_kind(archive: zipfile.ZipFile, suffix: str) -> None:
    """Refuse another kind of document, and one with macros."""
    types = archive.read(_TYPES).decode("utf-8", "replace")
    has_macros = any("vba" in name.lower() for name in archive.namelist())
    if has_macros or re.search("macroEnabled|vbaProject", types, re.I):
        raise IntakeError("template.macros")
    if not re.search(MAIN[suffix], types):
        raise IntakeError(_OTHER[suffix])


class _Package:
    """A package read part by part, as its relationships lead."""

    def __init__(self, archive: zipfile.ZipFile, kept: Collection[str]) -> None:
        self._archive, self._kept = archive, kept
        self._names = set(archive.namelist())

    def parts(self) -> Iterator[tuple[str, bytes]]:
        """Yield the names and contents of what is kept, its content types first."""
        found: dict[str, bytes] = {}
        waiting, seen = [""], {""}
        while waiting:
            part = waiting.pop()
            kept, cut = self._links(part)
            if part:
                found[part] = self._content(part, cut)
            if kept:
                found[ooxml.rels_of(part)] = _written(kept)
            for link in kept:
                name = ooxml.target(part, link)
                if name not in seen:
                    seen.add(name)
                    waiting.append(name)
        yield _TYPES, self._types(found)
        yield from sorted(found.items())

    def _links(self, part: str) -> tuple[list["_Element"], set[str]]:
        """Return the relationships of a part that are kept, and the ids of those that are cut."""
        if ooxml.rels_of(part) not in self._names:
            return [], set()
        kept, cut = [], set()
        for link in _parse(self._archive.read(ooxml.rels_of(part))):
            kind = str(link.get("Type", "")).rpartition("/")[2]
            name = ooxml.target(part, link)
            inside = link.get("TargetMode") != "External" and name in self._names
            is_picture = kind != "image" or name.rpartition(".")[2].lower() in PICTURES
            if inside and kind in self._kept and is_picture and _is_xml(name) == (kind != "image"):
                kept.append(link)
            else:
                cut.add(str(link.get("Id")))
        return kept, cut

    def _content(self, part: str, cut: set[str]) -> bytes:
        content = self._archive.read(part)
        if not _is_xml(part):
            return content
        root = _parse(content)
        _strip(root, cut)
        return _bytes(root)

    def _types(self, found: dict[str, bytes]) -> bytes:
        """Return the content types of what is kept; a template becomes a document."""
        root = _parse(self._archive.read(_TYPES))
        suffixes = {name.rpartition(".")[2].lower() for name in found}
        for entry in list(root):
            named = str(entry.get("PartName", "")).lstrip("/")
            if not (named in found or str(entry.get("Extension", "")).lower() in suffixes):
                root.remove(entry)
                continue
            told = str(entry.get("ContentType"))
            main = "presentation.main" if "presentationml" in told else "document.main"
            entry.set("ContentType", told.replace("template.main", main))
        return _bytes(root)


# --- what an element may hold ---------------------------------------------------------------------


def _strip(root: "_Element", cut: set[str]) -> None:
    """Take out of a part what leads to a relationship that was cut, or does anything by itself."""
    for element in list(root.iter()):
        if not ooxml.name(element):
            continue  # a comment
        if ooxml.name(element) in _DROPPED:
            _remove(element)
            continue
        for name in list(element.attrib):
            space, _, local = name[1:].rpartition("}")
            if space.endswith(_RELATIONSHIPS) and element.get(name) in cut:
                shape = _shape(element)
                if shape is element and ooxml.name(element) in ("hyperlink", "blip"):
                    del element.attrib[name]  # the text or the frame stays
                else:
                    _remove(shape)
            elif local in ("href", "src", "action") or local.startswith("macro"):
                del element.attrib[name]
    _settle_fields(root)


def _shape(element: "_Element") -> "_Element":
    """Return the shape of a slide, or the list of a presentation, that cannot be without a part."""
    if ooxml.name(element).startswith("svg"):
        return element  # every such picture has another one beside it
    for one in (element, *element.iterancestors()):
        parent = one.getparent()
        if parent is not None and ooxml.name(parent) in _HOLDERS:
            return one
    return element


def _settle_fields(root: "_Element") -> None:
    """Leave of a field that is not one of `FIELDS`, or is not whole, its result alone."""
    fields: list[list[_Element]] = []
    open_: list[list[_Element]] = []
    for element in list(root.iter()):
        kind, step = ooxml.name(element), ooxml.value(element, "fldCharType")
        if kind == "fldSimple" and not _is_known(ooxml.value(element, "instr")):
            for child in list(element):
                element.addprevious(child)
            _remove(element)
        elif kind in ("fldChar", "instrText", "delInstrText"):
            if step == "begin" or not open_:
                open_.append([])
                fields.append(open_[-1])
            open_[-1].append(element)
            if step == "end":
                open_.pop()
    for marks in fields:
        ends = [ooxml.value(mark, "fldCharType") for mark in (marks[0], marks[-1])]
        code = "".join(mark.text or "" for mark in marks if ooxml.name(mark) != "fldChar")
        if ends != ["begin", "end"] or not _is_known(code):
            for mark in marks:
                _remove(mark)


def _is_known(code: str) -> bool:
    return (code.split() or [""])[0].upper() in FIELDS


def _remove(element: "_Element") -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


# --- parts ----------------------------------------------------------------------------------------


def _is_xml(name: str) -> bool:
    return name.lower().endswith(".xml")


def _parse(content: bytes) -> "_Element":
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)
    return etree.fromstring(content, parser)


def _bytes(root: "_Element") -> bytes:
    from lxml import etree

    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _written(links: list["_Element"]) -> bytes:
    """Return relationships as a part."""
    root = links[0].getparent()
    assert root is not None
    for other in [one for one in root if one not in links]:
        root.remove(other)
    return _bytes(root)
