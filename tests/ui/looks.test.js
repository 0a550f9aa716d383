/** The size of the text, the density and the colours somebody chose, at every width. */
import assert from "node:assert/strict";

import { eventually, list, stage, world } from "./lib/stage.js";

const scene = stage();

const rootSize = (page) => page.evaluate(() => parseFloat(getComputedStyle(document.documentElement).fontSize));
const theme = (page) => page.evaluate(() => document.documentElement.dataset.theme);

scene("Ctrl and + makes everything larger, Ctrl and − smaller, Ctrl and 0 as before", "", async (page) => {
  await list(page);
  assert.equal(await rootSize(page), 16);
  await page.keyboard.press("Control+Shift+Equal");
  await eventually(async () => assert.equal(await rootSize(page), 17.6));
  await eventually(async () =>
    assert.match(await page.getByRole("status").first().textContent(), /Taille du texte\u00a0: 110\u00a0%/),
  );
  await page.keyboard.press("Control+Equal");
  await eventually(async () => assert.equal(await rootSize(page), 20));
  await page.keyboard.press("Control+-");
  await eventually(async () => assert.equal(await rootSize(page), 17.6));
  await page.keyboard.press("Control+0");
  await eventually(async () => assert.equal(await rootSize(page), 16));
  assert.equal(await world(page, (house) => house.settings.text_size.value), 100);
});

scene("keys pressed faster than the engine answers each count", "", async (page) => {
  await list(page);
  await page.evaluate(() => {
    for (let turn = 0; turn < 3; turn += 1) {
      window.dispatchEvent(new KeyboardEvent("keydown", { key: "+", ctrlKey: true }));
    }
  });
  await eventually(async () => assert.equal(await world(page, (house) => house.settings.text_size.value), 150));
});

scene("the colours somebody chose win over those of the system", "", async (page) => {
  await list(page);
  assert.equal(await theme(page), "light");
  await page.emulateMedia({ colorScheme: "dark" });
  await eventually(async () => assert.equal(await theme(page), "dark"));
  await world(page, (house) => {
    house.settings = { ...house.settings, theme: { value: "light", origin: "person" } };
    house.stale("settings", null);
  });
  await eventually(async () => assert.equal(await theme(page), "light"));
});

scene("a size the installation fixed stays, and it is said why", "fixed", async (page) => {
  await list(page);
  assert.equal(await rootSize(page), 20);
  await page.keyboard.press("Control+0");
  await page.getByText("Ce réglage est fixé par l’installation").first().waitFor();
  assert.equal(await rootSize(page), 20);
});
