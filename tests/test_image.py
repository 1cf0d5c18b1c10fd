"""Maps on paper: reopened they have the size, the words and the names; nothing collides."""

import io
import xml.etree.ElementTree as ET
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from itertools import combinations, pairwise

import numpy as np
import pytest
from PIL import Image

from geo import settings
from geo.__main__ import main
from geo.agreements import Kind, load_register
from geo.exports.drawing.fonts import printable, runs, width, wrap
from geo.exports.drawing.ink import Area, Lettering, Stroke
from geo.exports.drawing.sheet import build_sheet
from geo.exports.material import Material
from geo.exports.paper.maps import to_pdf, to_png, to_svg
from geo.history import change_between, standing
from geo.map.network import build_network
from geo.shown import Shown
from geo.territories.boundaries import load_boundaries
from geo.text import t
from geo.view import View, caption
from tests.documents import Pdf
from tests.hostile import HOSTILE, hostile_copy

TODAY = date(2026, 11, 22)
KINDS = {
    "twinning": "#CF5000",
    "friendship": "#22AD84",
    "cooperation": "#125B9E",
    "sectoral": "#4A1560",
}
MM = {"a4": (297, 210), "a3": (420, 297), "a1": (841, 594)}
VIEWS = {
    "whole": {},
    "english": {"lang": "en"},
    "city": {"focus": "ru-smo-smolensk"},
    "region": {"focus": "by-ma"},
    "pair": {"focus": "ru-smo-smolensk,by-vi-vitebsk"},
    "remote": {"focus": "ru-sve-zarechny"},
    "lonely": {"focus": "ru-smo-sychyovsky"},
    "lapsed": {"status": "lapsed"},
    "on": {"on": "2013-06-01"},
    "since": {"since": "2023-01-01"},
    "empty": {"q": "абракадабра"},
}


@pytest.fixture(scope="session")
def make(register, network):
    """Make the material of link parameters on the real register."""

    def material(**params):
        return Material(Shown(View.from_params(params, register), register, TODAY), network)

    return material


@pytest.fixture(scope="session")
def sheets(make):
    """The A4 sheets of all views."""
    return {name: build_sheet(make(**params), "a4") for name, params in VIEWS.items()}


@pytest.fixture(scope="session")
def hostile(tmp_path_factory):
    """Material whose every text means something to some sink."""
    folder = hostile_copy(settings.DATA, tmp_path_factory.mktemp("hostile") / "data")
    register = load_register(folder)
    network = build_network(register, load_boundaries(register.territories))
    view = View(q="$x^2$ {{ 7*191 }} \\frac <b>&amp; 😀", focus=("ru-smo-smolensk",))
    return Material(Shown(View(focus=view.focus), register, TODAY), network), view


def inks(sheet):
    return [piece for layer in sheet.layers.values() for piece in layer]


def name_boxes(drawn, layer="slides.names"):
    """The boxes that the names of a layer stand in, with what marks each in the file."""
    return [
        (ink.key, (x, y - 0.25 * ink.size, x + ink.width, y + 0.75 * ink.size))
        for ink in drawn.layers.get(layer, ())
        for x, y in [ink.at]
    ]


def texts(sheet):
    return [ink.text for ink in inks(sheet) if isinstance(ink, Lettering)]


def touch(one, other):
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def strokes(sheet, prefix="tie-"):
    return [ink for ink in inks(sheet) if isinstance(ink, Stroke) and ink.key.startswith(prefix)]


def svg_texts(data):
    root = ET.fromstring(data)
    return [
        "".join(node.itertext()).strip() for node in root.iter("{http://www.w3.org/2000/svg}text")
    ]


# --- files, reopened ------------------------------------------------------------------------------


