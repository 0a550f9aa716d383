/** The commands of the in-memory engine, each as short as the real one is not. Exhaustive over the contract. */
import type { FolderTarget, MailboxRef, Mark, MessageRef, Moved, ThreadRef, ThreadRow } from "../../contract/contract";
import type { Asked } from "../host";
import { maskedCorrespondent, maskedRow } from "./discretion";
import { draftCommands } from "./draft-commands";
import { fileCommands } from "./file-commands";
import type { Handlers, ReaderHandlers } from "./handlers";
import { folderCommands } from "./folder-commands";
import { folderOf } from "./house";
import type { FakeMessage, FakeThread } from "./letters";
import { openingCommands } from "./opening-commands";
import { paperCommands } from "./paper-commands";
import { receiptCommands } from "./receipt-commands";
import { search } from "./search";
import { sessionCommands } from "./session-commands";
import { settingsCommands } from "./settings-commands";
import type { World } from "./world";
import { writingCommands } from "./writing-commands";

export function commands(world: World): Handlers {
  return {
    ...openingCommands(world),
    ...readerCommands(world),
    ...folderCommands(world),
    ...draftCommands(world),
    ...paperCommands(world),
    ...fileCommands(world),
    ...receiptCommands(world),
    ...sessionCommands(world),
    ...settingsCommands(world),
    ...writingCommands(world),
  };
}

function readerCommands(world: World): ReaderHandlers {
  return {
    app_read: () => world.view(),

    app_shown() {
      world.shown = true;
      return {};
    },

    app_leave() {
      world.left = true;
      return {};
    },

    password_submit({ mailbox, password }) {
      world.connect(mailbox, { state: "connecting" });
      const taken = password === world.password;
      setTimeout(() => {
        const problem = world.error("auth_failed");
        world.connect(mailbox, taken ? { state: "up_to_date" } : { state: "needs_password", problem });
      }, 300);
      return {};
    },

    mailbox_sync({ mailbox }) {
      const { connection } = world.mailbox(mailbox);
      world.askAgain();
      if (connection.state === "up_to_date") {
        world.connect(mailbox, { state: "up_to_date" });
      }
      return {};
    },

    texts_pause({ mailbox, paused }) {
      world.pauseTexts(mailbox, paused);
      return {};
    },

    thread_list({ offset, limit, ...which }) {
      const kept = listed(world, which);
      return { total: kept.length, rows: shown(world, kept.slice(offset, offset + limit)) };
    },

    thread_select({ offset, limit, ...which }) {
      return {
        threads: listed(world, which)
          .slice(offset, offset + limit)
          .map(({ id }) => id),
      };
    },

    thread_search: (asked) => search(world, asked, rowOf, (row) => (world.discreet ? maskedRow(row) : row)),

    thread_open({ thread: id, reveal }) {
      const thread = threadOf(world, id);
      const page = thread.followed ? "envoi" : thread.documents.includes("cda") ? "liaison" : "lettre";
      return {
        id,
        subject: world.discreet && !reveal ? null : thread.subject,
        url: `frame/${page}.html`,
        messages: thread.messages.map(
          ({ date, from, outgoing, unread, starred, attachments, receipt, id: message }) => ({
            id: message,
            from: world.discreet ? maskedCorrespondent(from) : from,
            outgoing,
            date,
            unread,
            starred,
            loaded: !world.missing.has(message),
            withheld: world.missing.get(message) ?? null,
            attachments,
            receipt,
          }),
        ),
      };
    },

    thread_close: () => ({}),

    thread_mark({ mailbox, threads, mark, on }) {
      const messages = threads.flatMap((id) => setMark(threadOf(world, id), mark, on));
      marked(world, mailbox, threads);
      return { messages };
    },

    message_mark({ mailbox, messages, mark, on }) {
      const wanted = new Set(messages);
      const threads = holding(world, messages);
      for (const message of threads.flatMap((thread) => thread.messages).filter(({ id }) => wanted.has(id))) {
        putMark(message, mark, on);
      }
      marked(
        world,
        mailbox,
        threads.map(({ id }) => id),
      );
      return {};
    },

    thread_move({ mailbox, threads, from, to }) {
      const wanted = new Set(threads);
      const taken = world.threads.filter((thread) => wanted.has(thread.id) && thread.folder === from);
      return put(world, mailbox, taken, to);
    },

    message_move({ mailbox, messages, to }) {
      return put(world, mailbox, holding(world, messages), to);
    },
  };
}

function shown(world: World, rows: ThreadRow[]): ThreadRow[] {
  return world.discreet ? rows.map(maskedRow) : rows;
}

function threadOf(world: World, id: number): FakeThread {
  const found = world.threads.find((thread) => thread.id === id);
  if (found === undefined) {
    throw world.error("gone");
  }
  return found;
}

function holding(world: World, messages: readonly MessageRef[]): FakeThread[] {
  const wanted = new Set(messages);
  return world.threads.filter((thread) => thread.messages.some(({ id }) => wanted.has(id)));
}

/** Here a conversation lies in one folder, with all its messages. */
function put(world: World, mailbox: MailboxRef, threads: readonly FakeThread[], to: FolderTarget): Moved {
  const target = to.kind === "folder" ? to.folder : folderOf(mailbox, to.kind);
  for (const thread of threads) {
    thread.folder = target;
  }
  world.stale("threads", mailbox);
  world.stale("folders", mailbox);
  return { to: target, messages: threads.flatMap((thread) => thread.messages.map(({ id }) => id)) };
}

function rowsOf(threads: readonly FakeThread[]): ThreadRow[] {
  return threads.map(rowOf).sort((a, b) => b.date - a.date);
}

function rowOf(thread: FakeThread): ThreadRow {
  return {
    id: thread.id,
    folder: thread.folder,
    subject: thread.subject,
    from: thread.from,
    outgoing: thread.messages.every((message) => message.outgoing),
    date: Math.max(...thread.messages.map((message) => message.date)),
    unread: thread.messages.filter((message) => message.unread).length,
    starred: thread.messages.some((message) => message.starred),
    messages: thread.messages.length,
    preview: thread.preview,
    documents: [...thread.documents],
    marks: null,
  };
}

function listed(
  world: World,
  { mailbox, folder, filter }: Omit<Asked<"thread_list">, "offset" | "limit">,
): ThreadRow[] {
  const rows = rowsOf(world.threads.filter((thread) => thread.mailbox === mailbox && thread.folder === folder));
  return rows.filter(
    (row) => filter === "all" || (filter === "unread" && row.unread > 0) || (filter === "starred" && row.starred),
  );
}

/** The messages that were not so already. A conversation marked unread has its latest message unread. */
function setMark(thread: FakeThread, mark: Mark, on: boolean): MessageRef[] {
  const asked = mark === "seen" && !on ? thread.messages.slice(-1) : thread.messages;
  const changed = asked.filter((message) => (mark === "starred" ? message.starred : !message.unread) !== on);
  for (const message of changed) {
    putMark(message, mark, on);
  }
  return changed.map(({ id }) => id);
}

function putMark(message: FakeMessage, mark: Mark, on: boolean): void {
  if (mark === "starred") {
    message.starred = on;
  } else {
    message.unread = !on;
  }
}

function marked(world: World, mailbox: MailboxRef, threads: ThreadRef[]): void {
  world.stale("thread", mailbox, threads);
  world.stale("threads", mailbox);
  world.stale("folders", mailbox);
}
