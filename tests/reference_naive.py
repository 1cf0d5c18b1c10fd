"""
The plain way, to compare with: folium draws everything again for every view.

    TIES_DATA=… streamlit run tests/reference_naive.py

One `GeoJson` of all shapes and one `PolyLine` for every agreement of every tie, as tutorials have
it; Leaflet is local, as ours is, and nothing comes back from the map.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

import folium
import geopandas as gpd
import streamlit as st
import streamlit.components.v1 as components
from streamlit_folium import st_folium

from geo import settings
from geo.agreements import Register, load_register
from geo.map.shell import leaflet_folder
from geo.ties import build_ties

LEAFLET = components.declare_component("leaflet", path=str(leaflet_folder())).name


class LocalMap(folium.Map):
    """A folium map with nothing but Leaflet, from here."""

    default_js = [("leaflet", f"../{LEAFLET}/leaflet.js")]  # noqa: RUF012
    default_css = [("leaflet", f"../{LEAFLET}/leaflet.css")]  # noqa: RUF012


@st.cache_resource
def load() -> tuple[Register, list[gpd.GeoDataFrame]]:
    """Read the register and the shapes."""
    files = sorted(settings.DATA.glob("boundaries_*.geojson"))
    return load_register(), [gpd.read_file(file) for file in files]


register, layers = load()
status = st.pills("status", ["in_force", "lapsed"], selection_mode="multi", key="status")
shown = [a for a in register.agreements if not status or a.status in status]
drawn = LocalMap(location=(54.4, 29.8), zoom_start=7, tiles=None)
for layer in layers:
    folium.GeoJson(layer).add_to(drawn)
for tie in build_ties(shown, register.territories):
    ends = [register.territories[code] for code in (tie.home, tie.partner)]
    for agreement in tie.agreements:
        path = [(end.lat, end.lon) for end in ends]
        folium.PolyLine(path, tooltip=agreement.id).add_to(drawn)
st_folium(drawn, height=560, use_container_width=True, returned_objects=[])
