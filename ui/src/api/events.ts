/**
 * The order of the announcements. Each carries a number without gap; when one is missing, or the engine says it dropped
 * some, the listener hears `resync` and reads everything again. No announcement is ever load-bearing.
 */
import type { Envelope, Event } from "../contract/contract";

export class EventOrder {
  readonly #deliver: (event: Event) => void;
  #last: number | undefined;
  #early: Envelope[] = [];

  constructor(deliver: (event: Event) => void) {
    this.#deliver = deliver;
  }

  /** The channel is open: `last` is the number of the event before its first. */
  start(last: number): void {
    this.#last = last;
    const early = this.#early;
    this.#early = [];
    for (const envelope of early) {
      this.accept(envelope);
    }
  }

  accept(envelope: Envelope): void {
    if (this.#last === undefined) {
      this.#early.push(envelope);
      return;
    }
    if (envelope.seq <= this.#last) {
      return;
    }
    if (envelope.seq !== this.#last + 1) {
      this.#deliver({ kind: "resync" });
    }
    this.#last = envelope.seq;
    this.#deliver(envelope.event);
  }
}
