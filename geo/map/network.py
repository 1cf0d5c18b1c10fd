"""
The network as the browser gets it: one file for all views, and a few hundred bytes for each view.

The file holds shapes, borders, curves and names; its own name carries a hash of its content, so
that a new register is a new file and browsers may keep the old one. A view only says which lines
are visible and how much each territory has. Register text stays out of folium's templates: it
travels in the file, as JSON, and the browser sets it as text.
"""

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import count
from typing import TYPE_CHECKING, Any

from geo.agreements import Register
from geo.history import Standing
from geo.search import build_index
from geo.shown import Shown
from geo.ties import Tie, build_ties
from geo.view import LISTS, View

if TYPE_CHECKING:
    from geo.map.curves import Curve
    from geo.map.place import Anchor
    from geo.territories.boundaries import Boundaries

AHEAD = (*LISTS, "years", "q")
"""Filters that the browser applies ahead of the server: they only leave lines out."""
LINE_STATE = {
    Standing.NOT_SIGNED: 0,
    Standing.IN_FORCE: 1,
    Standing.LAPSED: 2,
    Standing.UNKNOWN: 3,
}


@dataclass(frozen=True, eq=False)
class Network:
    """
    All ties of a register as lines, and the file that shows them.

    What needs the boundaries is made when it is asked for: a server that finds the file kept under
    `name` shows every view without them, and without the libraries they need. `load` gives them.
    """

    register: Register
    ties: tuple[Tie, ...]
    load: Callable[[], "Boundaries"]
    name: str = ""

    @cached_property
    def boundaries(self) -> "Boundaries":
        """The shapes of the territories."""
        return self.load()

    @cached_property
    def curves(self) -> "tuple[Curve, ...]":
        """The line of every agreement of every tie, in the order of both."""
        from geo.map.curves import build_curves

        return build_curves(self.ties, self.register.territories)

    @cached_property
    def rows(self) -> dict[tuple[str, str], dict[str, int]]:
        """Which of `curves` is whose, by the pair and the agreement's id, without drawing them."""
        numbers, territories = count(), self.register.territories
        return {
            (tie.home, tie.partner): {agreement.id: next(numbers) for agreement in tie.agreements}
            for tie in self.ties
            if territories[tie.home].point and territories[tie.partner].point
        }

    @cached_property
    def n_lines(self) -> int:
        """How many lines there are."""
        return sum(map(len, self.rows.values()))

    @cached_property
    def places(self) -> dict[str, int]:
        """Position of each territory in the file, by code."""
        return {code: place for place, code in enumerate(self.register.territories)}

    @cached_property
    def anchors(self) -> "dict[str, Anchor]":
        """Where each territory is drawn, by code."""
        from geo.map.place import place_anchors

        return place_anchors(self.register.territories)

    def bounds(self, codes: Iterable[str]) -> list[list[float]]:
        """Return [[west, south], [east, north]] of where territories are drawn."""
        points = zip(
            *(self.anchors[code].at for code in codes if code in self.anchors), strict=True
        )
        (west, east), (south, north) = ((min(axis), max(axis)) for axis in points)
        return [[west, south], [east, north]]

    @cached_property
    def content(self) -> dict:
        """What the file holds, as lists, dictionaries, texts and numbers."""
        from geo.map.content import network_content

        return network_content(self)

    @cached_property
    def _coarse(self) -> dict:
        """What of it is coarse in the file."""
        from geo.map.content import coarse_content

        return coarse_content(self)

    @cached_property
    def script(self) -> bytes:
        """The file: a script that defines ``window.TIES_DATA``."""
        return b"window.TIES_DATA=" + _packed(self.content | self._coarse) + b";"

    @cached_property
    def finer(self) -> bytes:
        """The outlines that a reader who looks closer needs, if those of the file are coarse."""
        whole = self.content
        shapes = [shape["g"] for shape in whole["shapes"]]
        return _packed({"shapes": shapes, "borders": whole["borders"]}) if self._coarse else b""

    @property
    def words(self) -> bytes:
        """What the browser needs to search the register by itself (`geo.search.Index.tables`)."""
        return _packed(build_index(self.register).tables)

    @cached_property
    def digest(self) -> str:
        """What changes with the files: their name, else a hash of their content."""
        return self.name or hashlib.sha256(self.script + self.finer).hexdigest()[:16]


