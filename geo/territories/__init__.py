"""
The gazetteer: a territory is a district, a municipal okrug, a city or a district of a city.

It is known by its `code` (ISO 3166-2 region in lower case and a short Latin name), never by a
name: names change, are inflected, and a city and its district share them. Beside it stand the
parties outside the gazetteer that a keeper named (`geo.territories.outside`): of a kind of their
own, without a boundary, in any country, with a point only where it is known.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import NoReturn

from geo import settings
from geo.errors import UnknownTerritoryError
from geo.languages import language
from geo.sources.imprint import Imprint, load_imprint
from geo.tables import CsvRow, read_table
from geo.text import has_text

COLUMNS = (
    "code", "country", "region", "kind", "short_ru", "name_ru", "name_en", "name_be",
    "former_names", "seat_ru", "lon", "lat", "boundary", "accuracy", "elsewhere",
)  # fmt: skip
OUTSIDE = "outside.csv"
"""The parties outside the gazetteer, beside it; there need be none."""
OUTSIDE_COLUMNS = ("code", "country", "region", "name_ru", "name_en", "lon", "lat")


class TerritoryKind(StrEnum):
    """What a territory is, transliterated as in ISO 3166-2."""

    RAYON = "rayon"
    MUNITSIPALNY_OKRUG = "munitsipalny_okrug"
    GORODSKOY_OKRUG = "gorodskoy_okrug"
    GOROD = "gorod"
    RAYON_V_GORODE = "rayon_v_gorode"
    OUTSIDE = "outside"
    """A party outside the gazetteer, whatever it is."""


class Accuracy(StrEnum):
    """How well the shape of a territory is known."""

    EXACT = "exact"
    """A simplified outline of its own, as the source has it; no survey."""
    APPROXIMATE = "approximate"
    """A shape of its own with a line good to about 2 km."""
    POINT = "point"
    """No shape of its own: a point inside another territory's shape."""


class Side(StrEnum):
    """A side of the border: that of the home region's country, or all countries across."""

    HOME = "home"
    PARTNER = "partner"


@dataclass(frozen=True, kw_only=True)
class Territory:
    """
    One district or city.

    `lon`, `lat` are WGS 84 degrees of where its dot and name stand: its seat, or, where the seat is
    a city of the gazetteer with a dot of its own, a point inside the district. `seat_at` is then
    (lon, lat) of that city, set by `load_territories`. Both are None where nobody knows the point.
    `elsewhere` are other regions where a district has its name.

    From where it is seen, set by `Territories`: the `side` of the border it stands on, whether it
    `is_home`, of the home side's own places, and whether it `is_expected`, one of those or of the
    gazetteer's places across the border.
    """

    code: str
    country: str
    region: str
    kind: TerritoryKind
    short_ru: str
    name_ru: str
    name_en: str
    name_be: str = ""
    former_names: tuple[str, ...] = ()
    seat_ru: str = ""
    lon: float | None
    lat: float | None
    boundary: str
    accuracy: Accuracy
    elsewhere: tuple[str, ...] = ()
    seat_at: tuple[float, float] | None = None
    side: Side = Side.HOME
    is_home: bool = False
    is_expected: bool = False

    @property
    def point(self) -> tuple[float, float] | None:
        """Where its dot stands, (lon, lat); None if that is not known."""
        return None if self.lon is None or self.lat is None else (self.lon, self.lat)

    @property
    def seat(self) -> tuple[float, float] | None:
        """Where to measure from: (lon, lat) of the seat; None if that is not known."""
        return self.seat_at or self.point

    @cached_property
    def short_en(self) -> str:
        """The English name as short as a map needs it; a city keeps the plain name."""
        name = self.name_en.removesuffix(" Municipal Okrug")
        own = self.code.removeprefix(f"{self.region}-")
        shared = self.kind == TerritoryKind.RAYON and own.endswith("sky")
        return name if shared else name.removesuffix(" District")

    def short(self, lang: str) -> str:
        """Return the name for labels and lists: «Лиозненский», «Смоленск»."""
        return language(lang).name_of(self, "short")

    def name(self, lang: str) -> str:
        """Return today's official name: «Лиозненский район», «город Смоленск»."""
        return language(lang).name_of(self)


