import { describe, expect, it } from "vitest";

import { Keymap } from "./keymap";
import type { SettingName, SettingValue } from "./settings.svelte";

/** Settings in which somebody chose these. */
function keymap(remaps: Record<string, readonly string[]> = {}, letters = true): Keymap {
  const values: Partial<{ [K in SettingName]: SettingValue<K> }> = { key_remaps: remaps, single_letter_keys: letters };
  return new Keymap({ value: <K extends SettingName>(name: K) => values[name] as SettingValue<K> });
}

describe("without a choice", () => {
  it("the keys of the table act, French ones included", () => {
    const map = keymap();
    expect([map.actionFor("Ctrl+R", "text"), map.actionFor("Ctrl+&", "other"), map.say("delete")]).toEqual([
      "reply",
      "messages",
      "Suppr",
    ]);
  });
});

describe("a key that was chosen", () => {
  const map = keymap({ reply: ["Ctrl+J"], messages: ["Ctrl+M"], archive: [] });

  it("acts in place of ours, and is what menus say", () => {
    expect([map.actionFor("Ctrl+J", "other"), map.actionFor("Ctrl+R", "other"), map.say("reply")]).toEqual([
      "reply",
      undefined,
      "Ctrl+J",
    ]);
  });

  it("takes the place of the French key too", () => {
    expect([map.actionFor("Ctrl+M", "list"), map.actionFor("Ctrl+&", "list")]).toEqual(["messages", undefined]);
  });

  it("that is no key leaves ours", () => {
    expect(map.actionFor("A", "list")).toBe("archive");
  });
});

it("single letters switched off do nothing and are not shown; the others go on", () => {
  const map = keymap({}, false);
  expect([map.actionFor("A", "list"), map.actionFor("/", "list"), map.say("archive")]).toEqual([
    undefined,
    undefined,
    "",
  ]);
  expect([map.actionFor("Delete", "list"), map.actionFor("Space", "list")]).toEqual(["delete", "read_on"]);
});

describe("a key is refused", () => {
  const map = keymap({ reply: ["Ctrl+J"] });

  it.each([
    ["Ctrl+J", { kind: "taken", by: "reply" }],
    ["Ctrl+L", { kind: "taken", by: "forward" }],
    ["Ctrl+&", { kind: "taken", by: "messages" }],
    ["Enter", { kind: "taken", by: "open" }],
    ["Ctrl+Alt+M", { kind: "writes" }],
    ["M", { kind: "alone" }],
    ["Ctrl+C", { kind: "text" }],
  ] as const)("%s", (key, why) => {
    expect(map.refusal(key, "print")).toEqual(why);
  });

  it("and not when it is free, or its own", () => {
    expect([map.refusal("Ctrl+R", "print"), map.refusal("Ctrl+J", "reply"), map.refusal("E", "archive")]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});

it("keeps the other choices when one is made or taken back", () => {
  const map = keymap({ reply: ["Ctrl+J"], print: ["Ctrl+M"] });
  expect(map.with("archive", "E")).toEqual({ reply: ["Ctrl+J"], print: ["Ctrl+M"], archive: ["E"] });
  expect(map.with("reply", undefined)).toEqual({ print: ["Ctrl+M"] });
});
