"""The white spots of a deck: they belong to the whole register, whatever the filters."""

from collections import Counter

from geo import findings, settings
from geo.exports.drawing.ink import Box
from geo.exports.material import Material
from geo.exports.scope import Scope
from geo.exports.slides.deck import Deck
from geo.exports.slides.legend import Legend
from geo.exports.slides.lists import add_text
from geo.exports.slides.map import SlideMap
from geo.exports.slides.table import Column, Grid, Row, add_table, remark_shape
from geo.exports.slides.text import LEAST, height
from geo.history import Standing, standing
from geo.shown import Shown
from geo.territories import Country
from geo.text import t
from geo.view import View
from geo.white_spots import Loss, expected

BESIDE = 328.0
"""Width of what stands beside the map of white spots, in points."""


def add_white_spots(deck: Deck, scope: Scope) -> None:
    """Add the territories with nothing in force, and the pairs that come to mind."""
    if not scope.focus:
        _add_map(deck, scope)
    if not scope.focus or scope.is_region:
        _add_spots(deck, scope)
    if not scope.agreement and len(scope.focus) < 2:
        _add_candidates(deck, scope)


def _add_map(deck: Deck, scope: Scope) -> None:
    """Add a map of all districts by what is in force, and beside it every region's numbers."""
    lang, register = scope.lang, scope.material.register
    everyone = [x for country in Country for x in expected(register, country)]
    spots = [spot for country in Country for spot in scope.white_spots(country)]
    without = Counter(spot.territory.region for spot in spots)
    total = Counter(territory.region for territory in everyone)
    title = t("slides.white_map", lang, count=without.total(), total=total.total())
    left, top, right, low = deck.room(title)
    credit = t("slides.credit", lang)
    below = low - height(credit, LEAST, right - left)
    middle = right - BESIDE
    columns = (
        Column(t("column.region", lang)),
        Column(t("slides.without", lang), "r"),
        Column(t("column.n_agreements", lang), "r"),
    )
    rows = [
        Row((t(f"region.{code}", lang), str(without[code]), str(total[code])))
        for code in sorted(total, key=_home_first)
    ]
    drawing = _district_map(scope, (left, top, middle - 14, below - 4))
    legend = Legend(drawing, BESIDE)
    grid = Grid.fit(columns, rows, LEAST, BESIDE)
    table = grid.shape((middle, top), lang, title)
    box = (middle, top, right, low)
    remark = remark_shape(f"{scope.whole}.", table.box[3] + 8, lang, box)
    slide = deck.slide(title, [title, f"{scope.whole}.", t("slides.map_notes", lang)])
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
    material = scope.material
    register = material.register
    whole = View(lang=scope.lang, on=material.view.on)
    counts = Counter(
        code
        for agreement in register.agreements
        if standing(agreement, whole.on) == Standing.IN_FORCE
        for code in agreement.territories
        if register.territories[code].is_home or register.territories[code].country == Country.BY
    )
    drawing = SlideMap(Material(Shown(whole, register, material.today), material.network), box)
    drawing.only_counts(counts)
    return drawing


def _add_spots(deck: Deck, scope: Scope) -> None:
    """Add the names of the white spots by region: of both sides, or of the region picked."""
    lang, register = scope.lang, scope.material.register
    sides = (Country.BY,) if scope.is_region else (Country.RU, Country.BY)
    spots = [spot for country in sides for spot in scope.white_spots(country)]
    if scope.is_region:
        total = sum(x.region == scope.focus[0] for x in expected(register, Country.BY))
        title = t("slides.white_region", lang, name=scope.name, count=len(spots), total=total)
    else:
        title = t("slides.white_names", lang, n=len(spots))
    if not spots:
        add_text(deck, title, [f"{scope.whole}."])
        return
    lost = sum(spot.loss == Loss.LOST for spot in spots)
    remark = t("stats.white_what", lang, whole=scope.whole, never=len(spots) - lost, lost=lost)
    names: dict[str, list[str]] = {}
    for spot in spots:
        name = findings.white_spot(spot, spot.territory.short(lang), lang)
        names.setdefault(spot.territory.region, []).append(name)
    if len(names) == 1:
        add_text(deck, title, [f"{', '.join(*names.values())}.", remark])
        return
    columns = (
        Column(t("column.region", lang)),
        Column(t("slides.without", lang), "r"),
        Column(t("column.territory", lang)),
    )
    rows = [
        Row((t(f"region.{code}", lang), str(len(names[code])), ", ".join(names[code])))
        for code in sorted(names, key=_home_first)
    ]
    add_table(deck, title, columns, rows, remark)


def _home_first(region: str) -> tuple[bool, str]:
    return region != settings.HOME_REGION, region


def _add_candidates(deck: Deck, scope: Scope) -> None:
    lang = scope.lang
    if not scope.candidates:
        return
    columns = (Column(t("slides.pair", lang)), Column(t("column.reasons", lang)))
    rows = [Row(cells) for cells in scope.candidate_cells()]
    title = scope.title(findings.candidates(scope.candidates, lang))
    add_table(deck, title, columns, rows, scope.candidates_remark())
