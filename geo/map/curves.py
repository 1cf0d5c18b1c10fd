"""
Curves: the line that draws one agreement between one pair of territories.

At 20 to 500 km a great circle is straight on the screen and hides its neighbours. Each line is a
quadratic Bezier curve, computed in a projected reference system; its `bend` (the control point's
distance from the chord, as a share of the chord's length, positive to the right of the way from
home to partner) is chosen so that neighbouring lines can be distinguished. The same curves serve
the screen and every export.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from geo import settings
from geo.map.place import Point, place_anchors, to_degrees
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
"""Lines nearer than this can hardly be distinguished on a screen that shows the whole network."""
PULL = 12.0
"""How strongly a line without neighbours is drawn to `BEND`."""
SETTLED_LIMIT = 300
"""With more lines than this nobody can follow single ones: they keep their fan."""

APART = 0.025
"""Least difference of bend between agreements of one pair, hairlines included, if any is free."""
LAST = 2
"""The last of the sweeps in which every line may change its bend."""
TRIED_POINTS = 25


@dataclass(frozen=True)
class Curve:
    """The line for one agreement of one tie: a quadratic Bezier curve in metres, home first."""

    tie: Tie
    agreement_id: str
    crowded: bool
    start: Point
    control: Point
    end: Point


def paths(curves: Sequence[Curve], points: int, crs: str) -> np.ndarray:
    """Return the curves as (lon, lat), shape (curves, points, 2), to four decimals."""
    return to_degrees(points_of(curves, points), crs).round(4)


def points_of(curves: Sequence[Curve], points: int) -> np.ndarray:
    """Return the curves in metres, shape (curves, points, 2)."""
    starts, controls, ends = (
        np.array([getattr(curve, name) for curve in curves]).reshape(-1, 2)
        for name in ("start", "control", "end")
    )
    return bezier(starts, controls, ends, points)


def screen_points(curves: Iterable[Curve]) -> int:
    """Return how many points each curve gets on a screen."""
    return POINTS if _are_few(curve.crowded for curve in curves) else POINTS_OF_MANY


def build_curves(ties: Sequence[Tie], territories: Territories) -> tuple[Curve, ...]:
    """
    Draw every agreement of every tie as a curve of its own, in their order.

    There is none for a tie of a party that is not drawn, since nobody knows where it lies.
    """
    anchors = place_anchors(territories)
    ties = [tie for tie in ties if {tie.home, tie.partner} <= anchors.keys()]
    owners = [(tie, agreement.id) for tie in ties for agreement in tie.agreements]
    ties_made = Counter(agreement for _, agreement in owners)
    if not owners:
        return ()
    starts = np.array([anchors[tie.home].metres for tie, _ in owners])
    ends = np.array([anchors[tie.partner].metres for tie, _ in owners])
    crowded = np.array([ties_made[agreement] >= settings.CROWD_TIES for _, agreement in owners])
    bends = _fan(ties)
    if _are_few(crowded):
        _settle(bends, starts, ends, crowded)
    controls = bend_controls(starts, ends, bends)
    return tuple(
        Curve(tie, agreement, bool(crowd), *map(tuple, row))
        for (tie, agreement), crowd, *row in zip(
            owners, crowded, starts.tolist(), controls.tolist(), ends.tolist(), strict=True
        )
    )


def _are_few(crowded: Iterable[bool]) -> bool:
    return sum(not one for one in crowded) <= SETTLED_LIMIT


def bend_controls(starts: np.ndarray, ends: np.ndarray, bends: np.ndarray) -> np.ndarray:
    """Return control points, shape (n, 2); `bends` are positive to the right of the way."""
    chord = ends - starts
    right = np.stack([chord[:, 1], -chord[:, 0]], axis=-1)
    # A quadratic curve passes at half the distance of its control point.
    return (starts + ends) / 2 + right * 2 * bends[:, None]


def bezier(starts: np.ndarray, controls: np.ndarray, ends: np.ndarray, points: int) -> np.ndarray:
    """Return quadratic Bezier curves, shape (n, points, 2), from points of shape (n, 2)."""
    s = np.linspace(0, 1, points)[None, :, None]
    return (
        (1 - s) ** 2 * starts[:, None] + 2 * s * (1 - s) * controls[:, None] + s**2 * ends[:, None]
    )


def pieces_inside(
    bends: np.ndarray, box: tuple[float, float, float, float]
) -> tuple[np.ndarray, ...]:
    """
    Return the pieces of a quadratic Bezier curve that lie inside a box, each as such a curve.

    A curve is start, control and end, shape (3, 2); a box is left, bottom, right, top.
    """
    low, high = np.array(box[:2]), np.array(box[2:])
    if (bends >= low).all() and (bends <= high).all():
        return (bends,)
    cuts = [0.0, 1.0]
    for axis in (0, 1):
        start, control, end = bends[:, axis].tolist()
        for edge in (box[axis], box[axis + 2]):
            roots = np.roots([start - 2 * control + end, 2 * (control - start), start - edge])
            cuts += roots[np.isreal(roots)].real.tolist()
    cuts = sorted(s for s in cuts if 0 <= s <= 1)
    pieces = []
    for first, last in pairwise(cuts):
        middle = _blend(bends, (first + last) / 2, (first + last) / 2)
        if last - first > 1e-9 and (low <= middle).all() and (middle <= high).all():
            ends = ((first, first), (first, last), (last, last))
            pieces.append(np.array([_blend(bends, s, u) for s, u in ends]))
    return tuple(pieces)


def _blend(bends: np.ndarray, s: float, u: float) -> np.ndarray:
    """Return the polar form of a quadratic curve at two parameters: a point of it if they agree."""
    weights = np.array([(1 - s) * (1 - u), s * (1 - u) + u * (1 - s), s * u])
    blended: np.ndarray = weights @ bends
    return blended


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
    pairs = [(*start, *end) for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]
    own: dict[tuple[float, ...], list[int]] = {}
    for line, pair in enumerate(pairs):
        own.setdefault(pair, []).append(line)
    placed: dict[int, np.ndarray] = {}
    for sweep in range(LAST + 1):
        for line in order:
            # What the lines of a pair settle by themselves is only made sure of at the end.
            rest = [i for i in own[pairs[line]] if i != line and (crowded[i] or sweep == LAST)]
            choices = _choices(length[line], bends[rest])
            start, end = starts[[line]], ends[[line]]
            tried = bezier(start, bend_controls(start, end, choices), end, TRIED_POINTS)
            cost = PULL * (np.abs(choices) - BEND) ** 2
            others = [path for other, path in placed.items() if other != line]
            if others:
                cost = cost + _crowding(tried, np.stack(others))
            best = int(np.argmin(cost))
            bends[line] = choices[best]
            placed[line] = tried[best]


def _choices(length: float, taken: np.ndarray) -> np.ndarray:
    """Return the bends a line may take: no long detour, and clear of those of its own pair."""
    # A line between places far apart has to run somewhere.
    near = BENDS[: max(1, np.count_nonzero(BENDS * length <= SWING_M))]
    both = np.concatenate([near, -near])
    clear = (np.abs(both[:, None] - taken) >= APART).all(axis=1)
    return both[clear] if clear.any() else both


def _crowding(tried: np.ndarray, others: np.ndarray) -> np.ndarray:
    """
    Return, for each tried curve, how much of it runs beside other curves.

    Only the middle of a curve counts: at its ends it has to meet those of the same place.
    """
    middle = tried[:, 3:-3]
    cloud = others[:, 1:-1].reshape(-1, 2)
    nearest = np.empty((*middle.shape[:2], len(others)))
    for curve, row in zip(middle, nearest, strict=True):  # one by one: each fits the cache
        square = curve[:, None, 0] - cloud[:, 0]
        square *= square
        down = curve[:, None, 1] - cloud[:, 1]
        down *= down
        square += down
        square.reshape(*row.shape, -1).min(axis=2, out=row)
    return np.exp(-nearest / NEAR_M**2).sum(axis=2).mean(axis=1)
