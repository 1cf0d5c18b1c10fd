"""
The passport of a territory: an A4 page with its ties, what is in force, due and lapsed; and all of
them as a book.

A passport gives the whole register of its territory on the day of the view, whatever the filters,
and nothing that happened later. What is calculated says so; what the register states and what is
inferred never look the same. A passport that does not fit its page, however dense, goes on to the
next one, which says whose it is.
"""

from dataclasses import dataclass, replace

from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, Spacer, Table

from geo.exports.drawing.ink import Ink
from geo.exports.drawing.legend import legend_line
from geo.exports.drawing.map import MapDrawing
from geo.exports.material import Material
from geo.exports.passports import tight
from geo.exports.passports.booklet import (
    TEXT_HEIGHT,
    TEXT_WIDTH,
    BookPart,
    InkFlowable,
    count_pages,
    height_of,
    make_booklet,
    paragraph,
)
from geo.exports.passports.tables import (
    due,
    in_force_table,
    lapsed_table,
    nearest,
    neighbours,
    partners_table,
    plain_table,
    section,
)
from geo.findings import continued
from geo.profile import Profile, about, build_profile, headline, lapse_line
from geo.shown import Shown
from geo.territories import Accuracy, Country, Territory
from geo.text import capital, format_date, t
from geo.view import View


@dataclass(frozen=True)
class Layout:
    """How a passport is laid out: the height of its map, and the style of tight tables, if any."""

    map_height: float
    tight: str = ""


AIRY = tuple(Layout(height * mm) for height in (104, 86, 70, 62, 54, 47, 40))
LAYOUTS = (
    *AIRY,
    *(Layout(height * mm, "compact") for height in (86, 70, 62, 54, 47, 40)),
    *(Layout(height * mm, "dense") for height in (70, 62, 54, 47, 40, 35, 32, 29)),
)
"""The first with which a passport fits its page is taken; what fits none may as well be airy."""
BOOK_MAP_HEIGHT = 104 * mm
MAP_NAMES, BOOK_MAP_NAMES = 7.0, 5.6
LEGEND = 11.0
"""Height of the line below a map that explains it, in points."""


def to_passport(material: Material) -> bytes:
    """
    Return the passports of what is in focus: a territory, both of a pair, all parties of an
    agreement or of a region; with nothing in focus, of all territories of the view.

    More than one come with contents.
    """
    codes = _subjects(material)
    return _booklet(material, codes, material, with_contents=len(codes) != 1)


def to_book(material: Material) -> bytes:
    """
    Return the passports of all territories of the home region and of all parties, with contents.

    One without an agreement says so, and who lies nearest across the border.
    """
    register = material.register
    everyone = register.territories.values()
    home = [x.code for x in everyone if x.is_home and x.accuracy != Accuracy.POINT]
    codes = (*home, *register.party_codes)
    return _booklet(material, codes, _unfiltered(material), with_contents=True)


def _unfiltered(material: Material, *focus: str) -> Material:
    """Return what the whole register on the day of the view is made from."""
    return material.seen(View(lang=material.view.lang, on=material.view.on, focus=focus))


def _subjects(material: Material) -> tuple[str, ...]:
    """Return whose passports a view asks for."""
    register, focus = material.register, material.view.focus
    if focus and all(code in register.territories for code in focus):
        return focus
    if focus:
        agreements = material.shown.picked_whole.agreements
        region = focus[0] not in register.by_id
        codes = {
            code
            for agreement in agreements
            for code in agreement.territories
            if not region or register.territories[code].region == focus[0]
        }
    else:
        codes = {c for tie in material.shown.listed.ties for c in (tie.home, tie.partner)}
    return tuple(codes)


def _in_order(codes: tuple[str, ...], material: Material) -> list[Territory]:
    """Return territories in the order of a book: Russian side first, the home region foremost."""
    territories = [material.register.territories[code] for code in dict.fromkeys(codes)]
    lang = material.view.lang
    return sorted(territories, key=lambda x: (x.side != Country.RU, not x.is_home, x.short(lang)))


def _booklet(
    material: Material, codes: tuple[str, ...], cover: Material, *, with_contents: bool
) -> bytes:
    """Return passports of the whole register on the day; `cover` is what the first page shows."""
    lang = material.view.lang
    plain = _unfiltered(material)
    territories = _in_order(codes, material)
    profiles = {
        x.code: build_profile((x.code,), plain.shown, material.boundaries) for x in territories
    }

    def part_of(x: Territory) -> BookPart:
        return BookPart(x.code, x.name(lang), lambda _: _passport(x, profiles[x.code], plain))

    parts = list(map(part_of, territories))
    if with_contents:
        contents = BookPart(
            "contents",
            t("passport.book", lang),
            lambda pages: _contents(territories, profiles, pages, material, cover),
        )
        parts.insert(0, contents)
    return make_booklet(
        parts,
        _title(parts[0], cover, with_contents=with_contents),
        _footer(material),
        material.today,
        lang,
        lambda page, total: t("passport.page", lang, page=page, total=total),
    )


