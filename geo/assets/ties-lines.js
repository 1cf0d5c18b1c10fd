/* The lines of the ties: where they run, drawn as SVG or, where they are many, on one canvas.

   Points are kept at zoom 0, so that a zoom only multiplies them; no line takes the pointer itself:
   `near` says which ones lie under it. */
"use strict";

/* A path as [lat, lon] out of what travels (geo/map/content.py): all longitudes, then all latitudes,
   as steps of a grid, each from the point before; of a line that `bends` as changes of those. */
window.tiesPath = function (steps, grid, bends) {
  const half = steps.length / 2;
  const sums = (numbers) => { let sum = 0; return numbers.map((number) => { sum += number; return sum; }); };
  const [lon, lat] = [steps.slice(0, half), steps.slice(half)].map((axis) => sums(bends ? sums(axis) : axis));
  return lat.map((value, i) => [value / grid, lon[i] / grid]);
};

/* A new element with its attributes and words, at the end of another if there is one; a part of a drawing
   is one of SVG. */
window.tiesNode = function (parent, tag, attributes = {}, words) {
  const isDrawn = ["svg", "g", "path", "line", "text"].includes(tag);
  const node = isDrawn ? document.createElementNS("http://www.w3.org/2000/svg", tag) : document.createElement(tag);
  Object.entries(attributes).forEach(([name, value]) => node.setAttribute(name, value));
  if (words !== undefined) { node.append(words); }
  return parent ? parent.appendChild(node) : node;
};

window.createTiesLines = function (map, data) {
  const SVG_LIMIT = 300; // more lines than this nobody can follow one by one (geo/map/curves.py)
  const many = data.lines.length > SVG_LIMIT;
  const paths = data.lines.map((line) => Float64Array.from(window.tiesPath(line.g, data.grid, true).flatMap((point) => {
    const at = map.project(point, 0);
    return [at.x, at.y];
  })));
  const boxes = paths.map((path) => {
    const [xs, ys] = [0, 1].map((axis) => path.filter((_, k) => k % 2 === axis));
    return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
  });

  /* Call `visit(x, y)` with every point of a line, in pixels of the map's layers. */
  function walk(index, visit) {
    const scale = map.getZoomScale(map.getZoom(), 0);
    const { x, y } = map.getPixelOrigin();
    const path = paths[index];
    for (let k = 0; k < path.length; k += 2) { visit(path[k] * scale - x, path[k + 1] * scale - y); }
  }

  function trace(index) {
    let text = "";
    walk(index, (x, y) => { text += `${text ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`; });
    return text;
  }

  /* The lines among `shown` that run within so many pixels of a point of the map. */
  function near(latlng, within, shown) {
    const { x, y } = map.project(latlng, 0);
    const reach = within / map.getZoomScale(map.getZoom(), 0);
    return [...shown].filter((index) => {
      const [left, top, right, bottom] = boxes[index];
      if (x < left - reach || x > right + reach || y < top - reach || y > bottom + reach) { return false; }
      const path = paths[index];
      for (let k = 2; k < path.length; k += 2) {
        const [dx, dy] = [path[k] - path[k - 2], path[k + 1] - path[k - 1]];
        const part = ((x - path[k - 2]) * dx + (y - path[k - 1]) * dy) / (dx * dx + dy * dy || 1);
        const along = Math.max(0, Math.min(1, part));
        if (Math.hypot(path[k - 2] + along * dx - x, path[k - 1] + along * dy - y) <= reach) { return true; }
      }
      return false;
    });
  }

  /* A pane of lines; `draw(pens)` draws those that have a pen, by index, hairlines lowest. */
  function surface(pane) {
    const renderer = (many ? L.canvas : L.svg)({ pane: pane, padding: 0.5 }).addTo(map);
    let pens = new Map();
    const paint = many ? onCanvas : onSvg();

    function onCanvas() {
      const context = renderer._ctx;
      const { min, max } = renderer._bounds;
      context.clearRect(min.x, min.y, max.x - min.x, max.y - min.y);
      const style = getComputedStyle(document.documentElement);
      const plain = (colour) => { // a canvas knows no names of colours
        const [, name, other] = colour.match(/^var\((.+), (.+)\)$/) || [null, null, colour];
        return name && style.getPropertyValue(name) || other;
      };
      const inks = new Map();
      pens.forEach((pen, index) => {
        context.beginPath();
        let begun = false;
        walk(index, (x, y) => { if (begun) { context.lineTo(x, y); } else { context.moveTo(x, y); begun = true; } });
        if (!inks.has(pen.colour)) { inks.set(pen.colour, plain(pen.colour)); }
        context.strokeStyle = inks.get(pen.colour);
        context.globalAlpha = pen.alpha;
        context.lineWidth = pen.width;
        context.setLineDash(pen.dash);
        context.stroke();
      });
    }

    function onSvg() {
      const groups = [0, 1].map(() => window.tiesNode(renderer._rootGroup, "g"));
      const drawn = new Map();
      const path = (index, core) => window.tiesNode(groups[data.lines[index].c ? 0 : 1], "path",
        { fill: "none", "data-line": index, ...(core ? { class: "tie-core" } : {}) });
      const ink = (node, width, colour, pen, traced) => Object.entries({ d: traced, stroke: colour, "stroke-width": width,
        "stroke-opacity": pen.alpha, "stroke-dasharray": pen.dash.join(" ") || "none" })
        .forEach(([name, value]) => { if (node.getAttribute(name) !== String(value)) { node.setAttribute(name, value); } });
      return () => {
        drawn.forEach((nodes, index) => {
          if (pens.has(index)) { return; }
          nodes.forEach((node) => node.remove());
          drawn.delete(index);
        });
        pens.forEach((pen, index) => {
          const nodes = drawn.get(index) || [path(index)];
          if (Boolean(pen.gap) !== nodes.length > 1) {
            if (pen.gap) { nodes.push(path(index, true)); } else { nodes.pop().remove(); }
          }
          drawn.set(index, nodes);
          const traced = trace(index);
          ink(nodes[0], pen.width, pen.colour, pen, traced);
          if (pen.gap) { ink(nodes[1], pen.gap, data.look.colours.white, pen, traced); }
        });
      };
    }

    renderer.on("update", () => paint());
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => paint());
    return (wanted) => { pens = wanted; paint(); };
  }

  return { many: many, walk: walk, near: near, surface: surface };
};
