import { expect, it } from "vitest";

import { Api } from "../../api/api";
import { BrowserHost } from "../../host/browser";
import { Recipients } from "./recipients.svelte";

const HELENE = "helene.fabre@medecin.mssante.example";
const URGENCES = "urgences@ch-val-fleuri.mssante.example";

function line(): Recipients {
  return new Recipients(new Api(new BrowserHost("")), () => undefined);
}

it("makes an address of what is typed before a comma", async () => {
  const to = line();
  await to.type(`${HELENE},`);
  expect([to.list, to.typed]).toEqual([[{ address: HELENE, valid: true }], ""]);
});

it("makes several addresses of a pasted list, whatever separates them", async () => {
  const to = line();
  const added = await to.type(`${HELENE}; Urgences <${URGENCES}>\nroche;`);
  expect([added, to.list.map(({ valid }) => valid)]).toEqual([3, [true, true, false]]);
});

it("does not add an address twice", async () => {
  const to = line();
  await to.type(`${HELENE};`);
  expect(await to.type(`${HELENE};`)).toBe(0);
});

it("waits for the addresses being checked, which count all the while", async () => {
  const to = line();
  const first = to.type(`${URGENCES};`);
  const second = to.type(`${HELENE};`);
  expect([to.list, to.addresses, to.unsettled]).toEqual([[], [`${URGENCES};`, `${HELENE};`], true]);
  await to.commit();
  expect([to.addresses, to.unsettled]).toEqual([[URGENCES, HELENE], false]);
  expect(await Promise.all([first, second])).toEqual([1, 1]);
});

it("counts what is still being typed among the addresses to save", async () => {
  const to = line();
  await to.type(`${HELENE};`);
  await to.type("roch");
  expect(to.addresses).toEqual([HELENE, "roch"]);
});

it("removes the last address at the second Backspace only", async () => {
  const to = line();
  await to.type(`${HELENE};`);
  expect([to.backspace(), to.backspace(), to.list]).toEqual([
    { address: HELENE, removed: false },
    { address: HELENE, removed: true },
    [],
  ]);
});

it("forgets the first Backspace when something is typed", async () => {
  const to = line();
  await to.type(`${HELENE};`);
  to.backspace();
  await to.type("r");
  expect(to.armed).toBe(false);
});

it("puts a wrong address back under the fingers", async () => {
  const to = line();
  await to.type("cabinet.roche@courriel;");
  to.correct("cabinet.roche@courriel");
  expect([to.list, to.typed]).toEqual([[], "cabinet.roche@courriel"]);
});

it("does not take for valid an address nobody could judge", async () => {
  const host = new BrowserHost("");
  host.world.failing.set("recipient_check", host.world.error("internal"));
  const to = new Recipients(new Api(host), () => undefined);
  await to.type(`${HELENE};`);
  expect(to.list).toEqual([{ address: `${HELENE};`, valid: false }]);
});
