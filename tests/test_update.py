"""Writing the register: all or nothing, checked, earlier versions kept, and never by surprise."""

import csv
import hashlib
import io
import json
import multiprocessing
import os
import shutil
import sys
import zipfile
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from geo import settings
from geo.agreements import Body, Party, Status, load_register
from geo.errors import DataError, GeoError, UpdateError
from geo.sources import check_files, load_sources
from geo.tables import to_zip
from geo.update import register_files, switch
from geo.update.decisions import DECISIONS, load_kept
from geo.update.register_files import (
    AGREEMENTS,
    FILES,
    OWN,
    PACKAGE,
    PARTIES,
    Origin,
    build_files,
    current_files,
    fingerprint,
)
from geo.update.settlement import Choice, Settlement
from geo.update.store import RECORD
from geo.update.switch import recover, restore_version, write_register
from geo.update.versions import VERSIONS, list_versions

DOCUMENT = b"PK the document"
ORIGIN = Origin("Реестр 2027.docx", DOCUMENT)
TODAY = date(2027, 2, 3)


@pytest.fixture
def folder(tmp_path):
    """A copy of the register that a test may write to."""
    for name in (*FILES, "territories.csv", "register.toml"):
        shutil.copyfile(settings.DATA / name, tmp_path / name)
    return tmp_path


@pytest.fixture
def changed(register):
    """The register with one row less and one title corrected."""
    first, *others = register.agreements[1:]
    return (replace(first, title=f"{first.title} (исправлено)"), *others)


def state(folder):
    """The content of every file that an update may touch."""
    return {p.name: p.read_bytes() for p in folder.iterdir() if OWN.fullmatch(p.name)}


def write(agreements, folder, expected=""):
    expected = expected or fingerprint(folder)
    return write_register(agreements, ORIGIN, expected=expected, folder=folder, today=TODAY)


def left_behind(folder):
    """What stands in the folder of versions but versions and the lock."""
    return [
        path.name
        for path in (folder / VERSIONS).glob("*")
        if path.name not in ("lock", RECORD) and not path.name.startswith("2027-")
    ]


# --- what is written ------------------------------------------------------------------------------


def test_the_register_as_we_have_it_gives_the_files_as_they_are(register):
    assert build_files(register.agreements, ORIGIN) == current_files(settings.DATA)


def test_what_is_written_is_read_again_as_it_was_meant(folder, changed):
    write(changed, folder)
    assert load_register(folder).agreements == changed


def test_every_strange_text_comes_back_as_it_was(folder, register):
    texts = ['a "quoted", one', "=1+1", "line\nbreak", " space ", "é\u2028\U0001f600", "'", ";"]
    rows = [
        replace(row, title=text, source_note=text)
        for row, text in zip(register.agreements, texts, strict=False)
    ]
    write(rows, folder)
    assert [row.title for row in load_register(folder).agreements] == texts


def records(folder):
    package = json.loads((folder / PACKAGE).read_text(encoding="utf-8"))
    return {resource["path"]: resource for resource in package["resources"]}


def test_the_package_records_what_was_written_and_from_which_document(folder, changed):
    write(changed, folder)
    after, before = records(folder), records(settings.DATA)
    own = {AGREEMENTS, PARTIES, "register.docx"}
    assert after.keys() - before.keys() == {"register.docx"}
    assert before.keys() - after.keys() == {"register_smolensk_2026.txt"}
    for name, resource in after.items():
        if name not in own:
            assert resource == before[name]
            continue
        content = (folder / name).read_bytes()
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        assert resource["bytes"] == len(content) and resource["licenses"]
        (source,) = resource["sources"]
        assert source["document"] == "Реестр 2027.docx" and source["path"] == "register.docx"
        assert source["hash"] == f"sha256:{hashlib.sha256(DOCUMENT).hexdigest()}"
    for name in (AGREEMENTS, PARTIES):
        assert after[name]["schema"] == before[name]["schema"]


def test_the_document_stays_beside_what_was_made_of_it(folder, changed):
    write(changed, folder)
    assert (folder / "register.docx").read_bytes() == DOCUMENT
    text = Origin("Реестр 2028.txt", b"as text")
    version = write_register(
        changed[1:], text, expected=fingerprint(folder), folder=folder, today=TODAY
    )
    assert (version / "register.docx").read_bytes() == DOCUMENT
    assert not (folder / "register.docx").exists()
    assert (folder / "register.txt").read_bytes() == b"as text"


