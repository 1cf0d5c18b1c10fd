"""
A view, or a meeting, as slides for a speaker: PPTX, everything in it native and open to change.

The slides are the screens of the meeting's steps (`geo.exports.steps`); without a meeting they are
all of them, the lists in an appendix. A title says the finding, the notes hold full titles and
registration numbers. A slide that would be empty, or have one row, is left out.
"""

from collections.abc import Callable
from dataclasses import replace

import pandas as pd
from pptx.slide import Slide

from geo.exports.drawing.ink import Box
from geo.exports.making import counted
from geo.exports.material import Material
from geo.exports.slides import chart
from geo.exports.slides.deck import LEAST_TITLE, Deck
from geo.exports.slides.legend import HEIGHT, SlideLegend
from geo.exports.slides.map import SlideMap, map_series
from geo.exports.slides.table import GAP, Grid, add_table, by_pages, remark_shape
from geo.exports.slides.template import COVER_MAP
from geo.exports.slides.text import LEAST, height
from geo.exports.steps import Picture, Screen, meeting_screens, white_counts
from geo.meeting import APPENDIX, FULL, Meeting
from geo.shown import Shown
from geo.text import t

BESIDE = ((0.52, 16.0), (0.52, float(LEAST)), (0.6, float(LEAST)))
"""Share of the width that a table beside a chart takes, and its size: the first that will do."""
LISTED = {"register": "agreements", "due": "ahead", "anniversaries": "ahead"}
"""Lists of the appendix, each left out if a slide of the main part has all its rows."""
EVERYTHING = {"network": "map", "regions": "partners"}
"""What shows the same where nothing is picked."""


def to_pptx(material: Material) -> bytes:
    """Return the deck of a view; the same material gives the same bytes."""
    shown, lang = material.shown, material.view.lang
    deck = Deck(lang, material.template)
    steps = material.steps or FULL
    screens = meeting_screens(Meeting(steps), material)
    main = 1 + max((n for n, one in enumerate(screens) if one.step not in APPENDIX), default=-1)
    deck.section(shown.meeting or shown.name or t("slides.part_network", lang))
    # Where the filters stand in full, or in a deck without sources their short form.
    deck.short = t("slides.long_filter", lang) if "sources" in steps else shown.subject
    complete = set[str]()
    if screens and screens[-1].step != "sources":
        credit = t("slides.credit", lang)
        screens[-1] = replace(screens[-1], remark=f"{screens[-1].remark} {credit}".strip())
    for place, screen in enumerate(counted(screens)):
        if place == main:
            deck.section(t("slides.part_appendix", lang))
        again = (
            screen.step in EVERYTHING and not shown.view.focus and EVERYTHING[screen.step] in steps
        )
        if again or LISTED.get(screen.step) in complete:
            continue
        deck.footer = _footer(screen, shown, deck)
        if _add(deck, screen):
            complete.add(screen.step)
    title = shown.meeting and shown.narrowed(shown.meeting)
    return deck.to_bytes(title or f"{t('app.title', lang)}: {shown.subject}", material.today)


def _footer(screen: Screen, shown: Shown, deck: Deck) -> str:
    """Return the meeting, the filters and the register's date; many filters in short."""
    met = (shown.meeting, shown.occasion.when_and_where(deck.lang)) if shown.occasion else ()
    parts = [*filter(None, met)]
    whole = shown.about if screen.material.focus else shown.caption
    about = shown.filters if parts else whole
    text = " · ".join([*parts, *filter(None, (about,)), shown.dated])
    slot = deck.template.slot(deck.template.plain, "ftr")
    if slot:
        left, top, right, low = slot.box
        if height(text, LEAST, right - left) > low - top:
            return " · ".join([*parts, deck.short, shown.dated])
    return text


def _add(deck: Deck, screen: Screen) -> bool:
    """Add the slides of a screen; return whether they have all rows of its table."""
    if screen.picture == Picture.COVER:
        _add_cover(deck, screen)
    elif screen.picture in (Picture.MAP, Picture.WHITE):
        _add_maps(deck, screen)
    elif screen.picture:
        _add_chart(deck, screen)
    elif screen.rows:
        return add_table(deck, screen) == len(screen.rows)
    else:
        _add_lines(deck, screen)
    return True


