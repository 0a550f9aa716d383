import { svelte } from "@sveltejs/vite-plugin-svelte";
import type { Plugin } from "vite";
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

// Two pages share this source. The shipped one (`index.html`) speaks to Tauri; the other (`browser.html`) runs on the
// in-memory host, for a plain browser and for the tests, and never reaches `dist`.
export default defineConfig(({ mode }) => {
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
