"""
Journeys in Chromium with the network off: what only a real browser can see.

One server and one browser serve all tests; every test has a fresh profile. After each, no request
may have gone to another host and nothing may stand in the console.
"""

import os
import random
import re
import signal
from collections.abc import Callable, Iterator
from datetime import date
from io import BytesIO
from itertools import combinations
from pathlib import Path
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Locator, Route, expect
from pypdf import PdfReader

from geo import settings
from geo.agreements import Register, Status, load_register
from geo.shown import Shown, select
from geo.text import capital, t
from geo.view import View, label
from pages import PAGES
from tests.browser import (
    CROWD_POINT,
    LAPTOP,
    LINE_POINT,
    NAME_POINT,
    PHONE,
    SHAPE_POINT,
    Reader,
    Server,
    largest,
    reruns,
    serve,
)
from tests.documents import register_docx, rows
from tests.hostile import HOSTILE, RESULT, SHORT, hostile_copy
from tests.statements import random_view

pytestmark = pytest.mark.browser

MOST_BYTES = 10 * 1024
"""What one change of a filter may send to the browser (issue 2)."""
PAIR = ("ru-smo-smolensk", "by-vi-vitebsk")
IN_SCHEME = """(scheme) => {
  const app = document.querySelector("[data-testid=stApp]");
  const dark = getComputedStyle(app).backgroundColor.match(/[0-9]+/g).every((x) => x < 60);
  const moving = document.getAnimations().some(
    (one) => one instanceof CSSTransition && one.playState === "running");
  return dark === (scheme === "dark") && !moving;
}"""
"""Whether the page has taken a colour scheme and no colour is still on its way."""
_DRAWN = """() => [...document.querySelectorAll(".leaflet-lines-pane path:not(.tie-core)")]
  .map((path) => path.dataset.line).sort().join()"""
"""Which lines are drawn."""


@pytest.fixture
def fresh_server(browser: Browser, tmp_path: Path) -> Iterator[Server]:
    """A server that nobody has asked for anything yet."""
    with serve(tmp_path / "log.txt") as server:
        yield server


_RING = """(field) => {
  const box = document.querySelector(field);
  const styles = (one) => getComputedStyle(one).outlineStyle;
  const ringed = [...box.querySelectorAll("*")].filter((one) => styles(one) === "solid");
  return ringed.map((one) => one.offsetWidth / box.clientWidth);
}"""
"""How much of a field's width each part takes that has a ring."""


def lines_of(register: Register, **params: str) -> int:
    """Return how many lines the map has to show for link parameters."""
    selection = select(View.from_params(params, register), register)
    return sum(tie.n_agreements for tie in selection.ties)


# --- the map draws --------------------------------------------------------------------------------


def test_map_draws_shapes_and_lines(reader: Reader):
    reader.visit()
    assert reader.in_map("() => [ties.shapes.length, TIES_DATA.lines.length]") == [146, 89]
    assert reader.in_map("() => ties.state.shown.size") == 89
    reader.shows(89)
    drawn = (
        "(pane) => [...document.querySelectorAll(`.leaflet-${pane}-pane path:not(.tie-core)`)]"
        ".filter((p) => p.getTotalLength() > 5).length"
    )
    # The shapes in sight have real outlines; a line is one path, beside the gap of a double one.
    assert reader.in_map(drawn, "shapes") > 100
    assert reader.in_map(drawn, "lines") == 89
    assert _colours(reader) > 500, "The map is one flat colour"
    expect(reader.map.locator(".leaflet-attribution-flag")).to_have_count(0)
    text = reader.in_map("() => document.documentElement.textContent")
    assert "Leaflet" not in text
    assert "OpenStreetMap" in text
    # From both countries whole to a single town.
    limits = "() => [1, 30].map((zoom) => map.setZoom(zoom, { animate: false }).getZoom())"
    assert reader.in_map(limits) == [5, 12]


def _colours(reader: Reader) -> int:
    """Return how many colours a screenshot of the map has."""
    from io import BytesIO

    from PIL import Image

    picture = reader.page.locator("iframe[src*=folium]").screenshot()
    return len(Image.open(BytesIO(picture)).convert("RGB").getcolors(1 << 24))


def test_names_stand_apart_at_the_first_view(
    server: Server, new_reader: Callable[..., Reader], register: Register
):
    reader = new_reader(server, LAPTOP).visit()
    names = reader.in_map(
        """() => [...document.querySelectorAll(".ties-names .name")].map((node) => {
          const box = node.getBBox(), to = node.getScreenCTM();
          const middle = to.f + box.y + box.height / 2, half = 6.25;
          return { text: node.textContent, left: to.e + box.x, right: to.e + box.x + box.width,
            top: middle - half, bottom: middle + half };
        })"""
    )
    frame = reader.in_map("() => document.getElementById('map_div').getBoundingClientRect()")
    assert sorted(name["text"] for name in names) == sorted(
        register.territories[code].short("ru") for code in register.party_codes
    )
    outside = [
        name["text"]
        for name in names
        if name["left"] < frame["left"]
        or name["right"] > frame["right"]
        or name["top"] < frame["top"]
        or name["bottom"] > frame["bottom"]
    ]
    assert outside == []
    touching = [
        (a["text"], b["text"])
        for a, b in combinations(names, 2)
        if min(a["right"], b["right"]) > max(a["left"], b["left"])
        and min(a["bottom"], b["bottom"]) > max(a["top"], b["top"])
    ]
    assert touching == []


@pytest.mark.parametrize("link", ["/?lang=en", "/?focus=ru-smo-smolensk"])
def test_names_stand_beside_their_points_or_a_line_leads_to_them(reader: Reader, link: str):
    reader.visit(link)
    apart, leaders, names = reader.in_map(
        """() => {
          const lang = ties.state.view.lang, spots = {};
          ties.points.forEach((layer, index) => {
            const at = map.latLngToContainerPoint(layer.getLatLng());
            const r = layer.getRadius ? layer.getRadius() : 8;
            spots[TIES_DATA.territories[index].short[lang]] = [at, r];
          });
          const leaders = document.querySelectorAll(".ties-names .leader").length;
          const gaps = [...document.querySelectorAll(".ties-names .name")].map((node) => {
            const box = node.getBoundingClientRect(), [at, r] = spots[node.textContent];
            const middle = box.top + box.height / 2;
            return Math.hypot(Math.max(box.left - at.x, 0, at.x - box.right),
              Math.max(Math.abs(middle - at.y) - 6.25, 0)) - r;
          });
          return [gaps.filter((gap) => gap > 9).length, leaders, gaps.length];
        }"""
    )
    assert names > 5
    # The font measured is the font drawn: with another one's widths, names would stand off.
    assert apart <= leaders < names / 4


@pytest.mark.parametrize("params", ["?kind=twinning&years=2000-2015"])
def test_legend_counts_what_the_header_counts(reader: Reader, params: str):
    reader.visit("/" + params)
    shown, in_force, lapsed = _header_counts(reader)
    legend = _legend_counts(reader)
    assert legend[t("status.in_force", "ru")] == in_force
    assert legend[t("status.lapsed", "ru")] == lapsed
    kinds = ("twinning", "friendship", "cooperation", "sectoral")
    assert sum(legend[t(f"kind.{kind}", "ru")] for kind in kinds) == shown == in_force + lapsed
    assert {*_ON_SOME_MAPS}.isdisjoint(legend), "nothing is explained that is not drawn"


def test_legend_counts_what_is_picked(reader: Reader, register: Register):
    reader.visit("/?focus=ru-smo-smolensk")
    picked = [a for a in register.agreements if "ru-smo-smolensk" in a.territories]
    legend = _legend_counts(reader)
    for status in Status:
        expected = sum(agreement.status == status for agreement in picked)
        assert 0 < legend[t(f"status.{status}", "ru")] == expected
    assert legend.keys() >= {*_ON_SOME_MAPS}
    expect(reader.map.locator(".ties-legend")).to_contain_text(t("layer.legend_picked", "ru"))
    reader.map.locator(".ties-legend").press("Escape")
    expect(reader.map.locator(".ties-legend")).not_to_contain_text(t("layer.legend_picked", "ru"))
    _, in_force, _ = _header_counts(reader)
    assert _legend_counts(reader)[t("status.in_force", "ru")] == in_force


@pytest.mark.parametrize("seed", range(3))
def test_legend_and_header_say_what_is_shown(reader: Reader, register: Register, seed: int):
    """Of views by chance: the script counts nothing but what `Shown` counts."""
    view = random_view(register, random.Random(seed), ("ru", "en")[seed % 2])
    shown = Shown(view, register, date.today())
    reader.visit("/?" + urlencode(view.to_params()))
    assert reader.count_line == shown.counts_line
    drawn, lit = reader.in_map("() => [ties.state.tally, ties.state.picked]")
    for tally, part in ((drawn, shown.listed), (lit, shown.lit)):
        assert tally["kind"] == {kind: len(own.agreements) for kind, own in part.by_kind.items()}
        counted = {name: n for name, n in vars(part.tally).items() if n}
        assert tally["standing"] == counted


