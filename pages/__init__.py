"""
What all pages share: the frame with menu and filters, and cached loaders.

Each page starts with ``view = frame("…")``: the link decides on arrival, paste, Back and Forward; a
widget that the reader touches rewrites the link. `st.session_state` holds widgets, `shown` (the
link as last written), `touched` (which widgets the reader moved since), `telling` and `told` (what
this run and the last one let widgets say), `unseen` (whether the widgets were set by a link and
none of them was touched yet), `ignored` (what of that link was not understood), `reworded` (whether
the language is a new one), `turn` (how often the fields of years were new ones), `people` (of a
meeting, whom its link does not name) and `reader` (the secret by which the server knows whose files
are in the making). The pages `meeting`, `exports` and `update` keep their own business there as
well: a plan, templates, a document and what was decided on it.
"""

import contextlib
import html
import os
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TypeVar
from urllib.parse import parse_qsl, urlencode

import streamlit as st

from geo import settings
from geo.agreements import Register
from geo.errors import GeoError, UpdateError
from geo.map.network import Network, build_network
from geo.map.shell import sources_digest
from geo.registers import PARAMS, folders, load_registers, paths, seen_from, sides
from geo.shown import Shown
from geo.sources import SHOWN, sources_of
from geo.text import LANGUAGES, format_date, literal, parse_date, t
from geo.update.store import follow
from geo.update.switch import is_switching, recover
from geo.view import LISTS, View, conditions, read_view
from geo.view.link import is_on, misread, parameters, pick, quoted, tidy
from pages.parts.around import style
from pages.parts.editor import admit
from pages.parts.fields import segments
from pages.parts.filters import DAYS, filters, heard, tell, tell_again, touch, understand, value
from pages.parts.registers import choose_register
from pages.parts.served import map_links
from pages.parts.table import address, anchor

Loaded = TypeVar("Loaded")

CARRIED: Mapping[str, Callable[[str], object]] = {"discreet": is_on}
"""Link parameters that every page passes on, whichever page they are the business of."""
BOXES = ("pick", "place")
"""Select boxes of everything that can be picked."""
MOST_CHOSEN = 400
"""As many characters of a link choose registers."""
PATIENCE_S = 3.0
"""Longest wait for a register that is just being written."""
_OTHERS = ("register", "territory", "statistics", "calendar", "meeting", "exports", "quality",
           "update", "about")  # fmt: skip
PAGES = {"map": "app.py"} | {name: f"pages/{name}.py" for name in _OTHERS}
"""The files of the pages, in the order of the menu."""


# --- loaders --------------------------------------------------------------------------------------


def data_version() -> str:
    """
    Return what loaders are cached by: which registers the link asks for, and from which side; name,
    time and size of every data file.
    """
    return _version(_choice())


def _version(choice: Mapping[str, str]) -> str:
    """Return the version of the data of a choice: what chooses it, as a link, comes first."""
    found = []
    follow(settings.DATA)
    for folder in paths():
        with contextlib.suppress(OSError), os.scandir(folder) as files:
            for file in files:
                if file.name.endswith(SHOWN):
                    with contextlib.suppress(OSError):  # it went, or may not be looked at
                        found.append((file.path, file.stat().st_mtime_ns, file.stat().st_size))
    # One text: Streamlit takes its time over each part of a key.
    return f"{urlencode(choice)} {sorted(found)}"


def _choice() -> Mapping[str, str]:
    """Return the parameters of the link that choose registers and the side, of what there is."""
    link = parameters(_address())
    register, side = (tidy(link.get(name, ""))[:MOST_CHOSEN] for name in PARAMS)
    return _existing(_version({}), register, side) if register or side else {}


def _address() -> list[tuple[str, str]]:
    """Return the parameters of the link as they are, some perhaps several times."""
    said = st.query_params
    return sorted((name, value) for name in said for value in said.get_all(name))


@st.cache_resource(max_entries=64, show_spinner=False)
def _existing(version: str, register: str, side: str) -> Mapping[str, str]:
    """Return what there is of a choice: what there is not shall cost no register of its own."""
    known = tuple(folders())
    picked = pick(register, known)[0]
    chosen = [code for code in known if code in picked]
    choice = {"register": ",".join(chosen)} if 0 < len(chosen) < len(known) else {}
    if side and side in sides(_register(_version(choice) if choice else version)):
        choice["side"] = side
    return choice


@st.cache_resource(max_entries=8, show_spinner=False)
def _register(version: str) -> Register:
    choice = dict(parse_qsl(version.partition(" ")[0]))
    if side := choice.pop("side", ""):
        return seen_from(_register(_version(choice)), side)
    for folder in paths():
        with contextlib.suppress(UpdateError):  # somebody is writing: the old files or the new ones
            recover(folder)
    register = load_registers(choice)
    sources_of(register.territories.imprint)  # every file cites them
    return register


