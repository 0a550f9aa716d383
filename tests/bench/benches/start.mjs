// From the start of the shipped program to the rows of the inbox on the screen, each time a new process on a new profile;
// then what it holds in memory with a conversation open.
//
// The program measured is the one a person gets and knows nothing of it: its rows are recognised on the screen, by
// comparison with what a driven window painted once the driver had read in the page that the rows were there.

import { SIZE, pause } from "../../e2e/screen.mjs";
import { Stage } from "../../e2e/stage.mjs";
import { median } from "../figures.mjs";
import { fingerprint } from "../fingerprint.mjs";
import { click } from "../hands.mjs";
import { treeMemory } from "../memory.mjs";

const RUNS = 7;
/** How many rows must be there, and how much of each: who, when and about what; the third line comes with the texts. */
const ROWS = 3;
const TWO_LINES = 58;
/** Given up after this long, ms. */
const PATIENCE = 30_000;
/** Between two looks at the screen, ms. */
const GLANCE = 2;
/** What a window gets to settle before its memory is counted, ms. */
const SETTLING = 4_000;
/** What stands around the sheet: the splitter on its left, the status bar below. */
const MARGIN = 48;

const LAY_OUT = `
  const box = (element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    return { x: Math.ceil(x), y: Math.ceil(y), width: Math.floor(width), height: Math.floor(height) };
  };
  const rows = [...document.querySelectorAll("[role=option]")];
  const dialog = document.querySelector("[role=dialog], dialog");
  const ready = rows.length >= arguments[0] && dialog !== null && document.body.innerText.includes("À jour à");
  return ready
    ? {
        rows: rows.slice(0, arguments[0]).map((row) => ({ ...box(row), text: row.innerText })),
        dialog: box(dialog),
        person: box(dialog.querySelector("button")),
        // opening it changes nothing that the next window could show otherwise
        read: rows.map((row) => ({ ...box(row), text: row.innerText })).find(({ text }) => !text.startsWith("Non lu")),
      }
    : null;`;

export default {
  claim: "the shipped program shows the inbox of the demonstration soon after it was started, in little memory",
  aims: { visible_ms: 900, pss_mib: 330 },

  async run({ given, verified, say }) {
    const stage = await Stage.bare();
    try {
      const letters = fingerprint(stage.operator.accounts.map(({ maildir }) => maildir));
      given(`${letters.count} letters in ${stage.operator.accounts.length} mailboxes, sha256 ${letters.sha256}`);

      const layout = await driven(stage, "before");
      const rows = layout.rows.map(({ x, y, width }) => ({
        x,
        y,
        // what the question « Qui est au clavier ? » does not cover
        width: Math.min(width, layout.dialog.x - x),
        height: TWO_LINES,
      }));
      const painted = await recognisable(stage.screen, rows);
      await stage.leave();

      const times = [];
      let memory;
      for (let run = 1; run <= RUNS; run += 1) {
        const blank = rows.some((box, index) => stage.screen.look(box).equals(painted[index]));
        if (blank) throw new Error("the rows are on the screen before the program is started");
        const begun = performance.now();
        const program = stage.ship(`start-${run}`);
        const visible = await seen(stage.screen, rows, painted, program);
        times.push(Math.round(visible - begun));
        if (run === RUNS) memory = await withConversation(stage, layout, program);
        await stage.end(program);
        await cleared(stage.screen, rows, painted);
      }
      say(`start to rows, ms: ${times.join(", ")}`);
      await driven(stage, "after");
      await recognisable(stage.screen, rows);
      const letter = await openedByDriver(stage, layout);
      if (!memory.sheet.equals(letter.sheet)) throw new Error("the conversation open was not that of the row");
      verified(`${RUNS} × the first ${ROWS} rows, pixel for pixel those of a driven window whose page holds them`);
      verified(`the open conversation, pixel for pixel that of its row in a driven window, ${letter.characters} signs`);
      return { visible_ms: median(times), times_ms: times, pss_mib: memory.pss_mib, processes: memory.processes };
    } finally {
      await stage.strike();
    }
  },
};

/** Opens the driven window on a profile, and gives where its page has what will be looked at. */
async function driven(stage, profile) {
  const session = await stage.drive(profile);
  return session.until("the inbox in the driven window", () => session.run(LAY_OUT, ROWS));
}

/** The pixels of the rows, once the window has painted what its page holds. */
async function recognisable(screen, rows) {
  const begun = performance.now();
  while (!rows.every((box) => screen.isPainted(box))) {
    if (performance.now() - begun > PATIENCE) throw new Error("the driven window does not paint its rows");
    await pause(GLANCE);
  }
  for (const box of rows) await screen.still(box, { rest: 1_000, every: 1 });
  return rows.map((box) => screen.look(box));
}

/** When all the rows were on the screen. */
async function seen(screen, rows, painted, program) {
  const begun = performance.now();
  let missing = rows.map((box, index) => ({ box, pixels: painted[index] }));
  for (;;) {
    missing = missing.filter(({ box, pixels }) => !screen.look(box).equals(pixels));
    const now = performance.now();
    if (missing.length === 0) return now;
    if (program.exitCode !== null) throw new Error(`the program ended with ${program.exitCode}`);
    if (now - begun > PATIENCE) throw new Error(`${missing.length} of ${rows.length} rows never came`);
    await pause(GLANCE);
  }
}

/** Answers the question, opens a row, and counts the memory once the letter is there. */
async function withConversation(stage, layout, program) {
  await openRead(stage, layout);
  const sheet = await rested(stage, layout);
  return { ...treeMemory(program.pid), sheet };
}

/** The same in the driven window, whose page tells what it shows. */
async function openedByDriver(stage, layout) {
  await openRead(stage, layout);
  const { session } = stage;
  await session.until("the subject in the sheet", async () => {
    const subject = await session.text(".sheet h2");
    return subject !== "" && layout.read.text.includes(subject);
  });
  await session.enterFrame("iframe");
  const text = await session.run("return document.body.innerText");
  await session.leaveFrame();
  if (text.trim() === "") throw new Error("the letter of the row is empty");
  return { sheet: await rested(stage, layout), characters: text.trim().length };
}

/** What the sheet shows, right of the list, once it has come to rest. */
async function rested({ screen }, { rows: [first] }) {
  const x = first.x + first.width + MARGIN;
  const sheet = { x, y: first.y, width: SIZE.width - x, height: SIZE.height - first.y - MARGIN };
  await screen.still(sheet, { rest: 1_000, patience: PATIENCE });
  if (!screen.isPainted(sheet)) throw new Error("no conversation is on the screen");
  await pause(SETTLING);
  return screen.look(sheet);
}

async function openRead(stage, { person, read }) {
  await click(stage, person);
  await pause(500);
  await click(stage, read);
  // off the list, so that no row is lit by the pointer
  await stage.xdotool("mousemove", String(SIZE.width - 1), String(SIZE.height - 1));
}

/** Waits until the window is gone, so that the next start cannot be taken for it. */
async function cleared(screen, rows, painted) {
  const begun = performance.now();
  while (rows.some((box, index) => screen.look(box).equals(painted[index]))) {
    if (performance.now() - begun > PATIENCE) throw new Error("the window does not go");
    await pause(GLANCE);
  }
}
