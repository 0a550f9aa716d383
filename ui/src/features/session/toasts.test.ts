import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { Announcer } from "../../components/announcer.svelte";
import { Toasts } from "./toasts.svelte";

let toasts: Toasts;

beforeEach(() => {
  vi.useFakeTimers();
  toasts = new Toasts(new Announcer());
});
afterEach(() => vi.useRealTimers());

it("waits while somebody is on it", () => {
  toasts.show({ text: "Conversation archivée" });
  toasts.hold(true);
  vi.advanceTimersByTime(60_000);
  const held = toasts.current?.text;
  toasts.hold(false);
  vi.advanceTimersByTime(10_000);
  expect([held, toasts.current]).toEqual(["Conversation archivée", undefined]);
});

it("goes in its time, whoever is on it, when what it offers ends then", () => {
  toasts.show({ text: "Le message part dans 5 s", lasts: 5000 });
  toasts.hold(true);
  toasts.hold(false);
  vi.advanceTimersByTime(4999);
  const before = toasts.current?.text;
  vi.advanceTimersByTime(1);
  expect([before, toasts.current]).toEqual(["Le message part dans 5 s", undefined]);
});

it("undoes what it offers to undo, and nothing else", () => {
  const run = vi.fn();
  expect(toasts.undo()).toBe(false);
  toasts.show({ text: "Copié" });
  expect(toasts.undo()).toBe(false);
  toasts.show({ text: "Conversation archivée", action: { label: "Annuler", run } });
  expect([toasts.undo(), run.mock.calls.length]).toEqual([true, 1]);
});
