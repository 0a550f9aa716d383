import { expect, it } from "vitest";

import { Presence } from "./presence.svelte";

function watched(): { presence: Presence; said: string[] } {
  const said: string[] = [];
  const api = {
    call: (name: string) => {
      said.push(name);
      return Promise.resolve({ ok: true, value: {} });
    },
  };
  return { presence: new Presence(api as unknown as ConstructorParameters<typeof Presence>[0]), said };
}

it("says that somebody is there every twenty seconds, however much they do", () => {
  const { presence, said } = watched();
  for (let now = 0; now < 60_000; now += 100) {
    presence.notice(now);
  }
  expect(said).toEqual(["session_prolong", "session_prolong", "session_prolong"]);
});

it("says it at once when the screen is about to lock, and only once", () => {
  const { presence, said } = watched();
  presence.notice(0);
  presence.hear({ kind: "lock_nears", seconds: 60 });
  expect(presence.lockNears).toBe(60);
  presence.notice(1_000);
  presence.notice(1_100);
  expect([presence.lockNears, said.length]).toEqual([undefined, 2]);
});

it("hears that somebody elsewhere put it off", () => {
  const { presence } = watched();
  presence.hear({ kind: "lock_nears", seconds: 30 });
  presence.hear({ kind: "lock_nears", seconds: null });
  expect(presence.lockNears).toBeUndefined();
});
