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
from geo.boundaries import load_boundaries
from geo.card import citation, pair_names
from geo.events import EventKind, build_events
from geo.exports import FORMATS, file_name
from geo.exports.lines import plain
from geo.exports.material import Material
from geo.exports.scope import Scope, registered
from geo.exports.slides.deck import fitted
from geo.exports.slides.focus import focus_figures
from geo.exports.slides.presentation import to_pptx
from geo.exports.slides.table import Grid, SlideColumn, SlideRow
from geo.exports.slides.text import width, wrap
from geo.history import Standing, standing
from geo.languages import NBSP
from geo.map.network import build_network
from geo.shown import Shown, select
from geo.terms import add_months
from geo.text import LANGUAGES, format_date, t
from geo.ties import build_ties
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
    lang = material.view.lang
    dated = t("shown.dated", lang, day=format_date(material.register.newest, lang))
    for page, slide in enumerate(deck.slides, start=1):
        kinds = {p.placeholder_format.type.name: p for p in slide.placeholders}
        title = kinds.get("TITLE") or kinds["CENTER_TITLE"]
        assert title.text_frame.text.strip()
        footer = kinds["FOOTER"].text_frame.text
        # The slides of the whole network, before those of what is picked, are about all of it.
        named = material.shown.about, material.shown.caption
        assert any(words in footer for words in named) and footer.endswith(dated)
        number = kinds["SLIDE_NUMBER"]._element
        assert number.find(".//" + qn("a:fld")).get("type") == "slidenum"
        assert number.findtext(".//" + qn("a:t")) == str(page)
        assert [s for s in slide.shapes if not s.is_placeholder]
        assert slide.notes_slide.notes_text_frame is not None


@pytest.mark.parametrize("name", VIEWS)
def test_nothing_on_a_slide_is_smaller_than_14_points(decks, name):
    for slide in decks(name)[1].slides:
        sizes = [int(x) for x in slide._element.xpath(".//@sz") if x.isdigit()]
        assert min(sizes) >= 1400
        for run in slide._element.iter(qn("a:r"), qn("a:fld")):
            assert run.find(qn("a:rPr")).get("sz")
        for shape in slide.shapes:
            if shape.has_chart:
                sizes = shape.chart._chartSpace.xpath(".//@sz")
                assert shape.chart.font.size == Pt(14) and min(map(int, sizes)) >= 1400


@pytest.mark.parametrize("name", VIEWS)
def test_all_text_is_arial(decks, name):
    for slide in decks(name)[1].slides:
        fonts = slide._element.xpath(".//a:latin/@typeface")
        assert set(fonts) == {"Arial"}


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


def needed(paragraphs, limit, font):
    """Height of paragraphs, in points, wrapped at spaces to a width; None for no wrapping."""
    high = widest = 0.0
    for paragraph in paragraphs:
        runs = paragraph.findall(qn("a:r"))
        if not runs:
            continue
        style = runs[0].find(qn("a:rPr"))
        size, bold = int(style.get("sz")) / 100, style.get("b") == "1"
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
                high, wide = needed(body.findall(qn("a:p")), limit, font)
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
    for row in table.rows:
        for cell, column in zip(row.cells, table.columns, strict=True):
            limit = (column.width - cell.margin_left - cell.margin_right) / 12700
            high, wide = needed(cell._tc.txBody.findall(qn("a:p")), limit, font)
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


def test_a_deck_tells_its_story_in_order(decks, register):
    found = titles(decks("default")[1])
    assert found[:5] == [
        "Приграничные связи",
        "71 связь (32 из одного соглашения), 52 соглашения: действуют 42, утратили силу 10",
        "Действующих соглашений на 20.04.2026 — 42, в конце 2016 года — от 16 до 22",
        "9 соглашений подписано в 2017 году — больше, чем в любом другом году с 1995 по 2026",
        "Витебская область: 20 из 42 действующих соглашений — больше, чем у других регионов",
    ]
    starts = ["Действуют 42", "До 22.11.2028 расчётно — 16", "До 22.11.2028 расчётно — 25"]
    starts += [
        "Без действующих соглашений",
        "Территории без действующих",
        "3 пары граничат",
        "Источники",
    ]
    places = [next(i for i, x in enumerate(found) if x.startswith(start)) for start in starts]
    assert places == sorted(places)
    assert found[-1] == "Источники и лицензии"


