// Joined documents in the real window: read page by page in a view that may call nothing, and whatever is in them, nothing
// leaves, nothing runs, nothing stays.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { after, before, test } from "node:test";

import { filesWith } from "../disk.mjs";
import { Page } from "../page.mjs";
import { deliver, letterWith } from "../post.mjs";
import { acting, locked, longReport, report } from "../pdf.mjs";
import { pause } from "../screen.mjs";
import { Stage } from "../stage.mjs";
import { Key } from "../webdriver.mjs";

const SUBJECT = "Comptes rendus";
const PAGES = 12;
const PASSWORD = "Tilleul 12";
/** A canary that is called at all is called by then, ms. */
const CALLED_WITHIN = 1_500;
let stage, page, session, main, canary, calls, files;

before(async () => {
  calls = [];
  canary = createServer((request, response) => {
    calls.push(request.url);
    response.end();
  });
  await new Promise((listening) => canary.listen(0, "127.0.0.1", listening));
  const words = Array.from({ length: PAGES }, (_, index) => `Compte rendu ${index + 1}, \xe9t\xe9 calme`);
  const whole = report(words);
  files = {
    "rapport.pdf": whole,
    "agit.pdf": acting(address()),
    "long.pdf": longReport(10_000),
    "immense.pdf": report(["Page immense"], { box: "0 0 144000000 144000000" }),
    "sans-table.pdf": Buffer.concat([whole.subarray(0, whole.lastIndexOf("xref")), Buffer.from("xref\n%%EOF")]),
    "faux.pdf": Buffer.from("%PDF-1.7\nceci n'est pas un document"),
    "protege.pdf": locked(["Page sous mot de passe"], PASSWORD),
    "film.webm": await readFile(new URL("../film.webm", import.meta.url)),
  };
  stage = await Stage.set();
  session = stage.session;
  page = new Page(session);
  await deliver(stage, "secretariat", "documents", letterWith(SUBJECT, files));
  await page.press("Sophie M.");
  await page.press("Secrétariat");
  await page.openRow(SUBJECT);
  await page.letterSays("rapport.pdf");
  [main] = await session.windows();
});

after(async () => {
  await stage?.strike();
  canary?.close();
});

test("a PDF of a letter is read in a window of its own, its ink and its words", async (t) => {
  const begun = performance.now();
  await read("rapport.pdf");
  await painted(1);
  t.diagnostic(`first page painted after ${Math.round(performance.now() - begun)} ms`);
  const { dark, light, written } = await ink(1);
  assert.ok(written > 0.003, `the words are written in a font that the report does not bring: ${written}`);
  assert.ok(dark > 0.08 && dark < 0.2, `the black block is an eighth of the page: ${dark}`);
  assert.ok(light > 0.7, `the rest is white: ${light}`);
  const said = await session.text("[data-page='1'] .textLayer");
  assert.ok(said.includes("Compte rendu 1, été calme"), said);
  assert.ok((await session.text("main")).includes(`sur ${PAGES}`));
  const label = await session.run("return document.querySelector('[data-page]').getAttribute('aria-label')");
  assert.equal(label, `Page 1 sur ${PAGES}`);
});

test("its window has nothing to call with, and its title tells nothing", async () => {
  const there = await session.run(`
    const evaluated = (work) => { try { work(); return "ran"; } catch (error) { return error.name; } };
    return {
      tauri: typeof window.__TAURI_INTERNALS__ + typeof window.__TAURI__,
      handlers: typeof window.webkit?.messageHandlers?.ipc,
      wasm: typeof WebAssembly,
      text: evaluated(() => window.eval("1")),
      made: evaluated(() => new Function("return 1")()),
      origin: location.origin,
      title: document.title,
    };`);
  assert.deepEqual(there, {
    tauri: "undefinedundefined",
    handlers: "undefined",
    wasm: "undefined",
    text: "EvalError",
    made: "EvalError",
    origin: "viewer://localhost",
    title: "Estafette",
  });
  await stage.xdotool("search", "--name", "^Pièce jointe — Estafette$");
  await session.enterWindow(main);
  const inMain = await session.run("return typeof window.__TAURI_INTERNALS__");
  assert.equal(inMain, "object", "control: the main window has");
  await enterViewer([main]);
});

test("pages are turned, made larger and searched with the keyboard alone", async () => {
  await session.press(Key.pageDown);
  await session.press(Key.pageDown);
  await session.until("another page", async () => (await current()) > 1);
  const before = await scale();
  await session.press("+");
  await session.until("a larger page", async () => (await scale()) > before);
  for (const key of ["-", "0"]) await session.press(key);
  await session.press(Key.home);
  await session.until("the first page", async () => (await current()) === 1);
  await session.press(Key.control, "f");
  await session.type("[role=search] input", "RENDU 7" + Key.enter);
  await session.until("the place", async () => (await session.text("[role=search]")).includes("1 sur 1"));
  await session.until("its page", async () => (await current()) === 7);
  await painted(7);
  const marked = await session.until("the mark", () =>
    session.run("return [...(CSS.highlights.get('found-current') ?? [])].map(String)"),
  );
  assert.deepEqual(marked, ["rendu 7"]);
  await session.press(Key.escape);
  await session.until("the search to close", () => session.run("return !document.querySelector('[role=search]')"));
  await leaveByEscape();
});

