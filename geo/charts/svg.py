"""
Pieces of SVG: texts and lines, every text escaped.

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


def wrap(text: str, width: float, size: float) -> list[str]:
    """Break a text into lines no wider than `width`, at spaces or, in a long word, anywhere."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if text_width(longer, size) <= width:
            lines[-1] = longer
            continue
        if lines[-1]:
            lines.append("")
        for letter in word:
            if lines[-1] and text_width(lines[-1] + letter, size) > width:
                lines.append("")
            lines[-1] += letter
    return lines


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


def line_element(
    x1: float, y1: float, x2: float, y2: float, colour: str, width: float, dashes: str = "",
    cap: str = "butt",
) -> str:  # fmt: skip
    """Return a straight line."""
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return (
        f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}" '
        f'stroke-width="{width}" stroke-linecap="{cap}"{dashed}/>'
    )


def escape(text: str) -> str:
    """Return text for XML: escaped, without the characters that XML has no way to hold."""
    return html.escape(_NOT_XML.sub(" ", text))
