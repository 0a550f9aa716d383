/** What keeps the in-memory house closed, and the ways out of it. */
import type { OpeningHandlers } from "./handlers";
import type { World } from "./world";

export function openingCommands(world: World): OpeningHandlers {
  return {
    profile_open({ passphrase }) {
      if (passphrase !== null && passphrase !== world.passphrase) {
        world.wrongTries += 1;
        throw world.error("passphrase_wrong", { wait: String(2 ** (world.wrongTries - 1)) });
      }
      if (passphrase !== null || world.mended) {
        world.open();
      }
      return {};
    },

    profile_protect({ passphrase }) {
      if (passphrase.length < 16) {
        throw world.error("passphrase_weak");
      }
      world.passphrase = passphrase;
      world.open();
      return {};
    },

    profile_start_anew() {
      world.open();
      return {};
    },

    keyring_answer() {
      world.app = { ...world.app, keyring_offered: false };
      world.stale("app", null);
      return {};
    },
  };
}
