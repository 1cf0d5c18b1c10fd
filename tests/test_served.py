"""The app as served: security headers with a proxy and without, processes that die behind it."""

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, expect

from geo.text import t
from tests import fresh
from tests.browser import READY_S, ROOT, Reader
from tests.deployed import BASE, DEPLOY, House, deployed, free_ports, setting
from tests.machine import missing

PROCESSES = 2
MB = 1024 * 1024
HANDSHAKE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
}
STRICT = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "SAMEORIGIN",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    hosts = {"STREAMLIT_SERVER_ALLOWED_HOSTS": "localhost 127.0.0.1"}
    with deployed(tmp_path_factory.mktemp("house"), PROCESSES, **hosts) as house:
        yield house


def rules(policy: str) -> dict[str, list[str]]:
    return {rule.split()[0]: rule.split()[1:] for rule in policy.split("; ")}


def test_every_answer_forbids_framing_and_foreign_scripts(house: House):
    page, content = house.ask(f"{BASE}/register", Accept_Encoding="identity")
    bundle = content.decode().partition('src="./static/')[2].partition('"')[0]
    answers = {
        "page": page,
        "bundle": house.ask(f"{BASE}/static/{bundle}")[0],
        "component": house.ask(f"{BASE}/component/pages.parts.served.assets/ties-map.css")[0],
        "host": house.ask(f"{BASE}/_stcore/host-config")[0],
        "upload": house.ask(f"{BASE}/_stcore/upload_file/none/none", "PUT", b"x")[0],
        "none": house.ask(f"{BASE}/nopage")[0],
    }
    for name, answer in answers.items():
        assert {header: answer.headers.get_all(header) for header in STRICT} == {
            header: [value] for header, value in STRICT.items()
        }, name
        (policy,) = answer.headers.get_all("Content-Security-Policy")
        found = rules(policy)
        assert found["frame-ancestors"] == ["'self'"] and found["object-src"] == ["'none'"]
        assert not {"'unsafe-inline'", "'unsafe-eval'", "*", "https:"} & {*found["script-src"]}
        assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
    found = [answers[name].status for name in ("page", "bundle", "host", "none")]
    assert found == [200, 200, 200, 404]
    with urlopen(f"http://127.0.0.1:{next(iter(house.processes))}{BASE}/") as direct:
        assert {name: direct.headers[name] for name in STRICT} == STRICT
        assert direct.headers["Content-Security-Policy"] == page.headers["Content-Security-Policy"]


def test_what_has_its_hash_in_its_name_is_kept_and_sent_small(house: House):
    _, content = house.ask(f"{BASE}/")
    bundle = content.decode().partition('src="./static/')[2].partition('"')[0]
    answer, packed = house.ask(f"{BASE}/static/{bundle}", Accept_Encoding="gzip")
    assert (
        answer.headers["Content-Encoding"] == "gzip"
        and "immutable" in answer.headers["Cache-Control"]
    )
    _, plain = house.ask(f"{BASE}/static/{bundle}")
    assert len(packed) < len(plain) / 2
    assert house.ask(f"{BASE}/")[0].headers["Cache-Control"] == "no-cache"


def test_figures_on_the_server_and_other_hosts_are_closed(house: House):
    assert house.ask(f"{BASE}/_stcore/metrics")[0].status == 404
    with pytest.raises(ConnectionError):
        house.ask(f"{BASE}/", Host="stranger.example.org")
    for host, status in (("stranger.example.org", 403), ("localhost", 101)):
        direct = HTTPConnection("127.0.0.1", next(iter(house.processes)), timeout=60)
        direct.request("GET", f"{BASE}/_stcore/stream", headers={**HANDSHAKE, "Host": host})
        assert direct.getresponse().status == status
        direct.close()
    assert b'"allowedOrigins":[]' in house.ask(f"{BASE}/_stcore/host-config")[1]


def test_a_page_that_does_not_exist_is_said_in_the_readers_language_by_a_cold_server(house: House):
    for lang, asked in (("ru", ""), ("en", "?lang=en")):
        answer, content = house.ask(f"{BASE}/nopage{asked}")
        assert answer.status == 404 and t("app.not_found", lang) in content.decode()
        assert b"color-scheme:light dark" in content  # no white sheet in a dark room