_ON_SOME_MAPS = t("map.crowd", "ru"), t("layer.remote_legend", "ru")
"""Marks that only some views have."""


def _legend_counts(reader: Reader) -> dict[str, int]:
    """Return the legend's numbers by their labels; -1 where there is none."""
    return dict(
        reader.in_map(
            """() => [...document.querySelectorAll(".ties-legend .ties-row")].map((row) => [
              row.querySelector(".ties-label").textContent,
              Number((row.querySelector(".ties-count") || {}).textContent || -1)])"""
        )
    )


def _header_counts(reader: Reader) -> tuple[int, int, int]:
    """Return agreements shown, in force and lapsed, as the head of the page says."""
    shown, _, in_force, lapsed, *_ = map(int, re.findall(r"\d+", reader.count_line))
    return shown, in_force, lapsed


# --- filters --------------------------------------------------------------------------------------


def test_filters_change_the_lines_and_the_reader_keeps_the_map(reader: Reader, register: Register):
    reader.visit()
    reader.mark()
    sent = len(reader.sent)
    reader.wheel()
    reader.drag(-80, 40)
    position = reader.position()

    reader.pill(t("status.lapsed", "ru"))
    reader.shows(lines_of(register, status="lapsed"))
    # Zooming and panning asked for no run: this is the first one.
    assert reruns(reader.sent[sent:]) == 1

    reader.page.get_by_role("slider").first.focus()
    reader.page.keyboard.press("ArrowRight")
    first = register.years[0] + 1
    reader.shows(lines_of(register, status="lapsed", years=f"{first}-{register.years[1]}"))
    reader.pill(t("status.lapsed", "ru"))
    reader.shows(lines_of(register, years=f"{first}-{register.years[1]}"))
    reader.pill(t("kind.twinning", "ru"))
    params = {"kind": "twinning", "years": f"{first}-{register.years[1]}"}
    reader.shows(lines_of(register, **params))
    reader.page.get_by_text("English", exact=True).click()
    expect(reader.page.locator(".count-line")).to_contain_text("Showing")
    expect(reader.map.locator(".ties-legend")).to_contain_text("Twinning")
    reader.shows(lines_of(register, **params))

    assert reader.position() == position
    assert reader.is_marked(), "The frame of the map was built anew"
    assert "kind=twinning" in reader.page.url
    assert "lang=en" in reader.page.url


@pytest.mark.parametrize(
    ("link", "lang", "steps"),
    [
        ("/", "ru", "drag slider status.lapsed region.by-vi status.lapsed latest_10"),
        ("/", "ru", "status.lapsed kind.twinning status.in_force kind.friendship"),
        ("/?on=2013-01-01&lang=en", "en", "kind.sectoral status.in_force kind.sectoral"),
        ("/?region=by-vi", "ru", "region.by-vi latest_5 partner.by-vi-vitebsk"),
        ("/?q=2015", "ru", "status.lapsed status.lapsed"),
        ("/?on=2013-01-01", "ru", "q.витебском status.unknown q."),
        ("/?lang=en", "en", "kind.twinning q.mogil kind.sectoral q."),
        ("/?years=2015-2015", "ru", "status.lapsed status.lapsed"),
    ],
)
def test_lists_and_years_are_shown_before_the_server_answers(
    server: Server, new_reader: Callable[..., Reader], register: Register, link, lang, steps
):
    reader = new_reader(server, LAPTOP).visit(link)
    seen: dict[str, list] = {"ahead": [], "answered": []}

    def look(when: str) -> None:
        legend = reader.map.locator(".ties-legend").inner_text()
        seen[when].append((reader.count_line, legend, reader.in_map(_DRAWN)))

    def ask(step: str) -> None:
        name, _, code = step.partition(".")
        if name == "drag":  # the map follows before the year is let go
            thumb = reader.page.locator(".st-key-years input").last.locator("xpath=../..")
            lines = reader.lines.count()
            thumb.hover()
            reader.page.mouse.down()
            box = thumb.bounding_box()
            reader.page.mouse.move(box["x"] - 90, box["y"] + box["height"] / 2, steps=5)
            expect(reader.lines).not_to_have_count(lines)
            reader.page.mouse.up()
        elif name == "q":
            reader.page.locator(".st-key-q input").fill(code)
            reader.page.keyboard.press("Enter")
        elif name == "slider":
            reader.page.locator(".st-key-years input").first.press("ArrowRight")
        elif name in ("status", "kind"):
            reader.pill(t(step, lang))
        elif name.startswith("latest"):
            reader.page.locator(f".st-key-{step} button").first.click()
        elif (tag := reader.page.locator(f".st-key-{name} [data-tag] button").first).is_visible():
            tag.click()
        else:
            reader.choose(name, label(name, code, register, lang))
            reader.page.keyboard.press("Escape")  # the open list keeps the rest from the reader

    def ask_alone(step: str) -> None:
        """Ask for something and look, while the server stands still."""
        before = reader.count_line
        os.kill(server.pid, signal.SIGSTOP)
        try:
            ask(step)
            expect(reader.page.locator(".count-line")).not_to_have_text(before)
            look("ahead")
        finally:
            os.kill(server.pid, signal.SIGCONT)

    if "q=" in link or "q." in steps:
        reader.knows_words()
    for step in steps.split():
        reader.run(lambda step=step: ask_alone(step))
        reader.until(lambda: not reader.in_map("() => ties.state.ahead"), "the answer")
        look("answered")
    assert seen["ahead"] == seen["answered"]


@pytest.mark.parametrize("pause", [0, 80, 200])
def test_quick_presses_of_an_arrow_key_all_count(reader: Reader, register: Register, pause: int):
    """Runs cut each other short: nothing that one of them said may come back, or be missed."""
    reader.visit()
    first, last = register.years
    end = reader.page.locator(".st-key-years input[type=range]").first
    end.focus()
    for _ in range(12):
        reader.page.keyboard.press("ArrowRight")
        reader.page.wait_for_timeout(pause)
    years = f"{first + 12}-{last}"
    reader.page.wait_for_url(f"**years={years}")
    reader.shows(lines_of(register, years=years))
    expect(end).to_have_value(str(first + 12))
    field = reader.page.get_by_label(t("filter.year_from", "ru"))
    expect(field).to_have_value(str(first + 12))
    shown = Shown(View(years=(first + 12, last)), register, date.today())
    assert reader.count_line == shown.counts_line
    for typed in ("0001", str(first + 12)):  # the keyboard stays, also where another year counts
        field.focus()
        field.fill(typed)
        reader.run(lambda: reader.page.keyboard.press("Enter"))
        expect(field).to_have_value(str(first) if typed == "0001" else typed)
        expect(field).to_be_focused()


def test_what_was_drawn_of_lists_that_are_no_more_goes_with_the_next_answer(
    reader: Reader, register: Register
):
    reader.visit()
    everything = lines_of(register)
    expect(reader.lines).to_have_count(everything)
    reader.page.evaluate(_PRESS, True)
    expect(reader.lines).not_to_have_count(everything)
    reader.page.evaluate(_PRESS, None)
    reader.page.evaluate(
        """() => { document.querySelector("[data-testid=stApp]").dataset.testScriptState =
        "notRunning"; }"""
    )
    expect(reader.lines).to_have_count(everything)
    assert reader.count_line == Shown(View(), register, date.today()).counts_line


_PRESS = """(pressed) => {
  const button = document.querySelector(".st-key-kind button");
  button.setAttribute("aria-pressed", Boolean(pressed));
  if (pressed) { button.dispatchEvent(new KeyboardEvent("keyup", { bubbles: true })); }
}"""
"""A kind seems to be asked for and the map hears of it, or no more and the map does not."""


def test_the_ring_of_the_keyboard_is_around_the_whole_field(reader: Reader):
    reader.visit()
    for name in ("q", "year_from", "region", "pick"):
        field = f"[class*=st-key-{name}]"
        reader.page.locator(f"{field} input").focus()
        assert reader.page.evaluate(_RING, field) == pytest.approx([1], abs=0.1), name


def test_map_follows_what_is_typed_in_the_search(reader: Reader, register: Register):
    reader.visit().knows_words()
    sent = len(reader.sent)
    reader.page.keyboard.type("вязьм", delay=40)
    reader.shows(lines_of(register, q="Вязьма"))
    reader.page.keyboard.type("ййй", delay=40)  # nothing has it: the server may know what was meant
    reader.page.wait_for_function("() => document.activeElement.value === 'вязьмййй'")
    expect(reader.lines).to_have_count(lines_of(register, q="Вязьма"))
    for _ in "вязьмййй":
        reader.page.keyboard.press("Backspace")
    reader.shows(lines_of(register))
    assert reruns(reader.sent[sent:]) == 0


