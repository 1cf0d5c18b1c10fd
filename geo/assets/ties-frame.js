/* Controls around the map of ties: zoom, reset, full screen, scale, attribution, legend. */
"use strict";

window.createTiesFrame = function (map, own) {
  const ICONS = {
    reset: "M3 12a9 9 0 1 0 3-6.7M3 4v5h5",
    clock: "M12 3a9 9 0 1 0 .01 0M12 7v5l3.5 2",
    fold: "M3 5c9 0 7 7 18 7M3 19c9 0 7-7 18-7M3 12h18",
    full: "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5",
  };

  function button(bar, key, action, label) {
    const link = window.tiesNode(bar, "a", { class: "ties-button", href: "#", role: "button", "data-title": key });
    if (ICONS[label]) {
      window.tiesNode(window.tiesNode(link, "svg", { viewBox: "0 0 24 24" }), "path", { d: ICONS[label] });
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
      const fold = button(bar, "fold", () => {
        own.fold();
        fold.setAttribute("aria-pressed", String(own.state.folded));
      }, "fold");
      fold.setAttribute("aria-pressed", "false");
      button(bar, "timeline", () => { own.host.day(own.today()); }, "clock");
      button(bar, "full_screen", fullScreen, "full");
      return bar;
    },
  });
  const bar = new Bar().addTo(map);

  function fullScreen() {
    if (document.fullscreenElement) { document.exitFullscreen(); return; }
    (own.host.box || document.documentElement).requestFullscreen().catch(() => {});
  }

  const Scale = L.Control.Scale.extend({
    _updateMetric(maxMeters) {
      const meters = this._getRoundNum(maxMeters);
      const label = meters < 1000 ? `${meters} ${own.text("metres")}` : `${meters / 1000} ${own.text("kilometres")}`;
      this._updateScale(this._mScale, label, meters / maxMeters);
    },
  });
  const scale = new Scale({ imperial: false, position: "bottomright", maxWidth: 120 }).addTo(map);

  // Leaflet prints a national flag before its name; the credits stand in the bar below the map.
  map.attributionControl.setPrefix(false).remove();
  return {
    setTexts() {
      bar.getContainer().querySelectorAll("a").forEach((link) => {
        link.title = own.text(link.dataset.title);
        link.setAttribute("aria-label", link.title);
      });
      map.getContainer().setAttribute("aria-label", own.text("map"));
      document.getElementById("ties-list").setAttribute("aria-label", own.text("list"));
      document.documentElement.lang = own.lang();
      scale._update();
    },
  };
};

