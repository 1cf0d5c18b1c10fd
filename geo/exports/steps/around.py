"""The steps on what is around: partners, charts of the network, white spots, pairs, sources."""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from geo import findings, stats
from geo.agreements import newest_first
from geo.exports.scope import Scope
from geo.exports.steps.screen import Picture, Screen, ScreenColumn, ScreenRow, heads
from geo.profile import Partner, partners_of, territories_of
from geo.sources import notice, sources_of
from geo.text import capital, format_date, has_text, join, t
from geo.white_spots import Loss, WhiteSpots, find_all_white_spots

FEW = 5
"""Of fewer agreements there is no chart by year."""
NAMED_SPOTS = 25
"""As many white spots are named below their map; more are in the notes."""


def growth_screen(scope: Scope) -> Screen:
    """How many were in force at the end of each year."""
    scope, lang = scope.everything, scope.lang
    shown = scope.material.shown
    frame = stats.growth(shown.past)
    title = shown.finding(findings.growth(frame, lang), shown.past)
    return _chart(scope, title, Picture.GROWTH, frame, len(frame) > 1)


def signings_screen(scope: Scope) -> Screen:
    """How many were signed in each year."""
    shown, lang = scope.material.shown, scope.lang
    frame = stats.signings_by_year(shown.picked_past)
    title = scope.title(shown.finding(findings.signings(frame, lang), shown.picked_past))
    enough = len(shown.picked_past.agreements) >= FEW and len(scope.focus) < 2
    return _chart(scope, title, Picture.SIGNINGS, frame, enough)


def regions_screen(scope: Scope) -> Screen:
    """How many there are with each partner region."""
    scope, lang = scope.everything, scope.lang
    listed = scope.material.shown.listed
    frame = stats.by_region(listed)
    title = findings.leader(frame, "region", lambda x: t(f"region.{x}", lang), listed, lang)
    title = scope.material.shown.finding(title, listed)
    names = ("n_agreements", "n_ties", "n_territories")
    columns = [ScreenColumn(t(f"column.{name}", lang), "r") for name in names]
    rows = [
        ScreenRow((t(f"region.{row.region}", lang), *(str(getattr(row, name)) for name in names)))
        for row in frame.itertuples()
    ]
    screen = _chart(scope, title, Picture.REGIONS, frame, len(frame) > 1)
    return replace(
        screen,
        columns=(ScreenColumn(t("column.region", lang)), *columns) if screen.picture else (),
        rows=tuple(rows) if screen.picture else (),
    )


def _chart(scope: Scope, title: str, picture: Picture, frame: pd.DataFrame, enough: bool) -> Screen:
    """Return the screen of a chart, empty if there is too little for one."""
    if not enough:
        return Screen("", scope, title)
    what = t(f"steps.{picture}_what", scope.lang, **scope.material.shown.words)
    about = f"{title}. {t(f'steps.{picture}_how', scope.lang)}"
    return Screen("", scope, title, picture, remark=what, notes=(what,), about=about, frame=frame)


def partners_screen(scope: Scope) -> Screen:
    """The partners of a territory, the territories of a region, or the regions of all."""
    lang, part, register = scope.lang, scope.material.shown.picked, scope.material.register
    if not scope.focus:
        return regions_screen(scope)
    if not scope.agreements or scope.agreement or len(scope.focus) != 1:
        return Screen("", scope, t("steps.no_partners", lang))
    what = "territory" if scope.is_region else "partner"
    found = territories_of(part)
    if not scope.is_region:
        found = partners_of(part, register.territories[scope.focus[0]])
    title = scope.title(scope.material.shown.finding(_leading(scope, found, what), part))
    if len(found) < 2:
        return Screen("", scope, title)
    counts = ("n_agreements", "n_in_force", *(("n_unknown",) if part.unknown else ()))
    columns = (
        ScreenColumn(t("slides.partner" if what == "partner" else "column.territory", lang)),
        *(ScreenColumn(t(f"column.{name}", lang), "r") for name in counts),
        ScreenColumn(t("territory.column_last", lang)),
    )
    rows = []
    for one in found:
        tally = one.tally
        numbers = (tally.total, tally.in_force, *((tally.unknown,) if part.unknown else ()))
        last = format_date(one.last_signed_on, lang)
        told = tuple(map(scope.about, newest_first(one.part.agreements)))
        cells = (capital(one.territory.name(lang)), *map(str, numbers), last)
        rows.append(ScreenRow(cells, told))
    return Screen("", scope, title, None, columns, tuple(rows), about=title)


