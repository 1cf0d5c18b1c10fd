"""Whose register it is: said by the folder alone, refused where it is not, another one shown."""

import ast
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import pages
from geo import settings
from geo.agreements import load_register
from geo.errors import DataError
from geo.languages import LANGUAGES, language
from geo.map.shell import sources_digest
from geo.reading.gazetteer import build_gazetteer
from geo.reading.sections import announced
from geo.reading.title import read_title
from geo.sources.imprint import IMPRINT, across, load_imprint
from geo.text import load_places, t
from geo.ties import build_ties
from tests import other_register

NAMED = re.compile("смоленск|smolensk|ru-smo|беларус|belarus", re.IGNORECASE)
MAY = {
    "places.toml": "countries and regions by code, whoever's register is shown",
}
"""Files that may name them, and why."""


def said_by(path: Path) -> str:
    """Return a source without the examples in comments and docstrings of modules."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        return text
    tree = ast.parse(text)
    examples = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    return "\n".join(
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if id(node) not in examples
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A register of another border."""
    folder = tmp_path_factory.mktemp("other")
    other_register.lay_out(folder)
    return folder


def in_folder(folder: Path, *command: str) -> subprocess.CompletedProcess:
    """Run a command of ours for another folder, in a process of its own."""
    env = {**os.environ, "TIES_DATA": str(folder), "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(
        [sys.executable, "-m", *command], cwd=settings.ROOT, env=env, capture_output=True,
        encoding="utf-8", check=False,
    )  # fmt: skip


def test_no_code_and_no_text_names_whose_register_it_is():
    sources = [settings.ROOT / "app.py", *(settings.ROOT / "pages").rglob("*.*")]
    sources += (settings.ROOT / "geo").rglob("*.*")
    kinds = (".py", ".toml", ".js", ".css", ".html", ".typ", ".sql", ".svg", ".xml")
    named = {path.name for path in sources if path.suffix in kinds and NAMED.search(said_by(path))}
    assert named - MAY.keys() == set()
    assert MAY.keys() - named == set(), "no need to be listed any more"


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ('home = "ru-psk"', "", "home"),
        ('home = "ru-psk"', 'home = "ru"', "home"),
        ('home = "ru-psk"', 'home = "ru-xxx"', "home"),
        ('home = "ru-psk"', "home = 5", "home"),
        ('["by", "lv", "ee"]', "[]", "partners"),
        ('["by", "lv", "ee"]', '["by", "zz"]', "partners"),
        ('["by", "lv", "ee"]', '["by", "by"]', "partners"),
        ('["by", "lv", "ee"]', '["ru"]', "partners"),
        ('["by", "lv", "ee"]', '"by"', "partners"),
        ("gap_m = 100", "", "gap_m"),
        ("gap_m = 100", "gap_m = -1", "gap_m"),
        ("gap_m = 100", 'gap_m = "100"', "gap_m"),
        ('ru = "Границы придуманы."', 'ru = " "', "credit"),
        ("[credit]", "[credits]", "credits"),
        ("year = 2025", "year = 25", "surveys"),
        ("year = 2025", "month = 5", "surveys"),
        ('lv = {source = "squares", year = 2025}', "", "surveys"),
    ],
)
def test_a_fault_of_the_imprint_is_one_line_that_names_the_field(tmp_path, old, new, field):
    text = other_register.IMPRINT
    assert old in text
    (tmp_path / IMPRINT).write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(DataError) as caught:
        load_imprint(tmp_path)
    for lang in LANGUAGES:
        said = caught.value.message(lang)
        assert IMPRINT in said and field in said and "\n" not in said


def test_what_is_no_toml_is_refused(tmp_path):
    (tmp_path / IMPRINT).write_text("home =", encoding="utf-8")
    with pytest.raises(DataError, match=IMPRINT):
        load_imprint(tmp_path)


@pytest.mark.parametrize("code", load_places()["country"])
def test_a_country_that_a_register_can_be_about_has_every_form(code):
    for lang in LANGUAGES:
        assert across((code,), lang).keys() == across(("by", "lv"), lang).keys()
        assert all(across((code,), lang).values())
    words, written = across((code,), "ru"), load_places()["country"][code]["written"]
    for form in ("country", "country_of", "country_with", "state", "state_of"):
        assert any(re.fullmatch(one, words[form].lower()) for one in written), words[form]


