"""The steps on what is around: partners, charts of the network, white spots, pairs, sources."""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from geo import findings, stats
from geo.agreements import newest_first
from geo.exports.material import Material
from geo.exports.steps.screen import Picture, Screen, ScreenRow, heads
from geo.profile import Partner, partners_of, territories_of
from geo.sources import notice, sources_of
from geo.territories import Side
from geo.text import capital, format_date, has_text, join, t
from geo.white_spots import Loss, WhiteSpots, find_white_spots, lasting

CHARTED = 5
"""So many agreements have a chart by year; fewer have none."""
NAMED_SPOTS = 25
"""As many white spots are named below their map; more are in the notes."""


def growth_screen(material: Material) -> Screen:
    """How many were in force at the end of each year."""
    material, lang = material.everything, material.lang
    shown = material.shown
    frame = stats.growth(shown.past)
    title = shown.finding(findings.growth(frame, lang), shown.past)
    enough = len(shown.past.agreements) >= CHARTED
    return _chart(material, title, Picture.GROWTH, frame, enough and len(frame) > 1)


def signings_screen(material: Material) -> Screen:
    """How many were signed in each year."""
    shown, lang = material.shown, material.lang
    frame = stats.signings_by_year(shown.picked_past)
    title = material.title(shown.finding(findings.signings(frame, lang), shown.picked_past))
    enough = len(shown.picked_past.agreements) >= CHARTED and len(material.focus) < 2
    return _chart(material, title, Picture.SIGNINGS, frame, enough)


def regions_screen(material: Material) -> Screen:
    """How many there are with each partner region."""
    material, lang = material.everything, material.lang
    listed = material.shown.listed

    def name(code: str) -> str:
        return t(f"region.{code}", lang)

    frame = stats.in_words(stats.by_region(listed), name)
    title = findings.leader(frame, "region", name, listed, lang)
    title = material.shown.finding(title, listed)
    names = ("n_agreements", "n_ties", "n_territories")
    columns = heads(material, "column.region", *(f"column.{name}" for name in names))
    rows = tuple(
        ScreenRow((name(row.region), *(str(getattr(row, name)) for name in names)))
        for row in frame.itertuples()
    )
    screen = _chart(material, title, Picture.REGIONS, frame, len(frame) > 1)
    return replace(screen, columns=columns, rows=rows) if screen.picture else screen


def _chart(
    material: Material, title: str, picture: Picture, frame: pd.DataFrame, enough: bool
) -> Screen:
    """Return the screen of a chart, empty if there is too little for one."""
    if not enough:
        return Screen(material, title)
    what = t(f"steps.{picture}_what", material.lang, **material.shown.words)
    about = f"{title}. {t(f'steps.{picture}_how', material.lang)}"
    return Screen(material, title, picture, remark=what, notes=(what,), about=about, frame=frame)


def partners_screen(material: Material) -> Screen:
    """The partners of a territory, the territories of a region, or the regions of all."""
    lang, part, register = material.lang, material.shown.picked, material.register
    if not material.focus:
        return regions_screen(material)
    if not material.agreements:
        return Screen(material, material.title(material.shown.nothing.rstrip(".")))
    if material.agreement or len(material.focus) != 1:
        return Screen(material, material.title(material.shown.figures(part)))
    what = "territory" if material.is_region else "partner"
    found = territories_of(part, Side.PARTNER, lang)
    if not material.is_region:
        found = partners_of(part, register.territories[material.focus[0]], lang)
    title = material.title(material.shown.finding(_leading(material, found, what), part))
    if len(found) < 2:
        return Screen(material, title)
    counts = ("n_agreements", "n_in_force", *(("n_unknown",) if part.unknown else ()))
    first = "slides.partner" if what == "partner" else "column.territory"
    names = (first, *(f"column.{name}" for name in counts), "territory.column_last")
    rows = []
    for one in found:
        tally = one.tally
        numbers = (tally.total, tally.in_force, *((tally.unknown,) if part.unknown else ()))
        last = format_date(one.last_signed_on, lang)
        told = tuple(map(material.about, newest_first(one.part.agreements)))
        cells = (capital(one.territory.name(lang)), *map(str, numbers), last)
        rows.append(ScreenRow(cells, told))
    return Screen(material, title, None, heads(material, *names), tuple(rows), about=title)


