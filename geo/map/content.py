"""
Content: what lies still on the map, as the browser gets it: shapes, borders, curves and names.

Making it needs the boundaries and takes seconds; the app makes it once for a state of the data and
keeps the file (`geo.map.network.Network.script`). Where the outlines are many the file has coarse
ones, as fine as a map of everything can show, and the finer ones are a file of their own, for who
looks closer (`geo.map.network.Network.finer`).

Points travel as whole steps on a grid, each from the one before (`_steps`): a third of the bytes.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import shapely

from geo.agreements import Agreement, Kind, Register, Status
from geo.languages import language
from geo.map.curves import paths, screen_points
from geo.map.look import LOOK
from geo.map.place import Anchor, to_metres
from geo.shown import off_map
from geo.shown.selection import OF_AGREEMENT, OF_PAIR
from geo.territories import Accuracy, Territory
from geo.territories.boundaries import Boundaries
from geo.text import LANGUAGES, format_date, format_number, load_texts, t
from geo.ties import nearest_party_km
from geo.view import choices, label

if TYPE_CHECKING:
    from geo.map.network import Network

DECIMALS = 4
"""About 10 m: finer than the survey of the boundaries, invisible at the closest zoom."""
MOST_POINTS = 40_000
"""With more points of outlines than this a map of everything gets coarser ones."""
WIDTH_PX = 1500
"""For a map of everything of this width coarse outlines are right to the pixel."""
WORLD_M = 40_075_017 / 256
"""Metres of a pixel on the equator at zoom 0."""


def network_content(network: "Network") -> dict:
    """Return everything that lies still on the map."""
    register = network.register
    agreements = {agreement.id: place for place, agreement in enumerate(register.agreements)}
    ties = {tie.code: place for place, tie in enumerate(network.ties)}
    parties = set(register.party_codes)
    drawn_paths = paths(network.curves, screen_points(network.curves), register.territories.crs)
    return {
        "territories": [
            _territory(territory, network.anchors.get(code), register, parties)
            for code, territory in register.territories.items()
        ],
        "regions": {
            region: _both(f"region.{region}")
            for region in dict.fromkeys(x.region for x in register.territories.values())
        },
        "grid": 10**DECIMALS,
        "shapes": _shapes(network, network.boundaries),
        "borders": _borders(network.boundaries),
        "places": _quiet_places(network.boundaries),
        "agreements": [_agreement(agreement) for agreement in register.agreements],
        "ties": [
            {"h": network.places[tie.home], "p": network.places[tie.partner]}
            for tie in network.ties
        ],
        "lines": [
            {
                "t": ties[curve.tie.code],
                "a": agreements[curve.agreement_id],
                "c": int(curve.crowded),
                "g": path,
            }
            for curve, path in zip(network.curves, _bends(drawn_paths), strict=True)
        ],
        "bounds": network.bounds(register.party_codes),
        "kinds": list(map(str, Kind)),
        "newest": register.newest.isoformat(),
        "filters": _filters(network),
        "look": LOOK.to_json(),
        "attribution": {
            lang: t("map.attribution", lang, **network.register.words(lang)) for lang in LANGUAGES
        },
        **_legend_notes(network),
        "texts": {lang: _layer_texts(lang) for lang in LANGUAGES},
    }


def coarse_content(network: "Network") -> dict:
    """
    Return what of the content is coarse as long as all is in view; nothing where little is saved.

    From the zoom ``finer`` on a pixel is less than what the coarse outlines are off.
    """
    boundaries = network.boundaries
    outlines = (*boundaries.shapes.geometry, *boundaries.neighbours.geometry)
    if shapely.get_num_coordinates(outlines).sum() <= MOST_POINTS:
        return {}
    west, south, east, north = boundaries.shapes.total_bounds
    corners = to_metres([(west, south), (east, north)], boundaries.crs)
    tolerance_m = float(abs(corners[1] - corners[0]).max()) / WIDTH_PX
    coarse = boundaries.simplified(tolerance_m)
    pixel_m = WORLD_M * math.cos(math.radians((south + north) / 2))
    return {
        "shapes": _shapes(network, coarse),
        "borders": _borders(coarse),
        "finer": round(math.log2(pixel_m / tolerance_m), 2),
    }


def _both(key: str, **values: object) -> dict[str, str]:
    return {lang: t(key, lang, **values) for lang in LANGUAGES}


def _filters(network: "Network") -> dict:
    """
    Return what the browser needs to filter ahead of the server: which values every list has.

    By the name of the list: its values as the reader sees them, and for every tie, or for every
    agreement, the positions of those that it has; for the list of standings only their codes.
    """
    register, filters = network.register, dict[str, dict]()
    of: dict[str, Sequence]
    for name, codes in choices(register).items():
        place = {code: position for position, code in enumerate(codes)}
        labels = {lang: [label(name, code, register, lang) for code in place] for lang in LANGUAGES}
        if name in OF_PAIR:
            pairs = [OF_PAIR[name](tie.home, tie.partner, register) for tie in network.ties]
            of = {"ties": [[place[code]] for code in pairs]}
        elif name in OF_AGREEMENT:
            own = [OF_AGREEMENT[name](agreement) for agreement in register.agreements]
            of = {"agreements": [[place[code] for code in some] for some in own]}
        else:
            of = {"standings": codes}
        filters[name] = {"labels": labels, **of}
    return filters


def _legend_notes(network: "Network") -> dict:
    """Return the legend's notes on what only some registers have."""
    notes: dict = {}
    register = network.register
    if approximate := register.territories.approximate:
        notes["approximate"] = {
            lang: t("map.approximate", lang, names=", ".join(x.short(lang) for x in approximate))
            for lang in LANGUAGES
        }
    if any(curve.crowded for curve in network.curves):
        notes["crowd"] = _both("map.crowd")
    off = {lang: " ".join(off_map(register.agreements, register, lang)) for lang in LANGUAGES}
    if any(off.values()):
        notes["unplaced"] = off
    return notes


