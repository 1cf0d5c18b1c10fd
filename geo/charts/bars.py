"""
Charts: tables of `geo.stats` and events as Altair charts, one function per chart.

A chart says nothing in its own title: the finding above it does (`geo.findings`). Every chart can
be read without colour: kinds differ in lightness and carry their numbers, what has lapsed is an
outline with dashes, what is unknown one with dots, prolongations and anniversaries have different
shapes. Labels and tooltips are plain text; no chart uses the channels ``href`` and ``url``.
"""

from collections.abc import Mapping
from typing import TypeAlias

import altair as alt
import pandas as pd

from geo import settings
from geo.agreements import Agreement, Kind, Register
from geo.languages import language
from geo.stats import COUNTS
from geo.succession import LapseCount
from geo.text import format_date, t

FONT = "PT Sans, Segoe UI, Arial, sans-serif"
INK = "#22252A"
QUIET = "#55585B"
LINE = "#D5D3CE"
BLUE = settings.KIND_COLOURS["cooperation"]
ORANGE = settings.KIND_COLOURS["twinning"]
PAPER = "#FFFFFF"
GREY = "#A7A9AC"
SIZE = 13
"""Of all text, in pixels: as the page's small text, so that a projector shows it as well."""
LABEL_WIDTH = 300
"""Longest label of a row, in pixels; a longer one ends in dots and is whole in its tooltip."""
ROW = 26
"""Height of a row of bars, in pixels; the cells of the matrix are squares of it."""

WIDEST = 56
"""Width of a column in pixels where there are fewer than `FEW_YEARS`; else they share the room."""
FEW_YEARS = 12
AXIS = 42
"""Height of an axis with its numbers and the chart's edges, in pixels: its height holds them."""

Chart: TypeAlias = alt.Chart | alt.LayerChart


def signings(frame: pd.DataFrame, lang: str) -> Chart:
    """
    Draw signings per year, stacked by kind.

    Parameters
    ----------
    frame
        As made by `geo.stats.signings_by_year`.
    lang
        The reader's language.
    """
    rows = frame.assign(
        place=[list(Kind).index(Kind(kind)) for kind in frame.kind],
        label=[t(f"kind.{kind}", lang) for kind in frame.kind],
    )
    totals = rows.groupby("year", as_index=False).n.sum()
    kinds = [kind for kind in Kind if rows.n[rows.kind == kind].sum()]
    # A number stands in its piece of a bar if the bar has more pieces than one, and room for it.
    pieces = rows[rows.n > 0].groupby("year").kind.transform("size").reindex(rows.index)
    shown = (pieces > 1) & (rows.n >= totals.n.max() / 20)
    rows["number"] = rows.n.astype(str).where(shown, "")
    rows["ink"] = [INK if kind in settings.LIGHT_FILLS else PAPER for kind in rows.kind]
    labels = [t(f"kind.{kind}", lang) for kind in kinds]
    colours = alt.Scale(domain=labels, range=[settings.KIND_COLOURS[kind] for kind in kinds])
    fills = [settings.LIGHT_FILLS.get(kind, settings.KIND_COLOURS[kind]) for kind in kinds]
    legend = alt.Legend(
        title=None, orient="top", direction="horizontal", values=labels, symbolType="square"
    )
    x = alt.X(
        "year:O",
        title=None,
        scale=alt.Scale(domain=list(totals.year)),
        axis=alt.Axis(labelAngle=0, labelOverlap=True),
    )
    stack = alt.Y("n:Q", title=None, stack="zero", axis=counting_axis(totals.n.max()))
    order = alt.Order("place:Q")
    tooltip = [
        alt.Tooltip("year:O", title=t("column.year", lang)),
        alt.Tooltip("label:N", title=t("table.kind", lang)),
        alt.Tooltip("n:Q", title=t("column.n", lang)),
    ]
    base = alt.Chart(rows[rows.n > 0])
    few = {"size": WIDEST} if len(totals) < FEW_YEARS else {}
    bars = base.mark_bar(strokeWidth=1, **few).encode(
        x,
        stack,
        order,
        fill=alt.Fill("label:N", scale=alt.Scale(domain=labels, range=fills), legend=legend),
        stroke=alt.Stroke("label:N", scale=colours, legend=legend),
        tooltip=tooltip,
    )
    middle = alt.Y("n:Q", stack="zero", bandPosition=0.5)
    ink = alt.Color("ink:N", scale=None)
    inner = base.mark_text(fontSize=11).encode(
        x, middle, order, text="number:N", color=ink, detail="kind:N"
    )
    above = (
        alt.Chart(totals[totals.n > 0])
        .mark_text(dy=-8, fontSize=SIZE, fontWeight="bold", color=INK)
        .encode(x, alt.Y("n:Q"), text="n:Q")
    )
    return finish(alt.layer(bars, inner, above).properties(height=230), lang)


