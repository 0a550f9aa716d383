/** The gestures of the reader: what the list, the toolbar and the keyboard do to a conversation. */
import type { Reach } from "../../components/VirtualListbox.svelte";
import type {
  AnswerMode,
  FolderRef,
  FolderTarget,
  MailboxRef,
  Mark,
  ThreadFilter,
  ThreadRef,
  ThreadRow,
} from "../../contract/contract";
import { t, type MessageKey } from "../../i18n/i18n";
import { folderName } from "../mailboxes/folders";
import type { Desk } from "../session/desk";
import { Find } from "./find.svelte";
import { Gestures } from "./gestures";
import { Listing, type Chosen, type Source } from "./listing.svelte";
import { Paper } from "./paper.svelte";
import { Selection } from "./selection.svelte";
import { OpenThread } from "./thread.svelte";

export class Reading {
  readonly #desk: Desk;
  readonly listing: Listing;
  readonly thread: OpenThread;
  /** The folder of the row that was chosen last. */
  #foundIn = $state.raw<FolderRef | undefined>();
  readonly gestures: Gestures;
  readonly selection: Selection;
  readonly find: Find;
  readonly paper: Paper;
  #filter = $state<ThreadFilter>("all");
  /** One reads on inside the messages: the next one takes the keyboard once it is there. */
  #entersWhenShown = false;

  readonly source: Source | undefined = $derived.by(() => {
    const { place, folder } = this.#desk.session;
    if (place?.kind === "search") {
      return { kind: "search", mailbox: place.mailbox, query: place.query };
    }
    return place?.kind === "folder" && folder !== undefined
      ? { kind: "folder", mailbox: place.mailbox, folder: folder.id, filter: this.#filter }
      : undefined;
  });

  constructor(desk: Desk) {
    this.#desk = desk;
    this.listing = new Listing(desk.api, () => this.source);
    this.thread = new OpenThread(desk.api, desk.problems, () => desk.look.theme);
    this.gestures = new Gestures(desk.api, desk.toasts, desk.problems);
    this.selection = new Selection(this.listing, desk.problems);
    this.find = new Find(desk.api, desk.problems, () => {
      const { id, view } = this.thread;
      return id === undefined || view === undefined ? undefined : { thread: id, url: view.url };
    });
    this.paper = new Paper(desk, this.thread);
  }

  get filter(): ThreadFilter {
    return this.#filter;
  }

  /** Another filter shows other rows: nothing that is out of sight stays selected. */
  set filter(filter: ThreadFilter) {
    this.selection.clear();
    this.#filter = filter;
  }

  /** Another place is shown: nothing is chosen there yet. */
  enter(): void {
    this.filter = "all";
    this.leave();
  }

  leave(): void {
    this.selection.clear();
    this.listing.clear();
    this.thread.close();
  }

  /** A movement in the list, whatever it does to the selection. */
  async reach(index: number, how: "key" | "pointer", reach: Reach): Promise<void> {
    switch (reach) {
      case "one":
        return how === "key" ? this.choose(index) : this.point(index);
      case "visit":
        await this.listing.choose(this.listing.target(index));
        return;
      case "extend": {
        const target = this.listing.target(index);
        if ((await this.listing.choose(target)) === undefined) {
          return;
        }
        await this.selection.extendTo(target);
        return this.#selected();
      }
      case "toggle": {
        const row = await this.listing.choose(index);
        if (row !== undefined) {
          this.selection.toggle({ thread: row.id, folder: row.folder }, index, this.#open);
        }
        return this.#selected();
      }
    }
  }

  async selectAll(): Promise<void> {
    await this.selection.takeAll();
    if (this.listing.activeIndex < 0) {
      await this.listing.choose(0);
    }
    await this.#selected();
  }

  /** Back to one conversation: the one the keyboard is on. */
  async deselect(): Promise<void> {
    this.#desk.announcer.say(t("selection.cleared"));
    await this.choose(Math.max(0, this.listing.activeIndex));
  }

  /** Whether a row is selected: among several, else because it is the one that is open. */
  isSelected(thread: ThreadRef): boolean {
    return this.selection.count > 0 ? this.selection.has(thread) : thread === this.thread.id;
  }

  /** Says how many there are now; with one alone, it is opened. */
  async #selected(): Promise<void> {
    const [only, ...others] = this.selection.all;
    if (others.length > 0) {
      this.thread.close();
      this.#desk.announcer.say(t("selection.count", { count: this.selection.count }));
    } else if (only !== undefined) {
      const index = this.listing.indexOf(only.thread);
      await (index < 0 ? this.deselect() : this.choose(index));
    }
  }

  async choose(asked: number): Promise<void> {
    this.#entersWhenShown = false;
    const mailbox = this.#mailbox;
    const row = await this.listing.choose(this.listing.target(asked));
    if (row !== undefined && mailbox !== undefined) {
      this.#foundIn = row.folder;
      this.selection.startAt(row.id, this.listing.activeIndex);
      // The keyboard is in the message that gives way: it goes on in the one that comes.
      this.#entersWhenShown ||= inMessage() && this.thread.id !== row.id;
      this.thread.open(mailbox, row.id, row.folder);
    }
  }

  /** A click: on the row already open, it asks for it anew. */
  async point(index: number): Promise<void> {
    const row = this.listing.rowAt(index);
    if (row !== undefined && !this.selection.several && row.id === this.thread.id && this.thread.view !== undefined) {
      await this.thread.openAgain();
    } else {
      await this.choose(index);
    }
  }

  async nextUnread(): Promise<void> {
    // The count of the folder spares reading through a long list in vain.
    const index = this.#desk.session.folder?.unread === 0 ? -1 : await this.listing.nextUnread();
    if (index >= 0) {
      await this.choose(index);
    } else {
      this.#desk.toasts.show({ text: t("toast.no_unread") });
    }
  }

  /**
   * Espace. From the list it goes into the message, where the web engine scrolls by itself; inside the message it comes back
   * to us only when there is nothing left to scroll, and the next unread one is read on in the same place.
   */
  async readOn(enter: () => void): Promise<void> {
    if (!inMessage() && this.thread.view !== undefined) {
      enter();
      return;
    }
    await this.nextUnread();
  }

  /** Entrée. Into the message of the row that is active, as soon as it is on screen: the one before may still be there. */
  goInto(enter: () => void): void {
    if (this.thread.view === undefined) {
      this.#entersWhenShown = true;
    } else {
      enter();
    }
  }

  /** The frame has the conversation on screen. */
  shown(enter: () => void): void {
    this.thread.shown();
    if (this.#entersWhenShown) {
      this.#entersWhenShown = false;
      enter();
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

  /** Whether what is chosen can be put away from here. */
  get movable(): boolean {
    return this.#chosen.length > 0;
  }

  archive(): void {
    void this.#put({ kind: "archive" }, "toast.archived");
  }

  remove(): void {
    void this.#put({ kind: "trash" }, "toast.deleted");
  }

  moveTo(folder: FolderRef): void {
    void this.#put({ kind: "folder", folder }, "toast.moved", this.#nameOf(folder));
  }

  async markSeen(on: boolean): Promise<void> {
    this.thread.decide();
    await this.#mark("seen", on, on ? "toast.marked_read" : "toast.marked_unread");
  }

  /** « Suivre », or no longer when everything chosen is followed already. */
  async toggleStar(): Promise<void> {
    await this.#mark("starred", !this.starred, this.starred ? "toast.unstarred" : "toast.starred");
  }

  /** Everything chosen is followed, as far as it is known here. */
  get starred(): boolean {
    return this.selection.several ? this.#knownRows.every((row) => row.starred) : this.thread.starred;
  }

  /** Something chosen is not read yet. */
  get unread(): boolean {
    return this.selection.several ? this.#knownRows.some((row) => row.unread > 0) : this.thread.unread;
  }

  get #knownRows(): ThreadRow[] {
    return this.listing.known.filter((row) => this.selection.has(row.id));
  }

  /** What a gesture is for: those selected, else the open conversation and the folder its row stands for. */
  get #chosen(): Chosen[] {
    if (this.selection.several) {
      return this.selection.all;
    }
    return this.#open === undefined ? [] : [this.#open];
  }

  get #open(): Chosen | undefined {
    const folder = this.#desk.session.folder?.id ?? this.#foundIn;
    return this.thread.id === undefined || folder === undefined ? undefined : { thread: this.thread.id, folder };
  }

