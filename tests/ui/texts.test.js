/** Texts that are not on this machine: on their way when a conversation is opened, kept from it, put off. */
import assert from "node:assert/strict";

import { eventually, list, rows, said, stage, world } from "./lib/stage.js";

const scene = stage();

/** The texts of the first conversation are not here, for that reason. */
const withhold = (page, why) => world(page, (house, given) => house.withhold(house.threads[0].id, given), why);
const bring = (page) => world(page, (house) => house.bring(house.threads[0].id));

async function openFirst(page, why) {
  await list(page);
  await withhold(page, why);
  await rows(page).first().click();
}

scene("a text that is on its way is said to come, and is there by itself", "", async (page) => {
  await openFirst(page, null);
  const notice = page.getByRole("status").filter({ hasText: "Les textes de 2 messages arrivent" });
  await notice.getByText("L’affichage se complète tout seul.").waitFor();
  assert.equal(await notice.getByRole("button").count(), 0, "there is nothing to do");
  await bring(page);
  await notice.waitFor({ state: "detached" });
  await page.frameLocator("iframe").getByText("Mme Garnier quitte notre service").waitFor();
});

scene("nobody has read what is not here", "", async (page) => {
  await openFirst(page, null);
  await page.getByText("Les textes de 2 messages arrivent").waitFor();
  await page.waitForTimeout(1_300);
  assert.match(await said(rows(page).first()), /^Non lu/);
});

scene("without network it says where the text is and when it comes, and tries again when asked", "", async (page) => {
  await openFirst(page, "offline");
  await page.getByText("Les textes de 2 messages ne sont pas sur ce poste").waitFor();
  await page.getByText("Rien n’est perdu chez l’opérateur. L’affichage se complète dès le retour du réseau.").waitFor();
  await page.getByRole("button", { name: "Réessayer" }).press("Enter");
  await page.getByText("Les textes de 2 messages arrivent").waitFor();
});

scene("what the operator would not give, and what it has no more, is said as it is", "", async (page) => {
  await openFirst(page, "refused");
  await page.getByText("L’opérateur n’a pas donné les textes de 2 messages").waitFor();
  assert.equal(await page.getByRole("button", { name: "Réessayer" }).count(), 1);
  await withhold(page, "gone");
  await page.getByText("2 messages ne sont plus chez l’opérateur").waitFor();
  assert.equal(await page.getByRole("button", { name: "Réessayer" }).count(), 0);
});

scene("the fetching of older texts is interrupted and goes on, by keyboard", "syncing", async (page) => {
  await page.getByRole("button", { name: /^Liste à jour/ }).press("Enter");
  await page.getByRole("button", { name: "Interrompre" }).press("Enter");
  const paused = page.getByRole("button", { name: /^Liste à jour à .*, 280 anciens textes attendent$/ });
  await paused.press("Enter");
  await page.getByText("Les messages récents et ceux que vous ouvrez arrivent quand même").waitFor();
  await page.getByRole("button", { name: "Reprendre" }).press("Enter");
  await page.getByRole("button", { name: /textes.: 120 sur 400$/ }).waitFor();
  await eventually(async () => assert.equal(await world(page, (house) => house.mailbox(1).texts_paused), false));
});

scene("how far back texts are kept is chosen, with what that means", "", async (page) => {
  await list(page);
  await page.keyboard.press("Control+,");
  await page.getByRole("button", { name: "Boîtes aux lettres" }).click();
  const kept = page.getByRole("group", { name: "Textes gardés sur ce poste" });
  assert.ok(await kept.getByRole("radio", { name: "Tous" }).isChecked());
  await kept.getByRole("radio", { name: "3 derniers mois" }).check();
  await eventually(async () =>
    assert.deepEqual(await world(page, (house) => house.settings.kept_texts), { value: "3_months", origin: "person" }),
  );
  await page.getByText("Les messages plus anciens restent sur le serveur et se téléchargent à l’ouverture.").waitFor();
  await page.getByText("Rien n’est supprimé chez l’opérateur").waitFor();
});

scene("what the installation decided about it is shown and stays", "", async (page) => {
  await list(page);
  await world(page, (house) => {
    house.settings = { ...house.settings, kept_texts: { value: "1_month", origin: "installation" } };
    house.stale("settings", null);
  });
  await page.keyboard.press("Control+,");
  await page.getByRole("button", { name: "Boîtes aux lettres" }).click();
  const kept = page.getByRole("group", { name: "Textes gardés sur ce poste" });
  await kept.getByText("Fixé par l’installation").waitFor();
  assert.ok(await kept.getByRole("radio", { name: "Dernier mois" }).isChecked());
  assert.ok(await kept.getByRole("radio", { name: "Tous" }).isDisabled());
});