def growth(frame: pd.DataFrame, lang: str) -> Chart:
    """
    Draw agreements in force over time: a line for those that were for certain, a band above it.

    Parameters
    ----------
    frame
        As made by `geo.stats.growth`. The band and the line above it break off where a register
        lists as lapsed what was unknown until then: that is no loss of that year.
    lang
        The reader's language.
    """
    rows = frame.drop(columns="day").assign(
        moment=pd.to_datetime(frame.day),
        text=[format_date(day, lang) for day in frame.day],
        range=[
            str(low) if low == high else f"{low}–{high}"
            for low, high in zip(frame.n_certain, frame.n_possible, strict=True)
        ],
    )
    x = alt.X("moment:T", title=None, axis=alt.Axis(format="%Y", labelOverlap=True, grid=False))
    y = alt.Y("n_certain:Q", title=None, axis=counting_axis(rows.n_possible.max()))
    base = alt.Chart(rows)
    tooltip = [
        alt.Tooltip("text:N", title=t("column.day", lang)),
        alt.Tooltip("n_certain:Q", title=t("column.n_certain", lang)),
        alt.Tooltip("n_possible:Q", title=t("column.n_possible", lang)),
    ]
    band = base.mark_area(color=BLUE, opacity=0.18).encode(
        x, y, alt.Y2("n_possible:Q"), detail="piece:N"
    )
    possible = base.mark_line(color=BLUE, strokeDash=[4, 3], strokeWidth=1.5).encode(
        x, alt.Y("n_possible:Q", title=None), detail="piece:N"
    )
    certain = base.mark_line(color=BLUE, strokeWidth=2.5).encode(x, y)
    points = base.mark_point(color=BLUE, filled=True, size=35, opacity=1).encode(
        x, y, tooltip=tooltip
    )
    last = (
        alt.Chart(rows.tail(1))
        .mark_text(align="left", dx=8, fontSize=SIZE + 2, fontWeight="bold", color=INK)
        .encode(x, y, text="range:N")
    )
    return finish(alt.layer(band, possible, certain, points, last).properties(height=230), lang)


