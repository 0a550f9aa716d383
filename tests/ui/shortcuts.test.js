/** Every line of the sheet of shortcuts, pressed: what the sheet promises is what happens. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { active, eventually, focused, list, rows, said, stage, world } from "./lib/stage.js";

const scene = stage();

const ENGRAVED = {
  Ctrl: "Control",
  Maj: "Shift",
  Suppr: "Delete",
  Échap: "Escape",
  Entrée: "Enter",
  Espace: "Space",
  Début: "Home",
  Fin: "End",
  PgPréc: "PageUp",
  PgSuiv: "PageDown",
  "↑": "ArrowUp",
  "↓": "ArrowDown",
};

/** A key as the sheet says it, pressed. */
async function press(page, said) {
  const parts = said.split(/\+(?!$)/).map((part) => ENGRAVED[part] ?? (part.length === 1 ? part.toLowerCase() : part));
  await page.keyboard.press(parts.join("+"));
}

/** A key nobody handled inside the frame, as the shell tells it. */
const frameKey = (page, key) => world(page, (house, given) => house.announce({ kind: "frame_key", key: given }), key);

const heading = (page, name) => page.getByRole("heading", { name, exact: true }).waitFor();
const told = (page, text) => page.getByText(text).first().waitFor();

async function onList(page) {
  await list(page);
  await page.getByRole("listbox").focus();
}

async function onFirst(page) {
  await onList(page);
  await page.keyboard.press("ArrowDown");
  await page.locator("iframe").waitFor();
}

async function writing(page) {
  await list(page);
  await page.keyboard.press("Control+n");
  await page.getByLabel("Objet").fill("Renouvellement");
}

async function finding(page) {
  await onFirst(page);
  await page.keyboard.press("Control+f");
  await page.keyboard.type("bonjour");
  await told(page, /^1 sur/);
}

const selected = (count) => (page) => heading(page, `${count} conversations sélectionnées`);
const isActive = (name) => (page) => eventually(async () => assert.match(await active(page), name));
const hasFocus = (name) => (page) => eventually(async () => assert.match(await focused(page), name));

const isSized = (size) => (page) =>
  eventually(async () => assert.equal(await page.evaluate(() => document.documentElement.style.fontSize), size));

