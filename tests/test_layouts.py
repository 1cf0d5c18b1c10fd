"""Tables that are laid out otherwise than the ministry's: what is read, and what is told."""

from datetime import date

import pytest

from geo.reading import read_register
from geo.reading.problems import Problem, problem_key
from geo.reading.words import clean
from geo.territories import load_territories
from geo.update.decisions import advice_text
from geo.update.settlement import Choice, choices
from tests.documents import HEADS, IN_FORCE, LAPSED, docx, paragraph, table

TERRITORIES = load_territories()
PSKOV = "Соглашение о сотрудничестве между городом Псковом и городом Витебском от 5 мая 2010 года"
NEVEL = "Договор о дружбе между Невельским районом и Россонским районом от 6 июня 2012 года"
KLINTSY = "Соглашение о дружбе между городом Клинцы и городом Гомелем от 7 июля 2015 года"
FIRST = ["1.", PSKOV, "-", "бессрочный"]
SECOND = ["2.", NEVEL, "-", "бессрочный"]
GONE = ["1.", KLINTSY, "-", "утратило силу"]


def read(body):
    reading = read_register(docx(body), TERRITORIES)
    problems = [(p.key.removeprefix("problem."), p.got, p.blocks) for p in reading.problems]
    return reading.agreements, problems


def stands(agreements):
    """Where every agreement stands, by its year."""
    return [(row.signed_on.year, row.status.value, row.number) for row in agreements]


def merged(*cells):
    """A row of cells as (text, span, continues the cell above)."""
    parts = []
    for text, span, continues in cells:
        merge = "<w:vMerge/>" if continues else '<w:vMerge w:val="restart"/>'
        details = f'<w:tcPr><w:gridSpan w:val="{span}"/>{merge}</w:tcPr>'
        parts.append(f"<w:tc>{details}{paragraph(text)}</w:tc>")
    return f"<w:tr>{''.join(parts)}</w:tr>"


def across(text, span=4):
    return (
        f'<w:tr><w:tc><w:tcPr><w:gridSpan w:val="{span}"/></w:tcPr>{paragraph(text)}</w:tc></w:tr>'
    )


def with_rows(body, *rows):
    """A table with rows, given as XML, put before its others."""
    return body.replace("<w:tbl>", "<w:tbl>" + "".join(rows), 1)


ALL = [(2010, "in_force", 1), (2012, "in_force", 2), (2015, "lapsed", 1)]


def test_headings_of_two_rows_are_one():
    number, title, _, term = HEADS
    heads = (
        merged(
            (number, 1, False), (title, 1, False), ("Реквизиты", 3, False), (term, 1, False)
        ),
        merged(
            ("", 1, True), ("", 1, True), ("Дата подписания", 1, False),
            ("Дата регистрации", 1, False), ("Регистрационный номер", 1, False), ("", 1, True),
        ),
    )  # fmt: skip
    bare = PSKOV.removesuffix(" от 5 мая 2010 года")
    row = ["1.", bare, "05.05.2010", "01.02.2016", "№ 5-с", "бессрочный"]
    agreements, problems = read(paragraph(IN_FORCE) + with_rows(table(row), *heads))
    assert problems == []
    assert stands(agreements) == ALL[:1]
    assert agreements[0].registration_number == "5-с"
    assert agreements[0].registered_on.isoformat() == "2016-02-01"


def test_a_row_above_the_headings_is_the_heading():
    first = with_rows(table(HEADS, FIRST, SECOND), across(IN_FORCE))
    second = with_rows(table(HEADS, GONE), across(LAPSED))
    agreements, problems = read(first + paragraph("") + second)
    assert (stands(agreements), problems) == (ALL, [])


def test_lapsed_rows_of_a_table_without_a_heading_are_not_taken_for_agreements_in_force():
    agreements, problems = read(table(HEADS, FIRST, SECOND) + paragraph("") + table(HEADS, GONE))
    assert (stands(agreements), problems) == (ALL, [("section", "", False)])
    agreements, problems = read(table(HEADS, GONE) + paragraph("") + table(HEADS, FIRST, SECOND))
    assert stands(agreements) == [ALL[2], *ALL[:2]]
    assert problems == [("section", "", False)]


def test_terms_in_the_second_half_of_a_lapsed_table_do_not_bring_it_back():
    halves = table(HEADS, FIRST) + paragraph("") + table(HEADS, SECOND)
    agreements, problems = read(paragraph(LAPSED) + halves)
    assert {row.status for row in agreements} == {"lapsed"}
    assert {key for key, _, _ in problems} == {"status"}


def test_a_heading_within_the_table_is_told_and_keeps_nothing_back():
    body = table(HEADS, FIRST).replace("</w:tbl>", across("Невельский район") + "</w:tbl>")
    agreements, problems = read(paragraph(IN_FORCE) + body)
    assert stands(agreements) == ALL[:1]
    assert problems == [("subheading", "Невельский район", False)]


@pytest.mark.parametrize("text", ["Договор с Полоцком", "Полоцк: 1"])
def test_a_row_that_may_be_an_agreement_is_a_question(text):
    row = across(text) if "Договор" in text else None
    body = table(HEADS, FIRST, *([] if row else [["", text, "", ""]]))
    _, problems = read(paragraph(IN_FORCE) + body.replace("</w:tbl>", f"{row or ''}</w:tbl>"))
    assert problems == [("stray_row", text, True)]


def test_rows_of_dashes_are_empty():
    agreements, problems = read(
        paragraph(IN_FORCE) + table(HEADS, FIRST, ["-", "—", "-", "…"], SECOND)
    )
    assert (stands(agreements), problems) == (ALL[:2], [])


def test_a_number_before_the_title_is_the_rows_number():
    rows = [[f"{n}. {row[1]}", *row[2:]] for n, row in ((1, FIRST), (2, SECOND))]
    agreements, problems = read(paragraph(IN_FORCE) + table(HEADS[1:], *rows))
    assert (stands(agreements), problems) == (ALL[:2], [])
    assert [row.title for row in agreements] == [PSKOV, NEVEL]


def test_a_register_without_numbers_is_told_once():
    agreements, problems = read(paragraph(IN_FORCE) + table(HEADS[1:], FIRST[1:], SECOND[1:]))
    assert (stands(agreements), problems) == (ALL[:2], [("numbering", "", False)])


SPORT = PSKOV.replace("сотрудничестве", "сотрудничестве в сфере спорта")


def test_two_agreements_of_one_day_and_pair_are_two_if_their_subjects_differ():
    councils = PSKOV.replace("городом Псковом", "Псковской городской Думой").replace(
        "городом Витебском", "Витебским городским Советом депутатов"
    )
    titles = [PSKOV, SPORT, councils, PSKOV.replace(" и ", " и  ")]
    rows = [[f"{n}.", title, "-", "бессрочный"] for n, title in enumerate(titles, start=1)]
    agreements, problems = read(paragraph(IN_FORCE) + table(HEADS, *rows))
    first = agreements[0].id
    assert [row.id for row in agreements] == [first, f"{first}-2", f"{first}-3"]
    assert [(key, blocks) for key, _, blocks in problems] == [
        ("same_day", False), ("same_day", False), ("double", True)
    ]  # fmt: skip


@pytest.mark.parametrize("place", [1, 2])
def test_a_day_that_has_not_come_is_a_question(place):
    row = list(FIRST)
    row[place] = {1: PSKOV.replace("2010", "2110"), 2: "5 мая 2110 года, № 5-с"}[place]
    document = docx(paragraph(IN_FORCE) + table(HEADS, row))
    (problem,) = read_register(document, TERRITORIES, today=date(2026, 11, 26)).blocked
    assert (problem.key, problem.got) == ("problem.ahead", "05.05.2110")
    assert problem.title == row[1]


