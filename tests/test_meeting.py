"""Meeting mode: its steps in the link, and the page that prepares and shows them."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from geo.meeting import DEFAULT, MOST, WORDS, Meeting, step_focus

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
    ],
)
def test_nonsense_falls_back_to_the_usual_steps(params, register):
    meeting = Meeting.from_params(params, register)
    assert meeting.steps == DEFAULT and not meeting.discreet
    assert 0 <= meeting.current < len(DEFAULT)


def test_turning_never_leaves_the_steps(register):
    meeting = Meeting.from_params({"steps": LISTED}, register)
    assert meeting.moved(-1).current == 0
    assert meeting.moved(1).step == "by-ma"
    assert meeting.moved(99).step == "growth"


def test_a_long_list_is_cut(register):
    steps = ",".join(["network"] * (MOST + 5))
    assert len(Meeting.from_params({"steps": steps}, register).steps) == MOST


def test_a_place_is_picked_as_on_the_map(register):
    assert step_focus("by-ma", register) == ("by-ma",)
    assert step_focus("ru-smo-smolensk~by-vi-vitebsk", register) == (
        "ru-smo-smolensk",
        "by-vi-vitebsk",
    )
    assert not any(step_focus(word, register) for word in WORDS)


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_the_page_lists_the_steps_of_the_link(lang):
    page = open_page({"steps": LISTED, "lang": lang})
    assert not page.exception
    assert ("Могилевская область" if lang == "ru" else "Mogilev oblast") in texts(page)


@pytest.mark.parametrize("step", range(1, len(WORDS) + 1))
def test_every_step_is_shown(step):
    page = open_page({"steps": ",".join(WORDS), "step": str(step), "show": "1"})
    assert not page.exception
    assert f"{step} из {len(WORDS)}" in texts(page)


def test_the_buttons_turn_the_steps():
    page = open_page({"steps": "network,due,white", "show": "1"})
    page.button(key="PageDown").click().run()
    assert "2 из 3" in texts(page)
    page.button(key="Right").click().run()
    assert "3 из 3" in texts(page)
    page.button(key="Left").click().run()
    assert "2 из 3" in texts(page) and not page.exception


def test_with_partners_in_the_room_reasons_are_hidden():
    link = {"steps": "by-ma", "show": "1"}
    reason = "с даты вступления в силу"
    assert reason in texts(open_page(link))
    assert reason not in texts(open_page(link | {"discreet": "1"}))


def test_an_empty_view_still_shows_every_step():
    for step in range(1, len(WORDS) + 1):
        params = {"steps": ",".join(WORDS), "step": str(step), "show": "1", "q": "ничегонет"}
        assert not open_page(params).exception
