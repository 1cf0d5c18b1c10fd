"""
A view as slides for a speaker: PPTX 16:9, everything in it native and open to change.

Title, network, growth, regions, what is picked, what is in force, what is due, anniversaries, white
spots, sources, in named sections. A title says the finding, the notes hold full titles and
registration numbers. A slide that would be empty is left out; that nothing is due is said.
"""

from pptx.slide import Slide

from geo import findings, stats
from geo.exports.drawing.ink import Box
from geo.exports.material import Material
from geo.exports.scope import Scope
from geo.exports.slides.chart import growth_chart, regions_chart, signings_chart
from geo.exports.slides.deck import FOOTER, WIDTH, Deck
from geo.exports.slides.focus import add_ties, focus_figures, focus_title
from geo.exports.slides.legend import SlideLegend
from geo.exports.slides.lists import add_ahead, add_in_force, add_sources
from geo.exports.slides.map import SlideMap
from geo.exports.slides.spots import add_white_spots
from geo.exports.slides.table import Grid, SlideColumn, SlideRow, remark_shape
from geo.exports.slides.text import LEADING, LEAST, height, wrap
from geo.text import capital, format_date, t

COVER_MAP: Box = (572.0, 56.0, WIDTH - 24.0, 490.0)
CREDIT_GAP = 4.0
LEAST_MAP = 120.0
"""A map is not made lower for the sake of a long legend, in points."""
BESIDE = 460.0
"""Width of the table beside a chart, in points."""
TABLE_SIZE = 16.0
"""Of that table."""
FEW = 5
"""Of fewer agreements of what is picked there is no chart by year."""


def to_pptx(material: Material) -> bytes:
    """Return the deck of a view; the same material gives the same bytes."""
    scope = Scope(material)
    lang = scope.lang
    deck = Deck(lang)
    everything = Scope(material.seen(material.view.focused()))
    title = t("app.title", lang)
    deck.section(t("slides.part_network", lang), footer(scope))
    _add_cover(deck, scope, title)
    deck.footer = footer(everything)
    _add_map(deck, everything.material, network_title(everything.material))
    if material.shown.past.agreements:
        _add_growth(deck, everything)
        if not scope.focus:
            _add_signings(deck, scope)
    if material.shown.listed.agreements:
        _add_regions(deck, everything)
    if scope.focus:
        deck.section(scope.name, footer(scope))
        _add_map(deck, material, focus_title(scope))
        add_ties(deck, scope)
        if len(material.shown.picked_past.agreements) >= FEW and len(scope.focus) < 2:
            _add_signings(deck, scope)
    if scope.agreements and len(scope.focus) < 2 and not scope.agreement:
        deck.section(t("slides.part_agreements", lang))
        add_in_force(deck, scope)
    if scope.looks_ahead:
        deck.section(t("slides.part_ahead", lang))
        add_ahead(deck, scope)
    deck.section(t("slides.part_white", lang))
    add_white_spots(deck, scope)
    deck.section(t("slides.part_sources", lang))
    add_sources(deck, scope)
    return deck.to_bytes(f"{title}: {material.shown.subject}", material.today)


def footer(scope: Scope) -> str:
    """Return the filters in words and the register's date; too many go to the last slide."""
    material, lang = scope.material, scope.lang
    text = f"{material.shown.about} · {material.shown.dated}"
    left, top, right, low = FOOTER
    if len(wrap(text, LEAST, right - left)) * LEAST * LEADING <= low - top:
        return text
    return f"{t('slides.long_filter', lang)} · {material.shown.dated}"


def network_title(material: Material) -> str:
    """Return the figures of the network as a finding."""
    view, selection = material.view, material.shown.listed
    lang = view.lang
    if not selection.agreements:
        return t("map.empty", lang).rstrip(".")
    return t(
        "slides.network",
        lang,
        ties=material.shown.ties_line(selection),
        agreements=t("layer.agreements", lang, n=len(selection.agreements)),
        standing=material.shown.standings_line(selection),
    )


def _add_cover(deck: Deck, scope: Scope, title: str) -> None:
    material, lang = scope.material, scope.lang
    subtitle = t("app.subtitle", lang)
    about = [f"{title}: {subtitle}"] if scope.name else [subtitle]
    shown = material.shown.caption
    lines = [_cover_figures(scope), shown]
    lines.append(capital(material.shown.dated))
    room = 224.0 - sum(height(line, 20, 524) + 8 for line in (*about, *lines))
    if room < 0:
        lines[1] = t("slides.long_filter", lang)
    notes = [t("slides.cover_notes", lang, today=format_date(material.today, lang)), shown]
    slide = deck.cover(scope.name or title, [*about, *lines], notes)
    drawing = SlideMap(material, COVER_MAP)
    deck.draw(slide, [drawing.cover(t("slides.map", lang), material.shown.subject)])


