"""The tables of the issue of 2026 against its text; expectations typed from the source."""

import csv
import hashlib
import re
from collections import Counter

import pytest

from data.make_register import load_agreements
from geo.territories import load_territories
from geo.text import t
from geo.ties import build_ties
from geo.update.register_files import to_tables
from tests.issue import ISSUE, SOURCE

TEXT = SOURCE.read_text(encoding="utf-8")

SIGNED_IN_FORCE = [
    "1998-07-24", "2006-04-02", "2007-07-03", "2007-07-03", "2008-04-02", "2009-12-04",
    "2009-12-04", "2012-05-14", "2013-07-02", "2013-11-04", "2014-04-02", "2015-04-02",
    "2016-09-24", "2017-02-02", "2017-02-20", "2017-03-30", "2017-03-31", "2017-03-31",
    "2017-04-05", "2017-04-13", "2017-04-21", "2017-04-28", "2018-09-30", "2019-05-31",
    "2019-08-29", "2019-10-04", "2019-11-04", "2022-07-15", "2022-07-29", "2023-04-03",
    "2023-06-05", "2023-06-02", "2023-06-02", "2023-08-23", "2023-09-29", "2024-04-02",
    "2024-06-29", "2024-09-28", "2024-11-12", "2025-07-03", "2025-07-25", "2026-04-02",
]  # fmt: skip
SIGNED_LAPSED = [
    "1995-02-17", "1998-12-19", "1999-02-26", "1999-02-26", "2004-02-28", "2012-06-30",
    "2012-07-05", "2012-11-15", "2014-07-03", "2018-09-29",
]  # fmt: skip
REGISTERED = {
    23: ("2018-11-02", "2-с"),
    25: ("2019-09-10", "3-с"),
    26: ("", "б/н"),
    27: ("2019-11-19", "4-с"),
    28: ("2022-08-03", "5-с"),
    29: ("2022-08-03", "6-с"),
    30: ("2023-04-10", "7-с"),
    31: ("2023-06-19", "8-с"),
    32: ("2023-07-07", "9-с"),
    33: ("2023-07-07", "10-с"),
    34: ("2023-08-28", "11-с"),
    35: ("2023-10-09", "12-с"),
    36: ("", "б/н"),
    37: ("2024-07-09", "13-с"),
    38: ("2024-10-04", "14-с"),
    39: ("2024-11-27", "15-с"),
    40: ("2025-07-18", "16-с"),
    41: ("2025-08-11", "17-с"),
    42: ("2026-04-20", "18-с"),
}
PERPETUAL = {2, 3, 4, 10, 12, 13, 14, 15, 16, 17, 18, 22, 23, 40, 42}
YEARS = {1: 3, 5: 3, 6: 3, 7: 3, 34: 2} | dict.fromkeys(
    [8, 9, 11, 19, 20, 21, *range(24, 34), 35, 36, 37, 38, 39, 41], 5
)
DOGOVOR_IN_FORCE = {1, 2, 3, 4, 5, 6, 7, 13, 14, 16, 17, 18, 21}
DOGOVOR_LAPSED = {1, 2, 3, 5}
KINDS_IN_FORCE = {
    "twinning": {22, 28, 29, 30, 31, 32, 33, 34, 35, 37, 38, 41},
    "friendship": {6, 7, 12, 13, 14, 17, 18},
    "cooperation": {1, 3, 4, 5, 9, 11, 15, 16, 21, 23, 26, 39, 40, 42},
    "sectoral": {2, 8, 10, 19, 20, 24, 25, 27, 36},
}
KINDS_LAPSED = {
    "friendship": {1, 2, 5},
    "cooperation": {3, 4, 8, 10},
    "sectoral": {6, 7, 9},
}
THEMES = {
    ("in_force", 2): "culture;education;sport",
    ("in_force", 8): "education",
    ("in_force", 10): "culture",
    ("in_force", 19): "trade_economy;science_technology;humanities;culture",
    ("in_force", 20): "trade_economy;science_technology;humanities;culture",
    ("in_force", 24): "tourism",
    ("in_force", 25): "education",
    ("in_force", 27): "trade_economy;social;culture",
    ("in_force", 36): "education",
    ("lapsed", 6): "trade_economy;science_technology;culture",
    ("lapsed", 7): "education",
    ("lapsed", 9): "trade_economy",
}
NOTED_IN_FORCE = {2, 5, 6, 7, 11, 14, 22, 24, 26, 31, 36}
NOTED_LAPSED = {3, 4, 8, 10}


