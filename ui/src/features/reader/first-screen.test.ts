import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { Api } from "../../api/api";
import type { AppView } from "../../contract/contract";
import { BrowserHost } from "../../host/browser";
import { folderOf, SECRETARIAT } from "../../host/browser/house";
import { readFirstScreen } from "./first-screen";
import { folderPage } from "./listing.svelte";

let host: BrowserHost;
let api: Api;
const inbox = { kind: "folder", mailbox: SECRETARIAT, folder: folderOf(SECRETARIAT, "inbox"), filter: "all" } as const;

beforeEach(() => {
  vi.useFakeTimers();
  host = new BrowserHost("");
  api = new Api(host);
});
afterEach(() => vi.useRealTimers());

/** How long the reading took, ms. */
async function taken(app: AppView): Promise<number> {
  const begun = Date.now();
  let ended: number | undefined;
  void readFirstScreen(api, app).then(() => (ended = Date.now()));
  await vi.advanceTimersByTimeAsync(10_000);
  return (ended ?? Infinity) - begun;
}

describe("the first screen", () => {
  it("has its folders and its rows before it is drawn", async () => {
    expect(await taken(host.world.app)).toBeLessThan(250);
    expect(api.read("folder_list", { mailbox: SECRETARIAT }).peek()).toBeDefined();
    expect(folderPage(api, inbox, 0).peek()?.rows.length).toBeGreaterThan(0);
  });

  it("does not wait for an engine that takes its time", async () => {
    vi.spyOn(host, "invoke").mockReturnValue(new Promise(() => {}));
    expect(await taken(host.world.app)).toBe(250);
  });

  it("waits for nothing where there is no mailbox", async () => {
    expect(await taken({ ...host.world.app, first: null })).toBe(0);
  });
});
