"""
How long things take and how much is sent: prints figures and asserts nothing.

    python -m tests.benchmark             the library and the script of a page
    python -m tests.benchmark --browser   also from a click on a filter to the paint in Chromium

Synthetic registers of 1 000 and 10 000 agreements join the real territories at random, always with
the same seed. pytest does not collect this file.
"""

import argparse
import csv
import gzip
import os
import platform
import random
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import streamlit_folium
from streamlit.logger import set_log_level

from geo import settings
from geo.agreements import (
    AGREEMENT_COLUMNS,
    PARTY_COLUMNS,
    Form,
    Kind,
    Register,
    Status,
    load_register,
)
from geo.boundaries import load_boundaries
from geo.map.network import Network, build_network, view_payload
from geo.map.shell import Links, build_map, map_key, view_layer
from geo.shown import Shown, select
from geo.territories import Country, load_territories
from geo.text import t
from geo.view import View

SIZES = (1_000, 10_000)
REPEATS = 7
LINKS = Links("../pages.leaflet", "../pages.assets", "../pages.made/map-0123456789abcdef.js")
VIEWS = (
    View(status=("in_force",)),
    View(years=(2010, 2020)),
    View(kind=("twinning", "friendship"), lang="en"),
    View(region=("by-vi",), focus=("by-vi-vitebsk",)),
)


def main() -> None:
    """Print every figure."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmark", description=__doc__)
    parser.add_argument("--browser", action="store_true", help="drive Chromium, too")
    options = parser.parse_args()
    set_log_level("error")  # Streamlit warns that there is no page here
    cores = os.cpu_count()
    print(f"Python {platform.python_version()}, {cores} cores, load {os.getloadavg()[0]:.1f}")
    print(f"Medians of {REPEATS}, in milliseconds, unless said otherwise.\n")
    with registers() as folders:
        for name, folder in folders.items():
            measure_library(name, folder)
        if options.browser:
            measure_browser(folders)


@contextmanager
def registers() -> Iterator[dict[str, Path]]:
    """Give the folders of the real register and of the synthetic ones."""
    with tempfile.TemporaryDirectory(prefix="ties-benchmark-") as temporary:
        folders = {"real": settings.DATA}
        for n in SIZES:
            folders[f"{n} agreements"] = synthetic(n, Path(temporary) / str(n))
        yield folders


def synthetic(n: int, folder: Path) -> Path:
    """Write a register of `n` agreements between real territories to a new folder."""
    chance = random.Random(n)
    shutil.copytree(settings.DATA, folder, ignore=shutil.ignore_patterns("__pycache__", "*.py"))
    territories = load_territories(folder / "territories.csv").values()
    home = [x.code for x in territories if x.is_home]
    partners = [x.code for x in territories if x.country == Country.BY]
    agreements, parties = [], []
    for number in range(1, n + 1):
        status = chance.choice((Status.IN_FORCE, Status.IN_FORCE, Status.LAPSED))
        agreements.append(
            dict.fromkeys(AGREEMENT_COLUMNS, "")
            | {"id": f"synthetic-{number}", "section": status, "status": status, "number": number}
            | {"form": chance.choice(list(Form)), "kind": chance.choice(list(Kind))}
            | {"title": f"Соглашение № {number} о сотрудничестве", "themes": "culture"}
            | {"signed_on": date(1995, 1, 1) + timedelta(days=chance.randrange(11_000))}
        )
        for position, code in enumerate((chance.choice(home), chance.choice(partners)), start=1):
            parties.append((f"synthetic-{number}", position, code, "municipality", "…"))
    with (folder / "agreements.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, AGREEMENT_COLUMNS)
        writer.writeheader()
        writer.writerows(agreements)
    with (folder / "parties.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([PARTY_COLUMNS, *parties])
    return folder


def timed(action: Callable[[], object], repeats: int = REPEATS) -> float:
    """Return the median time of an action in milliseconds."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        action()
        times.append(1000 * (time.perf_counter() - start))
    return statistics.median(times)


# --- the library ----------------------------------------------------------------------------------


