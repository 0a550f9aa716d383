/** The locked screen, who comes back to it, and the minute before. */
import { world } from "./stage.js";

const code = (page) => page.getByLabel("Code personnel de Sophie M.", { exact: true });

export const LOCK_SCREENS = [
  { name: "verrou", scene: "locked", reach: (page) => code(page).waitFor() },
  {
    name: "verrou-code-faux",
    scene: "locked",
    async reach(page) {
      await code(page).fill("111222");
      await page.getByRole("button", { name: "Déverrouiller" }).click();
      await page.getByText("Ce n’est pas le bon code").waitFor();
      await page.getByText("Nouvel essai possible").waitFor({ state: "detached" });
    },
  },
  {
    name: "verrou-code-oublie",
    scene: "locked",
    async reach(page) {
      await page.getByRole("button", { name: "Code oublié" }).click();
      await page.getByText("efface le code de Sophie M.").waitFor();
    },
  },
  {
    name: "verrou-sans-code",
    scene: "locked-open",
    reach: (page) => page.getByText("Aucun code personnel n’est choisi").waitFor(),
  },
  {
    name: "verrou-proche",
    scene: "",
    async reach(page) {
      await page.getByRole("listbox").waitFor();
      await world(page, (house) => house.announce({ kind: "lock_nears", seconds: 60 }));
      await page.getByRole("alertdialog").waitFor();
    },
  },
  {
    name: "changer-avec-code",
    scene: "code",
    async reach(page) {
      await page.getByRole("listbox").waitFor();
      await page.keyboard.press("Control+Shift+U");
      await page.getByRole("button", { name: "Karine D." }).click();
      await page.getByLabel("Code personnel de Karine D.", { exact: true }).waitFor();
    },
  },
  {
    name: "reglages-code",
    scene: "code",
    async reach(page) {
      await page.getByRole("listbox").waitFor();
      await page.keyboard.press("Control+,");
      await page.getByRole("button", { name: "Ce poste" }).click();
      await page.getByLabel("Nouveau code").fill("123456");
      await page.getByLabel("Code actuel").fill("271945");
      await page.getByRole("button", { name: "Changer le code" }).click();
      await page.getByText("Ce code serait essayé le premier").waitFor();
    },
  },
];
