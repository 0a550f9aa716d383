/**
 * One question put to the engine and its latest answer. While something on screen reads it, it keeps itself fresh: going
 * stale makes it ask again, and the old answer stays visible until the new one is there.
 */
import { createSubscriber } from "svelte/reactivity";

import type { ApiError } from "../contract/contract";
import { asApiError } from "./failure";

export class Query<T> {
  readonly #ask: () => Promise<T>;
  readonly #subscribe: () => void;
  #announce: (() => void) | undefined;
  #data: T | undefined;
  #error: ApiError | undefined;
  #stale = true;
  #asking: Promise<void> | undefined;

  constructor(ask: () => Promise<T>) {
    this.#ask = ask;
    this.#subscribe = createSubscriber((announce) => {
      this.#announce = announce;
      // Not at once: the first reader may be in the middle of rendering, where nothing may change.
      queueMicrotask(() => void this.fresh());
      return () => {
        this.#announce = undefined;
      };
    });
  }

  /** The latest answer, which may be stale; reading it where the screen is drawn keeps it fresh. */
  get data(): T | undefined {
    this.#subscribe();
    return this.#data;
  }

  /** Why the latest attempt failed; the data of the one before may still be there. */
  get error(): ApiError | undefined {
    this.#subscribe();
    return this.#error;
  }

  /** The latest answer, without asking for one. */
  peek(): T | undefined {
    return this.#data;
  }

  get watched(): boolean {
    return this.#announce !== undefined;
  }

  /** What was known is no longer true. Asks again if somebody is looking. */
  invalidate(): void {
    this.#stale = true;
    if (this.watched) {
      void this.fresh();
    }
  }

  /** Resolves once the answer is not stale, or could not be had. */
  async fresh(): Promise<void> {
    while (this.#asking !== undefined) {
      await this.#asking;
    }
    if (!this.#stale) {
      return;
    }
    this.#asking = this.#askOnce();
    await this.#asking;
    // What changed while the answer was under way makes it stale again.
    if (this.#stale && this.watched && this.#error === undefined) {
      await this.fresh();
    }
  }

  async #askOnce(): Promise<void> {
    this.#stale = false;
    try {
      this.#data = await this.#ask();
      this.#error = undefined;
    } catch (thrown) {
      this.#error = asApiError(thrown);
      this.#stale = true;
    }
    this.#asking = undefined;
    this.#announce?.();
  }
}
