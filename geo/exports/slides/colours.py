"""
Colours of slides as the theme's: another design, or an office's template, recolours every shape.

The product's palette is the theme of our own template (`PALETTE`). Every other colour of the look
is a lighter or darker one of these, so that classes keep their order under any theme.
"""

import colorsys
from functools import cache

from markupsafe import Markup

from geo import settings
from geo.exports.drawing.ink import TEXT
from geo.territories import Side

PALETTE = {
    "tx1": TEXT,
    "bg1": "#FFFFFF",
    "tx2": "#55585B",
    "bg2": "#F4F2EE",
    **{f"accent{n}": c for n, c in enumerate(settings.KIND_COLOURS.values(), start=1)},
    "accent5": settings.SHADES[Side.HOME][-1],
    "accent6": settings.SHADES[Side.PARTNER][-1],
}
"""Our theme: text, paper, the kinds of agreements, the two sides."""
_BY_COLOUR = {colour.upper(): name for name, colour in PALETTE.items()}
_BASES = {
    **{shade: name for name, side in (("accent5", Side.HOME), ("accent6", Side.PARTNER))
       for shade in settings.SHADES[side]},
    **{pale: _BY_COLOUR[settings.KIND_COLOURS[kind].upper()]
       for kind, pale in settings.LIGHT_FILLS.items()},
    settings.UNKNOWN_FILL: "accent5",
    settings.UNKNOWN_LINE: "accent5",
}  # fmt: skip
"""What each colour is a lighter or darker one of; the others are greys, made of text or paper."""


def fill(colour: str, alpha: float = 1.0) -> Markup:
    """Return the element that fills with a colour of the look."""
    return Markup(f"<a:solidFill>{scheme(colour, alpha)}</a:solidFill>")


@cache
def scheme(colour: str, alpha: float = 1.0) -> str:
    """Return a colour of the look as one of the theme's, made lighter or darker."""
    name, changes = _BY_COLOUR.get(colour.upper()), ""
    if not name:
        light = _lightness(colour)
        name = _BASES.get(colour, "bg1" if light > 0.85 else "tx1")
        base = _lightness(PALETTE[name])
        off = (light - base) / (1 - base) if light > base else 0.0
        changes = f'<a:lumMod val="{round((1 - off if off else light / base) * 100_000)}"/>'
        changes += f'<a:lumOff val="{round(off * 100_000)}"/>' if off else ""
    changes += f'<a:alpha val="{round(alpha * 100_000)}"/>' if alpha < 1 else ""
    return f'<a:schemeClr val="{name}">{changes}</a:schemeClr>'


def _lightness(colour: str) -> float:
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return colorsys.rgb_to_hls(red, green, blue)[1]
