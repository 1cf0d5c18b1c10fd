"""The register in a real PostgreSQL with PostGIS: versions, tables, keepers, and a server away."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import psycopg
import pytest

import geo.__main__ as cli
from geo import settings
from geo.agreements import Agreement, Register, load_register
from geo.errors import DataError, UpdateError
from geo.shown import Shown
from geo.sources import check_files
from geo.update import postgres, store
from geo.update.register_files import AGREEMENTS, Origin, fingerprint
from geo.update.switch import restore_version, write_register
from geo.update.versions import VERSIONS, list_versions
from geo.view import View
from tests.database import Cluster

TODAY = date(2027, 2, 3)
WAIT_S = 30
ORIGIN = Origin("Реестр 2027.docx", b"PK the document")


@pytest.fixture
def url(database: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The database, holding the register of the tests; empty again at the end."""
    monkeypatch.setattr(settings, "REGISTER_URL", database)
    postgres.publish(settings.DATA, "admin", None)
    yield database
    with psycopg.connect(database) as db:
        db.execute("drop schema register cascade")


@pytest.fixture
def folders(url: str, tmp_path: Path) -> list[Path]:
    """Two machines that have taken the register."""
    for name in ("one", "two"):
        store.refresh(tmp_path / name)
    return [tmp_path / "one", tmp_path / "two"]


@pytest.fixture
def changed(register: Register):
    first, *others = register.agreements[1:]
    return (replace(first, title=f"{first.title} (исправлено)"), *others)


def write(agreements, folder: Path, expected: str = "", who: str = "ivanova@example.org"):
    expected = expected or fingerprint(folder)
    return write_register(
        agreements, ORIGIN, expected=expected, folder=folder, today=TODAY, who=who
    )