/* The legend: a bar below the map, so that it hides no part of it, in full screen as well. */
window.createTiesLegend = function (map, own) {
  const { data, state, text } = own;
  const { look } = data;
  const add = window.tiesNode;
  const bar = add(own.host.box || document.body, "div", { class: "ties-legend" });
  let width = null, height = null; // the map has the rest of the frame
  /* It keeps the room it once needed: fewer rows must not move the map under the reader's eyes. */
  function measure() {
    if (bar.clientWidth !== width) { width = bar.clientWidth; bar.style.minHeight = ""; }
    const now = `${Math.ceil(bar.getBoundingClientRect().height)}px`;
    if (now === height && bar.style.minHeight) { return; }
    bar.style.minHeight = height = now;
    document.documentElement.style.setProperty("--legend", now);
  }
  new ResizeObserver(measure).observe(bar);

  function row(parent, mark, label, count) {
    const line = add(parent, "span", { class: "ties-row" });
    line.append(mark);
    add(line, "span", { class: "ties-label" }, label);
    if (count !== undefined) { add(line, "b", { class: "ties-count" }, count); }
  }

  function stroke({ colour, width, dash, alpha, gap }) {
    const mark = add(null, "svg", { viewBox: "0 0 30 10", class: "ties-stroke" });
    [[colour, width], ...(gap ? [[look.colours.white, gap]] : [])].forEach(([ink, wide]) =>
      add(mark, "path", { d: "M1 8Q15 -1 29 8", stroke: ink, "stroke-width": wide, fill: "none",
        "stroke-dasharray": dash.join(" ") || "none", opacity: alpha }));
    return mark;
  }

  function shadeMark(level) {
    const mark = add(null, "i", { class: "ties-shade" });
    ["home", "partner"].forEach((side) => { add(mark, "i").style.background = look.shades[side][level]; });
    return mark;
  }

  function shadeLabel(level) {
    const bounds = [0, ...look.breaks, Infinity];
    if (level === 0) { return text("shade_none"); }
    const last = bounds[level + 1] - 1;
    return last === bounds[level] ? `${last}` : last === Infinity ? `${bounds[level]}+` : `${bounds[level]}–${last}`;
  }

  function update() {
    const { view, picked } = state;
    bar.replaceChildren();
    const lines = add(bar, "div", { class: "ties-group" });
    add(lines, "span", { class: "ties-head" }, text(state.focused ? "legend_picked" : "legend"));
    data.kinds.forEach((kind) => row(lines, stroke(look.samples[kind]), text("kind_" + kind), picked.kind[kind] || 0));
    if (state.folds.some(({ kinds }) => kinds.length > 1)) {
      row(lines, stroke({ ...look.tie.lit, colour: look.colours.note }), text("mixed"));
    }
    const plain = state.focused ? look.tie.plain : state.plain;
    Object.keys(look.dashes).forEach((how) => {
      const n = picked.standing[how] || 0;
      if (how === "unknown" && !n) { return; }
      row(lines, stroke({ ...plain, alpha: 1, colour: look.colours.note, dash: own.dash(how, plain.width) }), text(how), n);
    });
    const shades = add(bar, "div", { class: "ties-group" });
    add(shades, "span", { class: "ties-head" }, text("shades"));
    [0, ...look.breaks].forEach((bound, level) => row(shades, shadeMark(level), shadeLabel(level)));
    if (state.tally.crowded) {
      const thin = { ...look.alone, width: look.crowd.lit.width, colour: look.colours.note };
      row(shades, stroke(thin), data.crowd[view.lang], picked.crowded);
    }
    if (data.approximate) { row(shades, stroke(look.approximate), data.approximate[view.lang]); }
    if (data.territories.some((place, index) => place.remote && state.tally.territories.has(index))) {
      row(shades, add(null, "i", { class: "remote-mark" }), text("remote_legend"));
    }
    if (data.unplaced) { add(shades, "span", {}, data.unplaced[view.lang]); }
    add(bar, "div", { class: "ties-credit" }, data.attribution[view.lang]);
    measure();
  }

  return { update, measure };
};

/* What is shown in words, as `Shown` in Python has them. */
window.createTiesWords = function ({ data, state, fill, lang }) {
  const number = (n) => new Intl.NumberFormat(lang()).format(n);

  /* The day to say how things stood on, in words: `Part.past_day`. */
  const past = (day, spoken) => (day && day <= data.newest ? spoken(day) : "");

  /* How many stand how: `Shown.standings_line`. */
  function standings(standing, day) {
    const part = (key, n = 0) => fill(key, n, { shown: number(n), day: day });
    return [part(day ? "count_in_force_on" : "count_in_force", standing.in_force), part("count_lapsed", standing.lapsed),
      ...(standing.unknown ? [part("count_unknown", standing.unknown)] : [])].join(", ");
  }

  /* How many ties there are, and how many are one agreement's alone: `Shown.ties_line`. */
  function ties() {
    const behind = new Map();
    const made = new Map();
    state.shown.forEach((i) => {
      const line = data.lines[i];
      behind.set(line.t, [...(behind.get(line.t) || []), line.a]);
      made.set(line.a, (made.get(line.a) || 0) + 1);
    });
    const said = fill("count_ties", behind.size);
    const [many, most] = [...made].sort((a, b) => b[1] - a[1])[0] || [];
    if (!most || most < 3 || 3 * most < behind.size || made.size === 1) { return said; }
    const alone = [...behind.values()].filter((all) => all.length === 1 && all[0] === many).length;
    return alone ? `${said} (${fill("count_many", alone)})` : said;
  }

  /* All of it: `Shown.counts_line`. */
  function counts(day, standing = state.tally.standing) {
    const n = Object.values(standing).reduce((a, b) => a + b, 0);
    const total = data.agreements.length;
    return `${fill("count", total, { shown: number(n), total: number(total) })}: ${standings(standing, day)} · ${ties()}`;
  }
  return { past, standings, counts };
};

