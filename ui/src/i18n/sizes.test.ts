import { expect, it } from "vitest";

import { saySize } from "./sizes";

it.each([
  [0, "0\u00a0o"],
  [999, "999\u00a0o"],
  [88_000, "88\u00a0Ko"],
  [6_200_000, "6,2\u00a0Mo"],
  [10_000_000, "10\u00a0Mo"],
  [1_500_000_000, "1,5\u00a0Go"],
])("says %i bytes as %s", (bytes, said) => {
  expect(saySize(bytes)).toBe(said);
});
