"""Curves: where they begin and end, that they can be told apart, and where remote places stand."""

from dataclasses import replace

import numpy as np
import pytest
from pyproj import Transformer

from geo import settings
from geo.map import curves
from geo.map.curves import BEND, FAN, POINTS, anchor_points, bezier, build_lines, is_remote
from geo.territories import Territories
from geo.ties import build_ties, distance_km

TO_METRES = Transformer.from_crs(settings.CRS, settings.CRS_PROJECTED, always_xy=True)
TENTH_OF_A_KM = 0.1


def in_metres(path) -> np.ndarray:
    return np.array([TO_METRES.transform(lon, lat) for lon, lat in path])


def lines_of(register):
    return build_lines(build_ties(register.agreements, register.territories), register.territories)


# --- the curve itself -----------------------------------------------------------------------------


def test_bezier_without_bend_is_the_chord():
    (path,) = bezier(np.array([[0.0, 0.0]]), np.array([[100.0, 0.0]]), np.array([0.0]), 5)
    assert path.tolist() == [[0, 0], [25, 0], [50, 0], [75, 0], [100, 0]]


@pytest.mark.parametrize("bend", [0.12, -0.2])
def test_bend_is_the_share_of_the_chord_and_positive_to_the_right(bend: float):
    starts, ends = np.array([[0.0, 0.0]]), np.array([[1000.0, 0.0]])
    (path,) = bezier(starts, ends, np.array([bend]), 101)
    # Going east, the right hand is south.
    assert path[50] == pytest.approx([500, -1000 * bend])
    assert np.abs(path[:, 1]).max() == pytest.approx(1000 * abs(bend))
    assert path[0].tolist() == [0, 0]
    assert path[-1].tolist() == [1000, 0]


# --- the lines of a register ----------------------------------------------------------------------


def test_no_agreement_makes_no_line(tiny_register):
    assert build_lines((), tiny_register.territories) == ()


@pytest.mark.parametrize("which", ["tiny_register", "register"])
def test_curves_start_and_end_at_the_anchors(which: str, request: pytest.FixtureRequest):
    register = request.getfixturevalue(which)
    anchors = anchor_points(register.territories)
    lines = lines_of(register)
    assert len(lines) == sum(
        tie.n_agreements for tie in build_ties(register.agreements, register.territories)
    )
    for line in lines:
        assert len(line.path) == POINTS
        assert line.path[0] == pytest.approx(anchors[line.tie.home], abs=1e-4)
        assert line.path[-1] == pytest.approx(anchors[line.tie.partner], abs=1e-4)


