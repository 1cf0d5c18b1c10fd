"""Statistics: golden numbers of the real register, and the rules on the tiny one."""

import json
from dataclasses import replace
from datetime import date

import pytest

from geo import stats
from geo.agreements import Kind
from geo.shown import select
from geo.territories.boundaries import load_boundaries
from geo.view import View
from tests.conftest import show

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def everything(register):
    return select(View(), register)


def codes(frame, column):
    return dict(zip(frame[column], frame.n_agreements, strict=True))


# --- the real register ----------------------------------------------------------------------------


def test_most_agreements_were_signed_in_2017(everything):
    years = stats.signings_by_year(everything).groupby("year").n.sum()
    assert years.idxmax() == 2017 and years.max() == 9
    assert years.sum() == 52 and list(years.index) == list(range(1995, 2027))


def test_kinds_themes_forms_and_terms_are_counted(everything):
    def counted(column):
        return codes(stats.by_code(everything, column), column)

    assert counted("kind") == {
        "cooperation": 18, "sectoral": 12, "twinning": 12, "friendship": 10,
    }  # fmt: skip
    assert counted("form") == {"soglashenie": 35, "dogovor": 17}
    assert counted("term") == {"5": 22, "perpetual": 15, "unknown": 10, "3": 4, "2": 1}
    assert vars(everything.tally) == {"in_force": 42, "lapsed": 10, "unknown": 0}
    assert counted("theme")["culture"] == 6 and counted("theme")["sport"] == 1


def test_regions_count_an_agreement_once_whatever_its_ties(everything, register):
    regions = stats.by_region(everything).set_index("region")
    assert dict(regions.n_agreements) == {
        "by-vi": 26, "by-ma": 16, "by-hm": 4, "by-hr": 4, "by-mi": 2,
    }  # fmt: skip
    assert regions.n_ties.sum() == 71
    assert regions.n_ties["by-ma"] == 45  # 36 of them from one agreement
    assert (regions.n_in_force + regions.n_lapsed == regions.n_agreements).all()
    assert not regions.n_unknown.any()


def test_the_city_of_smolensk_is_the_most_connected(everything):
    territories = stats.by_territory(everything)
    first = territories.iloc[0]
    assert (first.territory, first.n_agreements, first.n_partners) == ("ru-smo-smolensk", 13, 5)
    assert territories.n_in_force.is_monotonic_decreasing


def test_the_matrix_has_every_tie_and_groups_partners_by_region(everything, register):
    counts = stats.matrix(everything, "ru")
    assert counts.shape == (20, 28)
    assert (counts > 0).sum().sum() == len(everything.ties) == 71
    assert counts.loc["ru-smo-smolensk", "by-hm-moskovsky"] == 4 == counts.max().max()
    regions = [register.territories[code].region for code in counts.columns]
    assert len([r for i, r in enumerate(regions) if i == 0 or r != regions[i - 1]]) == 5
    assert list(counts.sum(axis=1)) == sorted(counts.sum(axis=1), reverse=True)


@pytest.mark.parametrize(
    ("lang", "homes", "partners"),
    [("ru", ["Ельнинский", "Шумячский"], ["Глубокский", "Поставский", "Сенненский", "Толочинский"]),
     ("en", ["Shumyachsky", "Yelninsky"], ["Hlybokaye", "Pastavy", "Syanno", "Talachyn"])],
)  # fmt: skip
def test_level_rows_of_the_matrix_stand_in_the_alphabet(
    everything, register, lang, homes, partners
):
    counts, places = stats.matrix(everything, lang), register.territories
    rows = counts[counts.sum(axis=1) == 9].index
    assert [places[code].short(lang) for code in rows] == homes
    alone = counts.columns[counts.sum() == 1]
    region = [code for code in alone if places[code].region == "by-vi"]
    assert [places[code].short(lang) for code in region] == partners


def test_registration_took_five_to_35_days(everything):
    lags = stats.registration_lag(everything)
    assert (len(lags), lags.days.min(), lags.days.median(), lags.days.max()) == (17, 5, 15, 35)
    assert list(lags.signed_on) == sorted(lags.signed_on)


def test_the_growth_has_a_band_until_the_register_speaks(everything, register):
    growth = stats.growth(everything).set_index("year")
    assert (growth.n_certain[2016], growth.n_possible[2016]) == (16, 22)
    assert growth.day[2026] == register.newest == date(2026, 4, 20) and growth.day[2025] == date(
        2025, 12, 31
    )
    assert growth.n_certain[2026] == growth.n_possible[2026] == 42
    assert growth.n_possible[2025] - growth.n_certain[2025] == 7
    assert (growth.n_possible >= growth.n_certain).all()


def test_the_growth_up_to_an_earlier_day_keeps_its_band(register):
    last = stats.growth(show(register, on=date(2013, 1, 1)).past).iloc[-1]
    assert (last.day, last.n_certain, last.n_possible) == (date(2013, 1, 1), 10, 16)
    ahead = stats.growth(show(register, on=date(2099, 1, 1)).past)
    assert ahead.day.iloc[-1] == register.newest


