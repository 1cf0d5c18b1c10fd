"""
Places: which territory of the closed gazetteer the words of a party mean.

The kind of place that the title names decides first, so a city is never taken for its district.
Oblast and country then narrow what the name leaves open, and contradict it where they are others;
Minsk, a region of its own, may be named with the oblast around it. A name that is nearly one of
the gazetteer is proposed, an unknown or undecidable one is reported, and neither is ever guessed.
"""

import re
from collections.abc import Sequence

from geo.agreements import Body
from geo.reading.gazetteer import Gazetteer, Names, Near, is_form, spelling_gap
from geo.reading.mention import Head, Mention
from geo.reading.problems import Report, Sure
from geo.reading.vocabulary import CITY
from geo.reading.words import fold
from geo.territories import Territory
from geo.text import load_places


def resolve(mention: Mention, gazetteer: Gazetteer, report: Report) -> Territory | None:
    """Return the territory a party stands for, or report why none can be named."""
    words = mention.asked
    is_house = mention.body == Body.INSTITUTION
    named = named_by(mention, gazetteer)
    fitting = [x for x in named if fits(x, mention)]
    is_there = len(fitting) == 1 and _is_there(fitting[0], mention, gazetteer)
    if is_there and not _is_far(fitting[0], mention, gazetteer) and not is_house:
        return fitting[0]
    if gazetteer.decisions.get(words) in gazetteer.territories:
        return gazetteer.territories[gazetteer.decisions[words]]
    if is_house:
        _tell(report, "problem.institution", words, fitting)
    elif len(fitting) == 1:
        key = "problem.homonym" if is_there else "problem.contradiction"
        _tell(report, key, words, fitting, "" if is_there else _narrowed(mention))
    elif fitting:
        _tell(report, "problem.ambiguous", words, fitting)
    elif mention.qualifiers.unknown:
        _report_region(mention, gazetteer, report, named)
    elif near := [x for x in _near(mention, gazetteer) if fits(x.territory, mention)]:
        _report_misprint(report, words, near)
    elif named:
        _tell(report, "problem.contradiction", words, named, _narrowed(mention))
    else:
        around = _around(mention, gazetteer)
        _tell(report, "problem.not_listed" if around else "problem.unknown_place", words, around)
    return None


def fits(territory: Territory, mention: Mention) -> bool:
    """Return whether a territory lies where the title says."""
    qualifiers = mention.qualifiers
    around = load_places()["around"]
    regions = (territory.region, around.get(territory.region, territory.region))
    return all(x in regions for x in qualifiers.regions) and all(
        x == territory.country for x in qualifiers.countries
    )


def _is_there(territory: Territory, mention: Mention, gazetteer: Gazetteer) -> bool:
    """Return whether what is named in brackets is the place, its seat, or the district around."""
    own = {fold(name) for name in (territory.seat_ru, territory.short_ru) if name}
    within = fold(mention.within).split()
    return all(
        any(is_form(fold(town), name) or fold(town) in within for name in own)
        or territory in (*gazetteer.districts.find(town), *gazetteer.city_adjectives.find(town))
        for town in mention.qualifiers.towns
    )


def _is_far(territory: Territory, mention: Mention, gazetteer: Gazetteer) -> bool:
    """
    Return whether a place may be another one of the same name.

    The gazetteer has all districts of the partner country and of the home region, of others only
    some: there a name without its region may be borne elsewhere as well. So may a name of the
    partner country that the gazetteer's sources know elsewhere.
    """
    home = gazetteer.home
    if not home or mention.qualifiers.regions or territory.region == home:
        return False
    if mention.head == Head.DISTRICT and territory.country != home.partition("-")[0]:
        countries = mention.qualifiers.countries
        others = {region.partition("-")[0] for region in territory.elsewhere}
        return bool(others & set(countries) if countries else others)
    return territory.country == home.partition("-")[0]