  async #mark(mark: Mark, on: boolean, done: MessageKey): Promise<void> {
    const chosen = this.#chosen;
    const mailbox = this.#mailbox;
    if (mailbox !== undefined && chosen.length > 0) {
      // One conversation shows its mark at once.
      const said = chosen.length > 1 ? { done: t(done, { count: chosen.length }) } : {};
      await this.gestures.mark({ mailbox, chosen, mark, on, ...said });
    }
  }

  async #put(to: FolderTarget, done: MessageKey, folder = ""): Promise<void> {
    const chosen = this.#chosen;
    const mailbox = this.#mailbox;
    if (mailbox === undefined || chosen.length === 0) {
      return;
    }
    const neighbour = await this.listing.neighbour(new Set(chosen.map(({ thread }) => thread)));
    if (neighbour >= 0) {
      await this.choose(neighbour);
    } else {
      this.leave();
    }
    const said = t(done, { count: chosen.length, folder });
    await this.gestures.move({ mailbox, chosen, to, done: said, nameOf: (id) => this.#nameOf(id) });
  }

  #nameOf(id: FolderRef): string {
    const folder = this.#desk.session.folders?.find((known) => known.id === id);
    return folder === undefined ? t("folder.inbox") : folderName(folder);
  }

  get #mailbox(): MailboxRef | undefined {
    return this.#desk.session.place?.mailbox;
  }
}

/** Whether the keyboard is in the frame of the message. */
function inMessage(): boolean {
  return document.activeElement instanceof HTMLIFrameElement;
}