/* Stepping through the years: frames come from the server, playing asks it nothing but says in the
   head of the page what is shown; where the reader stops becomes the day of the whole page. */
window.createTiesTime = function (map, own) {
  const { state, text } = own;
  const box = window.tiesNode(map.getContainer(), "div", { class: "ties-time", hidden: "" });
  L.DomEvent.disableClickPropagation(box);
  L.DomEvent.disableScrollPropagation(box);
  const play = window.tiesNode(box, "button");
  const slider = window.tiesNode(box, "input", { type: "range", min: 0 });
  const label = window.tiesNode(box, "output");
  const close = window.tiesNode(box, "button", {}, "✕");
  let timer = null;

  const spoken = (day) => {
    const [year, month, date] = day.split("-");
    const name = new Date(`${day}T12:00`).toLocaleString(state.view.lang, { month: "short" });
    const parts = { YYYY: year, MMM: name, MM: month, DD: date, D: String(Number(date)) };
    return text("day").replace(/YYYY|MMM|MM|DD|D/g, (part) => parts[part]);
  };
  const say = (day) => { label.textContent = text("as_of").replace("{day}", spoken(day)); };
  const tell = (day) => own.host.day(day);
  const called = (button, key) => Object.assign(button, { title: text(key), ariaLabel: text(key) });

  function step(index) {
    const day = state.view.time.days[index];
    slider.value = index;
    say(day);
    if (own.host.live) { tell(day); return; }
    own.draw(own.read(state.view.time.frames[index]));
    own.host.head(own.words.counts(own.words.past(day, spoken)));
  }

  function stop() {
    clearInterval(timer);
    timer = null;
    play.textContent = "▶";
    called(play, "play");
  }

  play.onclick = () => {
    const last = state.view.time.days.length - 1;
    if (timer) { stop(); tell(state.view.time.days[slider.value]); return; }
    if (Number(slider.value) === last) { step(0); }
    play.textContent = "❚❚";
    called(play, "pause");
    timer = setInterval(() => {
      const next = Number(slider.value) + 1;
      step(Math.min(next, last));
      if (next >= last) { stop(); tell(state.view.time.days[last]); }
    }, 700);
  };
  slider.oninput = () => { if (timer) { stop(); } step(Number(slider.value)); };
  slider.onchange = () => tell(state.view.time.days[slider.value]);
  close.onclick = () => { stop(); tell(""); };

  return {
    covers: ({ x, y }) => x > 0 && x < map.getSize().x && y > 0 && y < box.offsetTop + box.offsetHeight,
    bottom: () => box.offsetTop + box.offsetHeight, // 0 while it is hidden
    day: () => (state.view.time ? own.words.past(state.view.time.at, spoken) : ""),
    update() {
      const time = state.view.time;
      if (box.hidden === Boolean(time)) { own.names.later(); } // they stand clear of this bar
      box.hidden = !time;
      if (!time) { if (timer) { stop(); } return; }
      slider.max = time.days.length - 1;
      const year = time.at.slice(0, 4);
      const index = time.days.findIndex((day) => day.slice(0, 4) === year);
      slider.value = index < 0 ? time.days.length - 1 : index;
      slider.ariaLabel = text("timeline");
      called(close, "today");
      say(time.at);
      if (!timer) { stop(); }
    },
  };
};
