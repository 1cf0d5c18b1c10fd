"""Every page in both languages, for many links, with an empty view and with hostile texts."""

import html
import re
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from streamlit.runtime.scriptrunner import RerunData, get_script_run_ctx
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Multiselect

import app
import pages
from geo import registers, settings
from geo.agreements import load_register
from geo.card import pair_names, until
from geo.errors import DataError
from geo.exports import FORMATS
from geo.shown import Shown, select
from geo.sources import load_sources, notice, title
from geo.text import LANGUAGES, format_date, t
from geo.view import View, conditions
from tests.hostile import HOSTILE, LINE, hostile_copy
from tests.seen import copied, page_tree, shown_html, tables

APP = Path(__file__).resolve().parent.parent / "app.py"
PAGES = [name for name in pages.PAGES if name not in ("update", "about")]
"""The pages that show a view; `test_update_page.py` opens the one for updates."""
LAPSED = "2018-09-29-s-d39261"
"""Lapsed No. 10: what replaced it is inferred, what it replaced is stated."""


def open_page(page="map", /, **params):
    """Run a page from a link, as a fresh browser would."""
    at = AppTest.from_file(str(APP), default_timeout=60)
    for name, value in params.items():
        at.query_params[name] = value
    if pages.PAGES[page] != APP.name:
        at.switch_page(pages.PAGES[page])
    at.run()
    assert_no_exception(at)
    return at


def assert_no_exception(at):
    assert [(error.message, error.stack_trace) for error in at.exception] == []


def shown_text(at):
    return html.unescape(shown_html(at))


def chips(at):
    """The keys of the buttons that lift one condition each."""
    return [button.key for button in at.button if button.key.startswith("chip-")]


def table(at):
    (found,) = tables(at)
    return found


def titles(at):
    return [row.cells[3] for row in table(at).rows]


def picked_rows(at):
    """Places of the rows that are marked as picked."""
    return [place for place, row in enumerate(table(at).rows) if "now" in row.style]


@pytest.fixture
def with_register(monkeypatch):
    """Let the pages show another register than the real one."""

    def use(register):
        monkeypatch.setattr(registers, "load_register", lambda *_, **__: register)
        monkeypatch.setattr(pages, "data_version", lambda: f" {id(register)}")

    return use


@pytest.fixture(scope="module")
def hostile_register(tmp_path_factory):
    """The real register with hostile text in every column that is free text."""
    return load_register(hostile_copy(settings.DATA, tmp_path_factory.mktemp("hostile") / "data"))


LINKS = (
    {},
    {"years": "2015-2025", "status": "in_force", "kind": "twinning"},
    {"territory": "ru-smo-smolensk", "partner": "by-vi-vitebsk"},
    {"region": "by-ma", "theme": "culture,education", "form": "dogovor"},
    {"q": "Смоленском"},
    {"focus": "by-vi-vitebsk"},
    {"focus": "ru-smo-smolensk,by-vi-vitebsk"},
    {"focus": "by-vi"},
    {"focus": LAPSED},
    {"focus": LAPSED, "status": "in_force"},
    {"focus": "ru-sve-zarechny"},
    {"layout": "table"},
)
UNFILTERED = ("territory",)
"""Pages that show the whole register whatever the filters, and say so."""
NONSENSE = (
    {"lang": "xx", "years": "abc", "status": "x,y", "focus": "nobody", "q": "\x00"},
    {"years": "9999-1111", "kind": "<script>", "region": ",,,", "focus": ",", "page": "7"},
    {"territory": "../../etc/passwd", "partner": "{{ 7*191 }}", "theme": "50{%"},
    {"q": "(((", "on": "yesterday", "since": "2026-99-99"},
)


SPOKEN = [
    pytest.param(page, LANGUAGES[place % len(LANGUAGES)], id=page)
    for place, page in enumerate(PAGES)
]
"""Every page in one language: what a page does is the same code in both."""


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_every_page_has_its_words_in_every_language(register, page, lang):
    TestEveryPage().test_a_link_opens_without_an_error_and_counts_what_it_shows(
        register, page, lang, {"focus": LAPSED}
    )


