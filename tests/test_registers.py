"""Registers side by side: several folders as one register, and any of it from the other side."""

import io
import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import docx
import pytest

from geo import findings, registers, settings
from geo.__main__ import main
from geo.agreements import load_register
from geo.card import number, number_cell, short_number
from geo.errors import DataError
from geo.exports.material import Material
from geo.exports.tables.agenda import to_csv as to_agenda
from geo.exports.tables.agreements import to_csv
from geo.exports.web import to_html
from geo.exports.word.check_sheet import to_check_sheet
from geo.exports.word.official import to_register
from geo.findings import no_row, oddity
from geo.map.network import build_network
from geo.meeting import Meeting, read_file, to_file
from geo.quality import Check, differences, find_between, find_oddities
from geo.registers import join, load_registers, seen_from, sides
from geo.shown import Shown
from geo.sources.imprint import IMPRINT, joined
from geo.terms.events import Event, EventKind
from geo.territories import Side
from geo.territories.boundaries import load_boundaries
from geo.text import t
from geo.ties import build_ties
from geo.view import View, caption, label, read_view
from geo.white_spots import Continued, find_white_spots
from tests import three_registers
from tests.conftest import TODAY

SHARED = three_registers.ROWS["ru-smo"][1].id


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    """Three made-up registers."""
    return three_registers.lay_out_all(tmp_path_factory.mktemp("three"))


@pytest.fixture
def three(folders, monkeypatch):
    """The app with these three."""
    monkeypatch.setattr(settings, "FOLDERS", folders)
    return folders


def test_without_a_choice_all_registers_are_one(three):
    register = load_registers({})
    rows = [row for each in three_registers.ROWS.values() for row in each]
    assert len(register.agreements) == len(rows) - 1, "one stands in two registers"
    assert register.words("ru")["home_name"] == "Смоленская, Псковская и Брянская области"
    assert register.words("ru")["home_of"] == "Смоленской, Псковской и Брянской областей"
    assert register.words("en")["home_name"] == "Smolensk, Pskov and Bryansk oblasts"
    homes = {x.region for x in register.territories.values() if x.is_home}
    assert homes == {"ru-smo", "ru-psk", "ru-bry"}
    assert len(register.territories) == len(load_register(three[0]).territories)


def test_an_agreement_of_two_registers_is_one_with_both_records(three):
    found = load_registers({}).by_id[SHARED]
    assert [one.imprint.home for one in found.records] == ["ru-smo", "ru-psk"]
    assert [one.agreement.registration_number for one in found.records] == ["2-с", "7-п"]
    assert found.registration_number == "2-с", "the first register holds"


def test_registers_of_a_link_are_chosen_in_the_order_they_are_configured(three):
    register = load_registers({"register": "RU-PSK, ru-smo"})
    assert register.words("ru")["home_name"] == "Смоленская и Псковская области"
    view, ignored = read_view({"register": "ru-psk,ru-smo"}, register)
    assert view.register == ("ru-smo", "ru-psk") and ignored == ()
    assert View.from_params(view.to_params(), register) == view
    one = load_registers({"register": "ru-psk"})
    assert [a.title for a in one.agreements] == [
        row.title for row in three_registers.ROWS["ru-psk"]
    ]
    assert all(a.records == () for a in one.agreements), "whose register it is goes without saying"
    assert read_view({"register": "ru-psk"}, one)[0].to_params() == {"register": "ru-psk"}


def test_what_a_link_chooses_and_does_not_exist_is_said(three):
    params = {"register": "ru-smo,ru-xxx", "side": "by-zz"}
    register = load_registers(params)
    view, ignored = read_view(params, register)
    assert view.to_params() == {"register": "ru-smo"}
    assert ignored == ("register=ru-xxx", "side=by-zz")


def test_old_links_still_find_what_they_pick(three):
    register = load_registers({})
    for home, rows in three_registers.ROWS.items():
        for row in rows:
            view, ignored = read_view({"focus": row.id}, register)
            assert (view.focus, ignored) == ((row.id,), ()), home
            assert read_view({"territory": row.parties[0]}, register)[1] == ()


def test_one_register_alone_is_what_it_was(register):
    assert len(settings.FOLDERS) == 1
    alone = load_registers({})
    assert alone.agreements == register.agreements and alone.parts == ()
    assert all(agreement.records == () for agreement in alone.agreements)
    assert read_view({"register": "ru-smo"}, alone)[0] == View()


