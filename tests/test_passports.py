"""Passports, reopened: what they say, on how many pages, and where the contents lead."""

import re
from datetime import date

import pytest

from geo import settings
from geo.agreements import load_register
from geo.exports import file_name
from geo.exports.drawing.fonts import printable
from geo.exports.material import Material
from geo.exports.paper import passports
from geo.exports.paper.maps import small_map
from geo.exports.paper.passports import to_book, to_passport
from geo.map.network import build_network
from geo.shown import Shown
from geo.territories.boundaries import load_boundaries
from geo.text import capital, format_date
from geo.view import View, caption
from tests.documents import Pdf
from tests.hostile import HOSTILE, hostile_copy

TODAY = date(2026, 11, 22)
ROUGH = "граница показана приблизительно (до 2 км)"


@pytest.fixture(scope="module")
def read(register, network):
    """Read the passports of link parameters on the real register."""

    def reader(today=TODAY, **params):
        view = View.from_params(params, register)
        return Pdf(to_passport(Material(Shown(view, register, today), network)))

    return reader


@pytest.fixture(scope="module")
def city(read):
    return read(focus="ru-smo-smolensk")


@pytest.fixture(scope="module")
def region(read):
    return read(focus="by-hr")


def words(text):
    """Text without breaks, so that a wrapped line can be found."""
    return re.sub(r"\s+", "", text)


def least_size(pages):
    """The size of the smallest letters of pages, those in their maps as well."""
    found = []

    def look(text, cm, tm, font, size):
        if text.strip():
            found.append(abs(size * tm[3] * cm[3]))

    for page in pages:
        page.extract_text(visitor_text=look)
    return min(found)


def said(reader):
    return words("".join(reader.texts))


def test_a_passport_fits_its_page(read):
    reader = read(focus="ru-smo-krasninsky")
    (page,), (text,) = reader.pages, reader.texts
    assert [round(float(side) * 25.4 / 72) for side in page.mediabox[2:]] == [210, 297]
    assert text.startswith("Краснинский муниципальный округ")
    assert (
        "стр. 1 из 1" in text
        and "Реестр: последняя запись — 20.04.2026" in text
        and "22.11.2026" in text
    )


def test_every_font_is_embedded(city):
    for page in city.pages:
        for font in page["/Resources"]["/Font"].values():
            (own,) = font.get_object().get("/DescendantFonts", [font])
            assert "/FontFile2" in own.get_object()["/FontDescriptor"]


def test_a_passport_has_every_agreement_with_its_date_and_number(city, register):
    text = said(city)
    for agreement in register.agreements:
        if "ru-smo-smolensk" in agreement.territories:
            assert words(printable(agreement.title)) in text
            assert format_date(agreement.signed_on, "ru") in text
            if agreement.registered_on and agreement.registration_number:
                day = format_date(agreement.registered_on, "ru")
                assert words(f"{day}, № {agreement.registration_number}") in text


def test_the_book_has_every_territory_and_no_small_print(register, network):
    material = Material(Shown(View(), register, TODAY), network)
    reader = Pdf(to_book(material))
    starts = [reader.get_destination_page_number(entry) for entry in reader.outline]
    assert starts[:2] == [0, 2] and starts == sorted(set(starts))
    ends = [*starts[1:], len(reader.pages)]  # of the others five went on for one to seven lines
    named = [entry.title for entry in reader.outline]
    long = [x for x, start, end in zip(named, starts, ends, strict=True) if end - start > 1]
    assert long == ["Паспорта территорий", "Город Смоленск"]
    assert least_size(reader.pages[::8]) > 7.99
    home = [x for x in register.territories.values() if x.is_home and x.accuracy != "point"]
    titles = [entry.title for entry in reader.outline]
    assert len(home) == 27
    assert set(titles[1:]) == {capital(x.name_ru) for x in home} | {
        capital(register.territories[code].name_ru) for code in register.party_codes
    }


def test_a_territory_without_agreements_has_its_map_and_its_nearest_partners(read):
    (page,) = read(focus="ru-smo-sychyovsky").texts
    text = words(page)
    assert words("Соглашений в реестре нет и не было.") in text
    assert words("Ближайшие по другую сторону границы") in text
    assert words("Лиозненский район (238 км)") in text and text.count("Сычевский") == 4


def test_the_cover_of_a_region_that_had_no_agreement_yet_blames_no_filter(read):
    cover = words(read(focus="by-hr", on="2001-01-01").texts[0])
    assert words("На 01.01.2001 соглашений нет и не было.") in cover
    assert words("отбора") not in cover
    assert words("Паспорт собран") not in cover, "there is none"
    assert words("Все соглашения реестра") not in words(read(focus="by-hr").texts[0])


