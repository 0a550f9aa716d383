/** Debian's Chromium without a display, quiet: no update, no sync, nothing but the page under test. */
import { chromium } from "playwright-core";

import { serve } from "./server.js";

const CHROMIUM = process.env.ESTAFETTE_CHROMIUM ?? "/usr/bin/chromium";
const FLAGS = [
  "--no-sandbox",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-quic",
  "--no-first-run",
];

/** A browser and the page's server, shared by the tests of a file. */
export async function start() {
  const server = await serve();
  const browser = await chromium.launch({ executablePath: CHROMIUM, headless: true, args: FLAGS });
  return {
    /** Opens a scene; the page keeps the list of the components it rendered. `faults` collects everything the page complains of: no test may leave any. */
    open(scene = "", options = {}) {
      return this.openAt(`${server.url}browser.html?scene=${scene}`, options);
    },
    async openAt(url, { theme = "light", forcedColors = "none", width = 1440, height = 900 } = {}) {
      const context = await browser.newContext({
        viewport: { width, height },
        colorScheme: theme,
        forcedColors,
        locale: "fr-FR",
        timezoneId: "Europe/Paris",
      });
      await context.addInitScript(() => {
        globalThis.rendered = new Set();
      });
      const page = await context.newPage();
      const faults = [];
      page.on("pageerror", (error) => faults.push(String(error)));
      page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
      page.setDefaultTimeout(5000);
      await page.goto(url);
      return { page, faults, close: () => context.close() };
    },
    async stop() {
      await browser.close();
      await server.stop();
    },
  };
}
