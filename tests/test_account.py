"""The account of a document: no title of an agreement leaves the register without a word."""

import json

import pytest

from geo.agreements import load_register
from geo.reading import read_register
from geo.reading.account import titles_in
from geo.update.settlement import Choice, Settlement, build_preview, choices, problem_key
from tests.documents import HEADS, IN_FORCE, LAPSED, docx, paragraph, rows, table

REGISTER = load_register()
TABLES = rows(REGISTER.agreements)
EXTRA = "Соглашение о сотрудничестве между городом Смоленском и городом Полоцком от 5 мая 2026 года"


def preview(body, settlements=None):
    def read(decisions):
        return read_register(docx(body), REGISTER.territories, decisions)

    return build_preview(REGISTER, "", read, settlements or {})


def questions(found):
    return [problem.key.removeprefix("problem.") for problem in found.unsettled]


def is_as_before(found):
    """Nothing is asked and every agreement stays as it was, but for notes on its row."""
    same = found.comparison
    moved = (same.added, same.changed, same.lapsed, same.returned, same.vanished)
    return not found.n_open and not any(moved) and same.unchanged == len(REGISTER.agreements)


def second():
    return paragraph(LAPSED) + table(HEADS, *TABLES[1])


@pytest.mark.parametrize(
    "between",
    ["Продолжение таблицы", "Окончание таблицы 1", "Продолжение", "стр. 2", "2"],
)
def test_a_table_goes_on_below_a_line_of_text(between):
    first = table(HEADS, *TABLES[0][:19]) + paragraph(between) + table(*TABLES[0][19:])
    found = preview(paragraph(IN_FORCE) + first + second())
    assert is_as_before(found)


@pytest.mark.parametrize(
    "heads", [("a", "b", "c", "d"), ("№", "Документ", "Регистрация", "Период"), ("", "", "", "")]
)
def test_a_table_under_unknown_headings_is_a_question_and_read_once_it_is_confirmed(heads):
    body = paragraph(IN_FORCE) + table(heads, *TABLES[0]) + second()
    (problem,) = preview(body).unsettled
    assert problem.count == 42
    assert choices(problem) == (Choice.CONFIRM, Choice.LEAVE_OUT)
    settled = preview(body, {problem_key(problem): Settlement(Choice.CONFIRM)})
    assert is_as_before(settled)


def test_a_table_whose_columns_stay_unclear_can_only_be_left_out():
    mixed = [[number, title] for number, title, _, _ in TABLES[0]]
    body = paragraph(IN_FORCE) + table(("a", "b"), *mixed) + second()
    (problem,) = preview(body).unsettled
    assert choices(problem) == (Choice.LEAVE_OUT,)


@pytest.mark.parametrize("where", ["above", "between", "below"])
@pytest.mark.parametrize("text", [EXTRA, f"43. {EXTRA}", f"Дополнительно: {EXTRA}", EXTRA.lower()])
def test_a_title_outside_the_tables_is_a_question(where, text):
    parts = [paragraph(IN_FORCE) + table(HEADS, *TABLES[0]), second()]
    parts.insert(("above", "between", "below").index(where), paragraph(text))
    assert questions(preview("".join(parts))) == ["title_outside"]


def test_a_title_in_a_column_that_is_not_read_is_a_question():
    heads = (*HEADS, "Примечание")
    more = [[*row, EXTRA if place == 3 else ""] for place, row in enumerate(TABLES[0])]
    assert questions(preview(paragraph(IN_FORCE) + table(heads, *more) + second())) == [
        "title_lost"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Утверждён распоряжением от 12 марта 2026 года № 15",
        "Протокол заседания комиссии от 12 марта 2026 года",
        "Перечень соглашений, заключённых по состоянию на 1 мая 2026 года",
        f"Примечание: {TABLES[0][11][1]} продлено.",
    ],
)
def test_what_names_no_further_agreement_is_no_question(text):
    found = preview(paragraph(text) + paragraph(IN_FORCE) + table(HEADS, *TABLES[0]) + second())
    assert is_as_before(found)


@pytest.mark.parametrize("span", ["²", "٣", "9" * 5000, "-1", "1e3", ""])
def test_a_number_that_is_none_is_read_as_if_it_were_not_there(span):
    body = paragraph(IN_FORCE) + table(HEADS, *TABLES[0]) + second()
    cell = f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/></w:tcPr>'
    assert is_as_before(preview(body.replace("<w:tc>", cell, 1)))


def test_a_list_that_starts_at_an_endless_number_is_read():
    start = f'<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="²"><w:start w:val="{"9" * 5000}"/>'
    numbering = (
        '<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f'{start}<w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
    )
    body = paragraph(IN_FORCE) + table(HEADS, *TABLES[0]) + second()
    read = read_register(docx(body, **{"word/numbering.xml": numbering}), REGISTER.territories)
    assert len(read.agreements) == 52


def test_titles_are_found_where_each_begins():
    text = f"Приложение\n1) {EXTRA}\n2) Договор о дружбе\nмежду А и Б\nот 6 июня 2012 года"
    assert len(titles_in(text)) == 2
    assert json.dumps(titles_in(text), ensure_ascii=False).count("между") == 2
