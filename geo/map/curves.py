"""
Curves: the line that draws one agreement between one pair of territories.

At 20 to 500 km a great circle is straight on the screen and hides its neighbours. Each line is a
quadratic Bezier curve, computed in a projected reference system; its `bend` (the control point's
distance from the chord, as a share of the chord's length, positive to the right of the way from
home to partner) is chosen so that neighbouring lines can be told apart. The same curves serve the
screen and every export.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from pyproj import Transformer

from geo import settings
from geo.territories import Territories
from geo.ties import Tie

POINTS = 33
"""Points of a curve as it is drawn: none of its corners shows at the closest zoom."""
POINTS_OF_MANY = 17
"""The same where nobody can follow single lines (`SETTLED_LIMIT`): half the file."""
BEND = 0.12
"""Bend of a line with no neighbours (from the design brief, measured by eye)."""
FAN = 0.07
"""Difference of bend between agreements of one pair."""
BENDS = np.array([0.03, 0.06, 0.09, 0.12, 0.16, 0.20, 0.22])
"""Bends to choose from, to either side: from a quarter on, a short line looks like a loop."""
SWING_M = 38_000
"""How far a line may leave its chord: a longer detour looks like a way through other places."""
NEAR_M = 10_000
"""Lines nearer than this can hardly be told apart on a screen that shows the whole network."""
PULL = 12.0
"""How strongly a line without neighbours is drawn to `BEND`."""
SETTLED_LIMIT = 300
"""With more lines than this nobody can follow single ones: they keep their fan."""

_TO_METRES = Transformer.from_crs(settings.CRS, settings.CRS_PROJECTED, always_xy=True)


@dataclass(frozen=True)
class Line:
    """A curve for one agreement of one tie; `path` holds (lon, lat) in degrees, home first."""

    tie: Tie
    agreement_id: str
    crowded: bool
    path: tuple[tuple[float, float], ...]


def anchor_points(territories: Territories) -> dict[str, tuple[float, float]]:
    """
    Return where each territory is drawn, as (lon, lat).

    That is its own point, save for remote ones: a territory more than `settings.REMOTE_KM` outside
    the frame of the map stands on the frame's edge, in its true direction.
    """
    metres = {code: _TO_METRES.transform(t.lon, t.lat) for code, t in territories.items()}
    inside = [
        metres[code]
        for code, t in territories.items()
        if t.is_home or t.country == settings.PARTNER_COUNTRY
    ]
    left, low = np.min(inside, axis=0)
    right, high = np.max(inside, axis=0)
    # Room for the remote one's mark and name beside the outermost territory.
    margin = 0.06 * (right - left)
    box = np.array([[left - margin, low - margin], [right + margin, high + margin]])
    return {
        code: (territory.lon, territory.lat)
        if not is_remote(metres[code], box)
        else _edge_point(metres[code], box)
        for code, territory in territories.items()
    }


def is_remote(point: tuple[float, float], box: np.ndarray) -> bool:
    """Tell whether a projected point lies more than `settings.REMOTE_KM` outside a box."""
    outside = np.maximum(box[0] - point, 0) + np.maximum(point - box[1], 0)
    return float(np.hypot(*outside)) > settings.REMOTE_KM * 1000


def _edge_point(point: tuple[float, float], box: np.ndarray) -> tuple[float, float]:
    """Return where the way from the middle of the box to `point` leaves it, as (lon, lat)."""
    middle = box.mean(axis=0)
    way = np.array(point) - middle
    half = (box[1] - box[0]) / 2
    share = np.min(half / np.maximum(np.abs(way), 1e-9))
    lon, lat = _TO_METRES.transform(*(middle + way * share), direction="INVERSE")
    return round(lon, 4), round(lat, 4)


def build_lines(ties: Sequence[Tie], territories: Territories) -> tuple[Line, ...]:
    """
    Draw every agreement of every tie as a curve of its own.

    Parameters
    ----------
    ties
        As made by `geo.ties.build_ties`.
    territories
        The gazetteer.

    Returns
    -------
    lines
        In the order of `ties` and of each tie's agreements.
    """
    anchors = anchor_points(territories)
    ties_made: dict[str, int] = {}
    for tie in ties:
        for agreement in tie.agreements:
            ties_made[agreement.id] = ties_made.get(agreement.id, 0) + 1
    owners = [(tie, agreement.id) for tie in ties for agreement in tie.agreements]
    if not owners:
        return ()
    starts = np.array([_TO_METRES.transform(*anchors[tie.home]) for tie, _ in owners])
    ends = np.array([_TO_METRES.transform(*anchors[tie.partner]) for tie, _ in owners])
    crowded = np.array([ties_made[agreement] >= settings.CROWD_TIES for _, agreement in owners])
    bends = _fan(ties)
    few = np.count_nonzero(~crowded) <= SETTLED_LIMIT
    if few:
        _settle(bends, starts, ends, crowded)
    paths = bezier(starts, ends, bends, POINTS if few else POINTS_OF_MANY)
    lon, lat = _TO_METRES.transform(paths[..., 0], paths[..., 1], direction="INVERSE")
    degrees = np.round(np.stack([lon, lat], axis=-1), 4)
    return tuple(
        Line(tie, agreement, bool(crowd), tuple((float(x), float(y)) for x, y in path))
        for (tie, agreement), crowd, path in zip(owners, crowded, degrees, strict=True)
    )


def bezier(starts: np.ndarray, ends: np.ndarray, bends: np.ndarray, points: int) -> np.ndarray:
    """
    Return quadratic Bezier curves.

    Parameters
    ----------
    starts, ends
        Shape (n, 2), in metres.
    bends
        Shape (n,), shares of the chord, positive to the right of the way.
    points
        How many points each curve gets.

    Returns
    -------
    curves
        Shape (n, points, 2), in metres.
    """
    chord = ends - starts
    right = np.stack([chord[:, 1], -chord[:, 0]], axis=-1)
    # A quadratic curve passes at half the distance of its control point.
    control = (starts + ends) / 2 + right * 2 * bends[:, None]
    s = np.linspace(0, 1, points)[None, :, None]
    return (
        (1 - s) ** 2 * starts[:, None] + 2 * s * (1 - s) * control[:, None] + s**2 * ends[:, None]
    )


def _fan(ties: Sequence[Tie]) -> np.ndarray:
    """Return a first bend for each line: agreements of one pair side by side."""
    return np.array(
        [
            BEND + FAN * (place - (tie.n_agreements - 1) / 2)
            for tie in ties
            for place in range(tie.n_agreements)
        ]
    )


def _settle(bends: np.ndarray, starts: np.ndarray, ends: np.ndarray, crowded: np.ndarray) -> None:
    """
    Choose the bends, in place, so that lines keep apart.

    Line after line takes the bend at which it runs least beside the lines already drawn; the
    longest first, since they have least room. Hairlines of a crowded agreement stay as they are.
    """
    length = np.hypot(*(ends - starts).T)
    free = np.flatnonzero(~crowded)
    order = free[np.argsort(-length[free], kind="stable")]
    placed: dict[int, np.ndarray] = {}
    for sweep in range(3):
        for line in order:
            near = BENDS[BENDS * length[line] <= SWING_M]
            choices = np.concatenate([near, -near])
            others = [path for other, path in placed.items() if other != line]
            tried = bezier(
                np.repeat(starts[line][None], len(choices), axis=0),
                np.repeat(ends[line][None], len(choices), axis=0),
                choices,
                25,
            )
            cost = PULL * (np.abs(choices) - BEND) ** 2
            if others:
                cost = cost + _crowding(tried, np.stack(others))
            best = int(np.argmin(cost))
            if sweep and np.isclose(choices[best], bends[line]):
                continue
            bends[line] = choices[best]
            placed[line] = tried[best]


def _crowding(tried: np.ndarray, others: np.ndarray) -> np.ndarray:
    """
    Return, for each tried curve, how much of it runs beside other curves.

    Only the middle of a curve counts: at its ends it has to meet those of the same place.
    """
    middle = tried[:, 3:-3]
    cloud = others[:, 1:-1].reshape(-1, 2)
    distance = np.hypot(
        middle[:, :, None, 0] - cloud[None, None, :, 0],
        middle[:, :, None, 1] - cloud[None, None, :, 1],
    )
    lines = distance.reshape(*middle.shape[:2], len(others), -1).min(axis=3)
    return np.exp(-((lines / NEAR_M) ** 2)).sum(axis=2).mean(axis=1)
