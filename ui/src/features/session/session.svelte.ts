/** Where the person is: which mailbox, which folder or list of it, and the letter being written over it. */
import type { Api } from "../../api/api";
import type {
  AnswerMode,
  AppView,
  DraftRef,
  FolderRef,
  FolderView,
  MailboxRef,
  MailboxView,
} from "../../contract/contract";

/** What the list shows. `folder: null` is the inbox, even before its folders are known. */
export type Place =
  | { readonly kind: "folder"; readonly mailbox: MailboxRef; readonly folder: FolderRef | null }
  | { readonly kind: "drafts"; readonly mailbox: MailboxRef }
  | { readonly kind: "outbox"; readonly mailbox: MailboxRef }
  | { readonly kind: "search"; readonly mailbox: MailboxRef; readonly query: string };

export interface Composing {
  readonly mailbox: MailboxRef;
  readonly draft: DraftRef;
  /** How it was begun, when it was begun just now. */
  readonly begun: AnswerMode | "new" | "reopened";
}

export class Session {
  readonly #api: Api;
  #chosen = $state.raw<Place | undefined>();
  #beforeSearch: Place | undefined;
  composing = $state.raw<Composing | undefined>();

  readonly app: AppView | undefined = $derived.by(() => this.#api.read("app_read", {}).data);
  readonly #first: MailboxRef | undefined = $derived.by(() => firstMailbox(this.app?.mailboxes ?? []));
  readonly place: Place | undefined = $derived.by(
    () => this.#chosen ?? (this.#first === undefined ? undefined : inboxOf(this.#first)),
  );
  readonly mailbox: MailboxView | undefined = $derived(
    this.app?.mailboxes.find((mailbox) => mailbox.id === this.place?.mailbox),
  );
  readonly folders: readonly FolderView[] | undefined = $derived.by(() => this.#foldersOf(this.place));
  /** The folder shown, if it is one and is known. */
  readonly folder: FolderView | undefined = $derived.by(() => this.#folderOf(this.place));

  constructor(api: Api) {
    this.#api = api;
  }

  go(place: Place): void {
    this.#chosen = place;
    this.composing = undefined;
  }

  search(query: string): void {
    const { place } = this;
    if (place === undefined) {
      return;
    }
    if (place.kind !== "search") {
      this.#beforeSearch = place;
    }
    this.go({ kind: "search", mailbox: place.mailbox, query });
  }

  leaveSearch(): void {
    const { place } = this;
    if (place?.kind === "search") {
      const back = this.#beforeSearch;
      const usable = back !== undefined && back.mailbox === place.mailbox;
      this.go(usable ? back : inboxOf(place.mailbox));
    }
  }

  compose(composing: Composing): void {
    this.composing = composing;
  }

  closeComposer(): void {
    this.composing = undefined;
  }

  #foldersOf(place: Place | undefined): readonly FolderView[] | undefined {
    return place === undefined ? undefined : this.#api.read("folder_list", { mailbox: place.mailbox }).data;
  }

  #folderOf(place: Place | undefined): FolderView | undefined {
    if (place?.kind !== "folder") {
      return undefined;
    }
    return this.folders?.find((folder) =>
      place.folder === null ? folder.role === "inbox" : folder.id === place.folder,
    );
  }
}

export function inboxOf(mailbox: MailboxRef): Place {
  return { kind: "folder", mailbox, folder: null };
}

/** The one to start with: what several people share comes first, then one that a person reads at all. */
function firstMailbox(mailboxes: readonly MailboxView[]): MailboxRef | undefined {
  const first =
    mailboxes.find((mailbox) => mailbox.kind === "organizational") ??
    mailboxes.find((mailbox) => mailbox.kind === "personal") ??
    mailboxes[0];
  return first?.id;
}
