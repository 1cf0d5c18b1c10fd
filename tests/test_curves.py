"""Curves: where they begin and end, that they can be told apart, and where remote places stand."""

from dataclasses import replace
from datetime import date
from functools import cache
from itertools import combinations

import numpy as np
import pytest

from geo.map import curves
from geo.map.curves import bend_controls, bezier, build_curves, paths, points_of
from geo.map.place import is_remote, place_anchors, to_degrees, to_metres
from geo.territories import Territories
from geo.ties import build_ties, distance_km

TENTH_OF_A_KM = 0.1
N_POINTS = 33


@cache
def curves_of(register):
    return build_curves(build_ties(register.agreements, register.territories), register.territories)


def bent(start, end, bend: float, points: int) -> np.ndarray:
    """The only curve of `bezier` between two points."""
    ends = np.array([start], dtype=float), np.array([end], dtype=float)
    return bezier(ends[0], bend_controls(*ends, np.array([bend])), ends[1], points)[0]


def with_agreements(register, home: str, partner: str, *days: date):
    """The register with further agreements of one pair, each signed on a day."""
    model = register.agreements[0]
    parties = tuple(replace(model.parties[0], territory=code) for code in (home, partner))
    more = [replace(model, id=f"{day}-s-000000", signed_on=day, parties=parties) for day in days]
    return replace(register, agreements=(*register.agreements, *more))


# --- the curve itself -----------------------------------------------------------------------------


def test_bezier_without_bend_is_the_chord():
    path = bent((0, 0), (100, 0), 0.0, 5)
    assert path.tolist() == [[0, 0], [25, 0], [50, 0], [75, 0], [100, 0]]


@pytest.mark.parametrize("bend", [0.12, -0.2])
def test_bend_is_the_share_of_the_chord_and_positive_to_the_right(bend: float):
    path = bent((0, 0), (1000, 0), bend, 101)
    # Going east, the right hand is south.
    assert path[50] == pytest.approx([500, -1000 * bend])
    assert np.abs(path[:, 1]).max() == pytest.approx(1000 * abs(bend))
    assert path[0].tolist() == [0, 0]
    assert path[-1].tolist() == [1000, 0]


# --- the curves of a register ---------------------------------------------------------------------


def test_no_agreement_makes_no_line(tiny_register):
    assert build_curves((), tiny_register.territories) == ()
    assert paths((), N_POINTS, tiny_register.territories.crs).shape == (0, N_POINTS, 2)


@pytest.mark.parametrize("which", ["tiny_register", "register"])
def test_curves_start_and_end_at_the_anchors(which: str, request: pytest.FixtureRequest):
    register = request.getfixturevalue(which)
    anchors = place_anchors(register.territories)
    found = curves_of(register)
    assert len(found) == sum(
        tie.n_agreements for tie in build_ties(register.agreements, register.territories)
    )
    for curve, path in zip(found, paths(found, N_POINTS, register.territories.crs), strict=True):
        assert curve.start == anchors[curve.tie.home].metres
        assert curve.end == anchors[curve.tie.partner].metres
        assert path[0] == pytest.approx(anchors[curve.tie.home].at, abs=1e-4)
        assert path[-1] == pytest.approx(anchors[curve.tie.partner].at, abs=1e-4)


def test_a_path_in_degrees_is_the_curve_in_metres(register):
    found = curves_of(register)
    for curve, path in zip(found, paths(found, N_POINTS, register.territories.crs), strict=True):
        # Four decimals of a degree: at most 8 m off.
        assert (
            np.hypot(
                *(to_metres(path, register.territories.crs) - points_of([curve], N_POINTS)[0]).T
            ).max()
            < 10
        )


def middle_gaps(found) -> dict[str, list[float]]:
    """Distances between the middles of a pair's curves, as shares of their chord, by pair."""
    by_pair: dict[str, list] = {}
    for curve in found:
        by_pair.setdefault(curve.tie.code, []).append(curve)
    gaps = {}
    for code, own in by_pair.items():
        length = np.hypot(*np.subtract(own[0].end, own[0].start))
        middles = [points_of([curve], 3)[0][1] for curve in own]
        gaps[code] = [np.hypot(*(a - b)) / length for a, b in combinations(middles, 2)]
    return gaps


def test_agreements_of_one_pair_get_curves_that_can_be_told_apart(register):
    shared = [gap for gaps in middle_gaps(curves_of(register)).values() for gap in gaps]
    assert shared and min(shared) >= 0.025


def test_a_further_agreement_of_a_pair_keeps_apart_from_its_hairline(register):
    hairlines = [curve.tie for curve in curves_of(register) if curve.crowded]
    busiest = max(hairlines, key=lambda tie: tie.n_agreements)
    for tie in (busiest, min(hairlines, key=lambda tie: tie.length_km)):
        for n_more in (1, 2):
            days = [date(2026, 5, day) for day in range(1, 1 + n_more)]
            more = curves_of(with_agreements(register, tie.home, tie.partner, *days))
            gaps = middle_gaps(more)[tie.code]
            assert len(gaps) >= n_more
            assert min(gaps) >= 0.0249, (tie.code, n_more)


def test_even_a_short_line_is_curved(register):
    for curve in curves_of(register):
        path = points_of([curve], N_POINTS)[0]
        chord = path[-1] - path[0]
        length = np.hypot(*chord)
        off = np.abs(np.cross(np.append(chord, 0), np.c_[path - path[0], np.zeros(N_POINTS)])[:, 2])
        assert off.max() / length >= 0.02 * length, curve.tie.code


