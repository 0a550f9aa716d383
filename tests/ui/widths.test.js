/** Every width of the interface specification (§3), reached by the window or by the size of the text: nothing is cut off. */
import assert from "node:assert/strict";

import { SCREENS } from "./lib/screens.js";
import { eventually, focused, list, rows, stage, world } from "./lib/stage.js";

const scene = stage();

/** Chooses settings before anything is looked at. */
async function choose(page, chosen) {
  await world(
    page,
    (house, given) => {
      for (const [name, value] of Object.entries(given)) {
        house.settings = { ...house.settings, [name]: { value, origin: "person" } };
      }
      house.stale("settings", null);
    },
    chosen,
  );
  for (const [name, value] of Object.entries(chosen)) {
    if (name === "text_size") {
      await page.waitForFunction((size) => document.documentElement.style.fontSize === `${size}%`, value);
    }
  }
}

/** What leaves the window sideways, and controls drawn outside of what can be scrolled to. */
function outside() {
  const parts = "#app, main, .window, .top, .status, .compose, .mail, .list, .sheet, .journal";
  // A table is read by its columns, in a scroller of its own.
  const wide = [...document.querySelectorAll(":not(:has(> table))")]
    .filter((part) => part.matches(parts) || ["auto", "scroll"].includes(getComputedStyle(part).overflowX))
    .filter((part) => part.checkVisibility() && part.scrollWidth > part.clientWidth + 1)
    .map((part) => `${part.className || part.id} is ${part.scrollWidth} wide in ${part.clientWidth}`);
  const cut = [...document.querySelectorAll("button, input, select, textarea, h1, h2, label, time, [role=option]")]
    .filter(
      (part) => part.checkVisibility({ visibilityProperty: true }) && part.closest(".visually-hidden, .skips") === null,
    )
    .filter((part) => !part.classList.contains("visually-hidden"))
    .filter((part) => {
      const box = part.getBoundingClientRect();
      return box.width > 2 && (box.left < -1 || box.right > innerWidth + 1);
    })
    .map(
      (part) => `${part.tagName} ${(part.getAttribute("aria-label") ?? part.textContent ?? "").trim().slice(0, 40)}`,
    );
  return [...wide, ...cut];
}

const WIDTHS = [
  { name: "1440", width: 1440, height: 900 },
  { name: "1152", width: 1152, height: 720 },
  { name: "900", width: 900, height: 700 },
  { name: "640", width: 640, height: 700 },
  { name: "320", width: 320, height: 640 },
  { name: "1440 at 200 %", width: 1440, height: 900, text_size: 200 },
  { name: "1280 at 125 %", width: 1280, height: 800, text_size: 125 },
  { name: "1024 at 80 %", width: 1024, height: 640, text_size: 80 },
  { name: "640 at 200 %", width: 640, height: 512, text_size: 200 },
  { name: "1440, compact", width: 1440, height: 900, density: "compact" },
  { name: "320, compact", width: 320, height: 640, density: "compact" },
];

/** Screens that are reached at any width; the other screens take steps that only a wide window shows. */
const LOOKED_AT = [
  ...SCREENS.filter(({ name }) =>
    [
      "liste",
      "conversation",
      "raccourcis",
      "journal",
      "reglages",
      "reglages-boites",
      "mot-de-passe",
      "obstacle-trousseau",
    ].includes(name),
  ),
  {
    name: "redaction",
    scene: "",
    async reach(page) {
      await list(page);
      await page.keyboard.press("Control+n");
      await page.getByLabel("Objet").waitFor();
    },
  },
];

for (const { name, width, height, ...chosen } of WIDTHS) {
  // What keeps Estafette closed also keeps its settings.
  for (const screen of LOOKED_AT.filter(({ name: of }) => of !== "obstacle-trousseau" || !("text_size" in chosen))) {
    scene(
      `${screen.name} at ${name}: nothing leaves the window sideways`,
      screen.scene,
      async (page) => {
        await choose(page, chosen);
        await screen.reach(page);
        await page.waitForTimeout(200);
        assert.deepEqual(await page.evaluate(outside), []);
      },
      { width, height },
    );
  }
}

