"""The pages statistics, calendar and quality: both languages, filters, nothing to show."""

import html
import io
import re
from pathlib import Path

import docx
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

import pages
from geo.exports import FORMATS
from geo.quality import find_oddities
from geo.text import LANGUAGES, t
from tests.seen import page_tree, shown_html, tables

APP = Path(__file__).resolve().parent.parent / "app.py"
PAGES = ("statistics", "calendar", "quality")
N_CHARTS = 11
"""Charts of the statistics page with everything shown."""


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setenv("TIES_TODAY", "2026-11-22")


def open_page(page, /, **params):
    at = AppTest.from_file(str(APP), default_timeout=60)
    for name, value in params.items():
        at.query_params[name] = value
    at.switch_page(pages.PAGES[page])
    return checked(at.run())


def checked(at):
    assert [(error.message, error.stack_trace) for error in at.exception] == []
    return at


def text(at):
    return html.unescape("".join(e.proto.body for e in at.get("html")))


def headings(at):
    return [heading.text_content() for heading in page_tree(at).find_class("finding")]


def charts(at):
    """What is drawn rather than written."""
    looks = ("bars", "columns", "matrix", "time")
    return [chart for look in looks for chart in page_tree(at).find_class(look)]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("lang", LANGUAGES)
class TestEachPage:
    def test_it_opens_with_findings_for_headings(self, page, lang):
        at = open_page(page, lang=lang)
        assert headings(at) and all("{" not in heading for heading in headings(at))

    @pytest.mark.parametrize(
        "params",
        [
            {"status": "lapsed"},
            {"kind": "twinning", "years": "2017-2017"},
            {"territory": "ru-smo-gagarin"},
            {"region": "by-hm", "theme": "education"},
            {"on": "2013-01-01"},
            {"on": "1995-01-01"},
            {"since": "2020-01-01", "on": "2024-12-31"},
        ],
        ids=str,
    )
    def test_it_opens_with_filters(self, page, lang, params):
        open_page(page, lang=lang, **params)

    def test_an_empty_view_says_so(self, page, lang):
        at = open_page(page, lang=lang, q="абракадабра")
        assert shown_html(at).count(t("map.empty", lang)) == 1

    def test_the_menu_has_every_page(self, page, lang):
        at = open_page(page, lang=lang)
        (menu,) = re.findall("<nav .*</nav>", shown_html(at))
        said = re.findall(">([^<>]+)</a>", menu)
        assert said == [t(f"page.{key}", lang) for key in pages.PAGES]
        assert re.findall('aria-current="page">([^<>]+)<', menu) == [t(f"page.{page}", lang)]

    def test_every_file_is_made_when_it_is_asked_for(self, page, lang, monkeypatch):
        files = []

        def collect(label, *, data, file_name, **options):
            files.append((file_name, data))

        monkeypatch.setattr(st, "download_button", collect)
        open_page(page, lang=lang)
        assert len({name for name, _ in files}) == len(files) > 0
        starts = {"csv": b"\xef\xbb\xbf", "ics": b"BEGIN:VCALENDAR", "xlsx": b"PK"}
        for name, make in files:
            assert name.isascii() and " " not in name
            content = make()
            assert content.startswith(starts[name.rsplit(".")[-1]])
            if name.endswith("csv"):
                cells = {cell for line in content.decode().splitlines() for cell in line.split(";")}
                assert not {"nan", "None"} & cells, name


# --- files ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_every_format_is_offered_once_with_what_it_is_for(lang, monkeypatch):
    names, labels = [], []

    def collect(label, *, key, **options):
        assert callable(options["data"]) and options["help"]
        names.append(key.removeprefix("export_"))
        labels.append(label)

    monkeypatch.setattr(st, "download_button", collect)
    page = open_page("exports", lang=lang, focus="1998-07-24-d-918c76")
    assert sorted(names) == sorted(FORMATS)
    assert labels.count("PDF А3" if lang == "ru" else "PDF A3") == 1
    said = " ".join(element.proto.body for element in page.get("html"))
    assert t("export.what_book", lang) in said and t("export.name_check", lang) in said


