import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { Pause } from "./pause.svelte";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe("the pause before the next try", () => {
  it("counts down to nothing, once", () => {
    const pause = new Pause();
    pause.start(2);
    expect(pause.seconds).toBe(2);
    vi.advanceTimersByTime(1000);
    expect(pause.seconds).toBe(1);
    vi.advanceTimersByTime(5000);
    expect(pause.seconds).toBe(0);
  });

  it("is none when the engine says nothing of it", () => {
    const pause = new Pause();
    pause.start(Number.NaN);
    expect(pause.seconds).toBe(0);
  });
});
