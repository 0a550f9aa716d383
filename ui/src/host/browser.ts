/** The in-memory host: the whole page in a plain browser, on fictional letters. Never part of the shipped page. */
import { ANSWERED_WHILE_LOCKED, type Envelope } from "../contract/contract";
import { commands } from "./browser/commands";
import type { Handlers } from "./browser/handlers";
import { NOW } from "./browser/house";
import { setScene } from "./browser/scenes";
import { World } from "./browser/world";
import type { Answer, Asked, CommandName, Host } from "./host";

const ANSWERED = new Set<CommandName>(ANSWERED_WHILE_LOCKED);

export class BrowserHost implements Host {
  readonly world = new World();
  readonly #handlers: Handlers = commands(this.world);

  constructor(scene: string) {
    setScene(this.world, scene);
  }

  async invoke<K extends CommandName>(name: K, asked: Asked<K>): Promise<Answer<K>> {
    const { silent, failing } = this.world;
    // An answer is never there at once.
    await new Promise<void>((resolve) => {
      if (!silent.has(name)) {
        setTimeout(resolve);
      }
    });
    if (this.world.app.lock !== null && !ANSWERED.has(name)) {
      throw this.world.error("locked");
    }
    const failure = failing.get(name);
    if (failure !== undefined) {
      throw failure;
    }
    return structuredClone(this.#handlers[name](asked));
  }

  openEvents(listener: (envelope: Envelope) => void): Promise<number> {
    return Promise.resolve(this.world.hear(listener));
  }

  now(): number {
    return NOW;
  }
}
