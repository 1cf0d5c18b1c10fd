"""The steps on what there is: the title, the map, the agreements, the register in full."""

from geo import findings
from geo.agreements import Agreement, newest_first
from geo.card import short_number, successor
from geo.exports.scope import Scope, registered
from geo.exports.steps.screen import Picture, Screen, ScreenColumn, ScreenRow, heads
from geo.history import Standing
from geo.profile import build_profile
from geo.text import capital, format_date, format_number, join, t
from geo.ties import distance_km


def title_screen(scope: Scope) -> Screen:
    """Who meets whom, when and where; without a meeting what the deck is about."""
    shown, lang = scope.material.shown, scope.lang
    title, subtitle = t("app.title", lang), t("app.subtitle", lang, **scope.material.shown.words)
    lines = [f"{title}: {subtitle}" if scope.name else subtitle]
    if shown.occasion:
        lines = list(shown.occasion.lines(lang))
    lines += [capital(_figures(scope)), shown.caption, capital(shown.dated)]
    notes = (t("slides.cover_notes", lang, today=format_date(shown.today, lang)), shown.caption)
    name = shown.meeting or scope.name or title
    return Screen("", scope, name, Picture.COVER, lines=tuple(lines), notes=notes,
                  about=f"{shown.subject}. {shown.counts_line}")  # fmt: skip


def _figures(scope: Scope) -> str:
    """Return the figures of what is picked, or of the view."""
    shown, lang = scope.material.shown, scope.lang
    if not scope.focus:
        counts = shown.count_line
        return f"{counts}: {shown.standings_line(shown.listed)}" if shown.agreements else counts
    if not scope.agreements:
        had = bool(shown.picked_whole.agreements)
        return t("slides.nothing_picked" if had else "slides.never", lang)
    figures = shown.figures(shown.picked)
    return figures if len(scope.focus) > 1 else f"{figures}, {shown.ties_line(shown.picked)}"


def network_screen(scope: Scope) -> Screen:
    """Return the map of the whole view, whatever is picked in it."""
    return map_screen(scope.everything)


def map_screen(scope: Scope) -> Screen:
    """What is in force on the map; of a view that asks for a status, or has none in force, all."""
    material, lang = scope.material, scope.lang
    drawn = Scope(material.seen(material.shown.current.view))
    shown = drawn.material.shown
    part = shown.picked
    if not part.agreements:
        title = capital(_figures(scope)) if scope.focus else t("map.empty", lang).rstrip(".")
    elif shown.view.status == material.view.status:
        title = shown.figures(part)
    else:
        title = _in_force(drawn)
    if part.agreements and len(scope.focus) < 2:
        title = f"{title}{';' if part.unknown else ','} {shown.ties_line(part)}"
    title = scope.title(title)
    about = t("steps.map_about", lang, title=title, about=material.shown.about,
              most=_most(drawn), how=t("steps.map_how", lang))  # fmt: skip
    return Screen("", drawn, title, Picture.MAP, notes=(about, t("slides.map_notes", lang)),
                  about=about)  # fmt: skip


def _most(scope: Scope) -> str:
    """Say which territories have most agreements on a map."""
    lang, part = scope.lang, scope.material.shown.picked
    counts = {code: len(own.agreements) for code, own in part.by_territory.items()}
    ranked = sorted(counts, key=lambda code: (-counts[code], code))[: findings.NAMED]
    names = [f"{part.register.territories[code].short(lang)} ({counts[code]})" for code in ranked]
    return t("steps.most", lang, names=join(names, lang)) if names else ""


def _in_force(scope: Scope, *more: str) -> str:
    """Say how many are in force, on the day if there is one, `more`, and how many perhaps are."""
    lang, shown = scope.lang, scope.material.shown
    n, on, unknown = len(shown.picked.in_force), shown.on, len(shown.picked.unknown)
    key = "slides.in_force_on" if on else "slides.in_force"
    text = ", ".join((t(key, lang, day=format_date(on, lang), n=n), *more))
    return t("slides.perhaps", lang, text=text, n=unknown) if unknown else text


def agreements_screen(scope: Scope) -> Screen:
    """What is in force with the counterpart, the newest first; if nothing is, what lapsed."""
    lang, part = scope.lang, scope.material.shown.picked
    if scope.agreement and scope.material.shown.standing(scope.agreement) != Standing.NOT_SIGNED:
        return _facts(scope, scope.agreement)
    listed = [*newest_first(part.in_force), *newest_first(part.unknown)]
    if not listed:
        return lapsed_screen(scope)
    last = max(agreement.signed_on for agreement in listed)
    title = _in_force(scope, t("territory.last_signed", lang, day=format_date(last, lang)))
    if len(listed) == 1:
        title = scope.title(title)
        lines = (listed[0].title, *_dates(listed[0], scope))
        return Screen("", scope, title, lines=lines, notes=(scope.about(listed[0]),))
    what = "table.title" if len(scope.focus) > 1 else "table.parties"
    columns = heads(scope, what, "table.kind", "table.signed_on", "table.term")
    rows = tuple(_agreement_row(one, scope) for one in listed)
    remark = t("slides.in_force_unknown", lang, n=len(part.unknown)) if part.unknown else ""
    return Screen("", scope, scope.title(title), None, columns, rows, remark=remark,
                  about=f"{title}. {t('steps.table_how', lang)}")  # fmt: skip


