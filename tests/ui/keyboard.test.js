/** Everything without a mouse. Keys inside the thread frame come back as announcements, as the shell sends them. */
import assert from "node:assert/strict";

import { active, eventually, focused, list, rows, stage, world } from "./lib/stage.js";

const scene = stage();

/** A key nobody handled inside the frame. */
const frameKey = (page, key) => world(page, (house, given) => house.announce({ kind: "frame_key", key: given }), key);

async function onList(page) {
  await list(page);
  await page.getByRole("listbox").focus();
}

scene("the first stops lead straight to the conversations and to the message", "", async (page) => {
  await list(page);
  await page.keyboard.press("Tab");
  assert.equal(await focused(page), "button Aller aux conversations");
  await page.keyboard.press("Enter");
  assert.match(await focused(page), /^(listbox|input)/);
});

scene("the focus goes through the window in the order it is read", "", async (page) => {
  await list(page);
  const stops = [];
  for (let stop = 0; stop < 16; stop += 1) {
    await page.keyboard.press("Tab");
    stops.push(await focused(page));
  }
  const order = [
    "Aller aux conversations",
    "Messages",
    "Rechercher dans Secrétariat",
    "Au clavier",
    "Nouveau message",
    "Réception",
  ];
  const at = order.map((name) => stops.findIndex((stop) => stop.includes(name)));
  assert.deepEqual(
    at,
    [...at].sort((a, b) => a - b),
  );
  assert.ok(!at.includes(-1), stops.join("\n"));
});

scene("F6 goes round the parts of the window, Maj+F6 comes back", "", async (page) => {
  await onList(page);
  await page.keyboard.press("ArrowDown");
  await page.locator("iframe").waitFor();
  await page.keyboard.press("F6");
  assert.match(await focused(page), /^iframe Conversation/);
  await frameKey(page, "F6");
  await eventually(async () => assert.match(await focused(page), /À jour à/));
  await page.keyboard.press("Shift+F6");
  assert.match(await focused(page), /^iframe Conversation/);
  await frameKey(page, "Shift+F6");
  assert.match(await focused(page), /^listbox/);
});

scene("arrows choose, Enter goes into the message, Escape comes back", "", async (page) => {
  await onList(page);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  assert.match(await active(page), /Hélène Fabre/);
  await page.locator("iframe").waitFor();
  await page.keyboard.press("Enter");
  await eventually(async () => assert.match(await focused(page), /^iframe/));
  await frameKey(page, "Escape");
  await eventually(async () => assert.match(await focused(page), /^listbox/));
});

scene("the keyboard stays in the message when it is shown anew", "", async (page) => {
  await onList(page);
  await page.keyboard.press("ArrowDown");
  await page.locator("iframe").waitFor();
  await page.keyboard.press("Enter");
  await eventually(async () => assert.match(await focused(page), /^iframe/));
  const before = await page.locator("iframe").getAttribute("src");
  // Another page for the same conversation, as after a letter came into it.
  await world(page, (house) => {
    for (const thread of house.threads) {
      thread.documents = thread.documents.includes("cda") ? [] : ["cda"];
    }
    house.stale("thread", 1);
  });
  await eventually(async () => assert.notEqual(await page.locator("iframe").getAttribute("src"), before));
  assert.match(await focused(page), /^iframe/);
});

scene("Début, Fin and the pages move by leaps, and the active row stays in sight", "", async (page) => {
  await onList(page);
  await page.keyboard.press("End");
  await eventually(async () => assert.ok(await page.locator("[aria-selected=true]").isVisible()));
  const last = await active(page);
  await page.keyboard.press("Home");
  await eventually(async () => assert.match(await active(page), /Gériatrie/));
  await page.keyboard.press("PageDown");
  await eventually(async () => assert.doesNotMatch(await active(page), /Gériatrie/));
  assert.notEqual(await active(page), last);
});

scene("N goes to the next unread conversation, over those already read", "", async (page) => {
  await onList(page);
  await page.keyboard.press("n");
  await eventually(async () => assert.match(await active(page), /Gériatrie/));
  await page.keyboard.press("n");
  await eventually(async () => assert.match(await active(page), /Urgences/));
});

scene("A archives, Suppr throws away, Ctrl+Z takes back; the focus stays in the list", "", async (page) => {
  await onList(page);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("a");
  await page.getByText("Conversation archivée").first().waitFor();
  await eventually(async () => assert.match(await active(page), /Hélène Fabre/));
  assert.match(await focused(page), /^listbox/);
  await page.keyboard.press("Control+z");
  await page.getByText("Conversation remise dans Réception").first().waitFor();
  await page.keyboard.press("Delete");
  await page.getByText("Conversation mise à la corbeille").first().waitFor();
});

scene("single letters are letters in a field", "", async (page) => {
  await list(page);
  await rows(page).first().click();
  await page.keyboard.press("Control+k");
  await page.keyboard.type("na/");
  assert.equal(await page.getByRole("searchbox").inputValue(), "na/");
});

scene("the slash searches from the list, Ctrl+E from anywhere", "", async (page) => {
  await onList(page);
  await page.keyboard.press("/");
  assert.match(await focused(page), /Rechercher/);
  assert.equal(await page.getByRole("searchbox").inputValue(), "");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+e");
  assert.match(await focused(page), /Rechercher/);
});