test("nothing in a PDF acts: no address is called, no script runs, no file comes out", async () => {
  await read("agit.pdf");
  await painted(1);
  const links = await session.run("return document.querySelectorAll('a, form[action], iframe, object, embed').length");
  assert.equal(links, 0, "there is nothing to press");
  const box = await session.run(
    "const box = document.querySelector('[data-page]').getBoundingClientRect(); return [box.x, box.y, box.width]",
  );
  const [left, top] = await session.run("return [window.screenX, window.screenY]");
  const at = [String(Math.round(left + box[0] + box[2] / 2)), String(Math.round(top + box[1] + 120))];
  for (const button of ["2", "1"]) await stage.xdotool("mousemove", ...at, "click", button);
  await pause(CALLED_WITHIN);
  assert.deepEqual(calls, []);
  assert.equal((await session.windows()).length, 2);
});

test("what a script of the viewer would try leads nowhere", async () => {
  const before = await session.run("return location.href");
  await session.run(
    `const [canary] = arguments;
     const quietly = (work) => { try { work()?.catch?.(() => {}); } catch {} };
     quietly(() => fetch(canary + "/fetch"));
     quietly(() => { new Image().src = canary + "/image"; });
     quietly(() => navigator.sendBeacon(canary + "/beacon"));
     quietly(() => { new EventSource(canary + "/events"); });
     quietly(() => { new WebSocket(canary.replace("http", "ws") + "/socket"); });
     quietly(() => window.open(canary + "/window"));
     for (const [tag, name] of [["iframe", "src"], ["script", "src"], ["video", "src"], ["link", "href"], ["object", "data"]]) {
       const element = document.createElement(tag);
       if (tag === "link") element.rel = "stylesheet";
       element.setAttribute(name, canary + "/" + tag);
       document.body.append(element);
     }
     const link = document.createElement("a");
     link.href = canary + "/link";
     link.download = "x";
     document.body.append(link);
     link.click();
     quietly(() => { location.href = canary + "/location"; });`,
    address(),
  );
  await pause(CALLED_WITHIN);
  assert.deepEqual(calls, []);
  assert.equal(await session.run("return location.href"), before);
  assert.equal((await session.windows()).length, 2);
  await closeViewer();
});

test("control: that PDF holds its actions, and the canary hears who calls", async () => {
  // Node 20 is older than pdf.js asks for
  Promise.withResolvers ??= () => {
    const made = {};
    made.promise = new Promise((resolve, reject) => Object.assign(made, { resolve, reject }));
    return made;
  };
  const { getDocument } = await import("../../../ui/node_modules/pdfjs-dist/legacy/build/pdf.mjs");
  const read = await getDocument({ data: new Uint8Array(files["agit.pdf"]), verbosity: 0 }).promise;
  const first = await read.getPage(1);
  const annotations = await first.getAnnotations();
  assert.ok(
    annotations.some((one) => one.url === `${address()}/link`),
    "its link leads to the canary",
  );
  assert.ok(
    annotations.some((one) => one.actions?.get("Action")),
    "its button has a script",
  );
  const scripts = [...(await read.getJSActions()).keys(), ...(await first.getJSActions()).keys()];
  assert.deepEqual(scripts.sort(), ["DidSave", "OpenAction", "PageClose", "WillClose", "a"]);
  assert.deepEqual([...(await read.getAttachments()).keys()], ["a.html"]);
  await read.loadingTask.destroy();
  await fetch(`${address()}/control`);
  assert.deepEqual(calls, ["/control"]);
  calls.length = 0;
});

test("ten thousand pages cost what three do, and what is left out is said", async (t) => {
  const begun = performance.now();
  await read("long.pdf");
  await painted(1);
  t.diagnostic(`first of 10 000 pages painted after ${Math.round(performance.now() - begun)} ms`);
  const text = await session.text("main");
  assert.match(text, /Seules les 5\s000 premières pages sont affichées/u);
  assert.ok((await session.run("return document.querySelectorAll('[data-page]').length")) < 10);
  await session.run(`const field = document.querySelector("[role=toolbar] input");
    field.value = "4990"; field.dispatchEvent(new Event("change", { bubbles: true }));`);
  await painted(4990);
  await closeViewer();
});

