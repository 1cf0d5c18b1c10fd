"""
Names on a drawn map, placed so that they do not collide.

Each name takes the best of many boxes around its point: away from points, lines and other names,
Belarusian names to the west and Russian ones to the east, away from the lines between them. A name
that would touch another one or leave the frame is left out, the less important first. The rules
are those of the screen (``geo/assets/ties-names.js``), with more places to choose from and more
patience, since paper has no zoom.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

import numpy as np
import shapely

from geo.exports.drawing.ink import Box, Point

SWEEPS = 4
"""How many times every name may move once all have a place."""
REFUSED = 40.0
"""A place that costs as much is not taken."""
GAPS = ((0.0, 0.0), (0.35, 0.3), (0.8, 0.9), (1.5, 1.8), (2.4, 3.2), (3.6, 5.0))
"""Distances between point and name, in ems, with their prices."""
LEADER_FROM = 0.8
"""From this distance on, in ems, a thin line leads from a point to its name."""
AT_ONCE = 32
"""As many boxes are tried together, the cheapest first: most names find theirs among these."""
QUIET_SHIFTS = ((0, 0), (1, 0), (-1, 0), (2, 0), (-2, 0), (0, 1), (0, -1), (3, 0), (-3, 0))
"""Where a quiet name is tried: up in lines, sideways in halves of its length."""
CELLS_PER_EM = 4
"""Fineness of the grid that holds what lies below a name."""


@dataclass(frozen=True)
class MapName:
    """
    A name to place: its text's size as it will be drawn, and the point it belongs to.

    `radius` is that of the point's mark, `west` the side it prefers; names of higher `rank` choose
    first.
    """

    key: str
    at: Point
    radius: float
    width: float
    west: bool
    rank: float


@dataclass(frozen=True)
class Placed:
    """A name's box (left, bottom, right, top) and, if it stands off, the line that leads to it."""

    key: str
    box: Box
    leader: tuple[Point, Point] | None


