/** Every screen and state, and how to get there: what the pictures, the accessibility and the contrast tests go through. */
import { FOLDER_SCREENS } from "./folder-screens.js";
import { FRAME_SCREENS } from "./frame-screens.js";
import { LOCK_SCREENS } from "./lock-screens.js";
import { OPENING_SCREENS } from "./opening-screens.js";
import { RECEIPT_SCREENS } from "./receipt-screens.js";
import { SETTINGS_SCREENS } from "./settings-screens.js";

const list = (page) => page.getByRole("listbox").waitFor();

async function openFirst(page) {
  await list(page);
  await page.getByRole("option").first().click();
  await page.frameLocator("iframe").locator("article").waitFor();
}

async function write(page) {
  await list(page);
  await page.getByRole("button", { name: "Nouveau message" }).click();
  await page.getByLabel("Objet").waitFor();
}

async function writeWhole(page) {
  await write(page);
  const to = page.getByLabel(/^À/);
  await to.fill("urgences@ch-val-fleuri.mssante.example;");
  await to.fill("helene.fabre@medecin.mssante.example;");
  await to.fill("cabinet.roche@courriel;");
  await page.getByText("cabinet.roche@courriel").first().waitFor();
  await page.getByLabel("Objet").fill("Dossier de liaison d’urgence");
  await page.getByRole("textbox", { name: "Texte du message" }).click();
  await page.keyboard.type("Bonjour,\nVous trouverez le dossier de liaison d’urgence de M. Peltier en pièce jointe.\n");
  for (let file = 0; file < 3; file += 1) {
    await page.getByRole("button", { name: "Joindre" }).click();
  }
  await page.getByText("Radio du bassin.jpg", { exact: true }).waitFor();
}

async function openJournal(page) {
  await list(page);
  await page.getByRole("button", { name: /Au clavier/ }).click();
  await page.getByRole("menuitem", { name: "Journal" }).click();
  await page.getByRole("table").waitFor();
}

