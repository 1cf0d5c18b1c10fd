"""Files in the making: what a reader hears of them, and that they can be stopped."""

import threading

import pytest

from geo.errors import DataError
from geo.exports import FORMATS
from geo.exports.material import Material
from geo.map.network import Network
from geo.shown import Shown
from geo.view import View
from pages.parts.making import Making, StoppedError, make
from tests.test_exports import TODAY


@pytest.fixture
def material(network: Network) -> Material:
    return Material(Shown(View(), network.register, TODAY), network)


def test_a_file_of_many_parts_says_how_far_it_is(material):
    for name, parts in (("passport-pdf", 30), ("pptx", 8)):
        under_way: dict[str, Making] = {}
        assert make(FORMATS[name], material, under_way)
        one = under_way[name]
        assert one.ended and one.error is None and not one.is_slow
        assert one.total > parts and one.done == one.total - 1


def test_a_reader_stops_a_file_before_its_next_part(material):
    under_way: dict[str, Making] = {}
    ended = []

    def run() -> None:
        try:
            make(FORMATS["book-pdf"], material, under_way)
        except StoppedError:
            ended.append(under_way["book-pdf"].done)

    thread = threading.Thread(target=run)
    thread.start()
    while not (under_way and under_way["book-pdf"].total):
        assert thread.is_alive()
    under_way["book-pdf"].stopped = True
    thread.join()
    assert under_way["book-pdf"].ended and ended and ended[0] < under_way["book-pdf"].total - 1


def test_why_a_file_failed_is_said_in_words(material, monkeypatch):
    def fail(*_: object) -> bytes:
        raise reason

    monkeypatch.setattr("geo.exports.tables.agreements.to_csv", fail)
    said = []
    for reason in (DataError("error.empty_table", file="a.csv"), ZeroDivisionError()):
        under_way: dict[str, Making] = {}
        with pytest.raises(type(reason)):
            make(FORMATS["csv"], material, under_way)
        said.append(under_way["csv"].error.message("ru"))
    assert "a.csv" in said[0] and said[1].startswith("Файл не получился")
