"""
Read files back and hold every statement in them against `geo.shown.Shown`.

``python -m tests.statements --views 60`` makes every format of views by chance, in both languages,
and prints how many statements it checked and each that is untrue: it counts words, not code, so a
surface that counts for itself is found out whichever it is.
"""

import argparse
import csv
import io
import json
import random
import re
import sys
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from xml.etree import ElementTree

import docx
import openpyxl
import pptx

from geo.agreements import Register
from geo.exports import FORMATS
from geo.exports.material import Material
from geo.history import Standing, standing
from geo.shown import Part, Shown, Tally
from geo.text import LANGUAGES, format_date, load_texts, t
from geo.ties import build_ties
from geo.view import LISTS, View, choices
from tests.documents import Pdf

WORDLESS = {"png", "4k-png"}
"""Formats without text to read."""
WHOLE = {name for name, one in FORMATS.items() if one.whole}
"""Formats that hold everything whatever the filters."""
OF_PLACES = {name for name, one in FORMATS.items() if one.places}
"""Formats that speak of the territories that are picked, whatever the filters."""
OF_ONE_EACH = {"card-pdf"}
"""Formats with a map for each agreement, on which nothing stands out as changed."""


# --- reading a file back --------------------------------------------------------------------------


def read_words(name: str, data: bytes) -> list[str]:
    """Return the texts of a file of a format, white space folded."""
    suffix = FORMATS[name].suffix
    found = _READERS[suffix](data)
    return [folded for text in found if (folded := " ".join(str(text).split()))]


def _of_csv(data: bytes) -> Iterator[str]:
    for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"):
        yield from row


def _of_xlsx(data: bytes) -> Iterator[str]:
    book = openpyxl.load_workbook(io.BytesIO(data))
    yield book.properties.title or ""
    for sheet in book.worksheets:
        yield from (sheet.oddHeader.center.text or "", sheet.oddFooter.left.text or "")
        for row in sheet.iter_rows(values_only=True):
            yield from (str(cell) for cell in row if cell is not None)


def _of_docx(data: bytes) -> Iterator[str]:
    file = docx.Document(io.BytesIO(data))
    yield file.core_properties.title
    yield file.core_properties.subject
    for part in (file, *(s.footer for s in file.sections), *(s.header for s in file.sections)):
        yield from (paragraph.text for paragraph in part.paragraphs)
        for table in part.tables:
            for row in table.rows:
                yield from (cell.text for cell in row.cells)
    yield from (item.get("descr") or "" for item in file.element.iter() if item.get("descr"))


def _of_pptx(data: bytes) -> Iterator[str]:
    deck = pptx.Presentation(io.BytesIO(data))
    yield deck.core_properties.title
    for slide in deck.slides:
        if slide.has_notes_slide:
            yield slide.notes_slide.notes_text_frame.text
        for item in slide.element.iter("{*}p"):
            yield "".join(run.text or "" for run in item.iter("{*}t"))
        yield from (item.get("descr") for item in slide.element.iter() if item.get("descr"))


def _of_pdf(data: bytes) -> Iterator[str]:
    reader = Pdf(data)
    yield str((reader.metadata or {}).get("/Title", ""))
    yield from reader.texts


def _of_svg(data: bytes) -> Iterator[str]:
    for item in ElementTree.fromstring(data).iter():
        if item.tag.rpartition("}")[2] in ("text", "title", "desc"):
            yield "".join(item.itertext())


