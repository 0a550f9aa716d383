/** A letter that takes minutes to leave: how far it is, and a way to break it off. */
import assert from "node:assert/strict";

import { eventually, list, stage, world } from "./lib/stage.js";

const scene = stage();

scene("a large letter says how far it is, and its sending can be broken off", "unknown", async (page) => {
  await list(page);
  await page.getByRole("button", { name: /^Boîte d’envoi/ }).click();
  await world(page, (house) => {
    Object.assign(house.outbox[0], { state: "sending", problem: null, size: 55_000_000, sent: 12_300_000 });
    house.stale("outbox", 1);
  });
  const letter = page.getByRole("listitem").filter({ hasText: "Envoi en cours" });
  await letter.getByText("Envoi en cours : 12,3 Mo sur 55 Mo").waitFor();
  const progress = letter.getByRole("progressbar", { name: "Avancement de l’envoi" });
  assert.deepEqual(await progress.evaluate((bar) => [bar.value, bar.max]), [12_300_000, 55_000_000]);
  await letter.getByRole("button", { name: "Interrompre l’envoi" }).click();
  await eventually(async () =>
    assert.equal(await page.getByLabel("Objet").inputValue(), "Dossier de liaison d’urgence"),
  );
  assert.equal(await world(page, (house) => house.outbox.length), 0);
});
