"""
How long things take and how much is sent: prints figures and asserts nothing.

    python -m tests.benchmark             the library and the script of a page
    python -m tests.benchmark --browser   also in Chromium, beside naive folium and pydeck
    python -m tests.benchmark --browser --most 1000   without the larger registers

Synthetic registers of 1 000 and 10 000 agreements join the real territories at random, always with
the same seed. pytest does not collect this file.
"""

import argparse
import csv
import gzip
import math
import os
import platform
import random
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
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
from geo.map.network import Network, build_network, view_payload
from geo.map.shell import TiesMap, ViewLayer, map_key, map_script
from geo.shown import Shown, select
from geo.territories import Side, load_territories
from geo.territories.boundaries import load_boundaries
from geo.text import t
from geo.view import View

SIZES = (1_000, 10_000)
REPEATS = 7
LINKS = ("../pages.made/guard-0.js", "../pages.made/map-0.js")
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
    parser.add_argument("--most", type=int, default=max(SIZES), help="size of the largest register")
    options = parser.parse_args()
    set_log_level("error")  # Streamlit warns that there is no page here
    cores = os.cpu_count()
    print(f"Python {platform.python_version()}, {cores} cores, load {os.getloadavg()[0]:.1f}")
    print(f"Medians of {REPEATS}, in milliseconds, unless said otherwise.\n")
    with registers(options.most) as folders:
        if not options.browser:
            for name, folder in folders.items():
                measure_library(name, folder)
        else:
            measure_browser(folders)


@contextmanager
def registers(most: int) -> Iterator[dict[int, Path]]:
    """Give the folders of the real register and of the synthetic ones, by their size."""
    with tempfile.TemporaryDirectory(prefix="ties-benchmark-") as temporary:
        real = len(load_register().agreements)
        folders = {real: settings.DATA}
        yield folders | {n: synthetic(n, Path(temporary) / str(n)) for n in SIZES if n <= most}


def synthetic(n: int, folder: Path) -> Path:
    """Write a register of `n` agreements between real territories to a new folder."""
    chance = random.Random(n)
    shutil.copytree(settings.DATA, folder, ignore=shutil.ignore_patterns("__pycache__", "*.py"))
    territories = load_territories(folder / "territories.csv").values()
    home = [x.code for x in territories if x.is_home]
    partners = [x.code for x in territories if x.side == Side.PARTNER]
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


def measure_library(size: int, folder: Path) -> None:
    """Print load times, the network file's size and the script time of one view."""
    register = load_register(folder)
    boundaries = load_boundaries(register.territories, folder)
    network = build_network(register, boundaries)
    script = map_script(network)
    print(f"{size} agreements, {network.n_lines} lines")
    print(f"  load register             {timed(lambda: load_register(folder), 3):8.0f}")
    print(
        "  load boundaries           "
        f"{timed(lambda: load_boundaries(register.territories, folder), 3):8.0f}"
    )
    print(f"  build network and file    {timed(lambda: _built(register, boundaries), 1):8.0f}")
    packed = len(gzip.compress(script, 9))
    print(f"  script of the map, KB     {len(script) / 1024:8.0f}   gzipped {packed / 1024:.0f}")
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
            TiesMap(*LINKS),
            key=map_key(network),
            returned_objects=[],
            feature_group_to_add=ViewLayer(_PAYLOADS[key]),
        )
    finally:
        streamlit_folium._component_func = sender


# --- the browser ----------------------------------------------------------------------------------

APPS = {
    "ours": "app.py",
    "naive": "tests/reference_naive.py",
    "pydeck": "tests/reference_pydeck.py",
}
PARTS = {
    "ours": (".ties-legend .ties-row", ".ties-names[data-missing]", ".count-line"),
    "naive": ("path",),
    "pydeck": ("canvas",),
}
"""What stands on the page, or in the frame on it, when a visit is over."""
COSTS = {
    "first visit, s": 1,
    "later visit, s": 1,
    "script, CPU ms": 0,
    "filter to paint, ms": 0,
    "years to paint, ms": 0,
    "search to paint, ms": 0,
    "a change, KB": 1,
    "memory, MB": 0,
}
"""
What is measured, and with how many decimals.

The script is processor time of the server per change, whatever else the machine does. The filter is
that of status, which our map draws before the server answers, as it does every list, the years and
a search once it has the words. To the references every filter is the same.
"""
SLOW_S = 5
"""A change that takes longer is measured once, and a visit that takes twice as long is as well."""
FIRST, LATER = 3, 15
"""So many first visits, each to a fresh server, and so many later ones; each of a new reader."""
_STANDS = """(parts) => {
  const said = document.querySelector("[data-testid=stApp]")?.dataset;
  const places = [document, document.querySelector("iframe")?.contentDocument];
  return said?.testScriptState === "notRunning" && said.testConnectionState === "CONNECTED"
    && !document.querySelector("[data-testid=stSkeleton]")
    && parts.every((part) => places.some((place) => place?.querySelector(part)));
}"""
_WATCH_CLICK = """() => ["click", "input"].forEach((name) =>
  document.addEventListener(name, () => {
    window.clicked = performance.timeOrigin + performance.now();
  }, true))"""