def _dates(agreement: Agreement, scope: Scope) -> tuple[str, ...]:
    lang, shown = scope.lang, scope.material.shown
    pairs = (("table.signed_on", format_date(agreement.signed_on, lang)),
             ("slides.registration", registered(agreement, shown)),
             ("table.term", scope.term(agreement)),
             ("table.status", t(f"standing.{shown.standing(agreement)}", lang)))  # fmt: skip
    return tuple(t("slides.of", lang, name=t(key, lang), text=text) for key, text in pairs)


def _facts(scope: Scope, agreement: Agreement) -> Screen:
    """What the register says of the one agreement that is picked."""
    signed, lang = format_date(agreement.signed_on, scope.lang), scope.lang
    title = f"{t(f'form.{agreement.form}', lang)}, {signed}: {t(f'kind.{agreement.kind}', lang)}"
    lines = (agreement.title, *_dates(agreement, scope))
    return Screen("", scope, title, lines=lines, notes=(scope.about(agreement),))


def _agreement_row(agreement: Agreement, scope: Scope) -> ScreenRow:
    lang = scope.lang
    unknown = scope.material.shown.standing(agreement) == Standing.UNKNOWN
    cells = (
        agreement.title if len(scope.focus) > 1 else scope.sides(agreement),
        t(f"kind.{agreement.kind}", lang),
        format_date(agreement.signed_on, lang),
        t("standing.unknown", lang) if unknown else scope.term(agreement),
    )
    return ScreenRow(cells, (scope.about(agreement),))


def register_screen(scope: Scope) -> Screen:
    """Every agreement in force with number and registration, for the appendix."""
    lang, shown = scope.lang, scope.material.shown
    listed = (*shown.picked.in_force, *shown.picked.unknown)
    if len(listed) < 2:
        return Screen("", scope, scope.title(_in_force(scope)))
    names = ("table.parties", "table.kind", "table.signed_on", "slides.registration", "table.term")
    columns = (ScreenColumn(t("table.number", lang), "r"), *heads(scope, *names))
    rows = []
    for one in listed:
        sides, kind, signed, term = _agreement_row(one, scope).cells
        cells = (short_number(one, lang), sides, kind, signed, registered(one, shown), term)
        rows.append(ScreenRow(cells, (scope.about(one),)))
    perpetual = sum(bool(one.perpetual) for one in shown.picked.in_force)
    rest = t("slides.perpetual" if perpetual else "slides.perpetual_none", lang, count=perpetual)
    unknown = len(shown.picked.unknown)
    remark = t("slides.in_force_unknown", lang, n=unknown) if unknown else ""
    remark = f"{remark} {t('slides.titles_in_notes', lang)}".strip()
    title = scope.title(_in_force(scope, rest))
    return Screen(
        "", scope, title, None, columns, tuple(rows), remark=remark, about=title, whole=True
    )


def lapsed_screen(scope: Scope) -> Screen:
    """What has lapsed and what replaced it, if that is all there is."""
    lang, lapsed = scope.lang, scope.material.shown.picked.lapsed
    title = scope.title(t("slides.lapsed", lang, n=len(lapsed)) if lapsed else _figures(scope))
    if (
        not scope.agreements
        and scope.focus
        and scope.focus[0] in scope.material.register.territories
    ):
        return Screen("", scope, title, lines=_nearest(scope))
    columns = heads(scope, "table.signed_on", "table.title", "table.successor")
    rows = []
    for one in newest_first(lapsed):
        replaced = ": ".join(successor(one, scope.material.shown))
        cells = (format_date(one.signed_on, lang), one.title, replaced or "—")
        rows.append(ScreenRow(cells, (scope.about(one),)))
    return Screen("", scope, title, None, columns, tuple(rows), about=title, whole=True)


def _nearest(scope: Scope) -> tuple[str, ...]:
    """Return the nearest territories across the border, for one without an agreement."""
    lang, register = scope.lang, scope.material.register
    found = build_profile(scope.focus, scope.material.shown, scope.material.boundaries).nearest
    own = register.territories[scope.focus[0]]
    names = []
    for other in found:
        km = format_number(distance_km(own, other), lang)
        names.append(t("steps.near", lang, name=other.name(lang), km=km))
    return (t("steps.nearest", lang, names=", ".join(names)),) if names else ()
