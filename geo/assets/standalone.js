/* The page around the map in a file without a server (see geo/exports/web.py).

   How each line stands at the end of each year, and which values of the filters it has, was worked
   out in Python; here values of one filter are alternatives, and filters add up. All text is set as
   text, never as HTML. */
"use strict";

(() => {
  const load = (id) => JSON.parse(document.getElementById(id).textContent);
  const data = load("network-data");
  const page = load("page-data");
  const find = window.createSearch(page.search);
  const state = { ...structuredClone(page.start), safe: false, sort: ["signed_on", true] };
  const $ = (id) => document.getElementById(id);

  // --- words -----------------------------------------------------------------------------------
  const number = (n) => new Intl.NumberFormat(state.lang).format(n);

  function t(key, values = {}) {
    const text = page.texts[state.lang][key];
    const form = typeof text === "string" ? text
      : text[new Intl.PluralRules(state.lang).select(values.n)];
    const known = { ...page.words[state.lang], ...values };
    return form.replace(/\{(\w+)\}/g, (all, name) => (Object.hasOwn(known, name) ? known[name] : all));
  }

  const label = (name, code) => page.labels[state.lang][name][code];
  const dayName = (day) => page.days[day][state.lang];
  const place = (code) => data.territories.findIndex((one) => one.code === code);
  const territory = (code) => data.territories[place(code)];
  const pairName = (tie) => [tie.h, tie.p].map((end) => data.territories[end].short[state.lang]).join(" — ");

  /* Make an element; what begins with "on" is a listener, children that are text stay text. */
  function el(tag, attributes = {}, ...children) {
    const node = document.createElement(tag);
    Object.entries(attributes).forEach(([name, value]) => {
      if (name.startsWith("on")) { node.addEventListener(name.slice(2), value); } else if (value === true) { node.setAttribute(name, ""); } else if (value !== false && value !== null) { node.setAttribute(name, value); }
    });
    node.append(...children.filter((child) => child !== null));
    return node;
  }

  // --- what is shown ---------------------------------------------------------------------------
  /* The lines, and the agreements that have none; how each stands on a day. */
  const entries = [...data.lines, ...page.tieless.map(([a, keys]) => ({ a: a, keys: new Set(keys) }))];
  const WORDS = [null, "in_force", "lapsed", "unknown"];
  const stood = Object.fromEntries(Object.entries(page.standings)
    .map(([day, digits]) => [day, Array.from(digits, (digit) => WORDS[digit])]));
  const ofLines = (all) => all.slice(0, data.lines.length);

  /* The filters, and the values of each in the order of the language. */
  const filterNames = () => Object.keys(page.labels[state.lang]);
  const codesOf = (name) => Object.keys(page.labels[state.lang][name]);

  /* The values that a filter has: only of a day the register can say "unknown". */
  const known = (name) => codesOf(name).filter((code) => name !== "status" || state.on || code !== "unknown");

  /* The chosen values of a filter, none for all. */
  function chosen(name) {
    const codes = known(name).filter((code) => state[name].includes(code));
    return codes.length < known(name).length ? codes : [];
  }
  const someYears = () => String(state.years) !== String(page.years);

  /* Whether a line that stands so has a value of a filter: of itself, of its agreement, or at an end. */
  function has(line, how, name, code) {
    const { agreements } = data.filters[name];
    return name === "status" ? code === how
      : agreements ? agreements[line.a].includes(codesOf(name).indexOf(code)) : line.keys.has(code);
  }

  /* How every line stands on a day; null where a filter hides it. */
  function standings(day) {
    const found = state.q.trim() ? find(state.q) : null;
    const [first, last] = state.years;
    const asked = filterNames().map((name) => [name, chosen(name)]).filter(([, codes]) => codes.length);
    return stood[day].map((how, i) => {
      const { year } = data.agreements[entries[i].a];
      const passes = how && first <= year && year <= last && (!found || found.has(entries[i].a))
        && asked.every(([name, codes]) => codes.some((code) => has(entries[i], how, name, code)));
      return passes ? how : null;
    });
  }

  const isFiltered = () => Boolean(state.q.trim() || state.on || state.since || someYears()
    || filterNames().some((name) => chosen(name).length));

  function reset() {
    filterNames().forEach((name) => { state[name] = []; });
    Object.assign(state, { years: [...page.years], q: "", on: "", since: "", spot: null });
    update();
  }

  // --- the map ---------------------------------------------------------------------------------
  const map = L.map("map_div", window.tiesMapOptions);
  const ties = window.createTiesMap(map, data, {
    box: $("box"),
    live: true, // every step of the timeline is a view of the whole page
    pick: (codes) => pick(codes ? codes.split(",") : []),
    day: (day) => {
      // Only days worked out in Python can be shown: the file may be read long after it was made.
      state.on = !day || Object.hasOwn(page.standings, day) ? day : page.frames.at(-1);
      if (state.on !== page.start.on) { state.since = ""; state.spot = null; }
      update();
    },
  });
  $("message").remove();
  Object.assign(window, { TIES_DATA: data, ties: ties, map: map });

  function pick(codes) {
    state.focus = codes;
    update();
  }

  // --- head ------------------------------------------------------------------------------------
  const pastDay = () => ties.words.past(state.on, dayName);
  const standingsLine = (standing) => ties.words.standings(standing, pastDay());

  /* The register has nothing and never had: `Shown.never`. */
  const never = () => t(pastDay() ? "territory.nothing_on" : "territory.nothing", { day: pastDay() });

  function tally(hows) {
    const standing = { in_force: 0, lapsed: 0, unknown: 0 };
    hows.forEach((how) => { standing[how] += 1; });
    return standing;
  }

  function head(shown) {
    document.title = t("title");
    $("title").textContent = t("title");
    $("counts").textContent = ties.words.counts(pastDay(), tally([...shown.values()]));
    if (!shown.size) {
      const isSigned = stood[state.on].some(Boolean); // anything, whatever the filters
      $("counts").append(". ", el("b", { class: "empty" }, isSigned ? t("map.empty") : never()));
    }
    $("caption").textContent = `${caption()} · ${t("stamp")}`;
    $("made").textContent = t("made");
    $("credit").textContent = t("map.attribution");
    $("licences").firstElementChild.textContent = t("export.sources");
    $("licences").lastElementChild.replaceChildren(...page.sources.map((source) =>
      el("li", {}, `${source.attribution[state.lang]}. ${source.licences.join("; ")}`)));
  }

  /* The filters in words, as geo.view.caption. */
  function caption() {
    const parts = [];
    if (state.on) { parts.push(t("caption.on", { day: dayName(state.on) })); }
    if (someYears()) {
      const [first, last] = state.years;
      parts.push(t(first === last ? "caption.year" : "caption.years", { first: first, last: last }));
    }
    filterNames().filter((name) => chosen(name).length).forEach((name) =>
      parts.push(`${t(`filter.${name}`)}: ${chosen(name).map((code) => label(name, code)).join(", ")}`));
    if (state.q.trim()) { parts.push(t("caption.query", { query: state.q.trim() })); }
    if (!parts.length) { parts.push(t("caption.everything")); }
    if (state.on > page.today) { parts.push(t("caption.to_come")); }
    if (state.since && !state.focus.length) { parts.push(t(state.spot ? "caption.compared" : "caption.unchanged", { day: dayName(state.since) })); }
    const said = parts.join("; ");
    return said[0].toUpperCase() + said.slice(1);
  }

  function tools() {
    const languages = Object.keys(data.texts).map((lang) => el("button", { type: "button", lang: lang, id: `lang-${lang}`,
      "aria-pressed": String(lang === state.lang), onclick: () => { state.lang = lang; controls(); update(); } },
    t(`app.lang_${lang}`)));
    const safe = el("input", { type: "checkbox", role: "switch", id: "safe", checked: state.safe,
      onchange: (event) => { state.safe = event.target.checked; update(); } });
    $("tools").replaceChildren(picker(),
      // In a file for partners there is nothing left to hide.
      ...(page.discreet ? [] : [el("label", { class: "switch", title: t("web.safe_help") }, safe, t("web.safe"))]),
      el("button", { type: "button", onclick: () => window.print() }, t("web.print")),
      el("span", { class: "languages", role: "group", "aria-label": t("app.language") }, ...languages));
  }

  // --- filters ---------------------------------------------------------------------------------
  function choice(name, code) {
    const box = el("input", { type: "checkbox", value: code, checked: state[name].includes(code),
      onchange: () => {
        state[name] = codesOf(name).filter((one) => (one === code ? box.checked : state[name].includes(one)));
        update();
      } });
    const colour = name === "kind" ? swatch("i", code) : null;
    return el("label", { class: "choice" }, box, colour, label(name, code));
  }

  /* The line of a kind, double as on the map. */
  const swatch = (tag, kind) => el(tag, { class: `swatch${data.look.double.includes(kind) ? " double" : ""}`,
    style: `border-color:${data.look.kinds[kind]}` });
  const group = (name) => el("fieldset", { id: `filter-${name}` }, el("legend", {}, t(`filter.${name}`)),
    el("div", { class: "choices" }, ...codesOf(name).map((code) => choice(name, code))));

  function years() {
    const bound = (end, key) => {
      const list = Array.from({ length: page.years[1] - page.years[0] + 1 }, (_, i) => page.years[0] + i);
      const box = el("select", { id: `year-${end}`, "aria-label": `${t("filter.years")}: ${t(key)}`,
        onchange: () => {
          state.years[end] = Number(box.value);
          state.years[1 - end] = end ? Math.min(...state.years) : Math.max(...state.years);
          update();
        } }, ...list.map((year) => el("option", { value: year, selected: year === state.years[end] }, String(year))));
      return el("label", {}, t(key), " ", box);
    };
    return el("fieldset", { id: "filter-years" }, el("legend", {}, t("filter.years")),
      el("div", { class: "choices" }, bound(0, "web.first_year"), bound(1, "web.last_year")));
  }

  /* Everything that can be picked, for the keyboard: regions, territories, pairs. */
  function picker() {
    const sorted = (rows) => rows.sort((a, b) => a[1].localeCompare(b[1], state.lang))
      .map(([code, name]) => el("option", { value: code }, name));
    const parties = data.territories.filter((one) => one.party);
    const groups = [
      ["filter.region", codesOf("region").map((code) => [code, label("region", code)])],
      ["web.territories", parties.map((one) => [one.code, one.name[state.lang]])],
      ["web.pairs", data.ties.map((tie) => [[tie.h, tie.p].map((end) => data.territories[end].code).join(), pairName(tie)])],
    ];
    return el("select", { id: "pick", "aria-label": t("map.pick"),
      onchange: (event) => pick(event.target.value ? event.target.value.split(",") : []) },
    el("option", { value: "" }, t("web.pick")),
    ...groups.map(([key, rows]) => el("optgroup", { label: t(key) }, ...sorted(rows))));
  }

  function controls() {
    const search = el("input", { type: "search", id: "q", maxlength: 100, value: state.q, spellcheck: "false",
      "aria-label": t("filter.q"), placeholder: `${t("filter.q")}: ${t("filter.q_placeholder")}`, title: t("filter.q_help"),
      oninput: (event) => { state.q = event.target.value; update(); } });
    const rest = ["region", "territory", "partner", "form", "theme"].filter((name) => codesOf(name).length > 1);
    const more = el("details", { id: "more", class: "more" }, el("summary", {}, t("filter.more"), el("span", { id: "n-more" })),
      el("div", { class: "sheet" }, ...rest.map(group)));
    $("filters").replaceChildren(search, years(), group("status"), group("kind"), more,
      el("button", { type: "button", id: "reset", onclick: reset }, t("filter.reset")));
    tools();
  }

  /* Let the controls say what the state says. */
  function follow() {
    if ($("q").value !== state.q && document.activeElement !== $("q")) { $("q").value = state.q; }
    [0, 1].forEach((end) => { $(`year-${end}`).value = state.years[end]; });
    filterNames().forEach((name) => document.querySelectorAll(`#filter-${name} input`)
      .forEach((box) => {
        box.checked = state[name].includes(box.value);
        box.parentElement.hidden = !known(name).includes(box.value);
      }));
    const more = ["region", "territory", "partner", "form", "theme"].filter((name) => state[name].length).length;
    $("n-more").textContent = more ? ` (${more})` : "";
    $("reset").disabled = !isFiltered();
    $("pick").value = state.focus.join();
    if ($("pick").selectedIndex < 0) { $("pick").value = ""; } // an agreement, or a place without any
  }

  // --- the panel -------------------------------------------------------------------------------
  /* The agreements of the lines that are there and belong to what is picked: `Shown.picked`. */
  const pickedOf = (lines) => [...new Set(entries.filter((line, i) =>
    lines[i] && state.focus.every((code) => line.keys.has(code))).map((line) => line.a))];
  const tieOf = (focus) => data.ties.findIndex((tie) =>
    data.territories[tie.h].code === focus[0] && data.territories[tie.p].code === focus[1]);
  const sides = (i) => page.agreements[i].sides[state.lang].filter(Boolean).join(" — ");

  function focusName() {
    const [first] = state.focus;
    if (state.focus.length === 2) { return pairName(data.ties[tieOf(state.focus)]); }
    if (territory(first)) { return territory(first).name[state.lang]; }
    const agreement = data.agreements.findIndex((one) => one.id === first);
    if (agreement < 0) { return label("region", first); }
    return `${page.agreements[agreement].name[state.lang]}, ${sides(agreement)}`;
  }

  function notes(n, shown) {
    const own = territory(state.focus[0]);
    const lines = [];
    if (state.focus.length === 2) {
      const km = page.lengths[tieOf(state.focus)];
      lines.push(t("panel.length", { km: km === null ? "—" : number(km) }));
    } else if (own && own.approximate) {
      lines.push(t("panel.approximate"));
    }
    if (!n) {
      const isAgreement = data.agreements.some((one) => one.id === state.focus[0]);
      lines.push(isAgreement ? t("territory.not_signed", { day: pastDay() }) : never());
    }
    if (n > shown) { lines.push(t(shown ? "panel.hidden" : "panel.all_hidden", { n: n - shown })); }
    return lines.map((line) => el("p", { class: "panel-facts" }, line));
  }

  /* Whom an agreement is with, seen from what is picked, or what it is called there: `geo.card.partner_names`. */
  function beginning(agreement) {
    const own = state.focus.map(place).filter((at) => agreement.parties.includes(at));
    if (own.length === agreement.parties.length) { return agreement.name[state.lang]; }
    const names = agreement.sides[state.lang];
    const across = names.filter((one, side) => one && !own.some((at) => (data.territories[at].side === "home" ? 0 : 1) === side));
    return (across.length ? across : names.filter(Boolean)).join(" — ");
  }

  function card(i, how, opened) {
    const agreement = page.agreements[i];
    const { kind, date } = data.agreements[i];
    const version = agreement.told[state.lang][Object.keys(page.standings).indexOf(state.on)];
    const facts = agreement.facts[state.lang][version].map((place) => page.facts[place])
      .filter(([, , hidden]) => !(state.safe && hidden));
    return el("details", { class: `agreement ${how}`, open: opened, "data-id": data.agreements[i].id },
      el("summary", {}, swatch("span", kind), el("b", {}, beginning(agreement)), el("br"),
        el("small", {}, `${date[state.lang]} · ${label("kind", kind)} · ${t(`standing.${how}`)}`)),
      el("dl", {}, el("dd", {}, agreement.title),
        ...facts.flatMap(([name, text]) => [el("dt", {}, page.strings[name]), el("dd", {}, page.strings[text])])));
  }

  /* How much is picked: `Shown.figures` in Python. */
  function figures(rows, shown) {
    if (!rows.length) { return []; }
    const standing = tally(rows.map((i) => shown.get(i)));
    const n = standing.in_force;
    const said = standing.unknown || pastDay() ? `, ${standingsLine(standing)}`
      : `, ${n ? t("territory.in_force", { n: n }) : t("territory.none_in_force")}`;
    return [el("p", { class: "panel-count" }, t("layer.agreements", { n: rows.length }) + said)];
  }

  function panel(lines, shown) {
    const isOpen = state.focus.length > 0;
    $("panel").hidden = !isOpen;
    if (!isOpen) { $("panel").replaceChildren(); return; }
    const picked = pickedOf(stood[state.on]);
    const rows = pickedOf(lines).sort((a, b) => (page.agreements[a].signed_on < page.agreements[b].signed_on ? 1 : -1));
    $("panel").replaceChildren(
      el("div", { class: "panel-head" }, el("h2", {}, focusName()),
        el("button", { type: "button", id: "close", "aria-label": t("panel.close"), title: t("panel.close"), onclick: () => pick([]) }, "✕")),
      ...figures(rows, shown), ...notes(picked.length, rows.length),
      el("div", { class: "cards" }, ...rows.map((i) => card(i, shown.get(i), rows.length === 1))));
  }

  // --- the table -------------------------------------------------------------------------------
  const COLUMNS = ["number", "signed_on", "title", "home", "partner", "kind", "status"];

  function cell(column, i, how) {
    const agreement = page.agreements[i];
    return { number: () => agreement.number[state.lang], signed_on: () => data.agreements[i].date[state.lang],
      title: () => agreement.title, home: () => agreement.sides[state.lang][0], partner: () => agreement.sides[state.lang][1],
      kind: () => label("kind", data.agreements[i].kind), status: () => t(`standing.${how}`) }[column]();
  }

  function table(shown) {
    const held = document.activeElement && document.activeElement.id;
    const [by, down] = state.sort;
    const key = (i) => (by === "signed_on" ? page.agreements[i].signed_on : by === "number" ? String(1e6 + i) : cell(by, i, shown.get(i)));
    const rows = [...shown.keys()].sort((a, b) => key(a).localeCompare(key(b), state.lang) * (down ? -1 : 1) || a - b);
    const heads = COLUMNS.map((column) => el("th", { scope: "col", class: `c-${column}`, "aria-sort": column === by ? (down ? "descending" : "ascending") : null },
      el("button", { type: "button", id: `sort-${column}`, onclick: () => { state.sort = [column, column === by && !down]; update(); } },
        t(`table.${column}`), column === by ? (down ? " ▼" : " ▲") : ""),
      el("span", { class: "on-paper" }, t(`table.${column}`))));
    const body = rows.map((i) => {
      const { id } = data.agreements[i];
      const choose = () => { pick([id]); $("box").scrollIntoView({ block: "center" }); };
      return el("tr", { id: `row-${id}`, tabindex: 0, "aria-selected": String(state.focus[0] === id), onclick: choose,
        onkeydown: (event) => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); choose(); } } },
      ...COLUMNS.map((column) => el("td", { class: `c-${column}` }, cell(column, i, shown.get(i)))));
    });
    $("table-box").replaceChildren(
      el("div", { class: "table-head" }, el("h2", {}, `${t("map.table")}: ${number(rows.length)}`),
        el("p", { class: "panel-facts" }, t("web.table_hint"))),
      el("table", {}, el("thead", {}, el("tr", {}, ...heads)), el("tbody", {}, ...body)));
    if (held && /^(row|sort)-/.test(held) && $(held)) { $(held).focus({ preventScroll: true }); }
  }

  // --- the address -----------------------------------------------------------------------------
  /* What is picked stands behind the # as in the app's links, so that a feed's entry leads to its agreement. */
  const isKnown = (focus) => (focus.length !== 1 ? focus.length === 2 && tieOf(focus) >= 0
    : Boolean(territory(focus[0])) || entries.some((line) => line.keys.has(focus[0])));

  function arrive() {
    const said = new URLSearchParams(location.hash.slice(1));
    const focus = (said.get("focus") || "").split(",").filter(Boolean);
    if (isKnown(focus)) { state.focus = focus; }
    if (Object.hasOwn(page.texts, said.get("lang"))) { state.lang = said.get("lang"); }
  }

  function note() {
    const said = new URLSearchParams(state.focus.length ? { focus: state.focus.join() } : {});
    if (state.lang !== page.start.lang) { said.set("lang", state.lang); }
    const hash = decodeURIComponent(said);
    if (hash !== location.hash.slice(1)) { history.replaceState(null, "", `#${hash}`); }
  }

  // --- all of it -------------------------------------------------------------------------------
  function update() {
    const lines = standings(state.on);
    const shown = new Map();
    lines.forEach((how, i) => { if (how) { shown.set(entries[i].a, how); } });
    const payload = { lang: state.lang, focus: state.focus, lines: ofLines(lines) };
    if (state.on) {
      payload.time = { at: state.on, days: page.frames, frames: page.frames.map((day) => ofLines(standings(day))) };
    }
    if (state.spot) { payload.spot = state.spot; }
    ties.show(payload);
    follow();
    head(shown);
    panel(lines, shown);
    table(shown);
    note();
  }

  addEventListener("keydown", (event) => {
    if (event.key !== "Escape") { return; }
    if ($("more").open) { $("more").open = false; } else if (state.focus.length) { pick([]); }
  });
  addEventListener("click", (event) => { if (!$("more").contains(event.target)) { $("more").open = false; } });
  $("filters").addEventListener("submit", (event) => event.preventDefault());
  const open = () => {
    arrive();
    controls(); // in the language that it names
    update();
  };
  addEventListener("hashchange", open);
  open();
})();
