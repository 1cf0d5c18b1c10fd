"""
What people are used to from maps and tables on the web, and three jobs: each done in every way.

    python -m tests.habits     prints the table: how many actions each takes, before and now

By mouse, by keyboard alone, on a phone. An action is a click, a tap, a key, one word typed or one
turn of the pointer to a thing; reading is none. `test_browser_habits.py` holds the numbers.
"""

import io
import re
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl
from playwright.sync_api import Locator, Page, expect, sync_playwright

from geo.agreements import load_register
from geo.shown import select
from geo.text import t
from geo.view import View
from tests.browser import (
    LAPTOP,
    NAME_POINT,
    PHONE,
    Reader,
    find_chromium,
    launch,
    serve,
)

WAYS = ("mouse", "keys", "phone")
MOST_TABS = 60
"""A stop that is not reached by then has none."""
AT_START = """() => {
  document.activeElement.blur();
  const start = document.getElementById("start") || document.createElement("span");
  Object.assign(start, { id: "start", tabIndex: -1 });
  document.body.prepend(start);
  start.focus();
}"""
"""Puts the keyboard where it is when a page has just been opened."""
GO = """(link) => {
  history.pushState({}, "", link);
  dispatchEvent(new PopStateEvent("popstate"));
}"""
"""Opens another link of the app in the same session, as Back and Forward do."""
FOCUSED = """(node) => {
  const own = node.getRootNode(), frame = window.frameElement;
  return (node === own.activeElement || node.contains(own.activeElement))
    && (!frame || frame.ownerDocument.activeElement === frame);
}"""
AT = """() => {
  const name = (node) => node.ariaLabel || node.title || node.textContent.trim();
  const tell = (node) => `${node.tagName} ${name(node)}`.slice(0, 60);
  const at = document.activeElement, inner = at.contentDocument?.activeElement;
  return tell(at) + (inner ? ` > ${tell(inner)}` : "");
}"""
"""Tells where the keyboard is."""
SAME_GROUP = """(node) => {
  const group = node.closest("[data-testid=stButtonGroup]");
  return Boolean(group) && group.contains(document.activeElement);
}"""

BEFORE = """(node) => {
  const here = window.frameElement || node;
  const at = here.ownerDocument.activeElement.compareDocumentPosition(here);
  return Boolean(at & Node.DOCUMENT_POSITION_PRECEDING);
}"""
"""Whether a node comes before what has the keyboard."""


class Hand:
    """One reader who works in one way, and counts."""

    def __init__(self, reader: Reader, way: str) -> None:
        self.reader, self.page, self.way = reader, reader.page, way
        self.count = 0
        self.trail: list[str] = []

    def start(self, link: str = "/") -> None:
        """Be where a link leads, having done nothing yet."""
        if self.page.url.startswith(self.reader.address):
            self.reader.settled()  # the link of what was done last may come after it is shown
            if self.page.url != self.reader.address + link:
                self.reader.run(lambda: self.page.evaluate(GO, link))
        else:
            self.page.goto(self.reader.address + link)
        self.page.locator("h1").first.wait_for()
        self.reader.settled()
        if link.startswith("/?") or link == "/":
            self.reader.drawn()
        self.page.evaluate(AT_START)
        self.count = 0
        self.trail.clear()

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.trail.append(f"{key}: {self.page.evaluate(AT)}")
        self.count += len(keys)

    def type(self, word: str) -> None:
        self.page.keyboard.type(word)
        self.count += 1

    def use(self, target: Locator) -> None:
        """Click it, tap it, or go to it with the keyboard and press Enter."""
        in_menu = "(node) => Boolean(node.closest('[data-testid=stSidebar]'))"
        if self.way == "phone" and target.first.evaluate(in_menu):
            self.open_menu()
        target = seen(target)
        if self.way == "keys":
            self.to(target)
            self.press("Enter")
        elif self.way == "phone":
            target.tap()
            self.count += 1
        else:
            target.click()
            self.count += 1

    def open_menu(self) -> None:
        """On a phone the menu lies over the page, once it is wanted."""
        button = self.page.get_by_role("button", name=t("app.open_menu", "ru"))
        if button.is_visible():
            button.tap()
            self.count += 1

    def close_menu(self) -> None:
        """Let the page be seen again, on a phone."""
        button = self.page.get_by_role("button", name=t("app.close_menu", "ru"))
        if self.way == "phone" and button.is_visible():
            button.tap()
            self.count += 1

    def to(self, target: Locator) -> None:
        """Go to something with the keyboard: past the menu by the link for it, then by Tab."""
        fresh = self.page.evaluate("() => document.activeElement.id === 'start'")
        in_main = "(node) => node.ownerDocument !== top.document || node.closest('main, .stMain')"
        if fresh and target.evaluate(f"(node) => Boolean(({in_main})(node))"):
            self.press("Tab", "Enter")
        for _ in range(MOST_TABS):
            if target.evaluate(FOCUSED):
                return
            grouped = target.evaluate(SAME_GROUP)
            back = "Shift+Tab" if target.evaluate(BEFORE) else "Tab"
            self.press("ArrowRight" if grouped else back)
        raise AssertionError(f"No stop of the keyboard: {target}")

    def choose(self, box: Locator, word: str, name: str) -> None:
        """Choose in a list by the beginning of a name."""
        if self.way == "keys":
            self.to(box)
        else:
            self.use(box)
        self.type(word)
        option = self.page.get_by_role("option", name=name).first
        option.wait_for()
        if self.way == "keys":
            self.press("Enter")
        else:
            self.use(option)

    def shows(self, *, menu: str) -> None:
        """Go to another page by the menu."""
        self.use(self.page.locator(".st-key-menu a", has_text=menu))

    def forgets(self, name: str) -> None:
        """Wait until the link does not filter by something; it follows the map."""
        expect(self.page).not_to_have_url(re.compile(rf"\b{name}="))

    def took(self, action: Callable[[], None]) -> tuple[str, bytes]:
        """Return name and content of the file that an action makes."""
        with self.page.expect_download() as download:
            action()
        file = download.value
        return file.suggested_filename, Path(file.path()).read_bytes()


