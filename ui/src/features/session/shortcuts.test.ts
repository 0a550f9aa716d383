import { describe, expect, it } from "vitest";

import { keyName } from "./key-names";
import { Keymap } from "./keymap";
import { AS_IT_COMES } from "./settings.svelte";
import { LIST_MOVES, SHORTCUTS, type ActionName, type Focus } from "./shortcuts";

const asItComes = new Keymap({ value: (name) => AS_IT_COMES[name] });

function actionFor(key: string, focus: Focus): ActionName | undefined {
  return asItComes.actionFor(key, focus);
}

const EVERYWHERE: readonly Focus[] = ["text", "list", "thread", "other"];

/** A key of a French keyboard, as the page hears it: the character it gives. */
function heard(character: string, held: Partial<KeyboardEvent> = {}): string {
  return keyName({ key: character, ctrlKey: true, altKey: false, shiftKey: false, metaKey: false, ...held });
}

describe("a single key", () => {
  it.each(["A", "S", "/"])("%s acts from the list alone", (letter) => {
    expect(EVERYWHERE.filter((focus) => actionFor(letter, focus) !== undefined)).toEqual(["list"]);
  });

  it.each(["N", "Delete", "Space"])(
    "%s acts from the list and inside the message, where nothing is typed",
    (letter) => {
      expect(EVERYWHERE.filter((focus) => actionFor(letter, focus) !== undefined)).toEqual(["list", "thread"]);
    },
  );
});

it("leaves to a text field its own undo and underline", () => {
  expect([actionFor("Ctrl+Z", "text"), actionFor("Ctrl+U", "text")]).toEqual([undefined, undefined]);
});

it("sends and searches from anywhere", () => {
  expect([actionFor("Ctrl+Enter", "text"), actionFor("Ctrl+K", "text"), actionFor("Ctrl+E", "list")]).toEqual([
    "send",
    "search",
    "search",
  ]);
});

it("finds the keys that need Maj on a French keyboard, with or without it", () => {
  expect(
    [
      heard("1", { shiftKey: true }),
      heard("&"),
      heard("/", { shiftKey: true }),
      heard(":"),
      heard("+", { shiftKey: true }),
      heard("="),
      heard("à"),
    ].map((key) => actionFor(key, "other")),
  ).toEqual(["messages", "messages", "shortcuts", "shortcuts", "zoom_in", "zoom_in", "zoom_reset"]);
});

it("gives no key to two actions", () => {
  const keys = [
    ...Object.values(SHORTCUTS).flatMap(({ keys: own, also = [] }) => [...own, ...also]),
    ...Object.values(LIST_MOVES).flat(),
  ];
  expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([]);
});

it("uses no Ctrl+Alt, which is AltGr on a French keyboard", () => {
  expect(
    Object.values(SHORTCUTS)
      .flatMap(({ keys }) => keys)
      .filter((name) => name.includes("Alt")),
  ).toEqual([]);
});

it("says the first key of an action", () => {
  expect([asItComes.say("reply_all"), asItComes.say("delete"), asItComes.say("shortcuts")]).toEqual([
    "Ctrl+Maj+R",
    "Suppr",
    "F1",
  ]);
});
