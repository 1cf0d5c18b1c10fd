"""The account of a document: no title of an agreement leaves the register without a word."""

import json

import pytest

from geo.agreements import load_register
from geo.reading import read_register
from geo.reading.account import titles_in
from geo.update.settlement import Choice, Settlement, build_preview, choices, problem_key
from tests.documents import HEADS, IN_FORCE, LAPSED, NAMESPACE, docx, paragraph, rows, table

REGISTER = load_register()
TABLES = rows(REGISTER.agreements)
EXTRA = (
    "Соглашение о сотрудничестве между городом Смоленском и городом Могилевом от 5 мая 2026 года"
)


def preview(body, settlements=None):
    def read(decisions):
        return read_register(docx(body), REGISTER.territories, decisions, home="ru-smo")

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
    [
        "Продолжение таблицы",
        "Окончание таблицы 1",
        "Таблица 1 (продолжение)",
        "лист 2 из 3",
        "2",
        "2016–2026 годы",
    ],
)
def test_a_table_goes_on_below_a_line_of_text(between):
    first = table(HEADS, *TABLES[0][:19])
    for rest in (
        paragraph(between) + table(*TABLES[0][19:]),
        table([between, "", "", ""], HEADS, *TABLES[0][19:]),
    ):
        assert is_as_before(preview(paragraph(IN_FORCE) + first + rest + second()))


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


def test_a_register_without_any_headings_is_read_once_it_is_confirmed():
    body = paragraph(IN_FORCE) + table(*TABLES[0]) + paragraph(LAPSED) + table(*TABLES[1])
    found = preview(body)
    assert questions(found) == ["table_columns", "table_columns"]
    assert not found.told
    keys = map(problem_key, found.unsettled)
    assert is_as_before(preview(body, dict.fromkeys(keys, Settlement(Choice.CONFIRM))))


def test_two_tables_side_by_side_are_one_question():
    beside = [[*left, *right] for left, right in zip(TABLES[0][:21], TABLES[0][21:], strict=True)]
    found = preview(paragraph(IN_FORCE) + table(HEADS * 2, *beside) + second())
    assert questions(found) == ["table_unread"]
    assert found.unsettled[0].count == 42


def test_a_column_of_days_without_a_heading_is_none_of_registrations():
    heads = (HEADS[0], HEADS[1], "", HEADS[3])
    days = [[number, title, "5 мая 2026 года", term] for number, title, _, term in TABLES[0]]
    found = preview(paragraph(IN_FORCE) + table(heads, *days) + second())
    assert not any(agreement.registered_on for agreement in found.comparison.agreements)


def test_two_issues_in_one_file_are_one_question_and_either_may_count():
    moved = [["43.", TABLES[1][0][1], "-", "бессрочный"], *TABLES[0][::-1]]
    above = paragraph(IN_FORCE) + table(HEADS, *moved) + paragraph(LAPSED)
    above += table(HEADS, *TABLES[1][1:])
    body = above + paragraph(IN_FORCE) + table(HEADS, *TABLES[0]) + second()
    found = preview(body)
    assert questions(found) == ["doubles"]
    (problem,) = found.unsettled
    assert problem.count == 52
    first = preview(body, {problem_key(problem): Settlement(Choice.CONFIRM)})
    assert len(first.comparison.returned) == 1
    later = preview(body, {problem_key(problem): Settlement(Choice.READ_AS, "later")})
    assert is_as_before(later)


@pytest.mark.parametrize("place", [0, 1, 4])
def test_a_column_of_statuses_divides_one_table_of_all(place):
    said = [(row, "действует") for row in TABLES[0]] + [(row, "не действует") for row in TABLES[1]]
    more = [[*row[:place], status, *row[place:]] for row, status in said]
    heads = [*HEADS[:place], "Статус", *HEADS[place:]]
    found = preview(paragraph("Реестр соглашений") + table(heads, *more))
    assert not questions(found) and not found.comparison.returned
    assert {problem.key for problem in found.told} <= {"problem.empty_cell"}
    more.insert(30, more.pop())  # the first part of the table ends with one that lapsed
    parts = paragraph("").join(table(heads, *part) for part in (more[45:] + more[:31], more[31:45]))
    found = preview(paragraph("Реестр соглашений") + parts)
    assert not questions(found) and not found.comparison.returned


@pytest.mark.parametrize("said", ["", "на пролонгации"])
def test_a_status_that_is_missing_or_says_neither_is_one_question(said):
    more = [[*row, "действует"] for row in TABLES[0]] + [
        [*row, "не действует"] for row in TABLES[1]
    ]
    more[7][4] = said
    found = preview(paragraph("Реестр соглашений") + table([*HEADS, "Статус"], *more))
    (problem,) = found.unsettled
    assert (problem.key, problem.got) == ("problem.remark", f"Статус: {said or '-'}")
    assert problem.title == TABLES[0][7][1] and not found.comparison.returned


