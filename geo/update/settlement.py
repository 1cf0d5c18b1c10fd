"""
Settlements: what a keeper decides where the reader may not, and the preview that follows from them.

A problem that blocks keeps its row out of the register until it is settled: by the code of a
territory, by accepting the reader's proposal, by saying that the words name no place, or by leaving
the row out with a reason. Words mean the same place throughout the document, so the same words are
asked about once; leaving a row out settles whatever else is open in it. A doubt of the comparison
is settled by naming the agreement that a row corrects, or by calling it new. The decisions on words
go back to the reader, which reads the document again with them.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from geo.agreements import Agreement, Register
from geo.errors import UpdateError
from geo.reading import Problem, Reading, Sure
from geo.reading.problems import FEW, PLACES, WORDS, problem_key
from geo.reading.words import fold
from geo.territories import Territory
from geo.territories.outside import read_outside
from geo.text import t
from geo.update.comparison import NEW, Comparison, Doubt, compare


class Choice(StrEnum):
    """How a problem or a doubt is settled; the words of a file of settlements."""

    TERRITORY = "territory"
    ACCEPT = "accept"
    KEEP = "keep"
    NO_PLACE = "no_place"
    CONFIRM = "confirm"
    READ_AS = "read_as"
    LEAVE_OUT = "leave_out"
    SAME = "same"
    NEW = "new"


@dataclass(frozen=True)
class Settlement:
    """
    A decision; `value` is a territory's code, a line on a party outside the gazetteer
    (`geo.territories.outside`), an agreement's id, or the reason to leave out.

    The rest is for who reads it later: what was `asked`, about which `title` (several have a line
    each), the `day` of the decision, `by` whom (an address, empty where nobody was signed in), and
    the `reason`.
    """

    choice: Choice
    value: str = ""
    reason: str = ""
    asked: str = ""
    title: str = ""
    day: date | None = None
    by: str = ""

    @property
    def titles(self) -> set[str]:
        """The titles it is about, as they are compared; none where it does not say."""
        return set(fold(self.title).splitlines())


PROPOSED = frozenset(("problem.homonym", "problem.misprint", "problem.region_misprint"))
"""Problems whose nearest candidate is what was probably meant, not only what lies near."""

CONFIRMED = frozenset(
    f"problem.{name}"
    for name in (
        "table_columns", "not_ours", "not_home", "one_side", "term", "registration", "ended",
        "ahead", "ends_early", "party_column", "term_twice", "two_titles", "short_year",
    )
)  # fmt: skip
"""Problems that a person may confirm: what was read is meant so."""
ALARMS = frozenset(
    f"problem.{name}"
    for name in (
        "vanished", "returned", "mass_lapse", "lost_registration", "lost_term", "column",
        "text", "aside_struck", "aside_hidden", "aside_footnote", "aside_endnote", "aside_comment",
        "aside_box", "aside_header", "aside_embedded", "extra_column", "doubles",
    )
)  # fmt: skip
"""Problems of many rows at once: a person confirms them, or corrects the document."""
OF_ONE_NAME = frozenset(("problem.homonym", "problem.ambiguous"))
"""Problems with a name that several places bear."""
ANEW = ALARMS | {"problem.stray_row"}
"""What is asked in each issue anew where it stands beside no one row."""

_VALUES: tuple[tuple[str, Callable[[Agreement], object]], ...] = (
    ("registration", lambda x: x.registered_on or x.registration_number),
    ("term", lambda x: x.term_years or x.perpetual or x.ends_on),
)

Settlements = Mapping[str, Settlement]
"""By the key of the problem (``p-…``) or of the doubt (``d-…``)."""


@dataclass(frozen=True)
class LeftOut:
    """A problem whose row a keeper leaves out, and why."""

    problem: Problem
    reason: str


@dataclass(frozen=True)
class Preview:
    """
    What an import would do, before anything is done.

    `questions` are all that a keeper was or is to be asked by their keys, the same words once;
    `elsewhere` are the further rows of a question by its key. `unsettled` are the questions that
    still need a decision; `told` the problems that need none. `decided` are the settlements in
    effect, by the key of what they settle, `before` those of them that an earlier issue was given;
    `unknown` are keys of settlements that settle nothing here and say of no earlier issue that they
    did. `title` is the document's, `n_titles` are the titles of agreements that it has, in rows or
    elsewhere; `fingerprint` is that of the register it was made against, `register` that register,
    with the parties outside the gazetteer that this issue adds among its territories.
    """

    fingerprint: str
    register: Register
    comparison: Comparison
    questions: Mapping[str, Problem | Doubt]
    elsewhere: Mapping[str, tuple[Problem, ...]]
    unsettled: tuple[Problem, ...]
    left_out: tuple[LeftOut, ...]
    told: tuple[Problem, ...]
    decided: Mapping[str, Settlement]
    before: frozenset[str]
    unknown: tuple[str, ...]
    title: str
    n_titles: int

    @property
    def n_open(self) -> int:
        """How many problems and doubts still wait for a person."""
        return len(self.unsettled) + len(self.comparison.doubts)

    @property
    def may_come_back(self) -> bool:
        """Whether rows that vanished may be among those that wait for a person."""
        return any(problem.title or problem.table for problem in self.unsettled)

    def balance(self, lang: str) -> str:
        """Return how many titles the document has, and how many of them were read or not."""
        read = len(self.comparison.agreements)
        return t("compare.balance", lang, n=self.n_titles, read=read, left=self.n_titles - read)

    @property
    def agreements(self) -> tuple[Agreement, ...]:
        """
        The register as it would be written.

        UpdateError if something still waits for a person.
        """
        if self.n_open:
            raise UpdateError("update.unsettled", n=self.n_open)
        return self.comparison.agreements


def build_preview(
    register: Register,
    fingerprint: str,
    read: Callable[[Mapping[str, str]], Reading],
    settlements: Settlements,
    kept: Settlements | None = None,
) -> Preview:
    """
    Read a document with the decisions so far and compare it with the register.

    The `fingerprint` is of the register's files, taken before it was loaded; `read` reads the
    document, given decisions on places: codes by the words met. Settlements that fit no problem or
    doubt have no effect; those of this document win over those `kept` from earlier issues, of which
    one that left out a row, or said which party words name, says nothing of another row with
    the same words. What many agreements lose, and what stands beside no one row, is asked in each
    issue anew.

    UpdateError if a settlement of this document does not fit its problem, names a territory that
    does not exist, or gives the same words another meaning than the one before.
    """
    reading, asked, settled = _read_settled(register, read, settlements, kept or {})
    left_out: dict[object, LeftOut] = {}
    for problem in reading.blocked:
        settlement = settled.get(key := problem_key(problem))
        if not settlement or settlement.choice != Choice.LEAVE_OUT:
            continue
        if key in settlements or fold(problem.title) in (
            settlement.titles or {fold(problem.title)}
        ):
            left_out.setdefault(_scope(problem), LeftOut(problem, settlement.value))
    waiting = [p for p in reading.blocked if _scope(p) not in left_out]
    doubts = {
        key: NEW if settlement.choice == Choice.NEW else settlement.value
        for key, settlement in settled.items()
        if settlement.choice in (Choice.NEW, Choice.SAME)
    }
    comparison = compare(register.agreements, reading.agreements, doubts)
    if not (waiting or comparison.doubts):  # what is not read yet would all seem to vanish
        for alarm in _find_alarms(comparison, (row.problem.title for row in left_out.values())):
            key = problem_key(alarm)
            asked[key] = [alarm]
            if key in settlements:
                _decision(alarm, settlements[key], register)
            else:  # what an earlier issue changed and this one changes again is asked again
                waiting.append(alarm)
    undecided = compare(register.agreements, reading.agreements).doubts
    questions: dict[str, Problem | Doubt] = {key: rows[0] for key, rows in asked.items()}
    questions |= {doubt.key: doubt for doubt in (*undecided, *comparison.doubts)}
    unsettled = {problem_key(problem): problem for problem in reversed(waiting)}
    open_keys = unsettled.keys() | {doubt.key for doubt in comparison.doubts}
    return Preview(
        fingerprint=fingerprint,
        register=Register(
            register.agreements, register.territories.with_these(outside_parties(settled.values()))
        ),
        comparison=comparison,
        questions=questions,
        elsewhere={key: tuple(rows[1:]) for key, rows in asked.items() if len(rows) > 1},
        unsettled=tuple(unsettled.values())[::-1],
        left_out=tuple(left_out.values()),
        told=tuple(p for p in reading.problems if not p.blocks),
        decided={k: s for k, s in settled.items() if k in questions.keys() - open_keys},
        before=frozenset(questions.keys() & (settled.keys() - settlements.keys()) - open_keys),
        unknown=tuple(k for k, s in settlements.items() if k not in questions and not s.asked),
        title=reading.title,
        n_titles=reading.n_titles,
    )


def _scope(problem: Problem) -> object:
    """Return what leaving a problem out leaves out: its row, or else what it alone is about."""
    return (problem.table, problem.row) if problem.row else problem_key(problem)


def _read_settled(
    register: Register,
    read: Callable[[Mapping[str, str]], Reading],
    settlements: Settlements,
    kept: Settlements,
) -> tuple[Reading, dict[str, list[Problem]], dict[str, Settlement]]:
    """Read until nothing gives the reader a new decision; return what was asked and settled too."""
    decisions: dict[str, str] = {}
    asked: dict[str, list[Problem]] = {}
    settled = {**kept, **settlements}
    titles = {fold(each.title) for each in register.agreements}
    while True:
        reading = read(decisions)
        known = dict(decisions)
        for problem in reading.blocked:
            key, title = problem_key(problem), fold(problem.title)
            if key not in kept.keys() - settlements:
                continue
            # Whether words name a party, or which of one name, is not said of another title, nor a
            # remark of other rows.
            elsewhere = (
                problem.key in WORDS | OF_ONE_NAME and title not in titles | kept[key].titles
            )
            if elsewhere or (problem.key in ANEW and not title):
                settled.pop(key, None)
        for problem in reading.blocked:
            key = problem_key(problem)
            rows = asked.setdefault(key, [])
            if problem not in rows:
                rows.append(problem)
            if key not in settled:
                continue
            try:
                word = _decision(problem, settled[key], register)
                if word and decisions.setdefault(*word) != word[1]:
                    raise UpdateError("update.two_decisions", got=problem.got)
            except UpdateError:
                if key in settlements:
                    raise
                del settled[key]  # the gazetteer or the question is another one by now
        if decisions == known:
            return reading, asked, settled


def choices(problem: Problem) -> tuple[Choice, ...]:
    """Return how a problem can be settled; what the document says can always be left out."""
    if problem.key in WORDS:
        named = (Choice.TERRITORY,) if problem.candidates else ()
        return (*named, Choice.KEEP, Choice.NO_PLACE, Choice.LEAVE_OUT)
    if problem.key not in PLACES:
        named = (Choice.READ_AS,) if problem.options else ()
        if problem.key in ALARMS:
            return (*named, Choice.CONFIRM)
        sure = (Choice.CONFIRM,) if problem.key in CONFIRMED else ()
        return (*named, *sure, Choice.LEAVE_OUT)
    clear = problem.key in PROPOSED and (
        problem.sure == Sure.LIKELY or len(problem.candidates) == 1
    )
    accept = (Choice.ACCEPT,) if clear else ()
    return (*accept, Choice.TERRITORY, Choice.KEEP, Choice.LEAVE_OUT)


def _decision(
    problem: Problem, settlement: Settlement, register: Register
) -> tuple[str, str] | None:
    """
    Return what a settlement says to the reader: words and their code, empty for no place, or the
    problem's key and its answer; None if it says nothing to it.
    """
    key, choice = problem_key(problem), settlement.choice
    if choice not in choices(problem):
        raise UpdateError("update.bad_settlement", name=key, expected=" | ".join(choices(problem)))
    if choice == Choice.TERRITORY and settlement.value not in register.territories:
        raise UpdateError("update.bad_settlement", name=key, expected="expected.territory")
    if choice == Choice.KEEP and not read_outside(settlement.value):
        raise UpdateError("update.bad_settlement", name=key, expected="expected.outside")
    if choice == Choice.READ_AS and settlement.value not in problem.options:
        raise UpdateError("update.bad_settlement", name=key, expected=" | ".join(problem.options))
    if choice == Choice.LEAVE_OUT:
        return None
    if problem.key not in PLACES | WORDS:
        return key, settlement.value or choice
    if choice == Choice.ACCEPT:
        return problem.got, problem.candidates[0]
    return problem.got, settlement.value


def _find_alarms(comparison: Comparison, left_out: Iterable[str]) -> tuple[Problem, ...]:
    """
    Return what a new issue does to many agreements at once, as a person seldom means it.

    Rows that vanish (the register keeps what lapsed), that all lapse or all come back into force,
    and values that get lost column by column are what a reading error looks like: each is one
    question, with another key as soon as other agreements are concerned. `left_out` are titles of
    rows that a person leaves out: that they vanish is decided.
    """
    known = set(map(fold, left_out))
    vanished = [row for row in comparison.vanished if fold(row.title) not in known]
    found = [_alarm("vanished", vanished)] if vanished else []
    for name, matches in (("returned", comparison.returned), ("mass_lapse", comparison.lapsed)):
        if len(matches) > FEW:
            found.append(_alarm(name, [match.after for match in matches]))
    for name, value in _VALUES:
        lost = [m.after for m in comparison.changed if value(m.before) and not value(m.after)]
        if len(lost) > FEW:
            found.append(_alarm(f"lost_{name}", lost))
    return tuple(found)


def _alarm(name: str, agreements: Sequence[Agreement]) -> Problem:
    """Return one question about agreements; their identifiers make its key."""
    ids = ", ".join(sorted(agreement.id for agreement in agreements))
    return Problem(f"problem.{name}", got=ids, count=len(agreements))


def outside_parties(settlements: Iterable[Settlement]) -> tuple[Territory, ...]:
    """Return the parties outside the gazetteer that a keeper named."""
    lines = (each.value for each in settlements if each.choice == Choice.KEEP)
    return tuple(filter(None, map(read_outside, lines)))


def reasons(left_out: Iterable[LeftOut]) -> tuple[str, ...]:
    """Return what was left out and why, in Russian, for the record of the data."""
    return tuple(
        f"{row.problem.place('ru')}: {row.problem.message('ru')} — {row.reason}" for row in left_out
    )
