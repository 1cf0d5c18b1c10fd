"""
Many readers of one server: first visitors at once, and what one change of a view costs all others.

How long they wait is measured by ``python -m tests.load``.
"""

import gc
import json
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Barrier, Timer

import pytest
from streamlit import config

from geo import settings
from geo.map.network import Network, build_network
from geo.map.shell import map_script
from geo.search import build_index
from pages.parts import served

VISITORS = 30
ROUNDS = 20
"""So many that a draft which two of them write was always caught."""


def test_first_visitors_at_once_all_find_the_network(
    network: Network, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(served, "MADE", tmp_path)
    name = f"map-{network.digest}.js"
    for _ in range(ROUNDS):
        together = Barrier(VISITORS)

        def visit(together: Barrier = together) -> bytes:
            together.wait()
            served.map_links(network)
            return (tmp_path / name).read_bytes()

        with ThreadPoolExecutor(VISITORS) as visitors:
            found = [visitors.submit(visit) for _ in range(VISITORS)]
        assert {one.result() for one in found} == {map_script(network)}
        assert [file.name for file in tmp_path.glob("[!g]*")] == [name]
        (tmp_path / name).unlink()


def test_network_is_written_again_where_old_temporary_files_are_cleaned(
    network: Network, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    made = tmp_path / "made"
    made.mkdir()
    monkeypatch.setattr(served, "MADE", made)
    served.map_links(network)
    shutil.rmtree(made)
    served.map_links(network)
    assert (made / f"map-{network.digest}.js").read_bytes() == map_script(network)


def test_a_kept_script_is_served_without_boundaries_and_old_ones_go(
    register, network: Network, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(served, "MADE", tmp_path)
    for n in range(16):
        served.map_links(build_network(register, network.boundaries, f"name{n:02}"))
    kept = sorted(file.name for file in tmp_path.glob("map-*"))
    assert kept == [f"map-name{n:02}.js" for n in range(3, 16)]

    def fail() -> None:
        raise AssertionError("Nothing needs the boundaries")

    _, script = served.map_links(replace(build_network(register, name="name15"), load=fail))
    assert script.endswith("map-name15.js")


def test_a_start_with_the_script_kept_needs_no_geopandas(tmp_path: Path):
    code = """
import sys
from streamlit.testing.v1 import AppTest
for _ in range(2):
    at = AppTest.from_file("app.py", default_timeout=120).run()
    assert not at.exception
    print(sorted({"geopandas", "pyogrio"} & set(sys.modules)))
"""
    runs = [
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=settings.ROOT,
            env={**os.environ, "TIES_CACHE": str(tmp_path)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.split("\n")
        for _ in range(2)
    ]
    assert [run[0] for run in runs] == ["['geopandas']", "[]"]


def test_no_run_ends_with_a_walk_through_all_that_is_loaded():
    # AppTest leaves the end of a run out. An option that Streamlit no longer knows is an error.
    assert config.get_option("runner.postScriptGC") is False
    assert gc.isenabled()


def test_a_server_begins_with_libraries_and_not_with_pages():
    """Pages declare components to the server that runs them, so they may not come first."""
    code = (
        "import app, sys\n"
        "from importlib import import_module\n"
        "for name in app.WARMED: import_module(name)\n"
        "print('pandas' in sys.modules, 'streamlit_folium' in sys.modules, 'pages' in sys.modules)"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=settings.ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "False", "False"]


def test_words_are_made_once_after_the_visit(
    register, network: Network, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    waits: list[Timer] = []
    monkeypatch.setattr(served, "MADE", tmp_path)
    monkeypatch.setattr(
        served, "Timer", lambda *asked: waits.append(Timer(0, asked[1])) or waits[-1]
    )
    assert [served.has_words(network) for _ in range(3)] == [False] * 3
    waits[0].join()
    assert served.has_words(network) and len(waits) == 1 and waits[0].daemon
    tables = json.loads((tmp_path / f"words-{network.digest}.json").read_bytes())
    assert tables == build_index(register).tables
