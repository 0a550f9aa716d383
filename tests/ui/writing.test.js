/** Writing and sending: chips, files, checks, the draft that keeps itself, and what is said when a letter leaves. */
import assert from "node:assert/strict";

import { HELENE, send, write, writeTo } from "./lib/composer.js";
import { eventually, focused, list, rows, stage, world } from "./lib/stage.js";

const scene = stage();
scene("a new letter starts at its recipients", "", async (page) => {
  await write(page);
  assert.match(await focused(page), /^input/);
  assert.equal(await page.evaluate(() => document.activeElement.id.endsWith("-field")), true);
});

scene("« Message envoyé » waits for the operator's word", "held", async (page) => {
  await writeTo(page, HELENE);
  await page.getByLabel("Objet").fill("Renouvellement");
  await send(page).click();
  await page.getByRole("heading", { name: "Réception" }).waitFor();
  await page.getByRole("button", { name: "Envoi en cours…" }).waitFor();
  assert.equal(await page.getByText("Message envoyé").count(), 0);
  await world(page, (house) => house.accept(house.outbox[0].id));
  await page.getByText("Message envoyé").first().waitFor();
  await page.getByRole("button", { name: "Envoi en cours…" }).waitFor({ state: "detached" });
});

scene("a letter that stops says why, and the outbox lets it be tried again", "held", async (page) => {
  await writeTo(page, HELENE);
  await send(page).click();
  await page.getByRole("heading", { name: "Réception" }).waitFor();
  await world(page, (house) => house.stop(house.outbox[0].id, house.error("send_failed")));
  await page.getByText("Nouvel essai à 11\u00a0h\u00a003").waitFor();
  await eventually(async () =>
    assert.equal(await page.getByRole("alert").first().textContent(), "Le message n’est pas parti"),
  );
  await page.getByRole("button", { name: "Voir la boîte d’envoi" }).click();
  await page.getByRole("button", { name: "Réessayer maintenant" }).click();
  await page.getByText("Envoi en cours…").first().waitFor();
});

scene("a letter refused for one recipient says who, and that the others have it", "held", async (page) => {
  await writeTo(page, HELENE, "ferme@ch-val-fleuri.mssante.example");
  await send(page).click();
  await page.getByRole("heading", { name: "Réception" }).waitFor();
  await world(page, (house) => house.accept(house.outbox[0].id, ["ferme@ch-val-fleuri.mssante.example"]));
  await page.getByText("L’opérateur a refusé un destinataire").first().waitFor();
  await page.getByText(/Les autres destinataires l’ont reçu/).waitFor();
  await page.getByText("Adresses refusées\u00a0: ferme@ch-val-fleuri.mssante.example").waitFor();
  assert.equal(await page.getByText("Message envoyé").count(), 0);
});

scene("a refused letter becomes a draft again, with its words", "outbox", async (page) => {
  await list(page);
  await page.getByRole("button", { name: /^Boîte d’envoi/ }).click();
  await page.getByText("552 5.2.3 Message interdit par la charte").waitFor();
  const refused = page.getByRole("listitem").filter({ hasText: "Refusé par l’opérateur" });
  await refused.getByRole("button", { name: "Reprendre comme brouillon" }).click();
  await eventually(async () =>
    assert.equal(await page.getByLabel("Objet").inputValue(), "Confirmation du rendez-vous"),
  );
});

scene("a letter refused for good is among the drafts, and is not tried again", "outbox", async (page) => {
  await list(page);
  await page.getByRole("button", { name: /^Brouillons/ }).click();
  await page.getByText("Confirmation du rendez-vous").waitFor();
  await page.getByRole("button", { name: /^Boîte d’envoi/ }).click();
  const refused = page.getByRole("listitem").filter({ hasText: "Refusé par l’opérateur" });
  await refused.getByText(/gardés dans Brouillons/).waitFor();
  assert.deepEqual(await refused.getByRole("button", { name: /^(Réessayer|Renvoyer|Reprendre)/ }).allInnerTexts(), [
    "Reprendre comme brouillon",
  ]);
  const queued = page.getByRole("listitem").filter({ hasText: "Planning de décembre" });
  await queued.getByText("En attente", { exact: true }).waitFor();
});