def test_a_deck_of_a_day_keeps_the_unknown_apart_in_its_titles(decks):
    found = titles(decks("on")[1])
    day = decks("on")[2].view.on
    tally = decks("on")[2].shown.listed.tally
    listed = next(
        title for title in found if title.startswith(f"На {format_date(day, 'ru')} дейст")
    )
    assert f"; возможно, ещё {tally.unknown} (" in listed and tally.unknown
    network = found[1]
    assert f"неизвестно {tally.unknown}" in network and f"утратили силу {tally.lapsed}" in network


def test_the_network_says_how_many_ties_are_one_agreement(decks):
    assert titles(decks("default")[1])[1].startswith(
        "71 связь (32 из одного соглашения), 52 соглашения: "
    )


def test_a_deck_names_its_filter_in_its_properties_footers_and_alternative_texts(register, network):
    view = View.from_params({"region": "by-ma", "status": "in_force"}, register)
    deck = Presentation(io.BytesIO(to_pptx(Material(Shown(view, register, TODAY), network))))
    shown = caption(view, register)
    assert deck.core_properties.title.endswith(f": {shown}")
    for slide in deck.slides:
        assert any(shown in text for text in texts(slide))
        for shape in slide.shapes:
            about = shape._element.xpath("./*/p:cNvPr[@name='Карта']/@descr")
            assert all(shown in text for text in about if "территор" not in text)
    assert not any("все связи" in text for slide in deck.slides for text in texts(slide))
    compared = [title for title in titles(deck) if "больше, чем" in title]
    assert compared and all(title.endswith("(в отборе)") for title in compared)


def test_charts_hold_the_numbers_of_the_statistics(decks, register):
    for name in ("default", "on", "english"):
        _, deck, material = decks(name)
        view, selection = material.view, material.shown.listed
        charts = [chart(s) for s in deck.slides if any(x.has_chart for x in s.shapes)]
        growth, signings, regions = charts
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
        unknown = [list(table.n_unknown)] if view.on else []
        assert values == [list(table.n_in_force), *unknown, list(table.n_lapsed)]
        if name == "on":
            unknown = regions.plots[0].series[1]
            assert unknown.name == "Неизвестно" and sum(unknown.values) > 0


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


def test_the_network_slide_has_every_tie_as_a_named_curve(decks, register):
    slide = decks("default")[1].slides[1]
    curves = [shape.name for shape in ties_of(slide)]
    expected = sorted(
        f"{register.territories[tie.home].short('ru')} — "
        f"{register.territories[tie.partner].short('ru')}, {format_date(a.signed_on, 'ru')}"
        for tie in build_ties(register.agreements, register.territories)
        for a in tie.agreements
    )
    assert sorted(curves) == expected
    assert len({name.rsplit(",", 1)[0] for name in curves}) == 71
    assert "Смоленск — Витебск, 24.07.1998" in curves


def test_curves_of_one_pair_are_one_group(decks):
    slide = decks("default")[1].slides[1]
    pairs = {groups[-1] for groups, shape in leaves(slide.shapes) if "Связи" in groups}
    assert "Смоленск — Витебск" in pairs


def test_what_has_lapsed_is_dashed(decks, register):
    shapes = {shape.name: shape for shape in ties_of(decks("default")[1].slides[1])}
    for tie in build_ties(register.agreements, register.territories):
        for agreement in tie.agreements:
            pair = [register.territories[code].short("ru") for code in (tie.home, tie.partner)]
            shape = shapes[f"{' — '.join(pair)}, {format_date(agreement.signed_on, 'ru')}"]
            assert dash_of(shape) == {"in_force": [], "lapsed": ["dash"]}[agreement.status]


def dash_of(shape):
    return [str(value) for value in shape._element.xpath(".//a:prstDash/@val")]


def test_dashes_of_a_day_say_how_an_agreement_stands(decks):
    day = date(2015, 6, 1)
    _, deck, material = decks("on")
    drawn = deck.slides[1]
    expected = {"in_force": [], "lapsed": ["dash"], "unknown": ["sysDot"]}
    shapes = {shape.name: shape for shape in ties_of(drawn)}
    seen = set()
    for tie in material.shown.ties:
        for agreement in tie.agreements:
            pair = " — ".join(
                material.register.territories[code].short("ru") for code in (tie.home, tie.partner)
            )
            shape = shapes[f"{pair}, {format_date(agreement.signed_on, 'ru')}"]
            assert dash_of(shape) == expected[standing(agreement, day)]
            seen.add(str(standing(agreement, day)))
    assert {"in_force", "unknown"} <= seen


