"""A PostgreSQL with PostGIS of our own, prepared by the file that an administrator runs."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.browser import ROOT
from tests.machine import missing

_AS = {"user": "postgres", "group": "postgres"} if os.getuid() == 0 else {}
"""PostgreSQL refuses to run as root."""
_SETTINGS = "listen_addresses='' fsync=off shared_buffers=16MB max_connections=40"


def _program(name: str) -> str:
    """Return a program of the newest PostgreSQL that is installed with PostGIS."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True)
    control = "share/postgresql/*/extension/postgis.control"
    if not found or not any(Path("/usr").glob(control)):
        missing("PostgreSQL with PostGIS isn't installed")
    return str(found[0])


class Cluster:
    """A server that can be stopped and started."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def start(self) -> None:
        options = " ".join(f"-c {each}" for each in _SETTINGS.split())
        self._control(
            "start", "-w", "-l", f"{self.folder}/log", "-o", f"{options} -k {self.folder}"
        )

    def stop(self) -> None:
        self._control("stop", "-m", "immediate")

    def _control(self, *arguments: str) -> None:
        command = [_program("pg_ctl"), "-D", f"{self.folder}/data", *arguments]
        subprocess.run(command, check=True, cwd=self.folder, stdout=subprocess.DEVNULL, **_AS)

    @classmethod
    def at(cls, address: str) -> "Cluster":
        """Return the server of an address."""
        return cls(Path(address.partition("host=")[2]))


@contextmanager
def running() -> Iterator[str]:
    """Run a server and give the address of the database in it."""
    folder = Path(tempfile.mkdtemp(prefix="ties-pg-"))
    cluster = Cluster(folder)
    initdb = [_program("initdb"), "-D", f"{folder}/data", "-A", "trust", "-U", "postgres",
              "-E", "UTF8", "--no-locale", "--no-sync"]  # fmt: skip
    try:
        if _AS:
            shutil.chown(folder, **_AS)
        subprocess.run(initdb, check=True, cwd=folder, stdout=subprocess.DEVNULL, **_AS)
        cluster.start()
        try:
            command = [_program("psql"), "-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", str(folder)]
            told = (ROOT / ".deploy" / "database.sql").read_bytes()
            subprocess.run([*command, "-U", "postgres"], input=told, check=True, cwd=folder)
            yield f"postgresql://ties@/ties?host={folder}"
        finally:
            cluster.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
