"""
Templates: files beside the modules that fill them, every text escaped.

A template (Jinja) holds macros; breaks of its lines behind a tag are there only for who reads it.
Signs that XML has no way to hold become spaces.
"""

import re
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from geo import settings
from geo.lines import plain
from geo.text import t

if TYPE_CHECKING:
    from jinja2 import Environment

EMU = 12700
"""English metric units, in which Office measures drawings, in a point."""
TWIPS = 1440 / 25.4
"""Twips, in which Word measures a page, in a millimetre."""
_BREAK = re.compile(r"(?<=[>}])\s*\n\s*")
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def filled(template: str, macro: str, *values: object) -> str:
    """Return what a macro of a template, by its path in ``geo``, makes of values."""
    return str(getattr(_macros(template), macro)(*values))


@cache
def _macros(template: str) -> Any:  # noqa: ANN401  what it has says the template
    return _environment().get_template(template).module


@cache
def _environment() -> "Environment":
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    found = Environment(
        loader=FunctionLoader(_source),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_escaped,
    )
    found.filters |= {"fixed": lambda number, n: f"{number:.{n}f}", "short": "{:g}".format}
    found.filters |= {"colour": settings.KIND_COLOURS.__getitem__, "plain": plain}
    found.filters["emu"] = lambda points: round(points * EMU)
    found.filters["twips"] = lambda millimetres: round(millimetres * TWIPS)
    found.globals["t"] = t
    return found


def _escaped(value: object) -> object:
    """Return a text as all our pages escape it; what is a piece of a page already stays."""
    if type(value) is not str:
        return value
    return Markup(escape(value if value.isprintable() else _NOT_XML.sub(" ", value)))


def _source(template: str) -> str:
    return _BREAK.sub("", (settings.ROOT / "geo" / template).read_text(encoding="utf-8"))