@pytest.mark.parametrize(("paper", "size"), [("a4", (3508, 2480)), ("4k", (3840, 2160))])
def test_png_has_its_size_and_is_drawn(make, paper, size):
    picture = Image.open(io.BytesIO(to_png(make(), paper)))
    assert picture.size == size
    assert picture.info["dpi"] == pytest.approx((300, 300), abs=0.1)
    pixels = np.asarray(picture.convert("RGB"))[::3, ::3].reshape(-1, 3)
    assert 0.5 < (pixels != 255).any(axis=1).mean() < 0.95
    for colour in KINDS.values():
        own = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)])
        assert (np.abs(pixels.astype(int) - own).max(axis=1) < 12).sum() > 100, colour


@pytest.mark.parametrize("paper", MM)
def test_pdf_is_one_page_of_its_size_with_extractable_text(make, paper):
    reader = Pdf(to_pdf(make(), paper))
    (page,) = reader.pages
    size = [float(side) * 25.4 / 72 for side in page.mediabox[2:]]
    assert size == pytest.approx(MM[paper], abs=0.1)
    (text,) = reader.texts
    for words in ("Приграничные связи: Смоленская область", "Показано 52 из 52 соглашений",
                  "последняя запись — 20.04.2026", "Монастырщинский", "Заречный, ≈ 1 780 км",
                  "OpenStreetMap", "Побратимство"):  # fmt: skip
        assert words in " ".join(text.split()), words
    assert reader.metadata.title == "Приграничные связи: Смоленская область — Республика Беларусь"
    assert reader.metadata.creation_date.date() == TODAY


def test_svg_holds_its_names_as_text_and_its_font(make, register):
    data = to_svg(make())
    found = svg_texts(data)
    for code in register.party_codes:
        if code != "ru-sve-zarechny":
            assert register.territories[code].short_ru in found
    assert "Все соглашения реестра" in found
    assert data.count(b"@font-face") == 4 and b"url(http" not in data


def structure(node, kind):
    """The elements of one kind in the tree of a tagged PDF."""
    node = node.get_object()
    found = [node] if node.get("/S") == kind else []
    children = node.get("/K", [])
    for child in children if isinstance(children, list) else [children]:
        if hasattr(child.get_object(), "get"):
            found += structure(child, kind)
    return found


@pytest.mark.parametrize(("view", "lang"), [("city", "ru"), ("english", "en"), ("empty", "ru")])
def test_pdf_can_be_heard_and_archived(make, view, lang):
    reader = Pdf(to_pdf(make(**VIEWS[view])))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and root["/Lang"] == lang
    record = root["/Metadata"].get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in record
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in record
    assert "<pdfuaid:part>1</pdfuaid:part>" in record
    tree = root["/StructTreeRoot"]
    assert len(structure(tree, "/H1")) == 1
    figures = [figure["/Alt"] for figure in structure(tree, "/Figure")]
    map_, legend = figures
    counted = make(**VIEWS[view]).shown.counts_line
    assert counted in map_ and t("slides.legend", lang) in legend


def test_pdf_names_every_territory_once(make, register):
    text = Pdf(to_pdf(make())).texts[0]
    assert text.count("Велижский") == 1 and text.count("Зельвенский") == 1


def test_svg_has_named_layers_and_marks_that_are_unique(make, register):
    root = ET.fromstring(to_svg(make()))
    svg, inkscape = "{http://www.w3.org/2000/svg}", "{http://www.inkscape.org/namespaces/inkscape}"
    layers = {g.get(f"{inkscape}label") for g in root.iter(f"{svg}g")}
    assert {"Районы", "Границы", "Связи", "Точки", "Названия", "Условные обозначения"} <= layers
    assert {g.get(f"{inkscape}groupmode") for g in root.iter(f"{svg}g")} == {"layer"}
    ids = [node.get("id") for node in root.iter() if node.get("id")]
    assert len(ids) == len(set(ids))
    ties = [node for node in root.iter(f"{svg}path") if node.get("id", "").startswith("tie-")]
    assert len(ties) == len(make().network.curves)
    titles = {node.find(f"{svg}title").text for node in ties}
    assert "Велижский — Витебский, 20.02.2017: Сотрудничество, действует" in titles
    assert root.find(f"{svg}title").text.startswith("Приграничные связи: Смоленская область")


