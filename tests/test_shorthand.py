"""What rows say in short: a cell like the one above, a year of two digits."""

from datetime import date

import pytest

from geo.reading import read_register
from geo.reading.problems import problem_key
from geo.territories import load_territories
from geo.update.settlement import Choice, choices
from tests.documents import HEADS, IN_FORCE, docx, paragraph, table

TERRITORIES = load_territories()
PSKOV = "Соглашение о сотрудничестве между городом Псковом и городом Витебском"
NEVEL = "Договор о дружбе между Невельским районом и Россонским районом"
KLINTSY = "Соглашение о дружбе между городом Клинцы и городом Гомелем"
TITLES = (f"{PSKOV} от 5 мая 2010 года", f"{NEVEL} от 6 июня 2012 года",
          f"{KLINTSY} от 7 июля 2015 года")  # fmt: skip


def read(rows, heads=HEADS, decisions=None):
    body = paragraph(IN_FORCE) + table(heads, *rows)
    return read_register(docx(body), TERRITORIES, decisions=decisions)


def numbered(*rows):
    return [[f"{n}.", *row] for n, row in enumerate(rows, start=1)]


def agreed(rows, said, heads=HEADS):
    """The one question of all rows, and the agreements once it is answered."""
    asked = read(rows, heads).blocked
    (key,) = {problem_key(problem) for problem in asked}
    return asked, read(rows, heads, {key: said}).agreements


@pytest.mark.parametrize(
    "mark", ["-//-", '--"--', "— » —", '"', "„", "то же", "То же самое", "Тоже.", "см. выше"]
)
def test_a_cell_that_says_the_same_as_the_one_above_is_asked_once_and_read_so(mark):
    rows = numbered((TITLES[0], "-", "5 лет"), (TITLES[1], "-", mark), (TITLES[2], "-", mark))
    asked, agreements = agreed(rows, "above")
    assert [(x.key, x.column, x.number, x.options) for x in asked] == [
        ("problem.ditto", "term", n, ("above",)) for n in (2, 3)
    ]
    assert choices(asked[0]) == (Choice.READ_AS, Choice.LEAVE_OUT)
    assert asked[0].message("ru") == f"В ячейке «{mark}». Это то же, что в строке выше?"
    assert [(x.term_text, x.term_years) for x in agreements] == [("5 лет", 5)] * 3


def test_any_cell_but_the_number_may_be_as_above():
    rows = numbered(
        (PSKOV, "05.05.2010", "5 мая 2016 года, № 5-с", "5 лет"),
        (NEVEL, "то же", "то же", "бессрочный"),
    )
    heads = (HEADS[0], "Наименование", "Дата подписания", *HEADS[2:])
    asked = read(rows, heads).blocked
    assert [(x.key, x.column) for x in asked] == [
        ("problem.ditto", "signed"), ("problem.ditto", "registration")
    ]  # fmt: skip
    said = dict.fromkeys(map(problem_key, asked), "above")
    _, second = read(rows, heads, said).agreements
    assert (second.signed_on, second.registration_number) == (date(2010, 5, 5), "5-с")


@pytest.mark.parametrize("heading", ["Белорусская сторона", "Сторона от Витебской области"])
@pytest.mark.parametrize("mark", ["-//-", "То же"])
def test_a_party_in_a_column_of_its_own_may_be_as_above(heading, mark):
    heads = (HEADS[0], "Наименование", "Российская сторона", heading, *HEADS[2:])
    rows = numbered(
        ("Соглашение о дружбе от 5 мая 2010 года", "город Псков", "город Витебск", "-", "5 лет"),
        ("Договор о дружбе от 6 мая 2010 года", "город Клинцы", mark, "-", "5 лет"),
    )
    (_, second) = agreed(rows, "above", heads)[1]
    assert [TERRITORIES[code].short_ru for code in second.territories] == ["Клинцы", "Витебск"]


def test_the_first_row_of_a_table_has_none_above():
    (problem,) = read(numbered((TITLES[0], "-", "-//-"))).blocked
    assert problem.key == "problem.term"


SHORT = (f"{PSKOV} от 05.05.10", f"{NEVEL} от 06.06.12 г.", f"{KLINTSY} от 7/7/98")


def test_years_of_two_digits_in_titles_are_one_question_and_titles_keep_their_words():
    rows = numbered(*((title, "-", "бессрочный") for title in SHORT))
    asked, agreements = agreed(rows, "confirm")
    assert [(x.key, x.expected) for x in asked] == [
        ("problem.short_year", day) for day in ("05.05.2010", "06.06.2012 г.", "07.07.1998")
    ]
    assert choices(asked[0]) == (Choice.CONFIRM, Choice.LEAVE_OUT)
    assert [x.signed_on for x in agreements] == [
        date(2010, 5, 5), date(2012, 6, 6), date(1998, 7, 7)
    ]  # fmt: skip
    assert [x.title for x in agreements] == list(SHORT)


def test_years_of_two_digits_in_another_column_are_one_question_for_it():
    rows = numbered(*((title, "05.05.18, № 5-с", "до 31.12.30") for title in TITLES[:2]))
    asked = read(rows).blocked
    assert [(x.key, x.column) for x in asked] == [
        ("problem.short_year", column) for column in ("registration", "term")
    ] * 2
    first, _ = read(rows, decisions=dict.fromkeys(map(problem_key, asked), "confirm")).agreements
    assert (first.registered_on, first.registration_number) == (date(2018, 5, 5), "5-с")
    assert first.ends_on == date(2030, 12, 31)


def test_a_year_of_two_digits_beside_a_day_of_signing_in_full_is_not_asked_about():
    heads = (HEADS[0], "Наименование", "Дата подписания", *HEADS[2:])
    (found,) = read(numbered((SHORT[0], "05.05.2010", "-", "бессрочный")), heads).agreements
    assert found.signed_on == date(2010, 5, 5)


def test_titles_with_years_of_two_digits_are_found_wherever_they_stand():
    rows = [["5 лет", "-", title, n] for n, title in enumerate(SHORT, start=1)]
    whole = table(HEADS, ["1.", TITLES[0], "-", "5 лет"]) + paragraph("") + table("abcd", *rows)
    reading = read_register(docx(paragraph(IN_FORCE) + whole), TERRITORIES)
    assert [(x.key, x.count) for x in reading.blocked] == [("problem.table_columns", 3)]
