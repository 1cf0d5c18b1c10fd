"""
The quick way, to compare with: pydeck draws the ties as arcs, without shapes and names.

    TIES_DATA=… streamlit run tests/reference_pydeck.py
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

import pandas as pd
import pydeck
import streamlit as st

from geo.agreements import Register, load_register
from geo.ties import build_ties


@st.cache_resource
def load() -> Register:
    """Read the register."""
    return load_register()


register = load()
status = st.pills("status", ["in_force", "lapsed"], selection_mode="multi", key="status")
shown = [a for a in register.agreements if not status or a.status in status]
arcs = pd.DataFrame(
    [
        (register.territories[tie.home].seat, register.territories[tie.partner].seat)
        for tie in build_ties(shown, register.territories)
        for _ in tie.agreements
    ],
    columns=["home", "partner"],
)
layer = pydeck.Layer(
    "ArcLayer", arcs, get_source_position="home", get_target_position="partner", get_width=2
)
view = pydeck.ViewState(latitude=54.4, longitude=29.8, zoom=6)
st.pydeck_chart(pydeck.Deck([layer], initial_view_state=view, map_style=None, map_provider=None))
