"""
Typesetting: a Typst template with its inputs as PDF or PNG.

Inputs reach a template as strings and are never read as markup. The same inputs give the same
bytes: nothing is taken from the clock or from fonts of the machine.
"""

import json
import struct
import zlib
from collections.abc import Mapping
from dataclasses import is_dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

import typst

from geo.exports.drawing.fonts import printable, typst_fonts
from geo.exports.material import Material
from geo.exports.package import author
from geo.map.look import LOOK
from geo.text import t

FOLDER = Path(__file__).parent

STANDARDS = ["a-2a", "ua-1"]
"""Archives take the file (ISO 19005-2), and who cannot see can read it (ISO 14289-1)."""
_LOOK = json.dumps(LOOK.to_json())
_INCH_M = 0.0254
_PNG_START = 33
"""Where the first chunk after the one with the size begins."""


def to_pdf(template: str, page: Mapping, pictures: Mapping[str, str], day: date) -> bytes:
    """
    Return a tagged PDF, dated with the day of its data.

    `template` names a file beside this one; it reads `page` as ``sys.inputs.page``, and `pictures`,
    SVG files, by their names.
    """
    moment = datetime.combine(day, time(), UTC)
    return _set(template, page, pictures, format="pdf", pdf_standards=STANDARDS, timestamp=moment)


def page_of(
    material: Material, title: str, footer: str = "", /, **content: object
) -> dict[str, object]:
    """Return a page for a template: what the file says of itself, its foot, and its content."""
    lang = material.view.lang
    return {
        "title": title,
        "about": material.shown.about,
        "author": author(lang),
        "lang": lang,
        "footer": footer,
        "page": t("passport.page", lang),
        **content,
    }


def to_png(template: str, page: Mapping, pictures: Mapping[str, str], dpi: float) -> bytes:
    """Return the only page of a document as PNG, which says how large it is; else as `to_pdf`."""
    picture = _set(template, page, pictures, format="png", ppi=dpi)
    per_metre = round(dpi / _INCH_M)
    size = _chunk(b"pHYs", struct.pack(">IIB", per_metre, per_metre, 1))
    names = {"Title": "title", "Author": "author", "Creation Time": "day"}
    words = b"".join(
        _chunk(b"iTXt", f"{name}\0\0\0\0\0{page[key]}".encode())
        for name, key in names.items()
        if key in page
    )
    return picture[:_PNG_START] + size + words + picture[_PNG_START:]


def _set(template: str, page: Mapping, pictures: Mapping[str, str], **options: object) -> bytes:
    """Return a template set with what it reads: the page, the look, pictures."""
    words = json.dumps(_printable(page), ensure_ascii=False)
    made: bytes = typst.compile(
        FOLDER / f"{template}.typ",
        root=FOLDER,
        font_paths=typst_fonts(),
        sys_inputs={"page": words, "look": _LOOK, **pictures},
        **options,
    )
    return made


def _printable(value: object) -> object:
    """Return what a page holds, with every text such that a font has all its signs."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, Mapping):
        return {name: _printable(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(one) for one in value]
    return _printable(vars(value)) if is_dataclass(value) else value


def _chunk(kind: bytes, content: bytes) -> bytes:
    """Return a chunk of a PNG file (ISO/IEC 15948, 5.3)."""
    body = kind + content
    return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))
