"""
Native charts with their numbers inside, so that who edits the deck can change them.

Series can be distinguished without colour: by lightness, hatching or dashes, and by their numbers.
"""

from collections.abc import Sequence

import pandas as pd
from pptx.chart.chart import Chart
from pptx.chart.data import CategoryChartData
from pptx.chart.datalabel import DataLabel
from pptx.chart.series import BarSeries
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_TICK_LABEL_POSITION,
)
from pptx.enum.dml import MSO_LINE_DASH_STYLE, MSO_PATTERN_TYPE
from pptx.oxml.ns import qn
from pptx.shapes.graphfrm import GraphicFrame
from pptx.slide import Slide
from pptx.util import Pt

from geo import settings
from geo.agreements import Kind
from geo.exports.drawing.ink import TEXT, Box
from geo.exports.slides.colours import scheme
from geo.exports.slides.shapes import parsed
from geo.exports.slides.text import LEADING, LEAST, width
from geo.lines import plain
from geo.stats import COUNTS
from geo.text import t

IN_FORCE, LAPSED, PAPER = settings.KIND_COLOURS["cooperation"], "#6B6E72", "#FFFFFF"
GRID = "#D5D3CE"
STEPS = (1, 2, 5, 10, 20, 50, 100, 1000)
UPRIGHT = "-5400000"
"""A quarter turn to the left, in sixty thousandths of a degree."""
NO_ZERO = "0;;;"
"""A number format that leaves zeros out."""


def growth_chart(slide: Slide, box: Box, frame: pd.DataFrame, lang: str) -> Chart:
    """
    Draw the table of `geo.stats.growth`: certainly in force, possibly in force.

    The line of the possible ones breaks off where a register lists as lapsed what was unknown until
    then: drawn, it would look like a loss of that year.
    """
    # Where a piece begins with nothing unknown, the line above has no point: it ends before.
    begins = (frame.piece != frame.piece.shift()) & (frame.index > 0)
    possible = frame.n_possible.where(~begins | (frame.n_possible > frame.n_certain))
    series = {t("column.n_certain", lang): frame.n_certain, t("column.n_possible", lang): possible}
    chart = _chart(slide, box, XL_CHART_TYPE.LINE, frame.year, series, lang)
    certain, above = chart.plots[0].series
    looks = ((certain, IN_FORCE, 3.0, None), (above, LAPSED, 2.25, MSO_LINE_DASH_STYLE.DASH))
    for line, colour, wide, dash in looks:
        line.smooth = False
        line.format.line.color.rgb = _rgb(colour)
        line.format.line.width = Pt(wide)
        if dash:
            line.format.line.dash_style = dash
    for place in frame.index[begins & possible.notna()]:
        above.points[place].format.line.fill.background()
    _set_axes(chart, frame.n_possible.max())
    _turn_labels(chart, box, len(frame))
    last = certain.points[len(frame) - 1].data_label
    last.has_text_frame = False
    last.position = XL_LABEL_POSITION.BELOW
    last.font.size, last.font.bold = Pt(LEAST + 2), True
    _show_value(last)
    return chart


def signings_chart(slide: Slide, box: Box, frame: pd.DataFrame, lang: str) -> Chart:
    """Draw the table of `geo.stats.signings_by_year`: columns by kind."""
    counts = frame.pivot(index="year", columns="kind", values="n")
    kinds = [kind for kind in Kind if counts[kind].sum()]
    series = {t(f"kind.{kind}", lang): counts[kind] for kind in kinds}
    kind_ = XL_CHART_TYPE.COLUMN_STACKED
    chart = _chart(slide, box, kind_, counts.index, series, lang)
    chart.plots[0].gap_width, chart.plots[0].overlap = 25, 100
    for kind, bars in zip(kinds, chart.plots[0].series, strict=True):
        colour = settings.KIND_COLOURS[kind]
        _fill(bars, settings.LIGHT_FILLS.get(kind, colour), colour)
        _label(bars, TEXT if kind in settings.LIGHT_FILLS else PAPER)
    _set_axes(chart, counts.sum(axis=1).max())
    _turn_labels(chart, box, len(counts))
    return chart


