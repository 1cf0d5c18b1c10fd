"""Tables for download: reopened, they say what the view says."""

import csv
import inspect
import io
from datetime import date, datetime
from importlib import import_module

import openpyxl
import pytest

from geo.exports import FORMATS, MIMES, file_name
from geo.exports.material import Material
from geo.exports.tables.agreements import to_csv, to_xlsx
from geo.shown import Shown, select
from geo.sources import attribution
from geo.terms import lapsed_on
from geo.text import LANGUAGES, t
from geo.view import View, caption
from tests.conftest import show

TODAY = date(2026, 5, 1)
HOSTILE = (
    "=1+1",
    '=HYPERLINK("http://example.com";"x")',
    "+7 495",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "   =1+1",
    "\u00a0=1+1",
    "\u200b=1+1",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    " ＝1",
)
HEADER = [
    "No.", "List", "Title", "Signed", "Registered", "Reg. number", "Term", "Status",
    "Russian side", "Belarusian side", "Type", "Form", "Fields", "Lapse", "Day of lapse",
    "How it is known", "Replaced by", "Parties", "Remark (in Russian)", "Code",
]  # fmt: skip
HARMLESS = ("Договор", "12-с", "б/н", "a=b", "{=1+1}", "'=1+1", "http://example.com", "7", "—", "")


def read_csv(data):
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))


def read_xlsx(data):
    return openpyxl.load_workbook(io.BytesIO(data))


def column(sheet, name, lang="ru"):
    """The cells of a column below its header."""
    header = [cell.value for cell in sheet[1]]
    at = header.index(t(f"table.{name}", lang)) + 1
    return [sheet.cell(row, at) for row in range(2, sheet.max_row + 1)]


def info(book):
    """The sheet about the table, as a dictionary."""
    return {row[0].value: row[1].value for row in book.worksheets[1].iter_rows(min_row=3)}


# --- CSV ------------------------------------------------------------------------------------------


def test_csv_is_what_excel_in_russia_opens(tiny_register):
    data = to_csv(show(tiny_register))
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\r\n") == 4 and data.endswith(b"\r\n")
    assert data.replace(b"\r\n", b"").count(b"\n") == 0
    assert data.decode("utf-8-sig").startswith("№;Раздел реестра;Наименование;Подписано;")


def test_csv_has_one_row_per_agreement_of_the_view_in_its_order(register):
    view = View(kind=("twinning",))
    rows = read_csv(to_csv(Shown(view, register, TODAY)))
    expected = [agreement.id for agreement in select(view, register).agreements]
    assert [row[-1] for row in rows[1:]] == expected
    assert {len(row) for row in rows} == {len(HEADER)}


def test_csv_gives_the_cells_of_an_agreement(tiny_register):
    names, new, _, old = read_csv(to_csv(show(tiny_register)))
    row = dict(zip(names, new, strict=True))
    assert row["№"] == "1" and row["Статус"] == "действует"
    assert (row["Российская сторона"], row["Белорусская сторона"]) == ("Смоленск", "Витебск")
    assert row["Стороны"] == "город Смоленск; город Витебск (администрация / исполком)"
    assert row["Рег. номер"] == "2-с"
    row = dict(zip(names, old, strict=True))
    assert row["Зарегистрировано"] == row["Рег. номер"] == row["Срок действия"] == ""
    assert row["Чем заменено"].startswith("Заменено (по реестру): Договор о побратимских")


def test_csv_dates_are_russian_in_russian_and_iso_in_english(tiny_register):
    assert read_csv(to_csv(show(tiny_register)))[1][3] == "01.05.2010"
    assert read_csv(to_csv(show(tiny_register, lang="en")))[1][3] == "2010-05-01"


def test_a_title_with_separators_quotes_and_line_breaks_stays_one_cell(build_register):
    title = 'Договор; "о дружбе"\r\nи, сотрудничестве\nот 1 мая'
    rows = read_csv(to_csv(show(build_register(new={"title": title}))))
    assert rows[1][2] == title


# --- XLSX -----------------------------------------------------------------------------------------


def test_xlsx_has_real_dates_and_numbers(register):
    sheet = read_xlsx(to_xlsx(show(register))).worksheets[0]
    signed = column(sheet, "signed_on")
    assert [cell.value.date() for cell in signed] == [a.signed_on for a in register.agreements]
    assert {cell.number_format for cell in signed} == {"DD.MM.YYYY"}
    assert all(isinstance(cell.value, int) for cell in column(sheet, "number"))
    for cell, agreement in zip(column(sheet, "registered_on"), register.agreements, strict=True):
        assert (cell.value.date() if cell.value else None) == agreement.registered_on
    numbers = [cell.value for cell in column(sheet, "registration_number")]
    assert numbers == [agreement.registration_number or None for agreement in register.agreements]


