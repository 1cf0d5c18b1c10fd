"""Screen: what a step of a meeting says, in words and data, for whatever draws it."""

from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from geo.exports.material import Material
from geo.text import t


class Picture(StrEnum):
    """What a screen shows beside words and tables."""

    COVER = "cover"
    MAP = "map"
    WHITE = "white"
    GROWTH = "growth"
    SIGNINGS = "signings"
    REGIONS = "regions"


@dataclass(frozen=True)
class ScreenColumn:
    """Heading of a column, and how its cells stand: ``l`` or ``r``."""

    head: str
    align: str = "l"


@dataclass(frozen=True)
class ScreenRow:
    """The cells of a row; `notes` are what the speaker has before him, line by line."""

    cells: tuple[str, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Screen:
    """
    A step of a meeting, in words and data.

    `material` is what it is about, `frame` the table of a chart, `about` what is to be seen, for
    who cannot see it; `whole` marks a list that a deck has in full, on as many slides as it takes;
    `step` is the word of `geo.meeting`, once the screen is built.
    """

    material: Material
    title: str
    picture: Picture | None = None
    columns: tuple[ScreenColumn, ...] = ()
    rows: tuple[ScreenRow, ...] = ()
    lines: tuple[str, ...] = ()
    remark: str = ""
    notes: tuple[str, ...] = ()
    about: str = ""
    frame: pd.DataFrame | None = None
    whole: bool = False
    step: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing that a slide would be made for."""
        return not (self.picture or self.rows or self.lines)


NUMBERS = ("table.number", "territory.column_last")
"""Headings of columns that stand at the right edge, beside those of counts."""


def heads(material: Material, *keys: str) -> tuple[ScreenColumn, ...]:
    """Return columns headed by text keys."""
    return tuple(
        ScreenColumn(t(key, material.lang), "r" if key in NUMBERS or ".n_" in key else "l")
        for key in keys
    )
