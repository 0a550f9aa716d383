import { describe, expect, it, vi } from "vitest";

import type { Api } from "../../api/api";
import type { ThreadFound, ThreadRef } from "../../contract/contract";
import type { Problems } from "../session/problems.svelte";
import { Find } from "./find.svelte";

function stage() {
  const asked: string[] = [];
  const answers: Array<(found: ThreadFound) => void> = [];
  const call = (_name: string, { text }: { text: string }) => {
    asked.push(text);
    return new Promise((resolve) => {
      answers.push((value) => resolve({ ok: true, value }));
    });
  };
  let shown: { thread: ThreadRef; url: string } | undefined = {
    thread: 1 as ThreadRef,
    url: "mail://localhost/jeton/",
  };
  const find = new Find({ call } as unknown as Api, { show: vi.fn() } as unknown as Problems, () => shown);
  const answer = async (hits: number, turn = answers.length - 1): Promise<void> => {
    answers[turn]?.({ url: `mail://localhost/jeton/find/${turn + 1}/`, hits });
    await Promise.resolve();
    await Promise.resolve();
  };
  const show = (next: string | undefined, thread = 1): void => {
    shown = next === undefined ? undefined : { thread: thread as ThreadRef, url: next };
  };
  return { find, asked, answer, show };
}

async function typed(find: Find, text: string): Promise<void> {
  vi.useFakeTimers();
  find.type(text);
  await vi.advanceTimersByTimeAsync(200);
  vi.useRealTimers();
}

describe("the search in a conversation", () => {
  it("goes to the first place, then round, both ways", async () => {
    const { find, answer } = stage();
    find.start();
    await typed(find, "garnier");
    await answer(3);
    expect(find.address).toBe("mail://localhost/jeton/find/1/#e-hit-1");
    await find.step(-1);
    expect([find.at, find.hits]).toEqual([3, 3]);
    await find.step(1);
    expect(find.address).toBe("mail://localhost/jeton/find/1/#e-hit-1");
  });

  it("shows the latest answer only, whatever comes last", async () => {
    const { find, answer } = stage();
    find.start();
    await typed(find, "gar");
    await typed(find, "garrot");
    await answer(1, 1);
    await answer(9, 0);
    expect(find.hits).toBe(1);
  });

  it("stays at the place without marks once it is closed", async () => {
    const { find, answer } = stage();
    find.start();
    await typed(find, "garnier");
    await answer(2);
    await find.step(1);
    find.close();
    expect(find.address).toBe("mail://localhost/jeton/find/1/#e-quiet-2");
    expect([find.open, find.hits]).toEqual([false, undefined]);
  });

  it("goes back to the plain page when nothing is found", async () => {
    const { find, answer } = stage();
    find.start();
    await typed(find, "absent");
    await answer(0);
    expect([find.at, find.address]).toEqual([0, "mail://localhost/jeton/"]);
  });

  it("looks again in the page that took the place of the other, and closes with the conversation", async () => {
    const { find, asked, answer, show } = stage();
    find.start();
    await typed(find, "garnier");
    await answer(2);
    show("mail://localhost/autre/", 2);
    void find.follow();
    expect(find.address).toBeUndefined();
    expect(asked).toEqual(["garnier", "garnier"]);
    show(undefined);
    await find.follow();
    expect(find.open).toBe(false);
  });

  it("keeps the place when the conversation is shown anew, and begins again in another one", async () => {
    const { find, answer, show } = stage();
    find.start();
    await typed(find, "garnier");
    await answer(5);
    await find.step(-1);
    expect(find.at).toBe(5);
    show("mail://localhost/relu/");
    void find.follow();
    await answer(4);
    expect(find.at).toBe(4);
    show("mail://localhost/autre/", 2);
    void find.follow();
    await answer(4);
    expect(find.at).toBe(1);
  });

  it("goes to the last place when one goes back before the answer is there", async () => {
    const { find, answer } = stage();
    find.start();
    find.type("garnier");
    void find.step(-1);
    await answer(3);
    expect(find.at).toBe(3);
  });

  it("forgets no step taken while another word is looked for", async () => {
    const { find, answer } = stage();
    find.start();
    await typed(find, "gar");
    await answer(2);
    await typed(find, "garnier");
    void find.step(-1);
    await answer(3);
    expect([find.at, find.hits]).toEqual([3, 3]);
  });

  it("opens on F3 when it was closed, and asks nothing then", async () => {
    const { find, asked } = stage();
    await find.step(1);
    expect([find.open, asked.length]).toEqual([true, 0]);
  });
});
