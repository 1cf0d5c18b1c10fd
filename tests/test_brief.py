"""The brief for a meeting and the sheet to check: reopened, they say what the register says."""

import io
import re
import zipfile
from dataclasses import replace
from datetime import date, datetime

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from PIL import Image

from geo.agreements import Basis, Status, load_register
from geo.exports import FORMATS, file_name
from geo.exports.material import Material
from geo.exports.word.brief import to_brief
from geo.exports.word.check_sheet import to_check_sheet
from geo.lines import plain
from geo.map.network import build_network
from geo.profile import build_profile, headline
from geo.settings import DATA
from geo.shown import Shown
from geo.territories import Side
from geo.territories.boundaries import load_boundaries
from geo.text import LANGUAGES, format_date, t
from geo.view import View, caption
from geo.white_spots import Loss, find_white_spots
from tests.conftest import show
from tests.documents import Pdf
from tests.hostile import HOSTILE, hostile_copy

TODAY = date(2026, 11, 22)
MOGILEV = {"focus": "by-ma"}
SMOLENSK = {"focus": "ru-smo-smolensk"}
PAIR = {"focus": "ru-smo-smolensk,by-vi-vitebsk"}
NETWORK: dict = {}
EMPTY = {"years": "1998", "kind": "twinning", "status": "lapsed"}
KINDS = {"brief": to_brief, "check": to_check_sheet}
TIES = "связи Смоленской области с Беларусью"


@pytest.fixture(scope="module")
def make(register, network):
    """The bytes of a document of a kind and a view, made once."""
    made = {}

    def build(kind, params):
        key = kind, *sorted(params.items())
        if key not in made:
            view = View.from_params(params, register)
            made[key] = KINDS[kind](Material(Shown(view, register, TODAY), network))
        return made[key]

    return build


@pytest.fixture(scope="module")
def reopen(make):
    """The same, opened with python-docx."""
    return lambda kind, params: docx.Document(io.BytesIO(make(kind, params)))


def words(node):
    """The text of an element (the classes of python-docx count some of it twice)."""
    return "".join(one.text or "" for one in node.iter(qn("w:t")))


def said(text):
    """Text as it stands in a document."""
    return plain(text).replace("№ ", "№\u00a0")


def unbroken(text):
    """Text without spaces and breaks, so that a wrapped line can be found."""
    return re.sub(r"\s+", "", text)


def heads(document):
    return [p.text for p in document.paragraphs if p.style.name.startswith("Heading")]


def text_of(document):
    """Everything there is to read, paragraphs and tables."""
    return "\n".join(words(node) for node in document.element.body.iter(qn("w:p")))


def table(document, name):
    """The rows of a table by its name, its header left out."""
    named = {
        one._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")): one for one in document.tables
    }
    return [[cell.text for cell in row.cells] for row in named[name].rows][1:]


def of_region(register, status):
    return [
        a
        for a in register.agreements
        if a.status == status
        and any(register.territories[code].region == "by-ma" for code in a.territories)
    ]


@pytest.mark.parametrize(
    ("filters", "counts"),
    [
        ({}, "Московский р-н Минска (2), Витебск (3), Оршанский (2), Могилев (1), Орша (0)"),
        ({"kind": "twinning"}, "Московский р-н Минска (1), Могилев (1), Оршанский (1)"),
        ({"status": "lapsed"}, ""),  # a filter by status says nothing of what is in force
    ],
)
def test_partners_are_counted_as_the_figures_above_them(reopen, filters, counts):
    document = reopen("brief", SMOLENSK | filters)
    line = "".join(p.text for p in document.paragraphs if p.text.startswith("Партнёры"))
    found = line.replace("\u00a0", " ").partition(": ")[2].removesuffix(".").split(", ")
    assert sorted(found) == sorted(counts.split(", "))


def test_under_whom_a_tie_goes_on_stands_in_the_head_not_under_another_heading(reopen):
    document = reopen("brief", {"focus": "ru-smo-smolensk,by-vi-orsha"})
    texts = [p.text.replace("\u00a0", " ") for p in document.paragraphs]
    said = texts.index(
        "Орша: связь продолжена — Оршанский район (Соглашение от 29.09.2023, № 35 реестра)."
    )
    assert said < texts.index("Действующие соглашения (0)")


