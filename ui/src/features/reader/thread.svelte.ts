/**
 * The conversation in the sheet. Opening one gives an address that the frame shows; once it has been on screen for a
 * second, it counts as read.
 */
import type { Api } from "../../api/api";
import type {
  ApiError,
  Event,
  FolderRef,
  FrameTheme,
  MailboxRef,
  MessageRef,
  MessageView,
  ThreadRef,
  ThreadView,
} from "../../contract/contract";
import type { Problems } from "../session/problems.svelte";

/** How long a conversation is on screen before it counts as read. */
export const READ_AFTER_MS = 1000;
/** How long the conversation before stays on the sheet while the next one is fetched: a blank in between costs a paint. */
const LINGER_MS = 100;
/** Moving through the list faster than this opens only the conversation one stops at. */
const SETTLE_MS = 120;

interface Opened {
  readonly mailbox: MailboxRef;
  readonly thread: ThreadRef;
  /** Where it was opened from: what lies in the trash is shown to who looks into the trash. */
  readonly folder: FolderRef;
}

export class OpenThread {
  readonly #api: Api;
  readonly #problems: Problems;
  readonly #theme: () => FrameTheme;
  #opened = $state.raw<Opened | undefined>();
  #view = $state.raw<ThreadView | undefined>();
  /** The one before, seen for a moment longer and no more than seen. */
  #former = $state.raw<ThreadView | undefined>();
  /** Why it could not be opened. */
  problem = $state.raw<ApiError | undefined>();
  #linger: ReturnType<typeof setTimeout> | undefined;
  #settle: ReturnType<typeof setTimeout> | undefined;
  #reading: ReturnType<typeof setTimeout> | undefined;
  #lastAsked = 0;
  /** Counts as read by itself once for each opening: after that, the person decides. */
  #readsItself = false;
  /** Its subject is shown although the screen is discreet. */
  #revealed = false;

  constructor(api: Api, problems: Problems, theme: () => FrameTheme) {
    this.#api = api;
    this.#problems = problems;
    this.#theme = theme;
  }

  get id(): ThreadRef | undefined {
    return this.#opened?.thread;
  }

  /** The conversation once it can be shown. */
  get view(): ThreadView | undefined {
    return this.#view;
  }

  /** What the sheet shows. */
  get onSheet(): ThreadView | undefined {
    return this.#view ?? this.#former;
  }

  /** What is open, for the commands that are about it. */
  get opened(): Opened | undefined {
    return this.#opened;
  }

  /** The message an answer is for: the latest from outside, else the latest. */
  get answerable(): MessageRef | undefined {
    const messages = this.#view?.messages ?? [];
    const received = messages.filter((message) => !message.outgoing);
    return (received.at(-1) ?? messages.at(-1))?.id;
  }

  get unread(): boolean {
    return this.#has((message) => message.unread);
  }

  get starred(): boolean {
    return this.#has((message) => message.starred);
  }

  /** Messages whose text is not here. */
  get unloaded(): readonly MessageView[] {
    return this.#view?.messages.filter((message) => !message.loaded) ?? [];
  }

  /** Asks the operator again for what did not come. */
  async askAgain(): Promise<void> {
    if (this.#opened !== undefined) {
      await this.#api.call("mailbox_sync", { mailbox: this.#opened.mailbox });
      await this.#load();
    }
  }

  /** Opens a conversation, at once or, while one runs through the list, when one stops. */
  open(mailbox: MailboxRef, thread: ThreadRef, folder: FolderRef): void {
    const same = this.#opened?.thread === thread && this.#opened.folder === folder;
    if (same && this.problem === undefined) {
      return;
    }
    const hurried = performance.now() - this.#lastAsked < SETTLE_MS;
    this.#lastAsked = performance.now();
    const former = this.onSheet;
    this.#forget();
    this.#former = former;
    this.#linger = setTimeout(() => (this.#former = undefined), LINGER_MS);
    this.#opened = { mailbox, thread, folder };
    this.#readsItself = true;
    if (hurried) {
      this.#settle = setTimeout(() => void this.#load(), SETTLE_MS);
    } else {
      void this.#load();
    }
  }

  /** The open row was chosen again: shown as it is now, and read once more. */
  async openAgain(): Promise<void> {
    this.#readsItself = true;
    await this.#load();
    this.shown();
  }

  /** Shows the subject of this conversation, and of no other, on a discreet screen. */
  async reveal(): Promise<void> {
    this.#revealed = true;
    await this.#load();
  }

  /** It is masked again the next time it is read. */
  conceal(): void {
    this.#revealed = false;
  }

  close(): void {
    const url = this.#view?.url;
    this.#forget();
    this.#opened = undefined;
    if (url !== undefined) {
      void this.#api.call("thread_close", { url });
    }
  }

  /** The frame has the conversation on screen. */
  shown(): void {
    clearTimeout(this.#reading);
    // Nobody has read a text that is not here; shown once it came, it counts.
    const still = this.#has((message) => message.unread && !message.loaded);
    if (this.#readsItself && this.unread && !still) {
      this.#reading = setTimeout(() => void this.#markRead(), READ_AFTER_MS);
    }
  }

  /** The person says whether it is read: it no longer counts as read by itself. */
  decide(): void {
    clearTimeout(this.#reading);
    this.#readsItself = false;
  }

  async hear(event: Event): Promise<void> {
    const opened = this.#opened;
    if (opened === undefined || (event.kind !== "stale" && event.kind !== "resync")) {
      return;
    }
    const touched =
      event.kind === "resync" ||
      (event.tag === "thread" &&
        (event.mailbox === null || event.mailbox === opened.mailbox) &&
        (event.ids === null || event.ids.includes(opened.thread)));
    if (touched) {
      await this.#load();
    }
  }

  /** Asks for the conversation again: the colours changed, or an attempt failed. */
  async reload(): Promise<void> {
    if (this.#opened !== undefined) {
      await this.#load();
    }
  }

  async #load(): Promise<void> {
    const opened = this.#opened;
    if (opened === undefined) {
      return;
    }
    const opening = await this.#api.call("thread_open", { ...opened, theme: this.#theme(), reveal: this.#revealed });
    if (this.#opened !== opened) {
      return;
    }
    this.#former = undefined;
    this.problem = opening.ok ? undefined : opening.problem;
    this.#view = opening.ok ? opening.value : undefined;
  }

  async #markRead(): Promise<void> {
    this.decide();
    if (this.#opened !== undefined) {
      const { mailbox, thread, folder } = this.#opened;
      const marked = await this.#api.call("thread_mark", {
        mailbox,
        threads: [thread],
        folder,
        mark: "seen",
        on: true,
      });
      if (!marked.ok) {
        this.#problems.show(marked.problem);
      }
    }
  }

  #forget(): void {
    clearTimeout(this.#linger);
    clearTimeout(this.#settle);
    clearTimeout(this.#reading);
    this.#former = undefined;
    this.#view = undefined;
    this.#revealed = false;
    this.problem = undefined;
  }

  #has(what: (message: MessageView) => boolean): boolean {
    return this.#view?.messages.some(what) ?? false;
  }
}
