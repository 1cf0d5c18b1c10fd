"""The profile of a territory, a pair or a region: what belongs to it, and its words."""

from datetime import date
from itertools import product

import pytest

from geo.profile import (
    about,
    build_profile,
    headline,
    in_register,
    lapse_line,
    neighbour_past,
    outline,
    profile_focus,
    territories_of,
)
from geo.shown import Shown, Tally, select
from geo.terms.events import EventKind
from geo.territories import Side
from geo.territories.boundaries import load_boundaries
from geo.text import LANGUAGES
from geo.view import View, choices
from tests.conftest import picked

TODAY = date(2026, 11, 22)
SMOLENSK = "ru-smo-smolensk"


@pytest.fixture(scope="module")
def boundaries(register):
    return load_boundaries(register.territories)


@pytest.fixture
def profile(register, boundaries):
    def build(*focus, on=None):
        return build_profile(focus, Shown(View(on=on), register, TODAY), boundaries)

    return build


@pytest.fixture
def said(profile, register):
    """The headline of a focus."""

    def words(*focus, lang="ru", on=None):
        return headline(profile(*focus, on=on), Shown(View(lang=lang, on=on), register, TODAY))

    return words


def names(territories):
    return [territory.short_ru for territory in territories]


def beside(profile):
    """The untied neighbours of a profile."""
    return names(territory for territory, _ in profile.neighbours)


def test_smolensk(profile, register, said):
    smolensk = profile(SMOLENSK)
    part = smolensk.part
    assert (len(part.agreements), len(part.in_force), len(part.lapsed)) == (13, 8, 5)
    assert said(SMOLENSK) == (
        "13 соглашений, действуют 8, 5 партнёров; последнее подписано 12.11.2024."
    )
    assert said(SMOLENSK, lang="en") == (
        "13 agreements, 8 in force, 5 partners; the latest signed on 12 Nov 2024."
    )
    rows = [(p.territory.code, p.tally.total, p.tally.in_force) for p in smolensk.partners]
    assert rows == [
        ("by-vi-vitebsk", 3, 3),
        ("by-hm-moskovsky", 4, 2),
        ("by-vi-orshansky", 2, 2),
        ("by-ma-mogilev", 2, 1),
        ("by-vi-orsha", 2, 0),
    ]
    assert smolensk.partners[0].focus == (SMOLENSK, "by-vi-vitebsk")
    assert round(smolensk.partners[0].distance_km) == 127
    assert lapse_line(smolensk, Shown(View(), register, TODAY)) == (
        "Заменены (по реестру): 3, предположительно заменены (в реестре не указано): 1, "
        "преемник в реестре не назван: 1"
    )


def test_the_newest_agreement_comes_first(profile):
    days = [agreement.signed_on for agreement in profile("by-ma").agreements]
    assert days == sorted(days, reverse=True)


def test_what_is_due_goes_up_to_the_horizon_and_is_empty_beside_a_past_day(profile):
    due = profile(SMOLENSK, "by-vi-vitebsk").due
    assert [(event.day, event.kind, event.years) for event in due] == [
        (date(2027, 5, 14), EventKind.ANNIVERSARY, 15),
        (date(2027, 5, 14), EventKind.PROLONGATION, 15),
        (date(2028, 7, 24), EventKind.ANNIVERSARY, 30),
        (date(2028, 7, 24), EventKind.PROLONGATION, 30),
    ]
    assert not profile(SMOLENSK, on=date(2013, 1, 1)).due
    perpetual = profile("ru-smo-krasninsky").due
    assert [event.kind for event in perpetual] == [EventKind.ANNIVERSARY]


def test_what_a_neighbour_had_is_told_in_its_number():
    assert neighbour_past(Tally(lapsed=1), "ru") == "соглашение было, утратило силу"
    assert neighbour_past(Tally(lapsed=2), "en") == "had agreements that lapsed"
    assert neighbour_past(Tally(unknown=2), "ru").startswith("соглашения были; действовали ли они")
    assert not neighbour_past(Tally(), "ru")


def test_neighbours_across_the_border(profile, register):
    assert beside(profile("ru-smo-krasninsky")) == ["Горецкий"]
    assert beside(profile("ru-smo-krasninsky", on=date(2013, 1, 1))) == ["Горецкий", "Дубровенский"]
    khislavichsky = profile("ru-smo-khislavichsky")
    assert khislavichsky.has_neighbours and not khislavichsky.neighbours
    assert not profile(SMOLENSK).has_neighbours, "the city does not reach the border"
    assert not profile("by-vi-vitebsk").has_neighbours, "a city without a shape of its own"


def test_a_territory_without_agreements_names_the_nearest(profile, said):
    none = profile("by-ma-kastsyukovichy")
    assert said("by-ma-kastsyukovichy") == "Соглашений в реестре нет и не было."
    assert not none.agreements and not none.partners and not none.due
    assert names(none.nearest)[0] == "Ершичский" and len(none.nearest) == 5
    assert all(other.is_home for other in none.nearest)
    assert not profile(SMOLENSK).nearest


def test_a_territory_without_agreements_names_who_nearby_has_some(profile):
    brest = profile("by-br-brest")
    assert names(brest.nearest_tied)[0] == "Зельвенский" and len(brest.nearest_tied) == 5
    ugra = profile("ru-smo-ugransky").nearest_tied
    assert {"Вяземский", "Ельнинский"} <= set(names(ugra)) and all(o.is_home for o in ugra)
    assert not profile(SMOLENSK).nearest_tied