def test_a_brief_says_whom_it_is_about_of_when_and_what_is_shown(reopen, register, network):
    document = reopen("brief", MOGILEV)
    title, dated, lead = [p.text for p in document.paragraphs[:3]]
    assert title == "Справка к встрече: Могилевская область"
    assert dated == ("Составлено 22.11.2026. Реестр: последняя запись — 20.04.2026.")
    shown = Shown(View(), register, TODAY)
    profile = build_profile(("by-ma",), shown, network.boundaries)
    assert lead == headline(profile, shown)


@pytest.mark.parametrize(
    ("params", "subject"),
    [
        ({}, "все связи Смоленской области с Беларусью"),
        ({"region": "by-ma"}, f"{TIES} (Область Беларуси: Могилевская область)"),
        ({"on": "2013-01-01"}, f"{TIES} (на 01.01.2013)"),
        ({"q": "абракадабра"}, f"{TIES} (Поиск: «абракадабра»)"),
        (
            {"focus": "ru-smo-smolensk", "status": "in_force"},
            "город Смоленск (Статус: действует)",
        ),
        (
            {"theme": "culture,education,sport,tourism"},
            None,  # too many for a title: some are counted
        ),
    ],
    ids=str,
)
@pytest.mark.parametrize("kind", KINDS)
def test_title_footer_caption_and_properties_name_the_filter(
    reopen, register, kind, params, subject
):
    document = reopen(kind, params)
    shown = Shown(View.from_params(params, register), register, TODAY)
    subject = subject or shown.subject
    title = document.paragraphs[0].text
    assert title.endswith(f": {subject}") and len(title) < 120
    assert document.core_properties.title == title
    assert title in document.sections[0].footer.paragraphs[0].text
    assert title.partition(" (")[0].count(":") == 1
    everything = "все связи Смоленской области" in text_of(document)
    assert everything == (not params)
    if kind == "brief" and shown.agreements:
        captions = [p.text for p in document.paragraphs if p.style.style_id == "Caption"]
        assert captions[0].startswith(f"Карта связей: {subject}.")
        is_dashed = shown.picked.lapsed or shown.picked.unknown
        assert ("пунктир" in captions[0]) == bool(is_dashed)
        assert any(subject in item.get("descr", "") for item in document.element.iter())


def test_a_filter_by_status_leaves_out_what_was_not_asked_for(reopen):
    found = heads(reopen("brief", {"status": "lapsed"}))
    assert "Утратили силу (10)" in found
    empty = ("Действующие", "Пролонгации", "Годовщины")
    assert not any(head.startswith(empty) for head in found)


def test_nothing_is_called_none_while_it_is_unknown(reopen):
    found = heads(reopen("brief", {"focus": "ru-smo-krasninsky,by-ma-horki", "on": "1998-12-31"}))
    assert found[0].startswith("Статус на 31.12.1998 неизвестен")
    found = heads(reopen("brief", {"focus": "ru-smo-krasninsky,by-ma-horki"}))
    assert found[0] == "Действующие соглашения (0)"


def test_a_brief_has_headings_for_the_navigation_pane(reopen):
    found = heads(reopen("brief", MOGILEV))
    assert found == [
        "Действующие соглашения (14)",
        "Утратили силу (2)",
        "Пролонгации до 22.11.2028 (расчётно)",
        "Годовщины до 22.11.2028 (расчётно)",
        "Белые пятна: территории без действующих соглашений",
        "Пары без действующего соглашения: поводы для разговора",
        "Источники и лицензии",
        "Приложение. Все пары без действующего соглашения (33)",
    ]


