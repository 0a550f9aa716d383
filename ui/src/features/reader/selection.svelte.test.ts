import { flushSync } from "svelte";
import { afterEach, beforeAll, beforeEach, expect, it } from "vitest";

import { Api } from "../../api/api";
import { loadSentences } from "../../api/sentences-on-demand";
import { Announcer } from "../../components/announcer.svelte";
import { BrowserHost } from "../../host/browser";
import { folderOf, SECRETARIAT } from "../../host/browser/house";
import { Problems } from "../session/problems.svelte";
import { Listing, type Chosen } from "./listing.svelte";
import { Selection } from "./selection.svelte";

const INBOX = folderOf(SECRETARIAT, "inbox");

let host: BrowserHost;
let listing: Listing;
let problems: Problems;
let selection: Selection;
let leave: () => void;

async function settle(): Promise<void> {
  for (let turn = 0; turn < 6; turn += 1) {
    await new Promise((resolve) => setTimeout(resolve));
    flushSync();
  }
}

async function show(scene = ""): Promise<void> {
  host = new BrowserHost(scene);
  const api = new Api(host);
  await api.start();
  listing = new Listing(api, () => ({ kind: "folder", mailbox: SECRETARIAT, folder: INBOX, filter: "all" }));
  problems = new Problems(new Announcer());
  selection = new Selection(listing, problems);
  leave = $effect.root(() => {
    $effect(() => {
      void listing.total;
      void listing.rowAt(0);
    });
  });
  await settle();
}

/** The row at `index`, chosen on its own. */
async function startAt(index: number): Promise<void> {
  const row = await listing.choose(index);
  if (row !== undefined) {
    selection.startAt(row.id, index);
  }
}

const at = (index: number): Chosen => {
  const row = listing.at(index);
  if (row === undefined) {
    throw new Error(`no row at ${index}`);
  }
  return { thread: row.id, folder: row.folder };
};
const stretch = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, step) => at(first + step));

// Read before the tests: what is still being read when the file ends fails the whole run.
beforeAll(loadSentences);
beforeEach(() => show());
afterEach(() => leave());

it("stretches from the row chosen last, both ways", async () => {
  await startAt(5);
  await selection.extendTo(8);
  expect(selection.all).toEqual(stretch(5, 8));
  await selection.extendTo(3);
  expect(selection.all).toEqual(stretch(3, 5));
});

it("is no selection while it is one conversation", async () => {
  await startAt(5);
  expect([selection.several, selection.count]).toEqual([false, 0]);
});

it("starts from the open conversation when another is added, and gives it back", async () => {
  await startAt(2);
  selection.toggle(at(4), 4, at(2));
  expect(selection.all).toEqual([at(2), at(4)]);
  selection.toggle(at(2), 2, undefined);
  expect([selection.all, selection.several]).toEqual([[at(4)], false]);
});

it("does not sweep along what arrives afterwards", async () => {
  await startAt(0);
  await selection.takeAll();
  const before = selection.count;
  const late = host.world.arrive("Nouvelle demande");
  await settle();
  expect([selection.count, selection.has(late)]).toEqual([before, false]);
});

it("keeps the start of the stretch where it was when letters arrive above", async () => {
  await startAt(1);
  const start = at(1);
  host.world.arrive("Nouvelle demande");
  await settle();
  await selection.extendTo(4);
  expect(selection.all[0]).toEqual(start);
});

it("takes fifty thousand conversations, of which two hundred were read", async () => {
  leave();
  await show("long");
  await startAt(0);
  await selection.takeAll();
  expect(selection.count).toBe(listing.total);
});

it("a stretch whose answer comes after another gesture is forgotten", async () => {
  leave();
  await show("long");
  await startAt(0);
  const slow = selection.extendTo(30_000);
  selection.clear();
  await slow;
  expect(selection.count).toBe(0);
});

it("what cannot be known is said, and the selection stays as it was", async () => {
  leave();
  await show("long");
  await startAt(0);
  await selection.extendTo(3);
  host.world.failing.set("thread_select", host.world.error("store_damaged"));
  await selection.takeAll();
  expect([selection.count, problems.current?.code]).toEqual([4, "store_damaged"]);
});
