/** Folders made, renamed, moved and deleted from the rail: by the mouse, by the keyboard, and taken back. */
import assert from "node:assert/strict";

import { eventually, focused, list, rows, stage, world } from "./lib/stage.js";

const scene = stage();

const rail = (page) => page.getByRole("navigation", { name: "Boîtes aux lettres" });
const row = (page, name) => rail(page).getByRole("button", { name: new RegExp(`^${name}`) });
const item = (page, name) => page.getByRole("menuitem", { name, exact: true });
const confirmation = (page, text) => page.getByRole("region", { name: "Confirmation" }).getByText(text).waitFor();

/** The own folders of the secretariat, level by level, as the fictional server has them. */
const onServer = (page) =>
  world(page, (house) =>
    house.folders
      .filter(({ mailbox, role }) => mailbox === 1 && role === "other")
      .map(({ levels }) => levels.join(" > ")),
  );

async function menuOf(page, name) {
  await row(page, name).focus();
  await page.keyboard.press("Shift+F10");
  await page.getByRole("menu").waitFor();
}

async function makes(page, name) {
  await menuOf(page, "Réception");
  await item(page, "Nouveau dossier…").click();
  await page.getByRole("dialog", { name: "Nouveau dossier" }).waitFor();
  await page.keyboard.type(name);
  await page.keyboard.press("Enter");
  await row(page, name).waitFor();
}

scene("a folder is made without a mouse, and Ctrl+Z takes it back", "", async (page) => {
  await list(page);
  await makes(page, "Admissions");
  await confirmation(page, "Dossier Admissions créé");
  assert.deepEqual(await onServer(page), ["Commission d’admission", "Admissions"]);
  assert.match(await focused(page), /Réception/);
  await page.keyboard.press("Control+z");
  await row(page, "Admissions").waitFor({ state: "detached" });
  assert.deepEqual(await onServer(page), ["Commission d’admission"]);
});

scene("what is wrong with a name is said at the field, which keeps the focus", "", async (page) => {
  await list(page);
  await menuOf(page, "Réception");
  await item(page, "Nouveau dossier…").click();
  const field = page.getByLabel("Nom du dossier");
  await field.fill("commission d’admission");
  await page.keyboard.press("Enter");
  await page.getByText("Ce nom existe déjà").waitFor();
  assert.equal(await field.getAttribute("aria-invalid"), "true");
  const described = await field.getAttribute("aria-describedby");
  assert.match(await page.locator(`[id="${described}"]`).textContent(), /Ce nom existe déjà/);
  assert.match(await focused(page), /^input/);
  await field.fill("  ");
  await page.getByRole("button", { name: "Créer le dossier" }).click();
  await page.getByText("Ce nom ne convient pas").waitFor();
  await field.fill("Admissions 2027");
  assert.equal(await field.getAttribute("aria-invalid"), "false");
  await page.getByRole("button", { name: "Créer le dossier" }).click();
  await row(page, "Admissions 2027").waitFor();
});

scene("a folder is renamed from the button of its row, and the toast takes it back", "", async (page) => {
  await list(page);
  await row(page, "Commission").focus();
  await page.keyboard.press("Tab");
  assert.equal(await focused(page), "button Gestes sur Commission d’admission");
  await page.keyboard.press("Enter");
  await item(page, "Renommer…").click();
  const field = page.getByLabel("Nom du dossier");
  assert.equal(await field.inputValue(), "Commission d’admission");
  await page.keyboard.type("Entrées");
  await page.keyboard.press("Enter");
  await row(page, "Entrées").waitFor();
  await page.getByRole("button", { name: "Annuler" }).click();
  await row(page, "Commission d’admission").waitFor();
  assert.deepEqual(await onServer(page), ["Commission d’admission"]);
});

scene("a folder made inside another is shown under it, and moves out and back", "", async (page) => {
  await list(page);
  await row(page, "Commission").click({ button: "right" });
  await item(page, "Nouveau dossier à l’intérieur…").click();
  await page.getByRole("dialog", { name: "Nouveau dossier dans Commission d’admission" }).waitFor();
  await page.keyboard.type("2026");
  await page.keyboard.press("Enter");
  await row(page, "2026").waitFor();
  const left = (name) => row(page, name).evaluate((button) => getComputedStyle(button).paddingLeft);
  assert.notEqual(await left("2026"), await left("Commission"));
  await menuOf(page, "2026");
  await item(page, "Déplacer vers…").click();
  assert.equal(await page.getByRole("radio", { name: "Dans Commission d’admission" }).isChecked(), true);
  assert.equal(await page.getByRole("radio", { name: /2026/ }).count(), 0, "not into itself");
  await page.getByRole("radio", { name: "À côté des autres dossiers" }).check();
  await page.getByRole("button", { name: "Déplacer", exact: true }).click();
  await confirmation(page, "2026 est maintenant à côté des autres dossiers");
  assert.deepEqual(await onServer(page), ["Commission d’admission", "2026"]);
  await page.keyboard.press("Control+z");
  await eventually(async () =>
    assert.deepEqual(await onServer(page), ["Commission d’admission", "Commission d’admission > 2026"]),
  );
});

scene("a deletion says what it takes along, and the letters are in the trash", "", async (page) => {
  await list(page);
  await row(page, "Réception").waitFor();
  await page.getByRole("listbox").focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Control+Shift+V");
  await page.getByRole("radio", { name: "Commission d’admission" }).check();
  await page.getByRole("button", { name: "Déplacer", exact: true }).click();
  await confirmation(page, "Conversation déplacée");
  await row(page, "Commission").click();
  await rows(page).first().waitFor();
  await menuOf(page, "Commission");
  await item(page, "Supprimer…").click();
  const dialog = page.getByRole("alertdialog", { name: "Supprimer Commission d’admission" });
  await dialog.getByText(/ir(a|ont) dans la Corbeille/).waitFor();
  await dialog.getByRole("button", { name: "Supprimer le dossier" }).click();
  await confirmation(page, /Dossier supprimé, .* dans la Corbeille/);
  assert.deepEqual(await onServer(page), []);
  await page.getByRole("heading", { name: "Réception", exact: true }).waitFor();
  await row(page, "Corbeille").click();
  await rows(page).first().waitFor();
});

scene("a folder with a use of its own offers a new one beside it and nothing else", "", async (page) => {
  await list(page);
  await menuOf(page, "Corbeille");
  assert.equal(await page.getByRole("menuitem").count(), 1);
  await page.keyboard.press("Escape");
  assert.match(await focused(page), /Corbeille/);
});

scene("what the server refuses afterwards is undone and said", "", async (page) => {
  await list(page);
  await makes(page, "Admissions");
  await world(page, (house) => {
    house.folders = house.folders.filter(({ levels }) => levels[0] !== "Admissions");
    house.stale("folders", 1);
    house.announce({ kind: "problem", problem: house.error("gesture_refused", { reply: "NO [NOPERM] Pas ici" }) });
  });
  await page.getByText("L’opérateur a refusé un geste sur un message ou un dossier").first().waitFor();
  await row(page, "Admissions").waitFor({ state: "detached" });
});
