"""The territory page: every kind of focus, both languages, links, chains and hostile texts."""

import html
import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from lxml.html import tostring
from streamlit.testing.v1 import AppTest

import pages
from geo import registers, settings
from geo.agreements import load_register
from geo.text import t
from geo.view import choices
from tests.hostile import HOSTILE, LINE, hostile_copy
from tests.seen import page_tree, shown_html, tables

APP = Path(__file__).resolve().parent.parent / "app.py"
SMOLENSK = "ru-smo-smolensk"


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setenv("TIES_TODAY", "2026-11-22")


@pytest.fixture(scope="module")
def hostile_register(tmp_path_factory):
    return load_register(hostile_copy(settings.DATA, tmp_path_factory.mktemp("hostile") / "data"))


def open_page(page="territory", /, **params):
    """Run a page from a link, as a fresh browser would."""
    at = AppTest.from_file(str(APP), default_timeout=60)
    for name, value in params.items():
        at.query_params[name] = value
    if page != "map":
        at.switch_page(pages.PAGES[page])
    return rerun(at)


def rerun(at):
    at.run()
    assert [(error.message, error.stack_trace) for error in at.exception] == []
    return at


def shown_text(at):
    return html.unescape(shown_html(at))


def drawing(at):
    """The timeline as HTML, empty for none."""
    charts = page_tree(at).find_class("time")
    return tostring(charts[0], encoding="unicode") if charts else ""


def links(at):
    """Labels of the page links on the page itself, without the menu."""
    return {e.proto.label: e.proto.page for e in at.main if e.type == "page_link"}


def payload(at):
    (component,) = at.get("component_instance")
    return unquote(component.proto.json_args)


def title(at):
    return shown_text(at).split("<h1>")[1].split("</h1>")[0]


@pytest.mark.parametrize(
    ("focus", "name", "said"),
    [
        (SMOLENSK, "Город Смоленск", "13 соглашений, действуют 8, 5 партнёров"),
        ("ru-smo-khislavichsky", "Хиславичский муниципальный округ", "4 соглашения, действуют 4"),
        ("by-vi-orshansky", "Оршанский район", "5 соглашений, действуют 5, 4 партнёра"),
        ("by-vi-orsha", "Город Орша", "2 соглашения, действующих нет, 1 партнёр"),
        ("by-ma-drybin", "Дрибинский район", "Граница на карте показана приблизительно"),
        ("ru-sve-zarechny", "Муниципальный округ Заречный", "1 соглашение, действует 1"),
        (f"{SMOLENSK},by-vi-vitebsk", "Смоленск — Витебск", "по прямой 127 км"),
        ("by-ma", "Могилевская область", "16 соглашений, действуют 14, 11 территорий региона"),
        ("by-hm", "Город Минск", "Регион Республики Беларусь"),
    ],
)
def test_a_focus_has_its_page(focus, name, said):
    at = open_page(focus=focus)
    assert title(at) == name
    assert said in shown_text(at)
    assert drawing(at)
    assert at.selectbox(key="place").value == tuple(focus.split(","))


def test_a_territory_without_agreements_has_a_page_too():
    at = open_page(focus="by-ma-kastsyukovichy")
    assert title(at) == "Костюковичский район"
    assert "Соглашений в реестре нет и не было." in shown_text(at)
    assert not drawing(at) and "Что впереди" not in shown_text(at)
    assert tables(at)[0].rows[0].cells[0] == "Ершичский муниципальный округ"


@pytest.mark.parametrize("focus", ["", "nonsense", "ru-smo-smolensk,nonsense", "by-xx", "<b>", ","])
def test_nonsense_is_the_start_with_everything_to_choose_from(focus):
    at = open_page(focus=focus)
    assert title(at) == "Территория"
    assert at.selectbox(key="place").value is None
    home, partner = tables(at)
    assert len(home.rows) + len(partner.rows) == len(pages.get_register().party_codes)
    assert "focus" not in at.query_params


def test_an_agreement_leads_to_its_territories():
    at = open_page(focus="2018-09-29-s-d39261")
    (table,) = tables(at)
    assert [row.link for row in table.rows] == [
        f"territory?focus={SMOLENSK}%2Cby-hm-moskovsky",
        f"territory?focus={SMOLENSK}",
        "territory?focus=by-hm-moskovsky",
    ]
    assert "Строка обрывается" in shown_text(at)


@pytest.mark.parametrize(
    "focus", [SMOLENSK, f"{SMOLENSK},by-vi-vitebsk", "by-ma", "by-vi-orsha", ""]
)
def test_the_english_page_has_russian_only_in_names_and_titles(focus):
    at = open_page(focus=focus, lang="en")
    text = shown_text(at)
    # The register's own words stand in the cards; the legal form is quoted: "Treaty (договор)".
    own = re.sub(r"<dl>.*?</dl>", "", text, flags=re.DOTALL) + drawing(at)
    own = own.replace("(соглашение)", "")
    for word in ("соглашени", "действу", "партнёр", "расчётно", "Хронология", "Территория"):
        assert word not in own
    if focus == SMOLENSK:
        assert "13 agreements, 8 in force, 5 partners; the latest signed on 12 Nov 2024." in text
        assert "today, 22 Nov 2026" in drawing(at)


def test_every_date_that_is_due_is_called_calculated():
    due = tables(open_page(focus=SMOLENSK))[1]
    assert due.head[0] == "День (расчётно)" and len(due.rows) == 3
    assert due.rows[1].cells[:2] == ["24.07.2028", "30-летие, 10-я пролонгация на 3 года"]


