/** Who is at the keyboard of the in-memory house, and its locked screen. */
import type { PersonProof } from "../../contract/contract";
import type { SessionHandlers } from "./handlers";
import type { World } from "./world";

export function sessionCommands(world: World): SessionHandlers {
  /** Somebody sits down, who has shown who they are. */
  function sitDown(id: string, proof: PersonProof, locked: boolean): void {
    const known = world.screenLock.codes.get(id);
    const wanted = known !== undefined || (locked && world.screenLock.codes.size > 0);
    if (proof.kind === "none" && wanted) {
      throw world.error("code_needed");
    }
    if (
      (proof.kind === "code" && proof.code !== known) ||
      (proof.kind === "password" && proof.password !== world.password)
    ) {
      world.wrongTries += 1;
      throw world.error("code_wrong", { wait: String(2 ** (world.wrongTries - 1)) });
    }
    world.wrongTries = 0;
    if (proof.kind === "password") {
      world.screenLock.setCode(id, undefined);
    }
    world.app = { ...world.app, person: world.app.people.find((person) => person.id === id) ?? null };
  }

  return {
    person_choose({ person, proof }) {
      sitDown(person, proof, false);
      world.stale("app", null);
      return {};
    },

    session_lock() {
      world.screenLock.lock();
      return {};
    },

    session_unlock({ person, proof }) {
      if (person !== null) {
        sitDown(person, proof, true);
      }
      world.screenLock.unlock();
      return {};
    },

    session_prolong() {
      world.screenLock.prolonged += 1;
      world.announce({ kind: "lock_nears", seconds: null });
      return {};
    },

    code_change({ current, chosen }) {
      const id = world.app.person?.id;
      if (id === undefined) {
        throw world.error("gone");
      }
      if (world.screenLock.codes.get(id) !== (current ?? undefined)) {
        throw world.error("code_wrong", { wait: "1" });
      }
      world.screenLock.setCode(id, chosen ?? undefined);
      world.stale("app", null);
      return {};
    },
  };
}
