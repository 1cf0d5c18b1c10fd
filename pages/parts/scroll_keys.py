"""Arrow keys up and down for a screen without a pointer: they scroll what is longer than it."""

import streamlit as st

_JS = """
const PART = 0.6;

export default function () {
  const turn = (event) => {
    const by = { ArrowDown: PART, ArrowUp: -PART }[event.key];
    if (!by || event.target.closest("input, textarea, select")) { return; }
    const boxes = [...document.querySelectorAll(".st-key-panel, [data-testid=stMain]")];
    const long = boxes.find((box) => box.scrollHeight > box.clientHeight + 1);
    if (!long) { return; }
    event.preventDefault();
    long.scrollBy({ top: by * long.clientHeight });
  };
  document.addEventListener("keydown", turn);
  return () => document.removeEventListener("keydown", turn);
}
"""
_component = st.components.v2.component("scroll_keys", js=_JS)


def scroll_keys() -> None:
    """Let the keys scroll the list beside the map, or else the page."""
    _component(key="scroll_keys")
