"""A row of the register as it stands in the document, before anything of it is understood."""

from dataclasses import dataclass

from geo.agreements import Status
from geo.reading.columns import Column


@dataclass(frozen=True)
class SourceRow:
    """
    One agreement as it stands in the document, its cells cleaned; empty where there is none.

    `remark` is what a column of another kind says of its status that its section does not say,
    `remark_of` the heading of that column if every such remark in it means the same; it `waits` if
    a person has to say first what a cell means.
    """

    section: Status
    table: int
    row: int
    number: int | None
    cells: dict[Column, str]
    remark: str = ""
    remark_of: str = ""
    waits: bool = False

    def text(self, column: Column) -> str:
        """Return the text of a column; empty where the row has none."""
        return self.cells.get(column, "")