def _of_zip(data: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            content = archive.read(name)
            if name.endswith("json"):
                yield from _strings(json.loads(content))
            elif name.endswith((".txt", ".md", ".csv")):
                yield content.decode("utf-8-sig")


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from _strings(one)
    elif isinstance(value, str):
        yield value


def _of_html(data: bytes) -> Iterator[str]:
    """Only the head: what the script writes afterwards is held in Chromium."""
    text = re.sub(r"<(script|style)\b.*?</\1>", "", data.decode(), flags=re.S)
    yield from re.findall(r">([^<]+)<", text)


def _of_ics(data: bytes) -> Iterator[str]:
    yield from re.sub(r"\r\n[ \t]", "", data.decode()).replace("\\,", ",").splitlines()


_READERS: dict[str, Callable[[bytes], Iterator[str]]] = {
    "csv": _of_csv,
    "xlsx": _of_xlsx,
    "docx": _of_docx,
    "pptx": _of_pptx,
    "pdf": _of_pdf,
    "svg": _of_svg,
    "zip": _of_zip,
    "html": _of_html,
    "ics": _of_ics,
}


# --- what may be said -----------------------------------------------------------------------------

Hold = Callable[[str, bool, str], None]


@dataclass(frozen=True)
class Fault:
    """A statement of a file that is not true of its view."""

    format: str
    statement: str
    why: str


def _pattern(key: str, lang: str) -> re.Pattern:
    """Return what finds a text of ``text.toml`` in a file, its placeholders as groups."""
    text = load_texts()[key][lang]
    forms = text.values() if isinstance(text, dict) else [text]
    patterns = []
    for place, form in enumerate(dict.fromkeys(forms)):
        parts = re.split(r"\{(\w+)\}", " ".join(form.split()))
        pattern = re.escape(parts[0])
        for name, rest in zip(parts[1::2], parts[2::2], strict=True):
            pattern += f"(?P<{name}_{place}>{_VALUES.get(name, r'[0-9]+')}){re.escape(rest)}"
        patterns.append(rf"(?<!\w){pattern}(?!\w)")
    return re.compile("|".join(patterns), re.IGNORECASE)


_RANGE = r"(?:от [0-9]+ до [0-9]+|[0-9]+ to [0-9]+|[0-9]+)"
_VALUES = {"day": r"[0-9][\w. ]{5,10}[0-9]", "now": _RANGE, "past": _RANGE, "year": r"[0-9]{4}",
           "names": r"[^.]+"}  # fmt: skip


def _said(key: str, lang: str, text: str) -> Iterator[tuple[str, dict[str, str]]]:
    for match in _pattern(key, lang).finditer(text):
        values = {name[: name.rindex("_")]: v for name, v in match.groupdict().items() if v}
        yield match[0], values


def parts_of(shown: Shown) -> list[Part]:
    """Return every part of a view that a file may speak of."""
    parts = []
    for part in (shown.listed, shown.picked, shown.lit, shown.picked_whole, shown.whole,
                 shown.past, shown.picked_past, shown.current.listed, shown.current.picked,
                 replace(shown, view=shown.view.focused()).current.listed):  # fmt: skip
        parts += [part, *part.by_kind.values(), *part.by_region.values()]
        parts += part.by_territory.values()
        pairs = ((tie.home, tie.partner) for tie in part.ties)
        parts += [
            part.resting_on(tuple(t for t in part.ties if (t.home, t.partner) == p)) for p in pairs
        ]
        parts += [part.of(lambda a, one=a: a.id == one.id) for a in part.agreements]
    return parts


def check(name: str, data: bytes, shown: Shown) -> tuple[int, list[Fault]]:
    """Return how many statements of a file were checked, and those that are untrue."""
    words = read_words(name, data)
    text = " ¶ ".join(words)
    checked, faults = 0, []

    def hold(statement: str, true: bool, why: str) -> None:
        nonlocal checked
        checked += 1
        if not true:
            faults.append(Fault(name, statement, why))

    parts = parts_of(shown)
    bare = re.search(r"\{\w+\}", text)
    hold(bare[0] if bare else "", bare is None, "a text without its word")
    if name not in WHOLE:  # of its own view, which is everything
        _check_counts(text, shown, parts, hold)
    _check_growth(text, shown, hold)
    _check_named(name, text, shown, hold)
    _check_day(name, text, shown, hold)
    _check_phrases(text, shown, hold)
    if name.startswith("brief"):
        _check_brief(text, shown, hold)
    _check_rows(name, data, shown, hold)
    return checked, faults


def _check_counts(text: str, shown: Shown, parts: list[Part], hold: Hold) -> None:
    """Every "42 of 52", every standing and every number of ties."""
    lang, register = shown.lang, shown.register
    for said, values in _said("map.count", lang, text):
        right = [(len(part.agreements), len(register.agreements))
                 for part in (shown.listed, shown.picked)]  # fmt: skip
        found = tuple(int(values[x]) for x in ("shown", "total"))
        hold(said, found in right, f"{right} listed and picked")
    tallies = {part.tally for part in parts}
    number = r"([0-9]+)"
    if lang == "ru":
        standings = rf"действ(?:ует|уют|овало|овали) {number}, утратил[ио] силу {number}"
        standings += rf"(?:, неизвестно {number})?"
    else:
        standings = rf"{number} in force, {number} lapsed(?:, {number} unknown)?"
    for match in re.finditer(standings, text):
        tally = Tally(*(int(value or 0) for value in match.groups()))
        hold(match[0], tally in tallies, f"no part of the view has {tally}")
    ties = {len(part.ties) for part in parts}
    for said, values in _said("map.count_ties", lang, text):
        hold(said, int(values["n"]) in ties, "no part of the view has so many ties")
    for said, values in _said("map.count_many", lang, text):
        alone = {part.many.n_alone for part in parts if part.many}
        hold(said, int(values["n"]) in alone, f"ties of one agreement alone: {sorted(alone)}")


def _check_brief(text: str, shown: Shown, hold: Hold) -> None:
    """Partners are counted in what is picked; what filters do not bear on keeps to no place."""
    lang, view = shown.lang, shown.view
    asked = not view.focus and (*view.region, *view.territory, *view.partner)
    whatever = t("stats.whole", lang, whole="")
    hold(whatever, not asked or whatever not in text, f"{asked} count")
    for said, values in _said("brief.partners", lang, text):
        right: dict[str, set[str]] = {}
        pairs = {(tie.home, tie.partner) for tie in shown.picked.ties}
        # A filter by status does not bear on what is in force.
        for tie in (one for one in shown.picked_past.ties if (one.home, one.partner) in pairs):
            other = tie.partner if tie.home == view.focus[0] else tie.home
            in_force = {a.id for a in tie.agreements if shown.standing(a) == Standing.IN_FORCE}
            right.setdefault(shown.register.territories[other].short(lang), set()).update(in_force)
        found = re.findall(r"(?:^|, )([^,()]+) \((\d+)[^)]*\)", values["names"])
        numbers = {name: len(ids) for name, ids in right.items()}
        hold(said, {name: int(n) for name, n in found} == numbers, f"in force: {numbers}")


def _check_growth(text: str, shown: Shown, hold: Hold) -> None:
    """What was in force at the end of a year does not depend on a filter by status."""
    for said, values in _said("stats.growth", shown.lang, text):
        for part in (shown.past, shown.picked_past):
            day = date(int(values["year"]), 12, 31)
            counts = Counter(standing(agreement, day) for agreement in part.agreements)
            low = counts[Standing.IN_FORCE]
            high = low + counts[Standing.UNKNOWN]
            numbers = [int(x) for x in re.findall(r"\d+", values["past"])]
            if numbers == ([low, high] if high > low else [low]):
                break
        else:
            hold(said, False, f"from {low} to {high} on {day}")
            continue
        hold(said, True, "")


def _check_named(name: str, text: str, shown: Shown, hold: Hold) -> None:
    """A file names its filter and its day; "all ties" is said of all ties only."""
    everything = t("shown.everything", shown.lang, **shown.words)
    if shown.view.is_filtered or shown.view.focus:
        hold(everything, everything.casefold() not in text.casefold(), "it is not everything")
    if shown.change:
        moved = (*shown.change.came, *shown.change.went, *(a for a, _ in shown.change.prolonged))
        compared = t("caption.compared", shown.lang, day=format_date(shown.view.since, shown.lang))
        moves = any(agreement in shown.listed.agreements for agreement in moved)
        hold(compared, moves or compared not in text, "nothing that is listed changed")
    places = bool(shown.view.focus) and name in OF_PLACES
    if not shown.view.is_filtered or name in WHOLE or places:
        return
    if name in OF_ONE_EACH:
        shown = shown.seen(replace(shown.view, since=None))
    if FORMATS[name].suffix != "csv":
        labels = [part for part in shown.caption.split("; ") if part]
        missing = [label for label in labels if label.casefold() not in text.casefold()]
        hold(shown.caption, not missing, f"the file does not say: {missing}")


def _check_day(name: str, text: str, shown: Shown, hold: Hold) -> None:
    """With a day in the view nothing later is told."""
    if not shown.on or name == "register-docx":  # the register as it was issued
        return
    for agreement in shown.register.agreements:
        title = " ".join(agreement.title.split())
        if agreement.signed_on > shown.on:
            hold(title, title not in text, f"signed after {shown.on}")
        given = agreement.registered_on
        if given and given > shown.on and given != shown.register.newest:
            day = format_date(given, shown.lang)
            # A term of another agreement may end that day: it began on the same day of a year.
            begun = {f"{a.signed_on:%m-%d}" for a in shown.register.agreements}
            if f"{given:%m-%d}" not in begun:
                hold(f"{title}: {day}", day not in text, f"registered after {shown.on}")


def _check_rows(name: str, data: bytes, shown: Shown, hold: Hold) -> None:
    """Tables hold what is picked, one row for each agreement, each with its standing."""
    right = Counter(agreement.id for agreement in shown.picked.agreements)
    if name == "csv":
        rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))
        _hold_table(name, rows, shown, right, hold)
    elif FORMATS[name].suffix == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(data))
        for sheet in book.worksheets:
            rows = [["" if x is None else str(x) for x in row] for row in sheet.values]
            _hold_table(f"{name}, {sheet.title}", rows, shown, right, hold)


