"""Terms: the grammar of the register's wordings, and the dates calculated from it."""

from datetime import date
from itertools import islice

import pytest

from geo.agreements import Status
from geo.terms import (
    add_months,
    add_years,
    anniversaries,
    lapsed_on,
    last_day,
    n_prolongations,
    next_prolongation,
    prolongations,
)
from geo.terms.wording import Lapse, Term, parse_lapse, parse_term

TODAY = date(2026, 11, 22)


def numbered(register, number, status=Status.IN_FORCE):
    return next(a for a in register.agreements if (a.number, a.status) == (number, status))


# --- the grammar ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("бессрочный", None), ("бессрочное", None), ("Бессрочное", None), ("бессрочно", None),
        ("3 года с последующей пролонгацией", 3), ("5 лет с последующей пролонгацией", 5),
        ("1 год с последующей пролонгацией", 1), ("10 лет с последующей пролонгацией", 10),
        (" 2 года  с последующей\nпролонгацией ", 2), ("бессрочный.", None),
        ("на 3 (три) года с автоматической пролонгацией", 3),
        ("5 (пять) лет, с последующей автоматической пролонгацией на тот же срок.", 5),
    ],
)  # fmt: skip
def test_a_term_in_the_registers_words_is_read(text, years):
    assert parse_term(text) == Term(years, prolonged=True if years else None)
    assert parse_term(text).perpetual == (years is None)


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("5 лет", Term(5, prolonged=False)),
        ("60 месяцев", Term(5, prolonged=False)),
        ("на 12 мес. с последующей пролонгацией", Term(1, prolonged=True)),
        ("5 лет без пролонгации", Term(5, prolonged=False)),
        ("5 лет с возможностью пролонгации", Term(5, prolonged=False)),
        ("3 года с продлением по соглашению сторон", Term(3, prolonged=False)),
        ("пять лет с последующей пролонгацией", Term(5, prolonged=True)),
        ("5 лет с пролонгацией", Term(5, prolonged=True)),
        ("сроком на 5 лет с последующей пролонгацией на 5 лет", Term(5, prolonged=True)),
        ("5 лет с автоматическим продлением на следующий пятилетний срок", Term(5, prolonged=True)),
        (
            "3 года, продлевается автоматически, если ни одна из сторон не заявит о прекращении"
            " за 6 месяцев", Term(3, prolonged=True),
        ),
        ("10 лет без последующейпролонгации", Term(10, prolonged=False)),
        ("10 лет без права дальнейшего продления", Term(10, prolonged=False)),
        ("5 лет с последующей пролонгацией еще на 5 лет", Term(5, prolonged=True)),
        ("до 31 декабря 2030 года", Term(None, prolonged=False, until=date(2030, 12, 31))),
        ("по 31.12.2030 включительно", Term(None, prolonged=False, until=date(2030, 12, 31))),
        ("на неопределенный срок", Term(None)),
        ("без ограничения срока действия", Term(None)),
        ("Срок действия – бессрочно", Term(None)),
        ("бессрочный (до расторжения одной из сторон)", Term(None)),
        ("действует с 01.01.2020 бессрочно", Term(None)),
        ("заключён на 5 лет с посл. пролонгацией", Term(5, prolonged=True)),
        ("бесср.", Term(None)), ("бессрочн.", Term(None)), ("3-х лет", Term(3, prolonged=False)),
        ("5-ти лет с послед. пролонг.", Term(5, prolonged=True)),
        ("5 лет с пролонгацией, если стороны не договорятся об ином", Term(5, prolonged=True)),
        ("1 год с ежегодной пролонгацией", Term(1, prolonged=True)),
        (
            "5 лет. Автоматически продлевается на последующие 5 лет, если ни одна из Сторон не"
            " менее чем за три месяца не уведомит другую Сторону в письменной форме о намерении"
            " прекратить его действие", Term(5, prolonged=True),
        ),
        *(
            (text, Term(None, prolonged=False, until=date(2030, 12, 31)))
            for text in (
                "вступает в силу с 1 января 2026 года и действует до 31 декабря 2030 года",
                "01.01.2026-31.12.2030", "на 2026–2030 годы", "с 2026 по 2030 год",
                "до конца 2030 года", "5 лет (до 31.12.2030)", "5 лет, продлено до 31.12.2030",
                "пролонгировано дополнительным соглашением № 1 от 05.02.2026 до 31.12.2030",
                "до 31.12.2025, продлено до 31.12.2030", "до 31.12.2030 (включительно)",
            )
        ),
    ],
)  # fmt: skip
def test_a_term_in_any_usual_wording_is_read(text, term):
    assert parse_term(text) == term


