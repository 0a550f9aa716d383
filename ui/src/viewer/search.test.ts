import { expect, test } from "vitest";

import { PageText } from "./search";

const LINES = [
  { text: "Mme Garnier a été", ends: true },
  { text: "hospitalisée à l’hôpital", ends: false },
  { text: " Saint-É", ends: false },
  { text: "loi.", ends: true },
];

test("words are found without regard to capitals and accents", () => {
  const [hit, ...more] = new PageText(LINES).find("HOPITAL");
  expect(more).toEqual([]);
  expect(hit).toEqual({ from: { piece: 1, at: 17 }, to: { piece: 1, at: 24 } });
});

test("words are found over the end of a line and over the pieces of a word", () => {
  const text = new PageText(LINES);
  expect(text.find("ete  hospitalisee")).toHaveLength(1);
  expect(text.find("éloi")).toEqual([{ from: { piece: 2, at: 7 }, to: { piece: 3, at: 3 } }]);
});

test("an accent that stands beside its letter, and letters written as one, are found where they are", () => {
  const text = new PageText([{ text: "e\u0301tat \ufb01nal 😀 ok", ends: false }]);
  expect(text.find("état")[0]?.from).toEqual({ piece: 0, at: 0 });
  expect(text.find("final")[0]?.from).toEqual({ piece: 0, at: 6 });
  expect(text.find("ok")[0]).toEqual({ from: { piece: 0, at: 14 }, to: { piece: 0, at: 16 } });
});

test("each place is found once, nothing where there is nothing, and never too many", () => {
  const text = new PageText([{ text: "aaaa", ends: false }]);
  expect(text.find("aa")).toHaveLength(2);
  expect(text.find("b")).toEqual([]);
  expect(text.find("  ")).toEqual([]);
  expect(new PageText([{ text: "a".repeat(10_000), ends: false }]).find("a")).toHaveLength(2_000);
});