scene(
  "a letter whose fate is unknown waits for a decision: sent again only after a warning",
  "unknown",
  async (page) => {
    await list(page);
    await page.getByRole("button", { name: /^Boîte d’envoi/ }).click();
    const letter = page.getByRole("listitem").filter({ hasText: "Attend votre décision" });
    await letter.getByRole("button", { name: "Reprendre comme brouillon" }).waitFor();
    await letter.getByRole("button", { name: "Renvoyer" }).click();
    const question = page.getByRole("alertdialog", { name: /Renvoyer ce message/ });
    await question.getByText(/il peut arriver deux fois/).waitFor();
    await question.getByRole("button", { name: "Ne pas renvoyer" }).click();
    assert.equal(await world(page, (house) => house.outbox[0].state), "unknown");
    await letter.getByRole("button", { name: "Renvoyer" }).click();
    await question.getByRole("button", { name: "Renvoyer", exact: true }).click();
    await page.getByRole("listitem").getByText("Envoi en cours…").waitFor();
  },
);

scene("a letter whose fate is unknown can be taken up again as a draft", "unknown", async (page) => {
  await list(page);
  await page.getByRole("button", { name: /^Boîte d’envoi/ }).click();
  await page.getByRole("button", { name: "Reprendre comme brouillon" }).click();
  await eventually(async () =>
    assert.equal(await page.getByLabel("Objet").inputValue(), "Dossier de liaison d’urgence"),
  );
  assert.equal(await world(page, (house) => house.outbox[0].state), "parked");
});

scene("a wrong address is named, blocks the sending, and is corrected in place", "", async (page) => {
  await write(page);
  await page.getByLabel(/^À/).fill("cabinet.roche@courriel,");
  await page.getByText("Une adresse à corriger").waitFor();
  assert.equal(await send(page).getAttribute("aria-disabled"), "true");
  await page.getByRole("button", { name: /^cabinet.roche@courriel, adresse incomplète/ }).click();
  await page.keyboard.type(".example");
  await page.keyboard.press("Enter");
  await page.getByText("Prêt à partir").waitFor();
});

scene("a blocked « Envoyer » can be reached, says why and sends nothing", "", async (page) => {
  await write(page);
  await send(page).focus();
  await page.keyboard.press("Enter");
  const why = await send(page).getAttribute("aria-describedby");
  assert.equal(await page.locator(`[id="${why}"]`).textContent(), "Réglez le point signalé pour pouvoir envoyer");
  assert.equal(await world(page, (house) => house.outbox.length), 0);
});

scene("several pasted addresses become chips at once", "", async (page) => {
  await write(page);
  await page.getByLabel(/^À/).evaluate((field) => {
    const data = new DataTransfer();
    data.setData("text/plain", "a@val-fleuri.example; b@val-fleuri.example\nc@val-fleuri.example");
    field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  });
  await page.getByText("3 destinataires", { exact: true }).waitFor();
  assert.equal(await page.getByLabel(/^À/).inputValue(), "");
});

scene("Backspace removes the last recipient at the second press, and says so", "", async (page) => {
  await writeTo(page, HELENE);
  await page.getByLabel(/^À/).press("Backspace");
  await eventually(async () =>
    assert.ok((await page.getByRole("status").allTextContents()).some((said) => said.startsWith("Appuyez encore"))),
  );
  await page.getByLabel(/^À/).press("Backspace");
  await page.getByText("Aucun destinataire").waitFor();
});

scene("an announced file that is not joined is asked about once", "", async (page) => {
  await writeTo(page, HELENE);
  await page.getByRole("textbox", { name: "Texte du message" }).click();
  await page.keyboard.type("Vous trouverez la pièce jointe.");
  await page.getByText("Vous parlez d’une pièce jointe, il n’y en a pas").waitFor();
  await page.getByRole("checkbox", { name: "J’ai vérifié" }).check();
  await page.getByText("Prêt à partir").waitFor();
});

