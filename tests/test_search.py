"""Free-text search: names as officials write them find their place."""

import pytest

from geo.search import build_index, fold, words
from geo.shown import select
from geo.view import View, clean_query


def found(query, register):
    return build_index(register).find(clean_query(query))


def with_party(register, *codes):
    return {a.id for a in register.agreements if set(codes) & set(a.territories)}


CITY = ("ru-smo-smolensk",)
DISTRICT = ("ru-smo-smolensky",)


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("г. Смоленск", CITY),
        ("г.Смоленск", CITY),
        ("город Смоленск", CITY),
        ("городом Смоленском", CITY),
        ("СМОЛЕНСК", CITY),
        ("Смоленска", CITY),
        ("Smolensk", CITY),
        ("city of Smolensk", CITY),
        ("Смоленский р-н", DISTRICT),
        ("Смоленский район", DISTRICT),
        ("Смоленского района", DISTRICT),
        ("смоленским р‑ном", DISTRICT),
        ("Смоленский м.о.", DISTRICT),
        ("Вязьма", ("ru-smo-vyazemsky",)),
        ("Вязьмой", ("ru-smo-vyazemsky",)),
        ("Вяземский", ("ru-smo-vyazemsky",)),
        ("Вяземского", ("ru-smo-vyazemsky",)),
        ("г. Витебск", ("by-vi-vitebsk",)),
        ("Витебский р-н", ("by-vi-vitebsky",)),
        ("Витебского района", ("by-vi-vitebsky",)),
        ("Оршей", ("by-vi-orsha",)),
        ("Оршанский", ("by-vi-orshansky",)),
        ("Могилёв", ("by-ma-mogilev",)),
        ("Могилев", ("by-ma-mogilev",)),
        ("Могилевом", ("by-ma-mogilev",)),
        ("Горецкого", ("by-ma-horki",)),
        ("Мстиславльский", ("by-ma-mstsislaw",)),
        ("Мстиславский", ("by-ma-mstsislaw",)),
        ("Лиозно", ("by-vi-liozna",)),
        ("Лёзненскі", ("by-vi-liozna",)),
        ("Гагарин", ("ru-smo-gagarin",)),
        ("Заречный", ("ru-sve-zarechny",)),
    ],
)
def test_a_name_in_any_form_finds_the_agreements_of_its_place(register, query, codes):
    assert all(code in register.territories for code in codes)
    assert found(query, register) == with_party(register, *codes)


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("Смоленском", (*CITY, *DISTRICT)),
        ("Витебском", ("by-vi-vitebsk", "by-vi-vitebsky")),
    ],
)
def test_a_form_that_city_and_district_share_finds_both(register, query, codes):
    """«Смоленском» is the city (между Смоленском и…) and the district (в Смоленском районе)."""
    assert found(query, register) == with_party(register, *codes)


def test_city_and_district_of_one_name_are_told_apart(register):
    city, district = found("г. Смоленск", register), found("Смоленский р-н", register)
    assert city and district and not city & district


def test_yo_and_ye_are_one_letter(register):
    assert fold("Могилёв") == fold("могилев")
    assert found("Могилёвская область", register) == found("Могилевская область", register) != set()


def test_an_oblast_finds_all_its_territories(register):
    codes = [code for code in register.party_codes if code.startswith("by-vi-")]
    assert found("Витебская область", register) == with_party(register, *codes)
    assert found("Витебская обл.", register) == with_party(register, *codes)


@pytest.mark.parametrize("number", ["12-с", "2-С", "18-с", "7-c", "7-C"])
def test_a_registration_number_finds_its_agreement(register, number):
    russian = number.lower().replace("c", "с")
    expected = {a.id for a in register.agreements if a.registration_number == russian}
    assert found(number, register) == expected != set()


@pytest.mark.parametrize("day", ["29.09.2023", "2023-09-29", "29 сентября 2023", "29 Sep 2023"])
def test_a_date_of_signing_finds_its_agreement(register, day):
    assert found(day, register) == {"2023-09-29-s-a2b1e9"}


@pytest.mark.parametrize("day", ["31 мая 2019", "31.05.2019", "31.5.2019"])
def test_a_date_is_found_though_the_title_runs_it_together(register, day):
    assert found(day, register) == {"2019-05-31-s-61f7b4"}


def test_a_day_without_its_noughts_is_the_same_day(register):
    assert found("2.4.2014", register) == found("02.04.2014", register) == {"2014-04-02-s-15b039"}
    assert fold("12.4.2014 2.14.2014 2.4.20145") == "12.04.2014 02.14.2014 2.4.20145"


def test_a_city_finds_what_a_district_of_it_signed(register):
    assert found("г. Минск", register) == with_party(register, "by-hm-moskovsky")


def test_a_committee_is_found_by_its_everyday_name(register):
    committees = {a.id for a in register.agreements if "исполнительн" in a.title}
    assert found("исполкомом", register) == found("исполком", register) == committees


def test_a_year_finds_what_was_signed_in_it(register):
    signed = {a.id for a in register.agreements if a.signed_on.year == 2019}
    assert signed <= found("2019", register)


@pytest.mark.parametrize("query", ["образование", "образования", "образованием"])
def test_a_word_of_the_title_is_found_in_any_form(register, query):
    titled = {a.id for a in register.agreements if "управлени" in a.title and "образов" in a.title}
    assert titled <= found(query, register)


def test_an_unfinished_word_finds_what_it_begins(register):
    assert found("Хислав", register) == found("Хиславичский", register) != set()
    assert found("Vit", register) >= found("Vitebsk", register) != set()


def test_all_words_of_a_query_must_be_found(register):
    both = found("Смоленск Витебск", register)
    assert both == with_party(register, *CITY) & with_party(register, "by-vi-vitebsk")
    assert found("Смоленск Zzzz", register) == set()


def test_a_word_that_nothing_has_finds_nothing(register):
    assert found("абракадабра", register) == set()
    assert select(View(q="абракадабра"), register).agreements == ()


@pytest.mark.parametrize(
    "query",
    [
        ".*", "(", "[а-я", "\\", "a{1000}", "^$", "'; DROP TABLE agreements; --", "{{ 7*7 }}",
        "{% raw %}", "${x}", "`", "<b>", "\x00", "\ud7ff", "🙂", "%", "_", "—", "№", "а" * 100,
        "г.", "р-н", "и", "- - -", "1" * 100, "а-" * 50, "é́́́", "\u202eоткс",
    ],
)  # fmt: skip
def test_hostile_text_is_only_text(register, query):
    cleaned = clean_query(query)
    assert found(query, register) <= set(register.by_id)
    assert len(select(View(q=cleaned), register).agreements) <= len(register.agreements)


def test_marks_alone_are_no_condition(register):
    assert found(".,-—()", register) == set(register.by_id)


def test_numbers_and_dates_stay_whole_words():
    assert words("№ 12-с от 29.09.2023") == ["12-с", "от", "29.09.2023"]
    assert words("Витебский р-н") == ["витебский", "район"]


def test_the_index_of_a_register_is_made_once(register):
    assert build_index(register) is build_index(register)


@pytest.mark.parametrize(
    ("query", "near"),
    [
        ("Смалевск", "Смоленск"),
        ("г. Витепск", "г Витебск"),
        ("Смоленск", ""),
        ("туризм", ""),
        ("щщщщ", ""),
        ("", ""),
    ],
)
def test_a_misspelt_name_is_corrected_if_that_finds_something(query, near, register):
    assert build_index(register).correct(query) == near