def test_a_link_that_searches_shows_what_the_server_says_before_the_filters_stand(reader: Reader):
    reader.visit().knows_words()
    held: list[Route] = []
    reader.page.route("**/words-*.json", lambda route: held.append(route))
    reader.visit("/?q=Мурманск")
    reader.until(lambda: bool(held), "the map to ask for the words")
    reader.page.evaluate("() => document.querySelector('.st-key-q').classList.remove('st-key-q')")
    held[0].continue_()
    reader.until(lambda: reader.in_map("() => Boolean(ties.state.find)"), "the map's search")
    reader.shows(0)
    assert t("map.empty", "ru") in reader.page.inner_text("body")


def test_on_a_phone_what_is_picked_in_the_register_has_its_links_in_one_line(reader: Reader):
    reader.page.set_viewport_size(PHONE)
    reader.visit_page("/register?focus=1998-07-24-d-918c76")
    head = reader.page.locator(".st-key-details-head")
    parts = [head.get_by_test_id("stPageLink").first, head.get_by_test_id("stButton")]
    for part in parts:
        expect(part).to_be_visible()
    link, close = (part.bounding_box() or {} for part in parts)
    assert close["x"] > link["x"] + link["width"] and close["y"] < link["y"] + link["height"]


@pytest.mark.parametrize(
    ("size", "link", "head"),
    [(PHONE, "/register", "details-head"), (LAPTOP, "/?layout=table", "panel-head")],
    ids=["phone", "laptop"],
)
def test_a_row_picked_far_down_stays_where_it_is_and_what_it_is_is_in_sight(
    reader: Reader, size: dict, link: str, head: str
):
    reader.page.set_viewport_size(size)
    reader.visit_page(link)
    row = reader.page.locator("tr.pick").nth(40)
    row.scroll_into_view_if_needed()
    before = row.bounding_box()["y"]
    row.locator("td").nth(1).click()
    expect(row).to_have_class(re.compile("now"))
    assert (
        row.evaluate("(card) => getComputedStyle(card).boxShadow") != "none"
    )  # all of it is marked
    expect(reader.page.locator(f".st-key-{head}")).to_be_in_viewport()
    reader.until(lambda: abs(row.bounding_box()["y"] - before) < 2, "the row where it was")


def test_with_few_colours_of_the_system_what_is_chosen_and_what_colours_say_still_shows(
    reader: Reader,
):
    def grounds(found: Locator) -> list[str]:
        style = "(all) => all.map((e) => getComputedStyle(e).backgroundColor)"
        return found.evaluate_all(style)

    reader.page.emulate_media(forced_colors="active")
    reader.visit("/?kind=twinning")
    chosen, *others = grounds(reader.page.locator(".st-key-kind button"))
    assert chosen not in others
    assert len(set(grounds(reader.map.locator(".ties-shade > i")))) == 10
    reader.visit_page("/statistics")
    assert len(set(grounds(reader.page.locator(".columns .piece")))) > 1
    reader.visit_page("/exports")
    track = reader.page.get_by_test_id("stCheckbox").first.locator("label > div").first
    assert grounds(track) != grounds(reader.page.locator("body"))


def test_a_screen_reader_hears_what_is_shown_and_the_names_of_buttons_with_signs(reader: Reader):
    reader.visit("/?focus=by-vi-vitebsk")
    aloud = reader.page.locator("p.said[role=status]")
    reader.page.evaluate("document.querySelector('p.said').dataset.mark = 'same'")
    for _ in range(2):
        reader.run(lambda: reader.pill(t("kind.twinning", "ru")))
        expect(aloud).to_have_text(reader.count_line)
    assert aloud.get_attribute("data-mark") == "same", "A new one might not be heard"
    frame = reader.page.locator("iframe[src*=folium]")
    expect(frame).to_have_attribute("title", t("app.map", "ru"))  # a second name is a description
    assert frame.get_attribute("aria-label") is None
    for link, keys in (
        ("/?focus=by-vi-vitebsk", {"close": "panel.close"}),
        ("/meeting", {f"{word}_title-0": f"meeting.{word}" for word in ("up", "down", "remove")}),
        ("/meeting?show=1&step=2", {"Left": "meeting.back", "Right": "meeting.next"}),
    ):
        reader.page.goto(reader.address + link)
        for key, name in keys.items():
            button = reader.page.locator(f".st-key-{key} button").first
            expect(button).to_have_accessible_name(t(name, "ru"))
    for page, row, button in (
        ("meeting", t("meeting.in_map", "ru"), t("meeting.up", "ru")),
        ("exports", t("export.name_brief", "ru"), "DOCX"),
    ):
        reader.visit_page(f"/{page}")  # named alike in many rows: which row it is, is said
        group = reader.page.get_by_role("group", name=row)
        expect(group.get_by_role("button", name=button, exact=True)).to_be_visible()
    reader.page.goto(f"{reader.address}/update")
    field = reader.page.get_by_test_id("stFileUploaderDropzone")
    expect(field.locator("span > button")).to_have_accessible_name(t("update.choose", "ru"))
    assert "per file" not in field.aria_snapshot()


def test_in_the_legend_of_a_show_on_a_phone_no_word_is_cut(reader: Reader):
    reader.page.set_viewport_size(PHONE)
    reader.page.goto(f"{reader.address}/meeting?show=1&step=2")
    rows = reader.map.locator(".ties-legend .ties-row")
    rows.first.wait_for()
    ends = "(all) => all.every((row) => row.getBoundingClientRect().right <= innerWidth)"
    assert rows.evaluate_all(ends)


HINT_FITS = """(field) => {
  const { font, paddingLeft, paddingRight } = getComputedStyle(field);
  const pen = Object.assign(document.createElement("canvas").getContext("2d"), { font });
  const room = field.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
  return pen.measureText(field.placeholder).width <= room;
}"""


def test_on_a_laptop_at_175_percent_nothing_is_cut_beside_the_menu(reader: Reader):
    reader.page.set_viewport_size({"width": 780, "height": 439})
    reader.visit("/?q=кккк&kind=twinning&status=lapsed")
    note = reader.page.locator(".empty-note").bounding_box()
    room = reader.page.locator(".st-key-map").bounding_box()
    assert note["x"] + note["width"] <= room["x"] + room["width"]
    expect(reader.page.locator(".st-key-conditions button").last).to_be_in_viewport()
    fits = "(e) => e.scrollWidth <= e.clientWidth"
    assert reader.page.locator(".st-key-pick input").evaluate(HINT_FITS)
    help_ = reader.page.locator(f"[aria-label='{t('app.help', 'ru')}']").bounding_box()
    assert min(help_["width"], help_["height"]) >= 23.9
    reader.page.goto(f"{reader.address}/territory?focus=ru-smo-smolensk")
    reader.page.locator(".figures").first.wait_for()
    main, menu = reader.page.get_by_test_id("stMain"), reader.page.locator(".st-key-menu")
    assert main.evaluate(fits)
    reader.visit_page("/register")
    assert reader.page.locator(".st-key-table-box").evaluate(fits)
    expect(reader.page.locator("thead a", has_text=t("table.until", "ru"))).to_be_visible()
    # Larger letters of the browser's own are larger here as well.
    before = menu.bounding_box()["height"]
    tools = reader.context.new_cdp_session(reader.page)
    tools.send("Page.setFontSizes", {"fontSizes": {"standard": 24, "fixed": 20}})
    reader.until(lambda: menu.bounding_box()["height"] > 1.5 * before, "the larger text")
    assert main.evaluate(fits)
    assert menu.evaluate(fits)


def test_no_name_lies_under_the_bar_of_the_timeline(reader: Reader):
    reader.page.set_viewport_size(PHONE)
    reader.visit("/?on=2015-06-01")
    hidden = """() => {
      const bar = document.querySelector(".ties-time").getBoundingClientRect();
      const names = [...document.querySelectorAll(".ties-names .name")];
      const dots = [...document.querySelectorAll(".leaflet-points-pane path")];
      return !names.length || [...names, ...dots].some((one) => {
        const box = one.getBoundingClientRect();
        const beside = box.right < bar.left || box.left > bar.right;
        return !beside && box.bottom > bar.top + 3 && box.top < bar.bottom - 3;
      });
    }"""
    reader.until(lambda: not reader.in_map(hidden), "names clear of the bar")


def test_a_template_is_not_asked_for_as_if_it_were_a_register(reader: Reader):
    reader.visit_page("/exports")
    reader.page.get_by_role("button", name=t("export.template", "ru")).click()
    words = reader.page.locator("[data-testid=stFileUploaderDropzoneInstructions] span").first
    words.wait_for(state="attached")
    said = words.evaluate("(one) => getComputedStyle(one, '::after').content")
    assert said == f'"{t("export.template_drop", "ru")}"'


def test_reader_keeps_the_map_through_the_empty_view_and_the_panel(reader: Reader):
    reader.visit("/?status=lapsed")
    reader.mark()
    reader.wheel()
    zoom = reader.position()[0]
    reader.pill(t("kind.twinning", "ru"))
    reader.shows(0)
    expect(reader.page.get_by_text(t("map.empty", "ru"))).to_be_visible()
    reader.pill(t("kind.twinning", "ru"))
    expect(reader.page.get_by_text(t("map.empty", "ru"))).to_have_count(0)
    reader.pick("город Витебск")
    expect(reader.page.locator(".panel-name")).to_be_visible()
    reader.page.keyboard.press("Escape")
    expect(reader.page.locator(".panel-name")).to_have_count(0)
    reader.settled()
    assert reader.is_marked(), "The frame of the map was built anew"
    assert reader.position()[0] == zoom


