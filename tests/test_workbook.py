"""The workbook: reopened, its sheets hold what the view holds, each cell as what it is."""

import io
import re
from datetime import date, datetime

import openpyxl
import pytest

from geo.exports.material import Material
from geo.exports.tables.workbook import to_xlsx
from geo.map.network import build_network
from geo.shown import Shown, select
from geo.sources import attribution, load_sources
from geo.stats import by_code, by_territory
from geo.terms import add_months
from geo.terms.events import build_events
from geo.text import LANGUAGES, t
from geo.view import View, caption

TODAY = date(2026, 11, 22)
SHEETS = ("agreements", "parties", "ties", "territories", "statistics", "years", "calendar",
          "sources")  # fmt: skip


@pytest.fixture(scope="module")
def open_book(register, network):
    """The reopened workbook of a view, by link parameters."""

    def build(**params):
        view = View.from_params(params, register)
        data = to_xlsx(Material(Shown(view, register, TODAY), network))
        return openpyxl.load_workbook(io.BytesIO(data))

    return build


@pytest.fixture(scope="module")
def book(open_book):
    """The workbook of the whole register, for reading only."""
    return open_book()


def sheet(book, name, lang="ru"):
    return book[t(f"workbook.{name}", lang)]


def rows(book, name, lang="ru"):
    """The rows below the header as dictionaries by heading."""
    head, *rest = sheet(book, name, lang).values
    return [dict(zip(head, row, strict=True)) for row in rest]


def info(book):
    return {row[0].value: row[1].value for row in book.worksheets[0].iter_rows(min_row=3)}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_there_is_a_sheet_for_every_noun(open_book, lang):
    names = [t("export.info", lang), *(t(f"workbook.{name}", lang) for name in SHEETS)]
    assert open_book(lang=lang).sheetnames == names


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_can_be_scrolled_filtered_and_printed(book, name):
    page = sheet(book, name)
    assert page.freeze_panes == "B2" and page.print_title_rows == "$1:$1"
    last = page.cell(page.max_row, page.max_column).coordinate
    assert dict(page.tables.items()) == {name: f"A1:{last}"}
    assert page.page_setup.orientation == "landscape" and page.page_setup.paperSize == 9
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert all(page.column_dimensions[cell.column_letter].width > 4 for cell in page[1])
    heads = [cell.value for cell in page[1]]
    assert len(set(heads)) == len(heads) and all(heads)
    assert "последняя запись — 20.04.2026" in page.oddFooter.left.text


def test_a_long_title_at_the_foot_takes_no_room_from_the_day_of_the_register(open_book):
    page = sheet(open_book(focus="2018-09-29-s-d39261", kind="cooperation"), "agreements")
    foot = page.oddFooter.left.text
    assert foot.startswith("Реестр: последняя запись — 20.04.2026 · ") and foot.endswith("…")


def test_the_info_sheet_says_what_is_shown(open_book, register):
    view = View.from_params({"region": "by-ma", "focus": "by-ma"}, register)
    about = info(open_book(**view.to_params()))
    assert about["Отбор"] == caption(view, register)
    assert about["Выбрано"] == "Могилевская область"
    assert about["Соглашений в таблице"] == len(select(view, register).agreements)
    assert about["Последняя запись реестра"] == datetime(2026, 4, 20)
    assert about["Файл сделан"] == datetime(2026, 11, 22)
    assert about["Источники и лицензии"] == attribution(register.territories.imprint, "ru")
    assert "расчётные" in about["Листы"]


def test_agreements_have_real_dates_and_numbers(book, register):
    found = rows(book, "agreements")
    assert [row["Подписано"].date() for row in found] == [a.signed_on for a in register.agreements]
    assert [row["№"] for row in found] == [a.number for a in register.agreements]
    assert [row["Код"] for row in found] == [a.id for a in register.agreements]


def test_there_is_a_row_for_every_signatory(book, register):
    found = rows(book, "parties")
    assert len(found) == sum(len(a.parties) for a in register.agreements)
    expected = [(a.id, party.territory) for a in register.agreements for party in a.parties]
    assert [(row["Код"], row["Код территории"]) for row in found] == expected


def test_ties_have_counts_days_and_distance(book, register):
    found = rows(book, "ties")
    by_codes = {(tie.home, tie.partner): tie for tie in select(View(), register).ties}
    keys = "Код российской стороны", "Код белорусской стороны"
    ties = [by_codes[row[keys[0]], row[keys[1]]] for row in found]
    assert len(ties) == 71
    assert [row["Всего"] for row in found] == [tie.n_agreements for tie in ties]
    assert [row["Действуют"] for row in found] == [
        sum(a.status == "in_force" for a in tie.agreements) for tie in ties
    ]
    assert all(isinstance(row["Расстояние, км"], int | float) for row in found)
    assert all(row["Первое подписано"] <= row["Последнее подписано"] for row in found)


