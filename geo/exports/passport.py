"""
The passport of a territory: an A4 page with its ties, what is in force, due and lapsed; and all of
them as a book.

A passport tells the whole register of its territory, whatever the filters. What is calculated says
so; what the register states and what is inferred never look the same. A passport that does not fit
its page goes on to the next one, which says whose it is.
"""

from dataclasses import replace
from datetime import date

from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, Spacer, Table, TableStyle

from geo import settings
from geo.agreements import Agreement, Basis
from geo.card import number, registration
from geo.events import Event, EventKind
from geo.exports.booklet import (
    TEXT_HEIGHT,
    TEXT_WIDTH,
    InkFlowable,
    Part,
    count_pages,
    height_of,
    make_booklet,
    paragraph,
)
from geo.exports.ink import Ink
from geo.exports.map_ink import MapDrawing
from geo.exports.map_sheet import legend_line
from geo.exports.material import Material
from geo.profile import Profile, about, build_profile, headline, lapse_line
from geo.terms import lapsed_on, next_prolongation
from geo.territories import Country, Territory
from geo.text import format_date, format_number, t
from geo.ties import distance_km
from geo.view import View, caption, count_line, in_focus

MAP_HEIGHTS = (70 * mm, 62 * mm, 54 * mm, 47 * mm, 40 * mm)
"""Heights of the map of a passport: the largest with which it takes the fewest pages."""
BOOK_MAP_HEIGHT = 104 * mm
MAP_NAMES, BOOK_MAP_NAMES = 7.0, 5.6
LEGEND = 11.0
"""Height of the line below a map that explains it, in points."""
RULE = HexColor("#C9C7C2")


def to_passport(material: Material) -> bytes:
    """
    Return the passports of what is in focus: a territory, both of a pair, all parties of an
    agreement or of a region; with nothing in focus, of all territories of the view.

    More than one come with contents.
    """
    codes = _subjects(material)
    return _booklet(material, codes, with_contents=len(codes) != 1)


def to_book(material: Material) -> bytes:
    """Return the passports of all territories that have agreements, with contents."""
    return _booklet(material, material.register.party_codes, with_contents=True)


def _subjects(material: Material) -> tuple[str, ...]:
    """Return whose passports a view asks for."""
    register, focus = material.register, material.view.focus
    if focus and all(code in register.territories for code in focus):
        return focus
    if focus:
        agreements = [a for a in register.agreements if in_focus(a, focus, register)]
        region = focus[0] not in register.by_id
        codes = {
            code
            for agreement in agreements
            for code in agreement.territories
            if not region or register.territories[code].region == focus[0]
        }
    else:
        codes = {c for tie in material.selection.ties for c in (tie.home, tie.partner)}
    return tuple(codes)


def _in_order(codes: tuple[str, ...], material: Material) -> list[Territory]:
    """Return territories in the order of a book: Russian side first, the home region foremost."""
    territories = [material.register.territories[code] for code in dict.fromkeys(codes)]
    lang = material.view.lang
    return sorted(
        territories, key=lambda x: (x.country != Country.RU, not x.is_home, x.short(lang))
    )


def _booklet(material: Material, codes: tuple[str, ...], *, with_contents: bool) -> bytes:
    lang, register = material.view.lang, material.register
    plain = replace(material, view=View(lang=lang))
    territories = _in_order(codes, material)
    profiles = {
        x.code: build_profile((x.code,), register, material.boundaries, material.today)
        for x in territories
    }
    parts = [
        Part(x.code, x.name(lang), lambda _, x=x: _passport(x, profiles[x.code], plain))
        for x in territories
    ]
    if with_contents:
        title = t("passport.book", lang)
        contents = Part(
            "contents", title, lambda pages: _contents(territories, profiles, pages, material)
        )
        parts.insert(0, contents)
    title = parts[0].title if with_contents else t("passport.title", lang, name=parts[0].title)
    footer = t(
        "passport.footer",
        lang,
        day=format_date(register.newest, lang),
        today=format_date(material.today, lang),
        sources=t("map.attribution", lang),
    )
    return make_booklet(
        parts,
        title,
        footer,
        register.newest,
        lang,
        lambda page, total: t("passport.page", lang, page=page, total=total),
    )


# --- the book's own pages -------------------------------------------------------------------------


