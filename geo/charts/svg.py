"""
Pieces of SVG: texts, every one escaped.

Widths of text are estimated on the safe side, so that nothing is clipped or meets its neighbour
whichever font the reader has.
"""

import html
import re

INK = "#22252A"
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def text_width(text: str, size: float) -> float:
    """Return a width that a text will hardly exceed, in bold and in any common sans-serif."""
    return size * sum(map(_em, text))


def _em(letter: str) -> float:
    if letter in " .,:;!|'()[]iljft·-":
        return 0.38
    if letter in "—@%№WMmw…" or letter in "ЖМШЩЮФЫЪДжмшщюфыъд":
        return 1.0 if letter.isupper() or not letter.isalpha() else 0.86
    if letter.isupper():
        return 0.74
    return 0.57 if letter < "\u0530" else 1.2


def text_element(
    x: float, y: float, text: str, size: float, anchor: str = "start", fill: str = INK,
    weight: int = 400,
) -> str:  # fmt: skip
    """Return a text; a halo keeps it legible over a line of the grid."""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" font-weight="{weight}" fill="{fill}" '
        f'text-anchor="{anchor}" stroke="#FFFFFF" stroke-width="3" stroke-linejoin="round" '
        f'paint-order="stroke">{escape(text)}</text>'
    )


def escape(text: str) -> str:
    """Return text for XML: escaped, without the characters that XML has no way to hold."""
    return html.escape(_NOT_XML.sub(" ", text))
