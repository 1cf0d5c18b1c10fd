/* Controls around the map of ties: zoom, reset, full screen, scale, attribution, legend. */
"use strict";

window.createTiesFrame = function (map, own) {
  const ICONS = {
    reset: "M3 12a9 9 0 1 0 3-6.7M3 4v5h5",
    full: "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5",
  };
  const NS = "http://www.w3.org/2000/svg";

  function button(bar, key, action, label) {
    const link = L.DomUtil.create("a", "ties-button", bar);
    link.href = "#";
    link.setAttribute("role", "button");
    link.dataset.title = key;
    if (ICONS[label]) {
      const icon = document.createElementNS(NS, "svg");
      icon.setAttribute("viewBox", "0 0 24 24");
      const path = document.createElementNS(NS, "path");
      path.setAttribute("d", ICONS[label]);
      icon.appendChild(path);
      link.appendChild(icon);
    } else { link.textContent = label; }
    L.DomEvent.disableClickPropagation(link);
    L.DomEvent.on(link, "click", (event) => { L.DomEvent.preventDefault(event); action(); });
    return link;
  }

  const Bar = L.Control.extend({
    options: { position: "topleft" },
    onAdd() {
      const bar = L.DomUtil.create("div", "leaflet-bar ties-bar");
      button(bar, "zoom_in", () => { own.moved(); map.zoomIn(); }, "+");
      button(bar, "zoom_out", () => { own.moved(); map.zoomOut(); }, "−");
      button(bar, "reset_map", own.reset, "reset");
      button(bar, "full_screen", fullScreen, "full");
      this.bar = bar;
      return bar;
    },
  });
  const bar = new Bar().addTo(map);

  function fullScreen() {
    if (document.fullscreenElement) { document.exitFullscreen(); return; }
    document.documentElement.requestFullscreen().catch(() => {});
  }

  const Scale = L.Control.Scale.extend({
    _updateMetric(maxMeters) {
      const meters = this._getRoundNum(maxMeters);
      const label = meters < 1000 ? `${meters} ${own.text("metres")}` : `${meters / 1000} ${own.text("kilometres")}`;
      this._updateScale(this._mScale, label, meters / maxMeters);
    },
  });
  const scale = new Scale({ imperial: false, position: "bottomright", maxWidth: 120 }).addTo(map);

  map.attributionControl.setPrefix(false);
  let credit = null;
  return {
    setTexts(changed) {
      if (!changed && credit) { return; }
      bar.bar.querySelectorAll("a").forEach((link) => {
        link.title = own.text(link.dataset.title);
        link.setAttribute("aria-label", link.title);
      });
      document.documentElement.lang = own.lang();
      if (credit) { map.attributionControl.removeAttribution(credit); }
      // Leaflet sets attributions as HTML; this one is our own, escaped all the same.
      const box = document.createElement("span");
      box.textContent = own.data.attribution[own.lang()];
      credit = box.innerHTML;
      map.attributionControl.addAttribution(credit);
      scale._update();
    },
  };
};

window.createTiesLegend = function (map, own) {
  const { data, state, text } = own;
  const Legend = L.Control.extend({
    options: { position: "bottomleft" },
    onAdd() {
      const box = L.DomUtil.create("div", "ties-legend");
      L.DomEvent.disableClickPropagation(box);
      L.DomEvent.disableScrollPropagation(box);
      return box;
    },
  });
  const legend = new Legend().addTo(map);
  let open = true;

  function add(parent, tag, className, content) {
    const node = L.DomUtil.create(tag, className, parent);
    if (content !== undefined) { node.textContent = content; }
    return node;
  }

  function row(parent, mark, label, count) {
    const line = add(parent, "div", "ties-row");
    line.appendChild(mark);
    add(line, "span", "ties-label", label);
    if (count !== undefined) { add(line, "span", "ties-count", String(count)); }
  }

  function stroke(colour, width, dash, opacity) {
    const NS = "http://www.w3.org/2000/svg";
    const mark = document.createElementNS(NS, "svg");
    mark.setAttribute("viewBox", "0 0 34 10");
    mark.setAttribute("class", "ties-stroke");
    const path = document.createElementNS(NS, "path");
    Object.entries({ d: "M1 8Q17 -2 33 8", stroke: colour, "stroke-width": width, fill: "none",
      "stroke-dasharray": dash || "none", opacity: opacity || 1 })
      .forEach(([name, value]) => path.setAttribute(name, value));
    mark.appendChild(path);
    return mark;
  }

  function shadeRow(parent) {
    const levels = [0, ...data.breaks];
    const table = add(parent, "div", "ties-shades");
    table.style.gridTemplateColumns = `repeat(${levels.length}, 1fr)`;
    ["ru", "by"].forEach((country) => levels.forEach((bound, level) => {
      add(table, "i", "").style.background = data.shades[country][level];
    }));
    levels.forEach((bound, level) => {
      const next = level + 1 < levels.length ? levels[level + 1] - 1 : null;
      const label = level === 0 ? text("shade_none") : next === null ? `${bound}+`
        : next === bound ? `${bound}` : `${bound}–${next}`;
      add(table, "span", "", label);
    });
  }

  function update() {
    const box = legend.getContainer();
    box.replaceChildren();
    const head = add(box, "button", "ties-legend-head", text("legend"));
    head.setAttribute("aria-expanded", String(open));
    head.onclick = () => { open = !open; update(); };
    if (!open) { return; }
    const view = state.view;
    data.kinds.forEach((kind) => row(box, stroke(data.colours[kind], 3), text("kind_" + kind), view.kinds[kind] || 0));
    row(box, stroke("#5B666E", 2.4), text("in_force"), view.statuses.in_force || 0);
    row(box, stroke("#5B666E", 2.4, "5 4"), text("lapsed"), view.statuses.lapsed || 0);
    row(box, stroke(data.colours.cooperation, 1, null, 0.7), text("crowded_legend"), view.crowded);
    add(box, "div", "ties-legend-sub", text("shades"));
    shadeRow(box);
    if (own.data.approximate) { add(box, "div", "ties-legend-note", text("approximate_legend")); }
  }
  return { update: update };
};