@pytest.mark.parametrize(
    ("focus", "lapsed"), [("2019-05-31-s-61f7b4", False), ("ru-smo-smolensk,by-vi-vitebsk", True)]
)
def test_a_cover_explains_what_its_passports_have(read, focus, lapsed):
    cover = words(read(focus=focus).texts[0])
    assert words("Паспорт собран") in cover
    assert (words("в пунктирной рамке") in cover) == lapsed


@pytest.mark.parametrize(
    ("code", "legend"),
    [
        ("ru-smo-sychyovsky", (ROUGH,)),
        ("ru-smo-velizhsky", ("Дружба", "Сотрудничество")),
        ("by-vi-orsha", ("Сотрудничество", "Отраслевое", "утратило силу", ROUGH)),
        ("ru-smo-roslavlsky", ("Сотрудничество", "одно соглашение многих сторон", ROUGH)),
    ],
)
def test_a_small_map_explains_only_what_is_on_it(register, network, code, legend):
    picture = small_map(Material(Shown(View(), register, TODAY), network).unfiltered(code), 66.0)
    found = re.findall(r">([^<>]+)</text>", picture.partition('id="legend"')[2])
    assert tuple(found) == legend


def test_a_passport_longer_than_a_page_goes_on_and_says_whose_it_is(hostile):
    register, network = hostile
    view = View(focus=("by-vi-vitebsk",))
    reader = Pdf(to_passport(Material(Shown(view, register, TODAY), network)))
    total, name = len(reader.pages), register.territories["by-vi-vitebsk"].name_ru
    assert total > 1
    for number, text in enumerate(reader.texts, start=1):
        assert f"стр. {number} из {total}" in text
        assert words(printable(name))[1:30] in words(text), number


def test_what_is_calculated_says_so(read, city):
    text = said(read(focus="ru-smo-krasninsky"))
    assert (
        words("Пролонгация (расчётно)") in text
        and words("Впереди до 22.11.2028 (расчётно)") in text
    )
    text = said(city)
    assert words("Впереди до 22.11.2028 (расчётно)") in text
    assert words("14.05.2027 15-летие, пролонгация на 5 лет") in text


def test_due_dates_count_from_the_day_given(read):
    assert words("24.07.2028") in said(read(focus="ru-smo-smolensk"))
    later = said(read(today=date(2030, 1, 1), focus="ru-smo-smolensk"))
    assert "24.07.2031" in later and "от01.01.2030" in later


def test_stated_and_inferred_successors_differ(city):
    text = said(city)
    assert words("Заменено (по реестру): Соглашение от 29.09.2023") in text
    assert words("Предположительно заменено (вывод по паре и дате, в реестре не указано): "
                 "Соглашение от 28.09.2024") in text  # fmt: skip
    streams = b"".join(page.get_contents().get_data() for page in city.pages)
    assert re.search(rb"\[2 2\] ?0 d", streams)


def test_partners_and_neighbours_are_listed(read):
    text = said(read(focus="ru-smo-krasninsky"))
    assert words("Дубровенский район Витебская область 1 3 48") in text
    assert words("Соседи через границу без действующих соглашений") in text
    assert words("Горецкий район (43 км)") in text


def test_a_passport_has_a_map_with_the_names_of_its_partners(read):
    text = read(focus="ru-smo-krasninsky").texts[0]
    before_lists = text.split("Действующие соглашения")[0]
    assert "Дубровенский" in before_lists and "Краснинский" in before_lists


def test_a_region_has_the_passports_of_its_territories_with_contents(region, register):
    text = region.texts[0]
    assert text.startswith("Паспорта территорий")
    codes = [code for code in register.party_codes if register.territories[code].region == "by-hr"]
    assert len(codes) > 1 and len(region.pages) >= 1 + len(codes)
    assert_contents_true(region, [register.territories[code].name_ru for code in codes])


def test_a_filtered_view_has_passports_of_the_ends_of_its_ties_alone(read):
    """One of its agreements has five more parties on this side: they have none."""
    titles = [entry.title for entry in read(territory="ru-smo-yelninsky").outline][1:]
    assert titles[0] == "Ельнинский муниципальный округ" and len(titles) == 9
    assert not any("Ершичский" in title or "Монастырщинский" in title for title in titles)


def test_a_pair_has_two_passports(read):
    reader = read(focus="ru-smo-krasninsky,by-vi-dubrowna")
    assert [entry.title for entry in reader.outline] == [
        "Паспорта территорий", "Краснинский муниципальный округ", "Дубровенский район",
    ]  # fmt: skip


