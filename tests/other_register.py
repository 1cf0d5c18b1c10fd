"""
A small made-up register of another border: squares for districts, agreements that nobody signed.

Run with a folder, and ``TIES_DATA`` pointing there, it shows the folder on every page and in quick
formats, and fails at the first trace of a place that is not the folder's own.
"""

import csv
import hashlib
import io
import json
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

APP = Path(__file__).resolve().parent.parent / "app.py"
IMPRINT = """\
home = "ru-psk"
partners = ["by", "lv", "ee"]
gap_m = 100
[surveys]
ru = {source = "squares", year = 2026}
by = {source = "squares", year = 2026}
lv = {source = "squares", year = 2025}
ee = {source = "squares", year = 2026}
[credit]
ru = "Границы придуманы."
en = "The boundaries are made up."
"""
TERRITORIES = """\
code,country,region,kind,short_ru,name_ru,name_en,name_be,former_names,seat_ru,lon,lat,boundary,accuracy,elsewhere
ru-psk-palkino,ru,ru-psk,munitsipalny_okrug,Палкинский,Палкинский муниципальный округ,Palkinsky Municipal Okrug,,Палкинский район,Палкино,28.5,57.5,ru-psk-palkino,exact,
ru-psk-pushkin,ru,ru-psk,munitsipalny_okrug,Пушкиногорский,Пушкиногорский муниципальный округ,Pushkinogorsky Municipal Okrug,,,Пушкинские Горы,29.5,57.5,ru-psk-pushkin,exact,
ru-psk-sebezh,ru,ru-psk,munitsipalny_okrug,Себежский,Себежский муниципальный округ,Sebezhsky Municipal Okrug,,Себежский район,Себеж,28.5,56.5,ru-psk-sebezh,exact,
by-vi-rasony,by,by-vi,rayon,Россонский,Россонский район,Rasony District,Расонскі раён,,Россоны,28.5,55.5,by-vi-rasony,exact,
by-vi-polatsk,by,by-vi,rayon,Полоцкий,Полоцкий район,Polatsk District,Полацкі раён,,Полоцк,29.5,55.5,by-vi-polatsk,exact,
lv-ludza,lv,lv,rayon,Лудзенский,Лудзенский край,Ludza Municipality,,,Лудза,27.5,56.5,lv-ludza,exact,
ee-voru,ee,ee,rayon,Выруский,Выруский уезд,Võru County,,,Выру,27.5,57.5,ee-voru,exact,
"""  # noqa: E501
AGREEMENTS = (
    ("2012-03-04", "Договор о побратимских связях придуманных Себежа и Россон", "dogovor",
     "twinning", ("ru-psk-sebezh", "by-vi-rasony")),
    ("2015-05-06", "Соглашение о сотрудничестве трёх придуманных сторон", "soglashenie",
     "cooperation", ("ru-psk-sebezh", "by-vi-rasony", "lv-ludza")),
    ("2018-07-08", "Соглашение о придуманной дружбе Палкино и Выру", "soglashenie",
     "friendship", ("ru-psk-palkino", "ee-voru")),
    ("2020-09-10", "Соглашение о придуманном сотрудничестве соседей", "soglashenie",
     "cooperation", ("ru-psk-palkino", "ru-psk-sebezh")),
)  # fmt: skip
FORMATS = ("xlsx", "csv", "workbook-xlsx", "html", "svg", "pdf", "geojson", "register-docx", "pptx")
OURS = re.compile(r"[Сс]моленск|[Ss]molensk|\{[a-zA-Z_]+\}")
"""Another register's name, or a word that a text asks for and did not get."""


