const FIRST_MS = 700;
const EVERY_MS = 400;
const PATIENCE = 4;  // after so many answers that nothing is being made the page asks no more
const SAID_MS = 6000;
const FIELD = "[data-testid=stDownloadButton]";

let leave = null;

export default function ({ data, parentElement }) {
  leave?.();  // with other data Streamlit calls this once more, and nothing before it
  const { words, header, whose } = data;
  const say = (word, one) => words[word].replace(/\{(\w+)\}/g, (_, name) => one[name]);
  const box = add(parentElement, "div", { className: "making" });
  const said = add(box, "p", { role: "status" });
  const rows = new Map();
  let timer = null;
  let idle = PATIENCE - 1;

  const ask = async (method, stop = "") => {
    const query = stop && `?stop=${encodeURIComponent(stop)}`;
    const answer = await fetch(`making${query}`, { method, headers: { [header]: whose } });
    return answer.ok ? answer.json() : [];
  };
  const look = async () => {
    const all = await ask("GET").catch(() => []);
    const keys = new Set(all.map((one) => one.key));
    for (const key of rows.keys()) { if (!keys.has(key)) { end(key); } }
    for (const one of all) { show(one); }
    idle = all.length ? 0 : idle + 1;
    timer = idle < PATIENCE ? setTimeout(look, EVERY_MS) : null;
  };
  const show = (one) => {
    const row = rows.get(one.key) ?? begin(one);
    const stopped = one.stopped || row.one.stopped;
    row.one = { ...one, stopped };
    // When all is counted the file is put together: nobody knows how long.
    if (one.done < one.of) { Object.assign(row.bar, { max: one.of, value: one.done }); }
    else { row.bar.removeAttribute("value"); }
    row.words.textContent = stopped ? words.stopping : say(one.of ? "steps" : "name", one);
    row.stop.ariaDisabled = String(stopped);
    // Streamlit says that the file failed: style.css says that it was stopped.
    button(one.key)?.closest(FIELD).toggleAttribute("data-stopped", stopped);
  };
  const begin = (one) => {
    const line = add(box, "div", { className: "file" });
    const row = { one, line, words: add(line, "span") };
    row.bar = add(line, "progress", { ariaLabel: say("name", one) });
    row.stop = add(line, "button", { textContent: words.stop });
    row.stop.ariaLabel = `${words.stop}: ${one.name}`;
    row.stop.addEventListener("click", () => {
      if (row.one.stopped) { return; }
      show({ ...row.one, stopped: true });
      ask("POST", one.key).catch(() => {});
    });
    rows.set(one.key, row);
    said.textContent = say("name", one);
    return row;
  };
  const end = (key) => {
    const { one, line, stop } = rows.get(key);
    if (line.getRootNode().activeElement === stop) { button(key)?.focus(); }
    line.remove();
    rows.delete(key);
    said.textContent = one.stopped ? say("stopped", one) : "";
    setTimeout(() => { if (!rows.size) { said.textContent = ""; } }, SAID_MS);
  };

  const start = (event) => {
    const field = event.target.closest?.(FIELD);
    if (!field) { return; }
    field.removeAttribute("data-stopped");
    idle = 0;
    timer ??= setTimeout(look, FIRST_MS);
  };
  document.addEventListener("click", start);
  timer = setTimeout(look);  // what was begun before the reader came back to this page
  leave = () => {
    document.removeEventListener("click", start);
    clearTimeout(timer);
    idle = PATIENCE;
    box.remove();
  };
  return leave;
}

function button(key) {
  const both = document.querySelectorAll(`.st-key-${CSS.escape(key)} ${FIELD} button`);
  return [...both].find((one) => one.checkVisibility({ visibilityProperty: true }));  // not its twin that measures
}

function add(parent, name, properties = {}) {
  return parent.appendChild(Object.assign(document.createElement(name), properties));
}
