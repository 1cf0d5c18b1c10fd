"""
The network as the browser gets it: one file for all views, and a few hundred bytes for each view.

The file holds shapes, borders, curves and names; its own name carries a hash of its content, so
that a new register is a new file and browsers may keep the old one. A view only says which lines
are visible and how much each territory has. Register text stays out of folium's templates: it
travels in the file, as JSON, and the browser sets it as text.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import Any

import shapely

from geo.agreements import Agreement, Kind, Register, Status
from geo.boundaries import Boundaries
from geo.history import Standing
from geo.languages import language
from geo.map.curves import Curve, build_curves, paths, screen_points
from geo.map.look import LOOK
from geo.map.place import Anchor, place_anchors
from geo.shown import Shown, place_keys
from geo.territories import Accuracy, Territory
from geo.text import LANGUAGES, format_date, format_number, load_texts, t
from geo.ties import Tie, build_ties, nearest_party_km

_LINE_STATE = {
    Standing.NOT_SIGNED: 0,
    Standing.IN_FORCE: 1,
    Standing.LAPSED: 2,
    Standing.UNKNOWN: 3,
}
DECIMALS = 4
"""About 10 m: finer than the survey of the boundaries, invisible at the closest zoom."""


@dataclass(frozen=True, eq=False)
class Network:
    """All ties of a register as lines, and the file that shows them."""

    register: Register
    boundaries: Boundaries
    ties: tuple[Tie, ...]
    curves: tuple[Curve, ...]

    @cached_property
    def places(self) -> dict[str, int]:
        """Position of each territory in the file, by code."""
        return {code: place for place, code in enumerate(self.register.territories)}

    @cached_property
    def anchors(self) -> dict[str, Anchor]:
        """Where each territory is drawn, by code."""
        return place_anchors(self.register.territories)

    @cached_property
    def content(self) -> dict:
        """What the file holds, as lists, dictionaries, texts and numbers."""
        return _content(self)

    @cached_property
    def script(self) -> bytes:
        """The file: a script that defines ``window.TIES_DATA``."""
        content = json.dumps(self.content, ensure_ascii=True, separators=(",", ":"))
        return f"window.TIES_DATA={content};".encode("ascii")

    @cached_property
    def digest(self) -> str:
        """Hash of the file's content, 16 hexadecimal digits."""
        return hashlib.sha256(self.script).hexdigest()[:16]

    @property
    def file_name(self) -> str:
        """The file's name; it changes with its content."""
        return f"network-{self.digest}.js"


def build_network(register: Register, boundaries: Boundaries) -> Network:
    """Derive the ties of a whole register and draw their curves."""
    ties = build_ties(register.agreements, register.territories)
    return Network(register, boundaries, ties, build_curves(ties, register.territories))


def view_payload(shown: Shown, network: Network, *, mini: bool = False, fit: bool = False) -> dict:
    """
    Return what the browser needs to show a view: codes and numbers only.

    Parameters
    ----------
    shown
        What the view shows.
    network
        The lines that the browser has.
    mini
        Whether this is the small map.
    fit
        Whether the map shall fit what is in focus, as the small one always does.

    Returns
    -------
    payload
        `lang`, `focus`; `lines`: how each line stands (`line_states`). With a day in the view
        `time`: the day (`at`), `days` and `frames`, the lines at the end of each year up to today;
        with an earlier day to compare `spot`: positions of the agreements that changed.
        With `mini` a mark of it; with `mini` or `fit` the bounds of what is in focus.
    """
    payload: dict[str, Any] = {
        "lang": shown.lang,
        "focus": list(shown.view.focus),
        "lines": line_states(shown, network),
    }
    if shown.on:
        payload["time"] = _time_payload(shown, network, shown.on)
    if shown.view.since:
        changed = shown.changed & shown.listed.ids
        payload["spot"] = [
            place for place, a in enumerate(network.register.agreements) if a.id in changed
        ]
    if mini:
        payload["mini"] = 1
    if mini or fit:
        payload["fit"] = _focus_bounds(shown, network)
    return payload


def line_states(shown: Shown, network: Network) -> str:
    """
    Return how every line of the network stands, two lines to a hexadecimal digit.

    A line is hidden (0), in force (1), lapsed (2), or lapsed at an unknown date (3).
    """
    states = {
        (tie.home, tie.partner, agreement.id): _LINE_STATE[shown.listed.standing(agreement)]
        for tie in shown.ties
        for agreement in tie.agreements
    }
    line = [
        states.get((line.tie.home, line.tie.partner, line.agreement_id), 0)
        for line in network.curves
    ]
    line += [0] * (len(line) % 2)
    return "".join(f"{4 * one + other:x}" for one, other in zip(line[::2], line[1::2], strict=True))


def _time_payload(shown: Shown, network: Network, at: date) -> dict:
    """Return the lines at the end of every year, the last one today."""
    first, today = shown.register.years[0], shown.today
    days = [min(date(year, 12, 31), today) for year in range(first, today.year + 1)]
    frames = [
        line_states(replace(shown, view=replace(shown.view, on=day)), network) for day in days
    ]
    return {
        "at": at.isoformat(),
        "days": [day.isoformat() for day in days],
        "frames": frames,
    }


def _focus_bounds(shown: Shown, network: Network) -> list:
    """
    Return [[west, south], [east, north]] of the ties in focus.

    A territory without any stands with the whole network: by itself it would say nothing.
    """
    codes = shown.picked.homes | shown.picked.partners or set(network.register.party_codes)
    codes |= {code for code in shown.view.focus if code in network.register.territories}
    points = [network.anchors[code].at for code in codes if code in network.anchors]
    west, south = map(min, zip(*points, strict=True))
    east, north = map(max, zip(*points, strict=True))
    return [[west, south], [east, north]]


