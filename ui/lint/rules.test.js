import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";

import { ESLint } from "eslint";

import { ofComponents, ours } from "./rules.js";

const eslint = new ESLint({ cwd: path.join(import.meta.dirname, "..") });

// A trial lends the name of a file that is there, so that its types are known; nothing is written.
const CONTROLLER = "src/features/session/clock.svelte.ts";
const COMPONENT = "src/components/Icon.svelte";

/** The rules that refuse `code` in the file at `filePath`. */
async function refusing(code, filePath) {
  const [result] = await eslint.lintText(code, { filePath });
  return [...new Set(result.messages.map((message) => message.ruleId ?? message.message))];
}

const script = (code) => `<script lang="ts">${code}</script>`;
const promise = "declare function save(): Promise<void>;";

/** What each rule refuses: the file it stands in, and the code. */
const TRIALS = {
  "no-restricted-globals": [
    [CONTROLLER, 'localStorage.setItem("a", "b");'],
    [CONTROLLER, "window.sessionStorage.clear();"],
    [CONTROLLER, 'globalThis.indexedDB.open("a");'],
    [CONTROLLER, 'void caches.open("a");'],
    [CONTROLLER, 'void fetch("a");'],
    [CONTROLLER, 'new WebSocket("a");'],
    [COMPONENT, '<button onclick={() => void fetch("a")}>{1}</button>'],
  ],
  "no-restricted-properties": [
    [CONTROLLER, 'document.cookie = "a";'],
    [CONTROLLER, 'navigator.sendBeacon("a");'],
    [CONTROLLER, 'document.body.innerHTML = "a";'],
    [CONTROLLER, 'document.body.insertAdjacentHTML("beforeend", "a");'],
  ],
  "no-restricted-syntax": [
    [CONTROLLER, 'export const a = "https://example.org";'],
    [CONTROLLER, "export const a = (b: string) => `http://example.org/${b}`;"],
    [COMPONENT, '<a href="https://example.org">{1}</a>'],
    [COMPONENT, '<p style="width: 3px">{1}</p>'],
    [COMPONENT, `${script('const width = "width: 3px";')}<p style={width}>{1}</p>`],
  ],
  "no-eval": [[CONTROLLER, 'eval("a");']],
  "no-new-func": [[CONTROLLER, 'new Function("a");']],
  "no-script-url": [[COMPONENT, script('location.href = "javascript:a";')]],
  "no-console": [[CONTROLLER, 'console.log("a");']],
  "@typescript-eslint/no-explicit-any": [
    [CONTROLLER, "export let a: any;"],
    [COMPONENT, script("export const b = (a: unknown) => a as any;")],
  ],
  "@typescript-eslint/no-non-null-assertion": [
    [CONTROLLER, "export const b = (a?: string) => a!.length;"],
    [COMPONENT, `${script("const { a }: { a?: string } = $props();")}<p>{a!.length}</p>`],
  ],
  "@typescript-eslint/ban-ts-comment": [
    [CONTROLLER, "// @ts-expect-error: later\nexport const a: string = 1;"],
    [CONTROLLER, "// @ts-nocheck\nexport const a = 1;"],
  ],
  "@typescript-eslint/consistent-type-imports": [
    [CONTROLLER, 'import { Api } from "../../api/api";\nexport const a = (b: Api) => b;'],
  ],
  "@typescript-eslint/no-floating-promises": [
    [CONTROLLER, `${promise}save();`],
    [COMPONENT, script(`${promise}$effect(() => { save(); });`)],
    [COMPONENT, `${script(promise)}<button onclick={() => { save(); }}>{1}</button>`],
  ],
  "@typescript-eslint/no-misused-promises": [[CONTROLLER, `${promise}export const a = save() ? 1 : 2;`]],
  "@typescript-eslint/await-thenable": [[CONTROLLER, "export const a = async () => { await 1; };"]],
  "@typescript-eslint/switch-exhaustiveness-check": [
    [CONTROLLER, 'export const a = (b: "c" | "d"): void => { switch (b) { case "c": } };'],
  ],
  eqeqeq: [[CONTROLLER, "export const a = (b: number) => b == 1;"]],
  "no-var": [[CONTROLLER, "var a = 1;"]],
  "prefer-const": [[CONTROLLER, "let a = 1; export const b = () => a;"]],
  "svelte/no-at-html-tags": [
    [COMPONENT, `${script("const { letter }: { letter: string } = $props();")}{@html letter}`],
  ],
  "svelte/prefer-const": [[COMPONENT, script("let a = 1; export const b = () => a;")]],
  "svelte/require-each-key": [[COMPONENT, `${script("const all = [1];")}{#each all as one}<p>{one}</p>{/each}`]],
  "estafette/layers": [
    ["src/api/api.ts", 'import { invoke } from "@tauri-apps/api/core";\nexport { invoke };'],
    ["src/main.ts", 'import "@tauri-apps/api/core";'],
    [COMPONENT, script('import { t } from "../i18n/i18n";')],
    [COMPONENT, script('import type { Api } from "../api/api";')],
    ["src/components/clipboard.ts", 'export { useDesk } from "../features/session/desk";'],
    ["src/components/clipboard.ts", 'export * from "../views/shell.svelte";'],
    [CONTROLLER, 'export const a = () => import("../../views/Shell.svelte");'],
    [CONTROLLER, 'import type { Host } from "../../host/host";\nexport type A = Host;'],
    ["src/api/api.ts", 'import "../components/announcer.svelte";'],
    ["src/host/host.ts", 'import "../api/api";'],
    ["src/main.ts", 'import "./host/browser";'],
    ["src/host/tauri.ts", 'import "./browser/house";'],
  ],
};

