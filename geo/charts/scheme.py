"""
The scheme: both sides as two columns, every tie a line between them that the eye can follow.

The places are ordered so that few lines cross. An agreement that joins more than one pair is a node
in the middle with one line to each of its parties: 6 × 6 districts are 12 lines, not 36. Colours,
double lines and dashes are those of the map. One SVG without script; what can be picked carries it
as ``data-focus``, a line also the codes it answers to (``data-keys``) and the places it ends at.
``scheme.svg`` draws what stands where.
"""

from bisect import bisect_left, insort
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from statistics import fmean

from geo.agreements import Agreement
from geo.card import pair_line, until
from geo.history import Standing
from geo.map.look import LOOK, Pen
from geo.shown import Shown, focus_keys, in_focus
from geo.templates import filled
from geo.text import format_date, t
from geo.ties import Tie

_BETWEEN, _BETWEEN_NARROW = 360.0, 84.0
"""From the dots of one column to those of the other, in units of the drawing."""
_ROW, _ROW_NARROW = 23.0, 27.0
_SURE = 0.86
"""How much of the room that `text_width` gives a name takes in the page's own font."""
_NAME_LENGTH = 30
"""Letters of a name; a longer one is cut, and whole in its tip."""
_NAME, _SMALL = 14.0, 12.0
_SWEEPS = 24
_APART = 12.0
"""How far lines of one pair bend apart."""
_NODES_APART = 20.0

Pair = tuple[str, str]
Sample = tuple[float, float, str, Pen | None]
"""Where a sample of the legend stands, its words, and the line that it shows; else it is a node."""


@dataclass(frozen=True)
class Order:
    """
    Places from top to bottom, and the nodes between them.

    `pairs` are the single ones, `nodes` the parties of every agreement that joins more.
    """

    homes: tuple[str, ...]
    partners: tuple[str, ...]
    pairs: tuple[Pair, ...]
    nodes: tuple[tuple[str, ...], ...]

    @cached_property
    def place(self) -> dict[str, float]:
        """Where every place stands, from 0 at the top to 1; the shorter column is spread out."""
        return {
            code: (row + 0.5) / len(side)
            for side in (self.homes, self.partners)
            for row, code in enumerate(side)
        }

    def node(self, parties: Iterable[str]) -> float:
        """Return where the node of some parties stands: amid them."""
        return fmean(self.place[code] for code in parties)

    @property
    def crossings(self) -> int:
        """How often single lines cross; lines that share an end do not."""
        lines = sorted((self.place[home], self.place[partner]) for home, partner in self.pairs)
        crossed, ends = 0, list[float]()
        for _, end in lines:
            crossed += len(ends) - bisect_left(ends, end + 1e-9)
            insort(ends, end)
        return crossed

    @property
    def length(self) -> float:
        """How far lines run up or down altogether."""
        single = sum(abs(self.place[home] - self.place[partner]) for home, partner in self.pairs)
        return single + sum(
            abs(self.place[code] - self.node(parties)) for parties in self.nodes for code in parties
        )


def untangled(start: Order) -> Order:
    """
    Order both columns so that few lines cross: each place goes to the mean of what it is tied to.

    Of equals the order to begin with decides.
    """
    best = now = start
    for turn in range(_SWEEPS):
        ends: dict[str, list[float]] = {}
        for home, partner in now.pairs:
            ends.setdefault(home, []).append(now.place[partner])
            ends.setdefault(partner, []).append(now.place[home])
        for parties in now.nodes:
            for code in parties:
                ends.setdefault(code, []).append(now.node(parties))
        means = {code: fmean(own) for code, own in ends.items()}
        if turn % 2:
            now = replace(now, partners=tuple(sorted(now.partners, key=means.__getitem__)))
        else:
            now = replace(now, homes=tuple(sorted(now.homes, key=means.__getitem__)))
        best = min(best, now, key=lambda one: (one.crossings, one.length))
    return best


def build_order(shown: Shown) -> Order:
    """Return the order of a view's places, from north to south where the ties do not decide."""
    territories = shown.register.territories

    def column(codes: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(codes, key=lambda code: (-(territories[code].lat or -90), code)))

    pairs, nodes = [], []
    for own in shown.listed.ties_of.values():
        if len(own) == 1:
            pairs.append((own[0].home, own[0].partner))
        else:
            nodes.append(_parties(own))
    columns = column(shown.listed.homes), column(shown.listed.partners)
    return untangled(Order(*columns, tuple(pairs), tuple(nodes)))


