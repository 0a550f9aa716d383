/** What keeps Estafette closed, and the ways out: the screens a person meets before any letter. */

export const OPENING_SCREENS = [
  { name: "obstacle-absent", scene: "obstacle-missing", reach: (page) => page.getByRole("heading").first().waitFor() },
  {
    name: "obstacle-invalide",
    scene: "obstacle-invalid",
    reach: (page) => page.getByRole("heading").first().waitFor(),
  },
  {
    name: "obstacle-trousseau",
    scene: "obstacle-keyring",
    reach: (page) => page.getByRole("heading").first().waitFor(),
  },
  {
    name: "obstacle-trousseau-disparu",
    scene: "obstacle-keyring-gone",
    reach: (page) => page.getByRole("heading").first().waitFor(),
  },
  {
    name: "obstacle-trousseau-ferme",
    scene: "obstacle-keyring-locked",
    reach: (page) => page.getByRole("heading").first().waitFor(),
  },
  {
    name: "obstacle-cle-perdue",
    scene: "obstacle-key-lost",
    reach: (page) => page.getByRole("heading").first().waitFor(),
  },
  {
    name: "phrase-demandee",
    scene: "obstacle-passphrase",
    reach: (page) => page.getByLabel("Phrase secrète", { exact: true }).waitFor(),
  },
  {
    name: "phrase-fausse",
    scene: "obstacle-passphrase",
    async reach(page) {
      await page.getByLabel("Phrase secrète", { exact: true }).fill("autre chose");
      await page.getByRole("button", { name: "Ouvrir Estafette" }).click();
      await page.getByText("Ce n’est pas la phrase secrète de ce poste").waitFor();
      await page.getByText("Nouvel essai possible").waitFor({ state: "detached" });
      await page.waitForTimeout(300);
    },
  },
  {
    name: "phrase-choisie",
    scene: "obstacle-keyring",
    async reach(page) {
      await page.getByLabel("Phrase secrète", { exact: true }).fill("tilleul brume 42");
      await page.getByLabel("La même phrase").fill("tilleul brume");
      await page.getByRole("button", { name: "Protéger et ouvrir" }).click();
      await page.getByText("Les deux phrases ne sont pas les mêmes").waitFor();
    },
  },
  {
    name: "repartir-a-neuf",
    scene: "obstacle-key-lost",
    async reach(page) {
      await page.getByRole("button", { name: "Repartir à neuf" }).click();
      await page.getByRole("alertdialog").waitFor();
    },
  },
  { name: "obstacle-ouverte", scene: "obstacle-in-use", reach: (page) => page.getByRole("heading").first().waitFor() },
  { name: "obstacle-recente", scene: "obstacle-newer", reach: (page) => page.getByRole("heading").first().waitFor() },
];
