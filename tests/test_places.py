"""Names of places in the words of a title: every case and number, and what can't be decided."""

from dataclasses import replace

import pytest

from geo.reading.gazetteer import build_gazetteer
from geo.reading.title import read_title
from geo.territories import Territories, load_territories

TERRITORIES = load_territories()
GAZETTEER = build_gazetteer(TERRITORIES)


def read(parties, *, subject="о сотрудничестве", gazetteer=GAZETTEER, decisions=None):
    """Parties and problems of «Соглашение о сотрудничестве между … от 3 июля 2020 года»."""
    problems = []
    title = read_title(
        f"Соглашение {subject} между {parties} от 3 июля 2020 года",
        replace(gazetteer, decisions=decisions or {}),
        lambda key, **details: problems.append((key.removeprefix("problem."), details)),
    )
    return title, problems


def codes(parties, **options):
    title, problems = read(parties, **options)
    assert problems == []
    return [party.territory for party in title.parties]


def only_problem(parties, **options):
    """The one problem of a title, which keeps it from being read."""
    title, problems = read(parties, **options)
    assert title is None
    assert len(problems) == 1, problems
    return problems[0]


PHRASES = [
    ("Витебским районом", "by-vi-vitebsky"),
    ("Витебским районом Витебской области Республики Беларусь", "by-vi-vitebsky"),
    ("Витебским районом (Витебская область, Республика Беларусь)", "by-vi-vitebsky"),
    ("Дубровенским районом Витебской области, Республика Беларусь,", "by-vi-dubrowna"),
    ("Витебским районом (Республика Белоруссия)", "by-vi-vitebsky"),
    ("Россонским районом (Республика Беларусь, Витебская область, г.п. Россоны)", "by-vi-rasony"),
    ("Дрибинским районом (городской посёлок Дрибин, Могилевская область)", "by-ma-drybin"),
    ("Краснинским районом (Смоленская область, пгт Красный)", "ru-smo-krasninsky"),
    ("Мстиславльского района", "by-ma-mstsislaw"),
    ("Мстиславского района", "by-ma-mstsislaw"),
    ("Горецким р-ном Могилёвской обл.", "by-ma-horki"),
    ("муниципальным образованием «Вяземский муниципальный округ»", "ru-smo-vyazemsky"),
    ("муниципальным образованием «Вяземский район»", "ru-smo-vyazemsky"),
    ("муниципальным образованием Хиславичского района", "ru-smo-khislavichsky"),
    ("Велижским муниципальным районом", "ru-smo-velizhsky"),
    ("МО «Сычёвский район»", "ru-smo-sychyovsky"),
    ("Тёмкинским муниципальным округом", "ru-smo-tyomkinsky"),
    ("Холм-Жирковским районом", "ru-smo-kholm-zhirkovsky"),
    ("Буда-Кошелёвским районом", "by-ho-buda-kashalyova"),
    ("Струго-Красненским муниципальным округом Псковской области", "ru-psk-strugo-krasnensky"),
    ("администрацией Московского района города Минска", "by-hm-moskovsky"),
    ("Московским районом г. Минска", "by-hm-moskovsky"),
    ("Московским районом города Минска (Минская область, город Минск)", "by-hm-moskovsky"),
    ("городом Смоленском", "ru-smo-smolensk"),
    ("городом-героем Смоленском", "ru-smo-smolensk"),
    ("г. Смоленск", "ru-smo-smolensk"),
    ("г.Смоленском", "ru-smo-smolensk"),
    ("городом Гагарин", "ru-smo-gagarin"),
    ("городом Гагарином", "ru-smo-gagarin"),
    ("муниципальным образованием город Гагарин", "ru-smo-gagarin"),
    ("Гагаринским районом", "ru-smo-gagarinsky"),
    ("городом Оршей (Республика Беларусь, Витебская область)", "by-vi-orsha"),
    ("городом Борисов", "by-mi-barysaw"),
    ("городом Борисовом", "by-mi-barysaw"),
    ("Борисовским районом", "by-mi-barysawsky"),
    ("городом Гомелем", "by-ho-homyel"),
    ("городом Гродно", "by-hr-hrodna"),
    ("городом Барановичи", "by-br-baranavichy"),
    ("городом Барановичами", "by-br-baranavichy"),
    ("городом Могилёвом", "by-ma-mogilev"),
    ("городом Великие Луки", "ru-psk-velikiye-luki"),
    ("городом Великими Луками", "ru-psk-velikiye-luki"),
    ("муниципальным образованием «Город Псков»", "ru-psk-pskov"),
    ("городским округом город Клинцы", "ru-bry-klintsy"),
    ("Клинцовским районом Брянской области", "ru-bry-klintsovsky"),
    ("Новозыбковским городским округом", "ru-bry-novozybkovsky"),
    ("Новозыбковским районом", "ru-bry-novozybkovsky"),
    ("городом Новозыбковом", "ru-bry-novozybkov"),
    ("администрацией городского округа Заречный Свердловской области", "ru-sve-zarechny"),
    ("муниципальным округом Заречный", "ru-sve-zarechny"),
    ("Администрацией муниципального образования города Десногорск", "ru-smo-desnogorsk"),
    ("Витебским городским Советом депутатов", "by-vi-vitebsk"),
    ("Витебским районным Советом депутатов", "by-vi-vitebsky"),
    ("Витебским горисполкомом", "by-vi-vitebsk"),
    ("Витебским райисполкомом", "by-vi-vitebsky"),
    ("Псковской городской Думой", "ru-psk-pskov"),
    ("Брянской городской администрацией", "ru-bry-bryansk"),
    ("Брянским районом", "ru-bry-bryansky"),
    ("Десногорским городским Советом", "ru-smo-desnogorsk"),
    ("Новополоцким горисполкомом", "by-vi-navapolatsk"),
    ("Собранием депутатов Себежского муниципального округа", "ru-psk-sebezhsky"),
    ("отделом образования Оршанского городского исполнительного комитета", "by-vi-orsha"),
    ("управлением по образованию Оршанского районного исполнительного комитета"
     " (Республика Беларусь, Витебская область, город Орша)", "by-vi-orshansky"),
    ("Главой муниципального образования «Дубровский район»", "ru-bry-dubrovsky"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "code"), PHRASES)