def test_a_document_that_is_too_large_is_only_named(folder, changed, monkeypatch):
    monkeypatch.setattr(register_files, "DOCUMENT_BYTES", 10)
    write(changed, folder)
    assert not (folder / "register.docx").exists()
    (source,) = records(folder)[AGREEMENTS]["sources"]
    assert source["hash"] == f"sha256:{hashlib.sha256(DOCUMENT).hexdigest()}"
    assert source["document"] == "Реестр 2027.docx" and "path" not in source


def test_decisions_are_written_with_the_register_and_stay_until_others_come(folder, changed):
    decided = {"p-1": Settlement(Choice.LEAVE_OUT, "нет даты", day=TODAY, asked="дата?")}
    origin = Origin("x.docx", DOCUMENT, decisions=decided)
    write_register(changed, origin, expected=fingerprint(folder), folder=folder, today=TODAY)
    assert load_kept(folder) == decided
    assert "--settle data/decisions.toml --apply" in records(folder)[AGREEMENTS]["recipe"]
    assert DECISIONS in records(folder)
    version = write(changed, folder)
    assert version, "what was decided is a part of the register"
    assert load_kept(version) == decided and load_kept(folder) == {}


def test_the_data_is_valid_after_an_update(tmp_path, changed):
    everything = shutil.copytree(settings.DATA, tmp_path / "data")
    shutil.rmtree(everything / VERSIONS, ignore_errors=True)
    write(changed, everything)
    assert check_files(everything) == len(load_sources(everything))
    assert load_register(everything).agreements == changed


def test_the_sources_named_are_those_of_the_register_as_it_is_by_now(folder, changed):
    def document(name):
        (found,) = (each for each in load_sources(folder) if each["path"] == name)
        return found["sources"][0].get("document")

    assert document(AGREEMENTS) is None
    write(changed, folder)
    assert document(AGREEMENTS) == ORIGIN.name


@pytest.mark.parametrize(
    ("title", "notice"),
    [
        ("Перечень соглашений на 2031 год", "Реестр … области, 2031"),
        ("Перечень соглашений", "Реестр … области"),
    ],
)
def test_a_year_stands_in_the_notices_only_if_the_document_says_it(folder, changed, title, notice):
    origin = Origin("x.docx", DOCUMENT, title=title)
    write_register(changed, origin, expected=fingerprint(folder), folder=folder, today=TODAY)
    for name in (AGREEMENTS, PARTIES, "register.docx"):
        record = records(folder)[name]
        assert record["sources"][0]["title"] == title
        assert record["version"] == "newest entry 2026-04-20"
        start, end = notice.split("…")
        said = record["attribution"]["ru"]
        assert said.startswith(start) and said.endswith(end)


def test_rows_left_out_are_recorded_with_their_reasons(folder, changed):
    origin = Origin("x.docx", b"", ("№ 7: дата не читается — ждём исправления",))
    write_register(changed, origin, expected=fingerprint(folder), folder=folder, today=TODAY)
    assert "ждём исправления" in (folder / PACKAGE).read_text(encoding="utf-8")
    write(changed[1:], folder)
    assert "ждём исправления" not in (folder / PACKAGE).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("C:\\docs\\Реестр №1.docx", "Реестр №1.docx"),
        ("../../etc/passwd", "passwd"),
        ("<img src=x>\n\"'`.docx", "_img src_x_____.docx"),
        ("", ""),
    ],
)
def test_of_a_documents_name_only_harmless_letters_are_kept(name, kept):
    assert Origin(name, b"").name == kept
    assert len(Origin("я" * 500, b"").name) == 80


def test_the_download_holds_the_files_and_is_always_the_same(changed):
    files = build_files(changed, ORIGIN)
    packed = to_zip(files)
    assert packed == to_zip(files)
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == files
    rows = csv.DictReader(io.StringIO(files[AGREEMENTS].decode(), newline=""))
    assert [row["id"] for row in rows] == [row.id for row in changed]


# --- versions -------------------------------------------------------------------------------------


def test_the_earlier_register_is_kept_with_its_day(folder, changed):
    before = state(folder)
    version = write(changed, folder)
    assert version.parent == folder / VERSIONS and version.name.startswith("2027-02-03-")
    assert {path.name: path.read_bytes() for path in version.iterdir()} == before
    assert left_behind(folder) == []


