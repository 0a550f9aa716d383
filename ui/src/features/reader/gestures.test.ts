import { beforeEach, expect, it } from "vitest";

import { Api } from "../../api/api";
import { Announcer } from "../../components/announcer.svelte";
import type { FolderRef, FolderView, MessageRef, ThreadRef } from "../../contract/contract";
import { BrowserHost } from "../../host/browser";
import { folderOf, SECRETARIAT } from "../../host/browser/house";
import { folderName } from "../mailboxes/folders";
import { Toasts } from "../session/toasts.svelte";
import { Problems } from "../session/problems.svelte";
import { Gestures } from "./gestures";

const INBOX: FolderView = {
  id: folderOf(SECRETARIAT, "inbox"),
  role: "inbox",
  name: "INBOX",
  levels: ["INBOX"],
  parent: null,
  unread: 0,
  total: 0,
};
const ARCHIVE = folderOf(SECRETARIAT, "archive");

let host: BrowserHost;
let toasts: Toasts;
let gestures: Gestures;

beforeEach(() => {
  host = new BrowserHost("");
  const announcer = new Announcer();
  toasts = new Toasts(announcer);
  gestures = new Gestures(new Api(host), toasts, new Problems(announcer));
});

const first = () => host.world.threads.find((thread) => thread.folder === INBOX.id);
const inInbox = (count: number) => host.world.threads.filter((thread) => thread.folder === INBOX.id).slice(0, count);
const NOBODY = 0 as ThreadRef;
const move = (threads: ThreadRef[], from = INBOX.id) =>
  gestures.move({
    mailbox: SECRETARIAT,
    chosen: threads.map((thread) => ({ thread, folder: from })),
    to: { kind: "archive" },
    done: "Archivée",
    nameOf: () => folderName(INBOX),
  });

it("takes back exactly the messages that were moved", async () => {
  const asked: MessageRef[][] = [];
  const invoke = host.invoke.bind(host);
  host.invoke = (name, args) => {
    if (name === "message_move") {
      asked.push((args as { messages: MessageRef[] }).messages);
    }
    return invoke(name, args);
  };
  const thread = first();
  await move([thread?.id ?? NOBODY]);
  expect([thread?.folder, toasts.current?.text]).toEqual([ARCHIVE, "Archivée"]);
  await gestures.undo();
  expect([thread?.folder, toasts.current?.text]).toEqual([INBOX.id, "Conversation remise dans Réception"]);
  expect(asked).toEqual([thread?.messages.map(({ id }) => id)]);
});

it("takes twelve conversations back as one", async () => {
  const twelve = inInbox(12);
  await move(twelve.map(({ id }) => id));
  expect(twelve.every(({ folder }) => folder === ARCHIVE)).toBe(true);
  await gestures.undo();
  expect(twelve.every(({ folder }) => folder === INBOX.id)).toBe(true);
  expect(toasts.current?.text).toBe("12 conversations remises dans Réception");
});

it("takes conversations of several folders back each to its own", async () => {
  const [letter] = inInbox(1);
  const sent = host.world.threads.find(({ folder }) => folder === folderOf(SECRETARIAT, "sent"));
  const places = [letter, sent].map((thread) => thread?.folder);
  await gestures.move({
    mailbox: SECRETARIAT,
    chosen: [letter, sent].map((thread) => ({ thread: thread?.id ?? NOBODY, folder: thread?.folder ?? INBOX.id })),
    to: { kind: "trash" },
    done: "Jetées",
    nameOf: () => "",
  });
  await gestures.undo();
  expect([letter, sent].map((thread) => thread?.folder)).toEqual(places);
  expect(toasts.current?.text).toBe("2 conversations remises à leur place");
});

it("takes a mark off only those that did not have it", async () => {
  const threads = inInbox(3);
  const starred = () => threads.map(({ messages }) => messages.some((message) => message.starred));
  const before = starred();
  expect(before).toContain(true);
  const chosen = threads.map(({ id, folder }) => ({ thread: id, folder }));
  await gestures.mark({ mailbox: SECRETARIAT, chosen, mark: "starred", on: true, done: "Suivies" });
  expect(starred()).toEqual([true, true, true]);
  await gestures.undo();
  expect(starred()).toEqual(before);
});

it("says nothing of a move that moved nothing", async () => {
  await move([first()?.id ?? NOBODY], 999 as FolderRef);
  await gestures.undo();
  expect(toasts.current).toBeUndefined();
});