def bars(
    frame: pd.DataFrame,
    column: str,
    names: Mapping[str, str],
    lang: str,
    colours: Mapping[str, str] | None = None,
) -> Chart:
    """
    Draw counts of agreements as bars: in force filled, unknown yellow, lapsed an outline.

    Parameters
    ----------
    frame
        `column` and the counts of `geo.stats.COUNTS`, in the order of display.
    column
        The column of codes.
    names
        What a reader sees for every code.
    lang
        The reader's language.
    colours
        A colour by code; blue for what is not in it.
    """
    codes = list(frame[column])
    labels = [one_line(names[code]) for code in codes]
    rows = pd.DataFrame(
        {
            # Codes in front keep two territories of one name apart; the axis shows the name only.
            "name": [f"{code}\t{label}" for code, label in zip(codes, labels, strict=True)],
            "label": labels,
            "colour": [(colours or {}).get(code, BLUE) for code in codes],
            **{name: list(frame[name]) for name in COUNTS},
            "n_possible": list(frame.n_in_force + frame.n_unknown),
        }
    )
    counts = [name for name in COUNTS if name != "n_unknown" or frame.n_unknown.any()]
    y = alt.Y("name:N", sort=list(rows.name), title=None, axis=names_axis())
    colour = alt.Color("colour:N", scale=None)
    tooltip = [
        alt.Tooltip("label:N", title=" "),
        *(alt.Tooltip(f"{name}:Q", title=t(f"column.{name}", lang)) for name in counts),
    ]
    base = alt.Chart(rows)
    in_force = base.mark_bar(height=ROW * 0.62).encode(
        y,
        alt.X("n_in_force:Q", title=None, axis=counting_axis(rows.n_agreements.max())),
        color=colour,
        tooltip=tooltip,
    )
    outline = {"height": ROW * 0.62 - 1.5, "strokeWidth": 1.5}
    unknown = (
        base.transform_filter("datum.n_unknown > 0")
        .mark_bar(
            fill=settings.UNKNOWN_FILL,
            stroke=settings.UNKNOWN_LINE,
            strokeDash=[1.5, 2],
            **outline,
        )
        .encode(y, alt.X("n_in_force:Q"), alt.X2("n_possible:Q"), tooltip=tooltip)
    )
    lapsed = (
        base.transform_filter("datum.n_lapsed > 0")
        .mark_bar(fill=PAPER, strokeDash=[3, 2], **outline)
        .encode(
            y,
            alt.X("n_possible:Q"),
            alt.X2("n_agreements:Q"),
            stroke=alt.Stroke("colour:N", scale=None),
            tooltip=tooltip,
        )
    )
    number = base.mark_text(align="left", dx=5, fontSize=SIZE, color=INK).encode(
        y, alt.X("n_agreements:Q"), text="n_agreements:Q"
    )
    return finish(
        alt.layer(lapsed, unknown, in_force, number).properties(height=ROW * len(rows) + AXIS), lang
    )


def lapses(counts: LapseCount, lang: str) -> Chart:
    """Draw what became of lapsed agreements; the bar of the unknown is there only if some are."""
    marks = {
        "replaced_stated": (counts.replaced_stated, BLUE, BLUE, "solid"),
        "replaced_inferred": (counts.replaced_inferred, PAPER, BLUE, "dashed"),
        "not_named": (counts.not_named, GREY, GREY, "solid"),
        **({"unknown": (counts.unknown, PAPER, GREY, "dashed")} if counts.unknown else {}),
    }
    rows = pd.DataFrame(
        [(t(f"stats.lapse_{name}", lang), *mark) for name, mark in marks.items()],
        columns=["label", "n", "fill", "stroke", "dash"],
    )
    y = alt.Y("label:N", sort=list(rows.label), title=None, axis=names_axis(split=False))
    base = alt.Chart(rows)
    dashes = alt.Scale(domain=["solid", "dashed"], range=[[1, 0], [3, 2]])
    marks = base.mark_bar(height=ROW * 0.62, strokeWidth=1.5).encode(
        y,
        alt.X("n:Q", title=None, axis=counting_axis(rows.n.max())),
        alt.Fill("fill:N", scale=None),
        alt.Stroke("stroke:N", scale=None),
        strokeDash=alt.StrokeDash("dash:N", scale=dashes, legend=None),
        tooltip=[alt.Tooltip("label:N", title=" "), alt.Tooltip("n:Q", title=t("column.n", lang))],
    )
    number = base.mark_text(align="left", dx=5, fontSize=SIZE, color=INK).encode(
        y, alt.X("n:Q"), text="n:Q"
    )
    return finish(alt.layer(marks, number).properties(height=ROW * len(rows) + AXIS), lang)


