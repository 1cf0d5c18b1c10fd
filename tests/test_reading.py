"""The official register read with no help: as text, as Word documents with every irregularity."""

import copy
import io
import json
import re
import zipfile
from dataclasses import fields, replace
from datetime import date
from pathlib import Path

import docx
import msgspec
import pytest
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

import geo.reading
from geo.agreements import (
    Agreement,
    Body,
    Form,
    Kind,
    Party,
    Status,
    Theme,
    load_register,
)
from geo.dates import in_words
from geo.errors import RegisterFormatError
from geo.reading import Problem, Reading, read_register
from geo.reading.columns import Column
from geo.reading.docx import read_docx
from geo.reading.plain import read_plain
from geo.reading.problems import problem_key
from geo.reading.register import agreement_id
from geo.reading.tables import read_rows
from geo.territories import TerritoryKind
from geo.text import LANGUAGES, has_text, t
from tests import issue
from tests.documents import HEADS, IN_FORCE, LAPSED

TEXT = issue.SOURCE.read_text(encoding="utf-8")
REGISTER = load_register()
TERRITORIES = REGISTER.territories
COLUMNS = (Column.NUMBER, Column.TITLE, Column.REGISTRATION, Column.TERM)


def source_rows():
    """The rows of both tables of the official text: number, title, registration, term."""
    rows = {"in_force": [], "lapsed": []}
    found, _, _ = read_rows(read_plain(TEXT), lambda *_, **__: "")
    for row in found:
        cells = [f"{row.number}.", *(row.text(column) for column in COLUMNS[1:])]
        rows[row.section].append(cells)
    return rows


ROWS = source_rows()


def build(rows=ROWS, headings=HEADS, titles=(IN_FORCE, LAPSED), change=lambda document: None):
    """A Word document of two tables as the ministry makes it, with something changed."""
    document = docx.Document()
    for title, section in zip(titles, rows.values(), strict=True):
        if title:
            document.add_paragraph(title)
        document.element.body.insert_element_before(
            parse_xml(table_xml([headings, *section])), "w:sectPr"
        )
    change(document)
    return saved(document)


def saved(document):
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def table_xml(rows):
    """A table; built as text, since adding cells one by one takes seconds."""
    cells = "".join(
        "<w:tr>"
        + "".join(f"<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>" for text in row)
        + "</w:tr>"
        for row in rows
    )
    return f"<w:tbl {nsdecls('w')}><w:tblPr/><w:tblGrid/>{cells}</w:tbl>"


def element(xml):
    """One element of WordprocessingML; ``w:`` is declared."""
    return parse_xml(re.sub(r"^<(w:\w+)", rf"<\1 {nsdecls('w')}", xml))


def rows_of(document, table=0):
    return document.element.body.findall(qn("w:tbl"))[table].findall(qn("w:tr"))


def cells_of(row):
    return row.findall(qn("w:tc"))


def text_of(cell):
    return "".join(each.text or "" for each in cell.iter(qn("w:t")))


def set_content(cell, xml):
    """Put paragraphs, given as XML, in the place of a cell's."""
    for paragraph in cell.findall(qn("w:p")):
        cell.remove(paragraph)
    for paragraph in element(f"<w:body>{xml}</w:body>"):
        cell.append(paragraph)


def read(document, **options):
    return read_register(document, TERRITORIES, **options)


def assert_official(reading, *, problems=()):
    """The reading is what the tables of data/ hold; `problems` are told besides the broken row."""
    assert len(reading.agreements) == len(REGISTER.agreements)
    for found, expected in zip(reading.agreements, REGISTER.agreements, strict=True):
        for field in (field for field in fields(expected) if field.compare):
            assert getattr(found, field.name) == getattr(expected, field.name), expected.id
    told = {problem.key.removeprefix("problem.") for problem in reading.problems}
    told = {key for key in told if not key.startswith(("aside_", "text"))}  # beside the rows
    assert told == {"broken", *problems}
    assert reading.blocked == ()


def every_cell(document, change):
    """Apply a change to the text of every cell below the headings."""
    for table in (0, 1):
        for row in rows_of(document, table)[1:]:
            for cell in cells_of(row):
                for text in cell.iter(qn("w:t")):
                    text.text = change(text.text or "")


# --- the official register ------------------------------------------------------------------------


def test_the_official_text_read_with_no_help_gives_exactly_what_the_tables_hold():
    reading = read(TEXT)
    assert reading.agreements == REGISTER.agreements
    assert_official(reading)


def test_the_official_register_as_a_word_document_gives_exactly_what_the_tables_hold():
    assert_official(read(build()))


def test_only_the_row_that_breaks_off_is_told_of_the_official_text():
    (problem,) = read(TEXT).problems
    assert (problem.key, problem.section, problem.number) == ("problem.broken", "lapsed", 10)
    assert not problem.blocks


def test_a_reading_survives_the_way_through_json():
    reading = read(TEXT.replace("Лиозненским", "Лиознинским", 1))
    assert reading.blocked
    assert msgspec.convert(json.loads(msgspec.json.encode(reading)), Reading) == reading


# --- Word documents with one irregularity each ----------------------------------------------------


def merged_registration(document):
    """«-» of the first 22 rows in one cell that reaches over all of them."""
    rows = rows_of(document)
    for number in range(1, 23):
        cell = cells_of(rows[number])[2]
        merge = '<w:vMerge w:val="restart"/>' if number == 1 else "<w:vMerge/>"
        cell.insert(0, element(f"<w:tcPr>{merge}</w:tcPr>"))
        if number > 1:
            set_content(cell, "<w:p/>")


def merged_with_nothing(document):
    """Terms that go on with a cell that reaches nowhere: Word shows them by themselves."""
    for table, place in ((0, 8), (0, 10), (1, 1)):
        cell = cells_of(rows_of(document, table)[place])[3]
        cell.insert(0, element("<w:tcPr><w:vMerge/></w:tcPr>"))


def wide_titles(document):
    """A grid of six columns: the title reaches over three of them."""
    for table in (0, 1):
        for row in rows_of(document, table):
            cells_of(row)[1].insert(0, element('<w:tcPr><w:gridSpan w:val="3"/></w:tcPr>'))


def uneven_grid(document):
    """Rows that leave out columns of the grid before their first cell."""
    for row in rows_of(document):
        row.insert(0, element('<w:trPr><w:gridBefore w:val="1"/></w:trPr>'))


def repeated_headings(document):
    for table in (0, 1):
        rows = rows_of(document, table)
        for place in (7, 3):
            rows[place].addprevious(copy.deepcopy(rows[0]))


def numbers_of_columns(document):
    for table in (0, 1):
        row = copy.deepcopy(rows_of(document, table)[0])
        for number, cell in enumerate(cells_of(row), start=1):
            set_content(cell, f"<w:p><w:r><w:t>{number}</w:t></w:r></w:p>")
        rows_of(document, table)[0].addnext(row)


def empty_rows(document):
    for table in (0, 1):
        for row in rows_of(document, table)[::3]:
            empty = copy.deepcopy(row)
            for cell in cells_of(empty):
                set_content(cell, "<w:p/>")
            row.addnext(empty)