def everything(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def ask(url: str, query: str, *values: object) -> list[tuple]:
    with psycopg.connect(url) as db:
        found = db.execute(query, values)
        return found.fetchall() if found.description else []


def test_a_machine_gets_the_same_bytes_and_they_are_valid(folders: list[Path]):
    taken = everything(folders[0])
    assert taken == {
        name: content for name, content in everything(settings.DATA).items() if name in taken
    }
    assert check_files(folders[0]) == len(taken) - 2, "all but the package and the imprint"
    assert load_register(folders[0]).agreements == load_register().agreements


def test_what_one_keeper_writes_every_machine_has_with_its_history(
    folders: list[Path], changed, url: str
):
    one, two = folders
    version = write(changed, one)
    store.refresh(two)
    assert everything(one) == everything(two) and load_register(two).agreements == changed
    assert (two / "register.docx").read_bytes() == ORIGIN.content
    assert [each.name for each in list_versions(two)] == ["", version.name]
    restore_version(version.name, two, TODAY, "petrov@example.org")
    store.refresh(one)
    assert load_register(one).agreements == load_register().agreements
    assert ask(url, "select what, who from register.versions order by id") == [
        ("publish", "admin"),
        ("import", "ivanova@example.org"),
        ("restore", "petrov@example.org"),
    ]
    late = one.parent / "late"
    store.refresh(late)
    assert {each.name for each in list_versions(late)} == {each.name for each in list_versions(one)}


def test_two_keepers_cannot_lose_each_others_work(folders: list[Path], changed, url: str):
    one, two = folders
    seen = fingerprint(two)
    write(changed, one)
    before = everything(two)
    with pytest.raises(UpdateError) as caught:
        write(changed[1:], two, seen)
    assert caught.value.key == "update.changed_meanwhile" and everything(two) == before
    with psycopg.connect(url) as other:
        other.execute("select pg_advisory_xact_lock(%s)", [postgres._LOCK])
        with pytest.raises(UpdateError) as caught:
            write(changed[1:], one)
    assert caught.value.key == "update.busy"
    assert load_register(one).agreements == changed
    assert ask(url, "select count(*) from register.versions") == [(2,)]


@pytest.mark.parametrize("statement", range(1, 12))
def test_an_import_that_fails_anywhere_is_in_no_place(
    folders: list[Path], changed, url: str, statement: int, monkeypatch: pytest.MonkeyPatch
):
    one, left, real = folders[0], [statement], psycopg.Cursor.execute

    def failing(self, *arguments, **options):
        left[0] -= 1
        if not left[0]:
            self.connection.close()
            raise psycopg.OperationalError("the connection is lost")
        return real(self, *arguments, **options)

    before = everything(one)
    with monkeypatch.context() as patch:
        patch.setattr(psycopg.Cursor, "execute", failing)
        with pytest.raises(UpdateError) as caught:
            write(changed, one)
    assert caught.value.key == "store.away" and everything(one) == before
    assert ask(url, "select count(*) from register.versions") == [(1,)]
    assert not list(one.glob("**/.draft-*")) and not (one / VERSIONS / "switching").exists()


def test_a_folder_that_fails_after_the_database_took_it_says_so_and_catches_up(
    folders: list[Path], changed, url: str, monkeypatch: pytest.MonkeyPatch
):
    one, real = folders[0], Path.replace

    def full(self: Path, target: Path) -> Path:
        if Path(target) == one / "parties.csv" and self.parent.parent == one:
            raise OSError(28, "No space left on device")
        return real(self, target)

    before = everything(one)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", full)
        patch.setattr("geo.update.switch._restore", lambda folder: False)  # nor can it be undone
        with pytest.raises(UpdateError) as caught:
            write(changed, one)
    assert caught.value.key == "store.taken" and everything(one) != before
    assert ask(url, "select count(*) from register.versions") == [(2,)]
    store.refresh(one)
    assert load_register(one).agreements == changed


def test_tables_say_the_same_as_the_register(folders: list[Path], changed, url: str):
    write(changed, folders[0])
    register = load_register(folders[0])
    shown = Shown(View(), register, TODAY)
    ties = ask(url, "select home, partner, n_agreements, n_in_force from register.ties")
    count = shown.whole.count
    assert sorted(ties) == sorted(
        (tie.home, tie.partner, tie.n_agreements, count(tie.agreements).in_force)
        for tie in shown.whole.ties
    )
    rows = ask(
        url, "select id, signed_on, registered_on, themes, successor_id from register.agreements"
    )
    assert {row[0]: row[1:] for row in rows} == {
        a.id: (a.signed_on, a.registered_on, list(a.themes), a.successor_id or None)
        for a in register.agreements
    }
    assert ask(url, "select count(*) from register.parties") == [
        (sum(len(a.parties) for a in register.agreements),)
    ]


def test_shapes_are_in_postgis_with_their_reference_system_and_indexes(url: str):
    placed = ask(
        url,
        "select t.code, st_srid(t.point), st_x(t.point), b.approximate, st_isvalid(b.shape)"
        " from register.territories t join register.boundaries b"
        " on st_contains(b.shape, t.point) where t.code = 'by-ma-horki'",
    )
    assert [(row[0], row[1], row[3], row[4]) for row in placed] == [
        ("by-ma-horki", 4326, True, True)
    ]
    assert 30.9 < placed[0][2] < 31.0
    indexes = ask(url, "select indexdef from pg_indexes where schemaname = 'register'")
    assert sum("USING gist" in row[0] for row in indexes) == 2
    silent = ask(
        url,
        "select relname from pg_class where relnamespace = 'register'::regnamespace"
        " and relkind in ('r', 'v') and obj_description(oid) is null",
    )
    assert silent == [], "every table says what it is"


def test_a_reader_reads_the_tables_and_nothing_else(url: str):
    with psycopg.connect(url.replace("ties@", "postgres@")) as db:
        db.execute("set role ties_reader")
        assert db.execute("select count(*) from register.agreements").fetchone() == (52,)
        for forbidden in (
            "delete from register.parties",
            "select who from register.versions",
            "select content from register.contents",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege), db.transaction():
                db.execute(forbidden)


def test_a_folder_goes_there_and_back_and_never_over_anothers_version(
    url: str, tmp_path: Path, changed, capsys
):
    copy = tmp_path / "copy"
    assert cli.main(("fetch", str(copy))) == 0
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "REGISTER_URL", "")
        write(changed, copy)
    assert cli.main(("publish", "--from", str(copy))) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1 and "--over" in said
    (latest,) = ask(url, "select max(id) from register.versions")
    assert cli.main(("publish", "--from", str(copy), "--over", str(latest[0]))) == 0
    assert cli.main(("publish", "--from", str(copy))) == 0, "the same once more changes nothing"
    assert cli.main(("fetch", str(tmp_path / "back"))) == 0
    assert (tmp_path / "back" / AGREEMENTS).read_bytes() == (copy / AGREEMENTS).read_bytes()


