"""Settlements: what a keeper decides is done, and nothing else."""

from dataclasses import replace

import pytest

from geo.agreements import Register, Status
from geo.errors import UpdateError
from geo.reading import Column, Problem, Reading
from geo.update.settlement import (
    Choice,
    Settlement,
    build_preview,
    choices,
    problem_key,
    reasons,
)

PLACE = {"column": Column.TITLE, "section": Status.IN_FORCE, "table": 1}
MISPRINT = Problem(
    "problem.misprint", "Лиознинского", candidates=("by-vi-liozna",), number=3, row=4, **PLACE
)
AGAIN = replace(MISPRINT, number=8, row=9)
UNKNOWN = Problem("problem.unknown_place", "городом Урюпинском", number=4, row=5, **PLACE)
WORD = Problem("problem.left", "Лукоморья", number=5, row=6, **PLACE)
NO_DATE = Problem("problem.date", "41 мая", number=6, row=7, **PLACE)
TOLD = Problem("problem.look_alike", "Витебском", blocks=False, **PLACE)


def preview(register, *problems, settlements=None, kept=None, agreements=None):
    """The preview of a document with these problems, which its decisions settle."""
    asked = []

    def read(decisions):
        asked.append(dict(decisions))
        left = tuple(p for p in problems if p.got not in decisions)
        return Reading(register.agreements if agreements is None else agreements, left)

    by_key, before = (
        {problem_key(p): s for p, s in (each or {}).items()} for each in (settlements, kept)
    )
    return build_preview(register, "state", read, by_key, before), asked


def test_a_problem_that_blocks_waits_and_one_that_does_not_is_told(tiny_register):
    found, _ = preview(tiny_register, MISPRINT, TOLD)
    assert found.unsettled == (MISPRINT,) and found.told == (TOLD,) and found.n_open == 1
    with pytest.raises(UpdateError) as caught:
        _ = found.agreements
    assert caught.value.key == "update.unsettled"


def test_an_accepted_proposal_goes_back_to_the_reader(tiny_register):
    found, asked = preview(
        tiny_register, MISPRINT, settlements={MISPRINT: Settlement(Choice.ACCEPT)}
    )
    assert asked[-1] == {"Лиознинского": "by-vi-liozna"}
    assert found.n_open == 0 and [*found.questions.values()] == [MISPRINT]
    assert found.agreements == tiny_register.agreements


def test_a_territory_and_no_place_go_back_to_the_reader(tiny_register):
    settlements = {
        UNKNOWN: Settlement(Choice.TERRITORY, "by-ma-horki"),
        WORD: Settlement(Choice.NO_PLACE),
    }
    found, asked = preview(tiny_register, UNKNOWN, WORD, settlements=settlements)
    assert asked[-1] == {"городом Урюпинском": "by-ma-horki", "Лукоморья": ""}
    assert found.n_open == 0


def test_a_row_left_out_keeps_its_reason_and_never_reaches_the_reader(tiny_register):
    found, asked = preview(
        tiny_register, NO_DATE, settlements={NO_DATE: Settlement(Choice.LEAVE_OUT, "нет даты")}
    )
    assert asked == [{}] and found.n_open == 0
    (said,) = reasons(found.left_out)
    assert said.startswith("действующие, № 6") and said.endswith("— нет даты")


def test_a_settlement_of_another_document_has_no_effect(tiny_register):
    settlements = {replace(NO_DATE, got="42 мая"): Settlement(Choice.LEAVE_OUT, "нет даты")}
    found, _ = preview(tiny_register, NO_DATE, settlements=settlements)
    assert found.unsettled == (NO_DATE,)


@pytest.mark.parametrize("problem", [MISPRINT, UNKNOWN, WORD, NO_DATE])
def test_a_settlement_survives_a_shift_of_rows(problem):
    moved = replace(problem, section=Status.LAPSED, number=77, table=2, row=99)
    assert problem_key(moved) == problem_key(problem)
    assert problem_key(replace(moved, got="другое")) != problem_key(problem)


def test_how_a_row_stands_is_asked_again_in_the_other_table():
    asked = replace(WORD, key="problem.remark", title="Договор", options=tuple(Status))
    for question, same in ((asked, False), (replace(asked, options=()), True)):
        moved = replace(question, section=Status.LAPSED)
        assert (problem_key(question) == problem_key(moved)) is same


def test_a_row_that_cannot_be_read_is_known_by_its_title():
    one, other = (replace(NO_DATE, title=title) for title in ("Договор о дружбе", "Соглашение"))
    assert problem_key(one) != problem_key(other)
    assert problem_key(one) == problem_key(replace(one, title="договор о дружбе"))


def test_a_problem_that_comes_up_only_after_a_decision_is_asked_as_well(tiny_register):
    def read(decisions):
        met = UNKNOWN if MISPRINT.got in decisions else MISPRINT
        return Reading(tiny_register.agreements, () if met.got in decisions else (met,))

    settlements = {
        problem_key(MISPRINT): Settlement(Choice.ACCEPT),
        problem_key(UNKNOWN): Settlement(Choice.TERRITORY, "by-ma-horki"),
    }
    found = build_preview(tiny_register, "", read, settlements)
    assert [*found.questions.values()] == [MISPRINT, UNKNOWN] and found.n_open == 0