@pytest.mark.parametrize(
    ("code", "of"),
    [
        ("ru-psk", "Псковской области"),
        ("ru-kr", "Республики Карелия"),
        ("ru-me", "Республики Марий Эл"),
        ("ru-se", "Республики Северная Осетия — Алания"),
        ("ru-kb", "Кабардино-Балкарской Республики"),
        ("ru-alt", "Алтайского края"),
        ("ru-yev", "Еврейской автономной области"),
        ("ru-nen", "Ненецкого автономного округа"),
        ("ru-khm", "Ханты-Мансийского автономного округа — Югры"),
        ("ru-mow", "города Москвы"),
        ("ru-spe", "города Санкт-Петербурга"),
    ],
)
def test_a_region_has_its_genitive(code, of):
    assert language("ru").of_region(t(f"region.{code}", "ru")) == of


def test_every_region_has_a_genitive_of_its_own():
    names = [t(f"region.{code}", "ru") for code in load_places()["region"] if "-" in code]
    assert [name for name in names if language("ru").of_region(name) == name] == []


def test_several_countries_are_named_together_and_many_are_not():
    assert across(("by", "lv", "ee"), "ru")["country_with"] == "Беларусью, Латвией и Эстонией"
    assert across(("by", "lv", "ee"), "ru")["adjective"] == "зарубежная"
    assert across(("by", "lv", "ee", "lt"), "en")["country"] == "neighbouring countries"


def test_ties_lead_from_the_home_country_to_any_other(folder):
    register = load_register(folder)
    assert {tie.code for tie in build_ties(register.agreements, register.territories)} == {
        "ru-psk-sebezh,by-vi-rasony",
        "ru-psk-sebezh,lv-ludza",
        "ru-psk-palkino,ee-voru",
    }
    assert [agreement.id for agreement in register.domestic] == ["a4"]


def test_a_country_that_the_imprint_does_not_name_is_refused(folder, tmp_path):
    for path in folder.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    text = (folder / IMPRINT).read_text(encoding="utf-8").replace(', "ee"', "")
    text = text.replace('ee = {source = "squares", year = 2026}\n', "")
    (tmp_path / IMPRINT).write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=r"territories\.csv, row 8, column country"):
        load_register(tmp_path)


def test_another_imprint_is_shown_without_a_new_start(folder, tmp_path, monkeypatch):
    copy = shutil.copytree(folder, tmp_path / "data")
    monkeypatch.setattr(settings, "DATA", copy)
    before = pages.data_version(), sources_digest()
    with (copy / "register.toml").open("a") as file:
        file.write("# another day\n")
    after = pages.data_version(), sources_digest()
    assert before[0] != after[0] and before[1] != after[1]


@pytest.mark.parametrize("word", ["электронных", "марочных", "Комитета"])
def test_a_heading_of_other_words_is_asked_about_though_a_short_place_begins_alike(word):
    assert announced([f"Перечень {word} договоров"]).section is None


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ("Лудзенским районом Латвийской Республики", "lv-ludza"),
        ("Лудзенским районом (Латвия)", "lv-ludza"),
        ("Выруским районом Эстонии", "ee-voru"),
        ("Россонским районом Республики Беларусь", "by-vi-rasony"),
    ],
)
def test_the_reader_knows_the_countries_of_the_register(folder, other, code):
    problems = []
    title = read_title(
        f"Договор о дружбе между Себежским районом РФ и {other} от 5 мая 2021 года",
        build_gazetteer(load_register(folder).territories),
        lambda key, **_: problems.append(key),
    )
    assert problems == [] and title is not None
    assert [party.territory for party in title.parties] == ["ru-psk-sebezh", code]


def test_another_register_is_checked_and_shown_everywhere_with_its_own_names(folder):
    checked = in_folder(folder, "geo", "check")
    assert checked.returncode == 0, checked.stderr
    assert re.search(r"agreements +4\b", checked.stdout) and re.search(r"ties +3\b", checked.stdout)
    done = in_folder(folder, "tests.other_register")
    assert done.returncode == 0, done.stderr[-3000:]
    found = json.loads(done.stdout[done.stdout.index('{"wrong"') :])
    assert found["wrong"] == {}
    said = found["said"]
    about = said["page about"]
    assert 'class="jobs"' in about and "<img" not in about, "The pictures are of another register"
    assert "Псковская область — Беларусь, Латвия и Эстония" in said["page map"]
    assert "Реестр соглашений Псковской области. Границы придуманы." in said["svg ru"]
    assert "1 соглашение заключено внутри одной страны" in said["xlsx ru"]
    assert "Foreign side" in said["csv en"] and "Зарубежная сторона" in said["csv ru"]
    assert "муниципальных образований Псковской области" in said["register-docx ru"]
