"""The slides of what is picked: its map, and its ties as a table."""

from collections.abc import Iterable

from geo import findings
from geo.agreements import Agreement
from geo.card import facts
from geo.exports.scope import Scope, newest_first, registered
from geo.exports.slides.deck import Deck
from geo.exports.slides.table import Column, Row, add_table
from geo.history import Standing, standing
from geo.profile import build_profile
from geo.text import capital, format_date, format_number, t
from geo.ties import Tie, distance_km


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
        parts.append(t("territory.n_partners", lang, n=len(scope.ties)))
    elif scope.is_region:
        parts.append(t("map.count_ties", lang, n=len(scope.ties)))
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


def _most(scope: Scope, counts: dict[str, int], what: str) -> str:
    """
    Say who of those beside what is picked has most of its agreements.

    `counts` are agreements by territory; `what` is ``partner`` or ``territory``. Where there are
    too many at the top to be named, it says when the last agreement was signed instead.
    """
    lang, territories = scope.lang, scope.material.register.territories
    top = max(counts.values())
    names = [territories[code].short(lang) for code, n in counts.items() if n == top]
    if len(counts) == 1:
        return scope.title(t(f"slides.only_{what}", lang, name=names[0]))
    if len(names) > findings.NAMED:
        return _latest(scope)
    joined, total = findings.join(names, lang), len(scope.agreements)
    text = t(f"slides.most_{what}", lang, n=len(names), names=joined, top=top, total=total)
    return scope.title(text)


def _latest(scope: Scope) -> str:
    last = max(agreement.signed_on for agreement in scope.agreements)
    day = format_date(last, scope.lang)
    return scope.title(t("territory.last_signed", scope.lang, day=day))


def _figures(agreements: set[Agreement], scope: Scope) -> tuple[str, str, str]:
    """Return how many there are, how many are in force, and the day of the latest signing."""
    on = scope.material.view.on
    in_force = sum(standing(agreement, on) == Standing.IN_FORCE for agreement in agreements)
    last = max(agreement.signed_on for agreement in agreements)
    return str(len(agreements)), str(in_force), format_date(last, scope.lang)


def _columns(scope: Scope, *named: Column) -> tuple[Column, ...]:
    lang = scope.lang
    return (
        *named,
        Column(t("column.n_agreements", lang), "r"),
        Column(t("column.n_in_force", lang), "r"),
        Column(t("territory.column_last", lang)),
    )


def _add_partners(deck: Deck, scope: Scope) -> None:
    """Add a row for every partner of a territory."""
    lang, territories = scope.lang, scope.material.register.territories
    columns = _columns(
        scope,
        Column(t("slides.partner", lang)),
        Column(t("column.region", lang)),
        Column(t("territory.column_km", lang), "r"),
    )
    rows, counts = [], {}
    for tie in scope.ties:
        code = tie.partner if tie.home == scope.focus[0] else tie.home
        other = territories[code]
        km = format_number(tie.length_km, lang)
        region = t(f"region.{other.region}", lang)
        figures = _figures(set(tie.agreements), scope)
        counts[code] = tie.n_agreements
        rows.append(
            Row((capital(other.name(lang)), region, km, *figures), _told(tie.agreements, scope))
        )
    add_table(deck, _most(scope, counts, "partner"), columns, rows)


def _add_nearest(deck: Deck, scope: Scope) -> None:
    """Add the nearest territories across the border, for one that never had an agreement."""
    material, lang = scope.material, scope.lang
    profile = build_profile(scope.focus, material.register, material.boundaries, material.today)
    if not profile.nearest:
        return
    columns = (
        Column(t("column.territory", lang)),
        Column(t("column.region", lang)),
        Column(t("territory.column_km", lang), "r"),
    )
    own = material.register.territories[scope.focus[0]]
    rows = [
        Row(
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
    lang, territories = scope.lang, scope.material.register.territories
    found: dict[str, list[Tie]] = {}
    for tie in scope.ties:
        found.setdefault(tie.partner, []).append(tie)
    columns = _columns(
        scope,
        Column(t("column.territory", lang)),
        Column(t("territory.partners", lang, n=len({tie.home for tie in scope.ties}))),
    )
    rows, counts = [], {}
    for code, ties in found.items():
        agreements = {agreement for tie in ties for agreement in tie.agreements}
        names = ", ".join(sorted(territories[tie.home].short(lang) for tie in ties))
        figures = _figures(agreements, scope)
        counts[code] = len(agreements)
        row = Row((capital(territories[code].name(lang)), names, *figures),
                  _told(agreements, scope))  # fmt: skip
        rows.append((len(agreements), row))
    rows.sort(key=lambda row: -row[0])
    add_table(deck, _most(scope, counts, "territory"), columns, [row for _, row in rows])


def _add_agreements(deck: Deck, scope: Scope) -> None:
    """Add the agreements of a pair, the newest first."""
    lang, on = scope.lang, scope.material.view.on
    columns = (
        Column(t("table.signed_on", lang)),
        Column(t("table.title", lang)),
        Column(t("slides.registration", lang)),
        Column(t("table.term", lang)),
        Column(t("table.status", lang)),
    )
    rows = []
    for agreement in newest_first(scope.agreements):
        how = standing(agreement, on)
        cells = (
            format_date(agreement.signed_on, lang),
            agreement.title,
            registered(agreement, scope.material.shown),
            scope.term(agreement),
            t(f"standing.{how}", lang),
        )
        rows.append(Row(cells, (scope.about(agreement),)))
    add_table(deck, _latest(scope), columns, rows)


def _add_facts(deck: Deck, scope: Scope, agreement: Agreement) -> None:
    """Add what the register says of one agreement."""
    lang = scope.lang
    columns = (Column(t("slides.fact", lang)), Column(t("slides.value", lang)))
    pairs = [(t("table.title", lang), agreement.title)]
    pairs += facts(agreement, scope.material.shown)
    rows = [Row(pair) for pair in pairs]
    signed = format_date(agreement.signed_on, lang)
    title = f"{t(f'form.{agreement.form}', lang)}, {signed}: {t(f'kind.{agreement.kind}', lang)}"
    add_table(deck, title, columns, rows, notes=[scope.about(agreement)])


def _told(agreements: Iterable[Agreement], scope: Scope) -> tuple[str, ...]:
    """Return the agreements of a row for the notes, the newest first."""
    return tuple(scope.about(agreement) for agreement in newest_first(agreements))
