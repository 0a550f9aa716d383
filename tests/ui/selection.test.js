/** Several conversations at once: chosen with the keyboard and the mouse, put away together, taken back as one. */
import assert from "node:assert/strict";

import { active, eventually, focused, list, rows, said, stage, world } from "./lib/stage.js";

const scene = stage();

async function onList(page) {
  await list(page);
  await page.getByRole("listbox").focus();
}

const selected = (page) => page.locator("[role=option][aria-selected=true]");
const count = (page, text) => page.getByRole("heading", { name: text }).waitFor();

/** The subjects of a folder of the secretariat, by its role, as the fictional server has them. */
const subjects = (page, place) =>
  world(
    page,
    (house, given) => house.threads.filter((thread) => thread.folder === given).map((thread) => thread.subject),
    { inbox: 10, archive: 13, trash: 15 }[place],
  );

scene("Maj and the arrows select, the sheet says how many, Échap comes back to one", "", async (page) => {
  await onList(page);
  assert.equal(await page.getByRole("listbox").getAttribute("aria-multiselectable"), "true");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Shift+ArrowDown");
  await page.keyboard.press("Shift+ArrowDown");
  await count(page, "3 conversations sélectionnées");
  assert.equal(await selected(page).count(), 3);
  assert.match(await active(page), /Urgences/);
  assert.equal(await page.locator("iframe").count(), 0);
  await page.keyboard.press("Shift+ArrowUp");
  await count(page, "2 conversations sélectionnées");
  await page.keyboard.press("Escape");
  await page.locator("iframe").waitFor();
  assert.equal(await selected(page).count(), 1);
  assert.match(await focused(page), /^listbox/);
});

scene("Ctrl and a click adds and takes out, Maj and a click takes everything between", "", async (page) => {
  await list(page);
  await rows(page).nth(0).click();
  await rows(page)
    .nth(2)
    .click({ modifiers: ["Control"] });
  await count(page, "2 conversations sélectionnées");
  await rows(page)
    .nth(5)
    .click({ modifiers: ["Shift"] });
  await count(page, "4 conversations sélectionnées");
  await rows(page)
    .nth(3)
    .click({ modifiers: ["Control"] });
  await count(page, "3 conversations sélectionnées");
  await rows(page).nth(1).click();
  await page.locator("iframe").waitFor();
  assert.equal(await selected(page).count(), 1);
});

scene("without a mouse, Ctrl and an arrow goes on, Ctrl+Espace adds", "", async (page) => {
  await onList(page);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Control+ArrowDown");
  await page.keyboard.press("Control+ArrowDown");
  await page.keyboard.press("Control+Space");
  await count(page, "2 conversations sélectionnées");
  assert.equal(await rows(page).nth(1).getAttribute("aria-selected"), "false");
});

scene(
  "what was selected is archived at once and taken back at once; the focus is on the next row",
  "",
  async (page) => {
    await onList(page);
    const before = await subjects(page, "inbox");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Shift+ArrowDown");
    await page.keyboard.press("Shift+ArrowDown");
    await count(page, "3 conversations sélectionnées");
    await page.keyboard.press("a");
    await page.getByRole("region", { name: "Confirmation" }).getByText("3 conversations archivées").waitFor();
    await eventually(async () => assert.match(await active(page), /Laboratoire Bio-Val/));
    assert.match(await focused(page), /^listbox/);
    assert.equal((await subjects(page, "archive")).length, 3);
    await page.keyboard.press("Control+z");
    await page.getByText("3 conversations remises dans Réception").first().waitFor();
    assert.deepEqual(await subjects(page, "inbox"), before);
  },
);

scene("Ctrl+A is the whole folder, rows never read included", "long", async (page) => {
  await onList(page);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Control+a");
  const total = (await subjects(page, "inbox")).length;
  assert.ok(total > 50_000);
  await count(page, `${total.toLocaleString("fr-FR")} conversations sélectionnées`);
  await page.keyboard.press("Delete");
  await page.getByText("Rien à lire ici").waitFor();
  assert.equal((await subjects(page, "trash")).length, total);
  await page.getByRole("button", { name: "Annuler" }).click();
  await page.getByRole("option").first().waitFor();
  assert.equal((await subjects(page, "inbox")).length, total);
});

