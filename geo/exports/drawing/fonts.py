"""
The fonts of printed files: PT Sans as the screen has it, others for what PT Sans lacks.

PT Sans lies in ``geo/assets/fonts`` in pieces for browsers; printing needs whole TrueType files.
They are joined once per machine and kept in the user's folder for such things.
"""

import atexit
import hashlib
import os
import shutil
import tempfile
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock

import typst
from fontTools.merge import Merger
from fontTools.ttLib import TTFont

from geo import settings
from geo.exports.lines import MISSING, broken, one_line

FAMILY = "PT Sans"
SPARE = "DejaVu Sans Mono"
"""Of the fonts that Typst brings, the one nearest to PT Sans."""
SPARE_WIDTH = 0.602
"""Advance of every character of it, in ems."""
SCRIPTS = ("latin", "cyrillic")
WEIGHTS = {False: 400, True: 700}
"""Weights by whether they are bold."""
CAP_HEIGHT = 0.7
"""Height of a capital, in ems (the font's own OS/2 table)."""

_LOCK = Lock()


@dataclass(frozen=True)
class Face:
    """One weight: its file, and the advance of every character in ems."""

    file: Path
    advances: dict[int, float]


def face(*, bold: bool) -> Face:
    """Return PT Sans in one weight."""
    with _LOCK:
        return _face(bold)


@cache
def typst_fonts() -> typst.Fonts:
    """Return PT Sans and the fonts that Typst brings; never the system's."""
    folders = {face(bold=bold).file.parent for bold in WEIGHTS}
    return typst.Fonts(include_system_fonts=False, font_paths=sorted(map(str, folders)))


@cache
def _face(bold: bool) -> Face:
    file = _folder() / f"pt-sans-{WEIGHTS[bold]}.ttf"
    if not file.is_file():
        # Another process may be at the same: the file appears whole or not at all.
        with tempfile.TemporaryDirectory(dir=file.parent) as folder:
            whole = _joined(_pieces(bold), Path(folder))
            whole.save(Path(folder) / "whole.ttf")
            (Path(folder) / "whole.ttf").replace(file)
    with TTFont(file) as font:
        em, widths = font["head"].unitsPerEm, font["hmtx"]
        return Face(file, {code: widths[name][0] / em for code, name in font.getBestCmap().items()})


def _pieces(bold: bool) -> list[Path]:
    return [
        settings.ASSETS / "fonts" / f"pt-sans-{script}-{WEIGHTS[bold]}.woff2" for script in SCRIPTS
    ]


def _joined(pieces: list[Path], folder: Path) -> TTFont:
    """Return one font of the pieces, which go through a folder."""
    files = []
    for piece in pieces:
        font = TTFont(piece)
        font.flavor = None
        # Hints for pixel sizes of single pieces mean nothing in the whole.
        for table in ("hdmx", "GPOS", "GSUB"):
            if table in font:
                del font[table]
        files.append(str(folder / f"{piece.stem}.ttf"))
        font.save(files[-1])
    whole = Merger().merge(files)
    whole["head"].modified = whole["head"].created  # the same bytes every time
    whole.recalcTimestamp = False
    return whole


@cache
def _folder() -> Path:
    """Return where the joined fonts are kept: with the user, else for this process alone."""
    content = b"".join(piece.read_bytes() for bold in WEIGHTS for piece in _pieces(bold))
    name = f"ties-fonts-{hashlib.sha256(content).hexdigest()[:12]}"
    home = os.environ.get("LOCALAPPDATA") or os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    try:
        folder = Path(home).expanduser() / name
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except (OSError, RuntimeError):  # read-only, or nobody is at home
        folder = Path(tempfile.mkdtemp(prefix="ties-fonts-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        return folder


@cache
def _has_spare(sign: str) -> bool:
    """Return whether one of Typst's fonts has a character: asked of a standard that insists."""
    page = f'#set document(title: "-")\n#text(font: "{FAMILY}", sys.inputs.sign)'.encode()
    inputs = {"sign": f"a{sign}"}  # an accent stands on a letter
    try:
        typst.compile(
            page, format="pdf", font_paths=typst_fonts(), sys_inputs=inputs, pdf_standards="a-2u"
        )
    except typst.TypstError:
        return False
    return True


def printable(text: str) -> str:
    """
    Return text in one line of which every character can be drawn.

    Line breaks become spaces, marks that only steer (such as "right to left") go, and what no
    font has becomes a mark of replacement: nothing vanishes without a trace.
    """
    known, text = face(bold=False).advances, one_line(text)
    if known.keys() >= set(map(ord, text)):
        return text
    signs = []
    for sign in text:
        category = unicodedata.category(sign)
        if ord(sign) in known or (category[0] != "C" and _has_spare(sign)):
            signs.append(sign)
        elif category != "Cf":
            signs.append(MISSING)
    return "".join(signs)


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return how wide a line of printable text is, in the unit of `size`."""
    known = face(bold=bold).advances
    return size * sum(known.get(ord(sign), SPARE_WIDTH) for sign in text)


def runs(text: str) -> list[tuple[str, bool]]:
    """Return text in pieces, each with whether it is in PT Sans; the rest needs another font."""
    known = face(bold=False).advances
    if known.keys() >= set(map(ord, text)):
        return [(text, True)]
    pieces: list[tuple[str, bool]] = []
    for sign in text:
        own = ord(sign) in known
        if pieces and pieces[-1][1] == own:
            pieces[-1] = (pieces[-1][0] + sign, own)
        else:
            pieces.append((sign, own))
    return pieces


def wrap(text: str, size: float, limit: float, *, bold: bool = False) -> list[str]:
    """Return text in lines no wider than `limit`; a longer word is split, nothing is cut off."""
    return broken(printable(text), lambda line: width(line, size, bold=bold) <= limit)
