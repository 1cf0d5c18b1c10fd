/* What a reader points at and picks, by pointer or by keys: a name or a point means its place, a line
   its pair, land its territory. Pointing lights the ties of it at once; a click picks it, and where
   several pairs lie under the pointer offers them in a list. The keyboard has the same list, of all
   places that are shown: it is the one stop of the map. */
"use strict";

window.createTiesPointer = function (map, own) {
  const { data, state, text, fill, lang } = own;
  const DOT = 12; // pixels around a point that mean its place
  const LINE = 3; // pixels to either side of a line that mean its pair
  const LATER = 250; // milliseconds within which a second click makes a double one
  const box = map.getContainer();
  const coarse = matchMedia("(pointer: coarse)");
  const short = (index) => data.territories[index].short[lang()];

  // --- what lies somewhere ---------------------------------------------------------------------
  function place(index) {
    const { code } = data.territories[index];
    return { codes: code, label: short(index), places: [index], test: (line) => line.keys.has(code),
      at: () => map.latLngToContainerPoint([...data.territories[index].at].reverse()) };
  }
  function pair(tie, index) {
    const { h, p } = data.ties[tie];
    return { codes: [h, p].map((end) => data.territories[end].code).join(), label: `${short(h)} — ${short(p)}`,
      places: [h, p], test: (line) => line.t === tie, isLine: true, line: index };
  }

  /* Everything under a point of the window, what is meant first. */
  function under(x, y) {
    const target = document.elementFromPoint(x, y);
    if (!target || !state.touched || !map.getPane("mapPane").contains(target) && target !== box) { return []; }
    const edge = box.getBoundingClientRect();
    const at = map.containerPointToLayerPoint([x - edge.left, y - edge.top]);
    const named = own.names.under(at);
    if (named !== null) { return [place(named)]; }
    const [dot] = [...state.touched].map((index) => [map.latLngToLayerPoint(own.points.get(index).getLatLng()).distanceTo(at), index])
      .filter(([away]) => away <= DOT).sort((a, b) => a[0] - b[0]);
    if (dot) { return [place(dot[1])]; }
    const found = own.lines.near(map.layerPointToLatLng(at), coarse.matches ? 2 * LINE : LINE, state.drawn);
    const pairs = new Map(found.map((index) => [data.lines[index].t, index]));
    const things = [...pairs].map(([tie, index]) => pair(tie, index));
    const hit = own.shapes.find((layer) => layer._path === target);
    return hit ? [...things, place(hit.shape.t)] : things;
  }

  // --- what is said of it ----------------------------------------------------------------------
  const tip = window.tiesNode(box, "div", { class: "ties-tip", hidden: "" });

  function told(things) {
    const [first] = things;
    const pairs = things.filter((thing) => thing.isLine);
    if (pairs.length > 1) {
      const rest = pairs.length > 6 ? ["…"] : [];
      return [fill("ties_here", pairs.length), ...pairs.slice(0, 6).map((thing) => thing.label), ...rest];
    }
    return first.isLine ? toldLine(first) : toldPlace(first.places[0], first.label);
  }
  function toldPlace(index) {
    const territory = data.territories[index];
    return [territory.name[lang()], data.regions[territory.area][lang()], howMany(own.counted(index), place(index)),
      territory.approximate ? text("approximate") : "", territory.remote ? territory.remote[lang()] : ""];
  }
  const howMany = (n, { test }) => (n ? fill("agreements", n) : text(data.lines.some(test) ? "not_shown" : "none"));
  function toldLine({ label, line: index }) {
    const line = data.lines[index];
    const agreement = data.agreements[line.a];
    const rest = [...state.shown].filter((other) => data.lines[other].t === line.t).length - 1;
    return [label, `${agreement.form[lang()]} · ${agreement.date[lang()]}`,
      `${text("kind_" + agreement.kind)} · ${text(state.standing[index])}`,
      line.c ? text("crowded") : "", rest > 0 ? fill("more", rest) : ""];
  }

  /* Say it near the pointer, clear of the point, its name and the ties that are lit. */
  function say(things, x, y) {
    tip.replaceChildren(...told(things).filter(Boolean).map((row, i) => window.tiesNode(null, i ? "div" : "b", {}, row)));
    tip.hidden = false;
    const { width, height } = tip.getBoundingClientRect();
    const size = map.getSize();
    const lit = [];
    const corner = map.containerPointToLayerPoint([0, 0]);
    const test = state.pointed && state.pointed.test;
    if (test && !own.lines.many) {
      state.shown.forEach((i) => { if (test(data.lines[i])) { own.lines.walk(i, (a, b) => lit.push([a - corner.x, b - corner.y])); } });
    }
    const taken = things.flatMap((thing) => thing.places).map(own.names.boxOf).filter(Boolean)
      .map(([left, top, right, bottom]) => [left - corner.x, top - corner.y, right - corner.x, bottom - corner.y]);
    const spots = [16, 40].flatMap((off) => [[off, off], [-off - width, off], [off, -off - height], [-off - width, -off - height]]);
    const priced = spots.map(([dx, dy]) => {
      const [left, top] = [Math.max(2, Math.min(x + dx, size.x - width - 2)), Math.max(2, Math.min(y + dy, size.y - height - 2))];
      const holds = ([a, b]) => a > left - 4 && a < left + width + 4 && b > top - 4 && b < top + height + 4;
      const names = taken.filter((name) => name[0] < left + width && name[2] > left && name[1] < top + height && name[3] > top);
      return { left, top, price: lit.filter(holds).length + 40 * names.length + (holds([x, y]) ? 200 : 0) };
    });
    const best = priced.reduce((a, b) => (b.price < a.price ? b : a));
    Object.assign(tip.style, { left: `${best.left}px`, top: `${best.top}px` });
  }

  // --- the pointer -----------------------------------------------------------------------------
  let shown = "";
  function point(things, x, y) {
    box.style.cursor = things.length && !isSpeaker() ? "pointer" : "";
    const pairs = things.filter((thing) => thing.isLine);
    const meant = pairs.length ? pairs : things.slice(0, 1);
    const now = meant.map((thing) => thing.codes).join("; ");
    if (now !== shown) {
      shown = now;
      own.light(meant.length ? { test: (line) => meant.some((thing) => thing.test(line)),
        places: meant.flatMap((thing) => thing.places), isLine: pairs.length > 0 } : null);
      if (!meant.length) { tip.hidden = true; return; }
    }
    if (meant.length) { say(meant, x, y); }
  }
  const leave = () => point([], 0, 0);
  const isSpeaker = () => Boolean(state.view && state.view.speaker);
  box.addEventListener("pointermove", (event) => {
    if (event.pointerType === "touch" || event.buttons || !state.view || isOpen()) { return; }
    const edge = box.getBoundingClientRect();
    point(under(event.clientX, event.clientY), event.clientX - edge.left, event.clientY - edge.top);
  });
  box.addEventListener("pointerleave", () => { if (!isOpen()) { leave(); } });
  map.on("movestart", () => { if (!isOpen()) { leave(); } });

  let waiting = null;
  map.on("click", ({ originalEvent: event, containerPoint: at }) => {
    clearTimeout(waiting);
    if (event.detail > 1 || !state.view || isSpeaker()) { return; }
    const things = under(event.clientX, event.clientY);
    const pairs = things.filter((thing) => thing.isLine);
    waiting = setTimeout(() => {
      if (pairs.length > 1) { offer(things, at); return; }
      if (things.length) { pick(things[0]); return; }
      if (state.view.focus.length) { own.host.pick(""); }
    }, LATER);
  });
  map.on("dblclick", () => clearTimeout(waiting));

  /* Pick it; its ties are lit already when the host answers. */
  function pick(thing) {
    close(thing);
    own.host.pick(thing.codes);
  }

  // --- the list, for the keyboard and for crowds -----------------------------------------------
  const list = window.tiesNode(null, "ul", { class: "ties-list", id: "ties-list", tabindex: 0, role: "listbox" });
  box.prepend(list);
  L.DomEvent.disableClickPropagation(list);
  L.DomEvent.disableScrollPropagation(list);
  let options = [];
  let active = -1;
  const isOpen = () => options.length > 0;

  function offer(things, at) {
    options = things;
    list.replaceChildren(...things.map((thing, i) => {
      const count = [...state.shown].filter((index) => thing.test(data.lines[index]));
      const n = new Set(count.map((index) => data.lines[index].a)).size;
      const option = window.tiesNode(null, "li", { id: `ties-option-${i}`, role: "option" }, `${thing.label} · ${howMany(n, thing)}`);
      option.addEventListener("pointerenter", () => choose(i));
      // Gone from the list when it is picked, it would count as a click on the map beneath.
      option.addEventListener("click", (event) => { event.stopPropagation(); pick(thing); });
      return option;
    }));
    const { width, height } = list.getBoundingClientRect();
    const size = map.getSize();
    Object.assign(list.style, { left: `${Math.max(4, Math.min(at.x + 8, size.x - width - 8))}px`,
      top: `${Math.max(4, Math.min(at.y + 8, size.y - height - 8))}px` });
    if (document.activeElement !== list) { list.focus({ preventScroll: true }); }
    tip.hidden = true;
    choose(0);
  }

  function choose(index) {
    active = Math.max(0, Math.min(index, options.length - 1));
    const thing = options[active];
    [...list.children].forEach((option, i) => option.setAttribute("aria-selected", String(i === active)));
    list.setAttribute("aria-activedescendant", `ties-option-${active}`);
    list.children[active].scrollIntoView({ block: "nearest" });
    own.light(thing);
  }

  function close(picked = null) {
    options = [];
    shown = "";
    tip.hidden = true;
    list.replaceChildren();
    list.removeAttribute("aria-activedescendant");
    own.light(picked);
  }

  const byName = (a, b) => a.label.localeCompare(b.label, lang());
  const all = () => [...state.touched].map(place).sort(byName);
  const open = () => {
    if (!isOpen() && state.touched && state.touched.size && !isSpeaker()) { offer(all(), { x: 44, y: 0 }); }
  };
  list.addEventListener("focus", open);
  list.addEventListener("blur", () => close());
  list.addEventListener("keydown", (event) => {
    if (!isOpen()) { // after a pick it is still in focus
      if (event.key.startsWith("Arrow")) { open(); event.preventDefault(); }
      return;
    }
    const [thing] = options.slice(active);
    const move = { ArrowDown: active + 1, ArrowUp: active - 1, Home: 0, End: options.length - 1,
      PageDown: active + 10, PageUp: active - 10 }[event.key];
    const at = { x: list.offsetLeft - 8, y: list.offsetTop - 8 };
    const act = { Enter: () => pick(thing), " ": () => pick(thing), Escape: () => list.blur(),
      ArrowRight: () => offerTies(thing, at), ArrowLeft: () => { if (thing.isLine) { offer(all(), at); } } }[event.key];
    if (move !== undefined) { choose(move); } else if (act) { act(); } else if (!seek(event.key)) { return; }
    event.preventDefault();
    event.stopPropagation();
  });

  /* The ties of a place, one step into the list. */
  function offerTies(thing, at) {
    const ties = new Map([...state.shown].filter((i) => thing.test(data.lines[i])).map((i) => [data.lines[i].t, i]));
    if (thing.isLine || !ties.size) { return; }
    offer([...ties].map(([tie, index]) => pair(tie, index)).sort(byName), at);
  }

  /* Choose the next option that begins with a letter; return whether there is one. */
  function seek(letter) {
    const next = [...options.keys()].map((i) => (active + 1 + i) % options.length)
      .find((i) => options[i].label.toLocaleLowerCase().startsWith(letter.toLocaleLowerCase()));
    if (next !== undefined) { choose(next); }
    return next !== undefined;
  }

  box.setAttribute("role", "region");
  return { under: under };
};