def test_a_decision_that_the_reader_does_not_take_ends_all_the_same(tiny_register):
    found = build_preview(
        tiny_register,
        "",
        lambda decisions: Reading((), (MISPRINT,)),
        {problem_key(MISPRINT): Settlement(Choice.ACCEPT)},
    )
    assert found.unsettled == (MISPRINT,)


def test_the_same_words_mean_one_place(tiny_register):
    found, _ = preview(tiny_register, MISPRINT, AGAIN)
    assert (*found.questions.values(),) == found.unsettled == (MISPRINT,) and found.n_open == 1
    assert found.elsewhere == {problem_key(MISPRINT): (AGAIN,)}
    found, asked = preview(
        tiny_register, MISPRINT, AGAIN, settlements={AGAIN: Settlement(Choice.ACCEPT)}
    )
    assert found.n_open == 0 and asked[-1] == {MISPRINT.got: "by-vi-liozna"}


def test_words_left_out_leave_out_every_row_that_has_them(tiny_register):
    settlements = {MISPRINT: Settlement(Choice.LEAVE_OUT, "ждём исправления")}
    found, _ = preview(tiny_register, MISPRINT, AGAIN, settlements=settlements)
    assert found.n_open == 0
    assert [row.problem for row in found.left_out] == [MISPRINT, AGAIN]


def test_what_left_out_a_row_of_an_earlier_issue_leaves_out_no_other_row(tiny_register):
    row = replace(MISPRINT, title="Договор с Лиознинским районом от 4 мая 2017 года")
    other = replace(AGAIN, title="Договор с Лиознинским районом от 5 мая 2027 года")
    before = {row: Settlement(Choice.LEAVE_OUT, "нет подписи", title=row.title)}
    found, _ = preview(tiny_register, row, kept=before)
    assert [each.problem for each in found.left_out] == [row] and found.n_open == 0
    found, _ = preview(tiny_register, row, other, kept=before)
    assert [each.problem for each in found.left_out] == [row]
    assert found.unsettled == (other,) and not found.before


def test_a_row_left_out_asks_nothing_more(tiny_register):
    also = replace(UNKNOWN, row=NO_DATE.row, number=NO_DATE.number)
    settlements = {NO_DATE: Settlement(Choice.LEAVE_OUT, "нет даты")}
    found, _ = preview(tiny_register, NO_DATE, also, settlements=settlements)
    assert found.n_open == 0 and [row.problem for row in found.left_out] == [NO_DATE]
    found, _ = preview(tiny_register, NO_DATE, also, UNKNOWN, settlements=settlements)
    assert found.unsettled == (UNKNOWN,)


def test_only_what_was_probably_meant_can_be_accepted(tiny_register):
    near = replace(UNKNOWN, key="problem.not_listed", candidates=("by-vi-polatsk",))
    several = replace(MISPRINT, candidates=("by-vi-liozna", "by-ma-horki"))
    assert Choice.ACCEPT in choices(MISPRINT)
    for problem in (near, several):
        assert Choice.ACCEPT not in choices(problem) and Choice.TERRITORY in choices(problem)


def test_a_word_that_is_the_name_of_a_place_may_be_that_place(tiny_register):
    named = replace(WORD, got="Горками", candidates=("by-ma-horki",))
    settlements = {named: Settlement(Choice.TERRITORY, "by-ma-horki")}
    found, asked = preview(tiny_register, named, settlements=settlements)
    assert found.n_open == 0 and asked[-1] == {"Горками": "by-ma-horki"}


def test_words_that_are_settled_in_two_ways_are_refused(tiny_register):
    left = replace(WORD, got=MISPRINT.got)
    settlements = {MISPRINT: Settlement(Choice.ACCEPT), left: Settlement(Choice.NO_PLACE)}
    with pytest.raises(UpdateError) as caught:
        preview(tiny_register, MISPRINT, left, settlements=settlements)
    assert caught.value.key == "update.two_decisions"


@pytest.mark.parametrize(
    ("problem", "settlement"),
    [
        (UNKNOWN, Settlement(Choice.ACCEPT)),
        (UNKNOWN, Settlement(Choice.TERRITORY, "by-xx-nowhere")),
        (UNKNOWN, Settlement(Choice.NO_PLACE)),
        (WORD, Settlement(Choice.TERRITORY, "by-ma-horki")),
        (NO_DATE, Settlement(Choice.TERRITORY, "by-ma-horki")),
    ],
)
def test_a_settlement_that_does_not_fit_its_problem_is_refused(tiny_register, problem, settlement):
    with pytest.raises(UpdateError) as caught:
        preview(tiny_register, problem, settlements={problem: settlement})
    assert problem_key(problem) in caught.value.message("ru")


def test_every_problem_can_be_left_out():
    for problem in (MISPRINT, UNKNOWN, WORD, NO_DATE):
        assert choices(problem)[-1] == Choice.LEAVE_OUT


