/** What is said when something is missing: the network, a password, an installation. */
import assert from "node:assert/strict";

import { eventually, focused, list, rows, stage, world } from "./lib/stage.js";

const scene = stage();

scene("without network, cached letters stay and the waiting ones are counted", "offline", async (page) => {
  await list(page);
  await page.getByText("Pas de réseau depuis 10\u00a0h\u00a042").waitFor();
  await page.getByText(/2 messages attendent et partiront tout seuls/).waitFor();
  assert.ok((await rows(page).count()) > 5);
  await page.getByRole("button", { name: "Voir les 2 messages" }).click();
  await page.getByRole("heading", { name: "Boîte d’envoi" }).waitFor();
});

scene("the banner goes when the network comes back", "offline", async (page) => {
  await page.getByText("Pas de réseau depuis").waitFor();
  await world(page, (house) => house.goOnline());
  await page.getByText("Pas de réseau depuis").waitFor({ state: "detached" });
  await page.getByRole("button", { name: /^À jour à/ }).waitFor();
});

scene("a server that proves nothing is named, with what is safe", "untrusted", async (page) => {
  await page.getByText("Le serveur ne prouve pas son identité").waitFor();
  await page.getByText(/imap\.operateur\.example.*a expiré.*Aucun mot de passe ni message n’a été transmis/).waitFor();
});

scene("how old the list of revoked certificates is stands among the explanations", "", async (page) => {
  await page.getByRole("button", { name: /^À jour/ }).click();
  await page.getByText(/la liste des certificats annulés est du 23\u00a0nov\./).waitFor();
  assert.equal(await page.getByText("Le certificat de l’opérateur n’est plus contrôlé").count(), 0);
});

scene("an overdue list is said before it closes the mailbox", "revocation-overdue", async (page) => {
  await page.getByText("Le certificat de l’opérateur n’est plus contrôlé").waitFor();
  await page
    .getByText(/la boîte se ferme le 26\u00a0nov\. à 10\u00a0h\u00a058/)
    .first()
    .waitFor();
  assert.ok((await rows(page).count()) > 5, "the letters stay");
});

scene(
  "a mailbox closed for want of a list says what is missing and who publishes it",
  "revocation-unknown",
  async (page) => {
    await page.getByText("Le certificat du serveur n’a pas pu être contrôlé jusqu’au bout").waitFor();
    await page.getByText(/liste publiée par igc-sante\.example/).waitFor();
  },
);

scene("the password is asked, refused aloud, then taken", "password", async (page) => {
  const dialog = page.getByRole("dialog", { name: "Mot de passe de la boîte Secrétariat" });
  await dialog.waitFor();
  await page.keyboard.type("faux");
  await page.keyboard.press("Enter");
  await dialog.getByText("L’opérateur n’a pas accepté ce mot de passe").waitFor();
  await eventually(async () =>
    assert.equal(await page.getByRole("alert").first().textContent(), "L’opérateur n’a pas accepté ce mot de passe"),
  );
  assert.equal(await dialog.getByLabel("Mot de passe").inputValue(), "");
  await eventually(async () => assert.match(await focused(page), /^input/));
  await page.keyboard.type("tilleuls");
  await page.keyboard.press("Enter");
  await dialog.waitFor({ state: "detached" });
  await page.getByRole("button", { name: /^À jour/ }).waitFor();
});

scene("a second wrong password is refused like the first, whatever the report says", "password", async (page) => {
  const dialog = page.getByRole("dialog", { name: "Mot de passe de la boîte Secrétariat" });
  await dialog.waitFor();
  await world(page, (house) =>
    Object.assign(house, { error: (code, params = {}) => ({ code, params, report_id: "" }) }),
  );
  for (const wrong of ["faux", "encore faux"]) {
    await page.keyboard.type(wrong);
    await page.keyboard.press("Enter");
    await dialog.getByText("Connexion à l’opérateur…").waitFor();
    await dialog.getByText("L’opérateur n’a pas accepté ce mot de passe").waitFor();
    await eventually(async () => assert.match(await focused(page), /^input/));
  }
  await page.keyboard.type("tilleuls");
  await page.keyboard.press("Enter");
  await dialog.waitFor({ state: "detached" });
});

scene("a password can be put off, and asked for later from the status bar", "password", async (page) => {
  await page.getByRole("dialog").getByRole("button", { name: "Plus tard" }).click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Mot de passe demandé", exact: true }).click();
  await page
    .getByRole("group", { name: "Réception des messages" })
    .getByRole("button", { name: "Saisir le mot de passe" })
    .click();
  await page.getByRole("dialog").waitFor();
});

scene("before the first reception, a mailbox put off says what is to come", "first-time", async (page) => {
  await page.getByRole("dialog").getByRole("button", { name: "Plus tard" }).click();
  await page.getByText("Aucun message reçu pour l’instant").waitFor();
  await page.getByRole("button", { name: "Brouillons" }).waitFor();
  await world(page, (house) => {
    house.bare = false;
    house.connect(1, { state: "up_to_date" });
    house.stale("folders", 1);
  });
  await page.getByText("Rien à lire ici").waitFor();
});