@pytest.mark.parametrize(
    ("heading", "term", "key", "got"),
    [
        (IN_FORCE, "до 31 декабря 2009 года", "ends_early", "31.12.2009"),
        (LAPSED, "утратил силу с 4 мая 2010 года", "ends_early", "04.05.2010"),
        (LAPSED, "утратил силу с 27 ноября 2026 года", "ahead", "27.11.2026"),
    ],
)
def test_an_end_before_the_signing_and_a_lapse_to_come_are_questions(heading, term, key, got):
    row = [*FIRST[:3], term]  # signed on 5 May 2010
    document = docx(paragraph(heading) + table(HEADS, row))
    (problem,) = read_register(document, TERRITORIES, today=date(2026, 11, 26)).blocked
    assert (problem.key, problem.got) == (f"problem.{key}", got)
    said = {problem_key(problem): "yes"}
    assert len(read_register(document, TERRITORIES, said, date(2026, 11, 26)).agreements) == 1


def test_a_title_in_quotation_marks_is_one():
    agreements, problems = read(
        paragraph(IN_FORCE) + table(HEADS, ["1.", f"«{PSKOV}»", "-", "бессрочный"])
    )
    assert (stands(agreements), problems) == (ALL[:1], [])


def test_a_column_of_statuses_is_no_term_and_its_contradiction_is_told():
    rows = [[*FIRST, "действующее"], [*SECOND, "утратило силу"]]
    agreements, problems = read(paragraph(IN_FORCE) + table([*HEADS, "Статус"], *rows))
    assert [row.term_text for row in agreements] == ["бессрочный"]
    assert problems == [("extra_column", "Статус", False), ("remark", "утратило силу", True)]


@pytest.mark.parametrize(
    "remark",
    ["не действует", "проект", "приостановлено", "продлено до 2030", "исполнено", "снято с учёта",
     "присоединился Оршанский район", "сторона вышла из соглашения", "подписано также Оршей",
     "архив", "закрыто", "неактуально", "не применяется", "у/с", "вышел срок", "утр. силу"],
)  # fmt: skip
def test_a_remark_in_a_column_of_its_own_that_doubts_the_row_is_a_question(remark):
    body = table([*HEADS, "Примечание"], [*FIRST, "оригинал в архиве"], [*SECOND, remark])
    _, problems = read(paragraph(IN_FORCE) + body)
    assert problems == [("extra_column", "Примечание", False), ("remark", remark, True)]


@pytest.mark.parametrize("remark", ["архив", "закрыто", "у/с", "утр. силу", "потеряло силу"])
def test_a_remark_that_only_says_again_that_a_row_lapsed_is_no_question(remark):
    body = table([*HEADS, "Примечание"], [*GONE, remark])
    _, problems = read(paragraph(LAPSED) + body)
    assert not [key for key, _, blocks in problems if blocks]


def between(row):
    """The register of two rows with another between them, given as XML."""
    first, second = table(HEADS, FIRST), table(SECOND)
    return paragraph(IN_FORCE) + first.removesuffix("</w:tbl>") + row + second[len("<w:tbl>") :]


LONELY = table(["", "утратил силу", "", ""])[len("<w:tbl>") : -len("</w:tbl>")]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (LONELY, "утратил силу"),
        (across("Утратило силу с 05.05.2020"), "Утратило силу с 05.05.2020"),
        (across("Данное соглашение прекращено"), "Данное соглашение прекращено"),
        (across("(отменено)"), "(отменено)"),
        (across("Пролонгировано до 01.02.2030"), "Пролонгировано до 01.02.2030"),
        (LONELY.replace("утратил силу", "Продлено до 2030 года"), "Продлено до 2030 года"),
    ],
)
def test_a_remark_below_a_row_is_on_that_row_and_no_heading_of_the_next(row, said):
    agreements, problems = read(between(row))
    assert stands(agreements) == ALL[1:2] and problems == [("remark", said, True)]


@pytest.mark.parametrize("term", ["бессрочный", "утратил силу"])
def test_a_line_that_names_the_register_below_lapsed_rows_is_asked_about_if_terms_follow(term):
    first = across(LAPSED) + table(HEADS, GONE)[len("<w:tbl>") :].removesuffix("</w:tbl>")
    second = table(HEADS, [*FIRST[:3], term])[len("<w:tbl>") :]
    agreements, problems = read(f"<w:tbl>{first}{across(IN_FORCE)}{second}")
    asked = term == "бессрочный"
    assert stands(agreements) == [ALL[2]] if asked else len(agreements) == 2
    assert problems[0] == ("heading" if asked else "subheading", IN_FORCE, asked)


def test_remarks_below_a_row_are_all_asked_about():
    lines = across("Утратило силу с 05.05.2020") + across("Продлено до 2030 года")
    _, problems = read(between(lines))
    assert problems == [("remark", "Утратило силу с 05.05.2020; Продлено до 2030 года", True)]


@pytest.mark.parametrize("line", ["Прекращено", "Исключены в 2025 году", "Исключено в 2025 году"])
def test_a_line_that_is_a_remark_or_a_heading_is_a_question(line):
    agreements, problems = read(between(across(line)))
    assert stands(agreements) == ALL[:1] and problems == [("heading", line, True)]


@pytest.mark.parametrize(
    "said",
    ["Утратившие силу", "Соглашения, действие которых прекращено", "Договоры с истекшим сроком"],
)
def test_a_line_that_speaks_of_several_is_a_heading(said):
    agreements, _ = read(between(across(said)))
    assert [(row.number, row.status) for row in agreements] == [(1, "in_force"), (2, "lapsed")]


@pytest.mark.parametrize("ordinal", ["2", "2.", "II", "б)"])
def test_a_heading_may_have_a_number_in_a_cell_of_its_own(ordinal):
    line = table([ordinal, "Утратившие силу", "", ""])[len("<w:tbl>") : -len("</w:tbl>")]
    agreements, _ = read(between(line))
    assert [(row.number, row.status) for row in agreements] == [(1, "in_force"), (2, "lapsed")]


@pytest.mark.parametrize(
    "said",
    [
        "Вышеуказанные соглашения утратили силу",
        "Договоры №№ 1, 2 прекратили действие",
        "Всего 52, утратили силу 10",
    ],
)
def test_a_line_on_rows_above_is_no_heading_of_those_below_and_is_asked_about(said):
    agreements, problems = read(between(across(said)))
    assert stands(agreements) == ALL[:2] and problems == [("text", said, True)]


def test_a_sum_of_those_in_force_is_told():
    agreements, problems = read(between(across("Итого действующих: 1")))
    assert stands(agreements) == ALL[:2]
    assert problems == [("text", "Итого действующих: 1", False)]


@pytest.mark.parametrize(
    "said", ["Завершённые", "Не продлённые", "Действовавшие до 2020 года", "Подлежат продлению",
             "Утрачивающие силу в 2027 году"]
)  # fmt: skip
def test_a_line_in_words_that_are_not_understood_is_a_question(said):
    agreements, problems = read(between(across(said)))
    assert stands(agreements) == ALL[:1] and problems == [("heading", said, True)]


def test_a_prolongation_in_a_line_of_its_own_hides_no_row():
    line = table(["", "", "", "продлён до 2030 года"])[len("<w:tbl>") : -len("</w:tbl>")]
    agreements, problems = read(between(line))
    assert stands(agreements) == ALL[:2]
    assert problems == [("stray_row", "продлён до 2030 года", True)]


