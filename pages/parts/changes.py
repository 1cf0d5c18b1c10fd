"""What changed between two days: what came, what went, what was prolonged, what nobody can say."""

import html
from collections.abc import Sequence

import streamlit as st

from geo.agreements import Agreement, Register
from geo.card import party_line
from geo.shown import Shown
from geo.terms import lapsed_on
from geo.text import format_date, t


def draw_changes(shown: Shown) -> None:
    """Draw the comparison of a view with an earlier day; nothing if the view has none."""
    change, lang, register = shown.change, shown.lang, shown.register
    if not change:
        return
    days = {"since": change.since, "until": change.until}
    title = t("change.title", lang, **{k: format_date(day, lang) for k, day in days.items()})
    parts = {
        "came": [(a, format_date(a.signed_on, lang)) for a in change.came],
        "went": [(a, format_date(lapsed_on(a), lang)) for a in change.went],
        "prolonged": [(a, format_date(day, lang)) for a, day in change.prolonged],
        "unknown": [
            (a, t("change.signed_on", lang, day=format_date(a.signed_on, lang)))
            for a in change.unknown
        ],
    }
    columns = "".join(
        f"<section><h4>{html.escape(t(f'change.{name}', lang))}: {len(rows)}</h4>"
        f"{_list(rows, register, lang)}</section>"
        for name, rows in parts.items()
    )
    st.html(
        f'<h3 class="changes-title">{html.escape(title)}</h3><div class="changes">{columns}</div>'
    )


def _list(rows: Sequence[tuple[Agreement, str]], register: Register, lang: str) -> str:
    """Return agreements, each with its day in words, as HTML with every text escaped."""
    items = []
    for agreement, day in rows:
        names = party_line(agreement, register, lang)
        kind = t(f"kind.{agreement.kind}", lang)
        small = html.escape(f"{day} · {kind}")
        items.append(f"<li>{html.escape(names)}<br><small>{small}</small></li>")
    return (
        f"<ul>{''.join(items)}</ul>" if items else f"<p>{html.escape(t('change.none', lang))}</p>"
    )