def test_no_number_is_taken_for_one_of_the_other_list(register):
    sheet = read_xlsx(to_xlsx(show(register))).worksheets[0]
    numbers = [cell.value for cell in column(sheet, "number")]
    lists = [cell.value for cell in column(sheet, "section")]
    assert len(set(numbers)) < len(numbers) == len(set(zip(numbers, lists, strict=True)))
    assert [cell.value for cell in sheet[1]][:2] == ["№", "Раздел реестра"]


def test_a_known_day_of_lapse_is_a_date_and_says_how_it_is_known(register):
    sheet = read_xlsx(to_xlsx(show(register))).worksheets[0]
    days = [cell.value.date() if cell.value else None for cell in column(sheet, "lapsed_on")]
    assert days == [lapsed_on(agreement) for agreement in register.agreements]
    known = [cell.value for cell in column(sheet, "lapsed_basis")]
    assert sorted(filter(None, known)) == ["расчётно"] * 3
    assert [bool(day) for day in days] == [bool(word) for word in known]
    then = read_xlsx(to_xlsx(show(register, on=date(2013, 1, 1)))).worksheets[0]
    assert not any(cell.value for cell in column(then, "lapsed_on"))


def test_xlsx_holds_every_title_in_full_and_wrapped(register):
    titles = column(read_xlsx(to_xlsx(show(register))).worksheets[0], "title")
    assert [cell.value for cell in titles] == [agreement.title for agreement in register.agreements]
    assert all(cell.alignment.wrap_text for cell in titles)


def test_xlsx_can_be_filtered_scrolled_and_printed(register):
    sheet = read_xlsx(to_xlsx(show(register))).worksheets[0]
    assert sheet.freeze_panes == "B2"
    assert dict(sheet.tables.items()) == {"agreements": "A1:T53"}
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.page_setup.paperSize == 9 and sheet.print_area.endswith("$A$1:$H$53")
    # 277 mm between the margins of A4 across are 785 points; a character of Arial 10 is 5.25.
    wide = sum(sheet.column_dimensions[letter].width for letter in "ABCDEFGH")
    assert 10 * min(1, 785 / (wide * 5.25)) >= 8
    assert sheet.page_setup.fitToHeight in (0, "0") and sheet.sheet_properties.pageSetUpPr.fitToPage


def test_xlsx_says_what_it_shows_and_whose_data_it_is(register):
    view = View(status=("lapsed",), q="Смоленск")
    book = read_xlsx(to_xlsx(Shown(view, register, TODAY)))
    shown = select(view, register)
    about = info(book)
    assert book.sheetnames == ["Реестр", "Сведения"]
    assert about["Отбор"] == caption(view, register)
    assert about["Соглашений в таблице"] == len(shown.agreements) == about["из них утратили силу"]
    assert about["из них действуют"] == 0
    assert about["Соглашений в реестре всего"] == 52
    assert about["Последняя запись реестра"] == datetime(2026, 4, 20)
    assert about["Источники и лицензии"] == attribution(register.territories.imprint, "ru")
    assert "OpenStreetMap" in about["Источники и лицензии"]
    about = info(read_xlsx(to_xlsx(show(register, focus=("by-vi-orsha",)))))
    assert about["Выбрано"] == "Город Орша" and "Отбор" not in about  # not all agreements


def test_xlsx_in_english_has_no_russian_but_the_registers_own_words(register):
    book = read_xlsx(to_xlsx(show(register, lang="en")))
    assert book.sheetnames == ["Register", "About"]
    header = [cell.value for cell in book.worksheets[0][1]]
    assert header == HEADER
    assert {cell.value for cell in column(book.worksheets[0], "status", "en")} == {
        "in force", "lapsed",
    }  # fmt: skip
    assert info(book)["Filters"] == "All agreements of the register"


def test_xlsx_has_no_formulas_and_no_links(build_register):
    texts = {"title": "=1+1", "term_text": "http://example.com", "source_note": "mailto:a@b.c"}
    book = read_xlsx(to_xlsx(show(build_register(every=texts), q="")))
    for sheet in book:
        for row in sheet.iter_rows():
            assert all(cell.data_type != "f" and cell.hyperlink is None for cell in row)


def test_the_search_text_is_only_text_on_the_info_sheet(tiny_register):
    about = info(read_xlsx(to_xlsx(show(tiny_register, q="=1+1"))))
    assert about["Отбор"] == "Поиск: «=1+1»"


def test_a_text_longer_than_a_cell_is_cut_with_a_mark(build_register):
    register = build_register(new={"title": "я" * 32_772})
    title = column(read_xlsx(to_xlsx(show(register))).worksheets[0], "title")[0].value
    assert len(title) == 32_767 and title.endswith("…"), "as much as Excel takes"