def _layer_texts(lang: str) -> Mapping[str, object]:
    """Return the texts that the browser composes itself: the table ``layer`` and the counts."""
    texts = {
        key.partition(".")[2]: text[lang]
        for key, text in load_texts().items()
        if key.startswith(("layer.", "map.count"))
    }
    texts["day"] = language(lang).sheet_day
    texts |= {f"kind_{kind}": t(f"kind.{kind}", lang) for kind in Kind}
    return texts | {str(status): t(f"status.{status}", lang) for status in Status}


def _territory(
    territory: Territory, anchor: Anchor | None, register: Register, parties: Collection[str]
) -> dict:
    short = {lang: territory.short(lang) for lang in LANGUAGES}
    content = {
        "code": territory.code,
        "side": str(territory.side),
        "area": territory.region,
        "at": anchor and anchor.at,
        "party": int(territory.code in parties),
        "short": short,
        "name": {lang: territory.name(lang) for lang in LANGUAGES},
    }
    if territory.accuracy == Accuracy.APPROXIMATE:
        content["approximate"] = 1
    if anchor and anchor.is_remote:
        distance = nearest_party_km(territory, register)
        content["remote"] = {
            lang: t("map.remote_tip", lang, km=format_number(distance, lang)) for lang in LANGUAGES
        }
    return content


def _agreement(agreement: Agreement) -> dict:
    return {
        "id": agreement.id,
        "kind": str(agreement.kind),
        "lapsed": int(agreement.status == Status.LAPSED),
        "year": agreement.signed_on.year,
        "form": _both(f"form.{agreement.form}"),
        "date": {lang: format_date(agreement.signed_on, lang) for lang in LANGUAGES},
    }


def _shapes(network: "Network", boundaries: Boundaries) -> list[dict]:
    owners = {
        territory.boundary: network.places[territory.code]
        for territory in network.register.territories.values()
        if territory.accuracy != Accuracy.POINT
    }
    shapes = boundaries.shapes
    drawn = zip(shapes.index, shapes.side, shapes.geometry.values, strict=True)
    return [
        {
            "t": owners[boundary],
            "c": side,
            "g": [_steps(shapely.get_rings(polygon)) for polygon in shapely.get_parts(shape)],
        }
        for boundary, side, shape in drawn
        if boundary in owners
    ]


def _steps(lines: Sequence[shapely.Geometry]) -> list[list[int]]:
    """
    Return the points of lines on the grid of `DECIMALS`: how far each lies from the one before.

    Of each line all longitudes come first, then all latitudes, each from 0 on. What falls on the
    point before is left out.
    """
    points, line_of = shapely.get_coordinates(lines, return_index=True)
    grid = np.rint(points * 10**DECIMALS).astype(int)
    first = np.diff(line_of, prepend=-1) > 0
    steps = np.where(first[:, None], grid, np.diff(grid, axis=0, prepend=0))
    kept = first | (steps != 0).any(axis=1)
    ends = np.searchsorted(line_of[kept], np.arange(1, len(lines)))
    return [line.T.ravel().tolist() for line in np.split(steps[kept], ends)] if len(lines) else []


def _bends(lines: np.ndarray) -> list[list[int]]:
    """
    Return lines that bend evenly, shape (lines, points, 2), on the grid, as `_steps` does.

    It is how much each step differs from the one before: next to nothing.
    """
    grid = np.rint(lines * 10**DECIMALS).astype(int)
    changes = np.diff(np.diff(grid, axis=1, prepend=0), axis=1, prepend=0)
    return [line.T.ravel().tolist() for line in changes]


def _borders(boundaries: Boundaries) -> dict[str, list]:
    """Return the lines by rank: the state border, the outlines, oblasts, neighbours."""
    neighbours = boundaries.neighbours.geometry.values
    areas = shapely.get_dimensions(neighbours) == 2
    return {
        rank: _steps(shapely.get_parts(lines))
        for rank, lines in {
            "state": boundaries.state_border,
            "outer": boundaries.outer_border,
            "regions": boundaries.region_borders,
            "neighbours": np.where(areas, shapely.boundary(neighbours), neighbours),
        }.items()
    }


def _quiet_places(boundaries: Boundaries) -> list[dict]:
    """Return the names of oblasts and neighbours with where to write them."""
    places = [
        {"at": point, "level": "region-own", "name": _both(f"region.{region}")}
        for region, point in boundaries.region_points.items()
    ]
    for neighbour in boundaries.neighbours.itertuples():
        level = "region" if "-" in str(neighbour.Index) else "country"
        at = (float(neighbour.label_lon), float(neighbour.label_lat))
        name = {lang: language(lang).name_of(neighbour) for lang in LANGUAGES}
        places.append({"at": at, "level": level, "name": name})
    return places