scene("an empty password is not sent", "password", async (page) => {
  await page.getByRole("dialog").getByRole("button", { name: "Ouvrir la boîte" }).click();
  await page.getByText("Saisissez le mot de passe.").waitFor();
  assert.equal(await page.getByRole("textbox", { name: "Mot de passe" }).getAttribute("aria-invalid"), "true");
});

for (const [name, title] of [
  ["missing", "Estafette n’est pas encore installée pour cet établissement"],
  ["invalid", "Le fichier d’installation est inutilisable"],
  ["keyring", "Ce poste n’a pas de trousseau de clés"],
  ["keyring-gone", "Le trousseau de clés de ce poste ne répond plus"],
  ["keyring-locked", "Le trousseau de clés de ce poste est fermé"],
  ["key-lost", "La clé de ces messages n’est pas sur ce poste"],
  ["passphrase", "La phrase secrète est demandée"],
  ["in-use", "Estafette est déjà ouverte"],
  ["newer", "Ces messages ont été ouverts par une Estafette plus récente"],
]) {
  scene(`the obstacle « ${name} » takes the whole window, in three parts`, `obstacle-${name}`, async (page) => {
    await page.getByRole("heading", { level: 1, name: title }).waitFor();
    await page.getByText("Ce qui est à l’abri").waitFor();
    await page.getByText("Ce que vous pouvez faire").waitFor();
    await page.getByRole("button", { name: "Copier le détail technique" }).click();
    await page.getByText("Détail technique copié").waitFor();
    assert.equal(await page.getByRole("listbox").count(), 0);
  });
}

scene("nobody at the keyboard: the house asks who", "nobody", async (page) => {
  await page
    .getByRole("dialog", { name: "Qui est au clavier" })
    .getByRole("button", { name: /Karine D/ })
    .click();
  await page.getByRole("button", { name: /^Au clavier Karine D/ }).waitFor();
});

scene("the person at the keyboard can change", "", async (page) => {
  await list(page);
  await page.getByRole("button", { name: /^Au clavier Sophie M/ }).click();
  await page.getByRole("menuitemradio", { name: "Nadège Leroy" }).click();
  await page.getByRole("button", { name: /^Au clavier Nadège L/ }).waitFor();
});

scene("a long pass says how far it is, and explains itself", "syncing", async (page) => {
  // Narrow no-break spaces between the thousands, no-break ones elsewhere.
  const said = /^Liste à jour à 10.h.58, textes.: 3.200 sur 20.000, environ 4.min$/;
  await page.getByRole("button", { name: said }).click();
  await page.getByText("La liste est à jour. Les textes arrivent, les plus récents d’abord").waitFor();
  await page.keyboard.press("Escape");
  assert.match(await focused(page), /textes.: 3.200 sur/);
});

scene("an empty folder says so, and how to see the rest", "", async (page) => {
  await list(page);
  await page.getByRole("button", { name: "Archives" }).click();
  await page.getByText("Ce dossier est vide").waitFor();
  await page.getByText("Non lues").click();
  await page.getByRole("button", { name: "Voir toutes les conversations" }).click();
  await page.getByText("Ce dossier est vide").waitFor();
});

scene("a wait under 300 ms shows nothing, a longer one rows to come", "loading", async (page) => {
  // The page's own clock, so that a busy machine does not make the wait longer than it is.
  await page.clock.install({ time: 0 });
  await page.clock.pauseAt(60_000);
  await page.reload();
  const heading = page.getByRole("heading", { name: "Réception" });
  while (!(await heading.isVisible())) await page.clock.runFor(10);
  await page.clock.runFor(250);
  assert.equal(await page.locator(".skeleton").count(), 0);
  await page.clock.runFor(1_000);
  await page.locator(".skeleton").waitFor();
});

scene("lost events make everything be read again", "", async (page) => {
  await list(page);
  await world(page, (house) => {
    house.threads = [];
    house.announce({ kind: "resync" });
  });
  await page.getByText("Rien à lire ici").waitFor();
});

scene("what fails behind the scenes is said, and can be put aside", "", async (page) => {
  await list(page);
  await world(page, (house) => house.announce({ kind: "problem", problem: house.error("disk_full") }));
  await page.getByText("Ce poste n’a presque plus de place").first().waitFor();
  await page.getByRole("button", { name: "Masquer" }).click();
  await page.getByText("Les messages restent chez l’opérateur").waitFor({ state: "detached" });
});

scene("nothing is kept in the storage of the web engine", "", async (page) => {
  await list(page);
  await rows(page).first().click();
  assert.deepEqual(await page.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie]), [
    0,
    0,
    "",
  ]);
});
