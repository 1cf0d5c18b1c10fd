"""
Driving the app in Chromium: a real server in a process of its own, and a reader with one page.

Nothing here sleeps: every wait is for a condition, and ends in an error that says which.
"""

import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import (
    Browser,
    BrowserContext,
    Frame,
    Locator,
    Page,
    Playwright,
    expect,
)
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

ROOT = Path(__file__).parent.parent
RESULTS = ROOT / "test-results"
READY_S = 90
"""A server that is not up by then never will be."""
WAIT_MS = 90_000
"""Longest wait for one thing on a page. A first visit takes 3 s on 2 cores, and was seen to take
35 s on 2 cores with a load of 15."""
_ANY_CERTIFICATE = ssl._create_unverified_context()
expect.set_options(timeout=WAIT_MS)
PHONE = {"width": 390, "height": 844}
LAPTOP = {"width": 1366, "height": 768}

_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # The network is off: no name but the server's own can be looked up.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost",
)
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def find_chromium(playwright: Playwright) -> str | None:
    """Return the path of an installed Chromium, Playwright's own first; None if there is none."""
    own = playwright.chromium.executable_path
    if Path(own).is_file():
        return own
    return next(filter(None, map(shutil.which, _NAMES)), None)


def launch(playwright: Playwright, executable: str) -> Browser:
    """Start Chromium without a network."""
    return playwright.chromium.launch(executable_path=executable, args=list(_ARGUMENTS))


def keep_picture(page: Page, of: str) -> None:
    """Keep how a page looked when a test failed."""
    RESULTS.mkdir(exist_ok=True)
    name = re.sub(r"[^\w-]+", "_", of)
    page.screenshot(path=RESULTS / f"{name}.png")


# --- the server -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Server:
    """A running app: its address, the file it writes its log to, its process."""

    address: str
    log: Path
    pid: int