def test_what_is_in_force_has_parties_title_dates_numbers_and_term(reopen, register):
    rows = table(reopen("brief", MOGILEV), "Действующие соглашения (14)")
    agreements = of_region(register, Status.IN_FORCE)
    assert len(rows) == len(agreements) == 14
    by_number = {row[0]: row for row in rows}
    for agreement in agreements:
        _, named, signed, registered, term = by_number[str(agreement.number)]
        parties, title, _ = named.split("\n")
        for code in agreement.territories:
            assert register.territories[code].short_ru in parties
        assert title == said(agreement.title)
        assert signed == format_date(agreement.signed_on, "ru")
        assert term == agreement.term_text
        if agreement.registered_on:
            assert format_date(agreement.registered_on, "ru") in registered
            assert agreement.registration_number in registered
    days = [datetime.strptime(row[2], "%d.%m.%Y") for row in rows]
    assert days == sorted(days, reverse=True)


def test_what_replaced_a_lapsed_agreement_is_worded_by_how_it_is_known(reopen, register):
    document = reopen("brief", SMOLENSK)
    rows = {row[0]: row for row in table(document, "Утратили силу (5)")}
    lapsed = {str(a.number): a for a in register.agreements if a.status == Status.LAPSED}
    bases = set()
    for number, row in rows.items():
        agreement, last = lapsed[number], row[-1]
        bases.add(agreement.successor_basis)
        assert ("Заменено (по реестру)" in last) == (agreement.successor_basis == Basis.STATED)
        assert ("Предположительно" in last) == (agreement.successor_basis == Basis.INFERRED)
        assert ("преемник в реестре не назван" in last) == (not agreement.successor_id)
        if agreement.successor_id:
            later = register.by_id[agreement.successor_id]
            assert format_date(later.signed_on, "ru") in last
    assert bases == {Basis.STATED, Basis.INFERRED, None}


def test_an_inference_is_in_italics_and_a_statement_is_not(reopen):
    looks = {}
    for paragraph in reopen("brief", SMOLENSK).element.body.iter(qn("w:p")):
        text = words(paragraph)
        if text.startswith(("Заменено (по реестру)", "Предположительно заменено")):
            looks[text.split()[0]] = paragraph.find(f".//{qn('w:i')}") is not None
    assert looks == {"Заменено": False, "Предположительно": True}


def test_an_unknown_day_of_lapse_is_said_to_be_unknown(reopen):
    rows = {row[0]: row[-1] for row in table(reopen("brief", SMOLENSK), "Утратили силу (5)")}
    assert "день утраты силы в реестре не указан" in rows["7"]
    assert "29.06.2024, расчётно" in rows["6"] and "не указан" not in rows["6"]
    assert "дата и причина в реестре не указаны" in rows["10"]


def test_what_is_due_is_calculated_and_says_so(reopen):
    document = reopen("brief", SMOLENSK)
    rows = table(document, "Пролонгации до 22.11.2028 (расчётно)")
    first = ["14.05.2027", "8", "Смоленск — Витебск", "Соглашение от 14.05.2012"]
    assert rows[0] == [*first, "5 лет с последующей пролонгацией"]
    assert [row[0][-4:] for row in rows] == ["2027", "2028", "2028"]
    rows = table(document, "Годовщины до 22.11.2028 (расчётно)")
    assert rows[0] == [*first, "15-летие"]
    assert "Дни расчётные: от дня подписания" in text_of(document)


def test_a_region_names_its_white_spots_and_a_pair_what_lies_beside_it(reopen):
    spots = next(
        p.text
        for p in reopen("brief", MOGILEV).paragraphs
        if p.text.startswith("Соглашений в реестре нет и не было")
    )
    assert spots.startswith("Соглашений в реестре нет и не было (12): Белыничский район, ")
    pairs = table(reopen("brief", PAIR), "Пары без действующего соглашения: поводы для разговора")
    assert all("Смоленск" in row[0] or "Витебск" in row[0] for row in pairs) and pairs


def test_a_district_names_its_neighbours_across_the_border(reopen):
    document = reopen("brief", {"focus": "ru-smo-krasninsky"})
    assert "Соседи через границу без действующих соглашений" in heads(document)
    assert "Горецкий район (" in text_of(document)


def test_a_pair_has_only_its_own_agreements(reopen, register):
    document = reopen("brief", PAIR)
    assert document.paragraphs[0].text == "Справка к встрече: Смоленск — Витебск"
    rows = table(document, "Действующие соглашения (3)")
    assert [row[1].split("\n")[0] for row in rows] == ["Смоленск — Витебск"] * 3


