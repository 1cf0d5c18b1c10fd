"""The public part for a web server: files at addresses that stay, and what leads to them."""

import csv
import hashlib
import io
import json
import os
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from urllib.parse import urlsplit

import icalendar
import pytest

import geo.__main__ as cli
from geo.agreements import Register
from geo.exports import site
from geo.exports.material import Material
from geo.exports.tables.agenda import to_ics
from geo.history import went_as
from geo.map.network import Network
from geo.territories import Territories
from geo.text import LANGUAGES
from tests.conftest import TODAY, show

ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture(scope="module")
def files(register: Register, network: Network) -> dict[str, bytes]:
    return site.build_site(Material(show(register), network))


def test_every_file_is_recorded_with_its_hash_and_licence(files: dict[str, bytes]):
    package = json.loads(files["datapackage.json"])
    records = {record["path"]: record for record in package["resources"]}
    assert set(records) == set(files) - {"datapackage.json", "index.html"}
    assert len({record["name"] for record in records.values()}) == len(records)
    for name, record in records.items():
        assert record["hash"] == f"sha256:{hashlib.sha256(files[name]).hexdigest()}"
        assert record["bytes"] == len(files[name])
        assert record["licenses"] and record["attribution"]["ru"] and record["title"]
    licences = {
        name: {licence["name"] for licence in record["licenses"]}
        for name, record in records.items()
    }
    assert "ODbL-1.0" in licences["boundaries_ru.geojson"]
    assert licences["boundaries_by.geojson"] > licences["territories.csv"]
    assert licences["ties.geojson"] == licences["agreements.csv"] | licences["territories.csv"]
    fields = [field["name"] for field in records["agreements.csv"]["schema"]["fields"]]
    assert fields == next(csv.reader(io.StringIO(files["agreements.csv"].decode())))


def test_documents_and_decisions_of_keepers_stay_inside(files: dict[str, bytes]):
    assert not any(name.startswith(("register", "decisions")) for name in files)
    assert b"left_out" not in files["datapackage.json"]
    assert b"register_smolensk" not in files["datapackage.json"]


def feed_of(content: bytes) -> dict[str, tuple[str, str]]:
    """Return day and link of every entry by its id, of a feed that RFC 4287 takes."""
    feed = ET.fromstring(content)
    assert feed.findtext("a:author/a:name", None, ATOM), "no entry has an author of its own"
    entries = feed.findall("a:entry", ATOM)
    for part in (feed, *entries):
        for name in ("id", "title", "updated"):
            (found,) = part.findall(f"a:{name}", ATOM)
            assert found.text
        assert urlsplit(part.findtext("a:id", None, ATOM)).scheme == "tag"
        assert datetime.fromisoformat(part.findtext("a:updated", None, ATOM)).tzinfo
        links = [(one.get("rel"), one.get("type")) for one in part.findall("a:link", ATOM)]
        assert len(set(links)) == len(links) and ("alternate", "text/html") in links
    found = {
        entry.findtext("a:id", None, ATOM): (
            entry.findtext("a:updated", None, ATOM),
            entry.find("a:link", ATOM).get("href"),
        )
        for entry in entries
    }
    assert len(found) == len(entries)
    days = [day for day, _ in found.values()]
    assert days == sorted(days, reverse=True)
    assert feed.findtext("a:updated", None, ATOM) == days[0]
    return found


def test_the_feed_has_every_known_day_once_and_counts_the_unknown_ones(
    files: dict[str, bytes], register: Register
):
    found = feed_of(files["changes.atom"])
    signed = [each for each in found if ":came:" in each]
    assert len(signed) == len(register.agreements) == 52
    assert len(found) - len(signed) == 3, "lapsed Nos. 6, 8, 9: their successors have days"
    said = ET.fromstring(files["changes.atom"]).findtext("a:subtitle", None, ATOM)
    assert said.startswith("Ещё 7 соглашений утратили силу")
    dated = [a for a in register.agreements if a.number in (6, 8, 9) or a.status == "in_force"]
    none = ET.fromstring(site.to_feed(show(replace(register, agreements=tuple(dated)))))
    assert none.find("a:subtitle", ATOM) is None, "nothing is said of 0 agreements"


def test_a_lapse_on_a_day_that_the_register_states_is_not_called_calculated(register: Register):
    gone = next(a for a in register.agreements if a.status == "lapsed" and a.number == 1)
    stated = replace(gone, lapsed_on=date(2016, 5, 1))
    alone = replace(register, agreements=(stated,))
    said = site.to_feed(show(alone)).decode()
    assert "<title>Утратило силу (по реестру): " in said and "расчётно" not in said
    assert went_as([stated]) == "went_stated" and went_as([stated, gone]) == "went_mixed"
    assert went_as([gone]) == went_as([]) == "went"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_entry_of_the_feed_leads_to_its_agreement_and_stays(register: Register, lang: str):
    near = feed_of(site.to_feed(show(register, lang=lang)))
    assert {link for _, link in near.values()} == {
        f"index.html#focus={agreement.id}&lang={lang}" for agreement in register.agreements
    }
    far = feed_of(
        site.to_feed(show(register, lang=lang, today=date(2031, 1, 1)), "https://a.example/open")
    )
    assert far == {
        each: (day, f"https://a.example/open/{link}") for each, (day, link) in near.items()
    }


