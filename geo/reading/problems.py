"""
Problems: what the reader of a register did not understand, row by row and cell by cell.

A problem never stops the reading. It says what was met, where, what was expected, and how sure the
reader is of its proposal. Problems that `blocks` keep their row out of the result until a person
has decided; the others are only told.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from geo.agreements import Status
from geo.text import has_text, t


class Column(StrEnum):
    """What a column of the register holds."""

    NUMBER = "number"
    TITLE = "title"
    SIGNED = "signed"
    REGISTRATION = "registration"
    TERM = "term"


class Sure(StrEnum):
    """How sure the reader is."""

    CERTAIN = "certain"
    """It was read; the problem only tells what is odd."""
    LIKELY = "likely"
    """There is a proposal with its evidence: a person confirms it."""
    UNKNOWN = "unknown"
    """There is no proposal, or there are several."""


@dataclass(frozen=True)
class Problem:
    """
    One thing that a person has to see.

    `key` is the key of its text (table ``[problem]``); `got` the words met, by which a decision is
    given back to the reader; `expected` what would have been understood (Russian words of the
    register, or a text key); `candidates` codes of territories, the likeliest first, and
    `distance` in how many letters the first differs. `table` and `row` count from 1 in the
    document, 0 where there is none; `number` is the row's own number, `title` the title it has, or
    all that it says if it has none.
    """

    key: str
    got: str = ""
    expected: str = ""
    candidates: tuple[str, ...] = ()
    distance: int = 0
    sure: Sure = Sure.UNKNOWN
    blocks: bool = True
    column: Column | None = None
    section: Status | None = None
    number: int | None = None
    table: int = 0
    row: int = 0
    title: str = ""

    def place(self, lang: str) -> str:
        """Return where it is: section, number and column, as far as known."""
        parts = []
        if self.section:
            parts.append(t(f"problem.section_{self.section}", lang))
        if self.number:
            parts.append(t("problem.number", lang, number=self.number))
        elif self.row:
            parts.append(t("problem.row", lang, table=self.table, row=self.row))
        elif self.table:
            parts.append(t("problem.table", lang, table=self.table))
        if self.column:
            parts.append(t(f"problem.column_{self.column}", lang))
        return ", ".join(parts)

    def confidence(self, lang: str) -> str:
        """Return in words how sure the reader is."""
        return t(f"problem.sure_{self.sure}", lang)

    def message(self, lang: str) -> str:
        """Return what is wrong in the reader's language, without the place."""
        expected = t(self.expected, lang) if has_text(self.expected) else self.expected
        missing = f"{self.key}_missing"
        key = missing if not self.got and has_text(missing) else self.key
        return t(key, lang, got=self.got, expected=expected, distance=self.distance)


Report = Callable[..., None]
"""Takes a problem's key and fields; the caller adds the place."""
