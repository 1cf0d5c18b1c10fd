"""The profile of a territory, a pair or a region: what belongs to it, and its words."""

from datetime import date

import pytest

from geo.boundaries import load_boundaries
from geo.events import EventKind
from geo.profile import (
    about,
    all_partners,
    build_profile,
    headline,
    in_register,
    lapse_line,
    profile_focus,
)
from geo.shown import select
from geo.view import choices
from tests.conftest import picked

TODAY = date(2026, 11, 22)
SMOLENSK = "ru-smo-smolensk"


@pytest.fixture(scope="module")
def boundaries(register):
    return load_boundaries(register.territories)


@pytest.fixture
def profile(register, boundaries):
    return lambda *focus: build_profile(focus, register, boundaries, TODAY)


def names(territories):
    return [territory.short_ru for territory in territories]


def test_smolensk(profile, register):
    smolensk = profile(SMOLENSK)
    assert (len(smolensk.agreements), len(smolensk.in_force), len(smolensk.lapsed)) == (13, 8, 5)
    assert headline(smolensk, register, "ru") == (
        "13 соглашений, действуют 8, 5 партнёров; последнее подписано 12.11.2024."
    )
    assert headline(smolensk, register, "en") == (
        "13 agreements, 8 in force, 5 partners; the latest signed on 12 Nov 2024."
    )
    rows = [(p.territory.code, len(p.agreements), p.n_in_force) for p in smolensk.partners]
    assert rows == [
        ("by-vi-vitebsk", 3, 3),
        ("by-hm-moskovsky", 4, 2),
        ("by-vi-orshansky", 2, 2),
        ("by-ma-mogilev", 2, 1),
        ("by-vi-orsha", 2, 0),
    ]
    assert smolensk.partners[0].focus == (SMOLENSK, "by-vi-vitebsk")
    assert round(smolensk.partners[0].distance_km) == 127
    assert lapse_line(smolensk, "ru") == (
        "Заменены (по реестру): 3, предположительно заменены (в реестре не указано): 1, "
        "без преемника: 1"
    )


def test_the_newest_agreement_comes_first(profile):
    days = [agreement.signed_on for agreement in profile("by-ma").agreements]
    assert days == sorted(days, reverse=True)


@pytest.mark.parametrize(
    ("focus", "years"),
    [
        (("ru-smo-krasninsky",), [[1998, 2004, 2017]]),
        (("by-vi-dubrowna",), [[1998, 2004, 2017]]),
        ((SMOLENSK, "by-hm-moskovsky"), [[2014, 2018, 2024]]),
        (("by-vi-orsha",), [[2012, 2023]]),
        ((SMOLENSK,), [[2012, 2024], [2012, 2023], [2014, 2018, 2024]]),
        (("ru-smo-khislavichsky",), []),
    ],
)
def test_chains_are_those_that_touch_the_focus(profile, focus, years):
    chains = profile(*focus).chains
    assert [[a.signed_on.year for a in chain.agreements] for chain in chains] == years


def test_what_is_due_has_the_next_prolongations_and_the_anniversaries_of_24_months(profile):
    due = profile(SMOLENSK, "by-vi-vitebsk").due
    assert [(event.day, event.kind, event.years) for event in due] == [
        (date(2027, 5, 14), EventKind.ANNIVERSARY, 15),
        (date(2027, 5, 14), EventKind.PROLONGATION, 15),
        (date(2028, 7, 24), EventKind.ANNIVERSARY, 30),
        (date(2028, 7, 24), EventKind.PROLONGATION, 30),
        (date(2029, 11, 12), EventKind.PROLONGATION, 5),
    ]
    perpetual = profile("ru-smo-krasninsky").due
    assert [event.kind for event in perpetual] == [EventKind.ANNIVERSARY]


def test_neighbours_across_the_border(profile, register):
    assert names(profile("ru-smo-krasninsky").neighbours) == ["Горецкий"]
    khislavichsky = profile("ru-smo-khislavichsky")
    assert khislavichsky.has_neighbours and not khislavichsky.neighbours
    assert not profile(SMOLENSK).has_neighbours, "the city does not reach the border"
    assert not profile("by-vi-vitebsk").has_neighbours, "a city without a shape of its own"


