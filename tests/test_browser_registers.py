"""Registers side by side in Chromium: choosing one, all, and the other side; outlines by zoom."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import Browser, expect

from geo import settings
from geo.map import content
from geo.map.network import build_network
from geo.map.shell import sources_digest
from geo.registers import load_registers
from geo.shown import select
from geo.territories.boundaries import load_boundaries
from geo.view import View
from pages.parts import served
from tests import three_registers
from tests.browser import Reader, Server, serve
from tests.habits import chip

pytestmark = pytest.mark.browser

IN_SIGHT = """() => TIES_DATA.territories.filter(({ at, party }) => at && party)
  .every(({ at: [lon, lat] }) => map.getBounds().contains([lat, lon]))"""
N_POINTS = """() => ties.shapes.flatMap((layer) => layer.getLatLngs()).flat(2).length"""


@pytest.fixture
def server(browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """The app with three registers, whose map of all was made with coarse outlines."""
    folders = three_registers.lay_out_all(tmp_path / "three")
    monkeypatch.setattr(settings, "FOLDERS", folders)
    monkeypatch.setattr(content, "MOST_POINTS", 0)
    monkeypatch.setattr(served, "MADE", tmp_path / "cache" / "map")
    served.MADE.mkdir(parents=True)
    register = load_registers({})
    name = sources_digest(register.territories.imprint)
    served.map_links(build_network(register, load_boundaries(register.territories), name))
    data = os.pathsep.join(map(str, folders))
    cache = str(tmp_path / "cache")
    with serve(tmp_path / "log.txt", TIES_DATA=data, TIES_CACHE=cache) as server:
        yield server


def test_registers_and_side_are_chosen_in_the_header_and_outlines_by_zoom(
    server: Server, new_reader: Callable[..., Reader]
):
    reader = new_reader(server)
    page = reader.page

    def choose(name: str, option: str) -> None:
        page.locator(f".st-key-{name} input").click()
        page.get_by_role("option", name=option, exact=True).click()

    def stands(title: str, **link: str) -> None:
        """Check title, link, chip, selects and map against what the link means."""
        expect(page.locator("h1")).to_contain_text(title)
        register = load_registers(link)
        shown = select(View.from_params(link, register), register)
        # The map of the registers shown before goes.
        expect(page.locator("iframe[src*=folium]")).to_have_count(1)
        reader.drawn()
        reader.shows(sum(tie.n_agreements for tie in shown.ties))
        assert dict(parse_qsl(urlsplit(page.url).query)) == link
        expect(chip(page, "kind-cooperation")).to_be_visible()
        assert reader.in_map("() => TIES_DATA.agreements.length") == len(register.agreements)

    # All of them; of their many outlines the coarse ones until somebody looks closer.
    reader.visit("/?kind=cooperation")
    stands("Смоленская, Псковская и Брянская области", kind="cooperation")
    coarse = reader.in_map(N_POINTS)
    assert reader.in_map("() => ties.shapes[0]._map.getZoom() < TIES_DATA.finer")
    reader.in_map("() => { ties.shapes[0]._map.setZoom(TIES_DATA.finer + 0.5); }")
    reader.until(lambda: reader.in_map(N_POINTS) > coarse, "the finer outlines")

    choose("register", "Псковская область")
    stands("Псковская область", register="ru-psk", kind="cooperation")
    choose("register", "Все реестры")
    stands("Смоленская, Псковская и Брянская области", kind="cooperation")
    choose("side", "Витебская область")
    other = "Витебская область — Российская Федерация"
    stands(other, side="by-vi", kind="cooperation")
    page.reload()
    stands(other, side="by-vi", kind="cooperation")
    expect(page.locator(".st-key-side input")).to_have_value("Витебская область")
    choose("register", "Псковская область")
    stands(other, register="ru-psk", side="by-vi", kind="cooperation")
    reader.run(page.go_back)  # the title is the same before and after
    stands(other, side="by-vi", kind="cooperation")

    # In a frame that is too small for it at the usual zooms the map is whole all the same.
    assert reader.in_map(IN_SIGHT) and reader.position()[0] >= 5
    reader.in_map("() => { map.getContainer().style.setProperty('height', '90px', 'important'); }")
    reader.until(lambda: reader.position()[0] < 5, "the map to be seen from farther off")
    assert reader.in_map(IN_SIGHT)
