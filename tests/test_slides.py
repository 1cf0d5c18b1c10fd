"""Slides: reopened, they hold what the view shows as native text, tables, charts and shapes."""

import io
import re
import zipfile
from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import combinations

import pytest
from lxml import etree
from PIL import ImageFont
from pptx import Presentation
from pptx.oxml.ns import qn
from pptx.util import Pt

from geo import settings, stats
from geo.agreements import load_register
from geo.card import citation, pair_names
from geo.exports import FORMATS, file_name
from geo.exports.material import Material
from geo.exports.slides.colours import scheme
from geo.exports.slides.deck import fitted
from geo.exports.slides.presentation import to_pptx
from geo.exports.slides.table import Grid
from geo.exports.slides.template import Slot
from geo.exports.slides.text import width, wrap
from geo.exports.steps import ScreenColumn, ScreenRow
from geo.exports.steps.agreed import registered
from geo.history import standing
from geo.languages import NBSP
from geo.lines import plain
from geo.map.network import build_network
from geo.meeting import DEFAULT, Occasion
from geo.shown import Shown, select
from geo.territories.boundaries import load_boundaries
from geo.text import LANGUAGES, format_date, t
from geo.view import View, caption
from tests.conftest import show
from tests.hostile import LINE, SHORT, hostile_copy
from tests.machine import missing

TODAY = date(2026, 11, 22)
SIX = "2008-04-02-d-b664d4"
"""The agreement of six districts with six."""
VIEWS = {
    "default": {},
    "smolensk": {"focus": "ru-smo-smolensk"},
    "mogilev": {"focus": "by-ma"},
    "pair": {"focus": "ru-smo-smolensk,by-vi-vitebsk"},
    "agreement": {"focus": SIX},
    "never": {"focus": "ru-smo-sychyovsky"},
    "empty": {"q": "ъъъъ"},
    "lapsed": {"status": "lapsed"},
    "on": {"on": "2015-06-01"},
    "english": {"lang": "en"},
    "english focus": {"lang": "en", "focus": "by-ma"},
}
BOTTOM = Pt(498)
"""Where the line above the footer runs."""


@pytest.fixture(scope="module")
def decks(register, network):
    """Makes the deck of a view once: the file, reopened, and what it was made from."""

    @cache
    def make(name):
        view = View.from_params(VIEWS[name], register)
        material = Material(Shown(view, register, TODAY), network)
        data = to_pptx(material)
        return data, Presentation(io.BytesIO(data)), material

    return make


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    folder = hostile_copy(settings.DATA, tmp_path_factory.mktemp("hostile") / "data")
    register = load_register(folder)
    network = build_network(register, load_boundaries(register.territories))
    view = View(focus=("ru-smo-smolensk",), q="<script>")
    everything = replace(view, q="")
    return [to_pptx(Material(Shown(each, register, TODAY), network)) for each in (view, everything)]


def leaves(shapes, within=()):
    """Every shape that is no group, with the names of the groups it stands in."""
    for shape in shapes:
        if shape.shape_type == 6:
            yield from leaves(shape.shapes, (*within, shape.name))
        else:
            yield within, shape


def titles(deck):
    return [slide.shapes.title.text_frame.text for slide in deck.slides]


def tables(slide):
    return [shape.table for shape in slide.shapes if shape.has_table]


def cells(table):
    return [[cell.text for cell in row.cells] for row in table.rows]


def chart(slide):
    return next(shape.chart for shape in slide.shapes if shape.has_chart)


def slide_with(deck, text):
    return next(slide for slide in deck.slides if text in slide.shapes.title.text_frame.text)


def texts(slide):
    return [node.text or "" for node in slide._element.iter(qn("a:t"))]


