"""Two issues of the register: every kind of difference is shown as what it is."""

from dataclasses import replace
from datetime import date

import pytest

from geo.agreements import Agreement, Body, Form, Kind, Party, Status
from geo.update.comparison import NEW, FieldChange, compare

VITEBSK, LIOZNA, HORKI = "by-vi-vitebsk", "by-vi-liozna", "by-ma-horki"
SMOLENSK, VYAZEMSKY = "ru-smo-smolensk", "ru-smo-vyazemsky"


def agreement(number, title, day, *codes, **values):
    """An agreement in force that knows no more than its title."""
    signed_on = date.fromisoformat(day)
    form = Form.DOGOVOR if title.startswith("Договор") else Form.SOGLASHENIE
    known = {
        "id": f"{day}-{form[0]}-{'-'.join(sorted(codes))}",
        "number": number,
        "form": form,
        "kind": Kind.COOPERATION,
        "themes": (),
        "title": f"{title} от {signed_on:%d.%m.%Y}",
        "signed_on": signed_on,
        "registered_on": None,
        "registration_number": "",
        "term_text": "бессрочный",
        "term_years": None,
        "perpetual": True,
        "status": Status.IN_FORCE,
        "lapse_text": "",
        "successor_id": "",
        "successor_basis": None,
        "source_note": "",
        "parties": tuple(Party(code, Body.MUNICIPALITY, code) for code in codes),
    }
    return Agreement(**{**known, **values})


CITIES = agreement(
    1, "Договор о дружбе между городом Смоленском и городом Витебском", "2010-05-01",
    SMOLENSK, VITEBSK, registered_on=date(2010, 6, 2), registration_number="2-с",
)  # fmt: skip
DISTRICTS = agreement(
    2, "Соглашение о сотрудничестве Вяземского и Лиозненского районов", "2015-09-09",
    VYAZEMSKY, LIOZNA,
)  # fmt: skip
MANY = agreement(
    3, "Соглашение Вяземского, Лиозненского и Горецкого районов в области спорта", "2020-02-03",
    VYAZEMSKY, LIOZNA, HORKI,
)  # fmt: skip
CURRENT = (CITIES, DISTRICTS, MANY)
LATER = agreement(
    4, "Соглашение о развитии туризма между Смоленском и Горецким районом", "2025-01-02",
    SMOLENSK, HORKI,
)  # fmt: skip


def places(comparison):
    """How many rows stand where, but for those unchanged."""
    names = ("added", "changed", "lapsed", "returned", "vanished", "doubts")
    return {name: len(getattr(comparison, name)) for name in names if getattr(comparison, name)}


def lapsed(row, **values):
    """The row as it stands in the second table."""
    empty = {"term_text": "", "perpetual": None, "lapse_text": "утратило силу"}
    return replace(row, status=Status.LAPSED, number=1, **{**empty, **values})


def test_the_same_register_changes_nothing():
    comparison = compare(CURRENT, CURRENT)
    assert comparison.changes_nothing and comparison.unchanged == 3
    assert comparison.agreements == CURRENT


def test_a_new_row_is_added():
    comparison = compare(CURRENT, (*CURRENT, LATER))
    assert places(comparison) == {"added": 1} and comparison.added == (LATER,)


def test_a_row_that_moved_to_the_lapsed_is_moved_and_its_successor_added():
    successor = agreement(
        4, "Договор о побратимских связях между городом Смоленском и городом Витебском",
        "2026-03-04", SMOLENSK, VITEBSK,
    )  # fmt: skip
    old = lapsed(CITIES, successor_id=successor.id)
    comparison = compare(CURRENT, (DISTRICTS, MANY, successor, old))
    assert places(comparison) == {"added": 1, "lapsed": 1}
    (match,) = comparison.lapsed
    assert (match.before, match.after, match.evidence) == (CITIES, old, None)
    assert FieldChange("successor_id", "", successor.id) in match.changes
    assert FieldChange("lapse_text", "", "утратило силу") in match.changes
    assert "status" not in {change.field for change in match.changes}


