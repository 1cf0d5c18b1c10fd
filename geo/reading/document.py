"""
A document: its tables with the text before each, whatever the file format.

A cell keeps what a table of Word can say beside its text: over how many columns it reaches, whether
it only continues the cell above, and the number that Word puts before it by itself.
"""

from dataclasses import dataclass

from geo.reading.words import clean


@dataclass(frozen=True)
class Cell:
    """
    One cell. `start` and `span` count columns of the table's grid.

    `continues` is true for the lower part of a cell that reaches over several rows; `automatic` is
    a number that stands nowhere in the text. `has_table` is true if there is a table within, whose
    text is a part of `text` and which is a table of the document as well.
    """

    text: str
    start: int
    span: int = 1
    continues: bool = False
    automatic: str = ""
    has_table: bool = False

    @property
    def shown(self) -> str:
        """What a reader sees: the text, or the automatic number of an empty cell."""
        return self.text if clean(self.text) else self.automatic


@dataclass(frozen=True)
class SourceTable:
    """
    The rows of a table, and the text between the table before and this one; `around` is the number
    of the table that it stands in a cell of, or 0.
    """

    heading: str
    rows: tuple[tuple[Cell, ...], ...]
    around: int = 0


@dataclass(frozen=True)
class Aside:
    """
    What a document says beside its text: struck out, raised, in a note or box, not accepted.

    `kind` is a text key without its table; `table` and `row` count from 1, 0 outside of tables.
    """

    kind: str
    text: str
    table: int = 0
    row: int = 0


@dataclass(frozen=True)
class Document:
    """All tables in their order, the text after the last one, and what stands beside the text."""

    tables: tuple[SourceTable, ...]
    after: str = ""
    asides: tuple[Aside, ...] = ()


def lay_out(texts: list[str]) -> tuple[Cell, ...]:
    """Return a row of plain cells, one to a column."""
    return tuple(Cell(text, start) for start, text in enumerate(texts))
