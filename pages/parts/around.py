"""
What Streamlit draws around a page, in the reader's language.

Style rules (``pages/style.css``) replace the words that are seen; a script in the page's own HTML
(`geo.answers`) replaces what only it can reach.
"""

import re
from functools import cache
from pathlib import Path

import streamlit as st

from geo.map.look import LOOK
from geo.text import t
from pages.parts.served import served

UPLOAD_MB = "10"
"""As ``maxUploadSize`` in ``.streamlit/config.toml`` and `geo.update.intake.FILE_BYTES`."""
_STYLES = Path(__file__).parent.parent
_WORDS = re.compile(r"\{([a-z]+\.\w+)\}")
"""A text key among the rules."""


def style(lang: str, *, speaker: bool = False) -> None:
    """
    Fonts, a denser page (or a larger one), and our words where Streamlit has only English.

    `speaker` is for the last row of a room. The button is the script's way to ask for a run.
    """
    st.html(_sheet(lang, speaker=speaker))
    st.button("↻", key="again")


@cache
def _sheet(lang: str, *, speaker: bool) -> str:
    sheets = ("style", "content", "speaker" if speaker else "dark")
    css = "".join((_STYLES / f"{name}.css").read_text(encoding="utf-8") for name in sheets)
    css = _WORDS.sub(lambda found: t(found[1], lang, limit=UPLOAD_MB), css)
    dark = "".join(f"--c-{colour[1:]}: {other}; " for colour, other in LOOK.dark.items())
    light = "".join(f"--c-{colour[1:]}: initial; " for colour in LOOK.dark)
    css = css.replace("DARK_COLOURS", dark).replace("LIGHT_COLOURS", light)
    return f"<style>{css.replace('ASSETS', served('assets', from_frame=False))}</style>"
