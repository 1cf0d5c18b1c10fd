"""What lies ahead, in a brief: ends of terms, anniversaries, white spots, pairs to think of."""

from collections.abc import Sequence

from geo.card import form_and_day, short_number, term
from geo.exports.material import N_CANDIDATES, Material
from geo.exports.word.content import WordContent, WordRow
from geo.findings import continued, group_name, white_spot
from geo.profile import build_profile, neighbour_names
from geo.shown import Tally
from geo.terms.events import Event, EventKind, worded
from geo.text import capital, format_date, t
from geo.white_spots import Loss, WhiteSpots


def add_due(file: WordContent, material: Material) -> None:
    """Add the prolongations and ends of terms up to the horizon, or when the next one is."""
    lang, found = material.lang, material.events(EventKind.PROLONGATION, EventKind.END)
    terms = [term(event.agreement, lang) for event in found]
    name = "due_ends" if any(event.kind == EventKind.END for event in found) else "due"
    _add_ahead(file, material, name, found, "table.term", terms, material.next_said)


def add_anniversaries(file: WordContent, material: Material) -> None:
    """Add the round anniversaries of the months ahead."""
    lang, found = material.lang, material.events(EventKind.ANNIVERSARY)
    years = [t("territory.anniversary", lang, n=event.years) for event in found]
    none = t("territory.none_such", lang)
    _add_ahead(file, material, "anniversaries", found, "brief.years", years, none)


def _add_ahead(
    file: WordContent, material: Material, name: str, found: Sequence[Event],
    last: str, cells: Sequence[str], none: str,
) -> None:  # fmt: skip
    """Add a table of events with a last column of their own, or that there are `none`."""
    lang = material.lang
    file.heading(t(f"brief.{name}", lang, day=format_date(material.shown.horizon, lang)))
    if not found:
        file.paragraph(none)
        return
    widths = {worded("column.day_calculated", found): 21, "table.number": material.number_width(8)}
    widths |= {"table.parties": 54, "brief.agreement": 41, last: 51}
    columns = file.columns(widths)
    rows = [
        WordRow((format_date(event.day, lang), short_number(event.agreement, lang, marked=False),
                 material.sides(event.agreement), form_and_day(event.agreement, lang), cell))
        for event, cell in zip(found, cells, strict=True)
    ]  # fmt: skip
    file.table(columns, rows, t(f"brief.{name}_rows", lang))
    more = f" {t('slides.anniversaries_what', lang)}" if name == "anniversaries" else ""
    file.paragraph(f"{material.days_remark(found)}{more}", "Quiet")


def add_white_spots(file: WordContent, material: Material) -> None:
    """Add the white spots of a region or of both sides, or the untied neighbours of a territory."""
    register, lang, focus = material.register, material.lang, material.focus
    if focus and focus[0] in register.by_id:
        return
    if focus and focus[0] in register.territories:
        _add_neighbours(file, material)
        return
    file.heading(t("brief.white_spots", lang))
    found = {
        name: _ways(spots, material.shown.words, lang)
        for name, spots in material.white_spots.by_group(lang).items()
    }
    for name, ways in found.items():
        if ways and not material.is_region:
            file.heading(group_name(name, lang), 2)
        for said in ways:
            file.paragraph(said)
    if not any(found.values()):
        file.paragraph(t("territory.none_such", lang))
    file.paragraph(f"{material.whole_line}. {t('slides.white_units', lang)}", "Quiet")


def _ways(spots: WhiteSpots, words: dict[str, str], lang: str) -> list[str]:
    """Return a paragraph for every way in which territories came to have nothing in force."""
    ways = {
        str(loss): [white_spot(x, x.territory.name(lang), lang) for x in spots.of(loss)]
        for loss in Loss
    }
    ways["continued"] = [continued(one, lang) for one in spots.continued]
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
            lines.append((territory, "; ".join(names) or t("territory.all_tied", lang)))
    if lines:
        file.heading(t("territory.neighbours", lang))
        for territory, text in lines:
            file.paragraph(f"{capital(territory.name(lang))}: {text}".rstrip(".") + ".")
    if profile and profile.nearest:
        file.heading(t("territory.nearest", lang))
        territory = register.territories[material.focus[0]]
        nearest = [(other, Tally()) for other in profile.nearest]
        file.paragraph("; ".join(neighbour_names(territory, nearest, lang)) + ".")


def add_candidates(file: WordContent, material: Material) -> None:
    """Add the pairs with nothing in force that come to mind, with the reasons in words."""
    lang = material.lang
    if not material.candidates:
        return
    file.heading(t("brief.candidates", lang))
    columns = file.columns({"slides.pair": 55, "column.reasons": 120})
    rows = [WordRow(cells) for cells in material.candidate_cells()]
    file.table(columns, rows, t("brief.candidates_rows", lang))
    cut = t("brief.candidates_all", lang) if _is_cut(material) else ""
    file.paragraph(f"{material.candidates_remark()} {cut}".strip(), "Quiet")


def _is_cut(material: Material) -> bool:
    return len(material.candidates) > N_CANDIDATES


def add_all_candidates(file: WordContent, material: Material) -> None:
    """Add an appendix with every pair, in the same order, where the text has only the first."""
    lang = material.lang
    if not _is_cut(material):
        return
    file.heading(t("brief.appendix", lang, n=len(material.candidates)), fresh=True)
    file.paragraph(t("brief.candidates_order", lang), "Quiet", keep=True)
    columns = file.columns({"brief.place": 9, "slides.pair": 55, "column.reasons": 111})
    rows = [
        WordRow((str(place), *cells))
        for place, cells in enumerate(material.candidate_cells(None), start=1)
    ]
    file.table(columns, rows, t("brief.candidates_rows", lang))
