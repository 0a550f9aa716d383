/** Where the person is: which mailbox, which folder or list of it, and the letter being written over it. */
import type { Api } from "../../api/api";
import type {
  AnswerMode,
  AppView,
  DraftContent,
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

/** What fills the window. */
export type Page = "messages" | "journal" | "settings";

export interface Composing {
  readonly mailbox: MailboxRef;
  readonly draft: DraftRef;
  /** How it was begun, when it was begun just now. */
  readonly begun: AnswerMode | "new" | "reopened";
}

/** What was written and could not be saved before the screen locked: it stays in memory, and nowhere in the document. */
export interface UnsavedLetter {
  readonly draft: DraftRef;
  readonly content: DraftContent;
  /** What it was written over: another version that was saved meanwhile is told of, as ever. */
  readonly revision: number;
}

export class Session {
  readonly #api: Api;
  #chosen = $state.raw<Place | undefined>();
  #beforeSearch: Place | undefined;
  /** What is shown over the whole width in the place of the messages. */
  page = $state<Page>("messages");
  composing = $state.raw<Composing | undefined>();
  /** The letter that was being written when the screen was locked. */
  interrupted: Composing | undefined;
  #unsaved: UnsavedLetter | undefined;
  /** Puts the letter being written in safety; false when it could not. */
  #keepLetter: (() => Promise<boolean>) | undefined;

  readonly app: AppView | undefined = $derived.by(() => this.#api.read("app_read", {}).data);
  readonly #first: MailboxRef | undefined = $derived.by(() => this.app?.first ?? undefined);
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

  /** Shows another place, once the letter being written is safe. Says whether it did. */
  async go(place: Place): Promise<boolean> {
    if (!(await this.closeComposer())) {
      return false;
    }
    this.#chosen = place;
    this.page = "messages";
    return true;
  }

  async search(query: string): Promise<void> {
    const { place } = this;
    if (place === undefined) {
      return;
    }
    if (place.kind !== "search") {
      this.#beforeSearch = place;
    }
    // Another mailbox that was named is searched while it is named.
    await this.go({ kind: "search", mailbox: (this.#beforeSearch ?? place).mailbox, query });
  }

  /** The search under way is of another mailbox, as it names it. To be run from an effect. */
  searchIn(mailbox: MailboxRef | undefined): void {
    const { place } = this;
    if (place?.kind === "search" && mailbox !== undefined && mailbox !== place.mailbox) {
      this.#chosen = { ...place, mailbox };
    }
  }

  async leaveSearch(): Promise<void> {
    const { place } = this;
    if (place?.kind === "search") {
      await this.go(this.#beforeSearch ?? inboxOf(place.mailbox));
    }
  }

  /** The open folder was deleted on the server: its inbox is shown instead. To be run from an effect. */
  leaveLostFolder(): void {
    const { place, folders, folder } = this;
    if (place?.kind === "folder" && place.folder !== null && folders !== undefined && folder === undefined) {
      this.#chosen = inboxOf(place.mailbox);
    }
  }

  compose(composing: Composing): void {
    this.composing = composing;
  }

  /** Until the returned function is called, the letter is left only once `keep` has put it in safety. */
  guardLetter(keep: () => Promise<boolean>): () => void {
    this.#keepLetter = keep;
    return () => {
      if (this.#keepLetter === keep) {
        this.#keepLetter = undefined;
      }
    };
  }

  keepUnsaved(letter: UnsavedLetter): void {
    this.#unsaved = letter;
  }

  /** What of this draft could not be saved, once. */
  takeUnsaved(draft: DraftRef): UnsavedLetter | undefined {
    const unsaved = this.#unsaved?.draft === draft ? this.#unsaved : undefined;
    this.#unsaved = undefined;
    return unsaved;
  }

  /** Leaves the letter being written. False, and it stays, when it could not be kept. */
  async closeComposer(): Promise<boolean> {
    if (this.#keepLetter !== undefined && !(await this.#keepLetter())) {
      return false;
    }
    this.composing = undefined;
    return true;
  }

  /** Shows another page, once the letter being written is safe. */
  async openPage(page: Page): Promise<void> {
    if (await this.closeComposer()) {
      this.page = page;
    }
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
