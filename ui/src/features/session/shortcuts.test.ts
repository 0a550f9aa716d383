import { describe, expect, it } from "vitest";

import { actionFor, keyName, sayShortcut, SHORTCUTS } from "./shortcuts";

const onList = { inText: false, inList: true };
const inText = { inText: true, inList: false };
const elsewhere = { inText: false, inList: false };

function key(name: string, held: Partial<KeyboardEvent> = {}): string {
  return keyName({ key: name, ctrlKey: false, altKey: false, shiftKey: false, metaKey: false, ...held });
}

describe("the name of a key", () => {
  it.each([
    [key("r", { ctrlKey: true }), "Ctrl+R"],
    [key("R", { ctrlKey: true, shiftKey: true }), "Ctrl+Shift+R"],
    [key("F6", { shiftKey: true }), "Shift+F6"],
    [key("/", { shiftKey: true }), "/"],
    [key("n"), "N"],
    [key("N", { shiftKey: true }), "N"],
    [key("Enter", { ctrlKey: true }), "Ctrl+Enter"],
  ])("%s is %s", (named, expected) => {
    expect(named).toBe(expected);
  });
});

describe("a single letter", () => {
  it.each(["N", "A", "Delete", "/"])("%s acts from the list", (letter) => {
    expect(actionFor(letter, onList)).toBeDefined();
  });

  it.each(["N", "A", "Delete", "/"])("%s does nothing in a text nor elsewhere", (letter) => {
    expect([actionFor(letter, inText), actionFor(letter, elsewhere)]).toEqual([undefined, undefined]);
  });
});

it("leaves to a text field its own undo and underline", () => {
  expect([actionFor("Ctrl+Z", inText), actionFor("Ctrl+U", inText)]).toEqual([undefined, undefined]);
});

it("sends and searches from anywhere", () => {
  expect([actionFor("Ctrl+Enter", inText), actionFor("Ctrl+K", inText), actionFor("Ctrl+E", onList)]).toEqual([
    "send",
    "search",
    "search",
  ]);
});

it("gives no key to two actions", () => {
  const keys = Object.values(SHORTCUTS).flatMap(({ keys: own }) => own);
  expect(new Set(keys).size).toBe(keys.length);
});

it("uses no Ctrl+Alt, which is AltGr on a French keyboard", () => {
  expect(
    Object.values(SHORTCUTS)
      .flatMap(({ keys }) => keys)
      .filter((name) => name.includes("Alt")),
  ).toEqual([]);
});

it("says a shortcut as it is engraved", () => {
  expect([sayShortcut("reply_all"), sayShortcut("delete"), sayShortcut("send")]).toEqual([
    "Ctrl+Maj+R",
    "Suppr",
    "Ctrl+Entrée",
  ]);
});
