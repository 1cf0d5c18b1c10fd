"""Data quality: each check finds its oddity and nothing else, and corrects nothing."""

from dataclasses import replace
from datetime import date

import pytest

from geo.agreements import Basis, Register, Status
from geo.findings import oddity
from geo.quality import Check, find_oddities
from geo.text import LANGUAGES, has_text, load_texts


def found(register, check):
    return [finding for finding in find_oddities(register) if finding.check == check]


def rows(register, check):
    return [
        tuple((a.status == Status.LAPSED, a.number) for a in finding.agreements)
        for finding in found(register, check)
    ]


def lapsed(*numbers):
    return [((True, number),) for number in numbers]


def in_force(*numbers):
    return [((False, number),) for number in numbers]


# --- the real register ----------------------------------------------------------------------------


def test_the_row_that_breaks_off_is_found(register):
    assert rows(register, Check.BROKEN_OFF) == lapsed(10)


def test_the_missing_registration_number_is_found_without_a_row(register):
    (finding,) = found(register, Check.NUMBER_MISSING)
    assert finding.agreements == () and finding.details == (("number", "1-с"),)
    assert found(register, Check.NUMBER_TWICE) == []


def test_pairs_with_two_agreements_in_force_are_found(register):
    numbers = [{n for _, n in finding} for finding in rows(register, Check.TWO_IN_FORCE)]
    assert numbers == [{1, 8, 39}, {7, 30}, {36, 38}, {25, 35}, {26, 34}, {10, 13}]


def test_lapses_without_date_or_reason_are_found(register):
    assert rows(register, Check.LAPSE_UNEXPLAINED) == lapsed(1, 2, 3, 4, 5, 7)


def test_successors_the_register_does_not_name_are_found(register):
    assert rows(register, Check.SUCCESSOR_UNSTATED) == [
        ((True, 2), (True, 5)), ((True, 5), (False, 17)), ((True, 10), (False, 38)),
    ]  # fmt: skip


def test_a_successor_whose_party_changed_from_city_to_district_is_proposed_as_a_guess(register):
    assert rows(register, Check.SUCCESSOR_POSSIBLE) == [((True, 7), (False, 25))]
    (finding,) = found(register, Check.SUCCESSOR_POSSIBLE)
    assert not finding.agreements[0].successor_id, "nothing is written into the data"
    text = oddity(finding, "ru")
    assert "05.07.2012, возможно, продолжено соглашением от 29.08.2019" in text
    assert "предположение" in text


@pytest.mark.parametrize(
    "change",
    [
        {"signed_on": date(2012, 7, 5)},  # not later
        {"themes": ()},  # of any field: broader is enough
        {"themes": ("sport",)},  # narrower
        {"body": "council"},  # another body
        {"territory": "by-vi-vitebsky"},  # another place
    ],
)
def test_only_the_same_bodies_of_a_city_and_its_district_are_proposed(register, change):
    later = next(a for a in register.agreements if (a.status, a.number) == ("in_force", 25))
    of_party = {name: change[name] for name in ("body", "territory") if name in change}
    parties = tuple(
        replace(party, **of_party) if party.territory == "by-vi-orshansky" else party
        for party in later.parties
    )
    rest = {name: value for name, value in change.items() if name not in of_party}
    changed = replace(later, parties=parties, **rest)
    agreements = (changed if a is later else a for a in register.agreements)
    proposed = found(Register(tuple(agreements), register.territories), Check.SUCCESSOR_POSSIBLE)
    assert bool(proposed) == (change == {"themes": ()})


def test_the_row_out_of_order_is_found_with_the_one_above(register):
    assert rows(register, Check.OUT_OF_ORDER) == [((False, 32), (False, 31))]


def test_agreements_without_registration_are_found(register):
    assert rows(register, Check.NOT_REGISTERED) == in_force(24, 26, 36)


def test_every_note_on_a_row_is_a_finding(register):
    noted = [agreement for agreement in register.agreements if agreement.source_note]
    assert len(found(register, Check.WORDING)) == len(noted) == 15


def test_the_register_has_no_unparsed_term_and_none_registered_before_signing(register):
    assert found(register, Check.TERM_UNPARSED) == found(register, Check.REGISTERED_EARLY) == []


