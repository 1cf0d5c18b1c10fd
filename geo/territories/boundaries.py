"""
The shapes of the territories, the borders between them, and the neighbours around.

The layers come from different surveys and stand in a file each because of their licences; they
are reconciled here, in memory, so that the reader sees one border: gaps narrower than the imprint's
`gap_m` are closed and where the layers overlap that of the home region wins.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely

from geo import settings
from geo.languages import LANGUAGES, language
from geo.territories import Side, Territories, layers
from geo.territories.layers import CONTEXT, check_named, read_context
from geo.text import t


@dataclass(frozen=True, eq=False)
class Boundaries:
    """
    Shapes and outlines, all in EPSG:4326.

    `shapes`: one row per shape, indexed by boundary id, with `country`, `side`, `region`,
    `approximate` and `geometry`; one valid coverage across the state border. `neighbours`: one row
    per neighbouring region or country with `name_ru`, `name_en`, `label_lon`, `label_lat`,
    `geometry`. `crs`: the metres of the register's map (`geo.territories.Territories.crs`).
    """

    shapes: gpd.GeoDataFrame
    neighbours: gpd.GeoDataFrame
    crs: str

    @cached_property
    def _lines(self) -> gpd.GeoDataFrame:
        """Every edge of the coverage, with the countries and regions on its two sides."""
        return _edges(self.shapes)

    @cached_property
    def state_border(self) -> shapely.Geometry:
        """The lines between countries."""
        return _merged(self._lines, lambda edge: edge.n_countries == 2)

    @cached_property
    def outer_border(self) -> shapely.Geometry:
        """The outline of both sides together."""
        return _merged(self._lines, lambda edge: edge.n_shapes == 1)

    @cached_property
    def region_borders(self) -> shapely.Geometry:
        """The lines between regions of one country."""
        return _merged(self._lines, lambda edge: (edge.n_regions == 2) & (edge.n_countries == 1))

    @cached_property
    def adjacent(self) -> frozenset[tuple[str, str]]:
        """Pairs of boundary ids that share a line of the home region's border: (home, partner)."""
        across = self._lines[self._lines.n_countries == 2]
        side = self.shapes.side
        pairs = (tuple(sorted(pair, key=lambda each: side[each])) for pair in across.sides)
        return frozenset(pair for pair in pairs if side[pair[0]] == Side.HOME)

    @cached_property
    def touching(self) -> dict[str, frozenset[str]]:
        """For every boundary id: those of the same country that share a line with it."""
        beside: dict[str, set[str]] = {boundary: set() for boundary in self.shapes.index}
        inner = self._lines[(self._lines.n_shapes == 2) & (self._lines.n_countries == 1)]
        for one, other in inner.sides:
            beside[one].add(other)
            beside[other].add(one)
        return {boundary: frozenset(others) for boundary, others in beside.items()}

    @cached_property
    def region_points(self) -> dict[str, tuple[float, float]]:
        """A point well inside every region of more than one shape, as (lon, lat), by code."""
        projected = self.shapes.to_crs(self.crs)
        sizes = projected.groupby("region").size()
        regions = projected[projected.region.map(sizes) > 1].dissolve("region").geometry
        middles = regions.map(
            lambda area: shapely.Point(shapely.maximum_inscribed_circle(area).coords[0])
        )
        points = gpd.GeoSeries(middles, crs=self.crs).to_crs(settings.CRS)
        return {str(region): (point.x, point.y) for region, point in points.items()}

    @cached_property
    def area_km2(self) -> pd.Series:
        """The area of every shape in square kilometres, by boundary id."""
        return self.shapes.geometry.to_crs(self.crs).area / 1e6


def load_boundaries(territories: Territories, folder: Path = settings.DATA) -> Boundaries:
    """
    Read the layers of a folder and reconcile the shapes; every boundary that is named must exist.

    Raises
    ------
    DataError
        If a file is missing or broken, a shape is invalid, a layer is no coverage, or a territory
        names a boundary that none has.
    """
    imprint = territories.imprint
    folders = imprint.folders or (folder,)
    shapes = pd.concat(read_country(folders, *named) for named in imprint.layers.items())
    check_named(territories, set(shapes.index))
    regions = {t.boundary: t.region for t in territories.values()}
    shapes["region"] = [regions.get(boundary, "") for boundary in shapes.index]
    # Remote territories have a shape for the record; the map draws only the two sides.
    home = {t.boundary for t in territories.values() if t.is_home}
    abroad = shapes.country != imprint.country
    about = shapes.region.isin(imprint.regions or set(shapes.region))
    shapes["side"] = abroad.map({True: str(Side.PARTNER), False: str(Side.HOME)})
    drawn = shapes.index.isin(home) | (abroad & about)
    paths = (path for folder in folders for path in sorted(folder.glob(CONTEXT)))
    context = [_to_frame(read_context(path)) for path in paths]
    neighbours = pd.concat(context) if context else gpd.GeoDataFrame(geometry=[], crs=settings.CRS)
    neighbours = neighbours[~neighbours.index.isin(imprint.homes)]
    if imprint.regions:
        neighbours = _around(neighbours, shapes[about & ~drawn], set(shapes[drawn].region))
    shapes = _reconcile(shapes[drawn], territories.crs, imprint.gap_m)
    return Boundaries(shapes, neighbours, territories.crs)


