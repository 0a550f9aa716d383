/** What the frame of a letter asks for: a link, and joined files, one of each sort by the index the in-memory engine gives it. */
async function ask(page, action) {
  await page.evaluate((asked) => window.estafette.announce({ kind: "frame", action: asked }), action);
}

async function openFirst(page) {
  await page.getByRole("listbox").waitFor();
  await page.getByRole("option").first().click();
  await page.frameLocator("iframe").locator("article").waitFor();
}

export async function lookAt(page, index, kind = "view") {
  await openFirst(page);
  await page.frameLocator("iframe").getByRole("link", { name: "Voir Ordonnance de sortie" }).focus();
  await ask(page, { kind, message: 1, index });
}

const shown = (index, words) => async (page) => {
  await lookAt(page, index);
  await page.getByRole("dialog").getByText(words).first().waitFor();
};

export const FRAME_SCREENS = [
  {
    name: "lien",
    scene: "",
    async reach(page) {
      await openFirst(page);
      const host = "xn--sant-rdv-e1a.example";
      const doubts = ["accents", "in_the_clear"];
      await ask(page, {
        kind: "link",
        link: 1,
        url: `http://${host}/p/8f21?suite=1`,
        host,
        shown: "santé-rdv.example",
        doubts,
      });
      await page.getByRole("dialog").waitFor();
    },
  },
  { name: "piece-image", scene: "", reach: shown(0, /pixels$/) },
  { name: "piece-texte", scene: "", reach: shown(1, "La suite n’est pas affichée") },
  { name: "piece-archive", scene: "", reach: shown(2, "Cette archive est suspecte") },
  { name: "piece-archive-etroite", scene: "", reach: shown(2, "Cette archive est suspecte"), width: 720, height: 640 },
  { name: "piece-outlook", scene: "", reach: shown(3, "vient d’Outlook") },
  { name: "piece-dangereuse", scene: "", reach: shown(4, "Ce fichier est un programme") },
  { name: "piece-refusee", scene: "", reach: shown(6, "trop de pixels") },
  {
    name: "piece-a-confirmer",
    scene: "",
    async reach(page) {
      await lookAt(page, 4, "save");
      await page.getByRole("alertdialog").waitFor();
    },
  },
];
