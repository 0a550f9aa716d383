import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { Api } from "../../api/api";
import { Announcer } from "../../components/announcer.svelte";
import type { MessageRef } from "../../contract/contract";
import { BrowserHost } from "../../host/browser";
import { SECRETARIAT } from "../../host/browser/house";
import type { World } from "../../host/browser/world";
import { Problems } from "../session/problems.svelte";
import { Toasts } from "../session/toasts.svelte";
import { JoinedFile } from "./joined-file.svelte";

const [PHOTO, TEXT, WINMAIL, TOOL, DOCUMENT] = [0, 1, 3, 4, 5];
let world: World;
let problems: Problems;
let joined: (index: number | undefined) => JoinedFile;

beforeEach(async () => {
  vi.useFakeTimers();
  const host = new BrowserHost("");
  ({ world } = host);
  const api = new Api(host);
  const begun = api.start();
  await vi.advanceTimersByTimeAsync(1_000);
  await begun;
  const announcer = new Announcer();
  problems = new Problems(announcer);
  const desk = { api, problems, toasts: new Toasts(announcer) };
  joined = (index = 0) =>
    new JoinedFile(desk, { kind: "view", mailbox: SECRETARIAT, message: 1 as MessageRef, index }, () => "dark");
});
afterEach(() => vi.useRealTimers());

async function done<T>(work: Promise<T>): Promise<T> {
  await vi.advanceTimersByTimeAsync(1_000);
  return work;
}

describe("what is looked at", () => {
  it("is given back when it is left, and when something else is looked at", async () => {
    const file = joined(PHOTO);
    await done(file.look());
    expect(world.pictures.size).toBe(1);
    file.leave();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(world.pictures.size).toBe(0);
    const winmail = joined(WINMAIL);
    await done(winmail.look(0));
    expect(world.pictures.size).toBe(1);
    await done(winmail.look(null));
    expect([world.pictures.size, winmail.shown?.name, winmail.inside]).toEqual([0, "winmail.dat", null]);
  });

  it("is read in a window of its own when it is a document, and there is nothing left to show here", async () => {
    const file = joined(DOCUMENT);
    expect(await done(file.look())).toBe(true);
    expect([file.shown, file.problem]).toEqual([undefined, undefined]);
    expect(world.documents).toEqual([{ index: DOCUMENT, theme: "dark" }]);
    expect(await done(joined(TEXT).look())).toBe(false);
  });

  it("is given back when it comes after one left", async () => {
    const file = joined(PHOTO);
    const late = file.look();
    file.leave();
    await done(late);
    expect(file.shown).toBeUndefined();
    expect(world.pictures.size).toBe(0);
  });

  it("says why there is nothing to see", async () => {
    const file = joined(99);
    await done(file.look());
    expect(file.problem?.code).toBe("attachment_damaged");
  });
});

describe("what is saved", () => {
  const saves = (): number => world.audit.filter(({ act }) => act === "save_attachment").length;

  it("is asked about first when it is dangerous, and only then", async () => {
    const before = saves();
    const tool = joined(TOOL);
    expect(await done(tool.save(null))).toBe(false);
    expect(tool.question).toEqual({ name: "facture.pdf.exe", danger: "program", inside: null });
    expect(saves()).toBe(before);
    expect(await done(tool.save(null, "program"))).toBe(true);
    expect(tool.question).toBeUndefined();
    expect(await done(joined(TEXT).save(null))).toBe(true);
    expect(saves()).toBe(before + 2);
  });

  it("is shown as a problem when it cannot be", async () => {
    world.failing.set("attachment_save", world.error("save_failed"));
    expect(await done(joined(TEXT).save(null))).toBe(true);
    expect(problems.current?.code).toBe("save_failed");
  });
});