def test_every_version_of_a_day_is_kept_and_the_same_one_only_once(folder, changed):
    start = state(folder)
    names = []
    for agreements in (changed, changed[1:], changed, changed[1:]):
        version = write(agreements, folder)
        names.append(version.name)
    assert len(set(names)) == 3 and names[1] == names[3]
    assert len([p for p in (folder / VERSIONS).iterdir() if p.is_dir()]) == 3
    kept = folder / VERSIONS / names[0] / AGREEMENTS
    assert kept.read_bytes() == start[AGREEMENTS]


def test_versions_are_no_part_of_the_apps_data(folder, changed):
    write(changed, folder)
    assert not [path for path in folder.glob("*.csv") if VERSIONS in path.parts[-2:]]
    assert len(load_register(folder).agreements) == 51


def recorded(folder):
    """What the record says, without the times."""
    text = (folder / VERSIONS / RECORD).read_text("utf-8")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert all(datetime.fromisoformat(row[0]).tzinfo for row in rows)
    return [row[1:] for row in rows]


def test_the_record_says_who_did_what_and_what_was_undone(folder, changed, monkeypatch):
    expected = fingerprint(folder)
    original = Path.replace

    def full(self, target):
        if Path(target) == folder / PARTIES and self.parent.parent == folder:
            monkeypatch.setattr(Path, "replace", original)
            raise full_disk()
        return original(self, target)

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(UpdateError):
        write(changed, folder)
    version = write_register(
        changed, ORIGIN, expected=expected, folder=folder, today=TODAY, who="kate@example.org"
    ).name
    back = restore_version(version, folder, TODAY, "ivan@example.org").name
    assert recorded(folder) == [
        ["import", "", version],
        ["undone", "", version],
        ["import", "kate@example.org", version],
        ["restore", "ivan@example.org", back],
    ]


def test_writing_twice_changes_nothing(folder, changed):
    write(changed, folder)
    before = state(folder)
    times = [(folder / name).stat().st_mtime_ns for name in FILES]
    assert write(changed, folder) is None
    assert state(folder) == before
    assert [(folder / name).stat().st_mtime_ns for name in FILES] == times
    assert len([p for p in (folder / VERSIONS).iterdir() if p.is_dir()]) == 1


def test_versions_are_listed_with_what_they_hold(folder, changed):
    write(changed, folder)
    write(changed[1:], folder)
    now, one, first = list_versions(folder)
    assert (now.name, now.n_in_force) == ("", 40)
    assert (one.document, one.n_in_force) == ("Реестр 2027.docx", 41)
    assert (folder / VERSIONS / one.name / "register.docx").is_file()
    assert (first.document, first.n_in_force, first.n_lapsed, first.name[:10]) == (
        "register_smolensk_2026.txt", 42, 10, TODAY.isoformat(),
    )  # fmt: skip


def test_going_back_gives_the_register_as_it_was_and_forward_again(folder, changed):
    shutil.copy2(settings.DATA / "register_smolensk_2026.txt", folder)
    before = state(folder)
    version = write(changed, folder)
    after = state(folder)
    kept = restore_version(version.name, folder, TODAY)
    assert state(folder) == before
    restore_version(kept.name, folder, TODAY)
    assert state(folder) == after


def test_going_back_leaves_what_is_not_the_registers_as_it_is(folder, changed):
    version = write(changed, folder)
    package = json.loads((folder / PACKAGE).read_text(encoding="utf-8"))
    for resource in package["resources"]:
        if resource["path"] == "territories.csv":
            resource["version"] = "newer"
    (folder / PACKAGE).write_text(json.dumps(package), encoding="utf-8")
    restore_version(version.name, folder, TODAY)
    assert records(folder)["territories.csv"]["version"] == "newer"


def test_a_register_that_is_broken_can_be_given_up(folder, changed):
    version = write(changed, folder)
    (folder / AGREEMENTS).write_text("nonsense", encoding="utf-8")
    (folder / PARTIES).unlink()
    kept = restore_version(version.name, folder, TODAY)
    assert load_register(folder).agreements == load_register().agreements
    assert (kept / AGREEMENTS).read_text(encoding="utf-8") == "nonsense"
    assert [each.newest for each in list_versions(folder) if each.name == kept.name] == [None]