# --- the file -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", VIEWS)
def test_a_deck_is_small_wide_and_has_no_clock_and_no_picture(decks, name):
    data, deck, material = decks(name)
    assert len(data) < 1_500_000
    assert (deck.slide_width, deck.slide_height) == (Pt(960), Pt(540))
    core = deck.core_properties
    assert core.created.date() == core.modified.date() == TODAY
    assert core.author == core.last_modified_by == t("app.title", material.view.lang)
    assert not core.comments
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        assert not [n for n in file.namelist() if n.endswith((".png", ".jpeg", ".emf", ".bin"))]
        assert {info.date_time for info in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_same_view_gives_the_same_bytes(decks):
    data, _, material = decks("on")
    assert to_pptx(material) == data


def test_the_format_is_registered(register):
    format_ = FORMATS["pptx"]
    assert format_.maker == "slides.presentation:to_pptx"
    for lang in LANGUAGES:
        assert file_name(show(register, lang=lang), "pptx").endswith("_2026-04-20.pptx")


def test_numbers_of_shapes_are_unique_on_every_slide(decks):
    for slide in decks("smolensk")[1].slides:
        numbers = slide._element.xpath(".//p:cNvPr/@id")
        assert len(numbers) == len(set(numbers))


# --- what every slide has -------------------------------------------------------------------------


@pytest.mark.parametrize("name", VIEWS)
def test_every_slide_has_title_footer_number_and_content(decks, name):
    _, deck, material = decks(name)
    dated = material.shown.dated
    for page, slide in enumerate(deck.slides, start=1):
        kinds = {p.placeholder_format.type.name: p for p in slide.placeholders}
        title = kinds.get("TITLE") or kinds["CENTER_TITLE"]
        assert title.text_frame.text.strip()
        footer = kinds["FOOTER"].text_frame.text
        # The slides of the whole network, before those of what is picked, are about all of it.
        named = material.shown.about, material.shown.caption
        assert any(words in footer for words in named) and footer.endswith(dated)
        # What is read first stands first: the title, the content, the footer, the number.
        order = [shape._element for shape in slide.shapes]
        assert order[0] is title._element
        assert order[-2:] == [kinds["FOOTER"]._element, number_of(kinds)]
        number = kinds["SLIDE_NUMBER"]._element
        assert number.find(".//" + qn("a:fld")).get("type") == "slidenum"
        assert number.findtext(".//" + qn("a:t")) == str(page)
        assert len(order) > 3
        assert not [p for p in slide.placeholders if p.has_text_frame and not p.text_frame.text]
        assert slide.notes_slide.notes_text_frame is not None


def number_of(kinds):
    return kinds["SLIDE_NUMBER"]._element


@pytest.mark.parametrize("name", VIEWS)
def test_nothing_on_a_slide_is_smaller_than_14_points(decks, name):
    for slide in decks(name)[1].slides:
        sizes = [int(x) for x in slide._element.xpath(".//@sz") if x.isdigit()]
        sizes += [int(x) for x in slide.slide_layout._element.xpath(".//@sz") if x.isdigit()]
        assert min(sizes) >= 1400
        for shape in slide.shapes:
            if shape.has_chart:
                sizes = shape.chart._chartSpace.xpath(".//@sz")
                assert shape.chart.font.size == Pt(14) and min(map(int, sizes)) >= 1400


@pytest.mark.parametrize("name", ["default", "mogilev", "on", "english"])
def test_fonts_and_colours_are_the_themes(decks, name):
    _, deck, material = decks(name)
    for slide in deck.slides:
        roots = [slide._element]
        roots += [s.chart._chartSpace for s in slide.shapes if s.has_chart]
        for root in roots:
            assert not root.xpath(".//a:latin") and not root.xpath(".//a:srgbClr")
    theme = next(
        r.target_part.blob.decode()
        for r in deck.slide_master.part.rels.values()
        if r.reltype.endswith("/theme")
    )
    assert theme.count('<a:latin typeface="Arial"/>') == 2 and "Office" not in theme[:3000]
    for colour in ("CF5000", "22AD84", "125B9E", "4A1560", "CC9765", "7BA3BA"):
        assert colour in theme
    said = {x.text for x in deck.slide_master._element.iter(qn("a:t"))}
    for layout in deck.slide_layouts:
        said |= {x.text for x in layout._element.iter(qn("a:t"))}
    assert not [x for x in said if "Click" in x or ("level" in x and material.view.lang == "ru")]


def test_shades_keep_their_order_whatever_the_theme_is():
    def light(colour):
        found = scheme(colour)
        mod, off = (re.search(rf'{x} val="(\d+)"', found) for x in ("lumMod", "lumOff"))
        return (int(mod[1]) if mod else 100_000), (int(off[1]) if off else 0)

    for shades in settings.SHADES.values():
        found = [light(colour) for colour in shades]
        assert [off for _, off in found] == sorted((off for _, off in found), reverse=True)
        assert len({scheme(x).split('"')[1] for x in shades}) == 1
    assert len({scheme(colour) for colour in settings.KIND_COLOURS.values()}) == 4
    assert scheme("#FFFFFF") == '<a:schemeClr val="bg1"></a:schemeClr>'
    assert scheme("#C9CBCE") != scheme("#6B6E72")


@pytest.mark.parametrize("name", VIEWS)
def test_ties_are_at_least_one_and_a_half_points_wide(decks, name):
    for slide in decks(name)[1].slides:
        for groups, shape in leaves(slide.shapes):
            if t("slides.ties", "ru") in groups or t("slides.ties", "en") in groups:
                # Only the hairlines of an agreement of many parties are thinner.
                assert shape.line.width >= Pt(1)
                assert shape.line.width >= Pt(1.5) or re.search("2 Apr 2008|02.04.2008", shape.name)


FACES = {
    False: ("arial.ttf", "LiberationSans-Regular.ttf"),
    True: ("arialbd.ttf", "LiberationSans-Bold.ttf"),
}
"""Files of Arial and of its metric twin, by whether they are bold."""


def fonts():
    @cache
    def font(bold, size):
        for name in FACES[bold]:
            with suppress(OSError):
                return ImageFont.truetype(name, round(size * 10))
        return missing("neither Arial nor Liberation Sans is installed")

    font(True, 10)
    return font


OWN_SIZES = {"TITLE": 26, "CENTER_TITLE": 40, "SUBTITLE": 20, "OBJECT": 20, "FOOTER": 14,
             "SLIDE_NUMBER": 14}  # fmt: skip
"""Sizes of text in the placeholders of our template; elsewhere Office writes 18 points."""


def needed(paragraphs, limit, font, usual=18, strong=False):
    """Height of paragraphs, in points, wrapped at spaces to a width; None for no wrapping."""
    high = widest = 0.0
    for paragraph in paragraphs:
        runs = paragraph.findall(qn("a:r"))
        if not runs:
            continue
        style = runs[0].find(qn("a:rPr"))
        size, bold = int(style.get("sz", usual * 100)) / 100, strong or style.get("b") == "1"
        face = font(bold, size)
        lines = [""]
        for word in "".join(run.findtext(qn("a:t")) for run in runs).split(" "):
            joined = f"{lines[-1]} {word}".strip()
            if limit is None or face.getlength(joined) / 10 <= limit or not lines[-1]:
                lines[-1] = joined
            else:
                lines.append(word)
        widest = max(widest, *(face.getlength(line) / 10 for line in lines))
        after = paragraph.find(".//" + qn("a:spcAft") + "/" + qn("a:spcPts"))
        high += len(lines) * size * 1.15 + (int(after.get("val")) / 100 if after is not None else 0)
    return high, widest


@pytest.mark.parametrize("name", VIEWS)
def test_no_text_is_larger_than_its_frame_and_no_table_runs_into_the_footer(decks, name):
    font = fonts()
    for slide in decks(name)[1].slides:
        for _, shape in leaves(slide.shapes):
            if shape.has_text_frame and shape.text_frame.text:
                body = shape._element.txBody
                wraps = body.bodyPr.get("wrap") != "none"
                limit = shape.width / 12700 if wraps else None
                kind = shape.placeholder_format.type.name if shape.is_placeholder else ""
                usual, strong = OWN_SIZES.get(kind, 18), "TITLE" in kind and kind != "SUBTITLE"
                if shape.is_placeholder:
                    limit = shape.width / 12700
                high, wide = needed(body.findall(qn("a:p")), limit, font, usual, strong)
                assert high <= shape.height / 12700 + 1, shape.text_frame.text
                assert wide <= shape.width / 12700 + 2, shape.text_frame.text
                assert shape.top >= 0 and shape.top + shape.height <= Pt(540)
                assert shape.left >= 0 and shape.left + shape.width <= Pt(960)
            if getattr(shape, "has_table", False) and shape.has_table:
                check_table(shape, font)


def check_table(shape, font):
    table = shape.table
    assert shape.left + sum(column.width for column in table.columns) <= Pt(926)
    assert shape.top + sum(row.height for row in table.rows) <= BOTTOM
    for place, row in enumerate(table.rows):
        for cell, column in zip(row.cells, table.columns, strict=True):
            limit = (column.width - cell.margin_left - cell.margin_right) / 12700
            paragraphs = cell._tc.txBody.findall(qn("a:p"))
            high, wide = needed(paragraphs, limit, font, strong=not place)
            margins = (cell.margin_top + cell.margin_bottom) / 12700
            assert high + margins <= row.height / 12700 + 1, cell.text
            assert wide <= limit + 1, cell.text


@pytest.mark.parametrize("name", VIEWS)
def test_names_on_a_map_do_not_touch(decks, name):
    _, deck, material = decks(name)
    group = t("slides.names", material.view.lang)
    quiet = t("slides.quiet_names", material.view.lang)
    for slide in deck.slides:
        boxes = [
            (s.left, s.top, s.left + s.width, s.top + s.height)
            for groups, s in leaves(slide.shapes)
            if group in groups or quiet in groups
        ]
        for a, b in combinations(boxes, 2):
            apart = a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]
            assert apart, (slide.shapes.title.text_frame.text, a, b)