def test_a_row_that_came_back_into_force_is_returned():
    comparison = compare((lapsed(CITIES), DISTRICTS), (CITIES, DISTRICTS))
    assert places(comparison) == {"returned": 1}


def test_a_row_that_is_no_longer_there_vanished():
    comparison = compare(CURRENT, (CITIES, MANY))
    assert places(comparison) == {"vanished": 1} and comparison.vanished == (DISTRICTS,)


def test_numbers_that_shifted_are_one_line():
    shifted = tuple(replace(row, number=row.number + 1) for row in CURRENT)
    comparison = compare(CURRENT, shifted)
    assert places(comparison) == {} and comparison.renumbered == 3
    assert comparison.unchanged == 3 and not comparison.changes_nothing


def test_a_corrected_title_is_a_change_of_the_title():
    title = DISTRICTS.title.replace("сотрудничестве", "взаимном сотрудничестве")
    comparison = compare(CURRENT, (CITIES, replace(DISTRICTS, title=title), MANY))
    assert places(comparison) == {"changed": 1}
    assert comparison.changed[0].changes == (FieldChange("title", DISTRICTS.title, title),)


@pytest.mark.parametrize("day", ["2015-09-19", "2015-08-09", "2016-09-09"])
def test_a_corrected_misprint_of_the_date_is_a_change(day):
    corrected = agreement(2, DISTRICTS.title.split(" от ")[0], day, VYAZEMSKY, LIOZNA)
    comparison = compare(CURRENT, (CITIES, corrected, MANY))
    assert places(comparison) == {"changed": 1}
    (match,) = comparison.changed
    assert match.before == DISTRICTS and match.evidence.slip and match.evidence.similarity == 1
    assert {change.field for change in match.changes} == {"title", "signed_on"}


@pytest.mark.parametrize("day", ["2010-01-05", "2001-05-01"])
def test_day_and_month_or_two_digits_that_changed_places_are_a_misprint(day):
    title = CITIES.title.split(" от ")[0]
    corrected = agreement(1, title, day, SMOLENSK, VITEBSK)
    assert places(compare(CURRENT, (corrected, DISTRICTS, MANY))) == {"changed": 1}


@pytest.mark.parametrize("day", ["2015-08-10", "2017-03-12"])
def test_two_digits_that_are_apart_are_no_misprint(day):
    """9 September and 10 August: two digits differ; 13 February and 12 March swap two far apart."""
    title = DISTRICTS.title.split(" от ")[0]
    before = agreement(2, title, "2017-02-13" if "2017" in day else "2015-09-09", VYAZEMSKY, LIOZNA)
    after = agreement(2, title, day, VYAZEMSKY, LIOZNA)
    (doubt,) = compare([before], [after]).doubts
    assert not doubt.candidates[0].evidence.slip


def test_of_two_that_could_be_the_corrected_one_the_same_registration_decides():
    registered = {"registered_on": date(2012, 1, 2), "registration_number": "3-с"}
    title = DISTRICTS.title.split(" от ")[0]
    one = agreement(2, title, "2010-01-20", VYAZEMSKY, LIOZNA, **registered)
    other = agreement(3, title, "2011-05-01", VYAZEMSKY, LIOZNA)
    misprinted = agreement(2, title, "2011-05-11", VYAZEMSKY, LIOZNA, **registered)
    comparison = compare([one, other], [misprinted])
    assert [match.before for match in comparison.changed] == [one]
    assert comparison.vanished == (other,)


def test_a_corrected_party_is_a_change():
    title = DISTRICTS.title.split(" от ")[0].replace("Лиозненского", "Горецкого")
    corrected = agreement(2, title, "2015-09-09", VYAZEMSKY, HORKI)
    comparison = compare(CURRENT, (CITIES, corrected, MANY))
    assert places(comparison) == {"changed": 1}
    (match,) = comparison.changed
    assert match.evidence.same_date and not match.evidence.same_parties
    assert {change.field for change in match.changes} == {"title", "parties"}


