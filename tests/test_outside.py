"""A party outside the gazetteer: kept by name, told everywhere, never forced into a wrong place."""

import shutil
from datetime import date

import pytest

from geo import settings
from geo.agreements import load_register
from geo.errors import DataError, UpdateError
from geo.map.place import place_anchors
from geo.reading import read_register
from geo.shown import Shown
from geo.territories import OUTSIDE, TerritoryKind, load_territories
from geo.territories.outside import read_outside
from geo.update.decisions import keep_decisions, parse_decisions
from geo.update.register_files import Origin, fingerprint
from geo.update.settlement import Choice, Settlement, build_preview, choices
from geo.update.switch import restore_version, write_register
from geo.view import View
from tests.documents import register_docx, rows

TITLE = (
    "Соглашение о сотрудничестве между {who}, Руднянским районом Смоленской области и Витебским"
    " районом Витебской области Республики Беларусь от 17 мая 2026 года"
)
KOMI = "Печорским районом Республики Коми"
LINE = "Печорский район; Республика Коми; 65.12, 57.22"


def read(register, *parties):
    """A document with a row for each of some parties, and what reads it."""
    in_force, lapsed = rows(register.agreements)
    for who in parties:
        in_force.append([f"{len(in_force) + 1}.", TITLE.format(who=who), "б/н", "бессрочное"])
    document = register_docx(in_force, lapsed)
    return document, lambda said: read_register(document, register.territories, {**said})


def previewed(register, lines):
    """The preview in which what is asked of a party is answered by a line on it."""
    document, reader = read(register, *lines)
    asked = build_preview(register, "", reader, {}).questions
    said = {key: Settlement(Choice.KEEP, lines[p.got]) for key, p in asked.items()}
    return document, tuple(asked.values()), build_preview(register, "", reader, said)


@pytest.mark.parametrize(
    ("line", "code", "point"),
    [
        (LINE, "ru-ko-x-pechorsky-rayon", (57.22, 65.12)),
        ("Лудзенский край; lv", "lv-x-ludzensky-kray", None),
        ("город Резекне; латвия; 56,51 27,33", "lv-x-gorod-rezekne", (27.33, 56.51)),
        ("Школа № 2; Витебская область", "by-vi-x-shkola-2", None),
    ],
)
def test_a_line_names_a_party_its_region_and_its_point(line, code, point):
    place = read_outside(line)
    assert (place.code, place.point, place.kind) == (code, point, TerritoryKind.OUTSIDE)


@pytest.mark.parametrize(
    "line",
    ["", "by-vi-orsha", "Печорский район", "; lv", "№; lv", "Печоры; Атлантида",
     "Печоры; lv; 95, 1", "Печоры; lv; где-то", "…; …; …", f"{'я' * 121}; lv"],
)  # fmt: skip
def test_a_line_that_leaves_out_what_is_needed_names_nobody(line):
    assert read_outside(line) is None


@pytest.mark.parametrize(
    "who",
    [KOMI, "Лудзенским краем Латвийской Республики", "городом Резекне (Латвия)",
     "Бельским повятом Подляского воеводства", "средней школой № 2 города Витебска"],
)  # fmt: skip
def test_a_party_outside_the_gazetteer_is_one_question_that_can_be_answered(register, who):
    _, asked, preview = previewed(register, {who: LINE})
    assert len(asked) == 1 and Choice.KEEP in choices(asked[0])
    assert preview.n_open == 0
    (added,) = preview.comparison.added
    assert added.territories[0] == "ru-ko-x-pechorsky-rayon"
    assert preview.register.territories[added.territories[0]].name_ru == "Печорский район"


def test_an_institution_can_be_taken_for_its_territory(register):
    _, reader = read(register, "средней школой № 2 города Витебска")
    ((key, asked),) = build_preview(register, "", reader, {}).questions.items()
    said = {key: Settlement(Choice.TERRITORY, asked.candidates[0])}
    (added,) = build_preview(register, "", reader, said).comparison.added
    first = added.parties[0]
    assert (first.territory, first.body) == ("by-vi-vitebsk", "institution")


def test_a_line_that_names_nobody_is_refused(register):
    with pytest.raises(UpdateError) as refused:
        previewed(register, {KOMI: "Печорский район; Атлантида"})
    assert "Республика Коми" in refused.value.message("ru")


@pytest.fixture(scope="module")
def written(register, tmp_path_factory):
    """A folder whose register has a party of Komi, and one that lies nobody knows where."""
    folder = tmp_path_factory.mktemp("outside") / "data"
    shutil.copytree(settings.DATA, folder)
    lines = {KOMI: LINE, "Лудзенским краем Латвийской Республики": "Лудзенский край; Латвия"}
    document, _, preview = previewed(register, lines)
    decisions = keep_decisions(preview, {}, date(2026, 11, 26))
    origin = Origin("x.docx", document, decisions=decisions)
    write_register(preview.agreements, origin, expected=fingerprint(folder), folder=folder)
    return folder


def test_it_stands_beside_the_gazetteer_and_is_drawn_as_far_as_it_is_known(written):
    register = load_register(written)
    komi, ludza = register.territories.outside
    ties = {tie.code: tie for tie in Shown(View(), register, date(2026, 11, 26)).ties}
    assert ties["ru-ko-x-pechorsky-rayon,by-vi-vitebsky"].length_km > 1500
    assert ties["ru-smo-rudnyansky,lv-x-ludzensky-kray"].length_km is None
    anchors = place_anchors(register.territories)
    assert anchors[komi.code].is_remote and ludza.code not in anchors
    assert register.unplaced == (ludza,)
    shown = Shown(View(), register, date.today())
    assert any(ludza.name_ru in line for line in shown.limits(shown.picked))


def test_the_gazetteer_stays_closed_to_the_reader(written):
    territories = load_territories(written / "territories.csv")
    _, reader = read(load_register(written), "Печорским районом Тверской области")
    asked = [problem.key for problem in reader({}).blocked if "Тверской" in problem.got]
    assert asked == ["problem.region"] and len(territories.outside) == 2


def test_who_goes_back_goes_back_without_it(written, tmp_path):
    folder = tmp_path / "data"
    shutil.copytree(written, folder)
    first = next((folder / "versions").glob("2*"))
    restore_version(first.name, folder)
    assert not (folder / OUTSIDE).exists()
    assert not load_register(folder).territories.outside


def test_a_broken_line_in_the_file_is_named(written, tmp_path):
    folder = tmp_path / "data"
    shutil.copytree(written, folder)
    text = (folder / OUTSIDE).read_text(encoding="utf-8").replace("ru-ko,", "ru-zz,", 1)
    (folder / OUTSIDE).write_text(text, encoding="utf-8")
    with pytest.raises(DataError) as refused:
        load_register(folder)
    assert OUTSIDE in refused.value.message("ru")


def test_a_file_of_decisions_may_say_it(register):
    said = parse_decisions(f'[p-1]\nkeep = "{LINE}"\n'.encode(), "x.toml")
    assert said == {"p-1": Settlement(Choice.KEEP, LINE)}
