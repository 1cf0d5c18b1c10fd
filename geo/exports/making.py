"""
Files in the making: how far each is, and how it is stopped.

Who makes a file says so with `making`; what makes it counts its steps with `counted`. A reader is
known by a secret that only the reader's page has. Nothing is kept of what is not being made.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict, dataclass
from threading import Lock
from typing import TypeVar

T = TypeVar("T")


class StoppedError(Exception):
    """The reader does not want the file any more."""


@dataclass(eq=False)
class Making:
    """A file in the making: the button that asked for it, its name, how many steps are done."""

    key: str
    name: str
    done: int = 0
    of: int = 0
    stopped: bool = False

    def step(self, done: int, of: int) -> None:
        """Note how far it is, or end it."""
        self.done, self.of = done, of
        if self.stopped:
            raise StoppedError(f"stopped by the reader: {self.name}")


_now: ContextVar[Making | None] = ContextVar("making", default=None)
_all: dict[str, list[Making]] = {}
_lock = Lock()


@contextmanager
def making(whose: str, key: str, name: str) -> Iterator[None]:
    """Let a reader watch and stop what is made inside."""
    one = Making(key, name)
    with _lock:
        _all.setdefault(whose, []).append(one)
    before = _now.set(one)
    try:
        yield
        one.step(one.done, one.of)
    finally:
        _now.reset(before)
        with _lock:
            _all[whose].remove(one)
            if not _all[whose]:
                del _all[whose]


def counted(things: Collection[T]) -> Iterator[T]:
    """Yield the parts of a file that are made one by one; their number is that of its steps."""
    one = _now.get()
    for done, thing in enumerate(things):
        if one:
            one.step(done, len(things))
        yield thing
    if one:
        one.step(len(things), len(things))


def watched(whose: str) -> list[dict[str, str | int | bool]]:
    """Return what is being made for a reader."""
    with _lock:
        return [asdict(one) for one in _all.get(whose, ())]


def stop(whose: str, key: str) -> None:
    """Let what a button of a reader asked for end at its next step, without a file."""
    with _lock:
        for one in _all.get(whose, ()):
            one.stopped |= one.key == key