@dataclass
class Ground:
    """
    What names have to keep clear of, in the units of the page.

    `frame` holds them all, `marks` are boxes of points, `lines` pairs of a path and how much it
    matters, `taken` boxes of what stands already.
    """

    frame: Box
    em: float
    marks: Sequence[Box]
    lines: Sequence[tuple[np.ndarray, float]]
    taken: list[Box] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Add up how much of the lines lies below each cell, as sums from the corner."""
        left, low, right, high = self.frame
        self.cell = self.em / CELLS_PER_EM
        size = int((right - left) / self.cell) + 2, int((high - low) / self.cell) + 2
        n_cells = size[0] * size[1]
        lines = [shapely.LineString(path) for path, _ in self.lines]
        dense = shapely.segmentize(lines, self.cell / 2)
        points, owners = shapely.get_coordinates(dense, return_index=True)
        spots = ((points - (left, low)) / self.cell).astype(int)
        inside = ((spots >= 0) & (spots < size)).all(axis=1)
        x, y = spots[inside].T
        # A line counts once in a cell, however its points fall.
        owners, own = np.divmod(np.unique(owners[inside] * n_cells + x * size[1] + y), n_cells)
        weights = np.array([weight for _, weight in self.lines])[owners]
        cells = np.bincount(own, weights, n_cells).reshape(size)
        self.sums = np.pad(cells.cumsum(0).cumsum(1), ((1, 0), (1, 0)))

    def covered(self, boxes: np.ndarray) -> np.ndarray:
        """Return how much of the lines every box would cover, in ems of line."""
        left, low, _, _ = self.frame
        limit = np.array(self.sums.shape) - 1
        first = ((boxes[:, :2] - (left, low)) / self.cell).astype(int).clip(0, limit - 1)
        last = (((boxes[:, 2:] - (left, low)) / self.cell).astype(int) + 1).clip(0, limit)
        (x, y), (u, v) = first.T, last.T
        sums = self.sums
        return (sums[u, v] - sums[x, v] - sums[u, y] + sums[x, y]) / CELLS_PER_EM

    def free_box(self, at: np.ndarray, wide: float, size: float) -> Box | None:
        """Return a box for a quiet name near a point that touches nothing, and next to no line."""
        x, y = map(float, at)
        half = wide / 2
        left, bottom, right, top = self.frame
        if not (left - half < x < right + half and bottom - size < y < top + size):
            return None
        for up, side in QUIET_SHIFTS:
            u, v = x + side * half, y + up * size * 0.9
            pad = half + 0.3 * size
            box = u - pad, v - 0.6 * size, u + pad, v + 0.6 * size
            inside = left < box[0] and box[2] < right and bottom < box[1] and box[3] < top
            boxes, others = np.array([box]), np.array([*self.taken, *self.marks]).reshape(-1, 4)
            if inside and not _hits(boxes, others).any() and self.covered(boxes)[0] < 0.3:
                return box
        return None


def place_names(names: Sequence[MapName], ground: Ground) -> list[Placed]:
    """
    Return places for as many names as can have one, highest rank first; ties keep their order.

    Boxes touch neither each other nor one that is `taken` on the ground; those found are added
    there.
    """
    order = sorted(names, key=lambda name: -name.rank)
    choices = [_Choice(name, ground) for name in order]
    fixed = np.array(ground.taken).reshape(-1, 4)
    held: list[int | None] = [None] * len(order)
    for _ in range(SWEEPS):
        before = list(held)
        for place in range(len(choices)):
            held[place] = _best(choices, held, fixed, place)
        _push(choices, held, fixed)
        if held == before:
            break
    placed = [choice.placed(h) for choice, h in zip(choices, held, strict=True) if h is not None]
    ground.taken.extend(one.box for one in placed)
    return placed


def _best(
    choices: list["_Choice"], held: list[int | None], fixed: np.ndarray, place: int
) -> int | None:
    """Return the best box of a name beside the boxes and leaders of all others that stand."""
    others = [(choices[i], h) for i, h in enumerate(held) if h is not None and i != place]
    boxes = np.array([choice.boxes[h] for choice, h in others]).reshape(-1, 4)
    leaders = np.array([choice.leaders[h] for choice, h in others]).reshape(-1, 4)
    return choices[place].best(np.vstack([fixed, boxes]), leaders)


def _push(choices: list["_Choice"], held: list[int | None], fixed: np.ndarray) -> None:
    """Let a name that found no place push one other away, if that one finds another place."""
    for place in range(len(choices)):
        if held[place] is not None:
            continue
        for rival, spot in enumerate(held):
            if spot is None:
                continue
            held[rival] = None
            found = _best(choices, held, fixed, place)
            if found is not None:
                held[place] = found
                held[rival] = _best(choices, held, fixed, rival)
                if held[rival] is not None:
                    break
            held[place], held[rival] = None, spot


class _Choice:
    """The boxes a name may take, with what each costs apart from other names."""

    def __init__(self, name: MapName, ground: Ground) -> None:
        self.name = name
        self.em = ground.em
        self.boxes, self.cost = _candidates(name, ground.em)
        self.leaders, self.led = self._leaders()
        left, low, right, high = ground.frame
        x, y, u, v = self.boxes.T
        self.cost[(x < left) | (y < low) | (u > right) | (v > high)] += 2 * REFUSED
        marks = np.array(ground.marks).reshape(-1, 4)
        if len(marks):
            self.cost += 30 * _hits(self.boxes, marks).sum(axis=1)
            self.cost += self._doubt(marks)
            self.cost += 12 * self._leads_across(marks)
        self.cost += 1.1 * ground.covered(self.boxes)
        order = np.argsort(self.cost, kind="stable")
        self.order = order[self.cost[order] < REFUSED]

    def _leaders(self) -> tuple[np.ndarray, np.ndarray]:
        """Return the way from the point's rim to each box, and whether it is long enough."""
        at = np.array(self.name.at)
        ends = np.clip(at, self.boxes[:, :2], self.boxes[:, 2:])
        ways = ends - at
        length = np.hypot(*ways.T)
        starts = at + ways * (self.name.radius / np.maximum(length, 1e-9))[:, None]
        return np.hstack([starts, ends]), length - self.name.radius >= LEADER_FROM * self.em

    def _leads_across(self, marks: np.ndarray) -> np.ndarray:
        """Return how many other points the leaders of the boxes would run through."""
        x, y = self.name.at
        own = (marks[:, 0] < x) & (x < marks[:, 2]) & (marks[:, 1] < y) & (y < marks[:, 3])
        return (_crosses(self.leaders, marks[~own]) & self.led[:, None]).sum(axis=1)

    def _doubt(self, marks: np.ndarray) -> np.ndarray:
        """Return what it costs that a name stands nearer to another point than to its own."""
        centres = np.stack([marks[:, [0, 2]].mean(axis=1), marks[:, [1, 3]].mean(axis=1)], axis=1)
        foreign = np.hypot(*(centres - self.name.at).T) > 0.3 * self.em
        if not foreign.any():
            return np.zeros(len(self.boxes))
        own = _away(self.boxes, np.array([self.name.at]))
        nearest = _away(self.boxes, centres[foreign]).min(axis=1)
        own = own[:, 0]
        return np.where(nearest < own + 0.15 * self.em, 9.0,
                        np.where(nearest < own + 0.6 * self.em, 1.2, 0.0))  # fmt: skip

    def best(self, taken: np.ndarray, leaders: np.ndarray) -> int | None:
        """
        Return the cheapest box that touches nothing that stands, None if there is none.

        Nor may its leader run through a name, or another name's leader through it.
        """
        pad = 0.12 * self.em * np.array([-1, -0.5, 1, 0.5])
        for first in range(0, len(self.order), AT_ONCE):
            some = self.order[first : first + AT_ONCE]
            grown = self.boxes[some] + pad
            clear = ~_hits(grown, taken).any(axis=1) & ~_crosses(leaders, grown).any(axis=0)
            clear &= ~(_crosses(self.leaders[some], taken) & self.led[some, None]).any(axis=1)
            if clear.any():
                return int(some[clear.argmax()])
        return None

    def placed(self, held: int) -> Placed:
        """Return the name in a box, with the line from the point's rim unless they are close."""
        left, low, right, high = self.boxes[held].tolist()
        x, y, u, v = self.leaders[held].tolist()
        leader = ((x, y), (u, v)) if self.led[held] else None
        return Placed(self.name.key, (left, low, right, high), leader)


