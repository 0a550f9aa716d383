/** « Mode discret »: what the page then holds, down to its names for a screen reader, and how one conversation is shown. */
import assert from "node:assert/strict";

import { eventually, list, rows, said, stage, world } from "./lib/stage.js";

const scene = stage();

const SUBJECTS = ["Retour à domicile collectif", "Demande de DLU", "Question sur mon rendez-vous"];
const NAMES = ["Rolland", "ginette.rolland@patient", "Mme Garnier", "Mme Aubert"];

const button = (page) => page.getByRole("button", { name: "Mode discret" });

/** What is told of patients in the whole document, hidden texts and attributes included. */
async function told(page) {
  const document = await page.content();
  return [...SUBJECTS, ...NAMES].filter((word) => document.includes(word));
}

async function isMasked(page) {
  await eventually(async () => assert.deepEqual(await told(page), []));
}

scene("the rows keep who and when, and lose what and which patient, for the eye and for the ear", "", async (page) => {
  await list(page);
  assert.deepEqual((await told(page)).slice(0, 3), SUBJECTS, "control");
  await page.keyboard.press("Control+Shift+D");
  await isMasked(page);
  assert.equal(await button(page).getAttribute("aria-pressed"), "true");
  assert.match(await said(rows(page).first()), /^Non lu\. CH de Val-Fleuri, Gériatrie aiguë\. Objet masqué\. /);
  assert.match(await said(rows(page).nth(4)), /^G\.\u00a0R\.\. Objet masqué\./);
  await page.getByText("Mode discret activé").waitFor();
  await button(page).click();
  await eventually(async () => assert.deepEqual((await told(page)).slice(0, 3), SUBJECTS));
  assert.equal(await button(page).getAttribute("aria-pressed"), "false");
});

scene("a conversation is read under a masked title, and shows it alone when asked", "", async (page) => {
  await list(page);
  await button(page).click();
  await rows(page).first().click();
  await page.frameLocator("iframe").locator("article").waitFor();
  await page.getByRole("heading", { name: "Objet masqué" }).waitFor();
  await page.getByRole("button", { name: "Afficher l’objet" }).click();
  await page.getByRole("heading", { name: "Retour à domicile collectif" }).waitFor();
  assert.match(await said(rows(page).first()), /Objet masqué/, "its row stays masked");
  await rows(page).nth(2).click();
  await page.getByRole("heading", { name: "Objet masqué" }).waitFor();
  await rows(page).first().click();
  await page.getByRole("heading", { name: "Objet masqué" }).waitFor();
});

scene("switched on again, it masks the title that was asked for", "", async (page) => {
  await list(page);
  await button(page).click();
  await rows(page).first().click();
  await page.getByRole("button", { name: "Afficher l’objet" }).click();
  await page.getByRole("heading", { name: "Retour à domicile collectif" }).waitFor();
  await page.keyboard.press("Control+Shift+D");
  await eventually(async () => assert.equal(await button(page).getAttribute("aria-pressed"), "false"));
  await page.keyboard.press("Control+Shift+D");
  await page.getByRole("heading", { name: "Objet masqué" }).waitFor();
});

scene("search finds as before and shows nothing of what it found", "", async (page) => {
  await list(page);
  await button(page).click();
  await isMasked(page);
  await page.keyboard.press("Control+k");
  await page.keyboard.type("rendez-vous de jeudi");
  await page.getByText("1 conversation pour « rendez-vous de jeudi »").first().waitFor();
  assert.match(await said(rows(page).first()), /^G\.\u00a0R\.\. Objet masqué\./);
});

scene("drafts and letters on their way have no subject, and a patient no address", "held", async (page) => {
  await list(page);
  await world(page, (house) => {
    const content = {
      to: ["ginette.rolland@patient.mssante.example"],
      cc: [],
      subject: "Demande de DLU",
      body_html: "<p></p>",
    };
    const draft = { mailbox: 1, revision: 1, saved_at: 0, answers: false, files: [], encoded_size: 0, content };
    house.drafts.push({ ...draft, id: 901 });
    const { to, subject } = content;
    const letter = { mailbox: 1, draft, to, subject, since: 0, next_try: null, problem: null, refused: [] };
    house.outbox.push({ ...letter, id: 902, state: "queued" });
    house.stale("drafts", 1);
    house.stale("outbox", 1);
  });
  await button(page).click();
  for (const place of [/^Brouillons/, /^Boîte d’envoi/]) {
    await page.getByRole("button", { name: place }).click();
    await page.getByText("Objet masqué").first().waitFor();
    await page.getByText("À Usager").waitFor();
    assert.deepEqual(await told(page), [], String(place));
  }
});

scene("a switch that cannot be kept is said, and changes nothing by itself", "", async (page) => {
  await list(page);
  await world(page, (house) => house.failing.set("setting_change", house.error("disk_full")));
  await button(page).click();
  await page.getByText("Ce poste n’a presque plus de place").first().waitFor();
  assert.equal(await button(page).getAttribute("aria-pressed"), "false");
});
