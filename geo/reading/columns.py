"""The columns of the register by their headings, in any order and in slightly other words."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from itertools import dropwhile

from geo.dates import find_dates, in_full
from geo.reading.document import Cell, SourceTable
from geo.reading.registration import parse_registration
from geo.reading.vocabulary import FORM, FORM_NAMES
from geo.reading.words import clean, plain
from geo.terms.wording import parse_lapse, parse_term


class Column(StrEnum):
    """What a column of the register holds."""

    NUMBER = "number"
    TITLE = "title"
    SIGNED = "signed"
    PARTY = "party"
    REGISTRATION = "registration"
    TERM = "term"
    FORM = "form"


_PARTY = (
    r"(?:сторон|участник)\w*(?: договор\w*| соглашени\w*)?(?: и|,) дата.*|"
    r"(?!.*(?:\bдат[аы]|\bсрок|номер|регистрац|прекращ|утра(?:т|ч)|статус|действ"
    r"|(?:наименован|назван|заголов|реквизит|предмет)\w* (?:и |договор|соглашени|документ)))"
    r"(?!(?:муниципальн\w+ )?(?:договор|соглашени|реестр|перечень))"
    r"(?:(?:.*\b)?(?:сторон|участник|партн[её]р|контрагент)\w*(?:\W.*)?"
    r"|(?:(?:наименован|назван)\w+ )?(?:российск\w+ |белорусск\w+ |иностранн\w+ )?"
    r"(?:муниципал|территори|административн|район|город|округ)\w*(?:[ ,(/-].*)?)"
)
"""Headings of columns of parties; that of a title may speak of them as well."""
_NAME = re.compile(
    r"(?!.*(?:решени|постановлени|распоряжени|приказ|письм))"
    r".*(?:наименован|назван|заголов|реквизит)\w*"
    rf"(?:.*(?:{FORM}|документ|подпис|заключ|дат[аы]\b).*|\W*)"
)
"""Headings of the title. Others name something else, or only speak of agreements."""
_SIGNED = (
    r"(?:(?:№|номер)(?:,| и) )?дата(?: и (?:№|номер))? (?:.*(?:подпис|заключ)|договор|соглашени).*"
    r"|подписан(?!т)\w*|заключен\w*"
)
_TERM = re.compile(r"(?:срок\w*|период\w*) действ")
"""How the heading of the terms begins, if others speak of ends or periods as well."""
LAPSE_DAY = r"дата (?:\w+ )*(?:прекращ|утра(?:т|ч)|расторж)"
"""How the heading of a column of the days of lapses begins."""
NAMELESS = re.compile(r"(?:дата)?(?: и )?(?:номер|№+)?")
"""The heading of a column that holds the day or the number of something that it does not name."""
_ROLES = (
    (re.compile(r"(?:№+|n|no\.?|номер)?\s*(?:п ?[/\\.]? ?п\.?|строки|по порядку)?"), Column.NUMBER),
    (re.compile(r".*(?:регистрац|\bрег\.).*"), Column.REGISTRATION),
    (re.compile(_PARTY), Column.PARTY),
    (re.compile(r".*(?:наименован|назван|заголов|реквизит).*"), Column.TITLE),
    (re.compile(rf"{LAPSE_DAY}.*"), None),
    (re.compile(r".*\b(?:срок|период действ|утра(?:т|ч)|прекращ|действие|статус).*"), Column.TERM),
    (re.compile(_SIGNED), Column.SIGNED),
    (re.compile(r".*(?:соглашени|договор).*"), Column.TITLE),
)
_LONGEST = 120
_BY_CELLS = (Column.TERM, Column.FORM)
HOLDS: dict[Column, Callable[[str], object]] = {
    Column.TITLE: lambda text: len(text) > 40 and find_dates(in_full(text)),
    Column.FORM: re.compile(f"(?i:{FORM_NAMES})").fullmatch,
    Column.NUMBER: re.compile(r"(?:№ ?)?\d{1,4} ?[.)]?").fullmatch,
    Column.TERM: lambda text: parse_term(text) or parse_lapse(text),
    Column.REGISTRATION: parse_registration,
}
"""How a column is known by what a cell holds, where its heading says nothing."""


@lru_cache(maxsize=100_000)
def role_of(text: str) -> Column | None:
    """Return what a heading says its column holds; None for any other text."""
    text = re.sub(r"(?<=[а-я])-(?=[а-я])", "", _bare(plain(text)))  # «Наимено-вание»
    if not text or len(text) > _LONGEST or re.search(r"\d", text):
        return None
    return next((role for pattern, role in _ROLES if pattern.fullmatch(text)), None)


def _bare(heading: str) -> str:
    """Return a heading without a number before it, and a colon, an asterisk or a note behind it."""
    return re.sub(r"^\d{1,2}[.)] |(?<=[а-я)])[ :*]*(?: ?\d)?[:*)]*$", "", heading)


def names_day(heading: str) -> bool:
    """Return whether a heading speaks of a day."""
    return "дат" in plain(heading)


@dataclass(frozen=True)
class Columns:
    """
    Where each column stands in the grid of a table: what it holds, its start and its end.

    `headings` says the same of every heading.
    """

    known: tuple[tuple[Column, int, int], ...]
    headings: tuple[tuple[str, int, int], ...] = ()

    @property
    def extra(self) -> tuple[tuple[str, int, int], ...]:
        """The headings of columns that the register does not have."""
        return tuple(each for each in self.headings if not self.role_at(each[1]))

    def role_at(self, start: int) -> Column | None:
        """Return what the column at a place of the grid holds."""
        return next((role for role, first, end in self.known if first <= start < end), None)

    def role_for(self, cell: Cell, text: str) -> Column | None:
        """Return what a cell holds; a term or lapse over two columns is in the last of them."""
        last = self.role_at(cell.start + cell.span - 1)
        is_term = last == Column.TERM and (parse_term(text) or parse_lapse(text))
        return last if is_term else self.role_at(cell.start)

    def heading_at(self, start: int) -> str:
        """Return the heading at a place of the grid."""
        return next((text for text, first, end in self.headings if first <= start < end), "")

    def clear_at(self, first: int, end: int, held: dict[int, Column | None]) -> Column | None:
        """
        Return what a column that names nothing holds, where the others leave one thing only.

        «Дата» where a registration has a column and no title a date is the date of signing; «Номер»
        beside the registration belongs to it, and «Дата» where another column has that of signing.
        """
        is_day = names_day(self.heading_at(first))
        registered = [each[1:] for each in self.known if each[0] == Column.REGISTRATION]
        if is_day and not any(role == Column.SIGNED for role, _, _ in self.known):
            looks = held.get(first) in (Column.NUMBER, Column.REGISTRATION)
            return (
                Column.SIGNED
                if looks and registered and Column.TITLE not in held.values()
                else None
            )
        beside = (self.heading_at(place[0]) for place in registered if {first, end} & set(place))
        has = names_day if is_day else re.compile("номер|№").search
        return Column.REGISTRATION if not all(has(plain(text)) for text in beside) else None

    def refined(self, below: tuple[Cell, ...]) -> "Columns":
        """
        Return the columns with what a second row of headings says below the first.

        «Номер» below «Регистрация» is that of the registration.
        """
        more = _lay_columns(below)
        known = tuple(
            each for each in more.known
            if each[0] != Column.NUMBER or self.role_at(each[1]) in (None, Column.NUMBER)
        )  # fmt: skip
        return Columns(known + self.known, more.headings + self.headings)

    def with_content(self, table: SourceTable | None) -> "Columns":
        """
        Return the columns with that of the terms, and that of the forms («Вид документа»), where
        the heading of neither says so but its cells do, and any that has no heading. Behind the
        title, «Номер» with numbers of registrations is none of the rows'.
        """
        held = by_content(table) if table else {}
        title = min((start for role, start, _ in self.known if role == Column.TITLE), default=0)
        known = tuple(
            each for each in self.known
            if each[0] != Column.NUMBER or each[1] < title
            or held.get(each[1]) != Column.REGISTRATION
        )  # fmt: skip
        found = [(role, *each[1:]) for each in self.extra if (role := held.get(each[1]))]
        bare = [(role, at, at + 1) for at, role in held.items() if role and not self.heading_at(at)]
        roles = [role for role, _, _ in (*known, *found, *bare)]
        once = [each for each in (*found, *bare) if roles.count(each[0]) == 1]
        once = [x for x in once if x[0] in _BY_CELLS or (x in bare and not _of_any(table, *x[:2]))]
        return replace(self, known=(*known, *once))


def _of_any(table: SourceTable | None, role: Column, start: int) -> bool:
    """Return whether a column may have days of anything: days, and no number of a registration."""
    rows = table.rows if table else ()
    texts = "".join(cell.text for row in rows for cell in row if cell.start == start)
    return role == Column.REGISTRATION and bool(re.search(r"\d", texts)) and "№" not in texts


def _lay_columns(header: tuple[Cell, ...]) -> Columns:
    known: list[tuple[Column, int, int]] = []
    named = any(_NAME.fullmatch(plain(clean(cell.text))) for cell in header)
    roles = [role_of(clean(cell.text)) for cell in header]
    has_term = any(_TERM.match(plain(clean(cell.text))) for cell in header)
    term = _TERM if has_term else re.compile("(?!.*статус)")
    for cell, role in zip(header, roles, strict=True):
        text, end = clean(cell.text), cell.start + cell.span
        if re.match(LAPSE_DAY, plain(text)) and Column.TERM not in roles:
            role = Column.TERM
        if role == Column.TERM and roles.count(role) > 1 and not term.match(plain(text)):
            role = None  # «Статус» beside «Срок действия» is no part of it
        vague = role == Column.TITLE and not _NAME.fullmatch(plain(text))
        again = any(role == other for other, _, _ in known)
        once = vague or role in (Column.NUMBER, Column.TERM)
        if role and not (again and once) and not (vague and named):
            known.append((role, cell.start, end))
    texts = ((clean(cell.text), cell.start, cell.start + cell.span) for cell in header)
    return Columns(tuple(known), tuple(each for each in texts if each[0]))


def find_columns(row: tuple[Cell, ...]) -> Columns | None:
    """Return the columns if a row is one of headings: the title's and another."""
    texts = [clean(cell.text) for cell in row]
    roles = {role_of(text) for text in texts if text}
    if Column.TITLE not in roles or len(roles - {None}) < 2:
        return None
    if len(texts) > 2 and texts[: len(texts) // 2] * 2 == texts:
        return None  # two tables side by side
    is_row = any(re.search(r"\d", _bare(plain(text))) for text in texts)
    return None if is_row else _lay_columns(row)


def guess_columns(table: SourceTable) -> Columns | None:
    """
    Return the columns of a table by what most of their cells hold; None unless it is clear.

    It is clear if title and term are among them, or nothing that is not known stands in the table.
    """
    found = by_content(table)
    known = tuple((role, start, start + 1) for start, role in found.items() if role)
    roles = [role for role, _, _ in known]
    whole = Column.TERM in roles or len(roles) == len(found)
    clear = len(set(roles)) == len(roles) and Column.TITLE in roles and whole
    return Columns(known) if clear else None


def by_content(table: SourceTable) -> dict[int, Column | None]:
    """Return what most of the cells of each column hold, below the headings, by its start."""

    def is_heading(row: tuple[Cell, ...]) -> bool:
        return not any(map(HOLDS[Column.TITLE], (clean(cell.text) for cell in row)))

    heads = [place for place, row in enumerate(table.rows, start=1) if find_columns(row)]
    rows = table.rows[heads[0] :] if heads else dropwhile(is_heading, table.rows)
    by_start: dict[int, list[str]] = {}
    for row in rows:
        for cell in row:
            if text := clean(cell.shown):
                by_start.setdefault(cell.start, []).append(text)
    found: dict[int, Column | None] = {}
    for start, cells in sorted(by_start.items()):
        texts = [text for text in cells if text.strip("-–—− ")] or cells
        shares = ((role, sum(map(bool, map(holds, texts)))) for role, holds in HOLDS.items())
        found[start] = next((role for role, n in shares if n * 10 >= len(texts) * 8), None)
    return found
