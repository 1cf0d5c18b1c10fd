"""
The tables of a passport: what is in force, due and lapsed, the partners, the neighbours.

What is calculated says so; what the register states and what is inferred never look the same.
"""

from datetime import date

from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, Table, TableStyle

from geo import settings
from geo.agreements import Agreement, Basis
from geo.card import number, registration
from geo.events import Event, EventKind
from geo.exports.material import Material
from geo.exports.passports.booklet import PLAIN, paragraph
from geo.profile import Profile
from geo.terms import lapsed_on, next_prolongation
from geo.territories import Territory
from geo.text import format_date, format_number, t
from geo.ties import distance_km

RULE = HexColor("#C9C7C2")


def section(title: str, room: float = 40 * mm) -> list[Flowable]:
    """Return a heading that does not stand alone at the foot of a page."""
    return [CondPageBreak(room), paragraph(title, "head")]


def _others(agreement: Agreement, territory: Territory, material: Material) -> list[str]:
    """Return the other parties' names, those across the border first."""
    everyone = material.register.territories
    others = [everyone[code] for code in agreement.territories if code != territory.code]
    others.sort(key=lambda other: other.country == territory.country)
    return [other.short(material.view.lang) for other in others]


def _title_cell(agreement: Agreement, territory: Territory, material: Material) -> list[Flowable]:
    lang = material.view.lang
    kind = t(f"kind.{agreement.kind}", lang)
    names = ", ".join(_others(agreement, territory, material))
    parties = t("passport.with", lang, names=names)
    return [paragraph(agreement.title, "cell"), paragraph(f"{kind}; {parties}", "quiet")]


def in_force_table(territory: Territory, profile: Profile, material: Material) -> Table:
    """Agreements in force, newest first, each with the colour of its kind at its left."""
    lang = material.view.lang
    heads = ("table.number", "table.signed_on", "table.title")
    heads += ("passport.registered_term", "passport.prolonged")
    rows: list[list] = [[paragraph(t(column, lang), "column") for column in heads]]
    for agreement in profile.in_force:
        day = next_prolongation(agreement, material.today)
        rows.append(
            [
                paragraph(str(agreement.number), "cell"),
                paragraph(format_date(agreement.signed_on, lang), "cell"),
                _title_cell(agreement, territory, material),
                [
                    paragraph(registration(agreement, lang), "cell"),
                    paragraph(agreement.term_text or t("card.term_unknown", lang), "cell"),
                ],
                paragraph(_prolonged(day, agreement, lang), "cell"),
            ]
        )
    widths = (8 * mm, 18 * mm, 92 * mm, 40 * mm, 22 * mm)
    return plain_table(rows, widths, _kind_marks(profile.in_force))


def _prolonged(day: date | None, agreement: Agreement, lang: str) -> str:
    if day:
        return format_date(day, lang)
    return t("passport.no_end" if agreement.perpetual else "passport.unknown", lang)


def _kind_marks(agreements: tuple[Agreement, ...]) -> list[tuple]:
    return [
        ("LINEBEFORE", (0, row), (0, row), 3, HexColor(settings.KIND_COLOURS[agreement.kind]))
        for row, agreement in enumerate(agreements, start=1)
    ]


def due(territory: Territory, profile: Profile, material: Material) -> list[Flowable]:
    """Return what is due next, every date labelled as calculated."""
    lang = material.view.lang
    story = section(f"{t('territory.due', lang)} ({t('calendar.calculated', lang)})")
    if not profile.due:
        return [*story, paragraph(t("territory.due_none", lang), "text")]
    days: dict[tuple[date, str], list[Event]] = {}
    for event in profile.due:
        days.setdefault((event.day, event.agreement.id), []).append(event)
    rows = []
    for (day, _), events in days.items():
        agreement = events[0].agreement
        years = {e.kind: e.years for e in events}
        years[EventKind.PROLONGATION] = agreement.term_years or 0
        what = ", ".join(t(f"territory.{e.kind}", lang, n=years[e.kind]) for e in events)
        others = _others(agreement, territory, material)
        names = ", ".join(others[:3])
        if len(others) > 3:
            names = t("timeline.more", lang, names=names, n=len(others) - 3)
        signed = format_date(agreement.signed_on, lang)
        rows.append(
            [
                paragraph(format_date(day, lang), "cell"),
                paragraph(t("calendar.calculated", lang), "quiet"),
                paragraph(what, "cell"),
                paragraph(t("passport.due_of", lang, names=names, day=signed), "cell"),
                paragraph(number(agreement, lang), "quiet"),
            ]
        )
    table = plain_table(rows, (19 * mm, 17 * mm, 52 * mm, 68 * mm, 24 * mm), [], head=False)
    return [*story, table, paragraph(t("territory.due_note", lang), "quiet")]


