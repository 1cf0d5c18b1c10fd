const PART = 0.6;
const BACK = ".st-key-Left button";
const NEXT = ".st-key-Right button";
const BLANK = ["KeyB", "Period"];  // as clickers send it for a black screen, whatever the layout of the keyboard

let asked = null;  // the step that was asked for last, until it is on the screen
let gone = null;

export default function ({ data: { step, last }, setTriggerValue }) {
  gone?.abort();  // with other data Streamlit calls this once more, and nothing before it
  const here = new AbortController();
  gone = here;
  if (step === asked) { asked = null; }
  const { classList } = document.body;
  here.signal.addEventListener("abort", () => classList.remove("blank"));
  const turn = (by) => {
    asked = Math.max(0, Math.min((asked ?? step) + by, last));
    setTriggerValue("step", asked);
  };
  const end = () => {
    asked = null;
    setTriggerValue("step", -1);
  };
  const scroll = (by, event) => {
    const boxes = [...document.querySelectorAll(".st-key-panel, [data-testid=stMain]")];
    const long = boxes.find((box) => box.scrollHeight > box.clientHeight + 1);
    if (!long || event.target.closest("input, textarea, select")) { return false; }
    long.scrollBy({ top: by * long.clientHeight });
    return true;
  };
  const acts = { ArrowRight: () => turn(1), PageDown: () => turn(1), ArrowLeft: () => turn(-1), PageUp: () => turn(-1),
    Escape: end, ArrowDown: (event) => scroll(PART, event), ArrowUp: (event) => scroll(-PART, event) };
  const press = (event) => {
    const isPlain = !event.altKey && !event.ctrlKey && !event.metaKey;
    if (isPlain && BLANK.includes(event.code)) { classList.toggle("blank"); return; }
    const act = isPlain && acts[event.key];
    if (act) { classList.remove("blank"); }
    if (act && act(event) !== false) { event.preventDefault(); }
  };
  const click = (event) => {
    const by = event.target.closest(NEXT) ? 1 : event.target.closest(BACK) ? -1 : 0;
    if (!by) { return; }
    event.stopPropagation();
    turn(by);
  };
  const listen = (target, name, heard, capture) => target.addEventListener(name, heard, { capture, signal: here.signal });
  listen(document, "keydown", press);
  listen(document, "click", click, true);
  listen(window, "popstate", () => { asked = null; });
  document.body.dataset.step = step;  // from here on the keys turn it
  return () => here.abort();
}
