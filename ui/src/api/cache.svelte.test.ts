import { flushSync } from "svelte";
import { describe, expect, it } from "vitest";

import type { FolderRef, MailboxRef, ThreadPage } from "../contract/contract";
import type { Answer, Asked, CommandName } from "../host/host";
import { QueryCache } from "./cache";
import type { Stale } from "./tags";

const SECRETARIAT = 1 as MailboxRef;
const INBOX = 10 as FolderRef;
const SENT = 12 as FolderRef;

/** An engine that counts its answers. */
class CountingHost {
  asked: string[] = [];
  fails = false;
  total = 0;

  async invoke<K extends CommandName>(name: K, asked: Asked<K>): Promise<Answer<K>> {
    this.asked.push(`${name} ${JSON.stringify(asked)}`);
    await Promise.resolve();
    if (this.fails) {
      throw { code: "offline", params: {}, report_id: "" };
    }
    const page: ThreadPage = { total: this.total, rows: [] };
    return page as Answer<K>;
  }
}

function list(cache: QueryCache, folder: FolderRef) {
  return cache.read("thread_list", { mailbox: SECRETARIAT, folder, filter: "all", offset: 0, limit: 200 });
}

/** Reads like a screen does, until the returned function is called. */
function watch(read: () => unknown): () => void {
  const stop = $effect.root(() => {
    $effect(() => void read());
  });
  flushSync();
  return stop;
}

const settle = async (): Promise<void> => {
  await new Promise((resolve) => setTimeout(resolve));
  flushSync();
};

const stale = (over: Partial<Stale> = {}): Stale => ({
  kind: "stale",
  mailbox: SECRETARIAT,
  tag: "threads",
  ids: [INBOX],
  ...over,
});

describe("a question on screen", () => {
  it("is asked once, however many places read it", async () => {
    const host = new CountingHost();
    const cache = new QueryCache(host);
    const stop = watch(() => [list(cache, INBOX).data, list(cache, INBOX).data]);
    await settle();
    expect(host.asked).toHaveLength(1);
    stop();
  });

  it("is asked again when its folder is stale, and shows the old answer meanwhile", async () => {
    const host = new CountingHost();
    const cache = new QueryCache(host);
    const seen: Array<number | undefined> = [];
    const stop = watch(() => seen.push(list(cache, INBOX).data?.total));
    await settle();
    host.total = 3;
    cache.invalidate(stale());
    await settle();
    expect(seen).toEqual([undefined, 0, 3]);
    stop();
  });

  it("is left alone when another folder or mailbox is stale", async () => {
    const host = new CountingHost();
    const cache = new QueryCache(host);
    const stop = watch(() => list(cache, INBOX).data);
    await settle();
    cache.invalidate(stale({ ids: [SENT] }));
    cache.invalidate(stale({ mailbox: 2 as MailboxRef, ids: null }));
    await settle();
    expect(host.asked).toHaveLength(1);
    stop();
  });

  it("is asked again once more when it goes stale while being asked", async () => {
    const host = new CountingHost();
    const cache = new QueryCache(host);
    const stop = watch(() => list(cache, INBOX).data);
    await Promise.resolve();
    cache.invalidate(stale());
    cache.invalidate(stale());
    await settle();
    expect(host.asked).toHaveLength(2);
    stop();
  });

  it("is asked again for its counts when folders or letters on their way change", async () => {
    const host = new CountingHost();
    const cache = new QueryCache(host);
    const stop = watch(() => cache.read("app_read", {}).data);
    await settle();
    cache.invalidate(stale({ tag: "folders", ids: null }));
    await settle();
    cache.invalidate(stale({ tag: "outbox", ids: [7] }));
    await settle();
    cache.invalidate(stale({ tag: "drafts", ids: null }));
    await settle();
    expect(host.asked).toHaveLength(3);
    stop();
  });

  it("is asked again after lost events", async () => {
    const host = new CountingHost();
    const cache = new QueryCache(host);
    const stop = watch(() => list(cache, INBOX).data);
    await settle();
    cache.resync();
    await settle();
    expect(host.asked).toHaveLength(2);
    stop();
  });

  it("keeps its last answer when asking again fails", async () => {
    const host = new CountingHost();
    const cache = new QueryCache(host);
    const stop = watch(() => list(cache, INBOX).data);
    await settle();
    host.fails = true;
    cache.invalidate(stale());
    await settle();
    const query = list(cache, INBOX);
    expect([query.peek()?.total, query.error?.code]).toEqual([0, "offline"]);
    stop();
  });
});

describe("a question nobody looks at", () => {
  it("is forgotten when stale, and asked afresh the next time", async () => {
    const host = new CountingHost();
    const cache = new QueryCache(host);
    const stop = watch(() => list(cache, INBOX).data);
    await settle();
    stop();
    await settle();
    cache.invalidate(stale());
    await settle();
    expect([host.asked.length, list(cache, INBOX).peek()]).toEqual([1, undefined]);
  });
});
