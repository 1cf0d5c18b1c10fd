"""
A button that copies tables as Word takes them.

The HTML comes from `geo.exports`, which escapes every text in it. It is selected and copied as a
browser copies what a reader selects: that works on plain http as well, where scripts have no
clipboard.
"""

import streamlit as st

from geo.text import t

_HTML = '<button type="button"></button> <span class="said" role="status"></span>'
_CSS = """
button {
  min-height: 2.35rem; padding: 0 .8rem; border: 1px solid #125B9E; border-radius: 4px;
  cursor: pointer; background: #FFF; color: #125B9E; font: inherit; font-size: .93rem;
  line-height: 1.35;
}
button:hover { background: #125B9E; color: #FFF; }
button:focus-visible { outline: 2px solid #125B9E; outline-offset: 1px; }
.said { font-size: .85rem; color: #2E6B34; }
.said.failed { color: #9B1C1C; }
"""
_JS = """
const SHOWN_MS = 4000;

export default function ({ data, parentElement }) {
  const button = parentElement.querySelector("button");
  const said = parentElement.querySelector(".said");
  button.textContent = data.button;
  button.onclick = () => {
    const copied = copy(data.html);
    said.textContent = copied ? data.copied : data.failed;
    said.classList.toggle("failed", !copied);
    button.focus();
    setTimeout(() => { said.textContent = ""; }, SHOWN_MS);
  };
}

function copy(html) {
  const page = document.createElement("div");
  page.innerHTML = html;
  page.style.cssText = "position:fixed;top:0;left:-9999px;background:#FFF;color:#000";
  document.body.append(page);
  const selection = getSelection();
  selection.removeAllRanges();
  const range = document.createRange();
  range.selectNodeContents(page);
  selection.addRange(range);
  // Our own HTML and not what the browser makes of the selection with the page's styles.
  const give = (event) => {
    event.clipboardData.setData("text/html", html);
    event.clipboardData.setData("text/plain", page.innerText);
    event.preventDefault();
  };
  document.addEventListener("copy", give);
  const copied = document.execCommand("copy");
  document.removeEventListener("copy", give);
  selection.removeAllRanges();
  page.remove();
  return copied;
}
"""
_component = st.components.v2.component("copy_table", html=_HTML, css=_CSS, js=_JS)


def copy_table(tables: str, lang: str, *, key: str) -> None:
    """Show the button; `tables` is HTML with every text escaped."""
    words = {
        "button": t("annual.copy", lang),
        "copied": t("copy.copied", lang),
        "failed": t("annual.copy_failed", lang),
    }
    _component(key=key, data={"html": tables, **words}, width="content")
