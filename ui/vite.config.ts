import { svelte } from "@sveltejs/vite-plugin-svelte";
import type { Plugin, UserConfig } from "vite";
import { defineConfig } from "vitest/config";

/** What Svelte makes of a component. */
const COMPILED = /function \w+\(\$\$anchor(?:, \$\$props)?\) \{/;

/** Has each component note that it is rendered, where somebody keeps the list: tests/ui, to see which is on no screen. */
function rendered(): Plugin {
  return {
    name: "rendered",
    enforce: "post",
    transform(code, id) {
      const [, file] = /\/ui\/src\/(.+\.svelte)$/.exec(id) ?? [];
      if (file === undefined) {
        return;
      }
      if (!COMPILED.test(code)) {
        this.error(`${file} is not compiled as it used to be`);
      }
      return {
        code: code.replace(COMPILED, (opening) => `${opening} globalThis.rendered?.add("${file}");`),
        map: null,
      };
    },
  };
}

/** The page that reads documents, built apart: none of it is in the first screen, and none of the main page in it. */
const viewer: UserConfig = {
  plugins: [svelte()],
  base: "./",
  publicDir: false,
  worker: { format: "es" },
  build: {
    target: "es2022",
    outDir: "dist/viewer",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    // pdf.js is one file, whatever a first screen should weigh
    chunkSizeWarningLimit: 2_000,
    modulePreload: { polyfill: false },
    // Plain names: pdf.js asks for some of its files by theirs.
    rollupOptions: { input: "viewer.html", output: { assetFileNames: "assets/[name][extname]" } },
  },
};

// Three pages share this source. The shipped ones are `index.html`, which speaks to Tauri, and `viewer.html`, which may say
// nothing to it; the third (`browser.html`) runs on the in-memory host, for a plain browser and for the tests, and never
// reaches `dist`.
export default defineConfig(({ mode }) => {
  if (mode === "viewer") {
    return viewer;
  }
  const inBrowser = mode === "browser";
  return {
    plugins: inBrowser ? [svelte(), rendered()] : [svelte()],
    base: "./",
    publicDir: inBrowser ? "browser-public" : "public",
    server: { open: "/browser.html" },
    build: {
      target: "es2022",
      outDir: inBrowser ? "dist-browser" : "dist",
      emptyOutDir: true,
      // The policy of the page allows no `data:` and no inline script.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rollupOptions: inBrowser
        ? // Plain names, so that the sample frame finds the font.
          { input: "browser.html", output: { assetFileNames: "assets/[name][extname]" } }
        : { input: "index.html" },
    },
    resolve: mode === "test" ? { conditions: ["browser"] } : {},
    test: {
      include: ["src/**/*.test.ts"],
      environment: "./vitest.environment.ts",
      env: { TZ: "Europe/Paris" },
    },
  };
});
