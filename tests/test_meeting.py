"""Meeting mode: its steps in the link, and the page that prepares and shows them."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from geo.errors import GeoError
from geo.meeting import (
    DEFAULT,
    LENGTH,
    MOST_GUESTS,
    WORDS,
    Meeting,
    Occasion,
    focus_step,
    read_file,
    step_focus,
    to_file,
    unknown_steps,
)
from geo.shown import Shown
from geo.text import t
from geo.view import View
from tests.conftest import TODAY

APP = str(Path(__file__).resolve().parents[1] / "app.py")
LISTED = "network,by-ma,ru-smo-smolensk,ru-smo-smolensk~by-vi-vitebsk,growth"


def open_page(params):
    """Return the page under a link, opened as a reader would: from the map."""
    page = AppTest.from_file(APP, default_timeout=60)
    page.run()
    page.switch_page("pages/meeting.py")
    for name, value in params.items():
        page.query_params[name] = value
    page.run()
    return page


def texts(page):
    return " ".join(element.proto.body for element in page.get("html"))


def test_a_link_and_a_meeting_are_the_same(register):
    params = {"steps": LISTED, "step": "3", "discreet": "1", "show": "1"}
    assert Meeting.from_params(params, register).to_params() == params


def test_a_meeting_without_a_link_has_the_usual_steps(register):
    assert Meeting.from_params({}, register) == Meeting(DEFAULT, 0)
    assert Meeting().to_params() == {}


@pytest.mark.parametrize(
    "params",
    [
        {"steps": "nonsense,,{{7*7}}", "step": "-1", "discreet": "yes"},
        {"steps": "ru-smo-smolensk~by-hm-minsk", "step": "²"},
        {"steps": ",", "step": "9" * 400},
        {"steps": "9" * 5000, "step": "9" * 5000, "discreet": "9" * 5000},
        {"steps": "\ud83d,\udfff~\ud800", "step": "\ud83d", "show": "\ud83d"},
        {"steps": "~~~,\x00,\x1b[31m", "step": "1e9", "show": "true"},
    ],
)
def test_nonsense_falls_back_to_the_usual_steps(params, register):
    meeting = Meeting.from_params(params, register)
    assert meeting.steps == DEFAULT and not meeting.discreet
    assert 0 <= meeting.current < len(DEFAULT)


def test_slips_of_pasting_are_forgiven_in_the_steps_too(register):
    pasted = {"steps": "Network, by–ma %2Cgrowth)", "amp;step": "2.", "show": "1)."}
    meant = {"steps": "network,by-ma,growth", "step": "2", "show": "1"}
    assert Meeting.from_params(pasted, register) == Meeting.from_params(meant, register)
    assert Meeting.from_params(meant, register).to_params() == meant


def test_turning_never_leaves_the_steps(register):
    meeting = Meeting.from_params({"steps": LISTED}, register)
    assert meeting.moved(-1).current == 0
    assert meeting.moved(1).step == "by-ma"
    assert meeting.moved(99).step == "growth"


def test_a_long_list_is_cut(register):
    steps = ",".join(["network"] * 45)
    assert len(Meeting.from_params({"steps": steps}, register).steps) == 40


def test_a_place_is_picked_as_on_the_map(register):
    assert step_focus("by-ma", register) == ("by-ma",)
    assert step_focus("ru-smo-smolensk~by-vi-vitebsk", register) == (
        "ru-smo-smolensk",
        "by-vi-vitebsk",
    )
    assert not any(step_focus(word, register) for word in WORDS)
    for focus in (("by-ma",), ("ru-smo-smolensk",), ("ru-smo-smolensk", "by-vi-vitebsk")):
        assert step_focus(focus_step(focus), register) == focus


def test_steps_can_be_put_in_another_order_added_and_removed(register):
    meeting = Meeting.from_params({"steps": "network,due,white"}, register)
    assert meeting.shifted(2, -1).steps == ("network", "white", "due")
    assert meeting.shifted(0, 1).steps == ("due", "network", "white")
    assert meeting.shifted(0, -1) == meeting and meeting.shifted(2, 1) == meeting
    assert meeting.removed(1).steps == ("network", "white")
    assert Meeting(("due",)).removed(0).steps == ("due",)
    assert meeting.added("network").steps == ("network", "due", "white", "network")
    assert len(Meeting(("due",) * 40).added("network").steps) == 40


def test_every_step_is_seen_small_with_its_finding_before_the_show():
    said = texts(open_page({"steps": "network,register,white,growth", "status": "lapsed"}))
    assert said.count('class="preview"') == 4
    assert said.count('src="data:image/png;base64,') == 2  # the two maps
    assert '<table class="bars' in said or "columns" in said
    assert t("meeting.left_out", "ru") in said  # nothing is in force of what lapsed
    assert "<script" not in said


def test_a_saved_meeting_opens_as_it_was_from_its_first_step(register):
    view = View(years=(2015, 2020), status=("in_force",), q="школа")
    meeting = Meeting(("white", "ru-smo-smolensk~by-vi-vitebsk"), 1, discreet=True, shown=True)
    params, unknown = read_file(to_file(meeting, view), register)
    assert unknown == ()
    assert View.from_params(params, register) == view
    assert Meeting.from_params(params, register) == replace(meeting, current=0, shown=False)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe{",
        b"[]",
        b'{"meeting": []}',
        b'{"meeting": {"steps": 5}}',
        b'{"meeting": {"steps": null}}',
        b'{"meeting": {"steps": ["network"]}}',
        b'{"meeting": {"step": 2}}',
        b'{"meeting": {"step": true}}',
        b'{"meeting": {"step": "' + b"9" * 5000 + b'"}}',
        b'{"meeting": {"step": ' + b"9" * 5000 + b"}}",
        b'{"meeting": {"step": "-1"}}',
        '{"meeting": {"step": "²"}}'.encode(),
        rb'{"meeting": {"q": "\ud83d"}}',
        rb'{"meeting": {"\udfff": "1"}}',
        b'{"meeting": {"q": NaN}}',
        b'{"meeting": null}',
        b'"meeting"',
        b"null",
        b'{"meeting": ' + b'{"a":' * 9_000,
        b"[" * 60_000,
        b'{"meeting": {"steps": "' + b"due," * 20_000 + b'"}}',
        "Соглашение".encode("cp1251"),
    ],
)
def test_another_file_is_refused(data, register):
    with pytest.raises(GeoError, match=t("error.meeting_file", "en")):
        read_file(data, register)


def test_what_a_file_says_is_taken_as_a_link_is(register):
    data = json.dumps({"meeting": {"steps": "<b>,due,{{7*7}}", "kind": "x", "evil": "1"}}).encode()
    assert read_file(data, register) == ({"steps": "due"}, ("<b>", "{{7*7}}"))


def test_a_saved_meeting_keeps_its_day_its_place_and_its_people(register):
    occasion = Occasion(date(2026, 12, 3), "Могилев", ("Исполком",), "И. И. Иванов")
    data = to_file(Meeting(), View(focus=("by-ma",)), occasion)
    params, _ = read_file(data, register)
    assert Occasion.from_params(params) == occasion and params["focus"] == "by-ma"


def test_unknown_steps_are_told_in_one_line_and_left_out(register):
    params = {"steps": "due,чепуха,by-ma,by-xx"}
    assert unknown_steps(params, register) == ("чепуха", "by-xx")
    page = open_page(params)
    assert "«чепуха», «by-xx»" in page.warning[0].value.replace("\\", "")
    assert not open_page({"steps": "due,by-ma"}).warning


@pytest.mark.parametrize("step", ["0", "3", "999"])
def test_a_step_beyond_the_last_is_told_as_well(step, register):
    params = {"steps": "due,by-ma", "step": step}
    assert unknown_steps(params, register) == (step,)
    assert not unknown_steps(params | {"step": "2."}, register)


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_the_page_lists_the_steps_of_the_link(lang):
    page = open_page({"steps": LISTED, "lang": lang})
    assert not page.exception
    assert ("Могилевская область" if lang == "ru" else "Mogilev oblast") in texts(page)


def test_every_step_is_shown_and_an_empty_view_shows_every_step_too():
    for params in ({"focus": "by-ma", "day": "2026-12-03"}, {"q": "ничегонет"}):
        page = open_page({"steps": ",".join(WORDS), "show": "1", **params})
        for step in range(1, len(WORDS) + 1):
            assert not page.exception and f"{step} из {len(WORDS)}" in texts(page)
            if params.get("day"):
                assert "03.12.2026" in texts(page)
            if step < len(WORDS):
                page.button(key="Right").click().run()


def test_the_buttons_turn_the_steps():
    page = open_page({"steps": "network,due,white", "show": "1"})
    page.button(key="Right").click().run()
    assert "2 из 3" in texts(page)
    page.button(key="Right").click().run()
    assert "3 из 3" in texts(page)
    page.button(key="Left").click().run()
    assert "2 из 3" in texts(page) and not page.exception


def test_the_list_is_put_in_order_by_buttons_and_kept_in_the_link():
    page = open_page({"steps": "network,due,white", "status": "in_force"})
    for _ in range(2):  # the button goes where its step goes
        page.button(key="up_white-0").click().run()
    assert "".join(page.query_params["steps"]) == "white,network,due"
    page.button(key="remove_network-0").click().run()
    page.selectbox(key="add_step").set_value("by-ma").run()
    assert "".join(page.query_params["steps"]) == "white,due,by-ma"
    assert page.selectbox(key="add_step").value is None
    assert "".join(page.query_params["status"]) == "in_force" and not page.exception
    page.toggle(key="discreet").set_value(True).run()
    assert "".join(page.query_params["discreet"]) == "1"
    assert "".join(page.query_params["steps"]) == "white,due,by-ma"


@pytest.mark.parametrize(
    ("press", "steps"),
    [
        (lambda page: page.toggle(key="discreet").set_value(True), "network,due,white"),
        (lambda page: page.button(key="start").click(), "network,due,white"),
        (lambda page: page.selectbox(key="add_step").set_value("title"), "network,due,white,title"),
        (lambda page: page.button(key="up_due-0").click(), "due,network,white"),
    ],
)
def test_a_press_on_the_heels_of_another_undoes_nothing_of_it(press, steps):
    page = open_page({"steps": "network,due"})
    page.query_params["steps"] = "network,due,white"  # what the page has not drawn yet
    press(page).run()
    assert "".join(page.query_params["steps"]) == steps and not page.exception


def test_the_last_step_cannot_be_removed():
    assert open_page({"steps": "due"}).button(key="remove_due-0").disabled


def test_with_partners_in_the_room_reasons_notes_and_guesses_are_hidden(register):
    marks = [t(f"card.{name}", "ru") for name in ("lapse", "note", "successor_inferred")]
    codes = ("by-ma", "by-hm", "ru-smo-smolensk", "ru-smo-khislavichsky")
    told = [texts(open_page({"steps": code, "show": "1"})) for code in codes]
    assert all(any(mark in text for text in told) for mark in marks)
    assert any("с даты вступления в силу" in text for text in told)
    for code in codes:
        said = texts(open_page({"steps": code, "show": "1", "discreet": "1"}))
        assert not [mark for mark in (*marks, "с даты вступления в силу") if mark in said]


def test_beside_the_map_of_a_place_stands_why_it_has_nothing():
    never = texts(open_page({"steps": "ru-smo-sychyovsky", "show": "1"}))
    assert "Соглашений в реестре нет и не было." in never and "отбора не" not in never
    hidden = texts(open_page({"steps": "by-vi-pastavy", "show": "1", "kind": "sectoral"}))
    assert "Под условия отбора не подходит ни одно соглашение." in hidden


def test_a_long_table_says_how_many_rows_it_leaves_out():
    page = open_page({"steps": "due", "show": "1"})
    assert texts(page).count("<tr>") - 1 == 14 and "Здесь первые 14 из" in texts(page)


def test_a_meeting_is_prepared_on_one_page_and_kept_in_its_link():
    page = open_page({})
    page.selectbox(key="counterpart").set_value(("by-ma",)).run()
    assert "Встреча с Могилевской областью" in texts(page)
    page.text_input(key="day").set_value("03.12.2026").run()
    page.text_input(key="place_of").set_value("Могилев").run()
    page.text_area(key="guests").set_value("Облисполком\nАдминистрация").run()
    page.text_input(key="speaker").set_value("И. И. Иванов").run()
    link = {name: "".join(page.query_params[name]) for name in page.query_params}
    assert (link["focus"], link["day"], link["place"]) == ("by-ma", "2026-12-03", "Могилев")
    assert not {"guests", "speaker"} & set(link) and not page.exception
    page.button(key="start").click().run()
    said = texts(page)
    assert "Встреча с Могилевской областью" in said and "03.12.2026, Могилев" in said
    assert "Делегации: Облисполком; Администрация" in said and "Докладчик: И. И. Иванов" in said
    page.button(key="Escape").click().run()
    page.toggle(key="named").set_value(True).run()
    assert "".join(page.query_params["speaker"]) == "И. И. Иванов"
    page.button(key="steps_full").click().run()
    assert "sources" in "".join(page.query_params["steps"]) and not page.exception


def test_a_server_that_started_anew_loses_nobody_of_the_meeting():
    page = open_page({"focus": "by-ma"})
    page.text_area(key="guests").set_value("Облисполком\nАдминистрация").run()
    page.text_input(key="speaker").set_value("И. И. Иванов").run()
    said = page._tree.get_widget_states()  # by the browser, to the new server
    page._session_state = AppTest.from_file(APP)._session_state
    page._run(said)
    assert page.text_area(key="guests").value == "Облисполком\nАдминистрация"
    page.button(key="start").click().run()
    assert "Докладчик: И. И. Иванов" in texts(page) and not page.exception
    said = page._tree.get_widget_states()  # during the show, too
    page._session_state = AppTest.from_file(APP)._session_state
    page._run(said)
    assert "Докладчик: И. И. Иванов" in texts(page) and not page.exception


def test_the_field_of_the_day_says_what_the_link_says_or_what_is_no_day():
    page = open_page({"day": "2026-12-03"})
    assert page.text_input(key="day").value == "03.12.2026"
    del page.query_params["day"]  # by Back
    assert page.run().text_input(key="day").value == ""
    page.text_input(key="day").set_value("3 дек").run()
    assert page.text_input(key="day").value == "3 дек"
    assert t("filter.day_error", "ru") in texts(page) and "day" not in page.query_params


@pytest.mark.parametrize(
    ("focus", "ru", "en"),
    [
        ("", "Встреча по приграничным связям", "Meeting on cross-border ties"),
        ("by-ma", "Встреча с Могилевской областью", "Meeting with Mogilev oblast"),
        ("by-hm", "Встреча с городом Минском", "Meeting with the City of Minsk"),
        ("by-vi-orsha", "Встреча с городом Оршей", "Meeting with Orsha"),
        (
            "ru-smo-smolensky",
            "Встреча со Смоленским муниципальным округом",
            "Meeting with Smolensky Municipal Okrug",
        ),
        ("ru-smo-smolensk,by-vi-vitebsk", "Встреча: Смоленск — Витебск", None),
    ],
)
def test_a_meeting_is_called_after_the_counterpart(register, focus, ru, en):
    for lang, title in (("ru", ru), ("en", en)):
        view = View.from_params({"focus": focus, "lang": lang}, register)
        shown = Shown(view, register, TODAY, occasion=Occasion())
        assert title in (None, shown.meeting)
        assert replace(shown, occasion=None).meeting == ""


def test_a_link_names_people_only_if_the_speaker_wants_it(register):
    occasion = Occasion(date(2026, 12, 3), "Могилев", ("Исполком", "Администрация"), "И. И. Иванов")
    assert Occasion.from_params(occasion.to_params(people=True)) == occasion
    bare = occasion.to_params(people=False)
    assert bare == {"day": "2026-12-03", "place": "Могилев"}
    assert occasion.lines("ru") == (
        "03.12.2026, Могилев", "Делегации: Исполком; Администрация", "Докладчик: И. И. Иванов",
    )  # fmt: skip
    assert Occasion().lines("ru") == ()


@pytest.mark.parametrize("text", ["\0\ud800", "9" * 5000, "<b>\n" * 500, "\u202e"])
def test_what_a_link_says_of_a_meeting_is_taken_with_care(text):
    read = Occasion.from_params(dict.fromkeys(("day", "place", "guests", "speaker"), text))
    assert read.day is None and len(read.guests) <= MOST_GUESTS
    for part in (read.place, read.speaker, *read.guests):
        assert len(part) <= LENGTH and part.isprintable()
