"""What holds of the register in data/ whatever its issue; the figures of 2026 stand elsewhere."""

import csv
import hashlib
import json
import os
import re
import subprocess
import sys

import pytest

from data.make_register import (
    COLUMNS,
    SOURCE,
    build_schema,
    load_agreements,
    load_issue,
    record_files,
)
from geo import settings
from geo.agreements import load_register, newest_day
from geo.map.network import build_network
from geo.shown import select
from geo.sources import check_files, load_sources
from geo.territories.boundaries import load_boundaries
from geo.ties import agreement_pairs, build_ties
from geo.update.register_files import to_tables
from geo.view import View
from tests.issue import LIVE

TABLES = ("agreements.csv", "parties.csv")


@pytest.fixture(scope="module")
def live():
    return load_register(LIVE)


def rows(name):
    with (LIVE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def resource(name):
    (found,) = (each for each in load_sources(LIVE) if each["path"] == name)
    return found


def is_from_the_text():
    """Return whether the tables of data/ are made from the text there, not from a newer issue."""
    return all(source.get("path") == SOURCE for source in resource("agreements.csv")["sources"])


def test_every_file_is_as_its_record_says():
    assert check_files(LIVE) == len(load_sources(LIVE))


@pytest.mark.parametrize("name", TABLES)
def test_a_table_has_the_columns_of_its_schema_and_cells_that_keep_to_them(name):
    schema, table = resource(name)["schema"], rows(name)
    fields = schema["fields"]
    assert build_schema(COLUMNS[name], schema) == schema
    assert list(table[0]) == [field["name"] for field in fields]
    for field in fields:
        constraints = field.get("constraints", {})
        cells = [row[field["name"]] for row in table]
        assert all(cells) or not constraints.get("required"), field["name"]
        assert len(set(cells)) == len(cells) or not constraints.get("unique"), field["name"]
        for cell in filter(None, cells):
            assert cell == " ".join(cell.split())
            assert cell in constraints.get("enum", [cell])
            assert re.fullmatch(constraints.get("pattern", r"[\s\S]*"), cell), field["name"]


def test_a_row_has_the_status_of_its_section_and_ties_come_from_two_territories():
    parties = rows("parties.csv")
    for row in rows("agreements.csv"):
        assert row["status"] == row["section"]
        own = {party["territory"] for party in parties if party["agreement_id"] == row["id"]}
        assert len(own) >= 2
        codes = ",".join(sorted(own))
        digest = hashlib.sha256(codes.encode()).hexdigest()[:6]
        assert row["id"].startswith(f"{row['signed_on']}-{row['form'][0]}-{digest}")


def test_every_party_is_named_in_the_title_in_this_order(live):
    for agreement in live.agreements:
        at = 0
        for party in agreement.parties:
            found = agreement.title.find(party.wording, at)
            assert found >= 0, (agreement.id, party)
            at = found + len(party.wording)


def test_the_tables_are_what_the_rules_read_in_their_document():
    agreements = load_agreements() if is_from_the_text() else load_issue(LIVE)
    assert to_tables(agreements) == {name: (LIVE / name).read_bytes() for name in TABLES}


def test_provenance_is_recorded_the_same_again_while_the_text_is_the_source(tmp_path):
    if not is_from_the_text():
        return
    for name in (*TABLES, SOURCE, "datapackage.json"):
        (tmp_path / name).write_bytes((LIVE / name).read_bytes())
    package = tmp_path / "datapackage.json"
    content = json.loads(package.read_text(encoding="utf-8"))
    for each in content["resources"]:  # as of another issue, with a code that is no more
        if each["path"] in (*TABLES, SOURCE):
            each |= {"bytes": 1, "hash": "sha256:0", "version": "newest entry 1998-01-01"}
        for field in each.get("schema", {}).get("fields", ()):
            if field["name"] == "kind" and each["path"] in TABLES:
                field["constraints"]["enum"].append("gone")
    package.write_text(json.dumps(content), encoding="utf-8")
    record_files(tmp_path, newest_day(load_agreements()))
    assert json.loads(package.read_text(encoding="utf-8"))["resources"] == list(load_sources(LIVE))


def test_a_column_that_no_package_describes_yet_is_called_as_tables_call_it():
    (field,) = build_schema(("signed_on",), {"fields": []})["fields"]
    assert field == {"name": "signed_on", "type": "date", "description": "Signed"}


def test_every_agreement_stands_in_one_way_and_every_tie_is_on_the_map(live):
    shown = select(View(on=live.newest), live)
    assert shown.tally.total == len(live.agreements) and not shown.tally.unknown
    ties = build_ties(live.agreements, live.territories)
    assert sum(tie.n_agreements for tie in ties) == sum(
        len(agreement_pairs(agreement, live.territories)) for agreement in live.agreements
    )
    network = build_network(live, load_boundaries(live.territories, LIVE))
    drawn = {tie.code for tie in ties if {tie.home, tie.partner} <= network.anchors.keys()}
    assert {curve.tie.code for curve in network.curves} == drawn
    assert network.content


def geo(*arguments):
    """Run the library's command on the live data."""
    return subprocess.run(
        [sys.executable, "-m", "geo", *arguments], cwd=settings.ROOT,
        env={**os.environ, "TIES_DATA": str(LIVE), "PYTHONUTF8": "1"},
        capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip


@pytest.mark.parametrize("format_", ["csv", "workbook-xlsx", "geojson"])
def test_a_file_of_the_live_register_can_be_made(format_, tmp_path):
    done = geo("export", "--format", format_, "--out", str(tmp_path / "file"))
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "file").stat().st_size > 1000


def test_the_command_line_says_that_the_live_data_is_sound(live):
    done = geo("check")
    assert done.returncode == 0, done.stderr
    assert re.search(rf"^agreements +{len(live.agreements)}$", done.stdout, re.M)
