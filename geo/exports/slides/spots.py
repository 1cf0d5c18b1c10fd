"""The white spots of a deck: they belong to the whole register, whatever the filters."""

from collections import Counter

from geo import findings, settings
from geo.exports.drawing.ink import QUIET, Box
from geo.exports.material import Material
from geo.exports.scope import Scope
from geo.exports.slides.deck import Deck
from geo.exports.slides.legend import Legend
from geo.exports.slides.lists import add_text
from geo.exports.slides.map import SlideMap
from geo.exports.slides.shapes import Shape, Words, textbox
from geo.exports.slides.table import Column, Row, add_table, heights_of, remark_shape, table_shape
from geo.exports.slides.text import LEAST, height
from geo.history import Standing, standing
from geo.territories import Country, Territory
from geo.text import format_date, t
from geo.view import View
from geo.white_spots import (
    NEAR_KM,
    Candidate,
    Loss,
    WhiteSpot,
    expected,
    find_candidates,
    find_white_spots,
)

N_CANDIDATES = 8
"""As many pairs are named; the page with the statistics has them all."""


def add_white_spots(deck: Deck, scope: Scope) -> None:
    """Add the territories with nothing in force, and the pairs that come to mind."""
    if not scope.focus:
        _add_map(deck, scope)
        for country in Country:
            _add_spots(deck, scope, country)
    elif scope.is_region:
        _add_spots(deck, scope, Country.BY, scope.focus[0])
    if not scope.agreement:
        _add_candidates(deck, scope)


def _add_map(deck: Deck, scope: Scope) -> None:
    """Add a map of all districts by what is in force, and the numbers of every region beside it."""
    lang, on, register = scope.lang, scope.material.view.on, scope.material.register
    sides = {country: find_white_spots(register, country, on) for country in Country}
    everyone = [x for country in Country for x in expected(register, country)]
    without = Counter(spot.territory.region for spots in sides.values() for spot in spots)
    total = Counter(territory.region for territory in everyone)
    title = t("slides.white_map", lang, count=without.total(), total=total.total())
    left, top, right, low = deck.room(title)
    credit = t("slides.credit", lang)
    below = low - height(credit, LEAST, right - left)
    columns = (
        Column(t("column.region", lang), 176),
        Column(t("slides.without", lang), 84, "r"),
        Column(t("column.n_agreements", lang), 68, "r"),
    )
    rows = [
        Row((t(f"region.{code}", lang), str(without[code]), str(total[code])))
        for code in sorted(total, key=lambda code: (code != settings.HOME_REGION, code))
    ]
    middle = right - sum(column.width for column in columns)
    drawing, legend = _district_map(scope, (left, top, middle - 14, below - 4))
    slide = deck.slide(title, [title, _whole(scope), t("slides.map_notes", lang)])
    heights = heights_of(columns, rows, LEAST)
    beside = table_shape(columns, rows, heights, LEAST, (middle, top, right, low), lang, title)
    remark = (middle, beside.box[3] + 8, right, below - 4)
    words = [Words(_whole(scope), LEAST, colour=QUIET)]
    deck.draw(
        slide,
        [
            drawing.ground(t("slides.map", lang), title),
            legend,
            beside,
            textbox(t("slides.remark", lang), remark, words, lang),
            remark_shape(credit, below, lang),
        ],
    )


def _district_map(scope: Scope, box: Box) -> tuple[SlideMap, Shape]:
    """Return the map of all districts, shaded by what is in force, and its legend."""
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
    left, top, right, low = box
    every = Material(whole, register, material.network, material.today)
    draft = SlideMap(every, box)
    draft.only_counts(counts)
    legend = Legend(draft, right - left)
    drawing = SlideMap(every, (left, top, right, low - legend.height - 4))
    drawing.only_counts(counts)
    return drawing, legend.shape(left, low - legend.height)


def _add_spots(deck: Deck, scope: Scope, country: Country, region: str = "") -> None:
    """Add the white spots of a side, or of one region of it."""
    register, on, lang = scope.material.register, scope.material.view.on, scope.lang

    def belongs(territory: Territory) -> bool:
        return not region or territory.region == region

    spots = [x for x in find_white_spots(register, country, on) if belongs(x.territory)]
    total = sum(map(belongs, expected(register, country)))
    title = findings.white_spots(spots, country, total, lang)
    if region:
        name = t(f"region.{region}", lang)
        title = t("slides.white_region", lang, name=name, count=len(spots), total=total)
    remark = _whole(scope)
    if not spots:
        add_text(deck, title, [remark])
        return
    regions: dict[str, dict[Loss, list[str]]] = {}
    for spot in sorted(spots, key=lambda spot: spot.territory.short(lang)):
        lists = regions.setdefault(spot.territory.region, {loss: [] for loss in Loss})
        lists[spot.loss].append(_spot_name(spot, lang))
    losses = [loss for loss in Loss if any(lists[loss] for lists in regions.values())]
    wide = 240.0 if len(losses) > 1 else 0.0
    columns = [Column(t("column.region", lang), 180)]
    for loss in losses:
        narrow = wide and loss == Loss.LOST
        columns.append(Column(t(f"stats.white_{loss}", lang), wide if narrow else 708 - wide))
    rows = [
        Row((t(f"region.{code}", lang), *(", ".join(lists[loss]) or "—" for loss in losses)))
        for code, lists in sorted(regions.items())
    ]
    add_table(deck, title, columns, rows, remark)


def _spot_name(spot: WhiteSpot, lang: str) -> str:
    name = spot.territory.short(lang)
    if spot.lapsed:
        days = findings.join([format_date(a.signed_on, lang) for a in spot.lapsed], lang)
        return t("stats.white_had", lang, name=name, days=days)
    if spot.inside:
        names = findings.join([territory.short(lang) for territory in spot.inside], lang)
        return t("stats.white_inside", lang, name=name, names=names)
    return name


def _add_candidates(deck: Deck, scope: Scope) -> None:
    material, lang = scope.material, scope.lang
    found = [
        candidate
        for candidate in find_candidates(material.register, material.boundaries, material.view.on)
        if _concerns(candidate, scope)
    ]
    if not found:
        return
    shown = found[:N_CANDIDATES]
    columns = (
        Column(t("slides.pair", lang), 300),
        Column(t("column.reasons", lang), 588),
    )
    rows = [
        Row(
            (
                f"{candidate.home.short(lang)} — {candidate.partner.short(lang)}",
                "; ".join(findings.reasons(candidate, lang)),
            ),
        )
        for candidate in shown
    ]
    remark = t("slides.candidates_what", lang, whole=_whole(scope), km=NEAR_KM)
    if len(shown) < len(found):
        remark += " " + t("slides.first_rows", lang, n=len(shown), total=len(found))
    add_table(deck, scope.title(findings.candidates(found, lang)), columns, rows, remark)


def _concerns(candidate: Candidate, scope: Scope) -> bool:
    """Tell whether a pair has to do with what is picked."""
    if not scope.focus:
        return True
    ends = (candidate.home.code, candidate.partner.code, candidate.partner.region)
    return any(code in ends for code in scope.focus)


def _whole(scope: Scope) -> str:
    """Return that filters do not touch this, and the day."""
    on = scope.material.view.on
    if on:
        return t("stats.whole_on", scope.lang, day=format_date(on, scope.lang))
    return t("stats.whole", scope.lang)