def _lists(mention: Mention, gazetteer: Gazetteer) -> tuple[Names, ...]:
    """Return the lists of names of the kind that the title names; the first that has one counts."""
    kinds: dict[Head, tuple[Names, ...]] = {
        Head.DISTRICT: (gazetteer.districts,),
        Head.CITY: (gazetteer.cities,),
        Head.CITY_BODY: (gazetteer.city_adjectives,),
        Head.URBAN_OKRUG: (gazetteer.urban_okrugs, gazetteer.city_adjectives),
        Head.OKRUG: (gazetteer.okrugs, gazetteer.districts, gazetteer.cities),
    }
    return kinds.get(mention.head, ())


def named_by(mention: Mention, gazetteer: Gazetteer) -> tuple[Territory, ...]:
    """Return the territories that have the name, of the kind that the title names."""
    if mention.head == Head.INNER:
        return gazetteer.find_inner(mention.name, mention.within)
    found = (names.find(mention.name) for names in _lists(mention, gazetteer))
    return next(filter(None, found), ())


def _narrowed(mention: Mention) -> str:
    """Return the oblast and country of the title, to show what a name contradicts."""
    _, _, told = mention.wording.partition(mention.nucleus)
    return told.strip(' ,»”"')


def _tell(
    report: Report,
    key: str,
    words: str,
    territories: Sequence[Territory],
    expected: str = "",
    *,
    distance: int = 0,
    likely: bool = False,
) -> None:
    codes = tuple(territory.code for territory in territories)
    expected, sure = expected or _names(territories), Sure.LIKELY if likely else Sure.UNKNOWN
    report(key, got=words, expected=expected, candidates=codes, distance=distance, sure=sure)


def _report_region(
    mention: Mention, gazetteer: Gazetteer, report: Report, named: Sequence[Territory]
) -> None:
    """Report an oblast that the gazetteer does not know, with what it may misprint."""
    unknown = mention.qualifiers.unknown[0]
    near = {code for name, code in gazetteer.regions.items() if spelling_gap(unknown, name)}
    candidates = [x for x in named if x.region in near]
    key = "problem.region_misprint" if candidates else "problem.region"
    _tell(report, key, mention.asked, candidates, unknown, likely=bool(candidates))


def _report_misprint(report: Report, words: str, near: list[Near]) -> None:
    """Report a name that is nearly one of the gazetteer, with those it may be."""
    places, gap = [x.territory for x in near], near[0].distance
    best = [x.territory for x in near if x.distance == gap]
    likely = len(best) == 1
    _tell(report, "problem.misprint", words, places, _names(best), distance=gap, likely=likely)


def _near(mention: Mention, gazetteer: Gazetteer) -> tuple[Near, ...]:
    """Return what a name may misprint, of the kind that the title names."""
    found = (names.near(mention.name) for names in _lists(mention, gazetteer))
    return next(filter(None, found), ())


def _around(mention: Mention, gazetteer: Gazetteer) -> tuple[Territory, ...]:
    """Return the territories that a place of another kind lies in or beside."""
    if mention.head == Head.INNER:
        return gazetteer.cities.find(mention.within)
    if mention.head == Head.CITY:
        return gazetteer.seats.find(mention.name)
    if mention.head == Head.SETTLEMENT:
        within = gazetteer.districts.find(mention.within or mention.name)
        return within or gazetteer.seats.find(mention.name)
    if mention.head == Head.CITY_BODY:
        return gazetteer.districts.find(mention.name)
    return gazetteer.city_adjectives.find(mention.name)


def report_left(words: str, gazetteer: Gazetteer, report: Report, name: str = "") -> None:
    """Report words that look like a party's but were not understood as one; they may name it."""
    name = name or re.sub(rf"^(?:{CITY}) ", "", words)
    kinds = (gazetteer.cities, gazetteer.districts, gazetteer.seats)
    found = [territory for names in kinds for territory in names.find(name)]
    near = () if found else gazetteer.cities.near(words)
    places = list(dict.fromkeys([*found, *(each.territory for each in near)]))
    expected, gap = _names(places) or "problem.expected_party", near[0].distance if near else 0
    likely = len(places) == 1
    _tell(report, "problem.left", words, places, expected, distance=gap, likely=likely)


def _names(territories: Sequence[Territory]) -> str:
    return ", ".join(territory.name_ru for territory in territories)