@contextmanager
def serve(log: Path, port: int = 0, app: str = "app.py", **environment: str) -> Iterator[Server]:
    """Run an app of ours on a port, by default a free one; stop it at the end."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("localhost", port))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / app)]
    with log.open("w", encoding="utf-8") as output:
        process = subprocess.Popen(
            [*command, "--server.port", str(port), "--server.headless", "true"],
            cwd=ROOT,
            env={**os.environ, **environment},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_for_server(f"http://localhost:{port}/_stcore/health", process, log)
        yield Server(f"http://localhost:{port}", log, process.pid)
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_for_server(health: str, process: subprocess.Popen, log: Path) -> None:
    """Wait until an address answers; a certificate is taken as it is."""
    end = time.monotonic() + READY_S
    while time.monotonic() < end and process.poll() is None:
        try:
            with urlopen(health, timeout=2, context=_ANY_CERTIFICATE) as answer:
                if answer.status == 200:
                    return
        except (URLError, OSError):
            time.sleep(0.1)  # between two looks at the condition
    raise RuntimeError(f"The server did not start:\n{log.read_text(encoding='utf-8')}")


def busy(pid: int) -> float:
    """Return the processor time of a process so far, in seconds."""
    told = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


# --- the reader -----------------------------------------------------------------------------------


def new_profile(browser: Browser, size: dict | None = None) -> BrowserContext:
    """Return an empty profile of a screen, by default that of a laptop."""
    context = browser.new_context(
        viewport=size or LAPTOP, has_touch=size == PHONE, ignore_https_errors=True
    )
    context.set_default_timeout(WAIT_MS)
    return context


class Reader:
    """
    One person with one page in an empty browser profile, and a record of what went over it.

    A `profile` that is given is emptied at the end, but for the scripts that the browser keeps:
    the next one's first page is there a third sooner.
    """

    def __init__(
        self,
        browser: Browser,
        server: Server,
        size: dict | None = None,
        profile: BrowserContext | None = None,
    ) -> None:
        self.log = server.log
        self.address = server.address
        self.foreign: list[str] = []
        self.errors: list[str] = []
        self.dialogs: list[str] = []
        self.received: list[bytes] = []
        self.sent: list[bytes] = []
        self.is_lent = bool(profile)
        self.context = profile or new_profile(browser, size)
        self.page: Page = self.context.new_page()
        self.page.on("request", self._note_request)
        self.page.on("console", self._note_console)
        self.page.on("pageerror", lambda error: self.errors.append(f"page error: {error}"))
        self.page.on("websocket", self._note_socket)
        self.page.on("dialog", self._note_dialog)

    def _note_request(self, request) -> None:
        if not request.url.startswith((f"{self.address}/", "data:", "blob:", "about:")):
            self.foreign.append(request.url)

    def _note_console(self, message) -> None:
        place = message.location.get("url", "")
        if message.type == "error":
            self.errors.append(f"console: {message.text} ({place})")

    def _note_dialog(self, dialog) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def _note_socket(self, socket_) -> None:
        if not socket_.url.startswith(self.address.replace("http", "ws", 1)):
            self.foreign.append(socket_.url)
        socket_.on("framereceived", lambda data: self.received.append(_as_bytes(data)))
        socket_.on("framesent", lambda data: self.sent.append(_as_bytes(data)))

    def close(self) -> None:
        if not self.is_lent:
            self.context.close()
            return
        tools = self.context.new_cdp_session(self.page)
        kept = {"origin": self.address, "storageTypes": "cookies,local_storage,indexeddb"}
        tools.send("Storage.clearDataForOrigin", kept)
        self.page.close()

    # --- waiting

    def until(self, test: Callable[[], bool], what: str) -> None:
        """Wait for a condition that only the record can tell, letting the browser's events in."""
        end = time.monotonic() + WAIT_MS / 1000
        while not test():
            if time.monotonic() > end:
                raise AssertionError(f"Waited in vain for: {what}")
            self.page.wait_for_timeout(20)

    def settled(self) -> None:
        """Wait until the server has nothing more to say."""
        self.page.wait_for_selector(
            "[data-testid=stApp][data-test-script-state=notRunning]"
            "[data-test-connection-state=CONNECTED]"
        )

    def visit(self, link: str = "/") -> "Reader":
        """Open a link of the map page and wait until the map has drawn the view."""
        self.page.goto(self.address + link)
        self.drawn()
        return self

    def visit_page(self, link: str) -> "Reader":
        """Open a link of any other page and wait until it stands."""
        self.page.goto(self.address + link)
        self.page.locator(".count-line").wait_for()
        self.settled()
        return self

    def drawn(self) -> None:
        """Wait until a view is shown on the map, with its names."""
        frames = self.page.locator("iframe[src*=folium]")
        # That of other registers is another one, and the old one stands a moment longer.
        self.until(lambda: frames.count() == 1, "the one map")
        map_ = self.page.frame_locator("iframe[src*=folium]")
        map_.locator(".ties-legend .ties-row").first.wait_for()
        map_.locator(".ties-names[data-missing]").wait_for(state="attached")
        self.page.locator(".count-line").wait_for()
        self.settled()

    def knows_words(self) -> None:
        """Go to the search and wait until the map can search by itself; the view is as before."""

        def are_there() -> bool:
            if self.in_map("() => ties.state.view.words"):
                return True
            self.page.reload()
            self.drawn()
            return False

        self.until(are_there, "the words of the register")
        self.page.locator(".st-key-q input").click()
        self.until(lambda: self.in_map("() => Boolean(ties.state.find)"), "the map's search")

    def shows(self, lines: int) -> None:
        """Wait until the map shows so many lines."""
        expect(self.lines).to_have_count(lines)
        self.settled()

    def run(self, action: Callable[[], object]) -> list[bytes]:
        """Do something that reruns the page; return what the server sent until it was done."""
        self.settled()  # the end of an earlier run is not that of this one
        start = len(self.received)
        action()
        self.until(
            lambda: any(kind_of(data) == "script_finished" for data in self.received[start:]),
            "the end of the rerun",
        )
        self.settled()
        return self.received[start:]

    # --- looking

    @property
    def frame(self) -> Frame:
        """The frame of the map."""
        return next(f for f in self.page.frames if "st_folium" in f.url and not f.is_detached())

    @property
    def map(self):
        """Locators inside the frame of the map."""
        return self.page.frame_locator("iframe[src*=folium]")

    @property
    def lines(self) -> Locator:
        return self.map.locator(".leaflet-lines-pane path:not(.tie-core)")

    @property
    def count_line(self) -> str:
        return self.page.locator(".count-line").inner_text()

    def in_map(self, script: str, argument: object = None) -> object:
        """Evaluate a function in the frame of the map."""
        return self.frame.evaluate(script, argument)

    def mark(self) -> None:
        """Leave a mark in the frame that goes if it is built anew."""
        self.in_map("() => { window.mark = 'same'; }")

    def is_marked(self) -> bool:
        return self.in_map("() => window.mark") == "same"

    def position(self) -> list[float]:
        """Zoom and centre of the map."""
        return self.in_map(
            "() => [map.getZoom(), map.getCenter().lat, map.getCenter().lng]"
            ".map((x) => +x.toFixed(4))"
        )

    # --- doing

    def wheel(self) -> None:
        """Zoom in with the wheel over the middle of the map and wait until it is done."""
        before = self.position()
        box = self.page.locator("iframe[src*=folium]").bounding_box()
        self.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 3)
        self.page.mouse.wheel(0, -240)
        self._moved_from(before)

    def drag(self, dx: int, dy: int) -> None:
        """Move the map with the pointer and wait until it is done."""
        before = self.position()
        box = self.page.locator("iframe[src*=folium]").bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 3
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        self.page.mouse.move(x + dx, y + dy, steps=6)
        self.page.mouse.up()
        self._moved_from(before)

    def _moved_from(self, before: list[float]) -> None:
        self.until(lambda: self.position() != before, "the map to move")

        def stands() -> bool:
            """Neither on its way nor about to be: a drag goes on by itself a moment later."""
            position = self.position()
            self.page.wait_for_timeout(150)
            moves = "() => map._animatingZoom || (map._panAnim && map._panAnim._inProgress)"
            return not self.in_map(moves) and self.position() == position

        self.until(stands, "the map to stand")

    def pill(self, label: str) -> None:
        """Click one of the pills in the sidebar."""
        self.page.get_by_test_id("stSidebar").get_by_role("button", name=label, exact=True).click()

    def pick(self, text: str) -> None:
        """Choose in the select box above the map with the keyboard only."""
        self.page.locator(".st-key-pick input").focus()
        self._choose(text)

    def choose(self, key: str, text: str) -> None:
        """Choose in a list of the sidebar with the keyboard only."""
        self.page.locator(f".st-key-{key} input").focus()
        self._choose(text)

    def _choose(self, text: str) -> None:
        self.page.keyboard.type(text)
        options = self.page.get_by_role("option")
        options.first.wait_for()
        said = options.all_inner_texts()
        place = said.index(text) if text in said else 0
        active = "() => document.activeElement.getAttribute('aria-activedescendant')"
        wanted = options.nth(place).get_attribute("id")
        for _ in range(len(said) + 1):
            if self.page.evaluate(active) == wanted:
                break
            self.page.keyboard.press("ArrowDown")
        self.page.keyboard.press("Enter")

    def click_map(self, finder: str, argument: object) -> None:
        """Click the point of the frame that a script finds, as a reader would."""
        self.map.locator("body").click(position=self._found(finder, argument))

    def hover_map(self, finder: str, argument: object) -> None:
        """Put the pointer on the point of the frame that a script finds."""
        self.map.locator("body").hover(position=self._found(finder, argument))

    def _found(self, finder: str, argument: object) -> dict[str, float]:
        """Return a point once it stays where it is: the map fits itself while its parts arrive."""
        point = None
        for _ in range(60):
            before, point = point, self.in_map(finder, argument)
            if point and point == before:
                return {"x": point[0], "y": point[1]}
            self.page.wait_for_timeout(400)
        raise AssertionError("Nothing of it can be pointed at, or it never stays")


