"""The command line, run in process: ``python -m geo COMMAND``."""

import csv
import io
import json
import shutil
import subprocess
import sys
from pathlib import Path

import icalendar
import pytest

import geo.__main__ as cli
from geo import registers, settings
from geo.agreements import load_register


def run(*arguments, capsys):
    code = cli.main(arguments)
    return code, capsys.readouterr()


def read_table(text):
    """Read a table in the one dialect of all tables: mark, semicolons, CRLF."""
    assert text.startswith("\ufeff") and text.endswith("\r\n") and "\n" not in text.split("\r\n")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";"))


def counts(text):
    pairs = (line.rsplit(maxsplit=1) for line in text.splitlines())
    return {name.strip(): int(number) for name, number in pairs}


def test_check_prints_what_there_is(capsys):
    code, said = run("check", capsys=capsys)
    assert (code, said.err) == (0, "")
    printed = counts(said.out)
    assert (printed["agreements"], printed["in force"], printed["lapsed"]) == (52, 42, 10)
    assert (printed["ties"], printed["shapes"]) == (71, 146)


def test_ties_are_a_table(capsys):
    code, said = run("ties", "--format", "csv", capsys=capsys)
    rows = read_table(said.out)
    assert code == 0 and len(rows) == 71
    assert rows[0]["home"] == "ru-smo-smolensk" and rows[0]["n_agreements"] == "4"
    assert all(float(row["length_km"]) > 0 for row in rows)


def test_the_calendar_is_csv_or_ics(capsysbinary):
    period = ("--from", "2026-11-22", "--months", "24")
    assert cli.main(("calendar", *period, "--format", "csv")) == 0
    rows = read_table(capsysbinary.readouterr().out.decode())
    assert len(rows) == 41 and rows[0]["date"] == "2027-02-02"
    dates = {(row["number"], row["date"]) for row in rows if row["event"] == "prolongation"}
    assert {("1", "2028-07-24"), ("34", "2027-08-23")} <= dates
    assert cli.main(("calendar", *period, "--format", "ics", "--lang", "en")) == 0
    read = icalendar.Calendar.from_ical(capsysbinary.readouterr().out)
    assert len(list(read.walk("VEVENT"))) == 41


def test_stats_are_json(capsys):
    code, said = run("stats", "--format", "json", "--on", "2026-11-22", capsys=capsys)
    read = json.loads(said.out)
    assert code == 0 and read["agreements"] == 52 and read["on"] == "2026-11-22"
    assert {row["region"] for row in read["by_region"]} >= {"by-vi", "by-ma"}


@pytest.mark.parametrize("asked", [["--discreet"], ["--view", "discreet=1"]])
def test_a_file_for_partners_has_no_reasons(asked, tmp_path, capsys):
    file = tmp_path / "file.csv"
    for more, has in (([], True), (asked, False)):
        code, _ = run("export", "--format", "csv", "--out", str(file), *more, capsys=capsys)
        text = file.read_text(encoding="utf-8-sig")
        assert code == 0 and ("с даты вступления в силу" in text) == has
        assert ("Особенность записи" in text.splitlines()[0]) == has


@pytest.mark.parametrize("day", ["2013-01-01", "01.01.2013", "1.01.2013 "])
def test_status_counts_a_day(day, capsys):
    code, said = run("status", "--on", day, capsys=capsys)
    assert code == 0
    assert counts(said.out) == {"in force": 10, "lapsed": 0, "unknown": 6, "not signed": 36}


HEAVY = {"numpy", "shapely", "pandas", "geopandas", "pyogrio", "pyarrow", "altair", "pymorphy3"}
HEAVY |= {"typst", "folium", "branca", "fontTools", "pptx", "docx", "lxml", "PIL"}


@pytest.mark.parametrize(
    ("command", "needed"),
    [
        ("check", {"numpy", "shapely"}),
        ("ties", set()),
        ("status", set()),
        ("calendar", set()),
        ("calendar --format ics", set()),
        ("export --format csv --out -", set()),
        ("export --format csv --out - --view q=Смоленском", {"pymorphy3"}),
        ("export --format xlsx --out -", set()),
        ("stats", {"numpy", "shapely", "pandas", "geopandas", "pyogrio", "pyarrow"}),
    ],
)
def test_a_command_loads_the_libraries_it_needs_and_no_others(command, needed, tmp_path):
    script = "import sys; from geo.__main__ import main; main(sys.argv[1:])"
    script += "; print(*{name.partition('.')[0] for name in sys.modules}, file=sys.stderr)"
    arguments = [str(tmp_path / "file") if word == "-" else word for word in command.split()]
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", script, *arguments], cwd=settings.ROOT,
        capture_output=True, text=True, encoding="utf-8", check=True,
    )  # fmt: skip
    assert set(done.stderr.split()) & HEAVY <= needed


