"""What every file says of itself: author, the day it was made, the register's date, its rules."""

import io
import re
from datetime import date, datetime

import docx
import openpyxl
import pptx
import pytest
from PIL import Image
from pypdf import PdfReader

from geo.exports import FORMATS
from geo.exports.material import Material
from geo.text import LANGUAGES, load_texts
from tests.conftest import TODAY, show
from tests.statements import read_words

DATED = ("xlsx", "workbook-xlsx", "pptx", "brief-docx", "check-docx", "passport-pdf", "pdf", "svg")


@pytest.fixture(scope="module")
def make(register, network):
    """The bytes of a format of one territory, made once."""
    made = {}

    def bytes_of(name, **view):
        key = name, *view.items()
        if key not in made:
            shown = show(register, focus=("ru-smo-krasninsky",), **view)
            made[key] = FORMATS[name].to_bytes(Material(shown, network))
        return made[key]

    return bytes_of


def properties(name, data):
    """Author, day of creation and of change, and any comment, as the format gives them."""
    suffix, file = FORMATS[name].suffix, io.BytesIO(data)
    if suffix == "pdf":
        found = PdfReader(file).metadata
        changed = found.modification_date or found.creation_date
        return found.author, found.creation_date, changed, found.keywords
    if suffix == "png":
        found = Image.open(file).text
        day = datetime.fromisoformat(found["Creation Time"])
        return found["Author"], day, day, found.get("Comment")
    if suffix == "svg":
        text = data.decode()
        day = datetime.fromisoformat(re.search(r"<dc:date>(.*?)</dc:date>", text)[1])
        return re.search(r"<dc:creator>(.*?)</dc:creator>", text)[1], day, day, ""
    core = {
        "xlsx": lambda: openpyxl.load_workbook(file).properties,
        "pptx": lambda: pptx.Presentation(file).core_properties,
        "docx": lambda: docx.Document(file).core_properties,
    }[suffix]()
    author = core.creator if suffix == "xlsx" else core.author
    comment = core.description if suffix == "xlsx" else core.comments
    return author, core.created, core.modified, comment


@pytest.mark.parametrize("name", [*DATED, "png"])
def test_a_file_has_the_day_it_was_made_and_the_products_name(make, name):
    author, created, changed, comment = properties(name, make(name))
    assert author == "Приграничные связи" and not comment
    assert created.date() == changed.date() == TODAY != date(2026, 4, 20)


@pytest.mark.parametrize("name", ["xlsx", "pptx", "brief-docx", "passport-pdf", "svg"])
def test_an_office_can_sign_its_files(register, network, monkeypatch, name):
    monkeypatch.setenv("TIES_AUTHOR", "Отдел <приграничья> & Ко")
    data = FORMATS[name].to_bytes(Material(show(register, focus=("ru-smo-rudnyansky",)), network))
    author = properties(name, data)[0]
    assert author.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == (
        "Отдел <приграничья> & Ко"
    )


@pytest.mark.parametrize("name", DATED)
def test_a_file_says_its_newest_entry_and_claims_no_date_of_issue(make, name):
    words = " ".join(read_words(name, make(name)))
    assert "последняя запись — 20.04.2026" in words.lower()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_text_claims_a_date_of_issue(lang):
    texts = [form for text in load_texts().values() for form in str(text[lang]).split("', '")]
    claims = (
        "по реестру на",
        "реестром на",
        "register as of",
        "register of {day}",
    )
    assert not [text for text in texts if any(x in text.casefold() for x in claims)]


@pytest.mark.parametrize("name", ["workbook-xlsx", "pptx", "brief-docx", "passport-pdf", "pdf"])
def test_a_file_says_that_type_and_fields_are_read_from_the_title(make, name):
    words = " ".join(read_words(name, make(name)))
    assert "сферы определены по наименованию" in words  # a line may end after "Вид и"


@pytest.mark.parametrize("name", ["pptx", "brief-docx", "passport-pdf", "workbook-xlsx"])
def test_what_is_ahead_goes_to_one_day_that_is_named(make, name):
    words = " ".join(read_words(name, make(name)))
    assert "до 22.11.2028" in words.lower()