def test_the_map_stays_where_it_is_when_a_filter_leaves_the_legend_fewer_rows(reader: Reader):
    def legend() -> list[float]:
        rows = "[...document.querySelectorAll('.ties-legend > *')]"
        bottom = f"Math.max(...{rows}.map((row) => row.getBoundingClientRect().bottom))"
        return reader.in_map(f"() => [document.getElementById('map_div').clientHeight, {bottom}]")

    reader.visit()
    (high, rows), whole = legend(), reader.position()
    reader.pill(t("status.lapsed", "ru"))
    reader.pill(t("kind.friendship", "ru"))
    reader.shows(3)
    assert legend()[1] < rows - 10, "the legend has no fewer rows"
    assert (legend()[0], reader.position()) == (high, whole)
    reader.page.set_viewport_size({"width": 1600, "height": 768})  # which leaves room anew
    reader.until(lambda: legend()[0] > high + 10, "the map has the room")


def test_map_looks_at_what_is_picked_and_then_at_everything_again(reader: Reader):
    reader.visit()
    whole = reader.position()
    reader.pick("Руднянский — Лиозненский")
    reader.until(lambda: reader.position()[0] > whole[0] + 0.9, "the pair")
    inside = "map.getBounds().contains(ties.points.get(index).getLatLng())"
    lit = reader.in_map(f"() => [...ties.state.lit].map((index) => {inside})")
    assert lit == [True, True]
    reader.page.locator(".st-key-close button").first.click()
    as_it_was = pytest.approx(whole, abs=0.01)
    reader.until(lambda: reader.position() == as_it_was, "the whole network")


def test_picked_place_without_a_tie_is_marked_and_named_too(reader: Reader):
    reader.visit("/?focus=by-br-brest&kind=twinning")
    brest = "TIES_DATA.territories.findIndex((x) => x.code === 'by-br-brest')"
    marked = f"() => ties.points.has({brest}) && map.hasLayer(ties.points.get({brest}))"
    assert reader.in_map(marked)
    assert reader.in_map(f"() => map.getBounds().contains(ties.points.get({brest}).getLatLng())")
    names = reader.map.locator(".ties-names g:not(.faded) > .name")
    expect(names).to_have_text(["Брест"])
    tip = reader.map.locator(".ties-tip")
    reader.hover_map(NAME_POINT, "Брест")
    expect(tip).to_contain_text(t("layer.none", "ru"))
    reader.page.locator(".st-key-close button").first.click()
    expect(reader.page.locator(".panel-name")).to_have_count(0)
    reader.settled()
    assert not reader.in_map(marked)
    # What the filters hide is not said not to be there.
    reader.hover_map(SHAPE_POINT, "ru-smo-roslavlsky")
    expect(tip).to_contain_text(t("layer.not_shown", "ru"))


def test_scheme_and_table_show_and_pick_what_the_map_does(reader: Reader, register: Register):
    reader.visit_page("/?layout=scheme")
    scheme = reader.page.locator(".st-key-scheme svg")
    name = scheme.locator("[data-place=ru-smo-khislavichsky]")
    name.hover()
    expect(scheme.locator(".name.on")).to_have_count(1 + 7)  # its partners, by four agreements
    name.click()
    panel = reader.page.locator(".panel-name")
    expect(panel).to_have_text(register.territories["ru-smo-khislavichsky"].name("ru"))
    expect(scheme.locator(".name:not(.faded)")).to_have_count(1 + 7)
    reader.page.locator(".st-key-draw_as").get_by_text(t("layout.table", "ru")).click()
    rows = reader.page.locator(".st-key-agreements tbody tr")
    expect(rows).to_have_count(len(register.agreements))
    expect(reader.page.locator(".st-key-agreements tr.now")).to_have_count(4)
    rows.nth(1).click()
    chavusy = next(a for a in register.agreements if a.number == 6)
    expect(panel).to_have_text("Договор от 04.12.2009")
    expect(reader.page).to_have_url(re.compile(f"focus={chavusy.id}"))
    assert "layout=table" in reader.page.url
    reader.page.go_back()
    expect(panel).to_have_text(register.territories["ru-smo-khislavichsky"].name("ru"))
    reader.page.locator(".st-key-draw_as").get_by_text(t("layout.map", "ru")).click()
    reader.drawn()


def test_a_filter_change_sends_at_most_10_kb(reader: Reader, register: Register):
    reader.visit()

    def slide() -> None:
        reader.page.get_by_role("slider").first.focus()
        reader.page.keyboard.press("ArrowRight")

    def search() -> None:
        reader.page.locator(".st-key-q input").fill("культура")
        reader.page.keyboard.press("Enter")

    def reset() -> None:
        reader.page.locator(".st-key-reset button").first.click()

    territory = register.territories["ru-smo-vyazemsky"].short("ru")
    changes = {
        "years": slide,
        "status": lambda: reader.pill(t("status.in_force", "ru")),
        "kind": lambda: reader.pill(t("kind.cooperation", "ru")),
        "reset": reset,
        "territory": lambda: reader.choose("territory", territory),
        "reset territory": reset,
        "search": search,
        "reset search": reset,
    }
    sent = {name: reader.run(action) for name, action in changes.items()}
    sizes = {name: sum(map(len, messages)) for name, messages in sent.items()}
    print(sizes)
    too_big = {name: largest(sent[name]) for name, size in sizes.items() if size > MOST_BYTES}
    assert too_big == {}, sizes


# --- links ----------------------------------------------------------------------------------------

DEEP = "?years=2000-2024&status=in_force&region=by-vi&q=Витебск&focus=by-vi-vitebsk"


def test_deep_link_is_the_first_request_after_the_server_started(
    fresh_server: Server, new_reader: Callable[..., Reader], register: Register
):
    params = dict(part.split("=") for part in DEEP[1:].split("&"))
    view = View.from_params(params, register)
    expected = len(select(view, register).agreements)
    assert 0 < expected < len(register.agreements)
    reader = new_reader(fresh_server)
    reader.visit(f"/{DEEP}")
    reader.shows(lines_of(register, **params))
    picked = capital(register.territories["by-vi-vitebsk"].name("ru"))
    expect(reader.page.locator(".panel-name")).to_have_text(picked)
    assert _header_counts(reader)[0] == expected
    expect(reader.page.locator(".st-key-q input")).to_have_value("Витебск")
    assert reader.page.get_by_role("slider").first.get_attribute("value") == "2000"
    expect(_pressed(reader, "status")).to_have_text([t("status.in_force", "ru")])
    expect(reader.page.locator(".st-key-region")).to_contain_text("Витебская область")


def _pressed(reader: Reader, key: str):
    return reader.page.locator(f".st-key-{key} button[aria-pressed=true]")


def test_back_and_forward_step_through_the_views(reader: Reader, register: Register):
    reader.visit()
    reader.run(lambda: reader.pill(t("status.lapsed", "ru")))  # drawn at once, a step once answered
    lapsed = lines_of(register, status="lapsed")
    reader.shows(lapsed)
    reader.run(lambda: reader.pill(t("kind.cooperation", "ru")))
    both = lines_of(register, status="lapsed", kind="cooperation")
    assert 0 < both < lapsed
    reader.shows(both)
    reader.page.go_back()
    reader.shows(lapsed)
    expect(_pressed(reader, "kind")).to_have_count(0)
    reader.page.go_back()
    reader.shows(89)
    expect(_pressed(reader, "status")).to_have_count(0)
    reader.page.go_forward()
    reader.shows(lapsed)
    reader.page.go_forward()
    reader.shows(both)
    expect(_pressed(reader, "kind")).to_have_text([t("kind.cooperation", "ru")])


def test_menu_keeps_the_view_from_page_to_page_and_back(reader: Reader, register: Register):
    reader.visit("/?status=lapsed&territory=ru-smo-smolensk")
    counts = _header_counts(reader)
    reader.page.get_by_test_id("stSidebar").get_by_role(
        "link", name=t("page.register", "ru"), exact=True
    ).click()
    expect(reader.page).to_have_url(re.compile("/register"))
    expect(_pressed(reader, "status")).to_have_text([t("status.lapsed", "ru")])
    expect(reader.page.locator(".st-key-territory")).to_contain_text("Смоленск")
    reader.settled()
    assert _header_counts(reader) == counts
    reader.page.get_by_test_id("stSidebar").get_by_role(
        "link", name=t("page.map", "ru"), exact=True
    ).click()
    reader.drawn()
    reader.shows(lines_of(register, status="lapsed", territory="ru-smo-smolensk"))
    expect(_pressed(reader, "status")).to_have_text([t("status.lapsed", "ru")])
    assert "territory=ru-smo-smolensk" in reader.page.url