def test_the_switch_makes_the_files_for_partners_and_stays_in_the_link(monkeypatch):
    made = {}
    monkeypatch.setattr(st, "download_button", lambda label, *, data, **options: made.update(
        {options["key"]: data}
    ))  # fmt: skip
    page = open_page("exports")
    reason = "с даты вступления в силу"
    assert reason in made["export_csv"]().decode("utf-8-sig")
    page.toggle(key="discreet").set_value(True).run()
    assert "1" in page.query_params["discreet"] and not page.exception
    assert reason not in made["export_csv"]().decode("utf-8-sig")
    made.clear()
    assert open_page("exports", discreet="1").toggle(key="discreet").value
    assert reason not in made["export_csv"]().decode("utf-8-sig")


def test_files_are_made_by_the_standard_in_two_languages_and_by_a_template(monkeypatch):
    made = {}
    monkeypatch.setattr(st, "download_button", lambda label, *, data, **options: made.update(
        {options["key"]: data}
    ))  # fmt: skip

    def sheet():
        return docx.Document(io.BytesIO(made["export_check-docx"]()))

    def said(document):
        return "\n".join("".join(p.itertext()) for p in document.element.iter("{*}p"))

    page = open_page("exports", q="абракадабра")
    page.toggle(key="gost").set_value(True).run()
    page.text_input(key="executor").set_value("Иванова А. А.").run()
    page.selectbox(key="files").set_value("ru-en").run()
    assert not page.exception
    assert "1" in page.query_params["gost"] and "ru-en" in page.query_params["files"]
    assert "executor" not in page.query_params  # people are in no link
    assert round(sheet().sections[0].left_margin.mm) == 30
    assert "Исполнитель: Иванова А. А." in said(sheet())
    assert "Лист сверки" in said(sheet()) and "Verification sheet" in said(sheet())
    blank = docx.Document()
    blank.sections[0].header.paragraphs[0].text = "Наш бланк"
    data = io.BytesIO()
    blank.save(data)
    page.session_state["templates"] = {"docx": ("blank.dotx", data.getvalue())}
    page.run()
    assert sheet().sections[-1].header.paragraphs[0].text == "Наш бланк"
    page.button(key="drop_docx").click().run()
    assert not sheet().sections[-1].header.paragraphs[0].text.startswith("Наш")


# --- statistics -----------------------------------------------------------------------------------


def test_statistics_tell_the_findings_of_the_register():
    found = headings(open_page("statistics"))
    assert found[0] == (
        "9 соглашений подписано в 2017 году — больше, чем в любом другом году с 1995 по 2026"
    )
    for finding in (
        "Витебская область: 20 из 42 действующих соглашений — больше, чем у любого другого региона",
        "Смоленск — Витебск: 3 действующих соглашения — больше, чем у любой другой пары",
    ):
        assert finding in found
    assert "Смоленская область: территорий без действующих соглашений — 9 из 28" in found


def test_statistics_follow_the_filters_but_white_spots_do_not():
    at = open_page("statistics", years="2023-2026")
    found = headings(at)
    assert found[0].startswith("6 соглашений подписано в 2023 году")
    level = headings(open_page("statistics", years="2023"))
    names = "Витебская область, Гродненская область и Могилевская область"
    assert any(heading.startswith(f"Поровну — {names}: ") for heading in level), "in the alphabet"
    assert "Смоленская область: территорий без действующих соглашений — 9 из 28" in found
    assert text(at).count("Весь реестр, без учёта отбора") == 3


def test_a_chart_explains_only_what_is_drawn():
    said = text(open_page("statistics", status="in_force"))
    assert "Сплошная часть — действуют, число — всего." in said and "штриховой контур" not in said
    said = text(open_page("statistics", on="1998-12-31", kind="friendship", region="by-vi"))
    assert "Жёлтая — утратили силу в неизвестный день, возможно позже, число — всего." in said
    assert "Сплошная часть" not in said and "штриховой контур" not in said


def test_every_chart_is_drawn_and_can_be_downloaded_as_data():
    at = open_page("statistics")
    assert len(charts(at)) == N_CHARTS
    names = [element.proto.label for element in at.get("download_button")]
    # Every chart, two lists of white spots, and the candidates.
    assert names == [t("stats.download", "ru")] * (N_CHARTS + 3)


