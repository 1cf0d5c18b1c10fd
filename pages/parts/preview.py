"""What an import would change: sections with before and after, every text shown as it is."""

import html
import re
from collections.abc import Iterable
from difflib import SequenceMatcher

import streamlit as st

from geo.agreements import Agreement
from geo.reading import Sure
from geo.text import t
from geo.update.comparison import Match
from geo.update.comparison_text import ChangeText, change_texts, evidence_text, heading
from geo.update.settlement import Preview
from pages.parts.table import remark

SECTIONS = ("added", "changed", "lapsed", "returned", "vanished")
"""What is counted at the head; the rows that only have another note follow, folded."""


def draw_counts(preview: Preview, lang: str) -> None:
    """Draw how many rows came, changed and went; what is none is pale."""
    counts = {name: len(getattr(preview.comparison, name)) for name in SECTIONS}
    counts |= {"unresolved": preview.n_open, "unchanged": preview.comparison.unchanged}
    cells = "".join(
        f'<li class="{name}{"" if count else " none"}"><b>{count}</b>'
        f"{html.escape(t(f'compare.{name}', lang))}</li>"
        for name, count in counts.items()
    )
    lines = [preview.balance(lang)]
    if preview.comparison.changes_nothing and not preview.n_open:
        lines.append(t("compare.nothing", lang))
    if preview.comparison.renumbered:
        lines.append(t("compare.renumbered", lang, n=preview.comparison.renumbered))
    notes = "".join(map(remark, lines))
    st.html(f'<ul class="import-counts">{cells}</ul>{notes}')


def draw_sections(preview: Preview, lang: str) -> None:
    """Draw every row that came, changed or went, section by section."""
    for name in (*SECTIONS, "noted"):
        rows: tuple[Agreement | Match, ...] = getattr(preview.comparison, name)
        if rows:
            body = "".join(_row(row, preview, lang) for row in rows)
            if name == "vanished" and preview.may_come_back:
                body = remark(t("compare.vanished_perhaps", lang)) + body
            _section(name, t(f"compare.{name}", lang), len(rows), body, folded=name == "noted")
    if preview.left_out:
        body = "".join(
            _remark(row.problem.place(lang), f"{row.problem.message(lang)} — {row.reason}")
            for row in preview.left_out
        )
        _section("left_out", t("compare.left_out", lang), len(preview.left_out), body)
    if preview.told:
        body = "".join(_remark(p.place(lang), p.message(lang)) for p in preview.told)
        certain = all(problem.sure == Sure.CERTAIN for problem in preview.told)
        _section("told", t("compare.told", lang), len(preview.told), body, folded=certain)


def _section(name: str, title: str, count: int, body: str, *, folded: bool = False) -> None:
    st.html(
        f'<details class="import {name}"{"" if folded else " open"}>'
        f"<summary><h2>{html.escape(title)}: {count}</h2></summary>{body}</details>"
    )


def _row(row: Agreement | Match, preview: Preview, lang: str) -> str:
    register = preview.register
    if not isinstance(row, Match):
        return (
            f"<article><h3>{html.escape(heading(row, register, lang))}</h3>"
            f"<p>{html.escape(row.title)}</p></article>"
        )
    head = f"<h3>{html.escape(heading(row.before, register, lang))}</h3>"
    if row.evidence:
        evidence = t("compare.matched", lang, evidence=evidence_text(row.evidence, lang))
        head += remark(evidence)
    changes = change_texts(row, preview.comparison, register, lang)
    return f"<article>{head}{_changes(changes, lang)}</article>"


def _changes(changes: Iterable[ChangeText], lang: str) -> str:
    """Return changed fields as a table, the words that differ marked."""
    names = [html.escape(t(f"compare.{name}", lang)) for name in ("before", "after")]
    rows = []
    for label, before, after in changes:
        cells = "".join(
            f'<td data-label="{name}">{text}</td>'
            for name, text in zip(names, _marked(before, after), strict=True)
        )
        rows.append(f"<tr><th scope='row'>{html.escape(label)}</th>{cells}</tr>")
    heads = "".join(f"<th scope='col'>{name}</th>" for name in names)
    return f"<table><thead><tr><td></td>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def _marked(before: str, after: str) -> tuple[str, str]:
    """Return two texts as HTML with the words that only one of them has in ``del`` and ``ins``."""
    one, other = (re.findall(r"\s+|\w+|[^\w\s]", text) for text in (before, after))
    if "—" in (before, after) or len(one) * len(other) > 1_000_000:
        return html.escape(before), html.escape(after)
    gone, come = [], []
    for tag, i, j, k, m in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        old, new = html.escape("".join(one[i:j])), html.escape("".join(other[k:m]))
        gone.append(old if tag == "equal" or not old else f"<del>{old}</del>")
        come.append(new if tag == "equal" or not new else f"<ins>{new}</ins>")
    return "".join(gone), "".join(come)


def _remark(place: str, text: str) -> str:
    head = f"<h3>{html.escape(place)}</h3>" if place else ""
    return f"<article>{head}<p>{html.escape(text)}</p></article>"