@pytest.mark.parametrize(
    "text",
    [
        "", "с последующей пролонгацией", "0 лет с последующей пролонгацией",
        "-5 лет с последующей пролонгацией", "100 лет с последующей пролонгацией",
        "5 лет с последующей пролонгацией на год", "5 лет с пролонгацией на 3 года",
        "до 2030 года", "до 31 февраля 2030 года", "не бессрочный", "бессрочный до 2030 года",
        "perpetual", "3 (пять) лет с последующей пролонгацией", "срок не установлен",
        "5 (лет) лет с последующей пролонгацией", "5 месяцев с последующей пролонгацией",
        "5 лет, продлевается, если стороны заявят о продлении", "5 лет с ежегодной пролонгацией",
        "5 лет, продлевается при письменном уведомлении сторон", "31.12.2030",
        "до 31.12.2025; до 31.12.2030", "3 года; до 31.12.2030", "до 31.12.2025, до 31.12.2030",
        "5 лет с последующей пролонгацией (до 31.12.2030)",
        "12.05.2030", "5 лет, но не позднее 2030 года", "5 лет, пролонгировано до 2030 года",
    ],
)  # fmt: skip
def test_a_term_that_says_something_else_is_not_guessed(text):
    assert parse_term(text) is None


@pytest.mark.parametrize(
    "text", ["утратил силу", "утратило силу", "Утратило силу", "Утр. силу", "потеряло силу"]
)
def test_a_lapse_without_a_reason_is_read(text):
    assert parse_lapse(text) == Lapse("", None)


def test_a_lapse_with_its_successor_is_read():
    text = (
        "утратило силу (с даты вступления в силу Соглашения о сотрудничестве между городом"
        " Смоленском и Московским районом города Минска, от 29.09.2018)"
    )
    lapse = parse_lapse(text)
    assert lapse.successor_signed_on == date(2018, 9, 29)
    assert parse_lapse(text.replace("29.09.2018", "29 сентября 2018 года")) == lapse
    assert lapse.successor.startswith("Соглашения о сотрудничестве")
    assert lapse.successor.endswith("города Минска")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("утратило силу с 1 марта 2024 года", date(2024, 3, 1)),
        ("утратил силу 01.03.2024", date(2024, 3, 1)),
        ("расторгнуто с 01.03.2024", date(2024, 3, 1)),
        ("утратило силу (расторгнуто 01.02.2018)", date(2018, 2, 1)),
        ("прекратило своё действие с 1 марта 2024 года по соглашению сторон", date(2024, 3, 1)),
        ("прекращено по соглашению сторон 1 марта 2024 года", date(2024, 3, 1)),
        ("действие соглашения прекращено досрочно с 01.03.2024", date(2024, 3, 1)),
        ("прекращено в связи с истечением срока действия 1 марта 2024 года", date(2024, 3, 1)),
        ("с 1 марта 2024 года утратило силу", date(2024, 3, 1)),
        ("соглашение прекращено", None),
        ("срок действия истёк", None),
        ("отменён", None),
        ("не пролонгирован", None),
        ("срок действия закончился 28.02.2009", date(2009, 2, 28)),
        ("Дата прекращения действия: 1 марта 2024 года", date(2024, 3, 1)),
        ("утратило силу в связи с истечением срока действия", None),
        ("5 лет, утратило силу с 1 марта 2024 года", date(2024, 3, 1)),
        ("5 лет с последующей пролонгацией (расторгнуто)", None),
        ("признано утратившим силу 01.03.2024", date(2024, 3, 1)),
        ("срок действия истёк 01.03.2024, не пролонгировано", date(2024, 3, 1)),
        ("утратило силу 01.03.2024 (соглашение сторон)", date(2024, 3, 1)),
        ("расторгнуто по инициативе белорусской стороны с 01.03.2024", date(2024, 3, 1)),
        ("расторгнуто в одностороннем порядке", None),
        ("исполнено в полном объёме", None),
    ],
)
def test_a_lapse_in_any_usual_wording_is_read_with_its_day(text, day):
    assert parse_lapse(text) == Lapse("", None, day)