SHAPE_POINT = """(code) => {
  const own = ties.shapes.find((s) => TIES_DATA.territories[s.shape.t].code === code)._path;
  const box = own.getBoundingClientRect();
  for (let i = 1; i < 40; i += 1) { for (let j = 1; j < 40; j += 1) {
    const [x, y] = [box.left + box.width * i / 40, box.top + box.height * j / 40];
    const alone = [[0, 0], [-2, -2], [2, -2], [-2, 2], [2, 2]].every(([dx, dy]) => {
      if (document.elementFromPoint(x + dx, y + dy) !== own) { return false; }
      const under = ties.under(x + dx, y + dy);
      return under.length === 1 && under[0].codes === code;
    });
    if (alone) { return [x, y]; }
  } }
  return null;
}"""
"""Finds a point of a shape with nothing else on it, off its edge: clicks are whole pixels."""

LINE_POINT = """([home, partner]) => {
  const T = TIES_DATA.territories;
  const isPair = (tie) => T[tie.h].code === home && T[tie.p].code === partner;
  const own = [...ties.state.shown].find((i) => isPair(TIES_DATA.ties[TIES_DATA.lines[i].t]));
  const path = document.querySelector(`.leaflet-lines-pane path[data-line="${own}"]`);
  const matrix = path.getScreenCTM(), length = path.getTotalLength();
  for (let i = 5; i < 95; i += 1) {
    const at = path.getPointAtLength(length * i / 100).matrixTransform(matrix);
    const pairs = ties.under(at.x, at.y).filter((thing) => thing.isLine);
    if (pairs.length === 1 && pairs[0].codes === `${home},${partner}`) { return [at.x, at.y]; }
  }
  return null;
}"""
"""Finds a point of a pair's line where no other line runs."""

