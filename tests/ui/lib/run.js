/** Runs every `*.test.js` and ends with one line: « N passed, N failed ». */
import { readdirSync } from "node:fs";
import { run } from "node:test";
import { spec } from "node:test/reporters";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const wanted = process.argv.slice(2);
const files = readdirSync(ROOT)
  .filter((name) => name.endsWith(".test.js") && (wanted.length === 0 || wanted.some((part) => name.includes(part))))
  .map((name) => ROOT + name);

const counts = { passed: 0, failed: 0 };
const stream = run({ files, concurrency: 2 });
stream.on("test:pass", ({ details }) => {
  counts.passed += details.type === "suite" ? 0 : 1;
});
stream.on("test:fail", ({ details }) => {
  counts.failed += details.type === "suite" ? 0 : 1;
});
process.on("exit", () => {
  console.log(`${counts.passed} passed, ${counts.failed} failed`);
  process.exitCode = counts.failed === 0 && counts.passed > 0 ? 0 : 1;
});
stream.compose(spec).pipe(process.stdout);
