"""The filters of a view as widgets: search, years, standing, kind, places, form, fields, days."""

from collections.abc import Callable

import streamlit as st

from geo.agreements import Register, Status
from geo.text import parse_date, t
from geo.view import Q_LENGTH, View, choices, label
from pages.parts.table import remark

DAYS = ("on", "since")
"""Fields of `View` that a reader types as a date."""
YEAR_FIELDS = ("year_from", "year_to")
LATEST = (5, 10)
"""So many of the latest years are offered at one click."""


def filters(view: View, register: Register, reset: Callable[[], None]) -> None:
    """Draw the widgets of a view; `reset` is the callback of the button that lifts them all."""
    lang = view.lang
    codes = choices(register)
    st.text_input(
        t("filter.q", lang),
        key="q",
        max_chars=Q_LENGTH,
        type="search",
        placeholder=t("filter.q_placeholder", lang),
        help=t("filter.q_help", lang),
        on_change=touch,
    )
    if register.years[0] < register.years[1]:
        _years(register, lang)
    # Of a day the register can say "unknown"; of itself it never does.
    on = parse_date(value("on") or "")
    _pills("status", codes["status"] if on else tuple(Status), register, lang)
    _pills("kind", codes["kind"], register, lang)
    for name in ("territory", "region", "partner"):
        _multiselect(name, codes[name], register, lang)
    with st.expander(t("filter.more", lang), expanded=bool(value("form") or value("theme"))):
        _pills("form", codes["form"], register, lang)
        _multiselect("theme", codes["theme"], register, lang)
    with st.expander(t("filter.days", lang), expanded=any(map(value, DAYS))):
        for name in DAYS:
            _day(name, lang)
    st.button(
        t("filter.reset", lang),
        key="reset",
        on_click=reset,
        disabled=not (view.is_filtered or view.since),
        width="stretch",
    )


def value(name: str) -> list[str] | str:
    """Return what a widget says, empty for nothing."""
    return st.session_state.get(name) or []


def touch() -> None:
    """Note that the reader moved a widget, so that the widgets and not the link decide."""
    st.session_state.touched = True


def _years(register: Register, lang: str) -> None:
    """A slider, its two years as fields, and the latest years at one click."""
    first, last = register.years
    st.slider(t("filter.years", lang), first, last, key="years", on_change=touch)
    now = st.session_state.get("years") or register.years
    with st.container(horizontal=True, gap="small", key="year-fields"):
        for place, name in enumerate(YEAR_FIELDS):
            if st.session_state.get(name) != now[place]:
                st.session_state[name] = now[place]
            label = t(f"filter.{name}", lang)
            # A browser that has not yet heard what is set holds the value given here.
            st.number_input(
                label, first, last, now[place], step=1, key=name, on_change=_years_typed
            )
        for n in LATEST:
            if last - n >= first:
                since = last - n + 1
                label, what = t("filter.latest", lang, n=n), t("filter.latest_what", lang, n=n)
                st.button(
                    label, key=f"latest_{n}", help=what, on_click=_set_years, args=(since, last)
                )


def _years_typed() -> None:
    """Take the years of the two fields, whichever of them was typed as the later one."""
    _set_years(*sorted(st.session_state[name] for name in YEAR_FIELDS))


def _set_years(first: int, last: int) -> None:
    st.session_state.years = (first, last)
    touch()


def _pills(name: str, codes: tuple[str, ...], register: Register, lang: str) -> None:
    st.pills(
        t(f"filter.{name}", lang, **register.words(lang)),
        codes,
        selection_mode="multi",
        key=name,
        format_func=lambda code: label(name, code, register, lang),
        on_change=touch,
    )


def _multiselect(name: str, codes: tuple[str, ...], register: Register, lang: str) -> None:
    st.multiselect(
        t(f"filter.{name}", lang, **register.words(lang)),
        codes,
        key=name,
        format_func=lambda code: label(name, code, register, lang),
        placeholder=t("filter.any", lang),
        select_all=False,
        filter_mode="contains",
        on_change=touch,
    )


def _day(name: str, lang: str) -> None:
    """A date typed as officials write it: Streamlit's own calendar has English words only."""
    st.text_input(
        t(f"filter.{name}", lang),
        key=name,
        max_chars=10,
        placeholder=t("filter.day_placeholder", lang),
        on_change=touch,
    )
    typed = value(name)
    if typed and not parse_date(typed):
        st.html(remark(t("filter.day_error", lang), "field-error"))