for (const [rule, trials] of Object.entries(TRIALS)) {
  for (const [file, code] of trials) {
    test(`${rule} refuses ${code.replaceAll(/\s+/g, " ").slice(0, 70)}`, async () => {
      assert.ok((await refusing(code, file)).includes(rule), `it was let through in ${file}`);
    });
  }
}

test("every rule of ours has its trial", () => {
  const rules = Object.entries({ ...ours, ...ofComponents }).filter(([, level]) => level !== "off");
  const untried = rules.map(([rule]) => rule).filter((rule) => !(rule in TRIALS) && ofComponents[rule] !== "off");
  assert.deepEqual(untried, []);
});

test("a comment excuses nothing", async () => {
  const excused = "// eslint-disable-next-line no-eval\neval('a');\n/* eslint no-eval: off */";
  assert.ok((await refusing(excused, CONTROLLER)).includes("no-eval"));
});

const FINE = [
  [CONTROLLER, 'import type { Api } from "../../api/api";\nexport const a = (b: Api): unknown => b;'],
  [CONTROLLER, 'export const frame = "http://mail.localhost/";'],
  [CONTROLLER, `${promise}void save();\nexport const prefetch = (caption: string) => caption;`],
  ["src/main.ts", 'import { TauriHost } from "./host/tauri";\nnew TauriHost();'],
  ["src/browser.ts", 'import "./host/browser";'],
  ["src/host/tauri.ts", 'import { invoke } from "@tauri-apps/api/core";\nvoid invoke("a");'],
  ["src/features/session/departures.test.ts", 'import { BrowserHost } from "../../host/browser";\nnew BrowserHost();'],
  [COMPONENT, `${script("const { width }: { width: string } = $props();")}<!-- innerHTML --><p style:width>{1}</p>`],
];

for (const [file, code] of FINE) {
  test(`ordinary code passes: ${code.replaceAll(/\s+/g, " ").slice(0, 70)}`, async () => {
    assert.deepEqual(await refusing(code, file), []);
  });
}

test("the page keeps its rules", async () => {
  const results = await eslint.lintFiles(["src"]);
  const faults = results.flatMap(({ filePath, messages }) =>
    messages.map(({ line, ruleId, message }) => `${path.basename(filePath)}:${line}: ${message} (${ruleId})`),
  );
  assert.deepEqual(faults, []);
});
