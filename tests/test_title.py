"""The title of an agreement: its form, kind, fields and date; tokens and letters beneath."""

import random
from datetime import date

import pytest

from geo.dates import find_dates
from geo.reading.gazetteer import build_gazetteer
from geo.reading.registration import Registration, parse_registration
from geo.reading.title import read_title
from geo.reading.words import clean, distance, repair
from geo.territories import load_territories

GAZETTEER = build_gazetteer(load_territories())
PARTIES = "между городом Витебском и городом Смоленском"
DATE = "от 3 июля 2020 года"


def read(text):
    problems = []
    title = read_title(
        text,
        GAZETTEER,
        lambda key, **details: problems.append((key.removeprefix("problem."), details)),
    )
    return title, problems


def understood(text):
    title, problems = read(text)
    assert problems == []
    return title


def only_problem(text):
    title, problems = read(text)
    assert title is None
    assert len(problems) == 1, problems
    return problems[0]


@pytest.mark.parametrize(
    ("subject", "kind", "themes"),
    [
        ("об установлении побратимских связей", "twinning", ""),
        ("об установлении побратимских отношений", "twinning", ""),
        ("о побратимском сотрудничестве в сфере культуры", "twinning", ""),
        ("о дружбе и побратимских связях", "twinning", ""),
        ("о побратимских отношениях, дружбе и сотрудничестве", "twinning", ""),
        ("о дружбе и сотрудничестве", "friendship", ""),
        ("о дружбе, добрососедстве и сотрудничестве", "friendship", ""),
        ("о добрососедстве, дружбе и сотрудничестве в области спорта", "friendship", ""),
        ("о сотрудничестве", "cooperation", ""),
        ("о взаимном сотрудничестве", "cooperation", ""),
        ("об основных направлениях сотрудничества", "cooperation", ""),
        ("о сотрудничестве в сфере культуры", "sectoral", "culture"),
        ("о сотрудничестве в области культуры, образования и спорта", "sectoral",
         "culture education sport"),
        ("о сотрудничестве в области спорта, образования и культуры", "sectoral",
         "sport education culture"),
        ("о сотрудничестве в сфере физической культуры и спорта", "sectoral", "sport"),
        ("о сотрудничестве в торгово-экономической, научно-технической и гуманитарно-культурной"
         " областях", "sectoral", "trade_economy science_technology humanities culture"),
        ("о сотрудничестве в торгово-экономической и социально-культурной областях", "sectoral",
         "trade_economy social culture"),
        ("о торгово-экономическом, научно-техническом и культурном сотрудничестве", "sectoral",
         "trade_economy science_technology culture"),
        ("о развитии туризма", "sectoral", "tourism"),
        ("о сотрудничестве в торгово-экономической области и стремлении создания деловых"
         " взаимовыгодных отношений", "sectoral", "trade_economy"),
    ],
)  # fmt: skip
def test_kind_and_fields_follow_from_the_words_of_the_title(subject, kind, themes):
    for text in (
        f"Соглашение {subject} {PARTIES} {DATE}",
        f"Соглашение {PARTIES} {subject} {DATE}",
    ):
        title = understood(text)
        assert (title.kind, list(title.themes)) == (kind, themes.split())


@pytest.mark.parametrize(
    ("subject", "kind", "themes"),
    [
        ("о развитиитуризма", "sectoral", "tourism"),
        ("одружбе и сотрудничестве", "friendship", ""),
        ("о сотрудничестве в областикультуры, образования испорта", "sectoral",
         "culture education sport"),
    ],
)  # fmt: skip
def test_a_space_that_is_missing_before_a_field_hides_none(subject, kind, themes):
    title = understood(f"Соглашение {subject} {PARTIES} {DATE}")
    assert (title.kind, list(title.themes)) == (kind, themes.split())


def test_education_departments_make_an_agreement_sectoral():
    department = "управлением образования и молодежной политики Администрации города Смоленска"
    other = "отделом образования Витебского городского исполнительного комитета"
    title = understood(f"Соглашение о сотрудничестве между {department} и {other} {DATE}")
    assert (title.kind, title.themes) == ("sectoral", ("education",))
    title = understood(f"Соглашение о сотрудничестве между {department} и Витебским районом {DATE}")
    assert (title.kind, title.themes) == ("cooperation", ())


