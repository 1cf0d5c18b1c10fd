"""What lies ahead, in a brief: prolongations, anniversaries, white spots, pairs to think of."""

from datetime import date

from geo import findings
from geo.agreements import Agreement
from geo.events import EventKind, build_events
from geo.exports.scope import Scope, capital
from geo.exports.word.document import Column, Row, WordFile
from geo.exports.word.facts import profile_of, sides
from geo.profile import MONTHS_AHEAD, build_profile
from geo.terms import add_months, next_prolongation
from geo.territories import Country, Territory
from geo.text import format_date, format_number, t
from geo.ties import distance_km
from geo.white_spots import (
    NEAR_KM,
    Candidate,
    Loss,
    WhiteSpot,
    find_candidates,
    find_white_spots,
    untied_neighbours,
)

N_CANDIDATES = 8
"""As many pairs are named; the page with the statistics has them all."""


def add_due(file: WordFile, scope: Scope) -> None:
    """Add the next prolongation of every agreement with a term, however far ahead."""
    lang, today = scope.lang, scope.material.today
    days = [(next_prolongation(agreement, today), agreement) for agreement in scope.agreements]
    found = sorted(((d, a) for d, a in days if d), key=lambda row: (row[0], row[1].id))
    title = t("brief.due", lang)
    file.heading(title)
    if not found:
        file.paragraph(t("slides.due_perpetual", lang))
        return
    columns = _ahead_columns(t("table.term", lang), lang)
    rows = [_ahead_row(day, agreement, agreement.term_text, scope) for day, agreement in found]
    file.table(title, columns, rows)
    file.paragraph(t("slides.due_what", lang, today=format_date(today, lang)), "Quiet")


def _ahead_columns(last: str, lang: str) -> tuple[Column, ...]:
    return (
        Column(t("column.day_calculated", lang), 21),
        Column(t("table.number", lang), 8),
        Column(t("table.parties", lang), 43),
        Column(t("brief.agreement", lang), 45),
        Column(last, 58),
    )


def _ahead_row(day: date, agreement: Agreement, last: str, scope: Scope) -> Row:
    lang = scope.lang
    form, signed = t(f"form.{agreement.form}", lang), format_date(agreement.signed_on, lang)
    what = t("passport.successor", lang, form=form, day=signed)
    names = sides(agreement, scope)
    return Row((format_date(day, lang), str(agreement.number), names, what, last))


def add_anniversaries(file: WordFile, scope: Scope) -> None:
    """Add the round anniversaries of the months ahead."""
    lang, today = scope.lang, scope.material.today
    last = add_months(today, MONTHS_AHEAD)
    events = build_events(scope.agreements, today, last)
    found = [event for event in events if event.kind == EventKind.ANNIVERSARY]
    title = t("brief.anniversaries", lang, day=format_date(last, lang))
    file.heading(title)
    if not found:
        file.paragraph(t("territory.none_such", lang))
        return
    columns = _ahead_columns(t("brief.years", lang), lang)
    rows = [
        _ahead_row(
            event.day, event.agreement, t("territory.anniversary", lang, n=event.years), scope
        )
        for event in found
    ]
    file.table(title, columns, rows)
    file.paragraph(t("slides.anniversaries_what", lang, today=format_date(today, lang)), "Quiet")


def _whole(scope: Scope) -> str:
    on = scope.material.view.on
    if on:
        return t("stats.whole_on", scope.lang, day=format_date(on, scope.lang))
    return t("stats.whole", scope.lang)


