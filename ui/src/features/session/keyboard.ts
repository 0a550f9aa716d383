/**
 * From a key to a gesture. Views say which actions they answer to while they are on screen; this hears the keys of the page
 * and those the thread frame sends back, and runs the one that fits.
 */
import { actionFor, isEngineKey, keyName, type ActionName, type Focus } from "./shortcuts";

export type Actions = { readonly [K in ActionName]?: () => void };

export class Keyboard {
  readonly #layers: Actions[] = [];

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
    if (event.defaultPrevented || event.isComposing || document.querySelector("dialog[open]") !== null) {
      return;
    }
    const key = keyName(event);
    if (this.#run(key, focusOf(document.activeElement)) || isEngineKey(key)) {
      event.preventDefault();
    }
  }

  /** A key that nobody handled inside the thread frame. Held down or late, it may come once the focus has left the frame. */
  hearFromFrame(key: string): void {
    if (document.activeElement?.tagName === "IFRAME" && document.querySelector("dialog[open]") === null) {
      this.#run(key, { inText: false, inList: false });
    }
  }

  #run(key: string, focus: Focus): boolean {
    const name = actionFor(key, focus);
    const action = name === undefined ? undefined : this.#layers.find((layer) => layer[name] !== undefined)?.[name];
    action?.();
    return action !== undefined;
  }
}

function focusOf(element: Element | null): Focus {
  return {
    inText: element instanceof HTMLElement && (element.isContentEditable || element.matches("input, textarea")),
    inList: element?.getAttribute("role") === "listbox",
  };
}
