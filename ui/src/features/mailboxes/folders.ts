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

export function folderName(folder: Pick<FolderView, "role" | "name">): string {
  return folder.role === "other" ? folder.name : t(NAMES[folder.role]);
}

/** In the order of the rail. The server's own drafts are left out: those of this machine are listed instead. */
export function orderedFolders(folders: readonly FolderView[]): FolderView[] {
  const place = (folder: FolderView): number => ORDER.indexOf(folder.role);
  return folders
    .filter((folder) => folder.role !== "drafts")
    .sort((a, b) => place(a) - place(b) || a.name.localeCompare(b.name, "fr"));
}

export const KINDS: readonly MailboxKind[] = ["personal", "organizational", "application"];