def test_the_growth_does_not_fall_where_the_unknown_becomes_known(everything):
    growth = stats.growth(everything).set_index("year")
    assert (growth.n_possible[2025], growth.n_possible[2026]) == (48, 42)
    assert growth.piece[2025] == growth.piece[1995] == 0 and growth.piece[2026] == 1


@pytest.mark.parametrize("status", [(), ("in_force",), ("lapsed",)])
def test_the_past_is_told_whatever_the_status_that_is_filtered(register, status):
    shown = show(register, status=status)
    growth = stats.growth(shown.past).set_index("year")
    assert (growth.n_certain[2016], growth.n_possible[2016]) == (16, 22)
    assert stats.signings_by_year(shown.past).n.sum() == 52


def test_in_force_lapsed_and_unknown_never_mix(register):
    then = show(register, on=date(2013, 1, 1)).listed
    for column in ("kind", "form", "term"):
        counts = stats.by_code(then, column)
        sums = counts[["n_agreements", "n_in_force", "n_unknown", "n_lapsed"]].sum()
        assert list(sums) == [16, 10, 6, 0], column
    for table in (stats.by_region(then), stats.by_territory(then)):
        assert (table.n_in_force + table.n_unknown == table.n_agreements).all()
        assert table.n_unknown.sum() >= 6 and not table.n_lapsed.any()


def test_a_registration_after_the_day_is_not_told(register):
    lags = stats.registration_lag(show(register, on=date(2024, 12, 31)).listed)
    assert len(lags) and lags.registered_on.max() <= date(2024, 12, 31)


def test_the_summary_is_plain_enough_for_json(register):
    summary = stats.summary(show(register, on=TODAY), load_boundaries(register.territories))
    read = json.loads(json.dumps(summary, default=str))
    assert (read["agreements"], read["ties"], read["candidates"]) == (52, 71, 56)
    assert read["lapsed"] == {
        "replaced_stated": 3, "replaced_inferred": 3, "not_named": 4, "unknown": 0,
    }  # fmt: skip
    assert len(read["white_spots"]["ru"]["never"]) == 9
    assert read["white_spots"]["by"]["continued"] == [
        {"from": "by-vi-orsha", "to": ["by-vi-orshansky"]}
    ]
    assert read["lag_days_median"] == 15
    assert read["standing"] == {"in_force": 42, "lapsed": 10, "unknown": 0}


def test_the_summary_of_a_day_is_that_days(register):
    shown = show(register, on=date(2013, 1, 1))
    summary = stats.summary(shown, load_boundaries(register.territories))
    assert summary["standing"] == {"in_force": 10, "lapsed": 0, "unknown": 6}
    assert sum(row["n_unknown"] for row in summary["by_kind"]) == 6
    assert summary["agreements"] == 16 and summary["lapsed"]["unknown"] == 6


# --- the rules ------------------------------------------------------------------------------------


def test_an_agreement_with_many_parties_counts_once_in_totals(tiny_register):
    shown = select(View(), tiny_register)
    assert len(shown.ties) == 5  # four from one agreement
    assert stats.signings_by_year(shown).n.sum() == 3
    assert stats.by_code(shown, "kind").n_agreements.sum() == 3
    regions = codes(stats.by_region(shown), "region")
    assert regions == {"by-vi": 3, "by-ma": 1}  # the one with parties in both stands in both


def test_every_year_between_the_first_and_the_last_is_there(tiny_register):
    signings = stats.signings_by_year(select(View(), tiny_register))
    assert len(signings) == len(range(2005, 2021)) * len(Kind)
    assert signings.n[signings.year == 2012].sum() == 0


def test_an_agreement_with_two_themes_stands_in_both(tiny_register):
    assert codes(stats.by_code(select(View(), tiny_register), "theme"), "theme") == {
        "culture": 1, "sport": 1,
    }  # fmt: skip


def test_a_term_is_perpetual_in_years_or_unknown(tiny_register):
    terms = [stats.term_code(agreement) for agreement in tiny_register.agreements]
    assert terms == ["perpetual", "5", "unknown"]
    five = next(agreement for agreement in tiny_register.agreements if agreement.term_years == 5)
    assert stats.term_code(replace(five, prolonged=False)) == "5-once"


def test_nothing_makes_empty_tables(tiny_register):
    nothing = select(View(q="абракадабра"), tiny_register)
    assert stats.signings_by_year(nothing).empty and stats.growth(nothing).empty
    assert stats.by_region(nothing).empty and stats.by_territory(nothing).empty
    assert stats.registration_lag(nothing).empty and stats.by_code(nothing, "kind").empty
    assert stats.matrix(nothing, "ru").shape == (0, 0)


def test_the_band_closes_on_the_day_of_the_register(tiny_register):
    def last(day):
        return tuple(stats.growth(select(View(on=day), tiny_register)).iloc[-1])[2:4]

    assert tiny_register.newest == date(2020, 9, 9)
    assert last(date(2020, 9, 8)) == (1, 2)
    assert last(date(2020, 9, 9)) == (2, 2)
