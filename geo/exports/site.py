"""
The public part as files for any web server: the map, layers, tables, a calendar and a feed.

The names of the files never change, so that a program can ask for them at the same address for
years; ``datapackage.json`` says what each one is, under which licence, and its hash. What waits for
a keeper or says who decided what is not among them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from geo import settings
from geo.agreements import Agreement
from geo.card import citation, form_and_day, pair_line
from geo.errors import DataError
from geo.exports.geojson import to_files
from geo.exports.material import Material
from geo.exports.tables.agenda import UID_DOMAIN, to_ics
from geo.exports.web import to_html
from geo.history import change_between, went_as
from geo.shown import Shown
from geo.sources import PACKAGE, REQUIRED, load_sources, notice
from geo.tables import measured, read_bytes, read_json, record_bytes, write_whole
from geo.templates import filled
from geo.terms import lapsed_on
from geo.terms.events import build_events
from geo.territories import OUTSIDE
from geo.text import LANGUAGES, t

PAGE = "index.html"
_MADE_OF = {
    "boundaries": ("territories.csv",), "places": ("territories.csv",),
    "ties": ("agreements.csv", "territories.csv"),
    "agreements": ("agreements.csv", "territories.csv"), "calendar": ("agreements.csv",),
    "changes": ("agreements.csv",),
}  # fmt: skip
"""Data that a file is made of, besides a file of its own name."""
_LINKED = {"changes.atom": "application/atom+xml", "calendar.ics": "text/calendar",
           PACKAGE: "application/json"}  # fmt: skip
"""Files that the page names where programs look for them, with what they are."""
_TITLES = {"calendar": "calendar.title", "changes": "site.feed"}
_RECORD = (
    "name", "title", "description", "format", "mediatype", "encoding", "version", "schema",
)  # fmt: skip
"""What is said in public of a file; the rest names documents and decisions that stay inside."""


def build_site(material: Material, address: str = "") -> dict[str, bytes]:
    """
    Return the files of the whole register by name: data first, what leads to them last.

    `address` is where the folder is on the web: with it the feeds' links are whole, as some readers
    of feeds want them.
    """
    folder = (material.register.territories.imprint.folders or (settings.DATA,))[0]
    tables = (*REQUIRED, *([OUTSIDE] if (folder / OUTSIDE).is_file() else []))
    files = {name: read_bytes(folder / name) for name in tables}
    files |= {name: file for name, file in to_files(material).items() if name != "README.txt"}
    for lang in LANGUAGES:
        shown = material.seen(replace(material.view, lang=lang)).shown
        events = build_events(shown.register.agreements, shown.today, shown.horizon)
        files[_named("calendar.ics", lang)] = to_ics(events, shown, shown.horizon)
        files[_named("changes.atom", lang)] = to_feed(shown, address)
    files[PACKAGE] = _package(files, folder)
    files[PAGE] = to_html(material, _LINKED)
    return files


def write_site(files: Mapping[str, bytes], folder: Path) -> int:
    """
    Put files where a web server has them, and return how many are new or changed.

    Each takes its place as a whole, and one that says the same stays as it is, with its time. What
    a site there had before and this one has not, as the boundaries of another country, goes last.
    """
    folder.mkdir(parents=True, exist_ok=True)
    before = _had(folder)
    changed = sum(write_whole(folder / name, content) for name, content in files.items())
    for name in before - files.keys():
        (folder / name).unlink(missing_ok=True)
    return changed


def _had(folder: Path) -> set[str]:
    """Return the files of the site in a folder by its data package; none if there is no site."""
    try:
        package: Any = read_json(folder / PACKAGE)
        named = {record["path"] for record in package["resources"]}
        named = {name for name in named if Path(name).name == name and (folder / name).is_file()}
    except (DataError, LookupError, TypeError):
        return set()
    return named if (folder / PAGE).is_file() else set()  # without it, a register's own folder


def _named(file: str, lang: str) -> str:
    """Return a file's name in a language; the first language has the plain one."""
    stem, _, suffix = file.partition(".")
    return file if lang == LANGUAGES[0] else f"{stem}.{lang}.{suffix}"


