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
