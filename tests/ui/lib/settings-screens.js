/** « Réglages », section by section, and with what an installation fixed. */

async function openSettings(page, section) {
  await page.getByRole("listbox").waitFor();
  await page.keyboard.press("Control+,");
  await page.getByRole("button", { name: section }).click();
  await page.getByRole("heading", { name: section }).waitFor();
}

/** A key was refused and another is awaited. */
async function awaitKey(page) {
  await openSettings(page, "Raccourcis");
  await page
    .getByRole("listitem")
    .filter({ hasText: "Imprimer" })
    .getByRole("button", { name: "Changer" })
    .press("Enter");
  await page.keyboard.press("Control+r");
  await page.getByText("sert déjà à").first().waitFor();
}

export const SETTINGS_SCREENS = [
  { name: "reglages", scene: "", reach: (page) => openSettings(page, "Affichage") },
  { name: "reglages-fixes", scene: "fixed", reach: (page) => openSettings(page, "Affichage") },
  { name: "reglages-notifications", scene: "", reach: (page) => openSettings(page, "Notifications") },
  { name: "reglages-poste", scene: "", reach: (page) => openSettings(page, "Ce poste") },
  { name: "reglages-raccourcis", scene: "", reach: awaitKey },
  { name: "reglages-boites", scene: "", reach: (page) => openSettings(page, "Boîtes aux lettres") },
  { name: "reglages-ecriture", scene: "", reach: (page) => openSettings(page, "Écriture") },
];
