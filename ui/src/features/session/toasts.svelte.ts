/** The confirmations at the bottom of the window: one at a time, ten seconds, longer while somebody is on it. */
import type { Announcer } from "../../components/announcer.svelte";

const SHOWN_MS = 10_000;

export interface ToastView {
  readonly text: string;
  readonly action?: { readonly label: string; readonly run: () => void };
  /** Milliseconds after which what it offers is over, even while somebody is on it. */
  readonly lasts?: number;
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
    this.#closeAfter(toast.lasts ?? SHOWN_MS);
  }

  /** Stops or restarts its time, unless that is not ours to stretch. */
  hold(held: boolean): void {
    if (this.current?.lasts !== undefined) {
      return;
    }
    clearTimeout(this.#timer);
    if (!held) {
      this.#closeAfter(SHOWN_MS);
    }
  }

  /** Does what the confirmation on screen offers; says whether it offers anything. */
  undo(): boolean {
    const action = this.current?.action;
    action?.run();
    return action !== undefined;
  }

  close(): void {
    clearTimeout(this.#timer);
    this.current = undefined;
  }

  #closeAfter(delay: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.close(), delay);
  }
}
