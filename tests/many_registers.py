"""
Forty made-up registers along one border, and what one, ten and all of them cost.

    python -m tests.many_registers FOLDER

lays them out (4 000 agreements, 25 countries beside the home one, 3 000 territories) and prints,
for a process each: seconds of the processor to load registers and boundaries and to build the
network, its bytes as sent, the memory of the process, seconds of a first visit, of another and of a
change of the filter.
pytest does not collect this file.
"""

import csv
import gzip
import hashlib
import io
import json
import math
import os
import random
import resource
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path

from geo.text import load_places
from tests.other_register import record

REGISTERS, AGREEMENTS = 40, 100
CELL, COLUMNS, ROWS, ROWS_ACROSS = 0.25, 5, 7, 8
"""Degrees of a district's side, and how many a home region has side by side and one above another;
across the border as many rows, in a strip that the countries share."""
WEST, BORDER = 20.0, 55.0
POINTS = 12
"""Of an outline on each side of a district."""
KINDS = ("twinning", "friendship", "cooperation", "sectoral")
AGREEMENT_HEAD = (
    "id", "section", "number", "form", "kind", "themes", "title", "signed_on", "registered_on",
    "registration_number", "term_text", "term_years", "perpetual", "status", "lapse_text",
    "successor_id", "successor_basis", "source_note",
)  # fmt: skip
TERRITORY_HEAD = (
    "code", "country", "region", "kind", "short_ru", "name_ru", "name_en", "name_be",
    "former_names", "seat_ru", "lon", "lat", "boundary", "accuracy", "elsewhere",
)  # fmt: skip
Cell = tuple[str, str, int, int]
"""Country, region, column from `WEST`, row from `BORDER` (negative across)."""


