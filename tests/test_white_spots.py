"""White spots: territories with nothing in force, and pairs that might make one."""

from dataclasses import replace
from datetime import date

import pytest

from geo.agreements import Basis, Register, Status
from geo.registers import seen_from
from geo.shown import Shown, Tally
from geo.territories import Side, TerritoryKind, is_city_and_district
from geo.territories.boundaries import load_boundaries
from geo.text import LANGUAGES
from geo.view import View
from geo.white_spots import (
    Loss,
    expected,
    find_candidates,
    find_continued,
    find_white_spots,
    neighbours,
    untied_neighbours,
)

DAY = date(2013, 1, 1)


def shown_of(register, on=None):
    return Shown(View(on=on), register, register.newest)


@pytest.fixture(scope="module")
def boundaries(register):
    return load_boundaries(register.territories)


@pytest.fixture(scope="module")
def now(register):
    return shown_of(register)


@pytest.fixture(scope="module")
def then(register):
    return shown_of(register, DAY)


@pytest.fixture(scope="module")
def candidates(now, boundaries):
    return {(c.home.code, c.partner.code): c for c in find_candidates(now, boundaries)}


def short(spots):
    return {spot.territory.short_ru for spot in spots}


def test_nine_territories_of_smolensk_oblast_have_never_had_an_agreement(now):
    found = find_white_spots(now, Side.HOME)
    assert short(found.spots) == {
        "Дорогобужский", "Духовщинский", "Гагаринский", "Глинковский", "Холм-Жирковский",
        "Новодугинский", "Сычевский", "Темкинский", "Угранский",
    }  # fmt: skip
    assert {spot.loss for spot in found.spots} == {Loss.NEVER}
    assert not any(spot.gone for spot in found.spots)


def test_the_belarusian_side_has_its_white_spots_too(now):
    found = find_white_spots(now, Side.PARTNER)
    assert (len(found.spots), len(found.expected)) == (104, 132)
    assert {spot.loss for spot in found.spots} == {Loss.NEVER}


def test_a_city_whose_agreement_the_register_replaced_with_the_districts_is_no_white_spot(
    now, candidates
):
    (orsha,) = find_white_spots(now, Side.PARTNER).continued
    assert orsha.territory.code == "by-vi-orsha"
    assert [heir.code for heir in orsha.heirs] == ["by-vi-orshansky"]
    assert (orsha.before.number, orsha.agreement.number) == (8, 35)
    assert "Орша" not in short(find_white_spots(now).spots)
    assert ("ru-smo-smolensk", "by-vi-orsha") not in candidates


def test_before_the_successor_the_city_still_had_its_own_agreement(register):
    before = shown_of(register, date(2023, 9, 28))
    assert find_continued(before) == ()
    assert "Орша" not in short(find_white_spots(before).spots)
    assert find_continued(shown_of(register, date(2023, 9, 29)))[0].territory.short_ru == "Орша"


def turned(register):
    """The register with the agreements of Orsha the other way round: from district to city."""
    swap = {"by-vi-orsha": "by-vi-orshansky", "by-vi-orshansky": "by-vi-orsha"}
    return Register(
        tuple(
            replace(
                agreement,
                parties=tuple(
                    replace(party, territory=swap.get(party.territory, party.territory))
                    for party in agreement.parties
                ),
            )
            for agreement in register.agreements
        ),
        register.territories,
    )


def test_a_tie_goes_on_from_district_to_city_as_well(register, boundaries):
    shown = shown_of(turned(register))
    (one,) = find_continued(shown)
    assert one.territory.code == "by-vi-orshansky"
    assert [heir.code for heir in one.heirs] == ["by-vi-orsha"]
    assert "Оршанский" not in short(find_white_spots(shown).spots)
    pairs = {(c.home.code, c.partner.code) for c in find_candidates(shown, boundaries)}
    assert ("ru-smo-smolensk", "by-vi-orshansky") not in pairs


@pytest.mark.parametrize(
    "change", [{"successor_basis": Basis.INFERRED}, {"successor_id": "", "successor_basis": None}]
)
def test_what_the_register_does_not_state_carries_no_tie_on(register, change):
    old = next(a for a in register.agreements if (a.status, a.number) == (Status.LAPSED, 8))
    agreements = (replace(a, **change) if a is old else a for a in register.agreements)
    found = find_white_spots(shown_of(Register(tuple(agreements), register.territories)))
    assert found.continued == ()
    assert short(found.of(Loss.LOST)) == {"Орша"}