def test_the_same_id_of_another_agreement_becomes_another_id(tiny_register, folders):
    other = load_register(folders[1])
    first = other.agreements[0]
    other = replace(
        other,
        agreements=(
            replace(first, id="new"),
            replace(other.agreements[1], successor_id="new"),
        ),
    )
    both = join([tiny_register, other])
    assert both.by_id["new"].title == tiny_register.by_id["new"].title
    assert both.by_id["new-ru-psk"].title == first.title
    assert both.by_id[other.agreements[1].id].successor_id == "new-ru-psk"


def test_two_records_of_one_register_are_never_one(tiny_register):
    twice = replace(
        tiny_register,
        agreements=(*tiny_register.agreements, replace(tiny_register.agreements[0], id="again")),
    )
    both = join([twice, tiny_register])
    assert {"new", "again"} <= both.by_id.keys()
    assert [len(both.by_id[code].records) for code in ("new", "again")] == [2, 1]


def test_from_the_other_side_home_and_partner_are_swapped(three):
    register = load_registers({"side": "by-vi"})
    words = register.words("ru")
    assert (words["home_name"], words["home_of"]) == ("Витебская область", "Витебской области")
    assert words["state"] == "Российская Федерация"
    assert words["register_of"] == "Смоленской, Псковской и Брянской областей"
    ties = build_ties(register.agreements, register.territories)
    assert {tie.home for tie in ties} == {
        code for row in register.agreements for code in row.territories if code.startswith("by-vi")
    }
    regions = {register.territories[tie.partner].region for tie in ties}
    assert regions == {"ru-smo", "ru-psk", "ru-bry"}
    assert not any(row.territories[-1] == "by-ho-vietka" for row in register.agreements)
    assert set(sides(register)) == set(sides(load_registers({}))), (
        "from each side all can be chosen"
    )
    assert read_view({"side": "by-vi"}, register)[0].to_params() == {"side": "by-vi"}


def test_a_territory_is_a_point_of_view_too(three):
    register = load_registers({"side": "by-vi-vitebsk"})
    assert register.words("ru")["home_of"] == "города Витебска"
    assert len(register.agreements) == 2
    assert [x.code for x in register.territories.values() if x.is_home] == ["by-vi-vitebsk"]
    assert all(one.records for one in register.agreements)


def test_what_an_agreement_refers_to_is_found_from_the_other_side_as_well(register):
    for side in sides(register):
        seen = seen_from(register, side)
        assert all(a.successor_id in seen.by_id for a in seen.agreements if a.successor_id), side
        assert seen.newest == register.newest, "what a side has is of the same issue"


def test_credits_of_several_registers_say_nothing_twice(three):
    imprints = [load_register(folder).territories.imprint for folder in three[:2]]
    own = imprints[0].credit["ru"]
    shared = re.split(r"(?<=\.) ", own)[-1]
    imprints[1] = replace(imprints[1], credit=imprints[1].credit | {"ru": f"Чужие. {shared}"})
    assert joined(imprints, frozenset()).credit["ru"] == f"{own} Чужие."


def test_a_register_of_the_other_country_stands_beside_with_the_sides_of_the_first(folders):
    smolensk = load_register(folders[0])
    imprint = replace(
        smolensk.territories.imprint, home="by-vi", homes=("by-vi",), partners=("ru",),
    )  # fmt: skip
    territories = type(smolensk.territories)(smolensk.territories.values(), imprint)
    vitebsk = replace(smolensk, territories=territories, agreements=smolensk.agreements[:2])
    both = join([smolensk, vitebsk])
    assert both.territories.imprint.country == "ru"
    assert len(both.agreements) == len(smolensk.agreements)
    assert [len(a.records) for a in both.agreements] == [2, 2, 1, 1]
    assert both.territories["by-vi-vitebsk"].side == Side.PARTNER
    ties = build_ties(both.agreements, both.territories)
    assert {tie.home[:2] for tie in ties} == {"ru"} and {tie.partner[:2] for tie in ties} == {"by"}