def test_the_names_of_parties_are_no_fields():
    words = "муниципальным образованием «Невельский район» и Дятловским районом"
    assert understood(f"Соглашение о сотрудничестве между {words} {DATE}").themes == ()


def test_a_field_of_no_closed_list_is_told():
    title, problems = read(f"Соглашение о сотрудничестве в сфере здравоохранения {PARTIES} {DATE}")
    assert (title.kind, title.themes) == ("sectoral", ())
    assert [(key, details["got"]) for key, details in problems] == [("theme", "здравоохранения")]


@pytest.mark.parametrize(
    "subject",
    [
        "о сотрудничестве в культурной, ветеринарной и спортивной областях",
        "о культурном, ветеринарном и спортивном сотрудничестве",
        "об установлении культурных, ветеринарных и спортивных связей",
    ],
)
def test_a_field_of_no_closed_list_between_two_that_are_known_is_told(subject):
    title, problems = read(f"Соглашение {subject} {PARTIES} {DATE}")
    assert title.themes == ("culture", "sport")
    assert [(key, details["got"][:9]) for key, details in problems] == [("theme", "ветеринар")]


def test_the_day_of_another_agreement_is_no_day_of_signing_until_a_person_says_so():
    key, details = only_problem(f"Соглашение {PARTIES} в рамках Договора от 5 мая 2015 года")
    assert (key, details["options"]) == ("date", ("2015-05-05",))


@pytest.mark.parametrize(
    ("words", "form"),
    [
        ("Договор", "dogovor"),
        ("Соглашение", "soglashenie"),
        ("договор", "dogovor"),
        ("Договора", "dogovor"),
        ("«Договор»", "dogovor"),
        ("Соглашения", "soglashenie"),
        ("Меморандум", "memorandum"),
        ("Протокол", "protokol"),
    ],
)
def test_form_is_the_first_word(words, form):
    assert understood(f"{words} о сотрудничестве {PARTIES} {DATE}").form == form


@pytest.mark.parametrize("word", ["Порядок", "Дополнительное", "Догавор"])
def test_an_unknown_form_is_a_problem(word):
    key, details = only_problem(f"{word} о сотрудничестве {PARTIES} {DATE}")
    assert (key, details["got"]) == ("form", word.lower())


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("24 июля 1998 года", date(1998, 7, 24)),
        ("31мая 2019 года", date(2019, 5, 31)),
        ("31мая2019 года", date(2019, 5, 31)),
        ("(3 июля 2025 года)", date(2025, 7, 3)),
        ("29.09.2023", date(2023, 9, 29)),
        ("9.9.2023 г.", date(2023, 9, 9)),
        ("«3» июля 2025 г.", date(2025, 7, 3)),
        ("3 июля 2025 г.", date(2025, 7, 3)),
        ("3 июля 2025г.", date(2025, 7, 3)),
        ("3 июля 2025", date(2025, 7, 3)),
        ("29 Февраля 2024 года", date(2024, 2, 29)),
        ("24\u00a0июля\u00a01998\u00a0года", date(1998, 7, 24)),
        ("« 03 » июля 2025 г.", date(2025, 7, 3)),
        ('"24" июля 1998 г', date(1998, 7, 24)),
        ("3-го июля 2025 года", date(2025, 7, 3)),
        ("03. 07. 2025", date(2025, 7, 3)),
    ],
)
def test_a_date_is_understood_as_officials_write_it(text, day):
    title = understood(clean(f"Соглашение о сотрудничестве {PARTIES} от {text}"))
    assert title.signed_on == day


@pytest.mark.parametrize(
    "text",
    ["31 июня 2020 года", "29 февраля 2023 года", "32.01.2020", "3 июлля 2020 года", "2020 года",
     "03.07.20", "31.06.2019", "2 и 3 июля 2020 года", "2-3 июля 2020 года", "3 июля 20201 года",
     "124 июля 2020 года", "с5 июля 2020 года", "2ц8 июля 2020 года", "3 5июля 2020 года",
     "2 9 июля 2020 года", "3 июля 2020/2021 года", "3 июля 2020–2021 годов",
     "3,1 июля 2020 года", "3.1 июля 2020 года",
     "3 июля 1020 года", "2020-07-03", "03/07/2020", "0 мая 2020 года", ""],
)  # fmt: skip
def test_what_is_no_date_is_a_problem_and_no_guess(text):
    key, details = only_problem(clean(f"Соглашение о сотрудничестве {PARTIES} от {text}"))
    assert key == "date"
    assert details["got"] in text