def test_a_curve_ends_at_the_points_of_its_sides(decks):
    slide = decks("smolensk")[1].slides[4]
    places = {}
    for groups, shape in leaves(slide.shapes):
        if "Точки" in groups:
            middle = shape.left + shape.width / 2, shape.top + shape.height / 2
            places[shape.name] = middle
    home = places["город Смоленск"]
    curve = next(s for s in ties_of(slide) if s.name == "Смоленск — Витебск, 24.07.1998")
    start = curve._element.xpath(".//a:moveTo/a:pt")[0]
    at = curve.left + int(start.get("x")) * 635, curve.top + int(start.get("y")) * 635
    assert abs(at[0] - home[0]) < 12700 and abs(at[1] - home[1]) < 12700


def test_every_district_is_a_freeform_with_its_russian_name(decks, register, network):
    deck = decks("default")[1]
    owners = {x.boundary: x for x in register.territories.values() if x.boundary == x.code}
    names = sorted(owners[code].name_ru for code in network.boundaries.shapes.index)
    slide = slide_with(deck, "Без действующих соглашений —")
    districts = [
        shape
        for groups, shape in leaves(slide.shapes)
        if any(group.startswith("Районы: ") for group in groups)
    ]
    assert len(districts) == 146
    assert sorted(shape.name for shape in districts) == names
    assert all(shape._element.xpath(".//a:custGeom") for shape in districts)
    for number in (1, -6):
        shown = {
            shape.name
            for groups, shape in leaves(deck.slides[number].shapes)
            if any(group.startswith("Районы: ") for group in groups)
        }
        assert shown <= set(names)


def test_every_party_has_its_district_or_point_on_the_network_slide(decks, register):
    slide = decks("default")[1].slides[1]
    points = {shape.name for groups, shape in leaves(slide.shapes) if "Точки" in groups}
    assert {register.territories[code].name_ru for code in register.party_codes} <= points


def test_the_remote_territory_stands_at_the_edge_with_a_note(decks):
    slide = decks("default")[1].slides[1]
    assert f"Заречный, ≈{NBSP}1{NBSP}780{NBSP}км" in texts(slide)
    assert any("у края карты условно" in text for text in texts(slide))
    assert any("OpenStreetMap" in text for text in texts(slide))


def test_the_table_of_what_is_in_force_has_every_agreement_and_the_notes_its_title(decks):
    for name, on in (("default", None), ("on", date(2015, 6, 1))):
        _, deck, material = decks(name)
        start = t("slides.in_force", "ru", n=42) if on is None else "На 01.06.2015 действовали 15"
        slides = [s for s in deck.slides if s.shapes.title.text_frame.text.startswith(start)]
        rows = [row for slide in slides for row in cells(tables(slide)[0])[1:]]
        wanted = [
            a for how in (Standing.IN_FORCE, Standing.UNKNOWN)
            for a in material.shown.listed.agreements if standing(a, on) == how
        ]  # fmt: skip
        names = [" — ".join(pair_names(a, material.register, "ru")) for a in wanted]
        assert [row[1] for row in rows] == names
        assert [row[3] for row in rows] == [format_date(a.signed_on, "ru") for a in wanted]
        assert [row[4] for row in rows] == [registered(a, material.shown) for a in wanted]
        assert 1 < len(slides) < 5
        for page, slide in enumerate(slides, start=1):
            part = f"({page}{NBSP}из{NBSP}{len(slides)})"
            assert slide.shapes.title.text_frame.text.endswith(part)
            assert any("в заметках" in text for text in texts(slide))
        told = "\n".join(slide.notes_slide.notes_text_frame.text for slide in slides)
        assert [
            line for a in wanted if (line := plain(citation(a, material.shown))) not in told
        ] == []


def test_a_term_that_was_not_understood_stands_in_the_registers_words(build_register, network):
    register = build_register(new={"term_text": "до конца года", "term_years": "", "perpetual": ""})
    tiny = build_network(register, network.boundaries)
    deck = Presentation(io.BytesIO(to_pptx(Material(Shown(View(), register, TODAY), tiny))))
    rows = [row for s in deck.slides for table in tables(s) for row in cells(table)]
    assert any(row[-1] == "до конца года" for row in rows)


