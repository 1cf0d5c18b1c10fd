"""
Keys of territories that nobody has written down yet: what the sources say of a region or country.

Units are those of Overture Maps. The finest shapes of a layer belong to the unit that bears their
name, or holds a place of that name; where several do, to the only one of them they touch. What the
sources do not say, or not of one place alone, is left empty and listed for a person to settle:
a name that no source has in Russian stays as it is there.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from data.coverage import METRIC, STORED
from data.order import Sources
from data.surveys import SURVEYS, country_name
from data.territory_keys import FIELDS
from geo.languages import language

GENERIC = re.compile(
    r"\b(?:novads|vald|linn|powiat|gmina|ауданы|муниципальный|городской|район|округ|город"
    r"|district|municipality|county)\b|\bқ\.ә\.",
    re.IGNORECASE,
)
"""Words that say what a place is, not which."""
DISTRICT = re.compile(r"novads|vald|powiat|ауданы|район|муниципальный округ", re.IGNORECASE)
KINDS = {"муниципальный округ": "munitsipalny_okrug", "городской округ": "gorodskoy_okrug"}
SHORTENED = {"pag.": "pagasts"}
"""How the layer of Latvia writes what Overture writes in full."""
INSIDE_M = 300.0
"""So far from its outline a place lies inside a shape, whatever is simplified later."""
LIKE = 0.7
"""Likeness of a Cyrillic name to the letters of the place's own from which it is taken for it."""
CLEARLY = 0.1
"""So much more like than any other Cyrillic name, whose languages nobody says."""
RUSSIAN_NAME = re.compile(r"[А-ЯЁ][а-яё]+(?:[- ][А-ЯЁ]?[а-яё]+)*")


@dataclass(frozen=True)
class Open:
    """A question that the sources leave to a person: which table of it, of what, and what is it."""

    place: str
    about: str
    what: str


def derive_keys(
    place: str, sources: Sources, known: pd.DataFrame
) -> tuple[pd.DataFrame, list[Open]]:
    """
    Return the keys of a country's or a region's territories by code, and what is open.

    ValueError if a layer has no unit of it at all.
    """
    country = place.partition("-")[0]
    survey, parts = SURVEYS[country], sources.of([country]).to_crs(METRIC)
    divisions = sources.divisions[sources.divisions["country"] == country.upper()]
    units = divisions[divisions["subtype"] == survey.unit]
    if "-" in place:
        units = units[units["region"] == place.upper()]
        region = divisions[divisions["region"] == place.upper()].query("subtype == 'region'")
        parts = parts[parts["admin2"].isin(region["name_en"])]
    if not len(units) or not len(parts):
        msg = f"the sources have no districts of {place}"
        raise ValueError(msg)
    parts = parts.set_geometry(shapely.coverage_clean(parts.geometry.to_numpy(), gap_width=500))
    owners, left = _owners(parts, units, divisions)
    open_ = [Open(country, f"{parts.at[part, 'name']} ({part})", why) for part, why in left.items()]
    places = sources.places[sources.places["countrycode"] == country.upper()]
    rows, taken = {}, set(known.index)
    for unit in _cities_first(units):
        shape = [part for part, owner in owners.items() if owner == unit]
        if not shape:
            open_.append(Open(country, units.at[unit, "name_primary"], "no shape bears its name"))
            continue
        code, row, questions = _row(place, units.loc[unit], parts.loc[shape], places, taken)
        rows[code] = row | {"overture": unit, "shape": ";".join(sorted(shape))}
        taken.add(code)
        open_ += [Open(country, code, question) for question in questions]
    columns = [field["name"] for field in FIELDS][1:]
    return pd.DataFrame.from_dict(rows, "index", columns=columns).fillna("").sort_index(), open_


def _cities_first(units: pd.DataFrame) -> list[str]:
    """Return the units, those first that need no word to say what they are."""
    names = units["name_primary"].str
    return list(units[~names.contains(DISTRICT)].index) + list(
        units[names.contains(DISTRICT)].index
    )


def _owners(
    parts: gpd.GeoDataFrame, units: pd.DataFrame, divisions: pd.DataFrame
) -> tuple[dict[str, str], dict[str, str]]:
    """Return which unit each shape belongs to, and of the others why that is not known."""
    above = divisions["parent_id"]
    held = divisions.index.to_series().map(lambda x: x if x in units.index else above.get(x))
    held = held.where(held.isin(units.index), held.map(above))
    held = held[held.isin(units.index)]
    by_name = held.groupby(divisions["name_primary"].reindex(held.index)).agg(set)
    by_stem = pd.Series(units.index, units.index).groupby(units["name_primary"].map(_stem)).agg(set)
    candidates: dict[str, set[str]] = {}
    for part, name in parts["name"].items():
        full = " ".join(SHORTENED.get(word, word) for word in str(name).split())
        candidates[part] = by_name.get(full) or by_stem.get(_stem(full)) or set()
    owners = {part: next(iter(own)) for part, own in candidates.items() if len(own) == 1}
    beside = _beside(parts)
    for settle in (_named_beside, _surrounded):
        while found := dict(settle(candidates, owners, beside)):
            owners |= found
    return owners, {
        part: f"{len(own)} units of Overture Maps bear or hold its name"
        for part, own in candidates.items()
        if part not in owners
    }