@pytest.mark.parametrize("name", ["", "..", "../data", "2027-02-03-00000000", "2027-02-03"])
def test_a_version_that_is_not_there_is_a_message(folder, changed, name):
    write(changed, folder)
    before = state(folder)
    with pytest.raises(UpdateError) as caught:
        restore_version(name, folder)
    assert caught.value.key == "update.no_version" and state(folder) == before


@pytest.mark.parametrize("name", FILES)
def test_a_version_that_is_damaged_is_never_restored(folder, changed, name):
    version = write(changed, folder)
    (version / name).unlink()
    before = state(folder)
    with pytest.raises(GeoError):
        restore_version(version.name, folder)
    (version / name).write_bytes(b"id\n")
    with pytest.raises(GeoError):
        restore_version(version.name, folder)
    assert state(folder) == before and left_behind(folder) == []


# --- refusals -------------------------------------------------------------------------------------


def test_a_register_that_changed_since_the_preview_is_not_overwritten(folder, changed):
    seen = fingerprint(folder)
    write(changed[1:], folder)
    before = state(folder)
    with pytest.raises(UpdateError) as caught:
        write(changed, folder, expected=seen)
    assert caught.value.key == "update.changed_meanwhile" and state(folder) == before


@pytest.mark.parametrize("name", [AGREEMENTS, PARTIES, "territories.csv"])
def test_the_fingerprint_sees_every_byte_of_the_tables(folder, name):
    before = fingerprint(folder)
    (folder / name).write_bytes((folder / name).read_bytes() + b"\n")
    assert fingerprint(folder) != before


