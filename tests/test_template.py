"""An office's own template: every slide follows it, and nothing foreign comes in with it."""

import io
import re
import zipfile
from datetime import date

import pytest
from PIL import Image
from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml.ns import qn
from pptx.util import Pt

from geo import settings
from geo.errors import IntakeError
from geo.exports.material import Material
from geo.exports.slides.presentation import to_pptx
from geo.exports.slides.shapes import CELL
from geo.exports.slides.text import width
from geo.exports.template import take_template
from geo.meeting import SHORT, Occasion
from geo.shown import Shown
from geo.view import View

TODAY = date(2026, 11, 22)
FONT, ACCENT = "Georgia", "AA0033"
MAIN = "application/vnd.openxmlformats-officedocument.presentationml.{}.main+xml"


def made(*, links=True, kind="presentation", wide=720, high=540):
    """An office's template: its own fonts, colours, sizes, a logo, a link, a slide of its own."""
    file = Presentation()
    file.slide_width, file.slide_height = Pt(wide), Pt(high)
    logo = io.BytesIO()
    Image.new("RGB", (40, 40), "#AA0033").save(logo, "PNG")
    master = file.slide_master
    for layout in file.slide_layouts:
        for shape in layout.placeholders:
            kind_ = shape._element.ph.get("type")
            if kind_ == "title":
                shape.left, shape.top, shape.width, shape.height = map(Pt, (120, 30, 560, 60))
            elif kind_ == "ftr":
                shape.left, shape.top, shape.width, shape.height = map(Pt, (60, 505, 560, 25))
    _, number = master.part.get_or_add_image_part(logo)
    slide = file.slides.add_slide(file.slide_layouts[1])
    slide.shapes.title.text = "Секретный слайд"
    shape = slide.shapes.add_picture(logo, Pt(10), Pt(10), Pt(40), Pt(40))
    element = shape._element
    element.blipFill.blip.set(qn("r:embed"), number)
    master.shapes._spTree.append(element)
    if links:
        rid = master.part.relate_to("https://example.org/x", RELATIONSHIP_TYPE.HYPERLINK, True)
        properties = element.nvPicPr.cNvPr
        link = properties.makeelement(qn("a:hlinkClick"), {qn("r:id"): rid})
        properties.append(link)
        master.part.relate_to("https://example.org/y.png", RELATIONSHIP_TYPE.IMAGE, True)
    theme = next(r.target_part for r in master.part.rels.values() if r.reltype.endswith("/theme"))
    xml = theme.blob.decode().replace('typeface="Calibri"', f'typeface="{FONT}"')
    theme._blob = re.sub(
        r'<a:accent1><a:srgbClr val="\w+"/>', f'<a:accent1><a:srgbClr val="{ACCENT}"/>', xml
    ).encode()
    data = _saved(file)
    return _retyped(data, kind) if kind != "presentation" else data


def _saved(file):
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def _retyped(data, kind, **more):
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "[Content_Types].xml":
                content = content.replace(MAIN.format("presentation").encode(), kind.encode())
            new.writestr(name, content)
        for name, content in more.items():
            new.writestr(name, content)
    return out.getvalue()


@pytest.fixture(scope="module")
def deck(register, network):
    occasion = Occasion(date(2026, 12, 3), "Могилев")
    shown = Shown(View(focus=("by-ma",)), register, TODAY, occasion=occasion)
    steps = (*SHORT, "growth", "white", "sources")
    template = take_template(made(kind=MAIN.format("template")), "pptx")
    return to_pptx(Material(shown, network, steps=steps, template=template))


