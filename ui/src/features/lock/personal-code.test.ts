import { expect, it } from "vitest";

import { faultOf } from "./personal-code";

it.each([
  ["271945", undefined],
  ["112233", undefined],
  ["271945271945", undefined],
  ["27194", "too_short"],
  ["2719452719452", "too_short"],
  ["27194a", "too_short"],
  ["", "too_short"],
  ["111111", "too_plain"],
  ["123456", "too_plain"],
  ["987654", "too_plain"],
])("a code that is « %s » has the fault: %s", (code, fault) => {
  expect(faultOf(code)).toBe(fault);
});
