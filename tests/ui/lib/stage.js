/** A browser for one test file, and a page for each test that must end without a complaint of the page. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { start } from "./browser.js";

/** Declares the browser of a file; returns how to declare its tests. */
export function stage() {
  let browser;
  before(async () => {
    browser = await start();
  });
  after(() => browser.stop());

  /** `scene`: where it starts; `play`: what happens. */
  return (name, scene, play, options = {}) =>
    test(name, async () => {
      const { page, faults, close } = await browser.open(scene, options);
      try {
        await play(page);
        assert.deepEqual(faults, [], "the page complained");
      } finally {
        await close();
      }
    });
}

/** Does something to the fictional world: `act` runs in the page, with the world and one argument. */
export function world(page, act, argument) {
  return page.evaluate(
    ([source, given]) => new Function("world", "given", `return (${source})(world, given)`)(window.estafette, given),
    [act.toString(), argument],
  );
}

export const rows = (page) => page.getByRole("option");

/** A row as it is said aloud. */
export const said = (row) => row.locator("xpath=*[1]").textContent();

export async function list(page) {
  await page.getByRole("listbox").waitFor();
}

/** The name of what has the focus, for assertions that read like sentences. */
export function focused(page) {
  return page.evaluate(() => {
    const element = document.activeElement;
    const name = element?.getAttribute("aria-label") ?? element?.getAttribute("title") ?? element?.textContent?.trim();
    return `${element?.getAttribute("role") ?? element?.tagName.toLowerCase()} ${name ?? ""}`;
  });
}

/** The option the list says is active. */
export function active(page) {
  return page.evaluate(() => {
    const id = document.querySelector("[role=listbox]")?.getAttribute("aria-activedescendant");
    return id == null ? null : (document.getElementById(id)?.firstElementChild?.textContent ?? null);
  });
}

/** Waits until it holds, for what has no element to wait for. */
export async function eventually(check, timeout = 4000) {
  const end = Date.now() + timeout;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > end) {
        throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, 40));
    }
  }
}