def test_every_slide_follows_the_template(deck):
    file = Presentation(io.BytesIO(deck))
    assert (file.slide_width, file.slide_height) == (Pt(720), Pt(540))
    names = {layout.name for layout in file.slide_layouts}
    assert {"Title Slide", "Title and Content", "Title Only"} <= names
    theme = next(r.target_part.blob.decode() for r in file.slide_master.part.rels.values()
                 if r.reltype.endswith("/theme"))  # fmt: skip
    assert FONT in theme and ACCENT in theme
    used = [slide.slide_layout.name for slide in file.slides]
    assert used[0] == "Title Slide" and set(used[1:]) == {"Title and Content", "Title Only"}
    assert "Секретный слайд" not in [slide.shapes.title.text for slide in file.slides]
    for slide in file.slides:
        roots = [slide._element] + [s.chart._chartSpace for s in slide.shapes if s.has_chart]
        for root in roots:
            assert not root.xpath(".//a:latin") and not root.xpath(".//a:srgbClr")
        kinds = [shape.placeholder_format.type.name for shape in slide.placeholders]
        assert {"FOOTER", "SLIDE_NUMBER"} <= set(kinds)
        for shape in slide.placeholders:
            own = shape._element.find(qn("p:spPr"))
            assert own is None or own.find(qn("a:xfrm")) is None, "The layout says where it is"
        for shape in slide.shapes:
            assert shape.left >= 0 and shape.left + shape.width <= Pt(721)
            assert shape.top >= 0 and shape.top + shape.height <= Pt(541)
    filled = [s for slide in file.slides for s in slide.placeholders
              if getattr(s, "has_table", False) or getattr(s, "has_chart", False)]  # fmt: skip
    assert len(filled) >= 4
    pictures = [s for s in file.slide_master.shapes if s.shape_type == 13]
    assert len(pictures) == 1, "The logo"


def test_nothing_of_a_template_points_outside(deck):
    with zipfile.ZipFile(io.BytesIO(deck)) as file:
        for name in file.namelist():
            content = file.read(name)
            assert b"example.org" not in content, name
            if name.endswith(".rels"):
                assert b"External" not in content
            assert b"hlinkClick" not in content or not name.startswith("ppt/slideMasters")


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (b"", "template.kind"),
        (b"%PDF-1.7", "template.kind"),
        (b"just text, nothing else", "template.kind"),
        (b"PK\3\4 broken", "intake.damaged"),
        (_retyped(made(), "application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml"),
         "template.macros"),
        (_retyped(made(), MAIN.format("presentation"), **{"ppt/x.xml": "<!DOCTYPE a><a/>"}),
         "intake.doctype"),
        (_retyped(made(), MAIN.format("presentation"), **{"../x.xml": "<a/>"}), "intake.names"),
    ],
    ids=["empty", "pdf", "text", "broken", "macros", "doctype", "path"],
)  # fmt: skip
def test_what_is_no_template_is_refused_in_one_line(data, key):
    with pytest.raises(IntakeError) as refused:
        take_template(data, "pptx")
    assert refused.value.key == key and "\n" not in refused.value.message("ru")


def test_a_template_of_an_unusual_make_is_filled_as_far_as_it_goes(register, network):
    """Of one layout only, without a footer: nothing is lost and nothing fails."""
    file = Presentation()
    for layout in list(file.slide_layouts)[:5] + list(file.slide_layouts)[6:]:
        file.slide_layouts.remove(layout)
    for shape in list(file.slide_layouts[0].placeholders)[1:]:
        shape._element.getparent().remove(shape._element)
    shown = Shown(View(focus=("by-ma",)), register, TODAY)
    made_ = to_pptx(
        Material(shown, network, steps=SHORT, template=take_template(_saved(file), "pptx"))
    )
    deck = Presentation(io.BytesIO(made_))
    assert len(deck.slides) >= 5 and all(slide.shapes.title.text for slide in deck.slides)
    assert any(shape.has_table for slide in deck.slides for shape in slide.shapes)


@pytest.mark.parametrize("name", ["slides.pptx", "word.docx", "word-gost.docx"])
def test_our_own_templates_are_taken_as_an_offices_and_lose_no_part(name):
    data = (settings.ASSETS / name).read_bytes()
    taken = take_template(data, name.rpartition(".")[2])
    parts = (zipfile.ZipFile(io.BytesIO(each)).namelist() for each in (data, taken))
    before, after = (
        {part for part in found if not part.startswith(("docProps/", "_rels/"))} for found in parts
    )
    assert before == after


