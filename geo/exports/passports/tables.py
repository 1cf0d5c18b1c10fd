"""
The tables of a passport: what is in force, due and lapsed, the partners, the neighbours.

What is calculated says so; what the register states and what is inferred never look the same.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, Table, TableStyle

from geo import settings
from geo.agreements import Agreement, Basis
from geo.card import lapse_words, number, registration, short_number, successor_entry
from geo.events import Event, EventKind
from geo.exports.material import Material
from geo.exports.passports.booklet import PLAIN, paragraph
from geo.history import Standing
from geo.profile import Profile, neighbour_names
from geo.shown import Tally
from geo.terms import lapsed_on, next_prolongation
from geo.territories import Territory
from geo.text import format_date, format_number, t

RULE = HexColor("#C9C7C2")
ON_A_DAY = 14 * mm
"""Width of a number that says which of the register's two tables it stands in."""
NAMES = 3
"""Parties that are named where there is little room."""


def section(title: str, room: float = 40 * mm, style: str = "head") -> list[Flowable]:
    """Return a heading that does not stand alone at the foot of a page."""
    return [CondPageBreak(room), paragraph(title, style)]


def _others(agreement: Agreement, territory: Territory, material: Material) -> list[str]:
    """Return the other parties' names, those across the border first."""
    everyone = material.register.territories
    others = [everyone[code] for code in agreement.territories if code != territory.code]
    others.sort(key=lambda other: other.country == territory.country)
    return [other.short(material.view.lang) for other in others]


def short_names(agreement: Agreement, territory: Territory, material: Material) -> str:
    """Return the first of the other parties' names, and how many more there are."""
    names = _others(agreement, territory, material)
    if len(names) <= NAMES:
        return ", ".join(names)
    lang, shown = material.view.lang, ", ".join(names[:NAMES])
    return t("timeline.more", lang, names=shown, n=len(names) - NAMES)


def _title_cell(agreement: Agreement, territory: Territory, material: Material) -> list[Flowable]:
    lang = material.view.lang
    kind = t(f"kind.{agreement.kind}", lang)
    names = ", ".join(_others(agreement, territory, material))
    parties = t("passport.with", lang, names=names)
    return [paragraph(agreement.title, "cell"), paragraph(f"{kind}; {parties}", "quiet")]


def in_force_table(territory: Territory, profile: Profile, material: Material) -> Table:
    """Agreements in force, newest first, each with the colour of its kind at its left."""
    lang, ahead = material.view.lang, material.shown.looks_ahead
    heads = ["table.number", "table.signed_on", "table.title", "passport.registered_term"]
    heads += ["passport.prolonged"] if ahead else []
    rows: list[list] = [[paragraph(t(column, lang), "column") for column in heads]]
    for agreement in profile.in_force:
        row = [
            paragraph(_number(agreement, material), "cell"),
            paragraph(format_date(agreement.signed_on, lang), "cell"),
            _title_cell(agreement, territory, material),
            [
                paragraph(registration(agreement, material.shown), "cell"),
                paragraph(agreement.term_text or t("card.term_unknown", lang), "cell"),
            ],
        ]
        prolonged = next_day(agreement, material.shown.counted_from, lang)
        rows.append([*row, paragraph(prolonged, "cell")] if ahead else row)
    first = ON_A_DAY if material.shown.on else 8 * mm
    widths: tuple[float, ...] = (first, 18 * mm, 100 * mm - first, 40 * mm, 22 * mm)
    widths = widths if ahead else (first, 18 * mm, 122 * mm - first, 40 * mm)
    return plain_table(rows, widths, kind_marks(profile.in_force))


def _number(agreement: Agreement, material: Material) -> str:
    """Return the number in the register; on a day one of the lapsed says so: both count from 1."""
    if not material.shown.on:
        return str(agreement.number)
    return short_number(agreement, material.view.lang)


def next_day(agreement: Agreement, today: date, lang: str) -> str:
    """Return the day of the next prolongation, or what stands in its place."""
    day = next_prolongation(agreement, today)
    if day:
        return format_date(day, lang)
    return t("passport.no_end" if agreement.perpetual else "passport.unknown", lang)