def test_the_map_has_the_home_regions_of_all_registers_and_no_other(three):
    joint = load_boundaries(load_registers({}).territories)
    home = joint.shapes[joint.shapes.side == Side.HOME]
    assert set(home.region) == {"ru-smo", "ru-psk", "ru-bry"}
    assert not set(joint.neighbours.index) & {"ru-smo", "ru-psk", "ru-bry", "by"}
    turned = load_boundaries(load_registers({"side": "by-vi"}).territories)
    home = turned.shapes[turned.shapes.side == Side.HOME]
    assert set(home.region) == {"by-vi"}
    assert {"by-ma", "by-mi"} <= set(turned.neighbours.index)


def test_folders_are_separated_as_the_system_does_or_stand_in_one(folders, monkeypatch):
    def found(text):
        monkeypatch.setenv("TIES_DATA", str(text))
        return settings._folders()

    assert found(f"{folders[0]}{settings.os.pathsep}{folders[1]}") == folders[:2]
    assert set(found(folders[0].parent)) == set(folders)
    assert found(folders[0]) == folders[:1]
    assert found("nowhere") == (Path("nowhere"),)


def test_two_folders_of_one_region_or_a_database_beside_them_are_refused(three, monkeypatch):
    monkeypatch.setattr(settings, "FOLDERS", (three[0], three[0]))
    with pytest.raises(DataError, match=IMPRINT):
        load_registers({})
    monkeypatch.setattr(settings, "FOLDERS", three)
    monkeypatch.setattr(settings, "REGISTER_URL", "postgresql://")
    with pytest.raises(DataError, match="REGISTER_URL"):
        registers.folders()


def test_whose_number_it_is_is_said_of_several_registers_and_not_of_one(three):
    shared = load_registers({}).by_id[SHARED]
    assert number(shared, "ru") == (
        "№ 2 реестра Смоленской области, № 3 в таблице утративших силу реестра Псковской области"
    )
    assert short_number(shared, "ru") == "2 Смоленская, 3 (табл. утр.) Псковская"
    assert short_number(shared, "en", marked=False) == "2 Smolensk, 3 Pskov"
    alone = load_registers({"register": "ru-smo"})
    assert number(alone.by_id[SHARED], "ru") == "№ 2 реестра"
    heads = {
        choice: to_csv(Shown(View(), load_registers({"register": choice}), TODAY))
        for choice in ("", "ru-smo")
    }
    assert number(shared, "ru") in heads[""].decode("utf-8-sig")
    assert ";Реестр;" in heads[""].decode("utf-8-sig").splitlines()[0]
    assert ";Реестр;" not in heads["ru-smo"].decode("utf-8-sig").splitlines()[0]
    for choice, said in (("", "2 Смоленская, 3 Псковская"), ("ru-smo", "2")):
        register = load_registers({"register": choice})
        assert number_cell(register.by_id[SHARED], "ru") == (said if choice == "" else int(said))
        dated = to_agenda(
            [Event(TODAY, EventKind.ANNIVERSARY, 5, register.by_id[SHARED])], register, "ru"
        )
        assert f";{said};" in dated.decode("utf-8-sig")


def test_places_of_one_name_are_told_apart_by_their_regions(three):
    register = load_registers({})
    plain = register.territories["ru-psk-pskov"]
    twin = replace(plain, code="ru-bry-pskov", region="ru-bry")
    both = replace(register, territories=register.territories.with_these([twin]))
    assert label("territory", plain.code, register, "ru") == "Псков"
    assert label("territory", plain.code, both, "ru") == "Псков (Псковская область)"
    assert label("territory", twin.code, both, "ru") == "Псков (Брянская область)"


def test_a_meeting_file_brings_its_registers_and_its_side(three):
    register = load_registers({"register": "ru-psk", "side": "by-vi"})
    view = View.from_params({"focus": "by-vi-rasony"}, register)
    saved = to_file(Meeting(steps=("ru-psk-sebezhsky",)), view)
    known, unknown = read_file(saved, load_registers({"register": "ru-smo"}))
    assert unknown == ()
    assert (known["register"], known["side"], known["focus"]) == (
        "ru-psk", "by-vi", "by-vi-rasony",
    )  # fmt: skip


def command(capsys, *arguments):
    """Run a command; return what it says."""
    code = main(arguments)
    said = capsys.readouterr()
    return code, said.out + said.err