def test_a_column_of_terms_and_lapses_divides_one_table_of_all():
    gone = [[*row[:3], row[3] or "утратило силу"] for row in TABLES[1]]
    more = [*TABLES[0][:20], *gone, *TABLES[0][20:]]
    more[0] = [*more[0][:3], "5 лет, до прекращения"]
    more[1] = [*more[1][:3], "бессрочный (до прекращения действия)"]
    found = preview(paragraph("Реестр соглашений") + table(HEADS, *more))
    assert questions(found) == ["term"] and found.unsettled[0].title == more[0][1]
    assert not found.comparison.lapsed and not found.comparison.returned
    found = preview(paragraph("Действующие соглашения") + table(HEADS, *more))
    assert questions(found).count("status") == 1 + len(gone)


def test_a_few_rows_that_stand_twice_are_asked_about_one_by_one():
    body = paragraph(IN_FORCE) + table(HEADS, *TABLES[0], *TABLES[0][:3]) + second()
    assert questions(preview(body)) == ["double"] * 3
    left = [["", *row[1:3], "утратило силу"] for row in TABLES[0][:9]]
    both = paragraph(IN_FORCE) + table(HEADS, *TABLES[0]) + paragraph(LAPSED)
    assert questions(preview(both + table(HEADS, *TABLES[1], *left))) == ["both_tables"] * 9


def test_a_table_whose_columns_stay_unclear_can_only_be_left_out():
    mixed = [[number, title, "?"] for number, title, _, _ in TABLES[0]]
    body = paragraph(IN_FORCE) + table(("a", "b", "c"), *mixed) + second()
    (problem,) = preview(body).unsettled
    assert choices(problem) == (Choice.LEAVE_OUT,)


@pytest.mark.parametrize("where", ["above", "between", "below"])
@pytest.mark.parametrize("text", [EXTRA, f"43. {EXTRA}", f"Дополнительно: {EXTRA}", EXTRA.lower()])
def test_a_title_outside_the_tables_is_a_question(where, text):
    parts = [paragraph(IN_FORCE) + table(HEADS, *TABLES[0]), second()]
    parts.insert(("above", "between", "below").index(where), paragraph(text))
    assert questions(preview("".join(parts))) == ["title_outside"]


@pytest.mark.parametrize("heads", [("Документ",), ("Документ", "Срок")])
def test_a_table_of_titles_alone_is_read_once_it_is_confirmed(heads):
    rows_ = [[row[1], row[3]][: len(heads)] for row in TABLES[0]]
    body = paragraph(IN_FORCE) + table(heads, *rows_) + second()
    (problem,) = preview(body).unsettled
    assert choices(problem) == (Choice.CONFIRM, Choice.LEAVE_OUT)
    found = preview(body, {problem_key(problem): Settlement(Choice.CONFIRM)})
    assert found.n_titles == len(found.comparison.agreements) == 52
    assert questions(found) == [
        f"lost_{name}" for name in ("registration", "term")[: 3 - len(heads)]
    ]


@pytest.mark.parametrize("where", ["box", "footnote"])
def test_a_title_beside_the_text_is_a_question(where):
    box = f"<w:pict><w:txbxContent>{paragraph(EXTRA)}</w:txbxContent></w:pict>"
    mark = {"box": box, "footnote": '<w:footnoteReference w:id="7"/>'}[where]
    notes = f'<w:footnotes xmlns:w="{NAMESPACE}"><w:footnote w:id="7">{paragraph(EXTRA)}'
    parts = {"word/footnotes.xml": f"{notes}</w:footnote></w:footnotes>"}
    document = docx(f"<w:p><w:r>{mark}</w:r></w:p>{official()}", **parts)
    reading = read_register(document, REGISTER.territories, home="ru-smo")
    assert [x.key for x in reading.blocked][:1] == ["problem.title_outside"]
    assert reading.n_titles == 53


def test_a_table_within_a_title_is_a_part_of_it():
    rows_ = [list(row) for row in TABLES[0]]
    words, day = rows_[1][1].split(" от ")
    body = table(HEADS, *rows_)
    whole = paragraph(rows_[1][1])
    assert whole in body
    within = table([words], [f"от {day}"]) + paragraph("")
    found = preview(paragraph(IN_FORCE) + body.replace(whole, within) + second())
    assert is_as_before(found)
    assert "problem.text" not in {problem.key for problem in found.told}


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
        f"См. также: {TABLES[0][11][1]}.",
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