def test_the_whole_network_has_every_agreement_and_the_white_spots_of_both_sides(reopen, register):
    document = reopen("brief", NETWORK)
    in_force = table(document, "Действующие соглашения (42)")
    lapsed = table(document, "Утратили силу (10)")
    assert {int(row[0]) for row in in_force} == set(range(1, 43))
    assert {int(row[0]) for row in lapsed} == set(range(1, 11))
    regions = {"Смоленская область", "Витебская область", "Могилевская область", "Город Минск"}
    assert regions <= set(heads(document))


def test_what_comes_next_names_every_agreement_of_that_day(reopen):
    pairs = "02.06.2028, Вяземский — Сморгонский и Вяземский — Новогрудский"
    texts = [p.text.replace("\u00a0", " ") for p in reopen("brief", {"region": "by-hr"}).paragraphs]
    assert f"Ближайшее (расчётно): пролонгация — {pairs}; 5-летие — {pairs}." in texts


@pytest.mark.parametrize(
    ("params", "said"),
    [
        ({"kind": "twinning"}, "Весь реестр, без учёта отбора."),
        ({"focus": "by-ma", "kind": "twinning"}, "Весь реестр, без учёта отбора."),
        (
            {"partner": "by-ma-horki", "status": "lapsed"},
            "Весь реестр; из отбора учтены только места: Горецкий район.",
        ),
        (
            {"region": "by-ma", "territory": "ru-smo-krasninsky", "on": "2016-01-01"},
            "Весь реестр на 01.01.2016; из отбора учтены только места: "
            "Могилевская область, Краснинский муниципальный округ.",
        ),
    ],
)
def test_what_counts_whatever_the_filters_says_which_places_they_leave(reopen, params, said):
    texts = [p.text.replace("\u00a0", " ") for p in reopen("brief", params).paragraphs]
    counted = [text for text in texts if text.startswith("Весь реестр")]
    assert len(counted) == 2 and all(text.startswith(said) for text in counted)


def test_what_is_cut_short_stands_whole_in_an_appendix_its_order_in_words(reopen):
    document = reopen("brief", NETWORK)
    first = table(document, "Пары без действующего соглашения: поводы для разговора")
    rows = table(document, "Приложение. Все пары без действующего соглашения (56)")
    assert len(first) == 8 and [row[0] for row in first] == [row[1] for row in rows[:8]]
    assert [int(row[0]) for row in rows] == list(range(1, 57))
    assert len({row[1] for row in rows}) == 56
    said = text_of(document)
    assert "Здесь первые 8 из 56" in said and "Все — в приложении" in said
    assert "Порядок: сначала пары, у которых больше поводов" in said
    assert not any("ещё" in row[2] for row in rows)


def test_nothing_cut_short_has_no_appendix(reopen):
    document = reopen("brief", {"focus": "ru-smo-velizhsky"})
    assert table(document, "Пары без действующего соглашения: поводы для разговора")
    assert "риложени" not in text_of(document)


def test_filters_apply_and_stand_in_words(reopen, register):
    params = {**SMOLENSK, "kind": "sectoral"}
    document = reopen("brief", params)
    shown = caption(View.from_params(params, register), register)
    assert shown in document.paragraphs[1].text and "Показано" in document.paragraphs[1].text
    title = next(head for head in heads(document) if head.startswith("Действующие"))
    numbers = {int(row[0]) for row in table(document, title)}
    expected = {
        a.number
        for a in register.agreements
        if "ru-smo-smolensk" in a.territories and a.kind == "sectoral" and a.status == "in_force"
    }
    assert numbers == expected != set()


def test_on_a_past_day_the_brief_tells_what_was_in_force_then(reopen):
    found = heads(reopen("brief", {**SMOLENSK, "on": "2020-01-01"}))
    assert found[0] == "Действовали на 01.01.2020 (5)"
    assert not any("Пролонгации" in head or "Годовщины" in head for head in found)


