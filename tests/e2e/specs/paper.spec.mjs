// What leaves the window, in the real one: a long conversation on paper, a message as the server has it, the journal of
// both; and the search in what is read.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";

import { Page } from "../page.mjs";
import { deliver } from "../post.mjs";
import { Stage } from "../stage.mjs";

const run = promisify(execFile);
const SUBJECT = "Relevé de surveillance";
const MESSAGES = 12;
const LINES = 190;
let stage, page, session, letters;

before(async () => {
  stage = await Stage.set();
  session = stage.session;
  page = new Page(session);
  letters = Array.from({ length: MESSAGES }, (_, index) => letter(index + 1));
  for (const [index, raw] of letters.entries()) await deliver(stage, "secretariat", `releve-${index}`, raw);
  await page.press("Sophie M.");
  await page.press("Secrétariat");
  await page.openRow(SUBJECT);
  await page.letterSays(`Ligne ${MESSAGES}-${LINES}`);
  await session.until("every message of the conversation", async () =>
    (await session.text("main")).includes("pas encore sur ce poste") ? null : true,
  );
});

after(async () => {
  await stage?.strike();
});

test("the whole conversation is printed, every line of every message once, under a name that tells nothing", async () => {
  await page.press("Imprimer");
  await page.says("Conversation envoyée à l’imprimante");
  const paper = join(stage.folder, "saved", "imprimante.pdf");
  const text = (await run("pdftotext", ["-layout", paper, "-"], { maxBuffer: 64 << 20 })).stdout;
  const facts = (await run("pdfinfo", [paper])).stdout;
  const printed = text.match(/Ligne \d+-\d+/g) ?? [];
  assert.equal(printed.length, MESSAGES * LINES, "no line twice");
  assert.equal(new Set(printed).size, MESSAGES * LINES, "no line missing");
  assert.ok(Number(/Pages:\s+(\d+)/.exec(facts)[1]) >= 40, facts);
  assert.match(facts, /Title:\s+Conversation\n/);
  for (const words of [SUBJECT, "Sophie Martel", "h.fabre@medecin.mssante.example", "Infirmerie des Tilleuls"]) {
    assert.ok(text.includes(words), `« ${words} » is on paper`);
  }
  assert.match(text, /Référence [0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}/);
});

test("nothing of what was printed is left beside", async () => {
  const home = join(stage.folder, "home");
  for (const entry of await readdir(home, { recursive: true, withFileTypes: true })) {
    const content = entry.isFile() ? await readFile(join(entry.parentPath, entry.name)).catch(() => "") : "";
    assert.ok(!content.includes("%PDF") && !content.includes(SUBJECT), entry.name);
  }
});

test("a message is exported byte for byte, after a warning, and the journal says by whom", async () => {
  await page.press("Autres actions");
  await page.press("Exporter…");
  await page.says("Le fichier sort du chiffrement d’Estafette");
  await page.press("Un seul message", "label");
  await page.press("Message d’origine (.eml)", "label");
  await page.press("Exporter", "dialog button");
  await page.says("enregistré");
  const name = (await readdir(join(stage.folder, "saved"))).find((file) => file.endsWith(".eml"));
  assert.match(name, /^\d{4}-\d{2}-\d{2} message\.eml$/);
  assert.equal(sha256(await readFile(join(stage.folder, "saved", name))), sha256(letters.at(-1)));

  await page.press("Au clavier", "header button");
  await page.press("Journal");
  await page.says("Export de messages");
  await page.says("Impression");
  const journal = await session.text("main");
  assert.ok(journal.includes("Sophie Martel") && journal.includes("Fait"), journal);
  assert.ok(!journal.includes(SUBJECT) && !journal.includes("Fabre"), "no word of a letter");
  await page.press("Revenir aux messages");
});

test("words are found in the letter, folded messages included, without accents and with the keyboard alone", async () => {
  await page.openRow(SUBJECT);
  await page.letterSays(`Ligne ${MESSAGES}-${LINES}`);
  const [x, y] = await inFrame(300, 200);
  await stage.xdotool("mousemove", x, y, "click", "1");
  await stage.xdotool("key", "ctrl+f");
  await session.until("the search", () => session.run("return document.activeElement?.matches('[role=search] input')"));
  await session.type("[role=search].find input", "TEMPERATURE 3-");
  await page.says(`1 sur ${LINES}`);
  assert.ok(await lit(1), "the first place, in a folded message, is on screen");
  await stage.xdotool("key", "F3");
  await page.says(`2 sur ${LINES}`);
  assert.ok(await lit(2));
  await stage.xdotool("key", "shift+Return");
  await page.says(`1 sur ${LINES}`);
  await stage.xdotool("key", "shift+F3");
  await page.says(`${LINES} sur ${LINES}`);
  await stage.xdotool("key", "Escape");
  await session.until("the search to close", () => session.run("return document.querySelector('.find') === null"));
  await session.until("the marks to go", async () => {
    await session.enterFrame("iframe");
    try {
      const mark = `getComputedStyle(document.getElementById("e-hit-${LINES}"))`;
      return await session.run(`return ${mark}.backgroundColor === "rgba(0, 0, 0, 0)"`);
    } finally {
      await session.leaveFrame();
    }
  });
  assert.equal(
    await session.run("return document.activeElement?.tagName"),
    "IFRAME",
    "the keyboard is back in the letter",
  );
});

/** Whether the place numbered `hit` is on screen.  A driver that looked into a frame leaves it the focus at the next key. */
async function lit(hit) {
  const seen = await session.until(`the place ${hit}`, async () => {
    await session.enterFrame("iframe");
    try {
      return await session.run(
        "const box = document.getElementById(arguments[0]).getBoundingClientRect(); " +
          "return box.height > 0 && box.top >= 0 && box.bottom <= window.innerHeight",
        `e-hit-${hit}`,
      );
    } finally {
      await session.leaveFrame();
    }
  });
  await session.run("document.querySelector('.find input').focus()");
  return seen;
}

/** A point of the frame on the screen. */
async function inFrame(right, down) {
  const box = await session.run(
    "const box = document.querySelector('iframe').getBoundingClientRect(); return [box.x, box.y]",
  );
  const [left, top] = await session.run("return [window.screenX, window.screenY]");
  return [String(left + box[0] + right), String(top + box[1] + down)];
}

function letter(number) {
  const lines = Array.from(
    { length: LINES },
    (_, at) => `Ligne ${number}-${at + 1} : température ${number}-${at + 1}, rien à signaler.`,
  );
  const before = number > 1 ? `In-Reply-To: <releve-${number - 1}@medecin.mssante.example>\r\n` : "";
  // Of just now: the list draws only the rows on screen.
  const date = new Date(Date.now() - (MESSAGES - number) * 60_000).toUTCString().replace("GMT", "+0000");
  return Buffer.from(
    `From: "Dr Fabre" <h.fabre@medecin.mssante.example>\r\n` +
      `To: secretariat@ehpad-les-tilleuls.mssante.example, "Infirmerie des Tilleuls" <infirmerie@ehpad-les-tilleuls.mssante.example>\r\n` +
      `Subject: =?utf-8?Q?Relev=C3=A9_de_surveillance?=\r\nMessage-ID: <releve-${number}@medecin.mssante.example>\r\n${before}` +
      `Date: ${date}\r\nMIME-Version: 1.0\r\n` +
      `Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n${lines.join("\r\n")}\r\n`,
  );
}

function sha256(bytes) {
  return createHash("sha256").update(bytes).digest("hex");
}