def test_a_row_that_is_split_or_joined_is_no_correction_of_one():
    pair = agreement(3, MANY.title.replace("Вяземского, ", "")[:-14], "2020-02-03", LIOZNA, HORKI)
    other = agreement(4, MANY.title.replace(", Лиозненского", "")[:-14], "2020-02-03",
                      VYAZEMSKY, HORKI)  # fmt: skip
    assert places(compare(CURRENT, (CITIES, DISTRICTS, pair))) == {"changed": 1}
    assert places(compare(CURRENT, (CITIES, DISTRICTS, pair, other))) == {"doubts": 2}
    assert places(compare((pair, other), (MANY,))) == {"doubts": 1}


def test_a_row_with_two_other_parties_is_in_doubt():
    far = agreement(3, MANY.title[:-14], "2020-02-03", VYAZEMSKY, SMOLENSK, VITEBSK)
    assert places(compare(CURRENT, (CITIES, DISTRICTS, far))) == {"doubts": 1}


def test_a_corrected_form_is_a_change():
    title = DISTRICTS.title.split(" от ")[0].replace("Соглашение", "Договор")
    corrected = agreement(2, title, "2015-09-09", VYAZEMSKY, LIOZNA)
    comparison = compare(CURRENT, (CITIES, corrected, MANY))
    assert places(comparison) == {"changed": 1}
    assert "form" in {change.field for change in comparison.changed[0].changes}


def test_a_later_agreement_of_the_same_words_is_in_doubt():
    later = agreement(2, DISTRICTS.title.split(" от ")[0], "2021-11-30", VYAZEMSKY, LIOZNA)
    comparison = compare(CURRENT, (CITIES, later, MANY))
    assert places(comparison) == {"doubts": 1}
    (doubt,) = comparison.doubts
    assert doubt.after == later and doubt.candidates[0].before == DISTRICTS


def test_a_person_decides_a_doubt():
    later = agreement(2, DISTRICTS.title.split(" от ")[0], "2021-11-30", VYAZEMSKY, LIOZNA)
    new = (CITIES, later, MANY)
    key = compare(CURRENT, new).doubts[0].key
    assert places(compare(CURRENT, new, {key: NEW})) == {"added": 1, "vanished": 1}
    assert places(compare(CURRENT, new, {key: DISTRICTS.id})) == {"changed": 1}
    assert places(compare(CURRENT, new, {key: "nobody"})) == {"doubts": 1}


def test_a_misprint_is_in_doubt_if_the_registration_is_another():
    registered = {"registered_on": date(2012, 1, 2), "registration_number": "3-с"}
    title = CITIES.title.split(" от ")[0]
    other = agreement(1, title, "2010-05-11", SMOLENSK, VITEBSK, **registered)
    assert places(compare(CURRENT, (other, DISTRICTS, MANY))) == {"doubts": 1}


def test_a_row_with_a_date_after_all_others_or_newly_registered_is_in_doubt():
    """Ten years later, to the day: signed anew, and written over the row."""
    registered = {"registered_on": date(2025, 9, 19), "registration_number": "9-с"}
    title = DISTRICTS.title.split(" от ")[0]
    later = agreement(2, title, "2025-09-09", VYAZEMSKY, LIOZNA, **registered)
    assert places(compare(CURRENT, (CITIES, later, MANY))) == {"doubts": 1}
    unregistered = agreement(2, title, "2025-09-09", VYAZEMSKY, LIOZNA)
    assert places(compare(CURRENT, (CITIES, unregistered, MANY))) == {"doubts": 1}
    only = replace(DISTRICTS, **registered)
    assert places(compare(CURRENT, (CITIES, only, MANY))) == {"changed": 1}


