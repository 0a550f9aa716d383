/** The page that reads documents, as built, in both themes: what it shows, what it says, and that nothing leaves it. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { after, before, test } from "node:test";

import axe from "axe-core";

import { locked, report } from "../e2e/pdf.mjs";
import { start } from "./lib/browser.js";

const DIST = new URL("../../ui/dist/viewer/", import.meta.url);
const TYPES = { html: "text/html", js: "text/javascript", css: "text/css", woff2: "font/woff2" };
/** The policy of the shell (`documents.rs`). */
const POLICY =
  "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self'; font-src 'self'; connect-src 'self'; " +
  "media-src blob:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";
const DOCUMENTS = {
  rapport: report(["Premier compte rendu", "Second compte rendu"]),
  protege: locked(["Page sous mot de passe"], "tilleul"),
  faux: Buffer.from("%PDF-1.7 rien"),
};

let browser, server, base;

before(async () => {
  assert.ok(existsSync(DIST), "ui/dist/viewer is missing: run `npm run build` in ui first");
  server = createServer((request, response) => {
    const [, name, ...path] = new URL(request.url, "http://viewer").pathname.split("/");
    const file = path.join("/") || "viewer.html";
    const bytes =
      file === "file" ? DOCUMENTS[name] : existsSync(new URL(file, DIST)) && readFileSync(new URL(file, DIST));
    if (!bytes) {
      response.writeHead(name === "favicon.ico" ? 204 : 404).end();
      return;
    }
    const type = TYPES[file.split(".").at(-1)] ?? "application/octet-stream";
    response.writeHead(200, { "content-type": type, "content-security-policy": POLICY }).end(bytes);
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  base = `http://127.0.0.1:${server.address().port}`;
  browser = await start();
});

after(async () => {
  await browser.stop();
  server.close();
});

const SCREENS = {
  "a document": ["rapport", "#pdf", async (page) => page.getByLabel("Page 1 sur 2").waitFor()],
  "a search": [
    "rapport",
    "#pdf",
    async (page) => {
      await page.locator("[data-painted=true]").first().waitFor();
      await page.keyboard.press("Control+f");
      await page.getByLabel("Rechercher dans le document").fill("COMPTE RENDU");
      await page.keyboard.press("Enter");
      await page.getByText("1 sur 2", { exact: true }).waitFor();
    },
  ],
  "a password": [
    "protege",
    "#pdf",
    async (page) => {
      await page.getByLabel("Mot de passe du document").fill("non");
      await page.getByRole("button", { name: "Ouvrir" }).click();
      await page.getByText("Ce n’est pas ce mot de passe.").waitFor();
    },
  ],
  "no document": ["faux", "#pdf", async (page) => page.getByText("Ce document est illisible ou incomplet").waitFor()],
  "a document that is gone": ["absent", "#pdf", async (page) => page.getByText("n’est plus ouvert").waitFor(), 404],
  "a film nobody can play": ["faux", "#film", async (page) => page.getByText("ne sait pas lire ce format").waitFor()],
  "a document that stopped it": ["rapport", "#stopped", async (page) => page.getByText("n’a pas pu être").waitFor()],
};

for (const theme of ["light", "dark"]) {
  for (const [name, [document, how, play]] of Object.entries(SCREENS)) {
    test(`${name}, ${theme}`, async () => {
      const { page, close } = await browser.openAt("about:blank", { theme });
      const asked = [];
      page.on("request", (request) => asked.push(request.url()));
      await page.goto(`${base}/${document}/${how},${theme}`);
      await play(page);
      await page.evaluate(axe.source).catch(() => page.addScriptTag({ content: axe.source }));
      const { violations } = await page.evaluate(() =>
        window.axe.run(document, {
          runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
        }),
      );
      assert.deepEqual(
        violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html.slice(0, 160))]),
        [],
      );
      assert.deepEqual(
        asked.filter((url) => !url.startsWith(base) && !url.startsWith("blob:")),
        [],
        "nothing leaves",
      );
      await close();
    });
  }
}