def _contents(
    territories: list[Territory],
    profiles: dict[str, Profile],
    pages: dict[str, int],
    material: Material,
) -> list[Flowable]:
    """Return the first pages: title, the network, whose passports follow and on which page."""
    lang, register = material.view.lang, material.register
    everything = replace(material, view=View(lang=lang))
    dated = t("sheet.as_of", lang, day=format_date(register.newest, lang))
    counted = f"{count_line(everything.selection, register, lang)} · {dated}"
    story: list[Flowable] = [
        paragraph(t("passport.book", lang), "title"),
        paragraph(f"{t('app.title', lang)}: {t('app.subtitle', lang)}", "lead"),
        paragraph(counted, "note"),
    ]
    if not territories:
        return [
            *story,
            paragraph(caption(material.view, register), "text"),
            paragraph(t("map.empty", lang), "text"),
        ]
    story += [
        Spacer(0, 4),
        *_map(everything, BOOK_MAP_HEIGHT, BOOK_MAP_NAMES, lit_only=False),
        paragraph(t("passport.how_to_read", lang), "note"),
        paragraph(t("passport.contents", lang), "head"),
    ]
    return [*story, _contents_table(territories, profiles, pages, lang)]


def _contents_table(
    territories: list[Territory], profiles: dict[str, Profile], pages: dict[str, int], lang: str
) -> Table:
    names = ("territory", "region", "n_in_force", "n_agreements")
    styles = ("column", "column", "column_number", "column_number")
    head = [
        paragraph(t(f"column.{name}", lang), style)
        for name, style in zip(names, styles, strict=True)
    ]
    rows = [[*head, paragraph(t("passport.page_column", lang), "column_number")]]
    extra = []
    side = None
    for territory in territories:
        if territory.country != side:
            side = territory.country
            key = "filter.territory" if side == Country.RU else "filter.partner"
            extra.append(("SPAN", (0, len(rows)), (-1, len(rows))))
            extra.append(("BACKGROUND", (0, len(rows)), (-1, len(rows)), HexColor("#F4F2EE")))
            rows.append([paragraph(t(key, lang), "column"), "", "", "", ""])
        profile = profiles[territory.code]
        rows.append(
            [
                paragraph(territory.name(lang), "cell", link=territory.code),
                paragraph(t(f"region.{territory.region}", lang), "cell"),
                paragraph(str(len(profile.in_force)), "number"),
                paragraph(str(len(profile.agreements)), "number"),
                paragraph(str(pages.get(territory.code, "")), "number", link=territory.code),
            ]
        )
    widths = (74 * mm, 50 * mm, 20 * mm, 16 * mm, 20 * mm)
    return _table(rows, widths, extra, padding=1.2)


# --- one passport ---------------------------------------------------------------------------------


def _passport(territory: Territory, profile: Profile, material: Material) -> list[Flowable]:
    """Return the flowables of one passport, on as few pages as the height of its map allows."""

    def make(map_height: float) -> list[Flowable]:
        return _story(territory, profile, material, map_height)

    others = height_of(make(MAP_HEIGHTS[0])) - MAP_HEIGHTS[0]
    for map_height in MAP_HEIGHTS:
        if others + map_height <= TEXT_HEIGHT:
            return [one for one in make(map_height) if not isinstance(one, CondPageBreak)]
    pages = [count_pages(make(map_height)) for map_height in MAP_HEIGHTS]
    return make(MAP_HEIGHTS[pages.index(min(pages))])


def _story(
    territory: Territory, profile: Profile, material: Material, map_height: float
) -> list[Flowable]:
    """Return the flowables of one passport with a map of a height."""
    lang, register = material.view.lang, material.register
    name = territory.name(lang)
    focused = replace(material, view=View(lang=lang, focus=(territory.code,)))
    story: list[Flowable] = [
        paragraph(f"{name[:1].upper()}{name[1:]}", "title"),
        paragraph(headline(profile, register, lang), "lead"),
        paragraph(" · ".join(about(territory, register, lang)), "note"),
        Spacer(0, 3),
    ]
    if profile.agreements:
        story += _map(focused, map_height, MAP_NAMES, lit_only=True)
    story += _section(t("territory.section_in_force", lang, n=len(profile.in_force)))
    if profile.in_force:
        story.append(_in_force_table(territory, profile, material))
    else:
        story.append(paragraph(t("territory.none_such", lang), "text"))
    if profile.in_force:
        story += _due(territory, profile, material)
    if profile.lapsed:
        title = t("territory.section_lapsed", lang, n=len(profile.lapsed))
        story += _section(title)
        story.append(paragraph(lapse_line(profile, lang), "note"))
        story.append(_lapsed_table(territory, profile, material))
    if profile.partners:
        story += _partners(profile, lang)
    if profile.has_neighbours:
        story += _neighbours(territory, profile, lang)
    return story