@pytest.mark.parametrize("name", VIEWS)
def test_everything_on_a4_can_be_read(sheets, name):
    assert min(ink.size for ink in inks(sheets[name]) if isinstance(ink, Lettering)) >= 8


@pytest.mark.parametrize(
    "sign", ["\x01", "\x0b", "\ud800", "\ufffe", "\u202e", "😀", "]]>", "&#1;"]
)
def test_no_sign_breaks_a_file(make, sign):
    material = make()
    material = material.seen(replace(material.view, q=f"я{sign}я"))
    root = ET.fromstring(to_svg(material))
    assert "я" in "".join(root.itertext())
    assert Pdf(to_pdf(material)).texts[0].count("я")
    assert Image.open(io.BytesIO(to_png(material))).size == (3508, 2480)


@pytest.mark.parametrize("to_bytes", [to_png, to_pdf, to_svg])
def test_the_same_view_gives_the_same_bytes_in_threads_as_well(make, to_bytes):
    material = make(status="lapsed")
    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(to_bytes, [material] * 2)
    assert first == second


# --- what the sheet says --------------------------------------------------------------------------


@pytest.mark.parametrize("name", VIEWS)
def test_a_sheet_says_what_it_shows(sheets, make, register, name):
    material = make(**VIEWS[name])
    said = " ".join(texts(sheets[name])).replace("\xa0", " ")
    lang = material.view.lang
    assert printable(caption(material.view, register)) in said
    newest = {"ru": "реестр: последняя запись — 20.04.2026", "en": "newest entry of 20 Apr 2026"}
    assert newest[lang] in said
    assert t("map.attribution", lang, **register.words(lang)) in said
    assert f"{len(material.shown.listed.agreements)} " in said
    for kind in Kind:
        assert t(f"kind.{kind}", lang) in said


def test_the_title_names_what_is_picked_and_how_much_it_has(sheets):
    assert sheets["city"].title == "Город Смоленск: 13 соглашений, действуют 8"
    assert sheets["region"].title == "Могилевская область: 16 соглашений, действуют 14"


def test_the_title_claims_nothing_of_a_day_for_which_nobody_knows(make):
    material = make(focus="ru-smo-krasninsky,by-vi-dubrowna", on="2003-01-01")
    sheet = build_sheet(material, "a4")
    about = "1 соглашение, на 01.01.2003 действовали 0, утратили силу 0, неизвестно 1"
    assert sheet.title == f"Краснинский — Дубровенский: {about}"


def legend_rows(sheet):
    """The words of the legend with the count that stands behind them."""
    found = [ink.text for ink in sheet.legend if isinstance(ink, Lettering)]
    return {a: b for a, b in pairwise(found) if b[:1].isdigit() and not a[:1].isdigit()}


def test_the_legend_counts_what_is_shown(sheets):
    rows = legend_rows(sheets["lapsed"])
    assert (rows["действует"], rows["утратило силу"]) == ("0", "10")
    rows = legend_rows(sheets["whole"])
    kinds = [rows[t(f"kind.{kind}", "ru")] for kind in Kind]
    assert sum(map(int, kinds)) == 52
    assert rows["одно соглашение многих сторон"] == "1"


def test_the_legend_of_what_is_picked_counts_it_beside_all(sheets):
    said = texts(sheets["city"])
    assert said.count("3 из 12") == 1 and "8 из 42" in said and "5 из 10" in said
    assert "12" not in said and "42" not in said
    assert legend_rows(sheets["city"])["Побратимство"] == "3 из 12"


def test_a_picked_territory_without_a_tie_stands_out_from_the_network(sheets):
    sheet = sheets["lonely"]
    assert sheet.title == "Сычевский муниципальный округ: соглашений в реестре нет и не было"
    names = {ink.key: ink.alpha for ink in inks(sheet) if isinstance(ink, Lettering) and ink.key}
    assert names.pop("name-ru-smo-sychyovsky") == 1
    assert names and set(names.values()) == {0.45}


def test_a_status_on_a_day_is_drawn_and_explained(sheets):
    assert legend_rows(sheets["on"])["утратило силу, дата неизвестна"] == "6"
    assert "утратило силу, дата неизвестна" not in texts(sheets["whole"])


