const NARROW = "(max-width: 768px)";
const CLOSE = "[data-testid=stSidebarCollapseButton] button";
const CONNECTION = "data-test-connection-state";
const SCRIPT = "data-test-script-state";
const MOST_HELD_MS = 30000;

/* What Streamlit names in English, by a sign or not at all, and the keys of our names. */
const NAMES = {
  "[data-testid=stExpandSidebarButton]": "app.open_menu",
  "[data-testid=stSidebarCollapseButton] button": "app.close_menu",
  "[data-testid=stSidebar]": "app.menu",
  "[data-testid=stSkipToContent]": "app.skip",
  "[aria-label='Clear value']": "app.clear",
  "[aria-label='Clear all']": "app.clear",
  "[aria-label^='Help for']": "app.help",
  "[aria-label=Open]": "app.open",
  "[data-testid=stSlider] [aria-label$='— start']": "filter.first_year",
  "[data-testid=stSlider] [aria-label$='— end']": "filter.last_year",
  "iframe[title*=folium]": "app.map",
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

let asked = null;
let lost = false;
let held = null;
let leave = null;

export default function ({ data, setTriggerValue }) {
  leave?.();  // with other data Streamlit calls this once more, and nothing before it
  const app = document.querySelector("[data-testid=stApp]");
  const connected = () => app.getAttribute(CONNECTION) === "CONNECTED";
  document.documentElement.lang = data.lang;

  // By keyboard, a page that was asked for begins at its content, not behind the menu.
  const begin = () => document.querySelector("[data-testid=stMain]").focus({ preventScroll: true });
  if (asked && asked.place !== data.place) {
    begin();
    asked = null;
  }
  // On the same page, a link that was drawn anew keeps the focus; a heading that sorts got a sign.
  const isStill = () => app.getAttribute(SCRIPT) === "notRunning";
  const words = (link) => link.textContent.replace(/\s*[▲▼]/, "");
  const alike = (link) => [...document.querySelectorAll("[data-testid=stMain] a.go")].filter((one) => words(one) === words(link));
  const goOn = () => {
    if (!asked || asked.link.isConnected || document.activeElement !== document.body || !isStill()) { return; }
    const links = alike(asked.link);
    if (links.length) { (links[asked.nth] ?? links[0]).focus(); } else { begin(); }
    asked = null;
  };

  const rename = () => {
    for (const [selector, key] of Object.entries(NAMES)) {
      const name = data.names[key];
      // Once renamed, an element is found by the mark it got.
      const mark = CSS.escape(selector);
      for (const element of document.querySelectorAll(`${selector}, [data-named="${mark}"]`)) {
        element.dataset.named = selector;
        if (element.ariaLabel !== name) { element.ariaLabel = name; }
      }
    }
    // Streamlit's link to the first page is relative to whichever page it stands on.
    for (const link of document.querySelectorAll("[data-testid=stPageLink] a[href^='?']")) {
      link.setAttribute("href", `./${link.getAttribute("href")}`);
    }
    // The box that says in English that the connection is lost: once closed, it stays away.
    if (!connected()) {
      document.querySelector("[data-testid=stDialog] [role=dialog] > button")?.click();
    }
  };

  // While the first run after a lost connection goes on, nothing can be touched.
  const hold = () => {
    held = { focus: document.activeElement, timer: setTimeout(release, MOST_HELD_MS) };
    app.inert = true;
  };
  const release = () => {
    if (!held) { return; }
    clearTimeout(held.timer);
    app.inert = false;
    held.focus?.focus?.({ preventScroll: true });
    held = null;
  };
  const follow = (changes) => {
    if (!connected()) {
      lost = true;
      release();
    } else if (lost) {
      lost = false;
      hold();
      setTriggerValue("again", true);
    } else if (changes.some((change) => change.attributeName === SCRIPT) && isStill()) {
      release();
      goOn();
    }
  };

  const fold = (event) => {
    const link = event.target.closest("a.go");
    asked = link?.matches(":focus-visible") ? { link, nth: alike(link).indexOf(link), place: data.place } : null;
    if (link?.closest(".st-key-menu") && matchMedia(NARROW).matches) { document.querySelector(CLOSE)?.click(); }
  };
  document.body.append(aloud);
  rename();
  say();
  const observer = new MutationObserver(() => { rename(); say(); goOn(); });
  observer.observe(document.body, { childList: true, subtree: true, attributeFilter: ["href"] });
  const states = new MutationObserver(follow);
  states.observe(app, { attributes: true, attributeFilter: [CONNECTION, SCRIPT] });
  document.addEventListener("click", fold);
  leave = () => {
    observer.disconnect();
    states.disconnect();
    document.removeEventListener("click", fold);
  };
  return leave;
}
