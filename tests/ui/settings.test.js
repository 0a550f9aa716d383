/** « Réglages »: what is chosen there holds at once, what the installation fixed says so. */
import assert from "node:assert/strict";

import { eventually, focused, list, stage, world } from "./lib/stage.js";

const scene = stage();

async function open(page, section) {
  await list(page);
  await page.keyboard.press("Control+,");
  await page.getByRole("heading", { name: "Réglages" }).waitFor();
  if (section !== undefined) {
    await page.getByRole("button", { name: section }).click();
  }
}

const kept = (page, name) => world(page, (house, given) => house.settings[given], name);

scene("the settings are in the menu of the person at the keyboard, and Escape leads back", "", async (page) => {
  await list(page);
  await page.getByRole("button", { name: /Au clavier/ }).click();
  await page.getByRole("menuitem", { name: "Réglages" }).click();
  await page.getByRole("heading", { name: "Réglages" }).waitFor();
  assert.match(await focused(page), /Réglages/);
  assert.equal(await page.title(), "Réglages — Estafette");
  await page.keyboard.press("Escape");
  await list(page);
});

scene("a theme and a density are seen as soon as they are chosen, by keyboard", "", async (page) => {
  await open(page);
  await page.getByRole("radio", { name: "Comme le système" }).focus();
  await page.keyboard.press("ArrowUp");
  await eventually(async () => assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), "dark"));
  assert.deepEqual(await kept(page, "theme"), { value: "dark", origin: "person" });
  await page.getByRole("radio", { name: "Compacte" }).check();
  await eventually(async () =>
    assert.equal(await page.evaluate(() => document.documentElement.dataset.density), "compact"),
  );
});

scene("a size goes up and down to its ends, and back to the usual one", "", async (page) => {
  await open(page);
  const reading = page.getByRole("group", { name: "Taille du texte des messages" });
  const sample = page.getByText("Mme\u00a0Garnier quitte notre service");
  const before = await sample.evaluate((text) => parseFloat(getComputedStyle(text).fontSize));
  assert.equal(before, 17);
  for (let step = 0; step < 7; step += 1) {
    await reading.getByRole("button", { name: "Plus grand" }).click();
  }
  await eventually(async () => assert.equal((await kept(page, "reading_size")).value, 24));
  assert.equal(await sample.evaluate((text) => parseFloat(getComputedStyle(text).fontSize)), 24);
  assert.equal(await reading.getByRole("button", { name: "Plus grand" }).getAttribute("aria-disabled"), "true");
  await reading.getByRole("button", { name: "Taille habituelle" }).click();
  await eventually(async () => assert.equal((await kept(page, "reading_size")).value, 17));
});

scene("what the installation fixed says so and cannot be changed, the rest can", "fixed", async (page) => {
  await open(page);
  const colours = page.getByRole("group", { name: "Couleurs" });
  await colours.getByText("Fixé par l’installation").waitFor();
  assert.ok(await colours.getByRole("radio", { name: "Sombre" }).isChecked());
  assert.ok(await colours.getByRole("radio", { name: "Clair" }).isDisabled());
  const density = page.getByRole("group", { name: "Densité" });
  assert.equal(await density.getByText("Fixé par l’installation").count(), 0);
  await density.getByRole("radio", { name: "Compacte" }).check();
  await eventually(async () => assert.equal((await kept(page, "density")).value, "compact"));
});

scene("what could not be kept is as before, and it is said", "", async (page) => {
  await open(page);
  await world(page, (house) => house.failing.set("setting_change", house.error("disk_full")));
  await page.getByRole("radio", { name: "Sombre" }).click();
  await page.getByText("Ce poste n’a presque plus de place").first().waitFor();
  await eventually(async () => assert.ok(await page.getByRole("radio", { name: "Comme le système" }).isChecked()));
});

scene(
  "each mailbox of the workstation is told, and the password it waits for can be given",
  "password",
  async (page) => {
    await page.getByRole("button", { name: "Plus tard" }).click();
    await open(page, "Boîtes aux lettres");
    await page.getByRole("heading", { name: "Secrétariat" }).waitFor();
    await page
      .getByRole("listitem")
      .filter({ hasText: "secretariat@" })
      .getByRole("button", { name: "Saisir le mot de passe" })
      .click();
    await page.getByRole("dialog", { name: /Secrétariat/ }).waitFor();
    await page.keyboard.type("tilleuls");
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await page.getByRole("heading", { name: "Réglages" }).waitFor();
  },
);

scene("how much a notification says is chosen, from the least that is useful to none at all", "", async (page) => {
  await open(page, "Notifications");
  const choices = page.getByRole("group", { name: "Quand un message arrive" });
  assert.ok(await choices.getByRole("radio", { name: "Poste partagé" }).isChecked());
  for (const [name, value] of [
    ["Poste personnel", "personal"],
    ["Aucune notification", "none"],
  ]) {
    await choices.getByRole("radio", { name }).check();
    await eventually(async () => assert.equal((await kept(page, "notifications")).value, value));
  }
  await page.getByText("Jamais un usager, un objet").waitFor();
});
