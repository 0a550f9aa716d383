// `./dev bench NAME [--json]`: runs one measure of `benches/` and prints what it was given, what was verified and what came
// out. A measure that verified nothing, or lacks a figure it aims at, has failed: the exit code says so.

import { readdirSync } from "node:fs";
import { loadavg } from "node:os";
import { pathToFileURL } from "node:url";

const BENCHES = new URL("./benches/", import.meta.url);

/** The names there are, one for each file. */
export function names() {
  return readdirSync(BENCHES)
    .map((file) => file.replace(/\.mjs$/, ""))
    .sort();
}

/**
 * Runs `bench`, `{ claim, aims, least, run }`: `aims` are the most each figure may be and `least`, which may be left out,
 * the least; `run` gives the figures and tells the account what it was given and what it verified. Throws when the claim
 * does not hold.
 */
export async function measure(bench, say) {
  const account = { inputs: [], verified: [] };
  const figures = await bench.run({
    given: (what) => account.inputs.push(what),
    verified: (what) => account.verified.push(what),
    say,
  });
  if (account.verified.length === 0) throw new Error("nothing was verified");
  const { aims, least = {} } = bench;
  const missing = Object.keys({ ...least, ...aims }).filter((name) => !Number.isFinite(figures[name]));
  if (missing.length > 0) throw new Error(`no figure for ${missing.join(", ")}`);
  const missed = [
    ...Object.keys(least).filter((name) => figures[name] < least[name]),
    ...Object.keys(aims).filter((name) => figures[name] > aims[name]),
  ];
  return { ...figures, aims, least, missed, inputs: account.inputs, verified: account.verified };
}

async function main([name, ...options]) {
  const json = options.includes("--json");
  if (!names().includes(name) || options.some((option) => option !== "--json")) {
    console.error(`usage: ./dev bench NAME [--json], where NAME is ${names().join(", ")}`);
    return 2;
  }
  const { default: bench } = await import(new URL(`${name}.mjs`, BENCHES));
  const say = (text) => console.log(text);
  say(`${name}: ${bench.claim}`);
  try {
    // what else the machine is doing changes every time that is measured
    const load = loadavg()[0];
    const result = { bench: name, ...(await measure(bench, say)), load };
    for (const what of result.inputs) say(`given     ${what}`);
    for (const what of result.verified) say(`verified  ${what}`);
    const floors = Object.entries(result.least).map(([figure, aim]) => [figure, `at least ${aim}`]);
    for (const [figure, aim] of [...floors, ...Object.entries(result.aims)]) {
      say(`${figure} ${result[figure]}, aim ${aim}${result.missed.includes(figure) ? ": MISSED" : ""}`);
    }
    say(`load of the machine before: ${load.toFixed(2)}`);
    if (json) say(JSON.stringify(result));
    return 0;
  } catch (error) {
    console.error(`${name} failed: ${error.message}`);
    return 1;
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) process.exit(await main(process.argv.slice(2)));
