"""
A watch over the connection: a page of a server that was restarted asks for itself again.

Until something is clicked such a page looks alive, though the server has forgotten the file and all
that was decided. The script watches the mark that Streamlit sets on the app; once the connection is
back after it was gone, it makes the page run again, as a click would.
"""

import streamlit as st

_JS = """
const EVERY_MS = 1000;

export default function ({ setTriggerValue }) {
  let away = false;
  const watch = setInterval(() => {
    const app = document.querySelector("[data-test-connection-state]");
    const connected = app?.dataset.testConnectionState === "CONNECTED";
    if (connected && away) setTriggerValue("back", Date.now());
    away = !connected;
  }, EVERY_MS);
  return () => clearInterval(watch);
}
"""
_component = st.components.v2.component("reconnect", js=_JS)


def watch_connection() -> None:
    """Run the page again once a server that was away is back."""
    _component(key="reconnect", on_back_change=lambda: None)