@pytest.mark.parametrize(
    "arguments",
    [("check",), ("ties",), ("calendar",), ("stats",), ("status",)],
    ids=lambda arguments: arguments[0],
)
def test_a_broken_data_folder_is_told_in_one_line(arguments, tmp_path, monkeypatch, capsys):
    folder = tmp_path / "data"
    shutil.copytree(settings.DATA, folder)
    (folder / "parties.csv").write_text("agreement_id,position\n1,2\n", encoding="utf-8")
    monkeypatch.setattr(registers, "load_register", lambda *_, **__: load_register(folder))
    code, said = run(*arguments, capsys=capsys)
    assert code == 1 and said.out == ""
    assert said.err.count("\n") == 1 and said.err.startswith("parties.csv, ")


def test_a_missing_folder_is_told_in_one_line(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(
        registers, "load_register", lambda *_, **__: load_register(tmp_path / "nowhere")
    )
    code, said = run("status", capsys=capsys)
    assert (code, said.out) == (1, "")
    assert said.err == "The file territories.csv is missing.\n"


def test_a_folder_that_is_no_register_is_named(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(settings, "DATA", tmp_path / "nowhere")
    code, said = run("check", capsys=capsys)
    assert (code, said.err) == (1, "The file nowhere/register.toml is missing.\n")
    for folders in ((settings.ROOT / "data", tmp_path / "other"), (tmp_path / "other",) * 2):
        monkeypatch.setattr(settings, "FOLDERS", folders)
        code, said = run("check", capsys=capsys)
        assert (code, said.err) == (1, "The file other/register.toml is missing.\n")


@pytest.mark.parametrize("command", ["check", "ties", "stats", "status", "versions"])
def test_every_command_first_makes_good_what_a_dead_import_left(command, monkeypatch, capsys):
    done = []
    monkeypatch.setattr(cli, "recover", lambda folder: done.append(command))
    assert run(command, capsys=capsys)[0] == 0 and done == [command]


@pytest.mark.parametrize(
    "wrong",
    [(), ("nonsense",), ("status", "--on", "2013-13-01"),
     ("publish", "--site", "open", "--address", "javascript:alert(1)")],
    ids=str,
)  # fmt: skip
def test_a_wrong_command_is_explained(wrong, capsys):
    with pytest.raises(SystemExit) as stop:
        cli.main(wrong)
    assert stop.value.code == 2
    assert "usage:" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("asked", "option"),
    [
        (("brief-pdf", "--gost"), "gost"),
        (("register-docx", "--twin", "en"), "twin"),
        (("csv", "--gost", "--executor", "Иванов"), "gost"),
        (("brief-docx", "--executor", "Иванов"), "executor"),
        (("brief-docx", "--twin", "en", "--view", "lang=en"), "twin"),
    ],
)
def test_what_a_file_would_not_follow_is_refused(asked, option, tmp_path, capsys):
    file = tmp_path / "file"
    code, said = run("export", "--out", str(file), "--format", *asked, capsys=capsys)
    assert code == 1 and said.err.startswith(f"--{option} has no effect here")
    assert not file.exists()


@pytest.mark.parametrize(
    "place", ["", "?", "/?", "http://localhost:8501/register?", "https://a.b/?"]
)
@pytest.mark.parametrize(
    ("query", "again"),
    [
        ("kind=twinning", ""),
        ("q=что?", ""),
        ("kind=twinning,friendship", "kind=twinning&kind=friendship"),
    ],
)
def test_a_view_may_be_the_whole_link_of_a_page(place, query, again, tmp_path, capsys):
    made = []
    for view in (query, place + (again or query)):
        file = tmp_path / f"{len(made)}.csv"
        code, _ = run(
            "export", "--format", "csv", "--out", str(file), "--view", view, capsys=capsys
        )
        made.append((code, file.read_bytes()))
    assert made[0] == made[1] and made[0][0] == 0


def test_a_file_for_which_there_is_no_room_is_named(capsys):
    if not Path("/dev/full").exists():
        pytest.skip("no device that is always full")
    code, said = run("export", "--format", "csv", "--out", "/dev/full", capsys=capsys)
    assert (code, said.err.strip()) == (1, "full: no room on the disk.")


def test_a_file_is_not_given_the_suffix_of_another_format(tmp_path, capsys):
    file = tmp_path / "layers.geojson"
    code, said = run("export", "--format", "geojson", "--out", str(file), capsys=capsys)
    assert code == 1 and not file.exists()
    assert said.err.strip() == "A file of this format is a .zip, not layers.geojson."