scene("marks are set on all and taken back from those that did not have them", "", async (page) => {
  await onList(page);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Shift+ArrowDown");
  await page.keyboard.press("Shift+ArrowDown");
  await count(page, "3 conversations sélectionnées");
  await page.keyboard.press("s");
  await page.getByText("3 conversations suivies").first().waitFor();
  await eventually(async () => assert.match(await said(rows(page).nth(0)), /Suivie/));
  await page.keyboard.press("Control+z");
  await eventually(async () => assert.doesNotMatch(await said(rows(page).nth(0)), /Suivie/));
  assert.match(await said(rows(page).nth(2)), /Suivie/, "it was followed before");
});

scene(
  "the active row is on the page wherever one scrolls, after five thousand rows and Maj+↓",
  "long",
  async (page) => {
    await onList(page);
    await page.getByRole("listbox").evaluate((box) => box.scrollTo({ top: 5000 * 132 }));
    await eventually(async () => assert.ok(await page.locator("[role=option][aria-posinset='5003']").isVisible()));
    await page.locator("[role=option][aria-posinset='5003']").click();
    await page.keyboard.press("Shift+ArrowDown");
    await page.keyboard.press("Shift+ArrowDown");
    await count(page, "3 conversations sélectionnées");
    const at = () =>
      page.evaluate(() => {
        const id = document.querySelector("[role=listbox]").getAttribute("aria-activedescendant");
        const row = id === null ? null : document.getElementById(id);
        return [row?.getAttribute("aria-posinset"), row?.getAttribute("aria-selected")];
      });
    assert.deepEqual(await at(), ["5005", "true"]);
    await page.getByRole("listbox").evaluate((box) => box.scrollTo({ top: 0 }));
    await eventually(async () => assert.ok(await rows(page).nth(0).isVisible()));
    assert.deepEqual(await at(), ["5005", "true"]);
  },
);

scene("the menu of a row opens by its key and by the right button, and gives the focus back", "", async (page) => {
  await onList(page);
  await page.keyboard.press("ArrowDown");
  await page.locator("iframe").waitFor();
  await page.keyboard.press("Shift+F10");
  await eventually(async () => assert.match(await focused(page), /^menuitem Répondre/));
  await page.keyboard.press("Escape");
  await eventually(async () => assert.match(await focused(page), /^listbox/));
  await rows(page).nth(1).click({ button: "right" });
  await page.getByRole("menuitem", { name: /Suivre/ }).click();
  await eventually(async () => assert.match(await said(rows(page).nth(1)), /Suivie/));
  assert.match(await active(page), /Hélène Fabre/);
});

scene("the menu of several is for all of them, and offers no answer", "", async (page) => {
  await onList(page);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Shift+ArrowDown");
  await count(page, "2 conversations sélectionnées");
  await page.keyboard.press("ContextMenu");
  await page.getByRole("menu").waitFor();
  assert.equal(await page.getByRole("menuitem", { name: /Répondre/ }).count(), 0);
  await page.getByRole("menuitem", { name: /Supprimer/ }).click();
  await page.getByText("2 conversations mises à la corbeille").first().waitFor();
});

scene("several are moved to a folder by the dialog", "", async (page) => {
  await onList(page);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Shift+ArrowDown");
  await count(page, "2 conversations sélectionnées");
  await page.keyboard.press("Control+Shift+V");
  await page.getByRole("radio", { name: "Commission d’admission" }).check();
  await page.getByRole("button", { name: "Déplacer", exact: true }).click();
  await page.getByText("2 conversations déplacées dans Commission d’admission").first().waitFor();
});

scene(
  "conversations found in several folders are thrown away together and go back each to its own",
  "",
  async (page) => {
    await onList(page);
    await page.keyboard.press("/");
    await page.keyboard.type("garnier");
    await page.getByRole("heading", { name: "Recherche" }).waitFor();
    await eventually(async () => assert.equal(await rows(page).count(), 2));
    await page.getByRole("listbox").focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Control+a");
    await count(page, "2 conversations sélectionnées");
    await page.keyboard.press("Delete");
    await page.getByText("2 conversations mises à la corbeille").first().waitFor();
    await page.keyboard.press("Control+z");
    await page.getByText("2 conversations remises à leur place").first().waitFor();
  },
);

scene("once who is at the keyboard is known, the arrows are those of the list", "nobody", async (page) => {
  await page.getByRole("dialog").waitFor();
  await list(page);
  await page.getByRole("button", { name: /Sophie/ }).click();
  await eventually(async () => assert.match(await focused(page), /^listbox/));
  await page.keyboard.press("ArrowDown");
  assert.match(await active(page), /Gériatrie/);
});
