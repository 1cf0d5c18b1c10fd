"""Files the browser needs: served folders, and the scripts of the map in one of them."""

import atexit
import hashlib
import shutil
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from threading import Lock, Timer

import streamlit.components.v1 as components
import streamlit_folium

from geo import settings
from geo.answers import MAP_FRAME
from geo.map.network import Network
from geo.map.shell import guard_script, map_script
from geo.tables import write_whole

WORDS_AFTER_S = 5
"""Seconds from the first visit until the words of a register are made, which takes a second."""
KEPT = 12
"""As many files of earlier data stay, and of other registers and sides, for readers who have an
old page open."""


def _made_files() -> Path:
    """Return the folder of files made from the register; one that goes with us, if need be."""
    folder = settings.CACHE / "map"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=folder).close()
    except OSError:  # the app is installed where it may not write
        folder = Path(tempfile.mkdtemp(prefix="ties-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


MADE = _made_files()
_WRITING = Lock()
"""Held by the one of several first visitors that writes into it."""
_EXPECTED: set[str] = set()
"""Files of words in the making."""
# A component is Streamlit's way of serving a folder without a ``static/`` beside app.py. Nothing
# a reader sends is ever written to these two.
_SERVED = {
    name: components.declare_component(name, path=str(folder)).name
    for name, folder in (("assets", settings.ASSETS), ("made", MADE))
}

_FRAME_FOLDER = Path(streamlit_folium.__file__).parent / "frontend" / "build"
_FRAME_SCRIPTS = sorted(_FRAME_FOLDER.glob("static/js/main.*.js"))
"""What the frame of the map runs before it asks for ours."""


def served(name: str, *, from_frame: bool = True) -> str:
    """Return the address of a served folder, from a component's frame or from a page."""
    return f"../{_SERVED[name]}" if from_frame else f"component/{_SERVED[name]}"


def map_links(network: Network) -> tuple[str, str]:
    """Return where guard and script of the map are, making them if they are not kept yet."""
    guard = guard_script(served("assets"))
    return (
        _kept("guard", hashlib.sha256(guard).hexdigest()[:16], lambda: guard),
        _kept("map", network.digest, lambda: _map_script(network)),
    )


def frame_files(links: Iterable[str]) -> list[str]:
    """Return the addresses, from a page, of the scripts that the frame of the map asks for."""
    own = [f"{MAP_FRAME}/{path.relative_to(_FRAME_FOLDER).as_posix()}" for path in _FRAME_SCRIPTS]
    return own + [one.replace("../", "component/", 1) for one in links]


def has_words(network: Network) -> bool:
    """Return whether the words that the map searches by are there; make them after the visit."""
    file = MADE / f"words-{network.digest}.json"
    is_there = file.is_file()
    if not is_there and file.name not in _EXPECTED:
        _EXPECTED.add(file.name)
        timer = Timer(WORDS_AFTER_S, lambda: _write(file, network.words))
        timer.daemon = True
        timer.start()
    return is_there


def _map_script(network: Network) -> bytes:
    """Return the script of the map, when the finer outlines it may ask for are there."""
    script = map_script(network)
    if network.finer:
        _write(MADE / f"finer-{network.digest}.json", network.finer)
    return script


def _kept(name: str, digest: str, make: Callable[[], bytes]) -> str:
    """Return the address of a script, making its file if there is none."""
    file = MADE / f"{name}-{digest}.js"
    with _WRITING:
        if not file.is_file():
            _write(file, make())
    return f"{served('made')}/{file.name}"


def _write(file: Path, content: bytes) -> None:
    """Write a file, whole or not at all, and remove the oldest of its kind."""
    MADE.mkdir(mode=0o700, exist_ok=True)  # a cleaner of old files may have been here
    write_whole(file, content)
    kind = f"{file.name.partition('-')[0]}-*{file.suffix}"
    older = sorted(MADE.glob(kind), key=lambda path: path.stat().st_mtime)
    for path in older[: -KEPT - 1]:
        path.unlink(missing_ok=True)