def kind_marks(agreements: Sequence[Agreement]) -> list[tuple]:
    """Return the colours of kinds at the left of a table's rows, as its style."""
    return [
        ("LINEBEFORE", (0, row), (0, row), 3, HexColor(settings.KIND_COLOURS[agreement.kind]))
        for row, agreement in enumerate(agreements, start=1)
    ]


def due(territory: Territory, profile: Profile, material: Material) -> list[Flowable]:
    """Return what is due next, every date labelled as calculated."""
    lang = material.view.lang
    if not material.shown.looks_ahead:
        return []
    last = format_date(material.shown.horizon, lang)
    story = section(t("territory.due", lang, day=last))
    if not profile.due:
        return [*story, paragraph(t("territory.due_none", lang), "text")]
    rows = []
    for (day, _), events in by_day(profile.due).items():
        agreement = events[0].agreement
        names = short_names(agreement, territory, material)
        signed = format_date(agreement.signed_on, lang)
        rows.append(
            [
                paragraph(format_date(day, lang), "cell"),
                paragraph(t("calendar.calculated", lang), "quiet"),
                paragraph(occasion(events, lang), "cell"),
                paragraph(t("passport.due_of", lang, names=names, day=signed), "cell"),
                paragraph(number(agreement, lang), "quiet"),
            ]
        )
    table = plain_table(rows, (19 * mm, 17 * mm, 52 * mm, 68 * mm, 24 * mm), [], head=False)
    return [*story, table, paragraph(t("territory.due_note", lang), "quiet")]


def by_day(events: Iterable[Event]) -> dict[tuple[date, str], list[Event]]:
    """Return what falls on one day for one agreement (its id) together, in the order given."""
    days: dict[tuple[date, str], list[Event]] = {}
    for event in events:
        days.setdefault((event.day, event.agreement.id), []).append(event)
    return days


def occasion(events: list[Event], lang: str) -> str:
    """Return what the events of one day are: "15-летие, пролонгация на 5 лет"."""
    years = {event.kind: event.years for event in events}
    years[EventKind.PROLONGATION] = events[0].agreement.term_years or 0
    return ", ".join(t(f"territory.{e.kind}", lang, n=years[e.kind]) for e in events)


def lapsed_table(
    territory: Territory, agreements: Sequence[Agreement], material: Material
) -> Table:
    """Lapsed agreements; what is only inferred stands in a dashed frame and says so."""
    lang = material.view.lang
    widths = {"number": 8 * mm, "signed_on": 18 * mm, "title": 66 * mm, "lapse": 46 * mm}
    widths |= {"successor": 42 * mm}
    if material.shown.on:
        widths |= {"number": ON_A_DAY, "title": 74 * mm - ON_A_DAY}
    if material.shown.discreet:
        widths["title"] += widths.pop("lapse")
    rows: list[list] = [[paragraph(t(f"table.{column}", lang), "column") for column in widths]]
    frames = []
    for row, agreement in enumerate(agreements, start=1):
        cells = {
            "number": paragraph(_number(agreement, material), "cell"),
            "signed_on": paragraph(format_date(agreement.signed_on, lang), "cell"),
            "title": _title_cell(agreement, territory, material),
            "lapse": _lapse_cell(agreement, material),
            "successor": _successor_cell(agreement, material),
        }
        rows.append([cells[column] for column in widths])
        if material.shown.told(agreement).successor_basis == Basis.INFERRED:
            frames.append(frame((len(widths) - 1, row)))
    extra = [*kind_marks(agreements), *frames]
    return plain_table(rows, tuple(widths.values()), extra)


def frame(cell: tuple[int, int]) -> tuple:
    """Return a dashed frame around a cell with what is only inferred, as a table's style."""
    return ("BOX", cell, cell, 0.8, HexColor("#6B6E72"), None, (2, 2))


def lapse(agreement: Agreement, material: Material) -> list[str]:
    """Return why an agreement lapsed, and the day if it can be calculated, as far as it is told."""
    shown, lang = material.shown, material.view.lang
    if shown.discreet:
        return []
    day = lapsed_on(shown.told(agreement))
    reason = lapse_words(agreement, shown) or t("brief.lapse_day_unknown", lang)
    key = "passport.lapsed_on_stated" if agreement.lapsed_on else "passport.lapsed_on"
    return [reason, *([t(key, lang, day=format_date(day, lang))] if day else [])]