def _leading(scope: Scope, found: Sequence[Partner], what: str) -> str:
    """
    Say who of those beside what is picked has most of what is in force.

    Where there are too many at the top to be named, nothing is in force or not all is known, it
    says when the last agreement was signed instead.
    """
    lang, tally = scope.lang, scope.material.shown.picked.tally
    if len(found) == 1:
        return t(f"slides.only_{what}", lang, name=found[0].territory.short(lang))
    top = max(one.tally.in_force for one in found)
    names = [one.territory.short(lang) for one in found if one.tally.in_force == top]
    if not top or tally.unknown or len(names) > findings.NAMED:
        last = max(agreement.signed_on for agreement in scope.agreements)
        return t("territory.last_signed", lang, day=format_date(last, lang))
    values = {"n": len(names), "names": join(names, lang), "top": top}
    return t(f"slides.most_{what}", lang, **values, total=tally.in_force)


def white_screen(scope: Scope) -> Screen:
    """Who has nothing in force, as a map: of both sides, or of the region that is asked for."""
    lang = scope.lang
    regions = [code for code in scope.asked_places if has_text(f"region.{code}")]
    spots = find_all_white_spots(scope.material.shown)
    if regions:
        spots = spots.only(lambda one: one.region in regions)
    elif scope.focus or scope.asked_places:
        scope = scope.everything
    count, total = findings.white_count(spots, lang), len(spots.expected)
    title = t("slides.white_map", lang, count=count, total=total)
    if regions:
        name = join([t(f"region.{code}", lang) for code in regions], lang)
        title = t("slides.white_region", lang, name=name, count=count, total=total)
    going_on = [findings.continued(one, lang) for one in spots.continued]
    names = _spot_names(spots, lang)
    said = [f"{scope.material.shown.whole_line}.", t("slides.white_units", lang)]
    if len(spots.spots) <= NAMED_SPOTS:
        said = [*names, *(f"{one}." for one in going_on)]
    notes = (title, *names, *going_on, t("slides.white_units", lang), t("slides.map_notes", lang))
    about = f"{title}. {findings.white_parts(spots, lang)} {t('steps.white_how', lang)}"
    return Screen("", scope, title, Picture.WHITE, remark=" ".join(said), notes=notes, about=about)


def white_counts(scope: Scope) -> tuple[dict[str, int], set[str], list[str]]:
    """
    Return what the map of white spots is shaded by.

    How many agreements each territory has in force, of which it is not known whether it has any,
    and the regions that are asked for, none for all.
    """
    tallies = {code: part.tally for code, part in scope.material.shown.whole.by_territory.items()}
    counts = {code: tally.in_force for code, tally in tallies.items() if tally.in_force}
    unknown = {spot.territory.code for spot in scope.white_spots.of(Loss.UNKNOWN)}
    return counts, unknown, [code for code in scope.asked_places if has_text(f"region.{code}")]


def _spot_names(spots: WhiteSpots, lang: str) -> list[str]:
    """Return the names by region, in the alphabet, those marked of which it is not known."""
    groups = {code: group for code, group in spots.by_group().items() if group.spots}
    lines = []
    for code, group in groups.items():
        names = sorted(
            findings.white_spot(spot, findings.white_name(spot, lang), lang) for spot in group.spots
        )
        name = f"{findings.group_name(code, lang)} ({findings.short_count(group)}): "
        lines.append(f"{name if len(groups) > 1 else ''}{', '.join(names)}.")
    return lines


def pairs_screen(scope: Scope) -> Screen:
    """Pairs without an agreement in force that come to mind, with the reasons."""
    lang = scope.lang
    if scope.agreement or len(scope.focus) > 1 or len(scope.candidates) < 2:
        return Screen("", scope, t("stats.candidates_none", lang))
    rows = tuple(ScreenRow(cells) for cells in scope.candidate_cells())
    title = scope.title(findings.candidates(scope.candidates, lang))
    columns = heads(scope, "slides.pair", "column.reasons")
    return Screen("", scope, title, None, columns, rows, remark=scope.candidates_remark(),
                  about=title, whole=True)  # fmt: skip


def sources_screen(scope: Scope) -> Screen:
    """Sources, licences, the filters in full, and how to read the deck."""
    material, lang, shown = scope.material, scope.lang, scope.material.shown
    newest = format_date(material.register.newest, lang)
    counted = shown.count_of(shown.picked)
    lines = [t("slides.shown", lang, caption=shown.about, count=counted)]
    lines += [t("slides.dated", lang, day=newest, **shown.words), t("shown.read", lang)]
    lines += [t("slides.calculated", lang), *shown.limits]
    sources = sources_of(material.register.territories.imprint)
    lines += dict.fromkeys(notice(resource, lang) for resource in sources)
    return Screen("", scope, t("export.sources", lang), lines=tuple(lines), whole=True)