def test_a_date_of_an_amendment_is_not_that_of_signing():
    text = f"Соглашение о сотрудничестве {PARTIES} {DATE} (в редакции от 5 мая 2021 года)"
    assert understood(text).signed_on == date(2020, 7, 3)
    text = f"Соглашение о сотрудничестве {PARTIES} {DATE} с изменениями от 05.05.2021"
    assert understood(text).signed_on == date(2020, 7, 3)


def test_the_date_of_the_agreement_that_one_changes_is_not_its_own():
    key, details = only_problem(
        f"Соглашение о внесении изменений в договор о дружбе от 24 июля 1998 года {PARTIES}"
    )
    assert (key, details["got"]) == ("date", "")
    signed = f"Протокол о продлении договора {PARTIES}, подписанного 24 июля 1998 года, {DATE}"
    key, details = only_problem(signed)
    assert (key, details["options"]) == ("dates", ("1998-07-24", "2020-07-03"))


def test_two_dates_of_signing_are_undecided():
    key, details = only_problem(f"Договор о сотрудничестве {PARTIES} {DATE} от 5 мая 2021 года")
    assert (key, details["got"]) == ("dates", "3 июля 2020 года, 5 мая 2021 года")


def test_a_date_beside_that_of_signing_makes_it_undecided():
    text = f"Договор о сотрудничестве {PARTIES} {DATE}, подписан в двух экземплярах 4 июля 2020 г."
    assert only_problem(text)[0] == "dates"
    text = f"Договор о сотрудничестве {PARTIES}, заключённый 3 июля 2020 года"
    assert understood(text).signed_on == date(2020, 7, 3)


def test_a_date_in_brackets_is_no_part_of_the_party_before():
    title = understood(f"Договор о дружбе {PARTIES} (3 июля 2020 года)")
    assert title.parties[1].wording == "городом Смоленском"


def test_one_party_or_none_is_a_problem():
    assert only_problem(f"Договор о сотрудничестве города Смоленска {DATE}")[0] == "parties"
    assert only_problem(f"Договор о сотрудничестве {DATE}")[0] == "parties"


@pytest.mark.parametrize("between", ["; ", " 2) ", ", ", " и "])
@pytest.mark.parametrize("second", ["Договор о дружбе", "Соглашение"])
def test_two_titles_in_one_row_are_one_question(between, second):
    one = "Соглашение о сотрудничестве между городом Смоленском и городом Могилевом"
    other = f"{second} между городом Смоленском и городом Витебском от 5 марта 2015 года"
    key, details = only_problem(f"{one}{between}{other}")
    assert (key, details["got"]) == ("two_titles", other)


def test_an_empty_title_is_a_problem():
    title, problems = read("")
    assert title is None
    assert {key for key, _ in problems} == {"form", "date", "parties"}


def test_a_title_in_capitals_is_told_as_one_problem():
    key, _ = only_problem(f"Договор о сотрудничестве {PARTIES} {DATE}".upper())
    assert key == "capitals"


def test_what_the_parties_are_called_below_is_no_party():
    text = f"Соглашение о сотрудничестве {PARTIES} (далее — Стороны) {DATE}"
    assert len(understood(text).parties) == 2


