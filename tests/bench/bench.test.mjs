import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

import { asked, measure, names } from "./bench.mjs";
import { exponent, median, quantile } from "./figures.mjs";
import { fingerprint, withCrlf } from "./fingerprint.mjs";
import { treeMemory } from "./memory.mjs";

const bench = (run) => ({ claim: "so", aims: { ms: 10 }, run });
const silent = () => {};

test("a measure that verified nothing has failed, however good its figure", async () => {
  await assert.rejects(
    measure(
      bench(() => ({ ms: 1 })),
      silent,
    ),
    /nothing was verified/,
  );
});

test("a figure that did not come out is a failure and not a zero", async () => {
  const without = bench(({ verified }) => (verified("it took place"), { ms: undefined }));
  await assert.rejects(measure(without, silent), /no figure for ms/);
});

test("an aim that is missed is said, and the measure stands", async () => {
  const slow = await measure(
    bench(({ verified }) => (verified("it took place"), { ms: 11 })),
    silent,
  );
  assert.deepEqual([slow.ms, slow.missed], [11, ["ms"]]);
  const quick = await measure(
    bench(({ verified }) => (verified("it took place"), { ms: 10 })),
    silent,
  );
  assert.deepEqual(quick.missed, []);
});

test("what grows with the square of its size has the exponent two, and what does not grow zero", () => {
  const grown = (power) => exponent([10, 100, 1000].map((size) => [size, 3 * size ** power]));
  for (const power of [0, 1, 2]) assert.ok(Math.abs(grown(power) - power) < 1e-9, String(power));
  assert.throws(() => exponent([[10, 1]]), /two points/);
});

test("a figure that must be large enough is missed when it is not, and missing when it did not come out", async () => {
  const counted = (letters) => ({
    claim: "so",
    aims: {},
    least: { letters: 10 },
    run: ({ verified }) => (verified("it took place"), { letters }),
  });
  assert.deepEqual((await measure(counted(9), silent)).missed, ["letters"]);
  assert.deepEqual((await measure(counted(10), silent)).missed, []);
  await assert.rejects(measure(counted(undefined), silent), /no figure for letters/);
});

test("every measure says what it claims and what it aims at", async () => {
  for (const name of names()) {
    const { default: bench } = await import(`./benches/${name}.mjs`);
    assert.ok(bench.claim.length > 0 && Object.keys(bench.aims).length > 0 && bench.run, name);
  }
});

test("a bench is asked for its own numbers and for nothing else", () => {
  const timed = { options: { seconds: 20 } };
  assert.deepEqual(asked(timed, ["--seconds", "60", "--json"]), { json: true, numbers: { seconds: 60 } });
  assert.deepEqual(asked(timed, []), { json: false, numbers: {} });
  for (const words of [["--seconds"], ["--seconds", "0"], ["--seconds", "--json"], ["--letters", "3"], ["60"]]) {
    assert.equal(asked(timed, words), undefined, words.join(" "));
  }
  assert.equal(asked({}, ["--seconds", "60"]), undefined);
});

test("the middle and the slow end of what was measured", () => {
  assert.equal(median([9, 1, 5]), 5);
  const hundred = Array.from({ length: 100 }, (_, index) => index + 1);
  assert.equal(quantile(hundred, 0.95), 95);
  assert.throws(() => median([]), /no value/);
});

test("the memory of a program counts what it started, and nothing else", async () => {
  const family = "sleep 30 & sleep 30 & echo started; wait";
  const program = spawn("sh", ["-c", family], { stdio: ["ignore", "pipe", "ignore"], detached: true });
  await new Promise((started) => program.stdout.once("data", started));
  const { processes, pss_mib } = treeMemory(program.pid);
  assert.equal(processes, 3);
  assert.ok(pss_mib < treeMemory(process.pid).pss_mib, "this test weighs more than two that sleep");
  process.kill(-program.pid);
});

test("the same letters have the same fingerprint under other names, and one letter less another", () => {
  const folder = mkdtempSync(join(tmpdir(), "estafette-bench-"));
  const letters = (name, files) => {
    const cur = join(folder, name, "cur");
    mkdirSync(cur, { recursive: true });
    for (const [file, text] of files) writeFileSync(join(cur, file), text);
    return fingerprint([join(folder, name)]);
  };
  const first = letters("a", [
    ["1", "Bonjour"],
    ["2", "Merci"],
  ]);
  assert.equal(first.count, 2);
  assert.deepEqual(
    letters("b", [
      ["8", "Merci"],
      ["9", "Bonjour"],
    ]),
    first,
  );
  assert.notEqual(letters("c", [["1", "Bonjour"]]).sha256, first.sha256);
  letters("d", [["1", "a\nb\r\n"]]);
  const given = letters("e", [["1", "a\r\nb\r\n"]]);
  assert.notDeepEqual(fingerprint([join(folder, "d")]), given);
  assert.deepEqual(fingerprint([join(folder, "d")], withCrlf), given);
  rmSync(folder, { recursive: true });
});
