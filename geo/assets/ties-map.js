/* The layer of ties on a Leaflet map: shapes, curves, points, names, legend.

   What is visible is decided in Python: `show(view)` only shows and hides. All text is set as text,
   never as HTML. Data comes from the file that defines window.TIES_DATA (see geo/map/shell.py). What the
   reader does goes to the host: `pick(codes)` what was clicked, comma-joined, `day(iso)` where the
   timeline stopped, if it is `live` also every day that it plays, else `head(words)`, what the head of
   the page has to say of that day; `box`, if given, is the element that holds map and legend, else
   the page; a `dark` host wants the map dark where the reader's system is, and `finer()` gets finer
   outlines of many districts; `asked` and `years` say what its filters ask for (ties-ahead.js). */
"use strict";

const SETTLED = 500; // milliseconds until a zoom counts: not one of a page that is still being laid out
const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
window.tiesMapOptions = { zoomControl: false, zoomSnap: 0.05, zoomDelta: 0.5,
  wheelPxPerZoomLevel: 90, keyboard: false, zoomAnimation: !isStill, inertia: !isStill,
  trackResize: false }; // `resize` below does: done twice, the frame would not see a change

window.createTiesMap = function (map, data, host) {
  const STANDING = [null, "in_force", "lapsed", "unknown"];
  const { look } = data; // widths, dashes and colours, as in print (geo/map/look.py)
  tone(look.dark);
  Object.entries(look.colours).forEach(([name, colour]) =>
    document.documentElement.style.setProperty(`--map-${name}`, colour));
  document.documentElement.style.setProperty("--map-halo", `${look.halo}px`);
  /* Name every colour of the look, so that on a dark screen it can be another; in a meeting none is. */
  function tone(dark) {
    const named = (value) => (value in dark ? `var(--c-${value.slice(1)}, ${value})` : value);
    const walk = (part) => Object.entries(part).forEach(([key, value]) => {
      if (typeof value === "string") { part[key] = named(value); } else if (value && value !== dark && typeof value === "object") { walk(value); }
    });
    walk(look);
    if (!host.dark) { return; }
    const others = Object.entries(dark).map(([colour, other]) => `--c-${colour.slice(1)}: ${other};`).join("");
    document.head.appendChild(document.createElement("style")).textContent =
      `@media screen and (prefers-color-scheme: dark) { :root:not(:has(> .speaker)) { ${others} } }`;
  }

  /* A pen as Leaflet's style. */
  const styled = (pen) => ({ color: pen.colour, weight: pen.width, opacity: pen.alpha,
    dashArray: pen.dash.join(" ") || null });
  // What is shown: `standing` of every line, the set of lines `shown`; counts of it in `tally`, of
  // what is picked out of it in `picked` (all of it if nothing is). `focused` and `pointed` say which
  // lines are lit. `aim`, what the frame fits; `held`, what it keeps in sight once the reader `moved`
  // it; `left`, where it was before. `drawn` are the lines there are: with the lines of pairs `folded`
  // fewer than shown, and `folds` those that stand for several.
  const state = { view: null, moved: false, aim: null, held: null, left: null, shown: new Set(),
    standing: [], tally: null, picked: null, focused: null, pointed: null, folded: false };
  const lang = () => (state.view ? state.view.lang : Object.keys(data.texts)[0]);
  const text = (key) => data.texts[lang()][key];
  function fill(key, n, values) {
    const form = typeof text(key) === "string" ? text(key) : text(key)[new Intl.PluralRules(lang()).select(n)];
    return form.replace(/\{(\w+)\}/g, (all, name) => ({ n, ...values }[name] ?? all));
  }
  const flip = (points) => points.map(([lon, lat]) => [lat, lon]);
  map.setMaxZoom(12); // a single town
  map.setView(L.latLngBounds(flip(data.bounds)).getCenter(), 7); // until it is fitted
  const path = (steps) => window.tiesPath(steps, data.grid);
  const rings = (shape) => shape.map((polygon) => polygon.map(path));

  [["neighbours", 250], ["shapes", 300], ["borders", 350], ["lines", 420], ["lit", 430], ["points", 450],
    ["names", 460]].forEach(([name, z]) => {
    map.createPane(name).style.zIndex = z;
    if (name !== "shapes") { map.getPane(name).style.pointerEvents = "none"; }
  });
  const svg = (pane) => L.svg({ pane: pane, padding: 0.5 });

  // --- what lies still: drawn with the first view, once map and legend have their sizes ---------
  const renderers = { neighbours: svg("neighbours"), borders: svg("borders") };
  const linesOf = (borders) => [["neighbours", look.neighbour], ["regions", look.region],
    ["outer", look.outer], ["state", look.state]].flatMap(([rank, pen]) => {
    const pane = rank in renderers ? rank : "borders";
    return borders[rank].map((line) => L.polyline(path(line), { renderer: renderers[pane], pane: pane,
      interactive: false, smoothFactor: 0.7, fill: false, ...styled(pen) }));
  });
  let borders = linesOf(data.borders);
  const still = [...borders];

  const shapeRenderer = svg("shapes");
  const shapes = data.shapes.map((shape) => {
    const layer = L.polygon(rings(shape.g), { renderer: shapeRenderer, pane: "shapes", smoothFactor: 0.5,
      fillOpacity: 1, ...styled(look.district), fillColor: look.shades[shape.c][0] });
    layer.shape = shape;
    still.push(layer);
    return layer;
  });

  /* Of many districts only coarse outlines are here; who looks closer gets the finer ones, once. */
  let { finer } = data;
  function lookCloser() {
    if (still.length || !(map.getZoom() > finer)) { return; }
    finer = Infinity;
    host.finer().then((outlines) => {
      shapes.forEach((layer, index) => layer.setLatLngs(rings(outlines.shapes[index])));
      borders.forEach((line) => line.remove());
      borders = linesOf(outlines.borders).map((line) => line.addTo(map));
    }).catch(() => { finer = data.finer; });
  }
  map.on("zoomend", () => setTimeout(lookCloser, SETTLED));

  // --- ties ------------------------------------------------------------------------------------
  const placeKeys = (index) => [data.territories[index].code, data.territories[index].area];
  // By these a reader may pick a line; in focus is what has all that is picked (geo/map/curves.py).
  data.lines.forEach((line) => {
    const { h, p } = data.ties[line.t];
    line.keys = new Set([data.agreements[line.a].id, ...[h, p].flatMap(placeKeys)]);
  });
  const lines = window.createTiesLines(map, data);
  const drawPlain = lines.surface("lines");
  const drawLit = lines.surface("lit");

  const pointRenderer = svg("points");
  const points = new Map();
  data.territories.forEach((territory, index) => { if (territory.party && territory.at) { addPoint(index); } });

  function addPoint(index) {
    const territory = data.territories[index];
    const at = [territory.at[1], territory.at[0]];
    points.set(index, territory.remote
      ? L.marker(at, { pane: "points", icon: L.divIcon({ className: "remote-mark", html: "",
        iconSize: [2 * look.remote_radius, 2 * look.remote_radius] }), keyboard: false, interactive: false })
      : L.circleMarker(at, { renderer: pointRenderer, pane: "points", interactive: false, radius: look.least_radius,
        ...styled(look.point), fillColor: look.colours.white, fillOpacity: 1 }));
  }

  // In a meeting the keys turn the steps even while the map has the focus.
  document.addEventListener("keydown", (event) => {
    if (!state.view || !state.view.speaker || !host.takes(event)) { return; }
    event.preventDefault();
    event.stopPropagation();
  }, true);
  // What no list of the map took for itself is the page's, which closes its cards with it.
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && host.takes) { host.takes(event); } });

  // --- showing a view --------------------------------------------------------------------------
  const counted = (index) => (state.tally.territories.get(index) || new Set()).size;

  function focusTest() {
    const focus = state.view.focus;
    if (!focus.length && state.view.spot) {
      const spot = new Set(state.view.spot);
      return (line) => spot.has(line.a);
    }
    return focus.length ? (line) => focus.every((code) => line.keys.has(code)) : null;
  }

  /* Lines to draw, each with its kinds: all, or if the reader folds them one for every pair, one in
     force if there is any, with the number of all. */
  function folded(indices) {
    const kind = (index) => data.agreements[data.lines[index].a].kind;
    if (!state.folded) { return indices.map((index) => ({ index, kinds: [kind(index)], n: 1 })); }
    const pairs = new Map();
    indices.forEach((i) => pairs.set(data.lines[i].t, [...(pairs.get(data.lines[i].t) || []), i]));
    const isStrong = (i) => state.standing[i] === "in_force" && !data.lines[i].c;
    return [...pairs.values()].map((all) => ({ n: all.length, kinds: [...new Set(all.map(kind))],
      index: all.find(isStrong) ?? all.find((i) => state.standing[i] === "in_force") ?? all[0] }));
  }

  /* A line in the colour of its kind, dashed as it stands; some kinds have double lines. */
  function ink({ index, kinds: [kind, another] }, { width, alpha }) {
    const isDouble = !another && look.double.includes(kind) && width >= look.least_double && !lines.many;
    const weight = isDouble ? width * look.double_width : width;
    return { colour: another ? look.colours.note : look.kinds[kind], width: weight, alpha: alpha,
      gap: isDouble ? weight * look.double_gap : 0, dash: dash(state.standing[index], width) };
  }
  const dash = (how, width) => (width < look.least_dashed ? [] : look.dashes[how]);
  const inked = (indices, pen) => new Map(folded(indices).map((one) => [one.index, ink(one, pen(data.lines[one.index]))]));

  /* Light what the pointer is at, else what is picked, over the rest, which fades. */
  function light(pointed) {
    state.pointed = pointed && [...state.shown].some((i) => pointed.test(data.lines[i])) ? pointed : null;
    const test = state.pointed ? state.pointed.test : state.focused;
    // Hairlines stay hairlines beside others; alone, as the agreement picked, they may be seen.
    const alone = (line) => line.c && state.view.focus[0] === data.agreements[line.a].id;
    const pen = (line) => {
      const pens = line.c ? look.crowd : look.tie;
      return alone(line) ? look.alone : state.pointed && state.pointed.isLine ? pens.pointed : pens.lit;
    };
    const lit = test ? [...state.shown].filter((i) => test(data.lines[i])) : [];
    map.getPane("lines").style.opacity = test ? look.faded : "";
    drawLit(inked(lit, pen));
    state.lit = new Set(test ? endsOf(lit) : state.touched);
    (state.pointed ? state.pointed.places : state.pickedPlaces).forEach((index) => state.lit.add(index));
    points.forEach((layer, index) => {
      if (!layer.setStyle || !state.touched.has(index)) { return; }
      const isLit = state.lit.has(index);
      layer.setStyle({ opacity: isLit ? 1 : look.faded_point, fillOpacity: isLit ? 1 : 0.6 });
    });
    names.fade();
  }
  const endsOf = (indices) => [...indices].flatMap((i) => {
    const tie = data.ties[data.lines[i].t];
    return [tie.h, tie.p];
  });

  /* How each line stands: two lines to a hexadecimal digit, from the stand-alone page in words. */
  function read(lines) {
    return Array.isArray(lines) ? lines : data.lines.map((_, i) =>
      STANDING[(parseInt(lines[i >> 1], 16) >> (i % 2 ? 0 : 2)) & 3]);
  }

  /* Agreements of what is shown, each counted once: by kind, by standing, by territory. */
  function count(test) {
    const tally = { kind: {}, standing: {}, crowded: 0, territories: new Map() };
    const seen = new Set();
    state.shown.forEach((i) => {
      const line = data.lines[i];
      if (test && !test(line)) { return; }
      const tie = data.ties[line.t];
      [tie.h, tie.p].forEach((end) => {
        if (!tally.territories.has(end)) { tally.territories.set(end, new Set()); }
        tally.territories.get(end).add(line.a);
      });
      if (seen.has(line.a)) { return; }
      seen.add(line.a);
      const kind = data.agreements[line.a].kind;
      tally.kind[kind] = (tally.kind[kind] || 0) + 1;
      tally.standing[state.standing[i]] = (tally.standing[state.standing[i]] || 0) + 1;
      tally.crowded += line.c;
    });
    return tally;
  }

  function show(view) {
    const before = state.view;
    state.view = view;
    document.body.classList.toggle("mini", Boolean(view.mini));
    document.body.classList.toggle("speaker", Boolean(view.speaker));
    if (view.fit) { frameOn(view.fit); }
    if (!before || before.lang !== view.lang) { frame.setTexts(); }
    time.update();
    const standing = read(view.lines);
    ahead.learn(view, standing);
    const same = before && ["lang", "focus", "spot"].every((name) => String(before[name]) === String(view[name]));
    if (draw(standing, !same) && state.ahead) { host.head(words.counts(time.day())); }
    state.ahead = false;
    if (String(view.focus) !== String(before ? before.focus : [])) { lookAtPicked(); } else if (isNarrow() && !state.moved) { fit(); }
  }

  /* Draw lines as they stand; also one year of a timeline, without asking the server. What is drawn
     already is not drawn anew but `always`; return whether it was. */
  function draw(standing, always = false) {
    if (!always && standing.every((how, i) => how === state.standing[i])) { return false; }
    state.standing = standing;
    state.shown = new Set(data.lines.keys());
    state.standing.forEach((how, i) => { if (!how) { state.shown.delete(i); } });
    state.focused = focusTest();
    state.tally = count();
    state.picked = state.focused ? count(state.focused) : state.tally;
    const single = folded([...state.shown]);
    state.folds = single.filter((one) => one.n > 1);
    state.plain = (look.dense.findLast(([more]) => single.length > more) || [0, look.tie.plain])[1];
    legend.update();
    if (still.length) {
      map.invalidateSize({ animate: false });
      fit();
      still.splice(0).forEach((layer) => layer.addTo(map));
      lookCloser();
    }
    const plain = inked([...state.shown], (line) => (line.c ? look.crowd.plain : state.plain));
    drawPlain(plain);
    state.drawn = new Set(plain.keys());
    shapes.forEach((layer) => {
      const level = look.breaks.filter((bound) => counted(layer.shape.t) >= bound).length;
      const picked = state.view.focus.includes(data.territories[layer.shape.t].code);
      const style = `${level}${picked}`;
      if (layer.drawn === style) { return; }
      layer.drawn = style;
      layer.setStyle({ ...styled(picked ? look.picked : look.district),
        fillColor: look.shades[layer.shape.c][level] });
      if (picked) { layer.bringToFront(); }
    });
    showPoints();
    light(null);
    names.later();
    return true;
  }

  function showPoints() {
    // What is picked is marked and named, ties or no ties.
    state.pickedPlaces = [...data.territories.keys()].filter((i) => data.territories[i].at && state.view.focus.includes(data.territories[i].code));
    state.touched = new Set([...state.pickedPlaces, ...endsOf(state.shown)]);
    state.pickedPlaces.forEach((index) => { if (!points.has(index)) { addPoint(index); } });
    points.forEach((layer, index) => {
      if (!state.touched.has(index)) { map.removeLayer(layer); return; }
      map.addLayer(layer);
      if (layer.setRadius) {
        layer.setRadius(Math.min(look.most_radius, look.least_radius * Math.sqrt(counted(index) || 1))
          * (isNarrow() ? look.narrow : 1));
      }
    });
  }

  // --- what the frame shows --------------------------------------------------------------------
  let home = L.latLngBounds(flip(data.bounds));
  function frameOn(bounds) {
    const before = home;
    home = L.latLngBounds(flip(bounds)).pad(0.12);
    if (!home.equals(before)) { reset(); }
  }

  /* Look at what was picked with its ties (without any: at where it lies), or at everything again.
     A frame the reader has moved yields only if not all of it is in sight, and goes back afterwards. */
  function lookAtPicked() {
    const own = data.territories.find((territory) => territory.at && territory.code === state.view.focus[0]);
    const picked = L.latLngBounds([]);
    if (state.view.focus.length) {
      state.lit.forEach((index) => picked.extend(points.get(index).getLatLng()));
    }
    if (!state.moved) {
      const near = state.picked.territories.size && picked.isValid() && !state.view.speaker && !state.view.mini;
      state.aim = near ? picked.pad(0.2) : own ? L.latLngBounds(home).extend(picked) : home;
      fit();
    } else if (picked.isValid()) {
      state.held = picked.pad(0.05);
      hold();
    } else {
      state.held = null;
      if (state.left) { map.setView(...state.left, { animate: false }); }
      state.left = null;
    }
  }
  function hold() {
    if (!state.held || map.getBounds().contains(state.held)) { return; }
    state.left = state.left || [map.getCenter(), map.getZoom()];
    map.fitBounds(state.held, { animate: false, ...room(), maxZoom: map.getZoom() });
  }
  const isNarrow = () => map.getSize().x < 500 && !(state.view && state.view.mini && state.view.focus.length);
  const room = () => {
    if (isNarrow()) { return { paddingTopLeft: [8, Math.max(50, time.bottom())], paddingBottomRight: [8, 14] }; }
    // In a small map names of ties need room at the sides, clear of the buttons.
    const tied = state.picked && state.picked.territories.size;
    const [left, right] = tied && state.view.mini ? [92, 60] : [44, 14];
    return { paddingTopLeft: [left, 14], paddingBottomRight: [right, 14] };
  };
  /* On a telephone most of the ties, not the few far ones that would make all of them a tangle. */
  function core() {
    const ends = endsOf(state.shown).map((index) => points.get(index).getLatLng());
    const range = (values) => [0.06, 0.94].map((part) => values.sort((a, b) => a - b)[Math.floor(part * (values.length - 1))]);
    const [south, north] = range(ends.map((at) => at.lat));
    const [west, east] = range(ends.map((at) => at.lng));
    return L.latLngBounds([south, west], [north, east]);
  }
  const fit = () => {
    const { paddingTopLeft: [left, top], paddingBottomRight: [right, bottom] } = room();
    map.options.minZoom = 0; // both countries whole, from farther off where the frame is small for them
    map.options.minZoom = Math.min(5, map.getBoundsZoom(home, false, L.point(left + right, top + bottom)));
    const isCore = state.aim === home && isNarrow() && state.shown.size;
    const bounds = isCore ? core() : state.aim || home;
    const take = () => map.fitBounds(bounds, { animate: false, ...room(), maxZoom: state.aim === home ? 9 : 8.5 });
    take();
    // A far point may lie outside the frame, but not under the bar of time.
    const ends = isCore ? endsOf(state.shown).map((index) => points.get(index).getLatLng()) : [];
    const under = () => ends.find((at) => !bounds.contains(at) && time.covers(map.latLngToContainerPoint(at)));
    for (let at = under(); at; at = under()) { bounds.extend(at); take(); }
  };
  const reset = () => { Object.assign(state, { aim: home, moved: false, held: null, left: null }); fit(); };
  const move = () => { Object.assign(state, { moved: true, held: null, left: null }); };
  map.on("dragstart", move);
  if (matchMedia("(pointer: coarse)").matches) {
    // One finger scrolls the page past the map, two move the map; in full screen nothing scrolls.
    map.dragging.disable();
    document.addEventListener("fullscreenchange", () => map.dragging[document.fullscreenElement ? "enable" : "disable"]());
    map.getContainer().addEventListener("touchstart", (event) => { if (event.touches.length > 1) { move(); } }, { passive: true });
  }
  ["wheel", "dblclick"].forEach((name) => map.getContainer().addEventListener(name, move, { passive: true }));
  const resize = () => {
    if (map._animatingZoom) { map.once("zoomend", () => setTimeout(resize)); return; }
    const before = map.getSize();
    map.invalidateSize({ animate: false });
    if (before.equals(map.getSize())) { return; }
    if (state.moved) { hold(); } else { fit(); }
  };
  new ResizeObserver(resize).observe(map.getContainer());

  const say = () => { state.ahead = true; host.head(parts.words.counts(time.day())); };
  // A sheet of paper is no screen: before it is printed, the map takes its size.
  let before = null;
  function onSheet(isPrinting) {
    document.body.classList.toggle("printing", isPrinting);
    legend.measure();
    map.invalidateSize({ animate: false });
  }
  addEventListener("beforeprint", () => {
    if (!state.view || state.view.mini) { return; }
    const seen = map.getBounds();
    before = [map.getCenter(), map.getZoom(), { animate: false }];
    onSheet(true);
    if (state.moved) { map.fitBounds(seen, { animate: false }); } else { fit(); }
    names.place();
  });
  addEventListener("afterprint", () => {
    if (!before) { return; }
    onSheet(false);
    map.setView(...before);
    before = null;
  });

  const parts = { state, text, fill, lang, data, host, points, lines, shapes, counted, light, draw, read, say,
    dash, reset, moved: move, fold: () => { state.folded = !state.folded; draw(state.standing, true); }, today: () => new Date().toISOString().slice(0, 10) };
  const frame = window.createTiesFrame(map, parts);
  const legend = window.createTiesLegend(map, parts);
  const words = parts.words = window.createTiesWords(parts);
  const time = window.createTiesTime(map, parts);
  const ahead = window.createTiesAhead(parts);
  const names = parts.names = window.createTiesNames(map, parts);
  const pointer = window.createTiesPointer(map, parts);
  map.on("zoomend viewreset", () => names.place());
  reset();
  return { show, draw, state, shapes, points, names, words, under: pointer.under };
};
