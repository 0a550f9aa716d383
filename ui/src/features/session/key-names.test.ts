import { describe, expect, it } from "vitest";

import { keyName, keyParts, sayKey } from "./key-names";

function key(name: string, held: Partial<KeyboardEvent> = {}): string {
  return keyName({ key: name, ctrlKey: false, altKey: false, shiftKey: false, metaKey: false, ...held });
}

describe("the name of a key", () => {
  it.each([
    [key("r", { ctrlKey: true }), "Ctrl+R"],
    [key("R", { ctrlKey: true, shiftKey: true }), "Ctrl+Shift+R"],
    [key("F6", { shiftKey: true }), "Shift+F6"],
    [key("/", { shiftKey: true }), "/"],
    [key("/", { ctrlKey: true, shiftKey: true }), "Ctrl+/"],
    [key("+", { ctrlKey: true }), "Ctrl++"],
    [key("n"), "N"],
    [key("N", { shiftKey: true }), "N"],
    [key(" "), "Space"],
    [key(" ", { shiftKey: true }), "Shift+Space"],
    [key("Enter", { ctrlKey: true }), "Ctrl+Enter"],
  ])("%s is %s", (named, expected) => {
    expect(named).toBe(expected);
  });
});

it("is taken apart where it joins, not where a key is itself a plus", () => {
  expect([keyParts("Ctrl+Shift+R"), keyParts("Ctrl++"), keyParts("+")]).toEqual([
    ["Ctrl", "Shift", "R"],
    ["Ctrl", "+"],
    ["+"],
  ]);
});

it("is said as it is engraved on a French keyboard", () => {
  expect(["Ctrl+Shift+R", "Delete", "Ctrl+Enter", "Shift+ArrowDown", "PageUp", "Ctrl++"].map(sayKey)).toEqual([
    "Ctrl+Maj+R",
    "Suppr",
    "Ctrl+Entrée",
    "Maj+↓",
    "PgPréc",
    "Ctrl++",
  ]);
});
