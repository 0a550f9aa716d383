// The main job in the real window: open, read, answer with a file, see it arrive at the colleague's.

import assert from "node:assert/strict";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { filesWith } from "../disk.mjs";
import { Page } from "../page.mjs";
import { Stage } from "../stage.mjs";
import { Key } from "../webdriver.mjs";

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

test("the window opens on the demonstration and asks who is at the keyboard", async () => {
  await page.says("DÉMONSTRATION");
  await page.press("Sophie M.");
  await page.press("Secrétariat");
  await page.says(LETTER);
  const title = await session.until("the title", async () => {
    const title = await session.title();
    return title.includes("Secrétariat") ? title : null;
  });
  assert.match(title, /^Réception \(12 non lus\) — Secrétariat — Estafette$/);
});

test("a letter is read in its frame, where nothing runs and nothing is fetched", async () => {
  await page.openRow(LETTER);
  await page.letterSays("Mme Garnier quitte notre service");
  await session.enterFrame("iframe");
  const origin = await session.run("return String(window.origin)");
  await session.leaveFrame();
  assert.equal(origin, "null", "the frame has an origin of its own, without rights");
});

test("keys pressed inside the letter reach Estafette", async () => {
  const frame = await session.run(
    "const box = document.querySelector('iframe').getBoundingClientRect(); return [box.x + 300, box.y + 120]",
  );
  const [left, top] = await session.run("return [window.screenX, window.screenY]");
  await stage.xdotool("mousemove", String(left + frame[0]), String(top + frame[1]), "click", "1");
  await stage.xdotool("key", "F6");
  await session.until("the keyboard to leave the letter", async () =>
    session.run("return document.activeElement?.tagName !== 'IFRAME' && document.hasFocus()"),
  );
  await stage.xdotool("mousemove", String(left + frame[0]), String(top + frame[1]), "click", "1");
  await stage.xdotool("key", "ctrl+r");
  await page.says("Avant l’envoi");
  await stage.xdotool("key", "Escape");
  await session.until("the list again", () => session.run("return document.querySelector('[role=listbox]') !== null"));
});

test("the letter is answered with a file, and the answer is « envoyé » only once the operator took it", async () => {
  await writeFile(join(stage.folder, "files", "Chambre 12.pdf"), "%PDF-1.4 fictif");
  await page.openRow(LETTER);
  await page.press("Répondre");
  await page.says("Avant l’envoi");
  await session.click(".ProseMirror");
  await session.type(".ProseMirror", "La chambre 12 est prête.");
  await page.press("Joindre");
  await page.says("Chambre 12");
  await page.press("Envoyer");
  await page.says("Message envoyé");
  const arrived = await session.until("the answer at the hospital's", () => inboxOf("geriatrie", "chambre 12 est pr"));
  assert.match(arrived, /In-Reply-To: </i);
  assert.match(arrived, /Chambre 12\.pdf/);
});

test("what the window keeps of it is not on the disk in the clear", async () => {
  const secret = Buffer.from("La chambre 12 est prête");
  for (const place of ["profile", "home"]) {
    assert.deepEqual(await filesWith(join(stage.folder, place), secret), [], place);
  }
  assert.deepEqual(await filesWith("/dev/shm", secret), []);
  // Control: the same search finds it in a file that is not encrypted.
  await writeFile(join(stage.folder, "control"), Buffer.concat([Buffer.alloc(4096), secret]));
  assert.deepEqual(await filesWith(stage.folder, secret), [join(stage.folder, "control")]);
});

test("the colleague at the infirmary finds the letter sent to them", async () => {
  await page.press("Nouveau message");
  await page.says("Avant l’envoi");
  await session.type("[id$=-field]", "infirmerie@ehpad-les-tilleuls.mssante.example" + Key.enter);
  await session.type("#subject", "Chambre 12 à préparer");
  await session.click(".ProseMirror");
  await session.type(".ProseMirror", "Mme Garnier arrive à 15 h 30.");
  await stage.xdotool("key", "ctrl+Return");
  await session.until("the composer to close", () =>
    session.run("return document.querySelector('.ProseMirror') === null"),
  );
  await page.press("Infirmerie");
  await page.openRow("Chambre 12 à préparer");
  await page.letterSays("Mme Garnier arrive à 15 h 30.");
});

/** The first message of a login's inbox that holds `text`, once decoded enough. */
async function inboxOf(login, text) {
  const maildir = stage.operator.accounts.find((account) => account.login === login).maildir;
  for (const folder of ["new", "cur"]) {
    for (const name of await readdir(join(maildir, folder))) {
      const raw = await readFile(join(maildir, folder, name), "latin1");
      if (raw.includes(text)) return raw;
    }
  }
  return null;
}
