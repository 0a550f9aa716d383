// Pictures of the real window on the demonstration: `./dev shots` writes those of the README and of assets/screenshots, and into
// `shots/` a sheet for each mock-up, the mock-up on the left and the window on the right.

import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

import { Page } from "./page.mjs";
import { decode, encode } from "./png.mjs";
import { SIZE } from "./screen.mjs";
import { Stage } from "./stage.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));
const PICTURES = resolve(HERE, "../../assets/screenshots");
const MOCKUPS = resolve(PICTURES, "../mockups");
const SHEETS = join(HERE, "shots");
const FILE = resolve(PICTURES, "../fonts/OFL-atkinson-hyperlegible-next.txt");
/** Each mock-up, and the picture of the same screen. */
const BESIDE = {
  "01-fenetre-principale": "main-light",
  "01-fenetre-principale-sombre": "main-dark",
  "02-redaction": "composer-light",
  "08-etats": "empty-light",
};
const WHOLE = { x: 0, y: 0, ...SIZE };
/** Nothing moves on a settled screen for so long, ms. */
const REST = 2_000;

await mkdir(PICTURES, { recursive: true });
await mkdir(SHEETS, { recursive: true });
for (const theme of ["light", "dark"]) await photograph(theme);
for (const [mockup, picture] of Object.entries(BESIDE)) await pair(mockup, picture);

async function photograph(theme) {
  const stage = await Stage.set({ theme });
  try {
    const page = new Page(stage.session);
    await page.press("Sophie M.");
    await page.says("À jour à");
    if (theme === "light") await picture(stage, "empty-light");

    await page.openRow("Retour à domicile collectif");
    await page.letterSays("Mme Garnier quitte notre service");
    await picture(stage, `main-${theme}`);

    await page.openRow("Renouvellement de traitement");
    await page.letterSays("Amlodipine");
    await page.press("Répondre");
    await stage.session.type(
      ".ProseMirror",
      "Bonjour Docteur, l’ordonnance est bien reçue. Le plan de soins est ci-joint.",
    );
    await copyFile(FILE, join(stage.folder, "files", "Plan de soins PELTIER.pdf"));
    await page.press("Joindre");
    await page.says("Plan de soins");
    await page.says("Brouillon enregistré");
    await picture(stage, `composer-${theme}`);
  } finally {
    await stage.strike();
  }
}

/** The whole screen once it has settled: WebDriver's own pictures leave the frame out. */
async function picture(stage, name) {
  await stage.xdotool("mousemove", "1439", "899");
  await stage.session.until(`the picture ${name}`, async () => stage.screen.isPainted(WHOLE) || null);
  // the caret blinks
  await stage.screen.still(WHOLE, { rest: REST, patience: 5 * REST }).catch(() => {});
  const file = join(PICTURES, `${name}.png`);
  await stage.screen.save(file);
  console.log(file);
}

/** One sheet: the mock-up, then the window. */
async function pair(mockup, name) {
  const files = [join(MOCKUPS, `${mockup}.png`), join(PICTURES, `${name}.png`)];
  const [left, right] = await Promise.all(files.map(async (file) => decode(await readFile(file))));
  const [width, height] = [left.width + right.width, Math.max(left.height, right.height)];
  const pixels = Buffer.alloc(width * height * 3, 0xff);
  for (const [{ width: own, height: rows, pixels: from }, x] of [
    [left, 0],
    [right, left.width],
  ]) {
    for (let y = 0; y < rows; y += 1) from.copy(pixels, (y * width + x) * 3, y * own * 3, (y + 1) * own * 3);
  }
  const file = join(SHEETS, `${mockup}.png`);
  await writeFile(file, encode({ width, height, pixels }));
  console.log(file);
}
