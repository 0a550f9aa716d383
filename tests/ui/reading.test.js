/** Reading: the list, the sheet, putting away and taking back. */
import assert from "node:assert/strict";

import { active, eventually, focused, list, rows, said, stage, world } from "./lib/stage.js";

const scene = stage();

scene("the inbox lists the newest first, said in one breath", "", async (page) => {
  await list(page);
  assert.equal(
    await said(rows(page).first()),
    "Non lu. CH de Val-Fleuri, Gériatrie aiguë. Retour à domicile collectif : lettre de liaison. 2 messages. Document CDA. PDF. 10\u00a0h\u00a042.",
  );
});

scene("the title of the window has counts and no name of a person", "", async (page) => {
  await list(page);
  await rows(page).first().click();
  await eventually(async () =>
    assert.match(await page.title(), /^Réception \(\d+ non lus?\) — Secrétariat — Estafette$/),
  );
});

scene("opening a conversation shows it, and marks it read after a second", "", async (page) => {
  await list(page);
  await rows(page).first().click();
  await page.frameLocator("iframe").getByText("Mme Garnier quitte notre service").waitFor();
  assert.match(await said(rows(page).first()), /^Non lu/);
  await eventually(async () => assert.match(await said(rows(page).first()), /^CH de Val-Fleuri/));
});

scene("the frame holds no script and no way to the page", "", async (page) => {
  await list(page);
  await rows(page).first().click();
  assert.equal(await page.locator("iframe").getAttribute("sandbox"), "allow-popups");
});

scene("a conversation marked unread stays unread while it is open", "", async (page) => {
  await list(page);
  await rows(page).nth(1).click();
  await page.frameLocator("iframe").locator("article").waitFor();
  await page.getByRole("button", { name: "Autres actions" }).click();
  await page.getByRole("menuitem", { name: /Marquer non lu/ }).click();
  await eventually(async () => assert.match(await said(rows(page).nth(1)), /^Non lu/));
  await page.waitForTimeout(1300);
  assert.match(await said(rows(page).nth(1)), /^Non lu/);
});

scene("a click on the open conversation reads it again", "", async (page) => {
  await list(page);
  await rows(page).nth(1).click();
  await page.frameLocator("iframe").locator("article").waitFor();
  await page.keyboard.press("Control+u");
  await eventually(async () => assert.match(await said(rows(page).nth(1)), /^Non lu/));
  await rows(page).nth(1).click();
  await eventually(async () => assert.doesNotMatch(await said(rows(page).nth(1)), /^Non lu/));
});

scene("an open folder deleted on the server gives way to the inbox", "", async (page) => {
  await list(page);
  await page.getByRole("button", { name: /^Commission d’admission/ }).click();
  await page.getByRole("heading", { name: "Commission d’admission" }).waitFor();
  await world(page, (house) => {
    house.deleted.add(16);
    house.stale("folders", 1);
  });
  await page.getByRole("heading", { name: "Réception" }).waitFor();
  await page.locator("nav.rail [aria-current=page]", { hasText: "Réception" }).waitFor();
  assert.ok((await rows(page).count()) > 5);
});

scene("archiving opens the next conversation and can be taken back", "", async (page) => {
  await list(page);
  await rows(page).first().click();
  await page.getByRole("button", { name: "Archiver" }).click();
  await page.getByText("Conversation archivée").first().waitFor();
  await page.getByRole("heading", { name: "Re : Renouvellement de traitement" }).waitFor();
  assert.match(await active(page), /Hélène Fabre/);
  await page.getByRole("button", { name: "Annuler" }).click();
  await eventually(async () => assert.match(await said(rows(page).first()), /Gériatrie/));
});

scene("a conversation is moved to a folder of one's own", "", async (page) => {
  await list(page);
  await rows(page).first().click();
  await page.getByRole("button", { name: "Autres actions" }).click();
  await page.getByRole("menuitem", { name: /Déplacer/ }).click();
  await page.getByRole("radio", { name: "Commission d’admission" }).check();
  await page.getByRole("button", { name: "Déplacer" }).click();
  await page.getByText("Conversation déplacée dans Commission d’admission").first().waitFor();
  await page.getByRole("button", { name: /Commission d’admission/ }).click();
  await eventually(async () => assert.equal(await rows(page).count(), 1));
});

scene("the filters keep what they say", "", async (page) => {
  await list(page);
  await page.getByText("Suivies").click();
  await eventually(async () => assert.equal(await rows(page).count(), 1));
  await page.getByText("Non lues").click();
  await eventually(async () => assert.equal(await rows(page).count(), 12));
});

scene("search finds without accents, and Escape gives the folder back", "", async (page) => {
  await list(page);
  await page.keyboard.press("Control+k");
  await page.keyboard.type("evaluation");
  await page.getByText("1 conversation pour «\u00a0evaluation\u00a0»").waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("heading", { name: "Réception" }).waitFor();
  assert.match(await focused(page), /^listbox/);
});

scene("an arrival moves the rows down and leaves the open conversation open", "", async (page) => {
  await list(page);
  await rows(page).nth(1).click();
  await world(page, (house) => house.arrive("Nouvelle demande"));
  await eventually(async () => assert.match(await said(rows(page).first()), /Nouvelle demande/));
  assert.match(await active(page), /Hélène Fabre/);
  await page.getByRole("heading", { name: "Re : Renouvellement de traitement" }).waitFor();
  await eventually(async () =>
    assert.ok((await page.getByRole("status").allTextContents()).includes("1 nouveau message")),
  );
});

