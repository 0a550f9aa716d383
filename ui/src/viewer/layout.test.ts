import { expect, test } from "vitest";

import { Column, density, GAP, nextZoom, onScreen, ZOOMS } from "./layout";

const A4 = { width: 794, height: 1123 };

test("a page is on screen as large as on paper", () => {
  const { width, height } = onScreen({ width: 595.28, height: 841.89 });
  expect([Math.round(width), Math.round(height)]).toEqual([794, 1123]);
});

test("a page that says it is kilometres wide, or a point, is one that can be looked at", () => {
  for (const side of [14_400, 1e9, 0.001, 0]) {
    const { width, height } = onScreen({ width: side, height: side / 2 });
    expect(width).toBeGreaterThanOrEqual(8);
    expect(width).toBeLessThanOrEqual(2_000);
    expect(height).toBeLessThanOrEqual(width);
  }
});

test("a page is painted as finely as the screen shows it, within limits", () => {
  expect(density(A4, 2)).toBe(2);
  for (const size of [A4, { width: 8_000, height: 8_000 }, { width: 8_000, height: 8 }]) {
    const fine = density(size, 3);
    expect(size.width * fine * size.height * fine).toBeLessThanOrEqual(12_000_001);
    expect(Math.max(size.width, size.height) * fine).toBeLessThanOrEqual(8_193);
  }
});

test("zooms go up and down one by one and end", () => {
  expect(nextZoom(1, 1)).toBe(1.1);
  expect(nextZoom(1.04, -1)).toBe(1);
  expect(nextZoom(4, 1)).toBe(4);
  expect(nextZoom(0.25, -1)).toBe(0.25);
  expect([...ZOOMS].sort((one, other) => one - other)).toEqual(ZOOMS);
});

test("the page at a height is the one that begins above it, of five thousand too", () => {
  const column = new Column(
    Array.from({ length: 5_000 }, () => A4),
    1,
  );
  for (const index of [0, 1, 17, 4_999]) {
    expect(column.at(column.top(index))).toBe(index);
    expect(column.at(column.top(index) + 1_000)).toBe(index);
  }
  expect(column.at(-50)).toBe(0);
  expect(column.at(column.height + 1)).toBe(4_999);
  expect(column.top(1)).toBe(GAP + 1_123 + GAP);
});

test("the longest column at the largest zoom is one a web engine can lay out", () => {
  const column = new Column(
    Array.from({ length: 5_000 }, () => A4),
    Math.max(...ZOOMS),
  );
  // LayoutUnit: 2^31 sixty-fourths of a pixel
  expect(column.height).toBeLessThan(2 ** 31 / 64);
});

test("a document of no page has a column", () => {
  const column = new Column([], 1);
  expect([column.height, column.at(10), column.top(3)]).toEqual([GAP, 0, 0]);
});