class Territories(dict[str, Territory]):
    """All territories by code, in the order of the file, and whose register they stand in."""

    def __init__(self, territories: Iterable[Territory], imprint: Imprint) -> None:
        super().__init__((each.code, _seen(each, imprint)) for each in territories)
        self.imprint = imprint

    def __missing__(self, code: str) -> NoReturn:
        raise UnknownTerritoryError("error.unknown_territory", code=code)

    @cached_property
    def outside(self) -> tuple[Territory, ...]:
        """The parties outside the gazetteer."""
        return tuple(x for x in self.values() if x.kind == TerritoryKind.OUTSIDE)

    @cached_property
    def approximate(self) -> tuple[Territory, ...]:
        """Those on the map whose outlines are no survey's."""
        found = (x for x in self.values() if x.is_expected)
        return tuple(x for x in found if x.accuracy == Accuracy.APPROXIMATE)

    @cached_property
    def namesakes(self) -> frozenset[str]:
        """Codes of places whose short name another place on the same side has as well."""
        named: dict[tuple[Side, str], list[str]] = {}
        for code, place in self.items():
            named.setdefault((place.side, place.short_ru), []).append(code)
        return frozenset(code for codes in named.values() if len(codes) > 1 for code in codes)

    @cached_property
    def crs(self) -> str:
        """
        For measuring and drawing: metres, equal-area, around the middle between both sides.

        Within 750 km of the centre the scale is within 0.3 % of true. The centre is kept to even
        degrees, lest every new place move all coordinates.
        """
        sides: dict[bool, list[tuple[float, float]]] = {}
        for each in self.values():
            if each.is_expected and each.point:
                sides.setdefault(each.is_home, []).append(each.point)
        lon, lat = (
            2 * round(sum(min(x) + max(x) for x in places) / len(places) / 4)
            for places in (
                [[at[axis] for at in side] for side in sides.values()] for axis in (0, 1)
            )
        )
        return f"+proj=laea +lat_0={lat} +lon_0={lon} +datum=WGS84 +units=m +no_defs"

    def with_these(self, others: Iterable[Territory]) -> "Territories":
        """Return the territories with others behind them; a code that is known stays as it is."""
        new = {other.code: other for other in others if other.code not in self}
        return Territories((*self.values(), *new.values()), self.imprint) if new else self

    def side_name(self, side: str, lang: str) -> str:
        """Return what a side of the border is called: the home region, or who is across."""
        return self.imprint.words(lang)["home_name" if side == Side.HOME else "state"]


def _seen(territory: Territory, imprint: Imprint) -> Territory:
    """Return a territory as it is seen from the home side of an imprint."""
    side = Side.HOME if territory.country == imprint.country else Side.PARTNER
    home = territory.region in imprint.homes or territory.code in imprint.homes
    across = side == Side.PARTNER and territory.region in (imprint.regions or [territory.region])
    expected = (home or across) and territory.kind != TerritoryKind.OUTSIDE
    if (side, home, expected) == (territory.side, territory.is_home, territory.is_expected):
        return territory
    return replace(territory, side=side, is_home=home, is_expected=expected)


def load_territories(path: Path = settings.DATA / "territories.csv") -> Territories:
    """Read the gazetteer, and the parties outside of it; DataError if a file is broken."""
    rows, seen = tuple(read_table(path, COLUMNS)), dict[str, Territory]()
    imprint = load_imprint(path.parent)
    for row in rows:
        territory = _territory(row, imprint)
        if territory.code in seen:
            raise row.problem("code", "expected.unique")
        seen[territory.code] = territory
    territories = Territories(_seated(seen.values()), imprint)
    beside = path.with_name(OUTSIDE)
    if not beside.exists():
        return territories
    return territories.with_these(map(_outside, read_table(beside, OUTSIDE_COLUMNS)))


def _outside(row: CsvRow) -> Territory:
    """Return a party outside the gazetteer."""
    _check_code(row, "x-")
    known = any(row.cells[name] for name in ("lon", "lat"))
    return party_outside(
        row.text("code"),
        row.text("name_ru"),
        row.text("name_en"),
        (row.degrees("lon", 180), row.degrees("lat", 90)) if known else None,
    )


def party_outside(
    code: str, name_ru: str, name_en: str, at: tuple[float, float] | None
) -> Territory:
    """Return a party outside the gazetteer by its code, ``ru-ko-x-…``."""
    region = code.partition("-x-")[0]
    return Territory(
        code=code,
        country=region.partition("-")[0],
        region=region,
        kind=TerritoryKind.OUTSIDE,
        short_ru=name_ru.removeprefix("город "),
        name_ru=name_ru,
        name_en=name_en,
        lon=at[0] if at else None,
        lat=at[1] if at else None,
        boundary="",
        accuracy=Accuracy.POINT,
    )


def _seated(territories: Collection[Territory]) -> tuple[Territory, ...]:
    """Give every district whose seat is a city of the gazetteer the place of that city."""
    cities = {
        (city.country, city.short_ru): city.point
        for city in territories
        if city.kind == TerritoryKind.GOROD
    }

    def seated(each: Territory) -> Territory:
        own = each.kind in (TerritoryKind.GOROD, TerritoryKind.RAYON_V_GORODE)
        at = None if own else cities.get((each.country, each.seat_ru))
        return replace(each, seat_at=at) if at else each

    return tuple(map(seated, territories))


def _territory(row: CsvRow, imprint: Imprint) -> Territory:
    if row.cells["country"] not in imprint.countries:
        raise row.problem("country", " | ".join(imprint.countries))
    _check_code(row)
    return row.record(Territory, lon=row.degrees("lon", 180), lat=row.degrees("lat", 90))


def _check_code(row: CsvRow, mark: str = "") -> None:
    """Raise `DataError` unless a code begins with its region, and that one with its country."""
    code, region, country = (row.text(name) for name in ("code", "region", "country"))
    if not code.startswith(f"{region}-{mark}"):
        raise row.problem("code", f"{region}-{mark}…")
    if region.partition("-")[0] != country:
        raise row.problem("region", f"{country}-…")
    if not has_text(f"region.{region}"):
        raise row.problem("region", "expected.region")


def is_city_and_district(one: Territory, other: Territory) -> bool:
    """Return whether one is a city and the other the district around it, or one within it."""
    cities = [x for x in (one, other) if x.kind == TerritoryKind.GOROD]
    if len(cities) != 1 or one.region != other.region:
        return False
    city, district = cities[0], other if cities[0] is one else one
    return city.boundary == district.boundary != "" or city.short_ru == district.seat_ru
