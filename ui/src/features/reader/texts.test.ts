import { describe, expect, it } from "vitest";

import { worstOf } from "./texts";

describe("texts that are not here", () => {
  it("are on their way unless something keeps one of them", () => {
    expect(worstOf([{ withheld: null }, { withheld: null }])).toBe("coming");
    expect(worstOf([{ withheld: null }, { withheld: "offline" }])).toBe("offline");
  });

  it("are told by what needs somebody", () => {
    expect(worstOf([{ withheld: "offline" }, { withheld: "refused" }])).toBe("refused");
    expect(worstOf([{ withheld: "refused" }, { withheld: "gone" }, { withheld: null }])).toBe("gone");
  });
});
