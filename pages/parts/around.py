"""
What Streamlit draws around a page, in the reader's language.

Style rules (``pages/style.css``) replace the words that are seen. This replaces what only a script
can reach: the language of the page and the names a screen reader reads out. On a narrow screen, a
tap in the menu closes the sidebar, which would cover the page that was asked for.
"""

import streamlit as st

from geo.text import t

_NAMES = {
    "[data-testid=stExpandSidebarButton]": "app.open_menu",
    "[data-testid=stSidebarCollapseButton] button": "app.close_menu",
    "[data-testid=stSidebar]": "app.menu",
}
"""Elements of Streamlit that have an English ``aria-label``, and the key of ours."""
_JS = """
const NARROW = "(max-width: 768px)";
const CLOSE = "[data-testid=stSidebarCollapseButton] button";

export default function ({ data }) {
  document.documentElement.lang = data.lang;
  const rename = () => {
    for (const [selector, name] of Object.entries(data.names)) {
      for (const element of document.querySelectorAll(selector)) {
        if (element.ariaLabel !== name) { element.ariaLabel = name; }
      }
    }
  };
  const fold = (event) => {
    if (event.target.closest(".st-key-menu a") && matchMedia(NARROW).matches) {
      document.querySelector(CLOSE)?.click();
    }
  };
  rename();
  const observer = new MutationObserver(rename);
  observer.observe(document.body, { childList: true, subtree: true });
  document.addEventListener("click", fold);
  return () => {
    observer.disconnect();
    document.removeEventListener("click", fold);
  };
}
"""
_component = st.components.v2.component("around", js=_JS)


def around(lang: str) -> None:
    """Put the surroundings of the page into a language."""
    names = {selector: t(key, lang) for selector, key in _NAMES.items()}
    _component(key="around", data={"lang": lang, "names": names})