def test_on_a_past_day_no_number_is_taken_for_one_of_the_other_table(reopen):
    document = reopen("brief", {"on": "2013-01-01"})
    rows = table(document, "Действовали на 01.01.2013 (10)")
    numbers = [row[0] for row in rows]
    assert len(set(numbers)) == len(numbers) and {"8", "8 (табл. утр.)"} <= set(numbers)
    found = heads(document)
    assert "Действовали на 01.01.2013 (10)" in found
    unknown = (
        "Статус на 01.01.2013 неизвестен: утратили силу в неизвестный день, возможно позже (6)"
    )
    assert unknown in found and not any(head.startswith("Утратили силу") for head in found)
    assert "Утратил" not in document.paragraphs[2].text.replace("утратили силу 0", "")


def test_the_nearest_dates_stand_at_the_top_and_say_that_they_are_calculated(reopen):
    paragraphs = [p.text for p in reopen("brief", SMOLENSK).paragraphs]
    assert paragraphs[3] == (
        "Ближайшее (расчётно): пролонгация — 14.05.2027, Смоленск — Витебск; "
        "15-летие — 14.05.2027, Смоленск — Витебск."
    )


def test_an_agreement_can_be_picked_alone(reopen, register):
    agreement = next(a for a in register.agreements if a.number == 24 and a.status == "in_force")
    document = reopen("brief", {"focus": agreement.id})
    assert [row[0] for row in table(document, "Действующие соглашения (1)")] == ["24"]


def test_the_map_is_a_picture_with_words_for_who_cannot_see_it(make, reopen):
    document = reopen("brief", MOGILEV)
    (picture,) = document.inline_shapes
    about = picture._inline.docPr.get("descr")
    assert about.startswith("Карта связей: Могилевская область. 16 соглашений")
    assert picture.width.mm == pytest.approx(175, abs=0.5)
    with zipfile.ZipFile(io.BytesIO(make("brief", MOGILEV))) as file:
        (name,) = [one for one in file.namelist() if one.endswith(".png")]
        with Image.open(io.BytesIO(file.read(name))) as image:
            assert image.width > 1400


def test_a_territory_without_agreements_has_no_map_but_its_nearest(reopen, register):
    spots = find_white_spots(Shown(View(), register, TODAY), Side.PARTNER)
    code = spots.of(Loss.NEVER)[0].territory.code
    document = reopen("brief", {"focus": code})
    assert "Соглашений в реестре нет и не было." in text_of(document)
    assert "Ближайшие по другую сторону границы" in heads(document)
    assert not document.inline_shapes


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_empty_view_says_that_nothing_matches(reopen, kind, lang):
    document = reopen(kind, {**EMPTY, "lang": lang})
    assert t("map.empty", lang) in text_of(document)
    assert not document.inline_shapes
    assert t("brief.agrees", lang).split(" / ")[0] not in text_of(document)  # nothing to underline


def test_the_sheet_has_our_register_beside_empty_cells(reopen, register):
    document = reopen("check", MOGILEV)
    assert document.paragraphs[0].text == "Лист сверки: Могилевская область"
    for status, name in ((Status.IN_FORCE, "Действующие соглашения (14)"),
                         (Status.LAPSED, "Утратили силу (2)")):  # fmt: skip
        rows = table(document, name)
        agreements = of_region(register, status)
        blocks = [row for row in rows if "нужное подчеркнуть" in row[2]]
        assert len(blocks) == len(agreements)
        facts = [row for row in rows if row not in blocks]
        assert all(row[0] and row[1] and row[2] == "" for row in facts)
        ours = {row[1] for row in facts}
        for agreement in agreements:
            assert said(agreement.title) in ours
            assert format_date(agreement.signed_on, "ru") in ours


def test_the_sheet_has_room_for_what_we_lack_for_remarks_and_signatures(reopen):
    document = reopen("check", MOGILEV)
    missing = table(document, "Соглашения, которых нет в реестре Смоленской области")
    assert missing == [[""] * 4] * 5
    assert table(document, "Сверку провели") == [
        [label, "", ""] for label in ("Должность", "Фамилия, имя, отчество", "Подпись", "Дата")
    ]
    assert "Замечания" in heads(document)


