"""A comparison in words: what came, changed and went, for the command line and the page."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from geo.agreements import Agreement, Register
from geo.card import heading as heading
from geo.text import format_date, format_number, has_text, t
from geo.update.comparison import LINKS, Comparison, Evidence, FieldChange, Match

_FOLLOWS = {
    "term_years": "term_text",
    "perpetual": "term_text",
    "prolonged": "term_text",
    "ends_on": "term_text",
    "lapsed_on": "lapse_text",
    "successor_basis": "successor_id",
    "effect": "about_id",
}
"""Fields that are listed only if the field they are read from is the same."""
_WORDED = {
    "form": "form.", "kind": "kind.", "themes": "theme.",
    "successor_basis": "compare.basis_", "effect": "card.",
}  # fmt: skip
"""Fields with closed values, and how the keys of their words begin."""


ChangeText = tuple[str, str, str]
"""One changed field in words: its name, before, after; a dash where nothing is given."""


def change_texts(
    match: Match, comparison: Comparison, register: Register, lang: str
) -> tuple[ChangeText, ...]:
    """Return what changed in an agreement, field by field."""
    found = {change.field: change for change in match.changes}
    told = [
        change
        for change in match.changes
        if _FOLLOWS.get(change.field) not in found and not _is_wording(change, found)
    ]
    return tuple(
        (
            _label(change.field, lang),
            _value(change, change.before, register.agreements, register, lang),
            _value(change, change.after, comparison.agreements, register, lang),
        )
        for change in told
    )


def _label(field: str, lang: str) -> str:
    """Return what a field is called; most are called as the column of tables that has them."""
    column = re.sub("^source_|_text$|_id$", "", field)
    return t(f"compare.{field}" if has_text(f"compare.{field}") else f"table.{column}", lang)


def _is_wording(change: FieldChange, found: Mapping[str, FieldChange]) -> bool:
    """Return whether parties differ in their words alone, as they do wherever the title does."""
    if change.field != "parties" or "title" not in found:
        return False
    before, after = (
        [(party.territory, party.body) for party in parties]
        for parties in (change.before, change.after)
    )
    return before == after


def _value(
    change: FieldChange,
    value: Any,  # noqa: ANN401  of any field
    issue: tuple[Agreement, ...],
    register: Register,
    lang: str,
) -> str:
    """Return a value of a field in words; `issue` is where a successor is looked up."""
    if value is None or value in ("", ()):
        return "—"
    name = change.field
    if isinstance(value, date):
        return format_date(value, lang)
    if isinstance(value, bool):
        return t("compare.yes" if value else "compare.no", lang)
    if name in _WORDED:
        each = value if name == "themes" else (value,)
        return ", ".join(t(f"{_WORDED[name]}{one}", lang) for one in each)
    if name == "parties":
        return "; ".join(
            f"{register.territories[party.territory].name(lang)}"
            f" ({t(f'body.{party.body}', lang)}): {party.wording}"
            for party in value
        )
    if name in LINKS:
        named = next((row for row in issue if row.id == value), None)
        return heading(named, register, lang) if named else str(value)
    return str(value)


def evidence_text(evidence: Evidence, lang: str) -> str:
    """Return why two rows may be one agreement, and what speaks against it."""
    parts = [t("compare.similarity", lang, n=format_number(100 * evidence.similarity, lang))]
    for name in ("parties", "date", "form", "registration"):
        if getattr(evidence, f"same_{name}"):
            parts.append(t(f"compare.same_{name}", lang))
    if evidence.slip:
        parts.append(t("compare.slip", lang))
    if evidence.contradicts:
        parts.append(t("compare.contradicts", lang))
    return ", ".join(parts)
