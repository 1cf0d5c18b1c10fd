"""
Faults from outside, by kind: whatever it is, a reader sees one line and never Streamlit's error.

Links and small files have their lists in ``test_view.py`` and ``test_meeting.py``, hostile texts in
``hostile.py``, faults of data files in ``test_data_faults.py``, of the command line in
``test_cli.py``; here are the pages.
"""

import shutil
import threading
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import pages
from geo import registers, settings
from geo.errors import DataError
from geo.text import t
from geo.update import switch
from geo.view import View
from tests.test_pages import assert_no_exception, open_page, shown_text

NONSENSE = {
    "region": "by-xx", "years": "9" * 5000, "on": "²", "since": "\u202e", "q": "\x00\x1b",
    "lang": "\x00", "focus": "9" * 5000, "kind": ",,,", "steps": "9" * 5000, "step": "9" * 5000,
    "discreet": "2",
}  # fmt: skip


def link(at: AppTest) -> dict[str, str]:
    return {name: "".join(value) for name, value in at.query_params.items()}


@pytest.mark.parametrize("page", ["map", "territory", "meeting"])
def test_a_page_stands_whatever_its_link_says_and_tells_what_it_left_out(page: str):
    at = open_page(page, **NONSENSE)
    (told,) = (warning.value for warning in at.warning if "\\=" in warning.value)
    assert "region\\=by\\-xx" in told and len(told) < 500
    assert not set(link(at)) & {"region", "years", "on", "since", "q", "lang", "focus", "kind"}


def test_the_line_stays_until_the_reader_touches_something():
    at = open_page("quality", region="by-xx", kind="twinning")
    at.run()
    assert len(at.warning) == 1 and link(at) == {"kind": "twinning"}
    at.segmented_control(key="lang").set_value("en").run()
    assert not at.warning
    assert_no_exception(at)


def test_a_slip_of_pasting_shows_what_was_meant_without_a_word():
    at = open_page("quality", region="BY-MA).", **{"amp;kind": "twinning"})
    assert not at.warning
    assert link(at) == {"kind": "twinning", "region": "by-ma"}


@pytest.mark.parametrize(
    ("page", "odd", "meant"),
    [
        ("calendar", "months=13", {"months": "24."}),
        ("calendar", "report=1994", {"report": "(2020)"}),
        ("calendar", "report=2099", {"on": "2025-01-01", "report": "2024"}),
        ("register", "sort=name", {"sort": "-Signed_on."}),
        ("exports", "files=de", {"files": "EN"}),
        ("exports", "gost=no", {"gost": "1."}),
        ("map", "discreet=yes", {"discreet": "1)"}),
        ("meeting", "step=two", {"step": "2."}),
        ("meeting", "day=32.01.2027", {"day": "31.01.2027,"}),
        ("meeting", "show=yes", {"guests": "Иванов; Петров", "place": "Минск"}),
    ],
)
def test_what_a_page_alone_understands_of_a_link_is_told_like_the_rest(
    page: str, odd: str, meant: dict[str, str]
):
    name, _, value = odd.partition("=")
    (told,) = open_page(page, **{name: value}).warning
    assert odd in told.value.replace("\\", "")
    assert not open_page(page, **meant).warning


def test_only_what_switches_on_makes_papers_as_offices_file_them():
    keys = [box.key for box in open_page("exports", gost="0").text_input]
    assert "executor" not in keys
    assert "executor" in [box.key for box in open_page("exports", gost="1.").text_input]


def test_what_a_link_names_several_times_says_everything():
    at = open_page("quality", status=["lapsed", "zzz"], kind=["twinning", "friendship", "twinning"])
    assert link(at) == {"status": "lapsed", "kind": "twinning,friendship"}
    assert len(at.warning) == 1 and "status\\=zzz" in at.warning[0].value
    at = open_page(
        "quality", years=["2010-2012", "2015-2016"], **{"region": "by-vi", "amp;region": "by-ma"}
    )
    assert link(at) == {"region": "by-vi,by-ma"} and "years" in at.warning[0].value


@pytest.mark.parametrize("step", ["9" * 5000, "²", "-1", "1e9"])
def test_the_show_stands_whatever_its_step(step: str):
    at = open_page("meeting", show="1", step=step)
    assert "1 из 6" in shown_text(at)


# --- broken data ----------------------------------------------------------------------------------


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch):
    """Break the data, as the middle of an import does for a moment; the next run meets it."""

    def load(*_, **__):
        raise DataError("error.no_file", file="agreements.csv")

    def broken() -> str:
        monkeypatch.setattr(registers, "load_register", load)
        monkeypatch.setattr(pages, "data_version", lambda: " broken")
        return t("error.no_file", View().lang, file="agreements.csv")

    return broken


def told(at: AppTest) -> list[str]:
    assert_no_exception(at)
    return [error.value.replace("\\", "") for error in at.error]


@pytest.mark.parametrize("params", [{}, {"show": "1"}, {"show": "1", "step": "3"}, {"step": "x"}])
def test_the_meeting_meets_broken_data_with_one_line(broken, params: dict[str, str]):
    message = broken()
    assert told(open_page("meeting", **params)) == [message]


def test_every_callback_meets_broken_data_with_one_line(broken):
    show = open_page("meeting", show="1")
    meeting, other = open_page("meeting", kind="twinning"), open_page("meeting")
    message = broken()
    assert told(show.button(key="Right").click().run()) == [message]
    assert told(meeting.button(key="reset").click().run()) == [message]
    assert told(other.button(key="up_map-0").click().run()) == [message]


def test_opening_a_kept_meeting_meets_broken_data_with_one_line(broken):
    at = open_page("meeting")
    message = broken()
    kept = b'{"meeting": {"steps": "due"}}'
    assert told(at.file_uploader(key="meeting_file").set_value(("a.json", kept, "")).run()) == [
        message
    ]


def test_a_reader_in_the_middle_of_an_import_waits_and_sees_no_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    folder = shutil.copytree(
        settings.DATA, tmp_path / "data", ignore=shutil.ignore_patterns("versions")
    )
    monkeypatch.setattr(settings, "DATA", folder)
    load = registers.load_register
    monkeypatch.setattr(registers, "load_register", lambda *_, **__: load(folder))
    whole = (folder / "parties.csv").read_bytes()
    (folder / "versions").mkdir()
    with switch._locked(folder / "versions"):
        (folder / "versions" / "switching").write_text("2026-01-01-00000000", "utf-8")
        (folder / "parties.csv").write_bytes(whole.replace(b"by-vi-vitebsk", b"by-vi-nowhere"))

        def end() -> None:
            (folder / "parties.csv").write_bytes(whole)
            (folder / "versions" / "switching").unlink()

        timer = threading.Timer(0.3, end)
        timer.start()
        assert told(open_page("meeting")) == []
        timer.join()
