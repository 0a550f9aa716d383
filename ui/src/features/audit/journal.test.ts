import { describe, expect, it } from "vitest";

import { since } from "./journal.svelte";

/** Tuesday 24 November 2026, 10:58 in Paris. */
const NOW = Date.UTC(2026, 10, 24, 9, 58) / 1000;

describe("a period of the journal", () => {
  it("begins at midnight of this place, today included", () => {
    expect(since("today", NOW)).toBe(Date.UTC(2026, 10, 23, 23) / 1000);
    expect(since("week", NOW)).toBe(Date.UTC(2026, 10, 17, 23) / 1000);
    expect(since("month", NOW)).toBe(Date.UTC(2026, 9, 25, 23) / 1000);
    expect(since("all", NOW)).toBeNull();
  });
});