def _leading(material: Material, found: Sequence[Partner], what: str) -> str:
    """
    Say who of those beside what is picked has most of what is in force.

    Where there are too many at the top to be named, all that have any are level, nothing is in
    force or not all is known, it says when the last agreement was signed instead.
    """
    lang, tally = material.lang, material.shown.picked.tally
    if len(found) == 1:
        return t(f"slides.only_{what}", lang, name=found[0].territory.short(lang))
    top = max((one.tally.in_force for one in found), default=0)
    names = [one.territory.short(lang) for one in found if one.tally.in_force == top]
    level = len(names) > findings.NAMED or len(names) == sum(x.tally.in_force > 0 for x in found)
    if not top or tally.unknown or level:
        last = max(agreement.signed_on for agreement in material.agreements)
        return t("slides.last_signed", lang, day=format_date(last, lang))
    values = {"n": len(names), "names": join(names, lang), "top": top}
    return t(f"slides.most_{what}", lang, **values, total=tally.in_force)


def white_screen(material: Material) -> Screen:
    """Who has nothing in force, as a map: of both sides, or of the region that is asked for."""
    lang, is_filtered = material.lang, material.view.is_filtered
    regions = [code for code in material.asked_places if has_text(f"region.{code}")]
    spots = find_white_spots(material.shown)
    if regions:
        spots = spots.only(lambda one: one.region in regions)
    else:
        material = material.unfiltered()
    count, total = findings.white_count(spots, lang), len(spots.expected)
    words = material.shown.words
    name = join([t(f"region.{code}", lang) for code in regions], lang)
    key = "slides.white_region" if regions else "slides.white_map"
    title = t(key, lang, name=name, count=count, total=total, **words)
    going_on = [findings.continued(one, lang) for one in spots.continued]
    names = _spot_names(spots, lang)
    whole = f"{material.shown.whole_line(*regions)}."
    said = [whole, t("slides.white_units", lang)]
    if len(spots.spots) <= NAMED_SPOTS:
        said = [*names, *(f"{one}." for one in going_on), *([whole] if is_filtered else [])]
    notes = (title, *names, *going_on, t("slides.white_units", lang), t("slides.map_notes", lang))
    about = f"{title}. {findings.white_parts(spots, words, lang)} {t('steps.white_how', lang)}"
    return Screen(material, title, Picture.WHITE, remark=" ".join(said), notes=notes, about=about)


def white_counts(material: Material) -> tuple[dict[str, int], set[str], list[str]]:
    """
    Return what the map of white spots is shaded by.

    How many agreements each territory has in force, of which it is not known whether it has any,
    and the regions that are asked for, none for all.
    """
    parts = lasting(material.shown)
    counts = {code: n for code, part in parts.items() if (n := part.tally.in_force)}
    unknown = {spot.territory.code for spot in material.white_spots.of(Loss.UNKNOWN)}
    return counts, unknown, [code for code in material.asked_places if has_text(f"region.{code}")]


def _spot_names(spots: WhiteSpots, lang: str) -> list[str]:
    """Return the names by region, in the alphabet, those marked of which it is not known."""
    groups = {code: group for code, group in spots.by_group(lang).items() if group.spots}
    lines = []
    for code, group in groups.items():
        names = sorted(
            findings.white_spot(spot, spot.territory.short(lang), lang, marked=True)
            for spot in group.spots
        )
        name = f"{findings.group_name(code, lang)} ({findings.short_count(group)}): "
        lines.append(f"{name if len(groups) > 1 else ''}{', '.join(names)}.")
    return lines


def pairs_screen(material: Material) -> Screen:
    """Pairs without an agreement in force that come to mind, with the reasons."""
    lang = material.lang
    if material.agreement or len(material.focus) > 1 or len(material.candidates) < 2:
        return Screen(material, t("stats.candidates_none", lang))
    rows = tuple(ScreenRow(cells) for cells in material.candidate_cells())
    title = material.title(findings.candidates(material.candidates, lang))
    columns = heads(material, "slides.pair", "column.reasons")
    return Screen(material, title, None, columns, rows, remark=material.candidates_remark(),
                  about=title, whole=True)  # fmt: skip


def sources_screen(material: Material) -> Screen:
    """Sources, licences, the filters in full, and how to read the deck."""
    lang, shown = material.lang, material.shown
    newest = format_date(material.register.newest, lang)
    counted = shown.count_of(shown.picked)
    lines = [t("slides.shown", lang, caption=shown.about, count=counted)]
    lines += [t("slides.dated", lang, day=newest, **shown.words), t("shown.read", lang)]
    lines += [t("slides.calculated", lang), *shown.limits(shown.picked)]
    sources = sources_of(material.register.territories.imprint)
    lines += dict.fromkeys(notice(resource, lang) for resource in sources)
    return Screen(material, t("export.sources", lang), lines=tuple(lines), whole=True)
