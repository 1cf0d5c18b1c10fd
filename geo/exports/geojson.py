"""
Boundaries, places and ties as GeoJSON (RFC 7946) for QGIS and other programs, in one archive.

One file per layer and licence: boundaries of one country may be under the ODbL, of another under
CC BY, so they are given as they stand in ``data/``, each a valid coverage by itself, and not
reconciled along the state border as on the map: that would mix the two.

Coordinates are degrees on WGS 84, longitude first, outer rings counterclockwise, with no `crs`
member. Every collection says its title, filters, date of the register, licences and attribution
in members of its own, which RFC 7946 allows (section 6.1).
"""

import json
from collections.abc import Iterable

import numpy as np
import shapely

from geo.agreements import Agreement
from geo.card import number
from geo.exports.material import Material
from geo.exports.qml import styles
from geo.history import Standing
from geo.map.curves import BEND, POINTS, bend_controls, bezier, paths
from geo.map.place import to_degrees, to_metres
from geo.sources import notice, sources_of, title
from geo.stats import counts
from geo.tables import to_zip
from geo.terms import lapsed_on
from geo.territories import Accuracy, Territory
from geo.territories.boundaries import read_country
from geo.text import capital, t
from geo.ties import Tie

DECIMALS = 6
"""As RFC 7946 recommends (section 11.2): about 10 cm, finer than any of the surveys."""


def to_geojson(material: Material) -> bytes:
    """
    Return the layers of a view and a README as a zip archive.

    Each layer has a style for QGIS beside it (``.qml``). Counts are those of the view; shapes and
    places are all there, also with no agreement. The same view of the same register on the same day
    gives the same bytes.
    """
    return to_zip(to_files(material), material.today)


