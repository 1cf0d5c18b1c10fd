"""The meeting and the timeline in Chromium: keys, a clicker, the years."""

import re
from datetime import date
from pathlib import Path

import pptx
import pytest
from playwright.sync_api import expect

from geo.agreements import Register
from geo.shown import Shown, select
from geo.view import View
from tests.browser import Reader

pytestmark = pytest.mark.browser


LISTENING = "body[data-step]"
"""The page of the show once keys turn its steps."""


def lines_on(register: Register, day: date) -> int:
    return sum(tie.n_agreements for tie in select(View(on=day), register).ties)


def test_arrow_keys_and_a_clicker_turn_the_steps(reader: Reader):
    title = reader.page.locator(".speaker-title")
    reader.page.goto(f"{reader.address}/meeting?steps=network,by-ma,due&show=1")
    expect(title).to_have_text("Действуют 42 соглашения, 68 связей (32 из одного соглашения)")
    # The title stands before the buttons that listen to the keys do.
    reader.map.locator(".ties-legend .ties-row").first.wait_for()
    reader.page.locator(LISTENING).wait_for(state="attached")
    reader.settled()
    reader.mark()
    reader.page.keyboard.press("PageDown")
    expect(title).to_have_text(re.compile("^Могилевская область: действуют 14 соглашений"))
    expect(reader.page).to_have_url(re.compile("step=2"))
    reader.settled()
    assert reader.is_marked(), "The frame of the map was built anew"
    # With the map in focus the keys are the frame's; it passes them on.
    reader.map.locator("#map_div").click(position={"x": 400, "y": 300})
    blank = reader.page.locator("body.blank")
    for key, n in (("b", 1), ("b", 0), (".", 1)):  # a clicker's button for a black screen
        reader.page.keyboard.press(key)
        expect(blank).to_have_count(n)
    reader.page.keyboard.press("ArrowRight")
    expect(title).to_contain_text("16 пролонгаций")
    expect(blank).to_have_count(0)
    reader.page.keyboard.press("ArrowLeft")
    expect(title).to_have_text(re.compile("^Могилевская область: действуют 14 соглашений"))
    reader.page.keyboard.press("PageUp")
    expect(title).to_have_text("Действуют 42 соглашения, 68 связей (32 из одного соглашения)")
    reader.page.keyboard.press("Escape")
    expect(reader.page.locator(".meeting-step")).to_have_count(3)


@pytest.mark.parametrize("hand", ["keys", "map", "mouse"])
@pytest.mark.parametrize("pause", [0, 80, 200])
def test_every_press_turns_a_step_however_quick(reader: Reader, hand: str, pause: int):
    """Runs cut each other short, and one run may take several presses at once."""
    steps = "network,title,growth,due,white,by-ma,by-vi,agreements,proposals,map"
    reader.page.goto(f"{reader.address}/meeting?steps={steps}&show=1")
    reader.page.locator(LISTENING).wait_for(state="attached")
    reader.map.locator(".ties-legend .ties-row").first.wait_for()
    reader.settled()
    if hand == "map":  # the second press is on a step without one
        reader.map.locator("#map_div").click(position={"x": 400, "y": 300})
    for key in ["ArrowRight"] * 7 + ["ArrowLeft"]:
        if hand == "mouse":
            name = key.removeprefix("Arrow")
            reader.page.locator(f".st-key-{name} button").first.click()
        else:
            reader.page.keyboard.press(key)
        reader.page.wait_for_timeout(pause)
    expect(reader.page.locator(".speaker-note").first).to_contain_text("7 из 10")
    reader.settled()
    expect(reader.page).to_have_url(re.compile("step=7"))
    reader.page.go_back()
    expect(reader.page).not_to_have_url(re.compile("step=7"))


def test_a_meeting_is_prepared_shown_and_taken_along_in_eight_actions(
    reader: Reader, tmp_path: Path
):
    page = reader.page
    reader.visit_page("/meeting")
    counterpart = page.get_by_role("combobox", name="Встреча с …")
    counterpart.fill("Могилевская область")  # 1
    counterpart.press("Enter")  # 2
    expect(page.get_by_role("heading", name="Встреча с Могилевской областью")).to_be_visible()
    page.get_by_role("textbox", name="Когда").fill("03.12.2026")  # 3
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("day=2026-12-03"))
    page.get_by_role("textbox", name="Где").fill("Могилев")  # 4
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("focus=by-ma.*place=|place=.*focus=by-ma"))
    reader.settled()
    files = {}
    for key in ("pptx", "brief-docx", "ics"):  # 5, 6, 7
        with page.expect_download() as taken:
            page.locator(f".st-key-meeting_{key} button").click()
        files[key] = tmp_path / taken.value.suggested_filename
        taken.value.save_as(files[key])
    deck = pptx.Presentation(files["pptx"])
    assert len(deck.slides) == 6
    assert deck.slides[0].shapes.title.text == "Встреча с Могилевской областью"
    assert "by-ma" in files["pptx"].name and files["brief-docx"].stat().st_size > 10_000
    invitation = files["ics"].read_text(encoding="utf-8").replace("\r\n ", "")
    assert "SUMMARY:Встреча с Могилевской областью" in invitation
    assert "DTSTART;VALUE=DATE:20261203" in invitation and "LOCATION:Могилев" in invitation
    page.get_by_role("button", name="Начать показ").click()  # 8
    expect(page.locator(".speaker-title")).to_have_text("Встреча с Могилевской областью")
    expect(page.locator(".speaker-cover").first).to_have_text("03.12.2026, Могилев")
    page.locator(LISTENING).wait_for(state="attached")
    reader.settled()
    page.keyboard.press("PageDown")
    expect(page.locator(".speaker-title")).to_contain_text("действуют 14 соглашений")
    reader.settled()
    page.keyboard.press("Escape")
    expect(page.locator(".meeting-step")).to_have_count(6)
    expect(page).to_have_url(re.compile("focus=by-ma"))
    reader.settled()
    page.locator(".st-key-down_title-0 button").first.focus()
    for place in (2, 3):  # the keyboard stays with the step
        page.keyboard.press("Enter")
        expect(page.locator(".meeting-step").nth(place - 1)).to_contain_text(f"{place}. Титул")
        expect(page.locator(".st-key-down_title-0 button").first).to_be_focused()


