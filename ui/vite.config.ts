import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";

// Two pages share this source. The shipped one (`index.html`) speaks to Tauri; the other (`browser.html`) runs on the
// in-memory host, for a plain browser and for the tests, and never reaches `dist`.
export default defineConfig(({ mode }) => {
  const inBrowser = mode === "browser";
  return {
    plugins: [svelte()],
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