def read_country(folders: Sequence[Path], country: str, name: str) -> gpd.GeoDataFrame:
    """Read the layers of one country that are in some folders; of two same shapes, the first."""
    paths = [folder / name for folder in folders if (folder / name).exists()] or [folders[0] / name]
    layers = pd.concat(read_layer(path, country) for path in paths)
    return layers[~layers.index.duplicated()]


def _around(
    neighbours: gpd.GeoDataFrame, rest: gpd.GeoDataFrame, drawn: set[str]
) -> gpd.GeoDataFrame:
    """Return the neighbours of several registers, each once, with regions that are not drawn."""
    around = neighbours[~neighbours.index.isin(drawn | {code.partition("-")[0] for code in drawn})]
    if len(rest):
        regions = rest.dissolve("region")
        points = regions.representative_point()
        regions["label_lon"], regions["label_lat"] = points.x, points.y
        regions = regions.set_geometry(regions.boundary)  # lines as those of the context
        for lang in LANGUAGES:
            names = [t(f"region.{code}", lang) for code in regions.index]
            regions[f"name_{language(lang).names}"] = names
        around = pd.concat([around, regions[~regions.index.isin(around.index)]])
    return around.dissolve(level=0) if len(around) else around


def read_layer(path: Path, country: str) -> gpd.GeoDataFrame:
    """Read one layer, checked, by boundary id: `country`, `approximate`, `geometry` (EPSG:4326)."""
    layer = _to_frame(layers.read_layer(path))
    layer["country"] = country
    if "approximate" not in layer:
        layer["approximate"] = False
    layer["approximate"] = layer.approximate.eq(True)
    return layer[["country", "approximate", "geometry"]]


def _to_frame(features: Sequence[layers.Feature]) -> gpd.GeoDataFrame:
    rows = [{**each.properties, "geometry": each.geometry} for each in features]
    index = pd.Index([each.id for each in features], name="id")
    return gpd.GeoDataFrame(rows, index=index, crs=settings.CRS).drop(columns="id")


def _reconcile(shapes: gpd.GeoDataFrame, crs: str, gap_m: float) -> gpd.GeoDataFrame:
    """Close the gaps and overlaps along the state border; the home side comes first and wins."""
    projected = shapes.geometry.to_crs(crs)
    clean = shapely.coverage_clean(
        projected.values,
        gap_width=gap_m,
        merge_strategy="min_index",
    )
    geometry = gpd.GeoSeries(clean, index=shapes.index, crs=crs)
    return shapes.set_geometry(geometry.to_crs(settings.CRS))


def _edges(shapes: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """
    Split the coverage's outlines into single segments, each once: the rows' `geometry`.

    `sides` are boundary ids; `n_shapes`, `n_regions`, `n_countries` say how many lie beside it.
    """
    rows: dict[tuple, list[str]] = {}
    for boundary, geometry in shapes.geometry.items():
        for line in shapely.get_rings(shapely.get_parts(geometry)):
            points = list(map(tuple, shapely.get_coordinates(line)))
            for pair in pairwise(points):
                rows.setdefault(tuple(sorted(pair)), []).append(str(boundary))
    country, region = shapes.country.to_dict(), shapes.region.to_dict()
    return gpd.GeoDataFrame(
        {
            "sides": [tuple(sides) for sides in rows.values()],
            "n_shapes": [len(sides) for sides in rows.values()],
            "n_regions": [len({region[side] for side in sides}) for sides in rows.values()],
            "n_countries": [len({country[side] for side in sides}) for sides in rows.values()],
        },
        geometry=shapely.linestrings(list(rows)),
        crs=shapes.crs,
    )


def _merged(
    edges: gpd.GeoDataFrame, test: Callable[[gpd.GeoDataFrame], pd.Series]
) -> shapely.Geometry:
    """Join the segments that pass a test into lines as long as possible."""
    segments = edges[test(edges)].geometry.values
    return shapely.line_merge(shapely.multilinestrings(segments))
