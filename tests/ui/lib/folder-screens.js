/** The menu of a folder and the questions it leads to. */
async function askFolder(page, gesture) {
  await page.getByRole("listbox").waitFor();
  await page.getByRole("button", { name: "Commission d’admission" }).first().click({ button: "right" });
  await page.getByRole("menuitem", { name: gesture }).click();
  await page.locator("dialog[open]").waitFor();
}

export const FOLDER_SCREENS = [
  {
    name: "dossier-menu",
    scene: "",
    async reach(page) {
      await page.getByRole("listbox").waitFor();
      await page.getByRole("button", { name: "Commission d’admission" }).first().click({ button: "right" });
      await page.getByRole("menu").waitFor();
    },
  },
  {
    name: "dossier-nom",
    scene: "",
    async reach(page) {
      await askFolder(page, "Nouveau dossier à l’intérieur…");
      await page.keyboard.press("Enter");
      await page.getByText("Ce nom ne convient pas").waitFor();
    },
  },
  { name: "dossier-deplacer", scene: "", reach: (page) => askFolder(page, "Déplacer vers…") },
  { name: "dossier-supprimer", scene: "", reach: (page) => askFolder(page, "Supprimer…") },
];