def _lapse_cell(agreement: Agreement, material: Material) -> list[Flowable]:
    styles = ("cell", "quiet")
    words = lapse(agreement, material)
    return [paragraph(text, style) for text, style in zip(words, styles, strict=False)]


def _successor_cell(agreement: Agreement, material: Material) -> list[Flowable]:
    entry = successor_entry(agreement, material.shown)
    if not entry:
        gone = material.shown.standing(agreement) == Standing.LAPSED
        words = t("brief.no_successor", material.view.lang) if gone else "—"
        return [paragraph(words, "quiet")]
    how, what = entry
    return [paragraph(f"{how}:", "quiet"), paragraph(what, "cell")]


def partners_table(profile: Profile, lang: str) -> list[Flowable]:
    """Return the table of partners."""
    doubt = any(partner.tally.unknown for partner in profile.partners)
    columns = [("territory", False), ("region", False), ("n_in_force", True)]
    columns += [("n_unknown", True)] if doubt else []
    columns += [("n_agreements", True), ("distance_km", True)]
    rows = [
        [
            paragraph(t(f"column.{name}", lang), "column_number" if right else "column")
            for name, right in columns
        ]
    ]
    for partner in profile.partners:
        far, tally = partner.distance_km, partner.tally
        rows.append(
            [
                paragraph(partner.territory.name(lang), "cell"),
                paragraph(t(f"region.{partner.territory.region}", lang), "cell"),
                paragraph(str(tally.in_force), "number"),
                *([paragraph(str(tally.unknown), "number")] if doubt else []),
                paragraph(str(tally.total), "number"),
                paragraph(format_number(far, lang), "number"),
            ]
        )
    head = section(t("territory.partners", lang, n=len(profile.partners)), 20 * mm)
    widths: tuple[float, ...] = (62 * mm, 50 * mm, 22 * mm, 18 * mm, 28 * mm)
    widths = (52 * mm, 40 * mm, 22 * mm, 20 * mm, 18 * mm, 28 * mm) if doubt else widths
    return [*head, plain_table(rows, widths, [], padding=1.4)]


def neighbours(
    territory: Territory, profile: Profile, lang: str, *, head: str = "head", text: str = "text"
) -> list[Flowable]:
    """Return the neighbours across the border with nothing in force, with the distance."""
    story = section(t("territory.neighbours", lang), 16 * mm, head)
    if not profile.neighbours:
        return [*story, paragraph(t("territory.all_tied", lang), text)]
    names = neighbour_names(territory, profile.neighbours, lang)
    return [*story, paragraph("; ".join(names), text)]


def nearest(territory: Territory, profile: Profile, lang: str) -> list[Flowable]:
    """Return who lies nearest across the border, for a territory that never had an agreement."""
    head = section(t("territory.nearest", lang), 16 * mm)
    others = [(other, Tally()) for other in profile.nearest]
    return [*head, paragraph("; ".join(neighbour_names(territory, others, lang)), "text")]


def plain_table(
    rows: list[list], widths: tuple[float, ...], extra: list, *, head: bool = True,
    padding: float = 1.8,
) -> Table:  # fmt: skip
    """Return rows between hairlines; the first is repeated on the next page if it is a head."""
    style = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LINEBELOW", (0, 0), (-1, -1), 0.4, RULE),
        ("TOPPADDING", (0, 0), (-1, -1), padding),
        ("BOTTOMPADDING", (0, 0), (-1, -1), padding + 0.6),
        ("LEFTPADDING", (0, 0), (-1, -1), 3),
        ("RIGHTPADDING", (0, 0), (-1, -1), 3),
        # Empty cells have no height and no font of their own.
        ("FONTNAME", (0, 0), (-1, -1), PLAIN),
        ("LEADING", (0, 0), (-1, -1), 1),
    ]
    if head:
        style.append(("LINEBELOW", (0, 0), (-1, 0), 0.8, HexColor("#6B6E72")))
    return Table(
        rows,
        colWidths=widths,
        repeatRows=int(head),
        splitInRow=1,
        hAlign="LEFT",
        style=TableStyle([*style, *extra]),
    )
