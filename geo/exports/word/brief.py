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
from geo.card import form_and_day, registration, short_number, term
from geo.exports.drawing.sheet import POINTS_PER_MM
from geo.exports.material import N_CANDIDATES, Material
from geo.exports.paper.maps import TEXT_WIDTH, small_map
from geo.exports.word.content import Paragraph, PictureBlock, SignBlock, WordContent, WordRow
from geo.exports.word.document import in_languages, to_docx
from geo.exports.word.facts import begin, lapse_lines, successor_lines
from geo.exports.word.printed import to_pdf
from geo.history import Standing
from geo.profile import about, build_profile, count_in_force, headline, neighbour_names, partners_of
from geo.shown import Tally
from geo.sources import attribution
from geo.terms.events import EventKind, alike, worded
from geo.text import LANGUAGES, capital, format_date, t
from geo.white_spots import Loss, WhiteSpots

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
    file = begin(t("brief.title", material.lang, name=material.shown.subject), material)
    _add_head(file, material)
    if material.agreements:
        _add_map(file, material)
        _add_in_force(file, material)
        for how in (Standing.UNKNOWN, Standing.LAPSED):
            _add_gone(file, material, how)
    if material.looks_ahead and material.shown.picked.in_force:
        _add_ahead(file, material)
    _add_white_spots(file, material)
    _add_candidates(file, material)
    _add_sources(file, material)
    file.blocks.append(SignBlock())
    _add_all_candidates(file, material)
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
    file.blocks.append(PictureBlock(svg, size, t("slides.map", lang), alt))
    tally = material.shown.picked.tally
    dashes = t("brief.map_dashes", lang) if tally.lapsed or tally.unknown else ""
    file.paragraph(t("brief.map_caption", lang, name=name, dashes=dashes), "Caption")


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
    rows = []
    for one in agreements:
        number, signed = short_number(one, lang), format_date(one.signed_on, lang)
        said = registration(one, material.shown), term(one, lang)
        rows.append(WordRow((number, _named(one, material), signed, *said)))
    file.table(file.columns(widths | dates), rows, t("brief.in_force_rows", lang))


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
    rows = []
    for one in gone:
        number, signed = short_number(one, lang, marked=False), format_date(one.signed_on, lang)
        said = *lapse_lines(one, material), *successor_lines(one, material)
        rows.append(WordRow((number, _named(one, material), signed, said)))
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


# --- what lies ahead, and what is not there -------------------------------------------------------


def _add_ahead(file: WordContent, material: Material) -> None:
    """Add prolongations and ends of terms up to the horizon, or the next one; and anniversaries."""
    lang, day = material.lang, format_date(material.shown.horizon, material.lang)
    terms = EventKind.PROLONGATION, EventKind.END
    for name, kinds in (("due", terms), ("anniversaries", (EventKind.ANNIVERSARY,))):
        found, is_due = material.events(*kinds), name == "due"
        ends = "_ends" if any(event.kind == EventKind.END for event in found) else ""
        file.heading(t(f"brief.{name}{ends}", lang, day=day))
        if not found:
            file.paragraph(material.next_said if is_due else t("territory.none_such", lang))
            continue
        numbers = material.number_width(8)
        widths = {worded("column.day_calculated", found): 21, "table.number": numbers}
        widths |= {"table.parties": 54, "brief.agreement": 41}
        widths |= {"table.term" if is_due else "brief.years": 51}
        rows = []
        for event in found:
            one, years = event.agreement, t("territory.anniversary", lang, n=event.years)
            number = short_number(one, lang, marked=False)
            said = form_and_day(one, lang), term(one, lang) if is_due else years
            rows.append(WordRow((format_date(event.day, lang), number, material.sides(one), *said)))
        file.table(file.columns(widths), rows, t(f"brief.{name}{ends}_rows", lang))
        more = "" if is_due else f" {t('slides.anniversaries_what', lang)}"
        file.paragraph(f"{material.days_remark(found)}{more}", "Quiet")


