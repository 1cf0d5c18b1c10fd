/* What a mistake in a script looks like. Those of the map run in the browser as they are, one after another; those
   beside a part of a page are modules. */
const browser = ["window", "document", "navigator", "location", "history", "console", "setTimeout", "clearTimeout",
  "setInterval", "clearInterval", "requestAnimationFrame", "cancelAnimationFrame", "ResizeObserver", "AbortController", "MutationObserver",
  "addEventListener", "structuredClone", "URL", "URLSearchParams", "Blob", "Intl", "HTMLElement", "Event", "CustomEvent", "getComputedStyle", "matchMedia", "fetch",
  "getSelection", "DOMParser", "CSS"];
const ours = ["L", "Streamlit", "createTiesMap", "streamlitHost", "LINK", "PAGE_LINK"];

const config = (folder, sourceType) => ({
  files: [`${folder}/*.js`],
  linterOptions: { reportUnusedDisableDirectives: "error" },
  languageOptions: {
    ecmaVersion: 2022,
    sourceType,
    globals: Object.fromEntries([...browser, ...ours].map((name) => [name, "readonly"])),
  },
  rules: Object.fromEntries([
    "no-undef", "no-unused-vars", "no-redeclare", "no-var", "prefer-const",
    "eqeqeq", "strict", "no-eval", "no-implied-eval", "no-new-func", "no-script-url", "no-implicit-globals",
    "no-dupe-keys", "no-dupe-args", "no-dupe-else-if", "no-duplicate-case", "no-unreachable", "no-fallthrough",
    "no-const-assign", "no-cond-assign", "no-constant-condition", "no-compare-neg-zero", "no-self-assign",
    "no-self-compare", "no-sparse-arrays", "no-unsafe-finally", "no-unsafe-negation", "no-unsafe-optional-chaining",
    "no-unused-expressions", "no-loss-of-precision", "no-empty", "no-irregular-whitespace", "no-throw-literal",
    "use-isnan", "valid-typeof", "array-callback-return", "consistent-return", "default-case-last", "curly",
  ].map((rule) => [rule, "error"]).concat([
    ["no-use-before-define", ["error", { functions: false, variables: false }]],
    ["strict", ["error", "global"]],
    ["no-restricted-properties", ["error",
      { property: "innerHTML", message: "Texts of the register are set as text." },
      { property: "outerHTML", message: "Texts of the register are set as text." },
      { property: "insertAdjacentHTML", message: "Texts of the register are set as text." },
      { object: "document", property: "write", message: "Texts of the register are set as text." }]],
  ])),
});

export default [config("geo/assets", "script"), config("pages/parts", "module")];