def _hold_table(name: str, rows: list[list[str]], shown: Shown, right: Counter, hold: Hold) -> None:
    texts, lang = load_texts(), shown.lang
    head = rows[0] if rows else []
    title, id_, how_it_stands = (texts[f"table.{x}"][lang] for x in ("title", "id", "status"))
    if id_ not in head or how_it_stands not in head:
        return
    ids, status = head.index(id_), head.index(how_it_stands)
    if title in head:
        found = Counter(row[ids] for row in rows[1:] if row[ids])
        hold(f"{name}: {found.total()} rows", found == right, f"{right.total()} picked")
    for row in rows[1:]:
        agreement = shown.register.by_id.get(row[ids])
        if agreement:
            how = texts[f"standing.{standing(agreement, shown.on)}"][lang]
            hold(f"{name}: {row[status]}", row[status] == how, f"{agreement.id}: {how}")


_NEVER = {
    "ru": ("без замены", "без преемника", "по съёмке", "по реестру на", "на странице «"),
    "en": ("without a successor", "register as of", "on the page “"),
}


_DAY = r"[0-9]{2}\.[0-9]{2}\.[0-9]{4}|[0-9]{1,2} [A-Z][a-z]{2} [0-9]{4}"
_IDLE = re.compile(rf"\bещё 0\b|\b0 more\b|\b0 (?:из|of) 0\b|({_DAY}) (?:и|and) \1")
"""Nothing more, nothing of nothing, and the same day twice."""


