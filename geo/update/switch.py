"""
An update: another issue of the register put in the place of the current one, or nothing at all.

The files of a register belong together, so they are switched together: the new files are written
beside the old ones, read again by the loader that the app uses, the old ones are set aside as a
version, and only then does each file take its place. A step that fails brings the old files back; a
process that dies halfway leaves a note by which `recover` brings them back. Whoever switches holds
a lock, and the register must still be the one that the person saw in the preview. Going back to an
earlier version is a switch like any other.
"""

import contextlib
import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from geo import settings
from geo.agreements import Agreement
from geo.errors import DataError, UpdateError, system_reason
from geo.tables import read_bytes
from geo.update.register_files import (
    FILES,
    OWN,
    Origin,
    build_files,
    current_files,
    fingerprint,
    write_checked,
    write_file,
)
from geo.update.store import Commit, committing, record
from geo.update.versions import NAME, VERSIONS, files_in, version_files

_SWITCHING = "switching"
_LOCK = "lock"
_DRAFT = ".draft-"


def write_register(
    agreements: Sequence[Agreement],
    origin: Origin,
    *,
    expected: str,
    folder: Path = settings.DATA,
    today: date | None = None,
    who: str = "",
) -> Path | None:
    """
    Put a register in the place of the current one; whatever goes wrong, the current one stays.

    It takes the agreements in the order of the document they were read from, its `origin`.
    `expected` is the `fingerprint` of the register that the person saw in the preview, `today` the
    day that names the version which is set aside, `who` whoever does it, for the record. Returned
    is the folder of that version, None if there was nothing to change.

    UpdateError if the register is another one by now, somebody else is writing, or the system
    refuses; DataError if the new files are no register.
    """
    with _writing(folder), committing(folder, "import", who) as commit:
        if fingerprint(folder) != expected:
            raise UpdateError("update.changed_meanwhile")
        files = build_files(agreements, origin, folder)
        if files == current_files(folder):
            return None
        return _switch(files, agreements, folder, today or date.today(), commit)


def restore_version(
    name: str, folder: Path = settings.DATA, today: date | None = None, who: str = ""
) -> Path | None:
    """
    Put an earlier version in the place of the register, as `write_register` does a new one.

    UpdateError if there is no such version, somebody else is writing, or the system refuses;
    DataError if it is no register, or not as it was when it was set aside.
    """
    with _writing(folder), committing(folder, "restore", who) as commit:
        files = version_files(name, folder)
        return _switch(files, None, folder, today or date.today(), commit)