@pytest.mark.parametrize(
    "heading", ["Дата прекращения действия", "Дата утраты силы", "Прекращено", "Дата расторжения"]
)
@pytest.mark.parametrize("said", ["05.05.2020", "5 мая 2020 года", "2020", "да"])
def test_a_column_that_says_what_ended_doubts_the_rows_in_force(heading, said):
    body = table([*HEADS, heading], [*FIRST, "-"], [*SECOND, said])
    agreements, problems = read(paragraph(IN_FORCE) + body)
    assert stands(agreements) == ALL[:1]
    assert problems[-1] == ("remark", f"{heading}: {said}", True)


@pytest.mark.parametrize(
    ("heading", "said", "asked"),
    [
        ("Дата окончания", "05.05.2030", True),
        ("Действует до", "2030", True),
        ("Продлено до", "нет", False),
        ("Пролонгация", "да", True),
        ("Пролонгация", "автоматически", True),
        ("Пролонгация", "нет", False),
        ("Пролонгация", "предусмотрена", True),
        ("Пролонгация", "не предусмотрена", False),
        ("Срок действия по", "05.05.2030", True),
        ("Дата окончания", "-", False),
        ("Дата заседания", "05.05.2030", False),
    ],
)
def test_a_column_that_says_an_end_is_not_left_out_unasked(heading, said, asked):
    body = table([*HEADS, heading], [*FIRST, said], [*SECOND, "-"])
    agreements, problems = read(paragraph(IN_FORCE) + body)
    assert (stands(agreements), problems) == (ALL[:2], [("extra_column", heading, asked)])
    assert choices(Problem("problem.extra_column", heading)) == (Choice.CONFIRM,)


@pytest.mark.parametrize(
    ("heading", "said"),
    [
        ("Срок хранения", "постоянно"),
        ("Срок представления отчёта", "5 лет"),
        ("Отметка о прекращении", ""),
        ("Дата окончания срока действия", "-"),
    ],
)
@pytest.mark.parametrize("place", [1, 2, 3, 4])
def test_of_headings_that_speak_of_periods_that_of_the_term_has_the_terms(heading, said, place):
    rows = [[*row[:place], said, *row[place:]] for row in (FIRST, SECOND)]
    heads = (*HEADS[:place], heading, *HEADS[place:])
    agreements, problems = read(paragraph(IN_FORCE) + table(heads, *rows))
    assert [row.term_text for row in agreements] == ["бессрочный", "бессрочный"]
    assert [problem[:2] for problem in problems] == [("extra_column", heading)]


def test_a_status_that_says_no_more_than_the_lapse_takes_nothing_of_its_words_away():
    body = table([*HEADS, "Статус"], [*GONE, "недействующее"])
    agreements, problems = read(paragraph(LAPSED) + body)
    assert (agreements[0].lapse_text, problems) == ("утратило силу", [])


FOUR = [[f"{n}.", KLINTSY.replace("2015", f"201{n}"), "-", "5 лет"] for n in range(1, 5)]


@pytest.mark.parametrize(
    ("heading", "said", "lapse", "day"),
    [
        ("Дата прекращения", "12.03.2021", "Дата прекращения: 12.03.2021", date(2021, 3, 12)),
        ("Примечание", "утратило силу", "утратило силу", None),
        ("Статус", "не действует", "не действует", None),
        ("Действующее", "", "5 лет", None),
    ],
)
def test_what_a_column_says_of_many_rows_is_one_question(heading, said, lapse, day):
    rows = [[*FIRST, "+" if heading == "Действующее" else ""], *([*row, said] for row in FOUR)]
    body = docx(paragraph(IN_FORCE) + table([*HEADS, heading], *rows))
    reading = read_register(body, TERRITORIES)
    assert {(p.key, p.got) for p in reading.blocked} == {("problem.remark_column", heading)}
    (key,) = {problem_key(p) for p in reading.blocked}
    decided = read_register(body, TERRITORIES, {key: "lapsed"})
    assert stands(decided.agreements)[0] == ALL[0] and not decided.blocked
    assert [(x.lapse_text, x.lapsed_on) for x in decided.agreements[1:]] == [(lapse, day)] * 4


@pytest.mark.parametrize(
    ("heading", "said", "asked"),
    [("Состояние", "на паузе", True), ("Статус", "на хранении", True), ("Состояние", "", False)],
)
def test_words_on_how_agreements_stand_that_are_not_understood_are_one_question(
    heading, said, asked
):
    body = table([*HEADS, heading], [*FIRST, "действует"], [*SECOND, said])
    _, problems = read(paragraph(IN_FORCE) + body)
    assert problems == [("extra_column", heading, asked)]


@pytest.mark.parametrize("n", [1, 4])
def test_a_section_told_in_the_first_row_of_its_group_alone_is_that_of_all(n):
    lapsed = [["", *row[:3], "5 лет"] for row in FOUR[:n]]
    lapsed[0][0] = "Утратившие силу"
    body = table(["Раздел", *HEADS], ["Действующие", *FIRST], ["", *SECOND], *lapsed)
    agreements, _ = read(paragraph("Реестр соглашений") + body)
    assert [row.status for row in agreements] == ["in_force", "in_force", *["lapsed"] * n]


def test_a_row_without_a_last_cell_below_lapsed_ones_is_asked_about():
    lapsed = [[*row[:3], "утратило силу"] for row in FOUR]
    many = [[*FIRST[:1], PSKOV.replace("2010", f"201{n}"), *FIRST[2:]] for n in range(5)]
    broken = ["9.", NEVEL, "", ""]
    for rows, asked in (([*many, *lapsed, broken], 1), ([*lapsed, *many, broken], 0)):
        _, problems = read(paragraph("Реестр соглашений") + table(HEADS, *rows))
        assert [key for key, _, blocks in problems if blocks] == ["remark"] * asked


def test_terms_that_speak_of_an_end_make_no_table_of_lapsed_agreements():
    term = "3 года с автоматической пролонгацией, если ни одна из сторон не заявит о прекращении"
    agreements, problems = read(paragraph(IN_FORCE) + table(HEADS, [*FIRST[:3], term]))
    assert (stands(agreements), problems) == (ALL[:1], [])


@pytest.mark.parametrize("heading", ["Когда подписано", "Год", "Дата вступления в силу"])
def test_days_beside_titles_without_one_are_those_of_signing_if_a_person_says_so(heading):
    heads = (*HEADS[:2], heading, *HEADS[2:])
    rows = [[*row[:1], *row[1].split(" от "), *row[2:]] for row in (FIRST, SECOND)]
    body = docx(2 * (paragraph(IN_FORCE) + table(heads, *rows)))
    reading = read_register(body, TERRITORIES)
    ((key, options),) = [(problem_key(p), p.options) for p in reading.blocked]
    assert options == ("signed", "registration") and reading.agreements == ()
    decided = read_register(body, TERRITORIES, {key: "signed"})
    assert stands(decided.agreements) == ALL[:2]


@pytest.mark.parametrize("heading", ["Примечание", "Причина прекращения", "Статус"])
@pytest.mark.parametrize("term", ["5 лет", "-", "утратило силу"])
def test_how_an_agreement_lapsed_may_stand_in_a_column_beside_its_term(heading, term):
    said = "утратило силу с 5 мая 2020 года"
    body = table([*HEADS, heading], [*GONE[:3], term, said])
    agreements, problems = read(paragraph(LAPSED) + body)
    assert (stands(agreements), problems) == ([ALL[2]], [])
    assert (agreements[0].lapse_text, agreements[0].lapsed_on) == (said, date(2020, 5, 5))


@pytest.mark.parametrize(
    "heading",
    [
        "Ответственный за исполнение соглашения",
        "Предмет договора",
        "Место хранения соглашения",
        "Дополнительные соглашения",
        "Номер соглашения",
        "Подписанты",
        "Наименование ответственного органа",
        "Название проекта",
        "Реквизиты решения о заключении соглашения",
    ],
)
@pytest.mark.parametrize("place", [1, 4])
def test_a_column_that_only_speaks_of_agreements_adds_nothing_to_the_title(heading, place):
    rows = [[*row[:place], "отдел спорта города Орши", *row[place:]] for row in (FIRST, SECOND)]
    heads = (*HEADS[:place], heading, *HEADS[place:])
    agreements, problems = read(paragraph(IN_FORCE) + table(heads, *rows))
    assert [row.title for row in agreements] == [PSKOV, NEVEL]
    assert problems == [("extra_column", heading, False)]


