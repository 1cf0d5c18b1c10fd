"""Decisions as a file: filled in by people, read strictly, kept for the next issue."""

import json
import tomllib
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import GeoError, UpdateError
from geo.reading import Column, Problem, Reading
from geo.update.decisions import (
    BLANK,
    FILE_BYTES,
    answer_text,
    keep_decisions,
    load_decisions,
    load_kept,
    parse_decisions,
    to_template,
    to_toml,
)
from geo.update.settlement import Choice, Settlement, build_preview, choices, problem_key

DAY = date(2027, 2, 3)
MISPRINT = Problem(
    "problem.misprint",
    "Лиознинского",
    expected="Лиозненского",
    candidates=("by-vi-liozna",),
    column=Column.TITLE,
    number=3,
    row=4,
    title="Договор с Лиознинского района\n[p-0]\nno_place = true",
)
NO_DATE = Problem("problem.date", "41 мая", column=Column.TITLE, number=6, row=7, title="Договор")

TOML = """
[p-1]
territory = "by-vi-orsha"
reason = "письмо от 1 марта"
[p-2]
accept = true
[p-3]
no_place = true
by = "ivanova@example.org"
on = 2027-02-03
[p-4]
leave_out = "строка повторяется"
[d-5]
same = "2015-09-09-s-abcdef"
[d-6]
new = true
"""
SETTLED = {
    "p-1": Settlement(Choice.TERRITORY, "by-vi-orsha", reason="письмо от 1 марта"),
    "p-2": Settlement(Choice.ACCEPT),
    "p-3": Settlement(Choice.NO_PLACE, day=DAY, by="ivanova@example.org"),
    "p-4": Settlement(Choice.LEAVE_OUT, "строка повторяется"),
    "d-5": Settlement(Choice.SAME, "2015-09-09-s-abcdef"),
    "d-6": Settlement(Choice.NEW),
}


def preview(register, *problems, settlements=None, kept=None):
    """The preview of a document with these problems, which its decisions settle."""

    def read(decisions):
        open_ = (p for p in problems if not {p.got, problem_key(p)} & decisions.keys())
        return Reading(register.agreements, tuple(open_))

    return build_preview(register, "state", read, settlements or {}, kept)


# --- reading --------------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", ["toml", "json"])
def test_decisions_are_read_from_toml_and_json(tmp_path, suffix):
    file = tmp_path / f"decided.{suffix}"
    text = TOML if suffix == "toml" else json.dumps(tomllib.loads(TOML), default=str)
    file.write_text(text, encoding="utf-8-sig")
    assert load_decisions(file) == SETTLED


@pytest.mark.parametrize(
    ("suffix", "text"),
    [
        ("toml", "a = "),
        ("toml", '"p-1" = 5'),
        ("toml", '[p-1]\nguess = "x"'),
        ("toml", '[p-1]\naccept = "yes"'),
        ("toml", "[p-1]\naccept = false"),
        ("toml", '[p-1]\nterritory = " "'),
        ("toml", f'[p-1]\nleave_out = "{BLANK}"'),
        ("toml", '[p-1]\nterritory = "a"\naccept = true'),
        ("toml", "[p-1]\naccept = true\nby = 5"),
        ("toml", "[p-1]\naccept = true\non = 5"),
        ("toml", "[p-1]\naccept = true\non = 2027-02-03T10:00:00"),
        ("toml", "[p-1]\naccept = true\non = 'вчера'"),
        ("toml", "#" * (FILE_BYTES + 1)),
        ("json", "[]"),
        ("json", "{"),
        ("json", "[" * 100_000),
        ("json", "1" * 5_000),
        ("json", '{"p-1": {"leave_out": ["a"]}}'),
    ],
)
def test_a_broken_file_of_decisions_is_a_message(tmp_path, suffix, text):
    file = tmp_path / f"decided.{suffix}"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(GeoError) as caught:
        load_decisions(file)
    assert caught.value.message("ru")


def test_a_file_that_is_no_text_or_missing_is_a_message(tmp_path):
    for file in (tmp_path / "none.toml", tmp_path):
        with pytest.raises(GeoError) as caught:
            load_decisions(file)
        assert file.name in caught.value.message("ru")
    with pytest.raises(UpdateError):
        parse_decisions(b"\xff\xfe", "decided.toml")


def test_a_register_without_decisions_has_none(tmp_path):
    assert load_kept(tmp_path) == {}


# --- writing --------------------------------------------------------------------------------------


def test_what_is_written_is_read_again_and_always_the_same():
    assert parse_decisions(to_toml(SETTLED), "decisions.toml") == SETTLED
    assert to_toml(SETTLED) == to_toml(dict(reversed(SETTLED.items())))


