/** What became of messages, and the receipts that are asked for: told, asked, answered once. */
import assert from "node:assert/strict";

import { HELENE, send, writeTo } from "./lib/composer.js";
import { eventually, focused, list, rows, said, stage, world } from "./lib/stage.js";

const scene = stage();
const asked = (page) => page.getByText("L’expéditeur demande un accusé de lecture");

async function openFirst(page) {
  await list(page);
  await rows(page).first().click();
  await page.frameLocator("iframe").locator("article").waitFor();
}

scene(
  "a message that was not delivered is told, aloud too, with the words of the server",
  "undelivered",
  async (page) => {
    const told = page.getByText("Votre message du 12 nov. n’a pas été remis.").first();
    await told.waitFor();
    await page.getByText("cabinet.rocher@kine.mssante.example").waitFor();
    await page.getByText("Réponse du serveur\u00a0: 550 5.1.1 No such mailbox").waitFor();
    await page.getByText("Il est dans Envoyés, avec ses pièces.").waitFor();
    await eventually(async () =>
      assert.match((await page.getByRole("alert").allTextContents()).join(), /n’a pas été remis/),
    );
  },
);

scene("it is shown where it is kept, each recipient with their fate", "undelivered", async (page) => {
  await page.getByRole("button", { name: "Voir le message" }).click();
  await page.getByRole("heading", { name: "Envoyés" }).waitFor();
  const fates = page.frameLocator("iframe").getByRole("list", { name: "Suivi de ce message" });
  await fates.getByText("Lu par geriatrie@ch-val-fleuri.mssante.example").waitFor();
  await fates.getByText("Refusé pour cabinet.rocher@kine.mssante.example").waitFor();
});

scene("once seen it is told no more", "undelivered", async (page) => {
  await page.getByRole("button", { name: "J’ai vu" }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "J’ai vu" }).waitFor({ state: "detached" });
  assert.equal(await page.getByText("Réponse du serveur").count(), 0);
});

scene("a discreet screen tells that it was not delivered, and not what it was about", "undelivered", async (page) => {
  await page.getByText("Votre message du 12 nov.").first().waitFor();
  await page.getByRole("button", { name: "Mode discret" }).click();
  await page.getByText("DLU de Mme Garnier").waitFor({ state: "detached" });
  await page.getByText("cabinet.rocher@kine.mssante.example").waitFor();
});

scene("a sender who asks for a receipt gets one only when somebody says so, and once", "receipt", async (page) => {
  await openFirst(page);
  await asked(page).waitFor();
  await page.getByText(/Il dira à geriatrie@ch-val-fleuri\.mssante\.example/).waitFor();
  await page.getByRole("button", { name: "L’envoyer" }).click();
  await page.getByText("L’accusé de lecture va partir").first().waitFor();
  await asked(page).waitFor({ state: "detached" });
  await rows(page).nth(1).click();
  await rows(page).first().click();
  await page.frameLocator("iframe").locator("article").waitFor();
  assert.equal(await asked(page).count(), 0);
});

scene("who would rather not is not asked again and nothing is said to leave", "receipt", async (page) => {
  await openFirst(page);
  await page.getByRole("button", { name: "Pas cette fois" }).focus();
  assert.match(await focused(page), /^button Pas cette fois/);
  await page.keyboard.press("Enter");
  await asked(page).waitFor({ state: "detached" });
  assert.equal(await page.getByText("L’accusé de lecture va partir").count(), 0);
});

scene("a receipt that would go elsewhere says where before anybody agrees", "receipt-elsewhere", async (page) => {
  await openFirst(page);
  await page.getByText(/Il irait à suivi@ailleurs\.mssante\.example, qui n’est pas l’adresse/).waitFor();
});

scene("a message without such a request asks nothing", "", async (page) => {
  await openFirst(page);
  assert.equal(await asked(page).count(), 0);
  assert.match(await said(rows(page).first()), /liaison/);
});

scene("a receipt is asked for by who writes, and the wish is saved with the letter", "held", async (page) => {
  await writeTo(page, HELENE);
  const wish = page.getByRole("checkbox", { name: "Demander un accusé de lecture" });
  assert.equal(await wish.isChecked(), false, "nobody is asked for one by default");
  await page.getByLabel("Objet").fill("Renouvellement");
  await wish.focus();
  await page.keyboard.press("Space");
  await send(page).click();
  await eventually(async () => {
    const letters = await world(page, (house) => house.outbox.map(({ draft }) => draft.content.receipt));
    assert.deepEqual(letters, [true]);
  });
});

scene(
  "where somebody chose so, a receipt leaves once the message was shown, and nobody is asked",
  "receipt",
  async (page) => {
    await world(page, (house) => {
      house.settings = { ...house.settings, automatic_receipts: { value: true, origin: "person" } };
      house.stale("settings", null);
    });
    await openFirst(page);
    assert.equal(await asked(page).count(), 0);
    await page.getByText("L’accusé de lecture va partir").first().waitFor();
  },
);

scene("one that would go elsewhere is asked for all the same", "receipt-elsewhere", async (page) => {
  await world(page, (house) => {
    house.settings = { ...house.settings, automatic_receipts: { value: true, origin: "person" } };
    house.stale("settings", null);
  });
  await openFirst(page);
  await asked(page).waitFor();
  // It counts as read: a receipt that left by itself would have left by now.
  await eventually(async () => assert.doesNotMatch(await said(rows(page).first()), /Non lu/));
  assert.equal(await page.getByText("L’accusé de lecture va partir").count(), 0);
});
