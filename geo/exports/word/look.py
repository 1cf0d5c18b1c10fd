"""
How a Word file looks: ours, and that of ГОСТ Р 7.0.97-2016, each a file that Word opens.

Styles, page and margins are those of ``geo/assets/word.docx`` and ``word-gost.docx``; here is what
a content has to know of them. The standard asks for margins of at least 20 mm left, 10 right, 20
top and bottom, 30 on the left of what is kept for more than ten years, as papers on agreements are;
sizes of 12 to 14 points, smaller ones in tables; lines from one to one and a half apart, a text as
wide as the page with its first lines set in by 12.5 mm; pages numbered from the second one in the
middle of the top margin, 10 mm or more below the edge. It names no typeface; Times New Roman is
what offices have. The letterhead has 40 mm at the top of the first page.
"""

from dataclasses import dataclass
from pathlib import Path

from geo import settings


@dataclass(frozen=True)
class WordLook:
    """
    Its file, the sizes of text and of tables in points, and how far lines are apart.

    `office` says that the file is filed as an office files it: its pages are numbered at the top,
    with room for the letterhead, and for who signs and who wrote it.
    """

    file: Path
    text: float
    table: float
    line: float = 1.0
    office: bool = False


OWN = WordLook(settings.ASSETS / "word.docx", text=11, table=9)
GOST = WordLook(settings.ASSETS / "word-gost.docx", text=14, table=10, line=1.15, office=True)