# --- the slides -----------------------------------------------------------------------------------


def test_a_deck_tells_its_story_in_order(decks):
    found = titles(decks("default")[1])
    starts = [
        "Приграничные связи",
        "Действуют 42 соглашения, 68 связей (32 из одного соглашения) · 1",
        "Действуют 42 соглашения, 68 связей (32 из одного соглашения) · 2",
        "Витебская область: 20 из 42 действующих соглашений — больше, чем у любого другого региона",
        "Действуют 42 соглашения, последнее подписано 02.04.2026",
        "До 22.11.2028 расчётно — 16 пролонгаций и 25 годовщин",
        "На рассмотрение — 3 пролонгации, 2 пары без действующего соглашения и 2 годовщины",
        "Действующих соглашений на 20.04.2026 — 42, в конце 2016 года — от 16 до 22",
        "9 соглашений подписано в 2017 году — больше, чем в любом другом году с 1995 по 2026",
        "Действуют 42 соглашения, из них бессрочных — 15 · 1",
        "До 22.11.2028 расчётно — 16 пролонгаций · 1",
        "До 22.11.2028 расчётно — 25 годовщин · 1",
        "Территорий без действующих соглашений — 113 из 160",
        "3 пары граничат",
        "Источники и лицензии",
    ]
    places = [next(i for i, x in enumerate(found) if x.startswith(start)) for start in starts]
    assert places == sorted(places) and found[0] == starts[0] and found[-1] == starts[-1]


