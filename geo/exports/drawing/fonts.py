"""
The fonts of printed files: PT Sans as the screen has it, others for what PT Sans lacks.

PT Sans lies in ``geo/assets/fonts`` twice: in pieces for browsers, and whole for printing.
"""

from functools import cache
from itertools import groupby

import typst
from fontTools.ttLib import TTFont

from geo import settings
from geo.lines import broken, cleaned, is_sign, one_line

FOLDER = settings.ASSETS / "fonts"
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


@cache
def typst_fonts() -> typst.Fonts:
    """Return PT Sans and the fonts that Typst brings; never the system's."""
    return typst.Fonts(include_system_fonts=False, font_paths=[str(FOLDER)])


@cache
def _advances(bold: bool) -> dict[int, float]:
    """Return the advance of every character of PT Sans in one weight, in ems."""
    with TTFont(FOLDER / f"pt-sans-{WEIGHTS[bold]}.ttf") as font:
        em, widths = font["head"].unitsPerEm, font["hmtx"]
        return {code: widths[name][0] / em for code, name in font.getBestCmap().items()}


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
    known, text = _advances(False), one_line(text)
    if known.keys() >= set(map(ord, text)):
        return text
    return cleaned(text, lambda sign: ord(sign) in known or (is_sign(sign) and _has_spare(sign)))


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return how wide a line of printable text is, in the unit of `size`."""
    known = _advances(bold)
    return size * sum(known.get(ord(sign), SPARE_WIDTH) for sign in text)


def runs(text: str) -> list[tuple[str, bool]]:
    """Return text in pieces, each with whether it is in PT Sans; the rest needs another font."""
    known = _advances(False)
    if known.keys() >= set(map(ord, text)):
        return [(text, True)]
    pieces = groupby(text, key=lambda sign: ord(sign) in known)
    return [("".join(piece), own) for own, piece in pieces]


def wrap(text: str, size: float, limit: float, *, bold: bool = False) -> list[str]:
    """Return text in lines no wider than `limit`; a longer word is split, nothing is cut off."""
    return broken(printable(text), lambda line: width(line, size, bold=bold) <= limit)
