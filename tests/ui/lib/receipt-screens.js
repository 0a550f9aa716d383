/** What was not delivered, and the receipts that are asked for. */
async function openFirst(page) {
  await page.getByRole("listbox").waitFor();
  await page.getByRole("option").first().click();
  await page.getByRole("button", { name: "Pas cette fois" }).waitFor();
}

export const RECEIPT_SCREENS = [
  {
    name: "non-remis",
    scene: "undelivered",
    reach: (page) => page.getByText("n’a pas été remis").first().waitFor(),
  },
  {
    name: "suivi",
    scene: "undelivered",
    async reach(page) {
      await page.getByRole("button", { name: "Voir le message" }).click();
      await page.frameLocator("iframe").getByRole("list", { name: "Suivi de ce message" }).waitFor();
    },
  },
  { name: "accuse-demande", scene: "receipt", reach: openFirst },
  { name: "accuse-ailleurs", scene: "receipt-elsewhere", reach: openFirst },
];
