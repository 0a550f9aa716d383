/** A long list as a screen reader hears it: the active row is always on the page, and says its true place and total. */
import assert from "node:assert/strict";

import { eventually, list, stage, world } from "./lib/stage.js";

const scene = stage();

/** Looks at the list before every frame: each moment without its active row on the page is one `lost`. */
function watch() {
  const seen = { lost: [], wrong: [], frames: 0 };
  Object.assign(window, { seen });
  const look = () => {
    const listbox = document.querySelector("[role=listbox]");
    const id = listbox?.getAttribute("aria-activedescendant") ?? null;
    const row = id === null ? null : document.getElementById(id);
    seen.frames += 1;
    if (row === null) {
      seen.lost.push(seen.frames);
    } else if (row.getAttribute("role") !== "option" || row.firstElementChild?.textContent === "") {
      seen.wrong.push(row.outerHTML.slice(0, 80));
    }
    requestAnimationFrame(look);
  };
  look();
}

/** The place of the active row and the total it says, or null when it is nowhere. */
const place = (page) =>
  page.evaluate(() => {
    const id = document.querySelector("[role=listbox]").getAttribute("aria-activedescendant");
    const row = id === null ? null : document.getElementById(id);
    return row === null ? null : [Number(row.ariaPosInSet), Number(row.ariaSetSize)];
  });

const total = (page) => world(page, (house) => house.threads.filter(({ folder }) => folder === 10).length);

async function onFirst(page) {
  await list(page);
  await page.getByRole("listbox").focus();
  await page.keyboard.press("ArrowDown");
  await page.locator("iframe").waitFor();
  await page.evaluate(watch);
}

async function neverLost(page) {
  await eventually(async () => assert.ok((await page.evaluate(() => window.seen.frames)) > 10));
  const { lost, wrong } = await page.evaluate(() => window.seen);
  assert.deepEqual([lost, wrong], [[], []]);
}

scene("Maj+↓ held past the rows first read never loses the active one", "long", async (page) => {
  const rows = await total(page);
  await onFirst(page);
  await page.keyboard.down("Shift");
  for (let step = 0; step < 260; step += 1) {
    // Down again without up: what a held key sends.
    await page.keyboard.down("ArrowDown");
  }
  await page.keyboard.up("ArrowDown");
  await page.keyboard.up("Shift");
  await page.getByRole("heading", { name: "261 conversations sélectionnées" }).waitFor();
  assert.deepEqual(await place(page), [261, rows]);
  await neverLost(page);
});

scene("Fin, PgPréc, Début and PgSuiv leap over rows never read, and say where one is", "long", async (page) => {
  const rows = await total(page);
  await onFirst(page);
  await page.keyboard.press("End");
  await eventually(async () => assert.deepEqual(await place(page), [rows, rows]));
  assert.ok(await page.locator("[role=option].current").isVisible());
  await page.keyboard.press("PageUp");
  await eventually(async () => assert.ok((await place(page))[0] < rows));
  const [above] = await place(page);
  const shown = await page.getByRole("listbox").evaluate((box) => Math.floor(box.clientHeight / 132));
  assert.ok(rows - above <= shown && rows - above > 1, `${rows - above} rows at once, ${shown} in sight`);
  await page.keyboard.press("Home");
  await eventually(async () => assert.deepEqual(await place(page), [1, rows]));
  await page.keyboard.press("PageDown");
  await eventually(async () => assert.ok((await place(page))[0] > 2));
  await neverLost(page);
});

scene("Maj+Fin takes everything to the last row, read or not", "long", async (page) => {
  const rows = await total(page);
  await onFirst(page);
  await page.keyboard.press("Shift+End");
  await page.getByRole("heading", { name: `${rows.toLocaleString("fr-FR")} conversations sélectionnées` }).waitFor();
  assert.deepEqual(await place(page), [rows, rows]);
  await neverLost(page);
});

scene("a letter that arrives moves the active row down by one and the total up", "long", async (page) => {
  const rows = await total(page);
  await onFirst(page);
  await world(page, (house) => house.arrive("Retour à domicile"));
  await eventually(async () => assert.deepEqual(await place(page), [2, rows + 1]));
  await neverLost(page);
});

scene("only what is near the sight is drawn, however long the list", "long", async (page) => {
  await onFirst(page);
  for (const key of ["End", "PageUp", "Home", "PageDown"]) {
    await page.keyboard.press(key);
    assert.ok((await page.getByRole("option").count()) < 40);
  }
});
