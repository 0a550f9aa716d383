/**
 * Saves what is being written without being asked: at most five seconds after a change, and at once when the window loses
 * the focus, when the letter is left, and before it is sent. One saving at a time.
 */
const DELAY_MS = 5000;

export class Autosave {
  readonly #write: () => Promise<boolean>;
  #dirty = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #writing: Promise<boolean> | undefined;

  /** `write` saves the text as it is when called, and says whether it was kept. */
  constructor(write: () => Promise<boolean>) {
    this.#write = write;
  }

  /** Something changed. */
  touch(): void {
    this.#dirty = true;
    this.#timer ??= setTimeout(() => void this.flush(), DELAY_MS);
  }

  /** Saves now what is not saved yet. Says whether everything is kept. */
  async flush(): Promise<boolean> {
    this.#stopTimer();
    while (this.#writing !== undefined) {
      await this.#writing;
    }
    if (!this.#dirty) {
      return true;
    }
    this.#dirty = false;
    this.#writing = this.#write();
    const kept = await this.#writing;
    this.#writing = undefined;
    if (!kept) {
      this.#dirty = true;
    }
    return kept;
  }

  /** Forgets what is not saved: the letter is gone. */
  drop(): void {
    this.#stopTimer();
    this.#dirty = false;
  }

  #stopTimer(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
