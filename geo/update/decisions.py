"""
Decisions: settlements as a file that people read and fill in, and that outlasts an issue.

One form serves all: the file that answers an import, the template with the questions still open,
and what is kept beside the data for the next issue. Under the key of a question stands its one
answer and, for who reads it later, what was asked, when and by whom it was decided, and why.
"""

import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import msgspec

from geo.agreements import Form, Register
from geo.errors import IntakeError, UpdateError, system_reason
from geo.reading import Problem
from geo.text import LANGUAGES, format_date, has_text, t
from geo.update.comparison import Doubt
from geo.update.comparison_text import evidence_text, heading
from geo.update.settlement import ALARMS, Choice, Preview, Settlement, Settlements, choices

DECISIONS = "decisions.toml"
"""What is decided, beside the data."""
FILE_BYTES = 256 * 1024
"""Far above any file of decisions; a larger one is none."""
BLANK = "…"
"""Stands in a template where something is to be written."""

_FLAGS = frozenset((Choice.ACCEPT, Choice.CONFIRM, Choice.NEW, Choice.NO_PLACE))
"""Choices that need no value."""
_RECORD = {"reason": "reason", "asked": "asked", "title": "title", "by": "by", "on": "day"}
"""What else may stand under a key, and the fields it goes to."""


def load_decisions(path: Path) -> dict[str, Settlement]:
    """
    Read a file of decisions.

    IntakeError if there is no such file; UpdateError as `parse_decisions` says.
    """
    return parse_decisions(read_given(path, FILE_BYTES), path.name)


def read_given(path: Path, most: int) -> bytes:
    """Return what is in a file that a person names, or its beginning; IntakeError if none is."""
    try:
        with path.open("rb") as file:
            return file.read(most + 1)
    except OSError as error:
        reason = system_reason(error)
        raise IntakeError("intake.no_file", file=path.name, reason=reason) from error


def load_kept(folder: Path) -> dict[str, Settlement]:
    """Return what was decided for earlier issues: nothing if there is no file of it yet."""
    path = folder / DECISIONS
    return load_decisions(path) if path.exists() else {}


def parse_decisions(content: bytes, name: str) -> dict[str, Settlement]:
    """
    Return settlements by the keys of their questions; a key without an answer is still open.

    The content is TOML, or JSON if the name ends so. Each key holds one choice: ``accept = true``,
    ``no_place = true``, ``confirm = true``, ``territory = "by-vi-orsha"``, ``read_as = "lapsed"``,
    ``keep = "Печорский район; Республика Коми; 65.12, 57.22"``,
    ``leave_out = "why"``, ``same = "2015-…"``, ``new = true``.

    UpdateError if it is neither, or a choice is not one of these.
    """
    try:
        if len(content) > FILE_BYTES:
            raise UpdateError("update.bad_settlements", file=name, reason="reason.too_large")
        text = content.decode("utf-8-sig")
        found = json.loads(text) if name.lower().endswith(".json") else tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise UpdateError("update.bad_settlements", file=name, reason="reason.no_table") from error
    if not isinstance(found, dict):
        raise UpdateError("update.bad_settlements", file=name, reason="reason.no_table")
    read = {key: _settlement(key, entry) for key, entry in found.items()}
    return {key: settlement for key, settlement in read.items() if settlement}


def _settlement(key: str, entry: object) -> Settlement | None:
    """Return the one choice of a key with its record; None if nothing is chosen."""
    problem = UpdateError("update.bad_settlement", name=key[:80], expected="expected.settlement")
    if not isinstance(entry, dict):
        raise problem
    record = {_RECORD[name]: value for name, value in entry.items() if name in _RECORD}
    chosen = {name: value for name, value in entry.items() if name not in _RECORD}
    if not chosen:
        return None
    (name, value), *others = chosen.items()
    text = value.strip() if isinstance(value, str) else ""
    if others or not (value is True if name in _FLAGS else text not in ("", BLANK)):
        raise problem
    try:
        return msgspec.convert({"choice": name, "value": text, **record}, Settlement)
    except msgspec.ValidationError as error:
        raise problem from error


