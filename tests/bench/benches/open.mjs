// From the key that selects a row to its letter on the screen, a hundred times over, each letter another one.
//
// The program measured is the one a person gets and knows nothing of it. A letter counts when the pixels of its frame are those
// that a driven window painted once the driver had read in the frame that the letter was there. The shipped window has shown
// every letter once before it is measured, so that all of them come from its store and none from the network.

import { createHash } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { SIZE, pause } from "../../e2e/screen.mjs";
import { Stage } from "../../e2e/stage.mjs";
import { median, quantile } from "../figures.mjs";
import { Keys, click } from "../hands.mjs";

const OPENINGS = 100;
const MAILBOX = "Secrétariat";
/** What is looked at of the frame: who, when, and the beginning of the text. */
const LOOKED_AT = { width: 620, height: 240 };
/** Between two openings: nobody reads faster, and a key held down is another thing. */
const READING = 250;
/** A picture is kept once nothing moved for so long, ms. */
const REST = 300;
/** Given up after this long, ms. */
const PATIENCE = 30_000;
/** Between two looks at the screen, ms. */
const GLANCE = 1;
/** How long nothing must happen where nothing was opened, ms. */
const NOTHING = 1_500;

const PERSON = `
  const dialog = document.querySelector("[role=dialog], dialog");
  const box = ({ x, y, width, height }) => ({ x, y, width, height });
  return dialog === null || !document.body.innerText.includes("À jour à")
    ? null
    : box(dialog.querySelector("button").getBoundingClientRect());`;
const MAILBOX_AND_ROW = `
  const box = ({ x, y, width, height }) => ({ x, y, width, height });
  const rail = [...document.querySelectorAll("nav a, nav button")].find((one) => one.innerText.includes(arguments[0]));
  const row = document.querySelector("[role=option]");
  return rail && row ? { rail: box(rail.getBoundingClientRect()), row: box(row.getBoundingClientRect()) } : null;`;
const FRAME = `
  const { x, y } = document.querySelector("iframe").getBoundingClientRect();
  return { x: Math.ceil(x), y: Math.ceil(y) };`;

export default {
  claim: "a letter is on the screen as soon as its row is selected",
  aims: { p95_ms: 100 },

  async run({ given, verified, say }) {
    const letters = Array.from({ length: OPENINGS + 1 }, (_, number) => letter(number));
    given(`${letters.length} letters beside those of the demonstration, sha256 ${sha256(letters.join("\n"))}`);
    const stage = await Stage.bare();
    try {
      const { maildir } = stage.operator.accounts.find(({ login }) => login === "secretariat");
      await mkdir(join(maildir, "cur"), { recursive: true });
      for (const [number, raw] of letters.entries()) await keep(maildir, number, raw);

      const { places, frame, painted } = await inDrivenWindow(stage);
      const alike = painted.length - new Set(painted.map(sha256)).size;
      if (alike > 0) throw new Error(`${alike} letters cannot be told from the others`);

      const program = stage.ship("measured");
      const window = { stage, keys: new Keys(stage), frame, painted, program };
      await goToOldest(window, places);
      for (let number = 1; number <= OPENINGS; number += 1) await opened(window, "Up", number);
      await nothingWithoutOpening(window);
      const times = [];
      for (let number = OPENINGS - 1; number >= 0; number -= 1) times.push(await opened(window, "Down", number));
      window.keys.rest();

      say(`selected to painted, ms: ${times.map((time) => time.toFixed(0)).join(", ")}`);
      verified(`${times.length} openings, each frame pixel for pixel that of the same letter in a driven window`);
      verified(`${painted.length} letters, no two of them alike on the screen`);
      verified(`control: a row that is only gone to, and not opened, leaves the letter before on the screen`);
      return { p95_ms: tenth(quantile(times, 0.95)), p50_ms: tenth(median(times)), max_ms: tenth(Math.max(...times)) };
    } finally {
      await stage.strike();
    }
  },
};

/** What each letter looks like once its page tells that it is there, and where a person clicks to get to them. */
async function inDrivenWindow(stage) {
  const session = await stage.drive("before");
  const person = await session.until("the inbox in the driven window", () => session.run(PERSON));
  await click(stage, person);
  const around = await session.until(`the mailbox ${MAILBOX}`, () => session.run(MAILBOX_AND_ROW, MAILBOX));
  const places = { person, ...around };
  await click(stage, places.rail);
  await pause(1_000);
  await click(stage, places.row);
  await session.until("a letter in the sheet", () => session.run("return document.querySelector('iframe') !== null"));

  const keys = new Keys(stage);
  const painted = [];
  let frame;
  for (let number = 0; number <= OPENINGS; number += 1) {
    if (number > 0) keys.press("Up");
    await session.until(`${subject(number)} in the sheet`, async () => {
      // the last row is another one while letters come in
      if (number === 0) keys.press("End");
      await pause(READING);
      return (await session.text(".sheet h2")) === subject(number) || null;
    });
    await says(session, number);
    frame ??= { ...(await session.run(FRAME)), ...LOOKED_AT };
    await stage.screen.still(frame, { rest: REST, patience: PATIENCE });
    if (!stage.screen.isPainted(frame)) throw new Error(`${subject(number)} is not painted`);
    painted.push(stage.screen.look(frame));
  }
  keys.rest();
  await stage.leave();
  return { places, frame, painted };
}

