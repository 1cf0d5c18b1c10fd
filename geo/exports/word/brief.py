"""
The brief for a meeting as a Word file, and the sheet on which the other side checks the register.

Both are about what is picked in a view: a partner region, a territory, a pair or an agreement; with
nothing picked, the whole network. Filters apply to all but white spots, which belong to the whole
register. What is calculated says so; what replaced a lapsed agreement is worded apart when the
register states it and when it is inferred.
"""

import io
from dataclasses import replace

from matplotlib.backends.backend_agg import FigureCanvasAgg

from geo import findings
from geo.agreements import Agreement
from geo.card import number, party_names, registration
from geo.exports.drawing.image import INCH, draw_sheet
from geo.exports.drawing.map import MapDrawing
from geo.exports.drawing.sheet import POINTS_PER_MM, Paper, Sheet, legend_line
from geo.exports.material import Material
from geo.exports.scope import Scope, capital
from geo.exports.word.document import Column, Line, Row, WordFile
from geo.exports.word.facts import (
    add_dated,
    footer,
    in_force_of,
    lapse_lines,
    newest_first,
    profile_of,
    sides,
    subject,
    successor_lines,
)
from geo.exports.word.outlook import add_anniversaries, add_candidates, add_due, add_white_spots
from geo.history import Standing, standing
from geo.profile import Profile, about, headline
from geo.sources import attribution
from geo.succession import count_lapsed
from geo.text import format_date, t
from geo.view import caption

DPI = 220
MAP_HEIGHT = 108
"""In millimetres, its legend included."""
MAP_NAMES, NETWORK_NAMES = 7.6, 6.0
"""Size of names on the map, and on the map of the whole network, in points."""
LEGEND = 12.0
"""Height of the line below the map that explains it, in points."""
FILL = 7.0
"""Height of a row to write into by hand, in millimetres."""
N_MISSING = 5
"""Empty rows for agreements that our register lacks."""


def to_brief(material: Material) -> bytes:
    """Return the brief of what is picked; the same material gives the same bytes."""
    scope = Scope(material)
    lang, newest = scope.lang, material.register.newest
    title = t("brief.title", lang, name=subject(scope))
    file = WordFile(lang, footer(title, scope))
    file.title(title)
    _add_head(file, scope)
    if scope.agreements:
        _add_map(file, scope)
        _add_in_force(file, scope)
        _add_lapsed(file, scope)
        add_due(file, scope)
        add_anniversaries(file, scope)
    add_white_spots(file, scope)
    add_candidates(file, scope)
    _add_sources(file, scope)
    return file.to_bytes(title, newest)


def to_check_sheet(material: Material) -> bytes:
    """Return what the register says beside empty cells for what the other side has."""
    scope = Scope(material)
    lang = scope.lang
    title = t("brief.check", lang, name=subject(scope))
    file = WordFile(lang, footer(title, scope), landscape=True)
    file.title(title)
    add_dated(file, scope)
    file.paragraph(t("brief.check_how", lang))
    if not scope.agreements:
        file.paragraph(t("map.empty", lang), "Lead")
    lapsed = scope.standing(Standing.LAPSED, Standing.UNKNOWN)
    in_force = in_force_of(scope)
    _add_check(file, scope, t("brief.in_force", lang, n=len(in_force)), in_force)
    _add_check(file, scope, t("brief.lapsed", lang, n=len(lapsed)), newest_first(lapsed))
    _add_signatures(file, scope)
    return file.to_bytes(title, material.register.newest)


def _add_head(file: WordFile, scope: Scope) -> None:
    """Add date, filters, the figures in one sentence, what the territory is, its partners."""
    material, lang = scope.material, scope.lang
    add_dated(file, scope)
    profile = profile_of(scope)
    file.paragraph(_headline(scope, profile), "Lead")
    for code in profile.places(material.register) if profile else ():
        territory = material.register.territories[code]
        facts = " · ".join(about(territory, material.register, lang))
        file.paragraph(f"{capital(territory.name(lang))}. {facts}", "Quiet")
    if profile and profile.partners:
        tied = {code for tie in scope.ties for code in (tie.home, tie.partner)}
        names = [
            f"{partner.territory.short(lang)} ({partner.n_in_force})"
            for partner in profile.partners
            if partner.territory.code in tied
        ]
        if names:
            file.paragraph(t("brief.partners", lang, names=", ".join(names)))