@pytest.mark.parametrize("size", [PHONE, LAPTOP])
def test_sidebar_opens_again_and_stays_as_it_was_left(
    server: Server, new_reader: Callable[..., Reader], size: dict
):
    reader = new_reader(server, size).visit()
    sidebar = reader.page.get_by_test_id("stSidebar")
    open_it = reader.page.get_by_role("button", name=t("app.open_menu", "ru"))
    close_it = reader.page.get_by_role("button", name=t("app.close_menu", "ru"))
    if size == LAPTOP:
        sidebar.hover()
        close_it.click()
    expect(open_it).to_be_visible()  # on a phone nothing lies over the first page
    expect(sidebar).to_have_attribute("data-collapsed", "true")
    # Nor does the keyboard stop at anything in it.
    expect(sidebar).to_be_hidden()
    assert not sidebar.locator("a, button, input, summary").filter(visible=True).count()
    open_it.click()
    expect(sidebar.get_by_text(t("filter.status", "ru"), exact=True)).to_be_in_viewport()
    reader.visit()
    expect(sidebar).to_have_attribute("data-collapsed", "false")
    sidebar.hover()
    close_it.click()
    reader.visit()
    expect(open_it).to_be_visible()
    open_it.click()
    reader.page.locator(".st-key-menu").get_by_text(t("page.quality", "ru")).click()
    reader.page.get_by_role("heading", name=t("page.quality", "ru")).first.wait_for()
    narrow = size != LAPTOP
    expect(sidebar).to_have_attribute("data-collapsed", "true" if narrow else "false")
    if narrow:
        heading = reader.page.locator("h1")
        _stands_beside_the_menu(reader, open_it, heading)
        if size == PHONE:  # it breaks after what it is, not within
            assert heading.locator("span").bounding_box()["x"] == heading.bounding_box()["x"]
        # A note stands where the heading stood, and the heading begins below it as all lines do.
        reader.visit_page("/quality?region=by-xx")
        expect(reader.page.locator("h1")).to_have_css("text-indent", "0px")


def _stands_beside_the_menu(reader: Reader, button: Locator, heading: Locator) -> None:
    """Expect the heading of a narrow page in one line with the button that opens the menu."""
    first = "e => e.getBoundingClientRect().top + parseFloat(getComputedStyle(e).lineHeight) / 2"
    box = button.bounding_box()
    assert abs(box["y"] + box["height"] / 2 - heading.evaluate(first)) < 2


def test_a_server_that_started_anew_loses_no_touch_and_no_decision(
    browser: Browser, tmp_path: Path, register: Register
):
    with serve(tmp_path / "first.txt") as server:
        language, years, update, meeting = (Reader(browser, server) for _ in range(4))
        field = meeting.visit_page("/meeting").page.locator(".st-key-place_of input")
        field.fill("Орша")
        for reader in (language, years):
            reader.visit("/?kind=twinning&focus=by-vi-vitebsk")
        document = _with_a_question(register)
        _choose_document(update, document)
        update.page.locator("[class*=st-key-settle_p-] input").click()
        update.page.get_by_role("option").first.click()
        update.page.locator(".st-key-finish").wait_for()
        update.settled()
    after = "(e) => getComputedStyle(e, '::after').content"
    app = language.page.get_by_test_id("stApp")
    expect(app).not_to_have_attribute("data-test-connection-state", "CONNECTED")
    assert t("app.lost", "ru") in app.evaluate(after)
    expect(language.page.get_by_test_id("stDialog").locator("visible=true")).to_have_count(0)
    with serve(tmp_path / "second.txt", int(server.address.rpartition(":")[2])):
        language.page.get_by_text("English", exact=True).click()
        expect(language.page.locator("html")).to_have_attribute("lang", "en")
        language.page.get_by_role("heading", name=t("app.title", "en")).wait_for()
        expect(field).to_be_focused()
        meeting.page.keyboard.press("Enter")
        expect(meeting.page).to_have_url(re.compile("place="))
        years.page.locator(".st-key-latest_5 button").first.click()
        expect(years.page.locator(".st-key-chip-years-")).to_contain_text("2022–2026")
        touched = ((language, {"lang": ["en"]}), (years, {"years": ["2022-2026"]}))
        for reader, more in touched:
            reader.settled()
            link = parse_qs(urlsplit(reader.page.url).query)
            assert link == {"kind": ["twinning"], "focus": ["by-vi-vitebsk"], **more}
        again = update.page.get_by_text(t("update.again_decided", "ru", n=1))
        expect(again).to_be_visible()  # without a click
        _choose_document(update, document)
        update.page.locator(".st-key-draft_take button").click()
        update.page.locator(".st-key-finish").wait_for()
        update.settled()
        expect(update.page.locator(".question.settled")).to_have_count(1)
    for reader in (language, years, update, meeting):
        reader.close()


def _with_a_question(register: Register) -> bytes:
    """A new issue with one more agreement, a name in it misspelt."""
    in_force, lapsed = rows(register.agreements)
    title = (
        "Соглашение о спорте между городом Смоленском и городом Витебсокм от 7 октября 2026 года"
    )
    return register_docx([*in_force, [f"{len(in_force) + 1}.", title, "-", "5 лет"]], lapsed)


def _choose_document(reader: Reader, document: bytes) -> None:
    """Choose a Word document on the page of updates, opening the page if it is not there."""
    if "/update" not in reader.page.url:
        reader.visit_page("/update")
    file = {"name": "issue.docx", "mimeType": "application/octet-stream", "buffer": document}
    reader.page.locator("[class*=st-key-document_] input[type=file]").set_input_files(file)
    reader.page.locator(".question").first.wait_for()
    reader.settled()


def test_nothing_serious_is_wrong_with_any_page_for_a_screen_reader(reader: Reader):
    """Nothing of WCAG 2.2 that axe-core calls serious or critical, on every page."""
    from axe_playwright_python.sync_playwright import Axe

    places = {"map": "&layout=scheme", "territory": "", "register": ""}
    titles, found = set(), []
    for page, path in PAGES.items():
        address = path.removeprefix("pages/").removesuffix(".py").removeprefix("app")
        focus = "&focus=by-vi-vitebsk" if page in places else ""
        reader.page.goto(f"{reader.address}/{address}?kind=twinning{focus}{places.get(page, '')}")
        reader.page.locator("h1").wait_for()
        reader.settled()
        here = reader.page.locator(".st-key-menu a[aria-current=page]")
        expect(here).to_have_text(t(f"page.{page}", "ru"))
        name = f"{t(f'page.{page}', 'ru')} — {t('app.title', 'ru')}"
        paths = "[...document.querySelectorAll('.st-key-menu a')].map((a) => a.pathname)"
        assert len(set(reader.page.evaluate(paths))) == len(PAGES)  # also in a new tab
        expect(reader.page).to_have_title(f"Город Витебск — {name}" if focus else name)
        titles.add(reader.page.title())
        for scheme in ("light", "dark"):
            reader.page.emulate_media(color_scheme=scheme)
            reader.page.wait_for_function(IN_SCHEME, arg=scheme)
            # Only colours differ in the dark.
            rules = {"runOnly": ["color-contrast"]} if scheme == "dark" else {}
            options = {"resultTypes": ["violations"]} | rules
            answer = Axe().run(reader.page, options=options).response
            found += [
                (page, scheme, wrong["id"], wrong["nodes"][0]["html"][:200])
                for wrong in answer["violations"]
                if wrong["impact"] in ("serious", "critical")
            ]
        reader.page.emulate_media(color_scheme="light")
    assert found == []
    assert len(titles) == len(PAGES)
    roles = reader.page.get_by_role("navigation")
    expect(roles).to_have_accessible_name(t("app.pages", "ru"))


def test_the_first_answer_names_the_app_and_an_old_browser_or_a_slow_line_is_told_of(
    server: Server, browser: Browser
):
    with urlopen(f"{server.address}/register?lang=en") as answer:
        page = answer.read().decode()
    words = load_register().words("en")
    title = f"{t('app.title', 'en')}: {t('app.subtitle', 'en', **words)}"
    assert f"<title>{title}</title>" in page and '<html lang="en">' in page
    assert f'<meta name="description" content="{t("app.description", "en", **words)}">' in page
    reader = Reader(browser, server)
    loading = reader.page.locator("#late")
    reader.visit_page("/quality")
    expect(loading).to_be_hidden()
    reader.page.route(re.compile(r"/js/index\."), lambda route: None)
    reader.page.goto(server.address, wait_until="commit")
    expect(loading).to_be_visible()
    expect(loading).to_have_text(t("app.loading", "ru"))
    reader.context.add_init_script("delete Promise.withResolvers")
    reader.page.goto(server.address, wait_until="commit")
    expect(reader.page.locator("#old")).to_have_text(t("app.old_browser", "ru"))
    expect(reader.page.locator("#old")).to_be_visible()
    expect(loading).to_be_hidden()
    reader.close()


