/** The folders of a mailbox as the rail lists them: known roles first, in our own words, the others under their own name. */
import type { FolderRole, FolderView, MailboxKind } from "../../contract/contract";
import { t, type MessageKey } from "../../i18n/i18n";

const NAMES: Record<Exclude<FolderRole, "other">, MessageKey> = {
  inbox: "folder.inbox",
  drafts: "folder.drafts",
  sent: "folder.sent",
  archive: "folder.archive",
  junk: "folder.junk",
  trash: "folder.trash",
};

const ORDER: readonly FolderRole[] = ["inbox", "drafts", "sent", "archive", "junk", "trash", "other"];

/** Its own name, without those of the folders it is inside. */
export function folderName(folder: Pick<FolderView, "role" | "levels">): string {
  return folder.role === "other" ? (folder.levels.at(-1) ?? "") : t(NAMES[folder.role]);
}

/** Where it is and its name, for where it stands alone: « Admissions / 2026 ». */
export function folderPath(folder: Pick<FolderView, "role" | "levels">): string {
  return folder.role === "other" ? folder.levels.join(" / ") : folderName(folder);
}

/** In the order of the rail. The server's own drafts are left out: those of this machine are listed instead. */
export function orderedFolders(folders: readonly FolderView[]): FolderView[] {
  const place = (folder: FolderView): number => ORDER.indexOf(folder.role);
  return folders
    .filter((folder) => folder.role !== "drafts")
    .sort((a, b) => place(a) - place(b) || byLevels(a.levels, b.levels));
}

/** A folder comes before those inside it, and these before the next beside it. */
function byLevels(a: readonly string[], b: readonly string[]): number {
  for (let level = 0; level < Math.min(a.length, b.length); level += 1) {
    const order = (a[level] ?? "").localeCompare(b[level] ?? "", "fr");
    if (order !== 0) {
      return order;
    }
  }
  return a.length - b.length;
}

/** In how many of the establishment's own folders it is, of those that are shown. */
export function folderDepth(folder: FolderView, folders: readonly FolderView[]): number {
  const parent = folders.find((other) => other.id === folder.parent);
  return parent === undefined || parent.role !== "other" ? 0 : folderDepth(parent, folders) + 1;
}

/** Whether a folder is `above`, or inside it. */
export function isWithin(folder: FolderView, above: FolderView): boolean {
  return above.levels.every((level, at) => folder.levels[at] === level);
}

export const KINDS: readonly MailboxKind[] = ["personal", "organizational", "application"];
