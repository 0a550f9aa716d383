import { beforeEach, expect, it } from "vitest";

import { Api } from "../../api/api";
import { Announcer } from "../../components/announcer.svelte";
import type { OutboxRef } from "../../contract/contract";
import { BrowserHost } from "../../host/browser";
import { SECRETARIAT } from "../../host/browser/house";
import { Toasts } from "./toasts.svelte";
import { Departures } from "./departures.svelte";

const HELENE = "helene.fabre@medecin.mssante.example";

let host: BrowserHost;
let api: Api;
let toasts: Toasts;
let departures: Departures;

beforeEach(async () => {
  host = new BrowserHost("held");
  api = new Api(host);
  const announcer = new Announcer();
  toasts = new Toasts(announcer);
  departures = new Departures(api, toasts, announcer);
  api.listen((event) => void departures.hear(event));
  await api.start();
});

/** Sends a letter to Hélène, which the operator has not answered yet. */
async function send(heldFor = 0): Promise<OutboxRef> {
  const started = await host.invoke("draft_create", { mailbox: SECRETARIAT });
  const content = {
    to: [HELENE],
    cc: [],
    subject: "Renouvellement",
    body_html: "<p></p>",
    quote_html: "",
    receipt: false,
  };
  await host.invoke("draft_save", { mailbox: SECRETARIAT, draft: started.draft, revision: 2, content });
  const { outbox } = await host.invoke("draft_send", { mailbox: SECRETARIAT, draft: started.draft });
  departures.queued(outbox, heldFor);
  return outbox;
}

const heard = () => new Promise((resolve) => setTimeout(resolve, 10));

it("says nothing before the operator has answered", async () => {
  await send();
  expect([toasts.current, departures.leaving]).toEqual([undefined, 1]);
});

it("says « Message envoyé » once the operator took the letter", async () => {
  host.world.accept(await send());
  await heard();
  expect([toasts.current?.text, departures.leaving]).toEqual(["Message envoyé", 0]);
});

it("never says it when some recipient was refused, and shows who", async () => {
  host.world.accept(await send(), [HELENE]);
  await heard();
  expect([toasts.current, departures.stopped?.partial, departures.stopped?.letter.refused]).toEqual([
    undefined,
    true,
    [HELENE],
  ]);
});

it("shows why a letter stopped, until it leaves after all", async () => {
  const outbox = await send();
  host.world.stop(outbox, host.world.error("send_failed"));
  await heard();
  const shown = departures.stopped?.problem.code;
  host.world.accept(outbox);
  await heard();
  expect([shown, departures.stopped, toasts.current?.text]).toEqual(["send_failed", undefined, "Message envoyé"]);
});

it("does not come back to a letter that was put aside, unless its state is another", async () => {
  const outbox = await send();
  const stopped = [];
  for (const state of ["queued", "queued", "refused"] as const) {
    host.world.stop(outbox, host.world.error("letter_refused"), state);
    await heard();
    stopped.push(departures.stopped?.letter.state);
    departures.dismiss();
  }
  expect(stopped).toEqual(["queued", undefined, "refused"]);
});

it("tells again of a letter that was sent again by hand", async () => {
  const outbox = await send();
  const problem = host.world.error("send_unknown");
  host.world.stop(outbox, problem, "unknown");
  await heard();
  departures.dismiss();
  departures.retried(outbox);
  host.world.stop(outbox, problem, "unknown");
  await heard();
  expect(departures.stopped?.letter.state).toBe("unknown");
});

it("forgets what it was waiting for when events were lost", async () => {
  await send();
  host.world.announce({ kind: "resync" });
  await heard();
  expect(departures.leaving).toBe(0);
});

it("counts a held letter as leaving only once its time is over", async () => {
  const outbox = await send(0.02);
  const held = departures.leaving;
  await new Promise((resolve) => setTimeout(resolve, 40));
  expect([held, departures.leaving]).toEqual([0, 1]);
  host.world.accept(outbox);
  await heard();
  expect(departures.leaving).toBe(0);
});

it("forgets a letter that was taken back, held or waiting", async () => {
  departures.takenBack(await send(0.02));
  departures.takenBack(await send());
  await new Promise((resolve) => setTimeout(resolve, 40));
  expect(departures.leaving).toBe(0);
});
