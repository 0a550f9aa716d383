import { describe, expect, it } from "vitest";

import { normal, weaknessOf } from "./passphrase";

describe("a passphrase that is being chosen", () => {
  it.each([
    ["tilleul brume 42", undefined],
    ["tilleul brume 4", "short"],
    ["", "short"],
    ["abcabcabcabcabcabcabc", "plain"],
    ["éléphants à la fenêtre", undefined],
    // Eight letters with their accents apart count as eight.
    ["e\u0301".repeat(8), "short"],
  ])("« %s » is judged as the engine does", (passphrase, weakness) => {
    expect(weaknessOf(passphrase)).toBe(weakness);
  });

  it("is the same on a keyboard that writes accents apart", () => {
    expect(normal("e\u0301te\u0301")).toBe("\u00e9t\u00e9");
  });
});
