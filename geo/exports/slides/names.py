"""Which names may stay where they were placed: none that a reader would take for another's."""

import math

import numpy as np

from geo.exports.drawing.ink import Dot
from geo.exports.drawing.names import Placed

FARTHEST = 64.0
"""A name farther from its point is left to the larger map, in points."""
MISTAKEN = 13.0
"""Nearer to a point a name would be read as that point's, in points."""
SLIGHT = 1.5
"""So much nearer to another point, in points, is no difference that a reader sees."""


def is_near(placed: Placed) -> bool:
    """Return whether a name stands where a reader still finds its point."""
    start, end = placed.leader or ((0, 0), (0, 0))
    return bool(np.hypot(*np.subtract(end, start)) <= FARTHEST)


def unmistakable(placed: list[Placed], marks: dict[str, Dot], known: set[str]) -> list[Placed]:
    """
    Leave out names that a reader would take for another point's, one that has no name beside it.

    Such a name has its line and stands beside that point, or has none and stands nearer to it than
    to its own. Those of `known` stay: no reader takes Smolensk for another place.
    """
    beside = {name.key for name in placed if not name.leader}
    bare = [mark for code, mark in marks.items() if code not in beside]
    kept = []
    for name in placed:
        own = marks[name.key]
        near = MISTAKEN if name.leader else _away(own, name) - SLIGHT
        if name.key in known or all(_away(m, name) > near for m in bare if m is not own):
            kept.append(name)
    return kept


def _away(mark: Dot, name: Placed) -> float:
    """Return how far a name is from a point."""
    left, low, right, high = name.box
    x, y = mark.at
    return math.hypot(max(left - x, 0, x - right), max(low - y, 0, y - high))