def in_pixels(sheet, lengths):
    """Lengths on a sheet in pixels of the screen, whose names are 12.5 of them high."""
    return tuple(round(length * 12.5 / sheet.paper.names, 3) for length in lengths)


@pytest.mark.parametrize("name", ["whole", "lapsed", "on"])
def test_dashes_say_how_an_agreement_stands(sheets, register, name):
    day = date(2013, 6, 1) if name == "on" else None
    expected = {"in_force": (), "lapsed": (6.0, 5.0), "unknown": (1.5, 4.0)}
    for stroke in strokes(sheets[name]):
        agreement = next(a for a in register.agreements if stroke.key.endswith(a.id))
        assert in_pixels(sheets[name], stroke.dash) == expected[standing(agreement, day)]


def test_the_legend_has_the_dashes_of_the_map(sheets):
    drawn = {in_pixels(sheets["on"], stroke.dash) for stroke in strokes(sheets["on"])}
    legend = {
        in_pixels(sheets["on"], ink.dash) for ink in sheets["on"].legend if isinstance(ink, Stroke)
    }
    assert drawn <= legend and (6.0, 5.0) in legend


def test_shades_are_classes_of_the_number_of_agreements(sheets, register):
    counts = Counter(code for a in register.agreements for code in set(a.territories))
    shades = {
        "home": ["#FBF7F1", "#F3E4D2", "#E9CFB1", "#DDB48B", "#CC9765"],
        "partner": ["#F4F7F9", "#DDE8EE", "#C1D5E0", "#9FBDCE", "#7BA3BA"],
    }
    classes = {0: 0, 1: 1, 2: 2, 3: 2, 4: 3, 5: 3, 6: 3}
    seen = set()
    for ink in inks(sheets["whole"]):
        if isinstance(ink, Area) and ink.key.startswith("shape-"):
            code = ink.key.removeprefix("shape-")
            level = classes.get(counts[code], 4)
            assert ink.fill == shades[register.territories[code].side][level], code
            seen.add(level)
    assert len(seen) >= 4


def test_focus_fades_the_rest(sheets, register):
    for stroke in strokes(sheets["city"]):
        own = stroke.key.startswith("tie-ru-smo-smolensk-")
        assert (stroke.alpha > 0.5) == own, stroke.key
    assert {stroke.alpha for stroke in strokes(sheets["whole"])} == {0.4, 0.92}


def test_a_comparison_of_days_lights_what_changed(sheets, register):
    change = change_between(register.agreements, date(2023, 1, 1), TODAY)
    changed = {*change.came, *change.went, *(agreement for agreement, _ in change.prolonged)}
    for stroke in strokes(sheets["since"]):
        own = any(stroke.key.endswith(agreement.id) for agreement in changed)
        assert (stroke.alpha > 0.3) == own, stroke.key


def test_lapsed_lines_are_dashed_and_lines_in_force_are_not(sheets, register):
    for stroke in strokes(sheets["whole"]):
        agreement = next(a for a in register.agreements if stroke.key.endswith(a.id))
        assert bool(stroke.dash) == (agreement.status == "lapsed")
        assert stroke.colour == KINDS[agreement.kind]


def test_the_remote_territory_says_how_far_it_is(sheets):
    assert sheets["whole"].map.remote_seen == {"ru-sve-zarechny": 1780}
    said = " ".join(texts(sheets["whole"])).replace("\xa0", " ")
    assert "Заречный: показан условно у края карты" in said and "≈ 1 780 км" in said
    assert not sheets["lapsed"].map.remote_seen


def test_a_remote_territory_is_explained_where_its_mark_is(make):
    for focus, drawn in (("ru-sve-zarechny", True), ("ru-smo-smolensk,by-vi-orsha", False)):
        said = " ".join(texts(build_sheet(make(focus=focus), "a4")))
        assert ("показан условно у края карты" in said) == drawn, focus