def test_control_characters_do_not_break_the_file(build_register):
    register = build_register(new={"title": "a\x01b\x0bc\ufffe_x0041_"})
    assert read_xlsx(to_xlsx(show(register))).sheetnames


# --- both -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", HOSTILE)
def test_what_could_be_a_formula_gets_an_apostrophe_in_both(build_register, text):
    register = build_register(new={"title": text, "registration_number": text})
    assert read_csv(to_csv(show(register)))[1][2] == f"'{text}"
    sheet = read_xlsx(to_xlsx(show(register))).worksheets[0]
    for name in ("title", "registration_number"):
        cell = column(sheet, name)[0]
        # XML turns a carriage return into a line feed.
        assert cell.value.replace("_x000D_", "\r") in (f"'{text}", f"'{text}".replace("\r", "\n"))
        assert cell.data_type == "s"


@pytest.mark.parametrize("text", HARMLESS)
def test_other_texts_stay_as_they_are(build_register, text):
    register = build_register(new={"title": text})
    assert read_csv(to_csv(show(register)))[1][2] == text
    cell = column(read_xlsx(to_xlsx(show(register))).worksheets[0], "title")[0]
    assert (cell.value or "") == text


TABLES = ("xlsx", "csv")


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_same_view_gives_the_same_bytes(register, network, name, lang):
    material = Material(Shown(View(lang=lang, region=("by-ma",)), register, TODAY), network)
    assert FORMATS[name].to_bytes(material) == FORMATS[name].to_bytes(material)


@pytest.mark.parametrize("name", TABLES)
def test_an_empty_view_makes_a_file_with_a_header(register, network, name):
    material = Material(Shown(View(q="абракадабра"), register, TODAY), network)
    data = FORMATS[name].to_bytes(material)
    rows = read_csv(data) if name == "csv" else list(read_xlsx(data).worksheets[0].values)
    assert len(rows) == 1 and len(rows[0]) == len(HEADER)


def test_every_format_has_its_words_in_both_languages():
    for name, format_ in FORMATS.items():
        # Layers come as an archive of several files.
        assert name.split("-")[-1] == {"zip": "geojson"}.get(format_.suffix, format_.suffix)
        assert "/" in MIMES[format_.suffix]
        assert t(format_.label, "ru") and t(format_.label, "en")


@pytest.mark.parametrize("name", FORMATS)
def test_the_maker_of_every_format_is_a_function_that_is_there(name):
    module, _, function = FORMATS[name].maker.partition(":")
    assert inspect.isfunction(getattr(import_module(f"geo.exports.{module}"), function))


def test_file_names_are_ascii_and_dated_by_the_register(register):
    assert file_name(show(register), "csv") == "reestr_2026-04-20.csv"
    assert file_name(show(register, lang="en"), "xlsx") == "register_2026-04-20.xlsx"
    part = file_name(show(register, status=("lapsed",)), "csv")
    assert part == "reestr_2026-04-20_10-iz-52.csv" and part.isascii()
    assert file_name(show(register), "a3-pdf") == "karta-a3_2026-04-20.pdf"
    city = show(register, focus=("ru-smo-smolensk",))
    for name in ("passport-pdf", "csv", "xlsx", "workbook-xlsx", "geojson", "pptx"):
        stem = t(FORMATS[name].stem, "ru")
        assert file_name(city, name).startswith(f"{stem}_ru-smo-smolensk_2026-04-20."), name
    assert file_name(city, "book-pdf") == "pasporta_2026-04-20.pdf"
    lapsed = show(register, status=("lapsed",))
    assert file_name(lapsed, "book-pdf") == "pasporta_2026-04-20.pdf"
    both = show(register, focus=("ru-smo-smolensk",), status=("lapsed",))
    assert file_name(both, "xlsx") == "reestr_ru-smo-smolensk_2026-04-20_5-iz-52.xlsx"


def test_tables_hold_what_is_picked_and_say_so(register):
    city = show(register, focus=("ru-smo-smolensk",))
    assert len(read_csv(to_csv(city))) == 1 + 13
    book = read_xlsx(to_xlsx(city))
    assert book.worksheets[0].max_row == 1 + 13
    about = info(book)
    assert about["Выбрано"] == "Город Смоленск"
    assert (about["Соглашений в таблице"], about["из них действуют"]) == (13, 8)
    assert "город Смоленск" in book.properties.title
    assert "Выбрано: город Смоленск" in book.worksheets[0].oddHeader.left.text


def test_the_registers_newest_entry_is_its_last_registration(register):
    assert register.newest == date(2026, 4, 20)