def read(name: str) -> list[dict[str, str]]:
    with (ISSUE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


AGREEMENTS = {(row["section"], int(row["number"])): row for row in read("agreements.csv")}
BY_ID = {row["id"]: row for row in AGREEMENTS.values()}
PARTIES = read("parties.csv")


def numbers(section: str, **cells: str) -> set[int]:
    """Return the numbers of the section's rows whose cells are these."""
    return {
        number
        for (row_section, number), row in AGREEMENTS.items()
        if row_section == section and all(row[column] == cell for column, cell in cells.items())
    }


def parties_of(section: str, number: int) -> list[tuple[str, str]]:
    """Return territories and bodies of an agreement in the order of their positions."""
    rows = [row for row in PARTIES if row["agreement_id"] == AGREEMENTS[section, number]["id"]]
    assert [row["position"] for row in rows] == [str(n + 1) for n in range(len(rows))]
    return [(row["territory"], row["body"]) for row in rows]


def codes_of(section: str, number: int) -> list[str]:
    return [territory for territory, _ in parties_of(section, number)]


def test_register_copy_is_the_official_text_byte_for_byte():
    digest = hashlib.sha256(SOURCE.read_bytes()).hexdigest()
    assert digest == "bd9c8af6ca5d188166aea426d4ccfabafef61092d1bbfc1764cee33d64e53071"


def test_register_has_42_agreements_in_force_and_10_lapsed():
    expected = [("in_force", n) for n in range(1, 43)] + [("lapsed", n) for n in range(1, 11)]
    assert list(AGREEMENTS) == expected
    assert all(row["status"] == row["section"] for row in AGREEMENTS.values())


def test_columns_stand_in_the_agreed_order():
    header = (ISSUE / "agreements.csv").read_text(encoding="utf-8").splitlines()[0]
    assert header == (
        "id,section,number,form,kind,themes,title,signed_on,registered_on,registration_number,"
        "term_text,term_years,perpetual,prolonged,ends_on,status,lapse_text,lapsed_on,successor_id,"
        "successor_basis,effect,about_id,source_note"
    )
    header = (ISSUE / "parties.csv").read_text(encoding="utf-8").splitlines()[0]
    assert header == "agreement_id,position,territory,body,wording"


def test_every_agreement_has_its_date_of_signing():
    dates = [row["signed_on"] for row in AGREEMENTS.values()]
    assert dates == SIGNED_IN_FORCE + SIGNED_LAPSED


def test_only_one_row_is_out_of_order_of_dates():
    late = [i + 1 for i in range(41) if SIGNED_IN_FORCE[i] > SIGNED_IN_FORCE[i + 1]]
    assert late == [31]
    assert sorted(SIGNED_LAPSED) == SIGNED_LAPSED
    assert "Не по порядку дат" in AGREEMENTS["in_force", 31]["source_note"]


def test_registration_is_as_the_register_gives_it_and_empty_elsewhere():
    for (section, number), row in AGREEMENTS.items():
        expected = REGISTERED.get(number, ("", "")) if section == "in_force" else ("", "")
        assert (row["registered_on"], row["registration_number"]) == expected, (section, number)


def test_registration_numbers_run_from_2_to_18_and_1_is_nowhere():
    found = [row["registration_number"] for row in AGREEMENTS.values()]
    assert [n for n in found if n.endswith("-с")] == [f"{n}-с" for n in range(2, 19)]
    assert found.count("б/н") == 2


def test_no_agreement_is_registered_before_it_is_signed():
    for row in AGREEMENTS.values():
        assert not row["registered_on"] or row["registered_on"] > row["signed_on"]


def test_an_unregistered_agreement_after_september_2018_is_only_the_one_on_tourism():
    unregistered = numbers("in_force", registration_number="", registered_on="")
    assert {n for n in unregistered if SIGNED_IN_FORCE[n - 1] > "2018-09"} == {24}


def test_perpetual_agreements_are_those_the_register_calls_so():
    assert numbers("in_force", perpetual="true") == PERPETUAL
    assert numbers("in_force", perpetual="false") == set(YEARS)
    assert all(AGREEMENTS["in_force", n]["term_years"] == "" for n in PERPETUAL)


def test_term_years_are_those_of_the_register():
    for number, years in YEARS.items():
        row = AGREEMENTS["in_force", number]
        unit = "лет" if years == 5 else "года"
        assert row["term_years"] == str(years)
        assert row["term_text"] == f"{years} {unit} с последующей пролонгацией"


def test_perpetual_term_keeps_the_words_of_the_register():
    assert numbers("in_force", term_text="Бессрочное") == {42}
    assert numbers("in_force", term_text="бессрочное") == {10, 12, 15, 22, 23, 40}
    assert numbers("in_force", term_text="бессрочный") == {2, 3, 4, 13, 14, 16, 17, 18}


def test_lapsed_agreements_have_an_unknown_term():
    lapsed = numbers("lapsed", term_text="", term_years="", perpetual="")
    assert lapsed == set(range(1, 11))


def test_missing_cells_of_the_broken_row_are_empty():
    row = AGREEMENTS["lapsed", 10]
    for column in ("registered_on", "registration_number", "term_text", "lapse_text"):
        assert row[column] == ""
    assert row["source_note"].startswith("Строка обрывается")
    assert row["status"] == "lapsed"


def test_six_lapsed_agreements_give_neither_date_nor_reason():
    assert numbers("lapsed", lapse_text="утратил силу") == {1, 2, 3, 5}
    assert numbers("lapsed", lapse_text="утратило силу") == {4, 7}
    assert numbers("in_force", lapse_text="") == set(range(1, 43))


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (
            6,
            "утратило силу (с даты вступления в силу Соглашения об установлении побратимских "
            "связей между городом Смоленском (Российская Федерация) и городом Могилевом "
            "(Республика Беларусь) от 29.06.2024)",
        ),
        (
            8,
            "утратило силу (с даты вступления в силу Соглашения об установлении побратимских "
            "связей между городом Смоленском (Российская Федерация) и Оршанским районом Витебской "
            "области (Республика Беларусь) от 29.09.2023)",
        ),
        (
            9,
            "утратило силу (с даты вступления в силу Соглашения о сотрудничестве между городом "
            "Смоленском (Российская Федерация) и Московским районом города Минска (Республика "
            "Беларусь), от 29.09.2018)",
        ),
    ],
)
def test_lapse_text_is_the_wording_of_the_register(number, text):
    assert AGREEMENTS["lapsed", number]["lapse_text"] == text


