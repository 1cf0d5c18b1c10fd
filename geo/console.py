"""
The console: any encoding, anything that reads it, and one line for what is wrong.

Tables, calendars and JSON leave as UTF-8 whatever the console's encoding is. Lines for people leave
in that encoding; a sign that it has not leaves as a plain one (`PLAIN`) or as its code.
"""

import argparse
import codecs
import getpass
import os
import re
import sys
from datetime import date
from pathlib import Path
from typing import NoReturn

from geo.errors import GeoError, system_reason
from geo.text import parse_date

FIRST_YEAR, LAST_YEAR = 1900, 2100
"""Years that a day of the command line can be meant in."""
MOST_QUOTED = 60
PLAIN = {
    "→": "->", "—": "-", "–": "-", "−": "-", "‑": "-", "·": "-", "…": "...", "\u00a0": " ",
    "«": '"', "»": '"', "„": '"', "“": '"', "”": '"', "’": "'", "№": "No.",
}  # fmt: skip
"""What stands for a sign that an encoding does not have: ASCII, which all have."""


class Parser(argparse.ArgumentParser):
    """A parser that says in one line what is wrong."""

    def error(self, message: str) -> NoReturn:
        """Print what is wrong and leave with 2."""
        if len(message) > 4 * MOST_QUOTED:
            message = f"{message[: 2 * MOST_QUOTED]}…{message[-MOST_QUOTED:]}"
        said = message if message.isprintable() else ascii(message)
        self.exit(2, f"{self.prog}: {said} (usage: {self.prog} --help)\n")


def day(text: str) -> date:
    """Return a day of the command line; a year alone could be its first day or its last."""
    found = parse_date(text) if not text.isdigit() else None
    if found and FIRST_YEAR <= found.year <= LAST_YEAR:
        return found
    expected = f"expected YYYY-MM-DD or DD.MM.YYYY from {FIRST_YEAR} to {LAST_YEAR}"
    raise argparse.ArgumentTypeError(f"{expected}, got {text[:MOST_QUOTED]!r}")


def path(text: str) -> Path:
    """Return a file or folder of the command line; an empty name would be where one stands."""
    if not text:
        raise argparse.ArgumentTypeError("expected a name, got none")
    return Path(text)


def address(text: str) -> str:
    """Return an address of the web."""
    if text and not re.fullmatch(r"https?://[^\s/]\S*", text):
        raise argparse.ArgumentTypeError(f"expected https://…, got {text[:MOST_QUOTED]!r}")
    return text


def open_console() -> None:
    """Let every line through in any encoding, and also where nothing is open."""
    codecs.register_error("plain", _plainly)
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115
        else:
            stream.reconfigure(errors="plain")


def _plainly(error: UnicodeError) -> tuple[str, int]:
    """Return what stands for signs that cannot be encoded, and where to go on."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    signs = error.object[error.start : error.end]
    plain = (PLAIN.get(sign) or sign.encode("ascii", "backslashreplace").decode() for sign in signs)
    return "".join(plain), error.end


def user() -> str:
    """Return the system's name of who runs the command; empty where it gives none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # nobody the system knows; the latter until Python 3.12
        return ""


def write(data: bytes) -> None:
    """Print bytes as they are."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def put(file: Path, data: bytes) -> None:
    """Write a file; what the system refuses names it, also where there is no room for it."""
    try:
        file.write_bytes(data)
    except OSError as error:
        error.filename = error.filename or str(file)
        raise


def refusal(error: OSError) -> GeoError:
    """Return what the system refused as an error for a person: a file, or the output itself."""
    if not error.filename:
        let_go()
    name = Path(os.fsdecode(error.filename)).name if error.filename else "stdout"
    return GeoError("error.system", file=name[:MOST_QUOTED], reason=system_reason(error))


def let_go() -> None:
    """Send what is left to print to nowhere: nobody takes it."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