scene("Ctrl+Q and Ctrl+U mark read and unread", "", async (page) => {
  await onList(page);
  await page.keyboard.press("ArrowDown");
  await page.locator("iframe").waitFor();
  await page.keyboard.press("Control+q");
  await eventually(async () => assert.doesNotMatch(await active(page), /^Non lu/));
  await page.keyboard.press("Control+u");
  await eventually(async () => assert.match(await active(page), /^Non lu/));
});

scene("answering works from inside the message", "", async (page) => {
  await onList(page);
  await page.keyboard.press("ArrowDown");
  await page.locator("iframe").waitFor();
  await page.keyboard.press("Enter");
  await frameKey(page, "Ctrl+Shift+R");
  await page.getByRole("heading", { name: "Répondre à tous" }).waitFor();
});

scene("a key left to the search field does nothing when the engine sends it again", "", async (page) => {
  await onList(page);
  await page.keyboard.press("ArrowDown");
  await page.locator("iframe").waitFor();
  await page.keyboard.press("a");
  await page.getByRole("region", { name: "Confirmation" }).getByText("Conversation archivée").waitFor();
  await page.keyboard.press("Control+k");
  await page.keyboard.press("Control+z");
  await frameKey(page, "Ctrl+Z");
  await page.waitForTimeout(150);
  assert.match(await focused(page), /Rechercher/);
  await page.getByRole("region", { name: "Confirmation" }).getByText("Conversation archivée").waitFor();
});

scene("Ctrl+L forwards, and the letter starts at its recipients", "", async (page) => {
  await onList(page);
  await page.keyboard.press("ArrowDown");
  await page.locator("iframe").waitFor();
  await page.keyboard.press("Control+l");
  await page.getByRole("heading", { name: "Transférer" }).waitFor();
  await eventually(async () => assert.match(await focused(page), /^input/));
});

scene("a whole letter without a mouse", "", async (page) => {
  await list(page);
  await world(page, (house) => {
    house.holdFor(1);
  });
  await page.keyboard.press("Control+n");
  await eventually(async () => assert.match(await focused(page), /^input/));
  await page.keyboard.type("helene.fabre@medecin.mssante.example");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await page.getByLabel("Objet").focus();
  await page.keyboard.type("Renouvellement");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  assert.match(await focused(page), /^textbox Texte du message/);
  await page.keyboard.press("Control+b");
  await page.keyboard.type("Bonjour");
  await page.keyboard.press("Control+Shift+j");
  await page.getByRole("button", { name: "Retirer DLU Peltier.pdf" }).waitFor();
  await page.keyboard.press("Control+s");
  await page.getByText("Brouillon enregistré à 10\u00a0h\u00a058").waitFor();
  assert.equal(await world(page, (house) => house.drafts[0].content.body_html), "<p><strong>Bonjour</strong></p>");
  await page.keyboard.press("Control+Enter");
  await page.getByText("Message envoyé").first().waitFor();
  assert.match(await focused(page), /^(listbox|input)/);
});

scene("Échap leaves the letter from inside its text", "", async (page) => {
  await list(page);
  await page.keyboard.press("Control+n");
  await page.getByRole("textbox", { name: "Texte du message" }).click();
  await page.keyboard.type("Bonjour");
  await page.keyboard.press("Escape");
  await page.getByRole("heading", { name: "Réception" }).waitFor();
  await eventually(async () =>
    assert.match(await world(page, (house) => house.drafts[0].content.body_html), /Bonjour/),
  );
});

scene("a dialog keeps the focus and gives it back", "", async (page) => {
  await list(page);
  await rows(page).first().click();
  await page.getByRole("button", { name: "Autres actions" }).focus();
  await page.keyboard.press("Enter");
  await eventually(async () => assert.match(await focused(page), /^menuitem Répondre à tous/));
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
  await page.getByRole("dialog", { name: "Exporter" }).waitFor();
  for (let stop = 0; stop < 6; stop += 1) {
    await page.keyboard.press("Tab");
    assert.ok(
      await page.evaluate(
        () => document.activeElement === document.body || document.activeElement.closest("dialog") !== null,
      ),
    );
  }
  await page.keyboard.press("Escape");
  await eventually(async () => assert.equal(await focused(page), "button Autres actions"));
});

scene("the toolbar is one stop, its arrows go along it", "", async (page) => {
  await list(page);
  await rows(page).first().click();
  await page.getByRole("button", { name: "Répondre", exact: true }).focus();
  await page.keyboard.press("ArrowRight");
  assert.match(await focused(page), /^button Archiver/);
  for (let stop = 0; stop < 3; stop += 1) await page.keyboard.press("ArrowRight");
  assert.match(await focused(page), /^button Autres actions/);
});

scene("no shortcut acts behind a dialog", "password", async (page) => {
  await page.getByRole("dialog").waitFor();
  await page.keyboard.press("Control+n");
  assert.equal(await page.getByLabel("Objet").count(), 0);
});

scene("F5 asks for the messages and does not reload the page", "", async (page) => {
  await list(page);
  await page.evaluate(() => Object.assign(window, { same: true }));
  await page.keyboard.press("F5");
  await page.keyboard.press("Control+r");
  assert.equal(await page.evaluate(() => window.same), true);
});

scene("« Nouveau message » chosen beside the clock opens a letter", "", async (page) => {
  await list(page);
  await world(page, (house) => house.announce({ kind: "letter_wanted" }));
  await page.getByLabel("Objet").waitFor();
});
