"""
The shapes of the territories, the borders between them, and the neighbours around.

The layers come from different surveys and stand in a file each because of their licences; they
are reconciled here, in memory, so that the reader sees one border: gaps narrower than the imprint's
`gap_m` are closed and where the layers overlap that of the home region wins.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo import settings
from geo.languages import LANGUAGES, language
from geo.territories import Side, Territories
from geo.territories.layers import CONTEXT, Feature, check_named, read_context, read_layer
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
        return _merged(self._lines[~self._lines.same_country])

    @cached_property
    def outer_border(self) -> shapely.Geometry:
        """The outline of both sides together."""
        return _merged(self._lines[self._lines.one == self._lines.other])

    @cached_property
    def region_borders(self) -> shapely.Geometry:
        """The lines between regions of one country."""
        return _merged(self._lines[~self._lines.same_region & self._lines.same_country])

    @cached_property
    def adjacent(self) -> frozenset[tuple[str, str]]:
        """Pairs of boundary ids that share a line of the home region's border: (home, partner)."""
        across, side = self._lines[~self._lines.same_country], self.shapes.side
        pairs = (pair if side[pair[0]] == Side.HOME else pair[::-1] for pair in _pairs(across))
        return frozenset(pair for pair in pairs if side[pair[0]] == Side.HOME)

    @cached_property
    def touching(self) -> dict[str, frozenset[str]]:
        """For every boundary id: those of the same country that share a line with it."""
        beside: dict[str, set[str]] = {boundary: set() for boundary in self.shapes.index}
        inner = self._lines[self._lines.same_country & (self._lines.one != self._lines.other)]
        for one, other in _pairs(inner):
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

    def simplified(self, tolerance_m: float) -> "Boundaries":
        """Return them with fewer points, still a valid coverage, about as far off as is told."""
        shapes, neighbours = (
            one.geometry.to_crs(self.crs) for one in (self.shapes, self.neighbours)
        )
        shapes = shapes.simplify_coverage(tolerance_m).to_crs(settings.CRS)
        neighbours = neighbours.simplify(tolerance_m).to_crs(settings.CRS)
        return replace(
            self,
            shapes=self.shapes.set_geometry(shapes),
            neighbours=self.neighbours.set_geometry(neighbours),
        )


def load_boundaries(territories: Territories, folder: Path = settings.DATA) -> Boundaries:
    """
    Read the layers of a folder and reconcile the shapes; every boundary that is named must exist.

    DataError if a file is missing or broken, a shape is invalid, a layer is no coverage, or a
    territory names a boundary that none has.
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
    """
    Read the layers of one country that are in some folders; of two same shapes, the first.

    By boundary id: `country`, `approximate`, `geometry` (EPSG:4326).
    """
    paths = [folder / name for folder in folders if (folder / name).exists()] or [folders[0] / name]
    shapes: dict[str, Feature] = {}
    for path in paths:
        shapes |= {shape.id: shape for shape in read_layer(path, shapes)}
    layer = _to_frame(tuple(shapes.values()))
    layer["country"] = country
    if "approximate" not in layer:
        layer["approximate"] = False
    layer["approximate"] = layer.approximate.eq(True)
    return layer[["country", "approximate", "geometry"]]


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


def _to_frame(features: Sequence[Feature]) -> gpd.GeoDataFrame:
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

    `one` and `other` are the boundary ids on its two sides, the same where it is the outline of
    all; `same_region` and `same_country` say whether both lie in one.
    """
    parts, shape_of = shapely.get_parts(shapes.geometry.values, return_index=True)
    rings, part_of = shapely.get_rings(parts, return_index=True)
    points, ring_of = shapely.get_coordinates(rings, return_index=True)
    starts = np.flatnonzero(ring_of[1:] == ring_of[:-1])
    first, last = points[starts], points[starts + 1]
    turned = (first[:, 0] > last[:, 0]) | ((first[:, 0] == last[:, 0]) & (first[:, 1] > last[:, 1]))
    first[turned], last[turned] = last[turned], first[turned]
    segments = np.hstack([first, last])
    _, found, counted = np.unique(segments, axis=0, return_index=True, return_inverse=True)
    sides = np.empty((len(found), 2), dtype=int)
    beside = shape_of[part_of[ring_of[starts]]]
    sides[counted.ravel()[::-1], 0] = beside[::-1]  # of a shared one the first shape
    sides[counted.ravel(), 1] = beside  # and the last
    order = np.argsort(found)  # as the shapes have them
    one, other = (shapes.iloc[sides[order, side]] for side in (0, 1))
    return gpd.GeoDataFrame(
        {
            "one": one.index,
            "other": other.index,
            "same_region": one.region.values == other.region.values,
            "same_country": one.country.values == other.country.values,
        },
        geometry=shapely.linestrings(segments[found[order]].reshape(-1, 2, 2)),
        crs=shapes.crs,
    )


def _pairs(edges: gpd.GeoDataFrame) -> Iterator[tuple[str, str]]:
    return zip(edges.one, edges.other, strict=True)


def _merged(edges: gpd.GeoDataFrame) -> shapely.Geometry:
    """Join segments into lines as long as possible."""
    return shapely.line_merge(shapely.multilinestrings(edges.geometry.values))