@pytest.mark.parametrize("kind", KINDS)
def test_pages_are_a4_and_numbered_with_fields(reopen, kind):
    (section,) = reopen(kind, MOGILEV).sections
    size = section.page_width.mm, section.page_height.mm
    assert size == pytest.approx((210, 297) if kind == "brief" else (297, 210), abs=0.1)
    assert min(section.left_margin.mm, section.right_margin.mm, section.top_margin.mm) > 14
    (line,) = section.footer.paragraphs
    assert fields(line._p) == ["PAGE", "NUMPAGES"]
    assert words(line._p).endswith("стр. 1 из 1")
    assert "последняя запись — 20.04.2026" in line.text


@pytest.mark.parametrize("kind", KINDS)
def test_headers_repeat_and_rows_do_not_break(reopen, kind):
    for one in reopen(kind, MOGILEV).tables:
        rows = one._tbl.tr_lst
        assert all(row.trPr.find(qn("w:cantSplit")) is not None for row in rows)
        headed = [row.trPr.find(qn("w:tblHeader")) is not None for row in rows]
        assert not any(headed[1:])
        assert headed[0] or len(rows) == 1  # the box for remarks


@pytest.mark.parametrize("kind", KINDS)
def test_type_is_arial_and_never_too_small(reopen, kind):
    document = reopen(kind, MOGILEV)
    fonts = document.styles.element.find(f".//{qn('w:rFonts')}")
    assert {fonts.get(qn(f"w:{name}")) for name in ("ascii", "hAnsi", "cs")} == {"Arial"}
    sizes = {
        style.style_id: style.font.size.pt
        for style in document.styles
        if getattr(style, "font", None) and style.font.size
    }
    spare = sizes.pop("AfterTable")  # holds no text
    assert spare < 9 <= min(sizes.values()) and sizes["Normal"] == 11
    used = {p.style.style_id for p in document.paragraphs if p.text}
    assert "AfterTable" not in used


@pytest.mark.parametrize("lang, code", [("ru", "ru-RU"), ("en", "en-GB")])
@pytest.mark.parametrize("kind", KINDS)
def test_the_document_is_in_its_language_and_says_the_day_it_was_made(reopen, kind, lang, code):
    document = reopen(kind, {**PAIR, "lang": lang})
    assert document.styles.element.find(f".//{qn('w:lang')}").get(qn("w:val")) == code
    core = document.core_properties
    assert core.created == core.modified
    assert core.created.date() == TODAY
    assert core.author == t("app.title", lang)
    assert core.title == document.paragraphs[0].text and core.language == code


def test_an_english_brief_has_no_russian_but_the_registers_own_words(reopen, register):
    document = reopen("brief", {**PAIR, "lang": "en"})
    assert document.paragraphs[0].text == "Brief for the meeting: Smolensk — Vitebsk"
    assert heads(document)[0] == "Agreements in force (3)"
    own = {said(a.title) for a in register.agreements}
    for node in document.element.body.iter(qn("w:p")):
        text = re.sub(r" \((договор|соглашение)\)", "", words(node))
        assert text in own or not re.search("[А-Яа-яЁё]", text), text
    assert "No. 15-s" in text_of(document) and "5 years, then prolonged" in text_of(document)


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_material_gives_the_same_bytes(make, register, network, kind):
    view = View.from_params(PAIR, register)
    again = KINDS[kind](Material(Shown(view, register, TODAY), network))
    assert again == make(kind, PAIR)


@pytest.mark.parametrize("kind", KINDS)
def test_a_document_has_no_link_and_no_part_it_does_not_need(make, kind):
    with zipfile.ZipFile(io.BytesIO(make(kind, MOGILEV))) as file:
        names = file.namelist()
        xml = b"".join(file.read(name) for name in names if not name.endswith(".png"))
    assert not [name for name in names if re.search("customXml|thumbnail|Effects", name)]
    assert b"r:id" not in b"".join(re.findall(rb"<w:hyperlink[^>]*>", xml))
    assert b'TargetMode="External"' not in xml


