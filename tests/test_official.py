"""The register as a Word file in the ministry's layout: read again, it is the same register."""

import io
from dataclasses import replace
from datetime import date

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.agreements import Register, Status
from geo.exports.material import Material
from geo.exports.word.official import to_register
from geo.history import change_between
from geo.reading import read_register
from geo.shown import Shown
from geo.view import View

TODAY = date(2026, 11, 22)
HEADING = "Соглашения о приграничном сотрудничестве муниципальных образований Смоленской области"
HEADS = [
    "№ п/п",
    "Наименование и дата подписания соглашения",
    "Дата регистрации и регистрационный номер соглашения",
    "Срок действия соглашения",
]
SINCE = {"since": "2024-09-01"}


def issued(register, **params):
    """The file of a view."""
    view = View.from_params(params, register)
    return to_register(Material(Shown(view, register, TODAY), None))


def read(data, register):
    return read_register(data, register.territories, today=TODAY)


@pytest.mark.parametrize("params", [{}, {"lang": "en"}, {"status": "lapsed"}, SINCE])
def test_read_again_it_gives_the_same_register_field_by_field(register, params):
    found = read(issued(register, **params), register)
    assert found.agreements == register.agreements
    assert [p.key for p in found.problems if p.key != "problem.empty_cell"] == ["problem.broken"]
    assert found.title == HEADING and found.n_titles == len(register.agreements)


def test_so_does_a_register_of_other_rows(build_register, register):
    titles = {
        "new": "Договор о побратимских связях между городом Смоленском и городом Витебском "
        "от 5 мая 2020 года",
        "many": "Соглашение о сотрудничестве в области спорта между Оршанским районом и городом "
        "Смоленском от 1 июня 2021 года",
        "old": "Договор о дружбе между Руднянским районом и Лиозненским районом от 2 мая 1999 года",
    }
    tiny = build_register(**{name: {"title": title} for name, title in titles.items()})
    once = read(issued(Register(tiny.agreements, register.territories)), register)
    assert [row.title for row in once.agreements] == [row.title for row in tiny.agreements]
    again = Register(once.agreements, register.territories)
    assert read(issued(again), register).agreements == again.agreements


REGISTRATIONS = st.one_of(
    st.just((None, "")),
    st.just((None, "б/н")),
    st.tuples(st.none(), st.integers(1, 999).map(lambda n: f"{n}-с")),
    st.tuples(st.dates(date(2026, 4, 2), TODAY), st.just("")),
    st.tuples(st.dates(date(2026, 4, 2), TODAY), st.integers(1, 999).map(lambda n: f"{n}-с")),
)
TERMS = st.one_of(
    st.sampled_from(["бессрочный", "Бессрочное"]).map(
        lambda text: {"term_text": text, "term_years": None, "perpetual": True, "prolonged": None}
    ),
    st.integers(1, 9).map(
        lambda n: {
            "term_text": f"{n} лет с последующей пролонгацией",
            "term_years": n,
            "perpetual": False,
            "prolonged": True,
        }
    ),
)
LAPSES = st.sampled_from(["утратил силу", "утратило силу"])


N = 52
CELLS = st.tuples(REGISTRATIONS, TERMS, LAPSES)


@given(order=st.permutations(range(N)), cells=st.lists(CELLS, min_size=N, max_size=N))
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_the_cells_hold_is_read_again(register, order, cells):
    rows = []
    for place, ((day, number), term, lapse) in zip(order, cells, strict=True):
        row = register.agreements[place]
        fields = {"registered_on": day, "registration_number": number}
        if row.status == Status.IN_FORCE:
            fields |= term
        else:
            fields["lapse_text"] = lapse
        rows.append(replace(row, source_note="", **fields))
    ordered = sorted(rows, key=lambda row: row.status == Status.LAPSED)
    numbers = dict.fromkeys(Status, 0)
    for place, row in enumerate(ordered):
        numbers[row.status] += 1
        ordered[place] = replace(row, number=numbers[row.status])
    found = read(issued(Register(tuple(ordered), register.territories)), register)
    derived = {"source_note": "", "successor_id": "", "successor_basis": None}
    assert [replace(row, **derived) for row in found.agreements] == [
        replace(row, **derived) for row in ordered
    ]


# --- the layout -----------------------------------------------------------------------------------


def test_it_has_the_ministrys_headings_tables_and_numbers(register):
    file = docx.Document(io.BytesIO(issued(register)))
    assert [p.text for p in file.paragraphs if p.text] == [HEADING, f"{HEADING}, утратившие силу"]
    for table, count in zip(file.tables, (42, 10), strict=True):
        cells = [[cell.text for cell in row.cells] for row in table.rows]
        assert [head.replace("\xa0", " ") for head in cells[0]] == HEADS
        assert [row[0] for row in cells[1:]] == [f"{n}." for n in range(1, count + 1)]
    first, last = file.tables[0].rows[1].cells, file.tables[1].rows[-1].cells
    assert first[1].paragraphs[-1].text == "от 24 июля 1998 года"
    assert [cell.text for cell in first[2:]] == ["-", "3 года с последующей пролонгацией"]
    assert [cell.text for cell in last[2:]] == ["", ""], "the source breaks off here"
    assert file.tables[0].rows[42].cells[2].text == "20 апреля 2026 года,\n№\xa018-с"


def test_it_is_the_same_whatever_the_filters_and_the_language(register):
    assert issued(register) == issued(register, lang="en", kind="twinning", q="Орша")


def marked(data):
    """The first two cells of the rows that are bold on grey, of both tables."""
    file = docx.Document(io.BytesIO(data))
    return [
        (place, row.cells[0].text)
        for place, table in enumerate(file.tables)
        for row in table.rows[1:]
        if row._tr.findall(".//" + qn("w:shd")) and row._tr.findall(".//" + qn("w:b"))
    ]


def test_what_changed_since_a_day_is_marked_and_told(register):
    data = issued(register, **SINCE)
    change = change_between(register.agreements, date(2024, 9, 1), TODAY)
    new = [row.number for row in change.came]
    assert {n for place, n in marked(data) if place == 0} == {f"{n}." for n in new}
    text = "\n".join(p.text for p in docx.Document(io.BytesIO(data)).paragraphs)
    assert f"новых — {len(change.came)}, перешедших во вторую таблицу — {len(change.went)}" in text
    assert marked(issued(register)) == []


def test_a_lapse_on_a_known_day_is_marked_and_one_on_an_unknown_day_is_only_told(register):
    data = issued(register, since="2018-01-01")
    change = change_between(register.agreements, date(2018, 1, 1), TODAY)
    gone = {row for row in (*change.went, *change.came) if row.status == Status.LAPSED}
    assert {n for place, n in marked(data) if place} == {f"{row.number}." for row in gone}
    text = "\n".join(p.text for p in docx.Document(io.BytesIO(data)).paragraphs)
    told = "Перешедших в неизвестный день и потому не выделенных"
    assert f"{told} — {len(change.unknown)}." in text, "so worded as fits one as well"


def test_a_registration_after_the_day_is_a_change(register):
    row = next(row for row in register.agreements if row.registered_on)
    since = row.signed_on.isoformat()
    assert (0, f"{row.number}.") in marked(issued(register, since=since))
