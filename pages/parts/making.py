"""Files in the making: how far each one is, a button that stops it, and why one failed."""

import time
from dataclasses import dataclass, field, replace

import streamlit as st

from geo.errors import GeoError
from geo.exports import Format
from geo.exports.material import Material
from geo.text import literal, t

PATIENCE_S = 1.0
"""What is made sooner needs no word."""
LOOK_S = 0.5
"""A reader sees so often how far a file is."""


class StoppedError(Exception):
    """A reader wants a file no longer."""


@dataclass
class Making:
    """One file in the making, asked for at `began`: `done` of `total` steps, or how it ended."""

    began: float = field(default_factory=time.monotonic)
    done: int = 0
    total: int = 0
    stopped: bool = False
    ended: bool = False
    error: GeoError | None = None

    @property
    def is_slow(self) -> bool:
        """Whether a reader waits long enough to be told."""
        return not self.ended and time.monotonic() > self.began + PATIENCE_S

    def tick(self, done: int, total: int) -> None:
        """Note a step; StoppedError if the reader wants no more of it."""
        self.done, self.total = done, total
        if self.stopped:
            raise StoppedError


def make(format_: Format, material: Material, under_way: dict[str, Making]) -> bytes:
    """Make a file, outside of the page's own run; what stands in its way is kept, and raised."""
    one = under_way[format_.name] = Making()
    try:
        return format_.to_bytes(replace(material, tick=one.tick))
    except GeoError as error:
        one.error = error
        raise
    except StoppedError:
        raise
    except Exception:
        one.error = GeoError("export.failed")
        raise
    finally:
        one.ended = True


def makings() -> dict[str, Making]:
    """Return the files of this session that are under way, by format."""
    kept: dict[str, Making] = st.session_state.setdefault("making", {})
    return kept


def show_making(lang: str) -> None:
    """Draw what is in the making, as long as anything is, and what failed."""
    for name, one in list(makings().items()):
        if one.ended:
            del makings()[name]
        if one.error:
            st.error(literal(one.error.message(lang)))
    if makings():
        _watch(lang)


@st.fragment(run_every=LOOK_S)
def _watch(lang: str) -> None:
    found = makings()
    if any(one.ended for one in found.values()):
        st.rerun()
    for name, one in found.items():
        if one.is_slow:
            what = t(f"export.{name}", lang)
            with st.container(horizontal=True, vertical_alignment="center", key=f"making-{name}"):
                share = one.done / one.total if one.total else 0.0
                st.progress(share, t("export.making", lang, what=literal(what)), width="stretch")
                st.button(
                    t("export.stop", lang),
                    key=f"stop_{name}",
                    icon=":material/close:",
                    disabled=one.stopped,
                    on_click=_stop,
                    args=(one,),
                )


def _stop(one: Making) -> None:
    one.stopped = True
