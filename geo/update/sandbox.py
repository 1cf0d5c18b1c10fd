"""
A sandbox: a process of its own, with limits, for code that reads untrusted bytes.

The child gets the bytes on standard input and answers in JSON on standard output, never in pickle.
It may not open a connection, start a program or write a file; where the system has limits on
memory (not Windows) it has one. A child that takes too long is killed and reaped. However it ends,
the caller gets a value or one `GeoError`.

``python -m geo.update.sandbox MODULE:FUNCTION`` is the child; the function takes bytes and returns
what JSON can hold, or frozen dataclasses of it.
"""

import contextlib
import importlib
import json
import logging
import math
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from threading import BoundedSemaphore

import msgspec

from geo import errors, settings
from geo.errors import GeoError, IntakeError

MB = 1024 * 1024
ANSWER_BYTES = 16 * MB

_KEPT = ("PATH", "PYTHONPATH", "VIRTUAL_ENV", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "TIES_DATA")
"""Of the environment; a server's has passwords in it."""
_FORBIDDEN = (
    "socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.system",
    "os.startfile", "os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.truncate", "os.symlink",
    "os.link", "shutil.", "urllib.", "pty.", "winreg.",
)  # fmt: skip
_NO_MEMORY = 3
"""What the child returns when its memory is not enough."""
_OUT_OF_TIME = getattr(signal, "SIGXCPU", 0)
"""What the system ends it with when its processor time is; Windows has only the clock."""

SECONDS, MEMORY = 20, 512 * MB
"""Processor time and bytes of address space that a child may take."""
BUSY = 3
"""So many times its processor time it may take by the clock: it gives way to the pages of a busy
server."""

_places = BoundedSemaphore(2)
"""How many children at once: a page that anybody may open must not fill the memory."""
_log = logging.getLogger(__name__)
_log.addHandler(logging.NullHandler())  # what a child said is for a log, never for a terminal


def run_limited(target: str, data: bytes, *arguments: str, seconds: float = SECONDS) -> object:
    """
    Run a function in a process of its own and return its answer.

    The function, ``"package.module:name"``, gets the data and the other arguments.

    GeoError: the one the function raised, or `IntakeError` if it took too much or failed.
    """
    if not _places.acquire(timeout=seconds):
        raise IntakeError("intake.busy")
    try:
        answer = _answer([str(seconds), target, *arguments], data, seconds)
    finally:
        _places.release()
    if "error" in answer:
        raise _as_error(answer["error"])
    return answer["value"]


def _answer(arguments: Sequence[str], data: bytes, seconds: float) -> dict:
    """Start the child, feed it, wait for it, and return the JSON it wrote."""
    command = [sys.executable, "-B", "-X", "utf8", "-m", "geo.update.sandbox", *arguments]
    environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=settings.ROOT,
        env=environment,
    ) as child:
        try:
            written, said = child.communicate(data, timeout=BUSY * seconds)
        except subprocess.TimeoutExpired as error:
            raise IntakeError("intake.too_slow", seconds=f"{BUSY * seconds:g}") from error
        finally:
            child.kill()  # nothing if it has ended; Popen's own exit waits for it
    if child.returncode == 0:
        with contextlib.suppress(ValueError):
            return json.loads(written)
    _log.warning("sandbox: %s: %s", child.returncode, said[-2000:].decode("utf-8", "replace"))
    if _OUT_OF_TIME and child.returncode == -_OUT_OF_TIME:
        raise IntakeError("intake.too_slow", seconds=f"{seconds:g}")
    died = child.returncode == _NO_MEMORY or child.returncode < 0
    raise IntakeError("intake.too_heavy" if died else "intake.failed")


def _as_error(told: dict) -> GeoError:
    """Return the error that the child told of, as the class it had there."""
    kind = getattr(errors, str(told["kind"]), GeoError)
    if not (isinstance(kind, type) and issubclass(kind, GeoError)):
        kind = GeoError
    return kind(str(told["key"]), **told["details"])


# --- the child ------------------------------------------------------------------------------------


def _serve(seconds: str, target: str, *arguments: str) -> int:
    """Be the child: limit itself, call the function, write what it says."""
    data = sys.stdin.buffer.read()
    _limit(float(seconds))
    sys.addaudithook(_refuse)
    try:
        module, _, name = target.partition(":")
        try:
            answer = {"value": getattr(importlib.import_module(module), name)(data, *arguments)}
        except GeoError as error:
            answer = {"error": _told(error)}
        written = msgspec.json.encode(answer)
    except (MemoryError, RecursionError):
        return _NO_MEMORY
    if len(written) > ANSWER_BYTES:
        return _NO_MEMORY
    sys.stdout.buffer.write(written)
    return 0


def _told(error: GeoError) -> dict:
    details = {name: str(value)[:500] for name, value in error.details.items()}
    return {"kind": type(error).__name__, "key": error.key, "details": details}


def _limit(seconds: float) -> None:
    """Limit memory and processor time; Windows has no such limits, there the clock alone counts."""
    try:
        import resource
    except ImportError:
        return
    os.nice(10)  # documents of strangers take what time the pages leave
    processor = math.ceil(seconds)
    for what, soft, hard in (
        (resource.RLIMIT_AS, MEMORY, MEMORY),
        (resource.RLIMIT_CPU, processor, processor + 2),
        (resource.RLIMIT_FSIZE, 0, 0),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        with contextlib.suppress(ValueError, OSError):  # macOS knows not all of them
            resource.setrlimit(what, (soft, hard))


def _refuse(event: str, arguments: tuple) -> None:
    """Audit hook: no connection, no other program, nothing written."""
    writes = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
    if event.startswith(_FORBIDDEN) or (event == "open" and int(arguments[2] or 0) & writes):
        msg = f"sandbox: {event} {arguments[:1]} is not allowed"
        raise PermissionError(msg)


if __name__ == "__main__":
    sys.exit(_serve(*sys.argv[1:]))