def _content(network: Network) -> dict:
    """Return everything that lies still on the map."""
    register = network.register
    agreements = {agreement.id: place for place, agreement in enumerate(register.agreements)}
    ties = {tie.code: place for place, tie in enumerate(network.ties)}
    drawn = [network.anchors[code].at for code in register.party_codes if code in network.anchors]
    drawn_paths = paths(network.curves, screen_points(network.curves)).tolist()
    return {
        "territories": [
            _territory(territory, network.anchors.get(code), register)
            for code, territory in register.territories.items()
        ],
        "shapes": _shapes(network),
        "borders": _borders(network.boundaries),
        "places": _quiet_places(network.boundaries),
        "agreements": [_agreement(agreement) for agreement in register.agreements],
        "ties": [
            {
                "h": network.places[tie.home],
                "p": network.places[tie.partner],
                "k": place_keys(tie, register),
            }
            for tie in network.ties
        ],
        "lines": [
            {
                "t": ties[curve.tie.code],
                "a": agreements[curve.agreement_id],
                "c": int(curve.crowded),
                "g": path,
            }
            for curve, path in zip(network.curves, drawn_paths, strict=True)
        ],
        "bounds": [
            [min(x) for x in zip(*drawn, strict=True)],
            [max(x) for x in zip(*drawn, strict=True)],
        ],
        "kinds": list(map(str, Kind)),
        "look": LOOK.to_json(),
        "attribution": _both("map.attribution"),
        **_legend_notes(network),
        "texts": {lang: _layer_texts(lang) for lang in LANGUAGES},
    }


def _both(key: str, **values: object) -> dict[str, str]:
    return {lang: t(key, lang, **values) for lang in LANGUAGES}


def _legend_notes(network: Network) -> dict:
    """Return the legend's notes on what only some registers have."""
    notes: dict = {}
    territories = network.register.territories.values()
    approximate = [x for x in territories if x.accuracy == Accuracy.APPROXIMATE]
    if approximate:
        notes["approximate"] = {
            lang: t("map.approximate", lang, names=", ".join(x.short(lang) for x in approximate))
            for lang in LANGUAGES
        }
    if any(curve.crowded for curve in network.curves):
        notes["crowd"] = _both("map.crowd")
    parties = set(network.register.party_codes)
    if unplaced := network.register.unplaced:
        notes["unplaced"] = {
            lang: t("shown.unplaced", lang, names=", ".join(x.name(lang) for x in unplaced))
            for lang in LANGUAGES
        }
    notes["remote"] = any(a.is_remote for code, a in network.anchors.items() if code in parties)
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


def _territory(territory: Territory, anchor: Anchor | None, register: Register) -> dict:
    short = {lang: territory.short(lang) for lang in LANGUAGES}
    content = {
        "code": territory.code,
        "country": str(territory.country),
        "area": territory.region,
        "at": anchor and anchor.at,
        "party": int(territory.code in set(register.party_codes)),
        "short": short,
        "name": {lang: territory.name(lang) for lang in LANGUAGES},
        "region": _both(f"region.{territory.region}"),
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
        "form": _both(f"form.{agreement.form}"),
        "date": {lang: format_date(agreement.signed_on, lang) for lang in LANGUAGES},
    }


def _shapes(network: Network) -> list[dict]:
    owners = {
        territory.boundary: network.places[territory.code]
        for territory in network.register.territories.values()
        if territory.accuracy != Accuracy.POINT
    }
    shapes = network.boundaries.shapes
    return [
        {"t": owners[boundary], "c": country, "g": _rings(geometry)}
        for boundary, country, geometry in zip(
            shapes.index, shapes.country, shapes.geometry, strict=True
        )
        if boundary in owners
    ]


def _rings(geometry: shapely.Geometry) -> list[list[list]]:
    """Return the rings of every polygon as rounded (lon, lat)."""
    return [
        [_rounded(ring) for ring in (polygon.exterior, *polygon.interiors)]
        for polygon in shapely.get_parts(geometry)
    ]


def _rounded(line: shapely.Geometry) -> list[list[float]]:
    points = shapely.get_coordinates(line).round(DECIMALS).tolist()
    return [points[0], *(b for a, b in pairwise(points) if a != b)]


def _borders(boundaries: Boundaries) -> dict[str, list]:
    """Return the lines by rank: the state border, the outlines, oblasts, neighbours."""
    state = boundaries.state_border
    outer = boundaries.outer_border
    regions = boundaries.region_borders
    neighbours = boundaries.neighbours.geometry
    return {
        "state": [_rounded(line) for line in shapely.get_parts(state)],
        "outer": [_rounded(line) for line in shapely.get_parts(outer)],
        "regions": [_rounded(line) for line in shapely.get_parts(regions)],
        "neighbours": [_rounded(line) for g in neighbours for line in _lines_of(g)],
    }


def _lines_of(geometry: shapely.Geometry) -> list[shapely.Geometry]:
    if geometry.geom_type in ("Polygon", "MultiPolygon"):
        geometry = geometry.boundary
    return list(shapely.get_parts(geometry))


def _quiet_places(boundaries: Boundaries) -> list[dict]:
    """Return the names of oblasts and neighbours with where to write them."""
    places = []
    for region, point in boundaries.region_points.items():
        if t(f"region.{region}", LANGUAGES[0]):
            places.append({"at": point, "level": "region-own", "name": _both(f"region.{region}")})
    for neighbour in boundaries.neighbours.itertuples():
        level = "region" if "-" in str(neighbour.Index) else "country"
        at = (float(neighbour.label_lon), float(neighbour.label_lat))
        name = {lang: language(lang).name_of(neighbour) for lang in LANGUAGES}
        places.append({"at": at, "level": level, "name": name})
    return places
