/** What is shipped: nothing fictional, nothing inline, nothing remote. */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { before, test } from "node:test";

const DIST = new URL("../../ui/dist/", import.meta.url);
let files;

before(() => {
  assert.ok(existsSync(DIST), "ui/dist is missing: run `npm run build` in ui first");
  files = readdirSync(DIST, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name, parentPath, path }) => {
      const folder = parentPath ?? path;
      return [name, readFileSync(`${folder}/${name}`), folder.includes("/dist/viewer")];
    });
});

const code = () =>
  files.filter(([name]) => /\.(js|css|html)$/.test(name)).map(([name, bytes]) => [name, bytes.toString()]);
const holding = (rule, among = code()) => among.filter(([, text]) => rule.test(text)).map(([name]) => name);
/** Without pdf.js, which holds layers and fonts that are never made; the policy of the viewer lets neither be. */
const withoutPdfjs = () =>
  files
    .filter(([name, , viewer]) => /\.(js|css|html)$/.test(name) && !(viewer && name.endsWith(".js")))
    .map(([name, bytes]) => [name, bytes.toString()]);

test("the page runs no inline script and no inline style", () => {
  const [, page] = code().find(([name]) => name === "index.html");
  assert.doesNotMatch(page, /<script(?![^>]*src=)|<style|\sstyle=|\son\w+=/);
});

test("no template carries a style attribute", () => {
  assert.deepEqual(holding(/<[a-z]+[^<>]* style="/, withoutPdfjs()), []);
});

test("no evaluation of text", () => {
  assert.deepEqual(holding(/\beval\(|new Function\(/), []);
});

test("no asset is inlined", () => {
  assert.deepEqual(holding(/url\(["']?data:|src=["']data:/, withoutPdfjs()), []);
});

test("the viewer has no WebAssembly, no sandbox for scripts, and no inline script", () => {
  const viewer = files.filter(([, , viewer]) => viewer);
  const names = viewer.map(([name]) => name);
  assert.ok(
    names.includes("viewer.html") && names.includes("FoxitSerif.pfb") && names.some((name) => /^worker/.test(name)),
  );
  assert.deepEqual(
    names.filter((name) => !/\.(html|js|css|woff2|pfb|ttf)$/.test(name) || /sandbox|quickjs/.test(name)),
    [],
  );
  const [, page] = viewer.find(([name]) => name === "viewer.html");
  assert.doesNotMatch(page.toString(), /<script(?![^>]*src=)|<style|\sstyle=|\son\w+=/);
});

test("nothing of the fictional house", () => {
  assert.deepEqual(holding(/Val-Fleuri|ehpad-les-tilleuls|Sophie Martel/), []);
});

test("the fonts come with their licences", () => {
  const names = files.filter(([, , viewer]) => !viewer).map(([name]) => name);
  assert.equal(names.filter((name) => name.endsWith(".woff2")).length, 3);
  assert.deepEqual(names.filter((name) => name.endsWith("-OFL.txt")).sort(), [
    "atkinson-hyperlegible-mono-OFL.txt",
    "atkinson-hyperlegible-next-OFL.txt",
  ]);
});

test("the first screen weighs less than 250 Ko of code", () => {
  const [, page] = code().find(([name]) => name === "index.html");
  const asked = [...page.matchAll(/(?:src|href)="\.\/assets\/([^"]+\.(?:js|css))"/g)].map(([, name]) => name);
  const first = files.filter(([name]) => asked.includes(name));
  assert.ok(first.some(([name]) => name.endsWith(".js")) && first.length === asked.length, asked.join(", "));
  assert.ok(first.reduce((sum, [, bytes]) => sum + bytes.length, 0) < 250_000);
});