def to_files(material: Material) -> dict[str, bytes]:
    """Return what is in the archive by name, the README last."""
    imprint, own = material.register.territories.imprint, ("agreements", "territories")
    layers = {
        path: _collection(
            material, (f"boundaries-{country}", "territories"), _shapes(material, country, path)
        )
        for country, path in imprint.layers.items()
    }
    layers["places.geojson"] = _collection(material, ("territories",), _places(material))
    layers |= {name: _collection(material, own, found) for name, found in _lines(material).items()}
    files = {
        name: json.dumps({"type": "FeatureCollection", "name": name.split(".")[0]} | layer,
                         ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        for name, layer in layers.items()
    }  # fmt: skip
    files |= styles(imprint, material.view.lang)
    # The byte order mark is for Notepad on older Windows; GeoJSON must not have one.
    files["README.txt"] = "\ufeff" + _readme(material, layers)
    return {name: text.encode("utf-8", "replace") for name, text in files.items()}


def _collection(material: Material, resources: tuple[str, ...], features: list[dict]) -> dict:
    """Return the members of a collection: what it is, whose data, and the features."""
    view, register = material.view, material.register
    known = sources_of(register.territories.imprint)
    own = {(s["name"], notice(s, view.lang)): s for s in known if s["name"] in resources}
    sources = list(own.values())
    licences = {one["name"]: one for source in sources for one in source["licenses"]}
    boxes = np.array([feature["bbox"] for feature in features if feature["geometry"]])
    return {
        "title": f"{t('app.title', view.lang)}: {material.shown.subject}",
        "filters": material.shown.about,
        "register_date": register.newest.isoformat(),
        "n_agreements": material.shown.picked.tally.total,
        "attribution": [notice(source, view.lang) for source in sources],
        "licences": list(licences.values()),
        **({"bbox": shapely.total_bounds(shapely.box(*boxes.T)).tolist()} if len(boxes) else {}),
        "features": features,
    }


def _feature(code: str, geometry: shapely.Geometry | None, properties: dict) -> dict:
    """Return a feature; it has no geometry where nobody knows where it lies."""
    feature = {"type": "Feature", "id": code, "properties": properties, "geometry": None}
    if geometry is not None:
        placed = shapely.transform(geometry, lambda points: points.round(DECIMALS))
        feature |= {"bbox": placed.bounds, "geometry": shapely.geometry.mapping(placed)}
    return feature


# --- the layers -----------------------------------------------------------------------------------


def _shapes(material: Material, country: str, path: str) -> list[dict]:
    """Return the shapes of one country, each with the territory that it belongs to."""
    owners = {x.boundary: x for x in material.mapped if x.accuracy != Accuracy.POINT}
    known = [x for x in sources_of(material.register.territories.imprint) if x["path"] == path]
    licence = known[0]["licenses"][0]["name"]
    layer = read_country([source["folder"] for source in known], country, path)
    return [
        _feature(
            owners[boundary].code,
            shapely.orient_polygons(shape),
            {**_names(owners[boundary], material), "licence": licence},
        )
        for boundary, shape in layer.geometry.items()
        if boundary in owners
    ]


def _places(material: Material) -> list[dict]:
    """Return the point of every territory: its seat, or a point inside it."""
    return [
        _feature(territory.code, shapely.Point(territory.point) if territory.point else None,
                 {**_names(territory, material), "boundary": territory.boundary})
        for territory in material.mapped
    ]  # fmt: skip


def _names(territory: Territory, material: Material) -> dict:
    """Return what is said of a territory: code, names, place, accuracy, counts in the view."""
    part = material.mapped[territory]
    own = ("code", "name_ru", "name_en", "name_be", "short_ru", "kind", "country", "region")
    return {
        **{name: str(getattr(territory, name)) for name in own},
        "region_ru": t(f"region.{territory.region}", "ru"),
        "region_en": t(f"region.{territory.region}", "en"),
        "accuracy": str(territory.accuracy),
        **counts(part.tally),
        "n_partners": len(part.ties),
    }


def _lines(material: Material) -> dict[str, list[dict]]:
    """Return the ties of the view as curves from home to partner, and its agreements as theirs."""
    drawn = _paths(material)
    picked = material.shown.picked
    ties = []
    curves: dict[str, list[shapely.LineString]] = {}
    for tie in picked.ties:
        known = {a.id: drawn[tie.code, a.id] for a in tie.agreements if (tie.code, a.id) in drawn}
        first = next(iter(known.values()), None)
        ties.append(_feature(tie.code, first, _facts(tie, material)))
        for code, path in known.items():
            curves.setdefault(code, []).append(path)
    agreements = []
    for one in picked.agreements:
        line = shapely.MultiLineString(curves[one.id]) if one.id in curves else None
        agreements.append(_feature(one.id, line, _agreement_facts(one, material)))
    return {"ties.geojson": ties, "agreements.geojson": agreements}


def _paths(material: Material) -> dict[tuple[str, str], shapely.LineString]:
    """Return the curve of every pair and agreement of the view whose two places are known."""
    territories, anchors = material.register.territories, material.network.anchors
    shown = {agreement.id for agreement in material.shown.picked.agreements}
    curves = [curve for curve in material.network.curves if curve.agreement_id in shown]
    found = {}
    for curve, path in zip(curves, paths(curves, POINTS, territories.crs), strict=True):
        ends = curve.tie.home, curve.tie.partner
        # On the map a remote territory stands at the edge; in data it stands where it is.
        if any(anchors[code].is_remote for code in ends):
            points = [point for code in ends if (point := territories[code].point)]
            if len(points) < len(ends):
                continue
            path = _true_curve(points, territories.crs)
        found[curve.tie.code, curve.agreement_id] = shapely.LineString(path)
    return found


def _true_curve(ends: Iterable[tuple[float, float]], crs: str) -> np.ndarray:
    """Return a curve between the real points of two territories, as (lon, lat)."""
    start, end = (to_metres([point], crs) for point in ends)
    curve = bezier(start, bend_controls(start, end, np.array([BEND])), end, POINTS)[0]
    return to_degrees(curve, crs)


def _facts(tie: Tie, material: Material) -> dict:
    territories = material.register.territories
    days = [agreement.signed_on.isoformat() for agreement in tie.agreements]
    ends = {"home": tie.home, "partner": tie.partner}
    return {
        **ends,
        **{f"{end}_ru": territories[code].short_ru for end, code in ends.items()},
        **{f"{end}_en": territories[code].short_en for end, code in ends.items()},
        "region": territories[tie.partner].region,
        **counts(material.shown.picked.count(tie.agreements)),
        "ids": "; ".join(agreement.id for agreement in tie.agreements),
        "kinds": "; ".join(dict.fromkeys(str(agreement.kind) for agreement in tie.agreements)),
        "first_signed": min(days),
        "last_signed": max(days),
        "length_km": None if tie.length_km is None else round(tie.length_km, 1),
    }


def _agreement_facts(agreement: Agreement, material: Material) -> dict:
    """Return what is said of an agreement: as the table has it, codes in place of words."""
    shown = material.shown
    told, how = shown.told(agreement), shown.standing(agreement)
    gone = None if shown.discreet or how != Standing.LAPSED else lapsed_on(told)
    days = {"signed_on": told.signed_on, "registered_on": told.registered_on, "lapsed_on": gone}
    return {
        "number": agreement.number,
        **({"registers": number(agreement, shown.lang)} if agreement.records else {}),
        "section": str(agreement.status),
        "status": str(how),
        "kind": str(agreement.kind),
        "form": str(agreement.form),
        "title": agreement.title,
        **{name: day.isoformat() if day else None for name, day in days.items()},
        "registration_number": told.registration_number or None,
        "term": told.term_text or None,
        "territories": "; ".join(agreement.territories),
    }


# --- the README -----------------------------------------------------------------------------------


def _readme(material: Material, layers: dict[str, dict]) -> str:
    """Return what the layers are, what they show and who gave them under which licence."""
    shown, lang = material.shown, material.view.lang
    lines = [
        f"{t('app.title', lang)}: {shown.subject}",
        capital(shown.dated),
        shown.about,
        shown.count_of(shown.picked),
        "",
        t("geojson.what", lang),
        "",
    ]
    for name, layer in layers.items():
        key = name.split(".")[0].split("_")[0]
        lines += [f"{name}: {t(f'geojson.{key}', lang)}", *layer["attribution"]]
        lines += [f"{title(one, lang)}: {one['path']}" for one in layer["licences"]]
        lines.append("")
    return "\r\n".join([*lines, t("geojson.styles", lang), t("geojson.columns", lang), ""])