def test_what_is_due_says_that_days_are_calculated(decks, register):
    _, deck, _ = decks("default")
    events = build_events(register.agreements, TODAY, add_months(TODAY, 24))
    due = [format_date(e.day, "ru") for e in events if e.kind == EventKind.PROLONGATION]
    slide = slide_with(deck, "16 пролонгаций")
    assert [row[0] for row in cells(tables(slide)[0])[1:]] == due
    assert cells(tables(slide)[0])[0][0] == "День (расчётно)"
    assert any("Дни расчётные" in text for text in texts(slide))
    slides = [s for s in deck.slides if "25 годовщин" in s.shapes.title.text_frame.text]
    days = [row[0] for slide in slides for row in cells(tables(slide)[0])[1:]]
    expected = [format_date(e.day, "ru") for e in events if e.kind == EventKind.ANNIVERSARY]
    assert days == expected


def test_a_deck_about_a_territory_is_about_its_ties(decks, register):
    _, deck, material = decks("smolensk")
    found = titles(deck)
    assert found[0] == "Город Смоленск"
    assert found[1].startswith("71 связь")
    assert found[4] == "Город Смоленск: 13 соглашений, действуют 8, 5 партнёров"
    assert found[5] == "Город Смоленск: больше всего действующих соглашений — Витебск (3 из 8)"
    partners = cells(tables(deck.slides[5])[0])[1:]
    assert [row[0] for row in partners][:2] == ["Город Витебск", "Московский район города Минска"]
    ids = {a.id for a in register.agreements if "ru-smo-smolensk" in a.territories}
    rows = [
        row for slide in deck.slides
        if slide.shapes.title.text_frame.text.startswith("Город Смоленск: действуют")
        for row in cells(tables(slide)[0])[1:]
    ]  # fmt: skip
    in_force = [a for a in register.agreements if a.id in ids and a.status == "in_force"]
    assert [row[3:5] for row in rows] == [
        [format_date(a.signed_on, "ru"), registered(a, material.shown)] for a in in_force
    ]


def test_the_cover_and_the_footer_say_what_is_picked_and_the_network_is_not_it(decks):
    deck = decks("smolensk")[1]
    assert "13 соглашений, действуют 8, 5 партнёров" in texts(deck.slides[0])
    assert not any("52" in text for text in texts(deck.slides[0]))
    for slide, title in zip(deck.slides, titles(deck), strict=True):
        picked = any(text.startswith("Выбрано: город Смоленск") for text in texts(slide))
        assert picked != title.startswith(("71 связь", "Действующих", "Витебская")), title


def test_no_more_is_said_of_a_territory_than_is_true_in_the_whole_register(decks):
    """Its most frequent partner is so among its own partners, not among all pairs."""
    for name in ("smolensk", "mogilev"):
        own = [title for title in titles(decks(name)[1])[4:] if "любой другой пары" in title]
        assert own == []


def test_a_few_days_ahead_share_a_slide(decks):
    deck = decks("smolensk")[1]
    slide = slide_with(deck, "до 22.11.2028 расчётно — 3 пролонгации и 3 годовщины")
    rows = cells(tables(slide)[0])[1:]
    assert [row[1] for row in rows] == [
        "15-летие", "Пролонгация, срок 5 лет", "30-летие", "Пролонгация, срок 3 года",
        "5-летие", "Пролонгация, срок 5 лет",
    ]  # fmt: skip
    assert any("Дни расчётные" in text for text in texts(slide))


def test_the_network_of_a_past_day_does_not_look_ahead(decks):
    assert not any("расчётно" in title for title in titles(decks("on")[1]))


def test_a_deck_about_a_region_lists_its_territories(decks):
    found = decks("mogilev")[1]
    title = "Могилевская область: 16 соглашений, действуют 14, 45 связей (32 из одного соглашения)"
    assert any(found.startswith(title) for found in titles(found))
    slide = slide_with(found, "больше всего действующих соглашений — Чаусский (4 из 14)")
    assert len(cells(tables(slide)[0])) == 12
    assert any("без действующих соглашений — 12 из 23" in title for title in titles(found))


def test_a_deck_about_a_pair_lists_its_agreements_once(decks):
    deck = decks("pair")[1]
    slide = slide_with(deck, "Смоленск — Витебск: последнее подписано 12.11.2024")
    assert len(cells(tables(slide)[0])) == 4
    assert not any("бессрочных" in title for title in titles(deck))


def test_a_territory_that_never_had_an_agreement_has_its_nearest_ones(decks):
    deck = decks("never")[1]
    title = "Сычевский муниципальный округ: соглашений в реестре нет и не было"
    assert title in titles(deck)
    slide = slide_with(deck, "ближайшие по другую сторону границы")
    assert len(cells(tables(slide)[0])) == 6