def test_the_first_answer_asks_for_every_script_of_the_first_page(reader: Reader):
    asked: list[str] = []
    reader.page.on("request", lambda request: asked.append(request.url))
    reader.visit()
    scripts = {urlsplit(url).path for url in asked if "/static/js/" in url}
    scripts = {path for path in scripts if path.startswith("/static/")}
    with urlopen(reader.address) as answer:
        linked = re.findall(r'(?:href|src)="\.(/static/js/[^"]+)"', answer.read().decode())
    assert len(scripts) > 60
    assert scripts <= set(linked)


def test_a_printed_map_stands_whole_on_one_sheet_across(reader: Reader):
    reader.visit()
    stands = """() => [map.getZoom(), ...[...ties.points.values()].map((point) =>
      map.latLngToContainerPoint(point.getLatLng()).toString())]"""
    before = reader.in_map(stands)
    paper = reader.page.pdf(prefer_css_page_size=True)
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", paper)
    assert [[round(float(side)) for side in box] for box in boxes] == [[842, 595]]
    # What the browser does by itself before and after, looked at in between.
    reader.in_map("() => dispatchEvent(new Event('beforeprint'))")
    width, height, whole = reader.in_map(
        """() => [map.getSize().x, map.getSize().y, [...ties.state.touched].every((index) =>
          map.getBounds().contains(ties.points.get(index).getLatLng()))]"""
    )
    assert (width, whole) == (1040, True) and 400 < height < 500
    reader.in_map("() => dispatchEvent(new Event('afterprint'))")
    assert reader.in_map(stands) == before  # Leaflet's own centre may be off by part of a pixel


def test_a_printed_table_and_what_is_picked_in_it_are_not_cut(reader: Reader):
    reader.visit_page("/?layout=table&focus=ru-smo-smolensk")
    reader.page.emulate_media(media="print")
    cut = """() => [".st-key-agreements", ".st-key-panel"].filter((part) => {
      const box = document.querySelector(part);
      const frames = [box, box.parentElement];
      const column = box.closest("[data-testid=stColumn]");
      return frames.some((frame) => frame.scrollHeight > frame.clientHeight + 1)
        || column.offsetWidth < column.parentElement.offsetWidth - 1;
    })"""
    reader.until(lambda: reader.page.evaluate(cut) == [], "all of it on paper")


def test_on_paper_the_name_of_what_is_picked_never_ends_a_sheet(reader: Reader):
    reader.visit_page("/?layout=scheme&focus=by-vi-vitebsk")
    name = "".join(reader.page.locator(".panel-name").inner_text().split())
    for height in (48, 72, 96, 120):  # as longer titles and more conditions take it
        style = f"h1 {{ margin-top: {height}px !important; }}"
        reader.page.add_style_tag(content=style)
        pages = PdfReader(BytesIO(reader.page.pdf(prefer_css_page_size=True))).pages
        said = ["".join(page.extract_text().split()) for page in pages]
        assert any(name in text for text in said)
        assert not any(text.endswith(name) for text in said)


def test_a_printed_register_breaks_no_list_of_parties_before_a_comma(reader: Reader):
    reader.visit_page("/register")
    pages = PdfReader(BytesIO(reader.page.pdf(prefer_css_page_size=True))).pages
    assert {tuple(map(round, page.mediabox[2:])) for page in pages} == {(842, 595)}
    text = "\n".join(page.extract_text() for page in pages)
    assert re.search("Монастырщинский *,", text) and not re.search("\n *,", text)


@pytest.mark.parametrize("page", ["quality", "meeting"])
def test_on_paper_no_sheet_is_empty_or_has_only_what_can_be_clicked(reader: Reader, page: str):
    # Printed in its first moment: a place that Streamlit holds is no field yet.
    reader.page.route(re.compile(r"/js/(TextInput|TextArea|Selectbox)\."), lambda route: None)
    reader.page.goto(f"{reader.address}/{page}", wait_until="commit")
    reader.page.locator(".count-line").wait_for()
    reader.settled()
    paper = PdfReader(BytesIO(reader.page.pdf(format="A4")))
    said = ["".join(sheet.extract_text().split()) for sheet in paper.pages]
    offer = "".join(t("meeting.short", "ru").split())
    assert said[-1] and not any(offer in text for text in said)


def test_a_page_in_another_language_leaves_nothing_of_the_one_before(reader: Reader):
    """Streamlit calls a script once more, and nothing before it."""
    reader.page.add_init_script(_COUNT_OBSERVERS)
    reader.visit_page("/exports")
    reader.page.locator(".making").wait_for(state="attached")
    counts = []
    for lang in ("en", "ru", "en"):
        reader.page.get_by_test_id("stSidebar").get_by_text(t(f"app.lang_{lang}", lang)).click()
        expect(reader.page.locator("html")).to_have_attribute("lang", lang)
        reader.settled()
        counts.append(reader.page.evaluate("() => window.observers"))
    assert counts[0] == counts[-1]
    expect(reader.page.locator(".making")).to_have_count(1)


_COUNT_OBSERVERS = """(() => {
  window.observers = 0;
  const { observe, disconnect } = MutationObserver.prototype;
  Object.assign(MutationObserver.prototype, {
    observe(...all) { window.observers += 1; observe.apply(this, all); },
    disconnect() { window.observers -= 1; disconnect.apply(this); },
  });
})();"""


@pytest.mark.parametrize("pause", [80, 200, 2000])
def test_another_language_changes_nothing_that_is_chosen(
    reader: Reader, register: Register, pause: int
):
    """A list keeps what is chosen by its words, and may say those of before for a moment."""
    chosen = {"region": "by-ma", "partner": "by-ma-krychaw", "theme": "culture"}
    focus = "by-ma-krychaw"
    reader.visit(f"/?{urlencode(chosen)}&focus={focus}")
    for lang, n in (("en", 10), ("ru", 5)):
        reader.page.get_by_test_id("stSidebar").get_by_text(t(f"app.lang_{lang}", lang)).click()
        reader.page.wait_for_timeout(pause)
        latest = reader.page.locator(f".st-key-latest_{n} button").first
        latest.evaluate("(one) => one.click()")
        expect(reader.page).to_have_url(re.compile(f"years={register.years[1] - n + 1}-"))
        reader.settled()
        link = dict(parse_qsl(urlsplit(reader.page.url).query))
        assert {name: link.get(name) for name in (*chosen, "focus")} == {**chosen, "focus": focus}
        assert link.get("lang", "ru") == lang
        for name, code in chosen.items():
            said = label(name, code, register, lang)
            expect(reader.page.locator(f".st-key-{name} [data-tag]").first).to_have_text(said)
        name = register.territories[focus].name(lang)
        expect(reader.page.locator(".st-key-pick input")).to_have_value(name)


def test_back_from_a_link_leads_to_the_page_before_as_it_was(reader: Reader):
    for link, followed, there in (
        ("/calendar?months=24", "table a.go", "/register?focus="),
        ("/meeting?focus=by-ma&steps=map", "[data-testid=stPageLink] a", "/exports?focus=by-ma"),
        ("/statistics?kind=friendship&focus=by-ma", ".matrix a.go", "/?kind=friendship&focus="),
    ):
        reader.visit_page(link)
        steps = reader.page.evaluate("history.length")
        reader.page.locator(followed).first.click()
        expect(reader.page).to_have_url(re.compile(re.escape(there)))
        reader.settled()
        assert reader.page.evaluate("history.length") == steps + 1
        reader.page.go_back()
        expect(reader.page.locator(".st-key-menu a[aria-current]")).to_have_attribute(
            "href", re.compile(f"^{urlsplit(link).path[1:]}")
        )
        reader.settled()
        said = parse_qs(urlsplit(link).query)
        assert parse_qs(urlsplit(reader.page.url).query) == said


def test_what_was_picked_before_back_can_be_picked_again(reader: Reader):
    reader.visit()
    for _ in range(2):
        reader.click_map(NAME_POINT, "Хиславичский")
        expect(reader.page.locator(".panel-name")).to_have_text("Хиславичский муниципальный округ")
        reader.settled()
        reader.page.evaluate("history.back()")
        expect(reader.page.locator(".panel-name")).to_have_count(0)
        reader.settled()


def test_page_names_its_language(reader: Reader):
    reader.visit("/?lang=en")
    assert reader.page.evaluate("document.documentElement.lang") == "en"
    sidebar = reader.page.get_by_test_id("stSidebar")
    sidebar.get_by_text(t("app.lang_ru", "en"), exact=True).click()
    expect(reader.page.locator("html")).to_have_attribute("lang", "ru")
    expect(sidebar).to_have_attribute("aria-label", t("app.menu", "ru"))


def test_nonsense_in_a_link_falls_back(reader: Reader):
    reader.visit(
        "/?years=abc&status=zzz&kind=,,,&territory=%3Cscript%3E&q=%00%20&focus=a,b,c"
        "&lang=xx&region=by-vi%27--&partner=..%2F..%2Fetc&nothing=1"
    )
    reader.shows(89)
    expect(reader.page.get_by_test_id("stException")).to_have_count(0)
    expect(reader.page.get_by_test_id("stAlert")).to_have_count(1)  # what was not understood
    reader.visit_page("/register?years=9999-0000&status=%F0%9F%98%80&focus=nonsense&q=%2525")
    expect(reader.page.get_by_test_id("stException")).to_have_count(0)


