import { beforeEach, expect, it } from "vitest";

import { Api } from "../../api/api";
import { Announcer } from "../../components/announcer.svelte";
import type { FolderRef, FolderView, MessageRef, ThreadRef } from "../../contract/contract";
import { BrowserHost } from "../../host/browser";
import { folderOf, SECRETARIAT } from "../../host/browser/house";
import { Toasts } from "../session/toasts.svelte";
import { Problems } from "../status/problems.svelte";
import { Moves } from "./moves";

const INBOX: FolderView = { id: folderOf(SECRETARIAT, "inbox"), role: "inbox", name: "INBOX", unread: 0, total: 0 };
const ARCHIVE = folderOf(SECRETARIAT, "archive");

let host: BrowserHost;
let toasts: Toasts;
let moves: Moves;

beforeEach(() => {
  host = new BrowserHost("");
  const announcer = new Announcer();
  toasts = new Toasts(announcer);
  moves = new Moves(new Api(host), toasts, new Problems(announcer));
});

const first = () => host.world.threads.find((thread) => thread.folder === INBOX.id);
const archive = (thread: ThreadRef, from: FolderView = INBOX) =>
  moves.move({ mailbox: SECRETARIAT, thread, from, to: { kind: "archive" }, done: "Archivée" });

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
  await archive(thread?.id ?? (0 as ThreadRef));
  expect([thread?.folder, toasts.current?.text]).toEqual([ARCHIVE, "Archivée"]);
  await moves.undo();
  expect([thread?.folder, toasts.current?.text]).toEqual([INBOX.id, "Conversation remise dans Réception"]);
  expect(asked).toEqual([thread?.messages.map(({ id }) => id)]);
});

it("says nothing of a move that moved nothing", async () => {
  const elsewhere: FolderView = { ...INBOX, id: 999 as FolderRef };
  await archive(first()?.id ?? (0 as ThreadRef), elsewhere);
  await moves.undo();
  expect(toasts.current).toBeUndefined();
});
