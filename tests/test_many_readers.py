"""
Many readers of one server: first visitors at once, and what one change of a view costs all others.

How long they wait is measured by ``python -m tests.load``.
"""

import gc
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from streamlit import config

from geo.map.network import Network
from pages.parts import served

VISITORS = 30
ROUNDS = 20
"""So many that a draft which two of them write was always caught."""


def test_first_visitors_at_once_all_find_the_network(
    network: Network, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(served, "MADE", tmp_path)
    for _ in range(ROUNDS):
        together = Barrier(VISITORS)

        def visit(together: Barrier = together) -> bytes:
            together.wait()
            served.map_links(network)
            return (tmp_path / network.file_name).read_bytes()

        with ThreadPoolExecutor(VISITORS) as visitors:
            found = [visitors.submit(visit) for _ in range(VISITORS)]
        assert {one.result() for one in found} == {network.script}
        assert [file.name for file in tmp_path.iterdir()] == [network.file_name]
        (tmp_path / network.file_name).unlink()


def test_network_is_written_again_where_old_temporary_files_are_cleaned(
    network: Network, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    made = tmp_path / "made"
    made.mkdir()
    monkeypatch.setattr(served, "MADE", made)
    served.map_links(network)
    shutil.rmtree(made)
    served.map_links(network)
    assert (made / network.file_name).read_bytes() == network.script


def test_no_run_ends_with_a_walk_through_all_that_is_loaded():
    # AppTest leaves the end of a run out. An option that Streamlit no longer knows is an error.
    assert config.get_option("runner.postScriptGC") is False
    assert gc.isenabled()
