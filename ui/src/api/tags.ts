/**
 * What each cached answer is made of, and which announcements make it stale. The engine says « the list of folder 4 is no
 * longer true »; this table knows which questions were answered from it.
 */
import type { Event, MailboxRef, Tag } from "../contract/contract";
import type { Asked } from "../host/host";

/** The commands whose answers are kept: pure reads, asked again when stale. */
export type ReadName =
  | "app_read"
  | "folder_list"
  | "thread_list"
  | "thread_search"
  | "draft_list"
  | "draft_list_foreign"
  | "draft_interrupted"
  | "signature_read"
  | "template_list"
  | "outbox_list"
  | "undelivered_list"
  | "audit_list"
  | "settings_read";

/** One thing an answer is made of; `id: null` means « any row of it ». */
export interface Made {
  readonly tag: Tag;
  readonly mailbox: MailboxRef | null;
  readonly id: number | null;
}

export type Stale = Extract<Event, { kind: "stale" }>;

export const MADE_OF: { readonly [K in ReadName]: (asked: Asked<K>) => readonly Made[] } = {
  // It holds the counts of every mailbox: what is unread follows the folders, what waits follows the outbox.
  app_read: () => [
    { tag: "app", mailbox: null, id: null },
    { tag: "folders", mailbox: null, id: null },
    { tag: "outbox", mailbox: null, id: null },
  ],
  folder_list: ({ mailbox }) => [{ tag: "folders", mailbox, id: null }],
  thread_list: ({ mailbox, folder }) => [
    { tag: "threads", mailbox, id: folder },
    { tag: "thread", mailbox, id: null },
  ],
  thread_search: ({ mailbox }) => [
    { tag: "threads", mailbox, id: null },
    { tag: "thread", mailbox, id: null },
  ],
  draft_list: ({ mailbox }) => [{ tag: "drafts", mailbox, id: null }],
  draft_list_foreign: ({ mailbox }) => [{ tag: "drafts", mailbox, id: null }],
  // Who is at the keyboard is of the app, whether they sign is a setting.
  signature_read: () => [
    { tag: "signatures", mailbox: null, id: null },
    { tag: "app", mailbox: null, id: null },
    { tag: "settings", mailbox: null, id: null },
  ],
  template_list: () => [{ tag: "templates", mailbox: null, id: null }],
  draft_interrupted: () => [{ tag: "drafts", mailbox: null, id: null }],
  outbox_list: ({ mailbox }) => [{ tag: "outbox", mailbox, id: null }],
  undelivered_list: ({ mailbox }) => [{ tag: "outbox", mailbox, id: null }],
  audit_list: () => [{ tag: "audit_log", mailbox: null, id: null }],
  // Opening the profile makes the whole application stale, and until then there was nothing to read.
  settings_read: () => [
    { tag: "settings", mailbox: null, id: null },
    { tag: "app", mailbox: null, id: null },
  ],
};

export function touches(stale: Stale, made: readonly Made[]): boolean {
  return made.some(
    (part) =>
      part.tag === stale.tag &&
      (stale.mailbox === null || part.mailbox === null || part.mailbox === stale.mailbox) &&
      (stale.ids === null || part.id === null || stale.ids.includes(part.id)),
  );
}