scene("what is being read in a scrolled list does not move when letters arrive", "", async (page) => {
  await list(page);
  await page.getByRole("listbox").evaluate((element) => {
    element.scrollTo({ top: 1300 });
    // the list hears of it in the frame after
    return new Promise((heard) => requestAnimationFrame(() => requestAnimationFrame(heard)));
  });
  const seen = rows(page).filter({ hasText: /./ }).nth(10);
  const name = await said(seen);
  const before = await page.getByRole("option", { name, exact: true }).first().boundingBox();
  await world(page, (house) => house.arrive("Nouvelle demande"));
  await eventually(async () => assert.equal(await page.getByRole("listbox").evaluate((e) => e.scrollTop), 1300 + 132));
  const after = await page.getByRole("option", { name, exact: true }).first().boundingBox();
  assert.equal(after.y, before.y);
});

scene("fifty thousand conversations make a short page", "long", async (page) => {
  await list(page);
  await page.getByRole("listbox").press("End");
  await eventually(async () => assert.equal(await rows(page).last().getAttribute("aria-posinset"), "50006"));
  assert.ok((await rows(page).count()) < 40);
});

scene("a joined file is saved where the person says", "", async (page) => {
  await list(page);
  await rows(page).first().click();
  await page.frameLocator("iframe").locator("article").waitFor();
  await world(page, (house) => house.announce({ kind: "frame", action: { kind: "save", message: 101, index: 1 } }));
  await page.getByText("«\u00a0resultats.txt\u00a0» enregistré").first().waitFor();
});

/** The dialog of a link that was used in the frame. */
async function linkDialog(page, link) {
  await world(page, (house, action) => house.announce({ kind: "frame", action }), { kind: "link", link: 1, ...link });
  const dialog = page.getByRole("dialog", { name: "Ce lien mène hors d’Estafette" });
  await dialog.waitFor();
  return dialog;
}

const ORDINARY = {
  url: "https://rendez-vous.example/p?jeton=1",
  host: "rendez-vous.example",
  shown: "rendez-vous.example",
  doubts: [],
};

scene("a link is shown in full and never followed", "", async (page) => {
  await list(page);
  const dialog = await linkDialog(page, ORDINARY);
  await dialog.getByText(ORDINARY.host, { exact: true }).waitFor();
  await dialog.getByText(ORDINARY.url).waitFor();
  assert.equal(await dialog.getByRole("link").count(), 0);
  assert.equal(await dialog.getByText("À vérifier").count(), 0);
  assert.equal(await dialog.getByRole("button", { name: "Ouvrir dans le navigateur" }).count(), 0);
});

scene("a link that may deceive says what about it", "", async (page) => {
  await list(page);
  const [host, shown] = ["xn--mssant-gva.example", "mssanté.example"];
  const dialog = await linkDialog(page, { url: `http://${host}/`, host, shown, doubts: ["accents", "in_the_clear"] });
  await dialog.getByText(shown, { exact: true }).waitFor();
  await dialog.getByText(host, { exact: true }).waitFor();
  await dialog.getByText("Le nom du site porte des accents.").waitFor();
  await dialog.getByText("Ce site n’est pas chiffré.").waitFor();
});

scene("a link is opened in the browser where the settings allow it, after it was shown", "", async (page) => {
  await list(page);
  await world(page, (house) => {
    house.settings = { ...house.settings, open_links: { value: true, origin: "installation" } };
    house.announce({ kind: "stale", mailbox: null, tag: "settings", ids: null });
  });
  const dialog = await linkDialog(page, ORDINARY);
  await dialog.getByRole("button", { name: "Ouvrir dans le navigateur" }).click();
  await page.getByText("Lien ouvert dans le navigateur").first().waitFor();
});

scene("the demonstration ribbon is always there", "demonstration", async (page) => {
  await page.getByText("DÉMONSTRATION").waitFor();
  await page.getByRole("button", { name: "Nouveau message" }).click();
  await page.getByLabel("Objet").waitFor();
  assert.ok(await page.getByText("DÉMONSTRATION").isVisible());
});

scene("the list grows and shrinks between its limits, from the keyboard too", "", async (page) => {
  await list(page);
  const edge = page.getByRole("separator", { name: "Largeur de la liste" });
  await edge.press("End");
  assert.equal(await edge.getAttribute("aria-valuenow"), "560");
  await edge.press("Home");
  await edge.press("ArrowRight");
  assert.equal(await edge.getAttribute("aria-valuenow"), "356");
});

scene("in « Non lues », what has been read leaves the list and the next one is not skipped", "", async (page) => {
  await list(page);
  await page.getByText("Non lues").click();
  await eventually(async () => assert.equal(await rows(page).count(), 12));
  const second = await said(rows(page).nth(1));
  await page.getByRole("listbox").focus();
  await page.keyboard.press("ArrowDown");
  await eventually(async () => assert.equal(await said(rows(page).first()), second));
  await page.keyboard.press("ArrowDown");
  await eventually(async () => assert.equal(await active(page), second));
});
