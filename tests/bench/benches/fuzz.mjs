// What strangers write, made up by a mutator that sees which code it reaches (tests/fuzz): each target for some seconds, from a
// seed. The control is a fault that was planted behind a word of four letters: who does not find it sees nothing.

import { spawn } from "node:child_process";
import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { programs, TARGET } from "../corpus.mjs";

const FUZZ = fileURLToPath(new URL("../../fuzz/", import.meta.url));
/** What was worth reading, and what broke something; emptied by each run. */
const FOUND = join(TARGET, "fuzz-found");
const SEED = 20261127;

/** Seconds one input may take, and MiB. What takes more is a find like any other. */
const LIMITS = { slow: 2, memory: 512 };
/** Documents that are tried elsewhere too. */
const DOCUMENTS = fileURLToPath(new URL("../../../src-tauri/crates/estafette-mime/tests/documents/", import.meta.url));
/** Longest input, bytes; `words` is a dictionary, `more` what to begin with beside the corpus. */
const TARGETS = [
  { name: "letter", length: 8192, words: "letter" },
  { name: "written", length: 2048, words: "written" },
  { name: "document", length: 24576, words: "document", more: [DOCUMENTS] },
  // a picture may have fifty million pixels: that is time and memory, and no fault
  { name: "picture", length: 4096, slow: 30, memory: 1024 },
  { name: "zip", length: 4096 },
  { name: "winmail", length: 4096 },
  { name: "link", length: 512 },
  { name: "provisioning", length: 4096 },
  { name: "imap", length: 2048, words: "imap" },
  { name: "imap_starttls", length: 1024, words: "starttls" },
  { name: "smtp", length: 1024, words: "smtp" },
  { name: "smtp_starttls", length: 1024, words: "starttls" },
];
/** Of the control: what it has to print, and seconds it may take at most. */
const PLANTED = { word: "the fault that was planted", seconds: 60 };

export default {
  claim: "nothing that can be written to Estafette breaks it, misleads it or keeps it busy",
  options: { seconds: 20 },
  aims: { crashes: 0 },
  least: { targets: TARGETS.length, edges_grown: 1 },

  async run({ given, verified, say, options }) {
    await rm(FOUND, { recursive: true, force: true });
    const control = await fuzz({ name: "control", length: 64 }, PLANTED.seconds, []);
    if (!control.text.includes(PLANTED.word)) throw new Error("the fault that was planted was not found");
    const { execs, edges_start, edges_end } = control;
    if (!(edges_end > edges_start)) throw new Error("the mutator does not see what it reaches");
    verified(`the fault that was planted was found, ${execs} inputs and ${edges_end - edges_start} edges later`);
    given(`${TARGETS.length} targets, ${options.seconds} s each, seed ${SEED}, the corpus of tests/fuzz`);
    say("target          seconds      execs  execs/s  edges at start  at end  corpus  crashes");
    const rows = [];
    for (const target of TARGETS) {
      const { text, ...row } = await fuzz(target, options.seconds, [
        join(FUZZ, "corpus", target.name),
        ...(target.more ?? []),
      ]);
      rows.push(row);
      say(
        `${row.target.padEnd(14)} ${String(row.seconds).padStart(8)} ${String(row.execs).padStart(10)} ` +
          `${String(row.execs_per_s).padStart(8)} ${String(row.edges_start).padStart(15)} ` +
          `${String(row.edges_end).padStart(7)} ${String(row.corpus).padStart(7)} ${String(row.crashes).padStart(8)}`,
      );
      if (row.crashes > 0) say(text.split("\n").slice(-60).join("\n"));
    }
    const broken = rows.filter((row) => row.crashes > 0);
    if (broken.length > 0) {
      throw new Error(`${broken.map((row) => row.target).join(", ")}: what broke them is in ${FOUND}`);
    }
    const total = (figure) => rows.reduce((sum, row) => sum + row[figure], 0);
    verified(`${total("execs")} inputs broke nothing, and ${total("edges_end")} edges were reached`);
    return {
      targets: rows.length,
      crashes: total("crashes"),
      execs: total("execs"),
      edges_grown: total("edges_end") - total("edges_start"),
      rows,
    };
  },
};

/** Has inputs of one target be made for some seconds, beginning with those in the folders `seeds`. */
async function fuzz({ name, length, words, slow = LIMITS.slow, memory = LIMITS.memory }, seconds, seeds) {
  const found = join(FOUND, name);
  await mkdir(found, { recursive: true });
  const crashes = join(FOUND, `${name}-broken`);
  await mkdir(crashes, { recursive: true });
  const options = [
    ...[`-seed=${SEED}`, `-max_total_time=${seconds}`, `-max_len=${length}`, "-print_final_stats=1"],
    ...[`-timeout=${slow}`, `-rss_limit_mb=${memory}`, `-artifact_prefix=${crashes}/`],
    ...(words ? [`-dict=${join(FUZZ, "dictionaries", `${words}.dict`)}`] : []),
  ];
  const begun = Date.now();
  const { code, text } = await ran([...options, found, ...seeds], name);
  const reached = [...text.matchAll(/^#\d+\s+\w+\s+cov: (\d+) ft: \d+ corp: (\d+)/gm)];
  const stat = (figure) => Number(text.match(new RegExp(`stat::${figure}:\\s+(\\d+)`))?.[1]);
  const told = (await readdir(crashes)).length;
  if (code !== 0 && told === 0) throw new Error(`${name} did not begin: ${code}\n${text.slice(-2000)}`);
  const passed = (Date.now() - begun) / 1000;
  const execs = stat("number_of_executed_units");
  return {
    target: name,
    seconds: Math.round(passed),
    execs,
    execs_per_s: Math.round(execs / passed),
    edges_start: Number(reached.at(0)?.[1]),
    edges_end: Number(reached.at(-1)?.[1]),
    corpus: Number(reached.at(-1)?.[2]),
    crashes: told,
    text,
  };
}

function ran(options, target) {
  return new Promise((done) => {
    const env = { ...process.env, ESTAFETTE_FUZZ: target, RUST_BACKTRACE: "0" };
    const child = spawn(programs.built("estafette-fuzz"), options, { stdio: ["ignore", "ignore", "pipe"], env });
    let text = "";
    child.stderr.on("data", (more) => (text += more));
    child.on("error", ({ code }) => done({ code, text }));
    child.on("close", (code) => done({ code, text }));
  });
}