@pytest.mark.parametrize(("page", "lang"), SPOKEN)
class TestEveryPage:
    @pytest.mark.parametrize("params", LINKS, ids=str)
    def test_a_link_opens_without_an_error_and_counts_what_it_shows(
        self, register, page, lang, params
    ):
        at = open_page(page, lang=lang, **params)
        view = View.from_params({**params, "lang": lang}, register)
        assert re.search(r"\{\w*\}", shown_text(at)) is None  # every text has its words
        # Without words of ours Streamlit has its own, in English, once the box is emptied.
        assert [box.label for box in at.selectbox if not box.placeholder] == []
        if page in UNFILTERED:
            assert (
                t("territory.unfiltered", lang, **register.words(lang)) in shown_text(at)
            ) == view.is_filtered
            return
        shown = select(view, register)
        assert t("map.count_ties", lang, n=len(shown.ties)) in shown_text(at)
        assert f" {len(shown.agreements)} " in shown_text(at)

    @pytest.mark.parametrize("params", NONSENSE, ids=str)
    def test_a_nonsense_link_shows_the_default(self, page, lang, params):
        at = open_page(page, **{"lang": lang, **params})
        assert not at.error
        assert at.session_state.status == at.session_state.kind == []

    def test_an_empty_view_says_so_and_offers_to_lift_what_empties_it(self, page, lang, register):
        at = open_page(page, lang=lang, q="абракадабра", years="2000-2026")
        if page in UNFILTERED:
            assert t("territory.unfiltered", lang, **register.words(lang)) in shown_text(at)
            return
        assert t("map.empty", lang) in shown_text(at)
        assert chips(at) == ["chip-q-"]  # without the years there would be nothing either
        at.button(key="chip-q-").click().run()
        assert_no_exception(at)
        assert t("map.empty", lang) not in shown_text(at) and at.session_state.q == ""
        assert chips(at) == ["chip-years-"]
        assert at.query_params.get("years") == "2000-2026"

    def test_before_the_first_agreement_no_filter_is_blamed(self, page, lang, register):
        at = open_page(page, lang=lang, on="1995-02-01", kind="twinning")
        if page in UNFILTERED:
            return
        day = format_date(date(1995, 2, 1), lang)
        said = t("territory.nothing_on", lang, day=day, **register.words(lang))
        assert said in shown_text(at)
        assert t("map.empty", lang) not in shown_text(at)

    def test_a_broken_data_file_is_one_message_and_nothing_else(self, page, lang, monkeypatch):
        problem = DataError(
            "error.bad_cell", file="parties.csv", row=7, column="body",
            expected="expected.text", got="![x](http://example.com/x.png) <b>",
        )  # fmt: skip

        def broken(*_, **__):
            raise problem

        monkeypatch.setattr(registers, "load_register", broken)
        monkeypatch.setattr(pages, "data_version", lambda: " broken")
        at = open_page(page, lang=lang)
        assert len(at.error) == 1 and not tables(at) and not at.button
        for part in ("parties\\.csv", "7", "body", r"\!\[x\]\(http\:", r"\<b\>"):
            assert part in at.error[0].value

    def test_hostile_texts_are_shown_as_texts(self, hostile_register, with_register, page, lang):
        with_register(hostile_register)
        agreement = hostile_register.agreements[-1]
        for focus in ("", agreement.id, agreement.territories[0]):
            at = open_page(page, lang=lang, focus=focus)
            shown = shown_html(at)
            for text in HOSTILE:
                assert text not in shown or text == html.escape(text)
            # These never show an agreement in full.
            whole = page not in ("statistics", "quality", "exports", "meeting")
            if whole and (focus == agreement.id or (focus and page == "map")):
                assert html.escape(agreement.title) in shown


# --- the map page ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("params", "said"),
    [
        ({}, ""),
        ({"status": "in_force"}, "Ещё 5 соглашений скрыты отбором."),
        ({"kind": "twinning,friendship,sectoral"}, "Ещё 4 соглашения скрыты отбором."),
        ({"years": "2025-2026"}, "13 соглашений скрыты отбором."),
    ],
    ids=str,
)
def test_the_panel_says_how_many_agreements_the_filters_hide_if_they_do(params, said):
    shown = shown_text(open_page(focus="ru-smo-smolensk", **params))
    found = re.findall(r"(?:Ещё )?\d+ соглашени\w+ скрыт\w+ отбором\.", shown)
    assert found == ([said] if said else [])