def test_a_lapse_may_have_its_day_and_its_successor():
    text = "утратило силу с 1 марта 2024 года (с даты вступления в силу Соглашения от 29.06.2024)"
    lapse = parse_lapse(text.replace("Соглашения", "Соглашения о дружбе"))
    assert lapse == Lapse("Соглашения о дружбе", date(2024, 6, 29), date(2024, 3, 1))


@pytest.mark.parametrize(
    "text",
    [
        "", "утрачено", "силу утратило", "утратило силу с 2018 года", "не утратило силу",
        "утратило силу (с даты вступления в силу Соглашения о дружбе от 31.02.2018)",
        "утратило силу (с даты вступления в силу Соглашения о дружбе)",
        "прекращено по соглашению от 01.02.2020", "01.02.2020 прекращено с 02.02.2020",
        "прекращено по соглашению сторон 1 марта 20244 года",
        "прекращено по соглашению сторон 1 арта 2024 года", "расторгнуто по решению 01.03.24",
        "расторгнуто по соглашению сторон от 01.02.2020", "прекращено письмом 01.02.2020",
        "утратило силу с 31.02.2018", "с даты вступления в силу Соглашения от 29.06.2024",
        "5 лет, вступило в силу", "бессрочный, срок не указан",
    ],
)  # fmt: skip
def test_a_lapse_that_says_something_else_is_not_guessed(text):
    assert parse_lapse(text) is None


def test_the_grammar_agrees_with_every_row_of_the_register(register):
    in_force = [a for a in register.agreements if a.status == Status.IN_FORCE]
    assert len(in_force) == 42
    for agreement in in_force:
        term = parse_term(agreement.term_text)
        assert (term.years, term.perpetual) == (agreement.term_years, agreement.perpetual)
    lapsed = [a for a in register.agreements if a.status == Status.LAPSED]
    read = [a.number for a in lapsed if parse_lapse(a.lapse_text)]
    assert read == [1, 2, 3, 4, 5, 6, 7, 8, 9]  # No. 10 breaks off and has no words


# --- the calendar ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "years", "later"),
    [
        (date(2016, 2, 29), 1, date(2017, 2, 28)),
        (date(2016, 2, 29), 4, date(2020, 2, 29)),
        (date(2016, 2, 28), 4, date(2020, 2, 28)),
        (date(2096, 2, 29), 4, date(2100, 2, 28)),  # 2100 is no leap year
        (date(1998, 7, 24), 30, date(2028, 7, 24)),
    ],
)
def test_years_are_added_to_29_february_as_the_rule_says(day, years, later):
    assert add_years(day, years) == later


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 8, 31), 1, date(2026, 9, 30)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 11, 22), 12, date(2027, 11, 22)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 1, 15), -12, date(2025, 1, 15)),
        (date(2026, 11, 30), 0, date(2026, 11, 30)),
    ],
)
def test_months_end_where_the_month_ends(day, months, later):
    assert add_months(day, months) == later


