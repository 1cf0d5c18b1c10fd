"""Signing in with a provider: who reads where reading is not open, and who may write."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from geo.text import t
from tests.browser import WAIT_MS, Server, serve
from tests.deployed import free_ports
from tests.provider import Provider, providing

EDITOR = {"email": "kate@example.org", "email_verified": True}
OTHERS = {
    "a Kelvin sign": {"email": "\u212aate@example.org", "email_verified": True},
    "an address that is not verified": {**EDITOR, "email_verified": False},
}


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with providing() as provider:
        yield provider


@pytest.fixture(scope="module")
def server(provider: Provider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("closed")
    (port,) = free_ports(1)
    (folder / "secrets.toml").write_text(
        '[access]\nreading = "signed_in"\n[update]\nwrite = true\neditors = ["kate@example.org"]\n'
        + provider.secrets(f"http://localhost:{port}"),
        encoding="utf-8",
    )
    with serve(
        folder / "log.txt", port, STREAMLIT_SECRETS_FILES=str(folder / "secrets.toml")
    ) as server:
        yield server


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    context.set_default_timeout(WAIT_MS)
    yield context.new_page()
    context.close()


def test_who_has_signed_in_reads_and_an_editor_may_write(
    server: Server, provider: Provider, page: Page
):
    provider.claims = EDITOR
    received: list[bytes] = []
    page.on("websocket", lambda one: one.on("framereceived", lambda data: received.append(data)))
    page.goto(f"{server.address}/register")
    button = page.get_by_role("button", name=t("editor.sign_in", "ru"))
    expect(page.get_by_text(t("editor.read", "ru"))).to_be_visible()
    assert not any("Витебск".encode() in data for data in received if isinstance(data, bytes))
    button.click()
    page.locator(".count-line").wait_for()
    page.goto(f"{server.address}/update")
    expect(page.get_by_text(t("editor.may", "ru", who="kate@example.org"))).to_be_visible()
    page.get_by_role("button", name=t("editor.sign_out", "ru")).click()
    expect(page.get_by_text(t("editor.read", "ru"))).to_be_visible()


@pytest.mark.parametrize("name", OTHERS)
def test_nobody_reads_by_an_address_that_only_looks_like_one(
    server: Server, provider: Provider, page: Page, name: str
):
    provider.claims = OTHERS[name]
    page.goto(server.address)
    page.get_by_role("button", name=t("editor.sign_in", "ru")).click()
    said = t("editor.not_verified", "ru", who=str(provider.claims["email"]))
    expect(page.get_by_text(said)).to_be_visible()
    expect(page.locator(".count-line")).to_have_count(0)