/** Each line: where one is, and what is so once the key was pressed. The keys are those the sheet is to show. */
const LINES = {
  "Conversation d’avant, d’après": {
    keys: ["↑", "↓"],
    from: onFirst,
    then: { "↑": isActive(/Gériatrie/), "↓": isActive(/Hélène Fabre/) },
  },
  "Première, dernière, page d’avant, d’après": {
    keys: ["Début", "Fin", "PgPréc", "PgSuiv"],
    from: onFirst,
    then: {
      Début: isActive(/Gériatrie/),
      Fin: (page) => eventually(async () => assert.doesNotMatch(await active(page), /Gériatrie/)),
      PgPréc: isActive(/Gériatrie/),
      PgSuiv: (page) => eventually(async () => assert.doesNotMatch(await active(page), /Gériatrie/)),
    },
  },
  "Étendre la sélection": {
    keys: ["Maj+↑", "Maj+↓"],
    from: async (page) => {
      await onFirst(page);
      await page.keyboard.press("ArrowDown");
    },
    then: selected(2),
  },
  "Ajouter à la sélection, ou en retirer": {
    keys: ["Ctrl+Espace"],
    from: async (page) => {
      await onFirst(page);
      await page.keyboard.press("Control+ArrowDown");
    },
    then: selected(2),
  },
  "Aller au message": { keys: ["Entrée"], from: onFirst, then: hasFocus(/^iframe/) },
  "Menu de la conversation": { keys: ["Maj+F10"], from: onFirst, then: hasFocus(/^menuitem Répondre/) },
  "Lire la suite, puis le prochain non lu": { keys: ["Espace"], from: onFirst, then: hasFocus(/^iframe/) },
  "Prochain non lu": { keys: ["N"], from: onFirst, then: isActive(/Urgences/) },
  Archiver: { keys: ["A"], from: onFirst, then: (page) => told(page, "Conversation archivée") },
  Supprimer: { keys: ["Suppr"], from: onFirst, then: (page) => told(page, "Conversation mise à la corbeille") },
  "Suivre ou ne plus suivre": {
    keys: ["S"],
    from: onFirst,
    then: (page) => eventually(async () => assert.match(await said(rows(page).first()), /Suivie/)),
  },
  "Tout sélectionner": {
    keys: ["Ctrl+A"],
    from: onFirst,
    then: (page) => page.getByRole("heading", { name: /conversations sélectionnées/ }).waitFor(),
  },
  Rechercher: { keys: ["Ctrl+K", "Ctrl+E"], from: list, then: hasFocus(/^input Rechercher/) },
  "Rechercher depuis la liste": { keys: ["/"], from: onList, then: hasFocus(/^input Rechercher/) },
  "Rechercher dans le message": { keys: ["Ctrl+F"], from: onFirst, then: hasFocus(/Rechercher dans la conversation/) },
  "Résultat suivant": { keys: ["F3", "Ctrl+G"], from: finding, then: (page) => told(page, /^2 sur/) },
  "Résultat précédent": {
    keys: ["Maj+F3", "Ctrl+Maj+G"],
    from: finding,
    then: (page) => eventually(async () => assert.equal(await page.getByText(/^1 sur/).count(), 0)),
  },
  Imprimer: {
    keys: ["Ctrl+P"],
    from: onFirst,
    then: (page) => page.getByRole("region", { name: "Confirmation" }).getByText("imprim").waitFor(),
  },
  "Marquer lu": {
    keys: ["Ctrl+Q"],
    from: onFirst,
    then: (page) => eventually(async () => assert.doesNotMatch(await active(page), /^Non lu/)),
  },
  "Marquer non lu": {
    keys: ["Ctrl+U"],
    from: async (page) => {
      await onFirst(page);
      await page.keyboard.press("Control+q");
      await eventually(async () => assert.doesNotMatch(await active(page), /^Non lu/));
    },
    then: isActive(/^Non lu/),
  },
  Déplacer: {
    keys: ["Ctrl+Maj+V"],
    from: onFirst,
    then: (page) => page.getByRole("dialog", { name: "Déplacer vers" }).waitFor(),
  },
  "Annuler le dernier geste": {
    keys: ["Ctrl+Z"],
    from: async (page) => {
      await onFirst(page);
      await page.keyboard.press("a");
      await told(page, "Conversation archivée");
    },
    then: (page) => told(page, "Conversation remise dans Réception"),
  },
  "Nouveau message": { keys: ["Ctrl+N"], from: onFirst, then: (page) => heading(page, "Nouveau message") },
  Répondre: { keys: ["Ctrl+R"], from: onFirst, then: (page) => heading(page, "Répondre") },
  "Répondre à tous": { keys: ["Ctrl+Maj+R"], from: onFirst, then: (page) => heading(page, "Répondre à tous") },
  Transférer: { keys: ["Ctrl+L"], from: onFirst, then: (page) => heading(page, "Transférer") },
  Envoyer: {
    keys: ["Ctrl+Entrée"],
    from: async (page) => {
      await writing(page);
      await page.getByLabel(/^À/).fill("helene.fabre@medecin.mssante.example;");
      await page.getByRole("textbox", { name: "Texte du message" }).click();
      await page.keyboard.type("Bonjour");
    },
    then: (page) => told(page, /Le message part dans/),
  },
  "Joindre un fichier": {
    keys: ["Ctrl+Maj+J"],
    from: writing,
    then: (page) => page.getByRole("button", { name: "Retirer DLU Peltier.pdf" }).waitFor(),
  },
  "Enregistrer le brouillon": {
    keys: ["Ctrl+S"],
    from: writing,
    then: (page) => told(page, "Brouillon enregistré à 10\u00a0h\u00a058"),
  },
  Messages: {
    keys: ["Ctrl+1"],
    from: async (page) => {
      await list(page);
      await page.getByRole("button", { name: "Commission d’admission" }).click();
      await heading(page, "Commission d’admission");
    },
    then: (page) => heading(page, "Réception"),
  },
  "Partie suivante de la fenêtre": { keys: ["F6"], from: onFirst, then: hasFocus(/^iframe/) },
  "Partie précédente de la fenêtre": { keys: ["Maj+F6"], from: onFirst, then: hasFocus(/Nouveau message/) },
  "Revenir, fermer": {
    keys: ["Échap"],
    from: writing,
    then: (page) => heading(page, "Réception"),
  },
  "Recevoir les messages": {
    keys: ["F5", "F9"],
    from: async (page) => {
      await list(page);
      await world(page, (house) => house.failing.set("mailbox_sync", house.error("offline")));
    },
    then: (page) => page.getByText("Pas de réseau").first().waitFor(),
  },
  "Verrouiller Estafette": {
    keys: ["Ctrl+Maj+L"],
    from: onList,
    then: (page) => page.getByRole("heading", { name: "Qui êtes-vous" }).waitFor(),
  },
  "Activer ou quitter le mode discret": {
    keys: ["Ctrl+Maj+D"],
    from: onList,
    then: (page) => page.getByText("Objet masqué").first().waitFor(),
  },
  "Changer de personne": {
    keys: ["Ctrl+Maj+U"],
    from: onList,
    then: async (page) => {
      await page
        .getByRole("dialog")
        .getByRole("button", { name: /Karine/ })
        .click();
      await page
        .getByRole("button", { name: /Au clavier/ })
        .getByText("Karine D.")
        .waitFor();
      await hasFocus(/^listbox/)(page);
    },
  },
  Réglages: { keys: ["Ctrl+,"], from: onList, then: (page) => heading(page, "Réglages") },
  "Agrandir l’affichage": { keys: ["Ctrl++"], from: onList, then: isSized("110%") },
  "Réduire l’affichage": { keys: ["Ctrl+-"], from: onList, then: isSized("90%") },
  "Taille habituelle": {
    keys: ["Ctrl+0"],
    from: async (page) => {
      await onList(page);
      await page.keyboard.press("Control++");
      await isSized("110%")(page);
    },
    then: isSized("100%"),
  },
  "Cette liste": {
    keys: ["F1", "Ctrl+/"],
    from: onList,
    then: (page) => page.getByRole("dialog", { name: "Raccourcis clavier" }).waitFor(),
  },
};

