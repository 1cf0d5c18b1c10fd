"""
The handout: one A4 sheet for each participant, about what is picked.

A map, the agreements with their terms, what is calculated to lie ahead, and, where the address of
the app is known, a QR code of the view's link; no letter is smaller than 9 points.
"""

import io
from collections.abc import Sequence

import segno

from geo.agreements import Agreement, newest_first
from geo.card import party_line, short_number, term, until
from geo.exports.material import Material
from geo.exports.paper import typeset
from geo.exports.paper.blocks import Block, cell, footer, map_block, section, table
from geo.exports.paper.maps import small_map
from geo.history import Standing
from geo.shown import Shown
from geo.terms.events import Event, build_events, occasions, worded
from geo.text import capital, format_date, t

LEAST = 9.0
"""No letter is smaller, in points."""
ROOM_MM, ROW_MM = 215.0, 9.0
"""What a page has below its heading, and what an agreement takes of it."""
FLATTEST_MM, TALLEST_MM = 54.0, 105.0
"""Heights of a map: one flatter cannot be read, and a taller one shows no more."""


def to_handout(material: Material) -> bytes:
    """Return the sheet about what is picked, or about everything that is listed."""
    shown, lang = material.shown, material.view.lang
    name = shown.name or t("app.subtitle", lang, **shown.words)
    figures = shown.figures(shown.picked)
    lead = [f"{name}: {figures}" if shown.meeting else figures]
    if not shown.picked.agreements:
        lead = []  # why stands below the map
    lines = shown.occasion.lines(lang) if shown.occasion else ()
    page = typeset.page_of(
        material,
        t("handout.title", lang, name=shown.subject),
        footer(material, shown.picked),
        least=LEAST,
        name=capital(shown.meeting or name),
        lead=[*map(capital, lead), *lines],
        texts=[*filter(None, (shown.filters,))],
        qr={"link": material.link, "about": t("handout.qr", lang)} if material.link else None,
        map=map_block("map", shown.subject, figures, lang),
        sections=_sections(shown) or [section(shown.nothing)],
        notes=shown.limits(shown.picked),
    )
    # So tall that the map keeps to one page with its agreements, if they can.
    room = ROOM_MM - len(shown.picked.agreements) * ROW_MM
    tall = min(room, TALLEST_MM) if room >= FLATTEST_MM else TALLEST_MM
    pictures = {"map": small_map(material, tall, LEAST, lit_only=bool(shown.view.focus))}
    if page["qr"]:
        code = io.BytesIO()
        segno.make(material.link, error="m", micro=False).save(code, kind="svg", xmldecl=False)
        pictures["qr"] = code.getvalue().decode()
    return typeset.to_pdf("handout", page, pictures, material.today)


def _sections(shown: Shown) -> list[Block]:
    """Return the agreements by how they stand, the newest first."""
    lang, found = shown.lang, []
    for how in (Standing.IN_FORCE, Standing.UNKNOWN, Standing.LAPSED):
        agreements = newest_first(shown.picked.standing_as(how))
        if agreements:
            title = shown.heading(how, len(agreements))
            ahead = how == Standing.IN_FORCE and shown.looks_ahead
            events = build_events(agreements, shown.today, shown.horizon) if ahead else []
            notes = [t(worded("territory.due_note", events), lang)] if events else []
            rows = _table(agreements, shown, how, events)
            found.append(section(title, table=rows, after=notes))
    return found


def _table(
    agreements: Sequence[Agreement], shown: Shown, how: Standing, events: Sequence[Event]
) -> Block:
    """Return agreements in a row or two each: who with whom, of which day, for how long."""
    lang = shown.lang
    heads = {name: t(f"table.{name}", lang) for name in ("number", "parties", "signed_on")}
    in_force = how == Standing.IN_FORCE
    ahead = in_force and shown.looks_ahead
    if in_force or not shown.discreet:
        heads["registered_term"] = t("table.term" if in_force else "table.lapse", lang)
    if ahead:
        last = format_date(shown.horizon, lang)
        heads["what"] = t(worded("territory.due", events), lang, day=last)
    rows = []
    for agreement in agreements:
        names = party_line(agreement, shown.register, lang, most=2)
        parties = cell(names, t(f"kind.{agreement.kind}", lang), quiet=[1])
        given = short_number(agreement, lang, marked=in_force)
        signed = format_date(agreement.signed_on, lang)
        cells: list[str | Block] = [given, parties, signed]
        if in_force or not shown.discreet:
            cells.append(term(agreement, lang) if in_force else until(agreement, shown))
        if ahead:
            coming = build_events((agreement,), shown.today, shown.horizon)
            said = occasions(coming, lang)
            lines = [f"{format_date(day, lang)}: {what}" for day, _, what in said]
            cells.append(cell(*(lines or ["—"])))
        rows.append((agreement.kind, cells))
    return table(heads, rows)