_PAINTED = """() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() =>
  done(performance.timeOrigin + performance.now()))))"""
_WATCH_DRAWN = """() => {
  new MutationObserver(() => {
    requestAnimationFrame(() => requestAnimationFrame(() => {
      window.painted = performance.timeOrigin + performance.now();
    }));
  }).observe(document.querySelector(".ties-legend"), { childList: true });
}"""
"""The map draws lines and legend in one go; what is noted is the last time that it did."""
_PATHS = """(n) => [...document.querySelectorAll("iframe")].some((frame) =>
  frame.contentDocument && frame.contentDocument.querySelectorAll("path").length === n)"""


def measure_browser(folders: dict[int, Path]) -> None:
    """Print what every size costs with us, with naive folium and with pydeck, and how it grows."""
    from playwright.sync_api import sync_playwright

    from tests.browser import find_chromium, launch

    found: dict[tuple[str, int], dict[str, float]] = {}
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as logs:
        executable = find_chromium(playwright)
        if not executable:
            print("Chromium isn't installed")
            return
        browser = launch(playwright, executable)
        for size, folder in folders.items():
            for name, costs in _costs(browser, folder, Path(logs)):
                found[name, size] = costs
                said = ", ".join(f"{cost} {value:.1f}" for cost, value in costs.items())
                print(f"{name:8} {size:6}: {said}   (load {os.getloadavg()[0]:.1f})", flush=True)
        browser.close()
    _print_growth(found, list(folders))


def _costs(browser, folder: Path, logs: Path) -> Iterator[tuple[str, dict[str, float]]]:
    """
    Yield what each app costs with one register, on servers of its own.

    The apps are visited in turn, so that what else the machine does meets all of them.
    """
    from tests.browser import Reader, busy, serve

    environment = {"TIES_DATA": str(folder), "TIES_CACHE": str(logs / folder.name)}
    visits: dict[str, tuple[list[float], list[float]]] = {name: ([], []) for name in APPS}

    def started(name: str):
        return serve(logs / f"{name}.txt", app=APPS[name], **environment)

    def visit(name: str, server, times: list[float]) -> None:
        if times and times[-1] > 2 * SLOW_S:
            return
        reader = Reader(browser, server)
        start = time.perf_counter()
        _visit(reader, name)
        times.append(time.perf_counter() - start)
        reader.close()

    with started("ours") as server:  # the map's script is made once for a state of the data
        reader = Reader(browser, server)
        _visit(reader, "ours")
        reader.knows_words()  # as well
        reader.close()
    for _ in range(FIRST):
        for name, (first, _) in visits.items():
            with started(name) as server:
                visit(name, server, first)
    with ExitStack() as stack:
        servers = {name: stack.enter_context(started(name)) for name in APPS}
        for name, server in servers.items():
            visit(name, server, [])
        for _ in range(LATER):
            for name, (_, later) in visits.items():
                visit(name, servers[name], later)
        for name, server in servers.items():
            reader = Reader(browser, server)
            _visit(reader, name)
            before = busy(server.pid)
            times, sizes = _changes(reader, name, load_register(folder))
            script = 1000 * (busy(server.pid) - before) / len(times)
            others = (_years(reader), _searches(reader)) if name == "ours" else (times, times)
            status = Path(f"/proc/{server.pid}/status").read_text(encoding="utf-8")
            memory = next(int(x.split()[1]) for x in status.splitlines() if x.startswith("VmRSS"))
            reader.close()
            # What is sent again is only named by its hash: the first change shows all of it.
            paint = map(statistics.median, (times, *others))
            values = *map(statistics.median, visits[name]), script, *paint, max(sizes) / 1024
            yield name, dict(zip(COSTS, (*values, memory / 1024), strict=True))


