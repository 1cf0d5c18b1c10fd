"""
Keys of territories that nobody has written down yet: what the sources say of a region or country.

Units are those of Overture Maps. The finest shapes of a layer belong to the unit that bears their
name, or holds a place of that name; where several do, to the only one of them they touch. What is
left is drawn with the unit it borders most, and listed for a person to settle, as is all that the
sources do not say: a name that none has in Russian stays as it is there.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from data.coverage import METRIC, STORED, inner_point
from data.order import COLUMNS, Sources
from data.surveys import SURVEYS, country_name
from geo.languages import language
from geo.text import t

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
    """What the sources leave to a person: of which country, about what, and the words for it."""

    country: str
    about: str
    key: str
    details: Mapping[str, object]


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
    places = sources.places[sources.places["countrycode"] == country.upper()]
    owners, left = _owners(parts, units, divisions, places)
    open_ = [
        Open(country, f"{parts.at[part, 'name']} ({part})", "new.drawn_with", {"unit": unit})
        for part, unit in left.items()
    ]
    rows, taken, named = {}, set(known.index), units["name_primary"]
    # Those come first that need no word to say what they are.
    for unit in sorted(units.index, key=lambda unit: bool(DISTRICT.search(named[unit]))):
        shape = [part for part, owner in owners.items() if owner == unit]
        if not shape:
            open_.append(Open(country, named[unit], "new.no_shape", {}))
            continue
        code, row, questions = _row(place, units.loc[unit], parts.loc[shape], places, taken)
        rows[code] = row | {"overture": unit, "shape": ";".join(sorted(shape))}
        taken.add(code)
        open_ += [Open(country, code, key, {"name": name}) for key, name in questions]
    keys = pd.DataFrame.from_dict(rows, "index", columns=COLUMNS[1:])
    return keys.fillna("").sort_index(), open_


def _owners(
    parts: gpd.GeoDataFrame, units: pd.DataFrame, divisions: pd.DataFrame, places: pd.DataFrame
) -> tuple[dict[str, str], dict[str, str]]:
    """Return which unit each shape is drawn with, and its name where no source says so."""
    above = divisions["parent_id"]
    held = divisions.index.to_series().map(lambda x: x if x in units.index else above.get(x))
    held = held.where(held.isin(units.index), held.map(above))
    held = held[held.isin(units.index)]
    by_name = held.groupby(divisions["name_primary"].reindex(held.index)).agg(set)
    by_stem = pd.Series(units.index, units.index).groupby(units["name_primary"].map(_stem)).agg(set)
    names = parts["name"].map(lambda name: " ".join(SHORTENED.get(x, x) for x in name.split()))
    candidates: dict[str, set[str]] = {
        part: by_name.get(name) or by_stem.get(_stem(name)) or set() for part, name in names.items()
    }
    owners = {part: next(iter(own)) for part, own in candidates.items() if len(own) == 1}
    owners |= _around_city(parts, units, owners, places)
    beside = _beside(parts)
    while True:
        _strike_out(candidates, owners, names)
        if not (found := dict(_settled_beside(candidates, owners, beside))):
            break
        owners |= found
    left = {}
    for part in parts.index.difference(list(owners)):
        shared: dict[str, float] = {}
        for other, length in beside[part].items():
            if unit := owners.get(other):
                shared[unit] = shared.get(unit, 0.0) + length
        if shared:
            owners[part] = max(shared, key=shared.__getitem__)
        left[part] = units.at[owners[part], "name_primary"] if shared else "—"
    return owners, left


def _strike_out(candidates: dict[str, set[str]], owners: dict[str, str], names: pd.Series) -> None:
    """Take from what shapes of one name may belong to the units that have their own by now."""
    settled = pd.Series(owners).groupby(names.reindex(list(owners))).agg(set)
    for part, own in candidates.items():
        if part not in owners and len(own) > 1:
            candidates[part] = own - settled.get(names[part], set()) or own
            if len(candidates[part]) == 1:
                owners[part] = next(iter(candidates[part]))


def _around_city(
    parts: gpd.GeoDataFrame, units: pd.DataFrame, owners: dict[str, str], places: pd.DataFrame
) -> dict[str, str]:
    """
    Return the shapes of cities that only their districts have: no other shape bears their names.

    They are the one in which the place of that name lies, and all that are called what it is.
    """
    found: dict[str, str] = {}
    free = parts[~parts.index.isin(owners)]
    for unit, name in units.loc[~units.index.isin(owners.values()), "name_primary"].items():
        place = places[places["name"].map(_slug) == _stem(name)].sort_values("population")[-1:]
        point = gpd.GeoSeries.from_xy(place["longitude"], place["latitude"], crs=STORED)
        inside = free[free.contains(point.to_crs(METRIC).iloc[0])] if len(place) else free[:0]
        for called in inside["name"].str.extract(r" (\S+)$")[0].dropna():
            found |= dict.fromkeys(free.index[free["name"].str.endswith(f" {called}")], unit)
    return found


def _beside(parts: gpd.GeoDataFrame) -> dict[str, dict[str, float]]:
    """Return which shapes share a line with each, and its length in metres."""
    shapes = parts.geometry.to_numpy()
    one, other = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    lengths = shapely.length(shapely.intersection(shapes[one], shapes[other]))
    lines = (one != other) & (lengths > 0)
    found: dict[str, dict[str, float]] = {part: {} for part in parts.index}
    pairs = zip(parts.index[one[lines]], parts.index[other[lines]], lengths[lines], strict=True)
    for part, beside, length in pairs:
        found[part][beside] = length
    return found


def _settled_beside(
    candidates: dict[str, set[str]], owners: dict[str, str], beside: dict[str, dict[str, float]]
) -> Iterator[tuple[str, str]]:
    """Yield the shapes that touch one of the units that may own them, or nothing but one unit."""
    for part, own in candidates.items():
        if part not in owners:
            around = {owners.get(other, "") for other in beside[part]}
            near = around & own if len(own) > 1 else around
            if len(near or around) == 1 and "" not in (near or around):
                yield part, next(iter(near or around))


def _row(
    place: str,
    unit: pd.Series,
    parts: gpd.GeoDataFrame,
    places: pd.DataFrame,
    taken: set[str],
) -> tuple[str, dict[str, str], list[tuple[str, str]]]:
    """Return code and key of a unit, and what is open about it: a text and the name in it."""
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
        if not in_russian:
            questions.append(("new.cyrillic", seat_ru))
    elif not in_russian:
        questions.append(("new.no_name", native))
    kinds = (code for word, code in KINDS.items() if word in native)
    row = {**name, "kind": "gorod" if is_city else next(kinds, "rayon"), "seat_ru": seat_ru}
    if seat is not None:
        return code, row | {"geonames": str(seat)}, questions
    questions.append(("new.no_seat", native))
    lon, lat = inner_point(shape)
    return code, row | {"lon": f"{lon:.5f}", "lat": f"{lat:.5f}"}, questions


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


def report(found: list[Open], lang: str) -> str:
    """Return what is open as a text in Markdown, by country; empty if nothing is."""
    lines = [f"# {t('new.report', lang)}", ""]
    for country in dict.fromkeys(each.country for each in found):
        own = [each for each in found if each.country == country]
        lines += [f"## {country_name(country, lang)}", ""]
        lines += [f"- {each.about}: {t(each.key, lang, **each.details)}" for each in own] + [""]
    return "\n".join(lines) if found else ""
