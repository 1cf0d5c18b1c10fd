"""Previews of the steps of a meeting: the finding of each, and what stands below it, small."""

import base64
import html

import streamlit as st

from geo.exports.drawing.map import MapDrawing
from geo.exports.drawing.svg import to_svg
from geo.exports.material import Material
from geo.exports.paper import typeset
from geo.exports.steps import Picture, Screen, build_screen
from geo.text import t
from pages import data_version
from pages.parts.meeting_steps import WHITE, still, white_svg

DPI = 26
"""Of a map that is drawn as for the screen of the show."""
NAMES = 14.0
"""Size of names on it: they are seen to be there, not read."""


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
        drawn = MapDrawing(material, box, NAMES, lit_only=bool(screen.material.focus)).draw()
        svg = to_svg(drawn.layers, box, screen.material.lang)
    page = {"width": WHITE[0], "height": WHITE[1]}
    data = base64.b64encode(typeset.to_png("picture", page, {"map": svg}, DPI)).decode()
    return f'<img src="data:image/png;base64,{data}" alt="">'
