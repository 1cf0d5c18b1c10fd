"""The matrix as a chart: one side in rows, the other in columns, numbers of agreements in cells."""

from collections.abc import Sequence
from itertools import pairwise

import altair as alt
import pandas as pd

from geo.agreements import Register
from geo.charts.bars import (
    BLUE,
    INK,
    LABEL_WIDTH,
    LINE,
    PAPER,
    QUIET,
    ROW,
    SIZE,
    Chart,
    finish,
    names_axis,
    one_line,
)
from geo.text import t

PALE = "#CFE0EF"
"""A cell with one agreement."""


def matrix(counts: pd.DataFrame, register: Register, lang: str) -> Chart:
    """
    Draw the pairs as a matrix: numbers of agreements in cells, partners grouped by region.

    Parameters
    ----------
    counts
        As made by `geo.stats.matrix`.
    register
        For names and regions.
    lang
        The reader's language.
    """
    territories = register.territories

    def name(code: str) -> str:
        return f"{code}\t{one_line(territories[code].short(lang))}"

    def region(code: str) -> str:
        return t(f"region.{territories[code].region}", lang)

    rows = pd.DataFrame(
        [
            (name(home), name(partner), int(n), region(partner))
            for home, line in counts.iterrows()
            for partner, n in line.items()
        ],
        columns=["home", "partner", "n", "region"],
    ).assign(
        home_label=lambda rows: rows.home.str.split("\t").str[1],
        partner_label=lambda rows: rows.partner.str.split("\t").str[1],
    )
    homes, partners = list(map(name, counts.index)), list(map(name, counts.columns))
    top = names_axis(orient="top", labelAngle=-60, labelAlign="left", labelLimit=LABEL_WIDTH)
    x = alt.X("partner:N", sort=partners, title=None, axis=top)
    y = alt.Y("home:N", sort=homes, title=None, axis=names_axis())
    base = alt.Chart(rows)
    grid = base.mark_rect(fill=PAPER, stroke=LINE, strokeWidth=0.5).encode(x, y)
    found = base.transform_filter("datum.n > 0")
    blues = alt.Scale(domain=[1, max(4, int(rows.n.max()))], range=[PALE, BLUE])
    cells = found.mark_rect(stroke=PAPER, strokeWidth=1).encode(
        x,
        y,
        alt.Color("n:Q", scale=blues, legend=None),
        tooltip=[
            alt.Tooltip("home_label:N", title=t("table.home", lang)),
            alt.Tooltip("partner_label:N", title=t("table.partner", lang)),
            alt.Tooltip("region:N", title=t("filter.region", lang)),
            alt.Tooltip("n:Q", title=t("column.n", lang)),
        ],
    )
    light = f"datum.n > {max(4, int(rows.n.max())) * 0.6}"
    numbers = found.mark_text(fontSize=SIZE).encode(
        x, y, text="n:Q", color=alt.condition(light, alt.value(PAPER), alt.value(INK))
    )
    layers = alt.layer(
        grid, cells, numbers, *_regions(partners, list(map(region, counts.columns)), len(homes))
    )
    size = {"width": alt.Step(ROW), "height": alt.Step(ROW)}
    return finish(layers.properties(autosize="pad", **size), lang)


def _regions(columns: list[str], regions: Sequence[str], n_rows: int) -> list[alt.Chart]:
    """Return lines between the regions of a matrix's columns, and their names below it."""
    starts = [i for i in range(1, len(columns)) if regions[i] != regions[i - 1]]
    layers = []
    if starts:
        lines = pd.DataFrame({"partner": [columns[i] for i in starts]})
        edge = alt.X("partner:N", sort=columns, bandPosition=0)
        layers.append(alt.Chart(lines).mark_rule(color=INK, strokeWidth=1.2).encode(edge))
    for start, end in pairwise([0, *starts, len(columns)]):
        text, width = regions[start], end - start
        if width * ROW > 7.5 * len(text):
            mark = {"align": "center", "baseline": "top", "dy": 8}
        else:  # a name without room to lie stands
            mark = {"align": "right", "baseline": "middle", "angle": 270, "dx": -6}
        # The middle of an even number of columns is the right edge of one.
        middle = pd.DataFrame({"partner": [columns[(start + end - 1) // 2]], "text": [text]})
        place = alt.X("partner:N", sort=columns, bandPosition=0.5 if width % 2 else 1)
        layers.append(
            alt.Chart(middle)
            .mark_text(fontSize=SIZE, color=QUIET, fontWeight="bold", **mark)
            .encode(place, y=alt.value(ROW * n_rows), text="text:N")
        )
    return layers
