"""A register of another region: made from the sources, filled from a document, shown."""

import re
import shutil
from pathlib import Path

import pytest

from data import make_territories
from data.make_new import OPEN, _gap, make
from data.order import RecipeOrder, load_keys
from data.provenance import DATA
from geo import __main__ as command
from geo import settings
from geo.agreements import load_register
from geo.errors import DataError, GeoError
from geo.languages import LANGUAGES
from geo.map.network import build_network
from geo.sources import check_files
from geo.territories.boundaries import load_boundaries
from geo.territories.layers import check_layers
from geo.ties import build_ties
from tests.cut_out import CutOut
from tests.test_imprint import in_folder

ROW = "\n\t{n}.\n\t{title}\n\t{registered}\n\t{term}\n"
HEADINGS = (
    "Действующие соглашения\n\n\t№ п/п\n\tНаименование и дата подписания соглашения\n"
    "\tДата регистрации и регистрационный номер\n\tСрок действия\n"
)
MADE_UP = {
    "ru-psk": (
        "Соглашение о придуманном сотрудничестве между городом Псковом (Российская Федерация) и "
        "городом Даугавпилсом (Латвия) от 12 мая 2014 года",
        "Договор о придуманной дружбе между Себежским муниципальным округом и Россонским районом "
        "Витебской области Республики Беларусь от 3 марта 2019 года",
        "Соглашение о придуманных побратимских связях между городом Великие Луки, городом "
        "Витебском (Республика Беларусь) и городом Тарту (Эстония) от 7 июля 2010 года",
    ),
    "ru-bry": (
        "Договор о придуманной дружбе между городом Брянском и городом Гомелем (Республика "
        "Беларусь) от 5 мая 2009 года",
        "Соглашение о придуманном сотрудничестве между Климовским районом Брянской области и "
        "Добрушским районом Гомельской области от 1 июня 2021 года",
    ),
}
TIES = {
    "ru-psk": {
        "ru-psk-pskov,lv-daugavpils",
        "ru-psk-sebezhsky,by-vi-rasony",
        "ru-psk-velikiye-luki,by-vi-vitebsk",
        "ru-psk-velikiye-luki,ee-tartu",
    },
    "ru-bry": {"ru-bry-bryansk,by-ho-homyel", "ru-bry-klimovsky,by-ho-dobrush"},
}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Empty registers of two regions, by home region."""
    sources, found = CutOut(), {}
    for home, partners in (("ru-psk", ("by", "lv", "ee")), ("ru-bry", ("by",))):
        found[home] = tmp_path_factory.mktemp("made") / home
        make(found[home], home, partners, sources, "en")
    return found


@pytest.fixture(scope="module", params=TIES)
def filled(made, request, tmp_path_factory):
    """One of them, with made-up agreements that were imported by the command."""
    folder = shutil.copytree(made[request.param], tmp_path_factory.mktemp("f") / request.param)
    document = folder.parent / "made_up.txt"
    rows = enumerate(MADE_UP[request.param], start=1)
    text = HEADINGS + "".join(
        ROW.format(n=n, title=title, registered="б/н", term="бессрочный") for n, title in rows
    )
    document.write_text(text, encoding="utf-8")
    done = in_folder(folder, "geo", "import", str(document), "--apply")
    assert done.returncode == 0, done.stderr + done.stdout
    return folder


def test_an_empty_register_is_whole_but_for_agreements(made):
    for home, folder in made.items():
        register = load_register(folder, may_be_new=True)
        assert register.agreements == ()
        assert register.territories.imprint.home == home
        assert check_files(folder) == len([*folder.glob("*.csv"), *folder.glob("*.geojson")])
        assert check_layers(register.territories, folder) > 100
        assert [path.name for path in folder.glob("context_*")] != []
        with pytest.raises(DataError) as caught:
            load_register(folder)
        for lang in LANGUAGES:
            said = caught.value.message(lang)
            assert "geo import" in said and "\n" not in said


def test_an_empty_register_can_be_checked(made):
    checked = in_folder(made["ru-psk"], "geo", "check")
    assert checked.returncode == 0, checked.stderr
    assert re.search(r"agreements +0\n", checked.stdout)


def test_a_real_register_without_a_row_is_refused_by_every_command(tmp_path):
    folder = shutil.copytree(DATA, tmp_path / "data", ignore=shutil.ignore_patterns("*.py"))
    for name in ("agreements.csv", "parties.csv"):
        head = (folder / name).read_text(encoding="utf-8").partition("\n")[0]
        (folder / name).write_text(f"{head}\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"agreements\.csv has no rows"):
        load_register(folder, may_be_new=True)


def test_shapes_come_together_under_the_units_that_bear_or_hold_their_names(made):
    keys = load_keys(made["ru-psk"] / "territory_keys.csv")
    lv, ee = "27541924B", "93132946B"
    shapes = keys["shape"].to_dict()
    # One of two parishes of one name touches either district: each has its own.
    assert shapes["lv-balvu"] == f"{lv}0;{lv}1" and shapes["lv-ludzas"] == f"{lv}2;{lv}3"
    # No shape is called Tallinn, but its place lies in a district of a city.
    assert shapes["ee-tallinn"] == f"{ee}0;{ee}1"
    # What nobody names is surrounded by one district.
    assert shapes["ee-setomaa"].endswith(f"{ee}5;{ee}6;{ee}7")
    # And what lies between two is drawn with one of them, which is listed.
    assert (shapes["ee-setomaa"] + shapes["ee-tartu"]).count(f"{ee}4") == 1
    listed = (made["ru-psk"] / OPEN).read_text(encoding="utf-8")
    assert f"Nimetu ({ee}4): the name does not say whose land it is" in listed
    assert keys.at["ru-psk-pskov", "shape"] == load_keys().at["ru-psk-pskov", "shape"]
    assert not keys.index.str.startswith("ru-smo").any()


def test_a_russian_name_is_one_of_a_source_or_left_and_listed(made):
    territories = load_register(made["ru-psk"], may_be_new=True).territories
    assert territories["lv-daugavpils"].name_ru == "город Даугавпилс"
    assert territories["ee-tartu"].short_ru == "Тарту"
    assert territories["lv-ludzas"].name_ru == territories["lv-ludzas"].name_be == "Ludzas novads"
    assert territories["lv-ludzas"].seat_ru == "Лудза"
    listed = (made["ru-psk"] / OPEN).read_text(encoding="utf-8")
    assert "lv-ludzas: no source has a Russian name" in listed
    assert "ee-setomaa: no source says its seat" in listed
    assert "by-" not in listed and "ru-psk" not in listed
    assert (made["ru-bry"] / OPEN).read_text(encoding="utf-8") == ""


def test_what_a_person_settles_is_taken_when_the_command_runs_again(made, tmp_path):
    folder = shutil.copytree(made["ru-psk"], tmp_path / "psk")
    path = folder / "territory_keys.csv"
    keys = path.read_text(encoding="utf-8")
    old = "lv-ludzas,rayon,Ludzas novads,Ludzas novads"
    assert old in keys
    path.write_text(keys.replace(old, "lv-ludzas,rayon,Лудзенский,Лудзенский край"), "utf-8")
    make_territories.main(RecipeOrder.of(folder), CutOut())
    assert load_register(folder, may_be_new=True).territories["lv-ludzas"].short_ru == "Лудзенский"


def test_records_name_the_layers_that_were_used(made):
    credit = load_register(made["ru-psk"], may_be_new=True).territories.imprint.credit["en"]
    for notice in ("OpenStreetMap contributors (ODbL 1.0)", "CIESIN (CC BY 3.0)",
                   "Valsts zemes dienests (CC BY 4.0)", "GeoNames (CC BY 4.0)"):  # fmt: skip
        assert credit.count(notice) == 1 or notice.startswith("Open")
    assert "zemes" not in (made["ru-bry"] / "register.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("home", "partners", "key"),
    [
        ("ru-xxx", ("by",), "new.region"),
        ("by-vi", ("lv",), "new.region"),
        ("ru-psk", ("lt",), "new.country"),  # its layer's licence is doubtful
        ("ru-psk", ("zz",), "new.country"),
        ("ru-psk", ("by", "by"), "new.country"),
        ("ru-psk", (), "new.country"),
    ],
)
def test_what_cannot_be_made_is_one_line_that_says_what_can(tmp_path, home, partners, key):
    with pytest.raises(GeoError) as caught:
        make(tmp_path / "new", home, partners, CutOut(), "en")
    assert caught.value.key == key and not (tmp_path / "new").exists()
    for lang in LANGUAGES:
        said = caught.value.message(lang)
        assert "\n" not in said and ("ru-psk" in said if key == "new.region" else "ee, lv" in said)


def test_a_folder_that_holds_something_is_left_alone(tmp_path, capsys):
    (tmp_path / "mine.txt").write_text("mine")
    arguments = ["new", str(tmp_path), "--home", "ru-psk", "--partners", "by", "--lang", "en"]
    assert command.main(arguments) == 1
    assert "not empty" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_the_gap_of_ours_is_measured_as_it_stands():
    order = RecipeOrder.of(DATA)
    assert _gap(order) == load_register(DATA).territories.imprint.gap_m


def test_a_document_fills_it_and_it_is_checked_and_drawn(filled):
    assert check_files(filled) >= 8
    register = load_register(filled)
    home = register.territories.imprint.home
    ties = build_ties(register.agreements, register.territories)
    assert {tie.code for tie in ties} == TIES[home]
    boundaries = load_boundaries(register.territories, filled)
    network = build_network(register, boundaries)
    assert network.n_lines == len(ties)
    assert len(network.script) < 600_000
    west, south, east, north = boundaries.shapes.to_crs(boundaries.crs).total_bounds / 1000
    assert abs(west + east) / 2 < 150 and abs(south + north) / 2 < 150


def test_ours_is_projected_as_ever():
    assert "lat_0=54 +lon_0=30 " in load_register(settings.DATA).territories.crs


@pytest.mark.parametrize("filled", ["ru-psk"], indirect=True)
def test_files_of_it_name_its_own_region(filled, tmp_path: Path):
    out = tmp_path / "a.svg"
    done = in_folder(filled, "geo", "export", "--format", "svg", "--out", str(out))
    assert done.returncode == 0, done.stderr
    drawn = out.read_text(encoding="utf-8")
    assert "Приграничные связи" in drawn and not re.search("[Сс]моленск(?!ая область</)", drawn)
