/**
 * The one table of keyboard shortcuts, before anybody chose other keys (`Keymap`): what acts, and what the sheet shows. A key pressed on the page
 * and a key that came back unhandled from the thread frame go through it alike, under the same names (`Ctrl+Shift+R`).
 */
export type ActionName =
  | "new_message"
  | "reply"
  | "reply_all"
  | "forward"
  | "send"
  | "attach"
  | "save_draft"
  | "find"
  | "find_next"
  | "find_previous"
  | "print"
  | "mark_read"
  | "mark_unread"
  | "move"
  | "undo"
  | "read_on"
  | "next_unread"
  | "archive"
  | "delete"
  | "star"
  | "select_all"
  | "search"
  | "search_from_list"
  | "messages"
  | "next_pane"
  | "previous_pane"
  | "back"
  | "sync"
  | "change_person"
  | "discreet"
  | "lock"
  | "settings"
  | "zoom_in"
  | "zoom_out"
  | "zoom_reset"
  | "shortcuts";

/** What the list does by itself with a key: `VirtualListbox` answers to these, and they cannot be given to others. */
export type ListMove = "step" | "leap" | "extend" | "pick" | "open" | "menu";

/**
 * Where a key acts: anywhere; anywhere but in a text field, which has its own use of it; in the list or the open message;
 * only in the list.
 */
type Where = "anywhere" | "outside_text" | "reading" | "list";

/** Under which heading the sheet shows it. */
export type Group = "write" | "read" | "list" | "window";

interface Shortcut {
  readonly keys: readonly string[];
  /** The same keys where a French keyboard gives another character without Maj; not shown. */
  readonly also?: readonly string[];
  readonly where: Where;
  readonly group: Group;
}

export const SHORTCUTS: Readonly<Record<ActionName, Shortcut>> = {
  new_message: { keys: ["Ctrl+N"], where: "anywhere", group: "write" },
  reply: { keys: ["Ctrl+R"], where: "anywhere", group: "write" },
  reply_all: { keys: ["Ctrl+Shift+R"], where: "anywhere", group: "write" },
  forward: { keys: ["Ctrl+L"], where: "anywhere", group: "write" },
  send: { keys: ["Ctrl+Enter"], where: "anywhere", group: "write" },
  attach: { keys: ["Ctrl+Shift+J"], where: "anywhere", group: "write" },
  save_draft: { keys: ["Ctrl+S"], where: "anywhere", group: "write" },
  find: { keys: ["Ctrl+F"], where: "anywhere", group: "read" },
  find_next: { keys: ["F3", "Ctrl+G"], where: "anywhere", group: "read" },
  find_previous: { keys: ["Shift+F3", "Ctrl+Shift+G"], where: "anywhere", group: "read" },
  print: { keys: ["Ctrl+P"], where: "anywhere", group: "read" },
  mark_read: { keys: ["Ctrl+Q"], where: "outside_text", group: "read" },
  mark_unread: { keys: ["Ctrl+U"], where: "outside_text", group: "read" },
  move: { keys: ["Ctrl+Shift+V"], where: "outside_text", group: "read" },
  undo: { keys: ["Ctrl+Z"], where: "outside_text", group: "read" },
  read_on: { keys: ["Space"], where: "reading", group: "list" },
  next_unread: { keys: ["N"], where: "reading", group: "list" },
  archive: { keys: ["A"], where: "list", group: "list" },
  delete: { keys: ["Delete"], where: "reading", group: "list" },
  star: { keys: ["S"], where: "list", group: "list" },
  select_all: { keys: ["Ctrl+A"], where: "list", group: "list" },
  search: { keys: ["Ctrl+K", "Ctrl+E"], where: "anywhere", group: "window" },
  search_from_list: { keys: ["/"], where: "list", group: "list" },
  messages: { keys: ["Ctrl+1"], also: ["Ctrl+&"], where: "anywhere", group: "window" },
  next_pane: { keys: ["F6"], where: "anywhere", group: "window" },
  previous_pane: { keys: ["Shift+F6"], where: "anywhere", group: "window" },
  back: { keys: ["Escape"], where: "anywhere", group: "window" },
  sync: { keys: ["F5", "F9"], where: "anywhere", group: "window" },
  discreet: { keys: ["Ctrl+Shift+D"], where: "anywhere", group: "window" },
  lock: { keys: ["Ctrl+Shift+L"], where: "anywhere", group: "window" },
  change_person: { keys: ["Ctrl+Shift+U"], where: "anywhere", group: "window" },
  settings: { keys: ["Ctrl+,"], where: "anywhere", group: "window" },
  zoom_in: { keys: ["Ctrl++"], also: ["Ctrl+="], where: "anywhere", group: "window" },
  zoom_out: { keys: ["Ctrl+-"], where: "anywhere", group: "window" },
  // 0 is Maj and the key of à.
  zoom_reset: { keys: ["Ctrl+0"], also: ["Ctrl+\u00c0"], where: "anywhere", group: "window" },
  shortcuts: { keys: ["F1", "Ctrl+/"], also: ["Ctrl+:"], where: "anywhere", group: "window" },
};

export const LIST_MOVES: Readonly<Record<ListMove, readonly string[]>> = {
  step: ["ArrowUp", "ArrowDown"],
  leap: ["Home", "End", "PageUp", "PageDown"],
  extend: ["Shift+ArrowUp", "Shift+ArrowDown"],
  pick: ["Ctrl+Space"],
  open: ["Enter"],
  menu: ["Shift+F10"],
};

/** Keys of the web engine that would reload or leave the page; they do nothing here when nothing else answers them. */
const ENGINE_KEYS = new Set([
  "Ctrl+R",
  "Ctrl+Shift+R",
  "F5",
  "Ctrl+F5",
  "Ctrl+L",
  "Ctrl+S",
  "Ctrl+N",
  "Alt+ArrowLeft",
  "Ctrl+P",
  "Ctrl+F",
  "Ctrl+G",
  "F1",
  "F3",
]);

/** What has the focus: a text field, the list, the thread frame, or anything else. */
export type Focus = "text" | "list" | "thread" | "other";

export function isEngineKey(key: string): boolean {
  return ENGINE_KEYS.has(key);
}

export function acts(where: Where, focus: Focus): boolean {
  switch (where) {
    case "anywhere":
      return true;
    case "outside_text":
      return focus !== "text";
    case "reading":
      return focus === "list" || focus === "thread";
    case "list":
      return focus === "list";
  }
}