# --- what was picked ------------------------------------------------------------------------------


NAMES = """() => [...document.querySelectorAll(".ties-names .name")].map((node) => {
  const box = node.getBoundingClientRect(), middle = box.top + box.height / 2;
  return [node.textContent, [0.1, 0.5, 0.9].map((part) =>
    ties.under(box.left + part * box.width, middle).map((thing) => thing.label))];
})"""
DOTS = """() => [...ties.points].map(([index, layer]) => {
  const at = map.latLngToContainerPoint(layer.getLatLng()), T = TIES_DATA.territories;
  return [T[index].short.ru, ties.under(at.x, at.y).map((thing) => thing.label)];
})"""


def test_pointing_lights_a_place_and_a_click_on_its_name_picks_it(
    reader: Reader, register: Register
):
    reader.visit()
    names = dict(reader.in_map(NAMES))
    assert set(names) == {register.territories[code].short("ru") for code in register.party_codes}
    assert {name: found for name, found in names.items() if found != [[name]] * 3} == {}
    assert [dot for dot in reader.in_map(DOTS) if dot[1] not in ([dot[0]], [])] == []

    sent = len(reader.sent)
    roslavl = register.territories["ru-smo-roslavlsky"]
    reader.hover_map(NAME_POINT, roslavl.short("ru"))
    lit = reader.map.locator(".leaflet-lit-pane path:not(.tie-core)")
    of_it = [tie for tie in Shown(View(), register, date.today()).ties if tie.home == roslavl.code]
    expect(lit).to_have_count(sum(tie.n_agreements for tie in of_it))
    assert reader.in_map("() => map.getPane('lines').style.opacity") == "0.15"
    bright = reader.map.locator(".ties-names g:not(.faded) > .name")
    assert set(bright.all_text_contents()) == {roslavl.short("ru")} | {
        register.territories[tie.partner].short("ru") for tie in of_it
    }
    tip = reader.map.locator(".ties-tip").bounding_box()
    name = reader.map.locator(".ties-names .name", has_text=roslavl.short("ru")).bounding_box()
    assert tip["x"] > name["x"] + name["width"] or tip["y"] > name["y"] + name["height"]
    assert reruns(reader.sent[sent:]) == 0

    reader.click_map(NAME_POINT, roslavl.short("ru"))
    expect(reader.page.locator(".panel-name")).to_have_text(roslavl.name("ru"))


def test_where_lines_crowd_a_click_offers_a_list(reader: Reader):
    reader.visit()
    reader.click_map(CROWD_POINT, None)
    options = reader.map.get_by_role("option")
    expect(options.nth(2)).to_be_visible()
    second = options.nth(1).inner_text().split(" · ")[0]
    reader.in_map("() => { window.clicks = 0; map.on('click', () => { window.clicks += 1; }); }")
    options.filter(has_text=second).first.click()
    expect(reader.page.locator(".panel-name")).to_have_text(second)
    assert reader.in_map("() => window.clicks") == 0, "The map beneath was clicked, too"


def test_lines_of_a_pair_fold_into_one_with_their_number(reader: Reader):
    reader.visit()
    ties = Shown(View(), load_register(), date.today()).ties
    several = sorted(str(tie.n_agreements) for tie in ties if tie.n_agreements > 1)
    fold = reader.map.get_by_role("button", name=t("layer.fold", "ru"))
    fold.click()
    expect(reader.lines).to_have_count(len(ties))
    expect(reader.map.locator(".ties-names .fold")).to_have_count(len(several))
    assert sorted(reader.map.locator(".ties-names .fold").all_text_contents()) == several
    expect(reader.map.locator(".ties-legend")).to_contain_text(t("layer.mixed", "ru"))
    fold.click()
    expect(reader.lines).to_have_count(sum(tie.n_agreements for tie in ties))
    expect(reader.map.locator(".ties-names .fold")).to_have_count(0)


def test_double_click_only_zooms_and_leaves_everything_drawn(reader: Reader):
    reader.visit()
    before, sent = reader.position(), len(reader.sent)
    reader.map.locator("body").dblclick(position=reader._found(SHAPE_POINT, "ru-smo-vyazemsky"))
    reader._moved_from(before)
    reader.page.wait_for_timeout(600)  # longer than a click waits for a second one
    assert reader.position()[0] > before[0]
    assert reruns(reader.sent[sent:]) == 0
    whole = """() => ['shapes', 'lines', 'points'].map((pane) => {
      const own = document.querySelector(`.leaflet-${pane}-pane svg`).getBoundingClientRect();
      const box = document.getElementById('map_div').getBoundingClientRect();
      return own.left <= box.left && own.right >= box.right && own.bottom >= box.bottom;
    })"""
    assert reader.in_map(whole) == [True] * 3


def test_a_pick_shows_the_whole_pair_whatever_was_zoomed(reader: Reader):
    reader.page.emulate_media(reduced_motion="reduce")
    reader.visit()
    assert reader.in_map("() => [map.options.zoomAnimation, map.options.inertia]") == [False] * 2
    reader.map.get_by_role("button", name=t("layer.zoom_in", "ru")).dblclick()
    reader.wheel()
    before = reader.position()
    width = reader.in_map("() => innerWidth")
    inside = """() => [...ties.state.lit].map((index) =>
      map.getBounds().contains(ties.points.get(index).getLatLng()))"""
    reader.pick("Сафоновский — Толочинский")
    expect(reader.page.locator(".panel-name")).to_be_visible()
    whole = f"() => ties.state.lit.size === 2 && ({inside})().every(Boolean)"
    reader.frame.wait_for_function("(width) => innerWidth < width", arg=width)
    reader.frame.wait_for_function(whole)
    # A busy browser tells the window before it tells the map.
    reader.in_map("""() => {
      map.getContainer().style.setProperty("width", "45%", "important");
      dispatchEvent(new Event("resize"));
    }""")
    reader.frame.wait_for_function(f"() => map.getSize().x < innerWidth / 2 && ({whole})()")
    reader.in_map("() => { map.getContainer().style.width = ''; }")
    reader.page.locator(".st-key-close button").first.click()
    expect(reader.page.locator(".panel-name")).to_have_count(0)
    as_it_was = pytest.approx(before, abs=0.01)
    reader.until(lambda: reader.position() == as_it_was, "the frame as it was")


def test_click_on_a_territory_opens_its_panel(reader: Reader, register: Register):
    reader.visit()
    without = next(
        territory
        for code, territory in register.territories.items()
        if territory.region == "by-br" and code not in register.party_codes
    )
    reader.click_map(SHAPE_POINT, without.code)
    panel = reader.page.locator(".panel-name")
    expect(panel).to_have_text(without.name("ru"))
    panel_said = expect(reader.page.locator(".st-key-panel"))
    panel_said.to_contain_text("Соглашений в реестре нет и не было.")
    reader.settled()
    reader.click_map(SHAPE_POINT, "ru-smo-vyazemsky")
    expect(panel).to_have_text(register.territories["ru-smo-vyazemsky"].name("ru"))
    expect(reader.page.locator(".st-key-panel details").first).to_be_visible()
    expect(reader.page).to_have_url(re.compile("focus=ru-smo-vyazemsky"))


def test_click_on_a_line_opens_its_pair(reader: Reader, register: Register):
    reader.visit()
    reader.click_map(LINE_POINT, list(PAIR))
    _expect_pair(reader, register)


def _expect_pair(reader: Reader, register: Register) -> None:
    names = [register.territories[code].short("ru") for code in PAIR]
    expect(reader.page.locator(".panel-name")).to_have_text(" — ".join(names))
    cards = sum(set(PAIR) <= set(a.territories) for a in register.agreements)
    expect(reader.page.locator(".st-key-panel details")).to_have_count(cards)
    expect(reader.page).to_have_url(re.compile("focus=" + "(,|%2C)".join(PAIR)))


def test_keyboard_picks_what_the_pointer_picks(reader: Reader, register: Register):
    reader.visit()
    names = [register.territories[code].short("ru") for code in PAIR]
    reader.pick(" — ".join(names))
    _expect_pair(reader, register)