def _map(material: Material, height: float, size: float, *, lit_only: bool) -> list[Flowable]:
    """Return the map with its legend; it is drawn once, and only on the page that is printed."""

    def make() -> list[Ink]:
        frame = (0.0, LEGEND + 5, float(TEXT_WIDTH), height)
        drawn = MapDrawing(material, frame, size, lit_only=lit_only).draw()
        line = legend_line(material.view.lang, drawn, (0, 1), MAP_NAMES, float(TEXT_WIDTH))
        return [*drawn.ink, *line]

    return [InkFlowable(make, TEXT_WIDTH, height), Spacer(0, 2)]


def _section(title: str, room: float = 40 * mm) -> list[Flowable]:
    """Return a heading that does not stand alone at the foot of a page."""
    return [CondPageBreak(room), paragraph(title, "head")]


def _others(agreement: Agreement, territory: Territory, material: Material) -> list[str]:
    """Return the other parties' names, those across the border first."""
    everyone = material.register.territories
    others = [everyone[code] for code in agreement.territories if code != territory.code]
    others.sort(key=lambda other: other.country == territory.country)
    return [other.short(material.view.lang) for other in others]


def _title_cell(agreement: Agreement, territory: Territory, material: Material) -> list[Flowable]:
    lang = material.view.lang
    kind = t(f"kind.{agreement.kind}", lang)
    names = ", ".join(_others(agreement, territory, material))
    parties = t("passport.with", lang, names=names)
    return [paragraph(agreement.title, "cell"), paragraph(f"{kind}; {parties}", "quiet")]


def _in_force_table(territory: Territory, profile: Profile, material: Material) -> Table:
    """Agreements in force, newest first, each with the colour of its kind at its left."""
    lang = material.view.lang
    heads = ("table.number", "table.signed_on", "table.title")
    heads += ("passport.registered_term", "passport.prolonged")
    rows: list[list] = [[paragraph(t(column, lang), "column") for column in heads]]
    for agreement in profile.in_force:
        day = next_prolongation(agreement, material.today)
        rows.append(
            [
                paragraph(str(agreement.number), "cell"),
                paragraph(format_date(agreement.signed_on, lang), "cell"),
                _title_cell(agreement, territory, material),
                [
                    paragraph(registration(agreement, lang), "cell"),
                    paragraph(agreement.term_text or t("card.term_unknown", lang), "cell"),
                ],
                paragraph(_prolonged(day, agreement, lang), "cell"),
            ]
        )
    widths = (8 * mm, 18 * mm, 92 * mm, 40 * mm, 22 * mm)
    return _table(rows, widths, _kind_marks(profile.in_force))


def _prolonged(day: date | None, agreement: Agreement, lang: str) -> str:
    if day:
        return format_date(day, lang)
    return t("passport.no_end" if agreement.perpetual else "passport.unknown", lang)


def _kind_marks(agreements: tuple[Agreement, ...]) -> list[tuple]:
    return [
        ("LINEBEFORE", (0, row), (0, row), 3, HexColor(settings.KIND_COLOURS[agreement.kind]))
        for row, agreement in enumerate(agreements, start=1)
    ]


def _due(territory: Territory, profile: Profile, material: Material) -> list[Flowable]:
    """Return what is due next, every date labelled as calculated."""
    lang = material.view.lang
    story = _section(f"{t('territory.due', lang)} ({t('calendar.calculated', lang)})")
    if not profile.due:
        return [*story, paragraph(t("territory.due_none", lang), "text")]
    days: dict[tuple[date, str], list[Event]] = {}
    for event in profile.due:
        days.setdefault((event.day, event.agreement.id), []).append(event)
    rows = []
    for (day, _), events in days.items():
        agreement = events[0].agreement
        years = {e.kind: e.years for e in events}
        years[EventKind.PROLONGATION] = agreement.term_years or 0
        what = ", ".join(t(f"territory.{e.kind}", lang, n=years[e.kind]) for e in events)
        others = _others(agreement, territory, material)
        names = ", ".join(others[:3])
        if len(others) > 3:
            names = t("timeline.more", lang, names=names, n=len(others) - 3)
        signed = format_date(agreement.signed_on, lang)
        rows.append(
            [
                paragraph(format_date(day, lang), "cell"),
                paragraph(t("calendar.calculated", lang), "quiet"),
                paragraph(what, "cell"),
                paragraph(t("passport.due_of", lang, names=names, day=signed), "cell"),
                paragraph(number(agreement, lang), "quiet"),
            ]
        )
    table = _table(rows, (19 * mm, 17 * mm, 52 * mm, 68 * mm, 24 * mm), [], head=False)
    return [*story, table, paragraph(t("territory.due_note", lang), "quiet")]


