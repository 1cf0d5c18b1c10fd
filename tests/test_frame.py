"""The data behind a chart as a file: words for codes, and cells that are safe in Excel."""

import csv
import io
from datetime import date

import pandas as pd

from geo import stats
from geo.exports.tables.frame import head, to_csv
from geo.shown import select
from geo.text import LANGUAGES
from geo.view import View


def read(content):
    assert content.startswith(b"\xef\xbb\xbf")
    text = content.decode("utf-8-sig")
    assert text.endswith("\r\n")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))


def test_codes_become_words_in_either_language(register):
    signings = stats.signings_by_year(select(View(), register)).tail(4)
    assert read(to_csv(signings, register, "ru"))[:2] == [
        ["Год", "Вид", "Соглашений"], ["2026", "Побратимство", "0"],
    ]  # fmt: skip
    assert read(to_csv(signings, register, "en"))[1] == ["2026", "Twinning", "0"]


def test_territories_regions_and_terms_are_named(register):
    shown = select(View(), register)
    regions = read(to_csv(stats.by_region(shown), register, "ru"))
    assert regions[1] == ["Витебская область", "26", "20", "0", "6", "18", "10"]
    territories = read(to_csv(stats.by_territory(shown), register, "ru"))
    assert territories[1][0] == "город Смоленск"
    terms = read(to_csv(stats.by_code(shown, "term"), register, "ru"))
    assert [row[0] for row in terms[1:3]] == ["5 лет с пролонгацией", "Бессрочно"]


def test_the_matrix_is_headed_by_names(register):
    counts = stats.matrix(select(View(), register), "ru")
    rows = read(to_csv(counts.rename_axis("home").reset_index(), register, "ru"))
    assert rows[0][:3] == ["Российская сторона", "Чаусский", "Мстиславский"]
    assert rows[1][0] == "город Смоленск" and len(rows) == 21 and len(rows[0]) == 29


def test_a_cell_is_no_formula_and_a_date_is_the_languages(register):
    frame = pd.DataFrame(
        {"title": ["=1+1", None], "signed_on": [date(2026, 4, 2)] * 2}, dtype=object
    )
    assert read(to_csv(frame, register, "ru"))[1:] == [["'=1+1", "02.04.2026"], ["", "02.04.2026"]]
    assert read(to_csv(frame, register, "en"))[1] == ["'=1+1", "2026-04-02"]


def test_every_column_of_every_table_has_its_words(register):
    shown = select(View(), register)
    tables = (
        stats.signings_by_year(shown),
        stats.by_region(shown),
        stats.by_territory(shown),
        stats.growth(shown).drop(columns="piece"),
        stats.registration_lag(shown),
        *(stats.by_code(shown, name) for name in ("kind", "form", "theme", "term")),
    )
    for lang in LANGUAGES:
        for table in tables:
            assert all(head(column, register, lang) for column in table.columns)


def test_a_term_in_the_registers_own_words_stays(register):
    frame = pd.DataFrame(
        {"term": ["perpetual", "5", "бессрочный", "5 лет с последующей пролонгацией"]}
    )
    assert [row[0] for row in read(to_csv(frame, register, "ru"))[1:]] == [
        "Бессрочно", "5 лет с пролонгацией", "бессрочный", "5 лет с последующей пролонгацией",
    ]  # fmt: skip