def test_partners_have_counts_and_distance_and_lead_to_the_pair():
    at = open_page(focus=SMOLENSK, status="in_force", lang="en")
    table = tables(at)[0]
    assert table.head == ["Name", "All", "In force", "Km", "Latest"]
    first = table.rows[0]
    assert first.cells == ["Vitebsk", "3", "3", "127", "12 Nov 2024"]
    own = "status=in_force&focus=ru-smo-smolensk%2Cby-vi-vitebsk&lang=en"
    assert first.link == f"territory?{own}"
    assert [row.style for row in table.rows] == [""] * 4 + ["faint"]


def test_filters_change_nothing_and_the_page_says_so():
    plain, filtered = open_page(focus=SMOLENSK), open_page(focus=SMOLENSK, kind="sectoral", q="x")
    note = "Отбор на этой странице не действует: показан весь реестр."
    assert note not in shown_text(plain) and note in shown_text(filtered)
    drawn = [re.sub(r'href="[^"]*"', "", drawing(at)) for at in (plain, filtered)]
    assert drawn[0] == drawn[1] and tables(plain)[0].head == tables(filtered)[0].head
    assert filtered.query_params["kind"] == "sectoral", "it stays for the other pages"


def test_the_small_map_fits_what_is_in_focus():
    views = [payload(open_page(focus=focus)) for focus in (SMOLENSK, "by-ma-kastsyukovichy")]
    assert all(re.search(r"mini\W+1", view) for view in views)
    fits = [re.search(r"fit\W+([-0-9., \[\]]+)", view)[1] for view in views]
    assert fits[0] != fits[1]


def test_a_white_spot_of_a_region_says_who_in_it_has_an_agreement():
    names = page_tree(open_page(focus="by-ma")).xpath("//ul[@class='contents']//a/text()")
    assert names == sorted(names) and len(names) == 12
    assert "Бобруйский район (но соглашение есть: Бобруйск)" in names


def test_the_way_to_the_register_is_there_only_where_it_leads_to_rows():
    def labels(focus):
        return {link.proto.label for link in open_page(focus=focus).get("page_link")}

    assert "Открыть в реестре" in labels(SMOLENSK)
    assert "Открыть в реестре" not in labels("by-br-brest"), "it would show the whole register"


def test_neighbours_without_a_tie_are_listed():
    at = open_page(focus="ru-smo-krasninsky")
    (row,) = tables(at)[-1].rows
    assert row.cells == [
        "Горецкий район",
        "по прямой 43 км, соглашение было, утратило силу",
    ]
    assert "Таких нет" in shown_text(open_page(focus="ru-smo-khislavichsky"))


def test_a_region_lists_its_white_spots():
    at = open_page(focus="by-ma")
    assert "Белые пятна" in shown_text(at)
    links = page_tree(at).xpath("//ul[@class='contents']//a/@href")
    assert "territory?focus=by-ma-kastsyukovichy" in links


def test_the_select_box_has_every_territory_pair_and_region_and_picks():
    at = open_page()
    register = pages.get_register()
    box = at.selectbox(key="place")
    options = box.options
    assert options[0] == "Велижский муниципальный округ · Смоленская область"
    assert len(options) == len(set(options))
    # Places of a neighbouring oblast, known for reading its register, are not on offer.
    offered = [x for x in register.territories.values() if x.is_home or x.country == "by"]
    offered += [x for x in register.territories.values() if x.code == "ru-sve-zarechny"]
    regions = choices(register)["region"]
    assert len(options) == len(offered) + len(pages.get_network().ties) + len(regions)
    box.set_value(("by-vi-orshansky",))
    rerun(at)
    assert title(at) == "Оршанский район"
    at.button(key="around_by-vi").click()
    rerun(at)
    assert title(at) == "Витебская область"


def test_the_map_and_the_register_lead_here():
    on_map = links(open_page("map", focus=SMOLENSK))
    assert on_map[t("territory.open", "ru")]
    in_register = links(open_page("register", focus="2018-09-29-s-d39261"))
    assert in_register[t("territory.of_parties", "ru")]
    here = links(open_page(focus=SMOLENSK))
    assert {t("register.show_on_map", "ru"), t("territory.in_register", "ru")} <= set(here)


@pytest.mark.parametrize(
    "focus",
    [SMOLENSK, "ru-smo-krasninsky", f"{SMOLENSK},by-vi-vitebsk", "by-ma", "", "by-ma-hlusk"],
)
def test_hostile_texts_are_shown_literally(focus, hostile_register, monkeypatch):
    register = hostile_register
    monkeypatch.setattr(registers, "load_register", lambda *_, **__: register)
    monkeypatch.setattr(pages, "data_version", lambda: f" {id(register)}")
    at = open_page(focus=focus)
    shown = shown_html(at)
    for text in HOSTILE:
        assert not text.startswith("<") or text not in shown
        assert not text.startswith("<") or text not in drawing(at)
    if focus in (SMOLENSK, "by-ma"):
        assert html.escape(LINE) in shown
    assert at.markdown == [] or not any("hacked" in element.value for element in at.markdown)


def test_who_is_near_is_told_of_on_the_day_of_the_view():
    today = shown_text(open_page(focus="ru-smo-sychyovsky"))
    assert "3 действующих соглашения: Смоленск" in today
    past = shown_text(open_page(focus="ru-smo-sychyovsky", on="2013-01-01"))
    assert "2 действовавших на 01.01.2013 соглашения: Смоленск" in past
    assert "действующих соглашения:" not in past


def test_from_the_other_side_the_page_says_whose_agreements_alone_it_has():
    assert "Здесь только соглашения Витебской области." in shown_text(
        open_page(side="by-vi", focus=SMOLENSK)
    )
    assert "Здесь только" not in shown_text(open_page(focus=SMOLENSK))
