/**
 * Somebody is there: said to the engine now and then, which locks the screen when nobody is. The engine hears by itself what
 * is done over the thread frame, which the page does not.
 */
import type { Api } from "../../api/api";
import type { Event } from "../../contract/contract";

/** Often enough for a delay of a minute. */
const SAID_EVERY_MS = 20_000;

export class Presence {
  readonly #api: Pick<Api, "call">;
  #said = -Infinity;
  /** Seconds until the screen locks, once it is near. */
  lockNears = $state.raw<number | undefined>();

  constructor(api: Pick<Api, "call">) {
    this.#api = api;
  }

  /** A key, a click, a movement; `now` in milliseconds. */
  notice(now: number): void {
    if (this.lockNears !== undefined || now - this.#said >= SAID_EVERY_MS) {
      this.lockNears = undefined;
      this.#said = now;
      void this.#api.call("session_prolong", {});
    }
  }

  hear(event: Event): void {
    if (event.kind === "lock_nears") {
      this.lockNears = event.seconds ?? undefined;
    }
  }
}
