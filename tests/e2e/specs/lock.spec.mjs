// The locked screen in the real window: nothing of a letter is left in it, and who reads is somebody who is there.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { Page } from "../page.mjs";
import { pause } from "../screen.mjs";
import { Stage } from "../stage.mjs";

const LETTER = "Retour à domicile collectif";
/** An installation that locks after a minute says so after thirty seconds. */
const SAID_AFTER_MS = 30_000;
const STEP_MS = 2_000;
let stage, page, session;

before(async () => {
  stage = await Stage.bare();
  const file = join(stage.folder, "demo", "provisioning.json");
  const provisioning = JSON.parse(await readFile(file, "utf8"));
  provisioning.settings = { ...provisioning.settings, lock_after_minutes: 1 };
  await writeFile(file, JSON.stringify(provisioning));
  session = await stage.drive();
  page = new Page(session);
  await page.says("DÉMONSTRATION");
  await page.press("Sophie M.");
  await page.press("Secrétariat");
  await page.openRow(LETTER);
  await page.letterSays("Mme Garnier quitte notre service");
});

after(async () => {
  await stage?.strike();
});

const warned = () => session.run("return document.querySelector('dialog[role=alertdialog]') !== null");

/** Moves the pointer of the screen over the letter, `step` pixels aside. */
async function moveOverTheLetter(step) {
  const { x, y } = await session.run(
    `const { left, top, width, height } = document.querySelector("iframe").getBoundingClientRect();
     return { x: Math.round(left + width / 2), y: Math.round(top + height / 2) };`,
  );
  await stage.xdotool("mousemove", String(x + step), String(y + step));
}

test("who moves over the letter alone is there; once they are gone the window says that it locks, until they move", async () => {
  const begun = Date.now();
  for (let step = 0; Date.now() - begun < SAID_AFTER_MS + 3 * STEP_MS; step += 1) {
    await moveOverTheLetter((step % 2) * 40);
    assert.equal(await warned(), false, `after ${Date.now() - begun} ms`);
    await pause(STEP_MS);
  }
  for (let waited = 0; !(await warned()) && waited < 2 * SAID_AFTER_MS; waited += STEP_MS) {
    await pause(STEP_MS);
  }
  assert.equal(await warned(), true);
  await page.says("Estafette se verrouille dans");
  await moveOverTheLetter(60);
  await session.until("the question to be gone", async () => !(await warned()));
});

test("a locked window holds nothing of a letter, in its document, its frames or its title", async () => {
  const told = () =>
    session.run(
      `const document_ = document.documentElement.outerHTML;
       return ["Garnier", "Val-Fleuri", arguments[0], "<iframe"].filter((word) => document_.includes(word));`,
      LETTER,
    );
  assert.deepEqual(await told(), ["Garnier", "Val-Fleuri", LETTER, "<iframe"], "control");
  const url = await session.run("return document.querySelector('iframe').src");
  await session.run("window.focus(); document.querySelector('[role=listbox]').focus()");
  await stage.xdotool("key", "ctrl+shift+l");
  await page.says("Qui êtes-vous");
  await session.until("an empty room", async () => (await told()).length === 0);
  assert.equal(await session.run("return document.title"), "Estafette");
  const answered = await session.run(
    `const frame = document.createElement("iframe");
     frame.src = arguments[0];
     document.body.append(frame);
     return frame.src;`,
    url,
  );
  assert.equal(answered, url);
  await pause(STEP_MS / 2);
  await session.enterFrame("iframe");
  assert.doesNotMatch(await session.run("return document.documentElement?.innerText ?? ''"), /Garnier/);
  await session.leaveFrame();
  await session.run("document.querySelector('iframe').remove()");
});

test("who comes back finds their letter where it was", async () => {
  await page.press("Sophie M.");
  await page.openRow(LETTER);
  await page.letterSays("Mme Garnier quitte notre service");
});
