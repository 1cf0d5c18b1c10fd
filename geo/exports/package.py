"""
What a file says of itself: its author, and in an Office package (DOCX, PPTX) the day it was made.

There is no clock in a package: the same content on the same day gives the same bytes.
"""

import io
import os
import re
import zipfile
from datetime import date, datetime
from typing import TYPE_CHECKING

from geo.languages import language
from geo.lines import plain
from geo.text import t

if TYPE_CHECKING:
    from docx.document import Document
    from pptx.presentation import Presentation

_STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_APP = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Properties xmlns="http://schemas.'
    'openxmlformats.org/officeDocument/2006/extended-properties"><Application>Microsoft Office '
    "{}</Application></Properties>"
)
_EPOCH = (1980, 1, 1, 0, 0, 0)


def office() -> str:
    """Return the office that makes the files, as TIES_AUTHOR names it; empty if it does not."""
    return os.environ.get("TIES_AUTHOR", "")


def author(lang: str) -> str:
    """Return who made a file: the office, else the product."""
    return office() or t("app.title", lang)


def saved(file: "Document | Presentation", title: str, lang: str, day: date, program: str) -> bytes:
    """Return a document or a deck made on a day, as if by a program of Office."""
    core = file.core_properties
    core.title = core.subject = plain(title)[:250]
    core.author = core.last_modified_by = author(lang)
    core.comments = core.keywords = core.category = ""
    core.created = core.modified = datetime(day.year, day.month, day.day)
    core.revision, core.language = 1, language(lang).office
    for part in file.part.package.iter_parts():
        if part.partname == "/docProps/app.xml":
            part._blob = _APP.format(program).encode()
    data = io.BytesIO()
    file.save(data)
    return dated(data.getvalue(), day)


def dated(data: bytes, day: date) -> bytes:
    """Return a package, and the workbooks inside it, with one date for everything in it."""
    file = io.BytesIO()
    stamp = f"{day.isoformat()}T00:00:00Z".encode()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            content, kind = old.read(name), zipfile.ZIP_DEFLATED
            if name.endswith(".xlsx"):
                content, kind = dated(content, day), zipfile.ZIP_STORED
            elif name == "docProps/core.xml":
                content = _STAMP.sub(lambda found: found[1] + stamp, content)
            new.writestr(zipfile.ZipInfo(name, _EPOCH), content, kind, 9)
    return file.getvalue()
