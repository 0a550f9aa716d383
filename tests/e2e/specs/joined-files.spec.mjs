// A file of a letter in the real window: a picture reaches the page as one written anew, and nothing dangerous is opened.

import assert from "node:assert/strict";
import { access, copyFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";

import { Page } from "../page.mjs";
import { Stage } from "../stage.mjs";

const PHOTO = fileURLToPath(new URL("../../../ui/browser-public/frame/photo.png", import.meta.url));
const LETTER = "Retour à domicile collectif";
let stage, page, session;

before(async () => {
  stage = await Stage.set();
  session = stage.session;
  page = new Page(session);
});

after(async () => {
  await stage?.strike();
});

test("a letter leaves with a picture and a program under the name of a PDF", async () => {
  await copyFile(PHOTO, join(stage.folder, "files", "radio.png"));
  await writeFile(join(stage.folder, "files", "facture.pdf"), Buffer.from("MZ\x90\0\x03\0\0\0 fictif", "latin1"));
  await page.press("Sophie M.");
  await page.press("Secrétariat");
  await page.openRow(LETTER);
  await page.press("Répondre");
  await page.says("Avant l’envoi");
  await session.click(".ProseMirror");
  await session.type(".ProseMirror", "Ci-joint.");
  await page.press("Joindre");
  await page.says("radio.png");
  await page.press("Envoyer");
  await page.says("Message envoyé");
});

test("its picture is shown, decoded, from an address that ends with the dialog", async () => {
  await page.press("Envoyés");
  await page.openRow(LETTER);
  await page.letterSays("Ci-joint.");
  await page.pressInLetter("Voir radio.png");
  const seen = await session.until("the picture", () =>
    session.run(
      `const picture = document.querySelector("dialog img");
       return picture?.complete && picture.naturalWidth > 0 ? [picture.naturalWidth, picture.naturalHeight, picture.src] : null;`,
    ),
  );
  assert.deepEqual(seen.slice(0, 2), [1600, 1200]);
  assert.match(seen[2], /^mail:\/\/localhost\/[0-9a-f]{32}\/picture$/);
  assert.equal(await fateOf(`${seen[2]}?open`), "there");
  await page.press("Fermer");
  assert.equal(await fateOf(`${seen[2]}?closed`), "gone");
});

/** Whether a picture can be had at `url`; the query makes it another address for the web view, and none for the engine. */
function fateOf(url) {
  return session.until(`an answer at ${url}`, () =>
    session.run(
      `window.fates ??= {};
       if (!(arguments[0] in window.fates)) {
         window.fates[arguments[0]] = null;
         const again = new Image();
         again.onload = () => (window.fates[arguments[0]] = "there");
         again.onerror = () => (window.fates[arguments[0]] = "gone");
         again.src = arguments[0];
       }
       return window.fates[arguments[0]];`,
      url,
    ),
  );
}

test("what calls itself a PDF and is a program is named, and not saved before somebody says so", async () => {
  await session.enterFrame("iframe");
  const words = await session.run("return document.body.innerText");
  await session.leaveFrame();
  assert.match(words, /Programme, .*ne s’ouvre pas ici/);
  await page.pressInLetter("Enregistrer facture.pdf");
  await page.says("Ce fichier est un programme");
  await assert.rejects(access(join(stage.folder, "saved", "facture.pdf")));
  await page.press("Ne pas enregistrer");
  await page.pressInLetter("Enregistrer facture.pdf");
  await page.press("Enregistrer quand même");
  await page.says("enregistré");
  await access(join(stage.folder, "saved", "facture.pdf"));
});