def lags(
    frame: pd.DataFrame, agreements: Mapping[str, Agreement], register: Register, lang: str
) -> Chart:
    """
    Draw the days from signing to registration, a dot per agreement, and their middle as a line.

    Parameters
    ----------
    frame
        As made by `geo.stats.registration_lag`.
    agreements
        The agreements by their id.
    register
        For the names of the parties.
    lang
        The reader's language.
    """
    rows = frame.drop(columns=["signed_on", "registered_on"]).assign(
        moment=pd.to_datetime(frame.signed_on),
        pair=[pair_label(agreements[code], register, lang) for code in frame.id],
        signed=[format_date(day, lang) for day in frame.signed_on],
        registered=[format_date(day, lang) for day in frame.registered_on],
    )
    middle = int(frame.days.quantile(0.5, interpolation="lower"))
    years = alt.Axis(format="%Y", tickCount="year", grid=False)
    x = alt.X("moment:T", title=None, axis=years, scale=alt.Scale(padding=12))
    scale = alt.Scale(domainMin=min(0, int(frame.days.min())))
    y = alt.Y("days:Q", title=t("column.days", lang), scale=scale)
    dots = (
        alt.Chart(rows)
        .mark_point(filled=True, size=80, color=BLUE, opacity=0.8, stroke=PAPER, strokeWidth=1)
        .encode(
            x,
            y,
            tooltip=[
                alt.Tooltip("pair:N", title=t("table.parties", lang)),
                alt.Tooltip("signed:N", title=t("table.signed_on", lang)),
                alt.Tooltip("registered:N", title=t("table.registered_on", lang)),
                alt.Tooltip("days:Q", title=t("column.days", lang)),
            ],
        )
    )
    text = t("stats.lag_middle", lang, n=middle)
    line = pd.DataFrame({"days": [middle], "text": [text]})
    rule = alt.Chart(line).mark_rule(color=ORANGE, strokeDash=[6, 3], strokeWidth=1.5).encode(y)
    words = (
        alt.Chart(line)
        .mark_text(align="left", baseline="bottom", dx=4, dy=-3, fontSize=SIZE, color=INK)
        .encode(y, x=alt.value(0), text="text:N")
    )
    return finish(alt.layer(rule, dots, words).properties(height=220), lang)


def pair_label(agreement: Agreement, register: Register, lang: str) -> str:
    """Return the parties' short names by side, no more than two each: a row has one line."""
    sides = []
    for country in (settings.HOME_COUNTRY, settings.PARTNER_COUNTRY):
        parties = [register.territories[code] for code in agreement.territories]
        names = [party.short(lang) for party in parties if party.side == country]
        many = len(names) > 2
        sides.append(
            t("stats.others", lang, first=names[0], n=len(names) - 1) if many else ", ".join(names)
        )
    return one_line(" — ".join(sides))


def one_line(text: str) -> str:
    """
    Return a name for an axis: without Unicode's line separators.

    Vega writes the names it sorts by into an expression, which breaks at them.
    """
    return " ".join(text.split())


def names_axis(*, split: bool = True, **options: object) -> alt.Axis:
    """Return an axis of names; `split` leaves out the code before each of them."""
    if split:
        options["labelExpr"] = "split(datum.label, '\\t')[1]"
    settled = {"labelLimit": LABEL_WIDTH, "ticks": False, "domain": False, "labelPadding": 6}
    return alt.Axis(**{**settled, **options})


def counting_axis(highest: float) -> alt.Axis:
    """Return an axis of whole numbers."""
    return alt.Axis(format=",d", tickMinStep=1, tickCount=min(5, max(1, int(highest))))


def finish(chart: Chart, lang: str) -> Chart:
    """Give a chart our font, the language's numbers, and no menu with English words."""
    text = {"labelFont": FONT, "titleFont": FONT, "labelFontSize": SIZE, "titleFontSize": SIZE}
    text |= {"labelColor": INK, "titleColor": QUIET}
    axis = {**text, "titleFontWeight": "normal", "gridColor": "#E9E7E2", "domainColor": LINE}
    return chart.properties(
        usermeta={"embedOptions": {"actions": False, "renderer": "svg"}},
        background=PAPER,
    ).configure(
        # The chart's own text says what it shows; each mark would only read out its fields.
        aria=False,
        mark=alt.MarkConfig(aria=False),
        font=FONT,
        locale=alt.Locale(
            number=alt.NumberLocale(
                decimal=language(lang).decimal,
                thousands=language(lang).thousands,
                grouping=[3],
                currency=["", ""],
            )
        ),
        axis=alt.AxisConfig(**axis, tickColor=LINE),
        legend=alt.LegendConfig(**text),
        view=alt.ViewConfig(stroke=None),
    )