@pytest.mark.parametrize(
    "heads", [("Дата регистрации", "Номер"), ("Дата рег.", "№"), ("Рег. №", "Рег. дата")]
)
def test_day_and_number_of_a_registration_may_have_columns_each(heads):
    day = heads[0].startswith("Дата")
    rows = [["1.", PSKOV, *(("5 мая 2010 года", "5-с") if day else ("5-с", "5 мая 2010 года"))]]
    rows += [["2.", NEVEL, "-", "-"], ["3.", KLINTSY, *(("-", "б/н") if day else ("б/н", "-"))]]
    rows = [[*row, "бессрочный"] for row in rows]
    agreements, problems = read(paragraph(IN_FORCE) + table((*HEADS[:2], *heads, HEADS[3]), *rows))
    assert [row.registration_number for row in agreements] == ["5-с", "", "б/н"]
    assert [row.registered_on for row in agreements] == [date(2010, 5, 5), None, None]
    assert not problems


def test_a_date_of_nothing_that_is_named_is_asked_about():
    rows = [[*FIRST[:3], "05.05.2010", FIRST[3]]]
    _, problems = read(paragraph(IN_FORCE) + table((*HEADS[:3], "Дата", HEADS[3]), *rows))
    assert problems == [("extra_column", "Дата", True)]


NAMED, BARE = "Наименование и дата подписания", "Наименование"
DAY, NUMBER = ("05.05.2010", "06.06.2012"), ("5-с", "6-с")


def in_columns(heads, *parts, titles=(PSKOV, NEVEL)):
    """Two rows whose title is followed by these cells, under these headings."""
    rows = [[*cells, "бессрочный"] for cells in zip(titles, *parts, strict=True)]
    return paragraph(IN_FORCE) + table((*heads, "Срок действия"), *rows)


@pytest.mark.parametrize("numbered", [True, False])
@pytest.mark.parametrize("before", [True, False])
def test_a_number_beside_the_day_of_registration_belongs_to_it(numbered, before):
    heads, parts = ("Номер", "Дата регистрации"), (NUMBER, DAY)
    body = in_columns((NAMED, *heads), *parts) if before else in_columns(
        (NAMED, *heads[::-1]), *parts[::-1]
    )  # fmt: skip
    if numbered:
        for n, begin in enumerate((NAMED, PSKOV, NEVEL)):
            cell = f"<w:tc>{paragraph(begin)}"
            body = body.replace(cell, f"<w:tc>{paragraph(str(n or '№'))}</w:tc>{cell}")
    agreements, problems = read(body)
    assert [row.registration_number for row in agreements] == list(NUMBER)
    assert [row.registered_on.year for row in agreements] == [2010, 2012]
    assert problems == ([] if numbered else [("numbering", "", False)])


def test_a_day_and_a_number_of_nothing_that_is_named_are_what_a_person_says():
    document = docx(in_columns((NAMED, "Номер", "Дата"), NUMBER, DAY))
    asked = {x.got: x for x in read_register(document, TERRITORIES).blocked}
    assert choices(asked["Дата"]) == (Choice.READ_AS, Choice.CONFIRM)
    assert "не говорит, что в нём" in asked["Дата"].message("ru")
    assert advice_text(asked["Дата"], "ru") == ""
    assert {got: each.options for got, each in asked.items()} == {
        "Номер": ("registration",), "Дата": ("signed", "registration")
    }  # fmt: skip
    decisions = {problem_key(each): "registration" for each in asked.values()}
    reading = read_register(document, TERRITORIES, decisions)
    assert reading.blocked == ()
    assert [row.registration_number for row in reading.agreements] == list(NUMBER)
    assert [row.registered_on.year for row in reading.agreements] == [2010, 2012]
    reading = read_register(document, TERRITORIES, dict.fromkeys(decisions, "confirm"))
    assert reading.blocked == ()
    assert [row.registration_number for row in reading.agreements] == ["", ""]


def test_a_day_beside_a_registration_and_titles_without_one_is_that_of_signing():
    titles = [title[: title.index(" от ")] for title in (PSKOV, NEVEL)]
    body = in_columns((BARE, "Дата", "Регистрация"), DAY, NUMBER, titles=titles)
    agreements, problems = read(body)
    assert [row.signed_on for row in agreements] == [date(2010, 5, 5), date(2012, 6, 6)]
    assert [row.registration_number for row in agreements] == list(NUMBER)
    assert problems == [("numbering", "", False)]


@pytest.mark.parametrize("titles", [(PSKOV, NEVEL), (PSKOV[:-18], NEVEL[:-19])])
def test_a_day_beside_the_number_of_a_registration_is_its_own_if_another_is_of_signing(titles):
    heads = (BARE, "Дата подписания", "Рег. №", "Дата")
    body = in_columns(heads, DAY, NUMBER, ("07.07.2012", "08.08.2012"), titles=titles)
    agreements, problems = read(body)
    assert [row.signed_on for row in agreements] == [date(2010, 5, 5), date(2012, 6, 6)]
    assert [row.registered_on for row in agreements] == [date(2012, 7, 7), date(2012, 8, 8)]
    assert problems == [("numbering", "", False)]


def test_a_number_beside_a_registration_that_has_one_is_asked_about():
    registrations = ("5 мая 2010 года, № 5-с", "-")
    body = in_columns((NAMED, HEADS[2], "Номер"), registrations, ("05-1", "05-2"))
    agreements, problems = read(body)
    assert [row.registration_number for row in agreements] == ["5-с", ""]
    assert ("extra_column", "Номер", True) in problems


def test_a_number_that_says_so_in_a_line_of_its_own_is_of_no_page():
    row = [FIRST[0], f"{PSKOV}\n№ 5", *FIRST[2:]]
    agreements, problems = read(paragraph(IN_FORCE) + table(HEADS, row))
    assert ([x.title for x in agreements], problems) == ([f"{PSKOV} № 5"], [])


@pytest.mark.parametrize("heading", ["Учётный номер", "Включено в реестр", "Примечание"])
def test_registrations_under_another_heading_are_asked_about(heading):
    numbers = ("5 мая 2010 года, № 5-с", "-")
    document = docx(in_columns((NAMED, heading), numbers))
    (asked,) = read_register(document, TERRITORIES).blocked
    assert (asked.key, asked.got) == ("problem.extra_column", heading)
    assert choices(asked) == (Choice.READ_AS, Choice.CONFIRM)
    decisions = {problem_key(asked): asked.options[-1]}
    first, _ = read_register(document, TERRITORIES, decisions).agreements
    assert (first.registered_on, first.registration_number) == (date(2010, 5, 5), "5-с")


@pytest.mark.parametrize("heading", ["Вид документа", "Вид", "Форма соглашения", "Тип"])
@pytest.mark.parametrize("again", [True, False])
def test_a_form_in_a_column_of_its_own_begins_the_title(heading, again):
    rows = []
    for number, title, *rest in (FIRST, SECOND):
        form, _, words = title.partition(" ")
        rows.append([number, title if again else words, form, *rest])
    heads = (HEADS[0], NAMED, heading, *HEADS[2:])
    agreements, problems = read(paragraph(IN_FORCE) + table(heads, *rows))
    assert (stands(agreements), problems) == (ALL[:2], [])
    assert [row.title for row in agreements] == [PSKOV, NEVEL]


