"""The folium map: what reaches its templates, and which modules may know which."""

import ast
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.parse import unquote

import pytest
import streamlit_folium
from folium.template import Template

from geo import settings
from geo.map.network import build_network, view_payload
from geo.map.shell import TiesMap, ViewLayer, encode, guard_script, map_key
from geo.shown import Shown
from geo.text import t
from geo.view import View
from tests.hostile import HOSTILE, LINE, SHORT

LINKS = ("../pages.made/guard-0.js", "../pages.made/map-0.js")
TODAY = date(2026, 11, 22)


# --- the encoder ----------------------------------------------------------------------------------


def decoded(expression: str) -> object:
    """What an encoded value is to the browser, which must find nothing else in it."""
    found = re.fullmatch(
        r'JSON\.parse\(decodeURIComponent\("((?:[A-Za-z0-9.,:\[\]_~-]|%[0-9A-F]{2})*)"\)\)',
        expression,
    )
    assert found and Template(expression).render() == expression, "Jinja saw something in it"
    return json.loads(unquote(found[1], errors="strict"))


@pytest.mark.parametrize("text", [*HOSTILE, LINE, SHORT, "", " ", "Ёлка №1 — «да»", "\x00\x1f\x7f"])
def test_encoded_text_means_nothing_and_reads_as_it_was(text: str):
    assert decoded(encode(text)) == text


def test_encoded_lone_surrogates_and_pairs_survive():
    for text in ("\ud83d", "\ude00\ud83d", "a\U0001f600b", "\U0010ffff"):
        assert decoded(encode(text)) == text


def test_encoded_tables_nest_and_never_make_a_template():
    value = {LINE: [{"a": {"b": {"c": [LINE, (1, -2.5, True, None)]}}}, {}, []], 7: "x"}
    assert decoded(encode(value)) == {
        LINE: [{"a": {"b": {"c": [LINE, [1, -2.5, True, None]]}}}, {}, []],
        "7": "x",
    }


@pytest.mark.parametrize("value", [date(2026, 1, 1), {1, 2}, b"bytes", object(), [object()], 1j])
def test_anything_else_is_not_encoded(value: object):
    with pytest.raises(TypeError):
        encode(value)


# --- what is sent ---------------------------------------------------------------------------------


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch, network, register):
    """Return what streamlit-folium would send to the browser for a view."""

    def send(view: View, network=network, register=register, **options) -> dict:
        caught: dict = {}
        monkeypatch.setattr(streamlit_folium, "_component_func", lambda **all_: caught.update(all_))
        payload = view_payload(Shown(view, register, TODAY), network, **options)
        streamlit_folium.st_folium(
            TiesMap(*LINKS),
            key=map_key(network),
            returned_objects=[],
            feature_group_to_add=ViewLayer(payload),
        )
        del caught["on_change"]
        return caught

    return send


VIEWS = (
    View(),
    View(lang="en"),
    View(status=("lapsed",), focus=("by-vi-vitebsk",)),
    View(years=(2010, 2020), q="культура", focus=("ru-smo-smolensk", "by-vi-vitebsk")),
)


def test_shell_is_the_same_for_every_view_and_language(sent):
    shells = []
    for view in VIEWS:
        shell = sent(view)
        assert "ties.show" in shell.pop("feature_group")
        shells.append(shell)
    assert all(shell == shells[0] for shell in shells)


def test_no_text_of_the_register_is_in_what_is_sent(sent, register):
    for view in VIEWS:
        message = json.dumps(sent(view), ensure_ascii=False)
        for agreement in register.agreements:
            assert agreement.title not in message
        for territory in register.territories.values():
            assert territory.short_ru not in message
            assert territory.name_ru not in message
        assert not re.search("[а-яА-Я]", message)
        # Nor would folium's second rendering find anything to render.
        assert not re.search(r"\{\{|\{%|\{#", message)


def test_hostile_register_changes_nothing_in_what_is_sent(sent, build_register, network):
    texts = {"title": LINE, "term_text": LINE, "lapse_text": LINE, "source_note": LINE}
    register = build_register(every=texts)
    hostile = build_network(register, network.boundaries)
    plain = build_network(build_register(), network.boundaries)
    for view in (View(), View(focus=("by-vi-vitebsk",))):
        assert sent(view, hostile, register) == sent(view, plain, register)


def test_network_file_holds_hostile_text_as_data(build_register, network):
    register = build_register(every={"title": LINE, "source_note": LINE})
    script = build_network(register, network.boundaries).script.decode("ascii")
    content = script.removeprefix("window.TIES_DATA=").removesuffix(";")
    assert json.loads(content)["agreements"]
    # In a script file no sequence of letters ends the script; only the line separators would.
    assert "\u2028" not in content
    assert script.count("\n") == 0


@pytest.mark.parametrize("view", [*VIEWS, View(on=date(2010, 6, 1))])
def test_payload_of_a_view_is_small_and_holds_codes_and_numbers_only(view, network, register):
    payload = view_payload(Shown(view, register, TODAY), network)
    assert len(encode(payload).encode()) < 3 * 1024
    texts = [value for value in _leaves(payload) if isinstance(value, str)]
    assert [text for text in texts if not re.fullmatch("[a-z0-9_-]*", text)] == []
    assert all(isinstance(value, str | int | float | None) for value in _leaves(payload))


