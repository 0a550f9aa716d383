/** The gestures of the reader: what the list, the toolbar and the keyboard do to a conversation. */
import type {
  AnswerMode,
  FolderRef,
  FolderTarget,
  FolderView,
  MailboxRef,
  ThreadFilter,
} from "../../contract/contract";
import { t } from "../../i18n/i18n";
import { folderName } from "../mailboxes/folders";
import type { Desk } from "../session/desk";
import { Listing, type Source } from "./listing.svelte";
import { Moves } from "./moves";
import { OpenThread } from "./thread.svelte";

export class Reading {
  readonly #desk: Desk;
  readonly listing: Listing;
  readonly thread: OpenThread;
  /** The folder of the row that was chosen last. */
  #foundIn = $state.raw<FolderRef | undefined>();
  readonly moves: Moves;
  filter = $state<ThreadFilter>("all");

  readonly source: Source | undefined = $derived.by(() => {
    const { place, folder } = this.#desk.session;
    if (place?.kind === "search") {
      return { kind: "search", mailbox: place.mailbox, query: place.query };
    }
    return place?.kind === "folder" && folder !== undefined
      ? { kind: "folder", mailbox: place.mailbox, folder: folder.id, filter: this.filter }
      : undefined;
  });

  constructor(desk: Desk) {
    this.#desk = desk;
    this.listing = new Listing(desk.api, () => this.source);
    this.thread = new OpenThread(desk.api, desk.problems, () => desk.theme.name);
    this.moves = new Moves(desk.api, desk.toasts, desk.problems);
  }

  /** Another place is shown: nothing is chosen there yet. */
  enter(): void {
    this.filter = "all";
    this.leave();
  }

  leave(): void {
    this.listing.clear();
    this.thread.close();
  }

  async choose(asked: number): Promise<void> {
    const mailbox = this.#mailbox;
    const row = await this.listing.choose(this.listing.target(asked));
    if (row !== undefined && mailbox !== undefined) {
      this.#foundIn = row.folder;
      this.thread.open(mailbox, row.id, row.folder);
    }
  }

  /** A click: on the row already open, it asks for it anew. */
  async point(index: number): Promise<void> {
    const row = this.listing.rowAt(index);
    if (row !== undefined && row.id === this.thread.id && this.thread.view !== undefined) {
      await this.thread.openAgain();
    } else {
      await this.choose(index);
    }
  }

  nextUnread(): void {
    const index = this.listing.nextUnread();
    if (index >= 0) {
      void this.choose(index);
    }
  }

  async answer(mode: AnswerMode): Promise<void> {
    const message = this.thread.answerable;
    const mailbox = this.#mailbox;
    if (message === undefined || mailbox === undefined) {
      return;
    }
    const started = await this.#desk.api.call("message_answer", { mailbox, message, mode });
    if (started.ok) {
      this.#desk.session.compose({ mailbox, draft: started.value.draft, begun: mode });
    } else {
      this.#desk.problems.show(started.problem);
    }
  }

  /** Whether the open conversation can be put away from here. */
  get movable(): boolean {
    return this.#from !== undefined && this.thread.id !== undefined;
  }

  /** The folder on screen or, in a search, the one the conversation was found in. */
  get #from(): FolderView | undefined {
    const { folder, folders } = this.#desk.session;
    return folder ?? folders?.find((known) => known.id === this.#foundIn);
  }

  archive(): void {
    void this.#put({ kind: "archive" }, t("toast.archived"));
  }

  remove(): void {
    void this.#put({ kind: "trash" }, t("toast.deleted"));
  }

  moveTo(folder: FolderRef): void {
    const target = this.#desk.session.folders?.find((known) => known.id === folder);
    if (target !== undefined) {
      void this.#put({ kind: "folder", folder }, t("toast.moved", { folder: folderName(target) }));
    }
  }

  async #put(to: FolderTarget, done: string): Promise<void> {
    const from = this.#from;
    const thread = this.thread.id;
    const mailbox = this.#mailbox;
    if (from === undefined || thread === undefined || mailbox === undefined) {
      return;
    }
    const neighbour = this.listing.neighbour();
    if (neighbour >= 0) {
      await this.choose(neighbour);
    } else {
      this.leave();
    }
    await this.moves.move({ mailbox, thread, from, to, done });
  }

  get #mailbox(): MailboxRef | undefined {
    return this.#desk.session.place?.mailbox;
  }
}