def rows_to_fill_in(document):
    """Below the last row of each table one with its number alone, and one with dashes as well."""
    for table, mark in ((0, "-"), (1, "")):
        last = rows_of(document, table)[-1]
        row = copy.deepcopy(last)
        for cell, text in zip(cells_of(row), ("43.", mark, mark, mark), strict=True):
            set_content(cell, f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
        last.addnext(row)


def both_ways(document):
    """A row that is there twice, for a newer Word and for an older one."""
    row = rows_of(document)[5]
    parts = f"<w:Choice>{etree.tostring(row, encoding='unicode')}</w:Choice>"
    parts += parts.replace("Choice>", "Fallback>")
    row.addnext(element(f"<w:AlternateContent>{parts}</w:AlternateContent>"))
    row.getparent().remove(row)


def empty_columns(document):
    for table in (0, 1):
        for row in rows_of(document, table):
            for place in (0, 2, 5):
                row.insert(place, element("<w:tc><w:p/></w:tc>"))


def other_order(document):
    for table in (0, 1):
        for row in rows_of(document, table):
            number, title, registration, term = cells_of(row)
            for cell in (term, registration, title, number):
                row.append(cell)


def line_breaks(document):
    def broken(cell):
        words = [f"<w:r><w:t>{word}</w:t></w:r>" for word in text_of(cell).split()]
        marks = ["<w:r><w:br/></w:r>", "<w:r><w:tab/></w:r>", "</w:p><w:p>",
                 '<w:r><w:t xml:space="preserve">  </w:t></w:r>', "<w:r><w:cr/></w:r>"]  # fmt: skip
        parts = [word + marks[place % 5] for place, word in enumerate(words)]
        set_content(cell, f"<w:p>{''.join(parts)}</w:p>")

    for table in (0, 1):
        for row in rows_of(document, table):
            for cell in cells_of(row):
                broken(cell)


def words_broken_at_soft_hyphens(document):
    for row in rows_of(document)[1:12]:
        words = re.sub(
            r"(\w{4})(\w{4})", r"\1</w:t><w:softHyphen/><w:br/><w:t>\2", text_of(cells_of(row)[1])
        )
        set_content(cells_of(row)[1], f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>")


def split_runs(document):
    """Every letter in a run of its own, with proofing marks and soft hyphens between."""
    for row in rows_of(document)[1:12]:
        cell = cells_of(row)[1]
        letters = "".join(
            f'<w:r><w:t xml:space="preserve">{letter}</w:t><w:softHyphen/></w:r>'
            '<w:proofErr w:type="spellStart"/>'
            for letter in text_of(cell)
        )
        set_content(cell, f"<w:p>{letters}</w:p>")


def invisible_characters(document):
    marks = {" ": "\u00a0", "о": "о\u00ad", "а": "\u200bа\ufeff"}
    every_cell(document, lambda text: "".join(marks.get(letter, letter) for letter in text))


def decomposed_letters(document):
    every_cell(document, lambda text: text.replace("й", "и\u0306").replace("ё", "е\u0308"))


def tracked_changes(document):
    """Words put in and taken out, a row taken out and one put in, all waiting for acceptance."""
    author = 'w:id="1" w:author="x" w:date="2026-01-01T00:00:00Z"'
    title = cells_of(rows_of(document)[1])[1]
    words = text_of(title).split(" ")
    parts = []
    for place, word in enumerate(words):
        run = f'<w:r><w:t xml:space="preserve">{word} </w:t></w:r>'
        gone = f"<w:del {author}><w:r><w:delText>Полоцк</w:delText></w:r></w:del>"
        moved = f"<w:moveFrom {author}><w:r><w:t>Полоцк</w:t></w:r></w:moveFrom>"
        parts.append(gone + f"<w:ins {author}>{run}</w:ins>" if place % 2 else moved + run)
    mark = f"<w:pPr><w:rPr><w:del {author}/></w:rPr></w:pPr>"
    half = len(parts) // 2
    set_content(
        title, f"<w:p>{mark}{''.join(parts[:half])}</w:p><w:p>{''.join(parts[half:])}</w:p>"
    )
    gone = copy.deepcopy(rows_of(document)[5])
    gone.insert(0, element(f"<w:trPr><w:del {author}/></w:trPr>"))
    rows_of(document)[9].addnext(gone)
    rows_of(document)[3].insert(0, element(f"<w:trPr><w:ins {author}/></w:trPr>"))


def hidden_words(document):
    """Hidden text, field codes, a footnote's mark and a text box are not what a reader sees."""
    for row in rows_of(document)[1:4]:
        paragraph = cells_of(row)[1].find(qn("w:p"))
        for xml in (
            "<w:r><w:rPr><w:vanish/></w:rPr><w:t>Полоцк</w:t></w:r>",
            "<w:r><w:instrText>HYPERLINK Полоцк</w:instrText></w:r>",
            '<w:r><w:footnoteReference w:id="2"/></w:r>',
            "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>Полоцк</w:t></w:r></w:p>"
            "</w:txbxContent></w:pict></w:r>",
        ):
            paragraph.insert(0, element(xml))


def wrapped_words(document):
    """Links, smart tags and content controls hold what a reader sees, a prompt is none."""
    prompt = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t> Место для ввода"
    prompt += " даты.</w:t></w:r></w:sdtContent></w:sdt>"
    cells_of(rows_of(document)[20])[1].find(qn("w:p")).append(element(prompt))
    for place, row in enumerate(rows_of(document)[1:10]):
        paragraph = cells_of(row)[1].find(qn("w:p"))
        run = paragraph.find(qn("w:r"))
        kind = ("hyperlink", "smartTag", "fldSimple")[place % 3]
        wrapper = OxmlElement(f"w:{kind}")
        paragraph.append(wrapper)
        wrapper.append(run)
    row = rows_of(document)[12]
    control = element("<w:sdt><w:sdtPr/><w:sdtContent/></w:sdt>")
    row.addprevious(control)
    control.find(qn("w:sdtContent")).append(row)
    cell = cells_of(rows_of(document)[13])[2]
    control = element("<w:sdt><w:sdtPr/><w:sdtContent/></w:sdt>")
    cell.addprevious(control)
    control.find(qn("w:sdtContent")).append(cell)


def text_around(document):
    body = document.element.body
    for xml in ("Приложение", "к письму министерства от 20 апреля 2026 года"):
        body.insert(0, element(f"<w:p><w:r><w:t>{xml}</w:t></w:r></w:p>"))
    tables = body.findall(qn("w:tbl"))
    note = "<w:p><w:r><w:t>* по состоянию на 20.04.2026</w:t></w:r></w:p>"
    tables[0].addnext(element(note))
    tables[1].addnext(element(note))


def other_tables(document):
    """A table of another kind before, between and after those of the register."""
    other = table_xml([["Исполнитель", "Телефон"], ["Иванов", "38-00-00"]])
    tables = document.element.body.findall(qn("w:tbl"))
    tables[1].addnext(parse_xml(other))
    tables[0].addprevious(parse_xml(other))
    tables[0].addnext(parse_xml(other))
    tables[0].getprevious().addprevious(element("<w:p/>"))
    # The register's heading stands before its table.
    heading = document.element.body.findall(qn("w:p"))[0]
    tables[0].addprevious(heading)


def parts_of_tables(document):
    """Each table in three: one goes on without headings, one repeats them."""
    for table in document.element.body.findall(qn("w:tbl")):
        rows = table.findall(qn("w:tr"))
        second = copy.deepcopy(table)
        third = copy.deepcopy(table)
        for each, kept in ((table, rows[:4]), (second, rows[4:7]), (third, [rows[0], *rows[7:]])):
            places = {rows.index(row) for row in kept}
            for place, row in enumerate(each.findall(qn("w:tr"))):
                if place not in places:
                    each.remove(row)
        table.addnext(element("<w:p/>"))
        table.getnext().addnext(second)
        second.addnext(element("<w:p/>"))
        second.getnext().addnext(third)


def nested_tables(document):
    """A title in a table of its own within its cell."""
    for row in rows_of(document)[1:3]:
        cell = cells_of(row)[1]
        inner = parse_xml(table_xml([[text_of(cell)]]))
        set_content(cell, "<w:p/>")
        cell.insert(0, inner)


def all_in_one_cell(document):
    """The whole document laid out within one table."""
    body = document.element.body
    outer = parse_xml(table_xml([["", ""]]))
    cell = cells_of(outer.find(qn("w:tr")))[1]
    set_content(cell, "")
    for each in list(body):
        if each.tag != qn("w:sectPr"):
            cell.append(each)
    body.insert(0, outer)


def one_table(document, cells=1):
    """Both tables in one, told apart by a row across it, of one cell or of cells alike."""
    first, second = document.element.body.findall(qn("w:tbl"))
    cell = (
        f'<w:tc><w:tcPr><w:gridSpan w:val="{4 // cells}"/></w:tcPr><w:p><w:r>'
        "<w:t>Соглашения, утратившие силу</w:t></w:r></w:p></w:tc>"
    )
    row = element(f"<w:tr>{cell * cells}</w:tr>")
    first.append(row)
    for each in second.findall(qn("w:tr"))[1:]:
        first.append(each)
    document.element.body.remove(second)


def one_table_of_cells(document):
    one_table(document, cells=4)


def second_row(row, place):
    """Return a row below a row: one cell of it is another one, the others reach over both."""
    below = copy.deepcopy(row)
    for cells, merge in ((cells_of(row), ' w:val="restart"'), (cells_of(below), "")):
        for each in cells[:place] + cells[place + 1 :]:
            each.insert(0, element(f"<w:tcPr><w:vMerge{merge}/></w:tcPr>"))
            if not merge:
                set_content(each, "<w:p/>")
    row.addnext(below)
    return below


def titles_over_two_rows(document):
    """A registration cell split in two: its title reaches over both rows."""
    row = rows_of(document)[23]
    number, title, registration, term = cells_of(row)
    day, written = text_of(registration).split(", ")
    below = second_row(row, 2)
    set_content(registration, f"<w:p><w:r><w:t>{day},</w:t></w:r></w:p>")
    set_content(cells_of(below)[2], f"<w:p><w:r><w:t>{written}</w:t></w:r></w:p>")
    assert number is not None and title is not None and term is not None


def date_in_a_row_of_its_own(document):
    """A title's cell split in two, below it the date: every other cell reaches over both rows."""
    row = rows_of(document)[8]
    words, _, day = text_of(cells_of(row)[1]).rpartition(" от ")
    below = second_row(row, 1)
    set_content(cells_of(row)[1], f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>")
    set_content(cells_of(below)[1], f"<w:p><w:r><w:t>от {day}</w:t></w:r></w:p>")


IRREGULARITIES = [
    merged_registration, merged_with_nothing, wide_titles, uneven_grid, repeated_headings,
    numbers_of_columns, empty_rows, empty_columns, other_order, line_breaks,
    words_broken_at_soft_hyphens, split_runs, invisible_characters, decomposed_letters,
    tracked_changes, hidden_words, wrapped_words, text_around, other_tables, parts_of_tables,
    nested_tables, all_in_one_cell, one_table, titles_over_two_rows, date_in_a_row_of_its_own,
    rows_to_fill_in, both_ways, one_table_of_cells,
]  # fmt: skip


@pytest.mark.parametrize("change", IRREGULARITIES, ids=lambda change: change.__name__)
def test_an_irregular_document_reads_the_same(change):
    assert_official(read(build(change=change)))


@pytest.mark.parametrize(
    "headings",
    [
        ("№", "Наименование соглашения, дата подписания", "Регистрационный номер, дата", "Срок"),
        ("1. № п/п", "2) Наименование соглашения:", "Регистрация*", "Срок действия (лет) 1"),
        ("", "Наименование соглашения", "", "Срок"),
        ("№", "Наименование соглашения", "", ""),
        ("N п/п", "Название договора (соглашения)", "Регистрация", "Срок действия"),
        ("№№", "Соглашение", "Дата и номер регистрации", "Период действия"),
        ("Номер", "НАИМЕНОВАНИЕ И ДАТА ПОДПИСАНИЯ", "РЕГИСТРАЦИОННЫЙ НОМЕР", "Действие"),
        ("№", "Н а и м е н о в а н и е", "Р е г и с т р а ц и я", "С р о к"),
        ("№", "Наимено-\nвание соглашения", "Реги-\nстрация", "Срок дейст-\nвия"),
    ],
)
def test_headings_in_slightly_other_words_are_understood(headings):
    assert_official(read(build(headings=headings)))


@pytest.mark.parametrize(
    "titles",
    [
        ("Действующие соглашения", "Соглашения, прекратившие действие"),
        ("Реестр", "Утратившие силу"),
        ("", "УТРАТИЛИ СИЛУ"),
        ("Раздел I. Действующие соглашения", "Раздел II. Недействующие соглашения"),
    ],
)
def test_the_heading_tells_which_table_lapsed(titles):
    assert_official(read(build(titles=titles)))


def test_a_heading_that_says_nothing_is_told_and_the_rows_decide():
    assert_official(read(build(titles=(IN_FORCE, "Приложение № 2"))), problems=("section",))


def with_terms(document):
    """The lapsed rows say how long they ran, and no more."""
    for row in rows_of(document, 1)[1:]:
        for cell in cells_of(row)[3:]:
            set_content(cell, "<w:p><w:r><w:t>бессрочный</w:t></w:r></w:p>")


@pytest.mark.parametrize(
    ("heading", "asked"),
    [
        ("Раздел 2", True),
        ("Приложение № 2 к приказу министерства", True),
        ("Реестр № 2", True),
        ("Часть II.", True),
        ("II часть", True),
        ("Раздел «2»", True),
        (f"Раздел 2. {IN_FORCE}", True),
        ("Раздел 2. Витебская область", False),
        ("Раздел 2. Утратившие силу", False),
        ("Раздел 1", False),
    ],
)
def test_a_further_section_that_only_has_a_number_is_asked_about_once(heading, asked):
    """Unless its rows say that they lapsed; «Раздел 1» is no further one."""
    document = build(titles=("Раздел 1", heading), change=with_terms)
    found = read(document).blocked
    assert [(x.key, x.got) for x in found] == [("problem.heading", heading)] * asked
    if asked:
        said = read(document, decisions={problem_key(found[0]): "lapsed"})
        assert not said.blocked
        assert [x.status for x in said.agreements] == ["in_force"] * 42 + ["lapsed"] * 10


def test_a_row_that_only_has_the_number_of_a_section_is_asked_about_once():
    def change(document):
        with_terms(document)
        rows = rows_of(document)
        across = (
            '<w:tr><w:tc><w:tcPr><w:gridSpan w:val="4"/></w:tcPr>'
            "<w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc></w:tr>"
        )
        for row, text in ((rows[1], "Раздел 1"), (rows[33], "Раздел 2")):
            row.addprevious(element(across.format(text)))

    found = read(build(titles=("", "Утратившие силу"), change=change)).blocked
    assert [(x.key, x.got) for x in found] == [("problem.heading", "Раздел 2")]


def test_a_column_of_another_kind_is_told_and_left_out():
    def change(document):
        for table in (0, 1):
            for place, row in enumerate(rows_of(document, table)):
                text = "в дело" if place else "Примечание"
                row.append(element(f"<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"))

    assert_official(read(build(change=change)), problems=("extra_column",))


def test_a_term_or_a_lapse_over_two_columns_is_none_of_the_first():
    def change(document):
        for row in (rows_of(document)[8], *rows_of(document, 1)[1:6]):
            registration, term = cells_of(row)[2:]
            row.remove(registration)
            term.insert(0, element('<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>'))

    assert_official(read(build(change=change)), problems=("empty_cell",))


def test_terms_under_a_heading_that_names_none_are_known_by_what_they_say():
    def change(document):
        heading = cells_of(rows_of(document, 1)[0])[3]
        set_content(heading, "<w:p><w:r><w:t>Примечание</w:t></w:r></w:p>")

    assert_official(read(build(change=change)))


@pytest.mark.parametrize("heading", ["Дата прекращения", "Дата утраты силы", "Дата расторжения"])
@pytest.mark.parametrize("alone", [True, False])
def test_the_day_of_a_lapse_in_a_column_of_its_own_is_read(heading, alone):
    """Beside the words for the lapse, or alone; a row without a day keeps its words."""

    def change(document):
        for place, row in enumerate(rows_of(document, 1)):
            if alone:
                row.remove(cells_of(row)[-1])
            day = "12 марта 2020 года" if alone or place == 3 else "-"
            text = day if place else heading
            row.append(element(f"<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"))

    reading = read(build(change=change))
    assert reading.blocked == () and len(reading.agreements) == 52
    found = {x.number: (x.lapse_text, x.lapsed_on) for x in reading.agreements[42:]}
    said = f"{heading}: 12 марта 2020 года" if alone else "утратил силу 12 марта 2020 года"
    assert found[3] == (said, date(2020, 3, 12))
    assert found[1] == (found[3] if alone else ("утратил силу", None))


@pytest.mark.parametrize("cells", [["", "Итого: 42", "", ""], ["Всего", "", "", "42"]])
def test_a_sum_below_the_rows_is_told(cells):
    rows = {**ROWS, "in_force": [*ROWS["in_force"], cells]}
    reading = read(build(rows))
    assert reading.blocked == () and len(reading.agreements) == 52
    assert [p.got for p in reading.problems if p.key == "problem.text"] == [
        " ".join(filter(None, cells))
    ]


@pytest.mark.parametrize(("term", "asked"), [("5 лет", 0), ("-", 0), ("заменён договором", 1)])
def test_what_stands_beside_the_day_of_a_lapse_is_not_lost(term, asked):
    """A term that ran says nothing of the lapse, anything else is asked about."""
    lapsed = [[*cells, "12.03.2024" if cells[0] == "1." else ""] for cells in ROWS["lapsed"]]
    lapsed[0][3] = term
    tables = (
        table_xml([HEADS, *ROWS["in_force"]]),
        table_xml([[*HEADS, "Дата прекращения"], *lapsed]),
    )
    document = docx.Document()
    for title, xml in zip((IN_FORCE, LAPSED), tables, strict=True):
        document.add_paragraph(title)
        document.element.body.insert_element_before(parse_xml(xml), "w:sectPr")
    reading = read(saved(document))
    assert len(reading.blocked) == asked and len(reading.agreements) == 52 - asked
    if not asked:
        assert reading.agreements[42].lapsed_on == date(2024, 3, 12)


def test_days_ahead_under_a_heading_of_lapses_are_one_question():
    heads = (*HEADS[:3], "Дата прекращения действия")
    first = [[*cells[:3], "31.12.2030"] for cells in ROWS["in_force"]]
    reading = read(build({**ROWS, "in_force": first}, headings=heads))
    assert [problem.key for problem in reading.blocked] == ["problem.column"]


def test_registration_in_two_columns_is_one():
    def change(document):
        for table in (0, 1):
            for place, row in enumerate(rows_of(document, table)):
                cell = cells_of(row)[2]
                day, _, number = text_of(cell).partition(", ")
                if not place:
                    day, number = "Дата регистрации", "Регистрационный номер"
                cell.addnext(element(f"<w:tc><w:p><w:r><w:t>{number}</w:t></w:r></w:p></w:tc>"))
                set_content(cell, f"<w:p><w:r><w:t>{day}</w:t></w:r></w:p>")

    assert_official(read(build(change=change)))


def test_the_date_of_signing_may_have_a_column_of_its_own():
    def change(document):
        for table in (0, 1):
            for place, row in enumerate(rows_of(document, table)):
                cell = cells_of(row)[1]
                title, _, day = text_of(cell).rpartition(" от ")
                if not place:
                    title, day = "Наименование", "Дата подписания"
                cell.addnext(element(f"<w:tc><w:p><w:r><w:t>{day}</w:t></w:r></w:p></w:tc>"))
                set_content(cell, f"<w:p><w:r><w:t>{title}</w:t></w:r></w:p>")

    reading = read(build(change=change))
    assert reading.blocked == ()
    assert [x.signed_on for x in reading.agreements] == [x.signed_on for x in REGISTER.agreements]
    assert [x.id for x in reading.agreements] == [x.id for x in REGISTER.agreements]


WITH_DAY = "Соглашение о сотрудничестве между городом Смоленском и городом Могилевом"
CHANGED = "Соглашение о внесении изменений в договор о сотрудничестве от 24 июля 1998 года"


@pytest.mark.parametrize(
    ("title", "column", "outcome"),
    [
        (f"{WITH_DAY} от 5 марта 2015 года", "05.03.2015", date(2015, 3, 5)),
        (f"{WITH_DAY} (в редакции от 5 мая 2020 года)", "05.03.2015", date(2015, 3, 5)),
        (WITH_DAY.replace("Соглашение о сотрудничестве", CHANGED), "05.03.2015", "about"),
        (WITH_DAY.replace("Соглашение о сотрудничестве", CHANGED), "-", "date"),
        (f"{WITH_DAY} от 5 марта 2015 года", "06.03.2015", "dates"),
        (f"{WITH_DAY} на период до 31 декабря 2020 года", "05.03.2015", "dates"),
        (f"{WITH_DAY} от 5 марта 2015 года", "05.03.15", "short_year"),
        (WITH_DAY, "05.03.15", "short_year"),
        (f"{WITH_DAY} от 5 марта 2015 года", "не подписано", "date"),
        (f"{WITH_DAY} от 5 марта 2015 года", "-", date(2015, 3, 5)),
        (WITH_DAY, "05.03.2015, 06.03.2015", "dates"),
    ],
)
def test_a_column_of_its_own_says_the_date_unless_the_title_says_another(title, column, outcome):
    heads = (HEADS[0], "Наименование", "Дата подписания", *HEADS[2:])
    table = parse_xml(table_xml([heads, ["1.", title, column, "-", "бессрочный"]]))
    document = docx.Document()
    document.element.body.insert_element_before(table, "w:sectPr")
    reading = read(saved(document))
    found = [x.signed_on for x in reading.agreements]
    assert found == ([outcome] if isinstance(outcome, date) else [])
    asked = [x.key.removeprefix("problem.") for x in reading.blocked]
    assert asked == ([] if isinstance(outcome, date) else [outcome])


def test_latin_letters_in_russian_words_are_read_and_told():
    def change(document):
        every_cell(document, lambda text: text.replace("Смол", "Cмoл").replace("-с", "-c"))

    assert_official(read(build(change=change)), problems=("look_alike",))


def test_ё_is_е():
    def change(document):
        every_cell(document, lambda text: text.replace("Могилев", "Могилёв"))

    found = read(build(change=change))
    assert found.blocked == ()
    assert [x.territories for x in found.agreements] == [x.territories for x in REGISTER.agreements]


NUMBERING = (
    '<w:abstractNum w:abstractNumId="{id}"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
    '<w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'
)


def numbered(document, *, style=False):
    """Take the numbers out of the cells and let Word count, anew in the second table."""
    numbering = document.part.numbering_part.element
    for each in list(numbering):
        numbering.remove(each)
    numbering.append(element(NUMBERING.format(id=7)))
    numbering.append(element('<w:num w:numId="7"><w:abstractNumId w:val="7"/></w:num>'))
    numbering.append(
        element(
            '<w:num w:numId="8"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0">'
            '<w:startOverride w:val="1"/></w:lvlOverride></w:num>'
        )
    )
    if style:
        for number, table in ((7, 0), (8, 1)):
            document.styles.element.append(
                element(
                    f'<w:style w:type="paragraph" w:styleId="Count{table}"><w:pPr><w:numPr>'
                    f'<w:numId w:val="{number}"/></w:numPr></w:pPr></w:style>'
                )
            )
    for table in (0, 1):
        for row in rows_of(document, table)[1:]:
            own = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{7 + table}"/></w:numPr>'
            inner = f'<w:pStyle w:val="Count{table}"/>' if style else own
            set_content(cells_of(row)[0], f"<w:p><w:pPr>{inner}</w:pPr></w:p>")


def test_automatic_numbers_are_counted():
    assert_official(read(build(change=numbered)))


def test_automatic_numbers_of_a_style_are_counted():
    assert_official(read(build(change=lambda document: numbered(document, style=True))))


def test_a_style_that_takes_the_number_of_the_one_it_is_made_of_away_counts_nothing():
    def change(document):
        numbered(document, style=True)
        document.styles.element.append(
            element(
                '<w:style w:type="paragraph" w:styleId="Plain"><w:basedOn w:val="Count0"/>'
                '<w:pPr><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr></w:style>'
            )
        )
        for row in rows_of(document, 0)[1:]:
            for paragraph in cells_of(row)[1].iter(qn("w:p")):
                for own in paragraph.findall(qn("w:pPr")):
                    paragraph.remove(own)
                paragraph.insert(0, element('<w:pPr><w:pStyle w:val="Plain"/></w:pPr>'))

    assert_official(read(build(change=change)))


def test_a_dash_that_word_made_a_bullet_is_a_dash():
    def change(document):
        numbered(document)
        bullet = NUMBERING.format(id=9).replace("decimal", "bullet").replace("%1.", "-")
        document.part.numbering_part.element.insert(0, element(bullet))
        document.part.numbering_part.element.append(
            element('<w:num w:numId="9"><w:abstractNumId w:val="9"/></w:num>')
        )
        for row in rows_of(document)[1:20]:
            set_content(
                cells_of(row)[2],
                '<w:p><w:pPr><w:numPr><w:numId w:val="9"/></w:numPr></w:pPr></w:p>',
            )

    assert_official(read(build(change=change)))


def test_rows_without_numbers_take_their_place_in_the_table():
    def change(document):
        for table in (0, 1):
            for row in rows_of(document, table)[1:]:
                set_content(cells_of(row)[0], "<w:p/>")

    assert_official(read(build(change=change)), problems=("numbering",))


def test_the_strict_namespace_is_read_like_the_usual_one():
    usual = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(build())) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(usual.encode(), strict.encode()))
    assert_official(read(out.getvalue()))


# --- text with irregularities ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "\ufeff" + text,
        lambda text: text.replace(" ", "\u00a0"),
        lambda text: text.replace("[bookmark: _GoBack]", ""),
        lambda text: "Приложение к письму\n\n" + text + "\n\nИсполнитель: Иванов\n",
        lambda text: text.replace("\n\t№\nп/п", "\n\t№ п/п"),
        lambda text: text.replace(" \nот ", "\n\nот "),
        lambda text: text.replace("\n", "\n\n"),
        lambda text: text.replace("\n", "\r\r\n"),
        lambda text: text.replace("\n", "\n\n\n"),
    ],
)
def test_an_irregular_text_reads_the_same(change):
    assert_official(read(change(TEXT)))