def test_feed_and_calendar_of_two_registers_are_two_and_say_whose_they_are(register: Register):
    """A reader of feeds takes two feeds of one id for one."""
    known = register.territories
    imprint = replace(known.imprint, home="ru-psk", homes=("ru-psk",))
    other = replace(register, territories=Territories(known.values(), imprint))
    one, two = (ET.fromstring(site.to_feed(show(each))) for each in (register, other))
    assert one.findtext("a:id", None, ATOM) == "tag:cross-border-ties,2026:changes:ru-smo:ru"
    assert two.findtext("a:id", None, ATOM) == "tag:cross-border-ties,2026:changes:ru-psk:ru"
    assert one.findtext("a:title", None, ATOM) == (
        "Приграничные связи: что подписано и что утратило силу"
        " (Смоленская область — Республика Беларусь)"
    )
    calendar = icalendar.Calendar.from_ical(to_ics((), show(register), date(2028, 11, 22)))
    name = "Календарь соглашений: Смоленская область — Республика Беларусь"
    assert calendar["x-wr-calname"] == name


def test_calendar_and_layers_are_what_programs_read(files: dict[str, bytes]):
    for name in ("calendar.ics", "calendar.en.ics"):
        assert len(icalendar.Calendar.from_ical(files[name]).walk("VEVENT")) == 41
    assert len(json.loads(files["ties.geojson"])["features"]) == 71
    assert b'rel="alternate" type="application/atom+xml" href="changes.atom"' in files["index.html"]


def test_what_says_the_same_stays_and_a_failure_leaves_whole_files(
    files: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    assert site.write_site(files, tmp_path / "open") == len(files)
    before = {file.name: file.stat().st_mtime_ns for file in (tmp_path / "open").iterdir()}
    other = {**files, "changes.atom": b"<feed/>", "index.html": b"new"}
    real, left = Path.replace, iter([True, False])

    def once(self: Path, target: Path) -> Path:
        if not next(left):
            raise OSError(28, os.strerror(28))
        return real(self, target)

    monkeypatch.setattr(Path, "replace", once)
    with pytest.raises(OSError, match="space"):
        site.write_site(other, tmp_path / "open")
    found = {file.name: file.read_bytes() for file in (tmp_path / "open").iterdir()}
    assert found == {**files, "changes.atom": b"<feed/>"}
    kept = {file.name: file.stat().st_mtime_ns for file in (tmp_path / "open").iterdir()}
    assert {name for name in kept if kept[name] != before[name]} == {"changes.atom"}


def test_what_an_earlier_register_had_goes_and_nothing_else(
    files: dict[str, bytes], tmp_path: Path
):
    def package(*paths: object) -> str:
        return json.dumps({"resources": [{"path": path} for path in paths]})

    folder, inner = tmp_path / "open", tmp_path / "open" / "inner"
    inner.mkdir(parents=True)
    others = (tmp_path / "private.txt", folder / "robots.txt", inner / "kept.txt")
    gone, page, record = (folder / f for f in ("boundaries_lv.geojson", "index.html", site.PACKAGE))
    paths = (gone.name, "../private.txt", "inner/kept.txt", "inner", "..", "", "agreements.csv")
    for has_page, said, leaves in (
        (True, package(*paths), False),
        (False, package(*paths), True),  # the folder of a register
        (True, package(gone.name, 7), True),
        (True, "[" * 100_000, True),
        (True, "[1]", True),
    ):
        for file in (*others, gone, page):
            file.write_text("kept")
        if not has_page:
            page.unlink()
        record.write_text(said)
        site.write_site(files, folder)
        assert gone.exists() is leaves
        names = {file.name for file in folder.iterdir()} - {gone.name}
        assert names == {*files, "robots.txt", "inner"}
        assert all(file.read_text() == "kept" for file in others)


def test_the_command_writes_it_and_says_what_changed(tmp_path: Path, capsys):
    arguments = ("publish", "--site", str(tmp_path / "open"), "--today", TODAY.isoformat())
    assert cli.main(arguments) == 0 and cli.main(arguments) == 0
    first, second = capsys.readouterr().out.splitlines()
    total = len(list((tmp_path / "open").iterdir()))
    assert first.endswith(f"файлов — {total}, изменилось — {total}")
    assert second.endswith("изменилось — 0")
    later = (*arguments[:-1], date(2027, 6, 1).isoformat())
    assert cli.main(later) == 0 and not capsys.readouterr().out.endswith("изменилось — 0\n")