def _parties(ties: Iterable[Tie]) -> tuple[str, ...]:
    """Return the places at the ends of ties, once each."""
    return tuple(dict.fromkeys(code for tie in ties for code in (tie.home, tie.partner)))


# --- the drawing ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Strand:
    """A line of an agreement: where it runs, how, what it answers to and picks, where it ends."""

    path: str
    pen: Pen
    keys: frozenset[str]
    focus: tuple[str, ...]
    ends: tuple[str, ...]
    tip: str
    is_lit: bool


@dataclass(frozen=True)
class _Grid:
    """
    Where things stand: the dots of both columns, the regions, the edges, every place.

    A narrow one has no column of regions, and the words over its columns stand one under the other.
    """

    narrow: bool
    left: float
    right: float
    region: float
    width: float
    top: float
    height: float
    y: dict[str, float]

    @property
    def middle(self) -> float:
        """Where nodes stand."""
        return (self.left + self.right) / 2


def build_scheme(shown: Shown, *, narrow: bool = False) -> str:
    """Return the drawing of a view as an SVG element, every text escaped; `narrow` for a phone."""
    places = build_order(shown)
    grid, legend = _grid(places, shown, narrow=narrow)
    strands, heights = _strands(shown, grid)
    strands.sort(key=lambda strand: strand.is_lit)
    bright = {code for strand in strands if strand.is_lit for code in strand.ends}
    nodes = [(shown.register.by_id[id_], height) for id_, height in heights.items()]
    heads = _heads(shown, grid)
    drawn = (shown, grid, legend, heads, strands, bright, nodes, _what, _label)
    return filled("charts/scheme.svg", "scheme", *drawn)


def _grid(places: Order, shown: Shown, *, narrow: bool) -> tuple[_Grid, list[Sample]]:
    """Return where things stand, and the legend above: columns are as wide as their widest name."""

    def widest(texts: Iterable[str], size: float) -> float:
        return max((text_width(text, size) for text in texts), default=0.0)

    territories = shown.register.territories
    regions = {t(f"region.{territories[code].region}", shown.lang) for code in places.partners}
    heads = _head_words(shown)
    names = [widest((_label(code, shown) for code in side), _NAME)
             for side in (places.homes, places.partners)]  # fmt: skip
    if narrow:
        left = _SURE * names[0] + 12
        right = left + _BETWEEN_NARROW
        region = width = max(right + _SURE * names[1] + 12, _SURE * widest(heads, _NAME))
    else:
        left = max(names[0] + 14, text_width(heads[0], _NAME))
        right = left + _BETWEEN
        region = right + names[1] + 16
        width = max(region + widest(regions, _SMALL), right + text_width(heads[1], _NAME))
    legend, bottom = _legend(shown, width, with_node=bool(places.nodes))
    top = bottom + (58 if narrow else 40)
    tall = max(len(places.homes), len(places.partners), 1) * (_ROW_NARROW if narrow else _ROW)
    y = {code: top + place * tall for code, place in places.place.items()}
    return _Grid(narrow, left, right, region, width, top, top + tall + 8, y), legend


def _label(code: str, shown: Shown) -> str:
    """Return the name of a place with its number of agreements, cut if it is long."""
    name = shown.register.territories[code].short(shown.lang)
    short = name if len(name) <= _NAME_LENGTH else f"{name[: _NAME_LENGTH - 1]}…"
    return f"{short} · {shown.listed.by_end[code].tally.total}"


def _strands(shown: Shown, grid: _Grid) -> tuple[list[_Strand], dict[str, float]]:
    """Return every line, and the heights of the nodes by agreement."""
    register, ties_of, y = shown.register, shown.listed.ties_of, grid.y
    heights = _nodes(ties_of, y)
    alone = {tie: [a for a in tie.agreements if a.id not in heights] for tie in shown.ties}
    strands = []
    for tie, agreements in alone.items():
        ends = (tie.home, tie.partner)
        for number, agreement in enumerate(agreements):
            bend = (number - (len(agreements) - 1) / 2) * _APART
            path = _curve(grid.left, y[tie.home], grid.right, y[tie.partner], bend)
            strands.append(_strand(agreement, path, ends, ends, ends, shown))
    for id_, height in heights.items():
        homes = tuple(dict.fromkeys(tie.home for tie in ties_of[id_]))
        partners = tuple(dict.fromkeys(tie.partner for tie in ties_of[id_]))
        for x, own, across in ((grid.left, homes, partners), (grid.right, partners, homes)):
            for code in own:
                # To what is picked the line of a party answers with everybody across.
                path = _curve(x, y[code], grid.middle, height, 0)
                codes = (code, *across)
                strands.append(_strand(register.by_id[id_], path, codes, (id_,), (code,), shown))
    return strands, heights