def _candidates(name: MapName, em: float) -> tuple[np.ndarray, np.ndarray]:
    """Return boxes around a point and their prices; the first side is the preferred one."""
    gap, side, up, level, shift, price = _places(name.west)
    (x, y), w = name.at, name.width
    away = name.radius + 0.25 * em + gap * em
    beside = np.where(side < 0, x - away - w, x + away)
    left = np.where(level == 0, beside, x - w / 2 + shift * w)
    beside = y + up * (em + gap * em * 0.8)
    middle = np.where(level == 0, beside, y + level * (away + em / 2))
    boxes = np.stack([left, middle - em / 2, left + w, middle + em / 2], axis=1)
    return boxes, price.copy()


@cache
def _places(west: bool) -> np.ndarray:
    """Return gap, side, rise, level above or below, shift and price of every box, in its rows."""
    rows: list[tuple[float, ...]] = []
    for gap, price in GAPS:
        for order, side in enumerate((-1, 1) if west else (1, -1)):
            rows += [
                (gap, side, up, 0, 0, price + 0.4 * order + 0.4 * abs(up))
                for up in (0, -0.4, 0.4, -0.8, 0.8, -1.2, 1.2)
            ]
        rows += [
            (gap, 0, 0, level, shift, price + 0.6 + 0.3 * abs(shift))
            for level in (1, -1)
            for shift in (0, -0.25, 0.25, -0.4, 0.4)
        ]
    return np.array(rows).T


def _hits(boxes: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Return, for each box and each of the others, whether they overlap."""
    a, b = boxes[:, None], others[None]
    return (
        (a[..., 0] < b[..., 2])
        & (b[..., 0] < a[..., 2])
        & (a[..., 1] < b[..., 3])
        & (b[..., 1] < a[..., 3])
    )


def _crosses(ways: np.ndarray, boxes: np.ndarray) -> np.ndarray:
    """Return, for each straight way and each box, whether the way runs through the box."""
    x, y, u, v = ways.T[..., None]
    left, low, right, high = boxes.T[:, None]
    across, up = u - x, v - y
    across, up = (np.where(np.abs(step) < 1e-9, 1e-9, step) for step in (across, up))
    (a, b), (c, d) = ((left - x) / across, (right - x) / across), ((low - y) / up, (high - y) / up)
    first = np.maximum(np.minimum(a, b), np.minimum(c, d))
    last = np.minimum(np.maximum(a, b), np.maximum(c, d))
    return (first < last) & (last > 0.0) & (first < 1.0)


def _away(boxes: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Return the distance of every box from every point."""
    x, y = points[None, :, 0], points[None, :, 1]
    left, low, right, high = (boxes[:, i, None] for i in range(4))
    across = np.maximum(np.maximum(left - x, x - right), 0)
    return np.hypot(across, np.maximum(np.maximum(low - y, y - high), 0))
