"""
A new register: a folder with everything but agreements, for ``python -m geo new``.

Keys of territories come from our own table where it has them and else from the sources; then the
recipes run as they do for ``data/``. What the sources leave open is written beside them, for a
person to settle in `territory_keys.csv`; the command run again makes the folder anew from it.
"""

import json
import math
import subprocess
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely

from data import make_boundaries, make_context, make_territories
from data.coverage import METRIC
from data.derive_keys import derive_keys, report
from data.make_boundaries import GAP_WIDTH
from data.order import KEYS, RecipeOrder, Sources, load_keys
from data.provenance import DATA, record
from data.surveys import SURVEYS
from geo.agreements import AGREEMENT_COLUMNS, PARTY_COLUMNS
from geo.errors import GeoError
from geo.languages import language
from geo.sources import NEW, PACKAGE
from geo.sources.imprint import IMPRINT, WIDEST_GAP_M
from geo.tables import record_bytes
from geo.text import load_places, t

OPEN = "to_settle.md"
"""What the sources leave open, for a person."""
TABLES = {"agreements.csv": AGREEMENT_COLUMNS, "parties.csv": PARTY_COLUMNS}


def make(folder: Path, home: str, partners: tuple[str, ...], sources: Sources, lang: str) -> str:
    """
    Make an empty register in a folder, and return what is open as a text.

    GeoError if region or countries are not known, the folder holds something else, or the packages
    with the sources cannot be had.
    """
    _check(folder, home, partners)
    folder.mkdir(parents=True, exist_ok=True)
    order = RecipeOrder(folder, home, partners)
    try:
        open_ = _write_keys(order, sources, lang)
        make_boundaries.main(order, sources)
        make_territories.main(order, sources)
        make_context.main(order, sources)
    except subprocess.CalledProcessError as error:
        raise GeoError("new.no_packages", folder=sources.wheels) from error
    except ValueError as error:
        raise GeoError("new.sources", reason=error) from error
    (folder / IMPRINT).write_text(_imprint(order), encoding="utf-8", newline="\n")
    for name, columns in TABLES.items():
        _write_table(order, name, columns)
    return open_


def _check(folder: Path, home: str, partners: tuple[str, ...]) -> None:
    homes = sorted(code for code in load_places()["region"] if code.startswith("ru-"))
    known = sorted(code for code, one in SURVEYS.items() if one.licenses and code != "ru")
    if home not in homes:
        raise GeoError("new.region", got=home, known=", ".join(homes))
    if strange := [code for code in partners if code not in known]:
        raise GeoError("new.country", got=strange[0], known=", ".join(known))
    if not partners or len(set(partners)) < len(partners):
        raise GeoError("new.country", got=",".join(partners), known=", ".join(known))
    table = folder / "agreements.csv"
    has_rows = table.exists() and len(table.read_text(encoding="utf-8").splitlines()) > 1
    begun = (folder / KEYS.name).exists() and not has_rows
    if folder.exists() and any(folder.iterdir()) and not begun:
        raise GeoError("new.not_empty", folder=folder)


def _write_keys(order: RecipeOrder, sources: Sources, lang: str) -> str:
    """Write the keys unless a person has them in hand, and return what is open."""
    path = order.folder / KEYS.name
    if path.exists():
        return ""
    ours, found, open_ = load_keys(), [], []
    for place in (order.home, *order.partners):
        own = ours[ours.index.str.startswith(f"{place}-")]
        if not len(own):
            own, questions = derive_keys(place, sources, ours)
            open_ += questions
        found.append(own)
    keys = pd.concat(found)
    keys.reset_index(names="code").to_csv(path, index=False, lineterminator="\n")
    text = report(open_, lang)
    (order.folder / OPEN).write_text(text, encoding="utf-8", newline="\n")
    _write_words(order, ours)
    return text


def _write_words(order: RecipeOrder, ours: pd.DataFrame) -> None:
    """Begin the package with what ours says of files that will be the same as ours."""
    same = {f"boundaries_{x}.geojson" for x in order.partners if ours.index.str.startswith(x).any()}
    package = json.loads((DATA / PACKAGE).read_text(encoding="utf-8"))
    package["title"] = t("new.register", "en", of=t(f"region.{order.home}", "en"))
    package["resources"] = [each for each in package["resources"] if each["path"] in same]
    (order.folder / PACKAGE).write_bytes(record_bytes(package))


def _write_table(order: RecipeOrder, name: str, columns: tuple[str, ...]) -> None:
    """Write a table of agreements without a row, and record it."""
    path = order.folder / name
    path.write_text(f"{','.join(columns)}\n", encoding="utf-8", newline="\n")
    of = {lang: language(lang).of_region(t(f"region.{order.home}", lang)) for lang in ("ru", "en")}
    named = {lang: t("new.register", lang, of=of[lang]) for lang in of}
    words = {
        "title": "Agreements on cross-border cooperation" if "agr" in name else "Their parties",
        "description": "Nothing yet.",
        "sources": [{"title": named["ru"]}],
        "attribution": named,
        "version": None,
        "recipe": NEW,
    }
    record(path, words, like=name)


def _imprint(order: RecipeOrder) -> str:
    """Return the file that says what the folder is of."""
    surveys = [f'{x} = {{source = "{SURVEYS[x].source}", year = {SURVEYS[x].year}}}'
               for x in order.imprint.countries]  # fmt: skip
    return "\n".join([
        f'home = "{order.home}"',
        f"partners = {json.dumps(order.partners)}",
        f"gap_m = {_gap(order)}", "", "[surveys]", *surveys, "", "[credit]",
        *(f'{lang} = "{_credit(order, lang)}"' for lang in ("ru", "en")), "",
    ])  # fmt: skip


def _credit(order: RecipeOrder, lang: str) -> str:
    """Return whose data the map is made of."""

    def named(countries: list[str]) -> str:
        return ", ".join(dict.fromkeys(SURVEYS[code].notice(lang) for code in countries))

    around = [path.stem.partition("_")[2] for path in sorted(order.folder.glob("context_*"))]
    drawn = named(list(order.imprint.countries))
    others = named([code for code in around if SURVEYS[code].notice(lang) not in drawn])
    parts = [t("new.credit", lang, drawn=drawn)]
    if others:
        parts.append(t("new.credit_around", lang, around=others))
    return " ".join([*parts, t("new.credit_places", lang)])


def _gap(order: RecipeOrder) -> int:
    """
    Return the width of gaps between the surveys of two countries, in metres, to 500.

    A gap is a hole in both together that touches both; what is wider than `WIDEST_GAP_M` is none.
    """
    countries = order.imprint.countries
    layers = {country: gpd.read_file(order.boundaries(country)) for country in countries}
    own = layers[countries[0]]
    layers[countries[0]] = own[own["id"].str.startswith(f"{order.home}-")]
    lands = [shapely.union_all(layer.to_crs(METRIC).geometry) for layer in layers.values()]
    whole = shapely.union_all(lands)
    rings = [ring for part in shapely.get_parts(whole) for ring in part.interiors]
    widths = [0.0]
    for hole in map(shapely.Polygon, rings):
        if sum(land.distance(hole) < 1 for land in lands) > 1:
            widths.append(2 * shapely.maximum_inscribed_circle(hole, tolerance=10).length)
    fitting = [width for width in widths if width < WIDEST_GAP_M]
    return max(500 * math.ceil(max(fitting) / 500), int(GAP_WIDTH))