def test_a_territory_without_agreements_names_the_nearest(profile, register):
    none = profile("by-ma-kastsyukovichy")
    assert headline(none, register, "ru") == "Соглашений в реестре нет и не было."
    assert not none.agreements and not none.partners and not none.due and not none.chains
    assert names(none.nearest)[0] == "Ершичский" and len(none.nearest) == 5
    assert all(other.is_home for other in none.nearest)
    assert not profile(SMOLENSK).nearest


def test_a_territory_without_agreements_names_who_nearby_has_some(profile):
    brest = profile("by-br-brest")
    assert names(brest.nearest_tied)[0] == "Зельвенский" and len(brest.nearest_tied) == 5
    ugra = profile("ru-smo-ugransky").nearest_tied
    assert {"Вяземский", "Ельнинский"} <= set(names(ugra)) and all(o.is_home for o in ugra)
    assert not profile(SMOLENSK).nearest_tied


def test_a_pair(profile, register):
    pair = profile(SMOLENSK, "by-vi-vitebsk")
    assert not pair.partners and not pair.neighbours
    assert headline(pair, register, "ru") == (
        "3 соглашения, действуют 3, по прямой 127 км; последнее подписано 12.11.2024."
    )


def test_a_region_has_its_territories_its_partners_and_its_white_spots(profile, register):
    region = profile("by-ma")
    assert len(region.agreements) == 16
    assert all(row.territory.region == "by-ma" for row in region.inside)
    assert all(row.territory.country == "ru" for row in region.partners)
    assert {row.focus for row in region.inside} == {(row.territory.code,) for row in region.inside}
    spots = {spot.territory.code for spot in region.white_spots}
    assert "by-ma-kastsyukovichy" in spots
    assert not spots & {row.territory.code for row in region.inside if row.n_in_force}
    assert headline(region, register, "ru").startswith(
        "16 соглашений, действуют 14, 11 территорий региона, 12 партнёров"
    )


def test_one_agreement_is_the_only_and_not_the_latest(profile, register):
    single = next(
        code
        for code in register.party_codes
        if sum(code in agreement.territories for agreement in register.agreements) == 1
    )
    assert "; подписано " in headline(profile(single), register, "ru")


def test_every_focus_has_a_profile_in_both_languages(profile, register):
    focuses = [(code,) for code in register.territories]
    focuses += [(region,) for region in choices(register)["region"]]
    for focus in focuses:
        found = profile(*focus)
        assert headline(found, register, "ru").endswith(".")
        assert headline(found, register, "en").endswith(".")
        shown = list(picked(register, *focus))
        assert set(found.agreements) == set(shown)
        of_partners = {a for row in found.partners for a in row.agreements}
        assert of_partners == set(found.agreements)


def test_about_says_what_a_territory_is(register):
    def said(code, lang="ru"):
        return about(register.territories[code], register, lang)

    assert said(SMOLENSK) == ["Смоленская область"]
    assert said(SMOLENSK, "en") == ["City, Smolensk oblast"]
    assert "Прежние наименования: Хиславичский район, Хиславичский муниципальный район" in said(
        "ru-smo-khislavichsky"
    )
    assert "Внутри границы: город Орша" in said("by-vi-orshansky")
    assert "На карте — точка внутри границы: Оршанский район" in said("by-vi-orsha")
    assert any("приблизительно" in note for note in said("by-ma-drybin"))
    assert any("approximate" in note for note in said("by-ma-drybin", "en"))


def test_the_register_opens_with_the_rows_of_the_focus(register):
    for focus in ((SMOLENSK,), ("by-vi-orshansky",), ("by-ma",), (SMOLENSK, "by-vi-vitebsk")):
        shown = select(in_register(focus, register, "ru"), register).agreements
        assert set(shown) == set(picked(register, *focus))


def test_the_profile_of_an_agreement_is_that_of_its_pair(register):
    pair = register.agreements[0]
    assert profile_focus((pair.id,), register) == (SMOLENSK, "by-vi-vitebsk")
    crowd = next(a for a in register.agreements if len(a.territories) == 12)
    assert profile_focus((crowd.id,), register) == (crowd.id,)
    assert profile_focus((SMOLENSK,), register) == (SMOLENSK,)
    assert profile_focus((), register) == ()


def test_all_partners_are_the_parties_of_ties(register):
    assert {row.territory.code for row in all_partners(register)} == set(register.party_codes)