# --- the feed -------------------------------------------------------------------------------------


def to_feed(shown: Shown, address: str = "") -> bytes:
    """
    Return what was signed and what lapsed as a feed (Atom, RFC 4287), the latest first.

    An entry keeps its id, its day and its link from one issue to the next, and each register has a
    feed of its own, by its home region. A lapse without a known
    day cannot stand in an order of days: the feed says how many there are.
    """
    lang = shown.lang
    change = change_between(shown.register.agreements, date.min, shown.today)
    entries = [("came", a.signed_on, a) for a in change.came]
    entries += [("went", gone, a) for a in change.went if (gone := lapsed_on(a))]
    entries.sort(key=lambda entry: (entry[1], entry[0], entry[2].id), reverse=True)
    whose = ",".join(shown.register.territories.imprint.homes)
    said = t("app.title", lang), t("site.feed", lang), t("app.subtitle", lang, **shown.words)
    no_day = t("site.no_day", lang, n=len(change.unknown)) if change.unknown else ""
    base = f"{address.rstrip('/')}/" if address else ""
    feed = filled(
        "exports/feed.xml",
        "feed",
        lang,
        f"tag:{UID_DOMAIN},2026:changes:{whose}:{lang}",
        said,
        no_day,
        max((day for _, day, _ in entries), default=shown.today),
        base + _named("changes.atom", lang),
        base + PAGE,
        [_entry(*entry, shown) for entry in entries],
    )
    return feed.encode()


def _entry(what: str, day: date, agreement: Agreement, shown: Shown) -> tuple[object, ...]:
    """Return id, title, day and words of an entry, and where on the page of the map it leads."""
    lang = shown.lang
    number = f"tag:{UID_DOMAIN},2026:{agreement.id}:{what}:{lang}"
    named = f"{pair_line(agreement, shown.register, lang)}. {form_and_day(agreement, lang)}"
    said = t(f"change.{went_as([agreement]) if what == 'went' else what}", lang)
    at = urlencode({"focus": agreement.id, "lang": lang})  # as standalone.js reads it
    return number, f"{said}: {named}", day, citation(agreement, shown), at


# --- what leads to the files ----------------------------------------------------------------------


def _package(files: Mapping[str, bytes], folder: Path) -> bytes:
    """Return the data package: known records of tables, and for what is made a record like them."""
    known = {source["path"]: source for source in load_sources(folder)}
    records = []
    for name, content in files.items():
        layer = name.partition("_")[0].partition(".")[0]
        sources = [known[path] for path in (*_MADE_OF.get(layer, ()), name) if path in known]
        if name.endswith(".csv"):
            sources = [known[name]]
            said = {field: known[name][field] for field in _RECORD if field in known[name]}
        else:
            said = {
                "name": name.replace(".", "-").replace("_", "-"),
                "title": t(_TITLES.get(layer, f"geojson.{layer}"), "en"),
                "format": name.rpartition(".")[2],
                "encoding": "utf-8",
            }
        records.append(said | {"path": name, **measured(content)} | _owed(sources))
    return record_bytes({"name": UID_DOMAIN, "title": t("app.title", "en"), "resources": records})


def _owed(sources: Sequence[dict]) -> dict[str, Any]:
    """Return what is owed to those whose data a file was made of: licences, notices, titles."""
    licences = {one["name"]: one for source in sources for one in source["licenses"]}
    titles = dict.fromkeys(each["title"] for source in sources for each in source["sources"])
    return {
        "licenses": list(licences.values()),
        "attribution": {
            lang: " · ".join(dict.fromkeys(notice(source, lang) for source in sources))
            for lang in LANGUAGES
        },
        "sources": [{"title": title} for title in titles],
    }
