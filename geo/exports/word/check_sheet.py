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
from geo.exports.word.content import Paragraph, SignBlock, WordColumn, WordContent, WordRow
from geo.exports.word.document import in_languages, to_docx
from geo.exports.word.facts import begin, lapse_lines, successor_lines
from geo.history import Standing
from geo.quality import find_between, records
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
    lang = material.lang
    file = begin(t("brief.check", lang, name=material.shown.subject), material)
    lacking = t("brief.check_lacking", lang, **material.shown.words)
    if material.agreements:
        file.paragraph(f"{t('brief.check_how', lang, **material.shown.words)} {lacking}")
    else:
        file.paragraph(material.shown.nothing, "Lead")
        file.paragraph(lacking)
    _add_beside(file, material)
    for how in (Standing.IN_FORCE, Standing.UNKNOWN, Standing.LAPSED):
        agreements = newest_first(material.shown.picked.standing_as(how))
        _add_check(file, material, material.shown.heading(how, len(agreements)), agreements)
    _add_signatures(file, material)
    file.blocks.append(SignBlock(signed=False))
    return file


def _add_beside(file: WordContent, material: Material) -> None:
    """Add what the registers that are shown have to settle among themselves; of one, nothing."""
    lang, shown, rows = material.lang, {one.id for one in material.agreements}, []
    for finding in find_between(material.register):
        if shown.intersection(one.id for one in finding.agreements):
            numbers = "; ".join(number(one, lang) for one in finding.agreements)
            sides = material.sides(finding.agreements[0])
            rows.append(WordRow((numbers, sides, findings.oddity(finding, lang))))
    if rows:
        file.heading(t("brief.beside", lang))
        widths = {"table.number": 70, "table.parties": 72, "brief.remarks": 120}
        file.table(file.columns(widths), rows)


def _add_check(
    file: WordContent, material: Material, title: str, agreements: Sequence[Agreement]
) -> None:
    """Add a block for every agreement: what we have on the left, room for theirs on the right."""
    if not agreements:
        return
    lang = material.lang
    file.heading(title)
    widths = {"slides.fact": 38, "brief.ours": 112, "brief.theirs": 112}
    columns = file.columns(widths, **material.shown.words)
    rows: list[WordRow] = []
    for agreement in agreements:
        whose = f"{number(agreement, lang)}: {material.sides(agreement)}"
        cells = (Paragraph(whose, bold=True),), t("brief.agrees", lang)
        rows.append(WordRow(cells, spans=(2, 1), keep=True, shaded=True))
        facts = [WordRow((name, lines, ""), keep=True, height=FILL)
                 for name, lines in _facts_of_all(agreement, material)]  # fmt: skip
        rows += [*facts[:-1], replace(facts[-1], keep=False)]
    file.table(columns, rows, t("brief.check_rows", lang))


def _facts_of_all(agreement: Agreement, material: Material) -> list[tuple[str, Cell]]:
    """Return what can be checked; of several registers what each says, where they differ."""
    if len(agreement.records) < 2:
        return _facts(agreement, material)
    lang, every = material.lang, dict[str, dict[str, Cell]]()
    for one in records(agreement, material.register):
        home = one.records[0].imprint.words(lang)["home_short"]
        status = t("card.status", lang), t(f"status.{one.status}", lang)
        for name, cell in (*_facts(one, material), status):
            every.setdefault(name, {})[home] = cell
    facts: list[tuple[str, Cell]] = []
    for name, cells in every.items():
        first = next(iter(cells.values()))
        alike = len(cells) == len(agreement.records) and all(x == first for x in cells.values())
        lines: list[Paragraph] = []
        for home, cell in cells.items():
            lines.append(Paragraph(f"{home}:", bold=True))
            lines += [Paragraph(cell)] if isinstance(cell, str) else cell
        facts.append((name, first if alike else tuple(lines)))
    return facts


def _facts(agreement: Agreement, material: Material) -> list[tuple[str, Cell]]:
    """Return what can be checked of an agreement: its name for the reader, and our value."""
    lang, register = material.lang, material.register
    facts: list[tuple[str, Cell]] = [
        (t("table.title", lang), agreement.title),
        (t("card.signed", lang), format_date(agreement.signed_on, lang)),
        (t("card.registered", lang), registration(agreement, material.shown)),
        (t("card.parties", lang), "; ".join(party_names(agreement, register, lang))),
        *links(agreement, material.shown),
    ]
    if material.shown.standing(agreement) == Standing.IN_FORCE:
        return [*facts, (t("card.term", lang), term(agreement, lang))]
    lapse = lapse_lines(agreement, material)
    if lapse:
        facts.append((t("card.lapse", lang), lapse))
    return [*facts, (t("table.successor", lang), successor_lines(agreement, material))]


def _add_signatures(file: WordContent, material: Material) -> None:
    """Add room for what our register lacks, for remarks, and for both signatures."""
    lang, words = material.lang, material.shown.words
    file.heading(t("brief.missing", lang, **words))
    widths = {"brief.form_title": 112, "table.parties": 64}
    columns = file.columns(widths | {"brief.signed_registered": 48, "table.term": 38})
    empty = WordRow(("",) * len(columns), keep=True, height=FILL + 3)
    file.table(columns, [*[empty] * (N_MISSING - 1), replace(empty, keep=False)])
    file.heading(t("brief.remarks", lang))
    file.table([WordColumn("", 1)], [WordRow(("",), height=30)])
    file.heading(t("brief.signatures", lang))
    labels = ("position", "person", "signature", "day")
    heads = ("", *(t(f"brief.{side}", lang, **words) for side in ("our_side", "their_side")))
    signing = [WordColumn(head, wide) for head, wide in zip(heads, (38, 112, 112), strict=True)]
    last = len(labels) - 1
    rows = [
        WordRow((t(f"brief.{label}", lang), "", ""), height=FILL + 2, keep=place < last)
        for place, label in enumerate(labels)
    ]
    file.table(signing, rows)
