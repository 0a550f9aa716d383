/** The locked screen: nothing of a letter behind it, who comes back and how, and the minute before it locks. */
import assert from "node:assert/strict";

import { eventually, focused, list, rows, stage, world } from "./lib/stage.js";

const scene = stage();

const lock = (page) => page.getByRole("button", { name: "Verrouiller" });
const who = (page) => page.getByRole("heading", { name: "Qui êtes-vous" });
const codeOf = (page, name) => page.getByLabel(`Code personnel de ${name}`, { exact: true });
const unlock = (page) => page.getByRole("button", { name: "Déverrouiller" });

/** What is told of letters in the whole document. */
async function told(page) {
  const document = await page.content();
  return ["Retour à domicile", "Garnier", "Val-Fleuri", "iframe"].filter((word) => document.includes(word));
}

scene("the window is replaced: neither a row, nor a frame, nor a name is left in the document", "", async (page) => {
  await list(page);
  await rows(page).first().click();
  await page.frameLocator("iframe").locator("article").waitFor();
  assert.deepEqual(await told(page), ["Retour à domicile", "Garnier", "Val-Fleuri", "iframe"], "control");
  await page.keyboard.press("Control+Shift+L");
  await who(page).waitFor();
  await eventually(async () => assert.deepEqual(await told(page), []));
  assert.equal(await page.title(), "Estafette");
  await page.getByRole("button", { name: "Sophie M." }).click();
  await list(page);
});

scene("a key of the window does nothing while it is locked", "", async (page) => {
  await list(page);
  await lock(page).click();
  await who(page).waitFor();
  for (const key of ["Control+n", "Control+,", "Control+Shift+D", "Control+Shift+U"]) {
    await page.keyboard.press(key);
  }
  assert.equal(await page.getByRole("dialog").count(), 0);
  assert.equal(await world(page, (house) => house.drafts.length), 0);
  await who(page).waitFor();
});

scene("a letter being written is saved first, and found again as it was", "", async (page) => {
  await list(page);
  await page.keyboard.press("Control+n");
  await page.getByLabel("Objet").fill("Confirmation du rendez-vous");
  await page.keyboard.press("Control+Shift+L");
  await who(page).waitFor();
  assert.equal(await world(page, (house) => house.drafts[0]?.content.subject), "Confirmation du rendez-vous");
  await page.getByRole("button", { name: "Karine D." }).click();
  await eventually(async () =>
    assert.equal(await page.getByLabel("Objet").inputValue(), "Confirmation du rendez-vous"),
  );
});

scene("a letter that could not be saved is found again with what was written", "", async (page) => {
  await list(page);
  await page.keyboard.press("Control+n");
  await world(page, (house) => house.failing.set("draft_save", house.error("disk_full")));
  await page.getByLabel("Objet").fill("Confirmation du rendez-vous");
  await page.getByRole("textbox", { name: "Texte du message" }).fill("Le rendez-vous est confirmé.");
  await page.keyboard.press("Control+Shift+L");
  await who(page).waitFor();
  assert.equal((await page.content()).includes("confirmé"), false);
  await page.getByRole("button", { name: "Sophie M." }).click();
  await eventually(async () =>
    assert.equal(await page.getByLabel("Objet").inputValue(), "Confirmation du rendez-vous"),
  );
  await page.getByText("Le rendez-vous est confirmé.").waitFor();
  await world(page, (house) => house.failing.delete("draft_save"));
  await page.keyboard.press("Control+s");
  await eventually(async () =>
    assert.equal(await world(page, (house) => house.drafts[0]?.content.subject), "Confirmation du rendez-vous"),
  );
});

scene("a letter without a word is not found again", "", async (page) => {
  await list(page);
  await page.keyboard.press("Control+n");
  await page.getByLabel("Objet").waitFor();
  await page.keyboard.press("Control+Shift+L");
  await page.getByRole("button", { name: "Karine D." }).click();
  await list(page);
  assert.equal(await page.getByLabel("Objet").count(), 0);
});

scene("the code of who was there is asked for at once, and a wrong one makes the next wait", "locked", async (page) => {
  await page.getByText("3 nouveaux messages dans la boîte Secrétariat").waitFor();
  await eventually(async () => assert.match(await focused(page), /Code personnel|input/));
  await codeOf(page, "Sophie M.").fill("111222");
  await page.keyboard.press("Enter");
  await page.getByText("Ce n’est pas le bon code").waitFor();
  assert.equal(await codeOf(page, "Sophie M.").inputValue(), "", "it is kept nowhere");
  await page.getByText("Nouvel essai possible").waitFor();
  await page.getByText("Nouvel essai possible").waitFor({ state: "detached" });
  await codeOf(page, "Sophie M.").fill("271945");
  await page.keyboard.press("Enter");
  await list(page);
});

scene("who has no code yet, and who forgot theirs, come back by the password of a mailbox", "locked", async (page) => {
  await page.getByRole("button", { name: "Karine D." }).click();
  await page.getByText("Karine D. n’a pas encore de code personnel").waitFor();
  await page.getByRole("button", { name: "Sophie M." }).click();
  await page.getByRole("button", { name: "Code oublié" }).click();
  await page.getByText("efface le code de Sophie M.").waitFor();
  await page.getByLabel("Mot de passe de la boîte Secrétariat").fill(await world(page, (house) => house.password));
  await unlock(page).click();
  await list(page);
  assert.equal(await world(page, (house) => house.screenLock.codes.size), 0);
});

scene("another person who has a code gives it before they are at the keyboard", "code", async (page) => {
  await list(page);
  await page.keyboard.press("Control+Shift+U");
  await page.getByRole("button", { name: "Karine D." }).click();
  await codeOf(page, "Karine D.").fill("384056");
  await page.getByRole("button", { name: "Valider" }).click();
  await page.getByText("Au clavier : Karine Dubois").waitFor();
  await eventually(async () => assert.equal(await page.getByRole("dialog").count(), 0));
});

scene("the minute before is said, and any key keeps the screen open", "", async (page) => {
  await list(page);
  await world(page, (house) => house.announce({ kind: "lock_nears", seconds: 60 }));
  await page.getByRole("alertdialog", { name: /Estafette se verrouille dans \d+ s/ }).waitFor();
  const before = await world(page, (house) => house.screenLock.prolonged);
  await page.keyboard.press("Shift");
  await page.getByRole("alertdialog").waitFor({ state: "detached" });
  await eventually(async () => assert.equal(await world(page, (house) => house.screenLock.prolonged), before + 1));
});

scene("a code is chosen, changed and taken away in the settings", "", async (page) => {
  await list(page);
  await page.keyboard.press("Control+,");
  await page.getByRole("button", { name: "Ce poste" }).click();
  await page.getByText("Sophie M. n’a pas de code personnel").waitFor();
  await page.getByLabel("Nouveau code").fill("271945");
  await page.getByLabel("Le même code, une seconde fois").fill("271946");
  await page.getByRole("button", { name: "Choisir ce code" }).click();
  await page.getByText("Les deux codes ne sont pas les mêmes").waitFor();
  await page.getByLabel("Le même code, une seconde fois").fill("271945");
  await page.getByRole("button", { name: "Choisir ce code" }).click();
  await page.getByText("Le code est enregistré").waitFor();
  await page.getByText("Sophie M. a un code personnel").waitFor();
  await page.getByLabel("Code actuel").fill("271945");
  await page.getByRole("button", { name: "Supprimer le code" }).click();
  await page.getByText("Le code est supprimé").waitFor();
  assert.equal(await world(page, (house) => house.screenLock.codes.size), 0);
});
