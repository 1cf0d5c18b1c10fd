"""
Charts: tables of `geo.stats` and events as Altair charts, one function per chart.

A chart says nothing in its own title: the finding above it does (`geo.findings`). Every chart can
be read without colour: kinds differ in lightness and carry their numbers, what has lapsed is an
outline with dashes, prolongations and anniversaries have different shapes. Labels and tooltips are
plain text; no chart uses the channels ``href`` and ``url``.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise

import altair as alt
import pandas as pd

from geo import settings
from geo.agreements import Agreement, Kind, Register
from geo.events import Event, EventKind
from geo.succession import LapseCount
from geo.text import NBSP, format_date, t

FONT = "PT Sans, Segoe UI, Arial, sans-serif"
INK = "#22252A"
QUIET = "#55585B"
LINE = "#D5D3CE"
BLUE = settings.KIND_COLOURS["cooperation"]
ORANGE = settings.KIND_COLOURS["twinning"]
PAPER = "#FFFFFF"
SIZE = 13
"""Of all text, in pixels: as the page's small text, so that a projector shows it as well."""
LABEL_WIDTH = 300
"""Longest label of a row, in pixels; a longer one ends in dots and is whole in its tooltip."""
ROW = 26
"""Height of a row of bars, in pixels; the cells of the matrix are squares of it."""
EVENT_ROW = 34
"""Height of an agreement's row on the timeline: its two kinds of events stand one above another."""

KIND_INK = {Kind.FRIENDSHIP: INK}
"""Colour of a number on a bar; white where nothing else is said."""

Chart = alt.Chart | alt.LayerChart


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
    rows["shown"] = (pieces > 1) & (rows.n >= totals.n.max() / 20)
    rows["ink"] = [KIND_INK.get(kind, PAPER) for kind in rows.kind]
    labels = [t(f"kind.{kind}", lang) for kind in kinds]
    colours = alt.Scale(domain=labels, range=[settings.KIND_COLOURS[kind] for kind in kinds])
    legend = alt.Legend(title=None, orient="top", direction="horizontal", values=labels)
    x = alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0, labelOverlap=True))
    stack = alt.Y("n:Q", title=None, stack="zero", axis=_counting(totals.n.max()))
    order = alt.Order("place:Q")
    tooltip = [
        alt.Tooltip("year:O", title=t("column.year", lang)),
        alt.Tooltip("label:N", title=t("table.kind", lang)),
        alt.Tooltip("n:Q", title=t("column.n", lang)),
    ]
    base = alt.Chart(rows)
    bars = base.mark_bar(stroke=PAPER, strokeWidth=1).encode(
        x, stack, alt.Color("label:N", scale=colours, legend=legend), order, tooltip=tooltip
    )
    middle = alt.Y("n:Q", stack="zero", bandPosition=0.5)
    inner = (
        base.transform_filter("datum.shown")
        .mark_text(fontSize=11)
        .encode(x, middle, order, text="n:Q", color=alt.Color("ink:N", scale=None), detail="kind:N")
    )
    above = (
        alt.Chart(totals[totals.n > 0])
        .mark_text(dy=-8, fontSize=SIZE, fontWeight="bold", color=INK)
        .encode(x, alt.Y("n:Q"), text="n:Q")
    )
    return _finish(alt.layer(bars, inner, above).properties(height=230), lang)


def growth(frame: pd.DataFrame, lang: str) -> Chart:
    """
    Draw agreements in force over time: a line for those that were for certain, a band above it.

    Parameters
    ----------
    frame
        As made by `geo.stats.growth`.
    lang
        The reader's language.
    """
    rows = frame.assign(
        moment=pd.to_datetime(frame.day), text=[format_date(day, lang) for day in frame.day]
    )
    x = alt.X("moment:T", title=None, axis=alt.Axis(format="%Y", labelOverlap=True, grid=False))
    y = alt.Y("n_certain:Q", title=None, axis=_counting(rows.n_possible.max()))
    base = alt.Chart(rows)
    tooltip = [
        alt.Tooltip("text:N", title=t("column.day", lang)),
        alt.Tooltip("n_certain:Q", title=t("column.n_certain", lang)),
        alt.Tooltip("n_possible:Q", title=t("column.n_possible", lang)),
    ]
    band = base.mark_area(color=BLUE, opacity=0.18).encode(x, y, alt.Y2("n_possible:Q"))
    possible = base.mark_line(color=BLUE, strokeDash=[4, 3], strokeWidth=1.5).encode(
        x, alt.Y("n_possible:Q", title=None)
    )
    certain = base.mark_line(color=BLUE, strokeWidth=2.5).encode(x, y)
    points = base.mark_point(color=BLUE, filled=True, size=35, opacity=1).encode(
        x, y, tooltip=tooltip
    )
    last = (
        alt.Chart(rows.tail(1))
        .mark_text(align="right", dy=-12, fontSize=SIZE + 2, fontWeight="bold", color=INK)
        .encode(x, y, text="n_certain:Q")
    )
    return _finish(alt.layer(band, possible, certain, points, last).properties(height=230), lang)


