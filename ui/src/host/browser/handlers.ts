/** Who answers which command of the contract in the in-memory engine: together, all of them. */
import type { Answer, Asked, CommandName } from "../host";

export type Handlers = { readonly [K in CommandName]: (asked: Asked<K>) => Answer<K> };
export type ReaderHandlers = Pick<
  Handlers,
  | "app_read"
  | "app_shown"
  | "app_leave"
  | "password_submit"
  | "mailbox_sync"
  | "texts_pause"
  | "thread_list"
  | "thread_select"
  | "thread_search"
  | "thread_open"
  | "thread_close"
  | "thread_mark"
  | "thread_move"
  | "message_mark"
  | "message_move"
>;

export type FolderHandlers = Pick<
  Handlers,
  "folder_list" | "folder_opened" | "folder_create" | "folder_rename" | "folder_move" | "folder_delete"
>;

export type OpeningHandlers = Pick<
  Handlers,
  "profile_open" | "profile_protect" | "profile_start_anew" | "keyring_answer"
>;

export type ReceiptHandlers = Pick<Handlers, "receipt_answer" | "undelivered_list" | "undelivered_dismiss">;

export type PaperHandlers = Pick<
  Handlers,
  "thread_find" | "thread_print" | "thread_export" | "attachment_read" | "link_open" | "audit_list" | "audit_export"
>;

export type FileHandlers = Pick<Handlers, "attachment_view" | "attachment_close" | "attachment_save">;

export type SessionHandlers = Pick<
  Handlers,
  "person_choose" | "session_lock" | "session_unlock" | "session_prolong" | "code_change"
>;

export type SettingsHandlers = Pick<Handlers, "settings_read" | "setting_change">;

export type WritingHandlers = Pick<
  Handlers,
  "signature_read" | "signature_write" | "template_list" | "template_write" | "template_delete"
>;

export type DraftHandlers = Omit<
  Handlers,
  | keyof ReaderHandlers
  | keyof FolderHandlers
  | keyof OpeningHandlers
  | keyof ReceiptHandlers
  | keyof PaperHandlers
  | keyof FileHandlers
  | keyof SessionHandlers
  | keyof SettingsHandlers
  | keyof WritingHandlers
>;
