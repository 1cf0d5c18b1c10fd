"""
Scene: what a view shows, with where it lies and how it is drawn.

The printed map and the slides draw a scene; neither decides what is in focus, how an agreement
stands or how wide its line is. Counts are those of `geo.shown`.
"""

from dataclasses import dataclass, replace
from functools import cached_property

from geo.agreements import Agreement
from geo.history import Standing
from geo.map.curves import Curve
from geo.map.look import LOOK, Pen
from geo.map.network import Network
from geo.shown import Part, Shown
from geo.ties import nearest_party_km


@dataclass(frozen=True)
class TieLine:
    """The curve of one agreement of one pair, how it stands, whether it is lit."""

    curve: Curve
    agreement: Agreement
    how: Standing
    is_lit: bool


@dataclass(frozen=True, eq=False)
class Scene:
    """What is shown, on the curves of a network."""

    shown: Shown
    network: Network

    @cached_property
    def lines(self) -> tuple[TieLine, ...]:
        """The lines that show, in the order of the network."""
        lit = {(tie.code, a.id) for tie in self.shown.lit.ties for a in tie.agreements}
        listed = {(tie.code, a.id): a for tie in self.shown.ties for a in tie.agreements}
        found = (
            (curve, listed.get((curve.tie.code, curve.agreement_id)))
            for curve in self.network.curves
        )
        return tuple(
            TieLine(curve, one, self.shown.standing(one), (curve.tie.code, one.id) in lit)
            for curve, one in found
            if one
        )

    @property
    def is_focused(self) -> bool:
        """Whether something is lit and the rest faded, if there is any."""
        return bool(self.shown.view.focus or self.shown.changed)

    @cached_property
    def lit_lines(self) -> tuple[TieLine, ...]:
        """The lines that are lit; all of them if nothing is picked."""
        return tuple(line for line in self.lines if line.is_lit)

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many agreements each territory that is drawn has, by code."""
        parts = self.shown.listed.by_end
        drawn = self.network.anchors
        return {code: len(part.agreements) for code, part in parts.items() if code in drawn}

    @cached_property
    def picked(self) -> tuple[str, ...]:
        """The territories that are picked themselves."""
        return tuple(code for code in self.shown.view.focus if code in self.network.anchors)

    @cached_property
    def lit(self) -> frozenset[str]:
        """The territories that are picked or have lines that are lit."""
        return frozenset((*self.picked, *self.shown.lit.by_end))

    @cached_property
    def remote(self) -> dict[str, int]:
        """Territories drawn at the edge, with km to the nearest party of their agreements."""
        register = self.network.register
        return {
            code: nearest_party_km(register.territories[code], register)
            for code in self.counts
            if self.network.anchors[code].is_remote
        }

    def n_crowded(self, part: Part) -> int:
        """Return how many agreements of a part are drawn in hairlines."""
        crowded = {curve.agreement_id for curve in self.network.curves if curve.crowded}
        return len(crowded & part.ids)

    def pen(self, line: TieLine) -> tuple[int, Pen]:
        """Return the layer of a line, the lowest first, and how it is drawn."""
        crowded = line.curve.crowded
        pens = LOOK.crowd if crowded else LOOK.tie
        pen, layer = pens.plain if crowded else self.plain, 0 if crowded else 1
        if not line.is_lit:
            pen, layer = replace(pen, alpha=pen.alpha * LOOK.faded), -1
        elif self.is_focused:
            alone = crowded and self.shown.view.focus == (line.agreement.id,)
            pen, layer = LOOK.alone if alone else pens.lit, layer + 2
        return layer, LOOK.standing_as(line.how, pen.of(line.agreement.kind))

    @cached_property
    def plain(self) -> Pen:
        """How a line is drawn that nothing singles out."""
        return LOOK.plain(len(self.lines))

    def sample(self, how: Standing) -> Pen:
        """Return the sample of a standing in a legend, of no kind."""
        return LOOK.of_standing(how, 0 if self.is_focused else len(self.lines))