def test_ten_megabytes_pass_and_more_do_not(house: House):
    envelope = 1000
    for size, status in ((10 * MB + envelope, 403), (12 * MB, 413)):
        answer, _ = house.ask(f"{BASE}/_stcore/upload_file/none/none", "PUT", b"x" * size)
        assert answer.status == status, "403 is the app's own: the sender has no token"


def test_a_process_that_dies_loses_nobodys_view(house: House, browser: Browser):
    reader = Reader(browser, house.server)
    try:
        reader.visit("/?kind=twinning&focus=by-vi-vitebsk")
        link, said = reader.page.url, reader.count_line
        house.kill(house.serving())
        app = reader.page.get_by_test_id("stApp")
        expect(app).not_to_have_attribute("data-test-connection-state", "CONNECTED")
        reader.drawn()
        assert (reader.page.url, reader.count_line) == (link, said)
        reader.pill(t("status.lapsed", "ru"))
        expect(reader.page.locator(".count-line")).not_to_have_text(said)
        expect(reader.page).to_have_url(re.compile("status=lapsed"))  # written after it is drawn
        files = reader.in_map("() => [...document.scripts].flatMap((one) => one.src || [])")
        ahead = "(all) => all.map((one) => one.href)"
        ahead = reader.page.locator("link[rel=preload]").evaluate_all(ahead)
        assert sorted(files) == sorted(ahead), "The frame waits for what it could have had before"
        for file in (str(one).partition(f":{house.port}")[2] for one in files):
            answer, _ = house.ask(file)
            assert "immutable" in answer.headers["Cache-Control"]
            assert {name: answer.headers[name] for name in STRICT} == STRICT
        font, _ = house.ask(re.sub("made/.*", "assets/fonts/pt-sans-latin-400.woff2", file))
        assert font.headers["Cache-Control"] == "public, max-age=86400"
        reader.page.reload()
        reader.drawn()
        assert "status=lapsed" in reader.page.url and "kind=twinning" in reader.page.url
        assert reader.foreign == []
        assert [error for error in reader.errors if "Security" in error or "policy" in error] == []
    finally:
        reader.close()


@pytest.mark.skipif(sys.platform == "win32", reason="BROWSER is a script here")
def test_on_a_laptop_the_browser_opens_by_itself(tmp_path: Path):
    opened, browser = tmp_path / "opened", tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" > {opened}.part && mv {opened}.part {opened}\n')
    browser.chmod(0o755)
    (port,) = free_ports(1)
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(
            [*command, "--server.headless", "false"],
            cwd=ROOT,
            env={**os.environ, "BROWSER": f"{browser} %s"},
            stdout=log,
            stderr=log,
        )
    try:
        end = time.monotonic() + READY_S
        while not opened.exists():
            assert process.poll() is None and time.monotonic() < end
            time.sleep(0.1)  # between two looks at the condition
        assert opened.read_text().strip() == f"http://localhost:{port}/"
    finally:
        process.kill()
        process.wait()


def test_the_readme_names_the_files_that_are_there():
    told = (ROOT / "README.md").read_text("utf-8").partition("## To serve colleagues")[2]
    named = set(re.findall(r"\.deploy/([\w.@-]+)", told))
    assert named == {path.name for path in DEPLOY.iterdir()}


def test_the_container_runs_what_the_unit_runs():
    told = (DEPLOY / "Containerfile").read_text("utf-8")
    (command,) = setting("ExecStart")
    run = command.partition("python ")[2].replace("%i", "8501").replace("127.0.0.1", "0.0.0.0")
    assert f"CMD {['python', *run.split()]}".replace("'", '"') in told
    copied = [line.split()[1] for line in told.splitlines() if line.startswith("COPY")]
    assert all((DEPLOY.parent / each).exists() for each in copied)


@pytest.mark.parametrize("stage", ["machine", "container"])
def test_a_fresh_machine_serves_by_the_commands_of_the_readme_alone(stage: str):
    for program in ("nginx", "openssl", "pg_createcluster"):
        if not shutil.which(program, path=f"{os.environ['PATH']}:/usr/sbin"):
            missing(f"{program} isn't installed")
    if not fresh.possible():
        pytest.skip("no namespaces: not Linux, not root, or a container without that right")
    done = subprocess.run(
        [sys.executable, "-m", "tests.fresh", stage], cwd=ROOT, capture_output=True, text=True
    )
    print(done.stdout)
    assert done.returncode == 0, done.stderr
