"""Paths, reference systems, colours and class breaks, each with its reason."""

import os
import tomllib
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

COLOURS = tomllib.loads((ROOT / "geo" / "colours.toml").read_text(encoding="utf-8"))
"""Pairs, light and dark, by table and name."""
LIGHT = {table: {name: light for name, (light, _) in own.items()} for table, own in COLOURS.items()}
KIND_COLOURS = LIGHT["kinds"]


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
SHADES = {side: tuple(LIGHT[side].values()) for side in ("home", "partner")}

CROWD_TIES = 8
"""An agreement that makes at least this many ties is drawn in hairlines, lest it drown the rest."""