def test_a_party_is_the_territory_its_words_mean(words, code):
    other = "ru-smo-roslavlsky" if code.startswith("by") else "by-vi-pastavy"
    beside = "Рославльским районом" if code.startswith("by") else "Поставским районом"
    assert codes(f"{words} и {beside}") == [code, other]


def test_every_territory_is_found_by_each_of_its_names():
    for territory in TERRITORIES.values():
        other = "by-br-pinsky" if territory.code == "by-br-luninets" else "by-br-luninets"
        beside = "Пинским" if other == "by-br-pinsky" else "Лунинецким"
        for name in (territory.name_ru, *territory.former_names):
            found = codes(f"муниципальным образованием «{name}» и {beside} районом")
            assert found == [territory.code, other]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            "Мстиславского, Горецкого и Дрибинского районов Могилевской области",
            ["by-ma-mstsislaw", "by-ma-horki", "by-ma-drybin"],
        ),
        (
            "Псковским, Невельским, Себежским районами Псковской области и Россонским районом",
            ["ru-psk-pskovsky", "ru-psk-nevelsky", "ru-psk-sebezhsky", "by-vi-rasony"],
        ),
        ("городами Смоленском и Витебском", ["ru-smo-smolensk", "by-vi-vitebsk"]),
        (
            "городами Витебском, Могилевом и Ярцевским районом Смоленской области",
            ["by-vi-vitebsk", "by-ma-mogilev", "ru-smo-yartsevsky"],
        ),
        (
            "городами Псковом, Великими Луками и Витебском",
            ["ru-psk-pskov", "ru-psk-velikiye-luki", "by-vi-vitebsk"],
        ),
        (
            "Чаусским и Горецким районными исполнительными комитетами и городом Смоленском",
            ["by-ma-chavusy", "by-ma-horki", "ru-smo-smolensk"],
        ),
        (
            "муниципальными образованиями «Невельский район» и «Себежский район», Россонским"
            " районом",
            ["ru-psk-nevelsky", "ru-psk-sebezhsky", "by-vi-rasony"],
        ),
    ],
)
def test_a_list_names_every_party(words, expected):
    assert codes(words) == expected


def test_a_party_of_a_list_is_worded_by_its_adjective_alone():
    title, _ = read("Горецкого и Хиславичского районов")
    assert [party.wording for party in title.parties] == ["Горецкого", "Хиславичского"]


def test_bodies_named_in_the_plural_sign_for_every_place_that_follows():
    title, _ = read("Администрациями Невельского района, Себежского района и Оршанским районом")
    assert [party.body for party in title.parties] == ["executive", "executive", "executive"]
    title, _ = read("Администрацией Невельского района и Оршанским районом")
    assert [party.body for party in title.parties] == ["executive", "municipality"]