def _add_cover(deck: Deck, screen: Screen) -> None:
    lines, shown = list(screen.lines), screen.material.shown
    slot = deck.template.slot(deck.template.cover, "subTitle", "obj", "body")
    if slot and shown.view.is_filtered and not slot.holds(lines, LEAST_TITLE):
        lines[lines.index(shown.filters)] = deck.short
    slide = deck.slide(deck.template.cover, screen.title, screen.notes)
    deck.write(slide, slot, lines)
    if deck.template.is_own:
        drawing = SlideMap(screen.material, COVER_MAP)
        deck.draw(slide, [drawing.cover(t("slides.map", deck.lang), screen.about)])


def _add_maps(deck: Deck, screen: Screen) -> None:
    """Add a map with its legend, and where names find no place larger maps of its dense parts."""
    material, lang = screen.material, deck.lang
    left, _, right, low = deck.template.content_box
    remark = height(screen.remark, LEAST, right - left) + GAP / 2 if screen.remark else 0.0
    west, top, east, south = deck.template.map_box(deck.below(screen.title))
    below = south - HEIGHT - remark  # there the legend stands
    box = west, top, east, below - 2
    if screen.picture == Picture.WHITE:
        drawings = [SlideMap(material.unfiltered(), box)]
        drawings[0].only_counts(*white_counts(material))
    else:
        drawings = map_series(material, box)
    for page, drawing in enumerate(drawings, start=1):
        title = deck.part_title(screen.title, page, len(drawings))
        unnamed = [drawing.register.territories[code].name(lang) for code in drawing.missing]
        more = [t("slides.unnamed", lang, names=", ".join(unnamed))] if unnamed else []
        slide = deck.slide(deck.template.plain, title, [*screen.notes, *more])
        shapes = [drawing.shape(t("slides.map", lang), screen.about)]
        shapes.append(SlideLegend(drawing, right - left).shape(left, below))
        if screen.remark:
            place = left, below + HEIGHT + GAP / 2, right, low
            shapes.append(remark_shape(screen.remark, place, lang))
        deck.draw(slide, shapes)


CHARTS: dict[Picture, Callable[[Slide, Box, pd.DataFrame, str], None]] = {
    Picture.GROWTH: chart.growth_chart,
    Picture.SIGNINGS: chart.signings_chart,
    Picture.REGIONS: chart.regions_chart,
}


def _add_chart(deck: Deck, screen: Screen) -> None:
    """Add a native chart in the place for content, with words below it, and beside it a table."""
    left, top, right, low = deck.template.content_box
    below = low - height(screen.remark, LEAST, right - left)
    slide = deck.slide(deck.template.content, screen.title, [screen.title, *screen.notes])
    middle = right
    for share, size in BESIDE if screen.rows else ():
        middle = right - (right - left) * share
        wide, stretch = right - middle - GAP, deck.template.stretch
        grid = Grid.fit(screen.columns, screen.rows, size, wide, stretch)
        if not grid.splits_words and sum(grid.heights) <= below - top:
            break
    assert screen.picture
    box = left, top, middle, below - GAP
    CHARTS[screen.picture](slide, box, screen.frame, deck.lang)
    deck.adopt(slide, slide.shapes[-1], "slides.chart", screen.about)
    if screen.rows:
        grid.aired(below - top).draw(deck, slide, (middle + GAP, top), screen.title)
    deck.draw(slide, [remark_shape(screen.remark, (left, below, right, low), deck.lang)])


def _add_lines(deck: Deck, screen: Screen) -> None:
    """Add paragraphs on as many slides as they take."""
    slot = deck.template.content_slot
    left, top, right, low = deck.template.content_box
    size = 16.0 if screen.whole else 20.0
    lines = [*screen.lines, *filter(None, (screen.remark,))]
    pages = by_pages(lines, lambda x: height(x, size, right - left) + size / 2, low - top)
    for place, page in enumerate(pages, start=1):
        title = deck.part_title(screen.title, place, len(pages))
        slide = deck.slide(deck.template.content, title, screen.notes)
        deck.write(slide, slot, page, size if screen.whole else LEAST_TITLE)
