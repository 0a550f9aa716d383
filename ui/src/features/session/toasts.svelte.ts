/** The confirmations at the bottom of the window: one at a time, ten seconds, longer while somebody is on it. */
import type { Announcer } from "../../components/announcer.svelte";

const SHOWN_MS = 10_000;

export interface ToastView {
  readonly text: string;
  readonly action?: { readonly label: string; readonly run: () => void };
}

export class Toasts {
  current = $state.raw<ToastView | undefined>();
  readonly #announcer: Announcer;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(announcer: Announcer) {
    this.#announcer = announcer;
  }

  show(toast: ToastView): void {
    this.current = toast;
    this.#announcer.say(toast.text);
    this.hold(false);
  }

  /** Stops or restarts its time. */
  hold(held: boolean): void {
    clearTimeout(this.#timer);
    if (!held) {
      this.#timer = setTimeout(() => this.close(), SHOWN_MS);
    }
  }

  close(): void {
    clearTimeout(this.#timer);
    this.current = undefined;
  }
}
