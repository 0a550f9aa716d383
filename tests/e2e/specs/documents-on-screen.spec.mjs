// The viewer as a person gets it, private and out of every driver's reach: only the screen tells what it shows.

import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { after, before, test } from "node:test";

import { Page } from "../page.mjs";
import { painted } from "../pdf.mjs";
import { deliver, letterWith } from "../post.mjs";
import { processFile } from "../processes.mjs";
import { SIZE } from "../screen.mjs";
import { Stage } from "../stage.mjs";

const TITLE = "^Pièce jointe — Estafette$";
const SUBJECT = "Deux pages de couleur";
/** A page of the viewer covers that part of the screen at the least. */
const PART = 0.15;
let stage, page, session;

before(async () => {
  stage = await Stage.set({ more: { ESTAFETTE_E2E_PRIVATE_VIEWER: "1" } });
  session = stage.session;
  page = new Page(session);
  const files = { "rouge.pdf": painted("1 0 0"), "bleu.pdf": painted("0 0 1") };
  await deliver(stage, "secretariat", "couleurs", letterWith(SUBJECT, files));
  await page.press("Sophie M.");
  await page.press("Secrétariat");
  await page.openRow(SUBJECT);
  await page.letterSays("rouge.pdf");
});

after(async () => {
  await stage?.strike();
});

test("a document is on the screen, another in its place, and none once it is closed, again and again", async (t) => {
  assert.ok(part("red") < 0.01 && part("blue") < 0.01, "nothing of it before");
  for (let round = 0; round < 3; round += 1) {
    const begun = performance.now();
    await page.pressInLetter("Voir rouge.pdf");
    await session.until("red", async () => part("red") > PART);
    t.diagnostic(`round ${round + 1}: on the screen after ${Math.round(performance.now() - begun)} ms`);
    await page.pressInLetter("Voir bleu.pdf");
    await session.until("blue in the place of red", async () => part("blue") > PART && part("red") < 0.01);
    await closeByEscape();
  }
  assert.equal((await session.windows()).length, 1, "no driver looks in");
});

test("a process that ends over a document takes nothing along, and the window says so", async () => {
  const before = webProcesses();
  await page.pressInLetter("Voir rouge.pdf");
  await session.until("red", async () => part("red") > PART);
  const [reading, ...others] = webProcesses().filter((pid) => !before.includes(pid));
  assert.ok(reading !== undefined && others.length === 0, "it has a process of its own");
  process.kill(reading, "SIGKILL");
  await session.until("the screen without it", async () => part("red") < 0.01);
  await session.until("the word of it", async () => webProcesses().some((pid) => !before.includes(pid)));
  await stage.xdotool("search", "--name", TITLE);
  assert.equal(await session.run("return document.querySelector('[role=listbox]') !== null"), true);
  await page.pressInLetter("Voir bleu.pdf");
  await session.until("another document", async () => part("blue") > PART);
  await closeByEscape();
});

test("a document is put away when the screen turns discreet", async () => {
  await page.pressInLetter("Voir rouge.pdf");
  await session.until("red", async () => part("red") > PART);
  await page.press("Mode discret");
  await session.until("the screen without it", async () => part("red") < 0.01);
});

async function closeByEscape() {
  await stage.xdotool("search", "--name", TITLE, "windowfocus", "--sync");
  await stage.xdotool("key", "Escape");
  await session.until("the screen without it", async () => part("blue") < 0.01);
}

/** The processes of this stage that hold a web page. */
function webProcesses() {
  const all = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  const ours = all.filter(
    (pid) => processFile(pid, "comm").startsWith("WebKitWebProc") && processFile(pid, "environ").includes(stage.folder),
  );
  return ours.map(Number);
}

/** Which part of the screen is of a colour. */
function part(colour) {
  const pixels = stage.screen.look({ x: 0, y: 0, ...SIZE }, 4);
  let found = 0;
  for (let at = 0; at + 3 < pixels.length; at += 4) {
    const [blue, green, red] = [pixels[at], pixels[at + 1], pixels[at + 2]];
    const [wanted, other] = colour === "red" ? [red, blue] : [blue, red];
    if (wanted > 220 && other < 40 && green < 40) found += 1;
  }
  return (found * 4) / pixels.length;
}
