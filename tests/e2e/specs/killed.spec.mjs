// The program dies while a letter is written: what was typed more than five seconds ago is there at the next start.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { Page } from "../page.mjs";
import { family, processFile, runs } from "../processes.mjs";
import { pause } from "../screen.mjs";
import { Stage } from "../stage.mjs";

const KEPT = "Mme Aubert a mal dormi, tension prise deux fois.";
/** The delay of the saving, and the time a loaded machine takes for it. */
const SAVED_AFTER = 5000 + 3000;

let stage;
let session;
let page;

before(async () => {
  stage = await Stage.bare();
});
after(() => stage.strike());

async function open() {
  session = await stage.drive();
  page = new Page(session);
  await page.says("Réception");
}

/** Ends the window as a crash does: nothing is saved, nothing is closed. */
async function kill() {
  const window = family(process.pid).find((pid) => processFile(pid, "cmdline").startsWith(`${stage.programs}/`));
  assert.ok(window, "the window runs");
  process.kill(window, "SIGKILL");
  await session.until("the window to be gone", () => Promise.resolve(!runs(window)));
  await stage.leave();
}

test("at most five seconds of it are lost, and it is offered again", async () => {
  await open();
  await page.press("Nouveau message");
  await page.says("Avant l’envoi");
  await session.type("#subject", "Nuit du 24");
  await session.click(".ProseMirror");
  await session.type(".ProseMirror", KEPT);
  await pause(SAVED_AFTER);
  await session.type(".ProseMirror", " Perdu.");
  await kill();

  await open();
  await page.says("Brouillon retrouvé");
  await page.press("Reprendre");
  await page.says(KEPT);
  assert.equal(await session.run("return document.querySelector('#subject').value"), "Nuit du 24");
});

test("a letter left as it should be is not offered again", async () => {
  await stage.xdotool("key", "Escape");
  await session.until("the list", () => session.run("return document.querySelector('[role=listbox]') !== null"));
  await kill();
  await open();
  await page.says("Réception");
  assert.ok(!(await session.text("body")).includes("Brouillon retrouvé"));
});