@pytest.mark.parametrize(
    "text",
    [
        "между городом Смоленском (ранее — муниципальное образование «город Смоленск») и Витебским"
        " районом",
        "между Витебским районом и Смоленским муниципальным округом (правопреемник Смоленского"
        " района)",
        "городов-героев Смоленска и Минска",
        f"{PARTIES} в рамках XI Форума регионов России и Беларуси",
        f", заключённое {PARTIES}",
        f"{PARTIES}, дата подписания:",
        f"{PARTIES} и установлении дружеских связей",
        f"{PARTIES} {DATE}. Подписано главами (новая редакция от 5 мая 2021 года)",
        f"{PARTIES} {DATE}, подписано в г. Смоленске и в г. Витебске",
        f"{PARTIES} {DATE} (подписано в г. Смоленске и г. Витебске)",
        f"{PARTIES} {DATE}, г. Смоленск и г. Витебск",
        f"{PARTIES} {DATE} (г. Смоленск, г. Витебск)",
        f"{PARTIES} {DATE} (в г. Смоленске)",
        f", подписанное в Краснинском районе {PARTIES}",
    ],
)
def test_what_stands_beside_the_parties_is_not_asked_about(text):
    title = f"Соглашение о сотрудничестве {text}"
    assert len(understood(title if DATE in text else f"{title} {DATE}").parties) == 2


def test_a_place_named_before_the_parties_is_asked_about_unless_it_is_one_of_them():
    for words, asked in (("города Орши", [("left", "города Орши")]), ("города Смоленска", [])):
        text = f"Договор о дружбе на территории {words} {PARTIES} {DATE}"
        title, problems = read(text)
        assert [(key, details["got"]) for key, details in problems] == asked
        assert bool(title) is not bool(asked)


def test_a_former_name_that_is_anothers_is_asked_about():
    text = "между городом Смоленском (ранее город Витебск) и Витебским районом"
    assert only_problem(f"Договор о дружбе {text} {DATE}")[0] == "contradiction"


def test_the_union_state_is_no_party():
    text = f"Соглашение о сотрудничестве в рамках Союзного государства {PARTIES} {DATE}"
    assert len(understood(text).parties) == 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("-", (None, "")),
        ("–", (None, "")),
        ("", (None, "")),
        ("б/н", (None, "б/н")),
        ("без номера", (None, "б/н")),
        ("2 ноября 2018 года, № 2-с", (date(2018, 11, 2), "2-с")),
        ("№ 2-с от 02.11.2018", (date(2018, 11, 2), "2-с")),
        ("02.11.2018 №2-с", (date(2018, 11, 2), "2-с")),
        ("3 августа 2022 г., № 5-с", (date(2022, 8, 3), "5-с")),
        ("б/н, 3 августа 2022 года", (date(2022, 8, 3), "б/н")),
        ("№ 17", (None, "17")),
        ("№ 17, 3 августа 2022 года", (date(2022, 8, 3), "17")),
        ("- -", (None, "")),
        ("Не зарегистрировано.", (None, "")),
        ("б.н.", (None, "б/н")),
        ("01.02.2016 № б/н", (date(2016, 2, 1), "б/н")),
        ("01.02.2016 / № 5-с", (date(2016, 2, 1), "5-с")),
        ("зарегистрировано 01.02.2016 за № 5-с", (date(2016, 2, 1), "5-с")),
        ("Дата регистрации: 1 февраля 2016 г., номер 5-с", (date(2016, 2, 1), "5-с")),
        ("3 августа 2022 года", (date(2022, 8, 3), "")),
        ("№№ 18-с", (None, "18-с")),
        ("№ 18 -с", (None, "18-с")),
        ("01.02.2016, № 18–с", (date(2016, 2, 1), "18-с")),
        ("№18 — с от 01.02.2016", (date(2016, 2, 1), "18-с")),
        ("зарегистрировано в реестре 01.02.2016 за № 18-с", (date(2016, 2, 1), "18-с")),
        ("номер регистрации 18-с", (None, "18-с")),
        ("б/н, б/д", (None, "б/н")),
        ("номер не присвоен", (None, "")),
        ("регистрации не подлежит", (None, "")),
        ("регистрация не требуется", (None, "")),
        ("регистрация не проводилась", (None, "")),
        ("без регистрации", (None, "")),
        ("н/д", (None, "")),
        ("зарегистрировано 01.02.2016 под № 18-с", (date(2016, 2, 1), "18-с")),
        ("№ 18−с от 01.02.2016", (date(2016, 2, 1), "18-с")),
    ],
)
def test_registration_is_understood_in_any_order(text, expected):
    assert parse_registration(text) == Registration(*expected)


