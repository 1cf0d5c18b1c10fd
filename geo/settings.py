"""Paths, reference systems, colours and class breaks, each with its reason."""

import os
from pathlib import Path

ROOT = Path(__file__).parent.parent
REGISTER_URL = os.environ.get("REGISTER_URL", "")
"""The database that several machines share (`geo.update.store`); empty for a folder alone."""


def _folders() -> tuple[Path, ...]:
    given = [one for one in os.environ.get("TIES_DATA", "").split(os.pathsep) if one]
    named = tuple(map(Path, given)) or (ROOT / (".cache/register" if REGISTER_URL else "data"),)
    inside = sorted(path.parent for path in named[0].glob("*/register.toml"))
    if len(named) > 1 or not inside or (named[0] / "register.toml").exists():
        return named
    return tuple(inside)


FOLDERS = _folders()
"""The folders of the registers with their boundaries, most often one. The environment variable
``TIES_DATA`` is the one way to point the app and the command line at others: a folder, several of
them separated as the system separates paths, or a folder of such folders."""
DATA = FOLDERS[0]
"""The one register's folder, or the first one's; tests point it at an issue they keep."""
ASSETS = ROOT / "geo" / "assets"
CACHE = Path(os.environ.get("TIES_CACHE") or ROOT / ".cache")
"""What can be made again at any time, kept so that the next start need not (`TIES_CACHE`)."""

CRS = "EPSG:4326"
"""Storage and exchange: longitude, latitude in degrees on WGS 84."""

REMOTE_KM = 500
"""A territory farther than this from both sides of the map is drawn at the map's edge."""

KIND_COLOURS = {
    "twinning": "#CF5000",
    "friendship": "#22AD84",
    "cooperation": "#125B9E",
    "sectoral": "#4A1560",
}
"""Hues near Okabe-Ito, moved apart in lightness (L* 51, 63, 38, 19) so that they differ in
greyscale print too; least difference 21 (CIE76) with deuteranopia, protanopia and tritanopia."""


def on_screen(colour: str) -> str:
    """Return a colour as a style names it, so that a dark page can have another one for it."""
    return f"var(--c-{colour[1:]}, {colour})"


LIGHT_FILLS = {"twinning": "#E88F5B", "friendship": "#A7DECE"}
"""Fills of bars and columns inside an outline of the kind's colour, which fills the others; letters
on them are dark. In greyscale the four are far apart so, from sectoral, the darkest, to friendship,
though they stand side by side."""

UNKNOWN_FILL, UNKNOWN_LINE = "#F2DC8A", "#8A6D00"
"""Of what lapsed on an unknown day, beside what is in force and what lapsed: a light fill under
dark letters and its dotted outline. No kind has its colour, and in greyscale all are darker."""

SHADE_BREAKS = (1, 2, 4, 7)
"""Lower bounds of the classes of "agreements per territory"; 0 is a class of its own."""
SHADES = {
    "home": ("#FBF7F1", "#F3E4D2", "#E9CFB1", "#DDB48B", "#CC9765"),
    "partner": ("#F4F7F9", "#DDE8EE", "#C1D5E0", "#9FBDCE", "#7BA3BA"),
}
"""Warm sand for the home region, cool blue-grey across the border, as light by class."""

CROWD_TIES = 8
"""An agreement that makes at least this many ties is drawn in hairlines, lest it drown the rest."""
