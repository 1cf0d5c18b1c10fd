"""Reading the register: broken files give one clear error, never a register half loaded."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from geo.agreements import load_register
from geo.errors import DataError
from geo.tables import read_table, write_whole


def replace(folder: Path, name: str, old: str, new: str, count: int = 1) -> None:
    """Change a file of the tiny register where it says `old`."""
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, count), encoding="utf-8")


def failure(folder: Path) -> DataError:
    """Load a folder that must not load."""
    with pytest.raises(DataError) as caught:
        load_register(folder)
    return caught.value


def test_several_may_put_a_file_in_its_place_at_once(tmp_path):
    contents = [bytes([letter]) * 100_000 for letter in b"abcdefgh"] * 10
    file = tmp_path / "x.csv"
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda content: write_whole(file, content), contents))
    assert file.read_bytes() in contents
    assert [each.name for each in tmp_path.iterdir()] == ["x.csv"]


def test_the_tiny_register_loads_as_it_is_written(tiny_register):
    new, many, old = tiny_register.agreements
    assert (new.number, new.perpetual, new.registration_number) == (1, True, "2-с")
    assert many.territories == (
        "ru-smo-smolensky", "ru-smo-vyazemsky", "by-vi-liozna", "by-ma-horki",
    )  # fmt: skip
    assert many.themes == ("culture", "sport")
    assert old.registered_on is None and old.perpetual is None and old.term_years is None
    assert tiny_register.predecessors == {"new": (old,)}
    assert tiny_register.years == (2005, 2020)
    assert tiny_register.newest.isoformat() == "2020-09-09"


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tiny_folder):
    for name in ("agreements.csv", "parties.csv", "territories.csv"):
        text = (tiny_folder / name).read_text(encoding="utf-8").replace("\n", "\r\n")
        (tiny_folder / name).write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert len(load_register(tiny_folder).agreements) == 3


def test_unusual_line_separators_inside_a_title_stay_in_it(tiny_folder):
    replace(tiny_folder, "agreements.csv", "о побратимских", "о\u2028побра\u2029тимских")
    assert "\u2028побра\u2029" in load_register(tiny_folder).by_id["new"].title


# What is broken: file, its old and new text; where the error says it is, what it expects and got.
BAD_CELLS = {
    "a date in Russian order": (
        "agreements.csv", "2010-05-01,", "01.05.2010,", 2, "signed_on", "YYYY-MM-DD", "01.05.2010",
    ),
    "a day that does not exist": (
        "agreements.csv", "2010-05-01,", "2010-02-30,", 2, "signed_on", "YYYY-MM-DD", "2010-02-30",
    ),
    "a week instead of a date": (
        "agreements.csv", "2010-05-01,", "2010-W18-6,", 2, "signed_on", "YYYY-MM-DD", "2010-W18-6",
    ),
    "no date of signing": (
        "agreements.csv", "2010-05-01,", ",", 2, "signed_on", "a value", "",
    ),
    "an unknown status": (
        "agreements.csv", "true,in_force", "true,valid", 2, "status", "in_force | lapsed", "valid",
    ),
    "a status that contradicts the section": (
        "agreements.csv", "new,in_force", "new,lapsed", 2, "section", "in_force", "lapsed",
    ),
    "an unknown kind": (
        "agreements.csv", "twinning", "Twinning", 2, "kind", "cooperation", "Twinning",
    ),
    "an unknown theme": (
        "agreements.csv", "culture;sport", "culture;chess", 3, "themes", "sport", "culture;chess",
    ),
    "an id that stands twice": (
        "agreements.csv", "many,in_force", "new,in_force", 3, "id", "no other row has", "new",
    ),
    "no id": ("agreements.csv", "many,in_force", " ,in_force", 3, "id", "a value", " "),
    "no title": (
        "agreements.csv",
        "Договор о побратимских связях между городом Смоленском и городом Витебском"
        " от 1 мая 2010 года",
        "", 2, "title", "a value", "",
    ),
    "a number that is none": (
        "agreements.csv", "many,in_force,2", "many,in_force,²", 3, "number", "1, 2, 3", "²",
    ),
    "a number of a thousand digits": (
        "agreements.csv", "many,in_force,2", f"many,in_force,{'9' * 5000}", 3, "number", "1, 2, 3",
        "9" * 80,
    ),
    "number zero": (
        "agreements.csv", "many,in_force,2", "many,in_force,0", 3, "number", "1, 2, 3", "0",
    ),
    "a truth value in Russian": (
        "agreements.csv", ",true,in_force", ",да,in_force", 2, "perpetual", "true | false", "да",
    ),
    "a term of years that never ends": (
        "agreements.csv", "пролонгацией,5,false", "пролонгацией,5,true", 3, "term_years",
        "an empty cell", "5",
    ),
    "a successor that does not exist": (
        "agreements.csv", "силу,new,stated", "силу,newer,stated", 4, "successor_id",
        "signed later", "newer",
    ),
    "a successor signed earlier": (
        "agreements.csv", "бессрочный,,true,in_force,,,,", "бессрочный,,true,in_force,,old,stated,",
        2, "successor_id", "signed later", "old",
    ),
    "an agreement that replaced itself": (
        "agreements.csv", "силу,new,stated", "силу,old,stated", 4, "successor_id",
        "signed later", "old",
    ),
    "a successor without its basis": (
        "agreements.csv", "силу,new,stated", "силу,new,", 4, "successor_basis", "stated", "",
    ),
    "a party of no agreement": (
        "parties.csv", "old,1", "older,1", 8, "agreement_id", "agreements.csv", "older",
    ),
    "a territory that is not in the gazetteer": (
        "parties.csv", "by-vi-vitebsk", "by-vi-witebsk", 3, "territory", "territories.csv",
        "by-vi-witebsk",
    ),
    "an unknown body": ("parties.csv", "executive", "mayor", 3, "body", "council", "mayor"),
    "a position left out": ("parties.csv", "new,2", "new,3", 3, "position", "2", "3"),
    "an agreement with one party": (
        "parties.csv", "new,2,by-vi-vitebsk,executive,городом Витебском\n", "", 2, "id",
        "parties.csv", "new",
    ),
    "a longitude off the globe": (
        "territories.csv", "30.986", "300.986", 2, "lon", "-180 … 180", "300.986",
    ),
    "a latitude that is no number": (
        "territories.csv", "54.286", "nan", 2, "lat", "-90 … 90", "nan",
    ),
    "a code that belongs to another region": (
        "territories.csv", "by-vi-liozna,by,", "by-ma-liozna,by,", 3, "code", "by-vi-",
        "by-ma-liozna",
    ),
    "an unknown region": (
        "territories.csv", "by-ma-horki,by,by-ma", "by-zz-horki,by,by-zz", 2, "region",
        "known region", "by-zz",
    ),
    "a region of another country": (
        "territories.csv", "by-ma-horki,by,by-ma", "ru-smo-horki,by,ru-smo", 2, "region", "by-",
        "ru-smo",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD_CELLS)
def test_a_bad_cell_is_named_by_file_row_column_expected_and_got(tiny_folder, case):
    file, old, new, row, column, expected, got = BAD_CELLS[case]
    replace(tiny_folder, file, old, new)
    if case == "a status that contradicts the section":
        replace(tiny_folder, file, "new,stated", ",")
    error = failure(tiny_folder)
    # Orphaned parties come to light before their agreement's own row does.
    names_file = "agreements.csv" if case == "an agreement with one party" else file
    assert error.key == "error.bad_cell"
    assert error.details["file"] == names_file
    assert (error.details["row"], error.details["column"]) == (row, column)
    assert error.details["got"] == got
    message = str(error)
    for part in (names_file, f"row {row}", column, expected):
        assert part in message
    assert f"строка {row}" in error.message("ru")


def test_a_territory_that_stands_twice_is_an_error(tiny_folder):
    text = (tiny_folder / "territories.csv").read_text(encoding="utf-8")
    (tiny_folder / "territories.csv").write_text(text + text.splitlines()[1] + "\n", "utf-8")
    error = failure(tiny_folder)
    assert (error.details["row"], error.details["column"]) == (8, "code")


@pytest.mark.parametrize("later", ["", "prolonged", "prolonged,ends_on", "lapsed_on"])
def test_data_of_an_earlier_version_lack_later_columns(tmp_path, later):
    head = f"id,term,{later}".rstrip(",")
    (tmp_path / "old.csv").write_text(f"{head}\n{head}\n", encoding="utf-8")
    optional = ("prolonged", "ends_on", "lapsed_on")
    (row,) = read_table(tmp_path / "old.csv", ("id", "term", *optional), optional)
    kept = {x: x if x in later else "" for x in optional}
    assert row.cells == {"id": "id", "term": "term"} | kept


@pytest.mark.parametrize("name", ["territories.csv", "agreements.csv", "parties.csv"])
class TestBrokenFile:
    def test_a_missing_file_is_named(self, tiny_folder, name):
        (tiny_folder / name).unlink()
        assert str(failure(tiny_folder)) == f"The file {name} is missing."

    def test_a_file_without_a_header_says_which_columns_it_lacks(self, tiny_folder, name):
        (tiny_folder / name).write_text("", encoding="utf-8")
        error = failure(tiny_folder)
        assert error.key == "error.bad_header"
        assert name in str(error) and "row 1" in str(error)

    def test_a_wrong_header_shows_expected_and_got(self, tiny_folder, name):
        first = (tiny_folder / name).read_text(encoding="utf-8").split(",")[0]
        replace(tiny_folder, name, first, "nonsense")
        error = failure(tiny_folder)
        assert first in error.details["expected"] and "nonsense" in error.details["got"]

    def test_a_header_with_semicolons_is_no_header(self, tiny_folder, name):
        text = (tiny_folder / name).read_text(encoding="utf-8")
        (tiny_folder / name).write_text(text.replace(",", ";"), encoding="utf-8")
        assert failure(tiny_folder).key == "error.bad_header"

    def test_a_short_row_is_counted(self, tiny_folder, name):
        with (tiny_folder / name).open("a", encoding="utf-8") as file:
            file.write("a,b\n")
        error = failure(tiny_folder)
        assert error.key == "error.bad_row"
        assert (error.details["file"], error.details["got"]) == (name, 2)

    def test_an_empty_line_is_a_short_row(self, tiny_folder, name):
        with (tiny_folder / name).open("a", encoding="utf-8") as file:
            file.write("\n")
        assert failure(tiny_folder).key == "error.bad_row"

    def test_a_file_in_windows_1251_is_refused(self, tiny_folder, name):
        text = (tiny_folder / name).read_text(encoding="utf-8")
        (tiny_folder / name).write_bytes(text.encode("cp1251", errors="replace"))
        assert str(failure(tiny_folder)) == f"The file {name} is not UTF-8."

    def test_nul_bytes_are_refused_with_their_line(self, tiny_folder, name):
        text = (tiny_folder / name).read_text(encoding="utf-8")
        at = text.index("\n", text.index("\n") + 1) - 1
        (tiny_folder / name).write_text(text[:at] + "\0" + text[at:], encoding="utf-8")
        error = failure(tiny_folder)
        assert (error.key, error.details["row"]) == ("error.bad_csv", 2)

    def test_an_unclosed_quotation_mark_is_no_csv(self, tiny_folder, name):
        with (tiny_folder / name).open("a", encoding="utf-8") as file:
            file.write('"left open')
        assert failure(tiny_folder).key == "error.bad_csv"


def test_a_register_without_agreements_is_an_error(tiny_folder):
    for name in ("agreements.csv", "parties.csv"):
        header = (tiny_folder / name).read_text(encoding="utf-8").splitlines()[0]
        (tiny_folder / name).write_text(f"{header}\n", encoding="utf-8")
    assert str(failure(tiny_folder)) == "The file agreements.csv has no rows."


def test_a_long_bad_cell_is_quoted_in_part(tiny_folder):
    replace(tiny_folder, "agreements.csv", "2010-05-01,", f"{'1' * 1000},")
    assert len(str(failure(tiny_folder))) < 300


def test_rows_are_numbered_as_a_spreadsheet_shows_them(tmp_path):
    (tmp_path / "t.csv").write_text('a,b\n1,"x\ny"\n2,z\n', encoding="utf-8")
    rows = list(read_table(tmp_path / "t.csv", ("a", "b")))
    assert [(row.number, row.text("a")) for row in rows] == [(2, "1"), (3, "2")]
    assert rows[0].text("b") == "x\ny"
