import { describe, expect, it } from "vitest";

import { drawnRows, rowsPerPage, scrollToShow } from "./virtual-window";

const sight = { scrollTop: 0, height: 700, row: 100, total: 50_000 };

describe("the drawn rows", () => {
  it("are those in sight and eight beyond", () => {
    expect(drawnRows(sight, -1)).toEqual(Array.from({ length: 15 }, (_, index) => index));
  });

  it("never exceed what is in sight and two margins, anywhere in a long list", () => {
    const drawn = drawnRows({ ...sight, scrollTop: 2_512_345 }, -1);
    expect([drawn[0], drawn.length]).toEqual([25_115, 24]);
  });

  it("always hold the active row, before or after the others", () => {
    const middle = { ...sight, scrollTop: 2_500_000 };
    expect([drawnRows(middle, 3)[0], drawnRows(middle, 49_999).at(-1)]).toEqual([3, 49_999]);
  });

  it("hold the active row once when it is in sight", () => {
    expect(drawnRows(sight, 4).filter((index) => index === 4)).toHaveLength(1);
  });

  it("stop at the end of a short list", () => {
    expect(drawnRows({ ...sight, total: 3 }, 1)).toEqual([0, 1, 2]);
  });

  it("are none in an empty list", () => {
    expect(drawnRows({ ...sight, total: 0 }, 0)).toEqual([]);
  });
});

describe("showing a row", () => {
  it("does not scroll when it is wholly in sight", () => {
    expect(scrollToShow({ ...sight, scrollTop: 150 }, 3)).toBe(150);
  });

  it("brings a row above to the top, a row below to the bottom", () => {
    const middle = { ...sight, scrollTop: 1000 };
    expect([scrollToShow(middle, 2), scrollToShow(middle, 20)]).toEqual([200, 1400]);
  });
});

it("a page keeps one row of the last in sight", () => {
  expect(rowsPerPage(sight)).toBe(6);
});
