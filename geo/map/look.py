"""
Look: how everything on the map is drawn, as data, once for the screen, for paper and for slides.

Widths, dashes and radii are pixels of the screen, beside names of `Look.name` pixels; paper and
slides scale them with the size of their own names. The browser gets all of it in the network file
as ``data.look``.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace

from geo import settings
from geo.history import Standing


@dataclass(frozen=True)
class Pen:
    """
    A line; `dash` is on and off, empty for a solid one; a tie's colour is that of its kind.

    With a `gap` it is two lines, that far apart, within its width.
    """

    width: float
    alpha: float = 1.0
    colour: str = ""
    dash: tuple[float, ...] = ()
    gap: float = 0.0

    def of(self, kind: str) -> "Pen":
        """Return the pen for ties of a kind."""
        pen = replace(self, colour=settings.KIND_COLOURS[kind])
        if kind not in DOUBLE or self.width < LEAST_DOUBLE:
            return pen
        width = self.width * DOUBLE_WIDTH
        return replace(pen, width=width, gap=width * DOUBLE_GAP)


@dataclass(frozen=True)
class TiePens:
    """The line of a tie: in the plain network, in focus, and under the pointer."""

    plain: Pen
    lit: Pen
    pointed: Pen


DASHES = {Standing.IN_FORCE: (), Standing.LAPSED: (6.0, 5.0), Standing.UNKNOWN: (1.5, 4.0)}
OFFICE_DASHES = {Standing.IN_FORCE: "", Standing.LAPSED: "dash", Standing.UNKNOWN: "sysDot"}
"""The nearest of the dashes that PowerPoint has."""

DOUBLE = ("twinning", "sectoral")
"""
Kinds of double lines: of two kinds alike without colour, the lighter and the darker pair, one each.
"""
DOUBLE_WIDTH, DOUBLE_GAP = 1.5, 0.32
"""How much wider a double line is than a single one, and how much of it is the gap."""
LEAST_DOUBLE = 2.0
"""Thinner lines are never double: hairlines."""

COLOURS = {
    "text": "#22252A",
    "credit": "#6B6E72",
    "background": "#ECECEA",
    "edge": "#B9BBBD",
    "rim": "#2B2723",
    "note": "#55585B",
    "quiet": "#7D838A",
    "region": "#6E7C88",
    "district": "#6F777D",
    "white": "#FFFFFF",
}
"""
`note` is drawn where no kind is meant: dashes in the legend, approximate borders, leaders; `quiet`
are names of neighbours, `region` of oblasts, `district` of districts without a tie.
"""

_LIGHT = (*settings.KIND_COLOURS.values(), *settings.SHADES["home"], *settings.SHADES["partner"])
_ON_DARK = (
    "#E2702A", "#54E0B0", "#5CA3EC", "#EDD3FC",
    "#24221F", "#382F26", "#493A2B", "#5A4631", "#6E5438",
    "#1F2428", "#27333B", "#2D404C", "#34505F", "#3D6175",
)  # fmt: skip
DARK = {
    "#22252A": "#E9E7E2",
    "#6B6E72": "#A0A4A8",
    "#ECECEA": "#1D2126",
    "#B9BBBD": "#5A6067",
    "#2B2723": "#E4E0D9",
    "#55585B": "#B4B8BC",
    "#7D838A": "#9299A0",
    "#6E7C88": "#9DABB7",
    "#6F777D": "#9AA2A8",
    "#FFFFFF": "#16191D",
    "#DAD3E3": "#4A4158",
    "#C9CBCE": "#3A4047",
    "#8A97A0": "#70808B",
    "#5B666E": "#98A4AC",
    "#3A332C": "#F4EFE6",
    "#C9C7C2": "#5A6067",
    **dict(zip(_LIGHT, _ON_DARK, strict=True)),
}
"""What each colour is on a dark screen; paper and projectors have none."""


@dataclass(frozen=True)
class Look:
    """Everything but the words."""

    name: float = 12.5
    """Size of the names of territories."""
    halo: float = 3.4
    kinds: Mapping[str, str] = field(default_factory=lambda: settings.KIND_COLOURS)
    double: tuple[str, ...] = DOUBLE
    least_double: float = LEAST_DOUBLE
    double_width: float = DOUBLE_WIDTH
    double_gap: float = DOUBLE_GAP
    breaks: tuple[int, ...] = settings.SHADE_BREAKS
    shades: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: settings.SHADES)
    unknown_shade: str = "#DAD3E3"
    """Where nobody can say whether anything is in force on the day."""
    colours: Mapping[str, str] = field(default_factory=lambda: COLOURS)
    dark: Mapping[str, str] = field(default_factory=lambda: DARK)
    dashes: Mapping[Standing, tuple[float, ...]] = field(default_factory=lambda: DASHES)
    tie: TiePens = TiePens(Pen(2.2, 0.92), Pen(3.0), Pen(4.0))
    crowd: TiePens = TiePens(Pen(0.9, 0.4), Pen(1.0, 0.55), Pen(2.0))
    """Hairlines of an agreement of many parties."""
    dense: tuple[tuple[int, Pen], ...] = ((300, Pen(1.2, 0.6)), (2_000, Pen(0.8, 0.45)))
    """The plain line where more lines than that show: followed by nobody, they say how many run."""
    least_dashed: float = 0.85
    """Thinner lines are never dashed."""
    alone: Pen = Pen(1.5, 0.9)
    """The hairlines of the one agreement that is picked."""
    faded: float = 0.15
    """What is left of a line's strength that is not in focus."""
    faded_point: float = 0.35
    faded_name: float = 0.45
    neighbour: Pen = Pen(1.0, colour="#C9CBCE")
    region: Pen = Pen(1.1, 0.85, "#8A97A0")
    outer: Pen = Pen(1.6, colour="#5B666E")
    state: Pen = Pen(2.6, colour="#3A332C")
    district: Pen = Pen(0.8, colour=COLOURS["white"])
    picked: Pen = Pen(2.4, colour=COLOURS["rim"])
    """Around a territory that is picked; no colour of a kind."""
    approximate: Pen = Pen(1.2, colour=COLOURS["note"], dash=(2.0, 3.0))
    point: Pen = Pen(1.4, colour=COLOURS["rim"])
    arrow: Pen = Pen(1.6, colour=COLOURS["rim"])
    leader: Pen = Pen(1.0, colour=COLOURS["note"])
    swatch: Pen = Pen(0.8, colour="#C9C7C2")
    least_radius: float = 4.0
    most_radius: float = 14.0
    numbered: int = 4
    """From so many agreements on the point of a territory holds their number."""
    narrow: float = 0.6
    """How much smaller points are on the screen of a telephone."""
    remote_radius: float = 8.0

    def of_kind(self, kind: str) -> Pen:
        """Return the sample of a kind in a legend."""
        return self.tie.lit.of(kind)

    def plain(self, n_lines: int) -> Pen:
        """Return the plain line of a tie where so many lines show."""
        return next((pen for more, pen in reversed(self.dense) if n_lines > more), self.tie.plain)

    def standing_as(self, how: Standing, pen: Pen) -> Pen:
        """Return a pen as it draws a standing."""
        return replace(pen, dash=self.dashes[how] if pen.width >= self.least_dashed else ())

    def of_standing(self, how: Standing, n_lines: int = 0) -> Pen:
        """Return the sample of a standing in a legend, of no kind, where so many lines show."""
        pen = replace(self.plain(n_lines), alpha=1.0, colour=self.colours["note"])
        return self.standing_as(how, pen)

    @property
    def of_crowd(self) -> Pen:
        """The sample of hairlines in a legend, of no kind."""
        return replace(self.alone, width=self.crowd.lit.width, colour=self.colours["note"])

    def level(self, n_agreements: int) -> int:
        """Return the class of a number of agreements; 0 is none."""
        return sum(n_agreements >= bound for bound in self.breaks)

    def radius(self, n_agreements: int) -> float:
        """Return the radius of the point of a territory: its area grows with the agreements."""
        return min(self.most_radius, self.least_radius * max(1, n_agreements) ** 0.5)

    def to_json(self) -> dict:
        """Return all of it as dictionaries, lists, texts and numbers, and the samples of kinds."""
        return asdict(self) | {"samples": {kind: asdict(self.of_kind(kind)) for kind in self.kinds}}


LOOK = Look()
