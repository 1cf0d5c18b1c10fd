/* The page of the app around the map: the host inside streamlit-folium's frame. */
"use strict";

/* Where the finer outlines are, beside the file that this script came in (pages/parts/served.py). */
const FINER = document.currentScript.src.replace(/map-(\w+)\.js/, "finer-$1.json");

/* What the map tells it; the time makes every click a new value. */
window.streamlitHost = function () {
  const tell = (value) => Streamlit.setComponentValue({ ...value, at: Date.now() });
  const page = window.parent.document;
  return {
    pick: (focus) => tell({ focus }), step: (step) => tell({ step }), day: (on) => tell({ on }),
    dark: true, head: (words) => page.querySelectorAll(".count-line").forEach((line) => { line.textContent = words; }),
    finer: () => fetch(FINER).then((answer) => answer.json()),
    pressed: (name) => [...page.querySelectorAll(`.st-key-${name} [aria-pressed=true]`)].map((button) => button.textContent.trim()),
    onPressed: (look) => {
      const observer = new MutationObserver(() => { if (page.querySelector("[data-test-connection-state=CONNECTED]")) { look(); } });
      observer.observe(page.body, { subtree: true, attributeFilter: ["aria-pressed"] });
      addEventListener("pagehide", () => observer.disconnect());
    },
  };
};