def _cover_figures(scope: Scope) -> str:
    """Return the figures of what is picked, or of the view."""
    if scope.focus:
        return capital(focus_figures(scope))
    material = scope.material
    counts = material.shown.count_line
    shown = material.shown.listed.agreements
    return f"{counts}: {material.shown.standings_line(material.shown.listed)}" if shown else counts


def _add_map(deck: Deck, material: Material, title: str) -> None:
    """Add the map with legend and credits below."""
    lang = material.view.lang
    left, top, right, low = deck.room(title)
    credit = t("slides.credit", lang)
    below = low - height(credit, LEAST, right - left)
    drawing, legend = _map_above_legend(material, (left, top, right, below - CREDIT_GAP))
    about = f"{title}. {material.shown.about}"
    slide = deck.slide(title, [about, t("slides.map_notes", lang)])
    shapes = [
        drawing.shapes(t("slides.map", lang), about),
        legend.shape(left, drawing.box[3] + CREDIT_GAP),
        remark_shape(credit, below, lang),
    ]
    deck.draw(slide, shapes)


def _map_above_legend(material: Material, box: Box) -> tuple[SlideMap, SlideLegend]:
    """Return a map and its legend: the lower the map, the more numbers the legend explains."""
    left, top, right, low = box
    legend = SlideLegend(SlideMap(material, box), right - left)
    while True:
        bottom = max(low - legend.height - CREDIT_GAP, top + LEAST_MAP)
        drawing = SlideMap(material, (left, top, right, bottom))
        room, legend = legend.height, SlideLegend(drawing, right - left, numbers=True)
        if legend.height <= room or bottom == top + LEAST_MAP:
            return drawing, legend


def _add_chart(deck: Deck, title: str, what: str) -> tuple[Slide, Box]:
    """Add a slide for a chart with words below; return the chart's box."""
    left, top, right, low = deck.room(title)
    slide = deck.slide(title, [title, what])
    below = low - height(what, LEAST, right - left)
    deck.draw(slide, [remark_shape(what, below, deck.lang)])
    return slide, (left, top, right, below - 6)


def _add_growth(deck: Deck, scope: Scope) -> None:
    material, lang = scope.material, scope.lang
    frame = stats.growth(material.shown.past)
    title = material.shown.finding(findings.growth(frame, lang), material.shown.past)
    slide, box = _add_chart(deck, title, t("slides.growth_what", lang))
    growth_chart(slide, box, frame, lang, title)


def _add_signings(deck: Deck, scope: Scope) -> None:
    lang, shown = scope.lang, scope.material.shown
    frame = stats.signings_by_year(shown.picked_past)
    title = scope.title(shown.finding(findings.signings(frame, lang), shown.picked_past))
    slide, box = _add_chart(deck, title, t("slides.signings_what", lang))
    signings_chart(slide, box, frame, lang, title)


def _add_regions(deck: Deck, scope: Scope) -> None:
    """Add the partner regions: bars on the left, the same and more as a table on the right."""
    material, lang = scope.material, scope.lang
    selection = material.shown.listed
    frame = stats.by_region(selection)

    def name(region: str) -> str:
        return t(f"region.{region}", lang)

    title = findings.leader(frame, "region", name, selection, lang)
    title = material.shown.finding(title, selection)
    slide, (left, top, right, low) = _add_chart(deck, title, t("stats.region_what", lang))
    middle = right - BESIDE
    regions_chart(slide, (left, top, middle - 12, low), frame, lang, title)
    columns = [SlideColumn(t("column.region", lang))] + [
        SlideColumn(t(f"column.{name}", lang), "r")
        for name in ("n_agreements", "n_ties", "n_territories")
    ]
    rows = [
        SlideRow((t(f"region.{row.region}", lang), str(row.n_agreements), str(row.n_ties),
             str(row.n_territories)))
        for row in frame.itertuples()
    ]  # fmt: skip
    grid = Grid.fit(columns, rows, TABLE_SIZE, right - middle).aired(low - top)
    deck.draw(slide, [grid.shape((middle, top + 8), lang, title)])