def test_another_date_is_a_correction_if_the_registration_is_the_same():
    registered = {"registered_on": date(2010, 6, 2), "registration_number": "2-с"}
    title = CITIES.title.split(" от ")[0]
    other = agreement(1, title, "2009-12-24", SMOLENSK, VITEBSK, **registered)
    assert places(compare(CURRENT, (other, DISTRICTS, MANY))) == {"changed": 1}


def test_two_rows_that_could_both_be_the_corrected_one_are_in_doubt():
    title = DISTRICTS.title.split(" от ")[0]
    rows = [agreement(2, title, day, VYAZEMSKY, LIOZNA) for day in ("2015-09-08", "2015-09-07")]
    comparison = compare(CURRENT, (CITIES, *rows, MANY))
    assert places(comparison) == {"doubts": 2}


def test_two_agreements_of_one_day_are_told_apart_by_form_and_parties():
    same_day = (
        agreement(1, "Договор о сотрудничестве с Витебском", "2007-07-03", SMOLENSK, VITEBSK),
        agreement(2, "Соглашение о сотрудничестве с Витебском", "2007-07-03", SMOLENSK, VITEBSK),
        agreement(3, "Договор о сотрудничестве с Горками", "2007-07-03", SMOLENSK, HORKI),
    )
    turned = tuple(replace(row, number=4 - row.number) for row in reversed(same_day))
    comparison = compare(same_day, turned)
    assert places(comparison) == {} and comparison.renumbered == 2
    gone = compare(same_day, same_day[1:])
    assert gone.vanished == same_day[:1] and places(gone) == {"vanished": 1}
    retitled = replace(same_day[1], title="Соглашение о дружбе с Витебском от 03.07.2007")
    assert compare(same_day, (same_day[0], retitled, same_day[2])).changed[0].before == same_day[1]


def test_agreements_of_the_same_day_form_and_parties_are_matched_by_title_in_any_order():
    sport, tourism, culture = (
        agreement(
            n,
            f"Соглашение о сотрудничестве в сфере {what}",
            "2026-04-01",
            SMOLENSK,
            VITEBSK,
            id=f"2026-04-01-s-x-{n}",
        )
        for n, what in enumerate(("спорта", "туризма", "культуры и туризма"), start=1)
    )
    comparison = compare((sport, tourism), (culture, tourism, sport))
    assert comparison.added == (culture,) and places(comparison) == {"added": 1}


def test_agreements_of_the_same_day_form_and_parties_keep_their_ids():
    """The first of them lapses: it is read after the other, which its successor names."""
    day, codes = "2010-05-01", (SMOLENSK, VITEBSK)
    one, two, three = (
        agreement(n, f"Договор {what} города Смоленска", day, *codes, id=f"{day}-d-x{end}")
        for n, what, end in ((1, "о дружбе", ""), (2, "о спорте", "-2"), (3, "о культуре", "-3"))
    )
    told = agreement(9, "Соглашение", "2001-01-01", SMOLENSK, HORKI, successor_id=one.id)
    moved = replace(one, id=two.id, status=Status.LAPSED)
    comparison = compare((one, two), (replace(two, id=one.id), moved, three, told))
    assert [row.id for row in comparison.agreements] == [two.id, one.id, three.id, told.id]
    assert comparison.agreements[3].successor_id == two.id
    comparison = compare((two,), (replace(three, id=one.id), replace(two, id=two.id)))
    assert {row.title: row.id for row in comparison.agreements} == {
        three.title: one.id, two.title: two.id
    }  # fmt: skip
    comparison = compare((one,), (replace(three, id=one.id), replace(one, id=two.id)))
    assert {row.title: row.id for row in comparison.agreements} == {
        three.title: two.id, one.title: one.id
    }  # fmt: skip
    assert comparison.added[0].id == two.id


