"""
What a document holds, apart from how it looks: a list of blocks in the order of reading.

Headings, paragraphs, pictures and tables. Text goes in as text and as nothing else. `geo.exports.
word.document` makes a Word file of them, `geo.exports.word.printed` a PDF; two contents of one view
in two languages can become one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from geo.text import t

HEADINGS = ("Heading1", "Heading2", "OfficialTitle")
"""Styles of what stands above a table and says what it has."""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of a cell: plain, bold, or quiet in grey italics for what is not the register."""

    text: str
    bold: bool = False
    quiet: bool = False
    style: str = "TableText"


@dataclass(frozen=True)
class WordColumn:
    """A column of a table: its heading and width in millimetres."""

    head: str
    width: float


@dataclass(frozen=True)
class WordRow:
    """
    A row of cells, each a text or lines.

    `spans` says how many columns each cell takes. `keep` keeps the row on the page of the next
    one, `shaded` marks a heading inside the table, `height` leaves room to write by hand.
    """

    cells: tuple[str | Sequence[Paragraph], ...]
    spans: tuple[int, ...] = ()
    keep: bool = False
    shaded: bool = False
    height: float = 0.0

    def lines(self) -> list[Sequence[Paragraph]]:
        """Return every cell as lines."""
        return [(Paragraph(x),) if isinstance(x, str) else x for x in self.cells]


@dataclass(frozen=True)
class TextBlock:
    """
    A paragraph in a style, by its id.

    `keep` keeps it on the page of what follows, `fresh` begins a page where offices do so.
    """

    text: str
    style: str = "Normal"
    keep: bool = False
    fresh: bool = False


@dataclass(frozen=True)
class PictureBlock:
    """
    An SVG as wide as the text, with its size in points.

    `about` is read out to who cannot see it.
    """

    svg: str
    size: tuple[float, float]
    name: str
    about: str


@dataclass(frozen=True)
class TableBlock:
    """
    A table as wide as the text: what a screen reader calls it, and a caption above it.

    A `bare` one has no lines.
    """

    name: str
    columns: Sequence[WordColumn]
    rows: Sequence[WordRow]
    caption: str = ""
    bare: bool = False


@dataclass(frozen=True)
class SignBlock:
    """The end of the text: room for who wrote it, and for who signs it if it is `signed`."""

    signed: bool = True


Block = TextBlock | PictureBlock | TableBlock | SignBlock


@dataclass(frozen=True)
class WordContent:
    """What a file holds: its language, its title, the words at the foot of a page, its blocks."""

    lang: str
    title: str
    footer: str = ""
    blocks: list[Block] = field(default_factory=list)

    def columns(self, widths: Mapping[str, float], **words: str) -> tuple[WordColumn, ...]:
        """Return columns by the text keys of their headings, with their widths in millimetres."""
        return tuple(
            WordColumn(t(head, self.lang, **words), width) for head, width in widths.items()
        )

    def heading(self, text: str, level: int = 1, *, fresh: bool = False) -> None:
        """Add a heading, which the navigation pane and the contents list."""
        self.blocks.append(TextBlock(text, f"Heading{level}", fresh=fresh))

    def paragraph(self, text: str, style: str = "Normal", *, keep: bool = False) -> None:
        """Add a paragraph in a style, by its id; `keep` it on the page of what follows."""
        self.blocks.append(TextBlock(text, style, keep))

    def table(
        self, columns: Sequence[WordColumn], rows: Sequence[WordRow], caption: str = ""
    ) -> None:
        """Add a table as wide as the text; the heading above it is its name."""
        texts = (block for block in reversed(self.blocks) if isinstance(block, TextBlock))
        name = next(block.text for block in texts if block.style in HEADINGS)
        self.blocks.append(TableBlock(name, columns, rows, caption))


def twin(first: WordContent, second: WordContent) -> WordContent:
    """
    Return one content of two that say the same in two languages: the second below the first.

    Headings and headings of columns have both in one line; what is alike stands once.
    """
    blocks: list[Block] = []
    for one, other in zip(first.blocks, second.blocks, strict=True):
        if isinstance(one, TextBlock) and isinstance(other, TextBlock):
            blocks += _twin_texts(one, other)
        elif isinstance(one, PictureBlock) and isinstance(other, PictureBlock):
            blocks.append(replace(one, about=_both(one.about, other.about)))
        elif isinstance(one, TableBlock) and isinstance(other, TableBlock):
            blocks.append(_twin_tables(one, other))
        else:
            blocks.append(one)
    return replace(first, title=_both(first.title, second.title), blocks=blocks)


def _both(one: str, other: str) -> str:
    return one if one == other else f"{one} / {other}"


def _twin_texts(one: TextBlock, other: TextBlock) -> list[TextBlock]:
    if one.text == other.text:
        return [one]
    if one.style.startswith("Heading"):
        return [replace(one, text=_both(one.text, other.text))]
    return [replace(one, keep=True), replace(other, fresh=False)]


def _twin_tables(one: TableBlock, other: TableBlock) -> TableBlock:
    columns = [
        WordColumn(_both(a.head, b.head), a.width)
        for a, b in zip(one.columns, other.columns, strict=True)
    ]
    rows = []
    for row, same in zip(one.rows, other.rows, strict=True):
        cells = zip(row.lines(), same.lines(), strict=True)
        both = tuple((*mine, *(x for x in theirs if x not in mine)) for mine, theirs in cells)
        rows.append(replace(row, cells=both))
    caption = _both(one.caption, other.caption)
    return replace(one, columns=columns, rows=rows, caption=caption)