SCREENS = "title,map,by-ma,agreements,proposals,growth,due,white"


def test_no_screen_is_longer_or_wider_than_the_projector(reader: Reader):
    reader.page.set_viewport_size({"width": 1280, "height": 720})
    for step in range(1, SCREENS.count(",") + 2):
        reader.page.goto(f"{reader.address}/meeting?steps={SCREENS}&step={step}&show=1")
        expect(reader.page.locator(".speaker-note").first).to_contain_text(f"{step} из")
        reader.settled()
        over = reader.page.locator("[data-testid=stMain]").evaluate(
            "box => [box.scrollWidth - box.clientWidth, box.scrollHeight - box.clientHeight]"
        )
        assert max(over) <= 0, (step, over)
        least = reader.page.locator("[class*=speaker-], .agreement summary").evaluate_all(
            "all => Math.min(...all.map((one) => parseFloat(getComputedStyle(one).fontSize)))"
        )
        assert least >= 15, (step, least)


def test_arrows_scroll_the_list_and_escape_in_the_map_ends(reader: Reader):
    reader.page.goto(f"{reader.address}/meeting?steps=by-ma,due&show=1")
    reader.map.locator(".ties-legend .ties-row").first.wait_for()
    reader.settled()
    last = reader.page.locator(".st-key-panel .agreement").last
    expect(last).not_to_be_in_viewport()
    for _ in range(4):
        reader.page.keyboard.press("ArrowDown")
    expect(last).to_be_in_viewport()
    expect(reader.page).not_to_have_url(re.compile("step="))
    reader.map.locator("#map_div").click(position={"x": 400, "y": 300})
    reader.page.keyboard.press("Escape")
    expect(reader.page.locator(".meeting-step")).to_have_count(2)


def test_a_meeting_is_saved_and_opened_again(reader: Reader, tmp_path: Path):
    reader.visit_page("/meeting?steps=white,by-ma&discreet=1&status=in_force")
    with reader.page.expect_download() as saved:
        reader.page.locator(".st-key-meeting_save button").click()
    assert saved.value.suggested_filename.startswith("pokaz_")
    saved.value.save_as(tmp_path / "show.json")
    reader.visit_page("/meeting")
    expect(reader.page.locator(".meeting-step")).to_have_count(6)
    reader.page.locator(".st-key-meeting-file input[type=file]").set_input_files(
        tmp_path / "show.json"
    )
    expect(reader.page.locator(".meeting-step")).to_have_count(2)
    expect(reader.page).to_have_url(re.compile("steps=white%2Cby-ma"))
    expect(reader.page).to_have_url(re.compile("status=in_force"))
    reader.page.locator(".st-key-meeting-file input[type=file]").set_input_files(
        {"name": "x.json", "mimeType": "application/json", "buffer": b"[]"}
    )
    expect(reader.page.get_by_text("Это не файл показа")).to_be_visible()
    expect(reader.page.locator(".meeting-step")).to_have_count(2)


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


WATCH_PLAY = """() => {
  const frame = document.querySelector("iframe[src*=folium]").contentDocument;
  const text = (root, selector) => root.querySelector(selector).textContent;
  window.said = [];
  setInterval(() => said.push([text(frame, ".ties-time output"), text(document, ".count-line"),
    text(frame, ".ties-legend .ties-row:nth-of-type(6) .ties-count"),
    frame.querySelectorAll(".leaflet-lines-pane path:not(.tie-core)").length]), 30);
}"""
"""Notes the day on the map, what the head says, what the legend has in force, and the lines."""


def test_playing_the_years_asks_the_server_nothing_until_it_stops(
    reader: Reader, register: Register
):
    reader.visit("/?on=2012-12-31")
    sent = len(reader.sent)
    play = reader.map.locator(".ties-time button").first
    reader.page.evaluate(WATCH_PLAY)
    play.click()
    reader.page.wait_for_function("() => said.some(([day]) => day.endsWith(2014))")
    assert len(reader.sent) == sent
    play.click()
    said = {tuple(one) for one in reader.page.evaluate("() => window.said")}
    years = {day[-4:] for day, *_ in said}
    assert {"2013", "2014"} <= years
    for day, head, in_force, lines in said:
        on = date(int(day[-4:]), 12, 31)
        shown = Shown(View(on=on), register, date.today())
        assert (head, int(in_force)) == (shown.counts_line, shown.listed.tally.in_force)
        assert lines == lines_on(register, on)
    expect(reader.page).to_have_url(re.compile("on=201[4-9]-12-31"))
