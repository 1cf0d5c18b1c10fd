"""
Problems: what the reader of a register did not understand, row by row and cell by cell.

A problem never stops the reading. It says what was met, where, what was expected, and how sure the
reader is of its proposal. Problems that `blocks` keep their row out of the result until a person
has decided; the others are only shown, as all are that the reader is certain of.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from geo.agreements import Status
from geo.reading.columns import Column
from geo.reading.words import fold
from geo.text import has_text, t

FEW = 3
"""So many rows, cells or agreements may each be odd by itself; more have one cause."""


class Sure(StrEnum):
    """How sure the reader is."""

    CERTAIN = "certain"
    """It was read; the problem only says what is odd."""
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
    `distance` in how many letters the first differs; `options` the closed answers to what else is
    asked (sections, days in ISO form); `count` of how many things it speaks. `table` and `row`
    count from 1 in the document, 0 where there is none; `number` is the row's own number, `title`
    the title it has, or all that it says if it has none.
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
    count: int = 0
    options: tuple[str, ...] = ()

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
        variant = "_missing" if not self.got else "_options" if self.options else ""
        key = self.key + variant if has_text(self.key + variant) else self.key
        details = {"got": self.got, "expected": expected, "distance": self.distance}
        return t(key, lang, **details, **({"n": self.count} if self.count else {}))


PLACES = frozenset(
    f"problem.{name}"
    for name in (
        "ambiguous", "contradiction", "homonym", "institution", "misprint", "not_listed", "region",
        "region_misprint", "unknown_place",
    )
)  # fmt: skip
"""Problems with a place: a territory settles them."""
ONCE = frozenset(("problem.ditto", "problem.remark_column", "problem.short_year"))
"""Problems of a column that mean the same in all its rows."""
WORDS = frozenset(("problem.left",))
"""Problems with words that may name a party: they name none, or one that has such a name."""


def problem_key(problem: Problem) -> str:
    """
    Return the name of a problem: the same one in each issue in which it comes up.

    It is made of what the document says, never of where it says it: rows and numbers shift. Words
    that may name a place have the same one wherever they stand; any other problem also depends on
    its kind, and on the title of its row unless it means the same in all rows; how a row stands,
    also on the table it stands in. Case and ё make no difference.
    """
    if problem.key in PLACES | WORDS:
        said: tuple[str, ...] = (str(problem.key in WORDS), problem.got)
    else:
        title = "" if problem.key in ONCE else problem.title
        said = (problem.key, str(problem.column), problem.got, title)
        if problem.section and set(Status) <= set(problem.options):
            said += (problem.section,)
    return f"p-{hashlib.sha256(fold('|'.join(said)).encode()).hexdigest()[:8]}"


Report = Callable[..., str]
"""
Takes a problem's key and fields; the caller adds the place. Returns what a person decided about it,
empty if nobody did; a problem that is decided is none any more.
"""


def unasked(key: str, **details: object) -> str:
    """Take a problem with words that are no row's title: there is nothing to ask about."""
    return ""
