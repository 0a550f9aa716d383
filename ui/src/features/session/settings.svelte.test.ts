import { flushSync } from "svelte";
import { afterEach, beforeAll, describe, expect, it } from "vitest";

import { Api } from "../../api/api";
import { loadSentences } from "../../api/sentences-on-demand";
import { Announcer } from "../../components/announcer.svelte";
import { BrowserHost } from "../../host/browser";
import { Problems } from "./problems.svelte";
import { Settings } from "./settings.svelte";

let host: BrowserHost;
let settings: Settings;
let problems: Problems;
let leave: () => void;

async function settle(): Promise<void> {
  for (let turn = 0; turn < 6; turn += 1) {
    await new Promise((resolve) => setTimeout(resolve));
    flushSync();
  }
}

/** A window that shows the settings. */
async function open(scene = ""): Promise<void> {
  host = new BrowserHost(scene);
  const api = new Api(host);
  await api.start();
  problems = new Problems(new Announcer());
  settings = new Settings(api, problems);
  leave = $effect.root(() => {
    $effect(() => void settings.value("theme"));
  });
  flushSync();
}

// Read before the tests: what is still being read when the file ends fails the whole run.
beforeAll(loadSentences);
afterEach(() => leave());

it("is as Estafette comes until the engine has answered", async () => {
  await open("fixed");
  expect([settings.known, settings.value("theme")]).toEqual([false, "system"]);
  await settle();
  expect([settings.known, settings.value("theme")]).toEqual([true, "dark"]);
});

it("is as Estafette comes when the profile is closed, and read once it opens", async () => {
  await open("obstacle-keyring-locked");
  await settle();
  expect([settings.known, settings.value("theme")]).toEqual([true, "system"]);
  host.world.settings = { ...host.world.settings, theme: { value: "light", origin: "person" } };
  host.world.open();
  await settle();
  expect(settings.value("theme")).toBe("light");
});

describe("what somebody chooses", () => {
  it("holds at once, before the engine has answered", async () => {
    await open();
    await settle();
    const kept = settings.change("text_size", 125);
    expect(settings.value("text_size")).toBe(125);
    expect(await kept).toBe(true);
    expect(host.world.settings.text_size).toEqual({ value: 125, origin: "person" });
    expect(settings.value("text_size")).toBe(125);
  });

  it("is as before when the engine does not keep it, and the failure is said", async () => {
    await open();
    await settle();
    host.world.failing.set("setting_change", host.world.error("disk_full"));
    expect(await settings.change("density", "compact")).toBe(false);
    expect([settings.value("density"), problems.current?.code]).toEqual(["comfortable", "disk_full"]);
  });

  it("is heard by every window", async () => {
    await open();
    await settle();
    host.world.settings = { ...host.world.settings, density: { value: "compact", origin: "person" } };
    host.world.stale("settings", null);
    await settle();
    expect(settings.value("density")).toBe("compact");
  });
});

it("leaves alone what the installation fixed, and says so", async () => {
  await open("fixed");
  await settle();
  expect([settings.isFixed("theme"), settings.isFixed("density")]).toEqual([true, false]);
  expect(await settings.change("theme", "light")).toBe(false);
  expect([settings.value("theme"), problems.current?.code]).toEqual(["dark", "setting_fixed"]);
});
