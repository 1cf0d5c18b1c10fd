"""
The passport of a territory: its ties, what is in force, due and lapsed; and all of them as a book.

A passport gives the whole register of its territory on the day of the view, whatever the filters,
and nothing that happened later. Each begins on a new page; what is too long goes on to the next
one, which says whose it is.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from geo.agreements import Register
from geo.exports.making import counted
from geo.exports.material import Material
from geo.exports.paper import typeset
from geo.exports.paper.blocks import Block, due, footer, gone, in_force, map_block, section, table
from geo.exports.paper.maps import small_map
from geo.findings import continued
from geo.history import Standing
from geo.map.network import Network
from geo.profile import Profile, about, build_profile, headline, lapse_line, neighbour_names
from geo.shown import Shown, Tally
from geo.terms.events import worded
from geo.territories import Accuracy, Side, Territory
from geo.text import capital, format_date, format_number, t
from geo.view import View

MAP_MM = {0: 120.0, 1: 90.0, 9: 66.0, 13: 60.0, 16: 48.0, 20: 66.0}
"""
Height of a passport's map from so much to list on, an agreement taking as much as two partners: the
less there is, the more map. From 20 on it goes on to a second page anyway.
"""
COVER_MAP_MM = 112.0


def to_passport(material: Material) -> bytes:
    """
    Return the passports of what is in focus: a territory, both of a pair, all parties of an
    agreement or of a region; with nothing in focus, of all territories of the view.

    More than one come with contents; they tell `View.of_places`.
    """
    codes, cover = _subjects(material), material.seen(material.view.of_places())
    return _document(material, codes, cover, with_cover=len(codes) != 1)


def to_book(material: Material) -> bytes:
    """
    Return the passports of all territories of the home region and of all parties, with contents.

    One without an agreement says so, and who lies nearest across the border.
    """
    register = material.register
    everyone = register.territories.values()
    home = [x.code for x in everyone if x.is_home and x.accuracy != Accuracy.POINT]
    codes = (*home, *register.party_codes)
    return _document(material, codes, material.unfiltered(), with_cover=True)


def _subjects(material: Material) -> tuple[str, ...]:
    """Return whose passports a view asks for."""
    register, focus = material.register, material.view.focus
    if focus and all(code in register.territories for code in focus):
        return focus
    if not focus:
        return tuple(material.shown.listed.by_territory)
    codes = {code for one in material.shown.picked_whole.agreements for code in one.territories}
    if focus[0] not in register.by_id:
        codes = {code for code in codes if register.territories[code].region == focus[0]}
    return tuple(codes)


def _document(
    material: Material, codes: Iterable[str], cover: Material, *, with_cover: bool
) -> bytes:
    """
    Return passports of the whole register on the day; `cover` is what the first page shows.

    The home side comes first, the home region foremost.
    """
    lang, plain = material.view.lang, material.unfiltered()
    territories = [material.register.territories[code] for code in dict.fromkeys(codes)]
    territories.sort(key=lambda x: (x.side != Side.HOME, not x.is_home, x.short(lang)))
    profiles = {
        x: build_profile((x.code,), plain.shown, material.network.boundaries) for x in territories
    }
    passports = [_passport(x, profile, plain.shown) for x, profile in profiles.items()]
    if not with_cover and cover.view != material.view and material.shown.unheard:
        passports[0]["notes"] += f" · {material.shown.unheard}"
    page = typeset.page_of(
        cover,
        _title(cover.shown, [x.name(lang) for x in profiles], with_cover=with_cover),
        footer(material, material.shown.picked_whole),
        cover=_cover(profiles, material, cover) if with_cover else None,
        passports=passports,
    )
    whole = material.network, material.register, plain.view, material.today
    pictures = {
        f"map-{x.code}": _map(*whole, x.code, 2 * len(profile.agreements) + len(profile.partners))
        for x, profile in counted(profiles.items())
    }
    if with_cover:
        pictures["map"] = small_map(cover, COVER_MAP_MM)
    return typeset.to_pdf("passports", page, pictures, material.today)


def _title(shown: Shown, names: Sequence[str], *, with_cover: bool) -> str:
    """Return the title of the file: whose passports, chosen by which filters, of which day."""
    lang = shown.lang
    if with_cover:
        title = t("passport.book", lang)
        return f"{title}: {shown.subject}" if shown.name or shown.view.is_filtered else title
    title = t("passport.title", lang, name=names[0])
    day = format_date(shown.on, lang)
    return t("passport.title_on", lang, title=title, day=day) if shown.on else title


@lru_cache(maxsize=512)
def _map(
    network: Network, register: Register, view: View, today: date, code: str, to_list: int
) -> str:
    """Return the map of a territory: the same for all readers of a language, it is drawn once."""
    height = MAP_MM[max(least for least in MAP_MM if least <= to_list)]
    whole = Material(Shown(view, register, today), network)
    return small_map(whole.unfiltered(code), height, lit_only=True)


# --- the book's own pages -------------------------------------------------------------------------


def _cover(profiles: Mapping[Territory, Profile], material: Material, cover: Material) -> Block:
    """Return the first page: title, the network, whose passports follow and on which page."""
    lang, shown = material.view.lang, cover.shown
    plain = material.unfiltered()
    figures = shown.figures(shown.picked) if shown.name else shown.counts_line
    counts = t("slides.of", lang, name=shown.name, text=figures) if shown.name else figures
    texts = [counts, *filter(None, (shown.filters,))]
    if not profiles:
        texts.append(shown.nothing)
    elif cover.view != plain.view:
        texts.append(t("passport.complete", lang))
    elif replace(material.view, focus=()) != plain.view:
        texts.append(t("passport.book_whole", lang, **shown.words))
    notes = [t("passport.how_to_read", lang)] if profiles else []
    replaced = (shown.told(a).successor_id for x in profiles.values() for a in x.part.lapsed)
    notes += [t("passport.replaced", lang)] if any(replaced) and not shown.discreet else []
    return {
        "title": t("passport.book", lang),
        "lead": [shown.titled()],
        "texts": texts,
        "map": map_block("map", shown.subject, figures, lang),
        "notes": [*notes, *shown.limits(shown.picked)],
        "contents": _contents(profiles, shown) if profiles else None,
    }


def _contents(profiles: Mapping[Territory, Profile], shown: Shown) -> Block:
    """Return the contents by side; the template finds the pages."""
    lang, counts = shown.lang, _counts(profile.part.tally for profile in profiles.values())
    heads = {role: t(f"column.{role}", lang) for role in ("territory", "region", *counts)}
    heads["page"] = t("passport.page_column", lang)
    groups: dict[Side, Block] = {}
    for x, profile in profiles.items():
        key = "filter.territory" if x.side == Side.HOME else "filter.partner"
        group = groups.setdefault(x.side, {"title": t(key, lang, **shown.words), "rows": []})
        tally = (getattr(profile.part.tally, name) for name in counts.values())
        cells = [t(f"region.{x.region}", lang), *map(str, tally)]
        group["rows"].append({"key": x.code, "name": capital(x.name(lang)), "cells": cells})
    title, listed = t("passport.contents", lang), [*groups.values()]
    return {"title": title, "columns": heads, "groups": listed}


# --- one passport ---------------------------------------------------------------------------------


def _passport(territory: Territory, profile: Profile, shown: Shown) -> Block:
    """Return one passport: whose it is, what its map shows, and its sections."""
    lang = shown.lang
    name, lead = capital(territory.name(lang)), capital(headline(profile, shown))
    notes = (*about(territory, shown.register, lang), *shown.limits(profile.part))
    return {
        "key": territory.code,
        "title": name,
        "lead": lead,
        "notes": " · ".join(notes),
        "continued": [f"{continued(one, lang)}." for one in profile.continued],
        "map": map_block(f"map-{territory.code}", name, lead, lang),
        "sections": [*_agreements(territory, profile, shown), *_others(territory, profile, shown)],
    }


def _agreements(territory: Territory, profile: Profile, shown: Shown) -> list[Block]:
    """Return what is in force, due, unknown and lapsed."""
    lang, code, part = shown.lang, territory.code, profile.part
    found = []
    title = shown.heading(Standing.IN_FORCE, len(part.in_force))
    if part.in_force:
        found.append(section(title, table=in_force(part.in_force, shown, code)))
    elif part.lapsed and not part.unknown:
        found.append(section(title, texts=[t("territory.none_such", lang)]))
    if part.in_force and shown.looks_ahead:
        title = t(worded("territory.due", profile.due), lang, day=format_date(shown.horizon, lang))
        if profile.due:
            rows = due(profile.due, shown, code)
            note = t(worded("territory.due_note", profile.due), lang)
            found.append(section(title, table=rows, after=[note]))
        else:
            found.append(section(title, texts=[t("territory.due_none", lang)]))
    for how, listed in ((Standing.UNKNOWN, part.unknown), (Standing.LAPSED, part.lapsed)):
        if listed:
            say = how == Standing.LAPSED and not shown.discreet
            notes, rows = [lapse_line(profile, shown)] * say, gone(listed, shown, code)
            found.append(section(shown.heading(how, len(listed)), notes=notes, table=rows))
    return found


def _others(territory: Territory, profile: Profile, shown: Shown) -> list[Block]:
    """Return the partners, the neighbours with nothing in force, or who lies nearest."""
    lang, found = shown.lang, []
    if profile.partners:
        title = t("territory.partners", lang, n=len(profile.partners))
        found.append(section(title, table=_partners(profile, lang)))
    if profile.has_neighbours:
        names = neighbour_names(territory, profile.neighbours, lang)
        said = "; ".join(names) or t("territory.all_tied", lang)
        found.append(section(t("territory.neighbours", lang), texts=[said]))
    if profile.nearest:
        nearest = [(other, Tally()) for other in profile.nearest]
        names = neighbour_names(territory, nearest, lang)
        found.append(section(t("territory.nearest", lang), texts=["; ".join(names)]))
    return found


def _partners(profile: Profile, lang: str) -> Block:
    counts = _counts(partner.tally for partner in profile.partners)
    names = ("territory", "region", *counts, "distance_km")
    rows = []
    for partner in profile.partners:
        place, tally = partner.territory, (getattr(partner.tally, x) for x in counts.values())
        cells = [capital(place.name(lang)), t(f"region.{place.region}", lang), *map(str, tally)]
        rows.append(("", [*cells, format_number(partner.distance_km, lang)]))
    return table({name: t(f"column.{name}", lang) for name in names}, rows)


def _counts(tallies: Iterable[Tally]) -> dict[str, str]:
    """Return the columns of counts, and what a tally calls each: unknown ones if there are any."""
    counts = {"n_in_force": "in_force", "n_unknown": "unknown", "n_agreements": "total"}
    doubt = any(tally.unknown for tally in tallies)
    return {role: name for role, name in counts.items() if doubt or name != "unknown"}
