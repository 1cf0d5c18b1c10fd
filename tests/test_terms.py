"""Terms: the grammar of the register's wordings, and the dates calculated from it."""

from datetime import date
from itertools import islice

import pytest

from geo.agreements import Status
from geo.terms import (
    Lapse,
    Term,
    add_months,
    add_years,
    anniversaries,
    lapsed_on,
    n_prolongations,
    next_prolongation,
    parse_lapse,
    parse_term,
    prolongations,
)

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
    assert parse_term(text) == Term(years)
    assert parse_term(text).perpetual == (years is None)


@pytest.mark.parametrize(
    "text",
    [
        "", "5 лет", "с последующей пролонгацией", "пять лет с последующей пролонгацией",
        "0 лет с последующей пролонгацией", "-5 лет с последующей пролонгацией",
        "100 лет с последующей пролонгацией", "5 лет с последующей пролонгацией на год",
        "до 2030 года", "не бессрочный", "бессрочный до 2030 года", "5 лет", "perpetual",
        "3 (пять) лет с последующей пролонгацией", "5 (лет) лет с последующей пролонгацией",
        "на неопределенный срок", "5 месяцев с последующей пролонгацией", "5 лет с пролонгацией",
        "12.05.2030",
    ],
)  # fmt: skip
def test_a_term_in_other_words_is_not_guessed(text):
    assert parse_term(text) is None


@pytest.mark.parametrize("text", ["утратил силу", "утратило силу", "Утратило силу"])
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
    "text",
    [
        "", "утрачено", "силу утратило", "утратило силу с 2018 года", "не утратило силу",
        "утратило силу (с даты вступления в силу Соглашения о дружбе от 31.02.2018)",
        "утратило силу (с даты вступления в силу Соглашения о дружбе)",
        "утратило силу (расторгнуто 01.02.2018)",
    ],
)  # fmt: skip
def test_a_lapse_in_other_words_is_not_guessed(text):
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
