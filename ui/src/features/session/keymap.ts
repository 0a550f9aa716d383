/**
 * The keys as they hold: those of the table, with what somebody chose in their place, single letters on or off. What acts on
 * a key, what a menu shows beside a gesture and the sheet of shortcuts all read them here.
 */
import { keyParts, sayKey } from "./key-names";
import { acts, LIST_MOVES, SHORTCUTS, type ActionName, type Focus, type ListMove } from "./shortcuts";
import type { Settings } from "./settings.svelte";

type Chosen = Readonly<Record<string, readonly string[]>>;

/** Why a key cannot be given to an action. */
export type KeyRefusal =
  | { readonly kind: "taken"; readonly by: ActionName | ListMove }
  /** Alt: Ctrl+Alt is AltGr on a French keyboard, which writes. */
  | { readonly kind: "writes" }
  /** A character alone, for what acts where one writes. */
  | { readonly kind: "alone" }
  /** Copying, pasting and the like, which a text needs. */
  | { readonly kind: "text" };

/** What a text field does by itself. */
const OF_TEXT = new Set(["Ctrl+C", "Ctrl+X", "Ctrl+V", "Ctrl+Y", "Ctrl+B", "Ctrl+I"]);
/** Keys that say nothing alone, and those by which one leaves the field of a key. */
const NO_KEYS = new Set(["Shift", "Control", "Alt", "AltGraph", "Meta", "CapsLock", "Dead", "Process", "Unidentified"]);

export class Keymap {
  readonly #settings: Pick<Settings, "value">;

  constructor(settings: Pick<Settings, "value">) {
    this.#settings = settings;
  }

  keysOf(action: ActionName): readonly string[] {
    return this.#own(action) ?? SHORTCUTS[action].keys;
  }

  /** Those that act: a single letter does not where they are switched off. */
  actingKeysOf(action: ActionName): readonly string[] {
    return this.keysOf(action).filter((key) => !isSingle(key) || this.#settings.value("single_letter_keys"));
  }

  isChosen(action: ActionName): boolean {
    return this.#own(action) !== undefined;
  }

  actionFor(key: string, focus: Focus): ActionName | undefined {
    return ACTIONS.find((action) => {
      const also = this.isChosen(action) ? [] : (SHORTCUTS[action].also ?? []);
      return (this.actingKeysOf(action).includes(key) || also.includes(key)) && acts(SHORTCUTS[action].where, focus);
    });
  }

  /** « Ctrl+Maj+R »: the first key of an action, as it is engraved on a French keyboard; empty where none acts. */
  say(action: ActionName): string {
    const [first] = this.actingKeysOf(action);
    return first === undefined ? "" : sayKey(first);
  }

  /** Why this key cannot be the one of this action, or nothing. */
  refusal(key: string, action: ActionName): KeyRefusal | undefined {
    if (keyParts(key).includes("Alt")) {
      return { kind: "writes" };
    }
    const { where } = SHORTCUTS[action];
    if (OF_TEXT.has(key) && acts(where, "text")) {
      return { kind: "text" };
    }
    if (isSingle(key) && acts(where, "other")) {
      return { kind: "alone" };
    }
    const move = (Object.keys(LIST_MOVES) as ListMove[]).find((known) => LIST_MOVES[known].includes(key));
    const by = move ?? ACTIONS.find((other) => other !== action && this.#answers(other, key));
    return by === undefined ? undefined : { kind: "taken", by };
  }

  /** What is to be kept once an action has this key; without a key, it has ours again. */
  with(action: ActionName, key: string | undefined): Chosen {
    const others = Object.entries(this.#chosen).filter(([name]) => name !== action);
    return Object.fromEntries(key === undefined ? others : [...others, [action, [key]]]);
  }

  #answers(action: ActionName, key: string): boolean {
    const also = this.isChosen(action) ? [] : (SHORTCUTS[action].also ?? []);
    return this.keysOf(action).includes(key) || also.includes(key);
  }

  #own(action: ActionName): readonly string[] | undefined {
    const own = this.#chosen[action];
    return own === undefined || own.length === 0 ? undefined : own;
  }

  get #chosen(): Chosen {
    return this.#settings.value("key_remaps");
  }
}

const ACTIONS = Object.keys(SHORTCUTS) as ActionName[];

/** Whether a press is a key one can choose: not a modifier alone. */
export function isWholeKey(event: Pick<KeyboardEvent, "key">): boolean {
  return !NO_KEYS.has(event.key);
}

/** A character without Ctrl: what dictation and a hand that slips may press (WCAG 2.1.4). */
function isSingle(key: string): boolean {
  return [...key].length === 1;
}