/** The parts of the window that are there, by their landmarks. */
const shown = (page) =>
  page.evaluate(() =>
    ["rail", "list", "sheet"].filter((pane) => document.querySelector(`[data-pane="${pane}"]`)?.checkVisibility()),
  );

for (const [name, size, chosen, alone, opened] of [
  ["three columns from 1280 on", { width: 1280 }, {}, ["rail", "list", "sheet"], ["rail", "list", "sheet"]],
  [
    "three columns at 125 % of a large window",
    { width: 1440 },
    { text_size: 125 },
    ["rail", "list", "sheet"],
    ["rail", "list", "sheet"],
  ],
  ["the list or the message below 1024", { width: 1000 }, {}, ["rail", "list"], ["rail", "sheet"]],
  ["the list or the message at 200 %", { width: 1440 }, { text_size: 200 }, ["rail", "list"], ["rail", "sheet"]],
  ["one column below 720", { width: 700 }, {}, ["list"], ["sheet"]],
]) {
  scene(
    name,
    "",
    async (page) => {
      await choose(page, chosen);
      await list(page);
      assert.deepEqual(await shown(page), alone);
      await rows(page).first().click();
      await page.locator("iframe").waitFor();
      assert.deepEqual(await shown(page), opened);
    },
    { height: 900, ...size },
  );
}

scene(
  "in one column, one goes from the mailboxes to the list, to the message and back, by keyboard",
  "",
  async (page) => {
    await list(page);
    await page.getByRole("button", { name: "Boîtes et dossiers" }).focus();
    await page.keyboard.press("Enter");
    assert.deepEqual(await shown(page), ["rail"]);
    assert.match(await focused(page), /Nouveau message/);
    await page.getByRole("button", { name: /^Réception/ }).press("Enter");
    await eventually(async () => assert.deepEqual(await shown(page), ["list"]));
    await rows(page).first().click();
    await page.locator("iframe").waitFor();
    await page.getByRole("button", { name: "Retour à la liste" }).press("Enter");
    await eventually(async () => assert.deepEqual(await shown(page), ["list"]));
    await eventually(async () => assert.match(await focused(page), /^listbox/));
  },
  { width: 320, height: 640 },
);

const rowHeight = (page) =>
  rows(page)
    .first()
    .evaluate((row) => row.getBoundingClientRect().height);

scene("rows have four lines, or two when compact, and grow with the text", "", async (page) => {
  await list(page);
  assert.equal(await rowHeight(page), 132);
  await choose(page, { density: "compact" });
  await eventually(async () => assert.equal(await rowHeight(page), 64));
  await choose(page, { text_size: 200 });
  await eventually(async () => assert.equal(await rowHeight(page), 128));
});

scene("icons and marks grow with the text they stand beside", "", async (page) => {
  await list(page);
  const icon = () =>
    page
      .locator(".spaces svg")
      .first()
      .evaluate((drawing) => drawing.getBoundingClientRect().width);
  assert.equal(await icon(), 20);
  await choose(page, { text_size: 200 });
  await eventually(async () => assert.equal(await icon(), 40));
});

scene("what was first in sight still is when rows become lower", "long", async (page) => {
  await list(page);
  const listbox = page.getByRole("listbox");
  const first = () =>
    listbox.evaluate((box) => {
      const top = box.getBoundingClientRect().top;
      const row = [...box.querySelectorAll("[role=option]")].find(
        (one) => one.getBoundingClientRect().bottom > top + 4,
      );
      return Number(row?.getAttribute("aria-posinset"));
    });
  await listbox.evaluate((box) => box.scrollTo({ top: 132 * 300 }));
  await eventually(async () => assert.equal(await first(), 301));
  await choose(page, { density: "compact" });
  await eventually(async () => assert.equal(await rowHeight(page), 64));
  await eventually(async () => assert.equal(await first(), 301));
});