# --- the habits -----------------------------------------------------------------------------------

REGISTER = load_register()
PANEL = ".panel-name"
KHISLAVICHI = REGISTER.territories["ru-smo-khislavichsky"]


def n_lines(**params: str) -> int:
    """Return how many lines the map has to show for a link."""
    ties = select(View.from_params(params, REGISTER), REGISTER).ties
    return sum(tie.n_agreements for tie in ties)


def seen(locator: Locator) -> Locator:
    """Of a button with a tip there are two, one of them for a narrow screen."""
    return locator.locator("visible=true").first


def chip(page: Page, name: str) -> Locator:
    return seen(page.locator(f".st-key-chip-{name} button"))


DOT_POINT = """(code) => {
  const place = TIES_DATA.territories.findIndex((one) => one.code === code);
  const { x, y } = map.latLngToContainerPoint(ties.points.get(place).getLatLng());
  return [x, y];
}"""
"""Finds the point of a place on the map."""

WATCH_BUSY = """() => {
  window.busy = 0;
  new MutationObserver((changes) => {
    window.busy += changes.filter(({ oldValue, target }) =>
      [oldValue, target.dataset.testScriptState].includes("running")).length;
  }).observe(document.body, {
    subtree: true, attributeOldValue: true, attributeFilter: ["data-test-script-state"],
  });
}"""
"""Counts how often the page was said to be running, however shortly."""
BUSY = """() => {
  const app = document.querySelector("[data-testid=stApp]"), before = app.dataset.testScriptState;
  app.dataset.testScriptState = "running";
  const { content, height, animationName } = getComputedStyle(app, "::before");
  app.dataset.testScriptState = before;
  return [content, height, animationName].join();
}"""
"""How that looks."""


def loading(hand: Hand) -> None:
    hand.start("/?kind=twinning")
    assert hand.page.evaluate(BUSY) == '"",3px,lost, busy'
    hand.page.evaluate(WATCH_BUSY)
    hand.use(chip(hand.page, "kind-twinning"))
    hand.reader.shows(n_lines())
    layouts = hand.page.locator(".st-key-draw_as button")
    for turn in range(10):  # a run may be over before the browser has said that one goes on
        if hand.page.evaluate("() => window.busy"):
            break
        hand.reader.run(layouts.nth((turn + 1) % 2).click)
    assert hand.page.evaluate("() => window.busy")