def test_a_text_with_a_row_to_a_line_reads_the_same():
    def lines(rows):
        return "\n".join("\t".join(row) for row in [HEADS, *rows])

    text = f"{IN_FORCE}\n{lines(ROWS['in_force'])}\n\n{LAPSED}\n{lines(ROWS['lapsed'])}\n"
    assert_official(read(text))
    broken = (
        text.replace(" от ", "\nот ").replace(" и городом", "\nи городом").replace("\n\n", "\n")
    )
    assert_official(read(broken))
    copied = text.replace(IN_FORCE + "\n", IN_FORCE + "\t\t\t\n").replace("\n\n", "\n")
    assert_official(read(copied.replace(LAPSED, LAPSED + "\t\t\t")))  # as a spreadsheet copies it
    merged = copied.replace(LAPSED, f"\t{LAPSED}\t\t")  # no number: the line starts with a tab
    assert_official(read(merged))
    cells = '"{}"'.format(text.replace('"', '""').replace("\t", '"\t"').replace("\n", '"\n"'))
    assert_official(read(cells.replace(" от ", "\nот ")))  # as Excel saves it


@pytest.mark.parametrize("line", ["\n\t{}\n", "\n{}\n", "\n\n{}\n\n"])
def test_a_line_of_a_text_announces_the_rows_below_it(line):
    def cells(rows):
        return "".join(f"\n\t{cell}\n" for row in rows for cell in row)

    above, below = [HEADS, *ROWS["in_force"][:2]], ROWS["in_force"][2:4]
    rows = ["\t".join(row) for row in above] + ["Утратившие силу"] + ["\t".join(r) for r in below]
    found = read("\n".join([IN_FORCE, *rows]))
    assert [x.status for x in found.agreements] == ["in_force"] * 2 + ["lapsed"] * 2
    found = read(f"{IN_FORCE}\n{cells(above)}{line.format('Утратившие силу')}{cells(below)}")
    assert [x.status for x in found.agreements] == ["in_force"] * 2 + ["lapsed"] * 2
    found = read(f"{IN_FORCE}\n{cells(above)}{line.format('№№ 1, 2 утратили силу')}{cells(below)}")
    assert [x.status for x in found.agreements] == ["in_force"] * 4
    assert [(x.key, x.got) for x in found.blocked] == [("problem.text", "№№ 1, 2 утратили силу")]


