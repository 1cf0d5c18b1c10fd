"""
The register in the layout in which the ministry issues it, as a Word file.

Two tables under the ministry's own headings, the rows with its numbers and its words: the list can
be kept here and issued from here. It is in Russian whatever the reader's language, holds the whole
register whatever the filters leave, and `geo.reading` reads the same register from it. With an
earlier day in the view what changed since then is marked, in a way that the reader takes no notice
of: by the look of the rows, explained in a line that begins as a note does.
"""

import re
from dataclasses import replace

from geo.agreements import Agreement, Status
from geo.card import short_number
from geo.dates import find_dates, in_words
from geo.exports.material import Material
from geo.exports.word.content import Paragraph, WordColumn, WordContent, WordRow
from geo.exports.word.document import to_docx
from geo.history import change_between
from geo.reading.registration import NO_NUMBER
from geo.text import format_date, t

LANG = "ru"
HEADING = "Соглашения о приграничном сотрудничестве муниципальных образований {home_of}"
COLUMNS = (
    WordColumn("№ п/п", 12),
    WordColumn("Наименование и дата подписания соглашения", 92),
    WordColumn("Дата регистрации и регистрационный номер соглашения", 38),
    WordColumn("Срок действия соглашения", 33),
)
WHOSE = (WordColumn("№ п/п", 26), replace(COLUMNS[1], width=78), *COLUMNS[2:])
"""Of several registers: the number says whose it is."""
_BROKEN = re.compile(r"\bСтрока обрывается\b")
"""How a note says that the source has no cells for registration and term."""


def to_register(material: Material) -> bytes:
    """Return the whole register as the ministry issues it."""
    register = material.register
    marked, told = _changes(material)
    if material.shown.discreet:
        told = " ".join(filter(None, (told, t("shown.discreet", LANG))))
    day = format_date(register.newest, LANG)
    title = HEADING.format(**register.words(LANG))
    headings = {Status.IN_FORCE: title, Status.LAPSED: f"{title}, утратившие силу"}
    file = WordContent(LANG, title, t("export.register_footer", LANG, day=day))
    for status, heading in headings.items():
        rows = [a for a in register.agreements if a.status == status]
        if not rows:
            continue
        file.paragraph(heading, "OfficialTitle", keep=True)
        if told:
            file.paragraph(told, "Quiet", keep=True)
            told = ""
        if material.shown.discreet:  # the words of a lapse are the reason for it
            rows = [replace(row, lapse_text="") for row in rows]
        columns = WHOSE if register.parts else COLUMNS
        file.table(columns, [_row(row, marked=row.id in marked) for row in rows])
    return to_docx(file, replace(material, gost=False, template=b""))


def _changes(material: Material) -> tuple[set[str], str]:
    """Return the ids of what changed since the view's earlier day, and that in words."""
    since, until = material.view.since, material.view.on or material.today
    if not since or until < since:
        return set(), ""
    agreements = material.register.agreements
    change = change_between(agreements, since, until)
    new = {row.id for row in change.came}
    new |= {a.id for a in agreements if a.registered_on and since < a.registered_on <= until}
    gone = {row.id for row in change.went}
    days = {"since": format_date(since, LANG), "until": format_date(until, LANG)}
    told = t("export.register_marked", LANG, came=len(new - gone), went=len(gone), **days)
    if change.unknown:
        told = f"{told} {t('export.register_unmarked', LANG, n=len(change.unknown))}"
    return new | gone, told


def _row(agreement: Agreement, *, marked: bool) -> WordRow:
    cells = (
        f"{short_number(agreement, LANG, marked=False)}.",
        _title(agreement.title),
        _registration(agreement),
        (agreement.term_text or agreement.lapse_text).replace(" (", "\n(", 1),
    )
    lines = (
        tuple(Paragraph(part, bold=marked, style="Official") for part in cell.split("\n"))
        for cell in cells
    )
    return WordRow(tuple(lines), shaded=marked)


def _title(title: str) -> str:
    """Return a title with its date on a line of its own, where that is how it ends."""
    dates = find_dates(title)
    start = title.rfind(" от ")
    if dates and 0 < start < dates[-1].start == start + 4 and dates[-1].end == len(title):
        return f"{title[:start]}\n{title[start + 1 :]}"
    return title


def _registration(agreement: Agreement) -> str:
    """Return day and number as the ministry writes them; a dash where there is neither."""
    number = agreement.registration_number
    if number and number != NO_NUMBER:
        number = f"№ {number}"
    day = agreement.registered_on
    text = ",\n".join(filter(None, (in_words(day) if day else "", number)))
    if text or _BROKEN.search(agreement.source_note):
        return text
    return "-"
