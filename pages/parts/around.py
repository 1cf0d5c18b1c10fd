"""
What Streamlit draws around a page, in the reader's language.

Style rules (``pages/style.css``) replace the words that are seen. A script replaces what only it
can reach: the language of the page and the names a screen reader reads out. On a narrow screen, a
tap in the menu closes the sidebar, which would cover the page that was asked for.

A server that was started anew, or has forgotten a reader who was away for minutes, knows of no
widget, so that it would take the first touch for a page just opened, and undo it. So the page asks
for a run as soon as the connection stands again, and takes no touch until that run is over.
"""

import re
from functools import cache
from pathlib import Path

import streamlit as st

from geo.map.look import LOOK
from geo.text import t
from pages.parts import beside
from pages.parts.served import served

UPLOAD_MB = "10"
"""As ``maxUploadSize`` in ``.streamlit/config.toml`` and `geo.update.intake.FILE_BYTES`."""
_STYLES = Path(__file__).parent.parent
_WORDS = re.compile(r"\{([a-z]+\.\w+)\}")
"""A text key among the rules."""
_SCRIPT = beside(__file__, ".js")
_NAMED = re.findall(r'": "([a-z]+\.\w+)",\n', _SCRIPT)
"""The keys of the names that the script gives."""
_component = st.components.v2.component("around", js=_SCRIPT)


def _around(lang: str, place: int) -> None:
    """Put the surroundings of the page into a language; the script knows its place in the menu."""
    data = {"lang": lang, "names": {key: t(key, lang) for key in _NAMED}, "place": place}
    _component(key="around", data=data, on_again_change=lambda: None)


def style(lang: str, *, place: int = -1, speaker: bool = False) -> None:
    """
    Fonts, a denser page (or a larger one), and our words where Streamlit has only English.

    `place` is that of the page in the menu, from 0; `speaker` is for the last row of a room.
    """
    st.html(_sheet(lang, speaker=speaker))
    _around(lang, place)


@cache
def _sheet(lang: str, *, speaker: bool) -> str:
    sheets = ("style", "content", "speaker" if speaker else "dark")
    css = "".join((_STYLES / f"{name}.css").read_text(encoding="utf-8") for name in sheets)
    css = _WORDS.sub(lambda found: t(found[1], lang, limit=UPLOAD_MB), css)
    dark = "".join(f"--c-{colour[1:]}: {other}; " for colour, other in LOOK.dark.items())
    light = "".join(f"--c-{colour[1:]}: initial; " for colour in LOOK.dark)
    css = css.replace("DARK_COLOURS", dark).replace("LIGHT_COLOURS", light)
    return f"<style>{css.replace('ASSETS', served('assets', from_frame=False))}</style>"
