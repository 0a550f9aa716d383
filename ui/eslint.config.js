/** What a file of the page may say: `npm run lint`, and any editor. The rules are in `lint/`. */
import svelte from "eslint-plugin-svelte";
import globals from "globals";
import tseslint from "typescript-eslint";

import { layers } from "./lint/layers.js";
import { ofComponents, ours } from "./lint/rules.js";
import { globals as restricted } from "./lint/window.js";
import svelteConfig from "./svelte.config.js";

export default [
  // generated
  { ignores: ["dist/", "dist-browser/", "src/contract/"] },
  // an exception is written here, with its reason, and not beside the line it excuses
  { linterOptions: { noInlineConfig: true } },
  tseslint.configs.base,
  ...svelte.configs.recommended,
  {
    files: ["src/**/*.ts", "src/**/*.svelte"],
    plugins: { estafette: { rules: { layers } } },
    languageOptions: {
      globals: globals.browser,
      parserOptions: {
        parser: tseslint.parser,
        projectService: true,
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: [".svelte"],
        svelteConfig,
      },
    },
    rules: {
      ...ours,
      // what is kept aside and never rendered needs no signal
      "svelte/prefer-svelte-reactivity": "off",
    },
  },
  { files: ["src/**/*.svelte"], rules: ofComponents },
  // the viewer may call nothing: what it reads, it asks of its own scheme, the only one its policy knows
  {
    files: ["src/viewer/*"],
    rules: {
      "no-restricted-globals": [
        "error",
        { globals: restricted.filter(({ name }) => name !== "fetch"), checkGlobalObject: true },
      ],
    },
  },
  // the fictional house speaks to no operator, and says what it refuses by throwing what the contract says
  { files: ["src/**/*.test.ts"], rules: { "estafette/layers": "off" } },
];