def test_commands_take_registers_and_a_side(three, capsys, tmp_path):
    assert re.search(r"agreements +5\b", command(capsys, "check", "--register", "ru-psk")[1])
    assert re.search(r"agreements +10\b", command(capsys, "check")[1])
    code, said = command(capsys, "ties", "--side", "by-vi-vitebsk")
    assert code == 0 and said.count("by-vi-vitebsk;ru-") == 2
    for wrong in (["ties", "--register", "ru-xx"], ["ties", "--side", "xx"]):
        code, said = command(capsys, *wrong)
        assert code == 1 and wrong[2] in said and said.count("\n") == 1
    out = tmp_path / "a.csv"
    view = "register=ru-bry&side=by-vi"
    assert command(capsys, "export", "--format", "csv", "--view", view, "--out", str(out))[0] == 0
    assert "Сураж" in out.read_text("utf-8-sig") and "Новозыбков" not in out.read_text("utf-8-sig")


def test_what_writes_asks_which_register_is_meant(three, capsys):
    code, said = command(capsys, "versions")
    assert code == 1 and "ru-smo | ru-psk | ru-bry" in said
    code, said = command(capsys, "versions", "--register", "ru-psk")
    assert code == 0 and "22.02.2022" in said


def test_a_fault_names_the_folder_it_is_in(three, tmp_path, monkeypatch):
    broken = three_registers.lay_out(tmp_path / "broken", "ru-psk")
    (broken / "parties.csv").write_text("agreement_id\n", encoding="utf-8")
    monkeypatch.setattr(settings, "FOLDERS", (three[0], broken))
    with pytest.raises(DataError, match=r"broken/parties\.csv"):
        load_registers({})


def test_what_registers_have_to_settle_is_found_and_nothing_is_merged(three):
    register = load_registers({})
    found = {
        check: [[a.id for a in finding.agreements] for finding in find_between(register)
                if finding.check == check]
        for check in Check
    }  # fmt: skip
    likely = [
        three_registers.ROWS[home][place].id for home, place in (("ru-smo", 2), ("ru-psk", 3))
    ]
    assert found[Check.RECORDS_DIFFER] == [[SHARED, SHARED]]
    assert found[Check.PERHAPS_ONE] == [likely]
    assert found[Check.MISSING_BESIDE] == [[three_registers.ROWS["ru-smo"][3].id]]
    assert differences(register.by_id[SHARED]) == ("title", "status", "term", "lapse")
    assert list(find_between(load_registers({"register": "ru-smo"}))) == []
    said = " ".join(oddity(finding, "ru") for finding in find_between(register))
    assert "реестре Брянской области его нет" in said
    assert "различаются: наименование, статус, срок действия, утрата силы" in said


def test_a_register_alone_has_nothing_to_settle_with_others(register):
    assert list(find_between(register)) == [] == list(find_between(seen_from(register, "by-vi")))


def test_each_register_keeps_its_own_rows_and_numbers_when_checked(three):
    missing = [x for x in find_oddities(load_registers({})) if x.check == Check.NUMBER_MISSING]
    said = {no_row(finding, "ru") for finding in missing}
    assert said == {"в реестре Псковской области такой записи нет"}
    order = [x for x in find_oddities(load_registers({})) if x.check == Check.OUT_OF_ORDER]
    assert order == [], "each is in order by itself"


def test_the_check_sheet_has_both_records_where_they_differ(three):
    register = load_registers({})
    network = build_network(register)
    material = Material(Shown(View(focus=(SHARED,)), register, TODAY), network)
    said = "\n".join(
        part
        for table in docx.Document(io.BytesIO(to_check_sheet(material))).tables
        for row in table.rows
        for cell in row.cells
        for part in cell.text.split("\n")
    )
    for words in (
        "Соглашение Велижа, Усвят и Городка о придуманном туризме",
        "Соглашение Городка, Велижа и Усвят о придуманном туризме",
        "№ 2-с", "№ 7-п", "Смоленская:", "Псковская:", "утратило силу", "различаются",
        "По реестрам Смоленской, Псковской и Брянской областей",
    ):  # fmt: skip
        assert words in said.replace("\u00a0", " "), words


def test_a_file_of_the_home_side_is_named_after_whoever_that_is(three):
    for params, home, other in (
        ({"register": "ru-smo"}, "rossiyskaya-storona", "belorusskaya-storona"),
        ({"side": "by-vi"}, "belorusskaya-storona", "rossiyskaya-storona"),
    ):
        words = load_registers(params).words("ru")
        assert [t(f"stats.file_{x}", "ru", **words) for x in ("home", "partner")] == [home, other]


