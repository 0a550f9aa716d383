/** « Réglages », « Raccourcis »: other keys for an action, refusals said, one or all taken back; single letters off. */
import assert from "node:assert/strict";

import { active, eventually, focused, list, stage } from "./lib/stage.js";

const scene = stage();

async function section(page) {
  await list(page);
  await page.keyboard.press("Control+,");
  await page.getByRole("button", { name: "Raccourcis" }).click();
  await page.getByRole("heading", { name: "Raccourcis" }).waitFor();
}

const line = (page, action) => page.getByRole("listitem").filter({ has: page.getByText(action, { exact: true }) });
const keys = (page, action) => line(page, action).locator("kbd").allTextContents();

/** Asks for another key of an action and presses it. */
async function gives(page, action, key) {
  await line(page, action).getByRole("button", { name: "Changer" }).press("Enter");
  await line(page, action).getByRole("button", { name: "Appuyez sur les touches" }).waitFor();
  await page.keyboard.press(key);
}

async function back(page) {
  await page.getByRole("button", { name: "Retour aux messages" }).click();
  await page.getByRole("listbox").focus();
}

scene("an action is given another key, which acts and is shown from then on", "", async (page) => {
  await section(page);
  await gives(page, "Archiver", "e");
  await eventually(async () => assert.deepEqual(await keys(page, "Archiver"), ["E"]));
  assert.match(await focused(page), /^button Changer/);
  await back(page);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("a");
  await page.keyboard.press("e");
  await page.getByText("Conversation archivée").first().waitFor();
  await eventually(async () => assert.match(await active(page), /Hélène Fabre/), "A did nothing");
  await page.keyboard.press("F1");
  const sheet = page.getByRole("dialog", { name: "Raccourcis clavier" });
  assert.equal(
    await sheet
      .locator("div", { hasText: /^Archiver/ })
      .locator("kbd")
      .first()
      .textContent(),
    "E",
  );
});

scene("a key that serves already is said, with what it serves, and nothing changes", "", async (page) => {
  await section(page);
  await gives(page, "Imprimer", "Control+r");
  await page.getByText("Ctrl+R sert déjà à « Répondre »").first().waitFor();
  await page.keyboard.press("Enter");
  await page.getByText("Entrée sert déjà à « Aller au message »").first().waitFor();
  await page.keyboard.press("m");
  await page.getByText("M seul est un caractère dans un texte").first().waitFor();
  await page.keyboard.press("Escape");
  assert.deepEqual(await keys(page, "Imprimer"), ["Ctrl+P"]);
  await page.getByRole("heading", { name: "Raccourcis" }).waitFor();
  await page.keyboard.press("Escape");
  await list(page);
});

scene("one is taken back alone, then all of them", "", async (page) => {
  await section(page);
  await gives(page, "Archiver", "e");
  await gives(page, "Imprimer", "Control+m");
  await eventually(async () => assert.deepEqual(await keys(page, "Imprimer"), ["Ctrl+M"]));
  await line(page, "Archiver").getByRole("button", { name: "Remettre" }).click();
  await eventually(async () => assert.deepEqual(await keys(page, "Archiver"), ["A"]));
  assert.deepEqual(await keys(page, "Imprimer"), ["Ctrl+M"]);
  await page.getByRole("button", { name: "Remettre tous les raccourcis" }).click();
  await eventually(async () => assert.deepEqual(await keys(page, "Imprimer"), ["Ctrl+P"]));
  assert.equal(await page.getByRole("button", { name: /^Remettre/ }).count(), 0);
});

scene("single letters switched off are letters that do nothing; the other keys go on", "", async (page) => {
  await section(page);
  await page.getByRole("switch", { name: /d’une seule lettre/ }).uncheck();
  await back(page);
  await page.keyboard.press("ArrowDown");
  const before = await active(page);
  for (const key of ["a", "n", "s", "/"]) {
    await page.keyboard.press(key);
  }
  await page.waitForTimeout(200);
  assert.equal(await active(page), before);
  assert.match(await focused(page), /^listbox/);
  await page.keyboard.press("Delete");
  await page.getByText("Conversation mise à la corbeille").first().waitFor();
});
