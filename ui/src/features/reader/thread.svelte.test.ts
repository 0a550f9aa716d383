import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";

import { Api } from "../../api/api";
import { loadSentences } from "../../api/sentences-on-demand";
import { Announcer } from "../../components/announcer.svelte";
import type { ThreadRef } from "../../contract/contract";
import { BrowserHost } from "../../host/browser";
import { folderOf, SECRETARIAT } from "../../host/browser/house";
import type { World } from "../../host/browser/world";
import { Problems } from "../session/problems.svelte";
import { OpenThread } from "./thread.svelte";

const inbox = folderOf(SECRETARIAT, "inbox");
let thread: OpenThread;
let ids: readonly ThreadRef[];
let world: World;

// Read before the tests: what is still being read when the file ends fails the whole run.
beforeAll(loadSentences);
beforeEach(async () => {
  vi.useFakeTimers();
  const host = new BrowserHost("");
  ({ world } = host);
  const api = new Api(host);
  const begun = api.start();
  await vi.advanceTimersByTimeAsync(1_000);
  await begun;
  const page = api.call("thread_list", { mailbox: SECRETARIAT, folder: inbox, filter: "all", offset: 0, limit: 5 });
  await vi.advanceTimersByTimeAsync(1_000);
  const answer = await page;
  if (!answer.ok) throw new Error("no list");
  ids = answer.value.rows.map(({ id }) => id);
  thread = new OpenThread(api, new Problems(new Announcer()), () => "light");
  await opened(0);
});
afterEach(() => vi.useRealTimers());

function idAt(row: number): ThreadRef {
  const id = ids[row];
  if (id === undefined) throw new Error(`no row ${row}`);
  return id;
}

/** Opens a row, and waits until it is there. */
async function opened(row: number): Promise<void> {
  thread.open(SECRETARIAT, idAt(row), inbox);
  await vi.advanceTimersByTimeAsync(1_000);
}

/** What an announcement makes of the open conversation. */
async function readAgain(): Promise<void> {
  const again = thread.reload();
  await vi.advanceTimersByTimeAsync(1_000);
  await again;
}

describe("a text that is not here", () => {
  it("is not read by being looked for: the conversation counts as read once it came", async () => {
    world.withhold(idAt(0), null);
    await readAgain();
    expect(thread.unloaded).toHaveLength(2);
    thread.shown();
    await vi.advanceTimersByTimeAsync(3_000);
    await readAgain();
    expect(thread.unread).toBe(true);
    world.bring(idAt(0));
    await readAgain();
    expect(thread.unloaded).toHaveLength(0);
    thread.shown();
    await vi.advanceTimersByTimeAsync(3_000);
    await readAgain();
    expect(thread.unread).toBe(false);
  });

  it("that was refused is asked for again when somebody says so", async () => {
    world.withhold(idAt(0), "refused");
    await readAgain();
    expect(thread.unloaded.map(({ withheld }) => withheld)).toEqual(["refused", "refused"]);
    const again = thread.askAgain();
    await vi.advanceTimersByTimeAsync(1_000);
    await again;
    expect(thread.unloaded.map(({ withheld }) => withheld)).toEqual([null, null]);
  });
});

describe("the conversation before", () => {
  it("stays on the sheet until the next one is there, without being open any more", async () => {
    const before = thread.view;
    thread.open(SECRETARIAT, idAt(1), inbox);
    expect([thread.onSheet, thread.view, thread.answerable]).toEqual([before, undefined, undefined]);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(thread.onSheet).toBe(thread.view);
    expect(thread.view?.id).toBe(idAt(1));
  });

  it("leaves the sheet when the next one takes its time", async () => {
    await opened(1);
    // One after the other, faster than a look: the last is only asked for once one stops.
    thread.open(SECRETARIAT, idAt(2), inbox);
    thread.open(SECRETARIAT, idAt(3), inbox);
    await vi.advanceTimersByTimeAsync(99);
    expect(thread.onSheet?.id).toBe(idAt(1));
    await vi.advanceTimersByTimeAsync(2);
    expect(thread.onSheet).toBeUndefined();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(thread.onSheet?.id).toBe(idAt(3));
  });

  it("leaves at once when everything is closed", async () => {
    thread.open(SECRETARIAT, idAt(1), inbox);
    thread.close();
    expect(thread.onSheet).toBeUndefined();
  });
});