def test_on_a_day_what_lapsed_on_an_unknown_day_is_a_group_of_its_own(then):
    found = find_white_spots(then)
    assert (found.n_certain, found.n_possible, len(found.expected)) == (136, 140, 160)
    assert short(found.of(Loss.UNKNOWN)) == {
        "Краснинский", "Смоленский", "Дубровенский", "Витебский",
    }  # fmt: skip
    assert not found.of(Loss.LOST)
    # Minsk's Moskovsky district signed in 2014: that the register has nothing of it is not said.
    assert "Московский р-н Минска" in short(found.of(Loss.NOT_YET)) and not found.of(Loss.NEVER)


def test_on_the_registers_own_day_nothing_is_unknown(register):
    found = find_white_spots(shown_of(register, register.newest))
    assert found.n_certain == found.n_possible == 113 and not found.of(Loss.UNKNOWN)


def test_every_territory_is_a_spot_goes_on_elsewhere_or_has_something_in_force(register):
    for on in (None, date(1995, 1, 1), DAY, date(2018, 6, 1), date(2024, 1, 1)):
        shown = shown_of(register, on)
        found = find_white_spots(shown)
        alive = {code for code, part in shown.whole.by_territory.items() if part.in_force}
        groups = ({spot.territory.code for spot in found.spots},
                  {one.territory.code for one in found.continued},
                  alive & {x.code for x in found.expected})  # fmt: skip
        assert sum(map(len, groups)) == len(set.union(*groups)) == len(found.expected)


def test_regions_come_by_their_names_with_the_city_that_is_one_last(now):
    def regions(lang):
        groups = find_white_spots(now).by_group(lang)
        return [code for code in groups if code.startswith(("ru", "by"))]

    assert regions("ru") == [
        "ru-smo", "by-br", "by-vi", "by-ho", "by-hr", "by-mi", "by-ma", "by-hm",
    ]  # fmt: skip
    assert regions("en") == [
        "ru-smo", "by-br", "by-ho", "by-hr", "by-mi", "by-ma", "by-vi", "by-hm",
    ]  # fmt: skip


@pytest.mark.parametrize("lang", LANGUAGES)
def test_neighbours_stand_in_the_alphabet_of_the_reader(now, then, boundaries, lang):
    everyone = now.register.territories
    shown = replace(then, view=replace(then.view, lang=lang))
    found = [untied_neighbours(x, shown, boundaries) for x in everyone.values() if x.is_home]
    alone = [[other.short(lang) for other, _ in row] for row in found]
    shown = replace(now, view=replace(now.view, lang=lang))
    pairs = [
        [(home.short(lang), partner.short(lang)) for home, partner in one.neighbours]
        for one in find_candidates(shown, boundaries)
    ]
    for rows in (*alone, *pairs):
        assert rows == sorted(rows)
    assert max(map(len, alone)) > 1 < max(map(len, pairs))


def test_a_group_is_a_region_and_a_district_of_a_city_is_not_the_city(now):
    groups = find_white_spots(now).by_group("ru")
    assert next(iter(groups)) == "ru-smo" and list(groups)[-1] == "rayon_v_gorode"
    assert [x.code for x in groups["by-hm"].expected] == ["by-hm-minsk"]
    assert [x.code for x in groups["rayon_v_gorode"].expected] == ["by-hm-moskovsky"]
    assert sum(len(group.expected) for group in groups.values()) == 160


def test_a_city_and_its_district_name_each_other(now, then):
    around = {
        spot.territory.code: [other.short_ru for other in spot.around]
        for spot in find_white_spots(now).spots
    }
    assert around["ru-smo-gagarinsky"] == ["Гагарин"]
    assert around["by-mi-barysawsky"] == ["Борисов"]
    assert around["by-hm-minsk"] == ["Московский р-н Минска"]
    assert around["ru-smo-sychyovsky"] == []
    (smolensky,) = [s for s in find_white_spots(then).spots
                    if s.territory.code == "ru-smo-smolensky"]  # fmt: skip
    assert [other.short_ru for other in smolensky.around] == ["Смоленск"]


def test_a_city_and_the_district_around_it_are_known_as_such_both_ways(register):
    def both(one, other):
        pair = [register.territories[code] for code in (one, other)]
        assert is_city_and_district(*pair) == is_city_and_district(*reversed(pair))
        return is_city_and_district(*pair)

    assert both("by-vi-orsha", "by-vi-orshansky")
    assert both("ru-smo-smolensk", "ru-smo-smolensky")
    assert not both("by-vi-orsha", "by-vi-vitebsky")
    assert not both("by-mi-barysaw", "by-mi-zhodzina")
    assert not both("by-vi-orshansky", "by-vi-orshansky")


