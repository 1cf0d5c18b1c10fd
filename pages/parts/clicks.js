const SAID_MS = 4000;

export default function ({ setTriggerValue }) {
  const click = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) { return; }
    const button = event.target.closest(".copy button");
    const row = getSelection().isCollapsed && event.target.closest("tr.pick");
    const link = event.target.closest("a.go") || (row && row.querySelector("a.go"));
    if (button) {
      copy(button);
    } else if (link) {
      event.preventDefault();
      const to = link.getAttribute("href");
      if (to.startsWith("#")) {
        const part = document.getElementById(to.slice(1));
        part?.scrollIntoView();
        Object.assign(part ?? {}, { tabIndex: -1 }).focus?.({ preventScroll: true });  // the keyboard goes on from there
      } else {
        setTriggerValue("go", to);
      }
    }
  };
  document.addEventListener("click", click);
  document.body.classList.add("followed");  // from here on a row takes a click, and looks so
  return () => document.removeEventListener("click", click);
}

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