def _visit(reader, name: str) -> None:
    """Open an app's first page, and wait in one and the same way until all that it draws stands."""
    reader.page.goto(reader.address)
    reader.page.wait_for_function(_STANDS, arg=PARTS[name])


def _changes(reader, name: str, register: Register) -> tuple[list[float], list[int]]:
    """Return milliseconds to the paint and bytes of changes of the filter by status, to and fro."""
    page = reader.page
    page.evaluate(_WATCH_CLICK)
    if name == "ours":
        reader.in_map(_WATCH_DRAWN)
    label = t("status.lapsed", "ru") if name == "ours" else "lapsed"
    shapes = page.frames[-1].locator("path").count() if name == "naive" else 0
    lines = {
        view: sum(tie.n_agreements for tie in Shown(view, register, register.newest).ties)
        for view in (View(), View(status=("lapsed",)))
    }
    shapes -= lines[View()]
    times: list[float] = []
    sizes: list[int] = []
    for turn in range(REPEATS + 1):
        button = page.get_by_role("button", name=label, exact=True).first
        messages = reader.run(button.click)
        clicked = page.evaluate("() => window.clicked")
        if name == "ours":
            painted = _painted(reader, clicked)
        else:
            if name == "naive":
                shown = lines[View(status=("lapsed",)) if turn % 2 == 0 else View()]
                wanted = shapes + shown
                reader.until(lambda wanted=wanted: page.evaluate(_PATHS, wanted), "all paths")
            painted = page.evaluate(_PAINTED)  # of pydeck no more is known than that it has begun
        times.append(painted - clicked)
        sizes.append(sum(map(len, messages)))
        if times[-1] > 1000 * SLOW_S:
            break
    return times, sizes


def _painted(reader, since: float) -> float:
    """Return when the map was drawn for the last time, once that was after a moment."""
    reader.until(lambda: (reader.in_map("() => window.painted") or 0) > since, "paint")
    return reader.in_map("() => window.painted")


def _years(reader) -> list[float]:
    """Return milliseconds to the paint of changes of our filter by years, to and fro."""
    times = []
    for turn in range(REPEATS + 1):
        button = reader.page.locator(f".st-key-latest_{(5, 10)[turn % 2]} button").first
        reader.run(button.click)
        clicked = reader.page.evaluate("() => window.clicked")
        times.append(_painted(reader, clicked) - clicked)
    return times


def _searches(reader) -> list[float]:
    """Return milliseconds to the paint of searches for a place, to and fro."""
    times = []
    for turn in range(REPEATS + 1):
        box = reader.page.locator(".st-key-q input")
        box.click()
        box.fill(("Витебск", "")[turn % 2])
        typed = reader.page.evaluate("() => window.clicked")
        times.append(_painted(reader, typed) - typed)
        reader.run(lambda box=box: box.press("Enter"))
    return times


def _print_growth(found: dict[tuple[str, int], dict[str, float]], sizes: list[int]) -> None:
    """Print every cost by size, its exponent of growth, and its share of the references' cost."""
    for cost, decimals in COSTS.items():
        print(f"\n{cost:22}" + "".join(f"{size:>10}" for size in sizes) + "  exponent")
        for name in APPS:
            values = [found[name, size][cost] for size in sizes]
            row = "".join(f"{value:10.{decimals}f}" for value in values)
            print(f"  {name:20}{row}{_exponent(sizes, values):10.2f}")
        for name in list(APPS)[1:]:
            shares = (found["ours", size][cost] / found[name, size][cost] for size in sizes)
            print(f"  {f'ours of {name}':20}" + "".join(f"{share:10.2f}" for share in shares))


def _exponent(sizes: list[int], values: list[float]) -> float:
    """Return the slope of the costs on logarithmic scales: 0 is constant, 1 proportional."""
    x, y = [math.log(n) for n in sizes], [math.log(value) for value in values]
    middle = statistics.mean(x), statistics.mean(y)
    spread = sum((a - middle[0]) ** 2 for a in x) or math.nan  # of one size nothing grows
    return sum((a - middle[0]) * (b - middle[1]) for a, b in zip(x, y, strict=True)) / spread


if __name__ == "__main__":
    main()
