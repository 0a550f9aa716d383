import { flushSync } from "svelte";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { Api } from "../../api/api";
import type { ThreadRef } from "../../contract/contract";
import { BrowserHost } from "../../host/browser";
import { folderOf, INFIRMERIE, SECRETARIAT } from "../../host/browser/house";
import { Listing, type Source } from "./listing.svelte";

const inbox: Source = { kind: "folder", mailbox: SECRETARIAT, folder: folderOf(SECRETARIAT, "inbox"), filter: "all" };

let host: BrowserHost;
let listing: Listing;
let leave: () => void;

async function settle(): Promise<void> {
  for (let turn = 0; turn < 6; turn += 1) {
    await new Promise((resolve) => setTimeout(resolve));
    flushSync();
  }
}

/** A screen that shows the list from the row given, and follows the active conversation. */
async function show(scene = "", source: Source = inbox): Promise<void> {
  host = new BrowserHost(scene);
  const api = new Api(host);
  await api.start();
  listing = new Listing(api, () => source);
  leave = $effect.root(() => {
    $effect(() => {
      void listing.total;
      void listing.rowAt(0);
    });
    $effect(() => listing.follow());
  });
  await settle();
}

beforeEach(() => show());
afterEach(() => leave());

describe("the active conversation", () => {
  it("is remembered by what it is when others arrive above", async () => {
    await listing.choose(1);
    const before = listing.active;
    host.world.arrive("Nouvelle demande");
    await settle();
    expect([listing.active, listing.activeIndex, listing.activeIsListed]).toEqual([before, 2, true]);
  });

  it("keeps its place when it leaves the list, so that the next one is really the next", async () => {
    await listing.choose(1);
    const third = listing.rowAt(2)?.id;
    host.world.threads = host.world.threads.filter((thread) => thread.id !== listing.active);
    host.world.stale("threads", SECRETARIAT);
    await settle();
    expect([listing.activeIsListed, listing.rowAt(listing.target(listing.activeIndex + 1))?.id]).toEqual([
      false,
      third,
    ]);
  });

  it("is found again when it comes back", async () => {
    await listing.choose(0);
    const { threads } = host.world;
    host.world.threads = threads.slice(1);
    host.world.stale("threads", SECRETARIAT);
    await settle();
    host.world.threads = threads;
    host.world.stale("threads", SECRETARIAT);
    await settle();
    expect([listing.activeIndex, listing.activeIsListed]).toEqual([0, true]);
  });

  it("can be one whose page was not read yet", async () => {
    leave();
    await show("long");
    const row = await listing.choose(40_000);
    expect([row?.id, listing.activeIndex]).toEqual([listing.active, 40_000]);
  });
});

describe("steps faster than pages", () => {
  beforeEach(async () => {
    leave();
    await show("long");
    await listing.choose(199);
  });

  it("are all counted while the page is read", async () => {
    const steps = [1, 2, 3].map(() => listing.choose(listing.heading + 1));
    expect(listing.activeIndex).toBe(199);
    await Promise.all(steps);
    expect([listing.activeIndex, listing.heading]).toEqual([202, 202]);
  });

  it("leave the last one asked active, whichever page comes first", async () => {
    const far = listing.choose(40_000);
    const near = await listing.choose(10);
    expect([await far, listing.active, listing.activeIndex]).toEqual([undefined, near?.id, 10]);
  });
});

describe("the next unread conversation", () => {
  it("is after the active one", async () => {
    await listing.choose(0);
    expect(listing.rowAt(await listing.nextUnread())?.subject).toBe("Demande de DLU, patiente aux urgences");
  });

  it("is looked for from the top after the last", async () => {
    await listing.choose((listing.total ?? 0) - 1);
    expect(await listing.nextUnread()).toBe(0);
  });

  it("is none when all is read", async () => {
    for (const message of host.world.threads.flatMap((thread) => thread.messages)) {
      message.unread = false;
    }
    host.world.stale("threads", SECRETARIAT);
    await settle();
    expect(await listing.nextUnread()).toBe(-1);
  });
});

describe("what takes the place of what leaves", () => {
  const ids = (...indexes: number[]) => new Set(indexes.map((index) => listing.at(index)?.id ?? (0 as ThreadRef)));

  it("is the next row", async () => {
    await listing.choose(2);
    expect(await listing.neighbour(ids(2))).toBe(3);
  });

  it("is the one before when the last leaves", async () => {
    const last = (listing.total ?? 0) - 1;
    await listing.choose(last);
    expect(await listing.neighbour(ids(last))).toBe(last - 1);
  });

  it("is after the others that leave, else before them", async () => {
    await listing.choose(1);
    expect(await listing.neighbour(ids(1, 2, 3))).toBe(4);
    const last = (listing.total ?? 0) - 1;
    await listing.choose(last);
    expect(await listing.neighbour(ids(last, last - 1))).toBe(last - 2);
  });

  it("stays when it is not among them", async () => {
    await listing.choose(4);
    expect(await listing.neighbour(ids(1, 2))).toBe(4);
  });

  it("is nothing when all leave", async () => {
    await listing.choose(0);
    const all = await listing.stretch(0, (listing.total ?? 1) - 1);
    expect(await listing.neighbour(new Set(all.ok ? all.value.map(({ thread }) => thread) : []))).toBe(-1);
  });
});

it("a stretch holds rows that were never read", async () => {
  leave();
  await show("long");
  const stretch = await listing.stretch(10, 20_009);
  expect(stretch.ok && new Set(stretch.value.map(({ thread }) => thread)).size).toBe(20_000);
  expect(stretch.ok && stretch.value[0]?.thread).toBe(listing.at(10)?.id);
});

it("a search is one page, however many it found", async () => {
  leave();
  await show("long", { kind: "search", mailbox: SECRETARIAT, query: "bonjour" });
  expect(listing.total).toBe(200);
});

it("a search that names another mailbox shows no row until that mailbox is the one searched", async () => {
  leave();
  await show("", { kind: "search", mailbox: SECRETARIAT, query: "boîte:infirmerie rupture" });
  expect([listing.elsewhere, listing.total, listing.rowAt(0)]).toEqual([INFIRMERIE, undefined, undefined]);
  leave();
  await show("", { kind: "search", mailbox: INFIRMERIE, query: "boîte:infirmerie rupture" });
  expect([listing.elsewhere, listing.total]).toEqual([undefined, 1]);
});

it("a search that stopped before the oldest letters says so", async () => {
  const search: Source = { kind: "search", mailbox: SECRETARIAT, query: "liaison" };
  leave();
  await show("", search);
  expect(listing.cutShort).toBe(false);
  host.world.impatient = true;
  host.world.stale("threads", SECRETARIAT);
  await settle();
  expect(listing.cutShort).toBe(true);
});