@settings(deadline=None)
@given(st.text(min_size=1).filter(lambda text: text.strip() not in ("", BLANK)))
def test_any_text_comes_back_as_it_was(text):
    plain = text.encode("utf-8", "replace").decode().strip()
    said = {"p-1": Settlement(Choice.LEAVE_OUT, text.strip(), asked=text, title=text, by=text)}
    (read,) = parse_decisions(to_toml(said), "decisions.toml").values()
    assert read.value == plain
    assert read.title == text.encode("utf-8", "replace").decode()


def test_a_template_asks_every_question_with_its_possible_answers(tiny_register):
    found = preview(tiny_register, MISPRINT, NO_DATE)
    text = to_template(found, {}, "реестр\n[p-1]\n.docx", "ru").decode()
    assert tomllib.loads(text) == {problem_key(MISPRINT): {}, problem_key(NO_DATE): {}}
    assert '# territory = "by-vi-liozna"  # Это Лиозненский район' in text
    assert f'# leave_out = "{BLANK}"' in text and MISPRINT.got in text
    assert parse_decisions(text.encode(), "a.toml") == {}


def test_a_template_with_a_mark_erased_answers_the_question(tiny_register):
    found = preview(tiny_register, MISPRINT)
    text = to_template(found, {}, "реестр.docx", "ru").decode()
    filled = text.replace('# territory = "by-vi-liozna"', 'territory = "by-vi-liozna"')
    settlements = parse_decisions(filled.encode(), "a.toml")
    assert preview(tiny_register, MISPRINT, settlements=settlements).n_open == 0


def test_a_template_keeps_what_is_decided_and_what_fits_nothing(tiny_register):
    settlements = {problem_key(MISPRINT): Settlement(Choice.ACCEPT), "p-0": SETTLED["p-4"]}
    found = preview(tiny_register, MISPRINT, NO_DATE, settlements=settlements)
    text = to_template(found, settlements, "реестр.docx", "ru")
    assert parse_decisions(text, "a.toml") == settlements


# --- keeping --------------------------------------------------------------------------------------


def test_what_is_kept_says_what_was_asked_when_and_by_whom(tiny_register):
    key = problem_key(MISPRINT)
    found = preview(tiny_register, MISPRINT, settlements={key: Settlement(Choice.ACCEPT)})
    kept = keep_decisions(found, {}, DAY, "ivanova@example.org")
    said = kept[key]
    assert (said.choice, said.value) == (Choice.TERRITORY, "by-vi-liozna")
    assert (said.day, said.by) == (DAY, "ivanova@example.org")
    assert MISPRINT.got in said.asked and said.title == MISPRINT.title
    assert answer_text(said, tiny_register, "ru").endswith("(03.02.2027, ivanova@example.org)")


@pytest.mark.parametrize("key", ["problem.misprint", "problem.left"])
def test_a_row_left_out_with_others_that_say_the_same_stays_out_in_the_next_issue(
    tiny_register, key
):
    one = replace(MISPRINT, key=key, title="Договор от 4 мая 2017 года", row=8)
    other = replace(MISPRINT, key=key, title="Договор от 5 мая 2027 года", row=9)
    said = {problem_key(one): Settlement(Choice.LEAVE_OUT, "нет подписи")}
    first = preview(tiny_register, one, other, settlements=said)
    kept = parse_decisions(to_toml(keep_decisions(first, {}, DAY)), "decisions.toml")
    again = preview(tiny_register, other, one, kept=kept)
    assert again.n_open == 0 and len(again.left_out) == len(first.left_out) == 2


def test_what_was_kept_stays_as_it_is_whether_it_is_asked_again_or_not(tiny_register):
    old = replace(SETTLED["p-4"], day=date(2026, 1, 2), by="petrov@example.org")
    kept = {problem_key(NO_DATE): old, "p-0": old}
    found = preview(tiny_register, NO_DATE, kept=kept)
    assert found.n_open == 0
    assert keep_decisions(found, kept, DAY, "ivanova@example.org") == kept


@pytest.mark.parametrize("key", ["text", "aside_comment", "extra_column", "stray_row"])
def test_what_was_said_of_no_one_row_is_asked_again_in_the_next_issue(tiny_register, key):
    asked = replace(NO_DATE, key=f"problem.{key}", got="№ 5 прекращено", title="")
    choice = choices(asked)[-1]
    said = {problem_key(asked): Settlement(choice, "нет" if choice == Choice.LEAVE_OUT else "")}
    first = preview(tiny_register, asked, settlements=said)
    assert first.n_open == 0
    again = preview(tiny_register, asked, kept=keep_decisions(first, {}, DAY))
    assert [problem.got for problem in again.unsettled] == [asked.got]


def test_what_settles_nothing_is_not_kept(tiny_register):
    found = preview(tiny_register, MISPRINT, settlements={"p-0": SETTLED["p-4"]})
    assert keep_decisions(found, {}, DAY) == {}
