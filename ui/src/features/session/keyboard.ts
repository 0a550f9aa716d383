/**
 * From a key to a gesture. Views say which actions they answer to while they are on screen; this hears the keys of the page
 * and those the thread frame sends back, and runs the one that fits.
 */
import { keyName } from "./key-names";
import type { Keymap } from "./keymap";
import { isEngineKey, type ActionName, type Focus } from "./shortcuts";

export type Actions = { readonly [K in ActionName]?: () => void };

/** A key of the page comes back through the engine within some milliseconds, on a busy machine some hundred. */
const SAME_KEY_MS = 1000;

export class Keyboard {
  readonly #keymap: Pick<Keymap, "actionFor">;
  readonly #layers: Actions[] = [];
  /** The last key the page heard by itself and left to others. */
  #own = { key: "", at: -Infinity };

  constructor(keymap: Pick<Keymap, "actionFor">) {
    this.#keymap = keymap;
  }

  /** Answers to these actions until the returned function is called. The latest wins. */
  offer(actions: Actions): () => void {
    this.#layers.unshift(actions);
    return () => {
      const at = this.#layers.indexOf(actions);
      if (at >= 0) {
        this.#layers.splice(at, 1);
      }
    };
  }

  /** A key of the page. */
  hear(event: KeyboardEvent): void {
    const key = keyName(event);
    // What is handled here stops here; the rest comes back through the engine.
    this.#own = { key, at: performance.now() };
    if (event.defaultPrevented || event.isComposing || document.querySelector("dialog[open]") !== null) {
      return;
    }
    if (this.#run(key, focusOf(document.activeElement)) || isEngineKey(key)) {
      event.preventDefault();
      this.#own = { key: "", at: -Infinity };
    }
  }

  /**
   * A key that nobody handled. The engine sends those of the thread frame, which the page never sees, and those of the page
   * itself a second time; which element has the focus does not tell them apart (WebKitGTK leaves it on the list when one
   * clicks into the frame), having been heard here does.
   */
  hearFromFrame(key: string): void {
    const again = this.#own.key === key && performance.now() - this.#own.at < SAME_KEY_MS;
    if (!again && document.querySelector("dialog[open]") === null) {
      // The page then knows where the keyboard is: the next pane is the one after the frame.
      document.querySelector("iframe")?.focus();
      this.#run(key, "thread");
    }
  }

  #run(key: string, focus: Focus): boolean {
    const name = this.#keymap.actionFor(key, focus);
    const action = name === undefined ? undefined : this.#layers.find((layer) => layer[name] !== undefined)?.[name];
    action?.();
    return action !== undefined;
  }
}

function focusOf(element: Element | null): Focus {
  if (element instanceof HTMLElement && (element.isContentEditable || element.matches("input, textarea"))) {
    return "text";
  }
  return element?.getAttribute("role") === "listbox" ? "list" : "other";
}