def empty_state(hand: Hand) -> None:
    hand.start("/?status=lapsed&kind=twinning")
    assert n_lines(status="lapsed", kind="twinning") == 0
    frame = hand.page.locator("iframe[src*=folium]")
    place = frame.bounding_box()
    expect(hand.page.get_by_text(t("map.empty", "ru"))).to_be_visible()
    assert "Показано 0 из" in hand.reader.count_line
    hand.use(chip(hand.page, "status-lapsed"))
    hand.reader.shows(n_lines(kind="twinning"))
    expect(hand.page.get_by_text(t("map.empty", "ru"))).to_have_count(0)
    hand.forgets("status")
    if hand.way != "phone":  # there what is filtered has lines of its own
        assert frame.bounding_box() == place, "The map moved"


def reset(hand: Hand) -> None:
    hand.start("/?kind=twinning&region=by-ma")
    hand.use(hand.page.locator(".st-key-reset_all button"))
    hand.reader.shows(n_lines())
    hand.forgets("kind")
    hand.forgets("region")


def deep_link(hand: Hand) -> None:
    hand.start("/?region=by-ma)")
    hand.reader.shows(n_lines(region="by-ma"))
    hand.start("/?region=by-xx&kind=twinning")
    hand.reader.shows(n_lines(kind="twinning"))
    expect(hand.page.locator(".st-key-link-note")).to_contain_text("by-xx")


def back(hand: Hand) -> None:
    hand.start("/?kind=twinning&region=by-ma")
    hand.use(chip(hand.page, "region-by-ma"))
    hand.reader.shows(n_lines(kind="twinning"))
    hand.count = 0
    hand.page.go_back()  # the browser's own, one action in every way
    hand.count += 1
    hand.reader.shows(n_lines(kind="twinning", region="by-ma"))
    expect(chip(hand.page, "region-by-ma")).to_be_visible()


def chips(hand: Hand) -> None:
    hand.start("/?kind=friendship&region=by-vi")
    expect(chip(hand.page, "region-by-vi")).to_be_visible()
    hand.use(chip(hand.page, "kind-friendship"))
    hand.reader.shows(n_lines(region="by-vi"))
    hand.forgets("kind")


def shown_of_total(hand: Hand) -> None:
    hand.start("/?kind=friendship")
    shown = len(select(View(kind=("friendship",)), REGISTER).agreements)
    total = len(REGISTER.agreements)
    assert hand.reader.count_line.startswith(f"Показано {shown} из {total} соглашений: действ")
    expect(hand.page.locator(".count-line")).to_be_in_viewport()


def legend(hand: Hand) -> None:
    hand.start("/?kind=friendship")
    shown = len(select(View(kind=("friendship",)), REGISTER).agreements)
    row = hand.reader.map.locator(".ties-row", has_text=t("kind.friendship", "ru"))
    expect(row.locator(".ties-count")).to_have_text(str(shown))
    expect(row).to_be_in_viewport()


def scale(hand: Hand) -> None:
    hand.start("/?kind=friendship")
    line = hand.reader.map.locator(".leaflet-control-scale-line")
    expect(line).to_have_text(re.compile(r"\d+ км"))
    expect(line).to_be_in_viewport()


def attribution(hand: Hand) -> None:
    hand.start("/?kind=friendship")
    credit = hand.reader.map.locator(".ties-credit")
    expect(credit).to_contain_text("OpenStreetMap")
    assert credit.evaluate("(node) => parseFloat(getComputedStyle(node).fontSize)") >= 11
    if hand.way == "phone":  # below the map, one turn of the page away
        return
    expect(credit).to_be_in_viewport()


def hover_and_click(hand: Hand) -> None:
    hand.start()
    name, reader = KHISLAVICHI.short("ru"), hand.reader
    sent = len(reader.sent)
    lit = reader.map.locator(".leaflet-lit-pane path:not(.tie-core)")
    ties = [tie for tie in select(View(), REGISTER).ties if tie.home == KHISLAVICHI.code]
    if hand.way == "keys":
        hand.to(reader.map.get_by_role("listbox"))
        hand.press("End")
        chosen = reader.map.get_by_role("option", selected=True)
        while name not in chosen.inner_text():
            hand.press("ArrowUp")
    elif hand.way == "mouse":
        reader.hover_map(NAME_POINT, name)
        hand.count += 1
    if hand.way != "phone":
        expect(lit).to_have_count(sum(tie.n_agreements for tie in ties))
        assert reader.in_map("() => map.getPane('lines').style.opacity") == "0.15"
        assert len(reader.sent) == sent, "The server was asked"
    if hand.way == "keys":
        hand.press("Enter")
    else:
        reader.click_map(DOT_POINT, KHISLAVICHI.code)
        hand.count += 1
    expect(hand.page.locator(PANEL)).to_have_text(KHISLAVICHI.name("ru"))
    expect(hand.page.locator(".st-key-panel details")).to_have_count(4)


