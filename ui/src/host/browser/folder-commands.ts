/** The folders of the in-memory engine: the same refusals as the real one, and a server that agrees with everything. */
import type { FolderRef, FolderView } from "../../contract/contract";
import type { FolderHandlers } from "./handlers";
import { folderOf, type FolderSeed } from "./house";
import type { World } from "./world";

export function folderCommands(world: World): FolderHandlers {
  const shown = (): FolderSeed[] => world.folders.filter(({ id }) => !world.bare && !world.deleted.has(id));

  return {
    folder_list: ({ mailbox }) =>
      shown()
        .filter((folder) => folder.mailbox === mailbox)
        .map((folder) => viewOf(world, folder, shown())),

    folder_opened() {
      return {};
    },

    folder_create({ mailbox, parent, name }) {
      const levels = [...levelsOf(world, parent), usable(world, name)];
      checkFree(world, mailbox, levels);
      const id = world.nextId() as FolderRef;
      world.folders.push({ id, mailbox, role: "other", levels });
      world.stale("folders", mailbox);
      return { folder: id };
    },

    folder_rename({ mailbox, folder, name }) {
      const own = ownFolder(world, folder);
      place(world, own, [...own.levels.slice(0, -1), usable(world, name)]);
      world.stale("folders", mailbox);
      return {};
    },

    folder_move({ mailbox, folder, parent }) {
      const own = ownFolder(world, folder);
      const above = levelsOf(world, parent);
      if (own.levels.every((level, at) => above[at] === level)) {
        throw world.error("folder_place");
      }
      place(world, own, [...above, ...own.levels.slice(-1)]);
      world.stale("folders", mailbox);
      return {};
    },

    folder_delete({ mailbox, folder }) {
      const leaving = branch(world, ownFolder(world, folder));
      const ids = new Set(leaving.map(({ id }) => id));
      const trash = folderOf(mailbox, "trash");
      const threads = world.threads.filter((thread) => ids.has(thread.folder));
      for (const thread of threads) {
        thread.folder = trash;
      }
      world.folders = world.folders.filter(({ id }) => !ids.has(id));
      world.stale("threads", mailbox);
      world.stale("folders", mailbox);
      return { letters: threads.reduce((sum, thread) => sum + thread.messages.length, 0) };
    },
  };
}

function viewOf(world: World, { id, mailbox, role, levels }: FolderSeed, shown: readonly FolderSeed[]): FolderView {
  const messages = world.threads.filter((thread) => thread.folder === id).flatMap((thread) => thread.messages);
  const above = levels.slice(0, -1).join("/");
  const parent = shown.find((other) => other.mailbox === mailbox && other.levels.join("/") === above);
  return {
    id,
    role,
    name: levels.join("/"),
    levels: [...levels],
    parent: parent?.id ?? null,
    unread: messages.filter((message) => message.unread).length,
    total: messages.length,
  };
}

function ownFolder(world: World, id: FolderRef): FolderSeed {
  const found = world.folders.find((folder) => folder.id === id);
  if (found === undefined) {
    throw world.error("gone");
  }
  if (found.role !== "other") {
    throw world.error("folder_fixed");
  }
  return found;
}

function levelsOf(world: World, parent: FolderRef | null): string[] {
  return parent === null ? [] : (world.folders.find((folder) => folder.id === parent)?.levels ?? []);
}

function usable(world: World, typed: string): string {
  const name = typed.trim();
  if (name === "" || /[/*%]/.test(name)) {
    throw world.error("folder_name_unusable");
  }
  return name;
}

function checkFree(world: World, mailbox: number, levels: readonly string[], but?: FolderSeed): void {
  const wanted = levels.join("/").toLowerCase();
  const taken = world.folders.some(
    (other) => other !== but && other.mailbox === mailbox && other.levels.join("/").toLowerCase() === wanted,
  );
  if (taken) {
    throw world.error("name_taken");
  }
}

function branch(world: World, folder: FolderSeed): FolderSeed[] {
  return world.folders.filter(
    (other) => other.mailbox === folder.mailbox && folder.levels.every((level, at) => other.levels[at] === level),
  );
}

/** Those inside it go with it. */
function place(world: World, folder: FolderSeed, levels: string[]): void {
  checkFree(world, folder.mailbox, levels, folder);
  const depth = folder.levels.length;
  for (const inside of branch(world, folder)) {
    inside.levels = [...levels, ...inside.levels.slice(depth)];
  }
}