def test_a_party_from_elsewhere_is_no_white_spot_of_the_home_region(register):
    codes = {territory.code for territory in expected(register, Side.HOME)}
    assert "ru-sve-zarechny" not in codes and len(codes) == 28


def test_a_district_of_a_city_is_expected_only_if_it_is_a_party(register):
    parties = set(register.party_codes)
    for territory in expected(register, Side.PARTNER):
        assert territory.kind != TerritoryKind.RAYON_V_GORODE or territory.code in parties


def test_a_candidate_has_nothing_in_force_and_a_reason(now, candidates):
    assert len(candidates) == 56
    assert sum(candidate.adjacent for candidate in candidates.values()) == 3
    alive = {
        (tie.home, tie.partner)
        for tie in now.whole.ties
        if now.whole.count(tie.agreements).in_force
    }
    assert not alive & candidates.keys()
    for candidate in candidates.values():
        assert candidate.adjacent or candidate.lapsed or candidate.distance_km < 100
        assert 1 <= candidate.n_reasons <= 4 and not candidate.unknown


def test_on_a_day_an_unknown_agreement_of_a_candidate_is_not_called_lapsed(then, boundaries):
    found = find_candidates(then, boundaries)
    doubtful = {(c.home.short_ru, c.partner.short_ru): c for c in found if c.unknown}
    assert set(doubtful) == {
        ("Краснинский", "Дубровенский"), ("Краснинский", "Горецкий"), ("Смоленский", "Витебский"),
    }  # fmt: skip
    assert not any(candidate.lapsed for candidate in found)
    smolensky = doubtful["Смоленский", "Витебский"]
    assert [agreement.number for agreement in smolensky.unknown] == [3, 4]


def test_a_pair_with_all_four_reasons_comes_first(candidates):
    first = next(iter(candidates.values()))
    assert (first.home.short_ru, first.partner.short_ru) == ("Краснинский", "Горецкий")
    assert first.adjacent and first.near
    assert [agreement.signed_on for agreement in first.lapsed] == [date(1995, 2, 17)]
    neighbours = [(home.short_ru, partner.short_ru) for home, partner in first.neighbours]
    assert neighbours == [("Краснинский", "Дубровенский"), ("Монастырщинский", "Горецкий")]


def test_a_city_without_a_shape_is_not_called_adjacent(candidates):
    cities = {"by-vi-orsha", "by-vi-vitebsk", "by-ma-mogilev"}
    assert not any(c.adjacent for (_, partner), c in candidates.items() if partner in cities)


def test_candidates_come_with_most_reasons_first_then_nearest(candidates):
    order = [(-c.n_reasons, c.distance_km) for c in candidates.values()]
    assert order == sorted(order)


def test_neighbours_without_a_tie_are_named_for_either_side(register, now, boundaries):
    def names(code):
        found = untied_neighbours(register.territories[code], now, boundaries)
        return {territory.short_ru: tally for territory, tally in found}

    assert names("ru-smo-krasninsky") == {"Горецкий": Tally(lapsed=1)}
    assert names("by-ma-horki") == {"Краснинский": Tally(lapsed=1)}
    assert names("by-vi-vitebsk") == {}  # a point within its district


def test_from_one_place_the_ties_of_others_across_the_border_are_not_denied(register, boundaries):
    # Rudnya has agreements with Vitebsk district, Vitebsk itself none of its own border.
    seen = seen_from(register, "by-vi-vitebsk")
    shown = Shown(View(side="by-vi-vitebsk"), seen, register.newest)
    for code in ("ru-smo-rudnyansky", "by-vi-vitebsky"):
        place = seen.territories[code]
        assert not neighbours(place, shown, load_boundaries(seen.territories))
        assert untied_neighbours(place, shown, load_boundaries(seen.territories)) == ()
    assert neighbours(register.territories["ru-smo-rudnyansky"], shown_of(register), boundaries)


def test_neighbours_are_those_of_the_day(register, then, boundaries):
    found = untied_neighbours(register.territories["ru-smo-krasninsky"], then, boundaries)
    assert {x.short_ru: tally for x, tally in found} == {
        "Горецкий": Tally(unknown=1), "Дубровенский": Tally(unknown=2),
    }  # fmt: skip


def test_the_tiny_register_has_a_spot_only_where_nothing_is_in_force(build_register):
    shown = shown_of(build_register())
    assert not find_white_spots(shown).spots
