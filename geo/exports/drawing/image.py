"""
The map of a view as a picture: PNG, and PDF and SVG as vectors.

Drawn with matplotlib's `Figure` alone, never pyplot, which threads must not share. Text stays text
in PDF and SVG and is never taken for a formula. The same view of the same register gives the same
bytes on the same day, which is the file's date.
"""

import base64
import io
from datetime import UTC, datetime, time

import matplotlib
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, fontManager
from matplotlib.patches import Circle, PathPatch
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.textpath import text_to_path

from geo import settings
from geo.exports.drawing.fonts import FAMILY, SCRIPTS, SPARE, WEIGHTS, face
from geo.exports.drawing.ink import Area, Dot, Ink, Stroke, Words
from geo.exports.drawing.sheet import PAPERS, Sheet, build_sheet
from geo.exports.material import Material
from geo.exports.package import author

DPI = 300
INCH = 72
"""Points."""

# Read when a file is written; nothing else in the app uses matplotlib's text in PDF and SVG.
matplotlib.rcParams["pdf.fonttype"] = 42
matplotlib.rcParams["svg.fonttype"] = "none"
matplotlib.rcParams["svg.hashsalt"] = "ties"

_FONTS: dict[bool, FontProperties] = {}


def to_png(material: Material, paper: str = "a4") -> bytes:
    """Return a sheet as PNG with 300 dots per inch; ``4k`` is 3840 × 2160."""
    sheet = build_sheet(material, PAPERS[paper])
    figure = draw_sheet(sheet)
    size = round(sheet.paper.width / INCH * DPI), round(sheet.paper.height / INCH * DPI)
    figure.set_size_inches(size[0] / DPI, size[1] / DPI)
    figure.set_dpi(DPI)
    file = io.BytesIO()
    metadata = {"Software": None, "Title": sheet.title, "Author": author(material.view.lang)}
    metadata["Creation Time"] = material.today.isoformat()
    FigureCanvasAgg(figure).print_png(file, metadata=metadata, pil_kwargs={"dpi": (DPI, DPI)})
    return file.getvalue()


def to_pdf(material: Material, paper: str = "a4") -> bytes:
    """Return a sheet as PDF."""
    sheet = build_sheet(material, PAPERS[paper])
    file = io.BytesIO()
    moment = datetime.combine(material.today, time(), UTC)
    metadata = {"Title": sheet.title, "Author": author(material.view.lang)}
    metadata |= {"CreationDate": moment, "ModDate": moment}
    draw_sheet(sheet).savefig(file, format="pdf", metadata=metadata)
    return file.getvalue()


def to_svg(material: Material, paper: str = "a4") -> bytes:
    """Return a sheet as SVG with its font inside, so that it looks the same without PT Sans."""
    sheet = build_sheet(material, PAPERS[paper])
    file = io.BytesIO()
    metadata = {"Title": sheet.title, "Date": material.today.isoformat()}
    metadata["Creator"] = author(material.view.lang)
    draw_sheet(sheet).savefig(file, format="svg", metadata=metadata)
    head, defs, rest = file.getvalue().partition(b"<defs>")
    return head + f"<defs><style>{_font_faces()}</style></defs>".encode() + defs + rest


def draw_sheet(sheet: Sheet) -> Figure:
    """Draw a sheet on a figure of its size."""
    wide, high = sheet.paper.width, sheet.paper.height
    figure = Figure(figsize=(wide / INCH, high / INCH), dpi=INCH, facecolor="white")
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set_xlim(0, wide)
    axes.set_ylim(0, high)
    for order, ink in enumerate(sheet.ink):
        for artist in _artists(ink, order):
            axes.add_artist(artist)
            artist.set_clip_on(False)
    return figure


def _artists(ink: Ink, order: int) -> list:
    """Return what matplotlib draws for a piece of ink."""
    if isinstance(ink, Area):
        style = {"facecolor": ink.fill, "edgecolor": ink.edge or "none", "linewidth": ink.width}
        return [PathPatch(_path(ink.rings, closed=True), zorder=order, joinstyle="round", **style)]
    if isinstance(ink, Stroke):
        return [_stroke(ink, order)]
    if isinstance(ink, Dot):
        style = {"facecolor": ink.fill, "edgecolor": ink.edge, "linewidth": ink.width}
        return [Circle(ink.at, ink.radius, zorder=order, alpha=ink.alpha, **style)]
    return _text(ink, order)


def _stroke(ink: Stroke, order: int) -> PathPatch:
    patch = PathPatch(
        _path(ink.paths, closed=False),
        facecolor="none",
        edgecolor=ink.colour,
        linewidth=ink.width,
        alpha=ink.alpha,
        capstyle="butt",
        joinstyle="round",
        zorder=order,
    )
    if ink.dash:
        # matplotlib counts dashes in line widths.
        patch.set_linestyle((0, tuple(length / ink.width for length in ink.dash)))
    if ink.key:
        patch.set_gid(ink.key)
    return patch


def _text(ink: Words, order: int) -> list:
    font = _font(ink.bold)
    x, y = ink.at
    artists: list = []
    if ink.halo:
        # A path effect would turn the text itself into shapes; the rim alone may be one.
        points, codes = text_to_path.get_text_path(font, ink.text)
        points = np.asarray(points) * ink.size / text_to_path.FONT_SCALE + (x, y)
        style = {"facecolor": "white", "edgecolor": "white", "joinstyle": "round"}
        rim = PathPatch(Path(points, codes), linewidth=ink.halo, alpha=0.94 * ink.alpha, **style)
        rim.set_zorder(order)
        artists.append(rim)
    text = Text(
        x, y, ink.text,
        color=ink.colour, alpha=ink.alpha, fontproperties=font, fontsize=ink.size,
        verticalalignment="baseline", horizontalalignment="left", parse_math=False,
        zorder=order,
    )  # fmt: skip
    if ink.key:
        text.set_gid(ink.key)
    return [*artists, text]


def _path(parts: tuple[np.ndarray, ...], *, closed: bool) -> Path:
    codes = []
    for part in parts:
        own = np.full(len(part), Path.LINETO, dtype=Path.code_type)
        own[0] = Path.MOVETO
        if closed:
            own[-1] = Path.CLOSEPOLY
        codes.append(own)
    return Path(np.vstack(parts), np.concatenate(codes))


def _font(bold: bool) -> FontProperties:
    """Return the font by family, so that SVG names it; its file is made known on first use."""
    if bold not in _FONTS:
        fontManager.addfont(face(bold=bold).file)
        _FONTS[bold] = FontProperties(family=[FAMILY, SPARE], weight=WEIGHTS[bold])
    return _FONTS[bold]


def _font_faces() -> str:
    """Return the pieces of PT Sans as CSS with their bytes inside."""
    parts = {"cyrillic": "U+0301,U+0400-045F,U+0490-0491,U+04B0-04B1,U+2116"}
    parts["latin"] = "U+0000-00FF,U+2000-206F,U+2212"
    rules = []
    for weight in WEIGHTS.values():
        for script in SCRIPTS:
            data = (settings.ASSETS / "fonts" / f"pt-sans-{script}-{weight}.woff2").read_bytes()
            packed = base64.b64encode(data).decode()
            rules.append(
                f"@font-face{{font-family:'{FAMILY}';font-weight:{weight};"
                f"src:url(data:font/woff2;base64,{packed});unicode-range:{parts[script]}}}"
            )
    return "".join(rules)
