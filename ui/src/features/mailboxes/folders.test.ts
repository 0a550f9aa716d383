import { expect, it } from "vitest";

import type { FolderRef, FolderRole, FolderView } from "../../contract/contract";
import { folderDepth, folderName, folderPath, isWithin, orderedFolders } from "./folders";

function folder(role: FolderRole, name: string, id: number, parent?: FolderView): FolderView {
  const levels = [...(parent?.levels ?? []), name];
  const inside = parent === undefined ? null : parent.id;
  return { id: id as FolderRef, role, name: levels.join("/"), levels, parent: inside, unread: 0, total: 0 };
}

const admissions = folder("other", "Admissions", 1);
const year = folder("other", "2026", 2, admissions);
const inbox = folder("inbox", "INBOX", 3);

it("names the known roles in French and keeps the others' own name", () => {
  expect([inbox, year].map(folderName)).toEqual(["Réception", "2026"]);
});

it("says where a folder is when it stands alone", () => {
  expect([inbox, year].map(folderPath)).toEqual(["Réception", "Admissions / 2026"]);
});

it("lists the known roles first, then the others by name, without the server's drafts", () => {
  const folders = [
    folder("other", "Été", 11),
    folder("trash", "Trash", 12),
    folder("other", "Commission", 13),
    folder("drafts", "Drafts", 14),
    inbox,
    folder("sent", "Sent", 16),
  ];
  expect(orderedFolders(folders).map(folderName)).toEqual(["Réception", "Envoyés", "Corbeille", "Commission", "Été"]);
});

it("lists a folder before those inside it, whatever its name sorts after", () => {
  const folders = [folder("other", "Admissions 2", 21), year, admissions];
  expect(orderedFolders(folders).map(folderPath)).toEqual(["Admissions", "Admissions / 2026", "Admissions 2"]);
});

it("is as deep as the establishment's own folders around it", () => {
  const underInbox = folder("other", "Projets", 31, inbox);
  expect([admissions, year, underInbox].map((one) => folderDepth(one, [inbox, admissions, year, underInbox]))).toEqual([
    0, 1, 0,
  ]);
});

it("is within itself and what is around it", () => {
  expect([isWithin(year, admissions), isWithin(admissions, admissions), isWithin(admissions, year)]).toEqual([
    true,
    true,
    false,
  ]);
});
