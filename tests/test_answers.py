"""What every visitor is sent before a page runs: Streamlit's own files, at once and from memory."""

import asyncio
import base64
import hashlib
import json
import re
import socket
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor

import pytest

import app
from geo import answers, settings
from geo.answers import ALWAYS, PAGE_SCRIPTS, Answers, first_page, policy

STREAMLITS = b"Streamlit's"
LOOKS = ("LIGHT", "DARK")


def _run(coroutine: Coroutine):
    """Run a coroutine: in a thread of its own, as a browser test before may have left its loop."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()


def asked(path: str, method: str = "GET") -> tuple[dict[str, str], bytes]:
    """Return headers and content of an answer; what is not ours says so."""
    sent = []

    async def streamlit(scope, receive, send):
        await send({"type": "http.response.start", "status": 404, "headers": []})
        await send({"type": "http.response.body", "body": STREAMLITS})

    async def send(message):
        sent.append(message)

    scope = {"type": "http", "method": method, "path": path, "query_string": b"", "headers": []}
    _run(Answers(streamlit, "ties")(scope, None, send))
    head = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return head, sent[1]["body"]


@pytest.mark.parametrize("kind", ["js", "css"])
def test_streamlits_own_files_come_from_memory_with_the_headers_of_all_answers(kind):
    name = first_page("ru").partition(f'="./static/{kind}/')[2].partition('"')[0]
    head, content = asked(f"/ties/static/{kind}/{name}")
    assert content != STREAMLITS and int(head["content-length"]) == len(content)
    assert kind.replace("js", "javascript") in head["content-type"]
    assert "immutable" in head["cache-control"] and head.items() >= ALWAYS.items()
    assert "script-src 'self'" in head["content-security-policy"]


def test_whatever_else_is_asked_for_is_streamlits_business():
    name = first_page("ru").partition('src="./static/js/')[2].partition('"')[0]
    for path in (f"/static/js/{name}", "/ties/static/js/", "/ties/static/js/../index.html"):
        assert asked(path)[1] == STREAMLITS
    assert asked(f"/ties/static/js/{name}", "POST")[1] == STREAMLITS


def test_a_connection_sends_what_it_has_without_waiting_for_the_browser(monkeypatch):
    monkeypatch.setattr(app, "WARMED", ())
    monkeypatch.setattr(app.webbrowser, "open", lambda _: None)

    async def is_at_once() -> bool:
        arrived = asyncio.get_running_loop().create_future()

        class Noting(asyncio.Protocol):
            def connection_made(self, transport):
                own = transport.get_extra_info("socket")
                arrived.set_result(own.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))

        async with app.show(app.app):
            listening = socket.create_server(("127.0.0.1", 0))  # bound as Streamlit does
            loop = asyncio.get_running_loop()
            async with await loop.create_server(Noting, sock=listening):
                _, writer = await asyncio.open_connection(*listening.getsockname())
                found = bool(await arrived)
                writer.close()
        return found

    assert _run(is_at_once())


def test_the_first_page_asks_for_no_font_and_for_each_script_once():
    page = first_page("ru")
    names = re.findall(r'="\./static/js/([^"]+)"', page)
    assert len(names) == len(set(names)) > 50 and ".woff2" not in page


def test_the_first_page_says_where_the_server_is_and_how_it_looks_in_streamlits_words():
    told = r"<script>window\.__streamlit={(\w+):new URL.*?,\.\.\.(.*)}</script>.*</head>"
    where, given = re.search(told, first_page("ru"), re.DOTALL).groups()
    themes = json.loads(given)
    host = themes.pop("HOST_CONFIG")
    files = answers._streamlit_folder().rglob("*.js")
    scripts = "".join(path.read_text("utf-8") for path in files if path.name[0] in "ipu")
    for name in (where, "HOST_CONFIG", *host, *themes, *themes["LIGHT_THEME"]):
        assert re.search(rf"\b{name}\b", scripts), name
    looks = [[themes[f"{x}_THEME"][f"{y}Color"] for y in ("text", "background")] for x in LOOKS]
    assert looks == [["#22252A", "#FFFFFF"], ["#E9E7E2", "#16191D"]]


def test_a_server_whose_register_comes_late_has_its_title_from_then_on(tmp_path, monkeypatch):
    answers._named_page.cache_clear()
    with monkeypatch.context() as early:  # as before the first copy from a database
        early.setattr(settings, "DATA", tmp_path)
        early.setattr(settings, "FOLDERS", (tmp_path,))
        assert "<title>Streamlit</title>" in first_page("ru")
    page = first_page("ru")
    assert "<title>Приграничные связи: Смоленская область" in page


def test_the_scripts_of_the_first_page_are_allowed_by_their_hashes_alone():
    scripts = re.findall("<script>(.*?)</script>", first_page("en"), re.DOTALL)
    digests = [base64.b64encode(hashlib.sha256(x.encode()).digest()).decode() for x in scripts]
    assert len(digests) > len(PAGE_SCRIPTS) and all(f"'sha256-{x}'" in policy("/") for x in digests)
    assert policy("/").count("'sha256-") == len(digests) and "unsafe-eval" not in policy("/")