@contextmanager
def following(folder: Path, url: str) -> Iterator[store.Follower]:
    """Let a thread follow the database, as every process of the app has one."""
    follower = store.Follower(folder)
    thread = threading.Thread(target=follower.run, daemon=True)
    thread.start()
    try:
        until(lambda: listeners(url) == 1)
        yield follower
    finally:
        stop(follower, url)
        thread.join(WAIT_S)


def stop(follower: store.Follower, url: str) -> None:
    follower.stopped.set()
    ask(url, "notify register")  # it waits for that


def until(test: Callable[[], bool]) -> None:
    end = time.monotonic() + WAIT_S
    while not test():
        assert time.monotonic() < end
        time.sleep(0.05)  # between two looks at the condition


def has(folder: Path, agreements: tuple[Agreement, ...]) -> bool:
    """Return whether a folder has these agreements; not while its files are being changed."""
    try:
        return load_register(folder).agreements == agreements
    except DataError:
        return False


def listeners(url: str) -> int:
    query = "select count(*) from pg_stat_activity where starts_with(query, 'listen')"
    return ask(url, query)[0][0]


@pytest.mark.parametrize("notice", ["arrives", "is lost"])
def test_who_follows_has_the_new_register_by_notice_and_without_it(
    folders: list[Path], changed, url: str, notice: str, monkeypatch: pytest.MonkeyPatch
):
    one, two = folders
    monkeypatch.setattr(store, "POLL_S", 3600.0 if notice == "arrives" else 0.1)
    with following(one, url):
        if notice == "is lost":
            monkeypatch.setattr(postgres, "_NEWS", "elsewhere")
        write(changed, two)
        until(lambda: everything(one) == everything(two))
    assert store.AGAIN_S < 10


def test_many_visitors_of_a_process_are_one_connection(folders: list[Path], url: str):
    with ThreadPoolExecutor(20) as visitors:
        assert {*visitors.map(store.follow, [folders[0]] * 40)} == {None}
    until(lambda: listeners(url) == 1)
    stop(store._followers.pop(folders[0]), url)
    until(lambda: listeners(url) == 0)


def test_a_database_away_leaves_the_last_register_and_is_said(
    folders: list[Path], changed, url: str
):
    one, cluster = folders[0], Cluster.at(url)
    with following(one, url) as follower:
        cluster.stop()
        try:
            until(lambda: follower.trouble is not None)
            assert follower.trouble.key == "store.away"
            assert load_register(one).agreements == load_register().agreements
            with pytest.raises(UpdateError) as caught:
                write(changed, one)
            assert caught.value.key == "store.away"
        finally:
            cluster.start()
        until(lambda: follower.trouble is None)
        write(changed, folders[1])
        until(lambda: has(one, changed))


def test_a_laptop_imports_nothing_of_a_database():
    code = (
        "import sys, geo.__main__ as cli; cli.main(['ties']);"
        "print('psycopg' in sys.modules, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "False"
