"""The slides of what is picked: its map, and its ties as a table."""

from collections.abc import Iterable, Sequence

from geo import findings
from geo.agreements import Agreement
from geo.card import facts
from geo.exports.scope import Scope, newest_first, registered
from geo.exports.slides.deck import Deck
from geo.exports.slides.table import SlideColumn, SlideRow, add_table
from geo.profile import Partner, build_profile, partners_line, partners_of, territories_of
from geo.text import capital, format_date, format_number, t
from geo.ties import distance_km


def focus_title(scope: Scope) -> str:
    """Return what is picked with its figures."""
    return t("slides.of", scope.lang, name=scope.name, text=focus_figures(scope))


def focus_figures(scope: Scope) -> str:
    """Return the figures of what is picked, as far as the filters let them through."""
    lang, register = scope.lang, scope.material.register
    if not scope.agreements:
        had = bool(scope.material.shown.picked_whole.agreements)
        return t("slides.nothing_picked" if had else "slides.never", lang)
    shown = scope.material.shown
    parts = [shown.figures(shown.picked)]
    if scope.focus[0] in register.territories and len(scope.focus) == 1:
        parts.append(partners_line(shown.picked, len(scope.ties), lang))
    elif scope.is_region:
        parts.append(shown.ties_line(shown.picked))
    return ", ".join(parts)


def add_ties(deck: Deck, scope: Scope) -> None:
    """Add the ties of what is picked: partners, or for a pair or an agreement the agreements."""
    register = scope.material.register
    if not scope.agreements:
        _add_nearest(deck, scope)
    elif scope.agreement:
        _add_facts(deck, scope, scope.agreement)
    elif len(scope.focus) == 2:
        _add_agreements(deck, scope)
    elif scope.focus[0] in register.territories:
        _add_partners(deck, scope)
    else:
        _add_territories(deck, scope)


def _most(scope: Scope, rows: Sequence[Partner], what: str) -> str:
    """
    Say who of those beside what is picked has most of what is in force.

    `what` is ``partner`` or ``territory``. Where there are too many at the top to be named, nothing
    is in force or not all is known, it says when the last agreement was signed instead.
    """
    lang, tally = scope.lang, scope.material.shown.picked.tally
    if len(rows) == 1:
        name = rows[0].territory.short(lang)
        return scope.title(t(f"slides.only_{what}", lang, name=name))
    top = max(row.tally.in_force for row in rows)
    names = [row.territory.short(lang) for row in rows if row.tally.in_force == top]
    if not top or tally.unknown or len(names) > findings.NAMED:
        return _latest(scope)
    joined, total = findings.join(names, lang), tally.in_force
    text = t(f"slides.most_{what}", lang, n=len(names), names=joined, top=top, total=total)
    return scope.title(text)


def _latest(scope: Scope) -> str:
    last = max(agreement.signed_on for agreement in scope.agreements)
    day = format_date(last, scope.lang)
    return scope.title(t("territory.last_signed", scope.lang, day=day))


def _columns(scope: Scope, *named: SlideColumn) -> tuple[SlideColumn, ...]:
    """Return columns: those given, then the counts by standing, and the latest signing."""
    lang = scope.lang
    names = ("n_agreements", "n_in_force", *(("n_unknown",) if _doubt(scope) else ()))
    counts = (SlideColumn(t(f"column.{name}", lang), "r") for name in names)
    return (*named, *counts, SlideColumn(t("territory.column_last", lang)))


def _doubt(scope: Scope) -> bool:
    return bool(scope.material.shown.picked.unknown)


def _row(named: tuple[str, ...], partner: Partner, scope: Scope) -> SlideRow:
    """Return the row of a partner or territory, with its agreements in the notes."""
    tally = partner.tally
    counts = (tally.total, tally.in_force, *((tally.unknown,) if _doubt(scope) else ()))
    last = format_date(partner.last_signed_on, scope.lang)
    return SlideRow((*named, *map(str, counts), last), _told(partner.part.agreements, scope))


