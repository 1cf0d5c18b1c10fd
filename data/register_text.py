"""
The text of the official register: its rows, and the grammar of their cells.

The register is a Word document with two four-column tables, saved as plain text. The grammar knows
the wording of dates, registration, term and lapse and nothing else: a cell it does not know raises
ValueError, so that nothing is guessed and nothing is skipped.
"""

import re
from dataclasses import dataclass
from datetime import date

HEADING = re.compile(
    r"Соглашения о приграничном сотрудничестве\s+муниципальных образований Смоленской области"
)
TABLES = {"in_force": "", "lapsed": ", утратившие силу"}
"""Sections of the register and what their headings add to `HEADING`, in the order of the text."""
COLUMN_HEADS = [
    "№ п/п",
    "Наименование и дата подписания соглашения",
    "Дата регистрации и регистрационный номер соглашения",
    "Срок действия соглашения",
]
CONVERSION_MARK = "[bookmark: _GoBack]"
"""What the conversion from Word left in the text; no part of the document."""

MONTHS = (
    "января", "февраля", "марта", "апреля", "мая", "июня",
    "июля", "августа", "сентября", "октября", "ноября", "декабря",
)  # fmt: skip
FORMS = {"Договор": "dogovor", "Соглашение": "soglashenie"}
GENITIVES = {"Договора": "dogovor", "Соглашения": "soglashenie"}

WRITTEN_DAY = rf"(\d{{1,2}}) ?({'|'.join(MONTHS)}) (\d{{4}}) года"
"""A date in words; the register once leaves out the space after the day ("31мая")."""
TITLE = re.compile(rf"({'|'.join(FORMS)}) (.+) от {WRITTEN_DAY}")
REGISTRATION = re.compile(rf"{WRITTEN_DAY}, № (\d+-с)")
TERM = re.compile(r"[Бб]ессрочн(?:ый|ое)|(\d+) (?:года?|лет) с последующей пролонгацией")
LAPSE = re.compile(
    rf"утратило? силу(?: \(с даты вступления в силу ({'|'.join(GENITIVES)})"
    r" (.+?),? от (\d\d)\.(\d\d)\.(\d{4})\))?"
)


@dataclass(frozen=True)
class Title:
    """What a title says in fixed words; `subject` is what stands between form and date."""

    form: str
    subject: str
    signed_on: date


@dataclass(frozen=True)
class SourceRow:
    """One row of the register, white space normalised; None is a cell the source lacks."""

    section: str
    number: int
    title: str
    registration: str | None
    term: str | None

    def __str__(self) -> str:
        return f"{self.section} No. {self.number}"

    def read_title(self) -> Title:
        """Read form, subject and date of signing out of the title."""
        form, subject, *day = self._match(TITLE, self.title)
        return Title(FORMS[form], subject, _read_day(*day))

    def read_registration(self) -> tuple[date | None, str]:
        """Read day and number of registration; a dash and a missing cell give neither."""
        if self.registration in (None, "-"):
            return None, ""
        if self.registration == "б/н":
            return None, self.registration
        *day, number = self._match(REGISTRATION, self.registration)
        return _read_day(*day), number

    def read_term(self) -> int | None:
        """Read the years of the term of a row in force, None if it is perpetual."""
        (years,) = self._match(TERM, self.term)
        return int(years) if years else None

    def read_successor(self) -> Title | None:
        """Read which agreement a lapsed row says replaced it, None where it says nothing."""
        if self.term is None:
            return None
        form, subject, day, month, year = self._match(LAPSE, self.term)
        if form is None:
            return None
        return Title(GENITIVES[form], subject, date(int(year), int(month), int(day)))

    def _match(self, grammar: re.Pattern[str], cell: str | None) -> tuple[str, ...]:
        """Return the groups of a cell, or raise ValueError if it is not in the grammar."""
        found = grammar.fullmatch(cell or "")
        if found is None:
            msg = f"{self}: not understood: {cell!r}"
            raise ValueError(msg)
        return found.groups()


def _read_day(day: str, month: str, year: str) -> date:
    """Turn the three parts of a date in words into a date."""
    return date(int(year), MONTHS.index(month) + 1, int(day))


def normalise(text: str) -> str:
    """Turn every run of white space, no-break spaces too, into one space and strip the ends."""
    return " ".join(text.split())


def read_rows(text: str) -> list[SourceRow]:
    """
    Split the register into its rows.

    Parameters
    ----------
    text
        The register saved as plain text: a cell starts with a line break and a tab.

    Returns
    -------
    rows
        The rows of both tables in the order of the text.

    Raises
    ------
    ValueError
        If headings, column heads, numbering or the number of cells are not as expected. Only the
        last row of the text may break off.
    """
    before, *tables = HEADING.split(text.replace(CONVERSION_MARK, ""))
    if before.strip() or len(tables) != len(TABLES):
        msg = f"expected {len(TABLES)} headings and nothing before the first, got {len(tables)}"
        raise ValueError(msg)
    rows: list[SourceRow] = []
    for (section, suffix), table in zip(TABLES.items(), tables, strict=True):
        heads, numbered = _split_table(table)
        if heads != [suffix, *COLUMN_HEADS]:
            msg = f"{section}: unexpected heading or column heads {heads}"
            raise ValueError(msg)
        for expected, (number, *cells) in enumerate(numbered, start=1):
            is_last_of_text = section == list(TABLES)[-1] and expected == len(numbered)
            is_whole = len(cells) == 3 or (is_last_of_text and 0 < len(cells) < 3)
            if number != f"{expected}." or not is_whole:
                msg = f"{section}: expected row {expected} of 3 cells, got {number!r} with {cells}"
                raise ValueError(msg)
            title, registration, term = [*cells, None, None][:3]
            rows.append(SourceRow(section, expected, title or "", registration, term))
    return rows


def _split_table(table: str) -> tuple[list[str], list[list[str]]]:
    """Split one table into the cells before the first number, and the cells of each row."""
    heads: list[str] = []
    numbered: list[list[str]] = []
    for cell in map(normalise, table.split("\n\t")):
        if re.fullmatch(r"\d+\.", cell):
            numbered.append([])
        (numbered[-1] if numbered else heads).append(cell)
    return heads, numbered
