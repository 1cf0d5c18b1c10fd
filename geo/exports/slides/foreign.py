"""
An office's own presentation as a template: checked like every foreign file, and stripped.

What is kept are masters, layouts, themes and their pictures. Slides, notes, macros, scripts,
embedded objects, and everything that points outside of the file are no part of a template: a file
with macros is refused, the rest is left out.
"""

import base64
import io
import zipfile
from collections.abc import Iterator
from contextlib import suppress

from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.opc.package import Part, XmlPart, _Relationship
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import BaseOxmlElement

from geo.errors import IntakeError
from geo.exports.slides.template import Template
from geo.update.intake import PRESENTATION, check_archive, check_file, is_archive
from geo.update.sandbox import run_limited

KEPT = {"officeDocument", "slideMaster", "slideLayout", "theme", "image", "presProps", "viewProps",
        "tableStyles", "core-properties", "extended-properties"}  # fmt: skip
"""Kinds of relationships that a template may have."""
IMAGES = {"png", "jpg", "jpeg", "gif", "bmp", "tif", "tiff", "emf", "wmf"}
"""Kinds of pictures; SVG can hold scripts, and every one has a PNG beside it."""
_MAIN = "application/vnd.openxmlformats-officedocument.presentationml.{}.main+xml"
_TYPES = "[Content_Types].xml"


def clean(data: bytes) -> bytes:
    """
    Return what of a foreign presentation may serve as a template, as a presentation.

    Raises
    ------
    IntakeError
        If it is no presentation, could do harm, has macros, or no layout with a title.
    """
    check_file(data)
    answer = run_limited("geo.exports.slides.foreign:clean_checked", data)
    if not isinstance(answer, str):
        raise IntakeError("intake.failed")
    return base64.b64decode(answer)


def clean_checked(data: bytes) -> str:
    """Check the rest of the file and strip it: the part that runs in the sandbox."""
    if not is_archive(data):
        raise IntakeError("template.kind")
    check_archive(data, PRESENTATION)
    try:
        file = Presentation(io.BytesIO(_as_presentation(data)))
        for slide in list(file.slides._sldIdLst):
            file.part.drop_rel(slide.rId)
            file.slides._sldIdLst.remove(slide)
        package = file.part.package
        for part in list(package.iter_parts()):
            _strip(part)
        for number, relation in list(package._rels.items()):
            if not _is_kept(relation):
                package._rels.pop(number)
        saved = io.BytesIO()
        file.save(saved)
        template = Template(saved.getvalue(), "")
    except IntakeError:
        raise
    except (KeyError, ValueError, AttributeError, TypeError, LookupError) as error:
        # How the library says that parts or what they point to are not as they should be.
        raise IntakeError("intake.damaged") from error
    if template.slot(template.content, "title", "ctrTitle") is None:
        raise IntakeError("template.layouts")
    return base64.b64encode(saved.getvalue()).decode()


def _as_presentation(data: bytes) -> bytes:
    """Return a template (``.potx``) as the presentation that the library opens."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        types = old.read(_TYPES).decode("utf-8")
        if "macroEnabled" in types or "vbaProject" in types:
            raise IntakeError("template.macros")
        for name in old.namelist():
            content = old.read(name)
            if name == _TYPES:
                kinds = types.replace(_MAIN.format("template"), _MAIN.format("presentation"))
                content = kinds.encode()
            new.writestr(name, content, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def _is_kept(relation: _Relationship) -> bool:
    if relation.is_external or relation.reltype.rpartition("/")[2] not in KEPT:
        return False
    name = str(relation.target_part.partname)
    return relation.reltype != RELATIONSHIP_TYPE.IMAGE or name.rpartition(".")[2].lower() in IMAGES


def _strip(part: Part) -> None:
    """Take away what a part points to that no template has, and what shows it."""
    for number, relation in list(part._rels.items()):
        if _is_kept(relation):
            continue
        if isinstance(part, XmlPart):
            for element in list(_users(part, number)):
                _remove(element)
        part._rels.pop(number)


def _users(part: XmlPart, number: str) -> Iterator:
    """Yield the elements that use a relationship."""
    for element in part._element.iter():
        for name, value in element.attrib.items():
            if value == number and name.startswith(qn("r:id")[: -len("id")]):
                yield element
                break


def _remove(element: BaseOxmlElement) -> None:
    """Remove a link, or the whole shape that cannot be without what it showed."""
    tag = str(element.tag).rpartition("}")[2]
    shape = element
    if not tag.startswith(("hlink", "svg")):
        while shape.getparent() is not None and shape.getparent().tag not in (
            qn("p:spTree"), qn("p:grpSp"), qn("p:presentation"), qn("p:cSld"),
        ):  # fmt: skip
            shape = shape.getparent()
        if shape.getparent() is None:
            shape = element
    with suppress(AttributeError):  # it went with another one
        shape.getparent().remove(shape)
