"""The matrix: one side in rows, the other in columns, numbers of agreements in cells."""

from collections.abc import Callable
from itertools import groupby

import pandas as pd

from geo.agreements import Register
from geo.templates import filled
from geo.text import t

STRONG = 4
"""As many agreements of one pair, or more, have the full colour."""


def matrix(
    counts: pd.DataFrame, register: Register, lang: str, link: Callable[[str, str], str]
) -> str:
    """
    Draw `geo.stats.matrix` as a table: numbers of agreements in cells, partners grouped by region.

    `link` says where the cell of a home territory and a partner leads.
    """
    places = register.territories
    names = {code: places[code].short(lang) for code in (*counts.index, *counts.columns)}
    groups = [
        (t(f"region.{region}", lang), list(codes))
        for region, codes in groupby(counts.columns, key=lambda code: places[code].region)
    ]
    rows = counts.to_dict("index")
    return filled("charts/matrix.html", "matrix", rows, groups, names, STRONG, link)
