"""
An SVG drawing as a part of a page.

`st.html` removes SVG. The drawing goes to the browser as data and is parsed as XML, so that what
is not well formed is not shown at all; its texts are escaped by who drew it. Where it says what can
be picked (``data-focus``), a click picks it, and what the pointer is on stands out with all that
belongs to it.
"""

import streamlit as st

from geo.charts.scheme import build_scheme
from geo.shown import Shown
from pages import set_focus

_CSS = """
.drawing { overflow-x: auto; }
svg { display: block; width: 100%; max-width: 1240px; min-width: 720px; height: auto; }
@media print { .drawing { overflow: visible; } svg { min-width: 0; max-height: 24cm; } }
text { font-variant-numeric: tabular-nums; }
svg { background: #FFF; }
svg:has([data-focus]) { min-width: 600px; }
[data-focus] { cursor: pointer; }
a:hover text, a.on text { text-decoration: underline; }
a:focus-visible { outline: 2px solid #125B9E; outline-offset: 2px; }
.faded { opacity: .16; }
.name.faded { opacity: .55; }
.pointing [data-focus] { opacity: .12; }
.pointing .name { opacity: .45; }
.pointing .on { opacity: 1; }
"""
_JS = """
const NARROW_PX = 600;

export default function ({ data, parentElement, setTriggerValue }) {
  const parsed = new DOMParser().parseFromString(data.svg, "image/svg+xml");
  if (parsed.querySelector("parsererror")) { return; }
  const svg = parsed.documentElement;
  parentElement.querySelector(".drawing").replaceChildren(svg);
  if (!data.picks) { return; }
  const box = svg.viewBox.baseVal;
  if (parentElement.querySelector(".drawing").clientWidth < NARROW_PX) {
    box.width = Number(svg.dataset.narrow);
    svg.style.minWidth = "470px";
  }
  const at = (event) => event.target.closest?.("[data-focus]")?.dataset.focus ?? "";
  // Lines whose keys hold all that is pointed at, and the places they end at.
  const light = (focus) => {
    const wanted = focus ? focus.split(",") : [];
    const places = new Set(wanted);
    svg.classList.toggle("pointing", wanted.length > 0);
    for (const line of svg.querySelectorAll("[data-keys]")) {
      const keys = line.dataset.keys.split(" ");
      const on = wanted.length > 0 && wanted.every((code) => keys.includes(code));
      line.classList.toggle("on", on);
      if (on) { [...keys, ...line.dataset.ends.split(" ")].forEach((code) => places.add(code)); }
    }
    for (const node of svg.querySelectorAll(".node")) {
      node.classList.toggle("on", places.has(node.dataset.focus));
    }
    const ends = new Set(wanted);
    svg.querySelectorAll(".line.on").forEach((line) => {
      line.dataset.ends.split(" ").forEach((code) => ends.add(code));
    });
    for (const name of svg.querySelectorAll("[data-place]")) {
      name.classList.toggle("on", ends.has(name.dataset.place));
    }
  };
  svg.addEventListener("pointerover", (event) => light(at(event)));
  svg.addEventListener("pointerleave", () => light(""));
  svg.addEventListener("focusin", (event) => light(at(event)));
  svg.addEventListener("focusout", () => light(""));
  svg.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) { return; }
    event.preventDefault();
    setTriggerValue("focus", at(event));
  });
}
"""
_component = st.components.v2.component(
    "drawing", html='<div class="drawing"></div>', css=_CSS, js=_JS
)


def draw(svg: str, *, key: str, picks: bool = False) -> None:
    """
    Show an SVG element; its viewBox gives its shape, the page its width.

    Parameters
    ----------
    svg
        The drawing, every text escaped.
    key
        Of the component.
    picks
        Whether a click on it becomes the reader's focus.
    """
    data = {"svg": svg, "picks": picks}
    _component(key=key, data=data, on_focus_change=lambda: _picked(key))


def draw_scheme(shown: Shown) -> None:
    """Show a view as a scheme of two columns."""
    if shown.agreements:
        draw(build_scheme(shown), key="scheme", picks=True)


def _picked(key: str) -> None:
    """Pick what was clicked; a click beside everything lets go."""
    value = getattr(st.session_state.get(key), "focus", None)
    if isinstance(value, str):
        set_focus(*filter(None, value.split(",")))