@pytest.mark.parametrize(
    ("focus", "said"),
    [
        ("by-vi", "соглашений нет и не было"),
        ("ru-smo-smolensk,by-vi-vitebsk", "соглашений нет и не было"),
        ("2006-04-02-d-b8134c", "это соглашение ещё не подписано"),  # there was another one
    ],
)
def test_the_panel_says_that_there_was_nothing_yet_on_an_early_day(focus, said):
    assert f"На 01.01.1998 {said}." in shown_text(open_page(focus=focus, on="1998-01-01"))


def test_a_name_begins_with_a_capital_and_a_comparison_says_how_fresh_the_register_is():
    at = open_page(focus="by-vi-orsha", since="2026-06-01")
    assert page_tree(at).find_class("panel-name")[0].text_content() == "Город Орша"
    assert "Реестр: последняя запись — 20.04.2026" in shown_text(at)


def test_the_reset_of_the_filters_keeps_what_is_picked_and_the_language():
    at = open_page(focus="ru-smo-smolensk", status="in_force", lang="en")
    at.button(key="reset").click().run()
    assert_no_exception(at)
    assert at.query_params == {"focus": "ru-smo-smolensk", "lang": "en"}


@pytest.mark.parametrize(
    ("key", "left"),
    [
        ("chip-years-", {"status": "in_force"}),
        ("reset", {}),
        ("latest_10", {"status": "in_force", "years": "2017-2026"}),
        ("close", {"status": "in_force", "years": "2000-2020"}),
    ],
)
def test_a_press_before_the_browser_has_heard_of_the_last_one_undoes_nothing(key, left):
    """It says the old values of what the last press set, beside its own."""
    at = open_page(status="in_force", years="2000-2020", focus="by-vi-vitebsk")
    old = at.slider(key="years").value, at.button_group(key="status").value
    at.button(key=key).click().run()
    at.slider(key="years").set_value(old[0])
    at.button_group(key="status").set_value(old[1])
    at.button_group(key="kind").set_value(["twinning"]).run()
    assert_no_exception(at)
    picked = {} if key == "close" else {"focus": "by-vi-vitebsk"}
    assert {k: "".join(v) for k, v in at.query_params.items()} == {
        "kind": "twinning"
    } | left | picked
    at.button_group(key="status").set_value(["lapsed"]).run()
    assert at.session_state["status"] == ["lapsed"]


def test_two_conditions_of_one_list_are_both_lifted_however_quickly_they_are_pressed():
    at = open_page(kind="twinning,friendship", status="in_force")
    old = at.button_group(key="kind").value
    at.button(key="chip-kind-twinning").click().run()
    at.button_group(key="kind").set_value(old)  # the browser has not heard of that yet
    at.button(key="chip-kind-friendship").click().run()
    assert_no_exception(at)
    assert at.query_params == {"status": "in_force"}


def test_what_a_press_asks_for_is_done_though_the_next_one_comes_meanwhile(monkeypatch):
    assert app  # which lets callbacks end
    at = open_page(kind="twinning", status="in_force")

    def next_press(*args):
        context = get_script_run_ctx()
        context.script_requests.request_rerun(RerunData(query_string=context.query_string))
        return conditions(*args)

    with monkeypatch.context() as patch:
        patch.setattr(pages, "conditions", next_press)
        at.button(key="chip-kind-twinning").click().run()
    assert_no_exception(at)
    assert at.query_params == {"status": "in_force"}


def test_a_list_is_told_again_in_another_language_until_the_browser_has_heard(monkeypatch):
    at = open_page(lang="en", theme="culture")
    at.segmented_control(key="lang").set_value("ru").run()
    assert at.multiselect(key="theme").proto.set_value

    def said(field):  # the word of before, which is the code as well
        return ["culture"] if field.key == "theme" else []

    monkeypatch.setattr(Multiselect, "values", property(said))
    at.button(key="latest_5").click().run()
    assert "".join(at.query_params["theme"]) == "culture"
    assert at.multiselect(key="theme").proto.set_value
    at.button(key="latest_10").click().run()
    assert not at.multiselect(key="theme").proto.set_value