# --- what is not understood -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "key", "column", "blocks"),
    [
        ("Лиозненским", "Лиознинским", "misprint", "title", True),
        ("городом Витебском", "городом Полоцком", "not_listed", "title", True),
        ("городом Витебском", "городом Тверью", "unknown_place", "title", True),
        ("городом Витебском", "Витебском", "left", "title", True),
        ("Договор о", "Декларация о", "form", "title", True),
        ("24 июля", "34 июля", "date", "title", True),
        ("24 июля", "24 июл", "date", "title", True),
        ("№ 7-с", "№ семь", "registration", "registration", True),
        ("10 апреля 2023", "10 апреля 2022", "registered_early", "registration", False),
        ("3 года с последующей", "4 месяца с последующей", "term", "term", True),
        ("3 года с последующей пролонгацией", "утратил силу", "status", "term", True),
        ("утратил силу\n", "отложен\n", "term", "term", True),
        ("утратил силу\n", "бессрочный\n", "status", "term", False),
        ("от 29.06.2024", "от 30.06.2024", "successor", "term", False),
        ("\t2. \n", "\t22. \n", "numbering", "number", False),
        ("сфере культуры", "сфере связи", "theme", "title", False),
    ],
)
def test_a_cell_that_is_not_understood_is_told_by_row_and_column(old, new, key, column, blocks):
    assert old in TEXT
    reading = read(TEXT.replace(old, new, 1))
    found = [problem for problem in reading.problems if problem.key != "problem.broken"]
    assert [problem.key for problem in found] == [f"problem.{key}"], found
    assert (found[0].column, found[0].blocks) == (column, blocks)
    assert found[0].section and found[0].number and found[0].table and found[0].row
    assert len(reading.agreements) == 52 - blocks