def _title(first: BookPart, cover: Material, *, with_contents: bool) -> str:
    """Return the title of the file: whose passports, chosen by which filters, of which day."""
    shown, lang = cover.shown, cover.view.lang
    if with_contents:
        narrowed = shown.name or cover.view.is_filtered
        return f"{first.title}: {shown.about}" if narrowed else first.title
    title = t("passport.title", lang, name=first.title)
    day = format_date(shown.on, lang)
    return t("passport.title_on", lang, title=title, day=day) if shown.on else title


def _footer(material: Material) -> str:
    """Return what stands at the foot of every page: the day, the register's last entry, sources."""
    lang, shown = material.view.lang, material.shown
    on = f"{t('passport.on', lang, day=format_date(shown.on, lang))} " if shown.on else ""
    return on + t(
        "passport.footer" if shown.looks_ahead else "passport.footer_past",
        lang,
        dated=capital(shown.dated),
        today=format_date(material.today, lang),
        read=t("shown.read", lang),
        sources=t("map.attribution", lang),
    )


# --- the book's own pages -------------------------------------------------------------------------


def _contents(
    territories: list[Territory],
    profiles: dict[str, Profile],
    pages: dict[str, int],
    material: Material,
    cover: Material,
) -> list[Flowable]:
    """Return the first pages: title, the network, whose passports follow and on which page."""
    lang, shown = material.view.lang, cover.shown
    story: list[Flowable] = [
        paragraph(t("passport.book", lang), "title"),
        paragraph(f"{t('app.title', lang)}: {t('app.subtitle', lang)}", "lead"),
    ]
    if shown.name:
        figures = shown.figures(shown.picked)
        story.append(paragraph(t("slides.of", lang, name=shown.name, text=figures), "text"))
    story += [paragraph(shown.caption, "text"), paragraph(shown.counts_line, "note")]
    if not territories:
        return [*story, paragraph(t("map.empty", lang), "text")]
    unfiltered = _unfiltered(material)
    if cover.view != unfiltered.view:
        story.append(paragraph(t("passport.complete", lang), "text"))
    elif replace(material.view, focus=()) != unfiltered.view:
        story.append(paragraph(t("passport.book_whole", lang), "text"))
    story += [
        Spacer(0, 4),
        *_map(cover, BOOK_MAP_HEIGHT, BOOK_MAP_NAMES, lit_only=False),
        paragraph(t("passport.how_to_read", lang), "note"),
        *([] if material.shown.discreet else [paragraph(t("passport.replaced", lang), "note")]),
        *(paragraph(line, "note") for line in material.shown.limits),
        paragraph(t("passport.contents", lang), "head"),
    ]
    return [*story, _contents_table(territories, profiles, pages, lang)]


def _contents_table(
    territories: list[Territory], profiles: dict[str, Profile], pages: dict[str, int], lang: str
) -> Table:
    doubt = any(profile.part.unknown for profile in profiles.values())
    names = ["territory", "region", "n_in_force", *(["n_unknown"] if doubt else []), "n_agreements"]
    styles = ["column", "column", *["column_number"] * (len(names) - 2)]
    head = [
        paragraph(t(f"column.{name}", lang), style)
        for name, style in zip(names, styles, strict=True)
    ]
    rows = [[*head, paragraph(t("passport.page_column", lang), "column_number")]]
    extra: list[tuple] = []
    side = None
    for territory in territories:
        if territory.side != side:
            side = territory.side
            key = "filter.territory" if side == Country.RU else "filter.partner"
            extra.append(("SPAN", (0, len(rows)), (-1, len(rows))))
            extra.append(("BACKGROUND", (0, len(rows)), (-1, len(rows)), HexColor("#F4F2EE")))
            rows.append([paragraph(t(key, lang), "column"), *[""] * len(names)])
        tally = profiles[territory.code].part.tally
        rows.append(
            [
                paragraph(territory.name(lang), "cell", link=territory.code),
                paragraph(t(f"region.{territory.region}", lang), "cell"),
                paragraph(str(tally.in_force), "number"),
                *([paragraph(str(tally.unknown), "number")] if doubt else []),
                paragraph(str(tally.total), "number"),
                paragraph(str(pages.get(territory.code, "")), "number", link=territory.code),
            ]
        )
    widths: tuple[float, ...] = (74 * mm, 50 * mm, 20 * mm, 16 * mm, 20 * mm)
    widths = (62 * mm, 42 * mm, 20 * mm, 20 * mm, 16 * mm, 20 * mm) if doubt else widths
    return plain_table(rows, widths, extra, padding=1.2)


