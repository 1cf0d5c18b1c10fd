"""White spots: territories with nothing in force, and pairs that might make an agreement."""

from datetime import date

import pytest

from geo.boundaries import load_boundaries
from geo.territories import Country, TerritoryKind
from geo.white_spots import (
    Loss,
    expected,
    find_candidates,
    find_white_spots,
    untied_neighbours,
)


@pytest.fixture(scope="module")
def boundaries(register):
    return load_boundaries(register.territories)


@pytest.fixture(scope="module")
def candidates(register, boundaries):
    return {(c.home.code, c.partner.code): c for c in find_candidates(register, boundaries)}


def test_nine_territories_of_smolensk_oblast_have_never_had_an_agreement(register):
    spots = find_white_spots(register, Country.RU)
    assert {spot.territory.short_ru for spot in spots} == {
        "Дорогобужский", "Духовщинский", "Гагаринский", "Глинковский", "Холм-Жирковский",
        "Новодугинский", "Сычевский", "Темкинский", "Угранский",
    }  # fmt: skip
    assert {spot.loss for spot in spots} == {Loss.NEVER}
    assert not any(spot.lapsed for spot in spots)


def test_the_belarusian_side_has_its_white_spots_too(register):
    spots = find_white_spots(register, Country.BY)
    assert len(spots) == 105 and len(expected(register, Country.BY)) == 132
    (lost,) = [spot for spot in spots if spot.loss == Loss.LOST]
    assert lost.territory.code == "by-vi-orsha"
    assert [agreement.number for agreement in lost.lapsed] == [7, 8]


def test_a_district_says_which_city_inside_it_has_an_agreement(register):
    spots = {
        s.territory.code: s for country in Country for s in find_white_spots(register, country)
    }
    inside = {code: [other.short_ru for other in spots[code].inside] for code in spots}
    assert inside["ru-smo-gagarinsky"] == ["Гагарин"]
    assert inside["by-mi-barysawsky"] == ["Борисов"]
    assert inside["ru-smo-sychyovsky"] == []


def test_a_party_from_elsewhere_is_no_white_spot_of_the_home_region(register):
    codes = {territory.code for territory in expected(register, Country.RU)}
    assert "ru-sve-zarechny" not in codes and len(codes) == 28


def test_a_district_of_a_city_is_expected_only_if_it_is_a_party(register):
    parties = set(register.party_codes)
    for territory in expected(register, Country.BY):
        assert territory.kind != TerritoryKind.RAYON_V_GORODE or territory.code in parties


def test_on_an_earlier_day_there_were_more_of_them(register):
    now = len(find_white_spots(register, Country.RU))
    then = find_white_spots(register, Country.RU, on=date(2013, 1, 1))
    assert len(then) > now
    smolensky = next(s for s in then if s.territory.code == "ru-smo-smolensky")
    assert smolensky.loss == Loss.LOST and len(smolensky.lapsed) == 2


def test_a_candidate_has_nothing_in_force_and_a_reason(register, candidates):
    assert len(candidates) == 57
    assert sum(candidate.adjacent for candidate in candidates.values()) == 3
    for candidate in candidates.values():
        assert candidate.adjacent or candidate.lapsed or candidate.distance_km < 100
        assert 1 <= candidate.n_reasons <= 4


def test_a_pair_with_all_four_reasons_comes_first(candidates):
    first = next(iter(candidates.values()))
    assert (first.home.short_ru, first.partner.short_ru) == ("Краснинский", "Горецкий")
    assert first.adjacent and first.near
    assert [agreement.signed_on for agreement in first.lapsed] == [date(1995, 2, 17)]
    neighbours = [(home.short_ru, partner.short_ru) for home, partner in first.neighbours]
    assert neighbours == [("Краснинский", "Дубровенский"), ("Монастырщинский", "Горецкий")]


def test_a_pair_with_an_agreement_in_force_is_no_candidate(register, candidates):
    assert ("ru-smo-krasninsky", "by-vi-dubrowna") not in candidates
    assert ("ru-smo-smolensk", "by-vi-vitebsk") not in candidates


def test_a_city_without_a_shape_is_not_called_adjacent(candidates):
    assert not any(c.adjacent for (_, partner), c in candidates.items() if partner == "by-vi-orsha")


def test_candidates_come_with_most_reasons_first_then_nearest(candidates):
    order = [(-c.n_reasons, c.distance_km) for c in candidates.values()]
    assert order == sorted(order)


def test_neighbours_without_a_tie_are_named_for_either_side(register, boundaries):
    def names(code):
        found = untied_neighbours(register.territories[code], register, boundaries)
        return [territory.short_ru for territory in found]

    assert names("ru-smo-krasninsky") == ["Горецкий"]
    assert names("by-ma-horki") == ["Краснинский"]
    assert names("by-vi-vitebsk") == []  # a point within its district


def test_the_tiny_register_has_a_spot_only_where_nothing_is_in_force(build_register):
    register = build_register()
    assert find_white_spots(register, Country.RU) == find_white_spots(register, Country.BY) == ()