def test_29_february_comes_back_in_a_leap_year(build_register):
    new = build_register(
        new={"signed_on": date(2016, 2, 29), "perpetual": False, "term_years": 2}
    ).by_id["new"]
    assert list(islice(prolongations(new), 3)) == [
        date(2018, 2, 28), date(2020, 2, 29), date(2022, 2, 28),
    ]  # fmt: skip


# --- the register's rows --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "day"),
    [
        (1, date(2028, 7, 24)),
        (5, date(2029, 4, 2)),
        (34, date(2027, 8, 23)),
        (24, date(2029, 5, 31)),
        (2, None),
        (3, None),
    ],
)
def test_the_next_prolongation_of_a_row_is_calculated(register, number, day):
    assert next_prolongation(numbered(register, number), TODAY) == day


def test_perpetual_and_lapsed_agreements_are_never_prolonged(register):
    for agreement in register.agreements:
        if agreement.perpetual or agreement.status == Status.LAPSED:
            assert next_prolongation(agreement, TODAY) is None
            assert n_prolongations(agreement, TODAY) == 0
        else:
            assert next_prolongation(agreement, TODAY) >= TODAY


def test_on_the_day_itself_the_prolongation_is_due_and_on_the_next_one_past(register):
    first = numbered(register, 1)  # 24 July 1998, 3 years
    day = date(2028, 7, 24)
    assert next_prolongation(first, day) == day
    assert n_prolongations(first, day) == 9
    assert next_prolongation(first, date(2028, 7, 25)) == date(2031, 7, 24)
    assert n_prolongations(first, date(2028, 7, 25)) == 10


def test_nothing_is_prolonged_before_the_first_period_ends(register):
    first = numbered(register, 1)
    assert n_prolongations(first, date(1999, 1, 1)) == 0
    assert next_prolongation(first, date(1999, 1, 1)) == date(2001, 7, 24)


def test_the_end_of_the_calendar_is_no_error(build_register):
    new = build_register(new={"perpetual": False, "term_years": 5}).by_id["new"]
    assert next_prolongation(new, date.max) is None
    assert next_prolongation(new, date(9990, 5, 1)) == date(9990, 5, 1)


def test_anniversaries_are_every_five_years_with_both_ends(register):
    third = numbered(register, 3)  # 3 July 2007
    found = list(anniversaries(third, date(2012, 7, 3), date(2027, 7, 3)))
    assert found == [
        (date(2012, 7, 3), 5), (date(2017, 7, 3), 10), (date(2022, 7, 3), 15),
        (date(2027, 7, 3), 20),
    ]  # fmt: skip
    assert list(anniversaries(third, date(2027, 7, 4), date(2032, 7, 2))) == []


def test_a_lapse_is_dated_only_by_a_stated_successor(register):
    days = {a.number: lapsed_on(a) for a in register.agreements if a.status == Status.LAPSED}
    known = {6: date(2024, 6, 29), 8: date(2023, 9, 29), 9: date(2018, 9, 29)}
    assert days == {number: known.get(number) for number in range(1, 11)}
    assert all(lapsed_on(a) is None for a in register.agreements if a.status == Status.IN_FORCE)


def test_a_term_without_prolongation_ends_and_is_never_prolonged(build_register):
    fixed = {"perpetual": False, "term_years": 5, "prolonged": False}
    new = build_register(new=fixed).by_id["new"]
    assert list(prolongations(new)) == []
    assert last_day(new) == date(2015, 5, 1)
    until = {"perpetual": False, "prolonged": False, "ends_on": date(2030, 12, 31)}
    assert last_day(build_register(new=until).by_id["new"]) == date(2030, 12, 31)


def test_a_day_of_lapse_that_the_register_states_outranks_a_calculated_one(build_register):
    stated = {"lapsed_on": date(2011, 3, 1), "lapse_text": "утратило силу с 1 марта 2011 года"}
    assert lapsed_on(build_register(old=stated).by_id["old"]) == date(2011, 3, 1)
