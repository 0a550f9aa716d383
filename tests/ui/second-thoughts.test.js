/** A letter taken back before it leaves, and one found again after Estafette was stopped. */
import assert from "node:assert/strict";

import { HELENE, send, writeTo } from "./lib/composer.js";
import { eventually, list, stage, world } from "./lib/stage.js";

const scene = stage();

/** Writes a letter with a file to Hélène and presses « Envoyer »; the letter can be taken back for `seconds`. */
async function sendHeld(page, seconds = 60) {
  await writeTo(page, HELENE);
  await world(
    page,
    (house, given) => {
      house.holdFor(given);
    },
    seconds,
  );
  await page.getByLabel("Objet").fill("Renouvellement");
  await page.getByRole("button", { name: "Joindre" }).click();
  await page.getByRole("button", { name: "Retirer DLU Peltier.pdf" }).waitFor();
  await send(page).click();
  await page.getByRole("heading", { name: "Réception" }).waitFor();
}

const confirmation = (page) => page.getByRole("region", { name: "Confirmation" });

async function writtenAgain(page) {
  await page.getByRole("heading", { name: "Brouillon", exact: true }).waitFor();
  await page.getByRole("button", { name: "Retirer DLU Peltier.pdf" }).waitFor();
  await page.getByRole("button", { name: `Retirer ${HELENE}` }).waitFor();
  assert.equal(await page.getByLabel("Objet").inputValue(), "Renouvellement");
  assert.deepEqual(await world(page, (house) => [house.outbox.length, house.drafts.length]), [0, 1]);
}

scene("« Annuler » takes the letter back as it was, with its file", "", async (page) => {
  await sendHeld(page);
  await confirmation(page)
    .getByText(/Le message part dans \d+\u00a0s/)
    .waitFor();
  assert.equal(await page.getByText("Message envoyé").count(), 0);
  await confirmation(page).getByRole("button", { name: "Annuler" }).click();
  await writtenAgain(page);
  assert.equal(await page.getByRole("button", { name: "Envoi en cours…" }).count(), 0);
});

scene("Ctrl+Z takes the letter back while it can be", "", async (page) => {
  await sendHeld(page);
  await confirmation(page).waitFor();
  await page.keyboard.press("Control+z");
  await writtenAgain(page);
});

scene("a letter nobody takes back leaves, and « Annuler » goes with it", "", async (page) => {
  await sendHeld(page, 2);
  await confirmation(page).hover();
  await page.getByText("Message envoyé").first().waitFor();
  assert.equal(await confirmation(page).getByRole("button", { name: "Annuler" }).count(), 0);
  await page.keyboard.press("Control+z");
  await page.waitForTimeout(200);
  assert.equal(await page.getByLabel("Objet").count(), 0, "nothing is left to take back");
});

scene("a letter that has just left cannot be taken back, and it is said", "", async (page) => {
  await sendHeld(page);
  await world(page, (house) => house.failing.set("outbox_withdraw", house.error("too_late_to_withdraw")));
  await confirmation(page).getByRole("button", { name: "Annuler" }).click();
  await page.getByText("Ce message est déjà parti").first().waitFor();
});

scene("the outbox shows a held letter, and sends it at once when asked", "", async (page) => {
  await sendHeld(page);
  await page.getByRole("button", { name: /^Boîte d’envoi/ }).click();
  await page.getByText("Départ dans quelques secondes").waitFor();
  await page.getByRole("button", { name: "Envoyer maintenant" }).click();
  await page.getByText("Message envoyé").first().waitFor();
});

scene("a letter taken back from another mailbox is written in its own", "", async (page) => {
  await sendHeld(page);
  await page.getByRole("button", { name: /^Infirmerie/ }).click();
  await page.getByRole("heading", { name: "Réception" }).waitFor();
  await page.keyboard.press("Control+z");
  await writtenAgain(page);
  await page.getByText("secretariat@", { exact: false }).first().waitFor();
});

scene("without network the ten seconds are promised too", "offline", async (page) => {
  await writeTo(page, HELENE);
  await page.getByRole("button", { name: "Envoyer dès le retour du réseau" }).click();
  await confirmation(page).getByText("Le message partira dès le retour du réseau").waitFor();
  await confirmation(page).getByRole("button", { name: "Annuler" }).click();
  await page.getByRole("heading", { name: "Brouillon", exact: true }).waitFor();
});

scene(
  "the letter being written when Estafette stopped is offered, and taken up in its mailbox",
  "interrupted",
  async (page) => {
    await list(page);
    await page.getByText("Brouillon retrouvé").waitFor();
    await page.getByText(/«\u00a0Chutes de la nuit\u00a0»/).waitFor();
    await page.getByRole("button", { name: "Reprendre" }).click();
    await eventually(async () => assert.equal(await page.getByLabel("Objet").inputValue(), "Chutes de la nuit"));
    await page.getByText("deux chutes cette nuit").waitFor();
    await page.getByText("infirmerie@ehpad-les-tilleuls.mssante.example").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("heading", { name: "Réception" }).waitFor();
    assert.equal(await page.getByText("Brouillon retrouvé").count(), 0);
  },
);

scene("a recovered letter put off stays among the drafts and asks no more", "interrupted", async (page) => {
  await list(page);
  await page.getByRole("button", { name: "Plus tard" }).click();
  await page.getByText("Brouillon retrouvé").waitFor({ state: "detached" });
  assert.equal(await world(page, (house) => house.drafts.length), 1);
});