def _add_white_spots(file: WordContent, material: Material) -> None:
    """Add the white spots of a region or of both sides, or the untied neighbours of a territory."""
    register, lang, focus = material.register, material.lang, material.focus
    if focus and focus[0] in register.by_id:
        return
    if focus and focus[0] in register.territories:
        _add_neighbours(file, material)
        return
    file.heading(t("brief.white_spots", lang))
    order = LANGUAGES[0] if material.twin else lang  # both of two stand in the same order
    found = {
        name: _ways(spots, material.shown.words, lang)
        for name, spots in material.white_spots.by_group(order).items()
    }
    for name, ways in found.items():
        if ways and not material.is_region:
            file.heading(findings.group_name(name, lang), 2)
        for said in ways:
            file.paragraph(said)
    if not any(found.values()):
        file.paragraph(t("territory.none_such", lang))
    file.paragraph(f"{material.whole_line}. {t('slides.white_units', lang)}", "Quiet")


def _ways(spots: WhiteSpots, words: dict[str, str], lang: str) -> list[str]:
    """Return a paragraph for every way in which territories came to have nothing in force."""
    ways = {
        str(loss): [findings.white_spot(x, x.territory.name(lang), lang) for x in spots.of(loss)]
        for loss in Loss
    }
    ways["continued"] = [findings.continued(one, lang) for one in spots.continued]
    return [
        f"{t(f'stats.white_{name}', lang, **words)} ({len(names)}): {', '.join(sorted(names))}."
        for name, names in ways.items()
        if names
    ]


def _add_neighbours(file: WordContent, material: Material) -> None:
    """Add, of every picked territory, the neighbours across the border with nothing in force."""
    lang, register, profile = material.lang, material.register, material.profile
    lines = []
    for code in material.focus:
        own = build_profile((code,), material.shown, material.network.boundaries)
        territory = register.territories[code]
        if own.has_neighbours:
            names = neighbour_names(territory, own.neighbours, lang)
            said = "; ".join(names) or t("territory.all_tied", lang)
            lines.append(f"{capital(territory.name(lang))}: {said}".rstrip(".") + ".")
    if lines:
        file.heading(t("territory.neighbours", lang))
    for line in lines:
        file.paragraph(line)
    if profile and profile.nearest:
        file.heading(t("territory.nearest", lang))
        territory = register.territories[material.focus[0]]
        nearest = [(other, Tally()) for other in profile.nearest]
        file.paragraph("; ".join(neighbour_names(territory, nearest, lang)) + ".")


def _add_candidates(file: WordContent, material: Material) -> None:
    """Add the pairs with nothing in force that come to mind, with the reasons in words."""
    lang = material.lang
    if not material.candidates:
        return
    file.heading(t("brief.candidates", lang))
    columns = file.columns({"slides.pair": 55, "column.reasons": 120})
    rows = [WordRow(cells) for cells in material.candidate_cells()]
    file.table(columns, rows, t("brief.candidates_rows", lang))
    cut = t("brief.candidates_all", lang) if len(material.candidates) > N_CANDIDATES else ""
    file.paragraph(f"{material.candidates_remark()} {cut}".strip(), "Quiet")


def _add_all_candidates(file: WordContent, material: Material) -> None:
    """Add an appendix with every pair, in the same order, where the text has only the first."""
    lang = material.lang
    if len(material.candidates) <= N_CANDIDATES:
        return
    file.heading(t("brief.appendix", lang, n=len(material.candidates)), fresh=True)
    file.paragraph(t("brief.candidates_order", lang), "Quiet", keep=True)
    columns = file.columns({"brief.place": 9, "slides.pair": 55, "column.reasons": 111})
    cells = enumerate(material.candidate_cells(None), start=1)
    rows = [WordRow((str(place), *said)) for place, said in cells]
    file.table(columns, rows, t("brief.candidates_rows", lang))