def test_agreements_of_one_pair_get_curves_that_can_be_told_apart(register):
    by_pair: dict[str, list] = {}
    for line in lines_of(register):
        by_pair.setdefault(line.tie.code, []).append(line)
    shared = {code: lines for code, lines in by_pair.items() if len(lines) > 1}
    assert shared
    for code, lines in shared.items():
        middles = [in_metres(line.path)[POINTS // 2] for line in lines]
        chord = in_metres([lines[0].path[0], lines[0].path[-1]])
        length = np.hypot(*(chord[1] - chord[0]))
        for i, one in enumerate(middles):
            for other in middles[i + 1 :]:
                assert np.hypot(*(one - other)) >= 0.025 * length, code


def test_even_a_short_line_is_curved(register):
    for line in lines_of(register):
        path = in_metres(line.path)
        chord = path[-1] - path[0]
        length = np.hypot(*chord)
        off = np.abs(np.cross(np.append(chord, 0), np.c_[path - path[0], np.zeros(POINTS)])[:, 2])
        assert off.max() / length >= 0.02 * length, line.tie.code


def test_crowded_agreement_is_marked_on_each_of_its_lines_and_no_other(register):
    ties = build_ties(register.agreements, register.territories)
    count: dict[str, int] = {}
    for tie in ties:
        for agreement in tie.agreements:
            count[agreement.id] = count.get(agreement.id, 0) + 1
    lines = build_lines(ties, register.territories)
    for line in lines:
        assert line.crowded == (count[line.agreement_id] >= settings.CROWD_TIES)
    assert {line.agreement_id for line in lines if line.crowded}


def test_same_register_draws_the_same_curves(register):
    assert lines_of(register) == lines_of(register)


def test_fan_of_many_agreements_is_symmetric_about_the_usual_bend():
    # As many as nobody can follow singly: the fan alone separates them.
    bends = [BEND + FAN * (place - 1) for place in range(3)]
    assert np.mean(bends) == pytest.approx(BEND)


# --- remote territories ---------------------------------------------------------------------------


def test_near_territories_stand_where_they_are(register):
    anchors = anchor_points(register.territories)
    for code, territory in register.territories.items():
        if territory.is_home or territory.country == settings.PARTNER_COUNTRY:
            assert anchors[code] == (territory.lon, territory.lat)


def test_remote_territory_stands_at_the_edge_in_its_direction(register):
    anchors = anchor_points(register.territories)
    (remote,) = [
        territory
        for code, territory in register.territories.items()
        if anchors[code] != (territory.lon, territory.lat)
    ]
    assert remote.region == "ru-sve"
    near = np.array(
        [
            TO_METRES.transform(*anchors[code])
            for code, territory in register.territories.items()
            if territory.is_home or territory.country == settings.PARTNER_COUNTRY
        ]
    )
    low, high = near.min(axis=0), near.max(axis=0)
    at = np.array(TO_METRES.transform(*anchors[remote.code]))
    margin = 0.06 * (high[0] - low[0])
    # On the edge of the frame, to 20 m (four decimals of a degree), and not beyond it.
    assert (at >= low - margin - 20).all()
    assert (at <= high + margin + 20).all()
    assert min(np.abs([*(at - (low - margin)), *(at - (high + margin))])) < 20
    # In its true direction: it lies east, and so it stands.
    middle = (low + high) / 2
    true = np.array(TO_METRES.transform(remote.lon, remote.lat)) - middle
    shown = at - middle
    assert np.cross([*true, 0], [*shown, 0])[2] / np.hypot(*true) / np.hypot(*shown) == (
        pytest.approx(0, abs=1e-3)
    )
    assert np.dot(true, shown) > 0


def test_true_distance_of_a_remote_territory_is_told(register, network):
    told = {
        territory["code"]: territory["remote"]
        for territory in network.content["territories"]
        if "remote" in territory
    }
    ((code, texts),) = told.items()
    partners = {
        other
        for agreement in register.agreements
        if code in agreement.territories
        for other in agreement.territories
        if other != code
    }
    nearest = min(
        distance_km(register.territories[code], register.territories[other]) for other in partners
    )
    kilometres = int("".join(filter(str.isdigit, texts["en"])))
    assert kilometres == pytest.approx(nearest, abs=5)
    assert kilometres > 1000
    assert int("".join(filter(str.isdigit, texts["ru"]))) == kilometres


@pytest.mark.parametrize(
    ("outside_km", "remote"),
    [(settings.REMOTE_KM - TENTH_OF_A_KM, False), (settings.REMOTE_KM + TENTH_OF_A_KM, True)],
)
def test_remote_begins_at_its_distance_outside_the_frame(outside_km: float, remote: bool):
    box = np.array([[0.0, 0.0], [1e5, 1e5]])
    assert is_remote((1e5 + outside_km * 1000, 5e4), box) is remote
    assert is_remote((5e4, -outside_km * 1000), box) is remote


def test_register_without_remote_places_moves_none(tiny_register):
    territories = tiny_register.territories
    anchors = anchor_points(territories)
    assert anchors == {code: (x.lon, x.lat) for code, x in territories.items()}
    moved = Territories(
        (
            *territories.values(),
            replace(
                territories["ru-smo-smolensk"], code="ru-xx-far", region="ru-xx", lon=62.0, lat=57.0
            ),
        )
    )
    assert anchor_points(moved)["ru-xx-far"] != (62.0, 57.0)


def test_many_lines_are_drawn_with_fewer_points(register, monkeypatch):
    assert {len(line.path) for line in lines_of(register)} == {curves.POINTS}
    monkeypatch.setattr(curves, "SETTLED_LIMIT", 3)
    assert {len(line.path) for line in lines_of(register)} == {curves.POINTS_OF_MANY}