def test_findings_come_by_kind_and_leave_the_register_as_it_is(register):
    before = tuple(register.agreements)
    checks = [finding.check for finding in find_oddities(register)]
    assert register.agreements == before and len(checks) == 37
    firsts = list(dict.fromkeys(checks))
    assert firsts == [check for check in Check if check in firsts]


# --- the rules, on the tiny register --------------------------------------------------------------


def test_an_early_registration_is_found(build_register):
    register = build_register(new={"registered_on": date(2010, 4, 30)})
    assert rows(register, Check.REGISTERED_EARLY) == in_force(1)
    same_day = build_register(new={"registered_on": date(2010, 5, 1)})
    assert found(same_day, Check.REGISTERED_EARLY) == []


def test_a_number_in_two_rows_is_found(build_register):
    register = build_register(
        new={"registration_number": "1-с"},
        many={"registration_number": "1-с", "registered_on": date(2020, 10, 1)},
    )
    (finding,) = found(register, Check.NUMBER_TWICE)
    assert len(finding.agreements) == 2 and finding.details == (("number", "1-с"),)
    assert found(register, Check.NUMBER_MISSING) == []


def test_each_series_of_numbers_is_checked_by_itself(build_register):
    register = build_register(
        new={"registration_number": "1-с"}, many={"registration_number": "2/24"}
    )
    assert [f.details[0][1] for f in found(register, Check.NUMBER_MISSING)] == ["1/24"]


def test_a_term_in_other_words_is_found(build_register):
    register = build_register(many={"term_text": "до 2030 года"}, old={"lapse_text": "отложено"})
    texts = [finding.details for finding in found(register, Check.TERM_UNPARSED)]
    assert texts == [(("text", "до 2030 года"),), (("text", "отложено"),)]


def test_an_agreement_in_force_without_a_term_is_found(build_register):
    register = build_register(new={"term_text": ""})
    assert rows(register, Check.TERM_UNPARSED) == in_force(1)


def test_an_inferred_successor_is_found_and_a_stated_one_is_not(build_register):
    assert found(build_register(), Check.SUCCESSOR_UNSTATED) == []
    register = build_register(old={"successor_basis": Basis.INFERRED})
    assert rows(register, Check.SUCCESSOR_UNSTATED) == [((True, 1), (False, 1))]


def test_two_agreements_of_many_parties_are_no_finding(build_register):
    assert found(build_register(old={"status": Status.LAPSED}), Check.TWO_IN_FORCE) == []
    twice = build_register(old={"status": Status.IN_FORCE, "term_text": "бессрочный"})
    assert [len(f.agreements) for f in found(twice, Check.TWO_IN_FORCE)] == [2]


# --- in words -------------------------------------------------------------------------------------


@pytest.mark.parametrize("check", Check)
def test_every_check_has_its_words(check):
    keys = [f"quality.{check}", f"quality.{check}_title", f"quality.{check}_name"]
    assert all(map(has_text, keys))
    assert set(load_texts()[f"quality.{check}_title"]["ru"]) == {"one", "few", "many"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_finding_is_told_with_what_the_register_has_there(register, lang):
    for finding in find_oddities(register):
        text = oddity(finding, lang)
        assert text and "{" not in text
        assert all(value in text for _, value in finding.details)
    (missing,) = found(register, Check.NUMBER_MISSING)
    assert "1-с" in oddity(missing, lang)


def test_a_finding_names_the_dates_of_its_rows(register):
    (finding,) = found(register, Check.OUT_OF_ORDER)
    text = oddity(finding, "ru")
    assert "02.06.2023" in text and "05.06.2023" in text


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("check", [Check.REGISTERED_EARLY, Check.NUMBER_TWICE, Check.TERM_UNPARSED])
def test_checks_without_a_finding_today_have_complete_sentences(build_register, check, lang):
    register = build_register(
        new={"registered_on": date(2010, 4, 30), "registration_number": "1-с"},
        many={"registration_number": "1-с", "term_text": "{до} 2030 года"},
    )
    (finding,) = found(register, check)
    text = oddity(finding, lang)
    assert text.endswith(".") and "  " not in text
