/** Colours the system forces: what a shadow or a ground told apart has an edge of its own. */
import assert from "node:assert/strict";

import axe from "axe-core";

import { SCREENS } from "./lib/screens.js";
import { list, rows, stage } from "./lib/stage.js";

const scene = stage();
const forced = { forcedColors: "active" };

/** Whether an edge can be seen: a border of a pixel at least, of another colour than what it stands on. */
const edged = (locator) =>
  locator.evaluate((element) => {
    const { borderTopWidth, borderTopColor } = getComputedStyle(element);
    return parseFloat(borderTopWidth) >= 1 && borderTopColor !== getComputedStyle(document.body).backgroundColor;
  });

scene(
  "the sheet, the selected row and the current folder have an edge",
  "",
  async (page) => {
    await list(page);
    await rows(page).first().click();
    await page.locator("iframe").waitFor();
    assert.ok(await edged(page.locator(".sheet")));
    assert.ok(await edged(page.locator("[role=option][aria-selected=true] .conversation")));
    assert.ok(!(await edged(page.locator("[role=option][aria-selected=false] .conversation").first())));
    assert.ok(await edged(page.locator(".rail [aria-current=page]")));
  },
  forced,
);

scene(
  "the current space is told by more than a ground",
  "",
  async (page) => {
    await list(page);
    const line = await page
      .locator(".spaces [aria-current]")
      .evaluate((tab) => getComputedStyle(tab, "::after").backgroundColor);
    assert.notEqual(line, await page.evaluate(() => getComputedStyle(document.body).backgroundColor));
  },
  forced,
);

for (const { name, scene: from, reach, ...size } of SCREENS.filter(({ name }) =>
  ["conversation", "menu", "selection", "mot-de-passe", "redaction", "journal", "obstacle-trousseau"].includes(name),
)) {
  scene(
    `${name} has no fault for axe in forced colours`,
    from,
    async (page) => {
      await reach(page);
      await page.waitForTimeout(200);
      await page.evaluate(axe.source);
      const { violations } = await page.evaluate(() =>
        window.axe.run(document, { iframes: false, runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] }),
      );
      assert.deepEqual(
        violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html.slice(0, 160))]),
        [],
      );
    },
    { ...forced, ...size },
  );
}