def test_territories_are_all_there_also_those_without_agreements(book, register, network):
    found = {row["Код территории"]: row for row in rows(book, "territories")}
    assert set(register.party_codes) <= set(found)
    assert len(found) >= len(network.boundaries.shapes)
    counts = by_territory(select(View(), register)).set_index("territory")
    for code, row in found.items():
        assert row["Всего"] == (counts.n_agreements[code] if code in counts.index else 0)
    smolensk = found["ru-smo-smolensk"]
    assert (
        isinstance(smolensk["Площадь по контуру, км²"], int)
        and smolensk["Вид территории"] == "Город"
    )
    assert found["by-vi-vitebsk"]["Площадь по контуру, км²"] is None
    assert found["by-ma-horki"]["Граница на карте"] == (
        "упрощённая граница (CIESIN, 2005), местами с точностью до 2 км"
    )
    area = sum(row["Площадь по контуру, км²"] or 0 for row in found.values()
               if row["Регион"] == "Смоленская область")  # fmt: skip
    assert area == pytest.approx(49_779, rel=0.02)


def test_statistics_agree_with_the_screen(book, register):
    found = rows(book, "statistics")
    kinds = {row["Значение"]: row["Всего"] for row in found if row["Разрез"] == "По виду"}
    expected = by_code(select(View(), register), "kind")
    assert kinds == {t(f"kind.{k}", "ru"): n for k, n in zip(expected.kind, expected.n_agreements,
                                                            strict=True)}  # fmt: skip
    assert {row["Разрез"] for row in found} == {
        "По виду", "По форме", "По сфере", "По сроку действия", "По региону Беларуси",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("lang", "names"),
    [("ru", ["Витебская область", "Гродненская область", "Могилевская область"]),
     ("en", ["Grodno oblast", "Mogilev oblast", "Vitebsk oblast"])],
)  # fmt: skip
def test_level_regions_stand_in_the_alphabet_of_the_language(open_book, lang, names):
    page = sheet(open_book(years="2023", lang=lang), "statistics", lang)
    said = [row[1].value for row in page.iter_rows() if row[1].value in names]
    assert said == names


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_level_ties_stand_in_the_alphabet_of_the_language(open_book, lang):
    found = [row for row in sheet(open_book(lang=lang), "ties", lang).values][1:]
    order = [(-row[3], row[0], row[1]) for row in found]
    assert len(order) == 71 and order == sorted(order)


def test_years_add_up_to_the_register(book):
    found = rows(book, "years")
    years = [row for row in found if isinstance(row["Год"], int)]
    assert sum(row["Подписано за год"] for row in years) == 52
    assert years[0]["Год"] == 1995 and years[-1]["Год"] == 2026
    assert years[-1]["На день"] == datetime(2026, 4, 20)
    assert years[-1]["Точно действовали (расчётно)"] == 42
    kinds = [t(f"kind.{kind}", "ru") for kind in ("twinning", "friendship", "cooperation",
                                                  "sectoral")]  # fmt: skip
    assert all(sum(row[kind] for kind in kinds) == row["Подписано за год"] for row in years)
    chart = sheet(book, "years")._charts[0]
    assert len(chart.series) == 4


def test_the_calendar_is_labelled_as_calculated(book, register):
    found = rows(book, "calendar")
    last = add_months(TODAY, 24)
    events = build_events(register.agreements, TODAY, last)
    assert [row["День (расчётно)"].date() for row in found] == [event.day for event in events]
    assert {row["Как получена дата"] for row in found} == {"расчётно"}
    assert all(TODAY <= row["День (расчётно)"].date() <= last for row in found)


def test_sources_name_every_file_with_its_licence(book):
    found = rows(book, "sources")
    assert [row["Файл"] for row in found] == [source["path"] for source in load_sources()]
    assert all(row["Лицензия"] and row["Чьи данные"] for row in found)
    told = "\n".join(f"{row['Лицензия']}\n{row['Откуда взято']}" for row in found)
    assert not re.search(r"\b(after|build|document|package|places)\b", told)


def test_with_a_day_statuses_and_counts_are_those_of_the_day(open_book):
    book = open_book(on="2010-12-31")
    found = rows(book, "agreements")
    assert {row["Статус"] for row in found} == {
        t("standing.in_force", "ru"), t("standing.unknown", "ru"),
    }  # fmt: skip
    about = info(book)
    parts = [t(f"export.{part}", "ru") for part in ("in_force", "lapsed", "unknown")]
    assert sum(about[part] for part in parts) == about["Соглашений в таблице"] == len(found)


