"""Agreements about another one: which it is, what is told of both, and what it never decides."""

from datetime import date

import pytest

from geo import settings
from geo.agreements import load_register
from geo.card import links
from geo.exports.material import Material
from geo.exports.tables.agreements import cells, columns
from geo.exports.word.official import to_register
from geo.quality import Check, find_oddities
from geo.reading import read_register
from geo.reading.problems import problem_key
from geo.shown import Shown
from geo.terms import lapsed_on
from geo.ties import build_ties
from geo.update.decisions import option_text
from geo.update.register_files import to_tables
from geo.view import View
from tests.documents import HEADS, IN_FORCE, LAPSED, docx, paragraph, table

PAIR = "Горецким районом Могилевской области и Краснинским районом Смоленской области"
FIRST = ["1.", f"Договор о дружбе между {PAIR} от 17 февраля 1995 года", "-", "бессрочный"]
GONE = [*FIRST[:3], "утратил силу"]
OTHER = ["1.", f"Соглашение о культуре между {PAIR} от 5 мая 1999 года", "-", "бессрочное"]


def row(what, number=2, day="от 5 мая 2020 года"):
    return [f"{number}.", f"{what} между {PAIR} {day}", "-", "бессрочное"]


def read(territories, in_force, lapsed=(), decisions=None):
    body = paragraph(IN_FORCE) + table(HEADS, *in_force)
    body += paragraph(LAPSED) + table(HEADS, *lapsed) if lapsed else ""
    return read_register(docx(body), territories, decisions)


def decided(territories, in_force, lapsed, answer):
    """The reading in which every question is answered so."""
    asked = read(territories, in_force, lapsed).blocked
    said = {problem_key(problem): answer for problem in asked}
    return asked, read(territories, in_force, lapsed, said)


@pytest.mark.parametrize(
    ("what", "effect"),
    [
        ("Дополнительное соглашение к договору от 17 февраля 1995 года о дружбе", "changes"),
        ("Доп. соглашение к договору от 17 февраля 1995 года о дружбе", "changes"),
        ("Соглашение о внесении изменений в договор о дружбе от 17 февраля 1995 года", "changes"),
        ("Протокол к договору от 17 февраля 1995 года", "changes"),
        ("Соглашение о продлении срока действия договора от 17 февраля 1995 года", "prolongs"),
        ("Договор о пролонгации договора о дружбе от 17 февраля 1995 года", "prolongs"),
        ("Соглашение об изменении срока действия договора от 17 февраля 1995 года", "changes"),
        ("Дополнительное соглашение № 2 к Договору от 17 февраля 1995 года", "changes"),
        ("Протокол о продлении Договора о дружбе от 17 февраля 1995 года", "prolongs"),
    ],
)
def test_the_day_form_and_parties_say_which_it_is(register, what, effect):
    reading = read(register.territories, [FIRST, row(what)])
    first, later = reading.agreements
    assert not reading.blocked
    assert (later.effect, later.about_id, later.signed_on.year) == (effect, first.id, 2020)


def test_its_words_may_stand_behind_the_parties(register):
    behind = f"между {PAIR} о продлении Договора о дружбе от 17 февраля 1995 года"
    titles = [f"Соглашение {behind} (5 мая 2020 года)", f"Соглашение {behind}"]
    rows = [FIRST, *([f"{n}.", title, "-", "-"] for n, title in enumerate(titles, 2))]
    reading = read(register.territories, rows)
    first, later = reading.agreements
    assert (later.effect, later.about_id, later.signed_on.year) == ("prolongs", first.id, 2020)
    assert [(problem.key, problem.number) for problem in reading.blocked] == [("problem.date", 3)]


@pytest.mark.parametrize(
    "what",
    [
        "Дополнительное соглашение к договору о дружбе",
        "Соглашение о продлении договора от 18 февраля 1995 года",
        "Соглашение о продлении соглашения от 17 февраля 1995 года",
    ],
)
def test_else_a_person_names_it_or_says_that_it_stands_alone(register, what):
    rows = [FIRST, row(what)]
    asked, alone = decided(register.territories, rows, (), "own")
    assert [problem.key for problem in asked] == ["problem.about"]
    first_id, own = asked[0].options
    assert own == "own" and alone.agreements[1].effect is None
    assert option_text(first_id, "ru") == "Договор от 17.02.1995"
    named = decided(register.territories, rows, (), first_id)[1].agreements[1]
    assert named.about_id == first_id


def test_one_about_another_needs_no_term_but_any_other_does(register):
    ends = row("Соглашение о расторжении договора о дружбе от 17 февраля 1995 года", 1)
    reading = read(register.territories, [[*ends[:3], "–"]], [GONE])
    assert not reading.blocked and reading.agreements[0].term_years is None
    own = row("Соглашение о сотрудничестве", 1)
    reading = read(register.territories, [[*own[:3], "–"]], [GONE])
    assert [problem.key for problem in reading.blocked] == ["problem.term"]


ENDS = row("Соглашение о расторжении договора о дружбе от 17 февраля 1995 года", 1)


def ended(territories):
    return read(territories, [ENDS], [GONE]).agreements


def loaded(agreements, territories, tmp_path):
    for name, content in to_tables(agreements).items():
        (tmp_path / name).write_bytes(content)
    for name in ("territories.csv", "register.toml"):
        (tmp_path / name).write_bytes((settings.DATA / name).read_bytes())
    return load_register(tmp_path)


def test_one_that_ends_another_makes_no_tie_and_gives_the_day(register, tmp_path):
    own = loaded(ended(register.territories), register.territories, tmp_path)
    later, earlier = own.agreements
    assert lapsed_on(earlier) == later.signed_on == date(2020, 5, 5)
    assert [tie.agreements for tie in build_ties(own.agreements, own.territories)] == [(earlier,)]
    shown = Shown(View(), own, date(2026, 11, 26))
    assert [label for label, _ in links(later, shown)] == ["Прекращает"]
    assert [label for label, _ in links(earlier, shown)] == ["Прекращено"]
    assert "about" in columns(shown) and "Прекращает: Договор" in cells(later, shown)["about"]
    picked = Shown(View(focus=(later.id,)), own, date(2026, 11, 26)).picked
    assert picked.agreements == (later,)
    before = Shown(View(on=date(2019, 1, 1)), own, date(2026, 11, 26))
    assert before.standing(earlier) == "in_force" and not links(earlier, before)


def test_what_is_written_reads_back_and_is_issued_again(register, tmp_path):
    agreements = ended(register.territories)
    own = loaded(agreements, register.territories, tmp_path)
    assert own.agreements == agreements
    material = Material(Shown(View(), own, date(2026, 11, 26)), None)
    again = read_register(to_register(material), register.territories)
    assert [(x.effect, x.about_id) for x in again.agreements] == [
        (x.effect, x.about_id) for x in agreements
    ]


def test_it_changes_no_status_and_the_contradiction_is_asked_and_told(register, tmp_path):
    rows = [FIRST, ENDS[:1] + row("Соглашение о расторжении договора от 17 февраля 1995 года")[1:]]
    asked, reading = decided(register.territories, rows, (), "confirm")
    assert [problem.key for problem in asked] == ["problem.ended"]
    own = loaded(reading.agreements, register.territories, tmp_path)
    assert [str(x.status) for x in own.agreements] == ["in_force"] * 2
    assert Check.ENDED_IN_FORCE in [finding.check for finding in find_oddities(own)]


def test_a_register_without_such_has_no_column_for_it(register):
    assert "about" not in columns(Shown(View(), register, date(2026, 11, 26)))