# --- which agreements, and whose ------------------------------------------------------------------


def official(lapsed_heading=LAPSED, in_force_heading=IN_FORCE):
    first = paragraph(in_force_heading) + table(HEADS, *TABLES[0])
    return first + paragraph(lapsed_heading) + table(HEADS, *TABLES[1])


@pytest.mark.parametrize(
    "heading",
    [
        "Соглашения, срок действия которых истёк",
        "Расторгнутые договоры",
        "Таблица 2 Соглашения, утратившие силу",
        "Перечень на 01.01.2026 договоров, прекративших действие",
        "Соглашения, прекратившие своё действие",
        "Архив",
        "Приложение № 2",
        "Прочие соглашения",
    ],
)
def test_rows_that_all_say_they_lapsed_outrank_a_vague_heading(heading):
    assert is_as_before(preview(official(heading)))


def test_a_heading_that_each_row_below_denies_is_one_question():
    first = table(HEADS, *TABLES[0]) + paragraph("Таблица 1. Действующие соглашения")
    body = first + table(HEADS, *TABLES[1])
    found = preview(body)
    assert questions(found) == ["heading"]
    key = problem_key(found.unsettled[0])
    assert is_as_before(preview(body, {key: Settlement(Choice.READ_AS, "lapsed")}))


def test_a_row_across_that_names_a_form_is_a_heading():
    across = f'<w:tr><w:tc><w:tcPr><w:gridSpan w:val="4"/></w:tcPr>{paragraph("Договоры")}'
    first = table(HEADS, *TABLES[0]).replace("</w:tr>", f"</w:tr>{across}</w:tc></w:tr>", 1)
    assert is_as_before(preview(paragraph(IN_FORCE) + first + second()))


@pytest.mark.parametrize(
    "heading",
    ["Соглашения, не утратившие силу", "Соглашения, срок действия которых не истёк",
     "Неутратившие силу", "Договоры и соглашения, не прекратившие действие"],
)  # fmt: skip
def test_agreements_that_did_not_lapse_are_in_force(heading):
    assert is_as_before(preview(official(in_force_heading=heading)))


@pytest.mark.parametrize(
    "heading",
    ["Соглашения, кроме утративших силу", "За исключением прекративших действие",
     "Соглашения, заключённые взамен утративших силу"],
)  # fmt: skip
def test_a_heading_that_leaves_lapsed_ones_out_announces_none(heading):
    assert questions(preview(official(in_force_heading=heading)))[0] == "heading"


@pytest.mark.parametrize("remark", ["Прекращено с 01.05.2024", "(не действует)", "Утратило силу"])
def test_words_on_one_agreement_between_two_parts_of_a_table_are_a_question(remark):
    first = table(HEADS, *TABLES[0][:19]) + paragraph(remark) + table(*TABLES[0][19:])
    found = preview(paragraph(IN_FORCE) + first + second())
    assert questions(found)[0] == "heading" and not found.comparison.lapsed


@pytest.mark.parametrize(
    "heading",
    [
        "Проекты соглашений",
        "Соглашения, находящиеся на согласовании",
        "Межрегиональные соглашения",
        "Справочно",
        "Соглашения с детскими лагерями",
        "Соглашения, не вступившие в силу",
    ],
)
@pytest.mark.parametrize("place", ["paragraph", "row"])
def test_what_is_neither_in_force_nor_lapsed_is_a_question_with_three_answers(heading, place):
    draft = ["1.", EXTRA, "-", "бессрочное"]
    if place == "paragraph":
        more = paragraph(heading) + table(HEADS, draft)
    elif heading == "Соглашения с детскими лагерями":
        return  # a heading within a table may well group agreements
    else:
        cell = f'<w:tc><w:tcPr><w:gridSpan w:val="4"/></w:tcPr>{paragraph(heading)}</w:tc>'
        more = table(HEADS, draft).replace("</w:tr>", f"</w:tr><w:tr>{cell}</w:tr>", 1)
        more = paragraph(IN_FORCE) + more
    (problem,) = preview(official() + more).unsettled
    assert problem.options == ("in_force", "lapsed", "neither")
    answers = {
        said: preview(official() + more, {problem_key(problem): Settlement(Choice.READ_AS, said)})
        for said in problem.options
    }
    assert [row.status for row in answers["lapsed"].comparison.added] == ["lapsed"]
    assert [row.status for row in answers["in_force"].comparison.added] == ["in_force"]
    assert is_as_before(answers["neither"])


