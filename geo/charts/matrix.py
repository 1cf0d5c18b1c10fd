"""The matrix: one side in rows, the other in columns, numbers of agreements in cells."""

import html
from collections.abc import Callable
from itertools import groupby

import pandas as pd

from geo.agreements import Register
from geo.charts.bars import anchored
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
        (region, list(codes))
        for region, codes in groupby(counts.columns, key=lambda code: places[code].region)
    ]
    first = {codes[0] for _, codes in groups}
    regions = "".join(
        f'<td class="first" colspan="{len(codes)}">'
        f"{html.escape(t(f'region.{region}', lang)) if len(codes) > 2 else ''}</td>"
        for region, codes in groups
    )
    heads = "".join(
        f'<th scope="col"{_edge(code, first)}><span>{html.escape(names[code])}</span></th>'
        for code in counts.columns
    )
    body = "".join(
        f'<tr><th scope="row">{html.escape(names[home])}</th>'
        + "".join(
            f"<td{_edge(partner, first)}>{_cell(home, partner, int(n), names, link)}</td>"
            for partner, n in row.items()
        )
        + "</tr>"
        for home, row in counts.iterrows()
    )
    return (
        '<div class="scrolls" tabindex="0"><table class="matrix">'
        f"<thead><tr><td></td>{regions}</tr>"
        f"<tr><td></td>{heads}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _edge(code: str, first: set[str]) -> str:
    return ' class="first"' if code in first else ""


def _cell(
    home: str, partner: str, n: int, names: dict[str, str], link: Callable[[str, str], str]
) -> str:
    if not n:
        return ""
    said = f"{names[home]} — {names[partner]}: {n}"
    return anchored(str(n), link(home, partner), said, f"cell n{min(n, STRONG)}")
