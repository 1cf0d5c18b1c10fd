"""
Native charts with their numbers inside, so that who edits the deck can change them.

Series can be distinguished without colour: by lightness, hatching or dashes, and by their numbers.
"""

from collections.abc import Sequence
from typing import Any

import pandas as pd
from pptx.chart.chart import Chart
from pptx.chart.data import CategoryChartData
from pptx.chart.series import BarSeries
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_TICK_LABEL_POSITION,
)
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.oxml.ns import qn
from pptx.slide import Slide
from pptx.util import Pt

from geo import settings
from geo.agreements import Kind
from geo.exports.drawing.ink import Box
from geo.exports.slides.colours import fill, scheme
from geo.exports.slides.shapes import outline, parsed
from geo.exports.slides.text import LEAST
from geo.history import Standing
from geo.lines import plain
from geo.map.look import DASHES, Pen
from geo.stats import COUNTS
from geo.text import t

IN_FORCE, LAPSED = settings.KIND_COLOURS["cooperation"], "#6B6E72"
GRID = "#D5D3CE"
EDGE = 0.75
"""Width of the lines around bars and of the axes, in points."""
DARK, LIGHT = MSO_THEME_COLOR.TEXT_1, MSO_THEME_COLOR.BACKGROUND_1
HATCH = (
    f'<a:pattFill prst="wdUpDiag"><a:fgClr>{scheme("#C9CBCE")}</a:fgClr>'
    f"<a:bgClr>{scheme('#FFFFFF')}</a:bgClr></a:pattFill>"
)
DOTS = Pen(EDGE, colour=settings.UNKNOWN_LINE, dash=DASHES[Standing.UNKNOWN])
BARS = {
    "n_in_force": (fill(IN_FORCE), Pen(EDGE, colour=IN_FORCE), LIGHT),
    "n_unknown": (fill(settings.UNKNOWN_FILL), DOTS, DARK),
    "n_lapsed": (HATCH, Pen(EDGE, colour=LAPSED), DARK),
}
"""How bars by standing are filled, edged and labelled."""
STEPS = (1, 2, 5, 10, 20, 50, 100, 1000)
NO_ZERO = "0;;;"
"""A number format that leaves zeros out."""


def growth_chart(slide: Slide, box: Box, frame: pd.DataFrame, lang: str) -> None:
    """
    Draw the table of `geo.stats.growth`: certainly in force, possibly in force.

    The line of the possible ones breaks off where a register lists as lapsed what was unknown until
    then: drawn, it would look like a loss of that year.
    """
    # Where a piece begins with nothing unknown, the line above has no point: it ends before.
    begins = (frame.piece != frame.piece.shift()) & (frame.index > 0)
    possible = frame.n_possible.where(~begins | (frame.n_possible > frame.n_certain))
    series = {t("column.n_certain", lang): frame.n_certain, t("column.n_possible", lang): possible}
    chart = _chart(slide, box, XL_CHART_TYPE.LINE, frame.year, series)
    certain, above = chart.plots[0].series
    _paint(certain, Pen(3.0, colour=IN_FORCE))
    _paint(above, Pen(2.25, colour=LAPSED, dash=DASHES[Standing.LAPSED]))
    for place in frame.index[begins & possible.notna()]:
        _paint(above.points[place], None)
    _set_axes(chart, frame.n_possible.max())
    last = certain.points[len(frame) - 1].data_label
    last.position = XL_LABEL_POSITION.BELOW
    last.font.size, last.font.bold = Pt(LEAST + 2), True


def signings_chart(slide: Slide, box: Box, frame: pd.DataFrame, lang: str) -> None:
    """Draw the table of `geo.stats.signings_by_year`: columns by kind."""
    counts = frame.pivot(index="year", columns="kind", values="n")
    kinds = [kind for kind in Kind if counts[kind].sum()]
    series = {t(f"kind.{kind}", lang): counts[kind] for kind in kinds}
    chart = _chart(slide, box, XL_CHART_TYPE.COLUMN_STACKED, counts.index, series)
    chart.plots[0].gap_width, chart.plots[0].overlap = 25, 100
    for kind, bars in zip(kinds, chart.plots[0].series, strict=True):
        colour, pale = settings.KIND_COLOURS[kind], settings.LIGHT_FILLS.get(kind)
        _set_bars(bars, fill(pale or colour), Pen(EDGE, colour=colour), DARK if pale else LIGHT)
    _set_axes(chart, counts.sum(axis=1).max())


def regions_chart(slide: Slide, box: Box, frame: pd.DataFrame, lang: str) -> None:
    """Draw the table of `geo.stats.by_region`: bars in force, unknown, lapsed, as there are any."""
    names = [t(f"region.{region}", lang) for region in frame.region]
    shown = [name for name in COUNTS[1:] if frame[name].any()]
    series = {t(f"column.{name}", lang): frame[name] for name in shown}
    chart = _chart(slide, box, XL_CHART_TYPE.BAR_STACKED, names, series)
    chart.plots[0].gap_width, chart.plots[0].overlap = 45, 100
    for name, bars in zip(shown, chart.plots[0].series, strict=True):
        _set_bars(bars, *BARS[name])
    chart.category_axis.reverse_order = True
    _paint(chart.category_axis, Pen(EDGE, colour=LAPSED))
    chart.value_axis.visible = False
    chart.value_axis.has_major_gridlines = False


def _chart(
    slide: Slide, box: Box, kind: XL_CHART_TYPE, names: Sequence, series: dict[str, pd.Series]
) -> Chart:
    """Add a chart with a legend above it; its text has the theme's font and colour."""
    data = CategoryChartData(number_format="0")
    data.categories = [plain(str(name)) for name in names]
    for name, values in series.items():
        data.add_series(plain(name), [None if value != value else int(value) for value in values])
    left, top, right, low = (Pt(side) for side in box)
    chart: Chart = slide.shapes.add_chart(kind, left, top, right - left, low - top, data).chart
    # The library's numbers of axes are below zero; the schema wants unsigned ones.
    for number in chart._chartSpace.iter(qn("c:axId"), qn("c:crossAx")):
        number.set("val", str(int(number.get("val")) & 0x7FFFFFFF))
    chart.font.size = Pt(LEAST)
    chart.has_title = False
    chart.has_legend = True
    chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
    return chart


def _paint(part: Any, line: Pen | None, filling: str = "") -> None:  # noqa: ANN401
    """Give a part of a chart its line, none to have no line, and what it is filled with."""
    look = part.format._element.get_or_add_spPr()
    for xml in filter(None, (filling, outline(line))):
        look.append(parsed(xml))


def _set_axes(chart: Chart, top: int) -> None:
    values, names = chart.value_axis, chart.category_axis
    values.minimum_scale = 0
    values.major_unit = next(step for step in STEPS if top <= 6 * step or step == STEPS[-1])
    _paint(values.major_gridlines, Pen(EDGE, colour=GRID))
    _paint(values, None)
    values.tick_labels.number_format, values.tick_labels.number_format_is_linked = "0", False
    _paint(names, Pen(EDGE, colour=LAPSED))
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW


def _set_bars(bars: BarSeries, filling: str, line: Pen, ink: MSO_THEME_COLOR) -> None:
    """Paint bars, and label them with their numbers."""
    _paint(bars, line, filling)
    labels = bars.data_labels
    labels.show_value = True
    labels.number_format, labels.number_format_is_linked = NO_ZERO, False
    labels.font.size, labels.font.bold = Pt(LEAST), True
    labels.font.color.theme_color = ink
