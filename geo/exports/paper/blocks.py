"""
Blocks of a page as data for a template: sections, tables of agreements, cells.

How wide a column is and how it looks says the template (``page.typ``), by the column's role. What
is calculated says so; what the register states and what is inferred never look the same.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from geo import card
from geo.agreements import Agreement, Basis
from geo.exports.material import Material
from geo.shown import Part, Shown
from geo.terms import lapsed_on, last_day, next_prolongation
from geo.terms.events import Event, occasions, worded
from geo.text import capital, format_date, t

Block = dict[str, Any]


def section(
    title: str,
    *,
    notes: Sequence[str] = (),
    texts: Sequence[str] = (),
    table: Block | None = None,
    after: Sequence[str] = (),
) -> Block:
    """Return a heading with what stands below it; notes and what comes after are quiet."""
    return {"title": title, "notes": notes, "texts": texts, "table": table, "after": after}


def table(columns: Mapping[str, str], rows: Iterable[tuple[str, Sequence[str | Block]]]) -> Block:
    """Return a table: its heads by role, its rows each with the kind whose colour it bears."""
    return {"columns": columns, "rows": [*rows]}


def cell(*lines: str, quiet: Sequence[int] = (), inferred: bool = False) -> Block:
    """Return a cell of lines, some of them quiet; what is inferred is framed."""
    said = [(line, place in quiet) for place, line in enumerate(lines)]
    return {"lines": said, "inferred": inferred}


def footer(material: Material, part: Part) -> str:
    """
    Return what stands at the foot of every page: the day, the register's last entry, sources.

    `part` is what the file tells of.
    """
    lang, shown = material.view.lang, material.shown
    day, ahead = shown.past_day, shown.looks_ahead and part.in_force
    on = f"{t('passport.on', lang, day=format_date(day, lang))} " if day else ""
    key = "passport.footer" if ahead else "passport.footer_past"
    dates = {"dated": capital(shown.dated), "today": format_date(material.today, lang)}
    sources = t("map.attribution", lang, **shown.words)
    return on + t(key, lang, read=t("shown.read", lang), sources=sources, **dates)


def map_block(name: str, subject: str, figures: str, lang: str) -> Block:
    """Return a map by the name of its picture, with what it shows in words."""
    return {"input": name, "about": t("brief.map_alt", lang, name=subject, figures=figures)}


# --- tables ---------------------------------------------------------------------------------------


def in_force(agreements: Iterable[Agreement], shown: Shown, beside: str) -> Block:
    """Return agreements in force, each with the colour of its kind; `beside` is whose they are."""
    lang, ahead = shown.lang, shown.looks_ahead
    heads = {name: t(f"table.{name}", lang) for name in ("number", "signed_on", "title")}
    heads["registered_term"] = t("passport.registered_term", lang)
    if ahead:
        heads["prolonged"] = t("passport.prolonged", lang)
    rows = []
    for agreement in map(shown.told, agreements):
        cells = [
            *_named(agreement, shown, beside, marked=bool(shown.on)),
            cell(card.registration(agreement, shown), card.term(agreement, lang)),
            *([_next_day(agreement, shown.counted_from, lang)] if ahead else []),
        ]
        rows.append((agreement.kind, cells))
    return table(heads, rows)


def gone(agreements: Iterable[Agreement], shown: Shown, beside: str) -> Block:
    """Return lapsed agreements; what is only inferred stands in a dashed frame and says so."""
    names = ["number", "signed_on", "title", "lapse", "successor"]
    if shown.discreet:
        names.remove("lapse")
    rows = []
    for agreement in agreements:
        lapse = [] if shown.discreet else [_lapse(agreement, shown)]
        named = _named(agreement, shown, beside, marked=False)
        rows.append((agreement.kind, [*named, *lapse, _successor(agreement, shown)]))
    return table({name: t(f"table.{name}", shown.lang, **shown.words) for name in names}, rows)


def due(events: Sequence[Event], shown: Shown, beside: str) -> Block:
    """Return what lies ahead, what falls on one day for one agreement together."""
    lang = shown.lang
    heads = {
        "day": t(worded("column.day_calculated", events), lang),
        "what": t("passport.occasion", lang),
        "parties": t("table.parties", lang),
        "entry": t("card.entry", lang),
    }
    rows = []
    for day, agreement, said in occasions(events, lang):
        names = card.party_line(agreement, shown.register, lang, beside=[beside])
        signed = format_date(agreement.signed_on, lang)
        whose = t("passport.due_of", lang, names=names, day=signed)
        row = (format_date(day, lang), said, whose, card.number(agreement, lang))
        rows.append((agreement.kind, row))
    return table(heads, rows)


# --- cells ----------------------------------------------------------------------------------------


def _named(agreement: Agreement, shown: Shown, beside: str, *, marked: bool) -> list[str | Block]:
    """
    Return number, day and title with the other parties, those across first.

    If `marked`, the number of one in the table of the lapsed says so: both count from 1.
    """
    lang, everyone = shown.lang, shown.register.territories
    given = card.short_number(agreement, lang, marked=marked)
    others = [everyone[code] for code in agreement.territories if code != beside]
    others.sort(key=lambda other: other.side == everyone[beside].side)
    parties = t("passport.with", lang, names=", ".join(other.short(lang) for other in others))
    about = f"{t(f'kind.{agreement.kind}', lang)}; {parties}"
    signed = format_date(agreement.signed_on, lang)
    return [given, signed, cell(agreement.title, about, quiet=[1])]


def _next_day(agreement: Agreement, today: date, lang: str) -> str:
    """Return the day of the next prolongation, or what stands in its place."""
    day, end = next_prolongation(agreement, today), last_day(agreement)
    if day:
        return format_date(day, lang)
    if end:
        key = "passport.ends_stated" if agreement.ends_on else "passport.ends"
        return t(key, lang, day=format_date(end, lang))
    return t("passport.no_end" if agreement.perpetual else "passport.unknown", lang)


def _lapse(agreement: Agreement, shown: Shown) -> Block:
    """Return why an agreement lapsed, and the day if it can be calculated, as far as it is told."""
    lang, day = shown.lang, lapsed_on(shown.told(agreement))
    reason = card.lapse_words(agreement, shown) or t("brief.lapse_day_unknown", lang)
    key = "passport.lapsed_on_stated" if agreement.lapsed_on else "passport.lapsed_on"
    return cell(reason, *([t(key, lang, day=format_date(day, lang))] if day else []), quiet=[1])


def _successor(agreement: Agreement, shown: Shown) -> Block:
    later = card.replaced_by(agreement, shown)
    if not later:
        return cell(card.no_successor(agreement, shown.lang), quiet=[0])
    inferred = shown.told(agreement).successor_basis == Basis.INFERRED
    return cell(f"{later[0]}:", card.entry(later[1], shown.lang), quiet=[0], inferred=inferred)