def test_the_deck_of_a_meeting_is_its_steps_and_names_it(register, network):
    occasion = Occasion(date(2026, 12, 3), "Могилев", ("Облисполком",), "И. И. Иванов")
    shown = Shown(View(focus=("by-ma",)), register, TODAY, occasion=occasion)
    material = Material(shown, network, steps=DEFAULT)
    deck = Presentation(io.BytesIO(to_pptx(material)))
    name = "Могилевская область"
    assert titles(deck) == [
        "Встреча с Могилевской областью",
        f"{name}: действуют 14 соглашений, 44 связи (32 из одного соглашения)",
        f"{name}: больше всего действующих соглашений — Чаусский (4 из 14)",
        f"{name}: действуют 14 соглашений, последнее подписано 02.04.2026",
        f"{name}: до 22.11.2028 расчётно — 7 пролонгаций и 7 годовщин",
        f"{name}: на рассмотрение — 3 пролонгации, "
        "2 пары без действующего соглашения и 2 годовщины",
    ]
    cover = texts(deck.slides[0])
    assert {"03.12.2026, Могилев", "Делегации: Облисполком", "Докладчик: И. И. Иванов"} <= {*cover}
    for slide in deck.slides:
        assert any("Встреча с Могилевской областью" in text for text in texts(slide))
    assert any("OpenStreetMap" in text for text in texts(deck.slides[-1]))
    assert deck.core_properties.title.startswith("Встреча с Могилевской областью")
    # In the main part the letters are large: 18 points or what the layout has.
    for slide in list(deck.slides)[3:]:
        sizes = [int(x) for table in tables(slide) for x in table._tbl.xpath(".//@sz")]
        assert not [size for size in sizes if size < 1800]
    other = replace(material, steps=("sources", "by-vi", "title"))
    assert [x[:8] for x in titles(Presentation(io.BytesIO(to_pptx(other))))] == [
        "Источник", "Витебска", "Встреча ",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["default", "mogilev", "english", "on"])
def test_every_point_on_the_map_has_its_name_on_one_of_the_maps(decks, name):
    _, deck, material = decks(name)
    lang, register = material.view.lang, material.register
    named, points, curves = set(), set(), set()
    maps = [slide for slide in list(deck.slides)[1:4] if ties_of(slide, lang)]
    for slide in maps:
        for groups, shape in leaves(slide.shapes):
            if t("slides.names", lang) in groups:
                named.add(shape.text_frame.text.split(",")[0])
            elif t("slides.points", lang) in groups:
                points.add(shape.name)
        curves |= {shape.name for shape in ties_of(slide, lang)}
    shown = material.shown.current
    parties = {code for tie in shown.picked.ties for code in (tie.home, tie.partner)}
    assert {register.territories[code].name(lang) for code in parties} <= points
    assert {plain(register.territories[code].short(lang)) for code in parties} <= named
    expected = {said_of(tie, a, shown) for tie in shown.picked.ties for a in tie.agreements}
    assert expected <= curves


def said_of(tie, agreement, shown):
    """What the curve of an agreement of a tie is called."""
    lang, places = shown.lang, shown.register.territories
    pair = " — ".join(places[code].short(lang) for code in (tie.home, tie.partner))
    kind = t(f"kind.{agreement.kind}", lang)
    how = t(f"standing.{shown.standing(agreement)}", lang)
    return f"{pair}, {format_date(agreement.signed_on, lang)}: {kind}, {how}"


def test_dashes_of_a_day_say_how_an_agreement_stands(decks):
    day = date(2015, 6, 1)
    _, deck, material = decks("on")
    expected = {"in_force": [], "lapsed": ["dash"], "unknown": ["sysDot"]}
    shapes = {shape.name: shape for shape in ties_of(deck.slides[1])}
    seen = set()
    for tie in material.shown.current.ties:
        for agreement in tie.agreements:
            name = said_of(tie, agreement, material.shown)
            assert dash_of(shapes[name]) == expected[standing(agreement, day)]
            seen.add(str(standing(agreement, day)))
    assert seen == {"in_force", "unknown"}


