"""The calendar as a chart: events ahead on an axis of time, one row per agreement."""

from collections.abc import Sequence
from datetime import date

import altair as alt
import pandas as pd

from geo.agreements import Register
from geo.charts.bars import BLUE, INK, LINE, ORANGE, PAPER, Chart, finish, names_axis, pair_label
from geo.events import Event, EventKind
from geo.text import format_date, t

ROW = 34
"""Height of an agreement's row in pixels: its two kinds of events stand one above another."""
HEAD = 84
"""Height of the legend, the axis and the chart's edges, in pixels."""
LATE = 0.88
"""An event in this last part of the axis has its text on its left, where there is room."""


def agenda(
    events: Sequence[Event], register: Register, lang: str, first: date, last: date
) -> Chart:
    """
    Draw events ahead, one row per agreement: prolongations as diamonds, anniversaries as circles.

    Parameters
    ----------
    events
        As made by `geo.events.build_events`; at least one.
    register
        For the names of the parties.
    lang
        The reader's language.
    first, last
        The ends of the axis of time.
    """
    rows = _rows(events, register, lang)
    span = [alt.DateTime(year=d.year, month=d.month, date=d.day) for d in (first, last)]
    axis = alt.Axis(format="%m.%Y", tickCount="month", labelOverlap=True, orient="top")
    x = alt.X("moment:T", title=None, axis=axis, scale=alt.Scale(domain=span, nice=False))
    grid = names_axis(grid=True, gridColor=LINE)
    y = alt.Y("row:N", sort=list(dict.fromkeys(rows.row)), title=None, axis=grid)
    offset = alt.YOffset("kind:N", sort=list(EventKind))
    words = [t(f"event.{kind}", lang) for kind in EventKind]

    def by_kind(*values: str) -> alt.Scale:
        return alt.Scale(domain=words, range=list(values))

    legend = alt.Legend(title=None, orient="top", symbolStrokeWidth=2)
    marks = (
        alt.Chart(rows)
        .mark_point(size=95, strokeWidth=2, opacity=1)
        .encode(
            x,
            y,
            yOffset=offset,
            shape=alt.Shape("what:N", scale=by_kind("diamond", "circle"), legend=legend),
            stroke=alt.Stroke("what:N", scale=by_kind(BLUE, ORANGE)),
            fill=alt.Fill("what:N", scale=by_kind(BLUE, PAPER)),
            tooltip=[
                alt.Tooltip("day:N", title=t("column.day_calculated", lang)),
                alt.Tooltip("what:N", title=t("column.event", lang)),
                alt.Tooltip("years:N", title=t("column.years", lang)),
                alt.Tooltip("pair:N", title=t("table.parties", lang)),
                alt.Tooltip("signed:N", title=t("table.signed_on", lang)),
            ],
        )
    )
    late = rows.moment > pd.Timestamp(first) + LATE * (pd.Timestamp(last) - pd.Timestamp(first))
    texts = [
        alt.Chart(part)
        .mark_text(align=align, dx=dx, fontSize=11, color=INK)
        .encode(x, y, yOffset=offset, text="caption:N")
        for part, align, dx in ((rows[~late], "left", 9), (rows[late], "right", -9))
        if len(part)
    ]
    return finish(alt.layer(marks, *texts).properties(height=ROW * rows.row.nunique() + HEAD), lang)


def _rows(events: Sequence[Event], register: Register, lang: str) -> pd.DataFrame:
    """Return the events in words; `caption` stands beside the mark."""
    pairs = [pair_label(event.agreement, register, lang) for event in events]
    days = [format_date(event.day, lang) for event in events]
    years = [t("count.years", lang, n=event.years) for event in events]
    return pd.DataFrame(
        {
            "moment": pd.to_datetime([event.day for event in events]),
            "kind": [str(event.kind) for event in events],
            # The id keeps two agreements of one pair apart; the axis shows the names only.
            "row": [f"{e.agreement.id}\t{pair}" for e, pair in zip(events, pairs, strict=True)],
            "pair": pairs,
            "day": days,
            "what": [t(f"event.{event.kind}", lang) for event in events],
            "years": years,
            "signed": [format_date(event.agreement.signed_on, lang) for event in events],
            "caption": [
                day if event.kind == EventKind.PROLONGATION else count
                for event, day, count in zip(events, days, years, strict=True)
            ],
        }
    )
