"""
The screens of a meeting in the browser, in figures large enough for the last row; and previews of
them: the finding of each, and what stands below it, small.
"""

import base64
import html
from collections.abc import Iterable

import streamlit as st

from geo.card import card_html
from geo.charts import bars
from geo.exports.drawing.map import MapDrawing
from geo.exports.drawing.svg import to_svg
from geo.exports.material import Material
from geo.exports.paper import typeset
from geo.exports.steps import Picture, Screen, build_screen, white_counts
from geo.history import Standing
from geo.meeting import step_focus
from geo.text import t
from pages import data_version, get_shown
from pages.parts.drawing import draw
from pages.parts.ties_map import MAP_HEIGHT, draw_map

MOST_ROWS = 14
"""Rows of a table that can still be read from the last row of the room; more are counted."""
LONG, SHORT = 42, 26
"""Letters of a cell that surely stand in one line, and of one that is never broken."""
UNSHOWN = ("slides.names", "slides.points")
"""Layers of points with agreements: white spots are those without."""
WHITE = (960.0, 430.0)
"""Size the map of white spots is drawn in, in points; the page enlarges it."""
DPI = 26
"""Of the preview of a map."""
NAMES = 14.0
"""Size of names on it: they are seen to be there, not read."""


def draw_screen(screen: Screen, material: Material) -> None:
    """Draw what stands below the title of a step, a screen made from `material`."""
    if screen.picture == Picture.MAP:
        _map(screen, material)
    elif screen.picture == Picture.WHITE:
        draw(white_svg(screen), key="speaker_white")
        st.html(_paragraph(screen.remark, "note"))
    elif below := still(screen):
        st.html(below)


def still(screen: Screen) -> str:
    """Return as HTML what stands below a title that does not say all, of a step without a map."""
    if screen.frame is not None:
        drawn = _chart(screen)
    elif screen.rows:
        drawn = _table(screen)
    else:
        style = "cover" if screen.picture == Picture.COVER else "text"
        drawn = "".join(_paragraph(line, style) for line in screen.lines)
    return drawn + (_paragraph(screen.remark, "note") if screen.remark else "")


def _map(screen: Screen, material: Material) -> None:
    """The map; beside a place that was asked for by name its agreements in words."""
    focus = step_focus(screen.step, material.register)
    # One place for the map in every such step, so that the browser builds it once.
    columns = st.columns([0.66, 0.34] if focus else [1], gap="small")
    with columns[0]:
        draw_map(get_shown(screen.material.view), speaker=True)
    if focus:
        shown, order = material.seen(material.view.focused(*focus)).shown, list(Standing)
        listed = sorted(
            shown.picked.agreements,
            key=lambda a: (order.index(shown.standing(a)), -a.signed_on.toordinal()),
        )
        cards = [card_html(one, shown, opened=False, beside=focus) for one in listed]
        with columns[1], st.container(height=MAP_HEIGHT, border=False, key="panel"):
            st.html("".join(cards) or _paragraph(shown.nothing, "text"))


def white_svg(screen: Screen) -> str:
    """Return the map of white spots; their names are on it where there is room."""
    material = screen.material
    counts = white_counts(screen.material)
    box = (0.0, 0.0, *WHITE)
    drawing = MapDrawing(material.unfiltered(), box, 10.0, districts=10.0 if counts[2] else 0.0)
    drawing.only_counts(*counts)
    layers = {key: ink for key, ink in drawing.layers.items() if key not in UNSHOWN}
    return to_svg(layers, box, material.view.lang)


def _chart(screen: Screen) -> str:
    frame, lang = screen.frame, screen.material.lang
    if screen.picture == Picture.REGIONS:
        names = {code: t(f"region.{code}", lang) for code in frame.region}
        drawn = bars.bars(frame, names, lang)
    elif screen.picture == Picture.SIGNINGS:
        drawn = bars.signings(frame, lang, lambda year: "")
    else:
        drawn = bars.growth(frame, lang)
    return f'<div class="speaker-chart">{drawn}</div>'


def _table(screen: Screen) -> str:
    """Return a table whose letters are as large as its number of rows allows."""
    shown = screen.rows[:MOST_ROWS]
    head = _row("th", (column.head for column in screen.columns))
    body = "".join(_row("td", row.cells) for row in shown)
    lines = sum(max(-(-len(cell) // LONG) for cell in row.cells) for row in shown)
    size = f"--rows:{lines + (2 if screen.remark else 1)}"
    table = f'<table class="speaker-table" style="{size}">{head}{body}</table>'
    if len(screen.rows) <= MOST_ROWS:
        return table
    more = {"n": MOST_ROWS, "total": len(screen.rows)}
    return table + _paragraph(t("slides.first_of", screen.material.lang, **more), "note")


def _row(tag: str, cells: Iterable[str]) -> str:
    """Return a row; what is short is never broken, so that the long cells have the room."""
    marked = (
        f'<{tag} class="{"long" if len(cell) > SHORT else "short"}">{html.escape(cell)}</{tag}>'
        for cell in cells
    )
    return f"<tr>{''.join(marked)}</tr>"


def _paragraph(text: str, style: str) -> str:
    return f'<p class="speaker-{style}">{html.escape(text)}</p>'


# --- previews -------------------------------------------------------------------------------------


def _key(material: Material) -> str:
    """Return what the screens of a material depend on."""
    shown = material.shown
    return repr((shown.view, shown.today, data_version(), shown.discreet, shown.occasion))


@st.cache_resource(max_entries=500, show_spinner=False, hash_funcs={Material: _key})
def preview(step: str, material: Material) -> str:
    """Return a step as HTML: a picture of its screen, and its finding in words."""
    screen = build_screen(step, material)
    said = t("meeting.left_out", material.view.lang) if screen.is_empty else screen.title
    title = html.escape(screen.title)
    return (
        f'<div class="preview" aria-hidden="true"><div><b>{title}</b>{_picture(screen)}</div>'
        f"</div><small>{html.escape(said)}</small>"
    )


def _picture(screen: Screen) -> str:
    if screen.picture not in (Picture.MAP, Picture.WHITE):
        return still(screen)
    box, material = (0.0, 0.0, *WHITE), screen.material
    if screen.picture == Picture.WHITE:
        svg = white_svg(screen)
    else:
        drawn = MapDrawing(material, box, NAMES, lit_only=bool(material.focus))
        svg = to_svg(drawn.layers, box, material.lang)
    page = {"width": WHITE[0], "height": WHITE[1]}
    data = base64.b64encode(typeset.to_png("picture", page, {"map": svg}, DPI)).decode()
    return f'<img src="data:image/png;base64,{data}" alt="">'