# --- one passport ---------------------------------------------------------------------------------


def _passport(territory: Territory, profile: Profile, material: Material) -> list[Flowable]:
    """Return the flowables of one passport in the airiest layout that fits a page, if any does."""

    def make(layout: Layout) -> list[Flowable]:
        return _story(territory, profile, material, layout)

    others: dict[str, float] = {}
    for layout in LAYOUTS:
        if layout.tight not in others:
            others[layout.tight] = height_of(make(layout)) - layout.map_height
        if others[layout.tight] + layout.map_height <= TEXT_HEIGHT:
            return [one for one in make(layout) if not isinstance(one, CondPageBreak)]
    return make(min(AIRY, key=lambda layout: count_pages(make(layout))))


def _story(
    territory: Territory, profile: Profile, material: Material, layout: Layout
) -> list[Flowable]:
    """Return the flowables of one passport."""
    lang, shown = material.view.lang, material.shown
    name = territory.name(lang)
    notes = (*about(territory, material.register, lang), *shown.limits)
    focused = _unfiltered(material, territory.code)
    story: list[Flowable] = [
        paragraph(capital(name), "title"),
        paragraph(capital(headline(profile, shown)), "lead"),
        paragraph(" · ".join(notes), "note"),
        *(paragraph(f"{continued(one, lang)}.", "text") for one in profile.continued),
        Spacer(0, 3),
        *_map(focused, layout.map_height, MAP_NAMES, lit_only=True),
    ]
    if layout.tight:
        return story + _tight(territory, profile, material, layout.tight)
    if profile.in_force:
        story += section(t("territory.section_in_force", lang, n=len(profile.in_force)))
        story.append(in_force_table(territory, profile, material))
        story += due(territory, profile, material)
    elif profile.agreements:
        story += section(t("territory.section_in_force", lang, n=0))
        story.append(paragraph(t("territory.none_such", lang), "text"))
    if profile.unknown:
        story += section(_unknown_heading(profile, shown))
        story.append(lapsed_table(territory, profile.unknown, material))
    if profile.lapsed:
        story += section(t("territory.section_lapsed", lang, n=len(profile.lapsed)))
        if not shown.discreet:
            story.append(paragraph(lapse_line(profile, shown), "note"))
        story.append(lapsed_table(territory, profile.lapsed, material))
    if profile.partners:
        story += partners_table(profile, lang)
    if profile.has_neighbours:
        story += neighbours(territory, profile, lang)
    if profile.nearest:
        story += nearest(territory, profile, lang)
    return story


def _tight(
    territory: Territory, profile: Profile, material: Material, style: str
) -> list[Flowable]:
    """Return what stands below the map where there is much to say."""
    lang, shown, head = material.view.lang, material.shown, f"{style}_head"
    story = section(t("territory.section_in_force", lang, n=len(profile.in_force)), style=head)
    if not profile.in_force:
        story.append(paragraph(t("territory.none_such", lang), style))
    else:
        story.append(tight.in_force_table(territory, profile, material, style))
        if shown.looks_ahead:
            last = format_date(shown.horizon, lang)
            story.append(paragraph(t("territory.due_next", lang, day=last), f"{style}_quiet"))
    if profile.unknown:
        story += section(_unknown_heading(profile, shown), style=head)
        story.append(tight.lapsed_table(territory, profile.unknown, material, style))
    if profile.lapsed:
        story += section(t("territory.section_lapsed", lang, n=len(profile.lapsed)), style=head)
        if not shown.discreet:
            story.append(paragraph(lapse_line(profile, shown), f"{style}_quiet"))
        story.append(tight.lapsed_table(territory, profile.lapsed, material, style))
    if profile.partners:
        story += tight.partners(profile, lang, style)
    if profile.has_neighbours:
        story += neighbours(territory, profile, lang, head=head, text=style)
    return story


def _unknown_heading(profile: Profile, shown: Shown) -> str:
    day = format_date(shown.on, shown.lang)
    return t("territory.section_unknown", shown.lang, n=len(profile.unknown), day=day)


def _map(material: Material, height: float, size: float, *, lit_only: bool) -> list[Flowable]:
    """Return the map with its legend; it is drawn once, and only on the page that is printed."""

    def make() -> list[Ink]:
        frame = (0.0, LEGEND + 5, float(TEXT_WIDTH), height)
        drawn = MapDrawing(material, frame, size, lit_only=lit_only).draw()
        line = legend_line(material.scene, (0, 1), MAP_NAMES, float(TEXT_WIDTH))
        return [*drawn.ink, *line]

    return [InkFlowable(make, TEXT_WIDTH, height), Spacer(0, 2)]