def test_a_passports_map_is_drawn_once_for_all_readers(register, network, monkeypatch):
    drawn = []

    def draw(material, height, **options):
        drawn.append((material.view.lang, material.view.focus, height))
        return small_map(material, height, **options)

    monkeypatch.setattr(passports, "small_map", draw)
    pair, day = ("ru-smo-smolensk", "by-vi-vitebsk"), date(2026, 11, 21)
    alone = [("ru", (code,)) for code in sorted(pair)]
    for view, discreet, others in (
        (View(focus=pair), False, alone),
        (View(focus=pair, kind=("twinning",)), True, []),
        (View(focus=pair, lang="en"), False, [("en", focus) for _, focus in alone]),
        (View(focus=pair), False, []),
    ):
        to_passport(Material(Shown(view, register, day, discreet), network))
        assert sorted(row[:2] for row in drawn if len(row[1]) == 1) == others
        drawn.clear()
    to_passport(Material(Shown(View(focus=pair, on=date(2010, 1, 1)), register, day), network))
    assert len(drawn) == 3, "another day has other ties"


def test_an_empty_view_says_so(read):
    reader = read(q="абракадабра")
    assert len(reader.pages) == 1
    assert "не подходит ни одно соглашение" in reader.texts[0]


def test_english_has_no_russian_but_the_registers_own_words(read, register):
    text = read(focus="by-vi-dubrowna", lang="en").texts[0]
    assert "Dubrowna District" in text and "page 1 of 1" in text and "calculated" in text
    assert "Краснинский муниципальный" not in text and "расчётно" not in text


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """The register with hostile text in every cell, and its network."""
    folder = hostile_copy(settings.DATA, tmp_path_factory.mktemp("hostile") / "data")
    register = load_register(folder)
    return register, build_network(register, load_boundaries(register.territories))


def test_hostile_text_is_printed_literally_and_never_cut(hostile):
    register, network = hostile
    view = View(focus=("by-vi-vitebsk",))
    reader = Pdf(to_passport(Material(Shown(view, register, TODAY), network)))
    text = said(reader)
    n = sum("by-vi-vitebsk" in agreement.territories for agreement in register.agreements)
    for piece in HOSTILE:
        assert text.count(words(printable(piece))) >= n, piece


def test_a_book_has_all_territories_russian_side_first(tiny_register):
    boundaries = load_boundaries(tiny_register.territories)
    material = Material(
        Shown(View(), tiny_register, TODAY), build_network(tiny_register, boundaries)
    )
    data = to_book(material)
    reader = Pdf(data)
    titles = [entry.title for entry in reader.outline]
    assert titles == [
        "Паспорта территорий",
        "Вяземский муниципальный округ",
        "Город Смоленск",
        "Смоленский муниципальный округ",
        "Город Витебск",
        "Горецкий район",
        "Лиозненский район",
    ]
    assert_contents_true(reader, titles[1:])
    assert to_book(material) == data
    assert reader.metadata.creation_date.date() == TODAY
    assert reader.metadata.author == "Приграничные связи"


def assert_contents_true(reader, names):
    """Every name of the contents stands on the page the contents give, and links lead there."""
    starts = {entry.title: reader.get_destination_page_number(entry) for entry in reader.outline}
    listed = " ".join(reader.texts[:2])
    for name in names:
        page = starts[capital(name)]
        text = reader.texts[page]
        assert text.startswith(f"{name[:1].upper()}{name[1:]}")
        assert f"стр. {page + 1} из {len(reader.pages)}" in text
        small = re.escape(name[1:])
        assert re.search(rf"{small}\s+[^\d\n]+\s+\d+\s+\d+\s+{page + 1}\s", listed), name
    links = [
        annotation.get_object()
        for page in reader.pages[:2]
        for annotation in page.get("/Annots", [])
    ]
    assert len(links) >= 2 * len(names)


def test_a_passport_of_a_past_day_tells_that_day_and_nothing_later(read):
    reader = read(focus="ru-smo-smolensk", on="2013-01-01")
    text = said(reader)
    assert reader.metadata.title == "Паспорт: город Смоленск, на 01.01.2013"
    assert all("Состояние на 01.01.2013" in page for page in reader.texts)
    assert words("на 01.01.2013 действовали 4, утратили силу 0, неизвестно 1; 3 партнёра") in text
    assert words("последнее подписано 15.11.2012") in text
    assert words("Действовали на 01.01.2013 (4)") in text
    assert words("Действующие соглашения") not in text
    assert words("Статус на 01.01.2013 неизвестен: утратили силу в неизвестный день, "
                 "возможно позже (1)") in text  # fmt: skip
    assert words("Город Орша Витебская область 1 1 2") in text
    # Where all are of the table of the lapsed the room is for their titles.
    assert words("8 (табл. утр.) 15.11.2012") in text and words("7 (табл. утр.)") not in text
    years = {int(year) for year in re.findall(r"\d\d\.\d\d\.(20\d\d)", text)}
    assert years <= {2012, 2013, 2026}, "2026 only as the day of the register's newest entry"
    assert "расчётн" not in text and "Впереди" not in text and "Московский" not in text


