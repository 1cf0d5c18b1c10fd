"""
Text on slides: what may stand in a file, and how much room it takes in Arial.

Arial is on every office PC, but not where this runs, so its advance widths stand in
``geo/assets/arial.txt``, as its metric twin Liberation Sans has them: units of 2048 to the em, and
the signs so wide. Only spaces break lines here; PowerPoint also breaks after hyphens, so what fits
here fits there.
"""

from geo import settings
from geo.lines import broken, plain

LEAST = 14
"""Smallest size on a slide, in points: read from the back of a meeting room."""
LEADING = 1.15
"""Height of a line, in sizes (Arial: ascent, descent and gap are 2355 of 2048 units)."""
BOLD = 1.1
"""How much wider bold type is, on average and a little more."""
SLACK = 0.985
"""Share of a line that text may fill: other renderers round otherwise."""

_EM = 2048
_UNKNOWN = 2100
"""Advance of a sign that is not there, in units: emoji and the like are about this wide."""
_ADVANCES = {
    sign: int(units)
    for line in (settings.ASSETS / "arial.txt").read_text(encoding="utf-8").splitlines()
    for units, signs in [line.split(" ", 1)]
    for sign in signs
}
_ADVANCES |= {" ": 569, "\u00a0": 569, "\ufffd": 2100, **dict.fromkeys("ийѝ", 1144)}


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return how wide a line of plain text is, in the unit of `size`."""
    units = sum(_ADVANCES.get(sign, _UNKNOWN if ord(sign) > 0x2FFF else 1600) for sign in text)
    return size * units / _EM * (BOLD if bold else 1.0)


def wrap(text: str, size: float, limit: float, *, bold: bool = False) -> list[str]:
    """Return plain text in lines no wider than `limit`; a longer word is split."""
    limit *= SLACK
    return broken(plain(text), lambda line: width(line, size, bold=bold) <= limit)


def height(text: str, size: float, limit: float, *, bold: bool = False) -> float:
    """Return how high plain text stands when wrapped to `limit`."""
    return len(wrap(text, size, limit, bold=bold)) * size * LEADING