def test_a_click_on_a_bar_filters_and_a_second_one_lifts_it():
    def link(at, name):
        (found,) = page_tree(at).xpath(f"//table[@class='bars']//a[.='{name}']/@href")
        return found

    at = open_page("statistics", kind="twinning", lang="en")
    assert link(at, "Vitebsk oblast") == "statistics?kind=twinning&region=by-vi&lang=en"
    at = open_page("statistics", kind="twinning", region="by-vi", lang="en")
    assert link(at, "Vitebsk oblast") == "statistics?kind=twinning&lang=en"
    cells = page_tree(at).xpath("//table[@class='matrix']//a/@href")
    assert cells and all(cell.startswith("./?") and "focus=ru-smo" in cell for cell in cells)
    assert link(at, "Smolensk").startswith("statistics?kind=twinning&territory=ru-smo-smolensk")


def test_the_contents_lead_to_every_figure():
    page = page_tree(open_page("statistics"))
    links = page.xpath("//ul[@class='contents']//a/@href")
    assert links == [f"#{heading.get('id')}" for heading in page.find_class("finding")]
    assert len(links) == N_CHARTS + 3


def test_an_empty_view_still_shows_the_white_spots():
    at = open_page("statistics", q="абракадабра")
    assert charts(at) == [] and len(headings(at)) == 3


def test_candidates_have_reasons_and_lead_to_the_territory():
    candidates = tables(open_page("statistics"), "words")[-1].rows
    assert len(candidates) == 56
    assert candidates[0].cells[2].startswith("граничат; по прямой 43 км")
    assert candidates[0].link == "territory?focus=ru-smo-krasninsky"


def test_the_calendar_is_about_what_is_picked_and_says_so():
    at = open_page("calendar", focus="ru-smo-smolensk")
    assert "Город Смоленск" in text(at)
    assert all("Смоленск" in row.cells[2] for row in tables(at)[0].rows)
    everything = open_page("calendar")
    assert len(tables(at)[0].rows) < len(tables(everything)[0].rows)
    assert not any("Город Смоленск" in heading for heading in headings(everything))


def test_the_calendar_says_that_a_day_of_the_view_does_not_move_it():
    said = "отсчитаны от сегодняшнего, а не от дня отбора"
    assert said in text(open_page("calendar", on="2013-01-01"))
    assert said not in text(open_page("calendar"))


# --- calendar -------------------------------------------------------------------------------------


def test_the_calendar_shows_a_year_ahead_at_first_and_what_to_decide_before_all_else():
    at = open_page("calendar")
    assert headings(at)[:2] == [
        "До 22.11.2027 расчётно — 7 пролонгаций и 14 годовщин",
        "Что решить: 7 соглашений продлятся сами, если ни одна сторона не откажется",
    ]
    due, anniversaries, past = tables(at)
    assert len(due.rows) == 7 and due.rows[0].cells == [
        "05.04.2027",
        "2-я пролонгация на 5 лет",
        "Починковский — Сенненский",
        "№ 19 реестра",
        "05.04.2017",
    ]
    assert len(anniversaries.rows) == 14
    assert anniversaries.rows[0].cells[:2] == ["02.02.2027", "10-летие"]
    assert [row.cells[0] for row in past.rows] == ["02.04.2026"]
    assert len(charts(at)) == 1


@pytest.mark.parametrize(("months", "count"), [(6, 14), (12, 21), (24, 41)])
def test_the_horizon_can_be_chosen(months, count):
    at = open_page("calendar")
    at.segmented_control(key="months").set_value(months)
    checked(at.run())
    assert sum(len(table.rows) for table in tables(at)[:2]) == count


def test_an_event_leads_to_its_agreement_and_keeps_filters_and_language():
    at = open_page("calendar", lang="en", kind="twinning")
    link = tables(at)[0].rows[0].link
    assert link.startswith("register?") and "kind=twinning" in link
    assert "lang=en" in link and "focus=" in link


def test_lapsed_agreements_have_nothing_ahead():
    at = open_page("calendar", status="lapsed")
    assert headings(at)[0] == "До 22.11.2027 ни пролонгаций, ни годовщин не рассчитано"
    assert charts(at) == tables(at) == []
    assert "Прошли расчётно" not in text(at)  # nothing did