def table_twin(hand: Hand) -> None:
    hand.start("/?kind=friendship")
    hand.use(
        hand.page.locator(".st-key-draw_as").get_by_role("radio", name=t("layout.table", "ru"))
    )
    rows = hand.page.locator(".st-key-agreements tbody tr")
    expect(rows).to_have_count(len(select(View(kind=("friendship",)), REGISTER).agreements))
    said = rows.all_inner_texts()
    assert all(re.search(r"до \d\d\.|бессрочно|утратил|срок", row) for row in said), said
    expect(hand.page).to_have_url(re.compile("layout=table"))


def excel(hand: Hand) -> None:
    hand.start("/?kind=friendship")
    hand.shows(menu=t("page.exports", "ru"))
    button = seen(hand.page.locator(".st-key-export_xlsx button"))
    button.wait_for()
    hand.reader.settled()
    name, data = hand.took(lambda: hand.use(button))
    assert name.endswith(".xlsx") and openpyxl.load_workbook(io.BytesIO(data)).worksheets


def printing(hand: Hand) -> None:
    hand.start("/register")
    hand.page.emulate_media(color_scheme="dark")  # paper is never dark
    app = "(what) => getComputedStyle(document.querySelector('[data-testid=stApp]'))[what]"
    hand.page.wait_for_function(f"() => ({app})('color') === 'rgb(233, 231, 226)'")
    hand.page.emulate_media(media="print")  # the browser's own, one action in every way
    assert hand.page.evaluate(app, "backgroundColor") == "rgb(255, 255, 255)"
    ink = "() => getComputedStyle(document.querySelector('h1')).color"
    assert hand.page.evaluate(ink) == "rgb(34, 37, 42)"
    hand.count += 1
    expect(hand.page.get_by_test_id("stSidebar")).to_be_hidden()
    rows = hand.page.locator(".st-key-table-box tbody tr")
    expect(rows).to_have_count(len(REGISTER.agreements))
    box = hand.page.locator(".st-key-table-box")
    cut = "(box) => [box.scrollHeight - box.clientHeight, box.scrollWidth - box.clientWidth]"
    assert max(box.evaluate(cut)) <= 1
    hand.page.emulate_media(media="screen", color_scheme="light")


def full_screen(hand: Hand) -> None:
    hand.start()
    hand.use(hand.reader.map.get_by_role("button", name=t("layer.full_screen", "ru")))
    hand.reader.frame.wait_for_function("() => document.fullscreenElement")
    hand.reader.in_map("() => document.exitFullscreen()")
    hand.reader.frame.wait_for_function("() => !document.fullscreenElement")


def keyboard(hand: Hand) -> None:
    hand.start()
    expect(hand.reader.map.get_by_role("region", name=t("layer.map", "ru"))).to_be_visible()
    listed = hand.reader.map.get_by_role("listbox")
    hand.to(listed)
    expect(listed).to_have_accessible_name(t("layer.list", "ru"))
    chosen = hand.reader.map.get_by_role("option", selected=True)
    names = sorted(REGISTER.territories[code].short("ru") for code in REGISTER.party_codes)
    expect(chosen).to_contain_text(names[0])
    hand.press("ArrowRight")  # its ties
    expect(chosen).to_contain_text(f" — {names[0]}")
    hand.press("ArrowLeft")
    hand.count = 0
    outside = "() => document.activeElement.tagName !== 'IFRAME'"
    while not hand.page.evaluate(outside):
        hand.press("Tab")
    stops = hand.count
    hand.press("Shift+Tab")
    assert not hand.page.evaluate(outside)
    hand.page.evaluate(AT_START)
    hand.to(listed)
    hand.press("End")
    expect(chosen).to_contain_text(names[-1])
    hand.press("Enter")
    expect(hand.page.locator(PANEL)).to_contain_text(names[-1])
    hand.count = stops + 1  # out, and back with one key


