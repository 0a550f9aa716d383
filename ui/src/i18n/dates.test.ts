import { describe, expect, it } from "vitest";

import { columnDate, sayDay, sayMoment, sayTime } from "./dates";

const at = (text: string): number => Date.parse(text) / 1000;
const NOW = at("2026-11-24T10:58:00+01:00");

describe("dates", () => {
  it("says a time as people do", () => {
    expect(sayTime(at("2026-11-24T10:42:00+01:00"))).toBe("10\u00a0h\u00a042");
  });

  it("says minutes with two digits", () => {
    expect(sayTime(at("2026-11-24T09:05:00+01:00"))).toBe("9\u00a0h\u00a005");
  });

  it("shows today as a clock in a column", () => {
    expect(columnDate(at("2026-11-24T09:31:00+01:00"), NOW)).toBe("09:31");
  });

  it("shows the day before as « Hier », even a minute before midnight", () => {
    expect(columnDate(at("2026-11-23T23:59:00+01:00"), NOW)).toBe("Hier");
  });

  it("shows an older day of the year without its year", () => {
    expect(columnDate(at("2026-11-12T08:00:00+01:00"), NOW)).toBe("12\u00a0nov.");
  });

  it("shows the first of the month as 1er", () => {
    expect(sayDay(at("2026-08-01T08:00:00+02:00"), NOW)).toBe("1er\u00a0août");
  });

  it("shows another year with it", () => {
    expect(sayDay(at("2025-11-24T08:00:00+01:00"), NOW)).toBe("24\u00a0nov.\u00a02025");
  });

  it("counts days, not hours, across a change of time", () => {
    expect(columnDate(at("2026-10-24T12:00:00+02:00"), at("2026-10-25T12:00:00+01:00"))).toBe("Hier");
  });

  it("says a moment by its time today and by its day before", () => {
    expect([sayMoment(NOW, NOW), sayMoment(NOW - 86_400, NOW)]).toEqual(["10\u00a0h\u00a058", "Hier"]);
  });
});
