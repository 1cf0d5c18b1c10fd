"""
The folium map of a view: the only module that speaks to folium.

The base map never changes with a view: it is a shell whose one script draws the network from the
data that it brings. A view reaches the browser as one call, ``ties.show(…)``, in a feature group,
which streamlit-folium runs without touching the reader's zoom and pan.

folium compiles text it has rendered once more as a Jinja template, so any text in it could run as
code on the server. `encode` is the one way for values to get there.
"""

import hashlib
import json
import re
from contextlib import suppress
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import folium
from folium.template import Template

from geo import settings
from geo.errors import AssetError, DataError
from geo.map.network import Network
from geo.sources import SHOWN
from geo.sources.imprint import Imprint
from geo.tables import read_bytes
from geo.text import LANGUAGES, t

LEAFLET = "js_lib_leaflet"
"""The package that brings Leaflet's own files."""

SCRIPTS = (
    "ties-lines",
    "ties-names",
    "ties-frame",
    "ties-pointer",
    "ties-search",
    "ties-ahead",
    "ties-map",
)
"""Our scripts, in the order they must run in."""

GUARD = "guard"
"""The script that comes before all others."""
HOST = "ties-host"
"""The script of the map in the app; the stand-alone page is a host of its own."""

_SOURCES = {".py", ".js", ".toml"}


def leaflet_folder() -> Path:
    """Return the folder of Leaflet's own files; AssetError if requirements.txt is not installed."""
    package = find_spec(LEAFLET)
    folder = Path(package.origin or "").parent / "static" / LEAFLET if package else None
    if not folder or not (folder / "leaflet.js").is_file():
        raise AssetError("error.no_asset", file="leaflet.js")
    return folder


def encode(value: object) -> str:
    """
    Return a value as a JavaScript expression that means nothing to Jinja or HTML.

    TypeError if it is anything else than text, number, truth value, None, or lists, tuples,
    dictionaries of them.
    """
    text = json.dumps(value, separators=(",", ":"))
    return f'JSON.parse(decodeURIComponent("{quote(text, safe=",:[]")}"))'


def map_script(network: Network) -> bytes:
    """
    Return the one script of the map: Leaflet, ours, and the network.

    streamlit-folium waits for every script before it asks for the next.
    """
    return b"\n".join([*read_scripts(HOST, *SCRIPTS), network.script])


def read_scripts(*names: str) -> list[bytes]:
    """Return Leaflet, and scripts of ours."""
    files = [leaflet_folder() / "leaflet.js", *(settings.ASSETS / f"{x}.js" for x in names)]
    return list(map(read_script, files))


def read_script(path: Path) -> bytes:
    """Return a script without its source map, which is not served; AssetError if it is gone."""
    return re.sub(rb"\n//# sourceMappingURL=.*", b"", read_asset(path))


def read_asset(path: Path) -> bytes:
    """Return what is in a file of the map; AssetError if it is gone."""
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise AssetError("error.no_asset", file=path.name) from error


def sources_digest(imprint: Imprint | None = None) -> str:
    """Return a hash of all that the script of the map is made of: data, code, words, Leaflet."""
    files = [leaflet_folder() / "leaflet.js"]
    folders = (imprint.folders if imprint else ()) or (settings.DATA,)
    files += [path for one in folders for path in one.glob("*") if path.name.endswith(SHOWN)]
    files += [path for path in (settings.ROOT / "geo").rglob("*.*") if path.suffix in _SOURCES]
    found = hashlib.sha256((imprint.side if imprint else "").encode())
    for path in sorted(files):
        with suppress(DataError):  # what cannot be read cannot be drawn either, and nothing is kept
            found.update(path.name.encode() + b"\0" + read_bytes(path))
    return found.hexdigest()[:16]


class TiesMap(folium.Map):
    """
    The base map, the same for every view and language: its every file is served by the app.

    `guard` and `script` are where `guard_script` and `map_script` lie, relative to the component's
    frame.
    """

    default_css: list[tuple[str, str]] = []  # noqa: RUF012  the guard brings the styles
    default_js: list[tuple[str, str]] = []  # noqa: RUF012
    # folium's own, without the styles: ties-map.css has them, and they would go with every view.
    _template = Template(
        "{% macro header(this, kwargs) %}{% endmacro %}"
        "{% macro html(this, kwargs) %}"
        '<div class="folium-map" id={{ this.get_name()|tojson }} ></div>'
        "{% endmacro %}"
        "{% macro script(this, kwargs) %}"
        "var {{ this.get_name() }} = L.map({{ this.get_name()|tojson }}, tiesMapOptions);"
        "window.ties = createTiesMap({{ this.get_name() }}, TIES_DATA, streamlitHost());"
        "{% endmacro %}"
    )

    def __init__(self, guard: str, script: str) -> None:
        super().__init__(tiles=None)  # its options are in ties-map.js
        # folium adds a script that asks for touch switches; only links are ours to choose.
        self.default_js = [("guard", guard), ("map", script)]


class ViewLayer(folium.FeatureGroup):
    """Shows a view, as `geo.map.network.view_payload` has it, on the map that is drawn already."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "var {{ this.get_name() }} = L.featureGroup();window.ties.show({{ this.view }});"
        "{% endmacro %}"
    )

    def __init__(self, payload: dict) -> None:
        super().__init__()
        self.view = encode(payload)


def map_key(network: Network) -> str:
    """Return a component key that changes with the network's content (no underscore in it)."""
    return f"ties{network.digest}"


def map_styles() -> str:
    """Return the styles of the map: Leaflet's without the pictures it has no use for, and ours."""
    leaflet, own = (
        read_asset(path).decode("utf-8")
        for path in (leaflet_folder() / "leaflet.css", settings.ASSETS / "ties-map.css")
    )
    return re.sub(r"[\w-]+:\s*url\([^)]*\);?", "", leaflet) + own


@cache
def guard_script(assets: str) -> bytes:
    """
    Return the first script, so small that it is there at once.

    It says that the map is loading, and if any file of the map fails to load, says so in the
    place of the map; without it the reader would see an empty frame. It is the same for every
    language, like the rest of the base map: the page's link says which one is read.

    It brings the styles, with their fonts in the folder at the address `assets`: a map that is
    drawn before they are there is fitted and named three times.
    """
    styles = map_styles().replace('url("fonts/', f'url("{assets}/fonts/')
    texts = {lang: [t(f"map.{name}", lang) for name in ("loading", "failed")] for lang in LANGUAGES}
    colours = [settings.COLOURS["words"][name] for name in ("text", "background")]
    script = read_script(settings.ASSETS / f"{GUARD}.js")
    said = ", ".join(map(json.dumps, (texts, styles, colours)))
    return script + f"tiesGuard({said});".encode("ascii")
