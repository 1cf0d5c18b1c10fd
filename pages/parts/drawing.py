"""
An SVG drawing as a part of a page.

`st.html` removes SVG. The drawing goes to the browser as data and is parsed as XML, so that what
is not well formed is not shown at all; its texts are escaped by who drew it.
"""

import streamlit as st

_CSS = """
.drawing { overflow-x: auto; }
svg { display: block; width: 100%; max-width: 1240px; min-width: 720px; height: auto; }
@media print { .drawing { overflow: visible; } svg { min-width: 0; max-height: 24cm; } }
text { font-variant-numeric: tabular-nums; }
"""
_JS = """
export default function ({ data, parentElement }) {
  const parsed = new DOMParser().parseFromString(data.svg, "image/svg+xml");
  if (!parsed.querySelector("parsererror")) {
    parentElement.querySelector(".drawing").replaceChildren(parsed.documentElement);
  }
}
"""
_component = st.components.v2.component(
    "drawing", html='<div class="drawing"></div>', css=_CSS, js=_JS
)


def draw(svg: str, *, key: str) -> None:
    """Show an SVG element; its viewBox gives its shape, the page its width."""
    _component(key=key, data={"svg": svg})