def bars(
    frame: pd.DataFrame,
    column: str,
    names: Mapping[str, str],
    lang: str,
    colours: Mapping[str, str] | None = None,
) -> Chart:
    """
    Draw counts of agreements as bars: in force filled, lapsed an outline with dashes behind it.

    Parameters
    ----------
    frame
        `column`, `n_agreements`, `n_in_force`, `n_lapsed`, as `geo.stats` makes them, in the
        order of display.
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
    rows = pd.DataFrame(
        {
            # Codes in front keep two territories of one name apart; the axis shows the name only.
            "name": [f"{code}\t{names[code]}" for code in codes],
            "label": [names[code] for code in codes],
            "colour": [(colours or {}).get(code, BLUE) for code in codes],
            "n_in_force": list(frame.n_in_force),
            "n_lapsed": list(frame.n_lapsed),
            "n_agreements": list(frame.n_agreements),
        }
    )
    y = alt.Y("name:N", sort=list(rows.name), title=None, axis=_names())
    colour = alt.Color("colour:N", scale=None)
    tooltip = [
        alt.Tooltip("label:N", title=" "),
        *(
            alt.Tooltip(f"{name}:Q", title=t(f"column.{name}", lang))
            for name in ("n_in_force", "n_lapsed", "n_agreements")
        ),
    ]
    base = alt.Chart(rows)
    in_force = base.mark_bar(height=ROW * 0.62).encode(
        y,
        alt.X("n_in_force:Q", title=None, axis=_counting(rows.n_agreements.max())),
        color=colour,
        tooltip=tooltip,
    )
    lapsed = (
        base.transform_filter("datum.n_lapsed > 0")
        .mark_bar(height=ROW * 0.62 - 1.5, fill=PAPER, strokeWidth=1.5, strokeDash=[3, 2])
        .encode(
            y,
            alt.X("n_in_force:Q"),
            alt.X2("n_agreements:Q"),
            stroke=alt.Stroke("colour:N", scale=None),
            tooltip=tooltip,
        )
    )
    number = base.mark_text(align="left", dx=5, fontSize=SIZE, color=INK).encode(
        y, alt.X("n_agreements:Q"), text="n_agreements:Q"
    )
    return _finish(alt.layer(lapsed, in_force, number).properties(height=alt.Step(ROW)), lang)


def lapses(counts: LapseCount, lang: str) -> Chart:
    """Draw what became of lapsed agreements: replaced as stated, as inferred, no successor."""
    rows = pd.DataFrame(
        {
            "label": [t(f"stats.lapse_{name}", lang) for name in vars(counts)],
            "n": list(vars(counts).values()),
            "fill": [BLUE, PAPER, "#A7A9AC"],
            "dash": ["stated", "inferred", "without"],
        }
    )
    y = alt.Y("label:N", sort=list(rows.label), title=None, axis=_names(split=False))
    base = alt.Chart(rows)
    dashes = alt.Scale(domain=["stated", "inferred", "without"], range=[[1, 0], [3, 2], [1, 0]])
    marks = base.mark_bar(height=ROW * 0.62, stroke=BLUE, strokeWidth=1.5).encode(
        y,
        alt.X("n:Q", title=None, axis=_counting(rows.n.max())),
        alt.Fill("fill:N", scale=None),
        strokeDash=alt.StrokeDash("dash:N", scale=dashes, legend=None),
        tooltip=[alt.Tooltip("label:N", title=" "), alt.Tooltip("n:Q", title=t("column.n", lang))],
    )
    number = base.mark_text(align="left", dx=5, fontSize=SIZE, color=INK).encode(
        y, alt.X("n:Q"), text="n:Q"
    )
    return _finish(alt.layer(marks, number).properties(height=alt.Step(ROW)), lang)


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
    rows = frame.assign(
        moment=pd.to_datetime(frame.signed_on),
        pair=[pair_label(agreements[code], register, lang) for code in frame.id],
        signed=[format_date(day, lang) for day in frame.signed_on],
        registered=[format_date(day, lang) for day in frame.registered_on],
    )
    middle = int(frame.days.quantile(0.5, interpolation="lower"))
    x = alt.X("moment:T", title=None, axis=alt.Axis(format="%Y", tickCount="year", grid=False))
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
    return _finish(alt.layer(rule, dots, words).properties(height=220), lang)


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
        return f"{code}\t{territories[code].short(lang)}"

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
    top = _names(orient="top", labelAngle=-60, labelAlign="left", labelLimit=LABEL_WIDTH)
    x = alt.X("partner:N", sort=partners, title=None, axis=top)
    y = alt.Y("home:N", sort=homes, title=None, axis=_names())
    base = alt.Chart(rows)
    grid = base.mark_rect(fill=PAPER, stroke=LINE, strokeWidth=0.5).encode(x, y)
    found = base.transform_filter("datum.n > 0")
    blues = alt.Scale(domain=[1, max(4, int(rows.n.max()))], range=["#CFE0EF", BLUE])
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
        grid, cells, numbers, *_regions(partners, list(map(region, counts.columns)), x, len(homes))
    )
    size = {"width": alt.Step(ROW), "height": alt.Step(ROW)}
    return _finish(layers.properties(**size), lang)


def timeline(
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
    rows = pd.DataFrame(
        {
            "moment": pd.to_datetime([event.day for event in events]),
            "kind": [str(event.kind) for event in events],
            "row": [f"{e.agreement.id}\t{pair_label(e.agreement, register, lang)}" for e in events],
            "pair": [pair_label(event.agreement, register, lang) for event in events],
            "day": [format_date(event.day, lang) for event in events],
            "what": [t(f"event.{event.kind}", lang) for event in events],
            "years": [t("count.years", lang, n=event.years) for event in events],
            "signed": [format_date(event.agreement.signed_on, lang) for event in events],
        }
    )
    kinds = [str(kind) for kind in EventKind]
    words = [t(f"event.{kind}", lang) for kind in kinds]
    span = [alt.DateTime(year=d.year, month=d.month, date=d.day) for d in (first, last)]
    axis = alt.Axis(format="%m.%Y", tickCount="month", labelOverlap=True, orient="top")
    x = alt.X("moment:T", title=None, axis=axis, scale=alt.Scale(domain=span, nice=False))
    order = list(dict.fromkeys(rows.row))
    y = alt.Y("row:N", sort=order, title=None, axis=_names(grid=True, gridColor=LINE))
    offset = alt.YOffset("kind:N", sort=kinds)
    legend = alt.Legend(title=None, orient="top", symbolStrokeWidth=2)
    marks = (
        alt.Chart(rows)
        .mark_point(size=95, strokeWidth=2, opacity=1)
        .encode(
            x,
            y,
            yOffset=offset,
            shape=alt.Shape(
                "what:N", scale=alt.Scale(domain=words, range=["diamond", "circle"]), legend=legend
            ),
            stroke=alt.Stroke("what:N", scale=alt.Scale(domain=words, range=[BLUE, ORANGE])),
            fill=alt.Fill("what:N", scale=alt.Scale(domain=words, range=[BLUE, PAPER])),
            tooltip=[
                alt.Tooltip("day:N", title=t("column.day_calculated", lang)),
                alt.Tooltip("what:N", title=t("column.event", lang)),
                alt.Tooltip("years:N", title=t("column.years", lang)),
                alt.Tooltip("pair:N", title=t("table.parties", lang)),
                alt.Tooltip("signed:N", title=t("table.signed_on", lang)),
            ],
        )
    )
    # What is near the right end has its text on the left.
    late = pd.Timestamp(last) - (pd.Timestamp(last) - pd.Timestamp(first)) * 0.12
    texts = [
        alt.Chart(part)
        .mark_text(align=align, dx=dx, fontSize=11, color=INK)
        .encode(x, y, yOffset=offset, text="caption:N")
        for part, align, dx in (
            (rows[rows.moment <= late], "left", 9),
            (rows[rows.moment > late], "right", -9),
        )
        for part in [
            part.assign(caption=part.day.where(part.kind == EventKind.PROLONGATION, part.years))
        ]
        if len(part)
    ]
    return _finish(alt.layer(marks, *texts).properties(height=alt.Step(EVENT_ROW)), lang)


def _regions(
    columns: Sequence[str], regions: Sequence[str], x: alt.X, n_rows: int
) -> list[alt.Chart]:
    """Return lines between the regions of a matrix's columns, and their names below it."""
    starts = [i for i in range(1, len(columns)) if regions[i] != regions[i - 1]]
    layers = []
    if starts:
        lines = pd.DataFrame({"partner": [columns[i] for i in starts]})
        edge = alt.X("partner:N", sort=x.sort, bandPosition=0)
        layers.append(alt.Chart(lines).mark_rule(color=INK, strokeWidth=1.2).encode(edge))
    for start, end in pairwise([0, *starts, len(columns)]):
        text, width = regions[start], end - start
        if width * ROW > 7.5 * len(text):
            mark = {"align": "center", "baseline": "top", "dy": 8}
        else:  # a name without room to lie stands
            mark = {"align": "right", "baseline": "middle", "angle": 270, "dx": -6}
        # The middle of an even number of columns is the right edge of one.
        middle = pd.DataFrame({"partner": [columns[(start + end - 1) // 2]], "text": [text]})
        place = alt.X("partner:N", sort=x.sort, bandPosition=0.5 if width % 2 else 1)
        layers.append(
            alt.Chart(middle)
            .mark_text(fontSize=SIZE, color=QUIET, fontWeight="bold", **mark)
            .encode(place, y=alt.value(ROW * n_rows), text="text:N")
        )
    return layers


def pair_label(agreement: Agreement, register: Register, lang: str) -> str:
    """Return the parties' short names by side, no more than two each: a row has one line."""
    sides = []
    for country in (settings.HOME_COUNTRY, settings.PARTNER_COUNTRY):
        parties = [register.territories[code] for code in agreement.territories]
        names = [party.short(lang) for party in parties if party.country == country]
        if len(names) > 2:
            names[1:] = [t("stats.others", lang, n=len(names) - 1)]
        sides.append(", ".join(names))
    return " — ".join(sides)


def _names(*, split: bool = True, **options: object) -> alt.Axis:
    """Return an axis of names; `split` leaves out the code before each of them."""
    if split:
        options["labelExpr"] = "split(datum.label, '\\t')[1]"
    settled = {"labelLimit": LABEL_WIDTH, "ticks": False, "domain": False, "labelPadding": 6}
    return alt.Axis(**{**settled, **options})


def _counting(highest: float) -> alt.Axis:
    """Return an axis of whole numbers."""
    return alt.Axis(format=",d", tickMinStep=1, tickCount=min(5, max(1, int(highest))))


def _finish(chart: Chart, lang: str) -> Chart:
    """Give a chart our font, the language's numbers, and no menu with English words."""
    text = {"labelFont": FONT, "titleFont": FONT, "labelFontSize": SIZE, "titleFontSize": SIZE}
    text |= {"labelColor": INK, "titleColor": QUIET}
    axis = {**text, "titleFontWeight": "normal", "gridColor": "#E9E7E2", "domainColor": LINE}
    return chart.properties(
        usermeta={"embedOptions": {"actions": False, "renderer": "svg"}},
        background=PAPER,
    ).configure(
        font=FONT,
        locale=alt.Locale(
            number=alt.NumberLocale(
                decimal="," if lang == "ru" else ".",
                thousands=NBSP if lang == "ru" else ",",
                grouping=[3],
                currency=["", ""],
            )
        ),
        axis=alt.AxisConfig(**axis, tickColor=LINE),
        legend=alt.LegendConfig(**text),
        view=alt.ViewConfig(stroke=None),
    )
