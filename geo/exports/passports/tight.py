"""
The tables of a passport with much to say: the same facts in less room, to stay on one page.

What lies ahead stands beside its agreement, and the partners are one text. `style` says how large
the letters are: ``compact``, or ``dense`` where even that would not do.
"""

from collections.abc import Sequence

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer, Table

from geo.agreements import Agreement, Basis
from geo.card import registration, successor_entry
from geo.exports.material import Material
from geo.exports.passports.booklet import paragraph
from geo.exports.passports.tables import (
    by_day,
    frame,
    kind_marks,
    lapse,
    next_day,
    occasion,
    plain_table,
    short_names,
)
from geo.profile import Profile, count_in_force
from geo.territories import Territory
from geo.text import format_date, format_number, t

PADDING = 0.7


def in_force_table(territory: Territory, profile: Profile, material: Material, style: str) -> Table:
    """Agreements in force, newest first, each with all that is calculated to come of it."""
    lang, looks_ahead = material.view.lang, material.shown.looks_ahead
    heads = ["passport.number_signed", "table.title", "passport.registered_term"]
    heads += ["passport.ahead"] if looks_ahead else []
    rows: list[list] = [[paragraph(t(column, lang), f"{style}_column") for column in heads]]
    days = by_day(profile.due)
    for agreement in map(material.shown.told, profile.in_force):
        ahead = [
            f"{format_date(day, lang)} {occasion(events, lang)}"
            for (day, of), events in days.items()
            if of == agreement.id
        ]
        term = agreement.term_text or t("card.term_unknown", lang)
        row = [
            _about(agreement, territory, material, style),
            paragraph(agreement.title, style),
            [paragraph(registration(agreement, material.shown), style), paragraph(term, style)],
        ]
        lines = ahead or [next_day(agreement, material.shown.counted_from, lang)]
        last = [[paragraph(line, style) for line in lines]] if looks_ahead else []
        rows.append([*row, *last])
    widths: tuple[float, ...] = (29 * mm, 95 * mm, 29 * mm, 27 * mm)
    widths = widths if looks_ahead else (29 * mm, 122 * mm, 29 * mm)
    return plain_table(rows, widths, kind_marks(profile.in_force), padding=PADDING)


def _about(
    agreement: Agreement, territory: Territory, material: Material, style: str
) -> list[Flowable]:
    """Return number and day, kind and the other parties, one below the other."""
    lang = material.view.lang
    signed = format_date(agreement.signed_on, lang)
    return [
        paragraph(t("passport.number_day", lang, number=agreement.number, day=signed), style),
        paragraph(t(f"kind.{agreement.kind}", lang), f"{style}_quiet"),
        paragraph(short_names(agreement, territory, material), f"{style}_quiet"),
    ]


def lapsed_table(
    territory: Territory, agreements: Sequence[Agreement], material: Material, style: str
) -> Table:
    """Lapsed agreements; what is only inferred stands in a dashed frame and says so."""
    lang = material.view.lang
    last = "successor" if material.shown.discreet else "lapse_successor"
    heads = ("passport.number_signed", "table.title", f"table.{last}")
    rows: list[list] = [[paragraph(t(column, lang), f"{style}_column") for column in heads]]
    for agreement in map(material.shown.told, agreements):
        rows.append(
            [
                _about(agreement, territory, material, style),
                paragraph(agreement.title, style),
                _lapse(agreement, material, style),
            ]
        )
    widths = (29 * mm, 68 * mm, 83 * mm)
    return plain_table(rows, widths, kind_marks(agreements), padding=PADDING)


def _lapse(agreement: Agreement, material: Material, style: str) -> list[Flowable]:
    """Return why an agreement lapsed and, below, what replaced it; framed if only inferred."""
    words = "; ".join(lapse(agreement, material))
    cell: list[Flowable] = [paragraph(words, style)] if words else []
    entry = successor_entry(agreement, material.shown)
    if not entry:
        return cell
    line = paragraph(": ".join(entry), style)
    if agreement.successor_basis == Basis.STATED:
        return [*cell, line]
    box = plain_table([[line]], (80 * mm,), [frame((0, 0))], head=False, padding=1)
    return [*cell, Spacer(0, 1.5), box]


def partners(profile: Profile, lang: str, style: str) -> list[Flowable]:
    """Return the partners as one text: how far, how many in force of how many."""
    names = [
        t(
            "passport.partner",
            lang,
            name=partner.territory.name(lang),
            km=format_number(partner.distance_km, lang),
            standing=count_in_force(partner.tally, lang),
            total=partner.tally.total,
        )
        for partner in profile.partners
    ]
    head = paragraph(t("territory.partners", lang, n=len(profile.partners)), f"{style}_head")
    return [head, paragraph("; ".join(names), style)]