test("a page of fifty kilometres, a table that is gone: what can be shown is", async () => {
  await read("immense.pdf");
  await painted(1);
  const size = await session.run(
    "const canvas = document.querySelector('canvas'); return [canvas.width, canvas.height]",
  );
  assert.ok(size[0] * size[1] <= 12_100_000 && Math.min(...size) > 100, String(size));
  await closeViewer();
  await read("sans-table.pdf");
  await painted(1);
  assert.ok((await ink(1)).dark > 0.08);
  await closeViewer();
});

test("what is no document is said to be none, in words", async () => {
  await read("faux.pdf");
  await session.until("the word", async () =>
    (await session.text("main")).includes("Ce document est illisible ou incomplet"),
  );
  assert.ok(/«\sEnregistrer\s»/u.test(await session.text("main")));
  await closeViewer();
});

test("a protected PDF asks for its password, refuses another, and opens with it", async () => {
  await read("protege.pdf");
  await session.until("the question", async () => (await session.text("main")).includes("demande un mot de passe"));
  await session.type("input[type=password]", "un autre" + Key.enter);
  await session.until("the refusal", async () => (await session.text("main")).includes("Ce n’est pas ce mot de passe"));
  await session.type("input[type=password]", PASSWORD + Key.enter);
  await painted(1);
  assert.ok((await session.text(".textLayer")).includes("Page sous mot de passe"));
  await closeViewer();
});

test("a film is played: a frame of it is seen", async () => {
  await read("film.webm");
  const seen = await session.until("a frame", () =>
    session.run(`
      const film = document.querySelector("video");
      if (!film || film.readyState < 2) return null;
      const canvas = document.createElement("canvas");
      [canvas.width, canvas.height] = [film.videoWidth, film.videoHeight];
      const context = canvas.getContext("2d");
      context.drawImage(film, 0, 0);
      return [...context.getImageData(canvas.width / 2, canvas.height / 2, 1, 1).data];`),
  );
  const [red, green, blue] = seen;
  assert.ok(red > 180 && green < 80 && blue < 80, `the film is red: ${seen}`);
  await closeViewer();
});

test("another document takes the place of the first", async () => {
  await read("rapport.pdf");
  await painted(1);
  const first = await session.run("return location.pathname");
  await read("protege.pdf");
  await session.until("one viewer", async () => (await session.windows()).length === 2);
  assert.notEqual(await session.run("return location.pathname"), first);
  await closeViewer();
});

test("nothing of what was read is on the disk", async () => {
  for (const place of ["profile", "home"]) {
    for (const words of ["%PDF-1.7", "Compte rendu 7"]) {
      assert.deepEqual(await filesWith(`${stage.folder}/${place}`, Buffer.from(words)), [], place);
    }
  }
});

function address() {
  return `http://127.0.0.1:${canary.address().port}`;
}

/** Reads a file of the letter, and looks into the window where it is read. */
async function read(name) {
  const before = await session.windows();
  await session.enterWindow(main);
  await page.pressInLetter(`Voir ${name}`);
  await enterViewer(before);
}

/** Looks into the window that is none of `others`. */
async function enterViewer(others) {
  await session.until("the viewer", async () => {
    const other = (await session.windows()).find((handle) => !others.includes(handle));
    if (other === undefined) return null;
    await session.enterWindow(other);
    return session.run("return location.protocol === 'viewer:' && document.querySelector('main') !== null");
  });
}

/** Waits until a page is painted. */
async function painted(number) {
  await session.until(`page ${number}`, () =>
    session.run("return document.querySelector(`[data-page='${arguments[0]}'][data-painted='true']`) !== null", number),
  );
}

/** Which part of a page is dark, and which is light. */
function ink(number) {
  return session.run(
    `const canvas = document.querySelector("[data-page='" + arguments[0] + "'] canvas");
     const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
     let [dark, light, written] = [0, 0, 0];
     for (let at = 0; at < data.length; at += 4) {
       const sum = data[at] + data[at + 1] + data[at + 2];
       if (sum < 96) dark += 1;
       if (sum < 96 && at * 4 < data.length) written += 1;
       if (sum > 720) light += 1;
     }
     return { dark: (dark * 4) / data.length, light: (light * 4) / data.length, written: (written * 16) / data.length };`,
    number,
  );
}

const current = () => session.run("return Number(document.querySelector('[role=toolbar] input').value)");
const scale = () => session.run("return parseInt(document.querySelector('.scale').innerText, 10)");

async function leaveByEscape() {
  // the key goes down in a window that is gone when it comes up
  await session.press(Key.escape).catch(() => {});
  await gone();
}

async function closeViewer() {
  await session.run("window.close()").catch(() => {});
  await gone();
}

async function gone() {
  await session.until("the viewer to close", async () => (await session.windows()).length === 1);
  await session.enterWindow(main);
}
