"""The annual draft: what was concluded and lapsed in a year, and the files made of it."""

import csv
import io
import re
from datetime import date, datetime

import openpyxl
import pytest

from geo.annual import build_tables, change_in, due_year
from geo.exports.tables.annual import to_csv, to_html, to_xlsx
from geo.registers import seen_from
from geo.text import LANGUAGES
from tests.conftest import show


def tables_of(register, year, lang="ru"):
    shown = show(register, lang=lang)
    return build_tables(change_in(shown, year), shown, year)


@pytest.mark.parametrize(
    ("today", "year"),
    [
        (date(2026, 11, 22), 2026),
        (date(2026, 12, 31), 2026),
        (date(2027, 1, 1), 2026),
        (date(2027, 2, 1), 2026),
        (date(2027, 2, 2), 2027),
    ],
)
def test_the_past_year_is_due_until_1_february(today, year):
    assert due_year(today) == year


def test_a_year_has_what_was_concluded_and_what_lapsed_in_it(register):
    change = change_in(show(register), 2024)
    assert [a.number for a in change.came] == [36, 37, 38, 39]
    assert [a.number for a in change.went] == [6]


def test_what_lapsed_on_an_unknown_day_is_apart_and_in_no_year(register):
    for year in (2023, 2024, 2026):
        change = change_in(show(register), year)
        assert [a.number for a in change.unknown] == [1, 2, 3, 4, 5, 7, 10]
        assert not set(change.unknown) & set(change.went)
    assert [a.number for a in change_in(show(register), 1998).unknown] == [1, 2]


def test_every_agreement_is_concluded_in_exactly_one_year(register):
    first, last = register.years
    found = [a for y in range(first, last + 1) for a in change_in(show(register), y).came]
    assert sorted(a.id for a in found) == sorted(a.id for a in register.agreements)


def test_the_lapse_says_its_day_is_calculated_and_how_it_is_known(register):
    _, lapsed, undated = tables_of(register, 2024)
    assert "расчётн" in lapsed.title
    ((_, title, signed_on, gone, basis),) = lapsed.rows
    assert (signed_on, gone) == (date(2012, 6, 30), date(2024, 6, 29))
    assert title.startswith("Соглашение между городом Смоленском")
    assert basis.startswith("Заменено (по реестру): ")
    assert any(row[-1].startswith("Предположительно") for row in undated.rows)


def test_a_report_on_a_part_says_which_part(register):
    def titles(**view):
        shown = show(register, **view)
        return [one.title for one in build_tables(change_in(shown, 2024), shown, 2024)]

    assert titles(status=("lapsed",))[0] == "Заключено в 2024 году"  # it changes nothing
    twinning = titles(kind=("twinning",))
    assert twinning[0] == "Заключено в 2024 году (Вид: Побратимство)"
    assert not [title for title in twinning if ") (" in title], "two brackets in a row"
    picked = titles(focus=("ru-smo-smolensk",), on=date(2024, 9, 1))
    assert picked[0] == "Заключено в 2024 году: город Смоленск (на 01.09.2024)"
    assert all(title.count(":") == 1 for title in picked)
    seen = show(seen_from(register, "by-vi"), side="by-vi", focus=("ru-smo-smolensk",))
    whose = "Заключено в 2024 году: город Смоленск. Здесь только соглашения Витебской области"
    assert build_tables(change_in(seen, 2024), seen, 2024)[0].title == whose


def test_a_day_that_the_register_states_is_not_called_calculated(build_register):
    register = build_register(old={"lapsed_on": date(2008, 3, 1)})
    shown = show(register)
    _, lapsed, _ = build_tables(change_in(shown, 2008), shown, 2008)
    assert len(lapsed.rows) == 1 and lapsed.title == "Утратило силу в 2008 году"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_table_to_paste_keeps_its_lines_in_word(register, lang):
    content = to_html(tables_of(register, 2024, lang), lang)
    assert content.count("<table") == 3 and "border-collapse" in content
    assert content.count("<tr>") == 3 + 4 + 1 + 7
    assert "class=" not in content and "<style" not in content  # Word keeps inline styles only


def test_a_day_with_its_number_is_not_broken_in_the_table_to_paste(register):
    content = to_html(tables_of(register, 2026), "ru")
    cell = re.search(r'<td style="([^"]*)">20\.04\.2026, № 18-с</td>', content)
    assert cell and "white-space:nowrap" in cell[1]


def test_a_year_without_anything_says_so(register):
    content = to_html(tables_of(register, 2020), "ru")
    assert content.count("<p>нет</p>") == 2


def test_hostile_titles_are_shown_as_text(build_register):
    register = build_register(new={"title": "<img src=x onerror=alert(1)> & =1+1"})
    content = to_html(tables_of(register, 2010), "ru")
    assert "<img" not in content and "&lt;img src=x onerror=alert(1)&gt; &amp; =1+1" in content


def test_the_csv_is_one_excel_opens_in_russia(build_register):
    register = build_register(new={"title": "=1+1"})
    content = to_csv(tables_of(register, 2010), "ru")
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert rows[0] == ["Заключено в 2010 году"]
    assert rows[2][:3] == ["1", "'=1+1", "01.05.2010"]


def test_the_workbook_has_real_dates_and_no_formula(build_register):
    register = build_register(new={"title": "=1+1"})
    content = to_xlsx(tables_of(register, 2010), show(register))
    assert content == to_xlsx(tables_of(register, 2010), show(register))
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet["A1"].value == "Заключено в 2010 году"
    assert [cell.value for cell in sheet[2]][:3] == ["№", "Наименование", "Подписано"]
    assert sheet["B3"].value == "'=1+1" and sheet["B3"].data_type == "s"
    assert sheet["C3"].value == datetime(2010, 5, 1)