@st.cache_resource(max_entries=8, show_spinner=False)
def _network(version: str) -> Network:
    register = _register(version)
    # Files that changed since are those of the next version: nothing is kept under their name.
    digest = sources_digest(register.territories.imprint)
    name = digest if data_version() == version else ""
    network = build_network(register, name=name)
    map_links(network)  # broken boundaries are told before anything is drawn
    return network


def get_register() -> Register:
    """Return the register as the files in ``data/`` have it now, or the registers of the link."""
    return _loaded(_register)


def get_folder() -> Path:
    """Return the folder of the one register that the page is about."""
    return (get_register().territories.imprint.folders or (settings.DATA,))[0]


def get_network() -> Network:
    """Return the network of that register."""
    return _loaded(_network)


def _loaded(load: Callable[[str], Loaded]) -> Loaded:
    """Return what is loaded; on broken data the page, or the callback, ends with one line."""
    admit(_lang())
    end = time.monotonic() + PATIENCE_S
    while True:
        try:
            return load(data_version())
        except GeoError as error:
            if any(map(is_switching, paths())) and time.monotonic() < end:
                time.sleep(0.1)  # files of two registers: in a moment they are of one
                continue
            st.set_page_config(page_title=t("app.title", _lang()), layout="wide")
            st.error(literal(error.message(_lang())))
            st.stop()


@st.cache_resource(max_entries=200, show_spinner=False, hash_funcs={View: repr})
def _shown(view: View, day: date, version: str, discreet: bool) -> Shown:
    return Shown(view, _register(version), day, discreet)


def get_shown(view: View, *, discreet: bool = False) -> Shown:
    """Return what a view shows; `discreet` with the partners in the room."""
    return _shown(view, today(), data_version(), discreet)


def today() -> date:
    """Return the day the pages count from; TIES_TODAY (ISO 8601) sets another for a rehearsal."""
    return date.fromisoformat(os.environ.get("TIES_TODAY") or date.today().isoformat())


# --- the frame ------------------------------------------------------------------------------------


def frame(
    page: str,
    *,
    with_filters: bool = True,
    keep: Mapping[str, Callable[[str], object]] = CARRIED,
    ahead: Callable[[View], None] | None = None,
) -> View:
    """
    Draw menu and filters of a page, a key of `PAGES`, and return the view they say.

    Without filters the page's link only carries the view on. `keep` are link parameters that are
    its own business, and what reads each; `ahead` draws of the view what the browser shall have
    before menu and filters.
    """
    register = get_register()
    get_network()
    address = _address()
    params = parameters(address)
    reads = {**CARRIED, **keep}
    own = {name: params.pop(name) for name in reads if name in params}
    _follow(page, params, register)
    style(st.session_state.get("lang") or LANGUAGES[0])
    note = st.container(key="link-note")
    # Streamlit knows what the widgets say before they are drawn.
    view = _view(register, _lang())
    if not with_filters:
        view = replace(View.from_params(params, register), lang=_lang())
    shown = (page, view.to_params())
    _reword(shown[1].get("lang"))
    # Once in a run: with each call the browser draws the whole page anew.
    title = page_title(t(f"page.{page}", view.lang), view)
    st.set_page_config(page_title=title, layout="wide", initial_sidebar_state="auto")
    if ahead:
        ahead(view)
    with st.sidebar:
        _menu(page, view, {name: own[name] for name in CARRIED if name in own})
        _language(view.lang)
        choose_register(register, view)
        if with_filters:
            filters(view, register, reset_filters)
    if ignored := (*st.session_state.get("ignored", ()), *misread(own, reads)):
        parts = quoted(ignored, view.lang)
        note.warning(literal(t("link.ignored", view.lang, parts=parts)))
    if trouble := follow(settings.DATA):
        note.warning(literal(trouble.message(view.lang)))
    # A run on the heels of another has the address of before it: what was written counts, too.
    said = shown[1] | own
    if sorted(said.items()) != address or st.session_state.get("shown", shown) != shown:
        st.query_params.from_dict(said)
    st.session_state.shown = shown
    return view


def _follow(page: str, params: dict[str, str], register: Register) -> None:
    """Let the widgets show what the link says, unless the reader has touched one of them since."""
    state = st.session_state
    here = state.get("shown") == (page, params)
    moves = heard()
    # What was touched while another page was asked for is not on this one.
    if moves and state.get("shown", (page,))[0] == page:
        state.unseen = False
        state.ignored = ()
        understand(register)
        for box in moves & set(BOXES):
            if not isinstance(state[box], str):  # else words of another language, and no choice
                state.focus = state[box] or ()
    elif not here or state.get("unseen"):
        # A run that Back cuts short has set widgets in vain: until one is touched, they are set
        # in every run.
        moved = state.get("unseen", False) or state.get("shown", (page,))[0] != page
        view, ignored = read_view(params, register)
        if not here:
            state.ignored = ignored
        _set_widgets(view, register, moved=moved)
        state.unseen = True