def test_stated_successors_are_the_three_the_register_names():
    successors = {
        (number, row["successor_id"])
        for (_, number), row in AGREEMENTS.items()
        if row["successor_basis"] == "stated"
    }
    assert successors == {
        (6, AGREEMENTS["in_force", 37]["id"]),
        (8, AGREEMENTS["in_force", 35]["id"]),
        (9, AGREEMENTS["lapsed", 10]["id"]),
    }


def test_inferred_successors_are_later_agreements_of_the_same_parties():
    successors = {
        (number, row["successor_id"])
        for (_, number), row in AGREEMENTS.items()
        if row["successor_basis"] == "inferred"
    }
    assert successors == {
        (2, AGREEMENTS["lapsed", 5]["id"]),
        (5, AGREEMENTS["in_force", 17]["id"]),
        (10, AGREEMENTS["in_force", 38]["id"]),
    }


def test_other_agreements_have_no_successor():
    assert numbers("lapsed", successor_id="", successor_basis="") == {1, 3, 4, 7}
    assert numbers("in_force", successor_id="", successor_basis="") == set(range(1, 43))


def test_form_is_the_first_word_of_the_title():
    assert numbers("in_force", form="dogovor") == DOGOVOR_IN_FORCE
    assert numbers("lapsed", form="dogovor") == DOGOVOR_LAPSED
    for row in AGREEMENTS.values():
        word = "Договор " if row["form"] == "dogovor" else "Соглашение "
        assert row["title"].startswith(word)


def test_kind_follows_the_written_rule():
    for kind, expected in KINDS_IN_FORCE.items():
        assert numbers("in_force", kind=kind) == expected
    for kind, expected in KINDS_LAPSED.items():
        assert numbers("lapsed", kind=kind) == expected
    for row in AGREEMENTS.values():
        assert (row["kind"] == "twinning") == ("побратимск" in row["title"])
        assert (row["kind"] == "friendship") == ("о дружбе" in row["title"])


def test_themes_stand_only_at_sectoral_agreements():
    assert {place: row["themes"] for place, row in AGREEMENTS.items() if row["themes"]} == THEMES
    assert {place for place, row in AGREEMENTS.items() if row["kind"] == "sectoral"} == set(THEMES)