def _headline(scope: Scope, profile: Profile | None) -> str:
    """Return the figures of what is picked, or of what the filters leave, as one sentence."""
    material, lang = scope.material, scope.lang
    if profile and not material.view.is_filtered:
        return capital(headline(profile, material.register, lang))
    if not scope.agreements:
        return t("map.empty", lang)
    counts = {str(how): len(scope.standing(how)) for how in Standing}
    on = material.view.on
    how = t("map.count_parts", lang, **counts)
    if on:
        how = t("map.count_on", lang, day=format_date(on, lang), **counts)
    ties = t("map.count_ties", lang, n=len(scope.ties))
    agreements = t("layer.agreements", lang, n=len(scope.agreements))
    return t("slides.network", lang, ties=ties, agreements=agreements, standing=how) + "."


def _add_map(file: WordFile, scope: Scope) -> None:
    lang = scope.lang
    name = subject(scope)
    shown = caption(scope.material.view, scope.material.register)
    alt = t(
        "brief.map_alt", lang, name=name, figures=_headline(scope, profile_of(scope)), shown=shown
    )
    file.picture(_map_png(scope.material, file.width), t("slides.map", lang), alt)
    file.paragraph(t("brief.map_caption", lang, name=name), "Caption")


def _map_png(material: Material, wide: float) -> bytes:
    """Return the map with its legend as a picture, without the clock."""
    width, height = wide * POINTS_PER_MM, MAP_HEIGHT * POINTS_PER_MM
    frame = (0.0, LEGEND + 5, width, height)
    picked = bool(material.view.focus)
    names = MAP_NAMES if picked else NETWORK_NAMES
    drawn = MapDrawing(material, frame, names, lit_only=picked).draw()
    legend = legend_line(material.view.lang, drawn, (0, 1), MAP_NAMES + 0.4, width)
    sheet = Sheet(Paper(width, height, names), (*drawn.ink, *legend), drawn, "")
    figure = draw_sheet(sheet)
    figure.set_size_inches(width / INCH, height / INCH)
    figure.set_dpi(DPI)
    file = io.BytesIO()
    FigureCanvasAgg(figure).print_png(file, metadata={"Software": None})
    return file.getvalue()


def _named(agreement: Agreement, scope: Scope) -> tuple[Line, Line]:
    """Return title and form of an agreement; the form is what we read from the title."""
    lang = scope.lang
    form, kind = t(f"form.{agreement.form}", lang), t(f"kind.{agreement.kind}", lang)
    words = f"{form}; {kind[:1].lower()}{kind[1:]}"
    return Line(agreement.title), Line(words, quiet=True)


def _add_in_force(file: WordFile, scope: Scope) -> None:
    """Add what is in force, the newest first."""
    lang, on = scope.lang, scope.material.view.on
    agreements = in_force_of(scope)
    title = t("brief.in_force", lang, n=len(agreements))
    if on:
        title = t("slides.in_force_on", lang, n=len(agreements), day=format_date(on, lang))
    file.heading(title)
    if not agreements:
        file.paragraph(t("territory.none_such", lang))
        return
    columns = (
        Column(t("table.number", lang), 9),
        Column(t("table.parties", lang), 34),
        Column(t("brief.form_title", lang), 62),
        Column(t("table.signed_on", lang), 21),
        Column(t("slides.registration", lang), 25),
        Column(t("table.term", lang), 24),
    )
    rows = [
        Row(
            (
                str(agreement.number),
                sides(agreement, scope),
                _named(agreement, scope),
                format_date(agreement.signed_on, lang),
                registration(agreement, lang),
                agreement.term_text or t("card.term_unknown", lang),
            )
        )
        for agreement in agreements
    ]
    file.table(title, columns, rows)


def _add_lapsed(file: WordFile, scope: Scope) -> None:
    """Add what lapsed, when as far as anyone can tell, and what replaced it."""
    lang = scope.lang
    lapsed = newest_first(scope.standing(Standing.LAPSED, Standing.UNKNOWN))
    if not lapsed:
        return
    title = t("brief.lapsed", lang, n=len(lapsed))
    file.heading(title)
    file.paragraph(f"{findings.lapsed(count_lapsed(lapsed), lang)}.", "Quiet", keep=True)
    columns = (
        Column(t("table.number", lang), 9),
        Column(t("table.parties", lang), 28),
        Column(t("brief.form_title", lang), 56),
        Column(t("table.signed_on", lang), 21),
        Column(t("brief.lapse_successor", lang), 63),
    )
    rows = [
        Row(
            (
                str(agreement.number),
                sides(agreement, scope),
                _named(agreement, scope),
                format_date(agreement.signed_on, lang),
                (*lapse_lines(agreement, lang), *successor_lines(agreement, scope)),
            )
        )
        for agreement in lapsed
    ]
    file.table(title, columns, rows)