def test_a_title_of_another_form_than_its_column_is_a_question():
    rows = [[*FIRST[:2], "Договор", *FIRST[2:]]]
    heads = (*HEADS[:2], "Вид документа", *HEADS[2:])
    agreements, problems = read(paragraph(IN_FORCE) + table(heads, *rows))
    assert agreements == () and problems == [("form", "договор соглашение", True)]


@pytest.mark.parametrize("page", ["7", "- 7 -", "5"])
@pytest.mark.parametrize(
    ("cell", "lines"),
    [
        (1, f"{PSKOV}\n{{page}}"),
        (2, "-\n{page}"),
        (2, "5 мая 2012 года, № 5-с\n{page}"),
        (3, "5 лет с последующей\n{page}\nпролонгацией"),
        (3, "бессрочный\n{page}"),
    ],
)
def test_the_number_of_a_page_within_a_cell_is_no_part_of_it(cell, lines, page):
    row = list(FIRST)
    row[cell] = lines.format(page=page)
    agreements, problems = read(paragraph(IN_FORCE) + table(HEADS, row))
    row[cell] = " ".join(lines.replace("\n{page}", "").split())
    (agreement,) = agreements
    assert (agreement.title, agreement.term_text) == (row[1], row[3])
    assert agreement.registration_number == ("5-с" if "5-с" in row[2] else "")
    assert problems == [("stray_cell", page, False)]


@pytest.mark.parametrize("row", ["абвг", "А123"])
def test_letters_of_the_columns_are_no_row(row):
    agreements, problems = read(paragraph(IN_FORCE) + table(HEADS, list(row), FIRST))
    assert (stands(agreements), problems) == (ALL[:1], [])


def test_a_sum_with_its_figure_in_front_is_no_row():
    agreements, problems = read(paragraph(IN_FORCE) + table(HEADS, FIRST, ["1", "Всего", "", ""]))
    assert (stands(agreements), problems) == (ALL[:1], [("text", "1 Всего", False)])


def test_a_table_goes_on_however_long_its_heading_says_so():
    more = "Продолжение реестра соглашений о приграничном сотрудничестве"
    parts = [paragraph(more) + table(HEADS, row) for row in (SECOND, GONE)]
    body = paragraph(IN_FORCE) + table(HEADS, FIRST) + parts[0] + paragraph(LAPSED)
    gone = [*GONE[:3], "утратило силу"]
    agreements, problems = read(body + table(HEADS, gone) + parts[1].replace("2015", "2016"))
    assert [row.status for row in agreements] == ["in_force", "in_force", "lapsed", "lapsed"]
    assert [blocks for _, _, blocks in problems if blocks] == []
    lapsed = body.replace(more, f"{more}, утративших силу")
    _, problems = read(lapsed + table(HEADS, gone))
    assert ("status", "бессрочный", False) in problems


@pytest.mark.parametrize("below", [True, False])
def test_the_number_below_registration_is_not_the_rows(below):
    heads = [("№ п/п", 1), ("Наименование и дата подписания", 1), ("Регистрация", 2), ("Срок", 1)]
    parts = ["", "", "Дата", "Номер", ""]
    if not below:  # as a converter writes it: no cell reaches down, the second row has all heads
        parts[1] = "Наименование соглашения"
    row = "".join(
        f'<w:tc><w:tcPr><w:gridSpan w:val="{n}"/></w:tcPr>{paragraph(x)}</w:tc>' for x, n in heads
    )
    upper = merged(*((text, n, False) for text, n in heads)) if below else f"<w:tr>{row}</w:tr>"
    lower = merged(*((text, 1, not text) for text in parts)) if below else table(parts)[7:-8]
    rows = table(["1.", PSKOV, "5 мая 2010 года", "5-с", "бессрочный"])
    agreements, problems = read(paragraph(IN_FORCE) + with_rows(rows, upper, lower))
    (agreement,) = agreements
    assert not problems and agreement.term_text == "бессрочный"
    assert (agreement.registered_on, agreement.registration_number) == (date(2010, 5, 5), "5-с")


@pytest.mark.parametrize(("heading", "yes", "no"), [("Действует (да/нет)", "да", "нет"),
                                                    ("Действующее", "+", "-")])  # fmt: skip
def test_a_row_that_a_column_says_is_not_in_force_is_asked_about(heading, yes, no):
    body = table([*HEADS, heading], [*FIRST, yes], [*SECOND, no])
    _, problems = read(paragraph(IN_FORCE) + body)
    assert problems == [("extra_column", heading, False), ("remark", f"{heading}: {no}", True)]


@pytest.mark.parametrize(
    ("heading", "said", "got"),
    [
        ("Статус", "действует", "действует"),
        ("Примечание", "восстановлено с 01.05.2020", "восстановлено с 01.05.2020"),
        ("Действует (да/нет)", "да", "Действует (да/нет): да"),
        ("Действует (да/нет)", "нет", ""),
        ("Статус", "не действует", ""),
    ],
)
def test_a_lapsed_row_that_a_column_says_is_in_force_is_asked_about(heading, said, got):
    below = paragraph(LAPSED) + table([*HEADS, heading], [*GONE, said])
    _, problems = read(paragraph(IN_FORCE) + table(HEADS, FIRST) + below)
    assert [words for key, words, asked in problems if asked] == [got][: bool(got)]


@pytest.mark.parametrize("heads", [HEADS, None])
def test_a_heading_in_a_table_of_its_own_is_one(heads):
    second = ["1.", NEVEL, "-", ""]
    below = table(heads, second) if heads else table(second)
    agreements, _ = read(
        table(["Действующие"]) + table(HEADS, FIRST) + table(["", LAPSED, ""]) + below
    )
    assert stands(agreements) == [ALL[0], (2012, "lapsed", 1)]


def test_a_remark_in_the_lower_row_of_a_title_is_asked_about():
    heads = table([*HEADS, "Примечание"]).removesuffix("</w:tbl>")
    upper = merged(*((x, 1, False) for x in (*FIRST, "")))
    lower = merged(*((x, 1, not x) for x in ("", "", "", "", "утратило силу")))
    _, problems = read(f"{paragraph(IN_FORCE)}{heads}{upper}{lower}</w:tbl>")
    assert problems == [("extra_column", "Примечание", False), ("remark", "утратило силу", True)]


def test_a_title_over_two_rows_with_a_number_each_is_asked_about():
    first = merged(("1.", 1, False), (PSKOV, 1, False), ("-", 1, False), ("5 лет", 1, False))
    second = merged(("2.", 1, False), (NEVEL, 1, True), ("б/н", 1, False), ("3 года", 1, False))
    heads = table(HEADS).removesuffix("</w:tbl>")
    agreements, problems = read(f"{paragraph(IN_FORCE)}{heads}{first}{second}</w:tbl>")
    assert stands(agreements) == ALL[:1] and agreements[0].term_years == 5
    assert problems == [("stray_row", f"2. {NEVEL} б/н 3 года", True)]


def test_latin_letters_in_headings_and_remarks_hide_no_column_no_section_and_no_lapse():
    latin = str.maketrans("аеос", "aeoc")
    heads = [head[0] + head[1:].translate(latin) for head in (*HEADS, "Примечание")]
    first, second = (text[0] + text[1:].translate(latin) for text in (IN_FORCE, LAPSED))
    gone = "утратило силу".translate(latin)
    registered = [*FIRST[:2], "1 февраля 2016 года, № 5-с", FIRST[3], ""]
    body = paragraph(first) + table(heads, registered, [*SECOND, gone])
    agreements, problems = read(body + paragraph(second) + table(heads[:4], [*GONE[:3], ""]))
    assert stands(agreements) == [ALL[0], ALL[2]]
    assert agreements[0].registration_number == "5-с" and agreements[0].perpetual
    assert problems[-2:] == [("remark", gone, True), ("empty_cell", "", False)]


