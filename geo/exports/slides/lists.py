"""
The lists of a deck: what is in force, what is ahead, sources.

With a territory, a pair or a region picked they are about it alone, and say so in every title:
who shows a deck about Smolensk does not want to leaf through the rest. A row is as short as it can
be said; the full titles stand in the notes.
"""

from collections.abc import Sequence

from geo import findings
from geo.agreements import Agreement
from geo.card import short_number, successor
from geo.events import Event, EventKind
from geo.exports.scope import Scope, registered
from geo.exports.slides.deck import Deck
from geo.exports.slides.shapes import SlideText, textbox
from geo.exports.slides.table import SlideColumn, SlideRow, add_table
from geo.exports.slides.text import LEADING, height
from geo.history import Standing
from geo.sources import load_sources, notice
from geo.stats import term_code
from geo.text import format_date, t

BODY = 20.0
"""Size of a sentence that has a slide for itself."""
SOURCE = 16.0
TOGETHER = 8
"""As many prolongations and anniversaries share a slide; of more, each kind has its own."""


def add_in_force(deck: Deck, scope: Scope) -> None:
    """Add what is in force; of a view without any, what has lapsed."""
    lang, on, part = scope.lang, scope.material.view.on, scope.material.shown.picked
    in_force, unknown = part.in_force, part.unknown
    if not in_force and not unknown:
        add_lapsed(deck, scope)
        return
    perpetual = sum(term_code(agreement) == "perpetual" for agreement in in_force)
    title = t("slides.in_force", lang, n=len(in_force))
    if on:
        title = t("slides.in_force_on", lang, day=format_date(on, lang), n=len(in_force))
    rest = t("slides.perpetual" if perpetual else "slides.perpetual_none", lang, count=perpetual)
    title = f"{title}, {rest}" if in_force else title
    if unknown:
        title = t("slides.perhaps", lang, text=title, n=len(unknown))
    remarks = [t("slides.in_force_unknown", lang, n=len(unknown))] if unknown else []
    remarks.append(t("slides.titles_in_notes", lang))
    columns = (
        SlideColumn(t("table.number", lang), "r"),
        SlideColumn(t("table.parties", lang)),
        SlideColumn(t("table.kind", lang)),
        SlideColumn(t("table.signed_on", lang)),
        SlideColumn(t("slides.registration", lang)),
        SlideColumn(t("table.term", lang)),
    )
    rows = [_agreement_row(agreement, scope) for agreement in (*in_force, *unknown)]
    add_table(deck, scope.title(title), columns, rows, " ".join(remarks))


def add_lapsed(deck: Deck, scope: Scope) -> None:
    """Add what has lapsed and what replaced it, if that is all there is."""
    lang, lapsed = scope.lang, scope.material.shown.picked.lapsed
    if not lapsed:
        return
    columns = (
        SlideColumn(t("table.number", lang), "r"),
        SlideColumn(t("table.signed_on", lang)),
        SlideColumn(t("table.title", lang)),
        SlideColumn(t("table.successor", lang)),
    )
    rows = []
    for agreement in lapsed:
        replaced = ": ".join(successor(agreement, scope.material.shown))
        day = format_date(agreement.signed_on, lang)
        cells = (str(agreement.number), day, agreement.title, replaced or "—")
        rows.append(SlideRow(cells, (scope.about(agreement),)))
    add_table(deck, scope.title(t("slides.lapsed", lang, n=len(lapsed))), columns, rows)


def _agreement_row(agreement: Agreement, scope: Scope) -> SlideRow:
    lang, term = scope.lang, scope.term(agreement)
    if scope.material.shown.standing(agreement) == Standing.UNKNOWN:
        term = t("standing.unknown", lang)
    cells = (
        short_number(agreement, lang),
        scope.sides(agreement),
        t(f"kind.{agreement.kind}", lang),
        format_date(agreement.signed_on, lang),
        registered(agreement, scope.material.shown),
        term,
    )
    return SlideRow(cells, (scope.about(agreement),))


