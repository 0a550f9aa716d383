/** The locked screen of the in-memory house, and the personal codes of its people. */
import type { LockNews } from "../../contract/contract";
import type { World } from "./world";

/** How long the page has to save before the screen locks, looked at in steps. */
const LAST_WORDS_MS = 3_000;
const STEP_MS = 20;

export class ScreenLock {
  readonly #world: World;
  /** The codes that were chosen, by person. */
  readonly codes = new Map<string, string>();
  /** How often the page said that somebody is there. */
  prolonged = 0;

  constructor(world: World) {
    this.#world = world;
  }

  /** Locks once the page has saved what is being written, or does not say so. */
  lock(): void {
    const world = this.#world;
    world.left = false;
    world.announce({ kind: "leaving" });
    const began = Date.now();
    const wait = setInterval(() => {
      if (world.left || Date.now() - began > LAST_WORDS_MS) {
        clearInterval(wait);
        this.lockNow();
      }
    }, STEP_MS);
  }

  lockNow(news: LockNews[] = []): void {
    const world = this.#world;
    const mailboxes = world.app.mailboxes.map(({ id, label }) => ({ id, label }));
    world.app = { ...world.app, lock: { news, mailboxes } };
    world.stale("app", null);
  }

  unlock(): void {
    const world = this.#world;
    world.app = { ...world.app, lock: null };
    world.stale("app", null);
  }

  /** Somebody chooses a code, or has none any more. */
  setCode(person: string, code: string | undefined): void {
    if (code === undefined) {
      this.codes.delete(person);
    } else {
      this.codes.set(person, code);
    }
    const world = this.#world;
    const people = world.app.people.map((one) => ({ ...one, has_code: this.codes.has(one.id) }));
    world.app = { ...world.app, people, person: people.find(({ id }) => id === world.app.person?.id) ?? null };
  }
}