def test_a_pair(profile, said):
    pair = profile(SMOLENSK, "by-vi-vitebsk")
    assert not pair.partners and not pair.neighbours
    assert said(SMOLENSK, "by-vi-vitebsk") == (
        "3 соглашения, действуют 3, по прямой 127 км; последнее подписано 12.11.2024."
    )


def test_a_region_has_its_territories_its_partners_and_its_white_spots(profile, said):
    region = profile("by-ma")
    assert len(region.agreements) == 16
    assert all(row.territory.region == "by-ma" for row in region.inside)
    assert all(row.territory.country == "ru" for row in region.partners)
    assert {row.focus for row in region.inside} == {(row.territory.code,) for row in region.inside}
    spots = {spot.territory.code for spot in region.white_spots.spots}
    assert "by-ma-kastsyukovichy" in spots and len(spots) == 12
    assert not spots & {row.territory.code for row in region.inside if row.tally.in_force}
    assert said("by-ma").startswith(
        "16 соглашений, действуют 14, 11 территорий региона, 12 партнёров"
    )


def test_one_agreement_is_the_only_and_not_the_latest(said, register):
    single = next(
        code
        for code in register.party_codes
        if sum(code in agreement.territories for agreement in register.agreements) == 1
    )
    assert "; подписано " in said(single)


def test_every_focus_has_a_profile_in_both_languages(profile, said, register):
    focuses = [(code,) for code in register.territories]
    focuses += [(region,) for region in choices(register)["region"]]
    for focus in focuses:
        found = profile(*focus)
        assert said(*focus).endswith(".") and said(*focus, lang="en").endswith(".")
        shown = list(picked(register, *focus))
        assert set(found.agreements) == set(shown)
        of_partners = {a for row in found.partners for a in row.part.agreements}
        assert of_partners == set(found.agreements)


def test_an_outline_is_called_simplified_and_names_its_source_and_the_city_within(register):
    def said(code, lang="ru"):
        return outline(register.territories[code], register, lang)

    assert said("ru-smo-krasninsky") == "упрощённая граница (OpenStreetMap, 2017)"
    assert said("by-vi-orshansky") == ("упрощённая граница (CIESIN, 2005); в контуре и город Орша")
    assert said("by-vi-orsha") == "точка внутри границы: Оршанский район"
    assert "до 2 км" in said("by-ma-drybin") and "2005" in said("by-ma-drybin", "en")


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
        shown = select(in_register(focus, View(), register), register).agreements
        assert set(shown) == set(picked(register, *focus))


def test_the_profile_of_an_agreement_is_that_of_its_pair(register):
    pair = register.agreements[0]
    assert profile_focus((pair.id,), register) == (SMOLENSK, "by-vi-vitebsk")
    crowd = next(a for a in register.agreements if len(a.territories) == 12)
    assert profile_focus((crowd.id,), register) == (crowd.id,)
    assert profile_focus((SMOLENSK,), register) == (SMOLENSK,)
    assert profile_focus((), register) == ()


def test_territories_of_both_sides_are_the_parties_of_ties(register):
    whole = Shown(View(), register, TODAY).whole
    rows = [row for side in Side for row in territories_of(whole, side, "ru")]
    assert {row.territory.code for row in rows} == set(register.party_codes)


def test_partners_with_as_many_agreements_stand_in_the_alphabet_of_the_reader(register):
    for lang, side in product(LANGUAGES, Side):
        rows = territories_of(Shown(View(), register, TODAY).whole, side, lang)
        order = [(-r.tally.in_force, -r.tally.total, r.territory.short(lang)) for r in rows]
        assert order == sorted(order)


def test_on_a_day_a_profile_tells_what_was_so_then(profile, said):
    day = date(2013, 1, 1)
    smolensk = profile(SMOLENSK, on=day)
    rows = {p.territory.short_ru: p.tally for p in smolensk.partners}
    assert rows == {
        "Витебск": Tally(in_force=2), "Могилев": Tally(in_force=1),
        "Орша": Tally(in_force=1, unknown=1),
    }  # fmt: skip
    assert all(agreement.signed_on <= day for agreement in smolensk.agreements)
    part = smolensk.part
    assert not part.lapsed and [a.number for a in part.unknown] == [7]
    assert "неизвестно 1" in said(SMOLENSK, on=day)
    assert said(SMOLENSK, on=day).endswith("последнее подписано 15.11.2012.")
    assert said("by-hm-moskovsky", on=day) == "На 01.01.2013 соглашений нет и не было."
    assert said("ru-smo-smolensk", on=date(1999, 6, 1)) == (
        "1 соглашение, на 01.06.1999 действовало 1, утратили силу 0; 1 партнёр; "
        "подписано 24.07.1998."
    )


def test_a_tie_that_goes_on_elsewhere_is_told_of_the_city_and_its_pair(profile):
    for focus in (("by-vi-orsha",), (SMOLENSK, "by-vi-orsha")):
        (one,) = profile(*focus).continued
        assert [heir.short_ru for heir in one.heirs] == ["Оршанский"]
    assert not profile("by-vi-orsha", on=date(2013, 1, 1)).continued
    assert not profile(SMOLENSK).continued


def test_partners_by_one_agreement_of_many_parties_are_told_apart(said):
    assert "8 партнёров (6 из одного соглашения)" in said("ru-smo-yelninsky")
    assert "из одного соглашения" not in said(SMOLENSK)
