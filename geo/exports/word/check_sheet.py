"""
The sheet on which the other side checks our register, as a Word file.

It has what the register says of every agreement of the view beside empty cells for what the others
have, room for what our register lacks, for remarks, and for both signatures.
"""

from collections.abc import Sequence
from dataclasses import replace

from geo import findings
from geo.agreements import Agreement, newest_first
from geo.card import links, number, party_names, registration, term
from geo.exports.material import Material
from geo.exports.scope import Scope
from geo.exports.word.content import Paragraph, WordColumn, WordContent, WordRow
from geo.exports.word.document import in_languages, to_docx
from geo.exports.word.facts import (
    add_dated,
    footer,
    lapse_lines,
    successor_lines,
)
from geo.history import Standing
from geo.quality import find_between
from geo.registers.beside import records
from geo.text import format_date, t

Cell = str | tuple[Paragraph, ...]
FILL = 7.0
"""Height of a row to write into by hand, in millimetres."""
N_MISSING = 5
"""Empty rows for agreements that our register lacks."""


def to_check_sheet(material: Material) -> bytes:
    """Return what the register says beside empty cells for what the other side has."""
    return to_docx(in_languages(_check_sheet, material), material, landscape=True)


def _check_sheet(material: Material) -> WordContent:
    """Return what the sheet says."""
    scope = Scope(material)
    lang = scope.lang
    title = t("brief.check", lang, name=material.shown.subject)
    file = WordContent(lang, title, footer(title, scope))
    file.paragraph(title, "Title")
    add_dated(file, scope)
    file.paragraph(t("brief.check_how", lang, **material.shown.words))
    if not scope.agreements:
        file.paragraph(t("map.empty", lang), "Lead")
    _add_beside(file, scope)
    for how in (Standing.IN_FORCE, Standing.UNKNOWN, Standing.LAPSED):
        agreements = newest_first(material.shown.picked.standing_as(how))
        _add_check(file, scope, scope.heading(how, len(agreements)), agreements)
    _add_signatures(file, scope)
    file.sign(signed=False)
    return file


def _add_beside(file: WordContent, scope: Scope) -> None:
    """Add what the registers that are shown have to settle among themselves; of one, nothing."""
    lang, shown = scope.lang, {agreement.id for agreement in scope.agreements}
    rows = [
        WordRow(
            (
                "; ".join(number(agreement, lang) for agreement in finding.agreements),
                scope.sides(finding.agreements[0]),
                findings.oddity(finding, lang),
            )
        )
        for finding in find_between(scope.material.register)
        if shown.intersection(agreement.id for agreement in finding.agreements)
    ]
    if rows:
        title = t("brief.beside", lang)
        file.heading(title)
        widths = {"table.number": 70, "table.parties": 72, "brief.remarks": 120}
        file.table(title, file.columns(widths), rows)


def _add_check(
    file: WordContent, scope: Scope, title: str, agreements: Sequence[Agreement]
) -> None:
    """Add a block for every agreement: what we have on the left, room for theirs on the right."""
    if not agreements:
        return
    lang = scope.lang
    file.heading(title)
    widths = {"slides.fact": 38, "brief.ours": 112, "brief.theirs": 112}
    columns = file.columns(widths, **scope.material.shown.words)
    rows: list[WordRow] = []
    for agreement in agreements:
        rows.append(
            WordRow(
                (
                    (Paragraph(f"{number(agreement, lang)}: {scope.sides(agreement)}", bold=True),),
                    t("brief.agrees", lang),
                ),
                spans=(2, 1),
                keep=True,
                shaded=True,
            )
        )
        facts = [WordRow((name, lines, ""), keep=True, height=FILL)
                 for name, lines in _facts_of_all(agreement, scope)]  # fmt: skip
        rows += [*facts[:-1], replace(facts[-1], keep=False)]
    file.table(title, columns, rows, t("brief.check_rows", lang))


def _facts_of_all(agreement: Agreement, scope: Scope) -> list[tuple[str, Cell]]:
    """Return what can be checked; of several registers what each says, where they differ."""
    every: dict[str, dict[str, Cell]] = {}
    for one in records(agreement, scope.material.register):
        status = t("card.status", scope.lang), t(f"status.{one.status}", scope.lang)
        for name, cell in (*_facts(one, scope), status):
            every.setdefault(name, {})[one.records[0].imprint.words(scope.lang)["home_short"]] = (
                cell
            )
    if len(agreement.records) < 2:
        return _facts(agreement, scope)
    facts: list[tuple[str, Cell]] = []
    for name, cells in every.items():
        first = next(iter(cells.values()))
        alike = len(cells) == len(agreement.records) and all(x == first for x in cells.values())
        lines = (
            line
            for home, cell in cells.items()
            for line in (
                Paragraph(f"{home}:", bold=True),
                *((Paragraph(cell),) if isinstance(cell, str) else cell),
            )
        )
        facts.append((name, first if alike else tuple(lines)))
    return facts


def _facts(agreement: Agreement, scope: Scope) -> list[tuple[str, Cell]]:
    """Return what can be checked of an agreement: its name for the reader, and our value."""
    lang, register = scope.lang, scope.material.register
    facts: list[tuple[str, Cell]] = [
        (t("table.title", lang), agreement.title),
        (t("card.signed", lang), format_date(agreement.signed_on, lang)),
        (t("card.registered", lang), registration(agreement, scope.material.shown)),
        (t("card.parties", lang), "; ".join(party_names(agreement, register, lang))),
        *links(agreement, scope.material.shown),
    ]
    if scope.material.shown.standing(agreement) == Standing.IN_FORCE:
        return [*facts, (t("card.term", lang), term(agreement, lang))]
    lapse = lapse_lines(agreement, scope)
    if lapse:
        facts.append((t("card.lapse", lang), lapse))
    return [*facts, (t("table.successor", lang), successor_lines(agreement, scope))]


def _add_signatures(file: WordContent, scope: Scope) -> None:
    """Add room for what our register lacks, for remarks, and for both signatures."""
    lang, words = scope.lang, scope.material.shown.words
    missing = t("brief.missing", lang, **words)
    file.heading(missing)
    widths = {"brief.form_title": 112, "table.parties": 64}
    columns = file.columns(widths | {"brief.signed_registered": 48, "table.term": 38})
    file.table(
        missing,
        columns,
        [
            WordRow(("",) * len(columns), keep=place < N_MISSING, height=FILL + 3)
            for place in range(1, N_MISSING + 1)
        ],
    )
    remarks = t("brief.remarks", lang)
    file.heading(remarks)
    file.table(remarks, [WordColumn("", 1)], [WordRow(("",), height=30)])
    title = t("brief.signatures", lang)
    file.heading(title)
    labels = ("position", "person", "signature", "day")
    heads = ("", *(t(f"brief.{side}", lang, **words) for side in ("our_side", "their_side")))
    signing = [WordColumn(head, wide) for head, wide in zip(heads, (38, 112, 112), strict=True)]
    last = len(labels) - 1
    rows = [
        WordRow((t(f"brief.{label}", lang), "", ""), height=FILL + 2, keep=place < last)
        for place, label in enumerate(labels)
    ]
    file.table(title, signing, rows)
