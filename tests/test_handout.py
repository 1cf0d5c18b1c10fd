"""Handouts and cards, reopened: what they say, for whom, and that every PDF can be heard."""

import re
from datetime import date

import pytest

from geo.exports import FORMATS
from geo.exports.material import Material
from geo.shown import Shown
from geo.view import View
from tests.documents import Pdf
from tests.test_image import structure
from tests.test_passports import least_size, said, words

TODAY = date(2026, 11, 22)
FIRST, BROKEN = "1998-07-24-d-918c76", "2018-09-29-s-d39261"
ADDRESS = "https://ties.example.org"


@pytest.fixture(scope="module")
def read(register, network):
    """Read a format of link parameters on the real register."""
    made = {}

    def reader(name, *, discreet=False, address="", **params):
        key = name, discreet, address, *params.items()
        if key not in made:
            view = View.from_params(params, register)
            shown = Shown(view, register, TODAY, discreet)
            data = FORMATS[name].to_bytes(Material(shown, network, address=address))
            made[key] = Pdf(data)
        return made[key]

    return reader


@pytest.mark.parametrize(
    ("name", "least"),
    [("handout-pdf", 9), ("card-pdf", 8), ("passport-pdf", 8), ("pdf", 8), ("brief-pdf", 8)],
)
def test_every_pdf_can_be_heard_archived_and_read(read, name, least):
    reader = read(name, focus="ru-smo-krasninsky,by-vi-dubrowna", lang="en")
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and root["/Lang"] == "en"
    record = root["/Metadata"].get_data().decode()
    for mark in ("pdfaid:part>2<", "pdfaid:conformance>A<", "pdfuaid:part>1<"):
        assert mark in record
    assert reader.metadata.subject == "Picked: Krasninsky — Dubrowna"
    assert reader.metadata.author and reader.outline
    tree = root["/StructTreeRoot"]
    assert structure(tree, "/H1") and all(x["/Alt"] for x in structure(tree, "/Figure"))
    assert least_size(reader.pages) > least - 0.01


def test_a_handout_has_the_agreements_of_who_gets_it_with_what_lies_ahead(read):
    reader = read("handout-pdf", focus="by-ma")
    assert len(reader.pages) == 1
    text = said(reader)
    assert words("16 соглашений, действуют 14") in text
    assert words("29 Шумячский — Кричевский Побратимство 29.07.2022 5 лет с последующей "
                 "пролонгацией 29.07.2027: 5-летие, пролонгация на 5 лет") in text  # fmt: skip
    assert words("Впереди до 22.11.2028 (расчётно)") in text and "ещё" in text
    assert words("Даты рассчитаны от дня подписания") in text
    perpetual = said(read("handout-pdf", theme="culture", form="dogovor"))
    assert "бессрочный" in perpetual and words("Даты рассчитаны") not in perpetual
    assert "Гарин" not in text and "Витебск" not in text.replace("Витебскаяобласть", "")


def test_a_handout_of_a_past_day_tells_that_day(read):
    text = said(read("handout-pdf", focus="ru-smo-smolensk", on="2013-01-01"))
    assert words("на 01.01.2013 действовали 4, утратили силу 0, неизвестно 1") in text
    assert "Впереди" not in text and "Московский" not in text


def test_a_handout_of_the_lapsed_marks_no_number_and_dates_nothing_from_today(read):
    text = said(read("handout-pdf", focus=BROKEN))
    assert words("10 Смоленск — Московский р-н Минска") in text
    assert "табл.утр." not in text and words("расчётные даты") not in text
    assert words("расчётные даты") not in said(read("handout-pdf", status="lapsed"))
    both = said(read("handout-pdf", focus="ru-smo-smolensk", on="2013-01-01"))
    assert words("8 (табл. утр.) Смоленск — Орша") in both
    assert words("расчётные даты — от 22.11.2026") in said(read("handout-pdf", focus="by-ma"))


def test_a_code_leads_to_the_view_where_others_find_the_app_and_nowhere_else(read):
    def links(reader):
        notes = [note.get_object() for note in reader.pages[0].get("/Annots", [])]
        return [note["/A"]["/URI"] for note in notes if "/URI" in note.get("/A", {})]

    city = {"focus": "ru-smo-smolensk"}
    assert links(read("handout-pdf", address=ADDRESS, **city)) == [
        f"{ADDRESS}/?focus=ru-smo-smolensk"
    ]
    shared = read("handout-pdf", address=f"{ADDRESS}/", discreet=True, **city)
    assert links(shared) == [f"{ADDRESS}/?focus=ru-smo-smolensk&discreet=1"]
    for nowhere in ("", "http://localhost:8501", "javascript:alert(1)"):
        reader = read("handout-pdf", address=nowhere, **city)
        assert not links(reader) and "QR" not in said(reader)


def test_a_card_has_title_periods_and_citation(read, register):
    reader = read("card-pdf", focus=FIRST)
    text, agreement = said(reader), register.by_id[FIRST]
    assert len(reader.pages) == 1 and text.startswith(words("Договор от 24.07.1998"))
    assert text.count(words(agreement.title)) == 2, "in full, and as it is quoted"
    assert words("9 24.07.2022 24.07.2025 10 24.07.2025 24.07.2028 текущий") in text
    assert words("Сроки (расчётно, от дня подписания)") in text


def test_a_card_words_stated_and_inferred_steps_apart(read):
    text = said(read("card-pdf", focus=BROKEN))
    stated = words("№ 9 в таблице утративших силу")
    assert text.index(stated) < text.index(words("заменено, по реестру"))
    assert text.index(words("предположительно, в реестре не указано")) < text.index("№38реестра")
    guests = said(read("card-pdf", focus=BROKEN, discreet=True))
    assert words("заменено, по реестру") in guests and "№38" not in guests


def test_cards_of_a_territory_are_a_page_each(read):
    reader = read("card-pdf", focus="ru-smo-khislavichsky", status="in_force")
    titles = [entry.title for entry in reader.outline]
    assert len(titles) == len(reader.pages) and all(re.search(r"от \d\d\.", x) for x in titles)
    assert words("Статус: действует") in said(reader)
    compared = read("card-pdf", status="in_force", since="2020-01-01", theme="tourism")
    told = said(compared) + compared.metadata.subject
    assert words("Сфера: туризм") in told and words("на картах") not in words(told)


def test_an_empty_view_says_so(read):
    for name in ("handout-pdf", "card-pdf"):
        assert words("не подходит ни одно соглашение") in said(read(name, q="абракадабра"))


@pytest.mark.parametrize("name", ["handout-pdf", "card-pdf", "brief-pdf"])
def test_who_never_had_an_agreement_is_not_said_to_be_hidden_by_filters(read, name):
    never = said(read(name, focus="ru-smo-sychyovsky"))
    assert words("Соглашений в реестре нет и не было.") in never and words("отбора не") not in never
    hidden = said(read(name, focus="ru-smo-smolensk", years="1990-1995"))
    assert words("Под условия отбора не подходит ни одно соглашение.") in hidden
