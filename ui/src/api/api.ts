/**
 * The engine as the page sees it: commands to run, answers to read, announcements to hear. Subscribes before anything is
 * read, so that no change can fall between the two.
 */
import type { Event } from "../contract/contract";
import type { Answer, Asked, CommandName, Host } from "../host/host";
import { QueryCache } from "./cache";
import { EventOrder } from "./events";
import { outcome, type Outcome } from "./failure";
import type { Query } from "./query";
import type { ReadName } from "./tags";

export type Listener = (event: Event) => void;

export class Api {
  readonly #host: Host;
  readonly #cache: QueryCache;
  readonly #listeners = new Set<Listener>();

  constructor(host: Host) {
    this.#host = host;
    this.#cache = new QueryCache(host);
  }

  /** Opens the channel of announcements. */
  async start(): Promise<void> {
    const order = new EventOrder((event) => this.#hear(event));
    order.start(await this.#host.openEvents((envelope) => order.accept(envelope)));
  }

  /** The kept answer to a question. */
  read<K extends ReadName>(name: K, asked: Asked<K>): Query<Answer<K>> {
    return this.#cache.read(name, asked);
  }

  /** Forgets the answers that nothing on screen shows. */
  forget(): void {
    this.#cache.forget();
  }

  /** Runs a command. */
  call<K extends CommandName>(name: K, asked: Asked<K>): Promise<Outcome<Answer<K>>> {
    return outcome(this.#host.invoke(name, asked));
  }

  /** Hears every announcement, until the returned function is called. */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  now(): number {
    return this.#host.now();
  }

  #hear(event: Event): void {
    if (event.kind === "stale") {
      this.#cache.invalidate(event);
    } else if (event.kind === "resync") {
      this.#cache.resync();
    }
    for (const listener of this.#listeners) {
      listener(event);
    }
  }
}
