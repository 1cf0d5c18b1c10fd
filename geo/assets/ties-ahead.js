/* Status and kind ahead of the server: what the reader presses is on the map with the next frame.

   Python decides what a view shows. But how every line stands under the other filters is known here
   once a view without these two was shown, and these two only leave lines out. The answer of the
   server, which is on its way, has the last word. */
"use strict";

window.createTiesAhead = function (own) {
  const { data, state, host } = own;
  const known = new Map(); // standings of all lines under the other filters, by the name of these
  if (!host.pressed) { return { learn: () => {} }; }

  /* The codes whose buttons are pressed, all of them if none is; null if a button is none of ours. */
  function asked(name, codes, label) {
    const pressed = host.pressed(name);
    const found = codes.filter((code) => pressed.includes(label(code)));
    return found.length < pressed.length ? null : found.length ? found : codes;
  }

  function look() {
    const { view } = state;
    const standing = view && !view.mini && !view.speaker && known.get(view.rest);
    if (!standing) { return; }
    const status = asked("status", ["in_force", "lapsed", "unknown"], own.text);
    const kind = asked("kind", data.kinds, (code) => own.text(`kind_${code}`));
    if (!status || !kind) { return; }
    const passes = (how, i) => status.includes(how) && kind.includes(data.agreements[data.lines[i].a].kind);
    if (own.draw(standing.map((how, i) => (passes(how, i) ? how : null)))) { own.say(); }
  }
  host.onPressed(look);

  return { learn: (view, standing) => { if (view.whole) { known.set(view.rest, standing); } } };
};
