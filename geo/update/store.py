"""
Where the register is kept: in a folder alone, or in a database that several machines share.

With ``REGISTER_URL=postgresql://…`` the database holds the files of the register, and the folder of
the data (`geo.settings.DATA`) is what this machine last took from it. So the folder is read in both
cases, and whoever reads it does not know which; whoever writes it (`geo.update.switch`) passes the
files to `committing`, which lets the database have them first. Without the variable nothing of a
database is even imported.
"""

import os
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from geo import settings
from geo.errors import GeoError
from geo.tables import csv_for_excel
from geo.update.versions import VERSIONS

POLL_S = 8.0
"""A process looks so often whether the register is another one, in case no notice reached it."""
AGAIN_S = 1.0
"""Shortest time from one look to the next, whatever the database says or however it fails."""
RECORD = "record.csv"
"""In the folder of versions: time, what was done, by whom, what the version before is called; a
switch that a failure undid is followed by ``undone``."""
Commit = Callable[[Mapping[str, bytes], str, Path], None]
"""Takes the new files by name, what the state before is called from now on, and the folder where
the new files stand with the gazetteer."""


@contextmanager
def committing(folder: Path, what: str, who: str) -> Iterator[Commit]:
    """
    Let one keeper write: what this gives is called once, when nothing but the files is left to do.

    UpdateError if the register is another one in the database than in the folder, another keeper is
    writing, or the database cannot be reached.
    """
    if not settings.REGISTER_URL:
        yield lambda _, name, __: record(folder, what, who, name)
        return
    from geo.update import postgres

    with postgres.committing(folder, what, who) as commit:
        yield commit


def record(folder: Path, what: str, who: str, set_aside: str) -> None:
    """Note beside a folder's versions who did what, and what the one before is called."""
    if settings.REGISTER_URL:  # the database has it
        return
    moment = datetime.now(UTC).isoformat(timespec="seconds")
    row = csv_for_excel([(moment, what, who, set_aside)]).decode("utf-8-sig").encode()
    with (folder / VERSIONS / RECORD).open("ab") as file:
        file.write(row)
        file.flush()
        os.fsync(file.fileno())


def refresh(folder: Path = settings.DATA) -> None:
    """
    Take the register from the database if it is another one there; nothing without a database.

    UpdateError if the database cannot be reached or has no register.
    """
    if settings.REGISTER_URL:
        from geo.update import postgres

        postgres.refresh(folder)


@dataclass
class Follower:
    """What keeps a folder as the database has it; `trouble` is why it cannot just now."""

    folder: Path
    trouble: GeoError | None = None
    stopped: threading.Event = field(default_factory=threading.Event)

    def look(self) -> None:
        """Look once."""
        try:
            refresh(self.folder)
        except GeoError as error:
            if error.key != "update.busy":  # another process of this machine is at it
                self.trouble = error
        else:
            self.trouble = None

    def run(self) -> None:
        """Look whenever the database gives notice, over one connection that stays open."""
        from geo.update import postgres

        while not self.stopped.wait(AGAIN_S):
            try:
                with postgres.listening() as wait:
                    self.look()  # what came before anybody listened
                    while not self.trouble and not self.stopped.wait(AGAIN_S):
                        wait(POLL_S)
                        self.look()
            except GeoError as error:
                self.trouble = error


_followers: dict[Path, Follower] = {}
_starting = threading.Lock()


def follow(folder: Path = settings.DATA) -> GeoError | None:
    """
    Keep a folder as the database has it from now on.

    Returns
    -------
    trouble
        Why the folder may be behind the database; None if it is not, or if there is none.
    """
    if not settings.REGISTER_URL:
        return None
    with _starting:
        if folder not in _followers:
            _followers[folder] = Follower(folder)
            _followers[folder].look()
            threading.Thread(target=_followers[folder].run, name="follower", daemon=True).start()
    return _followers[folder].trouble
