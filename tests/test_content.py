"""What lies still on the map: how points travel to the browser, and outlines in two levels."""

import json

import numpy as np
import pytest
import shapely

from geo.map import content
from geo.map.curves import paths, screen_points
from geo.map.network import build_network
from geo.territories import Accuracy


def points(steps: list[int], *, bends: bool = False) -> np.ndarray:
    """Return (lon, lat) out of what travels, as ties-lines.js does."""
    axes = np.array(steps).reshape(2, -1)
    for _ in range(1 + bends):
        axes = axes.cumsum(axis=1)
    return axes.T / 10**content.DECIMALS


def test_points_arrive_as_they_were_to_the_last_decimal(network):
    for line, curve in zip(network.content["lines"], network.curves, strict=True):
        (path,) = paths([curve], screen_points(network.curves), network.register.territories.crs)
        assert (points(line["g"], bends=True) == path).all()
    places = {x.boundary: code for code, x in network.register.territories.items()
              if x.accuracy != Accuracy.POINT}  # fmt: skip
    drawn = {network.content["territories"][x["t"]]["code"]: x for x in network.content["shapes"]}
    shapes = network.boundaries.shapes.geometry
    assert {*places} >= {*shapes.index}
    for boundary, shape in shapes.items():
        rings = [points(ring) for polygon in drawn[places[boundary]]["g"] for ring in polygon]
        there = np.concatenate(rings)
        whole = shapely.get_coordinates(shape).round(content.DECIMALS)
        assert {*map(tuple, there)} == {*map(tuple, whole)}, boundary
        assert (there[0] == whole[0]).all() and len(there) <= len(whole)


def test_many_outlines_are_coarse_until_a_reader_looks_closer(network, monkeypatch):
    assert not network.finer, "of one register all outlines are in the file"
    whole = json.loads(json.dumps(network.content))
    monkeypatch.setattr(content, "MOST_POINTS", 1000)
    monkeypatch.setattr(content, "WIDTH_PX", 200)
    many = build_network(network.register, network.boundaries)
    script = json.loads(many.script.removeprefix(b"window.TIES_DATA=").removesuffix(b";"))
    finer = json.loads(many.finer)
    assert finer["borders"] == whole["borders"]
    assert finer["shapes"] == [shape["g"] for shape in whole["shapes"]]
    assert [shape["t"] for shape in script["shapes"]] == [shape["t"] for shape in whole["shapes"]]
    alike = {"shapes", "borders", "finer"}
    assert {k: v for k, v in script.items() if k not in alike} == {
        k: v for k, v in whole.items() if k not in alike
    }
    n_coarse, n_whole = (len(str(x["shapes"])) for x in (script, whole))
    assert n_coarse < 0.7 * n_whole
    coarse = [
        shapely.MultiPolygon(
            [(points(ring[0]), list(map(points, ring[1:]))) for ring in shape["g"]]
        )
        for shape in script["shapes"]
    ]
    area, fine = (
        sum(x.area for x in coarse),
        shapely.area(network.boundaries.shapes.geometry.values).sum(),
    )
    assert area == pytest.approx(fine, rel=0.005), "neither gaps nor overlaps"
    assert shapely.union_all(coarse).area == pytest.approx(area, rel=1e-4)
    # At that zoom the frame of everything is about as wide as it was said to be.
    west, east = network.boundaries.shapes.total_bounds[[0, 2]]
    assert 100 < (east - west) / 360 * 256 * 2 ** script["finer"] < 400
