"""What changed between two days: what came, what went, what was prolonged, what nobody can tell."""

import html
from collections.abc import Sequence
from datetime import date

import streamlit as st

from geo.agreements import Agreement, Register
from geo.card import pair_names
from geo.history import change_between
from geo.text import format_date, t
from geo.view import Selection, View


def draw_changes(view: View, selection: Selection, register: Register, today: date) -> None:
    """Draw the comparison of a view with an earlier day; nothing if the view has none."""
    until = view.on or today
    if not view.since or until < view.since:
        return
    change = change_between(selection.agreements, view.since, until)
    days = {"since": view.since, "until": until}
    title = t(
        "change.title", view.lang, **{k: format_date(day, view.lang) for k, day in days.items()}
    )
    parts = {
        "came": [(a, a.signed_on) for a in change.came],
        "went": [(a, None) for a in change.went],
        "prolonged": list(change.prolonged),
        "unknown": [(a, None) for a in change.unknown],
    }
    columns = "".join(
        f"<section><h4>{html.escape(t(f'change.{name}', view.lang))}: {len(rows)}</h4>"
        f"{_list(rows, register, view.lang)}</section>"
        for name, rows in parts.items()
    )
    st.html(
        f'<h3 class="changes-title">{html.escape(title)}</h3><div class="changes">{columns}</div>'
    )


def _list(rows: Sequence[tuple[Agreement, date | None]], register: Register, lang: str) -> str:
    items = []
    for agreement, day in rows:
        names = " — ".join(pair_names(agreement, register, lang))
        kind = t(f"kind.{agreement.kind}", lang)
        when = f"{format_date(day, lang)} · " if day else ""
        items.append(f"<li>{html.escape(names)}<br><small>{when}{html.escape(kind)}</small></li>")
    return (
        f"<ul>{''.join(items)}</ul>" if items else f"<p>{html.escape(t('change.none', lang))}</p>"
    )
