/** The search as one types: what it finds, what it marks, and the operators that say where or which. */
import assert from "node:assert/strict";

import { eventually, list, rows, said, stage, world } from "./lib/stage.js";

const scene = stage();

/** Types a search in the list, whatever was typed before. */
async function search(page, words) {
  await page.keyboard.press("Control+k");
  await page.keyboard.type(words);
}

async function finds(page, words, count) {
  await search(page, words);
  const told = ["Aucune conversation", "1 conversation"][count] ?? `${count} conversations`;
  await page.getByText(`${told} pour «\u00a0${words}\u00a0»`).waitFor();
}

async function marked(page, at = 0) {
  return rows(page).nth(at).locator("mark").allTextContents();
}

scene(
  "what was looked for is marked as it is written, in the name, the subject and the first words",
  "",
  async (page) => {
    await list(page);
    await finds(page, "evaluation dossier", 1);
    assert.deepEqual(await marked(page), ["Évaluation", "dossier"]);
    await finds(page, "de:fab", 1);
    assert.deepEqual(await marked(page), ["Fabre"]);
    assert.match(await said(rows(page).first()), /^Dr Hélène Fabre\. /, "marks are for the eye");
    await page.keyboard.press("Escape");
    await list(page);
    assert.equal(await page.locator("mark").count(), 0);
  },
);

scene("rows follow each letter that is typed", "", async (page) => {
  await list(page);
  await finds(page, "pluridisciplinaire", 1);
  await page.keyboard.press("Backspace");
  await page.getByText("1 conversation pour «\u00a0pluridisciplinair\u00a0»").waitFor();
  assert.deepEqual(await marked(page), ["pluridisciplinaire"], "the word it is the beginning of");
});

scene("operators restrict where and which, and one typed halfway restricts nothing", "", async (page) => {
  await list(page);
  await finds(page, "non:lu urgences", 1);
  await finds(page, "à:geriatrie", 1);
  assert.deepEqual(await marked(page), ["Gériatrie"]);
  assert.match(await said(rows(page).first()), /^À CH de Val-Fleuri/);
  await finds(page, "dlu avant:20/11/2026", 1);
  await finds(page, "dlu avant:", 2);
  await finds(page, "pj:xdm", 1);
  await finds(page, "sujet:liaison", 0);
  await page.getByText("Pour préciser\u00a0: de:fabre, à:secretariat, objet:bilan").waitFor();
});

scene("another mailbox is searched while it is named, and left with the search", "", async (page) => {
  await list(page);
  await finds(page, "boîte:infirmerie rupture", 1);
  assert.match(await said(rows(page).first()), /Pharmacie des Halles/);
  await rows(page).first().click();
  await page.getByRole("heading", { name: "Rupture d’approvisionnement" }).waitFor();
  await page.getByRole("searchbox", { name: "Rechercher dans Infirmerie" }).waitFor();
  await finds(page, "liaison", 3);
  await page.getByRole("searchbox", { name: "Rechercher dans Secrétariat" }).waitFor();
  await finds(page, "boîte:infirmerie rupture", 1);
  await page.keyboard.press("Escape");
  await eventually(async () => assert.match(await said(rows(page).first()), /Retour à domicile collectif/));
});

scene("a discreet screen marks nothing that it masks", "", async (page) => {
  await list(page);
  await finds(page, "rolland jeudi", 1);
  assert.deepEqual(await marked(page), ["Rolland", "jeudi", "jeudi"]);
  await page.keyboard.press("Control+Shift+D");
  await eventually(async () => assert.deepEqual(await marked(page), []));
  assert.match(await said(rows(page).first()), /^G\.\u00a0R\.\. Objet masqué\./);
});

scene("a search that stopped before the oldest letters says it", "", async (page) => {
  await list(page);
  await world(page, (house) => {
    house.impatient = true;
  });
  await search(page, "liaison");
  await page.getByText("Les messages plus anciens n’ont pas été regardés").waitFor();
});

scene("a search that finds more than it shows says that these are the latest", "long", async (page) => {
  await list(page);
  await search(page, "bonjour");
  await page.getByText("Les 200 conversations les plus récentes pour «\u00a0bonjour\u00a0»").waitFor();
});