@pytest.mark.parametrize(
    ("numbers", "told"),
    [
        ("1 2 4 5 6 7", ["4"]),
        ("1 2 33 4 5 6", ["33"]),
        ("1 2 2 3 4 5", ["2"]),
        ("1 2 2.1 3 4 5", ["2.1", "3"]),
        ("1 3 4 5 6 2", ["3", "2"]),
    ],
)
def test_a_break_in_the_numbers_is_told_where_it_is(numbers, told):
    rows = [[f"{n}.", *row[1:]] for n, row in zip(numbers.split(), ROWS["in_force"], strict=False)]
    problems = read(build({**ROWS, "in_force": rows})).problems
    assert [x.got.strip(".") for x in problems if x.key == "problem.numbering"] == told


def test_numbers_that_go_on_in_the_second_table_are_in_order():
    lapsed = [[f"{n}.", *row[1:]] for n, row in enumerate(ROWS["lapsed"], start=43)]
    assert [x.key for x in read(build({**ROWS, "lapsed": lapsed})).problems] == ["problem.broken"]


@pytest.mark.parametrize(
    ("number", "told"),
    [("№ 2-с", []), ("№ 3-с", ["problem.stray_cell"]), ("(рег. № 3-с)", ["problem.stray_cell"])],
)
def test_a_number_behind_a_title_is_told_unless_it_is_that_of_the_registration(number, told):
    row = ROWS["in_force"][22]
    assert row[2].endswith("№ 2-с")
    above, below = ROWS["in_force"][:22], ROWS["in_force"][23:]
    in_force = [*above, [row[0], f"{row[1]} {number}", *row[2:]], *below]
    assert [x.key for x in read(build({**ROWS, "in_force": in_force})).problems] == [
        *told, "problem.broken"
    ]  # fmt: skip


