/** A window that something keeps closed, and the ways out: the passphrase, chosen or given, a new profile, the keyring back. */
import assert from "node:assert/strict";

import { eventually, focused, list, stage, world } from "./lib/stage.js";

const scene = stage();
const hasFocus = (field) => field.evaluate((element) => element === document.activeElement);

scene(
  "without a keyring a passphrase is chosen: its rule is said, and it is typed twice",
  "obstacle-keyring",
  async (page) => {
    const [first, second] = [page.getByLabel("Phrase secrète", { exact: true }), page.getByLabel("La même phrase")];
    const confirm = page.getByRole("button", { name: "Protéger et ouvrir" });
    await page.getByText("Au moins 16 caractères, dont 8 différents").waitFor();
    await first.fill("tilleul");
    await confirm.click();
    await page.getByText("il en faut au moins 16").waitFor();
    assert.equal(await first.getAttribute("aria-invalid"), "true");
    assert.ok(await hasFocus(first));
    await first.fill("tilleul brume 42");
    await second.fill("tilleul brume 43");
    await confirm.click();
    await page.getByText("Les deux phrases ne sont pas les mêmes").waitFor();
    assert.ok(await hasFocus(second));
    await second.fill("tilleul brume 42");
    await page.keyboard.press("Enter");
    await list(page);
  },
);

scene("a passphrase can be seen while it is typed, and pasted", "obstacle-passphrase", async (page) => {
  const field = page.getByLabel("Phrase secrète", { exact: true });
  assert.ok(await hasFocus(field), "it is what one came for");
  assert.equal(await field.getAttribute("type"), "password");
  await page.getByRole("button", { name: "Afficher" }).click();
  assert.equal(await field.getAttribute("type"), "text");
  await page.getByRole("button", { name: "Masquer" }).click();
  assert.equal(await field.getAttribute("type"), "password");
  const pasted = await field.evaluate((input) => {
    const data = new DataTransfer();
    data.setData("text/plain", "tilleul brume 42");
    return input.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  });
  assert.equal(pasted, true, "nothing refuses the paste");
});

scene(
  "a wrong passphrase is said, paces the next try, and the right one opens",
  "obstacle-passphrase",
  async (page) => {
    const field = page.getByLabel("Phrase secrète", { exact: true });
    const open = page.getByRole("button", { name: "Ouvrir Estafette" });
    await open.click();
    await page.getByText("Saisissez la phrase secrète.").waitFor();
    await field.fill("autre chose");
    await open.click();
    await page.getByRole("alert").getByText("Ce n’est pas la phrase secrète de ce poste").waitFor();
    assert.equal(await field.inputValue(), "");
    assert.equal(await open.getAttribute("aria-disabled"), "true");
    await page.getByText("Nouvel essai possible dans 1 seconde").waitFor();
    await field.fill("tilleul brume 42");
    await page.waitForFunction(() => !document.querySelector("button[type=submit]").hasAttribute("aria-disabled"));
    await open.click();
    await list(page);
  },
);

scene("an accent typed as two characters is the same passphrase", "obstacle-passphrase", async (page) => {
  await world(page, (house) => (house.passphrase = "\u00e9l\u00e9phants \u00e0 la fen\u00eatre"));
  await page.getByLabel("Phrase secrète", { exact: true }).fill("e\u0301le\u0301phants a\u0300 la fene\u0302tre");
  await page.keyboard.press("Enter");
  await list(page);
});

scene(
  "a profile whose key is elsewhere is left or set aside, never replaced without a word",
  "obstacle-key-lost",
  async (page) => {
    await page.getByText("Ouvrez Estafette sur le premier poste").waitFor();
    await page.getByRole("button", { name: "Repartir à neuf" }).click();
    const question = page.getByRole("alertdialog");
    await question.getByText("L’ancien dossier est mis de côté").waitFor();
    await question.getByText("Les brouillons et les messages en attente").waitFor();
    assert.equal(await focused(page), "button Ne rien changer", "the safe answer comes first");
    await page.keyboard.press("Escape");
    await page.getByRole("heading", { level: 1, name: "La clé de ces messages n’est pas sur ce poste" }).waitFor();
    await page.getByRole("button", { name: "Repartir à neuf" }).click();
    await question.getByRole("button", { name: "Repartir à neuf" }).click();
    await list(page);
  },
);

scene("what was put right meanwhile is found by trying again", "obstacle-keyring-locked", async (page) => {
  await page.getByRole("button", { name: "Réessayer" }).click();
  await page.getByText("Essayé de nouveau, sans changement").waitFor();
  await world(page, (house) => (house.mended = true));
  await page.getByRole("button", { name: "Réessayer" }).click();
  await list(page);
});

scene("a keyring that came back is offered, and nothing moves by itself", "keyring-offer", async (page) => {
  await page.getByText("Le trousseau de clés de ce poste répond").waitFor();
  await page.getByText("n’ouvrirait plus rien").waitFor();
  await page.getByRole("button", { name: "Utiliser le trousseau" }).click();
  await page
    .getByRole("region", { name: "Confirmation" })
    .getByText("Le trousseau garde maintenant vos clés")
    .waitFor();
  assert.equal(await page.getByRole("button", { name: "Utiliser le trousseau" }).count(), 0);
});

scene("the engine hears when the first rows are painted, and not before", "", async (page) => {
  await list(page);
  await eventually(async () => assert.equal(await world(page, (house) => house.shown), true));
});

scene("an inbox without a row says nothing of rows", "empty", async (page) => {
  await page.getByText("Rien à lire ici").waitFor();
  assert.equal(await world(page, (house) => house.shown), false);
});