BROKEN = {
    "nobody": lambda rows: (),
    "a row twice": lambda rows: (*rows, rows[0]),
    "one party": lambda rows: (replace(rows[0], parties=rows[0].parties[:1]), *rows[1:]),
    "an unknown territory": lambda rows: (
        replace(rows[0], parties=(Party("by-xx-nowhere", Body.COUNCIL, "x"), *rows[0].parties)),
        *rows[1:],
    ),
    "an empty title": lambda rows: (replace(rows[0], title=" "), *rows[1:]),
    "a NUL": lambda rows: (replace(rows[0], title="a\0b"), *rows[1:]),
    "half a character": lambda rows: (replace(rows[0], title="\ud800"), *rows[1:]),
    "a successor that is not there": lambda rows: rows[1:],
    "a successor that is older": lambda rows: (
        replace(rows[-1], successor_id=rows[0].id, signed_on=date(2099, 1, 1)), *rows[:-1],
    ),
    "a perpetual term of years": lambda rows: (
        replace(rows[0], perpetual=True, term_years=3), *rows[1:],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_what_the_loader_would_refuse_is_never_written(folder, register, name):
    rows = register.agreements
    if name == "a successor that is not there":
        gone = next(row.successor_id for row in rows if row.successor_id)
        rows = tuple(row for row in rows if row.id != gone)
        broken = rows
    else:
        broken = BROKEN[name](rows)
    before = state(folder)
    with pytest.raises(GeoError) as caught:
        write(broken, folder)
    assert caught.value.message("ru") and state(folder) == before
    assert left_behind(folder) == []


def test_what_reads_otherwise_than_meant_is_never_written(folder, changed, monkeypatch):
    monkeypatch.setattr(register_files, "load_register", lambda draft: load_register())
    before = state(folder)
    with pytest.raises(UpdateError) as caught:
        write(changed, folder)
    assert caught.value.key == "update.not_the_same" and state(folder) == before


def test_a_broken_package_is_a_message(folder, changed):
    (folder / PACKAGE).write_text('{"resources": [{}]}', encoding="utf-8")
    before = state(folder)
    with pytest.raises(DataError):
        write(changed, folder)
    assert state(folder) == before


def test_only_one_writes_at_a_time(folder, changed):
    (folder / VERSIONS).mkdir()
    before = state(folder)
    with switch._locked(folder / VERSIONS), pytest.raises(UpdateError) as caught:
        write(changed, folder)
    assert caught.value.key == "update.busy" and state(folder) == before


# --- failures at every step -----------------------------------------------------------------------

STEPS = (
    "io.open", "os.fsync", "os.replace", "os.rename", "os.unlink", "os.mkdir", "os.rmdir",
    "shutil.copyfile",
)  # fmt: skip
"""All that changes a disk, or sees to it that the disk has it; of files, opening them to write."""


class PowerLost(BaseException):
    """Nothing after it is done, not even what should make good."""


def break_at(patch, n, failure, *, for_good):
    """Let the n-th of all `STEPS` fail, and what comes after it if `for_good`; count them."""
    done = []

    def breaking(name, original):
        def step(*arguments, **values):
            reads = name == "io.open" and arguments[1] == "rb"
            is_lock = name == "io.open" and str(arguments[0]).endswith("lock")
            if not reads and not is_lock:
                done.append(name)
                if len(done) >= n if for_good else len(done) == n:
                    raise failure()
            return original(*arguments, **values)

        return step

    for name in STEPS:
        module, _, function = name.partition(".")
        patch.setattr(name, breaking(name, getattr(sys.modules[module], function)))
    return done


def full_disk():
    return OSError(28, "No space left on device")


FAILURES = {
    "one step": (full_disk, False),
    "a disk that stays full": (full_disk, True),
    "the power": (PowerLost, True),
}


@pytest.mark.parametrize(
    ("what", "elsewhere"), [*((what, False) for what in FAILURES), ("the power", True)]
)
def test_a_failure_at_any_step_leaves_the_old_register_or_the_new_one(
    folder, changed, what, elsewhere, tmp_path_factory, monkeypatch
):
    failure, for_good = FAILURES[what]
    before, seen, n, ended = state(folder), fingerprint(folder), 0, {"old": 0, "new": 0}
    if elsewhere:
        (folder / VERSIONS).symlink_to(tmp_path_factory.mktemp("disk"), target_is_directory=True)
        refuse_to_rename_between_disks(monkeypatch, (folder / VERSIONS).resolve())
    while True:
        n += 1
        for version in (folder / VERSIONS).glob("2027-*"):  # else it is not made once more
            shutil.rmtree(version)
        refused = False
        with pytest.MonkeyPatch.context() as patch:
            done = break_at(patch, n, failure, for_good=for_good)
            try:
                write(changed, folder, expected=seen)
            except UpdateError as error:
                refused = True
                assert error.key == "update.refused"
                assert "не хватает места" in error.message("ru")
            except PowerLost:
                pass
            broken = len(done) >= n
        recover(folder)
        found = state(folder)
        is_new = found != before
        ended["new" if is_new else "old"] += 1
        if is_new:
            assert load_register(folder).agreements == changed
            assert not refused, "an error is said, so nothing has changed"
            restore(before, folder)
        assert left_behind(folder) == [] and not list(folder.glob(".draft-*"))
        if not broken:
            break  # there are fewer steps than that
    assert ended["old"] >= 28 and ended["new"] >= 1
    write(changed, folder)
    assert load_register(folder).agreements == changed


def restore(files, folder):
    """Let a folder hold these files of a register and no others."""
    for name in state(folder).keys() - files.keys():
        (folder / name).unlink()
    for name, content in files.items():
        (folder / name).write_bytes(content)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux names an open file")
def test_everything_is_on_the_disk_before_it_takes_its_place(folder, changed):
    order = []
    with pytest.MonkeyPatch.context() as patch:
        for name in ("replace", "unlink"):
            original = getattr(Path, name)

            def step(self, *rest, name=name, original=original):
                order.append((name, rest[0].name if rest else self.name))
                return original(self, *rest)

            patch.setattr(Path, name, step)
        synced = os.fsync

        def fsync(handle):
            order.append(("fsync", Path(f"/proc/self/fd/{handle}").readlink().name))
            synced(handle)

        patch.setattr(os, "fsync", fsync)
        write(changed, folder)
    note = order.index(("fsync", "switching"))
    for name in (AGREEMENTS, PARTIES, PACKAGE):
        placed = order.index(("replace", name))
        assert order.index(("fsync", name)) < note < placed < order.index(("unlink", "switching"))
    assert order.index(("fsync", VERSIONS), note) < order.index(("replace", AGREEMENTS))
    assert order.index(("fsync", folder.name), note) < order.index(("unlink", "switching"))


def _die_while_switching(folder, agreements, after):
    """In a process of its own: die when so many files have taken their places."""
    original, count = Path.replace, [0]

    def dying(self, target):
        if Path(target).parent == folder:
            if count[0] == after:
                os._exit(9)
            count[0] += 1
        return original(self, target)

    Path.replace = dying
    write(agreements, folder)


@pytest.mark.parametrize("after", [0, 2])
def test_a_process_that_dies_halfway_is_made_good(folder, changed, after):
    before = state(folder)
    process = multiprocessing.get_context("spawn").Process(
        target=_die_while_switching, args=(folder, changed, after)
    )
    process.start()
    process.join(60)
    assert process.exitcode == 9
    assert (state(folder) != before) == bool(after)
    assert list(folder.glob(".draft-*")), "what it was about to write"
    assert recover(folder) and state(folder) == before
    assert not recover(folder) and not list(folder.glob("**/.draft-*"))
    write(changed, folder)
    assert load_register(folder).agreements == changed


def test_the_next_update_makes_good_what_a_dead_process_left(folder, changed):
    process = multiprocessing.get_context("spawn").Process(
        target=_die_while_switching, args=(folder, changed, 1)
    )
    process.start()
    process.join(60)
    with pytest.raises(UpdateError) as caught:
        write(changed, folder)  # the preview saw a half-switched register
    assert caught.value.key == "update.changed_meanwhile"
    write(changed, folder)
    assert load_register(folder).agreements == changed


def test_a_note_of_nonsense_is_only_removed(folder):
    (folder / VERSIONS).mkdir()
    (folder / VERSIONS / "switching").write_text("../../etc", encoding="utf-8")
    before = state(folder)
    assert recover(folder) and state(folder) == before and left_behind(folder) == []


def test_what_a_dead_process_left_before_it_switched_goes_at_the_next_start(folder):
    for draft in (folder / ".draft-1", folder / VERSIONS / ".draft-2"):
        draft.mkdir(parents=True)
    with switch._locked(folder / VERSIONS):
        pass
    (folder / ".draft-3").mkdir()
    assert not recover(folder) and not list(folder.glob("**/.draft-*"))


def test_drafts_of_another_who_is_writing_stay(folder):
    (folder / VERSIONS).mkdir()
    with switch._locked(folder / VERSIONS):
        (folder / ".draft-1").mkdir()
        assert not recover(folder) and (folder / ".draft-1").is_dir()


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_a_link_is_never_replaced(folder, changed, tmp_path_factory, name):
    target = tmp_path_factory.mktemp("elsewhere") / name
    (folder / name).replace(target)
    (folder / name).symlink_to(target)
    before = target.read_bytes()
    with pytest.raises(UpdateError) as caught:
        write(changed, folder)
    assert caught.value.key == "update.link" and name in caught.value.message("ru")
    assert target.read_bytes() == before and (folder / name).is_symlink()
    assert left_behind(folder) == []


def refuse_to_rename_between_disks(monkeypatch, elsewhere):
    original = Path.replace

    def between_disks(self, target):
        disks = {elsewhere in path.resolve().parents for path in (self, Path(target))}
        if len(disks) > 1:
            raise OSError(18, "Invalid cross-device link")
        return original(self, target)

    monkeypatch.setattr(Path, "replace", between_disks)


def test_versions_may_be_a_link_to_another_disk(folder, changed, tmp_path_factory, monkeypatch):
    elsewhere = tmp_path_factory.mktemp("disk")
    (folder / VERSIONS).symlink_to(elsewhere, target_is_directory=True)
    refuse_to_rename_between_disks(monkeypatch, elsewhere)
    before = state(folder)
    version = write(changed, folder)
    assert load_register(folder).agreements == changed and left_behind(folder) == []
    restore_version(version.name, folder, TODAY)
    assert {n: c for n, c in state(folder).items() if n != PACKAGE} == {
        n: c for n, c in before.items() if n != PACKAGE
    }


def test_a_folder_that_may_not_be_written_is_a_message(folder, changed):
    (folder / VERSIONS).write_text("a file where the folder should be", encoding="utf-8")
    before = state(folder)
    with pytest.raises(UpdateError) as caught:
        write(changed, folder)
    assert caught.value.key == "update.refused" and state(folder) == before


def test_a_row_in_force_and_lapsed_keeps_its_table(folder, register):
    rows = [
        replace(row, status=Status.LAPSED, term_text="", term_years=None, perpetual=None)
        for row in register.agreements
    ]
    write(rows, folder)
    assert {row.status for row in load_register(folder).agreements} == {Status.LAPSED}