def dash_of(shape):
    return [str(value) for value in shape._element.xpath(".//a:prstDash/@val")]


def test_the_legend_of_a_map_is_one_line_and_is_described(decks):
    for name in ("default", "smolensk", "on", "lapsed"):
        _, deck, _ = decks(name)
        for slide in deck.slides:
            for shape in slide.shapes:
                if shape.name == t("slides.legend", "ru"):
                    assert shape.height <= Pt(22) and shape.left + shape.width <= Pt(960)
                    assert shape._element.xpath("./p:nvGrpSpPr/p:cNvPr/@descr")[0]


def test_a_list_of_a_pair_says_that_its_rows_are_titles(decks):
    _, deck, _ = decks("pair")
    listed = [cells(table) for slide in deck.slides for table in tables(slide)]
    listed = [rows for rows in listed if any("Договор о" in cell for row in rows for cell in row)]
    (whole,) = listed  # the slide of what is newest has no room for that of 1998
    assert whole[0][:2] == ["№", "Наименование"]
    assert not any("Полные наименования" in text for text in texts(slide_with(deck, "бессрочных")))


def test_a_map_that_lights_what_changed_counts_it_of_all_that_it_shows(register, network):
    # Ten twinnings of 2022-2024 say «побратимских»; seven of them were signed after 1 June 2023.
    def deck_of(**params: str):
        shown = Shown(View.from_params(params, register), register, TODAY)
        return Presentation(io.BytesIO(to_pptx(Material(shown, network))))

    deck = deck_of(q="побратимских", years="2022-2024", since="2023-06-01")
    slide = deck.slides[1]
    assert titles(deck)[1] == "Действуют 10 соглашений, 10 связей (в отборе)"
    assert "Побратимство 7 из 10" in texts(slide)
    assert any("на картах выделено изменившееся с 01.06.2023" in text for text in texts(slide))
    # Three of the ten that lapsed did so on a day that is known; one was signed in between.
    assert "утратило силу 4 из 10" in texts(deck_of(since="2018-01-01", status="lapsed").slides[1])


def test_a_deck_names_its_filter_in_its_properties_footers_and_alternative_texts(register, network):
    view = View.from_params({"region": "by-ma", "status": "in_force"}, register)
    deck = Presentation(io.BytesIO(to_pptx(Material(Shown(view, register, TODAY), network))))
    shown = caption(view, register)
    title = f"Приграничные связи: связи Смоленской области с Беларусью ({shown})"
    assert deck.core_properties.title == title
    for slide in deck.slides:
        assert any(shown in text for text in texts(slide))
        for shape in slide.shapes:
            about = shape._element.xpath("./*/p:cNvPr[@name='Карта']/@descr")
            assert all(shown in text for text in about if "без действующих" not in text)
    assert not any("все связи" in text for slide in deck.slides for text in texts(slide))
    compared = [title for title in titles(deck) if "больше, чем" in title]
    assert compared
    assert all(title.endswith("(в отборе, но с любым статусом)") for title in compared)


def test_a_legend_says_that_all_lines_are_of_lapsed_agreements(register, network):
    view = View.from_params({"focus": "2012-07-05-s-35dbab"}, register)
    deck = Presentation(io.BytesIO(to_pptx(Material(Shown(view, register, TODAY), network))))
    legend = next(shape for shape in deck.slides[1].shapes if shape.name == "Условные обозначения")
    (about,) = legend._element.xpath("./p:nvGrpSpPr/p:cNvPr/@descr")
    assert about.startswith("Отраслевое 1; утратило силу 1; ")
    (cover,) = deck.slides[0].shapes._spTree.xpath(".//p:cNvPr[contains(@descr, 'Орша')]/@descr")
    assert cover.endswith(", Смоленск — Орша. 1 соглашение, действующих нет, 1 связь.")


def test_every_district_is_a_freeform_with_its_russian_name(decks, register, network):
    deck = decks("default")[1]
    owners = {x.boundary: x for x in register.territories.values() if x.boundary == x.code}
    names = sorted(owners[code].name_ru for code in network.boundaries.shapes.index)
    districts = [
        shape
        for groups, shape in leaves(slide_with(deck, "без действующих соглашений —").shapes)
        if any(group.startswith("Районы: ") for group in groups)
    ]
    assert sorted(shape.name for shape in districts) == names and len(names) == 146
    assert all(shape._element.xpath(".//a:custGeom") for shape in districts)


def test_the_map_of_white_spots_names_the_towns_and_no_place_where_it_does_not_lie(decks):
    slide = slide_with(decks("default")[1], "без действующих соглашений —")
    marks = {shape.name for groups, shape in leaves(slide.shapes) if "Точки" in groups}
    names = [shape.name for groups, shape in leaves(slide.shapes) if "Названия" in groups]
    assert len(names) == len(marks) and "город Витебск" in marks and "Витебск" in names
    assert not any("Заречный" in name for name in (*marks, *names))