def test_every_problem_has_words_in_both_languages():
    text = TEXT.replace("Лиозненским", "Лиознинским").replace("№ 7-с", "№ семь")
    for problem in read(text.replace("24 июля", "34 июля")).problems:
        for lang in LANGUAGES:
            assert problem.message(lang)
            assert "{" not in problem.message(lang) + problem.place(lang)
    assert Problem("problem.broken", table=2, row=3).place("en") == "table 2, row 3"


def test_whatever_the_reader_reports_has_words():
    source = "".join(
        path.read_text("utf-8") for path in Path(geo.reading.__file__).parent.glob("*.py")
    )
    keys = set(re.findall(r'"(problem\.[a-z_]*[a-z])"', source))
    assert len(keys) > 50
    assert [key for key in sorted(keys) if not has_text(key)] == []


def test_a_row_that_blocks_leaves_the_others_as_they_are():
    reading = read(TEXT.replace("Крупским", "Крупскими", 1))
    assert reading.blocked == ()
    reading = read(TEXT.replace("городом Витебском", "Тверью", 1))
    assert [x.id for x in reading.agreements] == [x.id for x in REGISTER.agreements][1:]


def test_a_decision_lets_a_blocked_row_be_read():
    text = TEXT.replace("Крупским районом", "Крубским районом", 1)
    (problem,) = read(text).blocked
    reading = read(text, decisions={problem.got: problem.candidates[0]})
    assert [x.territories for x in reading.agreements] == [
        x.territories for x in REGISTER.agreements
    ]


def test_a_row_that_stands_twice_is_told_and_read_once():
    twice = {"in_force": [*ROWS["in_force"], ROWS["in_force"][4]], "lapsed": ROWS["lapsed"]}
    reading = read(build(twice))
    assert {problem.key for problem in reading.blocked} == {"problem.double"}
    assert len(reading.agreements) == 52


@pytest.mark.parametrize("status", list(Status))
def test_a_row_that_was_moved_and_left_where_it_stood_is_asked_about(status):
    moved = ["11.", ROWS["in_force"][4][1], "-", "утратил силу с 1 марта 2026 года"]
    document = build({**ROWS, "lapsed": [*ROWS["lapsed"], moved]})
    (asked,) = read(document).blocked
    assert (asked.key, asked.options) == ("problem.both_tables", tuple(Status))
    reading = read(document, decisions={problem_key(asked): status})
    assert reading.blocked == () and len(reading.agreements) == 52
    found = {x.id: x for x in reading.agreements}[REGISTER.agreements[4].id]
    assert (found.status, found.lapsed_on) == (
        (status, date(2026, 3, 1)) if status == Status.LAPSED else (status, None)
    )


def test_a_successor_that_is_not_named_word_for_word_is_found_by_date_form_and_parties():
    text = TEXT.replace(
        "Соглашения об установлении побратимских связей между городом Смоленском (Российская "
        "Федерация) и городом Могилевом (Республика Беларусь) от 29.06.2024",
        "Соглашения между городом Могилевом и городом Смоленском от 29.06.2024",
    )
    assert text != TEXT
    by_id = {x.id: x for x in read(text).agreements}
    assert by_id["2012-06-30-s-37b40d"].successor_id == "2024-06-29-s-37b40d"


@pytest.mark.parametrize(
    ("said", "successor"),
    [
        ("(с даты вступления в силу Соглашения от 29.06.2024)", "2024-06-29-s-37b40d"),
        ("со дня подписания Соглашения о побратимстве от 29 июня 2024 года", "2024-06-29-s-37b40d"),
        ("в связи с заключением нового соглашения от 29.06.2024", "2024-06-29-s-37b40d"),
        ("(заменено новым Соглашением от 29.06.2024)", "2024-06-29-s-37b40d"),
        (
            "(заменено Соглашением о побратимстве между городом Смоленском и городом Могилевом"
            " от 29.06.2024, рег. № 13-с)",
            "2024-06-29-s-37b40d",
        ),
        ("взамен подписано Соглашение от 29.06.2024", "2024-06-29-s-37b40d"),
        ("(с даты вступления в силу Договора от 29.06.2024)", ""),
        ("(с даты вступления в силу Соглашения от 28.06.2024)", ""),
        ("(с даты вступления в силу Соглашения между областями от 29.06.2024)", ""),
    ],
)
def test_a_successor_named_without_its_parties_has_those_of_the_lapsed_one(said, successor):
    rows = [list(row) for row in ROWS["lapsed"]]
    rows[5][3] = f"утратило силу {said}"
    reading = read(build({**ROWS, "lapsed": rows}))
    by_id = {x.id: x for x in reading.agreements}
    assert by_id["2012-06-30-s-37b40d"].successor_id == successor
    told = [problem.key for problem in reading.problems if problem.got == rows[5][3]]
    assert told == ([] if successor else ["problem.successor"])