def test_the_keyboard_goes_on_from_what_it_picked(reader: Reader):
    def follow(link: Locator) -> None:
        reader.page.keyboard.press("Shift")  # from here on the focus is the keyboard's
        link.focus()
        reader.run(lambda: reader.page.keyboard.press("Enter"))

    reader.visit_page("/register")
    rows, heads = (reader.page.locator(f".followed {part} a.go") for part in ("tbody", "thead"))
    follow(rows.nth(7))
    expect(rows.nth(7)).to_be_focused()
    follow(heads.nth(3))
    expect(heads.nth(3)).to_be_focused()
    reader.visit_page("/?layout=scheme")
    place = reader.page.locator(".st-key-scheme a[data-focus=ru-smo-shumyachsky]")
    follow(place)
    expect(place).to_be_focused()
    reader.visit_page("/statistics?kind=friendship")
    reader.page.locator(".st-key-conditions button:visible").first.press("Enter")
    expect(reader.page.get_by_test_id("stMain")).to_be_focused()
    contents = reader.page.locator(".followed ul.contents a")
    contents.nth(3).press("Enter")
    expect(reader.page.locator("h2:focus")).to_have_text(contents.nth(3).inner_text())
    right = "(all) => all.map((e) => Math.round(e.getBoundingClientRect().right))"
    ranges, below = (
        reader.page.locator(f".columns {part}") for part in ("b:has(~ .unknown)", "b + .unknown")
    )
    assert ranges.evaluate_all(right) == below.evaluate_all(right)  # none in the next column
    reader.visit_page("/quality")
    follow(rows.first)
    expect(reader.page).to_have_url(re.compile("/register"))
    expect(reader.page.get_by_test_id("stMain")).to_be_focused()
    follow(reader.page.locator("[data-testid=stPageLink] a").last)
    expect(reader.page).to_have_url(re.compile("/territory"))
    expect(reader.page.get_by_test_id("stMain")).to_be_focused()


# --- what fails, and words ------------------------------------------------------------------------


@pytest.mark.parametrize(("asset", "lang"), [("map-*.js", "en"), ("map-*.js", "ru")])
def test_asset_that_fails_to_load_is_told(reader: Reader, asset: str, lang: str):
    reader.page.route(f"**/{asset}", lambda route: route.abort())
    reader.page.goto(f"{reader.address}/?lang={lang}")
    message = reader.map.locator(".ties-message[role=alert]")
    expect(message).to_have_text(t("map.failed", lang))
    expect(message).to_be_visible()
    assert message.bounding_box()["height"] > 200, "It stands in the place of the map"
    reader.settled()
    # Only here: the browser itself reports the file that did not come.
    own = (asset.partition("*")[0], "page error: Event")
    reader.errors = [error for error in reader.errors if not any(x in error for x in own)]


ENGLISH_ALLOWED = {
    *("OpenStreetMap", "geoBoundaries", "GeoNames", "Overture", "Maps", "CIESIN", "VZD", "ODbL"),
    *("CC", "BY", "SA", "CSV", "XLSX", "Excel", "English"),
}
"""Names of sources, licences and formats, and the language switch."""

VISIBLE_TEXT = """() => {
  const texts = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const node = walk.currentNode, parent = node.parentElement;
    if (!node.data.trim() || ["STYLE", "SCRIPT", "NOSCRIPT"].includes(parent.tagName)) { continue; }
    if (parent.closest("[data-testid=stIconMaterial], template")) { continue; }
    const style = getComputedStyle(parent), box = parent.getBoundingClientRect();
    const seen = parent.checkVisibility({ opacityProperty: true, visibilityProperty: true })
      && parseFloat(style.fontSize) > 0 && box.width > 1 && box.height > 1 && box.right > 0
      && box.bottom > 0;
    if (seen) { texts.push(node.data); }
  }
  document.querySelectorAll("[placeholder]").forEach((e) => texts.push(e.placeholder));
  return texts;
}"""
"""Collects what can be read, without icons (which are letters of an icon font)."""


def _english(texts: list[str]) -> list[str]:
    words = re.findall(r"[A-Za-z]{2,}", " ".join(texts))
    return [word for word in words if word not in ENGLISH_ALLOWED]


def test_russian_map_page_has_no_english_words(reader: Reader):
    reader.visit("/?focus=by-vi-vitebsk")
    reader.page.get_by_text(t("filter.more", "ru")).click()
    reader.page.locator(".st-key-panel summary").first.click()
    reader.page.locator(".st-key-pick input").click()
    reader.page.get_by_role("option").first.wait_for()
    assert _english(reader.page.evaluate(VISIBLE_TEXT)) == []
    assert _english(reader.in_map(VISIBLE_TEXT)) == []
    titles = "() => [...document.querySelectorAll('[title]')].map((e) => e.title)"
    assert _english(reader.in_map(titles)) == []
    reader.page.keyboard.press("Escape")
    # The link that only the keyboard sees.
    reader.page.get_by_test_id("stSkipToContent").focus()
    assert _english(reader.page.evaluate(VISIBLE_TEXT)) == []
    reader.page.locator(".st-key-pick input").click()
    reader.page.keyboard.type("нет такого места")
    expect(reader.page.get_by_role("option", name="Витебск")).to_have_count(0)
    assert _english(reader.page.evaluate(VISIBLE_TEXT)) == []
    reader.page.keyboard.press("Escape")


def test_russian_register_page_has_no_english_words(reader: Reader, register: Register):
    reader.visit_page(f"/register?focus={register.agreements[0].id}&q=1")
    labels = "() => [...document.querySelectorAll('[aria-label]')].map((one) => one.ariaLabel)"
    reader.until(lambda: _english(reader.page.evaluate(labels)) == [], "names in Russian")
    # The stable code of an agreement is in its permanent link: that is no word.
    texts = [
        text
        for text in reader.page.evaluate(VISIBLE_TEXT)
        if "http" not in text and register.agreements[0].id not in text
    ]
    assert _english(texts) == []


def test_rows_bars_and_buttons_of_html_work_without_a_new_session(reader: Reader):
    reader.visit_page("/register?q=Смоленск")
    reader.page.evaluate("() => { window.same = true; }")
    row = reader.page.locator(".followed tr.pick").first
    row.locator("td").first.click()  # anywhere in the row
    expect(reader.page).to_have_url(re.compile("focus="))
    expect(row).to_have_class("pick now")
    button = reader.page.locator(".copy button").first
    button.click()
    expect(button.locator("xpath=../span")).to_have_text(t("copy.copied", "ru"))
    reader.page.locator("th a.go", has_text=t("table.until", "ru")).press("Enter")
    expect(reader.page).to_have_url(re.compile("focus=.*q=.*sort=until"))
    reader.page.get_by_role("link", name=t("page.statistics", "ru")).click()
    bar = reader.page.locator(".bars tr", has_text=t("region.by-vi", "ru"))
    bar.locator("td").click()
    expect(reader.page).to_have_url(re.compile("statistics.*region=by-vi"))
    reader.page.locator(".matrix a").first.click()
    expect(reader.page).to_have_url(re.compile(r"/\?.*focus=ru-.*by-vi"))
    assert reader.page.evaluate("() => window.same")


# --- a hostile register ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def hostile_server(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("hostile")
    data = hostile_copy(settings.DATA, folder / "data")
    with serve(folder / "log.txt", TIES_DATA=str(data)) as server:
        yield server


def _expect_harmless(reader: Reader, *texts: str) -> None:
    """Nothing ran, nothing was computed, and the texts stand on the page as they are."""
    for frame in reader.page.frames:
        assert frame.evaluate("() => window.hacked") is None
        assert frame.locator("img[src=x], svg[onload], a[href^='javascript:']").count() == 0
    shown = reader.page.evaluate("() => document.body.textContent")
    assert RESULT not in shown
    assert [text for text in texts if text not in shown] == []


def test_hostile_register_is_shown_literally_on_the_map(
    hostile_server: Server, new_reader: Callable[..., Reader], register: Register
):
    reader = new_reader(hostile_server)
    lapsed = next(a for a in register.agreements if a.status == Status.LAPSED)
    reader.visit(f"/?focus={lapsed.id}")
    panel = reader.page.locator(".st-key-panel").inner_text()
    assert [text for text in HOSTILE if _plain(text) not in _plain(panel)] == []
    _expect_harmless(reader, SHORT)
    names = reader.map.locator(".ties-names .name").all_text_contents()
    assert names
    assert all(name.endswith(SHORT) for name in names)
    in_frame = reader.in_map("() => document.body.textContent")
    assert RESULT not in in_frame

    code = lapsed.territories[0]
    reader.visit(f"/?focus={code}")
    assert SHORT in reader.page.locator(".panel-name").inner_text() or HOSTILE[0] in (
        reader.page.locator(".panel-name").inner_text()
    )
    reader.map.locator("[data-title=reset_map]").click()  # from what is picked to everything
    reader.hover_map(SHAPE_POINT, "ru-smo-vyazemsky")
    tip = reader.map.locator(".ties-tip")
    expect(tip).to_be_visible()
    assert [text for text in HOSTILE if _plain(text) not in _plain(tip.inner_text())] == []
    _expect_harmless(reader)


def test_hostile_register_is_shown_literally_in_the_lists(
    hostile_server: Server, new_reader: Callable[..., Reader], register: Register
):
    reader = new_reader(hostile_server)
    first = register.agreements[0]
    reader.visit_page(f"/register?focus={first.id}")
    shown = reader.page.evaluate("() => document.body.innerText")
    assert [text for text in HOSTILE if _plain(text) not in _plain(shown)] == []
    _expect_harmless(reader)
    territory = reader.page.locator(".st-key-territory input")
    territory.click()
    option = reader.page.get_by_role("option").first
    expect(option).to_contain_text(SHORT)
    _expect_harmless(reader)


def _plain(text: str) -> str:
    """Return text with every run of white space as one space: HTML does not keep them apart."""
    return re.sub(r"\s+", " ", text)