def test_the_report_of_the_year_that_is_due_is_shown_and_another_can_be_chosen():
    at = open_page("calendar")
    assert headings(at)[-1] == "2026 год: заключено — 1, утратило силу (расчётно) — 0"
    at.selectbox(key="report").select(2024)
    checked(at.run())
    assert headings(at)[-1] == "2024 год: заключено — 4, утратило силу (расчётно) — 1"
    assert "Заключено в 2024 году" in text(at)
    # Of the year after a past day nothing is known: none is not what the register says.
    at = open_page("calendar", on="2024-10-01")
    assert headings(at)[-1] == "2024 год: заключено — 3, утратило силу (расчётно) — 1"
    assert at.selectbox(key="report").options[0] == "2024"
    for said in ({"on": "2024-10-01", "report": "2025"}, {"on": "2030-01-01", "report": "2027"}):
        at = open_page("calendar", **said)
        assert [said["report"] in one.value for one in at.warning] == [True]
    assert not open_page("calendar", on="2024-10-01", report="2023").warning


def test_months_ahead_and_the_year_of_the_report_are_in_the_link():
    at = open_page("calendar", kind="twinning")
    assert set(at.query_params) == {"kind"}
    at.segmented_control(key="months").set_value(24)
    at.selectbox(key="report").select(2024)
    checked(at.run())
    sent = {name: "".join(at.query_params[name]) for name in at.query_params}
    assert sent == {"kind": "twinning", "months": "24", "report": "2024"}
    seen = open_page("calendar", **sent)
    assert headings(seen) == headings(at)
    assert seen.segmented_control(key="months").value == 24
    assert headings(seen)[-1].startswith("2024 год")
    # By Back the widgets go back as well; what there is not is ignored.
    for said in ("", "7", "9" * 5000, "на 24"):
        seen.query_params["months"] = seen.query_params["report"] = said
        checked(seen.run())
        assert seen.segmented_control(key="months").value == 12
        assert headings(seen)[-1].startswith("2026 год")


def test_every_date_of_the_calendar_is_called_calculated():
    at = open_page("calendar")
    assert [table.head[0] for table in tables(at)] == ["День (расчётно)"] * 3


# --- quality --------------------------------------------------------------------------------------


def test_every_finding_is_shown_with_its_row_and_a_link(register):
    at = open_page("quality")
    rows = [row for table in tables(at) for row in table.rows]
    findings = find_oddities(register)
    assert len(rows) == sum(max(1, len(finding.agreements)) for finding in findings)
    assert {row.link.removeprefix("register?focus=") for row in rows if row.link} == {
        agreement.id for finding in findings for agreement in finding.agreements
    }
    assert "У 6 пар действует не одно соглашение" in headings(at)
    assert "Пропущен 1 номер регистрации" in headings(at)


def test_the_filters_leave_the_findings_of_the_agreements_shown():
    at = open_page("quality", status="lapsed", years="2018-2018")
    found = headings(at)
    assert "Обрывается 1 строка" in found and "В 1 случае замена в реестре не названа" in found
    assert not any("номер регистрации" in heading for heading in found)


def test_the_page_ends_in_a_sheet_to_send_with_every_finding_and_room_for_an_answer(register):
    at = open_page("quality", on="2020-01-01", kind="cooperation")
    (sheet,) = page_tree(at).xpath("//div[@class='copy']//table")
    head, *rows = [[cell.text_content() for cell in row] for row in sheet.iter("tr")]
    assert head == ["№", "Запись реестра", "Что необычно", "Как должно быть"]
    assert len(rows) == len([row for table in tables(at) for row in table.rows if row.cells[3]])
    assert all(record and odd and not answer for _, record, odd, answer in rows)
    assert "День отбора здесь не действует" in text(at)
    whole = page_tree(open_page("quality")).xpath("//div[@class='copy']//tr")
    assert len(whole) == 1 + len(find_oddities(register))


def test_nothing_odd_is_said_to_be_nothing(register):
    at = open_page("quality", q="абракадабра")
    assert headings(at) == [t("quality.found_none", "ru")]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_three_jobs_stand_in_words_and_in_pictures(lang):
    bodies = [element.proto.body for element in open_page("about", lang=lang).get("html")]
    (jobs,) = [body for body in bodies if 'class="jobs"' in body]
    assert jobs.count('<img src="data:image/webp;base64,') == 3
    for job in ("find", "list", "show"):
        assert t(f"about.job_{job}", lang) in html.unescape(jobs)