def _lapsed_table(territory: Territory, profile: Profile, material: Material) -> Table:
    """Lapsed agreements; what is only inferred stands in a dashed frame and says so."""
    lang = material.view.lang
    heads = ("number", "signed_on", "title", "lapse", "successor")
    rows = [[paragraph(t(f"table.{column}", lang), "column") for column in heads]]
    extra = _kind_marks(profile.lapsed)
    for row, agreement in enumerate(profile.lapsed, start=1):
        day = lapsed_on(agreement)
        reason = [paragraph(agreement.lapse_text or t("card.lapse_unknown", lang), "cell")]
        if day:
            calculated = t("passport.lapsed_on", lang, day=format_date(day, lang))
            reason.append(paragraph(calculated, "quiet"))
        rows.append(
            [
                paragraph(str(agreement.number), "cell"),
                paragraph(format_date(agreement.signed_on, lang), "cell"),
                _title_cell(agreement, territory, material),
                reason,
                _successor(agreement, material),
            ]
        )
        if agreement.successor_basis == Basis.INFERRED:
            box = ("BOX", (4, row), (4, row), 0.8, HexColor("#6B6E72"), None, (2, 2))
            extra.append(box)
    return _table(rows, (8 * mm, 18 * mm, 66 * mm, 46 * mm, 42 * mm), extra)


def _successor(agreement: Agreement, material: Material) -> list[Flowable]:
    """Return what replaced an agreement, and how that is known."""
    lang = material.view.lang
    if not agreement.successor_id:
        return [paragraph("—", "cell")]
    later = material.register.by_id[agreement.successor_id]
    how = t(f"card.successor_{agreement.successor_basis}", lang)
    form = t(f"form.{later.form}", lang)
    what = t("passport.successor", lang, form=form, day=format_date(later.signed_on, lang))
    return [
        paragraph(f"{how}:", "quiet"),
        paragraph(f"{what}, {number(later, lang)}", "cell"),
    ]


def _partners(profile: Profile, lang: str) -> list[Flowable]:
    """Return the table of partners."""
    columns = (("territory", False), ("region", False), ("n_in_force", True))
    columns += (("n_agreements", True), ("distance_km", True))
    rows = [
        [
            paragraph(t(f"column.{name}", lang), "column_number" if right else "column")
            for name, right in columns
        ]
    ]
    for partner in profile.partners:
        far = partner.distance_km
        rows.append(
            [
                paragraph(partner.territory.name(lang), "cell"),
                paragraph(t(f"region.{partner.territory.region}", lang), "cell"),
                paragraph(str(partner.n_in_force), "number"),
                paragraph(str(len(partner.agreements)), "number"),
                paragraph("—" if far is None else format_number(far, lang), "number"),
            ]
        )
    head = _section(t("territory.partners", lang, n=len(profile.partners)), 20 * mm)
    widths = (62 * mm, 50 * mm, 22 * mm, 18 * mm, 28 * mm)
    return [*head, _table(rows, widths, [], padding=1.4)]


def _neighbours(territory: Territory, profile: Profile, lang: str) -> list[Flowable]:
    """Return the neighbours across the border with nothing in force, with the distance."""
    head = _section(t("territory.neighbours", lang), 16 * mm)
    if not profile.neighbours:
        return [*head, paragraph(t("territory.all_tied", lang), "text")]
    names = []
    for other in profile.neighbours:
        km = format_number(distance_km(territory, other), lang)
        names.append(t("passport.neighbour", lang, name=other.name(lang), km=km))
    return [*head, paragraph("; ".join(names), "text")]


def _table(
    rows: list[list], widths: tuple[float, ...], extra: list, *, head: bool = True,
    padding: float = 1.8,
) -> Table:  # fmt: skip
    style = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LINEBELOW", (0, 0), (-1, -1), 0.4, RULE),
        ("TOPPADDING", (0, 0), (-1, -1), padding),
        ("BOTTOMPADDING", (0, 0), (-1, -1), padding + 0.6),
        ("LEFTPADDING", (0, 0), (-1, -1), 3),
        ("RIGHTPADDING", (0, 0), (-1, -1), 3),
        # Empty cells have no height of their own.
        ("LEADING", (0, 0), (-1, -1), 1),
    ]
    if head:
        style.append(("LINEBELOW", (0, 0), (-1, 0), 0.8, HexColor("#6B6E72")))
    return Table(
        rows,
        colWidths=widths,
        repeatRows=int(head),
        splitInRow=1,
        hAlign="LEFT",
        style=TableStyle([*style, *extra]),
    )