def keep_decisions(
    preview: Preview, kept: Settlements, day: date, by: str = ""
) -> dict[str, Settlement]:
    """
    Return what is to be kept beside the data: what was kept before, and what this issue adds.

    Of the preview only what settled something in it counts. `day` and `by` are when and by whom
    this issue's decisions were made, where they do not say so themselves.
    """
    new = {}
    for key, settlement in preview.decided.items():
        if key in preview.before:
            continue
        question = preview.questions[key]
        if settlement.choice == Choice.ACCEPT and isinstance(question, Problem):
            # What is proposed may be another place next time.
            place = question.candidates[0]
            settlement = replace(settlement, choice=Choice.TERRITORY, value=place)
        asked, title = question_text(question, LANGUAGES[0])
        titles = dict.fromkeys((title, *(row.title for row in preview.elsewhere.get(key, ()))))
        settlement = replace(settlement, day=settlement.day or day, by=settlement.by or by)
        new[key] = replace(settlement, asked=asked, title="\n".join(titles))
    return {**kept, **new}


def question_text(question: Problem | Doubt, lang: str) -> tuple[str, str]:
    """Return what is asked in words, and the title it is about."""
    if isinstance(question, Doubt):
        return t("compare.doubt", lang), question.after.title
    return question.message(lang), question.title


def answer_text(settlement: Settlement, register: Register, lang: str) -> str:
    """Return a decision in one line: the answer, and when, by whom and why it was given."""
    choice, value = settlement.choice, settlement.value
    if choice == Choice.TERRITORY and value in register.territories:
        said = t("update.it_is", lang, name=register.territories[value].name(lang))
    elif choice == Choice.SAME:
        known = register.by_id.get(value)
        said = t("update.same_as", lang, heading=heading(known, register, lang) if known else value)
    elif choice == Choice.READ_AS:
        said = option_text(value, lang)
    else:
        said = t(f"update.choice_{choice}", lang).rstrip(BLANK)
        said = f"{said}: {value}" if value else said
    day = format_date(settlement.day, lang) if settlement.day else ""
    record = ", ".join(filter(None, (day, settlement.by, settlement.reason)))
    return f"{said} ({record})" if record else said


def advice_text(problem: Problem, lang: str) -> str:
    """Return what else can be done where a decision alone gives no better reading; else nothing."""
    if problem.key in ALARMS and not problem.options:
        return t("update.correct_document", lang)
    return t("update.correct", lang) if choices(problem) == (Choice.LEAVE_OUT,) else ""


def option_text(value: str, lang: str) -> str:
    """Return a closed answer in words: a section, a form, a column, a day, an agreement."""
    if has_text(f"update.option_{value}"):
        return t(f"update.option_{value}", lang)
    for name in ("form.", "kind.", "body.", "problem.column_"):
        if has_text(f"{name}{value}"):
            return t(f"{name}{value}", lang)
    day = format_date(date.fromisoformat(value[:10]), lang)
    form = next((form for form in Form if form[0] == value[11:12]), None)
    return t("card.form_day", lang, form=t(f"form.{form}", lang), day=day) if form else day