def lay_out(folder: Path) -> None:
    """Fill a folder with the register."""
    files = {"register.toml": IMPRINT, "territories.csv": TERRITORIES}
    agreements = [
        [
            "id",
            "section",
            "number",
            "form",
            "kind",
            "themes",
            "title",
            "signed_on",
            "registered_on",
            "registration_number",
            "term_text",
            "term_years",
            "perpetual",
            "status",
            "lapse_text",
            "successor_id",
            "successor_basis",
            "source_note",
        ]
    ]
    parties = [["agreement_id", "position", "territory", "body", "wording"]]  # fmt: skip
    for number, (day, title, form, kind, codes) in enumerate(AGREEMENTS, start=1):
        term = ["бессрочный", "", "true"]
        agreements.append([f"a{number}", "in_force", number, form, kind, "", title, day, day,
                           f"{number}-с", *term, "in_force", "", "", "", ""])  # fmt: skip
        for place, code in enumerate(codes, start=1):
            parties.append([f"a{number}", place, code, "municipality", code])
    files |= {"agreements.csv": _csv(agreements), "parties.csv": _csv(parties)}
    rows = list(csv.DictReader(io.StringIO(TERRITORIES)))
    for country in dict.fromkeys(row["country"] for row in rows):
        shapes = [_square(row) for row in rows if row["country"] == country]
        layer = {"type": "FeatureCollection", "features": shapes}
        files[f"boundaries_{country}.geojson"] = json.dumps(layer)
    records = [record(name, text) for name, text in files.items() if name != "register.toml"]
    files["datapackage.json"] = json.dumps({"name": "made-up", "resources": records})
    for name, text in files.items():
        (folder / name).write_bytes(text.encode())


def _csv(rows: list[list]) -> str:
    file = io.StringIO(newline="")
    csv.writer(file, lineterminator="\n").writerows(rows)
    return file.getvalue()


def _square(row: dict[str, str]) -> dict:
    """Return a square of one degree around a point."""
    x, y = float(row["lon"]), float(row["lat"])
    ring = [(x + dx, y + dy) for dx, dy in ((-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5))]
    geometry = {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}
    return {"type": "Feature", "properties": {"id": row["boundary"]}, "geometry": geometry}


def record(name: str, text: str) -> dict:
    """Return the record of a made-up file in its data package."""
    licence = {"name": "CC0-1.0", "title": "CC0", "path": "https://creativecommons.org/"}
    return {
        "name": name.partition(".")[0].replace("_", "-"),
        "path": name,
        "hash": f"sha256:{hashlib.sha256(text.encode()).hexdigest()}",
        "sources": [{"title": "Made up"}],
        "licenses": [licence],
        "attribution": {"ru": "Придумано", "en": "Made up"},
    }


def shown() -> Iterator[tuple[str, str]]:
    """Yield what each page and each quick format says, by its name."""
    from datetime import date

    from streamlit.testing.v1 import AppTest

    import pages
    from geo.agreements import load_register
    from geo.exports import FORMATS as ALL
    from geo.exports.material import Material
    from geo.map.network import build_network
    from geo.shown import Shown
    from geo.territories.boundaries import load_boundaries
    from geo.view import View
    from tests.seen import shown_html

    register = load_register()
    network = build_network(register, load_boundaries(register.territories))
    for lang in ("ru", "en"):
        material = Material(Shown(View(lang=lang), register, date(2026, 11, 26)), network)
        for name in FORMATS:
            yield f"{name} {lang}", _said(ALL[name].to_bytes(material))
    for name, path in pages.PAGES.items():
        at = AppTest.from_file(str(APP), default_timeout=60)
        if path != APP.name:
            at.switch_page(path)
        at.run()
        assert [(error.message, error.stack_trace) for error in at.exception] == [], name
        words = [shown_html(at), *(x.label for x in (*at.multiselect, *at.button))]
        yield f"page {name}", " ".join(map(str, words))


def _said(data: bytes) -> str:
    """Return the text of a file, of an archive that of everything in it; a PDF is packed."""
    from zipfile import ZipFile, is_zipfile

    if data.startswith(b"%PDF"):
        return ""
    if is_zipfile(io.BytesIO(data)):
        with ZipFile(io.BytesIO(data)) as archive:
            data = b"\n".join(map(archive.read, archive.namelist()))
    text = data.decode("utf-8", "ignore")
    return re.sub(r"<script.*?</script>|<style.*?</style>", "", text, flags=re.DOTALL)


if __name__ == "__main__":
    assert os.environ["TIES_DATA"]
    said = dict(shown())
    wrong = {name: OURS.findall(text)[:3] for name, text in said.items() if OURS.search(text)}
    sys.stdout.write(json.dumps({"wrong": wrong, "said": said}, ensure_ascii=False))