def test_a_doubt_is_asked_and_stays_on_the_list_when_it_is_settled(tiny_register):
    old = tiny_register.agreements[1]
    moved = replace(old, id="moved", signed_on=old.signed_on.replace(year=2024, day=1))
    register = Register(tiny_register.agreements[:2], tiny_register.territories)
    new = (register.agreements[0], moved)
    found, _ = preview(register, agreements=new)
    (doubt,) = found.questions.values()
    assert found.n_open == 1 and found.comparison.doubts == (doubt,)

    def settled(settlement):
        read = Reading(new, ())
        return build_preview(register, "", lambda _: read, {doubt.key: settlement})

    same = settled(Settlement(Choice.SAME, old.id))
    assert same.n_open == 0 and [*same.questions.values()] == [doubt]
    assert len(same.comparison.changed) == 1
    fresh = settled(Settlement(Choice.NEW))
    assert fresh.comparison.added == (moved,) and fresh.comparison.vanished == (old,)


# --- decisions of earlier issues ------------------------------------------------------------------


def test_a_decision_of_an_earlier_issue_settles_the_same_words(tiny_register):
    moved = replace(MISPRINT, number=80, row=81)
    kept = {MISPRINT: Settlement(Choice.TERRITORY, "by-vi-liozna")}
    found, asked = preview(tiny_register, moved, UNKNOWN, kept=kept)
    assert asked[-1] == {MISPRINT.got: "by-vi-liozna"} and found.unsettled == (UNKNOWN,)
    assert found.before == {problem_key(MISPRINT)} == found.decided.keys()


@pytest.mark.parametrize(
    ("key", "settlement"),
    [
        (WORD.key, Settlement(Choice.NO_PLACE)),
        (WORD.key, Settlement(Choice.TERRITORY, "by-ma-horki")),
        ("problem.homonym", Settlement(Choice.TERRITORY, "by-ma-horki")),
    ],
)
def test_what_words_were_in_an_earlier_issue_says_nothing_of_a_new_title(
    tiny_register, key, settlement
):
    first = tiny_register.agreements[0]
    old = replace(
        WORD, key=key, got="Горками", candidates=("by-ma-horki",), title=first.title.upper()
    )
    new = replace(old, title="Договор с городом Витебском и Горками", row=9)
    found, asked = preview(tiny_register, old, kept={old: settlement})
    assert asked[-1] == {old.got: settlement.value} and found.before == {problem_key(old)}
    found, asked = preview(tiny_register, old, new, kept={old: settlement})
    assert asked == [{}] and found.unsettled == (old,) and not found.before
    out = replace(settlement, title=new.title)  # of a row that is not in the register yet
    assert preview(tiny_register, old, new, kept={old: out})[0].n_open == 0


def test_that_a_row_vanished_once_says_nothing_of_the_next_time(tiny_register):
    rest = tiny_register.agreements[1:]
    found, _ = preview(tiny_register, agreements=rest)
    (alarm,) = found.unsettled
    assert not found.may_come_back
    assert preview(tiny_register, UNKNOWN, agreements=rest)[0].may_come_back
    said = {alarm: Settlement(Choice.CONFIRM)}
    assert preview(tiny_register, agreements=rest, settlements=said)[0].n_open == 0
    found, _ = preview(tiny_register, agreements=rest, kept=said)
    assert found.unsettled == (alarm,) and not found.before


def test_a_decision_on_this_document_wins_over_an_earlier_one(tiny_register):
    found, asked = preview(
        tiny_register,
        MISPRINT,
        settlements={MISPRINT: Settlement(Choice.TERRITORY, "by-ma-horki")},
        kept={MISPRINT: Settlement(Choice.TERRITORY, "by-vi-liozna")},
    )
    assert asked[-1] == {MISPRINT.got: "by-ma-horki"} and not found.before


@pytest.mark.parametrize(
    "settlement", [Settlement(Choice.NO_PLACE), Settlement(Choice.TERRITORY, "by-xx-gone")]
)
def test_an_earlier_decision_that_no_longer_fits_is_asked_again(tiny_register, settlement):
    found, _ = preview(tiny_register, UNKNOWN, kept={UNKNOWN: settlement})
    assert found.unsettled == (UNKNOWN,) and not found.before and not found.decided


def test_an_earlier_decision_that_contradicts_a_new_one_is_asked_again(tiny_register):
    left = replace(WORD, got=MISPRINT.got)
    found, _ = preview(
        tiny_register,
        MISPRINT,
        left,
        settlements={MISPRINT: Settlement(Choice.ACCEPT)},
        kept={left: Settlement(Choice.NO_PLACE)},
    )
    assert found.decided.keys() == {problem_key(MISPRINT)}


def test_a_key_that_fits_nothing_is_told_unless_it_is_of_an_earlier_issue(tiny_register):
    found, _ = preview(
        tiny_register,
        MISPRINT,
        settlements={UNKNOWN: Settlement(Choice.TERRITORY, "by-ma-horki")},
        kept={NO_DATE: Settlement(Choice.LEAVE_OUT, "нет даты")},
    )
    assert found.unknown == (problem_key(UNKNOWN),) and not found.before
