"""The filters of a view as widgets: search, years, standing, kind, places, form, fields, days."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from geo.agreements import Register, Status
from geo.text import LANGUAGES, parse_date, t
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
    codes = choices(register, lang)
    st.text_input(
        t("filter.q", lang),
        key="q",
        max_chars=Q_LENGTH,
        type="search",
        placeholder=t("filter.q_placeholder", lang),
        help=t("filter.q_help", lang),
        on_change=touch,
        args=("q",),
    )
    if register.years[0] < register.years[1]:
        _years(register, lang)
    # Of a day the register can say "unknown"; of itself it never does.
    on = parse_date(value("on") or "")
    _list("status", codes["status"] if on else tuple(Status), register, lang, few=True)
    _list("kind", codes["kind"], register, lang, few=True)
    for name in ("territory", "region", "partner"):
        _list(name, codes[name], register, lang)
    with st.expander(t("filter.more", lang), expanded=bool(value("form") or value("theme"))):
        _list("form", codes["form"], register, lang, few=True)
        _list("theme", codes["theme"], register, lang)
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


def understand(register: Register) -> None:
    """Take words of another language in a list for what they mean: the browser may say them yet."""
    for name, codes in choices(register).items():
        said = value(name)
        if not set(said) <= set(codes):
            meant = {label(name, c, register, lang): c for lang in LANGUAGES for c in codes}
            st.session_state[name] = [meant.get(word, word) for word in said]


def touch(name: str = "") -> None:
    """Note that the reader moved a widget, so that the widgets and not the link decide."""
    st.session_state.touched = (*st.session_state.get("touched", ()), name)


def tell(name: str, said: object) -> None:
    """Let a widget say something, and note what it said: the browser may say that once more."""
    st.session_state.setdefault("telling", {})[name] = (st.session_state.get(name), said)
    st.session_state[name] = said


def heard() -> set[str]:
    """Return the names of the widgets that the reader moved since the last run, "" for a button."""
    state = st.session_state
    names = tell_again()
    telling = state.pop("telling", {})
    state.told = telling if names else state.get("told", {}) | telling
    state.pop("touched", None)
    return names


def tell_again() -> set[str]:
    """
    Tell widgets again what the browser had not heard; return the names of those that moved.

    What a run tells a widget, the browser may not have heard when it sends the reader's next move:
    then it says what the widget said before. That is no move.
    """
    state = st.session_state
    names = set(state.get("touched", ()))
    for name, (before, after) in (state.get("told", {}) | state.get("telling", {})).items():
        if before != after and state.get(name) == before and names - {name}:
            names = names - {name}
            state[name] = after
    return names


def _years(register: Register, lang: str) -> None:
    """A slider, its two years as fields, and the latest years at one click."""
    first, last = register.years
    st.slider(t("filter.years", lang), first, last, key="years", on_change=touch, args=("years",))
    with st.container(horizontal=True, gap="small", key="year-fields"):
        years, turn = _turn_of_years(register)
        for name, year in zip(YEAR_FIELDS, years, strict=True):
            st.text_input(  # a field for numbers turns red at a year beyond, and says no more
                t(f"filter.{name}", lang), str(year), 4, f"{name}-{turn}",
                type="phone", icon="", placeholder="", autocomplete="off",  # a keyboard of digits
                on_change=_years_typed, args=(turn, register),
            )  # fmt: skip
        for n in LATEST:
            if last - n >= first:
                since = last - n + 1
                label, what = t("filter.latest", lang, n=n), t("filter.latest_what", lang, n=n)
                st.button(
                    label, key=f"latest_{n}", help=what, on_click=_set_years, args=(since, last)
                )


def _turn_of_years(register: Register) -> tuple[tuple[int, int], int]:
    """
    Return the years, and how often their two fields were new ones.

    They are new when the years come from elsewhere: what a run sets in old ones, the browser may
    not have heard when it sends the reader's next move, and what they say then seems to be typed.
    """
    state = st.session_state
    years = state.get("years") or register.years
    turn = state.setdefault("turn", 0)
    if [*map(str, years)] != [state.get(f"{name}-{turn}") for name in YEAR_FIELDS]:
        state.turn += 1
    return years, state.turn


def _years_typed(turn: int, register: Register) -> None:
    """
    Take the years of the two fields, whichever of them was typed as the later one.

    A year beyond the register's is its first or last; what is no year of four digits is nothing.
    """
    if turn != st.session_state.turn:  # fields that are no more speak for a last time
        return
    first, last = register.years
    typed = [st.session_state[f"{name}-{turn}"].strip() for name in YEAR_FIELDS]
    if all(year.isdecimal() and len(year) == 4 for year in typed):
        _set_years(*sorted(min(max(int(year), first), last) for year in typed))


def _set_years(first: int, last: int) -> None:
    tell("years", (first, last))
    touch()


def _list(
    name: str, codes: tuple[str, ...], register: Register, lang: str, *, few: bool = False
) -> None:
    """Let the reader choose codes of one filter; where they are `few`, all are in sight."""
    heading = t(f"filter.{name}", lang, **register.words(lang))
    common: dict[str, Any] = {
        "key": name,
        "format_func": lambda code: label(name, code, register, lang),
        "on_change": touch,
        "args": (name,),
    }
    if few:
        st.pills(heading, codes, selection_mode="multi", **common)
    else:
        st.multiselect(heading, codes, placeholder=t("filter.any", lang), select_all=False,
                       filter_mode="contains", **common)  # fmt: skip


def _day(name: str, lang: str) -> None:
    """A date typed as officials write it: Streamlit's own calendar has English words only."""
    st.text_input(
        t(f"filter.{name}", lang),
        key=name,
        max_chars=10,
        placeholder=t("filter.day_placeholder", lang),
        on_change=touch,
        args=(name,),
    )
    typed = value(name)
    if typed and not parse_date(typed):
        st.html(remark(t("filter.day_error", lang), "field-error"))