@pytest.mark.parametrize(
    ("words", "body"),
    [
        ("Витебским районом", "municipality"),
        ("муниципальным образованием «Витебский район»", "municipality"),
        ("органами местного самоуправления Витебского района", "municipality"),
        ("Администрацией Витебского района", "executive"),
        ("Витебским районным исполнительным комитетом", "executive"),
        ("Администрацией Витебского районного исполнительного комитета", "executive"),
        ("отделом культуры Витебского районного исполнительного комитета", "executive"),
        ("Советом депутатов муниципального образования «Витебский район»", "council"),
        ("Витебским районным Советом депутатов", "council"),
        ("отделом образования Витебского районного исполнительного комитета",
         "education_department"),
        ("Управлением образования и молодежной политики Администрации Витебского района",
         "education_department"),
        ("отделом образования, спорта и туризма Витебского райисполкома", "education_department"),
        ("комитетом по образованию Администрации Витебского района", "education_department"),
    ],
)  # fmt: skip
def test_the_narrowest_body_named_is_the_one_that_signed(words, body):
    title, problems = read(f"{words} и городом Смоленском")
    assert problems == []
    assert (title.parties[0].body, title.parties[0].territory) == (body, "by-vi-vitebsky")
    assert title.parties[0].wording == words


def test_a_misprint_is_proposed_with_its_evidence_and_never_accepted():
    key, details = only_problem("Лиознинским районом и Руднянским районом")
    assert key == "misprint"
    assert details["candidates"] == ("by-vi-liozna",)
    assert (details["got"], details["distance"]) == ("Лиознинским районом", 1)
    assert details["sure"] == "likely"


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("Витебкским районом", "by-vi-vitebsky"),
        ("Сенненксим районом", "by-vi-syanno"),
        ("Хислависким районом", "ru-smo-khislavichsky"),
        ("городом Десногрском", "ru-smo-desnogorsk"),
        ("городом Великие Лууки", "ru-psk-velikiye-luki"),
        ("Витебсским горисполкомом", "by-vi-vitebsk"),
        ("Островским районом Гродненской области", "by-hr-astravyets"),
        ("Дубровским районом Витебской области", "by-vi-dubrowna"),
    ],
)
def test_a_misprinted_name_proposes_the_nearest_first(words, first):
    key, details = only_problem(f"{words} и Шкловским районом")
    assert key == "misprint"
    assert details["candidates"][0] == first


def test_an_unknown_place_is_a_problem_and_no_dropped_party():
    key, details = only_problem("Торопецким районом, Рославльским районом и Витебским районом")
    assert (key, details["candidates"]) == ("unknown_place", ())


def test_a_town_that_is_no_territory_is_told_with_its_district():
    key, details = only_problem("городом Рудней и Лиозненским районом")
    assert (key, details["candidates"]) == ("not_listed", ("ru-smo-rudnyansky",))
    key, details = only_problem("Полоцким горисполкомом и городом Псковом")
    assert (key, details["candidates"]) == ("not_listed", ("by-vi-polatsk",))
    for name in ("Ленинским", "Советским"):
        key, details = only_problem(f"{name} районом города Смоленска и городом Витебском")
        assert (key, details["candidates"]) == ("not_listed", ("ru-smo-smolensk",))


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Вяземским городским поселением Вяземского района", "ru-smo-vyazemsky"),
        ("Администрацией Демидовского городского поселения", "ru-smo-demidovsky"),
        ("Стодолищенским сельским поселением Починковского района", "ru-smo-pochinkovsky"),
        ("Стодолищенским с/п Починковского района", "ru-smo-pochinkovsky"),
        ("Голынковским ГП Руднянского района", "ru-smo-rudnyansky"),
        ("Добромысленским сельсоветом Лиозненского района", "by-vi-liozna"),
        ("Бабиновичским сельским Советом депутатов Лиозненского района", "by-vi-liozna"),
        ("г.п. Лиозно", "by-vi-liozna"),
        ("городским посёлком Лиозно", "by-vi-liozna"),
        ("муниципальным образованием городское поселение «Невель»", "ru-psk-nevelsky"),
        ("городским поселением «Себеж» Себежского района", "ru-psk-sebezhsky"),
    ],
)
def test_a_settlement_is_no_district_and_is_told_with_the_one_it_lies_in(words, code):
    key, details = only_problem(f"{words} и Шкловским районом")
    assert (key, details["candidates"]) == ("not_listed", (code,))
    assert words.strip("»").endswith(details["got"])


