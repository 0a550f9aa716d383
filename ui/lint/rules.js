/**
 * The rules of the page that a linter can hold, each with its reason in docs/STYLE.md and its trial in `rules.test.js`. What
 * needs all the files at once (circles, sizes, colours, French) is held by `cargo xtask tidy`.
 */
import { globals, properties, syntax } from "./window.js";

/** Of a file that only speaks of itself. */
export const ours = {
  "estafette/layers": "error",

  "no-restricted-globals": ["error", { globals, checkGlobalObject: true }],
  "no-restricted-properties": ["error", ...properties],
  "no-restricted-syntax": ["error", ...syntax],
  "no-eval": "error",
  "no-new-func": "error",
  "no-script-url": "error",
  // what is written to a console is read by others
  "no-console": "error",

  "@typescript-eslint/no-explicit-any": "error",
  "@typescript-eslint/no-non-null-assertion": "error",
  "@typescript-eslint/ban-ts-comment": [
    "error",
    { "ts-expect-error": true, "ts-ignore": true, "ts-nocheck": true, "ts-check": false },
  ],
  "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],

  // a promise nobody waits for fails unseen: it is awaited, or `void` says that it takes care of itself
  "@typescript-eslint/no-floating-promises": "error",
  "@typescript-eslint/no-misused-promises": "error",
  "@typescript-eslint/await-thenable": "error",
  "@typescript-eslint/switch-exhaustiveness-check": "error",

  eqeqeq: "error",
  "no-var": "error",
  "prefer-const": "error",
};

/** Of a component, beside what the plugin recommends. */
export const ofComponents = {
  "svelte/no-at-html-tags": "error",
  "svelte/button-has-type": "off",
  // `let` is how a prop with a default is declared
  "prefer-const": "off",
  "svelte/prefer-const": "error",
};
