/* Lists and years ahead of the server: what the reader asks for is on the map with the next frame.

   Python decides what a view shows, and which value of a list a tie or an agreement has. But how every
   line stands under the other filters (the day, the search) is known here once a link or a view without
   these was shown, and these only leave lines out. The answer of the server, which is on its way, has the last
   word. */
"use strict";

window.createTiesAhead = function (own) {
  const { data, state, host } = own;
  let known = {}; // standings of all lines under the other filters, by the name of these
  let latest = 0; // so many of the latest years were asked for, and the page's slider knows it not yet
  if (!host.asked) { return { learn: () => {} }; }

  /* Tests of a line and how it stands, one for each filter; null if one asks for what is not known here. */
  function tests() {
    const found = [];
    const statuses = ["in_force", "lapsed", "unknown"];
    ask("status", statuses.map(own.text), (wanted) => (line, how) => wanted.includes(statuses.indexOf(how)));
    Object.entries(data.filters).forEach(([name, { labels, ties, agreements }]) => {
      const has = (line) => (ties ? ties[line.t] : agreements[line.a]);
      ask(name, labels[own.lang()], (wanted) => (line) => has(line).some((one) => wanted.includes(one)));
    });
    const [first, last] = host.years(latest);
    if (last) { found.push(({ a }) => first <= data.agreements[a].year && data.agreements[a].year <= last); }
    return found.every(Boolean) ? found : null;

    /* Of a list nothing is asked, or places of the labels it shows, of which one may be none of ours. */
    function ask(name, labels, test) {
      const wanted = host.asked(name).map((label) => labels.indexOf(label));
      if (wanted.length) { found.push(wanted.includes(-1) ? null : test(wanted)); }
    }
  }

  host.onAsked((years) => {
    const { view } = state;
    latest = years ?? latest;
    const standing = view && !view.mini && !view.speaker && known[view.rest];
    const all = standing && tests();
    if (!all) { return; }
    if (own.draw(standing.map((how, i) => (all.every((test) => test(data.lines[i], how)) ? how : null)))) { own.say(); }
  });

  return { learn: (view, standing) => {
    latest = 0;
    const all = view.all ? own.read(view.all) : view.whole && standing;
    if (all) { known = { [view.rest]: all }; }
  } };
};