def measure_library(name: str, folder: Path) -> None:
    """Print load times, the network file's size and the script time of one view."""
    register = load_register(folder)
    boundaries = load_boundaries(register.territories, folder)
    network = build_network(register, boundaries)
    size, packed = len(network.script), len(gzip.compress(network.script, 9))
    print(f"{name}: {len(register.agreements)} agreements, {len(network.curves)} lines")
    print(f"  load register             {timed(lambda: load_register(folder), 3):8.0f}")
    print(
        "  load boundaries           "
        f"{timed(lambda: load_boundaries(register.territories, folder), 3):8.0f}"
    )
    print(f"  build network and file    {timed(lambda: _built(register, boundaries), 1):8.0f}")
    print(f"  network file, KB          {size / 1024:8.0f}   gzipped {packed / 1024:.0f}")
    times = {
        part: statistics.median(
            timed(lambda v=view, a=action: a(v, register, network)) for view in VIEWS
        )
        for part, action in (("select", _select), ("payload", _payload), ("folium", _folium))
    }
    whole = sum(times.values())
    parts = ", ".join(f"{part} {ms:.1f}" for part, ms in times.items())
    print(f"  script of one view        {whole:8.1f}   ({parts})\n")


def _built(register: Register, boundaries: object) -> bytes:
    return build_network(register, boundaries).script


def _select(view: View, register: Register, network: Network) -> None:
    select(view, register)


_SHOWN: dict = {}


def _payload(view: View, register: Register, network: Network) -> dict:
    key = view, id(register)
    if key not in _SHOWN:
        _SHOWN[key] = Shown(view, register, register.newest)
    return view_payload(_SHOWN[key], network)


_PAYLOADS: dict = {}


def _folium(view: View, register: Register, network: Network) -> None:
    """What `st_folium` does with the map before it is sent."""
    key = view, id(register)
    if key not in _PAYLOADS:
        _PAYLOADS[key] = _payload(view, register, network)
    sender = streamlit_folium._component_func
    streamlit_folium._component_func = lambda **_: None
    try:
        streamlit_folium.st_folium(
            build_map(LINKS),
            key=map_key(network),
            returned_objects=[],
            feature_group_to_add=view_layer(_PAYLOADS[key]),
        )
    finally:
        streamlit_folium._component_func = sender


# --- the browser ----------------------------------------------------------------------------------

_WATCH_CLICK = """() => document.addEventListener("click", () => {
  window.clicked = performance.timeOrigin + performance.now();
}, true)"""
_WATCH_PAINT = """() => {
  const show = ties.show;
  ties.show = (view) => {
    show(view);
    requestAnimationFrame(() => requestAnimationFrame(() => {
      window.painted = performance.timeOrigin + performance.now();
    }));
  };
}"""


def measure_browser(folders: dict[str, Path]) -> None:
    """Print the time from a click to the paint, and what is sent, for every register."""
    from playwright.sync_api import sync_playwright

    from tests.browser import Reader, find_chromium, launch, serve

    print("In Chromium: filter to paint (least, median, most), and sent by one change, in bytes")
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as logs:
        executable = find_chromium(playwright)
        if not executable:
            print("  Chromium isn't installed")
            return
        browser = launch(playwright, executable)
        for name, folder in folders.items():
            log = Path(logs) / f"{name}.txt"
            with serve(log, TIES_DATA=str(folder)) as server:
                reader = Reader(browser, server)
                start = time.perf_counter()
                reader.visit()
                first = time.perf_counter() - start
                print(f"  {name}: first visit {first:.1f} s")
                _measure_changes(reader)
                reader.close()
        browser.close()


def _measure_changes(reader) -> None:
    reader.page.evaluate(_WATCH_CLICK)
    reader.in_map(_WATCH_PAINT)
    for key, label in (("status", "status.lapsed"), ("kind", "kind.cooperation")):
        times, sizes = [], []
        for _ in range(REPEATS):
            messages = reader.run(lambda label=label: reader.pill(t(label, "ru")))
            clicked = reader.page.evaluate("() => window.clicked")
            reader.until(
                lambda since=clicked: (reader.in_map("() => window.painted") or 0) > since, "paint"
            )
            times.append(reader.in_map("() => window.painted") - clicked)
            sizes.append(sum(map(len, messages)))
        if len(times) % 2:  # leave the filter as it was
            reader.run(lambda label=label: reader.pill(t(label, "ru")))
        print(
            f"    {key:8} {min(times):5.0f} {statistics.median(times):5.0f} {max(times):5.0f} ms   "
            f"{statistics.median(sizes):6.0f} bytes, at most {max(sizes)}"
        )


if __name__ == "__main__":
    main()