def take(files: Mapping[str, bytes], folder: Path, set_aside: str) -> None:
    """
    Put files that are the register by now in the place of a folder's, whatever it has.

    What it has is kept under the name `set_aside`, or under one of today if that is empty.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with _writing(folder):
        _switch(files, None, folder, date.today(), lambda *_: None, set_aside)


def keep_version(files: Mapping[str, bytes], name: str, folder: Path) -> None:
    """Add a version that was set aside elsewhere; its name is one of `version_name`."""
    folder.mkdir(parents=True, exist_ok=True)
    if NAME.fullmatch(name):
        with _writing(folder):
            _keep(files, folder / VERSIONS, name)


def is_switching(folder: Path = settings.DATA) -> bool:
    """Return whether the files of a folder are about to be others, and may not fit together yet."""
    return (folder / VERSIONS / _SWITCHING).exists()


def recover(folder: Path = settings.DATA) -> bool:
    """
    Bring the files back that a process left half switched when it died; return whether it did.

    Drafts that it left go as well.

    UpdateError if somebody is writing just now, or the system refuses, and files are half switched.
    """
    halfway = is_switching(folder)
    if not halfway and not any(_drafts(folder)):
        return False
    try:
        with _locked(folder / VERSIONS):
            return _restore(folder)
    except (OSError, UpdateError) as error:
        if not halfway:
            return False
        if isinstance(error, OSError):
            raise _refusal(error) from error
        raise


@contextlib.contextmanager
def _writing(folder: Path) -> Iterator[None]:
    """Hold the lock of a register that is whole; what the system refuses is one message."""
    try:
        (folder / VERSIONS).mkdir(exist_ok=True)
        with _locked(folder / VERSIONS):
            _restore(folder)
            yield
    except UnicodeError as error:
        raise UpdateError("update.no_text") from error
    except OSError as error:
        raise _refusal(error) from error
    except DataError as error:
        if error.key == "error.system" and isinstance(error.__cause__, OSError):
            raise _refusal(error.__cause__) from error
        raise


def _switch(
    files: Mapping[str, bytes],
    agreements: Sequence[Agreement] | None,
    folder: Path,
    today: date,
    commit: Commit,
    name: str = "",
) -> Path | None:
    """Write, check, set aside, replace; bring back what was replaced if a step fails."""
    versions = folder / VERSIONS
    with _draft(folder) as draft:
        write_checked(files, agreements, folder, draft)
        before = _present(folder)
        for file in {*files, *before}:
            if (folder / file).is_symlink():
                raise UpdateError("update.link", file=file)
        set_aside = name or version_name(before, today)
        version = _keep(before, versions, set_aside) if before else None
        try:
            note = "\n".join((set_aside, *(file for file in files if file not in before)))
            write_file(versions / _SWITCHING, note.encode())
            _sync_folder(versions)
            commit(files, set_aside, draft)
            for file in files:
                (draft / file).replace(folder / file)
            for file in before.keys() - files.keys():
                (folder / file).unlink()
            _sync_folder(folder)
            (versions / _SWITCHING).unlink()
        except BaseException:
            _restore(folder)
            raise
    return version


def _present(folder: Path) -> dict[str, bytes]:
    """Return the files of the register as far as they are there: who goes back may miss some."""
    try:
        return current_files(folder)
    except DataError:
        return {name: read_bytes(folder / name) for name in FILES if (folder / name).is_file()}


def version_name(files: Mapping[str, bytes], day: date) -> str:
    """Return what files are called that are set aside on a day; empty for none."""
    digest = hashlib.sha256()
    for name in sorted(files):
        digest.update(f"{name} {len(files[name])}\n".encode() + files[name])
    return f"{day.isoformat()}-{digest.hexdigest()[:8]}" if files else ""


def _keep(files: Mapping[str, bytes], versions: Path, name: str) -> Path:
    """Copy files into a folder of their own; the folder comes whole."""
    version = versions / name
    if version.is_dir():  # the same register was set aside once before on the same day
        if files_in(version) == files:
            return version
        shutil.rmtree(version)
    with _draft(versions) as draft:
        for file, content in files.items():
            write_file(draft / file, content)
        _sync_folder(draft)
        draft.replace(version)
    _sync_folder(versions)
    return version


def _restore(folder: Path) -> bool:
    """Bring back the version that the note of an unfinished switch names; needs the lock."""
    versions = folder / VERSIONS
    note = versions / _SWITCHING
    if not note.exists():
        return False
    name, *added = note.read_text(encoding="utf-8").split("\n")
    if NAME.fullmatch(name):
        files = files_in(versions / name)
        with _draft(folder) as draft:
            for file, content in files.items():
                write_file(draft / file, content)
            for file in files:
                (draft / file).replace(folder / file)
        for file in added:
            if OWN.fullmatch(file) and file not in files:
                (folder / file).unlink(missing_ok=True)
        _sync_folder(folder)
    record(folder, "undone", "", name)
    note.unlink()  # else it was cut short itself, before anything was switched
    return True


# --- the file system ------------------------------------------------------------------------------


def _refusal(error: OSError) -> UpdateError:
    """Return what the system said as an error for a person, without our paths."""
    return UpdateError("update.refused", reason=system_reason(error))


@contextlib.contextmanager
def _locked(versions: Path) -> Iterator[None]:
    """Hold the lock of the folder; the system frees it if the process dies."""
    with (versions / _LOCK).open("a+b") as file:
        try:
            if sys.platform == "win32":
                import msvcrt

                msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
            else:
                import fcntl

                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise UpdateError("update.busy") from error
        for left in _drafts(versions.parent):  # of a process that died
            shutil.rmtree(left, ignore_errors=True)
        yield


def _drafts(folder: Path) -> list[Path]:
    """Return what `_draft` gave out; who holds the lock knows that nobody uses it."""
    return [*folder.glob(f"{_DRAFT}*"), *(folder / VERSIONS).glob(f"{_DRAFT}*")]


@contextlib.contextmanager
def _draft(beside: Path) -> Iterator[Path]:
    """Give a folder on the same disk as what it is for, that goes with what is left in it."""
    folder = tempfile.TemporaryDirectory(prefix=_DRAFT, dir=beside, ignore_cleanup_errors=True)
    with folder as draft:
        yield Path(draft)


def _sync_folder(folder: Path) -> None:
    """Let the disk know the names in a folder; Windows does so by itself."""
    if os.name != "nt":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
