import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { Autosave } from "./autosave";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("saves five seconds after a change, however much is written meanwhile", async () => {
  const write = vi.fn(() => Promise.resolve(true));
  const autosave = new Autosave(write);
  autosave.touch();
  await vi.advanceTimersByTimeAsync(4000);
  autosave.touch();
  expect(write).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1000);
  expect(write).toHaveBeenCalledTimes(1);
});

it("saves at once when asked, and not again five seconds later", async () => {
  const write = vi.fn(() => Promise.resolve(true));
  const autosave = new Autosave(write);
  autosave.touch();
  await autosave.flush();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(write).toHaveBeenCalledTimes(1);
});

it("writes nothing when nothing changed", async () => {
  const write = vi.fn(() => Promise.resolve(true));
  expect([await new Autosave(write).flush(), write.mock.calls.length]).toEqual([true, 0]);
});

it("writes one saving at a time", async () => {
  let finish = (): void => undefined;
  let together = 0;
  let most = 0;
  const autosave = new Autosave(async () => {
    together += 1;
    most = Math.max(most, together);
    await new Promise<void>((resolve) => (finish = resolve));
    together -= 1;
    return true;
  });
  autosave.touch();
  const first = autosave.flush();
  autosave.touch();
  const second = autosave.flush();
  finish();
  await first;
  await vi.advanceTimersByTimeAsync(0);
  finish();
  await second;
  expect(most).toBe(1);
});

it("says that a refused saving is not kept, and tries it again when asked", async () => {
  const write = vi.fn<() => Promise<boolean>>().mockResolvedValueOnce(false).mockResolvedValueOnce(true);
  const autosave = new Autosave(write);
  autosave.touch();
  expect([await autosave.flush(), await autosave.flush()]).toEqual([false, true]);
});

it("forgets a letter that is gone", async () => {
  const write = vi.fn(() => Promise.resolve(true));
  const autosave = new Autosave(write);
  autosave.touch();
  autosave.drop();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(write).not.toHaveBeenCalled();
});