export const SCREENS = [
  {
    name: "revocation-en-retard",
    scene: "revocation-overdue",
    reach: (page) => page.getByText("Le certificat de l’opérateur n’est plus contrôlé").first().waitFor(),
  },
  { name: "liste", scene: "", reach: list },
  { name: "conversation", scene: "", reach: openFirst },
  { name: "conversation-1024", scene: "", reach: openFirst, width: 1024, height: 640 },
  { name: "conversation-etroite", scene: "", reach: openFirst, width: 800, height: 700 },
  { name: "demonstration", scene: "demonstration", reach: openFirst },
  {
    name: "recherche",
    scene: "",
    async reach(page) {
      await list(page);
      await page.getByRole("searchbox").fill("bonjour rendez-vous");
      await page.locator("mark").first().waitFor();
      await page.getByRole("option").first().click();
      await page.frameLocator("iframe").locator("article").waitFor();
    },
  },
  {
    name: "discret",
    scene: "",
    async reach(page) {
      await openFirst(page);
      await page.getByRole("button", { name: "Mode discret" }).click();
      await page.getByRole("button", { name: "Afficher l’objet" }).waitFor();
    },
  },
  {
    name: "menu",
    scene: "",
    async reach(page) {
      await openFirst(page);
      await page.getByRole("button", { name: "Autres actions" }).click();
      await page.getByRole("menu").waitFor();
    },
  },
  {
    name: "selection",
    scene: "",
    async reach(page) {
      await openFirst(page);
      for (const row of [1, 2, 4]) {
        await page
          .getByRole("option")
          .nth(row)
          .click({ modifiers: ["Control"] });
      }
      await page.getByText("4 conversations sélectionnées").first().waitFor();
    },
  },
  {
    name: "menu-ligne",
    scene: "",
    async reach(page) {
      await openFirst(page);
      await page.getByRole("option").nth(1).click({ button: "right" });
      await page.getByRole("menu").waitFor();
    },
  },
  {
    name: "deplacer",
    scene: "",
    async reach(page) {
      await openFirst(page);
      await page.getByRole("button", { name: "Autres actions" }).click();
      await page.getByRole("menuitem", { name: /Déplacer/ }).click();
      await page.getByRole("dialog").waitFor();
    },
  },
  {
    name: "archivee",
    scene: "",
    async reach(page) {
      await openFirst(page);
      await page.keyboard.press("a");
      await page.getByText("Conversation archivée").first().waitFor();
    },
  },
  {
    name: "recherche",
    scene: "",
    async reach(page) {
      await list(page);
      await page.keyboard.press("Control+k");
      await page.keyboard.type("liaison");
      await page.getByRole("heading", { name: "Recherche" }).waitFor();
    },
  },
  {
    name: "filtre-vide",
    scene: "",
    async reach(page) {
      await list(page);
      await page.getByRole("button", { name: "Envoyés" }).click();
      await page.getByText("Suivies").click();
      await page.getByText("Aucune conversation suivie").waitFor();
    },
  },
  ...RECEIPT_SCREENS,
  { name: "vide", scene: "empty", reach: (page) => page.getByText("Rien à lire ici").waitFor() },
  {
    name: "hors-connexion",
    scene: "offline",
    async reach(page) {
      await openFirst(page);
      await page.getByText("Pas de réseau depuis").first().waitFor();
    },
  },
  {
    name: "etat-explique",
    scene: "syncing",
    async reach(page) {
      await list(page);
      await page.getByRole("button", { name: /^Liste à jour/ }).click();
      await page.getByText("Les textes arrivent, les plus récents d’abord").waitFor();
    },
  },
  {
    name: "texte-absent",
    scene: "texts-offline",
    reach: (page) => openFirst(page).then(() => page.getByText("ne sont pas sur ce poste").waitFor()),
  },
  { name: "non-sur", scene: "untrusted", reach: (page) => page.getByText("ne prouve pas son identité").waitFor() },
  { name: "echec-liste", scene: "failing", reach: (page) => page.getByText("La copie locale est abîmée").waitFor() },
  { name: "mot-de-passe", scene: "password", reach: (page) => page.getByRole("dialog").waitFor() },
  { name: "mot-de-passe-refuse", scene: "password-refused", reach: (page) => page.getByRole("dialog").waitFor() },
  {
    name: "premiere-fois",
    scene: "first-time",
    async reach(page) {
      await page.getByRole("button", { name: "Plus tard" }).click();
      await page.getByText("Aucun message reçu pour l’instant").waitFor();
    },
  },
  { name: "qui", scene: "nobody", reach: (page) => page.getByRole("dialog").waitFor() },
  {
    name: "rechercher-dans-la-conversation",
    scene: "",
    async reach(page) {
      await openFirst(page);
      await page.keyboard.press("Control+f");
      await page.keyboard.type("bonjour");
      await page.getByText(/^1 sur/).waitFor();
    },
  },
  {
    name: "exporter",
    scene: "",
    async reach(page) {
      await openFirst(page);
      await page.getByRole("button", { name: "Autres actions" }).click();
      await page.getByRole("menuitem", { name: "Exporter…" }).click();
      await page.getByLabel("Un seul message").check();
    },
  },
  {
    name: "raccourcis",
    scene: "",
    async reach(page) {
      await list(page);
      await page.keyboard.press("F1");
      await page.getByRole("dialog", { name: "Raccourcis clavier" }).waitFor();
    },
  },
  ...FRAME_SCREENS,
  ...FOLDER_SCREENS,
  ...SETTINGS_SCREENS,
  { name: "journal", scene: "", reach: openJournal },
  { name: "journal-1024", scene: "", reach: openJournal, width: 1024, height: 640 },
  {
    name: "brouillons",
    scene: "",
    async reach(page) {
      await writeWhole(page);
      await page.keyboard.press("Control+s");
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: /^Brouillons/ }).click();
      await page.getByText("Dossier de liaison d’urgence").waitFor();
    },
  },
  {
    name: "boite-envoi",
    scene: "outbox",
    async reach(page) {
      await list(page);
      await page.getByRole("button", { name: /^Boîte d’envoi/ }).click();
      await page.getByText("Refusé par l’opérateur").waitFor();
    },
  },
  {
    name: "depart-annulable",
    scene: "",
    async reach(page) {
      await write(page);
      await page.evaluate(() => window.estafette.holdFor(60));
      await page.getByLabel(/^À/).fill("helene.fabre@medecin.mssante.example;");
      await page.getByRole("button", { name: /^Envoyer/ }).click();
      await page.getByRole("button", { name: /^Boîte d’envoi/ }).click();
      await page.getByText("Départ dans quelques secondes").waitFor();
      await page
        .getByText(/^Le message part dans/)
        .first()
        .waitFor();
    },
  },
  {
    name: "renvoyer",
    scene: "unknown",
    async reach(page) {
      await list(page);
      await page.getByRole("button", { name: /^Boîte d’envoi/ }).click();
      await page.getByRole("button", { name: "Renvoyer" }).click();
      await page.getByRole("alertdialog").waitFor();
    },
  },
  {
    name: "envoi-arrete",
    scene: "outbox",
    async reach(page) {
      await list(page);
      await page.evaluate(() => {
        const { world } = { world: window.estafette };
        world.stop(world.outbox[2].id, world.error("send_failed"));
      });
      await page.getByText("Le message n’est pas parti").first().waitFor();
    },
  },
  { name: "brouillon-retrouve", scene: "interrupted", reach: (page) => page.getByText("Brouillon retrouvé").waitFor() },
  {
    name: "reponse",
    scene: "",
    async reach(page) {
      await openFirst(page);
      await page.getByRole("button", { name: "Répondre", exact: true }).click();
      await page.getByRole("button", { name: "Message cité" }).click();
      await page.getByRole("textbox", { name: "Message cité" }).waitFor();
    },
  },
  {
    name: "signatures",
    scene: "",
    async reach(page) {
      await write(page);
      await page.getByRole("button", { name: "Modifier la signature" }).click();
      await page.getByLabel("Signature de la boîte Secrétariat").waitFor();
    },
  },
  {
    name: "modeles",
    scene: "",
    async reach(page) {
      await write(page);
      await page.getByRole("button", { name: "Modèle de texte" }).click();
      await page.getByRole("menuitem", { name: "Gérer les modèles…" }).click();
      await page.getByRole("button", { name: "Nouveau modèle" }).click();
      await page.getByLabel("Nom du modèle").waitFor();
    },
  },
  { name: "redaction-vide", scene: "", reach: write },
  { name: "redaction", scene: "", reach: writeWhole },
  { name: "redaction-1024", scene: "", reach: writeWhole, width: 1024, height: 640 },
  {
    name: "redaction-en-conflit",
    scene: "",
    async reach(page) {
      await write(page);
      await page.getByLabel("Objet").fill("Chambre 12");
      await page.evaluate(() => {
        window.estafette.drafts[0].revision += 3;
      });
      await page.keyboard.press("Control+s");
      await page.getByRole("button", { name: "Garder mon texte" }).waitFor();
    },
  },
  {
    name: "supprimer-brouillon",
    scene: "",
    async reach(page) {
      await write(page);
      await page.getByRole("button", { name: "Supprimer le brouillon" }).click();
      await page.getByRole("alertdialog").waitFor();
    },
  },
  ...OPENING_SCREENS,
  ...LOCK_SCREENS,
  {
    name: "trousseau-propose",
    scene: "keyring-offer",
    reach: (page) => page.getByText("Le trousseau de clés de ce poste répond").waitFor(),
  },
  { name: "chargement", scene: "loading", reach: (page) => page.waitForTimeout(500) },
];