def test_an_approximate_border_is_explained_where_it_is_drawn(make):
    note = "граница приблизительна"
    for focus, drawn in (("by-ma", True), ("ru-smo-velizhsky,by-vi-liozna", False)):
        said = " ".join(texts(build_sheet(make(focus=focus), "a4")))
        assert (note in said) == drawn, focus


def test_an_empty_view_says_so_and_still_shows_the_land(sheets):
    assert t("map.empty", "ru") in texts(sheets["empty"])
    assert not name_boxes(sheets["empty"].map) and not strokes(sheets["empty"])


# --- names ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("paper", [*MM, "4k"])
@pytest.mark.parametrize("lang", ["ru", "en"])
def test_every_territory_of_the_network_has_its_name_on_every_paper(make, register, paper, lang):
    sheet = build_sheet(make(lang=lang), paper)
    assert sheet.map.missing == ()
    assert {key for key, _ in name_boxes(sheet.map)} == {f"name-{x}" for x in register.party_codes}
    assert_apart(sheet)


@pytest.mark.parametrize("name", VIEWS)
def test_names_touch_neither_each_other_nor_the_frame(sheets, name):
    assert_apart(sheets[name])


def assert_apart(sheet):
    named = (*name_boxes(sheet.map), *name_boxes(sheet.map, "slides.quiet_names"))
    boxes = [box for _, box in named]
    assert not [pair for pair in combinations(boxes, 2) if touch(*pair)]
    left, low, right, high = sheet.map.frame
    assert all(left < x and low < y and u < right and v < high for x, y, u, v in boxes)
    # The legend and the title stand outside the frame, on the page.
    wide, tall = sheet.paper.width, sheet.paper.height
    for ink in inks(sheet):
        if isinstance(ink, Lettering):
            x, y = ink.at
            assert x > 0 and x + ink.width < wide and 0 < y < tall - ink.size, ink.text


def test_larger_paper_has_more_names(make):
    a4, a1 = (build_sheet(make(), paper).map for paper in ("a4", "a1"))
    more, fewer = (len(name_boxes(drawn, "slides.quiet_names")) for drawn in (a1, a4))
    assert more > 3 * fewer


def test_poster_names_can_be_read_from_two_metres(make):
    poster = build_sheet(make(), "a1")
    names = [ink for ink in inks(poster) if isinstance(ink, Lettering) and ink.text == "Смоленск"]
    assert names and min(0.7 * name.size * 25.4 / 72 for name in names) > 2000 / 400


# --- texts ----------------------------------------------------------------------------------------


def test_hostile_text_is_drawn_literally(hostile):
    material, view = hostile
    found = "".join(svg_texts(to_svg(material))).replace(" ", "")
    for text in HOSTILE:
        assert printable(text).replace(" ", "") in found, text
    short = printable(material.register.territories["by-vi-vitebsk"].short_ru)
    assert short.replace(" ", "") in found
    searched = Material(Shown(view, material.register, TODAY), material.network)
    page = Pdf(to_pdf(searched)).texts[0]
    assert "$x^2$ {{ 7*191 }} \\frac <b>&amp; \ufffd" in page


def test_what_no_font_has_leaves_a_mark():
    assert printable("a\u202eb\u2028c\nd") == "ab c d"
    assert printable("\U00012000") == "\ufffd"
    assert runs("a≈b") == [("a", True), ("≈", False), ("b", True)]


def test_wrapping_loses_nothing():
    text = "Договор " + "о" * 80 + " дружбе"
    lines = wrap(text, 10, 100)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(width(line, 10) <= 100 for line in lines)


# --- the command line -----------------------------------------------------------------------------


def test_the_command_line_writes_the_file_of_a_view(make, tmp_path, capsys):
    file = tmp_path / "map.svg"
    options = ["--format", "svg", "--view", "?status=lapsed&lang=en", "--out", str(file)]
    assert main(["export", *options, "--today", TODAY.isoformat()]) == 0
    assert file.read_bytes() == to_svg(make(status="lapsed", lang="en"))
    assert str(file.stat().st_size) in capsys.readouterr().out