def lapsed_table(territory: Territory, profile: Profile, material: Material) -> Table:
    """Lapsed agreements; what is only inferred stands in a dashed frame and says so."""
    lang = material.view.lang
    heads = ("number", "signed_on", "title", "lapse", "successor")
    rows = [[paragraph(t(f"table.{column}", lang), "column") for column in heads]]
    extra = _kind_marks(profile.lapsed)
    for row, agreement in enumerate(profile.lapsed, start=1):
        day = lapsed_on(agreement)
        reason = [paragraph(agreement.lapse_text or t("card.lapse_unknown", lang), "cell")]
        if day:
            calculated = t("passport.lapsed_on", lang, day=format_date(day, lang))
            reason.append(paragraph(calculated, "quiet"))
        rows.append(
            [
                paragraph(str(agreement.number), "cell"),
                paragraph(format_date(agreement.signed_on, lang), "cell"),
                _title_cell(agreement, territory, material),
                reason,
                _successor(agreement, material),
            ]
        )
        if agreement.successor_basis == Basis.INFERRED:
            box = ("BOX", (4, row), (4, row), 0.8, HexColor("#6B6E72"), None, (2, 2))
            extra.append(box)
    return plain_table(rows, (8 * mm, 18 * mm, 66 * mm, 46 * mm, 42 * mm), extra)


def _successor(agreement: Agreement, material: Material) -> list[Flowable]:
    """Return what replaced an agreement, and how that is known."""
    lang = material.view.lang
    if not agreement.successor_id:
        return [paragraph("—", "cell")]
    later = material.register.by_id[agreement.successor_id]
    how = t(f"card.successor_{agreement.successor_basis}", lang)
    form = t(f"form.{later.form}", lang)
    what = t("passport.successor", lang, form=form, day=format_date(later.signed_on, lang))
    return [
        paragraph(f"{how}:", "quiet"),
        paragraph(f"{what}, {number(later, lang)}", "cell"),
    ]


def partners_table(profile: Profile, lang: str) -> list[Flowable]:
    """Return the table of partners."""
    columns = (("territory", False), ("region", False), ("n_in_force", True))
    columns += (("n_agreements", True), ("distance_km", True))
    rows = [
        [
            paragraph(t(f"column.{name}", lang), "column_number" if right else "column")
            for name, right in columns
        ]
    ]
    for partner in profile.partners:
        far = partner.distance_km
        rows.append(
            [
                paragraph(partner.territory.name(lang), "cell"),
                paragraph(t(f"region.{partner.territory.region}", lang), "cell"),
                paragraph(str(partner.n_in_force), "number"),
                paragraph(str(len(partner.agreements)), "number"),
                paragraph("—" if far is None else format_number(far, lang), "number"),
            ]
        )
    head = section(t("territory.partners", lang, n=len(profile.partners)), 20 * mm)
    widths = (62 * mm, 50 * mm, 22 * mm, 18 * mm, 28 * mm)
    return [*head, plain_table(rows, widths, [], padding=1.4)]


def neighbours(territory: Territory, profile: Profile, lang: str) -> list[Flowable]:
    """Return the neighbours across the border with nothing in force, with the distance."""
    head = section(t("territory.neighbours", lang), 16 * mm)
    if not profile.neighbours:
        return [*head, paragraph(t("territory.all_tied", lang), "text")]
    names = []
    for other in profile.neighbours:
        km = format_number(distance_km(territory, other), lang)
        names.append(t("passport.neighbour", lang, name=other.name(lang), km=km))
    return [*head, paragraph("; ".join(names), "text")]


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
