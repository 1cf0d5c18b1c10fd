/* The page of the app around the map: the host inside streamlit-folium's frame. */
"use strict";

/* Where the finer outlines and the words are, beside the file that this script came in (pages/parts/served.py). */
const [FINER, WORDS] = ["finer", "words"].map((name) => document.currentScript.src.replace(/map-(\w+)\.js/, `${name}-$1.json`));

/* What the map tells it; the time makes every click a new value. */
window.streamlitHost = function () {
  const tell = (value) => Streamlit.setComponentValue({ ...value, at: Date.now() });
  const page = window.parent.document;
  return {
    pick: (focus) => tell({ focus }), day: (on) => tell({ on }),
    takes: (event) => !page.body.dispatchEvent(new window.parent.KeyboardEvent(event.type, event)),
    dark: true, head: (words) => page.querySelectorAll(".count-line").forEach((line) => { line.textContent = words; }),
    finer: () => fetch(FINER).then((answer) => answer.json()),
    words: () => fetch(WORDS).then((answer) => answer.json()),
    /* What the lists of the page ask for, and the years, of which the latest so many may be on their way. */
    asked: (name) => [...new Set([...page.querySelectorAll(`.st-key-${name} [aria-pressed=true], .st-key-${name} [data-tag]`)]
      .map((one) => one.textContent.trim()))],
    /* What is typed in the search; null if nobody has been there. */
    query: () => {
      const box = page.querySelector(".st-key-q input");
      return box && (box.value.trim() || (box === page.activeElement ? "" : null));
    },
    years: (latest) => {
      const ends = [...page.querySelectorAll(".st-key-years input[type=range]")];
      const [first, last] = ends.map((end) => Number(end.value));
      return latest ? [Number(ends[1].max) - latest + 1, Infinity] : [first, last]; // the first one's stops at the other
    },
    /* After what the reader does in the filters, once the page shows it; while a year is dragged, too.
       And once the server has answered everything. */
    onAsked: (look, lookAgain) => {
      const gone = new AbortController();
      const listen = (name, heard) => page.addEventListener(name, heard, { capture: true, passive: true, signal: gone.signal });
      const isOurs = (target) => target instanceof window.parent.Element && target.closest("[data-testid=stSidebar], [role=listbox]");
      const isOpen = () => page.querySelector(".st-key-kind") && page.querySelector("[data-test-connection-state=CONNECTED]");
      let isDragged = false;
      const heard = ({ target, type }) => {
        if (!isDragged && !isOurs(target)) { return; }
        const button = type === "click" && isOurs(target) && target.closest("[class*=st-key-latest_]");
        const years = button ? Number(/st-key-latest_(\d+)/.exec(button.className)[1])
          : isDragged || target.closest(".st-key-years") ? 0 : undefined;
        setTimeout(() => { if (isOpen()) { look(years); } });
      };
      listen("pointerdown", ({ target }) => { isDragged = isOurs(target) && target.closest(".st-key-years"); });
      listen("pointermove", (event) => { if (isDragged && event.buttons) { heard(event); } });
      listen("pointerup", (event) => { if (isDragged) { heard(event); } isDragged = false; });
      ["click", "keyup", "input"].forEach((name) => listen(name, heard));
      const app = page.querySelector("[data-testid=stApp]");
      const states = new MutationObserver(() => { if (app.dataset.testScriptState === "notRunning") { setTimeout(lookAgain); } });
      states.observe(app, { attributeFilter: ["data-test-script-state"] });
      addEventListener("pagehide", () => { gone.abort(); states.disconnect(); });
    },
  };
};
