import { expect, it } from "vitest";

import type { FolderRef, FolderRole, FolderView } from "../../contract/contract";
import { folderName, orderedFolders } from "./folders";

function folder(role: FolderRole, name: string, id: number): FolderView {
  return { id: id as FolderRef, role, name, unread: 0, total: 0 };
}

it("names the known roles in French and keeps the others' own name", () => {
  expect([folderName({ role: "inbox", name: "INBOX" }), folderName({ role: "other", name: "Commission" })]).toEqual([
    "Réception",
    "Commission",
  ]);
});

it("lists the known roles first, then the others by name, without the server's drafts", () => {
  const folders = [
    folder("other", "Été", 1),
    folder("trash", "Trash", 2),
    folder("other", "Commission", 3),
    folder("drafts", "Drafts", 4),
    folder("inbox", "INBOX", 5),
    folder("sent", "Sent", 6),
  ];
  expect(orderedFolders(folders).map(folderName)).toEqual(["Réception", "Envoyés", "Corbeille", "Commission", "Été"]);
});
