"""The meeting and the timeline in Chromium: keys, a clicker, the years."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from geo.agreements import Register
from geo.view import View, select
from tests.browser import Reader, serve

pytestmark = pytest.mark.browser


@pytest.fixture
def reader(browser: Browser, tmp_path: Path) -> Iterator[Reader]:
    with serve(tmp_path / "log.txt") as server:
        reader = Reader(browser, server)
        yield reader
        reader.close()
    assert reader.foreign == [] and reader.errors == [] and reader.dialogs == []


def lines_on(register: Register, day: date) -> int:
    return sum(tie.n_agreements for tie in select(View(on=day), register).ties)


def test_arrow_keys_and_a_clicker_turn_the_steps(reader: Reader):
    title = reader.page.locator(".speaker-title")
    reader.page.goto(f"{reader.address}/meeting?steps=network,by-ma,due&show=1")
    expect(title).to_have_text("Вся сеть соглашений")
    # The title stands before the buttons that listen to the keys do.
    reader.map.locator(".ties-legend .ties-row").first.wait_for()
    reader.page.locator(".st-key-PageDown button").wait_for(state="attached")
    reader.settled()
    reader.mark()
    reader.page.keyboard.press("PageDown")
    expect(title).to_have_text("Могилевская область")
    expect(reader.page).to_have_url(re.compile("step=2"))
    reader.settled()
    assert reader.is_marked(), "The frame of the map was built anew"
    # With the map in focus the keys are the frame's; it passes them on.
    reader.map.locator("#map_div").click(position={"x": 400, "y": 300})
    reader.page.keyboard.press("ArrowRight")
    expect(title).to_have_text("Пролонгации на год вперёд")
    reader.page.keyboard.press("ArrowLeft")
    expect(title).to_have_text("Могилевская область")
    reader.page.keyboard.press("PageUp")
    expect(title).to_have_text("Вся сеть соглашений")
    reader.page.keyboard.press("Escape")
    expect(reader.page.locator(".meeting-step")).to_have_count(3)


def test_a_year_of_the_timeline_becomes_the_day_of_the_page(reader: Reader, register: Register):
    reader.visit("/?on=2013-01-01")
    reader.shows(lines_on(register, date(2013, 1, 1)))
    slider = reader.map.locator(".ties-time input")
    year = 2005 - register.years[0]
    slider.evaluate(
        "(node, value) => { node.value = value; node.oninput(); node.onchange(); }", year
    )
    reader.shows(lines_on(register, date(2005, 12, 31)))
    expect(reader.page).to_have_url(re.compile("on=2005-12-31"))
    reader.map.locator(".ties-time button").last.click()
    reader.shows(sum(tie.n_agreements for tie in select(View(), register).ties))
    expect(reader.page).not_to_have_url(re.compile("on="))


def test_playing_the_years_asks_the_server_nothing_until_it_stops(
    reader: Reader, register: Register
):
    reader.visit("/?on=2012-12-31")
    sent = len(reader.sent)
    play = reader.map.locator(".ties-time button").first
    play.click()
    reader.shows(lines_on(register, date(2014, 12, 31)))
    assert len(reader.sent) == sent
    play.click()
    expect(reader.page).to_have_url(re.compile("on=201[4-9]-12-31"))