def _packed(content: dict) -> bytes:
    return json.dumps(content, ensure_ascii=True, separators=(",", ":")).encode("ascii")


def build_network(
    register: Register, boundaries: "Boundaries | None" = None, name: str = ""
) -> Network:
    """Derive the ties of a whole register; `boundaries`, else those of its folders, draw them."""

    def load() -> "Boundaries":
        from geo.territories.boundaries import load_boundaries

        return boundaries or load_boundaries(register.territories)

    return Network(register, build_ties(register.agreements, register.territories), load, name)


def view_payload(
    shown: Shown, network: Network, *, mini: bool = False, fit: bool = False, is_new: bool = False
) -> dict:
    """
    Return what the browser needs to show a view: codes and numbers only.

    `lang`, `focus`; `lines`: how each line stands (`line_states`); `rest`: a name of what is
    asked but `AHEAD`, `whole` if these ask for nothing; if they do in a view that `is_new` to the
    browser, `all`: how the lines stand without them; `q` if words are looked for. With a day in the
    view `time`: the day (`at`), `days` and `frames`, the lines at the end of each year up to today;
    if some changed since an earlier day `spot`: positions of those agreements. With `mini`,
    for the small map, a mark of it; with `mini` or `fit` the bounds of what is in focus.
    """
    payload: dict[str, Any] = {
        "lang": shown.lang,
        "focus": list(shown.view.focus),
        "lines": line_states(shown, network),
        "rest": "_".join((*shown.view.choice, str(shown.on or ""))),
    }
    if not any(getattr(shown.view, name) for name in AHEAD):
        payload["whole"] = 1
    elif is_new:
        neutral = replace(shown.view, **{name: getattr(View(), name) for name in AHEAD})
        payload["all"] = line_states(replace(shown, view=neutral), network)
    if shown.view.q:
        payload["q"] = 1
    if shown.on:
        payload["time"] = _time_payload(shown, network, shown.on)
    if shown.changed:
        payload["spot"] = [
            place for place, a in enumerate(network.register.agreements) if a.id in shown.changed
        ]
    if mini:
        payload["mini"] = 1
    if mini or fit:
        payload["fit"] = _focus_bounds(shown, network)
    return payload


def line_states(shown: Shown, network: Network) -> str:
    """
    Return how every line of the network stands, two lines to a hexadecimal digit.

    A line is hidden (0), in force (1), lapsed (2), or lapsed at an unknown date (3).
    """
    line = line_digits(shown, network)
    line += [0] * (len(line) % 2)
    return "".join(f"{4 * one + other:x}" for one, other in zip(line[::2], line[1::2], strict=True))


def line_digits(shown: Shown, network: Network) -> list[int]:
    """Return how every line of the network stands, as a number of `LINE_STATE`."""
    line = [0] * network.n_lines
    for tie in shown.ties:
        rows = network.rows.get((tie.home, tie.partner))
        if rows is None:
            continue
        for agreement in tie.agreements:
            line[rows[agreement.id]] = LINE_STATE[shown.listed.standing(agreement)]
    return line


def year_ends(shown: Shown) -> list[date]:
    """Return the last day of every year of the register, of this year today."""
    years = range(shown.register.years[0], shown.today.year + 1)
    return [min(date(year, 12, 31), shown.today) for year in years]


def _time_payload(shown: Shown, network: Network, at: date) -> dict:
    """Return the lines at the end of every year, the last one today."""
    days = year_ends(shown)
    views = [replace(shown.view, on=day) for day in days]
    return {
        "at": at.isoformat(),
        "days": [day.isoformat() for day in days],
        "frames": [line_states(replace(shown, view=view), network) for view in views],
    }


def _focus_bounds(shown: Shown, network: Network) -> list[list[float]]:
    """
    Return the bounds of the ties in focus.

    A territory without any stands with the whole network: by itself it would say nothing.
    """
    codes = shown.picked.homes | shown.picked.partners or set(network.register.party_codes)
    codes |= {code for code in shown.view.focus if code in network.register.territories}
    return network.bounds(codes)
