"""Files the browser needs: served folders, and the network's file in one of them."""

import atexit
import shutil
import tempfile
from pathlib import Path
from threading import Lock

import streamlit.components.v1 as components

from geo import settings
from geo.map.network import Network
from geo.map.shell import Links, leaflet_folder


def _made_files() -> Path:
    """Return a folder for files made from the register; it goes when the server stops."""
    folder = Path(tempfile.mkdtemp(prefix="ties-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


MADE = _made_files()
"""Of this process alone: another one has its own."""
_WRITING = Lock()
"""Held by the one of several first visitors that writes into it."""
# A component is Streamlit's way of serving a folder without a ``static/`` beside app.py. Nothing
# a reader sends is ever written to these three.
_SERVED = {
    name: components.declare_component(name, path=str(folder)).name
    for name, folder in (("leaflet", leaflet_folder()), ("assets", settings.ASSETS), ("made", MADE))
}


def served(name: str, *, from_frame: bool = True) -> str:
    """Return the address of a served folder, from a component's frame or from a page."""
    return f"../{_SERVED[name]}" if from_frame else f"component/{_SERVED[name]}"


def map_links(network: Network) -> Links:
    """Return where the map's files are, writing the network's file if it is new."""
    file = MADE / network.file_name
    with _WRITING:
        if not file.is_file():
            MADE.mkdir(mode=0o700, exist_ok=True)  # a cleaner of old files may have been here
            draft = file.with_suffix(".part")
            draft.write_bytes(network.script)
            draft.replace(file)
    return Links(served("leaflet"), served("assets"), f"{served('made')}/{network.file_name}")