@pytest.mark.parametrize("name", ["default", "on"])
def test_the_appendix_has_every_agreement_and_the_notes_its_title(decks, name):
    _, deck, material = decks(name)
    shown = material.shown
    wanted = [*shown.listed.in_force, *shown.listed.unknown]
    slides = [s for s in deck.slides if any(len(x.columns) == 6 for x in tables(s))]
    rows = [row for slide in slides for row in cells(tables(slide)[0])[1:]]
    names = [" — ".join(pair_names(a, material.register, "ru")) for a in wanted]
    assert [row[1] for row in rows] == names
    assert [row[4] for row in rows] == [registered(a, shown) for a in wanted]
    told = "\n".join(slide.notes_slide.notes_text_frame.text for slide in slides)
    assert [line for a in wanted if (line := plain(citation(a, shown))) not in told] == []


def test_the_deck_has_named_sections_that_hold_every_slide_once(decks):
    data, deck, _ = decks("smolensk")
    xml = etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("ppt/presentation.xml"))
    sections = [x for x in xml.iter() if etree.QName(x).localname == "section"]
    assert [section.get("name") for section in sections] == ["Город Смоленск", "Приложение"]
    listed = [slide.get("id") for section in sections for slide in section.iter() if slide.get("id")
              and etree.QName(slide).localname == "sldId"]  # fmt: skip
    assert listed == [str(slide.slide_id) for slide in deck.slides]


def test_an_empty_view_says_so_and_has_no_empty_slide(decks):
    deck = decks("empty")[1]
    assert titles(deck)[1] == "Под условия отбора не подходит ни одно соглашение"
    assert "Показано 0 из 52 соглашений" in texts(deck.slides[0])
    assert not any(shape.has_chart for slide in deck.slides for shape in slide.shapes)


def test_charts_hold_the_numbers_of_the_statistics(decks, register):
    for name in ("default", "on", "english"):
        _, deck, material = decks(name)
        view, selection = material.view, material.shown.listed
        charts = [chart(s) for s in deck.slides if any(x.has_chart for x in s.shapes)]
        regions, growth, signings = charts
        table = stats.growth(material.shown.past)
        assert list(growth.plots[0].categories) == [str(year) for year in table.year]
        values = [list(series.values) for series in growth.plots[0].series]
        # Where the register decides, the line of the possible ends: there it has no point.
        ends = [n for n in values[1] if n is None]
        assert values[0] == list(table.n_certain) and len(ends) == (name != "on")
        assert values[1] == list(table.n_possible)[: len(table) - len(ends)] + ends
        table = stats.signings_by_year(material.shown.past).pivot(
            index="year", columns="kind", values="n"
        )
        for series in signings.plots[0].series:
            kind = next(k for k in table if t(f"kind.{k}", view.lang) == series.name)
            assert list(series.values) == list(table[kind])
        assert sum(sum(s.values) for s in signings.plots[0].series) == len(selection.agreements)
        table = stats.by_region(selection)
        names = [t(f"region.{code}", view.lang) for code in table.region]
        assert list(regions.plots[0].categories) == names
        values = [list(series.values) for series in regions.plots[0].series]
        counts = (list(table[f"n_{how}"]) for how in ("in_force", "unknown", "lapsed"))
        assert values == [numbers for numbers in counts if any(numbers)]
        if name == "on":
            unknown = regions.plots[0].series[1]
            assert unknown.name == "Неизвестно" and sum(unknown.values) > 0


def test_a_chart_by_region_has_only_what_there_is(register, network):
    for status, name in (("in_force", "Действуют"), ("lapsed", "Утратили силу")):
        material = Material(Shown(View(status=(status,)), register, TODAY), network)
        deck = Presentation(io.BytesIO(to_pptx(replace(material, steps=("regions",)))))
        (slide,) = (s for s in deck.slides if any(shape.has_chart for shape in s.shapes))
        assert [series.name for series in chart(slide).plots[0].series] == [name]


@pytest.mark.parametrize("status", ["in_force", "lapsed"])
def test_the_growth_of_a_deck_does_not_depend_on_the_status_filtered(register, network, status):
    view = View(status=(status,))
    deck = Presentation(io.BytesIO(to_pptx(Material(Shown(view, register, TODAY), network))))
    slide = slide_with(deck, "в конце 2016 года — от 16 до 22")
    growth = chart(slide)
    at = list(growth.plots[0].categories).index("2016")
    assert [series.values[at] for series in growth.plots[0].series] == [16, 22]


