"""The white spots of a deck: of the whole register, or of the region that the deck is about."""

from functools import partial

from geo import findings
from geo.exports.drawing.ink import Box
from geo.exports.scope import Scope
from geo.exports.slides.deck import Deck
from geo.exports.slides.legend import SlideLegend
from geo.exports.slides.lists import add_text
from geo.exports.slides.map import SlideMap
from geo.exports.slides.table import Grid, SlideColumn, SlideRow, add_table, remark_shape
from geo.exports.slides.text import LEAST, height
from geo.territories import Territory
from geo.text import has_text, t
from geo.view import View
from geo.white_spots import Loss, WhiteSpots

BESIDE = (328.0, 380.0, 430.0)
"""Widths of what stands beside the map of white spots, in points: the first that has room."""


def _lies_in(region: str, territory: Territory) -> bool:
    return territory.region == region


def add_white_spots(deck: Deck, scope: Scope) -> None:
    """Add the territories with nothing in force, and the pairs that come to mind."""
    spots, lang = scope.white_spots, scope.lang
    regions = [code for code in scope.asked_places if has_text(f"region.{code}")]
    if not scope.focus and not scope.asked_places:
        _add_map(deck, scope)
        count = findings.white_count(spots, lang)
        _add_spots(deck, scope, spots, t("slides.white_names", lang, count=count))
    for region in regions:
        own = spots.only(partial(_lies_in, region))
        name, count = t(f"region.{region}", lang), findings.white_count(own, lang)
        total = len(own.expected)
        title = t("slides.white_region", lang, name=name, count=count, total=total)
        _add_spots(deck, scope, own, title)
    if not scope.agreement and len(scope.focus) < 2:
        _add_candidates(deck, scope)


def _add_map(deck: Deck, scope: Scope) -> None:
    """Add a map of all districts by what is in force, and beside it every region's numbers."""
    lang, spots = scope.lang, scope.white_spots
    count = findings.white_count(spots, lang)
    title = t("slides.white_map", lang, count=count, total=len(spots.expected))
    left, top, right, low = deck.room(title)
    credit = t("slides.credit", lang)
    below = low - height(credit, LEAST, right - left)
    columns = (
        SlideColumn(t("column.region", lang)),
        SlideColumn(t("slides.without", lang), "r"),
        SlideColumn(t("column.n_agreements", lang), "r"),
    )
    rows = [
        SlideRow(
            (findings.group_name(code, lang), findings.short_count(group), str(len(group.expected)))
        )
        for code, group in spots.by_group().items()
    ]
    said = f"{scope.whole}. {t('slides.white_units', lang)}"
    # The wider the words beside the map, the fewer lines they take.
    for beside in BESIDE:
        middle = right - beside
        drawing = _district_map(scope, (left, top, middle - 14, below - 4))
        legend = SlideLegend(drawing, beside)
        table = Grid.fit(columns, rows, LEAST, beside).shape((middle, top), lang, title)
        remark = remark_shape(said, table.box[3] + 8, lang, (middle, top, right, low))
        if remark.box[3] + 10 + legend.height <= below:
            break
    slide = deck.slide(title, [title, said, t("slides.map_notes", lang)])
    deck.draw(
        slide,
        [
            drawing.ground(t("slides.map", lang), title),
            table,
            remark,
            legend.shape(middle, remark.box[3] + 10),
            remark_shape(credit, below, lang),
        ],
    )


def _district_map(scope: Scope, box: Box) -> SlideMap:
    """Return the map of all districts, shaded by what is in force."""
    material, whole = scope.material, scope.material.shown.whole
    tallies = {code: part.tally for code, part in whole.by_territory.items()}
    spots = {spot.territory.code for spot in scope.white_spots.of(Loss.UNKNOWN)}
    drawing = SlideMap(material.seen(View(lang=scope.lang, on=material.view.on)), box)
    drawing.only_counts(
        {code: tally.in_force for code, tally in tallies.items() if tally.in_force}, spots
    )
    return drawing


def _add_spots(deck: Deck, scope: Scope, spots: WhiteSpots, title: str) -> None:
    """Add the names of white spots, by region if there are several, and whose tie goes on."""
    lang = scope.lang
    remark = t("stats.white_what", lang, whole=scope.whole, parts=findings.white_parts(spots, lang))
    going_on = "; ".join(findings.continued(one, lang) for one in spots.continued)
    remark = f"{remark} {going_on}." if going_on else remark
    groups = {code: group for code, group in spots.by_group().items() if group.spots}
    names = {code: ", ".join(_names(group, lang)) for code, group in groups.items()}
    if len(names) < 2:
        add_text(deck, title, [*(f"{text}." for text in names.values()), remark.strip()])
        return
    columns = (
        SlideColumn(t("column.region", lang)),
        SlideColumn(t("slides.without", lang), "r"),
        SlideColumn(t("column.territory", lang)),
    )
    rows = [
        SlideRow((findings.group_name(code, lang), findings.short_count(group), names[code]))
        for code, group in groups.items()
    ]
    add_table(deck, title, columns, rows, remark)


def _names(spots: WhiteSpots, lang: str) -> list[str]:
    """Return the names in the alphabet, those marked of which it is not known."""
    return sorted(
        findings.white_spot(spot, findings.white_name(spot, lang), lang) for spot in spots.spots
    )


def _add_candidates(deck: Deck, scope: Scope) -> None:
    lang = scope.lang
    if not scope.candidates:
        return
    columns = (SlideColumn(t("slides.pair", lang)), SlideColumn(t("column.reasons", lang)))
    rows = [SlideRow(cells) for cells in scope.candidate_cells()]
    title = scope.title(findings.candidates(scope.candidates, lang))
    add_table(deck, title, columns, rows, scope.candidates_remark())
