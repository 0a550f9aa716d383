/** Writing a letter as a person does: what several files of tests begin with. */
import { list } from "./stage.js";

export const HELENE = "helene.fabre@medecin.mssante.example";

export async function write(page) {
  await list(page);
  await page.getByRole("button", { name: "Nouveau message" }).click();
  await page.getByLabel("Objet").waitFor();
}

export async function writeTo(page, ...addresses) {
  await write(page);
  for (const address of addresses) {
    await page.getByLabel(/^À/).fill(`${address};`);
  }
  await page.getByRole("button", { name: `Retirer ${addresses.at(-1)}` }).waitFor();
}

export const send = (page) => page.getByRole("button", { name: /^Envoyer/ });
