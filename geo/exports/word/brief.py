"""
The brief for a meeting, as a Word file or as PDF.

It is about what is picked in a view: a partner region, a territory, a pair or an agreement; with
nothing picked, the whole network. Filters apply to all but white spots, which belong to the whole
register. What is calculated says so; what replaced a lapsed agreement is worded apart when the
register states it and when it is inferred.
"""

from dataclasses import replace

from geo import findings
from geo.agreements import Agreement, newest_first
from geo.card import registration, short_number, term
from geo.exports.drawing.sheet import POINTS_PER_MM
from geo.exports.material import Material
from geo.exports.paper.maps import TEXT_WIDTH, small_map
from geo.exports.word.content import Paragraph, WordContent, WordRow
from geo.exports.word.document import in_languages, to_docx
from geo.exports.word.facts import begin, lapse_lines, successor_lines
from geo.exports.word.outlook import (
    add_all_candidates,
    add_anniversaries,
    add_candidates,
    add_due,
    add_white_spots,
)
from geo.exports.word.printed import to_pdf
from geo.history import Standing
from geo.profile import about, count_in_force, headline, partners_of
from geo.sources import attribution
from geo.terms.events import EventKind, alike, worded
from geo.text import capital, format_date, t

MAP_HEIGHT = 108
"""In millimetres, its legend included."""


def to_brief(material: Material) -> bytes:
    """Return the brief of what is picked; the same material gives the same bytes."""
    return to_docx(in_languages(_brief, material), material)


def to_brief_pdf(material: Material) -> bytes:
    """Return the brief as a PDF in our own look, with page numbers in its contents."""
    own = replace(material, template=b"", gost=False)
    return to_pdf(in_languages(_brief, own), own)


def _brief(material: Material) -> WordContent:
    """Return what the brief says."""
    file = begin(t("brief.title", material.lang, name=material.shown.subject), material)
    _add_head(file, material)
    if material.agreements:
        _add_map(file, material)
        _add_in_force(file, material)
        for how in (Standing.UNKNOWN, Standing.LAPSED):
            _add_gone(file, material, how)
    if material.looks_ahead and material.shown.picked.in_force:
        add_due(file, material)
        add_anniversaries(file, material)
    add_white_spots(file, material)
    add_candidates(file, material)
    _add_sources(file, material)
    file.sign()
    add_all_candidates(file, material)
    return file


def _add_head(file: WordContent, material: Material) -> None:
    """Add the figures in one sentence, what the territory is, whose its ties are now, partners."""
    lang = material.lang
    file.paragraph(_headline(material), "Lead")
    if nearest := _nearest(material):
        file.paragraph(nearest)
    profile = material.profile
    for code in profile.places(material.register) if profile else ():
        territory = material.register.territories[code]
        facts = " · ".join(about(territory, material.register, lang))
        file.paragraph(f"{capital(territory.name(lang))}. {facts}", "Quiet")
    for one in profile.continued if profile else ():
        file.paragraph(f"{findings.continued(one, lang)}.")
    if profile and profile.partners:
        own = material.register.territories.get(profile.focus[0])
        names = [
            f"{partner.territory.short(lang)} ({count_in_force(partner.tally, lang)})"
            for partner in partners_of(material.shown.picked, own, lang)
        ]
        if names and (material.shown.picked.in_force or not material.view.status):
            file.paragraph(t("brief.partners", lang, names=", ".join(names)))


def _nearest(material: Material) -> str:
    """Return the next prolongation or end, and anniversary; empty if nothing is calculated."""
    lang = material.lang
    if not material.looks_ahead:
        return ""
    terms, parts = material.next_terms, []
    for events in filter(None, (terms, alike(material.events(EventKind.ANNIVERSARY)))):
        one = events[0]
        what = f"brief.{one.kind}{'_stated' * one.is_stated}"
        if one.kind == EventKind.ANNIVERSARY:
            what = "territory.anniversary"
        values = {"day": format_date(one.day, lang), "name": material.whose(events)}
        parts.append(t("brief.event", lang, what=t(what, lang, n=one.years), **values))
    key = worded("brief.nearest", terms)
    return t(key, lang, events="; ".join(parts)) if parts else ""


