import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";

/** What `script` prints and how it ends, where it may use the functions of `file`. */
function shell(file, script) {
  const { stdout, status } = spawnSync("sh", ["-euc", `say() { :; }; . tests/${file}; ${script}`], {
    cwd: new URL("..", import.meta.url),
    encoding: "utf8",
  });
  return { lines: stdout.trimEnd().split("\n"), status };
}

/** What the tally makes of the lines a runner prints. */
function tally(...lines) {
  const { stdout } = spawnSync("awk", ["-f", "tests/tally.awk"], {
    cwd: new URL("..", import.meta.url),
    input: `${lines.join("\n")}\n`,
    encoding: "utf8",
  });
  return stdout.trim();
}

test("each runner is understood in its own words", () => {
  assert.equal(tally("      Tests  2 failed | 31 passed (33)", "ended badly"), "31 2");
  assert.equal(tally("test result: ok. 21 passed; 0 failed; 0 ignored; 0 measured", "ended well"), "21 0");
  assert.equal(
    tally("     Summary [   2.1s] 34 tests run: 33 passed (1 slow), 1 failed, 2 skipped", "ended badly"),
    "33 1",
  );
  assert.equal(tally("# pass 4", "# fail 1", "# cancelled 2", "ended badly"), "4 3");
});

test("a runner that ends badly without naming a failure counts as one", () => {
  assert.equal(tally("error: could not compile", "ended badly"), "0 1");
});

test("what it took is told in minutes, to a tenth", () => {
  assert.deepEqual(shell("all.sh", "minutes 100 101; echo; minutes 0 60; echo; minutes 0 754").lines, [
    "0.0",
    "1.0",
    "12.6",
  ]);
});

const WITHOUT_COST = "cost() { :; };";

test("the last line of the tests is their sum, and one failure is enough to fail", () => {
  const good = "node -e 'console.log(\"# pass 4\")'";
  const bad = "node -e 'console.log(\"# fail 1\"); process.exit(1)'";
  const passed = shell("all.sh", `${WITHOUT_COST} part one ${good}; part two ${good}; total`);
  assert.deepEqual([passed.lines.at(-1), passed.status], ["8 passed, 0 failed", 0]);
  const failed = shell("all.sh", `${WITHOUT_COST} part one ${bad}; part two ${good}; total`);
  assert.deepEqual([failed.lines.at(-1), failed.status], ["4 passed, 1 failed", 1]);
});

/** What is shown again, at the end, of what a runner printed. */
function failures(...lines) {
  const { stdout } = spawnSync("awk", ["-f", "tests/failures.awk"], {
    cwd: new URL("..", import.meta.url),
    input: `${lines.join("\n")}\n`,
    encoding: "utf8",
  });
  return stdout.trimEnd().split("\n");
}

test("what failed is named again above the last line, and what passed is not", () => {
  const bad = `node -e 'console.log("✔ good (1ms)\\n✖ bad (2ms)\\nℹ fail 1"); process.exit(1)'`;
  const { lines } = shell("all.sh", `${WITHOUT_COST} part one ${bad}; total`);
  assert.deepEqual(lines.slice(-5), ["one:", "✖ bad (2ms)", "ℹ fail 1", "ended badly", "0 passed, 1 failed"]);
});

test("each runner names what failed in its own words", () => {
  const passes = "        PASS [   0.018s] (1399/1400) a good::test";
  assert.deepEqual(failures(passes, "        FAIL [   0.158s] ( 235/1400) a bad::test", passes), [
    "        FAIL [   0.158s] ( 235/1400) a bad::test",
  ]);
  assert.deepEqual(failures(passes, "     TIMEOUT [ 240.158s] ( 235/1400) a slow::test", passes), [
    "     TIMEOUT [ 240.158s] ( 235/1400) a slow::test",
  ]);
  assert.deepEqual(failures("test good ... ok", "test bad ... FAILED"), ["test bad ... FAILED"]);
  assert.equal(
    failures(passes, "thread 'bad' (28190) panicked at src/a.rs:93:9:", "left == right")[1],
    "left == right",
  );
  assert.equal(failures("ok 1 - good", "not ok 2 - bad")[0], "not ok 2 - bad");
  assert.equal(failures(" ✓ src/a.test.ts (18 tests)", " FAIL  src/b.test.ts > bad")[0], " FAIL  src/b.test.ts > bad");
});

test("a runner that names nothing is heard to its last words", () => {
  const lines = Array.from({ length: 30 }, (_, line) => `line ${line}`);
  assert.deepEqual(failures(...lines), lines.slice(10));
});

test("no test at all is a failure", () => {
  assert.equal(shell("all.sh", `${WITHOUT_COST} total`).status, 1);
});

test("a check that does not hold is named, and keeps no other from being made", () => {
  const { lines, status } = shell("checks.sh", "check first true; check second false; check third true; conclusion");
  assert.deepEqual(lines, ["  failed: second", "2 checks passed, 1 failed"]);
  assert.equal(status, 1);
});

test("checks that all hold are counted", () => {
  const { lines, status } = shell("checks.sh", "check first true; conclusion");
  assert.deepEqual([lines, status], [["1 checks passed, 0 failed"], 0]);
});