def test_the_reset_is_offered_where_no_single_condition_empties_the_view():
    at = open_page(q="абракадабра", status="lapsed", kind="twinning", focus="by-vi", lang="en")
    assert chips(at) == []
    at.button(key="reset_empty").click().run()
    assert_no_exception(at)
    assert at.query_params == {"focus": "by-vi", "lang": "en"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_table_has_everything_of_every_agreement_and_a_link_to_it(register, lang):
    params = {"region": "by-ma", "lang": lang}
    at = open_page(layout="table", **params)
    shown = Shown(View.from_params(params, register), register, pages.today())
    content = shown_html(at)
    assert content.count("<tr") == 1 + len(shown.agreements)
    for agreement in shown.agreements:
        row = next(row for row in content.split("<tr") if f"focus={agreement.id}" in row)
        said = (*pair_names(agreement, register, lang), until(agreement, shown))
        said += (t(f"kind.{agreement.kind}", lang), format_date(agreement.signed_on, lang))
        assert [text for text in said if html.escape(text) not in row] == []


def test_the_layout_stays_through_filters_languages_and_pages():
    at = open_page(layout="scheme")
    at.segmented_control(key="lang").set_value("en").run()
    at.button_group(key="kind").set_value(["twinning"]).run()
    assert_no_exception(at)
    assert at.query_params == {"layout": "scheme", "kind": "twinning", "lang": "en"}
    at.segmented_control(key="draw_as").set_value("table").run()
    assert at.query_params["layout"] == "table"
    (link,) = re.findall('href="(register[^"]+)"', shown_html(at))
    assert "layout=table" in link
    assert open_page("register", layout="table").query_params == {"layout": "table"}


def test_the_menu_carries_the_view_and_that_partners_are_in_the_room():
    at = open_page("exports", discreet="1", region="by-ma")
    (menu,) = re.findall("<nav .*</nav>", shown_html(at))
    links = [parse_qs(html.unescape(link)) for link in re.findall(r'href="[^?"]*\?([^"]*)"', menu)]
    assert links == [{"region": ["by-ma"], "discreet": ["1"]}] * len(pages.PAGES)
    other = open_page("quality", discreet="1", region="by-ma")
    assert other.query_params == {"discreet": "1", "region": "by-ma"}
    assert not other.warning


def year_fields(at):
    fields = [field for field in at.text_input if field.key.startswith("year_")]
    assert len(fields) == 2
    return fields


def test_years_are_chosen_by_slider_field_or_one_click():
    at = open_page()
    at.button(key="latest_5").click().run()
    assert at.query_params == {"years": "2022-2026"}
    assert at.slider(key="years").value == (2022, 2026)
    year_fields(at)[0].set_value("2010").run()
    assert at.query_params == {"years": "2010-2026"}
    before = [field.key for field in year_fields(at)]
    year_fields(at)[1].set_value("2020").run()
    assert [field.key for field in year_fields(at)] == before  # nobody loses the field typed in
    year_fields(at)[1].set_value("2003").run()  # earlier than the first: turned round
    assert_no_exception(at)
    assert at.query_params == {"years": "2003-2010"}
    assert [field.value for field in year_fields(at)] == ["2003", "2010"]
    for nothing in ("once", "98", ""):  # no year: the field says again what counts
        year_fields(at)[0].set_value(nothing).run()
        assert at.query_params == {"years": "2003-2010"}
        assert [field.value for field in year_fields(at)] == ["2003", "2010"]
    year_fields(at)[1].set_value("9999").run()  # beyond the register
    assert at.query_params == {"years": "2003-2026"}
    assert [field.value for field in year_fields(at)] == ["2003", "2026"]
    at.slider(key="years").set_value((2005, 2006)).run()
    assert [field.value for field in year_fields(at)] == ["2005", "2006"]
    at.button(key="reset").click().run()
    assert_no_exception(at)
    assert at.query_params == {}
    assert [field.value for field in year_fields(at)] == ["1995", "2026"]


# --- about ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_about_the_project_counts_the_register_and_names_every_source(register, lang):
    at = open_page("about", lang=lang, kind="twinning")
    said, shown = shown_text(at), Shown(View(lang=lang), register, pages.today())
    assert shown.standings_line(shown.whole) in said and shown.ties_line(shown.whole) in said
    assert format_date(register.newest, lang) in said
    for source in load_sources():
        assert notice(source, lang) in said
        assert all(title(licence, lang) in said for licence in source["licenses"])
    vague = [x for x in register.territories.values() if x.accuracy == "approximate"]
    assert vague and all(x.name(lang) in said for x in vague)
    assert at.query_params["kind"] == "twinning"  # for the way back


# --- the register page ----------------------------------------------------------------------------


def test_the_table_has_every_agreement_in_the_registers_order(register):
    at = open_page("register")
    assert titles(at) == [agreement.title for agreement in register.agreements]
    assert table(at).head == ["№", "Статус", "Подписано", "Наименование", "Российская сторона",
                              "Белорусская сторона", "Вид", "До какого срока"]  # fmt: skip
    first = table(at).rows[0].cells
    assert first[:3] == ["1", "действует", "24.07.1998"] and first[4:6] == ["Смоленск", "Витебск"]
    # Both tables of the register count from 1.
    assert table(at).rows[42].cells[0] == "1 (табл. утр.)"
    assert "рег. " in table(at).rows[41].cells[2] and "Договор" in first[6]


def test_a_heading_sorts_and_the_link_keeps_that():
    at = open_page("register", sort="signed_on", q="Смоленск", lang="en")
    days = [row.cells[2][:11] for row in table(at).rows]
    assert days[0] == "24 Jul 1998" and "Signed\u00a0▲" in table(at).head
    assert all("sort=signed_on" in row.link and "q=" in row.link for row in table(at).rows)
    heads = page_tree(at).xpath("//th[@class='short']/a/@href")
    assert heads[1].endswith("sort=-signed_on")
    back = open_page("register", sort="-signed_on", q="Смоленск", lang="en")
    assert titles(back) == titles(at)[::-1] or table(back).rows[-1].cells[2][:11] == days[0]
    soonest = table(open_page("register", sort="until", status="in_force")).rows
    assert "05.04.2027" in soonest[0].cells[7] and "бессрочно" in soonest[-1].cells[7]
    numbers = [row.cells[0] for row in table(open_page("register", sort="number")).rows]
    assert numbers[:3] == ["1", "1 (табл. утр.)", "2"] and numbers[-1] == "42"


def test_what_is_picked_keeps_status_and_term_in_sight_and_a_second_click_lets_go():
    at = open_page("register", focus=LAPSED)
    assert table(at).head == ["№", "Статус", "Подписано", "Наименование", "До какого срока"]
    rows = table(at).rows
    assert rows[0].link.startswith("register?focus=")
    assert rows[51].link == "register?" and rows[51].style == "pick now"


def test_the_filters_of_the_link_narrow_the_table(register):
    at = open_page("register", status="lapsed", territory="ru-smo-smolensk")
    view = View(status=("lapsed",), territory=("ru-smo-smolensk",))
    assert titles(at) == [a.title for a in select(view, register).agreements]


def test_hostile_titles_stand_in_the_table_as_they_are(hostile_register, with_register):
    with_register(hostile_register)
    found = titles(open_page("register"))
    assert len(found) == 52 and all(title.endswith(LINE) for title in found)


def test_hostile_texts_are_copied_as_they_are(hostile_register, with_register):
    with_register(hostile_register)
    agreement = hostile_register.agreements[-1]
    assert copied(open_page("register", focus=agreement.id))["Для цитирования"] == agreement.title


def test_nothing_is_picked_at_first():
    at = open_page("register")
    assert picked_rows(at) == [] and copied(at) == {}
    assert t("register.hint", "ru") in shown_text(at)


def test_a_link_opens_one_agreement_in_full(register):
    at = open_page("register", focus=LAPSED)
    agreement = register.by_id[LAPSED]
    assert agreement.title in shown_text(at) and agreement.source_note in shown_text(at)
    assert picked_rows(at) == [51]
    fields = copied(at)
    assert fields["Для цитирования"] == agreement.title
    assert fields["Постоянная ссылка"].endswith(f"?focus={LAPSED}")


def test_stated_and_inferred_links_never_look_the_same():
    labels = [button.label for button in open_page("register", focus=LAPSED).button]
    assert "Предположительно заменившее: 28.09.2024" in labels
    assert "Заменённое соглашение: 03.07.2014" in labels


def test_the_permanent_link_keeps_the_language_and_drops_the_filters():
    fields = copied(open_page("register", lang="en", focus=LAPSED, q="Смоленск"))
    assert fields["Permanent link"].endswith(f"?focus={LAPSED}&lang=en")


def test_a_citation_gives_date_and_number_of_registration():
    citation = copied(open_page("register", focus="2024-09-28-s-d39261"))["Для цитирования"]
    assert citation.endswith("(зарегистрировано 04.10.2024, № 14-с)")


def test_an_agreement_that_the_filters_hide_is_shown_and_said_to_be_hidden(register):
    at = open_page("register", focus=LAPSED, status="in_force")
    assert t("register.hidden", "ru") in shown_text(at)
    assert register.by_id[LAPSED].title in shown_text(at)
    assert picked_rows(at) == []
    empty = open_page("register", focus=LAPSED, q="абракадабра")
    assert register.by_id[LAPSED].title in shown_text(empty)


def test_a_row_picks_and_the_cross_lets_go(register):
    code = register.agreements[4].id
    assert table(open_page("register")).rows[4].link == f"register?focus={code}"
    at = open_page("register", focus=code)
    assert register.by_id[code].title in shown_text(at)
    assert picked_rows(at) == [4]
    at.button(key="close").click().run()
    assert_no_exception(at)
    assert at.session_state.focus == () and copied(at) == {}


def test_a_button_leads_to_the_agreement_that_replaced_this_one():
    at = open_page("register", focus=LAPSED)
    at.button(key="go_2024-09-28-s-d39261").click().run()
    assert_no_exception(at)
    assert at.session_state.focus == ("2024-09-28-s-d39261",)


def test_the_map_opens_with_the_same_agreement_and_filters():
    at = open_page("register", focus=LAPSED, q="Смоленск", lang="en")
    link = next(e for e in at.page_link if e.proto.label == "Show on the map")
    assert f"focus={LAPSED}" in link.proto.query_string and "lang=en" in link.proto.query_string


def test_there_is_a_download_of_the_table_for_people_and_for_machines():
    at = open_page("register", lang="en")
    labels = [button.proto.label for button in at.get("download_button")]
    assert labels == [t(FORMATS[name].label, "en") for name in ("xlsx", "csv")]


def test_a_territory_in_focus_picks_no_agreement():
    at = open_page("register", focus="by-vi-vitebsk")
    assert picked_rows(at) == [] and at.session_state.focus == ("by-vi-vitebsk",)


def test_changing_the_language_keeps_the_agreement():
    at = open_page("register", focus=LAPSED)
    at.segmented_control(key="lang").set_value("en").run()
    assert_no_exception(at)
    assert "Permanent link" in copied(at)


def test_widgets_set_by_a_link_are_set_again_until_one_is_touched():
    """Back may cut a run short, and what it set never reaches the browser."""
    at = open_page("register", status="in_force", q="Смоленск")
    assert at.text_input(key="q").proto.set_value
    at.run()
    assert at.text_input(key="q").proto.set_value
    at.segmented_control(key="lang").set_value("en").run()
    at.run()
    assert at.text_input(key="q").value == "Смоленск"
    assert not at.text_input(key="q").proto.set_value


def test_what_was_touched_while_another_page_was_asked_for_changes_nothing_there():
    at = open_page(kind="twinning")
    at.session_state.touched = ("kind",)
    at.query_params["years"] = "2005-2010"
    at.switch_page(pages.PAGES["register"]).run()
    assert_no_exception(at)
    assert at.query_params == {"years": "2005-2010", "kind": "twinning"}
    assert at.slider(key="years").value == (2005, 2010)


def test_a_misspelt_name_offers_the_nearest_one():
    at = open_page("register", q="Смалевск")
    assert not tables(at)
    at.button(key="correct").click().run()
    assert at.text_input(key="q").value == "Смоленск" and titles(at)
    assert_no_exception(at)
