/* Lists, years and search ahead of the server: what the reader asks for is on the map with the next frame.

   Python decides what a view shows, and which value of a list or which words a tie or an agreement has. But
   how every line stands on the day is known here once a link or a view without these was shown, and these
   only leave lines out. The answer of the server, which is on its way, has the last word; a search that
   finds nothing is left to it, which may know what was meant. */
"use strict";

window.createTiesAhead = function (own) {
  const { data, state, host } = own;
  let known = {}; // standings of all lines on a day, by its name
  let latest = 0; // so many of the latest years were asked for, and the page's slider knows it not yet
  let isComing = false; // the words of the register
  let isAsked = false; // the reader did something that the server has not answered yet
  if (!host.asked) { return { learn: () => {} }; }

  /* Tests of a line and how it stands, one for each filter; null if one asks for what is not known here. */
  function tests() {
    const found = [];
    Object.entries(data.filters).forEach(([name, { labels, ties, agreements, standings }]) => {
      const has = (line, how) => (ties ? ties[line.t] : agreements ? agreements[line.a] : [standings.indexOf(how)]);
      // Places of the labels that the list shows, of which one may be none of ours.
      const wanted = host.asked(name).map((label) => labels[own.lang()].indexOf(label));
      if (!wanted.length) { return; }
      found.push(wanted.includes(-1) ? null : (line, how) => has(line, how).some((one) => wanted.includes(one)));
    });
    const [first, last] = host.years(latest);
    if (last) { found.push(({ a }) => first <= data.agreements[a].year && data.agreements[a].year <= last); }
    const query = host.query();
    if (query !== null) { learnWords(state.view); }
    if (query) {
      const agreements = state.find && state.find(query);
      found.push(agreements && agreements.size ? ({ a }) => agreements.has(a) : null);
    }
    return found.every(Boolean) ? found : null;
  }

  function look() {
    const { view } = state;
    const standing = view && !view.mini && !view.speaker && known[view.rest];
    const all = standing && tests();
    if (!all) { return false; }
    show(standing.map((how, i) => (all.every((test) => test(data.lines[i], how)) ? how : null)));
    return true;
  }
  const show = (standing) => { if (own.draw(standing)) { own.say(); } };

  /* Get the words of the register, once; a server that has just begun has them a moment later. What they came
     for is looked at only if the reader waits for it: on arrival the page may have no filters yet. */
  function learnWords({ words }) {
    if (isComing || !words) { return; }
    isComing = true;
    host.words().then((words) => { state.find = window.createSearch(words); if (isAsked) { look(); } }).catch(() => { isComing = false; });
  }

  host.onAsked((years) => {
    isAsked = true;
    latest = years ?? latest;
    look();
  }, () => {
    // A look between the server's answer and the page's lists showed what nobody asks for any more.
    latest = 0;
    if (state.ahead && !look()) { show(own.read(state.view.lines)); }
  });

  return { learn: (view, standing) => {
    latest = 0;
    isAsked = false;
    const all = view.all ? own.read(view.all) : view.whole && standing;
    if (all) { known = { [view.rest]: all }; }
    if (view.q) { learnWords(view); }
  } };
};
