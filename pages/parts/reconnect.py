"""
A watch over the connection: a page of a server that was restarted asks for itself again.

Until something is clicked such a page looks alive, though the server has forgotten the file and all
that was decided. The script asks whether the server answers; after it did not, the first answer
makes the page run again, as a click would.
"""

import streamlit as st

_JS = """
const EVERY_MS = 3000;

export default function ({ setTriggerValue }) {
  let away = false;
  const watch = setInterval(async () => {
    try {
      const address = new URL("_stcore/health", document.baseURI);
      const answer = await fetch(address, { cache: "no-store" });
      if (answer.ok && away) {
        away = false;
        setTriggerValue("back", Date.now());
      }
      away = away || !answer.ok;
    } catch {
      away = true;
    }
  }, EVERY_MS);
  return () => clearInterval(watch);
}
"""
_component = st.components.v2.component("reconnect", js=_JS)


def watch_connection() -> None:
    """Run the page again once a server that was away is back."""
    _component(key="reconnect", on_back_change=lambda: None)
