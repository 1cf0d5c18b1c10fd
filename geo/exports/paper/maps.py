"""
The map of a view on paper: PDF and PNG set by Typst, SVG for who edits it.

The map is one SVG, drawn once (`geo.exports.drawing`). In PDF the title is a heading, the text
around the map is text, and map and legend say in words what they show.
"""

from geo.exports.drawing.fonts import printable
from geo.exports.drawing.ink import Box, Ink
from geo.exports.drawing.legend import legend_line
from geo.exports.drawing.map import MapDrawing
from geo.exports.drawing.sheet import POINTS_PER_MM, Block, Sheet, build_sheet
from geo.exports.drawing.svg import to_svg as write_svg
from geo.exports.material import Material
from geo.exports.paper import typeset

DPI = 300
LEAST = 8.0
"""No letter on paper is smaller, in points."""
TEXT_WIDTH = 180 * POINTS_PER_MM
HEAD = ("title", "about", "counts")


def to_pdf(material: Material, paper: str = "a4") -> bytes:
    """Return a sheet as PDF."""
    page, pictures = _inputs(material, paper)
    return typeset.to_pdf("sheet", page, pictures, material.today)


def to_png(material: Material, paper: str = "a4") -> bytes:
    """Return a sheet as PNG with 300 dots per inch; ``4k`` is 3840 × 2160."""
    return typeset.to_png("sheet", *_inputs(material, paper), DPI)


def to_svg(material: Material, paper: str = "a4") -> bytes:
    """Return a sheet as SVG with its font inside."""
    sheet = build_sheet(material, paper)
    box = (0.0, 0.0, sheet.paper.width, sheet.paper.height)
    day = material.today.isoformat()
    record = typeset.page_of(material, sheet.title, day=day, about=_about(material))
    text = write_svg(sheet.layers, box, material.lang, record)
    return text.encode("utf-8", "replace")


def small_map(
    material: Material, height_mm: float, size: float = LEAST, *, lit_only: bool = False
) -> str:
    """
    Return a map among text as SVG, as wide as the text of an A4 page, with its legend below.

    `size` is that of its letters.
    """
    width, height = TEXT_WIDTH, height_mm * POINTS_PER_MM

    def fitted(*, is_rough: bool) -> tuple[list[Ink], MapDrawing]:
        legend, low = legend_line(material.scene, size, width, is_rough=is_rough)
        return legend, MapDrawing(material, (0.0, low, width, height), size, lit_only=lit_only)

    legend, drawing = fitted(is_rough=False)
    if drawing.has_approximate:
        legend, drawing = fitted(is_rough=True)
    layers = {**drawing.layers, "slides.legend": legend}
    return write_svg(layers, (0.0, 0.0, width, height), material.view.lang)


def _about(material: Material) -> str:
    """Return what the map shows, in words."""
    shown = material.shown
    return printable(f"{shown.subject}. {shown.caption}. {shown.counts_line}")


def _inputs(material: Material, paper: str) -> tuple[dict, dict[str, str]]:
    """Return what the template reads: the page, and its pictures."""
    sheet, lang = build_sheet(material, paper), material.view.lang
    left, low, _, high = sheet.map.frame
    foot = next(block for block in sheet.blocks if block.role not in HEAD)
    # The legend has all the room between the map and the sources.
    box = 0.0, low - 2, sheet.paper.width, high + 2
    below = left, foot.at[1] + foot.size, sheet.paper.width, low - 2
    layers = {**sheet.map.layers, "sheet.frame": sheet.over}
    page = typeset.page_of(
        material,
        sheet.title,
        day=material.today.isoformat(),
        width=sheet.paper.width,
        height=sheet.paper.height,
        head=[_block(block, sheet) for block in sheet.blocks if block.role in HEAD],
        foot=[_block(foot, sheet)],
        map=_picture(box, _about(material), sheet),
        legend=_picture(below, sheet.legend_about, sheet),
    )
    legend = write_svg({"slides.legend": sheet.legend}, below, lang)
    return page, {"map": write_svg(layers, box, lang), "legend": legend}


def _block(block: Block, sheet: Sheet) -> dict:
    x, y = block.at
    return {**vars(block), "x": x, "y": sheet.paper.height - y}


def _picture(box: Box, about: str, sheet: Sheet) -> dict:
    left, _, right, high = box
    return {"x": left, "y": sheet.paper.height - high, "width": right - left, "about": about}