def test_a_list_of_districts_with_their_own_word_before_it_leaves_only_that_word():
    text = "районов: Руднянского района Смоленской области и Лиозненского района"
    _, problems = read(text)
    assert [(key, details["got"]) for key, details in problems] == [("left", "районов")]


@pytest.mark.parametrize("words", ["в г. Смоленске", "в городе Смоленске", "в Смоленском районе"])
@pytest.mark.parametrize("signed", [", подписанное {}", " (подписано {})", " (заключён {})"])
def test_the_place_of_signing_is_no_party(words, signed):
    title, problems = read(f"городом Оршей и городом Смоленском{signed.format(words)}")
    assert problems == []
    assert [party.territory for party in title.parties] == ["by-vi-orsha", "ru-smo-smolensk"]
    more = signed.format(f"{words} и городе Витебске")
    title, problems = read(f"городом Оршей и городом Смоленском{more}")
    assert bool(title) == (not problems) == (words != "в Смоленском районе")
    assert not title or len(title.parties) == 2
    title, problems = read(
        f"городом Оршей и городом Смоленском{more.replace('Витебске', 'Витебском')}"
    )
    assert not title


@pytest.mark.parametrize(
    ("acting", "asked"),
    [
        ("Администрации города Смоленска", None),
        ("Главы города Смоленска Иванова И. И., действующего на основании Устава", None),
        ("Администрации Ленинского района", "Администрации Ленинского района"),
        ("Администрации Вяземского района", "Администрации Вяземского района"),
    ],
)
def test_who_acts_for_a_party_is_of_its_place_or_asked_about(acting, asked):
    title, problems = read(f"городом Смоленском в лице {acting} и городом Оршей")
    assert [details["got"] for _, details in problems] == [asked] * bool(asked)
    assert not title if asked else [x.territory for x in title.parties][1:] == ["by-vi-orsha"]


@pytest.mark.parametrize("field", ["образованя", "оброзования", "образова ния"])
def test_a_department_whose_field_is_nearly_education_is_asked_about(field):
    words = f"отделом {field} Витебского райисполкома и городом Смоленском"
    key, details = only_problem(words)
    assert (key, details["got"]) == ("body", field)
    assert details["options"] == ("education_department", "executive")
    said = read_title(
        f"Соглашение между {words} от 3 июля 2020 года",
        GAZETTEER,
        lambda key, **details: "education_department",
    )
    assert [party.body for party in said.parties] == ["education_department", "municipality"]


def test_a_department_of_transformations_is_none_of_education():
    title, _ = read("отделом экономических преобразований города Смоленска и городом Оршей")
    assert title.parties[0].body == "executive"


@pytest.mark.parametrize("between", ["междуотделом образования ", "междуадминистрацией "])
def test_a_space_that_is_missing_behind_between_loses_no_word(between):
    problems = []
    title = f"Соглашение о сотрудничестве {between}Витебского района и городом Смоленском"
    report = lambda key, **details: problems.append(details["got"])  # noqa: E731
    assert read_title(f"{title} от 3 июля 2020 года", GAZETTEER, report) is None
    assert problems == [between.strip()]


def test_a_title_with_one_territory_alone_lacks_the_other():
    key, _ = only_problem("городом Смоленском и Администрацией города Смоленска")
    assert key == "parties"


def test_a_party_that_stands_twice_is_told():
    title, problems = read("Оршанским районом, городом Смоленском и Оршанским районом")
    assert len(title.parties) == 3
    assert [(key, details["got"]) for key, details in problems] == [
        ("party_twice", "Оршанским районом")
    ]


@pytest.mark.parametrize(
    ("words", "candidates"),
    [
        ("Смоленском", ("ru-smo-smolensk", "ru-smo-smolensky")),
        ("Оршей", ("by-vi-orsha", "by-vi-orshansky")),
        ("Великими Луками", ("ru-psk-velikiye-luki", "ru-psk-velikoluksky")),
        ("Вязьмой", ("ru-smo-vyazemsky",)),
    ],
)
def test_a_bare_name_is_undecided_between_city_and_district(words, candidates):
    key, details = only_problem(f"{words}, Шкловским районом и Рославльским районом")
    assert (key, details["candidates"]) == ("left", candidates)


@pytest.mark.parametrize(
    "words",
    [
        "Администрацией Смоленской области",
        "Смоленским государственным университетом",
        "Стодолищенским сельским поселением Починковского района",
        "витебским облисполкомом и администрацией",
        "районами",
    ],
)
def test_words_of_a_party_that_is_no_territory_are_never_dropped(words):
    title, problems = read(f"{words}, Шкловским районом и Рославльским районом")
    assert title is None
    assert problems