scene("files are joined, weighed and taken off; too many block the sending", "", async (page) => {
  await writeTo(page, HELENE);
  for (const name of ["DLU Peltier.pdf", "Ordonnance en cours.pdf", "Radio du bassin.jpg", "Bilan filmé.mp4"]) {
    await page.getByRole("button", { name: "Joindre" }).click();
    await page.getByRole("button", { name: `Retirer ${name}` }).waitFor();
  }
  await page.getByText("Message trop lourd de 2,3\u00a0Mo").waitFor();
  await page.getByRole("button", { name: "Retirer Bilan filmé.mp4" }).click();
  await page.getByText("Prêt à partir").waitFor();
  assert.equal(await page.getByRole("meter").getAttribute("aria-valuetext"), "6,2\u00a0Mo sur 10\u00a0Mo");
});

scene("what is written keeps itself, and is found again among the drafts", "", async (page) => {
  await writeTo(page, HELENE);
  await page.getByLabel("Objet").fill("Renouvellement");
  await page.getByText("Brouillon non enregistré").waitFor();
  await page.getByText("Brouillon enregistré à 10\u00a0h\u00a058").waitFor({ timeout: 7000 });
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: /^Brouillons/ }).click();
  await page.getByRole("button", { name: /Renouvellement/ }).click();
  await eventually(async () => assert.equal(await page.getByLabel("Objet").inputValue(), "Renouvellement"));
});

scene("a letter left without a word leaves no draft behind", "", async (page) => {
  await write(page);
  await page.keyboard.press("Escape");
  await page.getByRole("heading", { name: "Réception" }).waitFor();
  await eventually(async () => assert.equal(await world(page, (house) => house.drafts.length), 0));
});

scene("a draft changed elsewhere is never overwritten without asking", "", async (page) => {
  await write(page);
  await page.getByLabel("Objet").fill("Mon texte");
  await world(page, (house) => {
    house.drafts[0].revision += 3;
    house.drafts[0].content.subject = "Leur texte";
  });
  await page.keyboard.press("Control+s");
  await page.getByText("Ce brouillon a été modifié ailleurs").waitFor();
  await page.getByRole("button", { name: "Voir l’autre version" }).click();
  await eventually(async () => assert.equal(await page.getByLabel("Objet").inputValue(), "Leur texte"));
});

scene("in a conflict one's own text can be kept", "", async (page) => {
  await write(page);
  await page.getByLabel("Objet").fill("Mon texte");
  await world(page, (house) => {
    house.drafts[0].revision += 3;
  });
  await page.keyboard.press("Control+s");
  await page.getByRole("button", { name: "Garder mon texte" }).click();
  await eventually(async () =>
    assert.equal(await world(page, (house) => house.drafts[0].content.subject), "Mon texte"),
  );
});

scene("answering quotes the letter and starts at the text", "", async (page) => {
  await list(page);
  await rows(page).nth(1).click();
  await page.getByRole("button", { name: "Répondre", exact: true }).click();
  await page.getByRole("heading", { name: "Répondre" }).waitFor();
  await eventually(async () => assert.match(await focused(page), /^textbox Texte du message/));
  assert.equal(await page.getByLabel("Objet").inputValue(), "Re : Renouvellement de traitement");
  assert.equal(await page.locator("blockquote").count(), 0, "one sees what one writes");
  await page.getByRole("button", { name: "Message cité" }).click();
  await page
    .getByRole("textbox", { name: "Message cité" })
    .getByText(/a écrit/)
    .waitFor();
  assert.equal(await page.locator("blockquote").count(), 1);
});

scene("what is quoted can be changed, folded without being forgotten, and taken out", "", async (page) => {
  await list(page);
  await rows(page).nth(1).click();
  await page.getByRole("button", { name: "Répondre", exact: true }).click();
  const fold = page.getByRole("button", { name: "Message cité" });
  await fold.click();
  const quoted = page.getByRole("textbox", { name: "Message cité" });
  await quoted.click();
  await page.keyboard.press("Control+Home");
  await page.keyboard.type("Extrait. ");
  await fold.click();
  await fold.click();
  await quoted.getByText(/^Extrait\. /).waitFor();
  await page.keyboard.press("Control+s");
  await eventually(async () =>
    assert.match(await world(page, (house) => house.drafts[0].content.quote_html), /^<p>Extrait\. Le 24/),
  );
  await page.getByRole("button", { name: "Retirer la citation" }).click();
  await page.keyboard.press("Control+s");
  await eventually(async () => assert.equal(await world(page, (house) => house.drafts[0].content.quote_html), ""));
  assert.equal(await fold.count(), 0);
});