def set_focus(*codes: str) -> None:
    """Pick a territory, a pair or an agreement, as a callback of a widget."""
    tell("focus", codes)
    touch()


def set_widget(name: str, said: str) -> None:
    """Let one widget say something else, as a callback of another."""
    tell(name, said)
    touch()


def set_view(view: View) -> None:
    """Show another view, as a callback of a button."""
    register = get_register()
    _set_widgets(View.from_params(view.to_params(), register), register)
    touch()


def lift(name: str, code: str) -> None:
    """Lift one condition of what the widgets ask for now, as a callback of its button."""
    register = get_register()
    touch()
    tell_again()  # of two quick presses the second shall lift its own as well
    for condition in conditions(_view(register, _lang()), register):
        if (condition.name, condition.code) == (name, code):
            set_view(condition.without)


def set_day(day: str) -> None:
    """Show the network as it stood on a day (ISO 8601), empty for the register as it is."""
    parsed = parse_date(day)
    tell("on", format_date(parsed, LANGUAGES[0]) if parsed else "")
    if not parsed:
        tell("since", "")
    touch()


def reset_filters() -> None:
    """Show everything again, in the reader's language, as a callback of a button."""
    state = st.session_state
    set_view(View(lang=_lang(), focus=state.get("focus", ()), layout=state.get("layout", "")))


def _reword(lang: str | None) -> None:
    """
    Let what is chosen say so in another language, once that is the reader's.

    A list keeps what is chosen by its words. Told nothing, it would say the old ones for ever. It
    is told in the next run as well: the browser may not have heard.
    """
    state = st.session_state
    was_new = state.pop("reworded", False)
    state.reworded = "shown" in state and state.shown[1].get("lang") != lang
    if state.reworded or was_new:
        kinds = str | tuple | list if state.reworded else list  # what is typed is not said again
        for name, said in state.items():
            if isinstance(said, kinds):
                state[name] = said


def _lang() -> str:
    """Return the language for the moment before the widgets are read."""
    lang = st.session_state.get("lang") or st.query_params.get("lang")
    return lang if lang in LANGUAGES else LANGUAGES[0]


def _set_widgets(view: View, register: Register, *, moved: bool = False) -> None:
    """Let every widget show what the view says; another page's widgets forget what they knew."""
    values = {name: list(getattr(view, name)) for name in LISTS}
    values |= {"years": view.years or register.years, "q": view.q, "lang": view.lang}
    for name in DAYS:
        day = getattr(view, name)
        values[name] = format_date(day, LANGUAGES[0]) if day else ""
    values |= {"focus": view.focus, "layout": view.layout}
    for name, wanted in values.items():
        # Setting a widget sends its whole list of choices again: only what changes is set.
        changed = wanted != (st.session_state.get(name) or type(wanted)())
        if changed or (moved and name in st.session_state):
            tell(name, wanted)


def link_to(page: str, label: str, view: View, icon: str, **own: str) -> None:
    """Draw a link to a page, a key of `PAGES`, with a view and its `own` parameters."""
    params = view.to_params() | own
    st.page_link(PAGES[page], label=label, query_params=params, icon=f":material/{icon}:")


def page_title(name: str, view: View) -> str:
    """Return what the browser's tab and history say: which page it is, and what is picked on it."""
    parts = (get_shown(view).name, name, t("app.title", view.lang))
    return " — ".join(filter(None, parts))


def _menu(page: str, view: View, own: dict[str, str]) -> None:
    """Links to the pages; they keep the view and what is carried on."""
    first = next(iter(PAGES))
    links = "".join(
        anchor(
            t(f"page.{key}", view.lang),
            address(view, "" if key == first else key, **own),
            is_here=key == page,
        )
        for key in PAGES
    )
    with st.container(key="menu"):
        st.html(f'<nav aria-label="{html.escape(t("app.pages", view.lang))}">{links}</nav>')


def _view(register: Register, lang: str) -> View:
    """Return the view of the widgets, checked like a link: limits hold in the browser only."""
    params = {name: ",".join(value(name)) for name in LISTS}
    years = st.session_state.get("years") or register.years
    params |= {"years": "-".join(map(str, years)), "q": value("q") or "", "lang": lang}
    params |= {"focus": ",".join(value("focus")), "layout": value("layout") or ""}
    for name in DAYS:
        day = parse_date(value(name) or "")
        params[name] = day.isoformat() if day else ""
    return View.from_params(params, register)


def _language(lang: str) -> None:
    names = {code: t(f"app.lang_{code}", lang) for code in LANGUAGES}
    label = t("app.language", lang)
    segments(label, names, "lang", label_visibility="collapsed", on_change=touch)
