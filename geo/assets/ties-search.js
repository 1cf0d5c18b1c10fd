/* Free-text search as in geo/search.py, from tables made there: `forms` knows every inflected form,
   so the browser needs no morphology. Returns the positions of the agreements that were found. */
"use strict";

window.createSearch = function (tables) {
  const place = new Map(tables.words.map((word, number) => [word, number]));
  const own = (table, key) => (Object.hasOwn(table, key) ? table[key] : undefined);
  const entries = tables.entries.map((entry) => Object.fromEntries(
    Object.entries(entry).map(([field, words]) => [field, new Set(words)])));
  const names = new Set(entries.flatMap((entry) => [...entry.cities, ...entry.districts]));

  function fold(text) {
    return text.toLowerCase().replace(/ё/g, "е").replace(/[\u00ad\u200b]/g, "")
      .replace(/(?<![\p{L}\p{N}_])р[-‑–]н(а|е|у|ом)?(?![\p{L}\p{N}_])/gu, "район")
      .replace(/(?<=[0-9]-)c(?![\p{L}\p{N}_])/gu, "с")
      .replace(/(?<![\p{L}\p{N}_])([0-9])(?=\.[0-9]{1,2}\.[0-9]{4}(?![\p{L}\p{N}_]))/gu, "0$1")
      .replace(/(?<![\p{L}\p{N}_])([0-9]{2}\.)([0-9])(?=\.[0-9]{4}(?![\p{L}\p{N}_]))/gu, "$10$2")
      .replace(/(?<![\p{L}\p{N}_])м\.\s?о(?![\p{L}\p{N}_])\.?/gu, "мо");
  }

  const split = (text) => fold(text)
    .match(/\p{Nd}+(?:[-.][\p{L}\p{N}_]+)+|\p{Nd}+|[\p{L}\p{N}_’'ʼ]+(?:-[\p{L}\p{N}_]+)*/gu) || [];

  /* Which kind of place the words ask for; empty for any. */
  function fieldOf(asked) {
    const named = ["cities", "districts", "regions"].filter((field) =>
      asked.some((word) => (own(tables.kinds, word) || []).includes(field)));
    return named.length === 1 ? named[0] : "";
  }

  /* The known words a word may be, or if there is none, those it begins. */
  function known(word) {
    const found = own(tables.forms, word) || (place.has(word) ? [place.get(word)] : []);
    if (found.length || [...word].length < 2) { return found; }
    return tables.words.flatMap((other, number) => (other.startsWith(word) ? [number] : []));
  }

  function has(entry, found, field) {
    const fields = field ? [field]
      : found.some((word) => names.has(word)) ? ["cities", "districts"]
        : ["cities", "districts", "regions", "facts"];
    return fields.some((name) => found.some((word) => entry[name].has(word)));
  }

  return function find(query) {
    const asked = split(query);
    const told = asked.filter((word) => !own(tables.kinds, word));
    const field = told.length ? fieldOf(asked) : "";
    const wanted = (told.length ? told : asked).map(known);
    return new Set(entries.flatMap((entry, number) =>
      (wanted.every((found) => has(entry, found, field)) ? [number] : [])));
  };
};
