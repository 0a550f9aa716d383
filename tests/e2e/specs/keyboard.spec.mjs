// Keys inside the letter, in the real window: the web engine scrolls by itself, and what it leaves comes back to Estafette.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { Page } from "../page.mjs";
import { pause } from "../screen.mjs";
import { Stage } from "../stage.mjs";

const LETTER = "Retour à domicile collectif";
/** What a letter takes at most to be read to its end, in screens. */
const SCREENS = 12;
let stage, page, session;

before(async () => {
  stage = await Stage.set();
  session = stage.session;
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

const subject = () => session.run("return document.querySelector('[data-pane=sheet] h2')?.innerText ?? ''");

async function inFrame() {
  return session.run("return document.activeElement?.tagName === 'IFRAME'");
}

test("Espace goes from the list into the letter, and at its end to the next unread one, read on there", async () => {
  await session.run("window.focus(); document.querySelector('[role=listbox]').focus()");
  await stage.xdotool("key", "space");
  await session.until("the keyboard to be in the letter", inFrame);
  assert.match(await subject(), new RegExp(LETTER), "it is not left before it is read");
  for (let press = 0; press < SCREENS && (await subject()).includes(LETTER); press += 1) {
    await stage.xdotool("key", "space");
    await pause(300);
  }
  assert.doesNotMatch(await subject(), new RegExp(LETTER), "the next unread one is open");
  await session.until("the keyboard to be in the next letter", inFrame);
});

test("F1 inside the letter opens the sheet of shortcuts", async () => {
  await stage.xdotool("key", "F1");
  await session.until("the sheet", () => session.run("return document.querySelector('dialog[open] dl') !== null"));
  await stage.xdotool("key", "Escape");
  await session.until("the sheet to be closed", () =>
    session.run("return document.querySelector('dialog[open]') === null"),
  );
});

test("N inside the letter goes to the next unread one", async () => {
  const before = await subject();
  await session.run("document.querySelector('iframe').focus()");
  await stage.xdotool("key", "n");
  await session.until("another letter", async () => (await subject()) !== before);
});
