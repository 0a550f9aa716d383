import { beforeEach, describe, expect, it } from "vitest";

import { Api } from "../../api/api";
import { Announcer } from "../../components/announcer.svelte";
import type { DraftRef, MailboxRef } from "../../contract/contract";
import { BrowserHost } from "../../host/browser";
import { SECRETARIAT } from "../../host/browser/house";
import { Clock } from "../session/clock.svelte";
import type { Desk } from "../session/desk";
import { Keyboard } from "../session/keyboard";
import { inboxOf, Session, type Composing } from "../session/session.svelte";
import { Toasts } from "../session/toasts.svelte";
import { Departures } from "../session/departures.svelte";
import { Presence } from "../session/presence.svelte";
import { Problems } from "../session/problems.svelte";
import { Draft } from "./draft.svelte";

const HELENE = "helene.fabre@medecin.mssante.example";

let host: BrowserHost;
let desk: Desk;

/** A desk without a window. */
function deskOver(over: BrowserHost): Desk {
  const api = new Api(over);
  const announcer = new Announcer();
  const toasts = new Toasts(announcer);
  return {
    api,
    announcer,
    toasts,
    session: new Session(api),
    clock: new Clock(() => api.now()),
    settings: undefined as never,
    look: undefined as never,
    keymap: undefined as never,
    keyboard: new Keyboard({ actionFor: () => undefined }),
    departures: new Departures(api, toasts, announcer),
    presence: new Presence(api),
    problems: new Problems(announcer),
  };
}

async function begin(begun: Composing["begun"] = "new"): Promise<Draft> {
  const started = await desk.api.call("draft_create", { mailbox: SECRETARIAT });
  if (!started.ok) {
    throw new Error(started.problem.code);
  }
  return reopen(started.value.draft, begun);
}

async function reopen(draft: DraftRef, begun: Composing["begun"], mailbox: MailboxRef = SECRETARIAT): Promise<Draft> {
  const letter = new Draft(desk, { mailbox, draft, begun });
  await letter.load();
  return letter;
}

beforeEach(() => {
  host = new BrowserHost("held");
  desk = deskOver(host);
});

const saved = () => host.world.drafts[0]?.content;

describe("a letter being written", () => {
  it("is saved as it is, with what is still being typed among the recipients", async () => {
    const letter = await begin();
    await letter.to.type(`${HELENE};`);
    await letter.to.type("roch");
    letter.subject = "Renouvellement";
    letter.write("<p>Bonjour</p>", "Bonjour");
    await letter.save();
    expect(saved()).toEqual({
      to: [HELENE, "roch"],
      cc: [],
      subject: "Renouvellement",
      body_html: "<p>Bonjour</p>",
      quote_html: "",
      receipt: false,
    });
  });

  it("numbers its savings without gap", async () => {
    const letter = await begin();
    for (const subject of ["R", "Re", "Ren"]) {
      letter.subject = subject;
      await letter.save();
    }
    expect([host.world.drafts[0]?.revision, letter.saving]).toEqual([4, "saved"]);
  });

  it("says what refused to be saved and keeps it to be saved", async () => {
    const letter = await begin();
    host.world.failing.set("draft_save", host.world.error("disk_full"));
    letter.subject = "Renouvellement";
    expect([await letter.save(), letter.saving, letter.problem?.code]).toEqual([false, "unsaved", "disk_full"]);
    host.world.failing.clear();
    expect([await letter.save(), saved()?.subject]).toEqual([true, "Renouvellement"]);
  });
});

describe("a draft changed elsewhere", () => {
  async function conflict(): Promise<Draft> {
    const letter = await begin();
    letter.subject = "Mon texte";
    Object.assign(host.world.drafts[0] ?? {}, { revision: 9, content: { ...saved(), subject: "Leur texte" } });
    await letter.save();
    return letter;
  }

  it("is not overwritten", async () => {
    const letter = await conflict();
    expect([letter.problem?.code, saved()?.subject]).toEqual(["draft_conflict", "Leur texte"]);
  });

  it("is overwritten when one says so", async () => {
    const letter = await conflict();
    await letter.keepMine();
    expect([letter.problem, saved()?.subject]).toEqual([undefined, "Mon texte"]);
  });

  it("is taken over when one says so", async () => {
    const letter = await conflict();
    await letter.takeTheirs();
    expect([letter.subject, letter.saving]).toEqual(["Leur texte", "saved"]);
  });
});

