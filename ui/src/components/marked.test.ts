import { expect, it } from "vitest";

import { cutAt, moved } from "./marked";

const told = (text: string, marks: ReadonlyArray<readonly [number, number]>) =>
  cutAt(
    text,
    marks.map(([start, end]) => ({ start, end })),
  ).map((piece) => (piece.marked ? `[${piece.text}]` : piece.text));

it("a text is cut where it is marked, and nothing of it is lost", () => {
  expect(
    told("Bilan de chute", [
      [0, 5],
      [9, 14],
    ]),
  ).toEqual(["[Bilan]", " de ", "[chute]"]);
  expect(told("Bilan", [])).toEqual(["Bilan"]);
  expect(told("", [])).toEqual([]);
});

it("marks that do not fit mark nothing", () => {
  for (const mark of [
    [3, 3],
    [4, 2],
    [2, 99],
  ] as const) {
    expect(told("Bilan", [mark])).toEqual(["Bilan"]);
  }
  expect(
    told("Bilan", [
      [0, 3],
      [2, 5],
    ]),
  ).toEqual(["[Bil]", "an"]);
});

it("marks follow a text that has a word more in front", () => {
  expect(moved([{ start: 0, end: 3 }], 2)).toEqual([{ start: 2, end: 5 }]);
});
