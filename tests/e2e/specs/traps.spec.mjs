// The traps of a letter shown in a frame, each with real hands in the real window: links that forge what our own ask, the way
// back through the history, the menu of the right button, what lies over everything, ids and styles of ours, and the doors of
// the window. What is not to happen is shown to be possible first, or beside.

import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { Page } from "../page.mjs";
import { deliver } from "../post.mjs";
import { pause } from "../screen.mjs";
import { Stage } from "../stage.mjs";
import { OTHER, TRAP, letters } from "../trap-letters.mjs";

/** What a click that does nothing is given to do something, ms. */
const MOMENT = 700;
/** A frame of a few words is loaded within, ms. */
const LOADED = 5_000;
/** An INS stays in the clipboard of the driven window for four seconds: by then it is gone, ms. */
const INS_GONE = 6_000;
/** A published example: nobody's. */
const INS = "2 79 03 51 215 189 89";
let stage, page, session, server, asked;

before(async () => {
  asked = [];
  server = createServer((request, response) => {
    asked.push(request.url);
    response.end("x");
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  stage = await Stage.set();
  session = stage.session;
  page = new Page(session);
  for (const [name, raw] of Object.entries(letters(`http://127.0.0.1:${server.address().port}`))) {
    await deliver(stage, "secretariat", name, raw);
  }
  await page.press("Sophie M.");
  await page.press("Secrétariat");
  await page.openRow(TRAP);
  await page.letterSays("fin du piège");
  await page.letterSays("fin du témoin");
});

after(async () => {
  await stage?.strike();
  server?.close();
});

test("links that forge what our own ask for do nothing, however they are clicked", async () => {
  for (const words of ["sans schéma", "par un détour", "en toutes lettres", "vers le bureau", "script"]) {
    for (const hand of [
      ["click", "1"],
      ["click", "2"],
      ["keydown", "ctrl", "click", "1", "keyup", "ctrl"],
    ]) {
      await click(words, hand);
      await pause(MOMENT / 2);
      assert.equal(await dialog(), null, `« ${words} », ${hand.join(" ")}`);
    }
  }
  assert.deepEqual(await readdir(join(stage.folder, "saved")), []);
});

test("control, and a link that is one: it is shown in full, and neither followed nor opened", async () => {
  for (const hand of [
    ["click", "1"],
    ["click", "2"],
    ["keydown", "shift", "click", "1", "keyup", "shift"],
  ]) {
    await click("lien honnête", hand);
    const shown = await session.until("the link to be shown", dialog);
    assert.ok(shown.includes("127.0.0.1"), shown);
    await stage.xdotool("key", "Escape");
    await session.until("the dialog to close", async () => (await dialog()) === null);
  }
  assert.deepEqual(await session.windows().then((windows) => windows.length), 1);
  assert.deepEqual(asked, []);
});

test("the menu of the right button on a link can copy it, and nothing else", async () => {
  // With one entry the first is the last: from above and from below, the same is chosen.
  for (const keys of [
    ["Down", "Return"],
    ["Up", "Return"],
  ]) {
    await copied("autre chose");
    await click("lien honnête", ["click", "3"]);
    await pause(MOMENT);
    for (const key of keys) await stage.xdotool("key", key);
    await pause(MOMENT);
    assert.match(await pasted(), /^http:\/\/127\.0\.0\.1:\d+\/lien$/, keys.join(", "));
  }
  assert.deepEqual(asked, [], "no entry went and fetched it");
  assert.equal(await dialog(), null);
});

test("what lies over everything never comes into a letter, and would lie over every message", async () => {
  const over = await frame(
    `const strange = document.querySelectorAll(".e-m :is([popover], [popovertarget], [command], button, dialog, input, details)");
     return [strange.length, document.querySelectorAll(":popover-open, dialog[open]").length];`,
  );
  assert.deepEqual(over, [0, 0]);
  await click("Ouvrir la suite", ["click", "1"]);
  await pause(MOMENT);
  const [inPlace, covered] = await frame(
    `const message = document.querySelector(".e-m");
     message.scrollIntoView({ block: "center" });
     const box = message.getBoundingClientRect();
     const at = () => {
       const seen = document.elementFromPoint(box.x + 5, box.y + 5);
       return seen?.closest("#control") ? "what lies over it" : message.contains(seen) ? "the message" : "something else";
     };
     const before = at();
     const over = Object.assign(document.createElement("div"), { id: "control", popover: "manual" });
     over.style.cssText = "inset:0;width:100vw;height:100vh;border:0;margin:0";
     [...document.querySelectorAll(".e-html")].at(-1).append(over);
     over.showPopover();
     const after = at();
     over.remove();
     return [before, after];`,
  );
  assert.equal(inPlace, "the message");
  assert.equal(covered, "what lies over it", "control: what contains a message does not hold that");
});

test("an id of ours is taken by no letter, and no id is there twice", async () => {
  const [twice, ours, theirs] = await frame(
    `const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
     const articles = [...document.querySelectorAll("article")];
     return [
       ids.filter((id, at) => ids.indexOf(id) !== at),
       articles.every((article) => document.getElementById(article.id) === article),
       [...document.querySelectorAll(".e-m [id]")].map((element) => element.id),
     ];`,
  );
  assert.deepEqual(twice, []);
  assert.ok(ours, "each message is found by its own id");
  assert.ok(theirs.length >= 4 && theirs.every((id) => /^m\d+-/.test(id)), theirs.join());
});

test("no rule of our page dresses what a letter says, except inside its own box", async () => {
  const dressed = `
    const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]);
    const flat = rules.flatMap((rule) => (rule.cssRules?.length ? [...rule.cssRules] : [rule]));
    const ours = flat.map((rule) => rule.selectorText ?? "").filter((selector) => selector !== "" && !selector.includes(".e-m"));
    return [...document.querySelectorAll(".e-m *:not(.e-hit, .e-quiet)")].filter((element) =>
      ours.some((selector) => element.matches(selector.replace(/::[a-z-]+/g, ""))),
    ).length;`;
  assert.equal(await frame(dressed), 0);
  const control = await frame(
    `const forged = [...document.querySelectorAll(".e-m h2")].find((title) => title.innerText.includes("Dr Fabre"));
     forged.className = "e-name";
     const found = (() => {${dressed}})();
     forged.className = "";
     return found;`,
  );
  assert.equal(control, 1, "control: dressed by hand, it is found");
});

test("the buttons of the history lead nowhere, and the history has nowhere to lead", async () => {
  const before = await session.run("return history.length");
  await page.openRow(OTHER);
  await page.letterSays("Rien ne change");
  await page.openRow(TRAP);
  await page.letterSays("fin du piège");
  assert.equal(await session.run("return history.length"), before, "two letters later there is no way back");
  await session.run("history.pushState({}, '', '#ici')");
  for (const gesture of [
    ["click", "8"],
    ["click", "9"],
    ["key", "alt+Left"],
    ["key", "XF86Back"],
  ]) {
    await point("fin du piège");
    await stage.xdotool(...gesture);
    await pause(MOMENT);
    assert.equal(await session.run("return location.hash"), "#ici", gesture.join(" "));
    await page.letterSays("fin du piège");
  }
  await session.run("history.back()");
  await session.until("control: there is a way back", async () => (await session.run("return location.hash")) === "");
});

test("the window goes nowhere, opens nothing and saves nothing that the page did not ask the shell for", async () => {
  const home = await session.run("return location.href");
  for (const url of [
    `http://127.0.0.1:${server.address().port}/page`,
    "mail://action/save",
    "file:///etc/hostname",
    "data:text/html,x",
    "about:srcdoc",
  ]) {
    await session.run("location.href = arguments[0]", url).catch(() => {});
    await pause(MOMENT);
    assert.equal(await session.run("return location.href"), home, url);
  }
  await session.run("window.open(arguments[0])", `http://127.0.0.1:${server.address().port}/fenetre`).catch(() => {});
  await session.run(
    `const link = Object.assign(document.createElement("a"), { download: "facture.exe", href: URL.createObjectURL(new Blob(["x"])) });
     document.body.append(link); link.click(); link.remove();`,
  );
  await pause(MOMENT);
  assert.equal((await session.windows()).length, 1);
  const files = await readdir(join(stage.folder), { recursive: true });
  assert.deepEqual(
    files.filter((file) => file.includes("facture")),
    [],
  );
  assert.deepEqual(asked, []);
});

test("every answer shut in its header has an origin without rights, even in a frame that asks for none", async () => {
  const url = await session.run("return document.querySelector('iframe').src");
  const image = await frame("return document.querySelector('.e-m img').src");
  for (const [what, address] of [
    ["the page", url],
    ["an image", image],
    ["nothing", `${url}m/1/cid/absente`],
    ["no view", "mail://localhost/0123456789abcdef0123456789abcdef/"],
  ]) {
    assert.equal(await inNakedFrame(address, "return String(window.origin)"), "null", what);
  }
});

test("an address is dead once its conversation is closed", async () => {
  const url = await session.run("return document.querySelector('iframe').src");
  const shows = "return document.body?.innerText ?? ''";
  assert.match(await inNakedFrame(url, shows), /fin du piège/, "control: while it is open it answers");
  await assert.rejects(
    inNakedFrame(url.replace("localhost", "ailleurs"), shows),
    /data-loaded/,
    "under its own host alone",
  );
  await page.press("Infirmerie");
  await session.until("the letter to close", () => session.run("return document.querySelector('iframe') === null"));
  await session.until("the address to be dead", async () => (await inNakedFrame(url, shows)) === "");
});

test("a number of a person that was copied leaves the clipboard, and an ordinary text stays", async () => {
  await copied("Mme Aubert sort lundi.");
  await pause(INS_GONE);
  assert.equal(await pasted(), "Mme Aubert sort lundi.");
  await copied(`Mme Aubert, ${INS}`);
  assert.equal(await pasted(), `Mme Aubert, ${INS}`, "there is time to paste it");
  await pause(INS_GONE);
  assert.equal(await pasted(), "");
});

/** Runs `script` in the frame of the letter. */
async function frame(script, ...args) {
  await session.enterFrame("iframe");
  try {
    return await session.run(script, ...args);
  } finally {
    await session.leaveFrame();
  }
}

/** What `script` gives in a frame at `url` without `sandbox`: what shuts it in is then its header alone. */
async function inNakedFrame(url, script) {
  await session.run(
    `const frame = Object.assign(document.createElement("iframe"), { src: arguments[0], id: "naked" });
     frame.addEventListener("load", () => frame.setAttribute("data-loaded", ""));
     document.body.append(frame);`,
    url,
  );
  try {
    await session.until(
      "#naked[data-loaded]",
      () => session.run(`return document.querySelector("#naked[data-loaded]") !== null`),
      LOADED,
    );
    await session.enterFrame("#naked");
    return await session.run(script);
  } finally {
    await session.leaveFrame();
    await session.run("document.getElementById('naked').remove()");
  }
}

/** Moves the pointer onto the words `words` of the letter. */
async function point(words) {
  const [x, y] = await frame(
    `const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
     for (let node = walker.nextNode(); node; node = walker.nextNode()) {
       if (!node.data.includes(arguments[0])) continue;
       node.parentElement.scrollIntoView({ block: "center" });
       const range = document.createRange();
       range.selectNodeContents(node);
       const box = range.getBoundingClientRect();
       return [box.x + Math.min(box.width / 2, 20), box.y + box.height / 2];
     }
     return null;`,
    words,
  );
  const [left, top] = await session.run(
    "const box = document.querySelector('iframe').getBoundingClientRect(); return [window.screenX + box.x, window.screenY + box.y]",
  );
  await stage.xdotool("mousemove", String(Math.round(left + x)), String(Math.round(top + y)));
}

async function click(words, hand) {
  await point(words);
  await stage.xdotool(...hand);
}

/** The words of the dialog that is open, or null. */
async function dialog() {
  return session.run(
    "return [...document.querySelectorAll('[role=dialog], dialog[open]')].find((one) => one.checkVisibility())?.innerText ?? null",
  );
}

/** A field beside the page, to copy from and paste into. */
const FIELD = `let field = document.getElementById("clipboard");
     if (!field) document.body.append((field = Object.assign(document.createElement("textarea"), { id: "clipboard" })));`;

/** Puts `text` on the clipboard, as a person would. */
async function copied(text) {
  await session.run(`${FIELD} field.value = arguments[0]; window.focus(); field.focus(); field.select();`, text);
  await stage.xdotool("key", "ctrl+c");
  await pause(MOMENT / 2);
}

/** What is on the clipboard. */
async function pasted() {
  await session.run(`${FIELD} field.value = ""; window.focus(); field.focus();`);
  await stage.xdotool("key", "ctrl+v");
  await pause(MOMENT / 2);
  const text = await session.run("return document.getElementById('clipboard').value");
  await session.run("document.getElementById('clipboard').remove()");
  return text;
}