def _check_phrases(text: str, shown: Shown, hold: Hold) -> None:
    """What the register does not say is not said, and nothing that says nothing."""
    idle = _IDLE.search(text)
    hold(idle[0] if idle else "", idle is None, "it says nothing, or the same twice")
    for phrase in _NEVER[shown.lang]:
        hold(phrase, phrase.casefold() not in text.casefold(), "the register does not say it")


# --- views by chance ------------------------------------------------------------------------------


def random_view(register: Register, luck: random.Random, lang: str) -> View:
    """Return a view with some filters, perhaps a day, an earlier one and a focus."""
    known = choices(register)
    first, last = register.years
    on = date(luck.randint(first, last), luck.randint(1, 12), 15) if luck.random() < 0.4 else None
    lists = {}
    for name in LISTS:
        if luck.random() < 0.2:
            codes = [c for c in known[name] if on or c != "unknown"]
            lists[name] = tuple(luck.sample(codes, luck.randint(1, max(1, len(codes) // 3))))
    years = tuple(sorted(luck.sample(range(first, last + 1), 2))) if luck.random() < 0.2 else None
    tie = luck.choice(build_ties(register.agreements, register.territories))
    focus = luck.choice(
        [(), (), (), (luck.choice(register.party_codes),), (luck.choice(known["region"]),),
         (luck.choice(register.agreements).id,), (tie.home, tie.partner)]
    )  # fmt: skip
    view = View(lang=lang, on=on, years=years, focus=focus, **lists)
    # What a link cannot say is no view.
    return View.from_params(view.to_params(), register)


FIXED = (
    {},
    {"status": "in_force"},
    {"status": "lapsed"},
    {"on": "2013-01-01"},
    {"on": "2013-01-01", "focus": "ru-smo-smolensk"},
    {"on": "2016-12-31", "status": "unknown"},
    {"region": "by-ma"},
    {"focus": "by-ma"},
    {"focus": "ru-smo-smolensk"},
    {"focus": "ru-smo-smolensk,by-vi-vitebsk"},
    {"kind": "twinning", "years": "2022-2026"},
    {"since": "2020-01-01"},
    {"since": "2023-09-01", "on": "2023-09-29", "status": "lapsed"},
    {"since": "2026-06-01"},
    {"q": "абракадабра"},
)
"""Views in which contradictions were found."""


def main() -> int:
    """Print how many statements were checked and each that is untrue."""
    from geo.agreements import load_register
    from geo.map.network import build_network
    from geo.territories.boundaries import load_boundaries

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--views", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--formats", nargs="*", default=sorted(FORMATS))
    options = parser.parse_args()
    register = load_register()
    network = build_network(register, load_boundaries(register.territories))
    luck = random.Random(options.seed)
    views = [
        View.from_params({**params, "lang": lang}, register)
        for params in FIXED
        for lang in LANGUAGES
    ]
    while len(views) < options.views:
        views.append(random_view(register, luck, LANGUAGES[len(views) % 2]))
    checked, untrue = 0, 0
    for place, view in enumerate(views[: options.views]):
        material = Material(Shown(view, register, date(2026, 11, 26)), network)
        for name in options.formats:
            if name in WORDLESS or (name in WHOLE and place > 3):
                continue
            n, faults = check(name, FORMATS[name].to_bytes(material), material.shown)
            checked += n
            untrue += len(faults)
            for fault in faults:
                print(f"{view.to_params()} {fault.format}: «{fault.statement}»: {fault.why}")
    print(f"{len(views)} views, {checked} statements checked, {untrue} untrue")
    return 1 if untrue else 0


if __name__ == "__main__":
    sys.exit(main())
