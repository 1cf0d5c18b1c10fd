"""
An update: another issue of the register put in the place of the current one, or nothing at all.

`agreements.csv`, `parties.csv` and their records in `datapackage.json` belong together, so they are
switched together: the new files are written beside the old ones, read again by the loader that the
app uses, the old ones are set aside as a version, and only then does each file take its place. A
step that fails brings the old files back; a process that dies halfway leaves a note by which
`recover` brings them back. Whoever switches holds a lock, and the register must still be the one
that the person saw in the preview.
"""

import contextlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from geo import settings
from geo.agreements import Agreement
from geo.errors import UpdateError
from geo.update.register_files import (
    FILES,
    Origin,
    build_files,
    fingerprint,
    read_file,
    write_checked,
    write_file,
)

VERSIONS = "versions"
"""Folder of earlier versions, inside that of the data; nothing in the app reads it."""

_SWITCHING = "switching"
_LOCK = "lock"


def write_register(
    agreements: Sequence[Agreement],
    origin: Origin,
    *,
    expected: str,
    folder: Path = settings.DATA,
    today: date | None = None,
) -> Path | None:
    """
    Put a register in the place of the current one; whatever goes wrong, the current one stays.

    Parameters
    ----------
    agreements
        The new register, in its own order.
    origin
        The document it was read from.
    expected
        The `fingerprint` of the register that the person saw in the preview.
    folder
        Where the register is.
    today
        The day that names the version which is set aside; today unless given.

    Returns
    -------
    version
        The folder of the version that was set aside, None if there was nothing to change.

    Raises
    ------
    UpdateError
        If the register is another one by now, somebody else is writing, or the system refuses.
    DataError
        If the new files are no register.
    """
    versions = folder / VERSIONS
    try:
        versions.mkdir(exist_ok=True)
        with _locked(versions):
            _restore(folder)
            if fingerprint(folder) != expected:
                raise UpdateError("update.changed_meanwhile")
            files = build_files(agreements, origin, folder)
            if all(read_file(folder / name) == content for name, content in files.items()):
                return None
            return _switch(files, agreements, folder, today or date.today())
    except UnicodeError as error:
        raise UpdateError("update.no_text") from error
    except OSError as error:
        raise _refusal(error) from error


def recover(folder: Path = settings.DATA) -> bool:
    """
    Bring the files back that a process left half switched when it died; tell whether it did.

    Raises
    ------
    UpdateError
        If somebody is writing just now, or the system refuses.
    """
    versions = folder / VERSIONS
    if not (versions / _SWITCHING).exists():
        return False
    try:
        with _locked(versions):
            return _restore(folder)
    except OSError as error:
        raise _refusal(error) from error


def _switch(
    files: Mapping[str, bytes], agreements: Sequence[Agreement], folder: Path, today: date
) -> Path:
    """Write, check, set aside, replace; bring back what was replaced if a step fails."""
    versions = folder / VERSIONS
    with _draft(versions) as draft:
        write_checked(files, agreements, folder, draft)
        version = _set_aside(folder, versions, today)
        try:
            write_file(versions / _SWITCHING, version.name.encode())
            _sync_folder(versions)
            for name in FILES:
                (draft / name).replace(folder / name)
            _sync_folder(folder)
            (versions / _SWITCHING).unlink()
        except BaseException:
            _restore(folder)
            raise
    return version


def _set_aside(folder: Path, versions: Path, today: date) -> Path:
    """Copy the current files into a folder named by day and content; the folder comes whole."""
    current = {name: read_file(folder / name) for name in FILES}
    version = versions / f"{today.isoformat()}-{fingerprint(folder)[:8]}"
    if version.is_dir():  # the same register was set aside once before on the same day
        if all(read_file(version / name) == content for name, content in current.items()):
            return version
        shutil.rmtree(version)
    with _draft(versions) as draft:
        for name, content in current.items():
            write_file(draft / name, content)
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
    name = note.read_text(encoding="utf-8")
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}-[0-9a-f]{8}", name):
        with _draft(versions) as draft:
            for file in FILES:
                write_file(draft / file, read_file(versions / name / file))
            for file in FILES:
                (draft / file).replace(folder / file)
        _sync_folder(folder)
    note.unlink()  # else it was cut short itself, before anything was switched
    return True


# --- the file system ------------------------------------------------------------------------------


def _refusal(error: OSError) -> UpdateError:
    """Return what the system said as an error for a person, without our paths."""
    return UpdateError("update.refused", reason=error.strerror or type(error).__name__)


@contextlib.contextmanager
def _locked(versions: Path) -> Iterator[None]:
    """Hold the lock of the folder; the system frees it if the process dies."""
    with (versions / _LOCK).open("a+b") as file:
        try:
            if os.name == "nt":
                import msvcrt

                msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
            else:
                import fcntl

                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise UpdateError("update.busy") from error
        yield


@contextlib.contextmanager
def _draft(versions: Path) -> Iterator[Path]:
    """Give a folder on the same disk as the data, that goes with what is left in it."""
    draft = Path(tempfile.mkdtemp(prefix=".draft-", dir=versions))
    try:
        yield draft
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _sync_folder(folder: Path) -> None:
    """Let the disk know the names in a folder; Windows does so by itself."""
    if os.name != "nt":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
