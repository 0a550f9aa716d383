import { describe, expect, it } from "vitest";

import page from "./fr.json";
import frame from "./fr.frame.json";

/** The page's sentences and those written in Rust. */
const fr = { ...page, ...frame };

/** A message without what only the formatter reads: plural choices, names of blanks. */
function words(message: string): string {
  return message
    .replace(/\{[a-z]+, plural,|=\d+ \{|\b(one|other) \{/g, " {")
    .replace(/\{[a-z]+\}/g, "X")
    .replace(/[{}]/g, " ");
}

const messages = Object.entries(fr).map(([key, message]) => ({ key, message, said: words(message) }));

function offenders(rule: RegExp): string[] {
  return messages.filter(({ said }) => rule.test(said)).map(({ key }) => key);
}

describe("the catalogue follows French typography", () => {
  it("uses the typographic apostrophe and guillemets only", () => {
    expect(offenders(/['"“”]/)).toEqual([]);
  });

  it("puts a no-break space inside guillemets", () => {
    expect(offenders(/«(?!\u00a0)|(?<!\u00a0)»/)).toEqual([]);
  });

  it("puts a no-break space before a colon", () => {
    expect(offenders(/(?<![\u00a0\d]):/)).toEqual([]);
  });

  it("puts a narrow no-break space before ; ? and !", () => {
    expect(offenders(/(?<!\u202f)[;?!]/)).toEqual([]);
  });

  it("has the ellipsis as one character", () => {
    expect(offenders(/\.\.\./)).toEqual([]);
  });
});

describe("the catalogue keeps the tone", () => {
  it("never exclaims, begs or apologises", () => {
    expect(offenders(/!|veuillez|oups|désolé/i)).toEqual([]);
  });

  it("has no protocol name", () => {
    expect(offenders(/\b(IMAP|SMTP|TLS|MIME|HTTP)\b/)).toEqual([]);
  });

  it("ends no button with a full stop", () => {
    const buttons = messages.filter(({ key }) =>
      /^(action|thread|composer\.(send|attach|delete)|status\.get)/.test(key),
    );
    expect(
      buttons.filter(({ key, said }) => !key.endsWith("_detail") && said.endsWith(".")).map(({ key }) => key),
    ).toEqual([]);
  });

  it("leaves no space at the ends", () => {
    expect(messages.filter(({ message }) => message !== message.trim()).map(({ key }) => key)).toEqual([]);
  });
});