def test_a_table_is_as_large_as_measured_and_keeps_to_its_place(register, network):
    """Whatever size the template has for text of its own; on an old, narrow slide too."""
    file = Presentation(io.BytesIO(made()))
    for style in file.element.iter(qn("a:defRPr")):
        style.set("sz", "7200")
    shown = Shown(View(), register, TODAY)
    template = take_template(_saved(file), "pptx")
    steps = ("map", "partners", "regions", "agreements")
    deck = Presentation(
        io.BytesIO(to_pptx(Material(shown, network, steps=steps, template=template)))
    )
    n = 0
    for slide in deck.slides:
        for shape in [x for x in slide.shapes if x.has_table]:
            n += 1
            sizes = [run.get("sz") for run in shape._element.iter(qn("a:rPr"))]
            assert sizes and all(sizes)
            low = shape.top + sum(row.height for row in shape.table.rows)
            below = [x.top for x in slide.shapes if x.top > shape.top]
            assert low <= min(below) + Pt(1)
            wide = shape.table.columns[0].width.pt - 2 * CELL[0]
            names = [row.cells[0].text for row in shape.table.rows]
            size = int(sizes[-1]) / 100
            split = [x for name in names for x in name.split() if width(x, size) > wide]
            assert not split
    assert n >= 2


def _odd(index, **boxes):
    """A presentation of one layout, some kinds of its placeholders where nobody puts them."""
    file = Presentation()
    kept = file.slide_layouts[index].name
    for layout in list(file.slide_layouts):
        if layout.name != kept:
            file.slide_layouts.remove(layout)
    for shape in file.slide_layouts[0].placeholders:
        box = boxes.get(shape._element.ph.get("type", "obj"))
        if box:
            shape.left, shape.top, shape.width, shape.height = map(Pt, box)
    return _saved(file)


@pytest.mark.parametrize(
    "data",
    [_odd(8), _odd(1, title=(-500, -500, 300, 100))],
    ids=["text below a picture", "title off the slide"],
)
def test_a_template_without_room_beside_the_title_is_refused(data):
    with pytest.raises(IntakeError) as refused:
        take_template(data, "pptx")
    assert refused.value.key == "template.layouts"


@pytest.mark.parametrize("box", [(-500, -500, 300, 100), (50, 480, 620, 30)], ids=["off", "low"])
def test_content_without_room_in_its_placeholder_stands_below_the_title(register, network, box):
    template = take_template(_odd(1, obj=box), "pptx")
    shown = Shown(View(focus=("by-ma",)), register, TODAY)
    deck = Presentation(io.BytesIO(to_pptx(Material(shown, network, template=template))))
    tables = [x for slide in deck.slides for x in slide.shapes if x.has_table or x.has_chart]
    assert tables
    for one in tables:
        assert one.left >= 0 and Pt(90) < one.top < one.top + Pt(100) < Pt(540)


def test_where_no_layout_has_a_place_for_text_none_is_lost(register, network):
    bare = Presentation(io.BytesIO(_odd(0)))
    for shape in list(bare.slide_layouts[0].placeholders)[1:]:
        shape._element.getparent().remove(shape._element)
    title = next(iter(bare.slide_layouts[0].placeholders))
    shown = Shown(View(region=("by-ma",)), register, TODAY)
    template = take_template(_saved(bare), "pptx")
    deck = Presentation(io.BytesIO(to_pptx(Material(shown, network, template=template))))
    texts = [[x.text_frame.text for x in slide.shapes if x.has_text_frame] for slide in deck.slides]
    assert any(shown.filters in text for text in texts[0]), "the cover says what is shown"
    assert any("OpenStreetMap" in text for text in texts[-1]), "the last slide has the sources"
    for one in (x for slide in deck.slides for x in slide.shapes if x.has_table or x.has_chart):
        assert one.top >= title.top + title.height, "Nothing lies on the title"