BROKEN = PSKOV.index("Псковом")


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        (["1.", PSKOV[:BROKEN], "-", "бессрочный"], ["", PSKOV[BROKEN:], "", ""]),
        (["1.", PSKOV, "-", "бессроч-"], ["", "", "", "ный"]),
        (["1.", PSKOV, "-", ""], ["", "", "", "бессрочный"]),
    ],
)
@pytest.mark.parametrize("between", ["", "</w:tbl><w:p/><w:tbl>"])
def test_a_row_broken_at_the_end_of_a_page_is_whole_if_a_person_says_so(upper, lower, between):
    body = paragraph(IN_FORCE) + table(HEADS, upper) + table(lower, SECOND)
    document = docx(body.replace("</w:tbl><w:tbl>", between))
    asked = [x for x in read_register(document, TERRITORIES).problems if x.options]
    assert [(x.key, x.options) for x in asked] == [("problem.stray_row", ("continues",))]
    reading = read_register(document, TERRITORIES, {problem_key(asked[0]): "continues"})
    assert reading.problems == () and stands(reading.agreements) == ALL[:2]
    first = reading.agreements[0]
    assert (first.title, first.term_text, first.perpetual) == (PSKOV, "бессрочный", True)


PARTS = ["2014 год", "С Витебской областью", "Руднянский муниципальный округ",
         "II. Город Смоленск", "г. Десногорск",
         "Муниципальное образование «Руднянский район» (Смоленская область)"]  # fmt: skip


@pytest.mark.parametrize("place", PARTS)
def test_a_table_for_each_district_goes_on_with_the_section_above(place):
    parts = [(IN_FORCE, FIRST), ("", SECOND), (LAPSED, [*GONE[:3], ""]), ("", [*FIRST[:3], "-"])]
    parts[3][1][1] = PSKOV.replace("2010", "2011")
    body = "".join(paragraph(x) + paragraph(place) + table(HEADS, row) for x, row in parts)
    agreements, problems = read(body)
    assert [(key, blocks) for key, _, blocks in problems if key != "numbering"] == [
        ("empty_cell", False), ("term", True)
    ]  # fmt: skip
    assert [row.status for row in agreements] == ["in_force", "in_force", "lapsed"]
    assert read_register(docx(body), TERRITORIES).title == IN_FORCE


@pytest.mark.parametrize(
    ("heading", "lapsed"),
    [
        ("У Т Р А Т И В Ш И Е   С И Л У", False),
        ("Соглашения, срок которых вышел", True),
        ("Соглашения, потерявшие силу", True),
        ("Перечень соглашений, которые более не применяются", True),
        ("Старые соглашения", False),
        ("Отработанные", False),
        ("Неактивные", False),
    ],
)
@pytest.mark.parametrize("place", ["paragraph", "row"])
def test_under_words_for_lapsed_agreements_none_stays_in_force_unasked(heading, lapsed, place):
    gone = [*GONE[:3], "5 лет"]
    below = paragraph(heading) + table(HEADS, gone)
    if place == "row":
        below = table(gone).replace("<w:tbl>", f"<w:tbl>{across(heading)}", 1)
        body = (table(HEADS, FIRST) + below).replace("</w:tbl><w:tbl>", "")
    else:
        body = table(HEADS, FIRST) + below
    agreements, problems = read(paragraph(IN_FORCE) + body)
    assert [key for key, _, blocks in problems if blocks] == ["heading"] * (not lapsed)
    assert [row.status for row in agreements] == ["in_force", "lapsed"][: 1 + lapsed]


def test_a_heading_that_only_names_a_form_is_a_part_of_the_section_above():
    gone = [*GONE[:3], "5 лет"]
    more = paragraph("2.2. Соглашения") + table(HEADS, gone)
    for heading, asked in (("2.1. Договоры", []), ("Перечень договоров", ["heading"])):
        above = paragraph("2. Утратившие силу") + paragraph(heading)
        first = paragraph(IN_FORCE) + table(HEADS, FIRST) + above
        agreements, problems = read(first + table(HEADS, [*SECOND[:3], "5 лет"]) + more)
        assert [key for key, _, blocks in problems if blocks] == asked
        assert asked or [row.status for row in agreements] == ["in_force", "lapsed", "lapsed"]


def test_lapsed_rows_that_say_nothing_stay_so_under_a_further_heading_that_says_nothing():
    lapsed = table(HEADS, GONE) + paragraph("Сотрудничество") + table(HEADS, ["2.", NEVEL, "-", ""])
    agreements, problems = read(paragraph(LAPSED) + lapsed)
    assert [row.status for row in agreements] == ["lapsed", "lapsed"]
    assert ("section", "Сотрудничество", False) in problems


@pytest.mark.parametrize("place", PARTS)
@pytest.mark.parametrize("cells", [("", "{}", "", ""), ("1.", "{}", "", "")])
def test_a_line_for_each_district_is_told(place, cells):
    line = [cell.format(place) for cell in cells]
    agreements, problems = read(paragraph(IN_FORCE) + table(HEADS, line, FIRST))
    assert stands(agreements) == ALL[:1]
    assert problems == [("subheading", place, False)]


@pytest.mark.parametrize("heading", ["Срок действия, лет", "Срок действия (годы)"])
def test_the_unit_of_a_term_may_stand_in_its_heading(heading):
    rows = [[*FIRST[:3], "3"], [*SECOND[:3], "5 с последующей пролонгацией"]]
    agreements, problems = read(paragraph(IN_FORCE) + table([*HEADS[:3], heading], *rows))
    assert problems == []
    assert [(x.term_text, x.term_years, x.prolonged) for x in agreements] == [
        ("3 года", 3, False), ("5 лет с последующей пролонгацией", 5, True)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("2. утратил силу", "утратил силу"),
        ("2 (исключено)", "исключено"),
        ("проект", "проект"),
        ("2. (утр.)", "утр"),
    ],
)
def test_a_number_that_says_more_than_a_number_doubts_the_row(number, said):
    _, problems = read(paragraph(IN_FORCE) + table(HEADS, FIRST, [number, *SECOND[1:]]))
    assert problems == [("numbering", number, False), ("remark", said, True)]


def test_a_remark_beside_the_number_that_a_person_takes_for_a_lapse_is_its_lapse():
    row = ["2. утратил силу 05.05.2020", *SECOND[1:]]
    document = docx(paragraph(IN_FORCE) + table(HEADS, FIRST, row))
    (problem,) = read_register(document, TERRITORIES).blocked
    _, gone = read_register(document, TERRITORIES, {problem_key(problem): "lapsed"}).agreements
    assert (gone.status, gone.lapsed_on) == ("lapsed", date(2020, 5, 5))


def test_words_on_a_lapse_beside_the_last_column_doubt_the_row():
    body = table(HEADS, FIRST, [*SECOND, "утратил силу"])
    _, problems = read(paragraph(IN_FORCE) + body)
    assert problems == [("stray_cell", "утратил силу", False), ("remark", "утратил силу", True)]


def test_a_registration_number_in_two_rows_is_told():
    rows = [["1.", PSKOV, "5 мая 2010 года, № 5-с", "бессрочный"]]
    rows += [["2.", NEVEL, "6 июня 2012 года, № 5-с", "бессрочный"]]
    agreements, problems = read(paragraph(IN_FORCE) + table(HEADS, *rows))
    assert len(agreements) == 2 and ("number_twice", "5-с", False) in problems


APART = (HEADS[0], "Название", "Сторона от Смоленской области", "Белорусская сторона",
         "Дата подписания", *HEADS[2:])  # fmt: skip