def _strand(
    agreement: Agreement,
    path: str,
    codes: tuple[str, ...],
    focus: tuple[str, ...],
    ends: tuple[str, ...],
    shown: Shown,
) -> _Strand:
    """Return a line that answers to some places, with what it is as its tip."""
    keys = focus_keys(agreement, codes, shown.register)
    pen = replace(LOOK.tie.plain.of(agreement.kind), dash=LOOK.dashes[shown.standing(agreement)])
    tip = f"{pair_line(agreement, shown.register, shown.lang)}: {_what(agreement, shown)}"
    is_lit = agreement.id in shown.lit.ids and in_focus(shown.view.focus, keys)
    return _Strand(path, pen, keys, focus, ends, tip, is_lit)


def _nodes(ties_of: dict[str, list[Tie]], y: dict[str, float]) -> dict[str, float]:
    """Return the heights of the nodes, each amid its parties and clear of the one above."""
    heights: dict[str, float] = {}
    many = {
        id_: fmean(y[code] for code in _parties(own)) for id_, own in ties_of.items() if own[1:]
    }
    above = 0.0
    for id_ in sorted(many, key=many.__getitem__):
        heights[id_] = above = max(many[id_], above + _NODES_APART)
    return heights


def _curve(x1: float, y1: float, x2: float, y2: float, bend: float) -> str:
    reach = (x2 - x1) * 0.45
    return (
        f"M{x1:.1f} {y1:.1f}C{x1 + reach:.1f} {y1 + bend:.1f} {x2 - reach:.1f} {y2 + bend:.1f} "
        f"{x2:.1f} {y2:.1f}"
    )


def _what(agreement: Agreement, shown: Shown) -> str:
    lang = shown.lang
    day = t("card.signed_on", lang, day=format_date(agreement.signed_on, lang))
    return f"{t(f'kind.{agreement.kind}', lang)}, {day}, {until(agreement, shown)}"


def _head_words(shown: Shown) -> tuple[str, str]:
    """Return what stands over both columns: the sides, and how many places of each."""
    home, partner = (t(f"table.{side}", shown.lang, **shown.words) for side in ("home", "partner"))
    return f"{home}: {len(shown.listed.homes)}", f"{partner}: {len(shown.listed.partners)}"


def _heads(shown: Shown, grid: _Grid) -> list[tuple[float, float, str, str]]:
    """Return where those words stand."""
    y = grid.top - 14
    home, partner = _head_words(shown)
    if grid.narrow:
        return [(0, y - 18, "start", home), (grid.width, y, "end", partner)]
    return [(grid.left + 4, y, "end", home), (grid.right - 4, y, "start", partner)]


def _legend(shown: Shown, room: float, *, with_node: bool) -> tuple[list[Sample], float]:
    """Return a sample of every kind and standing there is, with numbers, and where they end."""
    lang, lit = shown.lang, shown.lit
    samples: list[tuple[str, Pen | None]] = [
        (f"{t(f'kind.{kind}', lang)} {lit.by_kind[kind].tally.total}", LOOK.of_kind(kind))
        for kind in LOOK.kinds
        if kind in lit.by_kind
    ]
    samples += [
        (t(f"standing.{how}", lang), LOOK.of_standing(how))
        for how in (Standing.LAPSED, Standing.UNKNOWN)
        if lit.standing_as(how)
    ]
    samples += [(t("scheme.node", lang), None)] if with_node else []
    placed, x, y = [], 0.0, 16.0
    for said, pen in samples:
        width = text_width(said, _SMALL) + (44 if pen else 30)
        x, y = (x, y) if x + width < room else (0.0, y + 18)
        placed.append((x, y, said, pen))
        x += width
    return placed, y


def text_width(text: str, size: float) -> float:
    """
    Return a width that a text will hardly exceed, in bold and in any common sans-serif.

    So nothing is clipped or meets its neighbour whichever font the reader has.
    """
    return size * sum(map(_em, text))


def _em(letter: str) -> float:
    if letter in " .,:;!|'()[]iljft·-":
        return 0.38
    if letter in "—@%№WMmw…" or letter in "ЖМШЩЮФЫЪДжмшщюфыъд":
        return 1.0 if letter.isupper() or not letter.isalpha() else 0.86
    if letter.isupper():
        return 0.74
    return 0.57 if letter < "\u0530" else 1.2