def test_on_a_day_what_is_unknown_has_a_column_of_its_own_on_every_sheet(open_book):
    book = open_book(on="2013-01-01")
    counts = ("Всего", "Действуют", "Неизвестно", "Утратили силу")
    kinds = [row for row in rows(book, "statistics") if row["Разрез"] == "По виду"]
    assert [sum(row[name] for row in kinds) for name in counts] == [16, 10, 6, 0]
    for name in ("ties", "territories"):
        found = rows(book, name)
        assert sum(row["Неизвестно"] for row in found) >= 6, name
        assert not any(row["Утратили силу"] for row in found), name
    assert {row["Статус"] for row in rows(book, "parties")} == {
        t("standing.in_force", "ru"), t("standing.unknown", "ru"),
    }  # fmt: skip
    assert t("workbook.calendar", "ru") not in book.sheetnames


def test_the_years_do_not_depend_on_the_status_that_is_filtered(open_book):
    found = {row["Год"]: row for row in rows(open_book(status="in_force"), "years")}
    ends = [found[2016][f"{how} действовали (расчётно)"] for how in ("Точно", "Возможно")]
    assert ends == [16, 22]


def test_the_workbook_holds_what_is_picked(open_book):
    book = open_book(focus="ru-smo-smolensk")
    assert len(rows(book, "agreements")) == 13 and len(rows(book, "ties")) == 5
    assert "город Смоленск" in book.properties.title
    assert book["Соглашения"].oddHeader.left.text == "Выбрано: город Смоленск"


def test_a_printed_sheet_says_which_filters_were_set(open_book, register):
    params = {"status": "in_force", "q": "Орша & Витебск " + "и " * 90}
    book = open_book(**params)
    header = book["Соглашения"].oddHeader.left.text
    shown = caption(View.from_params(params, register), register)
    assert header.replace("&&", "&").rstrip("…") == shown[: len(header.replace("&&", "&")) - 1]
    assert header.endswith("…") and "&&" in header and len(header) < 255
    assert book["Источники"].oddHeader.left.text is None


@pytest.mark.parametrize("params", [{"q": "абракадабра"}, {"q": "абракадабра", "lang": "en"}])
def test_an_empty_view_leaves_headers_and_what_does_not_depend_on_it(open_book, params):
    book = open_book(**params)
    lang = params.get("lang", "ru")
    for name in ("agreements", "parties", "ties", "statistics", "years", "calendar"):
        assert rows(book, name, lang) == []
    assert rows(book, "territories", lang) and rows(book, "sources", lang)


def test_english_has_no_russian_but_names_and_the_registers_own_words(open_book):
    book = open_book(lang="en")
    for name in SHEETS:
        heads = " ".join(cell.value for cell in sheet(book, name, "en")[1])
        assert not re.search("[А-Яа-яЁё]", heads)
    for name in ("statistics", "years", "ties"):
        texts = " ".join(str(value) for row in sheet(book, name, "en").values for value in row)
        assert not re.search("[А-Яа-яЁё]", re.sub("договор|соглашение", "", texts))


@pytest.mark.parametrize("text", ["=1+1", "+7 495", "-2", "@SUM(A1)", "\t=1", "＝1"])
def test_no_register_text_becomes_a_formula_or_a_link(build_register, network, text):
    register = build_register(every={"title": text, "term_text": text, "source_note": text})
    made = build_network(register, network.boundaries)
    data = to_xlsx(Material(Shown(View(q=""), register, TODAY), made))
    book = openpyxl.load_workbook(io.BytesIO(data))
    for page in book:
        for row in page.iter_rows():
            assert all(cell.data_type != "f" and cell.hyperlink is None for cell in row)
    assert {row["Наименование"] for row in rows(book, "agreements")} == {f"'{text}"}
    assert {row["Наименование"] for row in rows(book, "calendar")} <= {f"'{text}"}


def test_the_same_view_gives_the_same_bytes(register, network):
    material = Material(Shown(View(region=("by-ma",)), register, TODAY), network)
    assert to_xlsx(material) == to_xlsx(material)


def test_rows_are_high_enough_for_their_titles(book):
    page = sheet(book, "agreements")
    long = max(range(2, page.max_row + 1), key=lambda row: len(page.cell(row, 3).value))
    lines = len(page.cell(long, 3).value) / page.column_dimensions["C"].width
    assert page.row_dimensions[long].height >= 12.5 * lines