@pytest.mark.parametrize(
    ("lapse", "kind", "basis"),
    [
        ("утратило силу (с даты вступления в силу {} от 05.07.2019)", "friendship", "stated"),
        ("утратило силу", "cooperation", "inferred"),
    ],
)
def test_of_two_successors_of_one_day_that_of_the_same_kind_counts(lapse, kind, basis):
    what = "Соглашение о {} между городом Смоленском и городом Могилевом"
    subjects = ("сотрудничестве", "дружбе", "побратимских связях")
    new = [f"{what.format(each)} от 5 июля 2019 года" for each in subjects]
    lapse = lapse.format(what.format("дружбе").replace("Соглашение", "Соглашения"))
    old = ["1.", f"{what.format('сотрудничестве')} от 4 июля 2009 года", "-", lapse]
    in_force = [[f"{n}.", title, "-", "5 лет"] for n, title in enumerate(new, 1)]
    found = {x.id: x for x in read(build({"in_force": in_force, "lapsed": [old]})).agreements}
    (lapsed,) = [x for x in found.values() if x.status == "lapsed"]
    assert (found[lapsed.successor_id].kind, lapsed.successor_basis) == (kind, basis)
    # Of two that are as like it, neither.
    in_force = [[row[0], row[1].replace("сотрудничестве", "дружбе"), *row[2:]] for row in in_force]
    old[3] = "утратило силу"
    rows = {"in_force": in_force[1:], "lapsed": [old]}
    assert not any(x.successor_id for x in read(build(rows)).agreements)


def test_a_narrower_later_agreement_is_no_successor():
    text = TEXT.replace("(с даты вступления", "[с даты вступления")
    asked = read(text).blocked
    assert {problem.key for problem in asked} == {"problem.term"}
    confirmed = {problem_key(problem): "confirm" for problem in asked}
    by_id = {x.id: x for x in read(text, decisions=confirmed).agreements}
    assert by_id["2012-11-15-s-35dbab"].successor_id == ""
    rows = {
        "in_force": [["1.", ROWS["lapsed"][6][1].replace("2012", "2013"), "-", "бессрочное"]],
        "lapsed": [["1.", ROWS["lapsed"][7][1], "-", "утратило силу"]],
    }
    assert [x.successor_id for x in read(build(rows)).agreements] == ["", ""]


@pytest.mark.parametrize(
    ("document", "key"),
    [
        ("", "error.no_register"),
        ("Просто письмо.\n", "error.no_register"),
        ("\tИмя\n\tТелефон\n\n\tИванов\n\t38-00-00\n", "error.no_register"),
        ("\t" + "\n\t".join(HEADS) + "\n", "error.no_rows"),
        (b"", "error.no_document"),
        (b"PK\x03\x04 broken", "error.no_document"),
        (b"%PDF-1.7", "error.no_document"),
    ],
)
def test_what_is_no_register_is_refused(document, key):
    with pytest.raises(RegisterFormatError) as raised:
        read(document)
    assert raised.value.key == key


def test_a_word_document_without_the_register_is_refused():
    document = docx.Document()
    document.add_paragraph("Письмо")
    document.add_table(1, 2)
    with pytest.raises(RegisterFormatError):
        read(saved(document))


def test_a_workbook_is_no_word_document():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    with pytest.raises(RegisterFormatError):
        read_docx(file.getvalue())


# --- a register of a neighbouring oblast ----------------------------------------------------------

NEIGHBOURS = {
    "in_force": [
        ["1", "Соглашение о сотрудничестве между Псковским районом Псковской области (Российская "
         "Федерация) и Верхнедвинским районом Витебской области (Республика Беларусь) от 5 мая "
         "2010 года", "-", "бессрочное"],
        ["2", "Соглашение о сотрудничестве в сфере культуры и спорта между Администрацией "
         "Невельского района Псковской области и Россонским районным исполнительным комитетом "
         "Витебской области от 12.09.2012", "№ 1 от 20.09.2012", "5 лет с последующей "
         "пролонгацией"],
        ["3", "Договор о дружбе и сотрудничестве Псковского, Невельского, Себежского районов "
         "Псковской области, Верхнедвинского, Россонского районов Витебской области от 1 июля "
         "2015 г.", "б/н", "3 года с последующей пролонгацией"],
        ["4", "Соглашение об установлении побратимских связей между городом Клинцы Брянской "
         "области и городом Гомелем от 3 июня 2019 года", "-", "бессрочное"],
        ["5", "Соглашение о сотрудничестве между муниципальным образованием «Новозыбковский "
         "городской округ» Брянской области и Гомельским районом Гомельской области от 4 июня "
         "2021 года", "-", "бессрочное"],
    ],
    "lapsed": [
        ["1", "Договор о сотрудничестве между Клинцовским районом Брянской области и Ветковским "
         "районом Гомельской области от 4 июня 2001 года", "-", "утратил силу"],
    ],
}  # fmt: skip


@pytest.mark.parametrize("as_text", [False, True])
def test_a_register_of_a_neighbouring_oblast_is_read_without_a_change(as_text):
    titles = ("Соглашения муниципальных образований Псковской и Брянской областей",
              "Соглашения, утратившие силу")  # fmt: skip
    document = written(titles, NEIGHBOURS) if as_text else build(NEIGHBOURS, titles=titles)
    reading = read(document)
    assert reading.problems == ()
    assert [x.territories for x in reading.agreements] == [
        ("ru-psk-pskovsky", "by-vi-verkhnyadzvinsk"),
        ("ru-psk-nevelsky", "by-vi-rasony"),
        ("ru-psk-pskovsky", "ru-psk-nevelsky", "ru-psk-sebezhsky", "by-vi-verkhnyadzvinsk",
         "by-vi-rasony"),
        ("ru-bry-klintsy", "by-ho-homyel"),
        ("ru-bry-novozybkovsky", "by-ho-homyelsky"),
        ("ru-bry-klintsovsky", "by-ho-vietka"),
    ]  # fmt: skip
    assert [x.kind for x in reading.agreements] == [
        "cooperation", "sectoral", "friendship", "twinning", "cooperation", "cooperation",
    ]  # fmt: skip
    assert reading.agreements[1].registered_on == date(2012, 9, 20)
    assert [party.body for party in reading.agreements[1].parties] == ["executive", "executive"]
    assert reading.agreements[-1].status == "lapsed"


def written(titles, rows):
    """The register as plain text, as Word saves it."""
    parts = []
    for title, section in zip(titles, rows.values(), strict=True):
        cells = ["\n\t".join(row) for row in [HEADS, *section]]
        parts.append(f"{title}\n\n\t" + "\n\n\t".join(cells))
    return "\n\n\n".join(parts) + "\n"


def test_the_register_written_as_text_reads_the_same():
    assert_official(read(written((IN_FORCE, LAPSED), ROWS)))