def test_what_comes_in_the_place_of_one_of_the_same_day_form_and_parties_is_asked_about():
    """It gets the id of the one that is gone only if a person says that it is the same."""
    day, codes = "2010-05-01", (SMOLENSK, VITEBSK)
    gone, stays, came = (
        agreement(n, f"Договор {what} города Смоленска", day, *codes, id=f"{day}-d-x{end}")
        for n, what, end in ((1, "о дружбе", ""), (2, "о спорте", "-2"), (3, "о музыке", "-2"))
    )
    issue = (replace(stays, id=gone.id), came)
    comparison = compare((gone, stays), issue)
    (doubt,) = comparison.doubts
    assert (doubt.after.title, doubt.candidates[0].before) == (came.title, gone)
    assert places(comparison) == {"doubts": 1}
    new = compare((gone, stays), issue, {doubt.key: NEW})
    assert [row.id for row in new.agreements] == [stays.id, f"{gone.id}-3"]
    assert new.vanished == (gone,) and new.added == (new.agreements[1],)
    same = compare((gone, stays), issue, {doubt.key: gone.id})
    assert [row.id for row in same.agreements] == [stays.id, gone.id]
    assert places(same) == {"changed": 1}
    other = replace(came, title="Договор о вывозе мусора, лесах, водах и рыбе от 01.05.2010")
    unlike = compare((gone, stays), (issue[0], other))
    assert unlike.vanished == (gone,) and unlike.added[0].id == f"{gone.id}-3"


def test_a_row_that_stands_twice_is_one_agreement_and_one_more():
    comparison = compare(CURRENT, (*CURRENT, replace(DISTRICTS, number=4)))
    assert places(comparison) == {"added": 1}


def test_another_note_on_the_same_entry_is_no_change_of_the_register():
    noted = replace(MANY, source_note="Не по порядку дат.")
    comparison = compare(CURRENT, (CITIES, DISTRICTS, noted))
    assert places(comparison) == {} and comparison.unchanged == 3
    assert [match.after for match in comparison.noted] == [noted]
    assert not comparison.changes_nothing
    both = compare(CURRENT, (CITIES, DISTRICTS, replace(noted, title="Другое")))
    assert places(both) == {"changed": 1} and both.noted == ()


def test_a_successor_whose_date_was_corrected_is_the_same_successor():
    old = lapsed(DISTRICTS, successor_id=MANY.id)
    corrected = agreement(3, MANY.title.split(" от ")[0], "2020-02-13", VYAZEMSKY, LIOZNA, HORKI)
    comparison = compare(
        (CITIES, MANY, old), (CITIES, corrected, replace(old, successor_id=corrected.id))
    )
    assert places(comparison) == {"changed": 1}


def test_every_row_of_both_issues_stands_in_one_place():
    new = (lapsed(CITIES), LATER, replace(MANY, title="Другое"), DISTRICTS)
    comparison = compare(CURRENT, new)
    counted = sum(places(comparison).values()) + comparison.unchanged
    assert counted == len(new) and len(comparison.agreements) == len(new)
    for row in (comparison.added, comparison.vanished):
        assert len(set(row)) == len(row)


@pytest.mark.parametrize("n", [1, 13, 52])
def test_a_removed_row_of_the_real_register_is_the_only_difference(register, n):
    rows = register.agreements
    left = [row for row in rows if row.number != n or row.status != Status.IN_FORCE]
    gone = [row for row in rows if row not in left]
    comparison = compare(rows, left)
    assert list(comparison.vanished) == gone
    assert set(places(comparison)) <= {"vanished"}


def test_the_whole_register_with_every_date_a_day_later_is_no_deletion(register):
    """No row is taken for another one: what is not certain is in doubt."""
    moved = [
        replace(row, signed_on=date.fromordinal(row.signed_on.toordinal() + 1))
        for row in register.agreements
    ]
    comparison = compare(register.agreements, moved)
    pairs = [(match.before, match.after) for match in comparison.changed]
    assert all(moved.index(new) == register.agreements.index(old) for old, new in pairs)
    assert len(comparison.changed) + len(comparison.doubts) + len(comparison.added) == 52