@pytest.mark.parametrize(
    ("code", "at"),
    [
        ("ru-smo-smolensk", (100.0, 54.0)),
        ("by-vi-vitebsk", (30.0, 90.0)),
        ("ru-smo-smolensk", (-180.0, -90.0)),
        ("by-vi-vitebsk", (-150.0, -54.0)),
    ],
)
def test_a_place_anywhere_on_earth_still_gets_a_curve(register, code: str, at):
    lon, lat = at
    territories = Territories(
        tuple(
            replace(t, lon=lon, lat=lat) if t.code == code else t
            for t in register.territories.values()
        ),
        register.territories.imprint,
    )
    found = build_curves(build_ties(register.agreements, territories), territories)
    assert len(found) == len(curves_of(register))
    assert np.isfinite([(curve.start, curve.control, curve.end) for curve in found]).all()


def test_crowded_agreement_is_marked_on_each_of_its_lines_and_no_other(register):
    ties = build_ties(register.agreements, register.territories)
    count: dict[str, int] = {}
    for tie in ties:
        for agreement in tie.agreements:
            count[agreement.id] = count.get(agreement.id, 0) + 1
    found = build_curves(ties, register.territories)
    for curve in found:
        assert curve.crowded == (count[curve.agreement_id] >= 8)
    assert {curve.agreement_id for curve in found if curve.crowded}


def test_same_register_draws_the_same_curves(register):
    ties = build_ties(register.agreements, register.territories)
    assert build_curves(ties, register.territories) == curves_of(register)


def test_fan_of_many_agreements_is_symmetric_about_the_usual_bend(register):
    # So many lines that nobody can follow them singly: the fan alone separates them.
    ties = build_ties(register.agreements, register.territories)
    pair = next(tie for tie in ties if tie.code == "ru-smo-smolensk,by-vi-vitebsk")
    others = [tie for tie in ties if tie is not pair]
    found = build_curves([pair, *others * 7], register.territories)[:3]
    start, end = np.array(found[0].start), np.array(found[0].end)
    right = np.array([(end - start)[1], -(end - start)[0]]) / np.hypot(*(end - start)) ** 2
    bends = [(points_of([curve], 3)[0][1] - (start + end) / 2) @ right for curve in found]
    assert bends == pytest.approx([0.05, 0.12, 0.19])


# --- remote territories ---------------------------------------------------------------------------


def test_near_territories_stand_where_they_are(register):
    anchors = place_anchors(register.territories)
    for code, territory in register.territories.items():
        if territory.is_expected:
            assert anchors[code].at == (territory.lon, territory.lat)
            assert not anchors[code].is_remote
            assert to_degrees(
                np.array(anchors[code].metres), register.territories.crs
            ) == pytest.approx(anchors[code].at)


def test_remote_territory_stands_at_the_edge_in_its_direction(register):
    anchors = place_anchors(register.territories)
    (remote,) = [t for code, t in register.territories.items() if anchors[code].is_remote]
    assert remote.region == "ru-sve"
    near = np.array(
        [
            anchors[code].metres
            for code, territory in register.territories.items()
            if territory.is_expected
        ]
    )
    low, high = near.min(axis=0), near.max(axis=0)
    at = np.array(anchors[remote.code].metres)
    margin = 0.06 * (high[0] - low[0])
    # On the edge of the frame, to 20 m (four decimals of a degree), and not beyond it.
    assert (at >= low - margin - 20).all()
    assert (at <= high + margin + 20).all()
    assert min(np.abs([*(at - (low - margin)), *(at - (high + margin))])) < 20
    # In its true direction: it lies east, and so it stands.
    middle = (low + high) / 2
    true = to_metres((remote.lon, remote.lat), register.territories.crs) - middle
    shown = at - middle
    assert np.cross([*true, 0], [*shown, 0])[2] / np.hypot(*true) / np.hypot(*shown) == (
        pytest.approx(0, abs=1e-3)
    )
    assert np.dot(true, shown) > 0
    assert np.dot(true / np.hypot(*true), anchors[remote.code].way) == pytest.approx(1)


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
    [(500 - TENTH_OF_A_KM, False), (500 + TENTH_OF_A_KM, True)],
)
def test_remote_begins_at_its_distance_outside_the_frame(outside_km: float, remote: bool):
    box = np.array([[0.0, 0.0], [1e5, 1e5]])
    assert is_remote((1e5 + outside_km * 1000, 5e4), box) is remote
    assert is_remote((5e4, -outside_km * 1000), box) is remote


def test_register_without_remote_places_moves_none(tiny_register):
    territories = tiny_register.territories
    anchors = place_anchors(territories)
    assert {code: anchor.at for code, anchor in anchors.items()} == {
        code: (x.lon, x.lat) for code, x in territories.items()
    }
    moved = Territories(
        (
            *territories.values(),
            replace(
                territories["ru-smo-smolensk"], code="ru-xx-far", region="ru-xx", lon=62.0, lat=57.0
            ),
        ),
        territories.imprint,
    )
    assert place_anchors(moved)["ru-xx-far"].at != (62.0, 57.0)


def test_many_lines_are_drawn_with_fewer_points(register, monkeypatch):
    found = curves_of(register)
    assert curves.screen_points(found) == 33
    monkeypatch.setattr(curves, "SETTLED_LIMIT", 3)
    assert curves.screen_points(found) == 17