def test_the_possible_line_breaks_off_where_the_register_decides(decks):
    growth = chart(slide_with(decks("default")[1], "Действующих соглашений на"))
    certain, possible = growth.plots[0].series
    years = list(growth.plots[0].categories)
    assert [year for year, n in zip(years, possible.values, strict=True) if n is None] == ["2026"]
    assert certain.values[-1] == 42


def test_charts_and_maps_have_words_for_who_cannot_see_them(decks):
    for slide in decks("smolensk")[1].slides:
        for shape in slide.shapes:
            about = shape._element.xpath("./*/p:cNvPr/@descr")
            if shape.has_chart or shape.has_table or shape.name == "Карта":
                assert about and about[0]


def ties_of(slide, lang="ru"):
    """Names of the curves of ties on a slide."""
    found = [s for groups, s in leaves(slide.shapes) if t("slides.ties", lang) in groups]
    assert all(s._element.xpath(".//a:quadBezTo") for s in found)
    return found


def test_a_term_that_was_not_understood_stands_in_the_registers_words(build_register, network):
    register = build_register(new={"term_text": "до конца года", "term_years": "", "perpetual": ""})
    tiny = build_network(register, network.boundaries)
    deck = Presentation(io.BytesIO(to_pptx(Material(Shown(View(), register, TODAY), tiny))))
    rows = [row for s in deck.slides for table in tables(s) for row in cells(table)]
    assert any(row[-1] == "до конца года" for row in rows)


def test_the_network_of_a_past_day_does_not_look_ahead(decks):
    assert not any("расчётно" in title for title in titles(decks("on")[1]))


def test_a_view_of_the_lapsed_lists_them(decks, register):
    deck = decks("lapsed")[1]
    slides = [s for s in deck.slides if s.shapes.title.text_frame.text.startswith("Утратили силу")]
    rows = [row for slide in slides for row in cells(tables(slide)[0])[1:]]
    lapsed = [a for a in register.agreements if a.status == "lapsed"]
    assert sorted(row[1] for row in rows) == sorted(plain(a.title) for a in lapsed)


def test_the_name_of_an_oblast_stands_inside_of_it(decks, register, network):
    """A name that found no room of its own must not end up in the next oblast."""
    deck = decks("default")[1]
    names = {t(f"region.{code}", "ru"): code for code in network.boundaries.region_points if code}
    for slide in deck.slides:
        shapes = list(leaves(slide.shapes))
        for groups, shape in shapes:
            if t("slides.quiet_names", "ru") not in groups or shape.name not in names:
                continue
            x, y = shape.left + shape.width / 2, shape.top + shape.height / 2
            own = {
                territory.name_ru for territory in register.territories.values()
                if territory.region == names[shape.name]
            }  # fmt: skip
            assert any(
                one.name in own and one.left <= x <= one.left + one.width
                and one.top <= y <= one.top + one.height
                for within, one in shapes
                if any(title.startswith("Районы") for title in within)
            ), shape.name  # fmt: skip


def test_powerpoint_finds_the_notes_master_and_the_size_of_the_slides(decks):
    data = decks("default")[0]
    xml = etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("ppt/presentation.xml"))
    order = [etree.QName(child).localname for child in xml]
    assert order[:5] == ["sldMasterIdLst", "notesMasterIdLst", "sldIdLst", "sldSz", "notesSz"]
    assert order[-1] == "extLst"
    assert xml.find(qn("p:sldSz")).get("type") is None


def test_shapes_and_layouts_have_no_english_names_in_a_russian_deck(decks):
    deck = decks("default")[1]
    names = [shape.name for slide in deck.slides for _, shape in leaves(slide.shapes)]
    names += [layout.name for layout in deck.slide_layouts]
    assert [name for name in names if re.search("[A-Za-z]{3}", name)] == []


def test_the_last_slide_names_sources_and_licences(decks):
    said = " ".join(texts(decks("default")[1].slides[-1]))
    assert all(word in said for word in ("ODbL", "CC BY 3.0", "GeoNames", "20.04.2026", "расчётн"))


def test_an_english_deck_has_russian_only_in_what_the_register_says(decks, register):
    deck = decks("english focus")[1]
    own = {plain(a.title) for a in register.agreements}
    own |= {plain(a.term_text) for a in register.agreements}
    for slide in deck.slides:
        for text in texts(slide):
            if re.search("[а-яё]", text) and text not in own:
                assert re.search(r"б/н|-с$|No\. [0-9]+-с", text), text


# --- hostile data ---------------------------------------------------------------------------------


def test_hostile_text_stays_text(hostile):
    for data in hostile:
        deck = Presentation(io.BytesIO(data))
        assert any("{{ 7*191 }}" in text for slide in deck.slides for text in texts(slide))
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            assert file.testzip() is None
            for name in file.namelist():
                content = file.read(name)
                if name.endswith((".xml", ".rels")):
                    etree.fromstring(content)
                if name.endswith(".rels"):
                    assert b"External" not in content
                if name.startswith("ppt/slides/"):
                    assert b"hlinkClick" not in content and "\u202e".encode() not in content
                if name.endswith(".xlsx"):
                    with zipfile.ZipFile(io.BytesIO(content)) as book:
                        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")


