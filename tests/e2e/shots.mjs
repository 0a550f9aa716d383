// The pictures of the README, taken of the real window on the demonstration: `npm --prefix tests/e2e run shots`.

import { execFile } from "node:child_process";
import { copyFile, mkdir, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { Page } from "./page.mjs";
import { Stage } from "./stage.mjs";

const PICTURES = resolve(dirname(fileURLToPath(import.meta.url)), "../../assets/screenshots");
const PAINTED_BYTES = 20_000;
const FILE = resolve(PICTURES, "../fonts/OFL-atkinson-hyperlegible-next.txt");

const stage = await Stage.set();
try {
  await mkdir(PICTURES, { recursive: true });
  const page = new Page(stage.session);
  await page.press("Sophie M.");
  await page.openRow("Retour à domicile collectif");
  await page.letterSays("Mme Garnier quitte notre service");
  await page.says("À jour à");
  await picture("main-light");

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
  await picture("composer-light");
} finally {
  await stage.strike();
}

/** The whole screen once it has settled: WebDriver's own pictures leave the frame out. */
async function picture(name) {
  await stage.xdotool("mousemove", "1439", "899");
  const path = join(PICTURES, `${name}.png`);
  const environment = { ...process.env, DISPLAY: stage.display };
  await stage.session.until(`the picture ${name}`, async () => {
    await new Promise((settled) => setTimeout(settled, 2_000));
    await promisify(execFile)("import", ["-window", "root", "-strip", path], { env: environment });
    // A window that has not painted yet is one colour, and weighs nothing.
    return (await stat(path)).size > PAINTED_BYTES;
  });
}