def test_titles_are_the_official_wording_with_its_date_and_misprints():
    assert AGREEMENTS["in_force", 1]["title"] == (
        "Договор о сотрудничестве между городом Витебском (Республика Беларусь) и городом "
        "Смоленском (Российская Федерация) от 24 июля 1998 года"
    )
    assert AGREEMENTS["in_force", 2]["title"] == (
        "Договор о сотрудничестве Мстиславльского, Дрибинского и Хиславичского районов в области "
        "культуры, образования и спорта от 2 апреля 2006 года"
    )
    assert AGREEMENTS["in_force", 24]["title"].endswith("о развитии туризма от 31мая 2019 года")
    assert AGREEMENTS["in_force", 39]["title"].endswith("Беларусь) от 12 ноября 2024 года")
    assert (
        "муниципальным образованием «Велижский район» Российской"
        in (AGREEMENTS["in_force", 14]["title"])
    )


def test_every_word_of_the_source_cells_is_kept():
    written = " ".join(SOURCE.read_text(encoding="utf-8").split())
    for row in AGREEMENTS.values():
        for column in ("title", "term_text", "lapse_text"):
            assert row[column] in written


def test_agreements_have_their_number_of_parties():
    counts = {place: len(parties_of(*place)) for place in AGREEMENTS}
    unusual = {place: count for place, count in counts.items() if count != 2}
    assert unusual == {
        ("in_force", 2): 3,
        ("in_force", 5): 12,
        ("in_force", 19): 4,
        ("in_force", 20): 4,
        ("in_force", 24): 3,
    }
    assert len(PARTIES) == 120


def test_list_of_twelve_districts_is_read_whole_and_in_order():
    assert codes_of("in_force", 5) == [
        "by-ma-mstsislaw",
        "by-ma-horki",
        "by-ma-drybin",
        "by-ma-klimavichy",
        "by-ma-krychaw",
        "by-ma-chavusy",
        "ru-smo-yelninsky",
        "ru-smo-yershichsky",
        "ru-smo-monastyrshchinsky",
        "ru-smo-roslavlsky",
        "ru-smo-shumyachsky",
        "ru-smo-khislavichsky",
    ]


def test_misprinted_and_right_mstislavl_are_one_district():
    wordings = {row["wording"] for row in PARTIES if row["territory"] == "by-ma-mstsislaw"}
    assert {"Мстиславльского", "Мстиславского"} < wordings
    assert codes_of("in_force", 2) == ["by-ma-mstsislaw", "by-ma-drybin", "ru-smo-khislavichsky"]


def test_four_signatories_of_two_territories_are_four_parties():
    assert parties_of("in_force", 19) == [
        ("ru-smo-pochinkovsky", "municipality"),
        ("by-vi-syanno", "executive"),
        ("ru-smo-pochinkovsky", "council"),
        ("by-vi-syanno", "council"),
    ]
    assert codes_of("in_force", 20) == ["ru-smo-pochinkovsky", "by-ma-mstsislaw"] * 2


def test_gagarin_is_the_town_and_never_the_district():
    found = {n for (s, n) in AGREEMENTS if s == "in_force" and "ru-smo-gagarin" in codes_of(s, n)}
    assert found == {3, 4, 9}


def test_cities_are_not_their_districts():
    assert codes_of("in_force", 1) == ["by-vi-vitebsk", "ru-smo-smolensk"]
    assert codes_of("in_force", 15) == ["by-vi-vitebsky", "ru-smo-velizhsky"]
    assert codes_of("in_force", 26) == ["by-ma-mogilevsky", "ru-smo-smolensky"]
    assert codes_of("in_force", 37) == ["ru-smo-smolensk", "by-ma-mogilev"]
    assert codes_of("lapsed", 3) == ["by-vi-vitebsky", "ru-smo-smolensky"]
    assert codes_of("lapsed", 8) == ["by-vi-orsha", "ru-smo-smolensk"]


def test_education_departments_sign_for_the_territory_of_their_committee():
    department = "education_department"
    assert parties_of("in_force", 8) == [
        ("by-vi-vitebsk", department),
        ("ru-smo-smolensk", department),
    ]
    assert parties_of("in_force", 25) == [
        ("ru-smo-smolensk", department),
        ("by-vi-orshansky", department),
    ]
    assert parties_of("in_force", 36) == [
        ("ru-smo-smolensk", department),
        ("by-hm-moskovsky", department),
    ]
    assert parties_of("lapsed", 7) == [
        ("by-vi-orsha", department),
        ("ru-smo-smolensk", department),
    ]


def test_bodies_are_counted_as_signed():
    bodies = Counter(row["body"] for row in PARTIES)
    assert bodies == {
        "municipality": 92,
        "executive": 14,
        "council": 6,
        "education_department": 8,
    }


def test_zarechny_keeps_its_place_beside_desnogorsk():
    assert parties_of("in_force", 24) == [
        ("ru-sve-zarechny", "executive"),
        ("ru-smo-desnogorsk", "executive"),
        ("by-hr-astravyets", "executive"),
    ]