def test_hostile_titles_are_whole_in_table_and_notes(hostile):
    deck = Presentation(io.BytesIO(hostile[1]))
    rows = [r for s in deck.slides for table in tables(s) for r in cells(table)]
    assert any(plain(LINE) in cell for row in rows for cell in row)
    assert any(plain(SHORT) in text for slide in deck.slides for text in texts(slide))
    notes = [slide.notes_slide.notes_text_frame.text for slide in deck.slides]
    assert any(plain(LINE) in text for text in notes)


def test_control_characters_become_marks():
    assert plain("a\x00b\x0bc\x01\ufffe") == "a\ufffdb c\ufffd\ufffd"
    assert plain(" a\nb\u2028c\u202ed\u00a0e ") == f"a b cd{NBSP}e"


def test_a_text_that_looks_like_our_own_mark_stays_as_it_is(build_register, network):
    register = build_register(new={"title": 'x id="ID" y'})
    tiny = build_network(register, network.boundaries)
    view = View(focus=(next(a.id for a in register.agreements if "ID" in a.title),))
    deck = Presentation(io.BytesIO(to_pptx(Material(Shown(view, register, TODAY), tiny))))
    assert any(text == 'x id="ID" y' for slide in deck.slides for text in texts(slide))


# --- pieces ---------------------------------------------------------------------------------------


def test_a_row_higher_than_a_slide_goes_on_on_the_next_one():
    text = " ".join(str(n) for n in range(900))
    pages = Grid.fit([ScreenColumn("x")], [ScreenRow(("a",)), ScreenRow((text,))], 14, 200).pages(
        300
    )
    assert len(pages) > 2
    assert " ".join(row.cells[0] for page in pages for row in page.rows) == f"a {text}"
    assert all(sum(page.heights) <= 300 for page in pages)


def test_the_widest_column_gives_way_and_words_stay_whole_as_long_as_they_can():
    columns = [ScreenColumn("№", "r"), ScreenColumn("Стороны"), ScreenColumn("Подписано")]
    names = "Смоленск, " * 30
    grid = Grid.fit(columns, [ScreenRow(("1", names, "02.04.2026"))], 14, 400)
    assert sum(grid.widths) == pytest.approx(400, abs=0.1)
    assert grid.widths[2] > width("Подписано", 14, bold=True) + 10
    assert grid.widths[1] > 250 and not grid.splits_words
    assert Grid.fit(columns, [ScreenRow(("1", "я" * 90, "02.04.2026"))], 14, 400).splits_words
    short = Grid.fit(columns, [ScreenRow(("1", "а", "б"))], 14, 400)
    assert sum(short.widths) == pytest.approx(400)


def test_a_title_too_long_for_its_box_ends_in_dots():
    slot = Slot("", 0, (36, 16, 924, 84), 26)
    size, shown = fitted("слово " * 200, slot)
    assert shown.endswith("…") and size == 18
    assert fitted("слово", slot) == (26, "слово")


def test_rows_of_a_small_table_stand_apart_within_the_room_they_have():
    grid = Grid.fit([ScreenColumn("x")], [ScreenRow(("a",))] * 3, 14, 200)
    assert sum(grid.aired(400).heights) > sum(grid.heights)
    assert sum(grid.aired(sum(grid.heights) + 3).heights) == pytest.approx(sum(grid.heights) + 3)
    assert grid.aired(1).heights == grid.heights


def test_widths_are_those_of_arial():
    font = fonts()
    for text in ("Смоленский муниципальный округ, № 17-с", "Register of agreements (2026)"):
        real = font(False, 14).getlength(text) / 10
        assert real <= width(text, 14) <= 1.02 * real
        real = font(True, 14).getlength(text) / 10
        assert real <= width(text, 14, bold=True) <= 1.1 * real


def test_wrapping_loses_nothing():
    text = "Соглашение о сотрудничестве " * 9 + "длинноеслово" * 20
    lines = wrap(text, 14, 150)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(width(line, 14) <= 150 for line in lines)


def test_a_long_filter_is_told_on_the_last_slide(register, network):
    codes = [c for c in register.party_codes if c.startswith("by-")][:-1]
    view = View(partner=tuple(codes))
    deck = Presentation(io.BytesIO(to_pptx(Material(Shown(view, register, TODAY), network))))
    footer = next(
        p for p in deck.slides[1].placeholders if "FOOTER" in p.placeholder_format.type.name
    )
    assert footer.text_frame.text.startswith("Условия отбора целиком")
    assert any(caption(view, register) in text for text in texts(deck.slides[-1]))
    assert select(view, register).agreements
