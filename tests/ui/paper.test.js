/** What leaves the window, its journal, and the search in the open conversation. */
import assert from "node:assert/strict";

import { eventually, focused, list, rows, stage, world } from "./lib/stage.js";

const scene = stage();

async function open(page) {
  await list(page);
  await rows(page).first().click();
  await page.frameLocator("iframe").locator("article").waitFor();
}

async function exportDialog(page) {
  await open(page);
  await page.getByRole("button", { name: "Autres actions" }).click();
  await page.getByRole("menuitem", { name: "Exporter…" }).click();
  return page.getByRole("dialog");
}

async function journal(page) {
  await list(page);
  await page.getByRole("button", { name: /Au clavier/ }).click();
  await page.getByRole("menuitem", { name: "Journal" }).click();
  await page.getByRole("heading", { name: "Journal" }).waitFor();
}

const lines = (page) => page.getByRole("table").locator("tbody tr");

scene("Ctrl+P prints, and says so; a closed dialog is said too", "", async (page) => {
  await open(page);
  await page.keyboard.press("Control+p");
  await page.getByText("Conversation envoyée à l’imprimante").first().waitFor();
  await world(page, (given) => {
    given.closesDialogs = true;
  });
  await page.keyboard.press("Control+p");
  await page.getByText("Impression annulée, rien n’a été imprimé").first().waitFor();
});

scene("a printer that is missing is said in three parts", "", async (page) => {
  await open(page);
  await world(page, (given) => given.failing.set("thread_print", given.error("printer_missing")));
  await page.getByRole("button", { name: "Imprimer" }).click();
  await page.getByText("Aucune imprimante n’est disponible").first().waitFor();
  await page.getByText("rien n’a été imprimé").first().waitFor();
});

scene(
  "an export warns before it asks for a place, and names the file without a word of the letter",
  "",
  async (page) => {
    const dialog = await exportDialog(page);
    await dialog.getByText("Le fichier sort du chiffrement d’Estafette").waitFor();
    await dialog.getByRole("button", { name: "Exporter" }).click();
    await page.getByText("« 2026-11-24 conversation.pdf » enregistré").first().waitFor();
  },
);

scene("one message of a conversation can be exported as it came", "", async (page) => {
  const dialog = await exportDialog(page);
  await dialog.getByLabel("Un seul message").check();
  assert.match(await dialog.getByLabel("Message", { exact: true }).innerText(), /CH de Val-Fleuri/);
  await dialog.getByLabel(/Message d’origine/).check();
  await dialog.getByRole("button", { name: "Exporter" }).click();
  await page.getByText("« 2026-11-24 message.eml » enregistré").first().waitFor();
});

scene("an export given up leaves nothing but its line", "", async (page) => {
  const dialog = await exportDialog(page);
  await dialog.getByRole("button", { name: "Annuler" }).click();
  await dialog.waitFor({ state: "detached" });
  assert.match(await focused(page), /Autres actions/);
});

scene("the journal says who did what, the latest first, and narrows", "", async (page) => {
  await open(page);
  await page.keyboard.press("Control+p");
  await page.getByText("Conversation envoyée à l’imprimante").first().waitFor();
  await journal(page);
  assert.match(await page.title(), /^Journal — Estafette$/);
  assert.match(await lines(page).first().innerText(), /Sophie Martel\s+Impression\s+Fait\s+Secrétariat/);
  assert.equal(await lines(page).count(), 7);
  await page.getByLabel("Personne").selectOption("Nadège Leroy");
  await eventually(async () => assert.equal(await lines(page).count(), 1));
  await page.getByLabel("Période").selectOption("Aujourd’hui");
  await page.getByText("Aucune ligne").first().waitFor();
  await page.getByLabel("Personne").selectOption("Tout le monde");
  await page.getByLabel("Action").selectOption("Impression");
  await eventually(async () => assert.equal(await lines(page).count(), 3));
});

scene("the journal is left with Escape, and by asking for the messages", "", async (page) => {
  await journal(page);
  assert.match(await focused(page), /^h1 Journal/);
  await page.keyboard.press("Escape");
  await list(page);
  await journal(page);
  await page.getByRole("button", { name: "Messages", exact: true }).click();
  await list(page);
});

scene("its export warns, and is a line of it", "", async (page) => {
  await journal(page);
  await page.getByRole("button", { name: "Exporter" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Exporter" }).click();
  await page.getByText("« 2026-11-24 journal Estafette.csv » enregistré").first().waitFor();
  await eventually(async () => assert.match(await lines(page).first().innerText(), /Export du journal/));
});

scene("a long journal is read page by page", "", async (page) => {
  await list(page);
  await world(page, (given) => {
    const [line] = given.audit;
    given.audit = Array.from({ length: 120 }, (_, index) => ({ ...line, id: 1000 - index }));
  });
  await journal(page);
  await page.getByText("Lignes 1 à 50 sur 120").waitFor();
  await page.getByRole("button", { name: "Plus anciennes" }).click();
  await page.getByRole("button", { name: "Plus anciennes" }).click();
  await page.getByText("Lignes 101 à 120 sur 120").waitFor();
  assert.equal(await page.getByRole("button", { name: "Plus anciennes" }).getAttribute("aria-disabled"), "true");
});

scene("Ctrl+F searches the conversation; Enter, F3 and Maj go round; Escape gives the focus back", "", async (page) => {
  await open(page);
  const before = await focused(page);
  await page.keyboard.press("Control+f");
  assert.match(await focused(page), /Rechercher dans la conversation/);
  await page.keyboard.type("bonjour");
  const told = page.getByRole("search", { name: "Recherche dans la conversation" }).getByRole("status");
  await eventually(async () => assert.match(await told.innerText(), /^1 sur \d+$/));
  const count = Number((await told.innerText()).split(" ").at(-1));
  await page.keyboard.press("Enter");
  assert.equal(await told.innerText(), `2 sur ${count}`);
  await page.keyboard.press("Shift+Enter");
  await page.keyboard.press("Shift+F3");
  assert.equal(await told.innerText(), `${count} sur ${count}`);
  await page.keyboard.press("F3");
  assert.equal(await told.innerText(), `1 sur ${count}`);
  await page.keyboard.press("Escape");
  await told.waitFor({ state: "detached" });
  assert.equal(await focused(page), before);
});

scene("what is not there is said, and a key of the letter closes the search", "", async (page) => {
  await open(page);
  await page.keyboard.press("Control+f");
  await page.keyboard.type("ornithorynque");
  await page.getByText("Aucun résultat").waitFor();
  await world(page, (given) => given.announce({ kind: "frame_key", key: "Escape" }));
  await page.getByText("Aucun résultat").waitFor({ state: "detached" });
});
