import { describe, expect, it } from "vitest";

import { formatMessage, formatParts } from "./format";

describe("formatMessage", () => {
  it("fills a blank", () => {
    expect(formatMessage("Mot de passe de {mailbox}", { mailbox: "Secrétariat" })).toBe("Mot de passe de Secrétariat");
  });

  it("takes the singular for zero and one, as French does", () => {
    const pattern = "{count, plural, one {# message} other {# messages}}";
    expect([0, 1, 2].map((count) => formatMessage(pattern, { count }))).toEqual([
      "0 message",
      "1 message",
      "2 messages",
    ]);
  });

  it("takes an exact case before the plural one", () => {
    expect(formatMessage("{count, plural, =0 {Rien} one {#} other {#}}", { count: 0 })).toBe("Rien");
  });

  it("fills a blank inside a plural, and groups digits", () => {
    const pattern = "{count, plural, one {# pour «{query}»} other {# pour «{query}»}}";
    expect(formatMessage(pattern, { count: 12000, query: "a {b}" })).toBe("12\u202f000 pour «a {b}»");
  });

  it("never reads a value as a pattern", () => {
    expect(formatMessage("{reply}", { reply: "{count, plural, other {#}}" })).toBe("{count, plural, other {#}}");
  });

  it("refuses a blank without a value", () => {
    expect(() => formatMessage("{host}", {})).toThrow("host");
  });

  it("cuts a sentence at its blanks", () => {
    expect(formatParts("depuis {mailbox}, ici", { mailbox: "Infirmerie" })).toEqual([
      { text: "depuis " },
      { name: "mailbox", text: "Infirmerie" },
      { text: ", ici" },
    ]);
  });
});
