"""
How long a large register takes to read, and how much memory: prints figures and asserts nothing.

    python -m tests.reading_size [ROWS ...]

Each table is read in a process of its own, as the sandbox does it (`geo.update.intake`), and its
limits are printed beside. pytest does not collect this file.
"""

import resource
import subprocess
import sys
import time
from datetime import date, timedelta
from itertools import product

from geo import settings
from geo.dates import in_words
from geo.territories import Side, Territory, TerritoryKind, load_territories
from geo.update.intake import read_checked
from geo.update.sandbox import MB, MEMORY, SECONDS
from tests.documents import register_docx

SIZES = (500, 1_000, 5_000, 10_000)


def main() -> None:
    """Print a line for each size."""
    if sys.argv[1:2] == ["--one"]:
        _measure(int(sys.argv[2]))
        return
    print(f"limits: {SECONDS:g} s, {MEMORY // MB} MB")
    print("  rows   read  seconds    CPU  ms a row    MB  KB sent")
    for size in map(int, sys.argv[1:] or SIZES):
        subprocess.run([sys.executable, "-m", "tests.reading_size", "--one", str(size)], check=True)


def _measure(size: int) -> None:
    data = large_register(size)
    wall, cpu = time.perf_counter(), time.process_time()
    reading = read_checked(data, "{}", str(settings.DATA))
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"{size:6} {len(reading.agreements):6} {wall:8.1f} {cpu:6.1f} {1000 * cpu / size:9.2f}"
        f" {memory:5} {len(data) // 1024:8}",
        flush=True,
    )


def large_register(size: int) -> bytes:
    """A register of pairs of districts, each on days of its own, half of it registered."""
    places = tuple(load_territories().values())
    home = [x for x in places if x.is_home and _is_district(x)]
    partners = [x for x in places if x.side == Side.PARTNER and _is_district(x)]
    rows = []
    pairs = list(product(home, partners))
    for number in range(1, size + 1):
        mine, theirs = pairs[number % len(pairs)]
        day = in_words(date(1996, 1, 1) + timedelta(days=number * 11_000 // size))
        title = (
            "Соглашение об установлении побратимских связей между муниципальным образованием"
            f" «{mine.short_ru} район» Смоленской области (Российская Федерация) и"
            f" {theirs.short_ru[:-2]}им районом (Республика Беларусь) от {day}"
        )
        registered = f"{day}, № {number}-с" if number > size // 2 else "-"
        rows.append([f"{number}.", title, registered, "5 лет с последующей пролонгацией"])
    return register_docx(rows, [])


def _is_district(place: Territory) -> bool:
    return place.kind != TerritoryKind.GOROD and place.short_ru.endswith("ий")


if __name__ == "__main__":
    main()
