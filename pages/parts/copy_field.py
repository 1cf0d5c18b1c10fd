"""
A text to be copied, with a button in the reader's language.

Streamlit's own copy button has English words only. The text goes to the browser as data and is
shown as text, never as HTML. On plain http the browser has no clipboard for scripts: there the
button falls back to selecting a hidden text area.
"""

import streamlit as st

from geo.text import t

_HTML = """
<div class="name"></div>
<div class="row"><div class="text" tabindex="0"></div><button type="button"></button></div>
<div class="said" role="status"></div>
"""
_CSS = """
.name { font-weight: 700; font-size: .8rem; color: #55585B; margin-bottom: .15rem; }
.row { display: flex; gap: .4rem; align-items: flex-start; }
.text {
  flex: 1; min-width: 0; max-height: 12em; overflow-y: auto; padding: .3rem .5rem;
  border: 1px solid #D5D3CE; border-radius: 4px; background: #F4F2EE; font-size: .87rem;
  line-height: 1.35; overflow-wrap: anywhere; white-space: pre-line; user-select: all;
}
button {
  flex: none; padding: .3rem .6rem; border: 1px solid #125B9E; border-radius: 4px; cursor: pointer;
  background: #FFF; color: #125B9E; font: inherit; font-size: .87rem; line-height: 1.35;
}
button:hover { background: #125B9E; color: #FFF; }
button:focus-visible, .text:focus-visible { outline: 2px solid #125B9E; outline-offset: 1px; }
.said { min-height: 1.2em; font-size: .8rem; color: #2E6B34; }
.said.failed { color: #9B1C1C; }
"""
_JS = """
const SHOWN_MS = 4000;

export default function ({ data, parentElement }) {
  const part = (name) => parentElement.querySelector(name);
  const said = part(".said");
  part(".name").textContent = data.name;
  part(".text").textContent = data.text;
  part("button").textContent = data.button;
  part("button").setAttribute("aria-label", data.button + ": " + data.name);
  part("button").onclick = async () => {
    const copied = await copy(data.text);
    said.textContent = copied ? data.copied : data.failed;
    said.classList.toggle("failed", !copied);
    part("button").focus();
    setTimeout(() => { said.textContent = ""; }, SHOWN_MS);
  };
}

async function copy(text) {
  if (navigator.clipboard) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // The browser refused: try the old way.
    }
  }
  const area = document.createElement("textarea");
  area.value = text;
  area.style.cssText = "position:fixed;top:0;left:0;opacity:0";
  document.body.append(area);
  area.select();
  const copied = document.execCommand("copy");
  area.remove();
  return copied;
}
"""
_component = st.components.v2.component("copy_field", html=_HTML, css=_CSS, js=_JS)


def copy_field(name: str, text: str, lang: str, *, key: str) -> None:
    """Show a named text with a button that copies it."""
    words = {word: t(f"copy.{word}", lang) for word in ("button", "copied", "failed")}
    _component(key=key, data={"name": name, "text": text, **words})
