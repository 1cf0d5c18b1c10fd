"""
The lists of a deck: what is in force, what is due, anniversaries, sources.

With a territory, a pair or a region picked they are about it alone, and say so in every title:
who shows a deck about Smolensk does not want to leaf through the rest.
"""

from collections.abc import Sequence
from datetime import date

from geo.agreements import Agreement, Status
from geo.card import pair_names, successor
from geo.events import Event, EventKind, build_events
from geo.exports.scope import Scope, capital, registered
from geo.exports.slides.deck import Deck
from geo.exports.slides.shapes import Words, textbox
from geo.exports.slides.table import Column, Row, add_table
from geo.exports.slides.text import LEADING, height
from geo.history import Standing, standing
from geo.profile import MONTHS_AHEAD
from geo.sources import load_sources
from geo.stats import term_code
from geo.terms import add_months, next_prolongation
from geo.text import format_date, t
from geo.view import caption, count_line, focus_name

BODY = 20.0
"""Size of a sentence that has a slide for itself."""
SOURCE = 16.0


def add_in_force(deck: Deck, scope: Scope) -> None:
    """Add what is in force; of a view without any, what has lapsed."""
    lang, on = scope.lang, scope.material.view.on
    in_force = scope.standing(Standing.IN_FORCE)
    unknown = scope.standing(Standing.UNKNOWN)
    if not in_force and not unknown:
        add_lapsed(deck, scope)
        return
    perpetual = sum(term_code(agreement) == "perpetual" for agreement in in_force)
    title = t("slides.in_force", lang, n=len(in_force))
    if on:
        title = t("slides.in_force_on", lang, day=format_date(on, lang), n=len(in_force))
    rest = t("slides.perpetual" if perpetual else "slides.perpetual_none", lang, count=perpetual)
    title = f"{title}, {rest}" if in_force else title
    remark = t("slides.in_force_unknown", lang, n=len(unknown)) if unknown else ""
    numbered = 36 if all(a.status == Status.IN_FORCE for a in (*in_force, *unknown)) else 62
    columns = (
        Column(t("table.number", lang), numbered, "r"),
        Column(t("table.signed_on", lang), 94),
        Column(t("table.title", lang), 566 - numbered),
        Column(t("slides.registration", lang), 116),
        Column(t("table.term", lang), 112),
    )
    rows = [_agreement_row(agreement, scope) for agreement in (*in_force, *unknown)]
    add_table(deck, scope.title(title), columns, rows, remark)


def add_lapsed(deck: Deck, scope: Scope) -> None:
    """Add what has lapsed and what replaced it, if that is all there is."""
    lang, lapsed = scope.lang, scope.standing(Standing.LAPSED)
    if not lapsed:
        return
    columns = (
        Column(t("table.number", lang), 42, "r"),
        Column(t("table.signed_on", lang), 92),
        Column(t("table.title", lang), 414),
        Column(t("table.successor", lang), 340),
    )
    rows = []
    for agreement in lapsed:
        replaced = ": ".join(successor(agreement, scope.material.register, lang))
        day = format_date(agreement.signed_on, lang)
        cells = (str(agreement.number), day, agreement.title, replaced or "—")
        rows.append(Row(cells, scope.about(agreement)))
    add_table(deck, scope.title(t("slides.lapsed", lang, n=len(lapsed))), columns, rows)


def _agreement_row(agreement: Agreement, scope: Scope) -> Row:
    lang = scope.lang
    term = agreement.term_text or t("card.term_unknown", lang)
    if standing(agreement, scope.material.view.on) == Standing.UNKNOWN:
        term = t("standing.unknown", lang)
    day = format_date(agreement.signed_on, lang)
    place = str(agreement.number)
    if agreement.status == Status.LAPSED:  # a number of the other table of the register
        place = t("web.number_lapsed", lang, number=agreement.number)
    cells = (place, day, agreement.title, registered(agreement, lang), term)
    return Row(cells, scope.about(agreement))


