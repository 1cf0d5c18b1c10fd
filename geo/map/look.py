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
        if kind not in LOOK.double or self.width < LOOK.least_double:
            return pen
        width = self.width * LOOK.double_width
        return replace(pen, width=width, gap=width * LOOK.double_gap)


@dataclass(frozen=True)
class TiePens:
    """The line of a tie: in the plain network, in focus, and under the pointer."""

    plain: Pen
    lit: Pen
    pointed: Pen


DASHES = {Standing.IN_FORCE: (), Standing.LAPSED: (6.0, 5.0), Standing.UNKNOWN: (1.5, 4.0)}

WORDS, MAP = settings.LIGHT["words"], settings.LIGHT["map"]
DARK = {light: dark for own in settings.COLOURS.values() for light, dark in own.values()}
"""What each colour is on a dark screen; paper and projectors have none."""


@dataclass(frozen=True)
class Look:
    """Everything but the words."""

    name: float = 12.5
    """Size of the names of territories."""
    halo: float = 3.4
    kinds: Mapping[str, str] = field(default_factory=lambda: settings.KIND_COLOURS)
    double: tuple[str, ...] = ("twinning", "sectoral")
    """Kinds of double lines: of two kinds alike without colour, the lighter and the darker pair."""
    least_double: float = 2.0
    """Thinner lines are never double: hairlines."""
    double_width: float = 1.5
    """How much wider a double line is than a single one."""
    double_gap: float = 0.32
    """How much of it is the gap."""
    breaks: tuple[int, ...] = settings.SHADE_BREAKS
    shades: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: settings.SHADES)
    unknown_shade: str = MAP["unknown"]
    """Where nobody can say whether anything is in force on the day."""
    colours: Mapping[str, str] = field(default_factory=lambda: WORDS)
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
    neighbour: Pen = Pen(1.0, colour=MAP["neighbour"])
    region: Pen = Pen(1.1, 0.85, MAP["region"])
    outer: Pen = Pen(1.6, colour=MAP["outer"])
    state: Pen = Pen(2.6, colour=MAP["state"])
    district: Pen = Pen(0.8, colour=WORDS["white"])
    picked: Pen = Pen(2.4, colour=WORDS["rim"])
    """Around a territory that is picked; no colour of a kind."""
    approximate: Pen = Pen(1.2, colour=WORDS["note"], dash=(2.0, 3.0))
    point: Pen = Pen(1.4, colour=WORDS["rim"])
    arrow: Pen = Pen(1.6, colour=WORDS["rim"])
    leader: Pen = Pen(1.0, colour=WORDS["note"])
    swatch: Pen = Pen(0.8, colour=MAP["swatch"])
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