def add_white_spots(file: WordFile, scope: Scope) -> None:
    """Add the white spots of a region or of both sides, or the untied neighbours of a territory."""
    register, lang, focus = scope.material.register, scope.lang, scope.focus
    if focus and focus[0] in register.by_id:
        return
    if focus and focus[0] in register.territories:
        _add_neighbours(file, scope)
        return
    file.heading(t("brief.white_spots", lang))
    for country in (Country.BY,) if focus else (Country.RU, Country.BY):
        spots = [
            spot
            for spot in find_white_spots(register, country, scope.material.view.on)
            if not focus or spot.territory.region == focus[0]
        ]
        if not focus:
            regions = {"ru": t("region.ru-smo", lang), "by": t("sheet.partner_country", lang)}
            file.heading(regions[country], 2)
        for loss in Loss:
            names = [_spot_name(spot, lang) for spot in spots if spot.loss == loss]
            if names:
                what = f"{t(f'stats.white_{loss}', lang)} ({len(names)})"
                file.paragraph(f"{what}: {', '.join(sorted(names))}.")
        if not spots:
            file.paragraph(t("territory.none_such", lang))
    file.paragraph(f"{_whole(scope)}.", "Quiet")


def _spot_name(spot: WhiteSpot, lang: str) -> str:
    name = spot.territory.short(lang)
    if spot.lapsed:
        days = findings.join([format_date(a.signed_on, lang) for a in spot.lapsed], lang)
        return t("stats.white_had", lang, name=name, days=days)
    if spot.inside:
        names = findings.join([territory.short(lang) for territory in spot.inside], lang)
        return t("stats.white_inside", lang, name=name, names=names)
    return name


def _add_neighbours(file: WordFile, scope: Scope) -> None:
    """Add, of every picked territory, the neighbours across the border with nothing in force."""
    material, lang = scope.material, scope.lang
    register, profile = material.register, profile_of(scope)
    lines = []
    for code in scope.focus:
        one = build_profile((code,), register, material.boundaries, material.today)
        territory = register.territories[code]
        if one.has_neighbours:
            others = untied_neighbours(territory, register, material.boundaries)
            names = _with_distances(territory, others, lang)
            lines.append((territory, names or t("territory.all_tied", lang)))
    if lines:
        file.heading(t("territory.neighbours", lang))
        for territory, text in lines:
            file.paragraph(f"{capital(territory.name(lang))}: {text}".rstrip(".") + ".")
    if profile and profile.nearest:
        file.heading(t("territory.nearest", lang))
        territory = register.territories[scope.focus[0]]
        file.paragraph(_with_distances(territory, profile.nearest, lang) + ".")


def _with_distances(territory: Territory, others: tuple[Territory, ...], lang: str) -> str:
    """Return the names of territories with their distance from one."""
    return "; ".join(
        t(
            "passport.neighbour",
            lang,
            name=other.name(lang),
            km=format_number(distance_km(territory, other), lang),
        )
        for other in others
    )


def add_candidates(file: WordFile, scope: Scope) -> None:
    """Add the pairs with nothing in force that come to mind, with the reasons in words."""
    material, lang = scope.material, scope.lang
    found = [
        candidate
        for candidate in find_candidates(material.register, material.boundaries, material.view.on)
        if _concerns(candidate, scope)
    ]
    if not found:
        return
    title = t("brief.candidates", lang)
    file.heading(title)
    shown = found[:N_CANDIDATES]
    rows = [
        Row(
            (
                f"{candidate.home.short(lang)} — {candidate.partner.short(lang)}",
                "; ".join(findings.reasons(candidate, lang)),
            )
        )
        for candidate in shown
    ]
    columns = (Column(t("slides.pair", lang), 55), Column(t("column.reasons", lang), 120))
    file.table(title, columns, rows)
    remark = t("slides.candidates_what", lang, whole=_whole(scope), km=NEAR_KM)
    if len(shown) < len(found):
        remark += " " + t("slides.first_rows", lang, n=len(shown), total=len(found))
    file.paragraph(remark, "Quiet")


def _concerns(candidate: Candidate, scope: Scope) -> bool:
    """Tell whether a pair has to do with what is picked."""
    by_id = scope.material.register.by_id
    focus = scope.focus
    codes = by_id[focus[0]].territories if focus and focus[0] in by_id else focus
    ends = {candidate.home.code, candidate.partner.code, candidate.partner.region}
    return not codes or bool(ends & set(codes))
