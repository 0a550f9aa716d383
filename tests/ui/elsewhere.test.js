/** Drafts of the server that another program or another post wrote: shown apart, and taken up. */
import assert from "node:assert/strict";

import { eventually, stage, world } from "./lib/stage.js";

const scene = stage();

/** The row of the one draft written elsewhere. */
async function elsewhere(page) {
  await world(page, (house) => {
    const row = {
      uid: 7,
      subject: "Planning de la semaine",
      to: ["mdph@exemple.example"],
      saved_at: 1795500000,
      files: 1,
    };
    house.foreignDrafts = [{ mailbox: house.folders[0].mailbox, row }];
  });
  await page.getByRole("button", { name: /^Brouillons/ }).click();
  return page
    .getByRole("list", { name: "Écrits sur un autre poste ou dans un autre logiciel" })
    .getByRole("button", { name: /Planning de la semaine/ });
}

const inTheEditor = (page) =>
  eventually(async () => assert.equal(await page.getByLabel("Objet").inputValue(), "Planning de la semaine"));

scene("a draft written elsewhere stands apart, is taken up by one key, and is one of ours then", "", async (page) => {
  await (await elsewhere(page)).focus();
  await page.keyboard.press("Enter");
  await inTheEditor(page);
  assert.equal(await world(page, (house) => house.foreignDrafts.length), 0);
});

scene("a row clicked twice takes the draft up once and complains of nothing", "", async (page) => {
  await (
    await elsewhere(page)
  ).evaluate((row) => {
    row.click();
    row.click();
  });
  await inTheEditor(page);
  assert.equal(await world(page, (house) => house.drafts.length), 1);
  await page.keyboard.press("Escape");
  await page.getByRole("list", { name: "Brouillons" }).waitFor();
  assert.equal(await page.getByText("Cet élément n’est plus là").count(), 0);
});