@pytest.mark.parametrize("number", ["9а.", "№ 10", "10-а", "10.1"])
def test_a_row_put_between_two_of_a_text_begins_with_its_number_however_it_is_set(number):
    rows = [list(row) for row in ROWS["in_force"]]
    rows[9][0] = number
    found = read(written((IN_FORCE, LAPSED), {**ROWS, "in_force": rows}))
    assert found.agreements == REGISTER.agreements
    assert {problem.key for problem in found.blocked} == set()


def test_an_agreement_is_known_again_when_rows_are_renumbered_and_moved():
    moved = {
        "in_force": [[f"{n}.", *row[1:]] for n, row in enumerate(ROWS["in_force"][1:], start=1)],
        "lapsed": [["1.", ROWS["in_force"][0][1], "-", "утратил силу"],
                   *([f"{n}.", *row[1:]] for n, row in enumerate(ROWS["lapsed"], start=2))],
    }  # fmt: skip
    found = {x.id: x for x in read(build(moved)).agreements}
    assert set(found) == {x.id for x in REGISTER.agreements}
    assert found[REGISTER.agreements[0].id].status == "lapsed"
    unmoved = REGISTER.agreements[1]
    assert replace(found[unmoved.id], number=unmoved.number) == unmoved


# --- what was written is read ---------------------------------------------------------------------

SUBJECTS = {
    "о сотрудничестве": (Kind.COOPERATION, ()),
    "о дружбе и сотрудничестве": (Kind.FRIENDSHIP, ()),
    "об установлении побратимских связей": (Kind.TWINNING, ()),
    "о сотрудничестве в сфере культуры и туризма": (
        Kind.SECTORAL,
        (Theme.CULTURE, Theme.TOURISM),
    ),
}
TERMS = {
    "бессрочный": (None, True),
    "3 года с последующей пролонгацией": (3, False),
    "21 год с последующей пролонгацией": (21, False),
}
REGISTRATIONS = {
    "-": (None, ""),
    "б/н": (None, "б/н"),
    "2 ноября 2030 года, № 2-с": (date(2030, 11, 2), "2-с"),
}
TERRITORY = st.sampled_from(list(TERRITORIES.values()))


def wordings(territory):
    """How a title can name a territory, with the body that signs for it."""
    name = territory.name_ru
    yield f"муниципальным образованием «{name}»", Body.MUNICIPALITY
    if territory.kind == TerritoryKind.GOROD:
        yield name.replace("город ", "городом "), Body.MUNICIPALITY
        yield name.replace("город ", "администрацией города "), Body.EXECUTIVE
        yield name.replace("город ", "г. "), Body.MUNICIPALITY
    elif territory.short_ru.endswith("ий"):
        stem = territory.short_ru.removesuffix("ий")
        yield f"{stem}им районом", Body.MUNICIPALITY
        yield f"{stem}им муниципальным районом", Body.MUNICIPALITY
        yield f"{stem}им районным исполнительным комитетом", Body.EXECUTIVE
        yield f"{stem}им районным Советом депутатов", Body.COUNCIL
        yield f"отделом образования Администрации {stem}ого района", Body.EDUCATION_DEPARTMENT


FORMS = {
    "Договор": Form.DOGOVOR,
    "Соглашение": Form.SOGLASHENIE,
    "Меморандум": Form.MEMORANDUM,
    "Протокол": Form.PROTOKOL,
}
BORNE_TWICE = (
    "Березовский", "Борисовский", "Дзержинский", "Ивановский", "Кировский", "Мостовский",
    "Октябрьский", "Светлогорский",
)  # fmt: skip
"""Districts whose names others bear as well: without their oblast they are asked about."""


@st.composite
def parties(draw):
    """One party: its territory, with or without oblast and country, in one of its wordings."""
    territory = draw(TERRITORY)
    words, body = draw(st.sampled_from(list(wordings(territory))))
    region = t(f"region.{territory.region}", "ru")
    if region.endswith("область") and (territory.short_ru in BORNE_TWICE or draw(st.booleans())):
        words += f" {region.replace('ая область', 'ой области')}"
    if draw(st.booleans()):
        country = "Республика Беларусь" if territory.country == "by" else "Российская Федерация"
        words += f" ({country})"
    return Party(territory.code, body, words)


@st.composite
def agreements(draw):
    """One agreement of any territories of the gazetteer, without number and id."""
    signed = draw(st.lists(parties(), min_size=2, max_size=4, unique_by=lambda x: x.territory))
    subject = draw(st.sampled_from(list(SUBJECTS)))
    kind, themes = SUBJECTS[subject]
    if kind == Kind.COOPERATION and {x.body for x in signed} == {Body.EDUCATION_DEPARTMENT}:
        kind, themes = Kind.SECTORAL, (Theme.EDUCATION,)
    word, form = draw(st.sampled_from(list(FORMS.items())))
    day = draw(st.dates(date(1990, 1, 1), date(2025, 12, 31)))
    listed = ", ".join(x.wording for x in signed[:-1]) + f" и {signed[-1].wording}"
    written_day = draw(st.sampled_from([in_words(day), f"{day:%d.%m.%Y}"]))
    status = draw(st.sampled_from(Status))
    lapsed = status == Status.LAPSED
    term = draw(st.sampled_from(list(TERMS)))
    registration = draw(st.sampled_from(list(REGISTRATIONS)))
    return registration, Agreement(
        id="",
        number=0,
        form=form,
        kind=kind,
        themes=themes,
        title=f"{word} {subject} между {listed} от {written_day}",
        signed_on=day,
        registered_on=REGISTRATIONS[registration][0],
        registration_number=REGISTRATIONS[registration][1],
        term_text="" if lapsed else term,
        term_years=None if lapsed else TERMS[term][0],
        perpetual=None if lapsed else TERMS[term][1],
        prolonged=True if not lapsed and TERMS[term][0] else None,
        status=status,
        lapse_text="утратило силу" if lapsed else "",
        successor_id="",
        successor_basis=None,
        source_note="",
        parties=tuple(signed),
    )


def laid_out(drawn):
    """The rows of both tables, and the agreements with their ids and numbers."""
    rows = {Status.IN_FORCE: [], Status.LAPSED: []}
    expected = {Status.IN_FORCE: [], Status.LAPSED: []}
    for registration, agreement in drawn:
        number = len(rows[agreement.status]) + 1
        last = agreement.term_text or agreement.lapse_text
        rows[agreement.status].append([f"{number}.", agreement.title, registration, last])
        numbered = replace(agreement, id=agreement_id(agreement), number=number)
        expected[agreement.status].append(numbered)
    return rows, (*expected[Status.IN_FORCE], *expected[Status.LAPSED])


@pytest.mark.parametrize("as_text", [True, False])
@settings(
    max_examples=15,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
@given(st.lists(agreements(), min_size=1, max_size=6, unique_by=lambda x: agreement_id(x[1])))
def test_what_was_written_is_read(as_text, drawn):
    rows, expected = laid_out(drawn)
    titles = (IN_FORCE, LAPSED)
    document = written(titles, rows) if as_text else build(rows, titles=titles)
    asked = read(document).problems
    told = {"problem.number_twice"}
    assert {problem.key for problem in asked} <= {"problem.one_side", *told}
    confirmed = {problem_key(problem): "confirm" for problem in asked}
    reading = read(document, decisions=confirmed)
    assert {problem.key for problem in reading.problems} <= told
    bare = {"source_note": "", "successor_id": "", "successor_basis": None}
    assert tuple(replace(found, **bare) for found in reading.agreements) == expected
    again = read(written(titles, rows), decisions=confirmed)
    assert again.agreements == reading.agreements