def test_nothing_is_claimed_of_a_day_for_which_nobody_knows(register, network):
    params = {"focus": "ru-smo-krasninsky,by-vi-dubrowna", "on": "2003-01-01"}
    view = View.from_params(params, register)
    figures = focus_figures(Scope(Material(Shown(view, register, TODAY), network)))
    assert figures == "1 соглашение: на 01.01.2003 действовали 0, утратили силу 0, неизвестно 1"


def test_a_deck_of_a_region_shows_that_regions_white_spots_only(register, network):
    def white(**params):
        view = View.from_params(params, register)
        deck = Presentation(io.BytesIO(to_pptx(Material(Shown(view, register, TODAY), network))))
        names = titles(deck)
        start = next(i for i, name in enumerate(names) if "без действующ" in name.casefold())
        return names[start:-1], deck

    for params in ({"region": "by-vi"}, {"focus": "by-vi"}):
        names, deck = white(**params)
        assert names[0] == (
            "Витебская область: без действующих соглашений — 14 из 24 районов и городов"
        )
        assert len(names) == 2, names
        said = " ".join(texts(slide_with(deck, "Витебская область: без действующих")))
        assert "Орша: связь продолжена — Оршанский район (№ 35 от 29.09.2023)" in said
        assert "Брестский" not in said and "Угранский" not in said


def test_white_spots_of_a_past_day_are_a_range_with_the_unknown_apart(register, network):
    view = View.from_params({"on": "2013-01-01"}, register)
    deck = Presentation(io.BytesIO(to_pptx(Material(Shown(view, register, TODAY), network))))
    slide = slide_with(deck, "Без действующих соглашений — от 136 до 140 из 160 территорий")
    rows = {row[0]: row[1:] for row in cells(tables(slide)[0])}
    assert rows["Витебская область"] == ["20–22", "24"] and rows["Город Минск"] == ["1", "1"]
    assert "неизвестно, действовали ли" in " ".join(texts(slide))
    title = "Территории без действующих соглашений поимённо: от 136 до 140"
    pages = [slide for slide in deck.slides if any(title in text for text in texts(slide))]
    said = " ".join(text for slide in pages for text in texts(slide))
    said += " ".join(cell for slide in pages for row in cells(tables(slide)[0]) for cell in row)
    assert "Дубровенский [неизвестно]" in said and "утратили силу — 4" not in said


def test_a_deck_about_an_agreement_gives_its_facts(decks, register):
    deck = decks("agreement")[1]
    assert titles(deck)[4] == "Договор от 02.04.2008: 1 соглашение, действует 1"
    facts = dict(map(tuple, cells(tables(deck.slides[5])[0])))
    assert facts["Наименование"] == plain(register.by_id[SIX].title)
    assert len(ties_of(deck.slides[4])) > 36


def test_an_empty_view_says_so_and_has_no_empty_slide(decks):
    deck = decks("empty")[1]
    assert titles(deck)[1] == "Под условия отбора не подходит ни одно соглашение"
    assert "Показано 0 из 52 соглашений" in texts(deck.slides[0])
    assert not any(shape.has_chart for slide in deck.slides for shape in slide.shapes)


def test_a_view_of_the_lapsed_lists_them(decks, register):
    deck = decks("lapsed")[1]
    slides = [s for s in deck.slides if s.shapes.title.text_frame.text.startswith("Утратили силу")]
    rows = [row for slide in slides for row in cells(tables(slide)[0])[1:]]
    lapsed = [a for a in register.agreements if a.status == "lapsed"]
    assert [row[2] for row in rows] == [plain(a.title) for a in lapsed]


def test_every_point_has_its_name_or_a_number_that_the_legend_explains(decks):
    for name in ("default", "mogilev", "english"):
        _, deck, material = decks(name)
        lang, territories = material.view.lang, material.register.territories.values()
        short = {plain(x.name(lang)): plain(x.short(lang)) for x in territories}
        for slide in filter(ties_of, deck.slides):
            points, names, key = [], [], []
            for groups, shape in leaves(slide.shapes):
                text = shape.text_frame.text if shape.has_text_frame else ""
                if t("slides.points", lang) in groups and shape.name in short:
                    points.append(shape.name)
                elif t("slides.names", lang) in groups:
                    names.append((shape.name, text))
                elif t("slides.legend", lang) in groups and text:
                    key.append(text)
            numbers = {text: whose for whose, text in names if text.isdigit()}
            assert sorted(map(int, numbers)) == list(range(1, len(numbers) + 1))
            tail = key[len(key) - 2 * len(numbers) :]
            assert {n: short[whose] for n, whose in numbers.items()} == dict(
                zip(tail[::2], tail[1::2], strict=True)
            )
            named = {text.split(",")[0] for _, text in names if not text.isdigit()}
            named |= {short[whose] for whose in numbers.values()}
            if not material.view.focus:
                assert {short[point] for point in points} <= named


