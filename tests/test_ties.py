"""Ties: which pairs agreements make, and that each agreement counts once."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import pytest

from geo.agreements import Agreement, Body, Party, Register
from geo.errors import UnknownTerritoryError
from geo.shown import Shown, Tally, select
from geo.stats import by_territory
from geo.ties import agreement_pairs, build_ties, distance_km
from geo.view import View


def party(territory: str) -> Party:
    return Party(territory, Body.MUNICIPALITY, "…")


@pytest.fixture
def signed_by(tiny_register: Register) -> Callable[..., Agreement]:
    """Build an agreement of the territories named."""

    def build(*codes: str, id: str = "x") -> Agreement:
        agreement = tiny_register.by_id["new"]
        return replace(agreement, id=id, parties=tuple(map(party, codes)))

    return build


def pairs(ties) -> list[tuple[str, str]]:
    return [(tie.home, tie.partner) for tie in ties]


def test_agreement_with_three_parties_makes_two_ties(tiny_register, signed_by):
    agreement = signed_by("ru-smo-smolensk", "by-vi-vitebsk", "by-vi-liozna")
    ties = build_ties([agreement], tiny_register.territories)
    assert pairs(ties) == [
        ("ru-smo-smolensk", "by-vi-liozna"),
        ("ru-smo-smolensk", "by-vi-vitebsk"),
    ]
    assert [tie.n_agreements for tie in ties] == [1, 1]


def test_six_parties_make_every_pair_across_the_border_and_none_along_it(tiny_register):
    ties = build_ties([tiny_register.by_id["many"]], tiny_register.territories)
    assert sorted(pairs(ties)) == [
        ("ru-smo-smolensky", "by-ma-horki"),
        ("ru-smo-smolensky", "by-vi-liozna"),
        ("ru-smo-vyazemsky", "by-ma-horki"),
        ("ru-smo-vyazemsky", "by-vi-liozna"),
    ]


def test_home_comes_first_whatever_the_title_says(tiny_register):
    old = tiny_register.by_id["old"]
    assert old.parties[0].territory == "by-vi-vitebsk"
    assert agreement_pairs(old, tiny_register.territories) == (
        ("ru-smo-smolensk", "by-vi-vitebsk"),
    )


def test_two_bodies_of_one_territory_make_one_tie(tiny_register, signed_by):
    agreement = signed_by("ru-smo-smolensk", "ru-smo-smolensk", "by-vi-vitebsk")
    (tie,) = build_ties([agreement], tiny_register.territories)
    assert tie.n_agreements == 1


def test_pair_with_two_agreements_is_one_tie_and_comes_first(tiny_register):
    ties = build_ties(tiny_register.agreements, tiny_register.territories)
    assert pairs(ties)[0] == ("ru-smo-smolensk", "by-vi-vitebsk")
    assert ties[0].n_agreements == 2
    assert [agreement.id for agreement in ties[0].agreements] == ["new", "old"]
    assert ties[0].code == "ru-smo-smolensk,by-vi-vitebsk"


def test_agreement_within_one_country_makes_no_tie(tiny_register, signed_by):
    agreement = signed_by("ru-smo-smolensk", "ru-smo-vyazemsky")
    assert build_ties([agreement], tiny_register.territories) == ()


def test_unknown_party_is_told(tiny_register, signed_by):
    with pytest.raises(UnknownTerritoryError, match="'ru-smo-nowhere'"):
        build_ties([signed_by("ru-smo-nowhere", "by-vi-vitebsk")], tiny_register.territories)
    assert tiny_register.territories.get("ru-smo-nowhere") is None


def test_distance_is_geodesic_in_kilometres(tiny_register):
    # One degree of longitude on the 60th parallel is 55.8 km (WGS 84).
    vitebsk = tiny_register.territories["by-vi-vitebsk"]
    one, other = replace(vitebsk, lon=30.0, lat=60.0), replace(vitebsk, lon=31.0, lat=60.0)
    assert distance_km(one, other) == pytest.approx(55.80, abs=0.01)
    assert distance_km(one, one) == 0


# --- the real register ----------------------------------------------------------------------------


def test_register_makes_71_ties_of_89_lines(register):
    ties = build_ties(register.agreements, register.territories)
    assert len(ties) == 71
    assert len(set(pairs(ties))) == 71
    assert sum(tie.n_agreements for tie in ties) == 89
    assert all(tie.home.startswith("ru-") and tie.partner.startswith("by-") for tie in ties)


def test_every_agreement_stands_behind_a_tie(register):
    ties = build_ties(register.agreements, register.territories)
    assert {agreement.id for tie in ties for agreement in tie.agreements} == set(register.by_id)


def test_agreement_of_many_parties_counts_once_everywhere(register, network):
    ties = build_ties(register.agreements, register.territories)
    behind = Counter(agreement.id for tie in ties for agreement in tie.agreements)
    many, n_ties = behind.most_common(1)[0]
    assert n_ties > 1
    selection = select(View(), register)
    assert Counter(agreement.id for agreement in selection.agreements)[many] == 1
    assert len(selection.agreements) == len(register.agreements) == 52
    assert selection.tally == Tally(in_force=42, lapsed=10)
    shown = Shown(View(lang="en"), register, register.newest)
    assert "52" in shown.count_of(shown.listed)
    for code in register.by_id[many].territories:
        picked = Shown(View(focus=(code,)), register, register.newest).picked
        assert sum(agreement.id == many for agreement in picked.agreements) == 1
    rows = by_territory(selection).set_index("territory")
    for code in register.party_codes:
        own = {agreement.id for agreement in register.agreements if code in agreement.territories}
        assert rows.n_agreements[code] == len(own)
    # The map gets it once for each of its lines.
    places = [line["a"] for line in network.content["lines"]]
    assert places.count(list(register.by_id).index(many)) == n_ties


@pytest.mark.parametrize(
    ("one", "other", "km"),
    [
        # Both districts are governed from the city of their name: what lies between the two cities.
        ("ru-smo-smolensky", "by-vi-vitebsky", 127),
        ("ru-smo-smolensk", "by-vi-vitebsk", 127),
        ("ru-smo-smolensk", "by-vi-orshansky", 110),
        # Minsk district is governed from Minsk, which is a region of its own.
        ("ru-smo-smolensk", "by-mi-minsky", 308),
        # A district of a city is measured from itself.
        ("ru-smo-smolensk", "by-hm-moskovsky", 314),
    ],
)
def test_distances_are_between_seats_and_not_between_the_dots_on_the_map(register, one, other, km):
    places = register.territories
    assert distance_km(places[one], places[other]) == pytest.approx(km, abs=1)