def regions_chart(slide: Slide, box: Box, frame: pd.DataFrame, lang: str) -> Chart:
    """Draw the table of `geo.stats.by_region`: bars in force, unknown, lapsed, as there are any."""
    names = [t(f"region.{region}", lang) for region in frame.region]
    shown = [name for name in COUNTS[1:] if frame[name].any()]
    series = {t(f"column.{name}", lang): frame[name] for name in shown}
    kind = XL_CHART_TYPE.BAR_STACKED
    chart = _chart(slide, box, kind, names, series, lang)
    chart.plots[0].gap_width, chart.plots[0].overlap = 45, 100
    for name, bars in zip(shown, chart.plots[0].series, strict=True):
        _label(bars, PAPER if name == "n_in_force" else TEXT)
        if name == "n_in_force":
            _fill(bars, IN_FORCE, IN_FORCE)
        elif name == "n_unknown":
            _fill(bars, settings.UNKNOWN_FILL, settings.UNKNOWN_LINE)
            bars.format.line.dash_style = MSO_LINE_DASH_STYLE.ROUND_DOT
        else:
            _hatch(bars)
    chart.category_axis.reverse_order = True
    chart.category_axis.format.line.color.rgb = _rgb(LAPSED)
    chart.value_axis.visible = False
    chart.value_axis.has_major_gridlines = False
    return chart


def themed(slide: Slide) -> GraphicFrame:
    """Return the chart of a slide, in the theme's colours."""
    frame = next(shape for shape in slide.shapes if shape.has_chart)
    for colour in list(frame.chart._chartSpace.iter(qn("a:srgbClr"))):
        colour.getparent().replace(colour, parsed(scheme(f"#{colour.get('val')}")))
    return frame


def _chart(
    slide: Slide,
    box: Box,
    kind: XL_CHART_TYPE,
    categories: Sequence[object],
    series: dict[str, pd.Series],
    lang: str,
) -> Chart:
    """Add a chart with a legend above it; its text has the theme's font and colour."""
    data = CategoryChartData(number_format="0")
    data.categories = [plain(str(category)) for category in categories]
    for name, values in series.items():
        data.add_series(plain(name), [None if value != value else int(value) for value in values])
    left, top, right, low = (Pt(side) for side in box)
    frame = slide.shapes.add_chart(kind, left, top, right - left, low - top, data)
    chart = frame.chart
    # The library's numbers of axes are below zero; the schema wants unsigned ones.
    for number in chart._chartSpace.iter(qn("c:axId"), qn("c:crossAx")):
        number.set("val", str(int(number.get("val")) & 0x7FFFFFFF))
    chart.font.size = Pt(LEAST)
    chart.has_title = False
    chart.has_legend = True
    chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
    return chart


def _set_axes(chart: Chart, top: int) -> None:
    values, names = chart.value_axis, chart.category_axis
    values.minimum_scale = 0
    values.major_unit = next(step for step in STEPS if top <= 6 * step or step == STEPS[-1])
    values.major_gridlines.format.line.color.rgb = _rgb(GRID)
    values.format.line.fill.background()
    values.tick_labels.number_format, values.tick_labels.number_format_is_linked = "0", False
    names.format.line.color.rgb = _rgb(LAPSED)
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    names.has_major_gridlines = False


def _turn_labels(chart: Chart, box: Box, n: int) -> None:
    """Let labels stand level; where they would touch, upright, and if need be not all of them."""
    room = (box[2] - box[0] - 40) / max(n, 1)
    level = width("0000", LEAST) + 8 <= room
    skip = 1 if level else int(-(-LEAST * LEADING // room))
    axis = chart.category_axis._element
    axis.get_or_add_txPr().bodyPr.set("rot", "0" if level else UPRIGHT)
    for tag in ("c:tickLblSkip", "c:tickMarkSkip"):
        element = axis.makeelement(qn(tag), {"val": str(skip)})
        axis.find(qn("c:noMultiLvlLbl")).addprevious(element)


def _fill(series: BarSeries, fill: str, edge: str) -> None:
    series.format.fill.solid()
    series.format.fill.fore_color.rgb = _rgb(fill)
    series.format.line.color.rgb = _rgb(edge)
    series.invert_if_negative = False


def _hatch(series: BarSeries) -> None:
    series.format.fill.patterned()
    series.format.fill.pattern = MSO_PATTERN_TYPE.WIDE_UPWARD_DIAGONAL
    series.format.fill.fore_color.rgb = _rgb("#C9CBCE")
    series.format.fill.back_color.rgb = _rgb(PAPER)
    series.format.line.color.rgb = _rgb(LAPSED)


def _label(series: BarSeries, colour: str) -> None:
    labels = series.data_labels
    labels.show_value = True
    labels.number_format, labels.number_format_is_linked = NO_ZERO, False
    labels.font.size, labels.font.bold = Pt(LEAST), True
    labels.font.color.rgb = _rgb(colour)


def _show_value(label: DataLabel) -> None:
    """Let the label of one point show its number and nothing else."""
    element = label._dLbl
    for tag, shown in (("c:showLegendKey", 0), ("c:showVal", 1), ("c:showCatName", 0)):
        element.find(qn(tag)).set("val", str(shown))


def _rgb(colour: str) -> RGBColor:
    return RGBColor.from_string(colour.lstrip("#").upper())