@pytest.mark.parametrize(
    ("words", "got"),
    [
        # a bracket, a name, a space or the first letter is missing
        ("Оршанским районом (Республика Беларусь, итебская область, город Орша)", "город Орша"),
        ("Московским районом города Минска Беларусь, город Минск)", "город Минск"),
        ("районом города Минска", "районом"),
        ("тородомОршей", "тородомОршей"),
        ("рикетчинским, Дрибинским и Хиславичским районами", "рикетчинским"),
    ],
)
def test_a_slip_of_the_pen_makes_no_party_and_takes_none_away(words, got):
    title, problems = read(f"{words}, Рославльским районом и Шкловским районом")
    assert title is None
    assert any(details["got"].endswith(got) for _, details in problems), problems


def test_a_list_whose_head_is_singular_is_not_taken_for_one():
    key, details = only_problem("Смоленском и Оршанским районом, Шкловским районом")
    assert (key, details["got"]) == ("left", "Смоленском")


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("Витебским районом Могилевской области", "contradiction"),
        ("Витебским районом (Российская Федерация)", "contradiction"),
        ("Россонским районом (г.п. Лиозно)", "contradiction"),
        ("Россонским районом (пос. Лиозно)", "contradiction"),
        ("городом Смоленском Брянской области", "contradiction"),
        ("Кировским районом Калужской области", "region"),
        ("Витебским районом Витебкой области", "region_misprint"),
    ],
)
def test_a_place_named_where_it_is_not_is_a_problem(words, key):
    assert only_problem(f"{words} и Шкловским районом")[0] == key


def test_minsk_may_be_named_with_the_oblast_around_it():
    assert codes("городом Минском (Минская область) и городом Смоленском")[0] == "by-hm-minsk"


def doubled():
    """The gazetteer with a second Октябрьский район, in Vitebsk oblast."""
    first = TERRITORIES["by-ho-akciabrski"]
    second = replace(first, code="by-vi-akciabrski", region="by-vi")
    return build_gazetteer(Territories((*TERRITORIES.values(), second), TERRITORIES.imprint))


def test_an_ambiguous_name_is_a_problem_with_every_candidate():
    key, details = only_problem("Октябрьским районом и городом Смоленском", gazetteer=doubled())
    assert (key, details["candidates"]) == ("ambiguous", ("by-ho-akciabrski", "by-vi-akciabrski"))


def test_the_oblast_narrows_an_ambiguous_name():
    found = codes("Октябрьским районом Витебской области и городом Смоленском", gazetteer=doubled())
    assert found[0] == "by-vi-akciabrski"


def test_a_decision_settles_the_words_of_a_problem():
    words = "Лиознинским районом и Руднянским районом"
    decisions = {"Лиознинским районом": "by-vi-liozna"}
    assert codes(words, decisions=decisions) == ["by-vi-liozna", "ru-smo-rudnyansky"]
    decisions = {"Смоленском": "ru-smo-smolensk"}
    assert codes("Оршанским районом и Смоленском", decisions=decisions) == [
        "by-vi-orshansky",
        "ru-smo-smolensk",
    ]
    decisions = {"Содружества": ""}
    assert codes(
        "Оршанским районом и городом Смоленском",
        subject="о сотрудничестве в рамках Содружества",
        decisions=decisions,
    ) == ["by-vi-orshansky", "ru-smo-smolensk"]


def test_a_decision_is_for_its_words_alone():
    decisions = {
        "Смоленском": "ru-smo-smolensk",
        "Дубровским районом Витебской области": "by-vi-dubrowna",
    }
    found = codes("Смоленском и Оршанском районах и Смоленском", decisions=decisions)
    assert found == ["ru-smo-smolensky", "by-vi-orshansky", "ru-smo-smolensk"]
    found = codes("Дубровским районом Витебской области и Руднянским районом", decisions=decisions)
    assert found[0] == "by-vi-dubrowna"
    key, _ = only_problem(
        "Дубровским районом Гродненской области и Руднянским районом", decisions=decisions
    )
    assert key == "contradiction"


def test_a_decision_for_an_unknown_code_settles_nothing():
    title, problems = read(
        "Лиознинским районом и Руднянским районом", decisions={"Лиознинским районом": "by-xx-no"}
    )
    assert title is None
    assert problems[0][0] == "misprint"
