// `./dev bench NAME [--json]`: runs one measure of `benches/` and prints what it was given, what was verified and what came
// out. `fuzz` takes `--seconds N`. A measure that verified nothing, or lacks a figure it aims at, has failed: the exit code says so.

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
 * Runs `bench`, `{ claim, aims, least, options, run }`: `aims` are the most each figure may be and `least`, which may be left
 * out, the least; `options` are numbers that may be asked otherwise; `run` gives the figures and tells the account what it was
 * given and what it verified. Throws when the claim does not hold.
 */
export async function measure(bench, say, options = {}) {
  const account = { inputs: [], verified: [] };
  const figures = await bench.run({
    given: (what) => account.inputs.push(what),
    verified: (what) => account.verified.push(what),
    say,
    options: { ...bench.options, ...options },
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

/**
 * What is asked of a bench on the command line: `--json`, and a number for each of its `options`, as `--seconds 60`. Nothing when
 * it is something else.
 */
export function asked(bench, words) {
  const numbers = {};
  let json = false;
  for (let at = 0; at < words.length; at += 1) {
    const name = words[at].replace(/^--/, "");
    if (words[at] === "--json") {
      json = true;
    } else if (
      words[at].startsWith("--") &&
      Object.hasOwn(bench.options ?? {}, name) &&
      /^[1-9]\d*$/.test(words[at + 1])
    ) {
      at += 1;
      numbers[name] = Number(words[at]);
    } else {
      return undefined;
    }
  }
  return { json, numbers };
}

async function main([name, ...words]) {
  const known = names().includes(name);
  const bench = known && (await import(new URL(`${name}.mjs`, BENCHES))).default;
  const wanted = known && asked(bench, words);
  if (!wanted) {
    const numbers = Object.keys(bench?.options ?? {}).map((option) => ` [--${option} N]`);
    console.error(`usage: ./dev bench NAME${numbers.join("")} [--json], where NAME is ${names().join(", ")}`);
    return 2;
  }
  const { json, numbers } = wanted;
  const say = (text) => console.log(text);
  say(`${name}: ${bench.claim}`);
  try {
    // what else the machine is doing changes every time that is measured
    const load = loadavg()[0];
    const result = { bench: name, ...(await measure(bench, say, numbers)), load };
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
