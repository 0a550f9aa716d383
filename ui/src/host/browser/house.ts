/** The fictional house the in-memory host plays: its people and its mailboxes. Same names as in the design. */
import type { FolderRef, FolderRole, MailboxRef, MailboxView, PersonView } from "../../contract/contract";

/** Tuesday 24 November 2026, 10:58 in Paris. */
export const NOW = Date.UTC(2026, 10, 24, 9, 58) / 1000;

export const PEOPLE: readonly PersonView[] = [
  {
    id: "sophie.martel",
    name: "Sophie Martel",
    short_name: "Sophie M.",
    initials: "SM",
    role: "Secrétaire",
    has_code: false,
  },
  {
    id: "karine.dubois",
    name: "Karine Dubois",
    short_name: "Karine D.",
    initials: "KD",
    role: "Secrétaire",
    has_code: false,
  },
  {
    id: "nadege.leroy",
    name: "Nadège Leroy",
    short_name: "Nadège L.",
    initials: "NL",
    role: "Cadre de santé",
    has_code: false,
  },
];

/** The largest letter this operator takes, once encoded: about 10 Mo of files. */
const SIZE_LIMIT = 13_684_211;

export const SECRETARIAT = 1 as MailboxRef;
export const INFIRMERIE = 2 as MailboxRef;
export const CLAIRE = 3 as MailboxRef;
export const ENVOIS = 4 as MailboxRef;

const settled = {
  unread: 0,
  waiting: 0,
  connection: { state: "up_to_date" },
  synced_at: NOW,
  revocation: { state: "current", issued_at: NOW - 26 * 3600, next_update: NOW + 6 * 86_400 },
  texts_paused: false,
  size_limit: SIZE_LIMIT,
} as const;

export const MAILBOXES: readonly MailboxView[] = [
  {
    ...settled,
    id: SECRETARIAT,
    kind: "organizational",
    label: "Secrétariat",
    address: "secretariat@ehpad-les-tilleuls.mssante.example",
  },
  {
    ...settled,
    id: INFIRMERIE,
    kind: "organizational",
    label: "Infirmerie",
    address: "infirmerie@ehpad-les-tilleuls.mssante.example",
  },
  {
    ...settled,
    id: CLAIRE,
    kind: "personal",
    label: "Claire Morvan",
    address: "claire.morvan@infirmier.mssante.example",
    connection: { state: "needs_password", problem: null },
    synced_at: null,
  },
  {
    ...settled,
    id: ENVOIS,
    kind: "application",
    label: "Envois du DUI",
    address: "dui@ehpad-les-tilleuls.mssante.example",
  },
];

const ROLES: ReadonlyArray<readonly [FolderRole, string]> = [
  ["inbox", "INBOX"],
  ["drafts", "Drafts"],
  ["sent", "Sent"],
  ["archive", "Archives"],
  ["junk", "Junk"],
  ["trash", "Trash"],
  ["other", "Commission d’admission"],
];

export interface FolderSeed {
  readonly id: FolderRef;
  readonly mailbox: MailboxRef;
  readonly role: FolderRole;
  /** Its names, from the outermost folder to its own. */
  levels: string[];
}

/** Folder ids are ten per mailbox: 10 is the inbox of the first. */
export const foldersOfTheHouse = (): FolderSeed[] =>
  MAILBOXES.flatMap((mailbox) =>
    ROLES.map(([role, name], index) => ({
      id: (mailbox.id * 10 + index) as FolderRef,
      mailbox: mailbox.id,
      role,
      levels: [name],
    })),
  );

export function folderOf(mailbox: MailboxRef, role: FolderRole): FolderRef {
  return (mailbox * 10 + ROLES.findIndex(([known]) => known === role)) as FolderRef;
}