def lay_out(folder: Path) -> None:
    """Fill a folder with folders of registers."""
    chance = random.Random(7)
    homes = [code for code in load_places()["region"] if code.startswith("ru-")][:REGISTERS]
    width = REGISTERS * COLUMNS
    across = [code for code in load_places()["country"] if code != "ru"]
    owner = [across[column * len(across) // width] for column in range(width)]
    for number, home in enumerate(homes):
        columns = range(number * COLUMNS, (number + 1) * COLUMNS)
        near = owner[max(columns[0] - COLUMNS, 0) : columns[-1] + COLUMNS + 1]
        partners = list(dict.fromkeys(near))
        cells = [("ru", home, x, y) for x in columns for y in range(ROWS)]
        beside = [x for x in range(width) if owner[x] in partners]
        regions = {code: "by-vi" if code == "by" else code for code in partners}
        cells += [
            (owner[x], regions[owner[x]], x, -1 - y) for x in beside for y in range(ROWS_ACROSS)
        ]
        _write(folder / home, home, partners, cells, chance)


def _write(
    folder: Path, home: str, partners: list[str], cells: list[Cell], chance: random.Random
) -> None:
    """Write the folder of one register."""
    agreements, parties = [AGREEMENT_HEAD], [("agreement_id", "position", "territory", "body",
                                              "wording")]  # fmt: skip
    near = [cell for cell in cells if -4 <= cell[3] < 4]
    for number in range(1, AGREEMENTS + 1):
        day = date(1995, 1, 1) + timedelta(days=chance.randrange(11_000))
        own = chance.sample([_code(x) for x in near if x[0] == "ru"], 1 + (number % 20 == 0) * 3)
        other = chance.sample([_code(x) for x in near if x[0] != "ru"], 1 + (number % 20 == 0) * 3)
        codes = [*own, *other]
        digest = hashlib.sha256(",".join(sorted(codes)).encode()).hexdigest()[:6]
        id_, kind = f"{day}-s-{digest}", chance.choice(KINDS)
        title, term = f"Придуманное соглашение № {number} региона {home}", "бессрочный"
        agreements.append((id_, "in_force", number, "soglashenie", kind, "", title, day, day,
                           f"{number}-с", term, "", "true", "in_force", *[""] * 4))  # fmt: skip
        parties += [(id_, place, code, "municipality", code)
                    for place, code in enumerate(codes, start=1)]  # fmt: skip
    countries = ["ru", *partners]
    surveys = "\n".join(f'{code} = {{source = "squares", year = 2026}}' for code in countries)
    files = {
        "register.toml": f'home = "{home}"\npartners = {json.dumps(partners)}\ngap_m = 100\n'
        f'[surveys]\n{surveys}\n[credit]\nru = "Придумано."\nen = "Made up."\n',
        "territories.csv": _csv([TERRITORY_HEAD, *map(_territory, cells)]),
        "agreements.csv": _csv(agreements),
        "parties.csv": _csv(parties),
    }
    for country in countries:
        shapes = [_shape(cell) for cell in cells if cell[0] == country]
        layer = {"type": "FeatureCollection", "features": shapes}
        files[f"boundaries_{country}.geojson"] = json.dumps(layer)
    records = [record(name, text) for name, text in files.items() if name != "register.toml"]
    files["datapackage.json"] = json.dumps({"name": "made-up", "resources": records})
    folder.mkdir(parents=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


def _code(cell: Cell) -> str:
    return f"{cell[1]}-c{cell[2]}r{cell[3] + ROWS_ACROSS}"


def _territory(cell: Cell) -> tuple:
    code, (x, y) = _code(cell), _bent(cell[2] + 0.5, cell[3] + 0.5)
    name = f"Район {cell[2]}/{cell[3] + ROWS_ACROSS} {cell[1]}"
    return (code, cell[0], cell[1], "rayon", name, name, f"{code} District", "", "", "",
            x, y, code, "exact", "")  # fmt: skip


def _shape(cell: Cell) -> dict:
    """Return a square with winding sides; those that two squares share wind alike."""
    steps = [step / POINTS for step in range(POINTS)]
    ring = [*((s, 0) for s in steps), *((1, s) for s in steps),
            *((1 - s, 1) for s in steps), *((0, 1 - s) for s in steps), (0, 0)]  # fmt: skip
    points = [_bent(cell[2] + x, cell[3] + y) for x, y in ring]
    geometry = {"type": "Polygon", "coordinates": [points]}
    return {"type": "Feature", "properties": {"id": _code(cell)}, "geometry": geometry}


def _bent(column: float, row: float) -> tuple[float, float]:
    """Return (lon, lat) of a place on the grid, drawn aside a little as borders are."""
    x, y = round(column, 4), round(row, 4)
    aside = 0.05 * math.sin(5 * x + 3 * y) + 0.01 * math.sin(23 * y - 17 * x)
    up = 0.05 * math.sin(4 * x - 5 * y) + 0.01 * math.sin(19 * x + 13 * y)
    return round(WEST + CELL * (x + aside), 5), round(BORDER + CELL * (y + up), 5)


def _csv(rows: list[tuple]) -> str:
    file = io.StringIO(newline="")
    csv.writer(file, lineterminator="\n").writerows(rows)
    return file.getvalue()


def measure() -> dict[str, float]:
    """Return the figures of this process, for the registers that ``TIES_DATA`` names."""
    from geo.map.network import build_network
    from geo.registers import load_registers
    from geo.territories.boundaries import load_boundaries

    found: dict[str, float] = {}

    def took(name: str, since: float) -> float:
        found[name] = round(time.process_time() - since, 2)
        return time.process_time()

    at = time.process_time()
    register = load_registers({})
    at = took("registers s", at)
    boundaries = load_boundaries(register.territories)
    at = took("boundaries s", at)
    network = build_network(register, boundaries)
    script = network.script
    took("network s", at)
    found |= {"agreements": len(register.agreements), "territories": len(register.territories),
              "ties": len(network.ties), "network kB": len(script) // 1000,
              "gzip kB": len(gzip.compress(script, 6)) // 1000,
              "closer kB": len(gzip.compress(network.finer, 6)) // 1000}  # fmt: skip
    found["memory MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return found


def visit() -> dict[str, float]:
    """Return the seconds of a first visit to the map in this process, and of a change of filter."""
    from streamlit.testing.v1 import AppTest

    at = AppTest.from_file(str(Path(__file__).parent.parent / "app.py"), default_timeout=600)
    times = []
    for params in ({}, {}, {"kind": "twinning"}):
        at.query_params.update(params)
        start = time.process_time()
        at.run()
        times.append(round(time.process_time() - start, 2))
    assert not at.exception and not at.error, (at.exception, at.error)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return dict(zip(("first s", "again s", "filter s"), times, strict=True)) | {"app MB": memory}


def main(folder: Path) -> None:
    """Lay the registers out if they are not there, and print the figures of 1, 10 and 40."""
    if not folder.exists():
        lay_out(folder)
    every = sorted(path for path in folder.iterdir() if path.is_dir())
    for n in (1, 10, REGISTERS):
        env = {**os.environ, "TIES_DATA": os.pathsep.join(map(str, every[:n]))}
        env["TIES_CACHE"] = str(folder.parent / f"cache-{n}")
        figures: dict[str, float] = {}
        for part in ("measure", "visit"):
            code = f"import json, tests.many_registers as m; print(json.dumps(m.{part}()))"
            run = subprocess.run([sys.executable, "-c", code], env=env, check=True,
                                 stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)  # fmt: skip
            figures |= json.loads(run.stdout.splitlines()[-1])
        print(f"{n} registers: " + ", ".join(f"{k} {v}" for k, v in figures.items()), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