def fields(node):
    """The first words of the fields in an element."""
    codes = [x.get(qn("w:instr")) for x in node.iter(qn("w:fldSimple"))]
    return [code.split()[0] for code in [*codes, *(x.text for x in node.iter(qn("w:instrText")))]]


def test_from_three_pages_on_contents_lead_to_every_heading_and_name_no_page(reopen):
    document = reopen("brief", MOGILEV)
    lines = [p for p in document.paragraphs if p.style.style_id == "TOC1"]
    first = [p.text for p in document.paragraphs if p.style.style_id == "Heading1"]
    assert [words(line._p) for line in lines] == first
    places = {x.get(qn("w:name")) for x in document.element.iter(qn("w:bookmarkStart"))}
    assert {x.get(qn("w:anchor")) for line in lines for x in line._p.iter(qn("w:hyperlink"))} == (
        places
    )
    assert fields(lines[0]._p) == ["TOC"]
    short = reopen("brief", {"focus": "ru-smo-velizhsky"})
    assert not [p for p in short.paragraphs if p.style.style_id == "TOC1"]


def test_the_brief_as_pdf_says_the_same_and_its_contents_name_the_right_pages(
    reopen, register, network
):
    shown = Shown(View.from_params(MOGILEV, register), register, TODAY)
    made = FORMATS["brief-pdf"].to_bytes(Material(shown, network, gost=True))
    pages = [unbroken(text) for text in Pdf(made).texts]
    document = reopen("brief", MOGILEV)
    lines = text_of(document).split("\n")
    assert [line for line in lines if unbroken(line) not in "".join(pages)] == []
    for head in heads(document):
        listed = re.search(rf"{re.escape(unbroken(head))}\.+(\d)", pages[0])
        bare = [page.replace(listed[0], "") for page in pages]
        assert unbroken(head) in bare[int(listed[1]) - 1], head


def test_every_table_of_a_brief_has_a_numbered_caption(reopen):
    document = reopen("brief", MOGILEV)
    captions = [p for p in document.paragraphs if p.style.style_id == "TableName"]
    assert len(captions) == len(document.tables)
    for place, one in enumerate(captions, start=1):
        assert words(one._p).startswith(f"Таблица {place}. ") and fields(one._p) == ["SEQ"]


@pytest.fixture(scope="module")
def filed(register, network):
    """Both documents as an office files them."""
    material = Material(
        Shown(View.from_params(PAIR, register), register, TODAY),
        network,
        gost=True,
        executor="Иванова А. А., 8 (4812) 00-00-00",
    )
    return {kind: docx.Document(io.BytesIO(make(material))) for kind, make in KINDS.items()}


@pytest.mark.parametrize("kind", KINDS)
def test_by_the_standard_margins_type_and_page_numbers_are_those_of_offices(filed, kind):
    document = filed[kind]
    (section,) = document.sections
    sides = (section.left_margin, section.right_margin, section.top_margin, section.bottom_margin)
    # ГОСТ Р 7.0.97-2016, 3.1 to 3.4 and the habit of 30 mm for what is kept over ten years.
    assert [round(side.mm) for side in sides] == [30, 10, 20, 20]
    fonts = document.styles.element.find(f".//{qn('w:rFonts')}")
    assert fonts.get(qn("w:ascii")) == "Times New Roman"
    normal = document.styles["Normal"]
    assert normal.font.size.pt == 14 and 1 <= normal.paragraph_format.line_spacing <= 1.5
    assert normal.paragraph_format.first_line_indent.mm == pytest.approx(12.5, abs=0.1)
    assert document.styles["Table Text"].font.size.pt >= 10
    (line,) = section.header.paragraphs
    assert fields(line._p) == ["PAGE"] and section.header_distance.mm >= 9.9
    assert document.styles["header"].paragraph_format.alignment == WD_ALIGN_PARAGRAPH.CENTER
    assert section.different_first_page_header_footer
    assert section.first_page_header.is_linked_to_previous and not section.footer.paragraphs[0].text