def _headline(material: Material) -> str:
    """Return the figures of what is picked, or of what the filters leave, as one sentence."""
    lang, shown = material.lang, material.shown
    if material.profile and not material.view.is_filtered:
        return capital(headline(material.profile, shown))
    if not material.agreements:
        return shown.nothing
    how, ties = shown.standings_line(shown.picked), shown.ties_line(shown.picked)
    agreements = t("layer.agreements", lang, n=len(material.agreements))
    return t("slides.network", lang, ties=ties, agreements=agreements, standing=how) + "."


def _add_map(file: WordContent, material: Material) -> None:
    lang, name = material.lang, material.shown.subject
    alt = t("brief.map_alt", lang, name=name, figures=_headline(material))
    svg = small_map(material, MAP_HEIGHT, lit_only=bool(material.focus))
    size = (TEXT_WIDTH, MAP_HEIGHT * POINTS_PER_MM)
    file.picture(svg, size, t("slides.map", lang), alt)
    file.paragraph(t("brief.map_caption", lang, name=name), "Caption")


def _named(agreement: Agreement, material: Material) -> tuple[Paragraph, Paragraph, Paragraph]:
    """Return parties, title and form of an agreement; the form is what we read from the title."""
    lang = material.lang
    form, kind = t(f"form.{agreement.form}", lang), t(f"kind.{agreement.kind}", lang)
    words = f"{form}; {kind[:1].lower()}{kind[1:]}"
    parties = Paragraph(material.sides(agreement), bold=True)
    return parties, Paragraph(agreement.title), Paragraph(words, quiet=True)


def _add_in_force(file: WordContent, material: Material) -> None:
    """Add what is in force, the newest first."""
    lang, on = material.lang, material.view.on
    agreements = newest_first(material.shown.picked.in_force)
    if not agreements and (material.view.status or material.shown.picked.unknown):
        return  # none was asked for or is known, which does not say that there is none
    file.heading(material.shown.heading(Standing.IN_FORCE, len(agreements)))
    if not agreements:
        file.paragraph(t("territory.none_such", lang))
        return
    wide = 13 if on else 9  # on a day one may be of the other table
    widths = {"table.number": material.number_width(wide), "brief.parties_title": 104 - wide}
    dates = {"table.signed_on": 21, "slides.registration": 25, "table.term": 25}
    columns = file.columns(widths | dates)
    rows = [
        WordRow(
            (
                short_number(agreement, lang),
                _named(agreement, material),
                format_date(agreement.signed_on, lang),
                registration(agreement, material.shown),
                term(agreement, lang),
            )
        )
        for agreement in agreements
    ]
    file.table(columns, rows, t("brief.in_force_rows", lang))


def _add_gone(file: WordContent, material: Material, how: Standing) -> None:
    """Add what lapsed, or of which nobody can say on the day, and what replaced it."""
    lang, shown = material.lang, material.shown
    gone = newest_first(shown.picked.standing_as(how))
    if not gone:
        return
    file.heading(shown.heading(how, len(gone)))
    if how == Standing.LAPSED and not shown.discreet:
        counts = shown.lapse_count(shown.picked.of(lambda agreement: agreement in gone))
        file.paragraph(f"{findings.lapsed(counts, lang)}.", "Quiet", keep=True)
    last = "table.successor" if shown.discreet else "table.lapse_successor"
    columns = file.columns({"table.number": material.number_width(9), "brief.parties_title": 75,
                            "table.signed_on": 21, last: 70})  # fmt: skip
    rows = [
        WordRow(
            (
                short_number(agreement, lang, marked=False),
                _named(agreement, material),
                format_date(agreement.signed_on, lang),
                (*lapse_lines(agreement, material), *successor_lines(agreement, material)),
            )
        )
        for agreement in gone
    ]
    file.table(columns, rows, t(f"brief.{how}_rows", lang))


def _add_sources(file: WordContent, material: Material) -> None:
    """Add sources and licences, and what the reader has to know of the dates."""
    lang, register = material.lang, material.register
    file.heading(t("export.sources", lang))
    day = format_date(register.newest, lang)
    for text in (
        t("slides.dated", lang, day=day, **register.words(lang)),
        t("shown.read", lang),
        t("slides.calculated", lang),
        attribution(material.register.territories.imprint, lang),
    ):
        file.paragraph(text, "Quiet")