STROKES = """() => {
  const look = (path) => [path.getAttribute("stroke-dasharray"), path.getAttribute("stroke-width"),
    getComputedStyle(path).stroke];
  const samples = document.querySelectorAll(".ties-legend .ties-group:first-of-type .ties-stroke");
  return [...samples].map((mark) => [...mark.querySelectorAll("path")].map(look).join(";"));
}"""


def grey(hand: Hand) -> None:
    hand.start("/?kind=friendship")
    strokes = hand.reader.in_map(STROKES)
    kinds = [stroke.count(";") for stroke in strokes[:4]]
    assert sorted(kinds) == [0, 0, 1, 1]  # two are double lines; of two alike one is far darker
    assert len(set(strokes)) == len(strokes)


def dark(hand: Hand) -> None:
    hand.start("/?kind=friendship")
    ground = "() => getComputedStyle(document.getElementById('map_div')).backgroundColor"
    assert hand.reader.in_map(ground) == "rgb(236, 236, 234)"
    hand.page.emulate_media(color_scheme="dark")
    hand.reader.frame.wait_for_function(f"() => ({ground})() === 'rgb(29, 33, 38)'")
    name = hand.reader.map.locator(".ties-names .name").first
    assert name.evaluate("(node) => getComputedStyle(node).fill") == "rgb(233, 231, 226)"
    hand.page.emulate_media(color_scheme="light")


def phone(hand: Hand) -> None:
    fits = "() => document.querySelector('[data-testid=stMain]').scrollWidth <= innerWidth"
    for link in (
        "/register",
        "/territory?focus=by-vi-vitebsk",
        "/calendar",
        "/quality",
        "/statistics",
        "/",
    ):
        hand.start(link)
        hand.page.wait_for_function(fits)
    hand.start("/?on=2016-12-31")  # the bar of time stands below the buttons, whole
    boxes = [hand.reader.map.locator(x).bounding_box() for x in (".ties-bar", ".ties-time")]
    (buttons, time), room = boxes, hand.page.viewport_size["width"]
    assert buttons["y"] + buttons["height"] <= time["y"]
    assert time["x"] >= 0 and time["x"] + time["width"] <= room


def typography(hand: Hand) -> None:
    hand.start("/?kind=friendship")
    texts = hand.page.evaluate("() => document.querySelector('[data-testid=stMain]').innerText")
    assert "—" in texts and '"' not in texts and " - " not in texts


# --- three jobs -----------------------------------------------------------------------------------


def with_whom_until_when(hand: Hand) -> None:
    hand.start()
    if hand.way == "mouse":
        hand.reader.click_map(NAME_POINT, KHISLAVICHI.short("ru"))
        hand.count += 1
    else:
        picker = hand.page.locator(".st-key-pick input")
        hand.choose(picker, "Хислав", KHISLAVICHI.name("ru"))
    expect(hand.page.locator(PANEL)).to_have_text(KHISLAVICHI.name("ru"))
    cards = hand.page.locator(".st-key-panel details summary")
    expect(cards).to_have_count(4)
    said = " ".join(cards.all_inner_texts())
    for name in ("Чаусский", "Славгородский", "Мстиславский"):
        assert name in said
    assert "до 04.12.2027" in said and "до 02.04.2029" in said and said.count("бессрочно") == 2


def twinning_into_excel(hand: Hand) -> None:
    hand.start()
    page = hand.page
    sidebar = page.get_by_test_id("stSidebar")
    hand.use(page.locator(".st-key-latest_5 button"))
    hand.use(sidebar.get_by_role("button", name=t("kind.twinning", "ru"), exact=True))
    hand.choose(page.locator(".st-key-region input"), "Могил", t("region.by-ma", "ru"))
    expect(chip(page, "region-by-ma")).to_be_attached()
    hand.reader.settled()
    if hand.way == "keys":
        hand.press("Escape")  # the list stays open for another choice
    hand.shows(menu=t("page.exports", "ru"))
    button = seen(page.locator(".st-key-export_xlsx button"))
    button.wait_for()
    hand.reader.settled()
    _, data = hand.took(lambda: hand.use(button))
    view = View(years=(2022, 2026), kind=("twinning",), region=("by-ma",))
    wanted = [one.signed_on for one in select(view, REGISTER).agreements]
    cells = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0].iter_rows(values_only=True)
    days = {getattr(cell, "date", lambda: None)() for row in cells for cell in row}
    assert wanted and set(wanted) <= days