def test_by_the_standard_there_is_room_for_letterhead_and_signature_and_who_wrote_it(filed):
    first, number, title = filed["brief"].paragraphs[:3]
    assert first.style.name == "Letterhead" and first.style.paragraph_format.space_after.mm > 30
    assert "№" in number.text and title.style.style_id == "Title"
    said_ = text_of(filed["brief"])
    place = table(filed["brief"], "Подпись")
    assert place[-1] == ["(должность)", "(подпись)", "(инициалы, фамилия)"]
    assert said_.index("(должность)") < said_.index("Исполнитель: Иванова А. А., 8 (4812) 00-00-00")
    assert text_of(filed["check"]).endswith("Исполнитель: Иванова А. А., 8 (4812) 00-00-00")


@pytest.mark.parametrize("kind", KINDS)
def test_without_the_switch_nobody_is_asked_to_sign(reopen, kind):
    assert "Исполнитель" not in text_of(reopen(kind, PAIR))


_REGIONS = ("ru-smo", "by-br", "by-vi", "by-ho", "by-hr", "by-mi", "by-ma")


@pytest.mark.parametrize("params", [MOGILEV, {"on": "2013-01-01"}, {}], ids=str)
def test_in_two_languages_each_says_what_it_says_alone(register, network, make, reopen, params):
    shown = Shown(View.from_params(params, register), register, TODAY)
    both = docx.Document(io.BytesIO(to_brief(Material(shown, network, twin="en"))))
    joined = text_of(both)
    for lang in LANGUAGES:
        alone = reopen("brief", {**params, "lang": lang})
        for node in alone.element.body.iter(qn("w:p")):
            style = node.find(f".//{qn('w:pStyle')}").get(qn("w:val"))
            assert style in ("TableName", "TOCHeading") or words(node) in joined, words(node)
    regions = [dict(zip(LANGUAGES, p.text.split(" / "), strict=True))
               for p in both.paragraphs if p.style.name == "Heading 2"]  # fmt: skip
    places = {code: {x: t(f"region.{code}", x) for x in LANGUAGES} for code in _REGIONS}
    assert all(one in places.values() for one in regions if "oblast" in one["en"])
    assert bool(regions) == (params != MOGILEV)
    title = register.agreements[0].title
    rows = [cell.text for one in both.tables for row in one.rows for cell in row.cells]
    assert all(cell.count(said(title)) <= 1 for cell in rows)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """The register with hostile text wherever text is free, and characters XML cannot hold."""
    folder = hostile_copy(DATA, tmp_path_factory.mktemp("hostile") / "data")
    register = load_register(folder)
    broken = [
        replace(a, title=f"{a.title}\x00\x0b\ufffe ]]> <w:br/>", term_text=f"{a.term_text}\x1f")
        for a in register.agreements
    ]
    register = type(register)(tuple(broken), register.territories)
    return register, build_network(register, load_boundaries(register.territories))


@pytest.mark.parametrize("kind", KINDS)
def test_hostile_text_stands_there_literally_and_starts_nothing(hostile, kind):
    register, network = hostile
    view = View.from_params(PAIR, register)
    data = KINDS[kind](Material(Shown(view, register, TODAY), network))
    document = docx.Document(io.BytesIO(data))
    text = text_of(document)
    for one in HOSTILE:
        assert said(one) in text, one
    assert "<w:br/>" in text and "\ufffd" in text and "1337" not in text
    body = document.element.body
    tags = {node.tag for node in body.iter() if isinstance(node.tag, str)}
    assert not tags & {qn(f"w:{name}") for name in ("br", "object", "altChunk")}
    codes = [x.get(qn("w:instr")) for x in body.iter(qn("w:fldSimple"))]
    codes += [x.text for x in body.iter(qn("w:instrText"))]
    assert {code.split()[0] for code in codes} <= {"SEQ", "TOC"}
    assert all(x.get(qn("w:anchor"), "").startswith("_Toc") for x in body.iter(qn("w:hyperlink")))


@pytest.mark.parametrize("kind", KINDS)
def test_both_are_offered_as_documents(register, kind):
    row = FORMATS[f"{kind}-docx"]
    assert row.suffix == "docx" and row.maker.endswith(KINDS[kind].__name__)
    name = file_name(show(register), f"{kind}-docx")
    assert name.isascii() and name.endswith("_2026-04-20.docx")