def test_one_wording_means_one_territory():
    territories: dict[str, set[str]] = {}
    for party in PARTIES:
        territories.setdefault(party["wording"], set()).add(party["territory"])
    assert all(len(codes) == 1 for codes in territories.values())
    assert all(
        re.fullmatch(r"(?:ru|by)-[a-z]{2,3}-[a-z-]+", party["territory"]) for party in PARTIES
    )


def test_register_makes_71_ties_across_the_border():
    found = build_ties(load_agreements(TEXT), load_territories())
    ties = [(tie.home, tie.partner) for tie in found]
    assert len(ties) == len(set(ties)) == 71
    assert ("ru-sve-zarechny", "by-hr-astravyets") in ties
    assert sum(home != "ru-sve-zarechny" for home, _ in ties) == 70
    twelve = set(codes_of("in_force", 5))
    assert sum(set(tie) <= twelve for tie in ties) == 36


def test_parties_are_19_territories_of_smolensk_oblast_zarechny_and_28_partners():
    codes = {party["territory"] for party in PARTIES}
    assert sum(code.startswith("ru-smo-") for code in codes) == 19
    assert sum(code.startswith("by-") for code in codes) == 28
    assert sum(code.startswith("ru-sve-") for code in codes) == 1


def test_notes_stand_at_the_rows_where_the_source_is_odd():
    assert numbers("in_force", source_note="") == set(range(1, 43)) - NOTED_IN_FORCE
    assert numbers("lapsed", source_note="") == set(range(1, 11)) - NOTED_LAPSED


def test_country_is_named_where_no_note_says_otherwise():
    unnamed = {
        number
        for (section, number), row in AGREEMENTS.items()
        if not re.search("Республик[аи] Беларусь", row["title"])
    }
    assert unnamed == {2, 5, 6, 7}
    for number in unnamed:
        assert "страны" in AGREEMENTS["in_force", number]["source_note"].lower()


def test_ids_are_unique_and_well_formed():
    ids = [row["id"] for row in AGREEMENTS.values()]
    assert len(set(ids)) == 52
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d-[ds]-[0-9a-f]{6}", each) for each in ids)
    assert {party["agreement_id"] for party in PARTIES} == set(ids)


def test_id_is_made_of_date_form_and_territories():
    digest = hashlib.sha256(b"by-vi-vitebsky,ru-smo-smolensky").hexdigest()[:6]
    assert AGREEMENTS["lapsed", 3]["id"] == f"1999-02-26-d-{digest}"
    assert AGREEMENTS["lapsed", 4]["id"] == f"1999-02-26-s-{digest}"
    digest = hashlib.sha256(b"by-vi-syanno,ru-smo-pochinkovsky").hexdigest()[:6]
    assert AGREEMENTS["in_force", 19]["id"] == f"2017-04-05-s-{digest}"


def test_recipe_makes_the_same_bytes_again():
    names = ("agreements.csv", "parties.csv")
    assert to_tables(load_agreements(TEXT)) == {n: (ISSUE / n).read_bytes() for n in names}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("3 года с последующей", "4 месяца с последующей", "No. 1, term: The term"),
        ("от 24 июля 1998", "от 34 июля 1998", "No. 1, title: The date of signing"),
        ("городом Витебском", "городом Полоцком", "No. 1, title: "),
        ("№ 7-с", "№ семь", "No. 30, registration: "),
        ("\t2. \n", "\t22. \n", "No. 22, number: "),
        ("от 29.06.2024", "от 30.06.2024", "lapsed, No. 6, term: "),
        ("утратил силу\n", "отложен\n", "lapsed, No. 1, term: "),
        ("\n\t-\n\tбессрочный", "\n\tбессрочный", "No. 2, registration: "),
    ],
)
def test_text_the_rules_do_not_know_stops_the_recipe(old, new, message):
    assert old in TEXT
    with pytest.raises(ValueError, match=re.escape(message)):
        load_agreements(TEXT.replace(old, new, 1))


def test_an_oblast_and_the_city_it_is_named_after_have_one_name_in_english(register):
    gazetteer = register.territories
    cities = {x.name_en for x in gazetteer.values() if x.kind == "gorod" and x.country == "by"}
    oblasts = {one.region for one in gazetteer.values() if one.country == "by"} - {"by-hm"}
    assert len(oblasts) == 6
    for code in oblasts:
        assert t(f"region.{code}", "en").removesuffix(" oblast") in cities
