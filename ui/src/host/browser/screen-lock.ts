/** The locked screen of the in-memory house, and the personal codes of its people. */
import type { AppView, Event, LockNews } from "../../contract/contract";

/** How long the page has to save before the screen locks, looked at in steps. */
const LAST_WORDS_MS = 3_000;
const STEP_MS = 20;

/** What of the house it locks. */
interface House {
  app: AppView;
  left: boolean;
  announce(event: Event): void;
  stale(tag: "app", mailbox: null): void;
}

export class ScreenLock {
  readonly #house: House;
  /** The codes that were chosen, by person. */
  readonly codes = new Map<string, string>();
  /** How often the page said that somebody is there. */
  prolonged = 0;

  constructor(house: House) {
    this.#house = house;
  }

  /** Locks once the page has saved what is being written, or does not say so. */
  lock(): void {
    const house = this.#house;
    house.left = false;
    house.announce({ kind: "leaving" });
    const began = Date.now();
    const wait = setInterval(() => {
      if (house.left || Date.now() - began > LAST_WORDS_MS) {
        clearInterval(wait);
        this.lockNow();
      }
    }, STEP_MS);
  }

  lockNow(news: LockNews[] = []): void {
    const house = this.#house;
    const mailboxes = house.app.mailboxes.map(({ id, label }) => ({ id, label }));
    house.app = { ...house.app, lock: { news, mailboxes } };
    house.stale("app", null);
  }

  unlock(): void {
    const house = this.#house;
    house.app = { ...house.app, lock: null };
    house.stale("app", null);
  }

  /** Somebody chooses a code, or has none any more. */
  setCode(person: string, code: string | undefined): void {
    if (code === undefined) {
      this.codes.delete(person);
    } else {
      this.codes.set(person, code);
    }
    const house = this.#house;
    const people = house.app.people.map((one) => ({ ...one, has_code: this.codes.has(one.id) }));
    house.app = { ...house.app, people, person: people.find(({ id }) => id === house.app.person?.id) ?? null };
  }
}