/** Waits until the frame holds the words of the letter. */
async function says(session, number) {
  await session.until(`the text of ${subject(number)}`, async () => {
    await session.enterFrame("iframe");
    const text = await session.run("return document.body.innerText").finally(() => session.leaveFrame());
    return text.includes(words(number)) || null;
  });
  // a frame that the driver has been in keeps the keys
  await session.run("window.focus(); document.querySelector('[role=listbox]').focus()");
}

/** The way of a person to the last row: who they are, the mailbox, a row, « Fin ». */
async function goToOldest({ stage, keys, frame, painted, program }, { person, rail, row }) {
  const begun = performance.now();
  await stage.screen.still({ x: 0, y: 0, ...SIZE }, { rest: 2_000, patience: PATIENCE });
  await click(stage, person);
  await pause(1_000);
  await click(stage, rail);
  await pause(1_000);
  await click(stage, row);
  for (;;) {
    await pause(READING);
    keys.press("End");
    const until = performance.now() + 1_000;
    while (performance.now() < until) {
      if (stage.screen.look(frame).equals(painted[0])) return;
      await pause(GLANCE);
    }
    if (program.exitCode !== null) throw new Error(`the program ended with ${program.exitCode}`);
    if (performance.now() - begun > PATIENCE) throw new Error("the oldest letter never came");
  }
}

/** Presses `key`, which opens the letter `number`, and says how long it took to be on the screen, ms. */
async function opened({ stage, keys, frame, painted, program }, key, number) {
  await pause(READING);
  if (stage.screen.look(frame).equals(painted[number]))
    throw new Error(`${subject(number)} is there before it is opened`);
  const begun = keys.press(key);
  for (;;) {
    const shown = stage.screen.look(frame).equals(painted[number]);
    const now = performance.now();
    if (shown) return now - begun;
    if (program.exitCode !== null) throw new Error(`the program ended with ${program.exitCode}`);
    if (now - begun > PATIENCE) throw new Error(`${subject(number)} never came`);
    await pause(GLANCE);
  }
}

/** « Ctrl+↓ » goes to the next row and opens nothing: what is waited for when one is opened must not come. */
async function nothingWithoutOpening({ stage, keys, frame, painted }) {
  await pause(READING);
  keys.press("ctrl+Down");
  const begun = performance.now();
  while (performance.now() - begun < NOTHING) {
    if (!stage.screen.look(frame).equals(painted[OPENINGS])) throw new Error("a letter came that nobody opened");
    await pause(GLANCE);
  }
  keys.press("ctrl+Up");
}

function subject(number) {
  return `Relevé ${String(number).padStart(3, "0")}`;
}

function words(number) {
  return `Chambre ${100 + number}, ${(number * 37) % 101} ml bus à ${7 + (number % 12)} h ${10 + (number % 50)}.`;
}

/** A letter that was read long ago, at a moment of its own: the list holds them in their order. */
function letter(number) {
  const date = new Date(Date.UTC(2020, 0, 1, 8) + number * 3_600_000).toUTCString().replace("GMT", "+0000");
  return Buffer.from(
    `From: "Dr Fabre" <h.fabre@medecin.mssante.example>\r\n` +
      `To: secretariat@ehpad-les-tilleuls.mssante.example\r\n` +
      `Subject: =?utf-8?Q?Relev=C3=A9_${String(number).padStart(3, "0")}?=\r\n` +
      `Message-ID: <releve-${number}@medecin.mssante.example>\r\nDate: ${date}\r\nMIME-Version: 1.0\r\n` +
      `Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n` +
      `${words(number)}\r\nRien d’autre à signaler cette nuit.\r\n`,
  );
}

/** Puts a letter into a Maildir, read. */
function keep(maildir, number, raw) {
  return writeFile(join(maildir, "cur", `1577865600.estafette-${number}:2,S`), raw);
}

function sha256(bytes) {
  return createHash("sha256").update(bytes).digest("hex");
}

function tenth(ms) {
  return Math.round(ms * 10) / 10;
}
