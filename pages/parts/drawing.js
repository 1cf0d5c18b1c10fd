const NARROW_PX = 600;

export default function ({ data, parentElement, setTriggerValue, setStateValue }) {
  const parsed = new DOMParser().parseFromString(data.svg, "image/svg+xml");
  if (parsed.querySelector("parsererror")) { return; }
  const svg = parsed.documentElement;
  const focused = parentElement.querySelector(".drawing :focus")?.dataset.focus;
  parentElement.querySelector(".drawing").replaceChildren(svg);
  if (focused) { svg.querySelector(`[data-focus="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true }); }
  // On a dark screen the page has another colour for each of these.
  for (const name of ["fill", "stroke"]) {
    for (const node of svg.querySelectorAll(`[${name}^="#"]`)) {
      const colour = node.getAttribute(name);
      node.setAttribute(name, `var(--c-${colour.slice(1)}, ${colour})`);
    }
  }
  if (!data.picks) { return; }
  const narrow = parentElement.querySelector(".drawing").clientWidth < NARROW_PX;
  if (narrow !== data.narrow) { setStateValue("narrow", narrow); }
  const at = (event) => event.target.closest?.("[data-focus]")?.dataset.focus ?? "";
  // Lines whose keys hold all that is pointed at, and the places they end at.
  const light = (focus) => {
    const wanted = focus ? focus.split(",") : [];
    const places = new Set(wanted);
    svg.classList.toggle("pointing", wanted.length > 0);
    for (const line of svg.querySelectorAll("[data-keys]")) {
      const keys = line.dataset.keys.split(" ");
      const on = wanted.length > 0 && wanted.every((code) => keys.includes(code));
      line.classList.toggle("on", on);
      if (on) { [...keys, ...line.dataset.ends.split(" ")].forEach((code) => places.add(code)); }
    }
    for (const node of svg.querySelectorAll(".node")) {
      node.classList.toggle("on", places.has(node.dataset.focus));
    }
    const ends = new Set(wanted);
    svg.querySelectorAll(".line.on").forEach((line) => {
      line.dataset.ends.split(" ").forEach((code) => ends.add(code));
    });
    for (const name of svg.querySelectorAll("[data-place]")) {
      name.classList.toggle("on", ends.has(name.dataset.place));
    }
  };
  svg.addEventListener("pointerover", (event) => light(at(event)));
  svg.addEventListener("pointerleave", () => light(""));
  svg.addEventListener("focusin", (event) => light(at(event)));
  svg.addEventListener("focusout", () => light(""));
  svg.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) { return; }
    event.preventDefault();
    setTriggerValue("focus", at(event));
  });
}