@pytest.mark.parametrize(
    "heading",
    [
        "Перечень действующих соглашений (по состоянию на 1 мая 2026 г.)",
        "Приложение № 1 к приказу министерства от 12.05.2026 № 15",
        "Реестр соглашений о межмуниципальном сотрудничестве с Республикой Беларусь",
        "",
    ],
)
def test_a_heading_in_the_words_of_a_register_is_no_question(heading):
    assert is_as_before(preview(official(in_force_heading=heading)))


def test_a_row_in_force_that_says_it_lapsed_is_asked_about():
    rows_ = [list(row) for row in TABLES[0]]
    rows_[3][3] = "утратил силу"
    body = paragraph(IN_FORCE) + table(HEADS, *rows_) + second()
    (problem,) = preview(body).unsettled
    said = preview(body, {problem_key(problem): Settlement(Choice.READ_AS, "lapsed")})
    assert [match.after.number for match in said.comparison.lapsed] == [4] and not said.n_open


KLINTSY = (
    "Договор о дружбе между городом Клинцы Брянской области и городом Гомелем от {} мая 2012 года"
)
BRYANSK = [[f"{n}.", KLINTSY.format(n), "-", "бессрочный"] for n in range(1, 8)]


@pytest.mark.parametrize("below", [True, False])
def test_the_register_of_another_oblast_is_a_question(below):
    foreign = paragraph("Соглашения муниципальных образований Брянской области")
    foreign += table(HEADS, *BRYANSK)
    found = preview(official() + foreign if below else foreign)
    assert "not_ours" in questions(found)


def test_one_row_without_a_party_at_home_is_asked_about():
    body = paragraph(IN_FORCE) + table(HEADS, *TABLES[0], BRYANSK[0]) + second()
    (problem,) = preview(body).unsettled
    assert problem.key == "problem.not_home"
    said = preview(body, {problem_key(problem): Settlement(Choice.CONFIRM)})
    assert len(said.comparison.added) == 1 and not said.n_open


# --- what changes too much at once ----------------------------------------------------------------


def changed(change):
    tables = [[list(row) for row in rows_] for rows_ in TABLES]
    change(*tables)
    return (
        paragraph(IN_FORCE)
        + table(HEADS, *tables[0])
        + paragraph(LAPSED)
        + table(HEADS, *tables[1])
    )


def lapse(in_force, lapsed):
    for _ in range(5):
        lapsed.append([*in_force.pop()[:3], "утратило силу"])


def bring_back(in_force, lapsed):
    for _ in range(5):
        in_force.append([*lapsed.pop()[:3], "бессрочное"])


def without_registration(in_force, lapsed):
    for row in in_force:
        row[2] = "-"


def without_terms(in_force, lapsed):
    for row in in_force:
        row[2], row[3] = row[2] or "-", ""


ALARMS = {
    "mass_lapse": lapse,
    "returned": bring_back,
    "vanished": lambda in_force, lapsed: in_force.pop(3),
    "lost_registration": without_registration,
    "lost_term": without_terms,
}


@pytest.mark.parametrize("name", ALARMS)
def test_a_change_of_many_agreements_is_a_question(name):
    body = changed(ALARMS[name])
    (problem,) = preview(body).unsettled
    assert problem.key == f"problem.{name}" and choices(problem) == (Choice.CONFIRM,)
    assert preview(body, {problem_key(problem): Settlement(Choice.CONFIRM)}).n_open == 0


def swap(in_force, lapsed):
    for row in in_force:
        row[2], row[3] = row[3], row[2]


def test_a_column_that_holds_something_else_is_one_question():
    assert set(questions(preview(changed(swap)))) == {"column"}


def test_the_balance_counts_every_title_of_the_document():
    found = preview(official() + paragraph(EXTRA))
    assert found.n_titles == 53 and found.balance("ru").endswith("прочитано 52, не взято 1.")


BARE = "Соглашение о сотрудничестве между городом Смоленском и городом Гомелем"


@pytest.mark.parametrize(
    "row", [["1", "05.05.2025", BARE, "5 лет"], ["1", "5 лет", f"{BARE} от 5 май 2025 года", "-"]]
)
def test_a_title_that_has_its_day_in_another_cell_or_misspelt_is_not_lost(row):
    lost = paragraph("") + table(["a", "b", "c", "d"], row)
    (problem,) = preview(official() + lost).unsettled
    assert (problem.key, problem.count) == ("problem.table_unread", 1)


def test_a_day_beside_what_only_speaks_of_an_agreement_makes_it_no_title():
    rows = [["Договор подписал", "05.05.2025"], ["По договору", "6 мая 2025 года"]]
    assert preview(official() + paragraph("") + table(["Кто", "Когда"], *rows)).n_open == 0