NAME_POINT = """(name) => {
  const names = [...document.querySelectorAll(".ties-names .name")];
  const node = names.find((one) => one.textContent === name);
  const box = node && node.getBoundingClientRect();
  return node ? [box.left + box.width / 2, box.top + box.height / 2] : null;
}"""
"""Finds the middle of a name on the map."""

CROWD_POINT = """() => {
  const edge = document.getElementById("map_div").getBoundingClientRect();
  for (let y = edge.top + 20; y < edge.bottom; y += 7) {
    for (let x = edge.left + 60; x < edge.right; x += 7) {
      if (ties.under(x, y).filter((thing) => thing.isLine).length > 2) { return [x, y]; }
    }
  }
  return null;
}"""
"""Finds a point where lines of several pairs meet."""


# --- messages of Streamlit ------------------------------------------------------------------------


def _as_bytes(data: bytes | str) -> bytes:
    return data.encode() if isinstance(data, str) else data


def kind_of(data: bytes) -> str:
    """Return what a message of the server is, e.g. ``new_element dataframe``."""
    message = ForwardMsg()
    try:
        message.ParseFromString(data)
    except Exception:  # heartbeats of the protocol are no messages
        return ""
    kind = message.WhichOneof("type") or ""
    if kind == "delta":
        kind = message.delta.WhichOneof("type") or ""
        if kind == "new_element":
            kind += f" {message.delta.new_element.WhichOneof('type')}"
    return kind


def reruns(sent: list[bytes]) -> int:
    """Return how many of the browser's messages ask for a run of the page."""
    found = 0
    for data in sent:
        message = BackMsg()
        try:
            message.ParseFromString(data)
        except Exception:  # as above
            continue
        found += message.WhichOneof("type") == "rerun_script"
    return found


def largest(messages: list[bytes], n: int = 5) -> str:
    """Return the largest messages in words, for a failing test."""
    biggest = sorted(messages, key=len, reverse=True)[:n]
    return ", ".join(f"{kind_of(data)}: {len(data)}" for data in biggest)
