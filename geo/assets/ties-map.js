/* The layer of ties on a Leaflet map: shapes, curves, points, names, legend.

   What is visible is decided in Python: `show(view)` only shows and hides. All text is set as text,
   never as HTML. Data comes from the file that defines window.TIES_DATA (see geo/map/shell.py). What the
   reader does goes to the host: `pick(codes)` what was clicked, comma-joined, `day(iso)` where the
   timeline stopped; `box`, if given, is the element that holds map and legend, else the page. */
"use strict";

/* The host inside streamlit-folium's frame; the time makes every click a new value. */
window.streamlitHost = function () {
  const tell = (value) => Streamlit.setComponentValue({ ...value, at: Date.now() });
  return { pick: (focus) => tell({ focus }), step: (step) => tell({ step }), day: (on) => tell({ on }) };
};

window.createTiesMap = function (map, data, host) {
  const SVG_LIMIT = 1500; // lines; above it one canvas is faster than as many SVG paths
  const STANDING = [null, "in_force", "lapsed", "unknown"];
  const { look } = data; // widths, dashes and colours, as in print (geo/map/look.py)
  Object.entries(look.colours).forEach(([name, colour]) =>
    document.documentElement.style.setProperty(`--map-${name}`, colour));
  document.documentElement.style.setProperty("--map-halo", `${look.halo}px`);
  /* A pen as Leaflet's style. */
  const styled = (pen) => ({ color: pen.colour, weight: pen.width, opacity: pen.alpha,
    dashArray: pen.dash.join(" ") || null });
  // What is shown: `standing` of every line, the set of lines `shown`; counts of it in `tally`, of
  // what is picked out of it in `picked` (all of it if nothing is); `aim`, what the frame fits.
  const state = { view: null, moved: false, aim: null, shown: new Set(), standing: [], tally: null,
    picked: null };
  const lang = () => (state.view ? state.view.lang : Object.keys(data.texts)[0]);
  const text = (key) => data.texts[lang()][key];
  map.setMinZoom(5).setMaxZoom(12); // from both countries whole to a single town
  const flip = (path) => path.map(([lon, lat]) => [lat, lon]);

  [["neighbours", 250], ["shapes", 300], ["borders", 350], ["lines", 420], ["points", 450],
    ["names", 460]].forEach(([name, z]) => { map.createPane(name).style.zIndex = z; });
  ["borders", "neighbours", "names"].forEach((n) => { map.getPane(n).style.pointerEvents = "none"; });
  const svg = (pane) => L.svg({ pane: pane, padding: 0.5 });
  const lineRenderer = data.lines.length > SVG_LIMIT
    ? L.canvas({ pane: "lines", padding: 0.5, tolerance: 5 }) : svg("lines");

  // --- what lies still -------------------------------------------------------------------------
  const quiet = (pane, paths, style) => paths.forEach((path) =>
    L.polyline(flip(path), { renderer: quiet[pane] || (quiet[pane] = svg(pane)), pane: pane,
      interactive: false, smoothFactor: 0.7, fill: false, ...style }).addTo(map));
  quiet("neighbours", data.borders.neighbours, styled(look.neighbour));
  quiet("borders", data.borders.regions, styled(look.region));
  quiet("borders", data.borders.outer, styled(look.outer));
  quiet("borders", data.borders.state, styled(look.state));

  const shapeRenderer = svg("shapes");
  const shapes = data.shapes.map((shape) => {
    const rings = shape.g.map((polygon) => polygon.map(flip));
    const layer = L.polygon(rings, { renderer: shapeRenderer, pane: "shapes", smoothFactor: 0.5,
      fillOpacity: 1, ...styled(look.district), fillColor: look.shades[shape.c][0] });
    layer.shape = shape;
    hover(layer, () => territoryTip(shape.t));
    layer.on("click", (event) => pick(data.territories[shape.t].code, event));
    return layer.addTo(map);
  });

  // --- ties ------------------------------------------------------------------------------------
  const lines = data.lines.map((line, index) => {
    const agreement = data.agreements[line.a];
    // By these a reader may pick it; in focus is what has all that is picked (geo/map/curves.py).
    line.keys = new Set([agreement.id, ...data.ties[line.t].k]);
    const style = { renderer: lineRenderer, pane: "lines", interactive: true, smoothFactor: 0.4,
      lineCap: "butt" };
    const layer = L.polyline(flip(line.g), style);
    // Double lines are for single ones to be followed; on a canvas there are too many.
    layer.core = look.double.includes(agreement.kind) && !line.c && !(lineRenderer instanceof L.Canvas)
      ? L.polyline(flip(line.g), { ...style, interactive: false, className: "tie-core",
        color: look.colours.white }) : null;
    // A thin line is hard to hit: an invisible wide one takes the pointer.
    layer.target = lineRenderer instanceof L.Canvas ? layer
      : L.polyline(flip(line.g), { ...style, weight: 11, opacity: 0 });
    if (layer.target !== layer) { layer.options.interactive = false; }
    hover(layer.target, () => lineTip(line), () => emphasise(line, true), () => emphasise(line, false));
    layer.target.on("click", (event) => {
      const tie = data.ties[line.t];
      pick(`${data.territories[tie.h].code},${data.territories[tie.p].code}`, event);
    });
    layer.line = line;
    layer.index = index;
    return layer;
  });

  const pointRenderer = svg("points");
  const points = new Map();
  data.territories.forEach((territory, index) => { if (territory.party) { addPoint(index); } });

  function addPoint(index) {
    const territory = data.territories[index];
    const at = [territory.at[1], territory.at[0]];
    const layer = territory.remote
      ? L.marker(at, { pane: "points", icon: L.divIcon({ className: "remote-mark", html: "",
        iconSize: [2 * look.remote_radius, 2 * look.remote_radius] }), keyboard: false })
      : L.circleMarker(at, { renderer: pointRenderer, pane: "points", radius: look.least_radius,
        ...styled(look.point), fillColor: look.colours.white, fillOpacity: 1 });
    hover(layer, () => territoryTip(index));
    layer.on("click", (event) => pick(territory.code, event));
    points.set(index, layer);
  }

  // --- what the pointer says -------------------------------------------------------------------
  function hover(layer, content, enter, leave) {
    layer.bindTooltip("", { sticky: true, className: "ties-tip", direction: "auto", opacity: 1 });
    layer.on("mouseover", () => { layer.setTooltipContent(content()); if (enter) { enter(); } });
    if (leave) { layer.on("mouseout", leave); }
  }

  function tip(head, rows) {
    const box = document.createElement("div");
    [head, ...rows].filter(Boolean).forEach((row, i) => {
      const part = document.createElement(i ? "div" : "b");
      part.textContent = row;
      box.appendChild(part);
    });
    return box;
  }

  function territoryTip(index) {
    const territory = data.territories[index];
    const count = counted(index);
    const rows = [territory.region[lang()], count ? plural("agreements", count) : text("none")];
    if (territory.approximate) { rows.push(text("approximate")); }
    if (territory.remote) { rows.push(territory.remote[lang()]); }
    return tip(territory.name[lang()], rows);
  }

  function lineTip(line) {
    const tie = data.ties[line.t];
    const agreement = data.agreements[line.a];
    const rest = data.lines.filter((other, i) => other.t === line.t && state.shown.has(i)).length - 1;
    return tip(`${data.territories[tie.h].short[lang()]} — ${data.territories[tie.p].short[lang()]}`, [
      `${agreement.form[lang()]} · ${agreement.date[lang()]}`,
      `${text("kind_" + agreement.kind)} · ${text(state.standing[data.lines.indexOf(line)])}`,
      line.c ? text("crowded") : "", rest > 0 ? plural("more", rest) : ""]);
  }

  function plural(key, n) {
    return text(key)[new Intl.PluralRules(lang()).select(n)].replace("{n}", n);
  }

  function emphasise(line, on) {
    lines.forEach((layer, i) => {
      if (!state.shown.has(i) || layer.line.a !== line.a) { return; }
      if (on) {
        ink(layer, (layer.line.c ? look.crowd : look.tie).pointed);
        bringUp(layer);
      } else { styleLine(layer); }
    });
  }

  function pick(code, event) {
    if (event) { L.DomEvent.stopPropagation(event); }
    if (!state.view.speaker) { host.pick(code); }
  }

  // In a meeting the keys turn the steps even while the map has the focus.
  document.addEventListener("keydown", (event) => {
    const by = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1, Escape: 0 }[event.key];
    if (by === undefined || !state.view || !state.view.speaker) { return; }
    event.preventDefault();
    event.stopPropagation();
    host.step(by);
  }, true);
  map.on("click", () => { if (state.view && state.view.focus.length) { pick("", null); } });

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

  /* Draw a line in the colour of its kind, dashed as it stands; some kinds have double lines. */
  function ink(layer, { width, alpha }) {
    const { kind } = data.agreements[layer.line.a];
    const isDouble = layer.core && width >= look.least_double;
    const weight = isDouble ? width * look.double_width : width;
    const dashArray = look.dashes[state.standing[layer.index]].join(" ") || null;
    layer.setStyle({ weight, opacity: alpha, color: look.kinds[kind], dashArray });
    if (isDouble) {
      layer.core.setStyle({ weight: weight * look.double_gap, opacity: alpha, dashArray });
    }
  }
  const bringUp = (layer) => [layer, layer.core].forEach((part) => { if (part) { part.bringToFront(); } });

  function styleLine(layer) {
    const pens = layer.line.c ? look.crowd : look.tie;
    if (!state.focused) { ink(layer, pens.plain); return; }
    if (!state.focused(layer.line)) {
      ink(layer, { ...pens.plain, alpha: pens.plain.alpha * look.faded });
      return;
    }
    // Hairlines stay hairlines beside others; alone, as the agreement picked, they may be seen.
    const alone = layer.line.c && state.view.focus[0] === data.agreements[layer.line.a].id;
    ink(layer, alone ? look.alone : pens.lit);
    if (!layer.line.c) { bringUp(layer); }
  }

  /* How each line stands: two lines to a hexadecimal digit. */
  function read(digits) {
    return data.lines.map((_, i) =>
      STANDING[(parseInt(digits[i >> 1], 16) >> (i % 2 ? 0 : 2)) & 3]);
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
    const language = state.view && state.view.lang;
    const focusBefore = state.view ? state.view.focus.join() : "";
    state.view = view;
    document.body.classList.toggle("mini", Boolean(view.mini));
    document.body.classList.toggle("speaker", Boolean(view.speaker));
    if (view.fit) { frameOn(view.fit); }
    frame.setTexts(language !== view.lang);
    time.update();
    draw(view.lines);
    if (view.focus.join() !== focusBefore) { lookAtPicked(); }
  }

  /* Draw lines as `digits` say; also one year of a timeline, without asking the server. */
  function draw(digits) {
    state.standing = read(digits);
    const shown = new Set(data.lines.keys());
    state.standing.forEach((how, i) => { if (!how) { shown.delete(i); } });
    lines.forEach((layer, i) => {
      if (shown.has(i) === state.shown.has(i)) { return; }
      [layer, layer.core, layer.target].filter(Boolean).forEach((part) => (shown.has(i) ? map.addLayer(part) : map.removeLayer(part)));
    });
    state.shown = shown;
    state.focused = focusTest();
    state.tally = count();
    state.picked = state.focused ? count(state.focused) : state.tally;
    lines.forEach((layer, i) => { if (shown.has(i)) { styleLine(layer); } });
    lines.forEach((layer, i) => { if (shown.has(i) && layer.target !== layer) { layer.target.bringToFront(); } });
    shapes.forEach((layer) => {
      const level = look.breaks.filter((bound) => counted(layer.shape.t) >= bound).length;
      const picked = state.view.focus.includes(data.territories[layer.shape.t].code);
      layer.setStyle({ ...styled(picked ? look.picked : look.district),
        fillColor: look.shades[layer.shape.c][level] });
      if (picked) { layer.bringToFront(); }
    });
    showPoints();
    legend.update();
    names.place();
  }

  function showPoints() {
    const touched = new Set();
    const lit = new Set();
    // What is picked is marked and named, ties or no ties.
    data.territories.forEach((territory, index) => {
      if (!state.view.focus.includes(territory.code)) { return; }
      if (!points.has(index)) { addPoint(index); }
      touched.add(index);
      lit.add(index);
    });
    state.shown.forEach((i) => {
      const tie = data.ties[data.lines[i].t];
      [tie.h, tie.p].forEach((end) => {
        touched.add(end);
        if (!state.focused || state.focused(data.lines[i])) { lit.add(end); }
      });
    });
    state.touched = touched;
    state.lit = lit;
    points.forEach((layer, index) => {
      if (!touched.has(index)) { map.removeLayer(layer); return; }
      map.addLayer(layer);
      if (layer.setRadius) {
        layer.setRadius(Math.min(look.most_radius, look.least_radius + Math.sqrt(counted(index) || 1)));
        layer.setStyle({ opacity: lit.has(index) ? 1 : look.faded_point, fillOpacity: lit.has(index) ? 1 : 0.6 });
      }
    });
  }

  /* Look at what was picked with its ties (without any: at where it lies), or at everything again.
     A frame the reader has moved stays, unless what was picked lies outside of it. */
  function lookAtPicked() {
    const picked = L.latLngBounds([]);
    const own = data.territories.find((territory) => territory.code === state.view.focus[0]);
    if (state.view.focus.length) {
      state.lit.forEach((index) => picked.extend(points.get(index).getLatLng()));
    }
    if (!state.moved) {
      const near = state.picked.territories.size && picked.isValid() && !state.view.speaker && !state.view.mini;
      state.aim = near ? picked.pad(0.2) : own ? L.latLngBounds(home).extend(picked) : home;
      fit();
    } else if (picked.isValid()) {
      const target = own ? L.latLngBounds([[own.at[1], own.at[0]]]) : picked;
      if (!map.getBounds().contains(target)) { map.panTo(target.getCenter()); }
    }
  }

  // --- the frame: first view, controls, language -----------------------------------------------
  let home = L.latLngBounds(flip(data.bounds));
  function frameOn(bounds) {
    const before = home;
    home = L.latLngBounds(flip(bounds)).pad(0.12);
    if (!home.equals(before)) { reset(); }
  }
  const fit = () => {
    // In a small map names of ties need room at the sides, clear of the buttons.
    const tied = state.picked && state.picked.territories.size;
    const [left, right] = tied && state.view.mini ? [92, 60] : [44, 14];
    map.fitBounds(state.aim || home, { animate: false, paddingTopLeft: [left, 14],
      paddingBottomRight: [right, 14], maxZoom: state.aim === home ? 9 : 8.5 });
  };
  const reset = () => { state.aim = home; state.moved = false; fit(); };
  map.on("dragstart", () => { state.moved = true; });
  ["wheel", "dblclick"].forEach((name) =>
    map.getContainer().addEventListener(name, () => { state.moved = true; }, { passive: true }));
  new ResizeObserver(() => {
    map.invalidateSize({ animate: false });
    if (!state.moved) { fit(); }
  }).observe(map.getContainer());

  const frame = window.createTiesFrame(map, {
    reset: reset, moved: () => { state.moved = true; },
    today: () => new Date().toISOString().slice(0, 10), text: text, lang: lang, data: data, host: host });
  const legend = window.createTiesLegend(map, {
    state: state, text: text, lang: lang, data: data, host: host });
  const time = window.createTiesTime(map, {
    state: state, text: text, lang: lang, draw: draw, host: host });
  const names = window.createTiesNames(map, {
    state: state, lang: lang, data: data, points: points, lines: lines });
  map.on("zoomend viewreset", () => names.place());
  reset();
  return { show: show, draw: draw, state: state, lines: lines, shapes: shapes, points: points,
    names: names };
};
