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
from geo.exports.scope import Scope
from geo.exports.word.content import Paragraph, WordContent, WordRow
from geo.exports.word.document import in_languages, to_docx
from geo.exports.word.facts import (
    add_dated,
    footer,
    lapse_lines,
    profile_of,
    successor_lines,
)
from geo.exports.word.outlook import (
    add_all_candidates,
    add_anniversaries,
    add_candidates,
    add_due,
    add_white_spots,
)
from geo.exports.word.printed import to_pdf
from geo.history import Standing
from geo.profile import Profile, about, count_in_force, headline
from geo.sources import attribution
from geo.terms.events import EventKind
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
    scope = Scope(material)
    lang = scope.lang
    title = t("brief.title", lang, name=material.shown.subject)
    file = WordContent(lang, title, footer(title, scope))
    file.paragraph(title, "Title")
    _add_head(file, scope)
    if scope.agreements:
        _add_map(file, scope)
        _add_in_force(file, scope)
        for how in (Standing.UNKNOWN, Standing.LAPSED):
            _add_gone(file, scope, how)
    if scope.looks_ahead:
        add_due(file, scope)
        add_anniversaries(file, scope)
    add_white_spots(file, scope)
    add_candidates(file, scope)
    _add_sources(file, scope)
    file.sign()
    add_all_candidates(file, scope)
    return file


def _add_head(file: WordContent, scope: Scope) -> None:
    """Add date, filters, the figures in one sentence, what the territory is, its partners."""
    material, lang = scope.material, scope.lang
    add_dated(file, scope)
    profile = profile_of(scope)
    file.paragraph(_headline(scope, profile), "Lead")
    nearest = _nearest(scope)
    if nearest:
        file.paragraph(nearest)
    for code in profile.places(material.register) if profile else ():
        territory = material.register.territories[code]
        facts = " · ".join(about(territory, material.register, lang))
        file.paragraph(f"{capital(territory.name(lang))}. {facts}", "Quiet")
    if profile and profile.partners:
        tied = material.shown.picked.by_territory
        names = [
            f"{partner.territory.short(lang)} ({count_in_force(partner.tally, lang)})"
            for partner in profile.partners
            if partner.territory.code in tied
        ]
        if names:
            file.paragraph(t("brief.partners", lang, names=", ".join(names)))


def _nearest(scope: Scope) -> str:
    """Return the next prolongation and the next anniversary; empty if nothing is calculated."""
    lang = scope.lang
    if not scope.looks_ahead:
        return ""
    found = [
        (t("brief.prolongation", lang), day, agreement)
        for day, agreement in scope.prolongations[:1]
    ]
    found += [
        (t("territory.anniversary", lang, n=event.years), event.day, event.agreement)
        for event in scope.events(EventKind.ANNIVERSARY)[:1]
    ]
    parts = [
        t("brief.event", lang, what=what, day=format_date(day, lang), name=scope.sides(agreement))
        for what, day, agreement in found
    ]
    return t("brief.nearest", lang, events="; ".join(parts)) if parts else ""


def _headline(scope: Scope, profile: Profile | None) -> str:
    """Return the figures of what is picked, or of what the filters leave, as one sentence."""
    material, lang = scope.material, scope.lang
    if profile and not material.view.is_filtered:
        return capital(headline(profile, material.shown))
    if not scope.agreements:
        return t("map.empty", lang)
    how = material.shown.standings_line(material.shown.picked)
    ties = material.shown.ties_line(material.shown.picked)
    agreements = t("layer.agreements", lang, n=len(scope.agreements))
    return t("slides.network", lang, ties=ties, agreements=agreements, standing=how) + "."


def _add_map(file: WordContent, scope: Scope) -> None:
    lang, name = scope.lang, scope.material.shown.subject
    alt = t("brief.map_alt", lang, name=name, figures=_headline(scope, profile_of(scope)))
    svg = small_map(scope.material, MAP_HEIGHT, lit_only=bool(scope.focus))
    size = (TEXT_WIDTH, MAP_HEIGHT * POINTS_PER_MM)
    file.picture(svg, size, t("slides.map", lang), alt)
    file.paragraph(t("brief.map_caption", lang, name=name), "Caption")


def _named(agreement: Agreement, scope: Scope) -> tuple[Paragraph, Paragraph, Paragraph]:
    """Return parties, title and form of an agreement; the form is what we read from the title."""
    lang = scope.lang
    form, kind = t(f"form.{agreement.form}", lang), t(f"kind.{agreement.kind}", lang)
    words = f"{form}; {kind[:1].lower()}{kind[1:]}"
    parties = Paragraph(scope.sides(agreement), bold=True)
    return parties, Paragraph(agreement.title), Paragraph(words, quiet=True)


def _add_in_force(file: WordContent, scope: Scope) -> None:
    """Add what is in force, the newest first."""
    lang, on = scope.lang, scope.material.view.on
    agreements = newest_first(scope.material.shown.picked.in_force)
    if not agreements and scope.material.view.status:
        return  # none was asked for, which does not say that there is none
    title = scope.heading(Standing.IN_FORCE, len(agreements))
    file.heading(title)
    if not agreements:
        file.paragraph(t("territory.none_such", lang))
        return
    wide = 13 if on else 9  # on a day one may be of the other table
    widths = {"table.number": scope.number_width(wide), "brief.parties_title": 104 - wide}
    dates = {"table.signed_on": 21, "slides.registration": 25, "table.term": 25}
    columns = file.columns(widths | dates)
    rows = [
        WordRow(
            (
                short_number(agreement, lang),
                _named(agreement, scope),
                format_date(agreement.signed_on, lang),
                registration(agreement, scope.material.shown),
                term(agreement, lang),
            )
        )
        for agreement in agreements
    ]
    file.table(title, columns, rows, t("brief.in_force_rows", lang))


def _add_gone(file: WordContent, scope: Scope, how: Standing) -> None:
    """Add what lapsed, or of which nobody can say on the day, and what replaced it."""
    lang = scope.lang
    gone = newest_first(scope.material.shown.picked.standing_as(how))
    if not gone:
        return
    title = scope.heading(how, len(gone))
    file.heading(title)
    shown = scope.material.shown
    if how == Standing.LAPSED and not shown.discreet:
        counts = shown.lapse_count(shown.picked.of(lambda agreement: agreement in gone))
        file.paragraph(f"{findings.lapsed(counts, lang)}.", "Quiet", keep=True)
    widths = {"table.number": scope.number_width(9), "brief.parties_title": 75}
    widths |= {"table.signed_on": 21}
    columns = file.columns(widths | {scope.lapse_column: 70})
    rows = [
        WordRow(
            (
                short_number(agreement, lang, marked=False),
                _named(agreement, scope),
                format_date(agreement.signed_on, lang),
                (*lapse_lines(agreement, scope), *successor_lines(agreement, scope)),
            )
        )
        for agreement in gone
    ]
    file.table(title, columns, rows, t(f"brief.{how}_rows", lang))


def _add_sources(file: WordContent, scope: Scope) -> None:
    """Add sources and licences, and what the reader has to know of the dates."""
    lang, register = scope.lang, scope.material.register
    file.heading(t("export.sources", lang))
    day = format_date(register.newest, lang)
    for text in (
        t("slides.dated", lang, day=day, **register.words(lang)),
        t("shown.read", lang),
        t("slides.calculated", lang),
        *scope.material.shown.limits,
        attribution(scope.material.register.territories.imprint, lang),
    ):
        file.paragraph(text, "Quiet")
