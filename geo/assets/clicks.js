/* What HTML alone cannot do on a page: links that keep the session, and buttons that copy.

   A plain link in `st.html` starts a new session. One script for the whole page follows links of the
   class "go" (in a row of the class "pick", wherever it is clicked) and Streamlit's own, which would
   leave a second step for Back, and copies what stands in an element of the class "copy" as Word
   takes it. It copies as a browser does what a reader selects: that works on plain http as well,
   where scripts have no clipboard. */
"use strict";

(() => {
  const SAID_MS = 4000;

  /* Go to a link as Back and Forward do: one step, which leaves the page before it as it was. */
  function follow(link) {
    if (!document.querySelector("[data-test-connection-state=CONNECTED]")) { return; }
    const to = link.href.replace(/\?$/, "");
    if (to !== location.href) { history.pushState({}, "", to); }
    window.dispatchEvent(new window.PopStateEvent("popstate"));
  }

  const click = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) { return; }
    const button = event.target.closest(".copy button");
    const row = getSelection().isCollapsed && event.target.closest("tr.pick");
    const link = event.target.closest(LINK) || (row && row.querySelector("a.go"));
    if (button) {
      copy(button);
    } else if (link) {
      event.preventDefault();
      if (link.matches(PAGE_LINK)) { event.stopPropagation(); }
      const to = link.getAttribute("href");
      if (to.startsWith("#")) {
        const part = document.getElementById(to.slice(1));
        part?.scrollIntoView();
        Object.assign(part ?? {}, { tabIndex: -1 }).focus?.({ preventScroll: true });  // the keyboard goes on from there
      } else {
        follow(link);
      }
    }
  };
  document.addEventListener("click", click, true);
  document.body.classList.add("followed");  // a row takes a click, and looks so

  function copy(button) {
    const field = button.closest(".copy");
    const text = field.querySelector(".text");
    const said = field.querySelector("[role=status]");
    const selection = getSelection();
    selection.selectAllChildren(text);
    // Our own HTML and not what the browser makes of the selection with the page's styles.
    const give = (event) => {
      event.clipboardData.setData("text/plain", text.innerText);
      // eslint-disable-next-line no-restricted-properties -- read here, never set
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
})();
