/* What Streamlit draws around a page, in the language of its link; it stands in the page's own HTML.

   It names what only a script can reach, closes the menu that would cover a narrow screen, keeps the
   place of the keyboard, and says aloud what is shown. A server that was started anew, or has
   forgotten a reader who was away for minutes, knows of no widget, so that it would take the first
   touch for a page just opened, and undo it. So the page asks for a run as soon as the connection
   stands again, and takes no touch until that run is over. */
"use strict";

window.PAGE_LINK = "[data-testid=stPageLink] a";  // Streamlit's own
window.LINK = `a.go, ${window.PAGE_LINK}`;  // what is followed (clicks.js)

(() => {
  const NARROW = "(max-width: 768px)";
  const CLOSE = "[data-testid=stSidebarCollapseButton] button";
  const CONNECTION = "data-test-connection-state";
  const SCRIPT = "data-test-script-state";
  const AGAIN = ".st-key-again button";
  const BUTTON = "[data-testid=stMain] [data-testid=stButton] button";  // pressed, some are gone
  const ROWS = "[class*=st-key-file-], [class*=st-key-plan-], [class*=st-key-question-]";
  const MOST_HELD_MS = 30000;

  /* What Streamlit names in English, by a sign or not at all, and the keys of our names. */
  const NAMES = {
    "[data-testid=stExpandSidebarButton]": "app.open_menu",
    "[data-testid=stSidebarCollapseButton] button": "app.close_menu",
    "[data-testid=stSidebar]": "app.menu",
    "[data-testid=stSkipToContent]": "app.skip",
    "[aria-label='Clear value']": "app.clear",
    "[aria-label='Clear all']": "app.clear",
    "[aria-label='Clear entry']": "app.clear",
    "[aria-label='file upload']": "update.choose",
    "[data-testid=stFileUploaderDropzone] > span button": "update.choose",
    "[role=listbox][data-empty=true] [role=option]": "filter.nothing_found",
    "[aria-label^='Help for']": "app.help",
    "[aria-label=Open]": "app.open",
    "[data-testid=stSlider] [aria-label$='— start']": "filter.first_year",
    "[data-testid=stSlider] [aria-label$='— end']": "filter.last_year",
    "iframe[src*=folium]": "app.map",
    ".st-key-close button": "panel.close",
    "[class*=st-key-up_] button": "meeting.up",
    "[class*=st-key-down_] button": "meeting.down",
    "[class*=st-key-remove_] button": "meeting.remove",
    ".st-key-Left button": "meeting.back",
    ".st-key-Right button": "meeting.next",
    ".st-key-Escape button": "meeting.end",
  };

  /* What is shown, said aloud when it changes: the line that is seen is a new one each time. */
  const aloud = Object.assign(document.createElement("p"), { role: "status", className: "said" });
  const say = () => {
    const line = document.querySelector(".count-line")?.textContent ?? "";
    if (line !== aloud.textContent) { aloud.textContent = line; }
  };

  const texts = JSON.parse(document.querySelector("meta[name=names]").content);
  let asked = null;
  let held = null;
  let stood = false;  // the connection, once
  let lost = false;
  let place = null;  // of the keyboard, which a field lets go of as the connection is lost
  let field = null;  // that has the keyboard

  const attribute = (name) => document.querySelector("[data-testid=stApp]")?.getAttribute(name);
  const connected = () => attribute(CONNECTION) === "CONNECTED";
  const isStill = () => attribute(SCRIPT) === "notRunning";

  // By keyboard, a page that was asked for begins at its content, not behind the menu.
  const begin = () => document.querySelector("[data-testid=stMain]").focus({ preventScroll: true });
  // On the same page, a link that was drawn anew keeps focus and place; a heading that sorts got a sign.
  // So does a button that went elsewhere, with a step of a meeting; after one that is gone, as a chip is with
  // its condition, the keyboard goes on at the content, too.
  const words = (link) => link.textContent.replace(/\s*[▲▼]/, "");
  const key = (link) => link.closest("[data-testid=stButton]")?.closest("[class*=st-key-]")?.className.match(/st-key-\S+/)[0];
  const alike = (link) => [...document.querySelectorAll(`[data-testid=stMain] :is(${LINK}), ${BUTTON}`)]
    .filter((one) => words(one) === words(link) && key(one) === key(link));
  const goOn = () => {
    if (!asked) { return; }
    const isHere = asked.path === location.pathname;
    const isLost = asked.isKey ? document.activeElement === document.body : !asked.link.isConnected;
    if (isHere && (!isLost || !isStill())) { return; }
    const links = isHere ? alike(asked.link) : [];
    const link = links[asked.nth] ?? links[0];
    for (const box of [link?.closest(".st-key-table-box"), link?.closest("[data-testid=stMain]")]) {
      box?.scrollBy(0, link.getBoundingClientRect().top - asked.top);
    }
    if (asked.isKey && link) { link.focus({ preventScroll: true }); } else if (asked.isKey) { begin(); }
    asked = null;
  };

  // The fields of the years are new ones where a year counts as another one than was typed.
  const keepField = () => {
    if (!field || field.isConnected || document.activeElement !== document.body || !isStill()) { return; }
    const same = document.querySelector(`.st-key-year-fields [aria-label="${CSS.escape(field.ariaLabel)}"]`);
    same?.focus({ preventScroll: true });
    same?.select();
    field = null;
  };

  const rename = () => {
    const lang = new URLSearchParams(location.search).get("lang");
    const names = texts[lang] ?? Object.values(texts)[0];
    document.documentElement.lang = texts[lang] ? lang : Object.keys(texts)[0];
    for (const [selector, key] of Object.entries(NAMES)) {
      const name = names[key];
      // Once renamed, an element is found by the mark it got.
      const mark = CSS.escape(selector);
      for (const element of document.querySelectorAll(`${selector}, [data-named="${mark}"]`)) {
        element.dataset.named = selector;
        const says = element.title ? "title" : "ariaLabel";  // both would be read out
        if (element[says] !== name) { element[says] = name; }
      }
    }
    // Of buttons and lists named alike in many rows, a screen reader says which row it is in.
    for (const row of document.querySelectorAll(ROWS)) {
      Object.assign(row, { role: "group", ariaLabel: row.querySelector("b, h3")?.textContent ?? "" });
    }
    // Streamlit's link to the first page is relative to whichever page it stands on.
    for (const link of document.querySelectorAll(`${PAGE_LINK}[href^='?']`)) {
      link.setAttribute("href", `./${link.getAttribute("href")}`);
    }
    // The box that says in English that the connection is lost: once closed, it stays away.
    if (lost) {
      document.querySelector("[data-testid=stDialog] [role=dialog] > button")?.click();
    }
  };

  // While the first run after a lost connection goes on, nothing can be touched.
  const hold = () => {
    const at = document.activeElement;
    held = { focus: at === document.body ? place : at, timer: setTimeout(release, MOST_HELD_MS) };
    document.querySelector("[data-testid=stApp]").inert = true;
  };
  const release = () => {
    if (!held) { return; }
    clearTimeout(held.timer);
    document.querySelector("[data-testid=stApp]").inert = false;
    held.focus?.focus?.({ preventScroll: true });
    held = null;
  };
  const follow = () => {
    if (!connected()) {
      lost = stood;
      release();
      return;
    }
    stood = true;
    if (lost) {
      lost = false;
      document.querySelector(AGAIN)?.click();
      hold();
    } else if (isStill()) {
      release();
    }
  };

  // What the frame of the map will ask for is fetched while the page is still being drawn.
  const fetchAhead = () => {
    const frame = document.querySelector("[data-ahead]");
    for (const href of frame?.dataset.ahead.split(" ") ?? []) {
      document.head.append(Object.assign(document.createElement("link"), { rel: "preload", as: "script", href }));
    }
    frame?.removeAttribute("data-ahead");
  };

  const leave = ({ target }) => {
    const link = target.closest(`${LINK}, ${BUTTON}`) ?? target.closest("tr.pick")?.querySelector(LINK);
    asked = link && { link, isKey: link.matches(":focus-visible"), nth: alike(link).indexOf(link), path: location.pathname,
      top: link.getBoundingClientRect().top };
    if (link?.closest(".st-key-menu") && matchMedia(NARROW).matches) { document.querySelector(CLOSE)?.click(); }
  };

  /* What changes at once is looked at once, with the next frame. */
  let isDue = false;
  const look = (changes) => {
    if (changes.some(({ attributeName }) => [CONNECTION, SCRIPT].includes(attributeName))) { follow(); }
    if (isDue) { return; }
    isDue = true;
    requestAnimationFrame(() => {
      isDue = false;
      fetchAhead();
      rename();
      say();
      goOn();
      keepField();
    });
  };
  document.body.append(aloud);
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true, attributeFilter: ["href", CONNECTION, SCRIPT] });
  document.addEventListener("focusout", ({ target }) => { if (target.disabled) { place = target; } });
  document.addEventListener("focusin", ({ target }) => { field = target.closest(".st-key-year-fields input"); });
  document.addEventListener("pointerdown", () => { field = null; }, true);
  // A list or a box that is open closes first, and a field keeps its own.
  document.addEventListener("keydown", ({ key: pressed, target }) => {
    if (pressed !== "Escape" || target.closest("input") || document.querySelector("[role=listbox], [role=dialog]")) { return; }
    document.querySelector(".st-key-close button")?.click();
  }, true);
  document.addEventListener("click", leave, true);  // before a script that follows the link
})();