def test_what_changed_is_marked_only_as_far_as_the_filters_show_it(network, register):
    since = View(since=date(2015, 1, 1))
    marked = {}
    for status in ("", "in_force", "lapsed"):
        view = replace(since, status=(status,)) if status else since
        spot = view_payload(Shown(view, register, TODAY), network)["spot"]
        marked[status] = {register.agreements[place] for place in spot}
    assert {str(agreement.status) for agreement in marked[""]} == {"in_force", "lapsed"}
    for status in ("in_force", "lapsed"):
        assert marked[status] == {a for a in marked[""] if a.status == status}


def _leaves(value: object) -> Iterator[object]:
    if isinstance(value, dict):
        yield from value
        value = list(value.values())
    if isinstance(value, list | tuple):
        for item in value:
            yield from _leaves(item)
    else:
        yield value


# --- files ----------------------------------------------------------------------------------------


def test_every_file_of_the_map_is_the_apps_own(sent):
    message = sent(View())
    assert message["js_links"] == list(LINKS)
    assert message["css_links"] == []  # the guard brings the styles
    assert not re.search(r"(https?:)?//[\w.-]+\.\w+", json.dumps(message))


def test_guard_says_it_in_both_languages():
    script = guard_script("../pages.assets").decode("ascii")
    for lang in ("ru", "en"):
        for key in ("map.failed", "map.loading"):
            assert json.dumps(t(key, lang)) in script
    assert '["#22252A", "#E9E7E2"], ["#ECECEA", "#1D2126"]' in script


def test_guard_brings_the_styles_with_the_fonts_in_their_folder():
    script = guard_script("../pages.assets").decode("ascii")
    assert json.dumps(".ties-legend {")[1:-1] in script and ".leaflet-pane" in script
    fonts = re.findall(r"url\(([^)]*)\)", script)
    assert len(fonts) == 4
    assert all(one.startswith('\\"../pages.assets/fonts/pt-sans-') for one in fonts)
    assert len(script) < 32768


def test_key_changes_with_the_network_and_has_no_underscore(network, build_register):
    other = build_network(build_register(), network.boundaries)
    assert map_key(network) != map_key(other)
    # streamlit-folium drops everything after an underscore when it compares maps.
    assert "_" not in map_key(network)


# --- who may know whom ----------------------------------------------------------------------------

PYTHON = [
    path
    for path in settings.ROOT.rglob("*.py")
    if not {"tests", ".venv", "venv", ".cache"} & set(path.relative_to(settings.ROOT).parts)
]
LIBRARY = [path for path in PYTHON if path.is_relative_to(settings.ROOT / "geo")]
ORDER = (
    {"errors", "settings", "languages", "text"},
    {"tables"},
    {"territories"},
    {"agreements"},
    {"ties"},
    {"search"},
    {"view"},
    {"registers"},
    {"map"},
)
"""A module may know those of earlier rows, directly or through others; the first row each other."""


def _imports(path: Path) -> set[str]:
    """Return the full names of everything a file imports, also inside functions."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{name.name}" for name in node.names}
    return found


@pytest.mark.parametrize("path", PYTHON, ids=lambda path: str(path.relative_to(settings.ROOT)))
def test_only_the_map_speaks_to_folium(path: Path):
    tops = {name.split(".")[0] for name in _imports(path)}
    names = {
        node.id
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Name)
    }
    if path != settings.ROOT / "geo" / "map" / "shell.py":
        assert not {"folium", "branca"} & (tops | names)


@pytest.mark.parametrize("path", LIBRARY, ids=lambda path: str(path.relative_to(settings.ROOT)))
def test_library_knows_nothing_of_screens(path: Path):
    known = {name.split(".")[0] for name in _imports(path)}
    assert not {"streamlit", "streamlit_folium", "pages", "app", "tests"} & known


def test_modules_of_the_library_know_only_earlier_ones():
    known: dict[str, set[str]] = {}
    for path in LIBRARY:
        module = path.relative_to(settings.ROOT / "geo").parts[0].removesuffix(".py")
        own = {name.split(".")[1] for name in _imports(path) if name.startswith("geo.")}
        known[module] = known.get(module, set()) | (own - {module})
    reached = {module: _reach(module, known) for module in known}
    rank = {module: row for row, modules in enumerate(ORDER) for module in modules}
    assert set(rank) <= set(known)
    backwards = [
        (module, other)
        for module, row in rank.items()
        for other in reached[module] & set(rank)
        if rank[other] > row or (rank[other] == row > 0)
    ]
    assert backwards == []
    assert [module for module in known if module in reached[module]] == [], "They go in a circle"


def test_a_class_name_has_one_meaning():
    named = Counter(
        node.name
        for path in PYTHON
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
    )
    assert [name for name, count in named.items() if count > 1] == []


def _reach(module: str, known: dict[str, set[str]]) -> set[str]:
    """Return every module that one knows, directly or through others."""
    found: set[str] = set()
    ahead = [module]
    while ahead:
        new = known.get(ahead.pop(), set()) - found
        found |= new
        ahead += new
    return found