def test_no_heading_with_its_remark_ends_a_page(read):
    pages = map(words, read(focus="ru-smo-smolensk", on="2020-01-01").texts)
    (page,) = (page for page in pages if words("Утратили силу к 01.01.2020 (1)") in page)
    assert "03.07.2014" in page, "its table begins on the next page"


@pytest.mark.parametrize(
    ("params", "figures"),
    [
        ({"status": "in_force", "region": "by-vi"}, "Показано 20 из 52 соглашений"),
        ({"kind": "twinning"}, "Показано 12 из 52 соглашений"),
        ({"on": "2013-01-01"}, "Показано 16 из 52 соглашений"),
        ({"q": "абракадабра"}, "Показано 0 из 52 соглашений"),
    ],
)
def test_the_cover_counts_what_the_view_shows_and_names_the_filter(read, register, params, figures):
    reader = read(**params)
    cover = reader.texts[0]
    name = caption(View.from_params(params, register), register)
    assert words(figures) in words(cover) and words(capital(name)) in words(cover)
    ties = "связи Смоленской области с Беларусью"
    assert reader.metadata.title == f"Паспорта территорий: {ties} ({name})"
    narrowed = set(params) != {"on"} and len(reader.pages) > 1
    assert (words("Паспорта полные") in words(cover)) == narrowed


@pytest.mark.parametrize("focus", ["ru-smo-smolensk", "by-ma"])
def test_of_what_is_picked_a_passport_tells_everything_and_says_so(read, register, focus):
    """The file was called 0-iz-52, and the filters stood in it, though it has all agreements."""
    params = {"focus": focus, "kind": "twinning", "years": "1998-2000", "on": "2020-01-01"}
    reader = read(**params)
    name = "город Смоленск" if focus[:2] == "ru" else "Могилевская область"
    assert reader.metadata.subject == f"Выбрано: {name}; на 01.01.2020"
    assert "Побратимство;" not in said(reader) and "1998–2000" not in said(reader)
    said_so = {"ru": "из отбора действует только день", "by": "Паспорта полные: "}[focus[:2]]
    assert words(said_so) in words(reader.texts[0])
    shown = Shown(View.from_params(params, register), register, TODAY)
    whole = len(shown.picked_whole.agreements)
    assert file_name(shown, "passport-pdf") == f"pasport_{focus}_2026-04-20_{whole}-iz-52.pdf"
    assert file_name(shown, "handout-pdf").endswith("_0-iz-52.pdf")
    assert "из отбора" not in " ".join(read(focus=focus, on="2020-01-01").texts[0].split())


def test_nothing_is_called_none_while_it_is_unknown(read):
    text = words(read(focus="by-ma-horki", on="1998-12-31").texts[0])
    assert words("Статус на 31.12.1998 неизвестен") in text
    assert words("Действовали на 31.12.1998") not in text
    assert words("Действующие соглашения (0) Нет.") in words(read(focus="by-vi-orsha").texts[0])


def test_the_book_says_that_filters_do_not_apply_to_it(tiny_register):
    network = build_network(tiny_register, load_boundaries(tiny_register.territories))
    view = View(kind=("twinning",))
    data = to_book(Material(Shown(view, tiny_register, TODAY), network))
    cover = words(Pdf(data).texts[0])
    assert words("Показано 3 из 3 соглашений") in cover
    assert words("Отбор на книгу паспортов не действует") in cover
    assert words("Побратимство; ") not in cover


def test_a_city_whose_tie_goes_on_with_its_district_says_so(read):
    text = said(read(focus="by-vi-orsha"))
    goes_on = "Орша: связь продолжена — Оршанский район (Соглашение от 29.09.2023, № 35 реестра)"
    assert words(goes_on) in text
    assert words("преемник в реестре не назван: 1") in text and "безпреемника" not in text


def test_however_many_sources_there_are_the_foot_of_a_page_holds_them(read, monkeypatch):
    monkeypatch.setattr(passports, "footer", lambda *of: "источник " * 150)
    heights = []

    def look(text, cm, tm, font, size):
        if "источник" in text:
            heights.append(tm[5] * cm[3] + cm[5])

    for page in read(focus="ru-smo-krasninsky").pages:
        page.extract_text(visitor_text=look)
    assert len(heights) > 8 and min(heights) > 15