def screens_for_a_meeting(hand: Hand) -> None:
    hand.start()
    page = hand.page
    hand.shows(menu=t("page.meeting", "ru"))
    box = page.get_by_role("combobox", name="Встреча с …")
    box.wait_for()
    hand.reader.settled()
    hand.choose(box, "Могилевская", t("region.by-ma", "ru"))
    page.get_by_role("heading", name="Встреча с Могилевской областью").wait_for()
    hand.reader.settled()
    hand.use(page.get_by_role("button", name="Начать показ"))
    title = page.locator(".speaker-title")
    expect(title).to_have_text("Встреча с Могилевской областью")
    hand.reader.settled()
    if hand.way == "keys":
        page.locator("body[data-step]").wait_for(state="attached")
        hand.press("ArrowRight")
    else:
        hand.use(page.locator(".st-key-Right button"))
    expect(title).to_contain_text("Могилевская область: действуют")
    hand.reader.settled()


@dataclass(frozen=True)
class Habit:
    """
    What it is, how it was at first (its state, or the actions it took), and how it is done.

    `now` are the actions by mouse, keys and on a phone; None where there is no such thing to do.
    """

    name: str
    before: str
    now: tuple[int | None, int | None, int | None]
    do: Callable[[Hand], None] = field(repr=False)


HABITS = (
    Habit("loading is shown", "partly", (1, 6, 1), loading),
    Habit("an empty view says why", "partly", (1, 6, 1), empty_state),
    Habit("reset", "yes", (1, 8, 1), reset),
    Habit("deep link", "wrong codes silent", (0, 0, 0), deep_link),
    Habit("Back works", "yes", (1, 1, 1), back),
    Habit("chips of active filters", "no", (1, 6, 1), chips),
    Habit("shown of total", "yes", (0, 0, 0), shown_of_total),
    Habit("legend with counts", "yes", (0, 0, 0), legend),
    Habit("scale", "yes", (0, 0, 0), scale),
    Habit("attribution", "10.5 px", (0, 0, 0), attribution),
    Habit("colour-blind and grey", "partly", (0, 0, 0), grey),
    Habit("dark", "no", (0, 0, 0), dark),
    Habit("Russian typography", "yes", (0, 0, 0), typography),
    Habit("table twin", "no term", (1, 7, 1), table_twin),
    Habit("XLSX for Excel", "yes", (2, 35, 3), excel),
    Habit("print", "6 of 16 rows", (1, 1, 1), printing),
    Habit("nothing wider than a phone", "no", (None, None, 0), phone),
    Habit("hover short, click long", "names no targets", (2, 11, 1), hover_and_click),
    Habit("full screen", "partly", (1, 12, 1), full_screen),
    Habit("keyboard passes the map", "288 stops", (None, 8, None), keyboard),
    Habit("job: a place, with whom, until when", "7, keys 290", (1, 5, 3), with_whom_until_when),
    Habit("job: twinning of five years into Excel", "6, keys 27", (7, 76, 8), twinning_into_excel),
    Habit("job: screens for a meeting", "4", (6, 36, 7), screens_for_a_meeting),
)  # fmt: skip


def do_all(reader: Reader, way: str) -> dict[str, int]:
    """Do every habit in one way; return the actions that each took."""
    hand = Hand(reader, way)
    place, found = WAYS.index(way), {}
    for habit in HABITS:
        if habit.now[place] is not None:
            try:
                habit.do(hand)
            except Exception as error:
                error.add_note(f"{habit.name}, {way}")
                raise
            found[habit.name] = hand.count
            if hand.count != habit.now[place]:
                print(f"{habit.name}, {way}:", *hand.trail, sep="\n  ")
    return found


def size_of(way: str) -> dict[str, int]:
    return PHONE if way == "phone" else LAPTOP


def main() -> None:
    """Print the table."""
    found: dict[str, dict[str, int]] = {}
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = launch(playwright, find_chromium(playwright) or "")
        with serve(Path(folder) / "log.txt") as server:
            for way in WAYS:
                reader = Reader(browser, server, size_of(way))
                found[way] = do_all(reader, way)
                reader.close()
    print(f"{'':38}{'before':>20}" + "".join(f"{way:>8}" for way in WAYS))
    for habit in HABITS:
        row = "".join(f"{found[way].get(habit.name, '–'):>8}" for way in WAYS)
        print(f"{habit.name:38}{habit.before:>20}{row}")


if __name__ == "__main__":
    main()