def test_a_line_leads_from_every_number_to_its_point(decks):
    def near(one, other):
        slack = Pt(2)
        return (
            one.left - slack <= other.left + other.width
            and other.left - slack <= one.left + one.width
            and one.top - slack <= other.top + other.height
            and other.top - slack <= one.top + one.height
        )

    counted = 0
    deck = decks("default")[1]
    for slide in filter(ties_of, deck.slides):
        within = list(leaves(slide.shapes))
        parts = [shape for groups, shape in within if t("slides.points", "ru") in groups]
        leaders = [shape for shape in parts if shape.name == t("slides.leader", "ru")]
        points = {shape.name: shape for shape in parts}
        for groups, tag in within:
            if t("slides.names", "ru") in groups and tag.text_frame.text.isdigit():
                counted += 1
                assert any(near(x, tag) and near(x, points[tag.name]) for x in leaders), tag.name
    assert counted > 0


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


def test_the_deck_has_named_sections_that_hold_every_slide_once(decks):
    data, deck, _ = decks("smolensk")
    xml = etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("ppt/presentation.xml"))
    sections = [x for x in xml.iter() if etree.QName(x).localname == "section"]
    assert [section.get("name") for section in sections] == [
        "Сеть", "Город Смоленск", "Соглашения", "Что предстоит", "Белые пятна", "Источники",
    ]  # fmt: skip
    listed = [slide.get("id") for section in sections for slide in section.iter() if slide.get("id")
              and etree.QName(slide).localname == "sldId"]  # fmt: skip
    assert listed == [str(slide.slide_id) for slide in deck.slides]


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
    rows = [row for s in deck.slides for table in tables(s) for row in cells(table)]
    assert any('x id="ID" y' in row for row in rows)


# --- pieces ---------------------------------------------------------------------------------------


def test_a_row_higher_than_a_slide_goes_on_on_the_next_one():
    text = " ".join(str(n) for n in range(900))
    pages = Grid.fit([SlideColumn("x")], [SlideRow(("a",)), SlideRow((text,))], 14, 200).pages(300)
    assert len(pages) > 2
    assert " ".join(row.cells[0] for page in pages for row in page.rows) == f"a {text}"
    assert all(sum(page.heights) <= 300 for page in pages)


def test_the_widest_column_gives_way_and_words_stay_whole_as_long_as_they_can():
    columns = [SlideColumn("№", "r"), SlideColumn("Стороны"), SlideColumn("Подписано")]
    names = "Смоленск, " * 30
    grid = Grid.fit(columns, [SlideRow(("1", names, "02.04.2026"))], 14, 400)
    assert sum(grid.widths) == pytest.approx(400, abs=0.1)
    assert grid.widths[2] > width("Подписано", 14, bold=True) + 10
    assert grid.widths[1] > 250 and not grid.splits_words
    assert Grid.fit(columns, [SlideRow(("1", "я" * 90, "02.04.2026"))], 14, 400).splits_words
    short = Grid.fit(columns, [SlideRow(("1", "а", "б"))], 14, 400)
    assert sum(short.widths) == pytest.approx(400)


def test_rows_of_a_small_table_stand_apart_within_the_room_they_have():
    grid = Grid.fit([SlideColumn("x")], [SlideRow(("a",))] * 3, 14, 200)
    assert sum(grid.aired(400).heights) > sum(grid.heights)
    assert sum(grid.aired(sum(grid.heights) + 3).heights) == pytest.approx(sum(grid.heights) + 3)
    assert grid.aired(1).heights == grid.heights


def test_a_title_too_long_for_its_box_ends_in_dots():
    box, sizes = (28.0, 18.0, 932.0, 84.0), (26.0, 22.0, 18.0)
    size, shown = fitted("слово " * 200, box, sizes)
    assert shown.endswith("…") and size == 18
    assert fitted("слово", box, sizes) == (26, "слово")


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
