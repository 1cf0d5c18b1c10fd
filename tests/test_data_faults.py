"""
Faults of the data folder, by kind: `check` says one line that names the file, or everything works.

The line is in one language and bears no traceback; what the check takes, the loaders take.
"""

import json
import os
import re
import shutil
import sys
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest

import geo.__main__ as cli
from geo import registers, settings
from geo.agreements import load_register
from geo.errors import DataError
from geo.sources import PACKAGE, check_files, load_sources
from geo.tables import MOST_BYTES
from geo.territories.layers import check_layers
from geo.text import LANGUAGES

TABLES = ("agreements.csv", "parties.csv", "territories.csv")
SHAPES = ("boundaries_ru.geojson", "boundaries_by.geojson", "context_lv.geojson")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the data's files."""
    for path in settings.DATA.iterdir():
        if path.is_file():
            shutil.copy(path, tmp_path)
    return tmp_path


def check(folder: Path) -> None:
    """Do what the command does with a folder; hashes are looked at last."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        load_sources(folder)
        register = load_register(folder)
        check_layers(register.territories, folder)
        check_files(folder)


def refused(folder: Path, file: str) -> str:
    """Return the line that a fault ends in."""
    with pytest.raises(DataError) as caught:
        check(folder)
    for lang in LANGUAGES:
        said = caught.value.message(lang)
        assert file in said and "\n" not in said and len(said) < 500
        assert not re.search(r"Error|Errno|object has|Traceback|[{}]", said)
    return caught.value.message("en")


def test_the_folder_as_it_is_is_taken(folder: Path):
    check(folder)


WRONG_FILES: dict[str, Callable[[Path], object]] = {
    "missing": lambda path: path.unlink(),
    "a folder": lambda path: (path.unlink(), path.mkdir()),
    "empty": lambda path: path.write_bytes(b""),
    "binary": lambda path: path.write_bytes(bytes(range(256))),
    "another encoding": lambda path: path.write_bytes("Смоленск".encode("cp1251")),
    "UTF-16": lambda path: path.write_bytes(path.read_text(encoding="utf-8").encode("utf-16")),
    "nested too deeply": lambda path: path.write_bytes(b"[" * 100_000),
    "a link to itself": lambda path: (path.unlink(), path.symlink_to(path)),
    "a link to nowhere": lambda path: (path.unlink(), path.symlink_to("nowhere")),
    "a pipe": lambda path: (path.unlink(), os.mkfifo(path)),
    "a link to what never ends": lambda path: (path.unlink(), path.symlink_to("/dev/zero")),
    "far too large": lambda path: os.truncate(path, MOST_BYTES + 1),
    "cut": lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]),
    "digits": lambda path: path.write_bytes(b"9" * 5000),
}


@pytest.mark.parametrize("wrong", WRONG_FILES)
@pytest.mark.parametrize("file", [*TABLES, *SHAPES, PACKAGE])
def test_a_file_in_any_wrong_state_is_one_line(folder: Path, file: str, wrong: str):
    if wrong.startswith(("a link", "a pipe")) and sys.platform == "win32":
        pytest.skip("links need a right there")
    WRONG_FILES[wrong](folder / file)
    # Another file may be the first to miss what was cut off.
    refused(folder, "." if wrong == "cut" else file)


ODD_TABLES: dict[str, Callable[[str], str]] = {
    "a heading twice": lambda text: text.replace("id,section", "id,id"),
    "a cell too many": lambda text: text.replace("\nold,", "\nold,lapsed,"),
    "a cell too few": lambda text: text.replace("\nold,lapsed,", "\nold,"),
    "a quotation that never ends": lambda text: text.replace("\nold,", '\n"old,'),
    "semicolons": lambda text: text.replace(",", ";"),
    "NUL": lambda text: text.replace("Договор", "Дог\0овор"),
    "an id twice": lambda text: text.replace("\nold,", "\nnew,"),
    "a day by week": lambda text: text.replace("2010-05-01", "2010-W17-6"),
    "a day without hyphens": lambda text: text.replace("2010-05-01", "20100501"),
    "digits of another script": lambda text: text.replace("2010-05-01", "２０１０-05-01"),
    "a number with an underscore": lambda text: text.replace("in_force,1,", "in_force,1_0,"),
    "a number of no end": lambda text: text.replace("in_force,1,", f"in_force,{'9' * 5000},"),
    "a successor of itself": lambda text: text.replace(",new,stated", ",old,stated"),
}


@pytest.mark.parametrize("odd", ODD_TABLES)
def test_a_table_that_is_odd_is_one_line(tiny_folder: Path, odd: str):
    path = tiny_folder / "agreements.csv"
    text = path.read_text("utf-8")
    assert ODD_TABLES[odd](text) != text
    path.write_text(ODD_TABLES[odd](text), "utf-8", newline="")
    with pytest.raises(DataError, match=r"agreements\.csv") as caught:
        load_register(tiny_folder)
    assert all("\n" not in caught.value.message(lang) for lang in LANGUAGES)


SIGNS = ("\x01", "\x1b", "\x7f", "\x85", "\u202e", "\u2066", "\ufdd0", "\uffff", "\U0001fffe")


@pytest.mark.parametrize("sign", SIGNS, ids=ascii)
@pytest.mark.parametrize(
    ("file", "word"),
    [("agreements.csv", "Договор"), ("parties.csv", "Смоленск"), ("territories.csv", "Витебск")],
)
def test_a_sign_that_nobody_sees_is_refused_with_its_row(folder, file, word, sign):
    path = folder / file
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(word, f"{word[:3]}{sign}{word[3:]}", 1), encoding="utf-8")
    said = refused(folder, file)
    assert f"U+{ord(sign):04X}" in said and re.search(r"row \d+, column \w+", said)


@pytest.mark.parametrize("sign", ["\u00ad", "\u200b", "\u2028", "\u200f", "\U0001f600", "\u00a0"])
def test_signs_that_word_and_people_use_are_taken(tiny_folder: Path, sign: str):
    path = tiny_folder / "agreements.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("Договор о", f"Договор{sign}о"), encoding="utf-8")
    assert sign in load_register(tiny_folder).agreements[0].title


@pytest.mark.parametrize(
    "day", ["0001-01-01", "1944-12-31", "2101-01-01", "9998-12-31", "9999-12-31"]
)
@pytest.mark.parametrize("known", ["2010-05-01", "2010-06-02"])
def test_a_day_that_nobody_means_is_refused(tiny_folder: Path, known: str, day: str):
    path = tiny_folder / "agreements.csv"
    path.write_text(
        path.read_text(encoding="utf-8").replace(f",{known}", f",{day}"), encoding="utf-8"
    )
    with pytest.raises(DataError, match=rf"agreements\.csv, row 2, column \w+.*{day}"):
        load_register(tiny_folder)


COORDINATES = ("NaN", "Infinity", "1e308", "-1e308", "181", "null", '"30"', "9" * 400)


@pytest.mark.parametrize("file", SHAPES)
@pytest.mark.parametrize("value", COORDINATES, ids=lambda value: value[:9])
def test_a_coordinate_that_is_none_is_one_line_without_a_warning(folder, file, value):
    path = folder / file
    text = path.read_text(encoding="utf-8")
    first = re.search(r'"coordinates":\s*(\[\s*)+(-?[\d.]+)', text)
    path.write_text(text[: first.start(2)] + value + text[first.end(2) :], encoding="utf-8")
    refused(folder, file)


@pytest.mark.parametrize("name", ["name_ru", "name_en", "label_lon", "label_lat", "id"])
@pytest.mark.parametrize("value", [None, [], {}, True, "", "\x01", 1e308])
def test_a_neighbour_that_cannot_be_named_is_one_line(folder, name, value):
    path = folder / "context_lv.geojson"
    content = json.loads(path.read_text(encoding="utf-8"))
    content["features"][0]["properties"][name] = value
    path.write_text(json.dumps(content), encoding="utf-8")
    refused(folder, path.name)


# --- the data package -----------------------------------------------------------------------------


PACKAGES = {
    "a list": [],
    "a text": "x",
    "a number": 1,
    "nothing": None,
    "no resources": {},
    "empty resources": {"resources": []},
    "resources that are none": {"resources": [1]},
    "one resource in place of a list": {"resources": {"path": "agreements.csv"}},
}


@pytest.mark.parametrize("content", PACKAGES.values(), ids=PACKAGES)
def test_a_package_that_is_none_is_one_line(folder: Path, content: object):
    (folder / PACKAGE).write_text(json.dumps(content), encoding="utf-8")
    refused(folder, PACKAGE)


NEEDED = ("name", "path", "hash", "sources", "licenses", "attribution")


@pytest.mark.parametrize(
    "value", [..., None, 1, True, "", [], {}, [1], "\x1b", "\ud83d", {"ru": "x"}], ids=ascii
)
@pytest.mark.parametrize("field", NEEDED)
def test_a_field_that_is_used_must_be_there_and_of_its_type(
    folder: Path, field: str, value: object
):
    change(folder, lambda record: put(record, field, value))
    refused(folder, PACKAGE)


@pytest.mark.parametrize("value", [..., None, 1, "", []], ids=str)
@pytest.mark.parametrize(
    ("field", "part"),
    [("licenses", "name"), ("licenses", "title"), ("licenses", "path"), ("sources", "title")],
)
def test_a_part_of_a_field_must_be_there_too(folder, field, part, value):
    change(folder, lambda record: put(record[field][0], part, value))
    refused(folder, PACKAGE)


@pytest.mark.parametrize("field", ["version", "publisher", "date_published", "date_accessed"])
@pytest.mark.parametrize("value", [None, 2017, [], "\x01"], ids=str)
def test_a_field_that_may_be_there_is_a_text(folder: Path, field: str, value: object):
    change(folder, lambda record: put(record, field, value))
    refused(folder, PACKAGE)


@pytest.mark.parametrize(
    "path", ["../agreements.csv", "/etc/passwd", "versions/agreements.csv", "."]
)
def test_a_record_cannot_lead_out_of_the_folder(folder: Path, path: str):
    change(folder, lambda record: put(record, "path", path))
    refused(folder, PACKAGE)


def test_every_file_that_is_cited_has_one_record(folder: Path):
    content = json.loads((folder / PACKAGE).read_text(encoding="utf-8"))
    first, *others = content["resources"]
    for resources in ([first, *others, first], others):
        (folder / PACKAGE).write_text(json.dumps({"resources": resources}), encoding="utf-8")
        refused(folder, ".")


def change(folder: Path, action: Callable[[dict], object]) -> None:
    content = json.loads((folder / PACKAGE).read_text(encoding="utf-8"))
    action(content["resources"][0])
    (folder / PACKAGE).write_text(json.dumps(content), encoding="utf-8")


def put(record: dict, field: str, value: object) -> None:
    if value is ...:
        del record[field]
    else:
        record[field] = value


def test_a_fault_is_one_line_of_the_command_too(folder, monkeypatch, capsys):
    (folder / "parties.csv").unlink()
    (folder / "parties.csv").mkdir()
    monkeypatch.setattr(registers, "load_register", lambda *_, **__: load_register(folder))
    assert cli.main(("check",)) == 1
    assert capsys.readouterr().err == "parties.csv: it is a folder, not a file.\n"
