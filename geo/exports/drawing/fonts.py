"""
The fonts of printed files: PT Sans as the screen has it, DejaVu Sans for what PT Sans lacks.

PT Sans lies in ``geo/assets/fonts`` in pieces for browsers; printing needs whole TrueType files.
They are joined once per process, in a folder that goes when the process ends.
"""

import atexit
import shutil
import tempfile
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock

import matplotlib
from fontTools.merge import Merger
from fontTools.ttLib import TTFont

from geo import settings
from geo.exports.lines import MISSING, broken, one_line

FAMILY = "PT Sans"
SPARE = "DejaVu Sans"
"""Comes with matplotlib; has Cyrillic, mathematical signs and symbols."""
SPARE_FILE = Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"
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
def _face(bold: bool) -> Face:
    folder = _folder()
    pieces = []
    for script in SCRIPTS:
        name = f"pt-sans-{script}-{WEIGHTS[bold]}"
        font = TTFont(settings.ASSETS / "fonts" / f"{name}.woff2")
        font.flavor = None
        # Hints for pixel sizes of single pieces mean nothing in the whole.
        for table in ("hdmx", "GPOS", "GSUB"):
            if table in font:
                del font[table]
        font.save(folder / f"{name}.ttf")
        pieces.append(str(folder / f"{name}.ttf"))
    file = folder / f"pt-sans-{WEIGHTS[bold]}.ttf"
    whole = Merger().merge(pieces)
    whole["head"].modified = whole["head"].created  # the same bytes every time
    whole.recalcTimestamp = False
    whole.save(file)
    return Face(file, _advances(whole))


@cache
def _spare() -> dict[int, float]:
    return _advances(TTFont(SPARE_FILE))


@cache
def _folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="ties-fonts-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _advances(font: TTFont) -> dict[int, float]:
    em, widths = font["head"].unitsPerEm, font["hmtx"]
    return {code: widths[name][0] / em for code, name in font.getBestCmap().items()}


def printable(text: str) -> str:
    """
    Return text in one line of which every character can be drawn.

    Line breaks become spaces, marks that only steer (such as "right to left") go, and what neither
    font has becomes a mark of replacement: nothing vanishes without a trace.
    """
    known, spare = face(bold=False).advances, _spare()
    signs = []
    for sign in one_line(text):
        if ord(sign) in known or (ord(sign) in spare and unicodedata.category(sign)[0] != "C"):
            signs.append(sign)
        elif unicodedata.category(sign) != "Cf":
            signs.append(MISSING)
    return "".join(signs)


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return how wide a line of printable text is, in the unit of `size`."""
    known, spare = face(bold=bold).advances, _spare()
    return size * sum(known.get(ord(s)) or spare.get(ord(s), 0.6) for s in text)


def runs(text: str) -> list[tuple[str, bool]]:
    """Return text in pieces, each with whether it is in PT Sans; the rest needs `SPARE`."""
    known = face(bold=False).advances
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
