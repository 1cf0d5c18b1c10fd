/* Says that the map is loading, and in its place if a file of it fails to load. The texts are by language: the page's
   link says which one is read. Ink and ground are each a colour, and what it is on a dark screen. */
"use strict";

window.tiesGuard = function (texts, style, colours) {
  const box = document.createElement("div");
  const lang = Object.keys(texts).find((code) => document.referrer.includes("lang=" + code));
  const [loading, failed] = texts[lang || Object.keys(texts)[0]];
  const [ink, ground] = colours.map((pair) => pair[Number(matchMedia("screen and (prefers-color-scheme: dark)").matches)]);
  let lost, timer;
  box.className = "ties-message";
  box.style = "position:absolute;inset:0;display:grid;place-content:center;padding:2rem;" +
    `font:16px sans-serif;color:${ink};background:${ground};z-index:5000`;
  const say = (role, text) => {
    box.role = role;
    box.textContent = text;
    document.body.append(box);
  };
  const fail = () => { if (lost || timer) { say("alert", failed); } };
  timer = setInterval(() => {
    if (!lost && window.ties && window.ties.state.view) { box.remove(); timer = clearInterval(timer); }
  }, 50);
  say("status", loading);
  addEventListener("error", (event) => {
    lost = lost || event.target.tagName === "SCRIPT";
    fail();
  }, true);
  document.body.append(Object.assign(document.createElement("style"), {textContent: style}));
  setTimeout(fail, 20000);
};