scene("the sheet shows every shortcut that is tried here, and no other", "", async (page) => {
  await onList(page);
  await page.keyboard.press("Control+/");
  await page.getByRole("dialog", { name: "Raccourcis clavier" }).waitFor();
  const shown = await page.evaluate(() =>
    [...document.querySelectorAll("dialog dl > div")].map((line) => [
      line.querySelector("dt").textContent,
      [...line.querySelectorAll("kbd")].map((key) => key.textContent),
    ]),
  );
  assert.deepEqual(
    Object.fromEntries(shown),
    Object.fromEntries(Object.entries(LINES).map(([name, { keys }]) => [name, keys])),
  );
  assert.equal(shown.length, Object.keys(LINES).length, "no name is there twice");
  await page.keyboard.press("Escape");
  await hasFocus(/^listbox/)(page);
});

for (const [name, { keys, from, then }] of Object.entries(LINES)) {
  for (const key of keys) {
    scene(`${name}: ${key}`, "", async (page) => {
      await from(page);
      await press(page, key);
      await (typeof then === "function" ? then : then[key])(page);
    });
  }
}

scene(
  "read to its end inside the frame, a message gives way to the next unread one, and one reads on",
  "",
  async (page) => {
    await onFirst(page);
    await page.keyboard.press("Space");
    await hasFocus(/^iframe/)(page);
    await frameKey(page, "Space");
    await isActive(/Urgences/)(page);
    await hasFocus(/^iframe/)(page);
  },
);

scene("N and Suppr act inside the message, where nothing is typed; A and S do not", "", async (page) => {
  await onFirst(page);
  await page.keyboard.press("Enter");
  for (const key of ["A", "S"]) {
    await frameKey(page, key);
  }
  await frameKey(page, "N");
  await isActive(/Urgences/)(page);
  assert.equal(await world(page, (house) => house.threads.filter(({ folder }) => folder === 13).length), 0);
  await frameKey(page, "Delete");
  await told(page, "Conversation mise à la corbeille");
});

scene("when nothing else is unread, N says so", "", async (page) => {
  await onFirst(page);
  await world(page, (house) => {
    for (const message of house.threads.flatMap((thread) => thread.messages)) {
      message.unread = false;
    }
    house.stale("threads", 1);
    house.stale("folders", 1);
  });
  // A key pressed before the list was read again would go to a letter it still shows as unread.
  await eventually(async () => assert.equal(await rows(page).filter({ hasText: "Non lu" }).count(), 0));
  await page.keyboard.press("n");
  await told(page, "Aucun autre message non lu ici");
});

test("every key of the sheet can be pressed on a French keyboard without AltGr", () => {
  const keys = Object.values(LINES).flatMap((line) => line.keys);
  assert.deepEqual(
    keys.filter((key) => /Alt|[@#[\]{}|\\~^€]/.test(key)),
    [],
  );
});