def add_due(deck: Deck, scope: Scope) -> None:
    """Add the prolongations ahead, on calculated days."""
    events, last = _ahead(scope, EventKind.PROLONGATION)
    lang = scope.lang
    day = format_date(last, lang)
    if not events:
        nearest = _nearest_prolongation(scope)
        note = t("slides.due_perpetual", lang)
        if nearest:
            note = t("slides.due_next", lang, day=format_date(nearest[0], lang), name=nearest[1])
        title = t("slides.due_none", lang, day=day)
        add_text(deck, scope.title(title), [note, t("slides.due_what", lang, today=_today(scope))])
        return
    title = t("slides.due", lang, day=day, events=t("count.prolongations", lang, n=len(events)))
    columns = (
        Column(t("column.day_calculated", lang), 136),
        Column(t("table.parties", lang), 392),
        Column(t("table.signed_on", lang), 100),
        Column(t("table.term", lang), 260),
    )
    rows = []
    for event in events:
        agreement = event.agreement
        cells = (
            format_date(event.day, lang),
            _sides(agreement, scope),
            format_date(agreement.signed_on, lang),
            agreement.term_text,
        )
        rows.append(Row(cells, scope.about(agreement)))
    remark = t("slides.due_what", lang, today=_today(scope))
    add_table(deck, scope.title(title), columns, rows, remark)


def add_anniversaries(deck: Deck, scope: Scope) -> None:
    """Add the round anniversaries ahead, on calculated days."""
    events, last = _ahead(scope, EventKind.ANNIVERSARY)
    lang = scope.lang
    day = format_date(last, lang)
    remark = t("slides.anniversaries_what", lang, today=_today(scope))
    if not events:
        add_text(deck, scope.title(t("slides.anniversaries_none", lang, day=day)), [remark])
        return
    counted = t("count.anniversaries", lang, n=len(events))
    title = t("slides.anniversaries", lang, day=day, events=counted)
    columns = (
        Column(t("column.day_calculated", lang), 136),
        Column(t("slides.years", lang), 52),
        Column(t("table.parties", lang), 460),
        Column(t("table.signed_on", lang), 100),
        Column(t("table.kind", lang), 140),
    )
    rows = []
    for event in events:
        agreement = event.agreement
        cells = (
            format_date(event.day, lang),
            str(event.years),
            _sides(agreement, scope),
            format_date(agreement.signed_on, lang),
            t(f"kind.{agreement.kind}", lang),
        )
        rows.append(Row(cells, scope.about(agreement)))
    add_table(deck, scope.title(title), columns, rows, remark)


def _ahead(scope: Scope, kind: EventKind) -> tuple[list[Event], date]:
    today = scope.material.today
    last = add_months(today, MONTHS_AHEAD)
    events = build_events(scope.agreements, today, last)
    return [event for event in events if event.kind == kind], last


def _nearest_prolongation(scope: Scope) -> tuple[date, str] | None:
    days = [
        (day, _sides(agreement, scope))
        for agreement in scope.agreements
        if (day := next_prolongation(agreement, scope.material.today))
    ]
    return min(days, default=None)


def _sides(agreement: Agreement, scope: Scope) -> str:
    return " — ".join(pair_names(agreement, scope.material.register, scope.lang))


def _today(scope: Scope) -> str:
    return format_date(scope.material.today, scope.lang)


def add_sources(deck: Deck, scope: Scope) -> None:
    """Add sources, licences, the filters in full, and how to read the deck."""
    material, lang = scope.material, scope.lang
    newest = format_date(material.register.newest, lang)
    shown = caption(material.view, material.register)
    lines = [t("slides.shown", lang, caption=shown, count=count_line(
        material.selection, material.register, lang))]  # fmt: skip
    if scope.name:
        name = capital(focus_name(scope.focus, material.register, lang))
        lines.append(t("slides.picked", lang, name=name))
    lines += [t("slides.dated", lang, day=newest), t("slides.calculated", lang)]
    lines += dict.fromkeys(resource["attribution"][lang] for resource in load_sources())
    add_text(deck, t("export.sources", lang), lines, SOURCE)


def add_text(deck: Deck, title: str, lines: Sequence[str], size: float = BODY) -> None:
    """Add paragraphs on as many slides as they take."""
    left, top, right, low = deck.room(title)
    pages: list[list[str]] = [[]]
    used = 0.0
    for line in lines:
        high = height(line, size, right - left) + size / 2
        if pages[-1] and used + high > low - top:
            pages.append([])
            used = 0.0
        pages[-1].append(line)
        used += high
    for place, page in enumerate(pages, start=1):
        part = t("slides.part", deck.lang, title=title, page=place, pages=len(pages))
        slide = deck.slide(part if len(pages) > 1 else title)
        words = [Words(line, size, after=size / 2) for line in page]
        high = sum(height(line, size, right - left) + size / 2 for line in page)
        box = left, top, right, top + max(high, size * LEADING)
        deck.draw(slide, [textbox(t("slides.text", deck.lang), box, words, deck.lang)])
