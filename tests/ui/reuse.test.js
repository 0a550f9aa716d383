/** What is written once and used in many letters: signatures and texts to start from. */
import assert from "node:assert/strict";

import { send, write, writeTo, HELENE } from "./lib/composer.js";
import { eventually, list, rows, stage, world } from "./lib/stage.js";

const scene = stage();
const signature = (page) => page.getByRole("region", { name: "Signature" });
const text = (page) => page.getByRole("textbox", { name: "Texte du message" });

scene("the signature stands below the text and above what is quoted, and nobody types it", "", async (page) => {
  await list(page);
  await rows(page).nth(1).click();
  await page.getByRole("button", { name: "Répondre", exact: true }).click();
  await signature(page).getByText("Secrétariat, poste 214").waitFor();
  const order = await page.evaluate(() =>
    [...document.querySelectorAll('[role=textbox][aria-label="Texte du message"], section[aria-label]')].map(
      (element) => element.getAttribute("aria-label"),
    ),
  );
  const seen = order.filter((name) => ["Texte du message", "Signature", "Message cité"].includes(name));
  assert.deepEqual(seen, ["Texte du message", "Signature", "Message cité"]);
  assert.equal(await signature(page).getByRole("textbox").count(), 0);
  await page.keyboard.press("Control+s");
  assert.ok(!(await world(page, (house) => house.drafts[0].content.body_html)).includes("poste 214"));
});

scene("a signature is changed from the letter, and the letter shows it", "", async (page) => {
  await write(page);
  await page.getByRole("button", { name: "Modifier la signature" }).click();
  const field = page.getByRole("dialog").getByLabel("Signature de la boîte Secrétariat");
  await field.fill("EHPAD Les Tilleuls\nSecrétariat, poste 300");
  await page.getByRole("button", { name: /^Enregistrer «.Signature de la boîte/ }).click();
  await page.getByRole("dialog").getByText("Signature enregistrée").waitFor();
  await page.getByRole("button", { name: "Fermer" }).click();
  await signature(page).getByText("Secrétariat, poste 300").waitFor();
});

scene("a text is put where one writes, its known fields filled; what is left is asked about", "", async (page) => {
  await writeTo(page, HELENE);
  await page.getByRole("button", { name: "Modèle de texte" }).click();
  await page.getByRole("menuitem", { name: "Rendez-vous confirmé" }).click();
  await text(page).getByText("Sophie Martel, le 24\u00a0nov. 2026").waitFor();
  await page.getByText("Un champ du modèle reste à remplir").waitFor();
  await page.getByText("À compléter dans le texte\u00a0: {{usager}}").waitFor();
  assert.equal(await send(page).getAttribute("aria-disabled"), "true");
  await text(page).press("Control+a");
  await page.keyboard.type("Le rendez-vous de M. Peltier est confirmé.");
  await page.getByText("Prêt à partir").waitFor();
});

scene("a text is written, changed and thrown away, the last after a second word", "", async (page) => {
  await write(page);
  await page.getByRole("button", { name: "Modèle de texte" }).click();
  await page.getByRole("menuitem", { name: "Gérer les modèles…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Nouveau modèle" }).click();
  await dialog.getByLabel("Nom du modèle").fill("Bien reçu");
  await dialog.getByLabel("Texte", { exact: true }).fill("Bien reçu, merci.");
  await dialog.getByRole("button", { name: "Enregistrer le modèle" }).click();
  await dialog.getByRole("button", { name: "Modifier «\u00a0Bien reçu\u00a0»" }).click();
  await dialog.getByLabel("Texte", { exact: true }).fill("Bien reçu.");
  await dialog.getByRole("button", { name: "Enregistrer le modèle" }).click();
  await eventually(async () =>
    assert.equal(
      await world(page, (house) => house.templates.find(({ name }) => name === "Bien reçu")?.text),
      "Bien reçu.",
    ),
  );
  await dialog.getByRole("button", { name: "Supprimer «\u00a0Bien reçu\u00a0»" }).click();
  assert.equal(await world(page, (house) => house.templates.length), 2, "asked first");
  await dialog.getByRole("button", { name: "Supprimer pour de bon «\u00a0Bien reçu\u00a0»" }).click();
  await eventually(async () => assert.equal(await world(page, (house) => house.templates.length), 1));
});

scene(
  "in « Réglages » one chooses who signs and how long a letter waits, and writes for each mailbox",
  "",
  async (page) => {
    await list(page);
    await page.getByRole("button", { name: /Au clavier/ }).click();
    await page.getByRole("menuitem", { name: "Réglages" }).click();
    await page.getByRole("button", { name: "Écriture" }).click();
    await page.getByLabel("Pendant 20 secondes").check();
    await page.getByLabel("La boîte et la personne au clavier").check();
    await page.getByLabel("Boîte", { exact: true }).selectOption("Infirmerie");
    await page.getByLabel("Signature de la boîte Infirmerie").fill("Infirmerie, poste 310");
    await page.getByRole("button", { name: /^Enregistrer «.Signature de la boîte Infirmerie/ }).click();
    await page.getByLabel("Votre signature").fill("Sophie Martel");
    await page.getByRole("button", { name: /^Enregistrer «.Votre signature/ }).click();
    await page
      .getByRole("group", { name: "Au bas d’un message envoyé maintenant" })
      .getByText("Sophie Martel")
      .waitFor();
    await eventually(async () =>
      assert.deepEqual(
        await world(page, (house) => [house.settings.send_hold_seconds.value, house.signatures.get(2)]),
        [20, "Infirmerie, poste 310"],
      ),
    );
  },
);
