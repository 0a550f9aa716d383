/**
 * The one table of keyboard shortcuts. A key pressed on the page and a key that came back unhandled from the thread frame
 * go through it alike, under the same names (`Ctrl+Shift+R`).
 */
import { t } from "../../i18n/i18n";

export type ActionName =
  | "new_message"
  | "send"
  | "reply"
  | "reply_all"
  | "forward"
  | "search"
  | "find"
  | "find_next"
  | "find_previous"
  | "print"
  | "next_pane"
  | "previous_pane"
  | "back"
  | "next_unread"
  | "mark_read"
  | "mark_unread"
  | "select_all"
  | "star"
  | "move"
  | "archive"
  | "delete"
  | "undo"
  | "attach"
  | "save_draft"
  | "sync";

/** Where a key acts: anywhere; anywhere but in a text field, which has its own use of it; only in the list (single keys). */
type Where = "anywhere" | "outside_text" | "list";

interface Shortcut {
  readonly keys: readonly string[];
  readonly where: Where;
}

export const SHORTCUTS: Readonly<Record<ActionName, Shortcut>> = {
  new_message: { keys: ["Ctrl+N"], where: "anywhere" },
  send: { keys: ["Ctrl+Enter"], where: "anywhere" },
  reply: { keys: ["Ctrl+R"], where: "anywhere" },
  reply_all: { keys: ["Ctrl+Shift+R"], where: "anywhere" },
  forward: { keys: ["Ctrl+L"], where: "anywhere" },
  search: { keys: ["Ctrl+K", "Ctrl+E"], where: "anywhere" },
  find: { keys: ["Ctrl+F"], where: "anywhere" },
  find_next: { keys: ["F3", "Ctrl+G"], where: "anywhere" },
  find_previous: { keys: ["Shift+F3", "Ctrl+Shift+G"], where: "anywhere" },
  print: { keys: ["Ctrl+P"], where: "anywhere" },
  next_pane: { keys: ["F6"], where: "anywhere" },
  previous_pane: { keys: ["Shift+F6"], where: "anywhere" },
  back: { keys: ["Escape"], where: "anywhere" },
  next_unread: { keys: ["N"], where: "list" },
  mark_read: { keys: ["Ctrl+Q"], where: "outside_text" },
  mark_unread: { keys: ["Ctrl+U"], where: "outside_text" },
  select_all: { keys: ["Ctrl+A"], where: "list" },
  star: { keys: ["S"], where: "list" },
  move: { keys: ["Ctrl+Shift+V"], where: "outside_text" },
  archive: { keys: ["A"], where: "list" },
  delete: { keys: ["Delete"], where: "list" },
  undo: { keys: ["Ctrl+Z"], where: "outside_text" },
  attach: { keys: ["Ctrl+Shift+J"], where: "anywhere" },
  save_draft: { keys: ["Ctrl+S"], where: "anywhere" },
  sync: { keys: ["F5", "F9"], where: "anywhere" },
};

/** The slash searches too, but only from the list: elsewhere it is a character. */
const LIST_ONLY: Readonly<Record<string, ActionName>> = { "/": "search" };

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
  "F3",
]);

/** What has the focus. */
export interface Focus {
  readonly inText: boolean;
  readonly inList: boolean;
}

export function actionFor(key: string, focus: Focus): ActionName | undefined {
  const listAction = LIST_ONLY[key];
  if (listAction !== undefined && focus.inList) {
    return listAction;
  }
  for (const name of Object.keys(SHORTCUTS) as ActionName[]) {
    const { keys, where } = SHORTCUTS[name];
    if (keys.includes(key) && acts(where, focus)) {
      return name;
    }
  }
  return undefined;
}

export function isEngineKey(key: string): boolean {
  return ENGINE_KEYS.has(key);
}

function acts(where: Where, focus: Focus): boolean {
  switch (where) {
    case "anywhere":
      return true;
    case "outside_text":
      return !focus.inText;
    case "list":
      return focus.inList;
  }
}

/** `Ctrl+Shift+R`, `F6`, `/`: modifiers first, letters in capitals, no Shift on a character that needed it to be typed. */
export function keyName(event: Pick<KeyboardEvent, "key" | "ctrlKey" | "altKey" | "shiftKey" | "metaKey">): string {
  const isCharacter = [...event.key].length === 1;
  const isLetter = isCharacter && event.key.toLowerCase() !== event.key.toUpperCase();
  const parts: string[] = [];
  if (event.ctrlKey || event.metaKey) {
    parts.push("Ctrl");
  }
  if (event.altKey) {
    parts.push("Alt");
  }
  if (event.shiftKey && (!isCharacter || (isLetter && parts.length > 0))) {
    parts.push("Shift");
  }
  parts.push(isCharacter ? event.key.toUpperCase() : event.key);
  return parts.join("+");
}

/** « Ctrl+Maj+R »: the first key of an action, as it is engraved on a French keyboard. */
export function sayShortcut(action: ActionName): string {
  const words: Readonly<Record<string, string>> = {
    Shift: t("key.shift"),
    Delete: t("key.delete"),
    Escape: t("key.escape"),
    Enter: t("key.enter"),
  };
  const [first = ""] = SHORTCUTS[action].keys;
  return first
    .split("+")
    .map((part) => words[part] ?? part)
    .join("+");
}
