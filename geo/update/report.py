"""
What ``python -m geo import`` does and prints: the comparison first, the writing only if asked for.

``versions`` lists what was the register before, ``restore`` goes back to one of them.

Each unresolved line begins with its key; a file of settlements answers by these keys
(`geo.update.decisions`).
"""

import argparse
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from geo import console
from geo.agreements import Agreement, Register
from geo.errors import UpdateError
from geo.reading import Problem
from geo.reading.problems import problem_key
from geo.text import LANGUAGES, format_date, t
from geo.update.comparison import Doubt, Match
from geo.update.comparison_text import change_texts, evidence_text, heading
from geo.update.decisions import (
    DECISIONS,
    advice_text,
    answer_lines,
    answer_text,
    keep_decisions,
    load_decisions,
    load_kept,
    parse_decisions,
    question_text,
    read_given,
    to_template,
)
from geo.update.intake import FILE_BYTES, read_untrusted
from geo.update.register_files import Origin, fingerprint, unpack
from geo.update.settlement import Preview, Settlement, Settlements, build_preview, reasons
from geo.update.switch import restore_version, write_register
from geo.update.versions import Version, list_versions

SHORT = 12
"""Digits of a fingerprint that a person copies."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument(
        "file", type=console.path, help="the register as .docx or plain text, or an archive"
    )
    parser.add_argument("--apply", action="store_true", help="write it, if nothing is unresolved")
    parser.add_argument(
        "--settle", type=console.path, help="decisions, TOML or JSON: see README.md"
    )
    parser.add_argument(
        "--template", type=console.path, help="write the questions there, to be answered"
    )
    parser.add_argument("--expect", default="", help="state the preview named; --apply needs it")
    parser.add_argument("--lang", choices=LANGUAGES, default=LANGUAGES[0])


def run_import(register: Register, options: argparse.Namespace) -> None:
    """
    Print what an issue of the register changes; write it if asked to.

    GeoError if the file can't be read, something is unresolved, or the register is another by now.
    """
    state = fingerprint(options.folder)
    name, data, settlements = _read(options.file)
    settlements |= load_decisions(options.settle) if options.settle else {}
    kept = load_kept(options.folder)
    preview = build_preview(
        register,
        state,
        lambda decisions: read_untrusted(data, decisions, options.folder),
        settlements,
        kept,
    )
    for line in preview_lines(preview, options.lang):
        print(line)
    if options.template:
        _write_template(preview, settlements, options)
    if not options.apply:
        return
    if preview.unknown:
        raise UpdateError("update.unknown_keys", keys=", ".join(preview.unknown))
    decisions = keep_decisions(preview, kept, date.today())
    origin = Origin(name, data, reasons(preview.left_out), decisions, preview.title)
    # Without --expect the preview is the one just printed.
    expected = state if options.expect in ("", state[:SHORT], state) else options.expect
    version = write_register(
        preview.agreements, origin, expected=expected, folder=options.folder, who=console.user()
    )
    print()
    if version is None:
        print(t("update.nothing", options.lang))
    else:
        shown = version.relative_to(options.folder.parent).as_posix()
        print(t("update.written", options.lang, version=shown))


def _write_template(
    preview: Preview, settlements: Settlements, options: argparse.Namespace
) -> None:
    """Write the questions with the answers so far; never over answers that were not read."""
    out: Path = options.template
    if out.exists() and not (options.settle and out.samefile(options.settle)):
        raise UpdateError("update.template_exists", file=out.name)
    content = to_template(preview, settlements, options.file.name, options.lang)
    console.put(out, content)
    print()
    print(t("update.template_written", options.lang, file=out.name))


def print_versions(options: argparse.Namespace) -> None:
    """Print the register as it is and every version kept, the latest first."""
    for version in list_versions(options.folder):
        print(version_text(version, options.lang))


def run_restore(options: argparse.Namespace) -> None:
    """
    Go back to a version.

    GeoError if there is no such version, or the system refuses.
    """
    kept = restore_version(options.version, options.folder, who=console.user())
    print(
        t("update.restored", options.lang, version=options.version, kept=kept.name if kept else "")
    )
    print(version_text(list_versions(options.folder)[0], options.lang))


def version_text(version: Version, lang: str) -> str:
    """Return a version in one line."""
    name = version.name or t("update.version_now", lang)
    if version.newest is None:
        return t("update.version_unreadable", lang, name=name)
    return t(
        "update.version",
        lang,
        name=name,
        document=version.document,
        n=version.n_in_force,
        lapsed=version.n_lapsed,
        day=format_date(version.newest, lang),
    )


def preview_lines(preview: Preview, lang: str) -> Iterator[str]:
    """Yield a preview as lines of text."""
    comparison, register = preview.comparison, preview.register
    n = len(register.agreements)
    day = format_date(register.newest if n else None, lang)
    state = preview.fingerprint[:SHORT]
    yield t("update.against", lang, day=day, n=n, fingerprint=state)
    for name in ("added", "changed", "lapsed", "returned", "vanished"):
        rows: tuple[Agreement | Match, ...] = getattr(comparison, name)
        yield f"{t(f'compare.{name}', lang)}: {len(rows)}"
        if name == "vanished" and rows and preview.may_come_back:
            yield f"  {t('compare.vanished_perhaps', lang)}"
        for row in rows:
            if isinstance(row, Match):
                yield from _match_lines(row, preview, lang)
            else:
                yield f"  {heading(row, register, lang)}"
                yield f"      {row.title}"
    yield f"{t('compare.unresolved', lang)}: {preview.n_open}"
    questions: tuple[Problem | Doubt, ...] = (*preview.unsettled, *comparison.doubts)
    for question in questions:
        yield from _question_lines(question, preview, lang)
    for key in preview.unknown:
        yield f"  {t('update.unknown_key', lang, name=key)}"
    if preview.before:
        yield f"{t('update.decided_before', lang)}: {len(preview.before)}"
        for key in preview.questions:
            if key in preview.before:
                asked, title = question_text(preview.questions[key], lang)
                yield f"  {key}  {asked}"
                if title:
                    yield f"      {title}"
                yield f"      → {answer_text(preview.decided[key], register, lang)}"
    if preview.left_out:
        yield f"{t('compare.left_out', lang)}: {len(preview.left_out)}"
        for out in preview.left_out:
            yield f"  {_said(out.problem, lang)} — {out.reason}"
    if comparison.noted:
        yield f"{t('compare.noted', lang)}: {len(comparison.noted)}"
        for match in comparison.noted:
            yield from _match_lines(match, preview, lang)
    if preview.told:
        yield f"{t('compare.told', lang)}: {len(preview.told)}"
        for problem in preview.told:
            yield f"  {_said(problem, lang)}"
    yield f"{t('compare.unchanged', lang)}: {comparison.unchanged}"
    yield preview.balance(lang)
    if comparison.renumbered:
        yield t("compare.renumbered", lang, n=comparison.renumbered)
    if comparison.changes_nothing and not preview.n_open:
        yield t("compare.nothing", lang)


def _match_lines(match: Match, preview: Preview, lang: str) -> Iterator[str]:
    yield f"  {heading(match.before, preview.register, lang)}"
    if match.evidence:
        evidence = evidence_text(match.evidence, lang)
        yield f"      ({t('compare.matched', lang, evidence=evidence)})"
    for label, before, after in change_texts(match, preview.comparison, preview.register, lang):
        yield f"      {label}: {before} → {after}"


def _said(problem: Problem, lang: str) -> str:
    """Return a problem in one line: where it is, and what."""
    place = problem.place(lang) or t("update.whole_document", lang)
    return f"{place}: {problem.message(lang)}"


def _question_lines(question: Problem | Doubt, preview: Preview, lang: str) -> Iterator[str]:
    """Yield a question with its answers, as they stand in a file of settlements."""
    if isinstance(question, Doubt):
        key, said = question.key, heading(question.after, preview.register, lang)
        below, advice = t("compare.doubt", lang), ""
    else:
        key, said = problem_key(question), _said(question, lang)
        said += f" [{question.confidence(lang)}]"
        below = question.title if question.title != question.got else ""
        advice = advice_text(question, lang)
    yield f"  {key}  {said}"
    also = (t("update.also", lang, place=x.place(lang)) for x in preview.elsewhere.get(key, ()))
    for line in (below, *also, *answer_lines(question, preview.register, lang), advice):
        if line:
            yield f"      {line}"


def _read(path: Path) -> tuple[str, bytes, dict[str, Settlement]]:
    """Return name and bytes of a document, no more than may be; an archive brings decisions."""
    data = read_given(path, FILE_BYTES)
    if not (found := unpack(data)):
        return path.name, data, {}
    name, document, decisions = found
    return name, document, parse_decisions(decisions, DECISIONS)