def add_ahead(deck: Deck, scope: Scope) -> None:
    """Add the prolongations and the round anniversaries ahead, on calculated days."""
    due = scope.events(EventKind.PROLONGATION)
    anniversaries = scope.events(EventKind.ANNIVERSARY)
    if not due and not anniversaries:
        _add_nothing_ahead(deck, scope)
    elif not due or not anniversaries or len(due) + len(anniversaries) <= TOGETHER:
        _add_events(deck, scope, due, anniversaries)
    else:
        _add_events(deck, scope, due, [])
        _add_events(deck, scope, [], anniversaries)


def _add_nothing_ahead(deck: Deck, scope: Scope) -> None:
    lang = scope.lang
    title = findings.ahead(0, 0, scope.horizon, lang)
    today = format_date(scope.material.today, lang)
    lines = [scope.next_prolongation, t("slides.due_what", lang, today=today)]
    add_text(deck, scope.title(title), lines)


def _add_events(
    deck: Deck, scope: Scope, due: Sequence[Event], anniversaries: Sequence[Event]
) -> None:
    """Add prolongations, anniversaries, or both in one table by their days."""
    lang = scope.lang
    day, today = format_date(scope.horizon, lang), format_date(scope.material.today, lang)
    if due and anniversaries:
        title = findings.ahead(len(due), len(anniversaries), scope.horizon, lang)
    elif due:
        title = t("slides.due", lang, day=day, events=t("count.prolongations", lang, n=len(due)))
    else:
        counted = t("count.anniversaries", lang, n=len(anniversaries))
        title = t("slides.anniversaries", lang, day=day, events=counted)
    remarks = [t("slides.due_what", lang, today=today)]
    if anniversaries:
        remarks.append(t("slides.anniversaries_what", lang))
    if anniversaries and not scope.events(EventKind.PROLONGATION):
        remarks.append(scope.next_prolongation)
    columns = (
        SlideColumn(t("column.day_calculated", lang)),
        SlideColumn(t("slides.event", lang)),
        SlideColumn(t("table.parties", lang)),
        SlideColumn(t("table.signed_on", lang)),
        SlideColumn(t("table.kind", lang)),
    )
    events = sorted((*due, *anniversaries), key=lambda event: (event.day, event.kind))
    rows = [
        SlideRow(
            (
                format_date(event.day, lang),
                _event_name(event, lang),
                scope.sides(event.agreement),
                format_date(event.agreement.signed_on, lang),
                t(f"kind.{event.agreement.kind}", lang),
            ),
            (scope.about(event.agreement),),
        )
        for event in events
    ]
    add_table(deck, scope.title(title), columns, rows, " ".join(remarks))


def _event_name(event: Event, lang: str) -> str:
    """Return "prolongation" with the years it is for, or which anniversary it is."""
    if event.kind == EventKind.ANNIVERSARY:
        return t("territory.anniversary", lang, n=event.years)
    return t("slides.prolonged", lang, n=event.agreement.term_years)


def add_sources(deck: Deck, scope: Scope) -> None:
    """Add sources, licences, the filters in full, and how to read the deck."""
    material, lang = scope.material, scope.lang
    newest = format_date(material.register.newest, lang)
    shown = material.shown
    counted = shown.count_of(shown.picked)
    lines = [t("slides.shown", lang, caption=shown.about, count=counted)]
    lines += [t("slides.dated", lang, day=newest), t("shown.read", lang)]
    lines += [t("slides.calculated", lang), *shown.limits]
    lines += dict.fromkeys(notice(resource, lang) for resource in load_sources())
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
        words = [SlideText(line, size, after=size / 2) for line in page]
        high = sum(height(line, size, right - left) + size / 2 for line in page)
        box = left, top, right, top + max(high, size * LEADING)
        deck.draw(slide, [textbox(t("slides.text", deck.lang), box, words, deck.lang)])
