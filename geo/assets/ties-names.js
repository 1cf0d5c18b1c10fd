/* Names on the map of ties, placed so that they do not collide.

   Names of territories with ties come first, those with most agreements foremost; each takes the
   best of several places around its point, away from points, other names and lines, and a thin line
   leads to it where it stands off. A name that finds no place is left out until the reader zooms in.
   Faded names stand beside their points or not at all. Names of oblasts and neighbours are quiet
   and yield to everything. Nothing is placed before the font is there: widths are measured. */
"use strict";

window.createTiesNames = function (map, own) {
  const { data, state, points, lines } = own;
  let placed = []; // names as they stand: index, box, group of nodes
  let numbers = []; // those inside of points, and of lines that stand for several
  const FAMILY = '"PT Sans", "Segoe UI", Arial, sans-serif';
  // As in ties-map.css; in a meeting what the last row of the room can read.
  const fontSize = () => (state.view.speaker ? Math.max(17, Math.round(window.innerHeight / 43)) : data.look.name);
  const BESIDE = 8; // pixels between a point and its name; from here on a line leads to it
  const QUIET = `12px ${FAMILY}`;
  const svg = window.tiesNode(map.getPane("names"), "svg", { class: "ties-names leaflet-zoom-hide" });
  const pen = document.createElement("canvas").getContext("2d");
  const width = (text, font, spacing) => { pen.font = font; return pen.measureText(text).width + (spacing || 0) * text.length; };
  const overlap = (a, b) => Math.max(0, Math.min(a[2], b[2]) - Math.max(a[0], b[0]))
    * Math.max(0, Math.min(a[3], b[3]) - Math.max(a[1], b[1]));
  let H = data.look.name;
  let ready = false;
  let wanting = 0;
  const loaded = () => { ready = true; wanting += 1; place(); };
  document.fonts.load(QUIET, "Aа").then(loaded, loaded);

  /* Places around a point: box, price and the side of the box that faces the point (-1 left, 1
     right, 0 above or below). The first is the best: away from the other side. */
  function candidates(at, w, r, west, faded) {
    const places = [];
    const gaps = [[0, 0], [6, 0.6], [14, 1.5], [24, 3], [36, 5], [52, 9], [70, 14]];
    (faded ? gaps.slice(0, 1) : gaps).forEach(([gap, price]) => {
      const d = r + 3 + gap;
      const side = west ? [-1, 1] : [1, -1];
      side.forEach((s, order) => {
        const x = s > 0 ? at.x + d : at.x - d - w;
        [[0, 0], [-0.45, 0.2], [0.45, 0.2], [-0.85, 0.4], [0.85, 0.4]].forEach(([up, cost]) => {
          places.push([[x, at.y + up * (H + gap * 0.5) - H / 2, x + w, at.y + up * (H + gap * 0.5) + H / 2],
            price + order * 0.35 + cost, -s]);
        });
      });
      [-1, 1].forEach((s) => {
        const y = at.y + s * (d + H / 2);
        places.push([[at.x - w / 2, y - H / 2, at.x + w / 2, y + H / 2], price + 0.6, 0]);
      });
    });
    return places;
  }

  /* Pixels of the visible lines, in squares of 6 pixels, to count how many a name would cover. */
  function lineCells() {
    const cells = new Map();
    if (lines.many) { return cells; } // they are everywhere
    state.shown.forEach((index) => {
      const line = data.lines[index];
      const weight = line.c ? 0.15 : state.focused && !state.focused(line) ? 0.1 : 1;
      let before = null;
      lines.walk(index, (x, y) => {
        const [fromX, fromY] = before || [x, y];
        before = [x, y];
        const steps = Math.max(1, Math.ceil(Math.hypot(x - fromX, y - fromY) / 6));
        for (let k = 0; k < steps; k += 1) {
          const cell = Math.floor((fromX + ((x - fromX) * k) / steps) / 6) * 100003
            + Math.floor((fromY + ((y - fromY) * k) / steps) / 6);
          cells.set(cell, (cells.get(cell) || 0) + weight);
        }
      });
    });
    return cells;
  }

  function covered(cells, box) {
    let sum = 0;
    for (let x = Math.floor(box[0] / 6); x <= Math.floor(box[2] / 6); x += 1) {
      for (let y = Math.floor(box[1] / 6); y <= Math.floor(box[3] / 6); y += 1) {
        sum += cells.get(x * 100003 + y) || 0;
      }
    }
    return sum / 10;
  }

  function draw(box, text, className, facing, leader) {
    const group = window.tiesNode(svg, "g");
    const { colour, width: thick } = data.look.leader;
    if (leader) {
      const [x1, y1, x2, y2] = leader;
      window.tiesNode(group, "line", { class: "leader", x1, y1, x2, y2, stroke: colour, "stroke-width": thick });
    }
    const [x, anchor] = facing < 0 ? [box[0], "start"] : facing > 0 ? [box[2], "end"] : [(box[0] + box[2]) / 2, "middle"];
    window.tiesNode(group, "text", { x, y: (box[1] + box[3]) / 2, "text-anchor": anchor, class: className }, text);
    return group;
  }

  function place() {
    svg.replaceChildren();
    [placed, numbers] = [[], []];
    if (!ready || !state.view || !state.touched) { return; }
    H = fontSize();
    svg.style.fontSize = `${H}px`;
    const cells = lineCells();
    const dots = [];
    const wanted = [];
    state.touched.forEach((index) => {
      const layer = points.get(index);
      const at = map.latLngToLayerPoint(layer.getLatLng());
      const r = layer.getRadius ? layer.getRadius() : data.look.remote_radius;
      dots.push([at.x - r - 1, at.y - r - 1, at.x + r + 1, at.y + r + 1]);
      const territory = data.territories[index];
      wanted.push({ index, at, r, territory, box: null, dot: dots.length - 1, text: territory.short[own.lang()],
        faded: !state.lit.has(index),
        rank: (state.lit.has(index) ? 1000 : 0) + (state.tally.territories.get(index) || new Set()).size });
    });
    const folds = state.folds.map(({ index, n }) => {
      const path = [];
      lines.walk(index, (x, y) => path.push([x, y]));
      const [x, y] = path[path.length >> 1];
      dots.push([x - 6, y - 7, x + 6, y + 7]);
      const { h, p } = data.ties[data.lines[index].t];
      return { ends: [h, p], x, y, n };
    });
    wanted.sort((a, b) => b.rank - a.rank || a.index - b.index);
    const size = map.getSize();
    const corner = map.containerPointToLayerPoint([0, 0]);
    const screen = [corner.x + 2, corner.y + 2, corner.x + size.x - 2, corner.y + size.y - 2];
    const controls = [...map.getContainer().querySelectorAll(".leaflet-control, .ties-time")].map((node) => {
      const inner = node.getBoundingClientRect();
      const outer = map.getContainer().getBoundingClientRect();
      return [inner.left - outer.left + corner.x, inner.top - outer.top + corner.y,
        inner.right - outer.left + corner.x, inner.bottom - outer.top + corner.y];
    });
    placed = settle(wanted, dots, controls, cells, screen);
    svg.dataset.missing = String(wanted.length - placed.length);
    quiet([...placed.map((name) => name.box), ...dots, ...controls], screen, cells);
    placed.forEach((name) => { name.group = draw(name.box, name.text, "name", name.facing, name.leader); });
    numbers = wanted.filter(({ index, territory, r }) => own.counted(index) >= data.look.numbered && r >= 7 && !territory.remote)
      .map(({ index, at }) => ({ ends: [index], group: number(at.x, at.y, own.counted(index), "number") }));
    folds.forEach(({ ends, x, y, n }) => numbers.push({ ends, group: number(x, y, n, "number fold") }));
    fade();
  }

  const number = (x, y, n, className) => draw([x, y, x, y], String(n), className, 0);

  /* Names of what is not lit stand back. */
  function fade() {
    [...placed, ...numbers].forEach(({ index, ends = [index], group }) => {
      const isLit = ends.every((end) => state.lit.has(end));
      group.classList.toggle("faded", !isLit);
      group.setAttribute("opacity", isLit ? 1 : data.look.faded_name);
    });
  }

  /* The territory whose name lies at a point of the layers, or null. */
  function under(at) {
    const hit = placed.find(({ box }) => at.x >= box[0] && at.x <= box[2] && at.y >= box[1] && at.y <= box[3]);
    return hit ? hit.index : null;
  }
  const boxOf = (index) => (placed.find((name) => name.index === index) || {}).box;

  /* Place them once the lines have been painted: what is asked for is seen sooner. */
  function later() {
    wanting += 1;
    const turn = wanting;
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => { if (turn === wanting) { place(); } })));
  }

  const inView = (at, screen) => at.x > screen[0] - 60 && at.x < screen[2] + 60
    && at.y > screen[1] - 8 && at.y < screen[3] + 8;

  function settle(wanted, dots, controls, cells, screen) {
    const middles = dots.map((dot) => ({ x: (dot[0] + dot[2]) / 2, y: (dot[1] + dot[3]) / 2 }));
    const named = (name) => wanted.filter((other) => other !== name && other.box && overlap(name.reach, other.box));

    /* The price of a place; whatever is not less than `most` is too much. */
    function priced(name, others, [box, price], most) {
      let cost = price;
      for (const other of others) {
        if (overlap(grow(box, 1), other.box)) { cost += 100; }
        if (cost >= most) { return most; }
      }
      const own = away(name.at, box);
      const line = leader(name, box);
      for (const i of name.near) {
        if (cost >= most) { break; }
        if (overlap(box, dots[i])) { cost += 40; } else if (i !== name.dot) {
          // A name nearer to another point than to its own reads as that one's, but for its line.
          const gap = away(middles[i], box);
          if (gap < own + 2) { cost += line ? 2.5 : 6; } else if (gap < own + 8) { cost += 1.2; }
        }
      }
      if (line) { others.forEach((other) => { if (crosses(line, other.box)) { cost += 6; } }); }
      if (cost < Math.min(40, most)) {
        const lost = covered(cells, box);
        cost += name.faded && lost > 1 ? 40 : Math.min(lost, 20);
      }
      if (inView(name.at, screen)) {
        controls.forEach((control) => { if (overlap(box, control)) { cost += 60; } });
        if (box[0] < screen[0] || box[2] > screen[2] || box[1] < screen[1] || box[3] > screen[3]) { cost += 80; }
      }
      return cost;
    }

    wanted.forEach((name) => {
      const west = name.territory.side === "partner" || name.territory.remote;
      name.places = candidates(name.at, width(name.text, `${fontSize()}px ${FAMILY}`), name.r, west, name.faded)
        .sort((a, b) => a[1] - b[1]);
      // What no place of the name comes near to can never matter to it.
      const sides = name.places.map(([box]) => box).concat([[name.at.x, name.at.y, name.at.x, name.at.y]]);
      name.reach = grow([0, 1, 2, 3].map((i) => Math[i < 2 ? "min" : "max"](...sides.map((box) => box[i]))), 1);
      const far = Math.max(...sides.map((box) => away(name.at, box))) + 8;
      name.near = [...dots.keys()].filter((i) => overlap(name.reach, dots[i]) || away(middles[i], name.reach) < far);
    });
    function sweep(order) {
      let isMoving = false;
      order.forEach((name) => {
        const others = named(name);
        // Among the same neighbours it stays where it is.
        const among = others.flatMap(({ box }) => box).join();
        if (name.among === among) { return; }
        name.among = among;
        let [least, best] = [40, null];
        for (const place of name.places) {
          if (place[1] >= least) { break; }
          const cost = priced(name, others, place, least);
          if (cost < least) { [least, best] = [cost, place]; }
        }
        const box = best && best[0];
        isMoving = isMoving || box !== name.box;
        Object.assign(name, { box, facing: best && best[2], leader: box && leader(name, box) });
      });
      return isMoving;
    }
    for (let n = 0; n < 4 && sweep(wanted); n += 1) { /* until all stay where they are */ }
    const left = wanted.filter((name) => !name.box);
    if (left.length && left.length < 4) {
      // A few find no place where others came first: now they choose before them.
      const before = wanted.map(({ box, facing, leader: line }) => ({ box, facing, leader: line }));
      wanted.forEach((name) => { name.box = name.among = null; });
      const order = [...left, ...wanted.filter((name) => !left.includes(name))];
      for (let n = 0; n < 4 && sweep(order); n += 1) { /* as above */ }
      if (wanted.filter((name) => !name.box).length >= left.length) { wanted.forEach((name, i) => Object.assign(name, before[i])); }
    }
    return wanted.filter((name) => name.box);
  }

  /* The line from a point to a name that stands off, or null. */
  function leader({ at, r }, box) {
    const d = away(at, box);
    if (d <= r + BESIDE) { return null; }
    const x = Math.max(box[0], Math.min(at.x, box[2]));
    const y = Math.max(box[1], Math.min(at.y, box[3]));
    return [at.x + ((x - at.x) * r) / d, at.y + ((y - at.y) * r) / d, x, y];
  }

  const crosses = ([x1, y1, x2, y2], box) => [0.2, 0.4, 0.6, 0.8].some((s) => {
    const x = x1 + (x2 - x1) * s;
    const y = y1 + (y2 - y1) * s;
    return x > box[0] && x < box[2] && y > box[1] && y < box[3];
  });

  const away = (at, box) => Math.hypot(Math.max(box[0] - at.x, 0, at.x - box[2]),
    Math.max(box[1] - at.y, 0, at.y - box[3]));

  const grow = (box, by) => [box[0] - by, box[1] - by, box[2] + by, box[3] + by];

  /* Names of oblasts near their points, of neighbours at theirs, where no name is and few lines. */
  function quiet(taken, screen, cells) {
    const step = 18 * Math.min(1, 2 ** (map.getZoom() - 7)); // far out, an oblast is small
    const near = [0, -1, 1, -2, 2, -3, 3].flatMap((down) =>
      [0, -1, 1, -2, 2, -3, 3].map((right) => [right * step, down * step]));
    data.places.forEach((spot) => {
      const text = spot.name[own.lang()];
      const isCountry = spot.level === "country"; // written in capitals
      const w = width(isCountry ? text.toUpperCase() : text, QUIET, isCountry ? 3 : 1);
      const middle = map.latLngToLayerPoint([spot.at[1], spot.at[0]]);
      let choice = null;
      (spot.level === "region-own" ? near : [[0, 0]]).forEach(([right, down]) => {
        const at = { x: middle.x + right, y: middle.y + down };
        const box = [at.x - w / 2, at.y - 8, at.x + w / 2, at.y + 8];
        const seen = overlap(box, screen);
        const cut = seen > 0 && seen < (box[2] - box[0]) * (box[3] - box[1]) - 0.5;
        const lost = covered(cells, box);
        const cost = 8 * lost + Math.hypot(right, down) / 18;
        if (lost > 0.4 || (choice && choice.cost <= cost)) { return; }
        if (!cut && !taken.some((other) => overlap(box, other))) { choice = { box, cost }; }
      });
      if (!choice) { return; }
      taken.push(choice.box);
      draw(choice.box, text, `quiet ${spot.level}`, 0);
    });
  }

  return { place, later, fade, under, boxOf };
};