def possible(
    question: Problem | Doubt, register: Register, lang: str
) -> Iterator[tuple[Settlement, str]]:
    """
    Yield every answer of a question with its words, each place that is near by itself.

    One that is to be written has no value yet.
    """
    if isinstance(question, Doubt):
        for near in question.candidates:
            known = {"heading": heading(near.before, register, lang),
                     "evidence": evidence_text(near.evidence, lang)}  # fmt: skip
            yield Settlement(Choice.SAME, near.before.id), t("update.choice_same", lang, **known)
        yield Settlement(Choice.NEW), t("update.choice_new", lang)
        return
    allowed = choices(question)
    taken = "update.it_is" if Choice.ACCEPT in allowed else "update.take_for"
    for choice in allowed:
        if choice == Choice.TERRITORY:
            for code in question.candidates:
                name = register.territories[code].name(lang)
                yield Settlement(choice, code), t(taken, lang, name=name)
        if choice == Choice.READ_AS:
            for value in question.options:
                yield Settlement(choice, value), option_text(value, lang)
        elif choice != Choice.ACCEPT:  # that is the first candidate, by its code
            yield Settlement(choice), t(f"update.choice_{choice}", lang)


# --- writing --------------------------------------------------------------------------------------


def to_toml(decisions: Settlements) -> bytes:
    """Return decisions as a file; the same decisions give the same bytes."""
    parts = [_comment(t("update.decisions_head", LANGUAGES[0]))]
    parts += [f"\n[{key}]\n{_answer(decisions[key])}" for key in sorted(decisions)]
    return "".join(parts).encode()


def to_template(preview: Preview, settlements: Settlements, document: str, lang: str) -> bytes:
    """
    Return the questions of a document as a file to be filled in, those settled with their answers.

    All of the `settlements` so far are written, also what fits nothing; `lang` is the language of
    the comments.
    """
    register = preview.register
    head = t("update.template_head", lang, document=document, n=preview.n_open)
    parts = [_comment(head)]
    for key, question in preview.questions.items():
        place = heading(question.after, register, lang) if isinstance(question, Doubt) else ""
        rows = () if isinstance(question, Doubt) else (question, *preview.elsewhere.get(key, ()))
        said = [place, *(row.place(lang) for row in rows), *question_text(question, lang)]
        answers = (
            _answer(preview.decided[key])
            if key in preview.decided
            else "".join(f"# {line}\n" for line in answer_lines(question, register, lang))
        )
        comments = "".join(_comment(line) for line in dict.fromkeys(said) if line)
        parts.append(f"\n{comments}[{key}]\n{answers}")
    rest = {key: each for key, each in settlements.items() if key not in preview.questions}
    parts += [f"\n[{key}]\n{_answer(rest[key])}" for key in sorted(rest)]
    return "".join(parts).encode("utf-8", "replace")


def answer_lines(question: Problem | Doubt, register: Register, lang: str) -> Iterator[str]:
    """Yield every answer of a question as a line, what it means behind it."""
    for answer, said in possible(question, register, lang):
        written = "true" if answer.choice in _FLAGS else _quoted(answer.value or BLANK)
        said = said.rstrip(BLANK)
        if answer.choice == Choice.KEEP:
            written = _quoted(f"{BLANK}; {BLANK}; {BLANK}")
            said = f"{said}: {t('expected.outside', lang)}"
        yield f"{answer.choice} = {written}  {_comment(said, end='')}"


def _answer(settlement: Settlement) -> str:
    """Return a settlement with its record as lines of TOML."""
    flag = settlement.choice in _FLAGS
    lines = [f"{settlement.choice} = {'true' if flag else _quoted(settlement.value)}"]
    for name, field in _RECORD.items():
        value = getattr(settlement, field)
        if value:
            lines.append(f"{name} = {value if name == 'on' else _quoted(value)}")
    return "".join(f"{line}\n" for line in lines)


def _quoted(text: str) -> str:
    """Return a text as TOML has it; JSON's escapes are TOML's, but for one character."""
    plain = text.encode("utf-8", "replace").decode()
    return json.dumps(plain, ensure_ascii=False).replace("\x7f", "\\u007f")


def _comment(text: str, *, end: str = "\n") -> str:
    """Return a text as comments, a line for each of its own; TOML wants no control characters."""
    lines = (re.sub(r"[\x00-\x1f\x7f]", " ", line) for line in text.split("\n"))
    return "\n".join(f"# {line}".rstrip() for line in lines) + end