scene("a forwarding shows what it carries, its header and its files", "", async (page) => {
  await list(page);
  await rows(page).first().click();
  await page.getByRole("button", { name: "Autres actions" }).click();
  await page.getByRole("menuitem", { name: /^Transférer/ }).click();
  await page
    .getByRole("textbox", { name: "Message cité" })
    .getByText(/^Message transféré/)
    .waitFor();
  await page
    .getByRole("button", { name: /^Retirer Lettre de liaison/ })
    .first()
    .waitFor();
});

scene("words quoted from others announce no file of one's own", "", async (page) => {
  await list(page);
  await world(page, (house) => Object.assign(house.threads[1], { preview: "Voir la pièce jointe" }));
  await rows(page).nth(1).click();
  await page.getByRole("button", { name: "Répondre", exact: true }).click();
  await page.getByRole("textbox", { name: "Texte du message" }).pressSequentially("Merci");
  await page.getByText("Prêt à partir").waitFor();
});

scene("deleting a draft asks first", "", async (page) => {
  await writeTo(page, HELENE);
  await page.getByRole("button", { name: "Supprimer le brouillon" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Garder le brouillon" }).click();
  await page.getByRole("button", { name: "Supprimer le brouillon" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Supprimer le brouillon" }).click();
  await page.getByText("Brouillon supprimé").first().waitFor();
  assert.equal(await world(page, (house) => house.drafts.length), 0);
});

scene("without network a letter is promised for later", "offline", async (page) => {
  await writeTo(page, HELENE);
  await page.getByRole("button", { name: "Envoyer dès le retour du réseau" }).click();
  await page.getByRole("button", { name: "3 messages en attente", exact: true }).waitFor();
});

scene("« Envoyer » takes the recipient still being typed", "held", async (page) => {
  await write(page);
  await page.getByLabel(/^À/).fill(HELENE);
  await send(page).click();
  await page.getByRole("heading", { name: "Réception" }).waitFor();
  assert.deepEqual(await world(page, (house) => house.outbox[0].to), [HELENE]);
});

scene("a letter that cannot be saved stays on screen, whatever the way out", "", async (page) => {
  await write(page);
  await page.getByLabel("Objet").fill("Renouvellement");
  await world(page, (house) => house.failing.set("draft_save", house.error("disk_full")));
  await page.keyboard.press("Escape");
  await page.getByText("Ce poste n’a presque plus de place").waitFor();
  await page.getByRole("button", { name: "Messages", exact: true }).click();
  await page.getByRole("searchbox").fill("liaison");
  await page.waitForTimeout(400);
  assert.equal(await page.getByLabel("Objet").inputValue(), "Renouvellement");
  await world(page, (house) => house.failing.clear());
  await page.getByRole("button", { name: "Messages", exact: true }).click();
  await page.getByRole("heading", { name: "Réception" }).waitFor();
  assert.equal(await world(page, (house) => house.drafts[0].content.subject), "Renouvellement");
});

scene("closing the window keeps the letter first, then says that it may close", "", async (page) => {
  await write(page);
  await page.getByLabel("Objet").fill("Renouvellement");
  assert.equal(await world(page, (house) => house.left), false);
  await world(page, (house) => house.announce({ kind: "leaving" }));
  await eventually(async () => assert.equal(await world(page, (house) => house.left), true));
  assert.equal(await world(page, (house) => house.drafts[0].content.subject), "Renouvellement");
});

scene("leaving a letter by another door keeps it", "", async (page) => {
  await write(page);
  await page.getByLabel("Objet").fill("Renouvellement");
  await page.getByRole("button", { name: "Messages", exact: true }).click();
  await page.getByRole("heading", { name: "Réception" }).waitFor();
  await eventually(async () =>
    assert.equal(await world(page, (house) => house.drafts[0].content.subject), "Renouvellement"),
  );
});