def test_all_agreements_of_a_side_are_not_said_to_be_all_of_the_registers(three):
    register = load_registers({"side": "by-vi"})
    assert caption(View(side="by-vi"), register) == "Все соглашения Витебской области в реестрах"
    assert caption(View(), load_registers({})) == "Все соглашения реестров"
    network = build_network(register)
    page = to_html(Material(Shown(View(side="by-vi"), register, TODAY), network)).decode()
    texts = json.loads(re.search(r'id="page-data">(.*?)</script>', page)[1])["texts"]
    assert texts["ru"]["caption.everything"] == "Все соглашения Витебской области в реестрах"


def test_what_the_other_side_has_elsewhere_is_not_denied_from_a_side(three):
    # Desnogorsk has an agreement with Chausy of Mogilev oblast, none with Vitebsk oblast.
    register = load_registers({"side": "by-vi"})
    shown = Shown(View(side="by-vi"), register, TODAY)
    assert shown.whole_line() == "Все соглашения Витебской области в реестрах, без учёта отбора"
    spots, words = find_white_spots(shown, Side.PARTNER), register.words("ru")
    assert "ru-smo-desnogorsk" in {spot.territory.code for spot in spots.spots}
    said = findings.white_spots(spots, Side.PARTNER, words, "ru")
    assert said.startswith(
        "Россия: районов и городов без действующих соглашений с участием Витебской области — "
    )
    parts = findings.white_parts(spots, words, "ru")
    assert parts.startswith("Соглашений с участием Витебской области в реестрах нет и не было — ")
    assert load_registers({}).words("ru")["here"] == ""


def test_whose_agreement_a_tie_goes_on_by_is_said_in_full(three):
    register = load_registers({})
    one = register.agreements[0]
    place, heir = (register.territories[code] for code in one.territories[:2])
    text = findings.continued(Continued(place, (heir,), one, one), "ru")
    assert text.endswith(f", {number(one, 'ru')})") and "реестра Смоленской области" in text


def test_the_official_list_of_several_has_room_for_whose_number_it_is(three):
    register = load_registers({})
    network = build_network(register)
    data = to_register(Material(Shown(View(), register, TODAY), network))
    cell = docx.Document(io.BytesIO(data)).tables[0].rows[1].cells[0]
    assert cell.text == "1 Смоленская." and cell.width.mm > 20


@pytest.fixture(scope="module")
def app(folders, tmp_path_factory):
    """What each page of the app says by its link, in a process with the three registers."""
    env = {
        **os.environ,
        "TIES_DATA": os.pathsep.join(map(str, folders)),
        "TIES_CACHE": str(tmp_path_factory.mktemp("cache")),
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.three_registers"], cwd=settings.ROOT, env=env,
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout[done.stdout.index('{"pages"') :])


def test_every_page_shows_the_other_side_and_what_writes_asks_which_register(app):
    every = app["pages"]
    wrong = [(link, name) for link in every for name, page in every[link].items() if page["wrong"]]
    assert wrong == []
    for name in ("map", "register", "statistics", "calendar", "quality"):
        page = every["side=by-vi"][name]
        assert "Витебская область — Российская Федерация" in page["said"], name
        assert page["link"] == {"side": "by-vi"}
    assert "Смоленская, Псковская и Брянская области" in every[""]["quality"]["said"]
    asking = {
        link: "Какой реестр обновить?" in page["update"]["said"] for link, page in every.items()
    }
    assert asking == {"": True, "register=ru-psk": False, "side=by-vi": True}


def test_no_side_and_nothing_unknown_costs_a_load_of_its_own(app):
    assert app["loaded"] == [{}, {"register": "ru-psk"}]


def test_choosing_a_register_and_a_side_is_a_link_that_drops_what_is_not_there(app):
    chosen = app["chosen"]
    assert chosen["register"] == {"register": "ru-psk"}
    assert chosen["side"] == {"register": "ru-psk", "side": "by-vi"}
    assert "territory=ru-smo-roslavlsky" in chosen["said"].replace("\\", "")
    # Back may cut the run short in which the browser would have been told.
    assert chosen["told"] == [True, True]
