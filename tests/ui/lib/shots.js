/** Pictures of every screen, for the eye: `npm run shots`. Written to `shots/`, never committed. */
import { mkdirSync } from "node:fs";

import { start } from "./browser.js";
import { SCREENS } from "./screens.js";

mkdirSync(new URL("../shots/", import.meta.url), { recursive: true });
const wanted = process.argv.slice(2);
const browser = await start();
for (const { name, scene, reach, ...size } of SCREENS) {
  for (const theme of ["light", "dark"]) {
    const file = `${name}${theme === "dark" ? "-sombre" : ""}`;
    if (wanted.length > 0 && !wanted.includes(file)) {
      continue;
    }
    const { page, faults, close } = await browser.open(scene, { theme, ...size });
    await reach(page);
    await page.waitForTimeout(350);
    await page.screenshot({ path: new URL(`../shots/${file}.png`, import.meta.url).pathname });
    console.log(file, faults.length === 0 ? "" : faults);
    await close();
  }
}
await browser.stop();