def _add_sources(file: WordFile, scope: Scope) -> None:
    """Add sources and licences, and what the reader has to know of the dates."""
    lang, register = scope.lang, scope.material.register
    file.heading(t("export.sources", lang))
    day = format_date(register.newest, lang)
    file.paragraph(t("slides.dated", lang, day=day), "Quiet")
    file.paragraph(t("slides.calculated", lang), "Quiet")
    file.paragraph(attribution(lang), "Quiet")


# --- the sheet to check ---------------------------------------------------------------------------


def _add_check(file: WordFile, scope: Scope, title: str, agreements: list[Agreement]) -> None:
    """Add a block for every agreement: what we have on the left, room for theirs on the right."""
    if not agreements:
        return
    lang = scope.lang
    file.heading(title)
    columns = (
        Column(t("slides.fact", lang), 38),
        Column(t("brief.ours", lang), 112),
        Column(t("brief.theirs", lang), 112),
    )
    rows: list[Row] = []
    for agreement in agreements:
        rows.append(
            Row(
                (
                    (Line(f"{number(agreement, lang)}: {sides(agreement, scope)}", bold=True),),
                    t("brief.agrees", lang),
                ),
                spans=(2, 1),
                keep=True,
                shaded=True,
            )
        )
        facts = [Row((name, lines, ""), keep=True, height=FILL)
                 for name, lines in _facts(agreement, scope)]  # fmt: skip
        rows += [*facts[:-1], replace(facts[-1], keep=False)]
    file.table(title, columns, rows)


def _facts(agreement: Agreement, scope: Scope) -> list[tuple[str, str | tuple[Line, ...]]]:
    """Return what can be checked of an agreement: its name for the reader, and our value."""
    lang, register = scope.lang, scope.material.register
    facts: list[tuple[str, str | tuple[Line, ...]]] = [
        (t("table.title", lang), agreement.title),
        (t("card.signed", lang), format_date(agreement.signed_on, lang)),
        (t("card.registered", lang), registration(agreement, lang)),
        (t("card.parties", lang), "; ".join(party_names(agreement, register, lang))),
    ]
    if standing(agreement, scope.material.view.on) == Standing.IN_FORCE:
        return [*facts, (t("card.term", lang), agreement.term_text or t("card.term_unknown", lang))]
    facts.append((t("card.lapse", lang), lapse_lines(agreement, lang)))
    return [*facts, (t("table.successor", lang), successor_lines(agreement, scope))]


def _add_signatures(file: WordFile, scope: Scope) -> None:
    """Add room for what our register lacks, for remarks, and for both signatures."""
    lang = scope.lang
    missing = t("brief.missing", lang)
    file.heading(missing)
    heads = ("brief.form_title", "table.parties", "brief.signed_registered", "table.term")
    widths = (112, 64, 48, 38)
    columns = [Column(t(head, lang), wide) for head, wide in zip(heads, widths, strict=True)]
    file.table(
        missing,
        columns,
        [
            Row(("",) * len(columns), keep=place < N_MISSING, height=FILL + 3)
            for place in range(1, N_MISSING + 1)
        ],
    )
    remarks = t("brief.remarks", lang)
    file.heading(remarks)
    file.table(remarks, [Column("", 1)], [Row(("",), height=30)])
    title = t("brief.signatures", lang)
    file.heading(title)
    labels = ("position", "person", "signature", "day")
    sides = ("", *(t(f"brief.{side}", lang) for side in ("our_side", "their_side")))
    columns = [Column(side, wide) for side, wide in zip(sides, (38, 112, 112), strict=True)]
    last = len(labels) - 1
    rows = [
        Row((t(f"brief.{label}", lang), "", ""), height=FILL + 2, keep=place < last)
        for place, label in enumerate(labels)
    ]
    file.table(title, columns, rows)