describe("sending", () => {
  it("saves first, then hands over what was saved", async () => {
    const letter = await begin();
    await letter.to.type(HELENE);
    letter.subject = "Renouvellement";
    await letter.send();
    expect([host.world.outbox[0]?.subject, host.world.outbox[0]?.to]).toEqual(["Renouvellement", [HELENE]]);
  });

  it("waits for the recipient being checked", async () => {
    const letter = await begin();
    void letter.to.type(`${HELENE};`);
    await letter.send();
    expect(host.world.outbox[0]?.to).toEqual([HELENE]);
  });

  it("is refused while a point is open", async () => {
    const letter = await begin();
    await letter.to.type("roche;");
    expect([await letter.send(), host.world.outbox.length]).toEqual([undefined, 0]);
  });

  it("does not happen when the last words cannot be saved", async () => {
    const letter = await begin();
    await letter.to.type(`${HELENE};`);
    host.world.failing.set("draft_save", host.world.error("disk_full"));
    expect([await letter.send(), host.world.outbox.length]).toEqual([undefined, 0]);
  });

  it("leaves nothing to save afterwards", async () => {
    const letter = await begin();
    await letter.to.type(`${HELENE};`);
    await letter.send();
    await letter.depart();
    expect([host.world.drafts.length, desk.problems.current]).toEqual([0, undefined]);
  });
});

describe("leaving", () => {
  it("erases a letter just begun and never touched", async () => {
    await (await begin()).leave();
    expect(host.world.drafts).toEqual([]);
  });

  it("keeps a draft that was there before, even untouched", async () => {
    await begin();
    const draft = host.world.drafts[0]?.id;
    await (await reopen(draft ?? (0 as DraftRef), "reopened")).leave();
    expect(host.world.drafts).toHaveLength(1);
  });

  it("is not held back by a draft that is no longer there", async () => {
    const letter = await begin();
    letter.subject = "Renouvellement";
    host.world.drafts = [];
    expect(await letter.leave()).toBe(true);
  });

  it("is not possible while the text cannot be kept, whatever the door", async () => {
    const letter = await begin();
    desk.session.compose({ mailbox: SECRETARIAT, draft: host.world.drafts[0]?.id ?? (0 as DraftRef), begun: "new" });
    desk.session.guardLetter(() => letter.leave());
    letter.subject = "Renouvellement";
    host.world.failing.set("draft_save", host.world.error("disk_full"));
    expect([await desk.session.closeComposer(), await desk.session.go(inboxOf(SECRETARIAT))]).toEqual([false, false]);
    expect([desk.session.composing === undefined, letter.problem?.code]).toEqual([false, "disk_full"]);
    host.world.failing.clear();
    expect(await desk.session.go(inboxOf(SECRETARIAT))).toBe(true);
    expect([desk.session.composing, saved()?.subject]).toEqual([undefined, "Renouvellement"]);
  });

  it("asked twice at once erases an untouched letter once", async () => {
    const letter = await begin();
    host.world.error = () => ({ code: "gone", params: {}, report_id: "" });
    expect(await Promise.all([letter.leave(), letter.leave()])).toEqual([true, true]);
    expect(letter.problem).toBeUndefined();
  });

  it("by another door keeps what was written", async () => {
    const letter = await begin();
    letter.subject = "Renouvellement";
    await letter.depart();
    expect(saved()?.subject).toBe("Renouvellement");
  });
});

it("files are weighed as the engine says, and an unreadable one changes nothing", async () => {
  const letter = await begin();
  await letter.attach();
  const weight = letter.encodedSize;
  host.world.failing.set("draft_attach", host.world.error("attachment_unreadable"));
  await letter.attach();
  expect([letter.files.length, letter.encodedSize, letter.problem?.code]).toEqual([1, weight, "attachment_unreadable"]);
});