WHAT = "Соглашение о сотрудничестве в сфере спорта"
HERE, THERE = "Вяземский район", "Администрация Витебского района Витебской области"


@pytest.mark.parametrize("heads", [
    APART,
    (*APART[:2], "Муниципальное образование", "Партнёр", *APART[4:]),
    (*APART[:2], "Стороны соглашения", "Стороны, подписавшие соглашение", *APART[4:]),
    (*APART[:2], "Участники", "Наименование района Республики Беларусь", *APART[4:]),
])  # fmt: skip
def test_parties_in_columns_of_their_own_are_those_of_the_title(heads):
    last = ["12 мая 2020 года", "-", "бессрочное"]
    body = paragraph(IN_FORCE) + table(heads, ["1.", f"{WHAT}.", HERE, THERE, *last])
    agreements, problems = read(body)
    (agreement,) = agreements
    assert not [key for key, _, blocks in problems if blocks]
    assert agreement.territories == ("ru-smo-vyazemsky", "by-vi-vitebsky")
    assert [party.body for party in agreement.parties] == ["municipality", "executive"]
    oblast = " (Смоленской области)" if "Смоленской" in heads[2] else ""
    assert agreement.title == f"{WHAT} между сторонами: {HERE}{oblast}; {THERE}"
    assert (agreement.kind, agreement.themes) == ("sectoral", ("sport",))


def test_parties_may_share_a_column_with_the_day_of_signing():
    heads = (*HEADS[:2], "Стороны и дата подписания", *HEADS[2:])
    apart = PSKOV.partition(" между ")
    rows = ["1.", apart[0], f"между {apart[2]}", *FIRST[2:]], ["2.", NEVEL, NEVEL[18:], *SECOND[2:]]
    agreements, problems = read(paragraph(IN_FORCE) + table(heads, *rows))
    assert (stands(agreements), problems) == (ALL[:2], [])
    assert [row.title for row in agreements] == [PSKOV, NEVEL]


@pytest.mark.parametrize("unit", ["", " район"])
def test_the_heading_of_a_column_says_which_place_is_meant(unit):
    heads = (
        HEADS[0],
        "Название",
        "Район Смоленской области",
        "Район Гомельской области",
        *APART[4:],
    )
    row = ["1.", WHAT, f"Вяземский{unit}", f"Октябрьский{unit}", "12 мая 2020 года", "-", "5 лет"]
    agreements, problems = read(paragraph(IN_FORCE) + table(heads, row))
    assert [x.territories for x in agreements] == [("ru-smo-vyazemsky", "by-ho-akciabrski")]
    assert not problems


@pytest.mark.parametrize(
    ("heading", "party", "key"),
    [
        ("Белорусская сторона", "Оршанский район", ""),
        ("Сторона от Республики Беларусь", "Оршанский райисполком", ""),
        ("Партнёр (РБ)", "Оршанский район Республики Беларусь", ""),
        ("Стороны (Россия, Беларусь)", "Оршанский район", "homonym"),
        ("Белорусская сторона", "Октябрьский район", "homonym"),
        ("Белорусская сторона", "Краснинский район", "contradiction"),
    ],
)
def test_the_heading_of_a_column_says_in_which_country_a_place_is_meant(heading, party, key):
    heads = (*APART[:2], "Российская сторона", heading, *APART[4:])
    row = ["1.", WHAT, "Вяземский район", party, "12 мая 2020 года", "-", "5 лет"]
    body = docx(paragraph(IN_FORCE) + table(heads, row))
    reading = read_register(body, TERRITORIES, home="ru-smo")
    expected = [] if key else [("ru-smo-vyazemsky", "by-vi-orshansky")]
    assert [x.territories for x in reading.agreements] == expected
    assert [p.key for p in reading.problems] == [f"problem.{key}"] * bool(key)
    assert all(x.title.count("Беларусь") == 1 for x in reading.agreements)


def test_a_title_that_names_one_party_is_completed_with_the_other():
    heads = (*HEADS[:2], "Партнёр", *HEADS[2:])
    words = "Соглашение о сотрудничестве {} от 12 мая 2020 года"
    first = ["1.", words.format("Вяземского района"), THERE, "-", "5 лет"]
    second = ["2.", words.format("с Оршанским районом"), "Вяземский район", "-", "5 лет"]
    same = ["3.", words.format("с Оршанским районом"), "Оршанский район", "-", "5 лет"]
    agreements, problems = read(paragraph(IN_FORCE) + table(heads, first, second, same))
    assert [x.territories for x in agreements] == [
        ("ru-smo-vyazemsky", "by-vi-vitebsky"), ("by-vi-orshansky", "ru-smo-vyazemsky")
    ]  # fmt: skip
    assert [key for key, _, blocks in problems if blocks] == ["parties"]


def test_columns_of_parties_hide_nothing_and_may_not_contradict_the_title():
    last = ["12 мая 2020 года", "-", "бессрочное"]
    school = ["1.", WHAT, "Школа № 3 города Смоленска", THERE, *last]
    alone = ["2.", WHAT, HERE, "", *last]
    named = f"{WHAT} между Вяземским районом и Витебским районом"
    other = ["3.", named, HERE, "Оршанский район", *last]
    plain = ["4.", f"{named} ", HERE, "Витебский район", "13 мая 2020 года", *last[1:]]
    agreements, problems = read(paragraph(IN_FORCE) + table(APART, school, alone, other, plain))
    assert [(row.number, row.title) for row in agreements] == [(4, named)]
    assert [key for key, _, blocks in problems if blocks] == [
        "institution", "parties", "party_column"
    ]  # fmt: skip


def test_a_heading_of_titles_may_speak_of_parties():
    for heading in ("Наименование соглашения, стороны", "Соглашения муниципальных образований"):
        agreements, problems = read(
            paragraph(IN_FORCE) + table((HEADS[0], heading, *HEADS[2:]), FIRST)
        )
        assert (stands(agreements), problems) == (ALL[:1], [])


@pytest.mark.parametrize(
    "words",
    [
        ", издание 2027 года",
        " (ред. от 01.10.2026)",
        ", актуализированный перечень на IV квартал 2026 года",
        " (обновлено 2 октября 2026 года)",
    ],
)
def test_the_year_of_a_new_edition_in_the_heading_is_no_question(words):
    agreements, problems = read(paragraph(IN_FORCE + words) + table(HEADS, FIRST))
    assert (stands(agreements), problems) == (ALL[:1], [])


def test_a_line_on_the_edition_before_is_no_heading():
    above = paragraph("Взамен реестра от 1 января 2025 года") + paragraph(IN_FORCE)
    agreements, problems = read(above + table(HEADS, FIRST))
    assert (stands(agreements), problems) == (ALL[:1], [])


def test_a_remark_that_a_person_takes_for_a_lapse_is_what_the_row_says_of_it():
    document = docx(between(across("Утратило силу с 05.05.2020")))
    (problem,) = read_register(document, TERRITORIES).blocked
    first, _ = read_register(document, TERRITORIES, {problem_key(problem): "lapsed"}).agreements
    assert (first.status, first.lapse_text) == ("lapsed", "Утратило силу с 05.05.2020")
    assert first.lapsed_on == date(2020, 5, 5)


@pytest.mark.parametrize(
    ("title", "term", "asked"),
    [
        ("сроком на 5 лет", "5 лет с последующей пролонгацией", False),
        ("(бессрочно)", "бессрочный", False),
        ("сроком на 3 года", "5 лет", True),
        ("(бессрочно)", "5 лет", True),
        ("сроком на 3 года", "", True),
    ],
)
def test_a_term_in_the_title_that_its_column_does_not_say_is_asked_about(title, term, asked):
    row = ["1.", f"{PSKOV} {title}", "5 мая 2010 года, № 5-с", term]
    document = docx(paragraph(IN_FORCE) + table(HEADS, row))
    found = read_register(document, TERRITORIES).blocked
    assert [problem.key for problem in found] == ["problem.term_twice"] * asked
    for problem in found:
        assert problem.got == title.strip("()") and choices(problem)[0] == Choice.CONFIRM
        said = {problem_key(problem): "confirm"}
        assert len(read_register(document, TERRITORIES, said).agreements) == 1