@pytest.mark.parametrize(
    "text",
    ["на регистрации", "01.02.16 № 5-с", "№ 5-с (прежний 3-с) от 01.02.2016",
     "перерегистрировано 01.02.2016, № 5-с", "май 2016 года, № 5-с",
     "31 июня 2022 года, № 5-с", "№ пять", "2-с, 3-с", "№№ 17 – 18", "№№ 5-с, 6-с",
     "2 мая 2022 года, 3 мая 2022 года, № 5-с", "2022", "44015", "05.07", "№ 05.07", "№ 1О-с",
     "№ 1З-с", "№ 5-с01.02.2016", "№ 5-с-01.02.2016"],
)  # fmt: skip
def test_a_registration_outside_the_grammar_is_not_guessed(text):
    assert parse_registration(text) is None


@pytest.mark.parametrize(
    ("text", "repaired", "words"),
    [
        ("Cмоленск", "Смоленск", ["Смоленск"]),  # the first letter is Latin
        ("гоpoдом Bитебском", "городом Витебском", ["городом", "Витебском"]),
        ("№ 18-c", "№ 18-c", []),  # nothing Russian beside it
        ("дата, № 18-c", "дата, № 18-с", ["с"]),
        ("o сотрудничестве", "о сотрудничестве", ["о"]),
        ("слово Word и wоrd", "слово Word и wоrd", []),  # no look-alikes for these letters
    ],
)
def test_latin_letters_that_look_russian_are_read_as_russian(text, repaired, words):
    assert repair(text) == (repaired, tuple(words))


def test_clean_text_has_no_invisible_characters_and_single_spaces():
    written = "Cо\u00adгла\u200bше\ufeffние\u00a0 о\tсо\u2060труд\u2011ни\nчестве и\u0306"
    assert clean(written) == "Cоглашение о сотруд-ни честве й"


@pytest.mark.parametrize(
    ("written", "whole"),
    [
        ("побра-\nтимских свя- \n зей", "побратимских связей"),
        ("сотруд-\nничест-\nве", "сотрудничестве"),
        ("торгово-\nэкономической, Смолен-\nского", "торгово-экономической, Смоленского"),
        ("совместно-\nго, взаимо-\nдействия", "совместного, взаимодействия"),
        ("Холм-\nЖирковским р-\nном", "Холм-Жирковским р-ном"),
        ("Смоленск -\nВитебск, 2-\nс", "Смоленск - Витебск, 2- с"),
    ],
)
def test_a_word_broken_by_hand_at_the_end_of_a_line_is_whole(written, whole):
    assert clean(written) == whole


def test_dates_are_found_where_they_stand():
    text = "от 24 июля 1998 года (с 01.02.2003)"
    assert [text[found.start : found.end] for found in find_dates(text)] == [
        "24 июля 1998 года",
        "01.02.2003",
    ]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("район", "район", 0), ("район", "раон", 1), ("район", "рйаон", 1), ("", "ров", 3),
     ("Лиознинский", "Лиозненский", 1)],
)  # fmt: skip
def test_two_letters_that_change_places_count_as_one_difference(one, other, expected):
    assert distance(one, other) == distance(other, one) == expected


def slips(text, chance):
    """A text with a letter or mark gone, another or one more, or a gap gone: no digit touched."""
    at = chance.choice([n for n, sign in enumerate(text) if not sign.isdigit()])
    other = chance.choice("абвгдежзиклмнопрстуфхцчшщыьэюя ,.()«»")
    keep = chance.choice((text[at], ""))
    return text[:at] + chance.choice(("", other, other + keep, keep + other)) + text[at + 1 :]


def test_a_slip_of_the_pen_is_asked_about_or_changes_nothing(register):
    """Whatever letter is wrong in an official title: no other party, no other day unasked."""
    chance = random.Random(26)
    for _ in range(12):
        for agreement in register.agreements:
            text = repair(clean(slips(agreement.title, chance)))[0]
            title, problems = read(text)
            if title is None:
                assert problems, text
                continue
            said = [party.territory for party in title.parties]
            assert said == [party.territory for party in agreement.parties], text
            assert (title.signed_on, title.form) == (agreement.signed_on, agreement.form), text
