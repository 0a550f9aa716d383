// What a person downloads and what the window loads: the weight of the programs, and of the page before anything is written.

import { readFileSync, readdirSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "../../..");
const PAGE = join(ROOT, "ui/dist");
const MIB = 1024 * 1024;

export default {
  claim: "the program is small, and so is what the window loads before its first row",
  aims: { program_mib: 40, first_load_kib: 120 },

  async run({ given, verified }) {
    const programs = process.env.ESTAFETTE_PROGRAMS ?? join(ROOT, "target/release");
    const weight = (name) => Number((statSync(join(programs, name)).size / MIB).toFixed(1));
    const page = readFileSync(join(PAGE, "index.html"), "utf8");
    const first = [...page.matchAll(/(?:src|href)="\.\/(assets\/[^"]+)"/g)].map(([, file]) => file);
    given(`${readdirSync(join(PAGE, "assets")).length} files of the page, ${first.length} of them named by index.html`);

    const program = readFileSync(join(programs, "estafette"));
    const missing = first.filter((file) => !program.includes(file));
    if (first.length === 0 || missing.length > 0)
      throw new Error(`this program holds another page: ${missing.join(", ")}`);
    verified("the program holds the page that was weighed");

    const kib = first.reduce((sum, file) => sum + gzipSync(readFileSync(join(PAGE, file))).length, 0) / 1024;
    return {
      program_mib: weight("estafette"),
      cli_mib: weight("estafette-cli"),
      first_load_kib: Math.round(kib),
    };
  },
};