def as_text(*rows, heads=HEADS):
    """A register as Word saves it as plain text."""
    cells = "\n\n".join("\n".join(f"\t{cell}" for cell in row) for row in (heads, *rows))
    return f"{IN_FORCE}\n\n{cells}\n"


TEXT_ROWS = [FIRST, SECOND, ["3.", KLINTSY, "-", "5 лет с последующей пролонгацией"]]
EMPTY, NEW, NONE = ["", *SECOND[1:]], ["новое", *SECOND[1:]], SECOND[1:]


@pytest.mark.parametrize("second", [EMPTY, NEW, NONE], ids=["empty", "word", "none"])
@pytest.mark.parametrize("place", [1, 2])
def test_a_row_of_a_text_needs_no_number(second, place):
    rows = [FIRST, TEXT_ROWS[2]]
    rows.insert(place, second)
    reading = read_register(as_text(*rows), TERRITORIES)
    assert [row.title for row in reading.agreements] == [row[-3] for row in rows]
    assert [row.term_text for row in reading.agreements] == [row[-1] for row in rows]
    assert [problem.key for problem in reading.problems if problem.blocks] == []


@pytest.mark.parametrize("place", [2, 4])
def test_a_further_column_of_a_text_moves_no_other(place):
    rows = [[*row[:place], "оригинал", *row[place:]] for row in (HEADS, *TEXT_ROWS)]
    rows[0][place] = "Примечание"
    reading = read_register(as_text(*rows[1:], heads=rows[0]), TERRITORIES)
    assert [row.term_text for row in reading.agreements] == [row[3] for row in TEXT_ROWS]
    assert [problem.key for problem in reading.problems] == ["problem.extra_column"]


def test_a_number_as_a_registration_begins_no_row_of_a_text():
    rows = [FIRST, [*SECOND[:2], "12", SECOND[3]], TEXT_ROWS[2]]
    reading = read_register(as_text(["1", "2", "3", "4"], *rows), TERRITORIES)
    assert [row.registration_number for row in reading.agreements] == ["", "12", ""]
    assert reading.problems == ()


@pytest.mark.parametrize("broken", ["\f", "\n\f", "\f\n"])
def test_a_page_ends_within_a_text(broken):
    text = as_text(*TEXT_ROWS)
    for where in ("\t2.", "\t3."):
        text = text.replace(f"\n{where}", f"\n{broken}{where}")
    text = text.replace("между городом Клинцы", f"между {broken}городом Клинцы")
    reading = read_register(text, TERRITORIES)
    assert [row.title for row in reading.agreements] == [row[1] for row in TEXT_ROWS]
    assert reading.problems == ()


def grid(row, *spans):
    """A row whose cells reach over so many columns of the grid."""
    parts = (
        f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/></w:tcPr>{paragraph(text)}</w:tc>'
        for text, span in zip(row, spans, strict=True)
    )
    return f"<w:tr>{''.join(parts)}</w:tr>"


@pytest.mark.parametrize("spans", [(1, 1, 3, 1), (1, 3, 1, 1), (2, 1, 2, 1), (1, 2, 1, 2)])
def test_a_border_that_somebody_moved_in_one_row_moves_no_cell_to_another_column(spans):
    rows = grid(HEADS, 1, 2, 2, 1) + grid(FIRST, *spans) + grid(SECOND, 1, 2, 2, 1)
    agreements, problems = read(paragraph(IN_FORCE) + f"<w:tbl>{rows}</w:tbl>")
    assert (stands(agreements), problems) == (ALL[:2], [])
    assert [row.title for row in agreements] == [PSKOV, NEVEL]


@pytest.mark.parametrize("spans", [(1, 1, 1, 1), (2, 2, 1, 1)])
def test_a_table_that_goes_on_may_be_drawn_on_another_grid(spans):
    upper = f"<w:tbl>{grid(HEADS, 1, 3, 1, 1)}{grid(FIRST, 1, 3, 1, 1)}</w:tbl>"
    lower = f"<w:tbl>{grid(SECOND, *spans)}</w:tbl>"
    agreements, problems = read(paragraph(IN_FORCE) + upper + paragraph("") + lower)
    assert (stands(agreements), problems) == (ALL[:2], [])
    assert [row.title for row in agreements] == [PSKOV, NEVEL]


@pytest.mark.parametrize(
    ("number", "title", "told"),
    [
        ("1.", f"7\n{PSKOV}", [("stray_cell", "7", False)]),
        ("1.", f"- 7 -\n{PSKOV}", [("stray_cell", "- 7 -", False)]),
        ("1.", PSKOV.replace(" от ", "\n7\nот "), [("stray_cell", "7", False)]),
        ("1.", f"7 {PSKOV}", [("stray_cell", "7", False)]),
        ("1.", f"1\n{PSKOV}", []),
        ("", f"1\n{PSKOV}", []),
    ],
)
def test_a_number_alone_in_a_line_of_a_title_is_none_of_its_words(number, title, told):
    agreements, problems = read(paragraph(IN_FORCE) + table(HEADS, [number, title, *FIRST[2:]]))
    assert (stands(agreements), problems) == (ALL[:1], told)
    assert agreements[0].title == PSKOV


def test_without_a_column_of_numbers_that_before_a_title_is_the_rows_whatever_stands_between():
    rows = [[f"{n}\n{row[1]}", *row[2:]] for n, row in ((1, FIRST), (2, SECOND))]
    agreements, problems = read(paragraph(IN_FORCE) + table(HEADS[1:], *rows))
    assert (stands(agreements), problems) == (ALL[:2], [])
    assert [row.title for row in agreements] == [PSKOV, NEVEL]


def test_the_lower_half_of_a_row_may_have_its_number_again():
    upper, lower = PSKOV.split(" от ")
    rows = [["1.", upper, *FIRST[2:]], ["1.", f"от {lower}", "", ""]]
    body = paragraph(IN_FORCE) + table(HEADS, *rows)
    asked = read_register(docx(body), TERRITORIES).blocked
    (whole,) = (x for x in asked if x.key == "problem.stray_row")
    assert whole.options == ("continues",)
    decided = read_register(docx(body), TERRITORIES, decisions={problem_key(whole): "continues"})
    assert (stands(decided.agreements), decided.blocked) == (ALL[:1], ())


@pytest.mark.parametrize(
    ("said", "read_as"),
    [
        ("о побра- тимских связях", "о побратимских связях"),
        ("о побра¬ тимских связях", "о побратимских связях"),
        ("о побра\u00ad\nтимских связях", "о побратимских связях"),
        ("о дружбе и торгово- экономических связях", "о дружбе и торгово-экономических связях"),
        ("о торгово- и научно-технических связях", "о торгово- и научно-технических связях"),
        ("о торгово-\nи научно-технических связях", "о торгово- и научно-технических связях"),
        ("о дружбе- между", "о дружбе- между"),
    ],
)
def test_a_word_broken_within_a_line_is_whole_and_half_a_compound_stays(said, read_as):
    assert clean(said) == read_as


def test_a_second_date_that_sticks_to_the_first_is_asked_about():
    row = ["1.", f"{PSKOV}6 мая 2010 года", "-", "бессрочный"]
    _, ((key, got, blocks),) = read(paragraph(IN_FORCE) + table(HEADS, row))
    assert (key, got, blocks) == ("dates", "5 мая 2010 года, 6 мая 2010 года", True)
