/** Joined files: looked at in a dialog, saved from there, and what is dangerous named before it leaves. */
import assert from "node:assert/strict";

import { lookAt } from "./lib/frame-screens.js";
import { eventually, focused, stage, world } from "./lib/stage.js";

const scene = stage();
const pictures = (page) => world(page, (given) => given.pictures.size);
const lines = (page) => world(page, (given) => given.audit.filter(({ act }) => act === "save_attachment").length);

scene("a picture is whole, or each of its pixels, by keyboard too", "", async (page) => {
  await lookAt(page, 0);
  const dialog = page.getByRole("dialog", { name: "Radio du bassin.jpg" });
  const picture = dialog.getByRole("img", { name: "Image Radio du bassin.jpg" });
  await picture.waitFor();
  const width = async () => (await picture.boundingBox()).width;
  await eventually(async () => assert.ok((await width()) > 100 && (await width()) < 1000));
  await dialog.getByRole("radio", { name: "Ajustée" }).focus();
  await page.keyboard.press("ArrowRight");
  await eventually(async () => assert.equal(await width(), 1600));
  await dialog.getByRole("region", { name: "Image" }).focus();
  await page.keyboard.press("End");
  await dialog.getByText("celle-ci est réduite pour l’écran").waitFor();
});

scene("Escape closes it, gives the focus back and ends the address of the picture", "", async (page) => {
  await lookAt(page, 0);
  await page.getByRole("img", { name: "Image Radio du bassin.jpg" }).waitFor();
  assert.equal(await pictures(page), 1);
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  assert.match(await focused(page), /^iframe/);
  await eventually(async () => assert.equal(await pictures(page), 0));
});

scene("the title of the window never names the file", "", async (page) => {
  const before = await page.title();
  await lookAt(page, 2);
  await page.getByRole("dialog", { name: "Dossier de Mme Garnier.zip" }).waitFor();
  assert.match(await page.title(), /^Réception/);
  assert.doesNotMatch((await page.title()) + before, /Garnier|zip/);
});

scene("a text is shown letter by letter, and that its end is missing", "", async (page) => {
  await lookAt(page, 1);
  const text = page.getByRole("region", { name: "Texte du fichier" });
  await text.waitFor();
  assert.match(await text.innerText(), /Glycémie\s1,02 g\/L\nCréatinine\s8,1 mg\/L\n\[U\+202E\]fin/);
  await page.getByText("La suite n’est pas affichée").waitFor();
});

scene("an archive is a list with what is odd about each line", "", async (page) => {
  await lookAt(page, 2);
  const dialog = page.getByRole("dialog");
  await dialog.getByText("Son sommaire et ses fichiers ne disent pas la même chose").waitFor();
  const row = (name) => dialog.getByRole("row", { name });
  assert.match(await row(/outil\.exe/).innerText(), /4\sGo\s+Programme\s+Chemin qui sort du dossier/);
  assert.match(await row(/autres\.zip/).innerText(), /Archive, non ouverte\s+Même nom/);
  await dialog.getByText("Les 5 premiers éléments sur 1 200 sont affichés").waitFor();
});

scene("the files of a winmail.dat are looked at one by one, and one goes back to the list", "", async (page) => {
  await lookAt(page, 3);
  const dialog = page.getByRole("dialog");
  await dialog.getByText("vous trouverez la radio").waitFor();
  const file = (name) => dialog.getByRole("listitem").filter({ hasText: name });
  assert.equal(await file("facture.pdf.exe").getByRole("button", { name: "Voir" }).count(), 0);
  await file("resultats.txt").getByRole("button", { name: "Voir" }).click();
  await dialog.getByRole("heading", { name: "resultats.txt" }).waitFor();
  await dialog.getByRole("button", { name: "Retour à la liste" }).click();
  await dialog.getByText("vous trouverez la radio").waitFor();
  await file("Radio du bassin.jpg").getByRole("button", { name: "Enregistrer" }).click();
  await page.getByText("« Radio du bassin.jpg » enregistré").first().waitFor();
});

scene("a dangerous file is not opened, and saved only by who was told what it is", "", async (page) => {
  await lookAt(page, 4);
  const before = await lines(page);
  const viewer = page.getByRole("dialog", { name: "facture.pdf.exe" });
  await viewer.getByText("Estafette ne l’ouvre jamais").waitFor();
  await viewer.getByRole("button", { name: "Enregistrer" }).click();
  const question = page.getByRole("alertdialog", { name: "Ce fichier est un programme" });
  await question.getByText("Rien n’est enregistré pour l’instant").waitFor();
  assert.equal(await lines(page), before);
  await question.getByRole("button", { name: "Ne pas enregistrer" }).click();
  await question.waitFor({ state: "detached" });
  assert.equal(await lines(page), before);
  await viewer.getByRole("button", { name: "Enregistrer" }).click();
  await question.getByRole("button", { name: "Enregistrer quand même" }).click();
  await page.getByText("« facture.pdf.exe » enregistré").first().waitFor();
  assert.equal(await lines(page), before + 1);
  await viewer.waitFor();
});

scene("saved from its row, a dangerous file is asked about too, and an ordinary one is not", "", async (page) => {
  await lookAt(page, 4, "save");
  await page.getByRole("alertdialog").waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("alertdialog").waitFor({ state: "detached" });
  await world(page, (given) => given.announce({ kind: "frame", action: { kind: "save", message: 1, index: 1 } }));
  await page.getByText("« resultats.txt » enregistré").first().waitFor();
  assert.equal(await page.getByRole("dialog").count(), 0);
});

scene("a document is read in a window of its own, and leaves no dialog here", "", async (page) => {
  await lookAt(page, 5);
  await eventually(async () =>
    assert.deepEqual(await world(page, (house) => house.documents), [{ index: 5, theme: "light" }]),
  );
  await page.waitForFunction(() => document.querySelector("dialog") === null);
});

scene("what cannot be shown says so, and can be saved", "", async (page) => {
  await lookAt(page, 6);
  const dialog = page.getByRole("dialog", { name: "Pièce jointe sans nom" });
  await dialog.getByText("trop de pixels").waitFor();
  await page.keyboard.press("Escape");
  await lookAt(page, 99);
  await page.getByRole("dialog").getByText("Ce document est illisible ou incomplet").waitFor();
});