def _beside(parts: gpd.GeoDataFrame) -> dict[str, set[str]]:
    """Return which shapes share a line with each."""
    shapes = parts.geometry.to_numpy()
    one, other = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    shared = shapely.intersection(shapes[one], shapes[other])
    lines = (one != other) & (shapely.length(shared) > 0)
    found: dict[str, set[str]] = {part: set() for part in parts.index}
    for a, b in zip(parts.index[one[lines]], parts.index[other[lines]], strict=True):
        found[a].add(b)
    return found


def _named_beside(
    candidates: dict[str, set[str]], owners: dict[str, str], beside: dict[str, set[str]]
) -> Iterator[tuple[str, str]]:
    """Yield the shapes that touch exactly one of the units that may own them."""
    for part, own in candidates.items():
        if part not in owners and len(own) > 1:
            near = {owners[other] for other in beside[part] if other in owners} & own
            if len(near) == 1:
                yield part, next(iter(near))


def _surrounded(
    candidates: dict[str, set[str]], owners: dict[str, str], beside: dict[str, set[str]]
) -> Iterator[tuple[str, str]]:
    """Yield the shapes that nothing but one unit touches."""
    for part in candidates:
        if part not in owners and beside[part] and beside[part] <= owners.keys():
            around = {owners[other] for other in beside[part]}
            if len(around) == 1:
                yield part, next(iter(around))


def _row(
    place: str,
    unit: pd.Series,
    parts: gpd.GeoDataFrame,
    places: pd.DataFrame,
    taken: set[str],
) -> tuple[str, dict[str, str], list[str]]:
    """Return code and key of a unit, and what is open about it."""
    native, in_russian = unit["name_primary"], place.startswith("ru")
    is_city = not DISTRICT.search(native)
    plain = " ".join(GENERIC.sub("", native).split()) or native
    code = f"{place}-{_slug(plain)}"
    code = code if code not in taken else f"{place}-{_slug(native)}"
    shape = shapely.union_all(parts.geometry.to_numpy())
    seat, questions = _seat(plain, shape, places), []
    seat_ru = (
        "" if seat is None else plain if in_russian and is_city else _russian(places.loc[seat])
    )
    name = {"short_ru": plain if in_russian else native, "name_ru": native}
    if is_city and (in_russian or seat_ru):
        name = {"short_ru": seat_ru or plain, "name_ru": f"город {seat_ru or plain}"}
    elif not in_russian:
        questions.append(f"no source has a Russian name for {native}")
    kinds = (code for word, code in KINDS.items() if word in native)
    row = {**name, "kind": "gorod" if is_city else next(kinds, "rayon"), "seat_ru": seat_ru}
    if seat is not None:
        return code, row | {"geonames": str(seat)}, questions
    questions.append("no source says its seat: the point is the middle of its widest part")
    middle = shapely.get_point(shapely.maximum_inscribed_circle(shape, tolerance=100), 0)
    middle = gpd.GeoSeries([middle], crs=METRIC).to_crs(STORED).iloc[0]
    return code, row | {"lon": f"{middle.x:.5f}", "lat": f"{middle.y:.5f}"}, questions


def _seat(plain: str, shape: shapely.Geometry, places: pd.DataFrame) -> int | None:
    """Return the largest place well inside a shape whose name begins as the unit's does."""
    points = gpd.GeoSeries.from_xy(places["longitude"], places["latitude"], crs=STORED)
    within = points.to_crs(METRIC).within(shape.buffer(-INSIDE_M)).to_numpy()
    alike = np.array([_is_like(plain, place) for place in places[within].itertuples()], dtype=bool)
    fitting = places[within][alike].sort_values("population", kind="stable")
    return int(fitting.index[-1]) if len(fitting) else None


def _is_like(plain: str, place: object) -> bool:
    """Return whether a place's name and a unit's, in any case of grammar, begin alike."""
    own = _slug(plain)
    for name in (place.name, *place.alternatenames):
        other = _slug(name)
        alike = len(next((own[:n] for n in range(len(own), 0, -1) if other[:n] == own[:n]), ""))
        if alike >= max(3, min(len(own), len(other)) - 3, len(own) - 4):
            return True
    return False


def _russian(place: pd.Series) -> str:
    """Return the one Cyrillic name of a place that follows its own letters best, if any does."""
    own = _slug(place["name"])
    names = {name for name in place["alternatenames"] if RUSSIAN_NAME.fullmatch(name)}
    rated = sorted(
        ((SequenceMatcher(None, own, _slug(name)).ratio(), name) for name in names), reverse=True
    )
    (first, name), (second, _) = [*rated, (0.0, ""), (0.0, "")][:2]
    clear = first >= max(LIKE, second + CLEARLY) or first == 1.0 > second
    return name if clear else ""


def _stem(name: str) -> str:
    return _slug(GENERIC.sub("", name))


def _slug(name: str) -> str:
    """Return a name in Latin letters without marks, with hyphens between its words."""
    latin = language("en").number(name.lower())
    plain = unicodedata.normalize("NFKD", latin).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", re.sub("iy(?![a-z])", "y", plain)).strip("-")


def report(found: list[Open]) -> str:
    """Return what is open as a text in Markdown, by country."""
    lines = ["# What the sources leave open", ""]
    for country in dict.fromkeys(each.place for each in found):
        lines += [f"## {country_name(country, 'en')}", ""]
        lines += [f"- {each.about}: {each.what}" for each in found if each.place == country] + [""]
    return "\n".join(lines) if found else ""
