"""Files in the making: how far they are is said to their reader alone, who may stop them."""

import contextlib
import json
import re
import tempfile
import threading
from datetime import date

import pytest
from playwright.sync_api import expect

from geo.answers import SECRET, Answers
from geo.exports.making import StoppedError, counted, making, stop, watched
from geo.exports.material import Material
from geo.exports.paper import passports
from geo.exports.paper.maps import small_map
from geo.exports.paper.passports import to_book
from geo.map.network import build_network
from geo.shown import Shown
from geo.territories.boundaries import load_boundaries
from geo.view import View
from tests.browser import Reader


def answer(whose: bytes, method: str = "GET", query: bytes = b"", path: str = "/ties/making"):
    """Return status, headers and text of what the server says to a page."""
    sent = []

    async def app(scope, receive, send):
        await send({"type": "http.response.start", "status": 404, "headers": []})
        await send({"type": "http.response.body", "body": b"Streamlit's"})

    async def send(message):
        sent.append(message)

    scope = {"type": "http", "method": method, "path": path, "query_string": query}
    scope["headers"] = [(SECRET.encode(), whose)]
    with contextlib.suppress(StopIteration):  # nothing in it waits
        Answers(app, "/ties/")(scope, None, send).send(None)
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], headers, sent[1]["body"].decode()


def test_a_reader_sees_and_stops_own_files_alone():
    with pytest.raises(StoppedError), making("anna", "book", "Книга"):
        for done in counted(range(9)):
            if done == 3:
                status, headers, text = answer(b"anna")
                one = {"key": "book", "name": "Книга", "done": 3, "of": 9, "stopped": False}
                assert (status, json.loads(text)) == (200, [one])
                assert headers["cache-control"] == "no-store" and "x-frame-options" in headers
                for foreign in (b"", b"boris", b"ann", b"anna\xff", b"*", b"a" * 60_000):
                    assert answer(foreign)[2] == answer(foreign, "POST", b"stop=book")[2] == "[]"
                assert answer(b"anna", "POST", b"stop=slides%00&stop=")[0] == 200
                assert answer(b"anna", "DELETE", b"stop=book")[0] == 405
                assert answer(b"anna", path="/making")[2] == "Streamlit's"
            if done == 5:
                assert json.loads(answer(b"anna", "POST", b"stop=book")[2])[0]["stopped"]
            assert done <= 5
    assert watched("anna") == []


def test_a_file_stopped_while_its_last_part_is_made_is_not_handed_out():
    with pytest.raises(StoppedError), making("anna", "map", "Карта"):
        stop("anna", "map")
    with pytest.raises(ZeroDivisionError), making("anna", "map", "Карта"):
        raise ZeroDivisionError
    assert watched("anna") == []


def test_files_made_at_once_have_their_own_steps_and_a_stop_ends_one():
    ready, ended = threading.Barrier(3), []

    def make(key):
        try:
            with making("anna", key, key):
                for done in counted("abc" if key == "one" else "abcdef"):
                    if done == "b":
                        ready.wait()
                        ready.wait()
        except StoppedError:
            ended.append(key)

    threads = [threading.Thread(target=make, args=(key,)) for key in ("one", "two")]
    [thread.start() for thread in threads]
    ready.wait()
    assert {one["key"]: (one["done"], one["of"]) for one in watched("anna")} == {
        "one": (1, 3), "two": (1, 6)
    }  # fmt: skip
    stop("anna", "two")
    ready.wait()
    [thread.join() for thread in threads]
    assert ended == ["two"] and watched("anna") == []


def test_a_book_stopped_half_way_leaves_no_file_and_no_thread(tiny_register, monkeypatch, tmp_path):
    network = build_network(tiny_register, load_boundaries(tiny_register.territories))
    material = Material(Shown(View(), tiny_register, date(2026, 11, 22)), network)
    drawn = []

    def draw(*args, **options):
        drawn.append(args)
        stop("anna", "book")
        return small_map(*args, **options)

    monkeypatch.setattr(passports, "small_map", draw)
    (tmp_path / "made").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "made"))
    n_threads = threading.active_count()
    with pytest.raises(StoppedError), making("anna", "book", "Книга"):
        to_book(material)
    assert len(drawn) == 1 and not list((tmp_path / "made").iterdir())
    assert threading.active_count() == n_threads
    monkeypatch.undo()
    with making("anna", "book", "Книга"):
        assert to_book(material).startswith(b"%PDF")


@pytest.mark.browser
def test_a_file_in_the_making_shows_how_far_it_is_and_can_be_stopped(reader: Reader):
    page = reader.visit_page("/exports").page

    def button(name):
        return page.locator(f".st-key-export_{name} button:visible")

    # Several at once take long enough to be seen on any machine.
    for name in ("pptx", "passport-pdf", "book-pdf"):
        button(name).click()
    book = page.locator(".making .file").filter(has_text="Паспорта всех территорий (PDF)")
    expect(book).to_contain_text(re.compile("[1-9] из 57"))
    expect(book.get_by_role("progressbar")).to_have_attribute("max", "57")
    book.get_by_role("button", name="Остановить").press("Enter")
    expect(page.locator(".st-key-export_book-pdf [data-stopped]")).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="Остановлено")).to_have_count(1)
    expect(button("book-pdf")).to_be_enabled()
    expect(page.locator(".making .file")).to_have_count(0)
    with page.expect_download() as taken:
        button("book-pdf").click()
    assert taken.value.path().read_bytes().startswith(b"%PDF")
    expect(page.locator("[data-stopped]")).to_have_count(0)
