"""
What HTML alone cannot do on a page: links that keep the session, and buttons that copy.

A plain link in `st.html` starts a new session. One script for the whole page follows links of the
class ``go`` (in a row of the class ``pick``, wherever it is clicked) and copies what stands in an
element of the class ``copy`` as Word takes it. It copies as a browser does what a reader selects:
that works on plain http as well, where scripts have no clipboard.
"""

import streamlit as st

_JS = """
const SAID_MS = 4000;

export default function ({ setTriggerValue }) {
  const click = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) { return; }
    const button = event.target.closest(".copy button");
    const row = getSelection().isCollapsed && event.target.closest("tr.pick");
    const link = event.target.closest("a.go") || (row && row.querySelector("a.go"));
    if (button) {
      copy(button);
    } else if (link) {
      event.preventDefault();
      const to = link.getAttribute("href");
      if (to.startsWith("#")) {
        document.getElementById(to.slice(1))?.scrollIntoView();
      } else {
        setTriggerValue("go", to);
      }
    }
  };
  document.addEventListener("click", click);
  document.body.classList.add("followed");  // from here on a row takes a click, and looks so
  return () => document.removeEventListener("click", click);
}

function copy(button) {
  const field = button.closest(".copy");
  const text = field.querySelector(".text");
  const said = field.querySelector("[role=status]");
  const selection = getSelection();
  selection.selectAllChildren(text);
  // Our own HTML and not what the browser makes of the selection with the page's styles.
  const give = (event) => {
    event.clipboardData.setData("text/plain", text.innerText);
    if (text.querySelector("table")) { event.clipboardData.setData("text/html", text.innerHTML); }
    event.preventDefault();
  };
  document.addEventListener("copy", give, { once: true });
  const copied = document.execCommand("copy");
  document.removeEventListener("copy", give);
  selection.removeAllRanges();
  said.textContent = copied ? field.dataset.copied : field.dataset.failed;
  setTimeout(() => { said.textContent = ""; }, SAID_MS);
}
"""
_component = st.components.v2.component("clicks", js=_JS)


def clicked() -> str:
    """Return the link that was clicked, as in its ``href``; empty for none."""
    link = _component(key="clicks", on_go_change=lambda: None).go
    return link if isinstance(link, str) else ""