def _add_partners(deck: Deck, scope: Scope) -> None:
    """Add a row for every partner of a territory."""
    lang, part = scope.lang, scope.material.shown.picked
    columns = _columns(
        scope,
        SlideColumn(t("slides.partner", lang)),
        SlideColumn(t("column.region", lang)),
        SlideColumn(t("territory.column_km", lang), "r"),
    )
    partners = partners_of(part, scope.material.register.territories[scope.focus[0]])
    rows = []
    for partner in partners:
        other = partner.territory
        region = t(f"region.{other.region}", lang)
        km = format_number(partner.distance_km, lang)
        rows.append(_row((capital(other.name(lang)), region, km), partner, scope))
    add_table(deck, _most(scope, partners, "partner"), columns, rows)


def _add_nearest(deck: Deck, scope: Scope) -> None:
    """Add the nearest territories across the border, for one that never had an agreement."""
    material, lang = scope.material, scope.lang
    profile = build_profile(scope.focus, material.shown, material.boundaries)
    if not profile.nearest:
        return
    columns = (
        SlideColumn(t("column.territory", lang)),
        SlideColumn(t("column.region", lang)),
        SlideColumn(t("territory.column_km", lang), "r"),
    )
    own = material.register.territories[scope.focus[0]]
    rows = [
        SlideRow(
            (
                capital(other.name(lang)),
                t(f"region.{other.region}", lang),
                format_number(distance_km(own, other), lang),
            )
        )
        for other in profile.nearest
    ]
    add_table(deck, scope.title(t("territory.nearest", lang)), columns, rows)


def _add_territories(deck: Deck, scope: Scope) -> None:
    """Add a row for every territory of a region, with the partners it has."""
    lang, part = scope.lang, scope.material.shown.picked
    columns = _columns(
        scope,
        SlideColumn(t("column.territory", lang)),
        SlideColumn(t("territory.partners", lang, n=len(part.homes))),
    )
    inside = territories_of(part)
    rows = []
    for row in inside:
        homes = (part.register.territories[code] for code in row.part.homes)
        names = ", ".join(sorted(home.short(lang) for home in homes))
        rows.append(_row((capital(row.territory.name(lang)), names), row, scope))
    add_table(deck, _most(scope, inside, "territory"), columns, rows)


def _add_agreements(deck: Deck, scope: Scope) -> None:
    """Add the agreements of a pair, the newest first."""
    lang, shown = scope.lang, scope.material.shown
    columns = (
        SlideColumn(t("table.signed_on", lang)),
        SlideColumn(t("table.title", lang)),
        SlideColumn(t("slides.registration", lang)),
        SlideColumn(t("table.term", lang)),
        SlideColumn(t("table.status", lang)),
    )
    rows = []
    for agreement in newest_first(scope.agreements):
        how = shown.standing(agreement)
        cells = (
            format_date(agreement.signed_on, lang),
            agreement.title,
            registered(agreement, scope.material.shown),
            scope.term(agreement),
            t(f"standing.{how}", lang),
        )
        rows.append(SlideRow(cells, (scope.about(agreement),)))
    add_table(deck, _latest(scope), columns, rows)


def _add_facts(deck: Deck, scope: Scope, agreement: Agreement) -> None:
    """Add what the register says of one agreement."""
    lang = scope.lang
    columns = (SlideColumn(t("slides.fact", lang)), SlideColumn(t("slides.value", lang)))
    pairs = [(t("table.title", lang), agreement.title)]
    pairs += facts(agreement, scope.material.shown)
    rows = [SlideRow(pair) for pair in pairs]
    signed = format_date(agreement.signed_on, lang)
    title = f"{t(f'form.{agreement.form}', lang)}, {signed}: {t(f'kind.{agreement.kind}', lang)}"
    add_table(deck, title, columns, rows, notes=[scope.about(agreement)])


def _told(agreements: Iterable[Agreement], scope: Scope) -> tuple[str, ...]:
    """Return the agreements of a row for the notes, the newest first."""
    return tuple(scope.about(agreement) for agreement in newest_first(agreements))
