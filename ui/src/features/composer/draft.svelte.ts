/**
 * A letter being written: its fields, its files, and what keeps it safe. It is saved by itself; it leaves through the
 * outbox, never directly.
 */
import { SvelteSet } from "svelte/reactivity";

import type {
  ApiError,
  DraftContent,
  DraftFile,
  DraftFileRef,
  DraftQueued,
  DraftView,
  MailboxRef,
} from "../../contract/contract";
import type { Desk } from "../session/desk";
import type { Composing } from "../session/session.svelte";
import { Autosave } from "./autosave";
import { pending, presendChecks, type Check, type CheckCode } from "./checks";
import { Recipients } from "./recipients.svelte";

export type Saving = "saved" | "unsaved" | "saving";

export class Draft {
  readonly #desk: Desk;
  readonly #composing: Composing;
  readonly #autosave = new Autosave(() => this.#write());
  readonly #confirmed = new SvelteSet<CheckCode>();
  readonly to: Recipients;
  readonly cc: Recipients;
  #subject = $state("");
  #html = "";
  #quotation = $state("");
  #receipt = $state(false);
  #ownText = $state("");
  #revision = 0;
  #touched = false;
  /** Sent, erased or left: nothing is saved any more. */
  #over = false;
  #leaving: Promise<boolean> | undefined;

  /** The text as it was read, once it is; another object when another version is taken over. */
  read = $state.raw<DraftView | undefined>();
  files = $state.raw<readonly DraftFile[]>([]);
  encodedSize = $state(0);
  savedAt = $state<number | undefined>();
  saving = $state<Saving>("saved");
  problem = $state.raw<ApiError | undefined>();
  busy = $state<"attaching" | "sending" | undefined>();

  readonly checks: readonly Check[] = $derived.by(() =>
    presendChecks({
      recipients: [...this.to.list, ...this.cc.list],
      text: this.#ownText,
      files: this.files.length,
      encodedSize: this.encodedSize,
      sizeLimit: this.sizeLimit,
      confirmed: this.#confirmed,
    }),
  );
  readonly pending: readonly Check[] = $derived(pending(this.checks));

  constructor(desk: Desk, composing: Composing) {
    this.#desk = desk;
    this.#composing = composing;
    this.to = new Recipients(desk.api, () => this.#touch());
    this.cc = new Recipients(desk.api, () => this.#touch());
  }

  get mailbox(): MailboxRef {
    return this.#composing.mailbox;
  }

  get subject(): string {
    return this.#subject;
  }

  set subject(subject: string) {
    this.#subject = subject;
    this.#touch();
  }

  /** Whether its recipients are asked to say that they read it. */
  get receipt(): boolean {
    return this.#receipt;
  }

  set receipt(wished: boolean) {
    this.#receipt = wished;
    this.#touch();
  }

  get sizeLimit(): number | null {
    return this.#desk.session.mailbox?.size_limit ?? null;
  }

  async load(): Promise<void> {
    const { mailbox, draft } = this.#composing;
    const read = await this.#desk.api.call("draft_open", { mailbox, draft });
    if (!read.ok) {
      this.problem = read.problem;
      return;
    }
    const unsaved = this.#desk.session.takeUnsaved(draft);
    const { content, revision } = unsaved ?? read.value;
    const { saved_at: savedAt } = read.value;
    await Promise.all([this.to.load(content.to), this.cc.load(content.cc)]);
    this.#subject = content.subject;
    this.#html = content.body_html;
    this.#quotation = content.quote_html;
    this.#receipt = content.receipt;
    this.#revision = revision;
    this.savedAt = savedAt;
    this.problem = undefined;
    this.#takeFiles(read.value);
    this.read = { ...read.value, content };
    if (unsaved !== undefined) {
      this.#touch();
    }
  }

  /** Whether it quotes or forwards anything. */
  get quotes(): boolean {
    return this.#quotation !== "";
  }

  /** What it quotes, below the text; empty for nothing. */
  quote(html: string): void {
    this.#quotation = html;
    this.#touch();
  }

  /** The text of the editor; `own` is without quotations. */
  write(html: string, own: string): void {
    this.#html = html;
    this.#ownText = own;
    this.#touch();
  }

  confirm(code: CheckCode, confirmed: boolean): void {
    if (confirmed) {
      this.#confirmed.add(code);
    } else {
      this.#confirmed.delete(code);
    }
  }

  save(): Promise<boolean> {
    return this.#autosave.flush();
  }

  async attach(): Promise<void> {
    if (this.busy !== undefined) {
      return;
    }
    this.busy = "attaching";
    const attached = await this.#desk.api.call("draft_attach", this.#which);
    this.busy = undefined;
    this.#takeFilesOrSay(attached);
  }

  async detach(file: DraftFileRef): Promise<void> {
    this.#takeFilesOrSay(await this.#desk.api.call("draft_detach", { ...this.#which, file }));
  }

  /** Hands the letter over to the outbox. Undefined when it could not be: the reason is on screen. */
  async send(): Promise<DraftQueued | undefined> {
    await Promise.all([this.to.commit(), this.cc.commit()]);
    if (this.busy !== undefined || this.pending.length > 0) {
      return undefined;
    }
    this.busy = "sending";
    const queued = (await this.save()) ? await this.#desk.api.call("draft_send", this.#which) : undefined;
    this.busy = undefined;
    if (queued?.ok === false) {
      this.problem = queued.problem;
    }
    this.#over = queued?.ok === true;
    return queued?.ok === true ? queued.value : undefined;
  }

  /** Erases the draft. */
  async discard(): Promise<boolean> {
    this.#autosave.drop();
    const deleted = await this.#desk.api.call("draft_delete", this.#which);
    if (!deleted.ok) {
      this.problem = deleted.problem;
    }
    this.#over = deleted.ok;
    return deleted.ok;
  }

  /** Leaves the letter: kept, unless it was just begun and nothing was written. Says whether it could be left. */
  leave(): Promise<boolean> {
    this.#leaving ??= this.#leaveOnce().finally(() => {
      this.#leaving = undefined;
    });
    return this.#leaving;
  }

  /** The view goes away, whoever closed it: what is not kept yet is, or it is said; a locked screen gives it back later. */
  async depart(): Promise<void> {
    if ((await this.leave()) || this.problem === undefined) {
      return;
    }
    if (this.problem.code === "locked") {
      const { draft } = this.#composing;
      this.#desk.session.keepUnsaved({ draft, content: this.#content, revision: this.#revision });
    } else {
      this.#desk.problems.show(this.problem);
    }
  }

  /** After a conflict: this text replaces the other version. */
  async keepMine(): Promise<void> {
    const other = await this.#desk.api.call("draft_read", this.#which);
    if (other.ok) {
      this.#revision = other.value.revision;
      this.problem = undefined;
      this.#touch();
      await this.save();
    } else {
      this.problem = other.problem;
    }
  }

  /** After a conflict: the other version replaces this text. */
  async takeTheirs(): Promise<void> {
    this.#autosave.drop();
    await this.load();
    this.saving = "saved";
  }

  async #leaveOnce(): Promise<boolean> {
    if (this.#over) {
      return true;
    }
    const blank = !this.#touched && this.#composing.begun !== "reopened" && this.files.length === 0;
    const left = await (blank && this.read !== undefined ? this.discard() : this.save());
    // A draft that is no longer there holds nobody back.
    this.#over = left || this.problem?.code === "gone";
    if (left) {
      // From now on a crash does not concern it.
      await this.#desk.api.call("draft_close", this.#which);
    }
    return this.#over;
  }

  get #which(): Pick<Composing, "mailbox" | "draft"> {
    const { mailbox, draft } = this.#composing;
    return { mailbox, draft };
  }

  get #content(): DraftContent {
    return {
      to: this.to.addresses,
      cc: this.cc.addresses,
      subject: this.#subject,
      body_html: this.#html,
      quote_html: this.#quotation,
      receipt: this.#receipt,
    };
  }

  #touch(): void {
    if (this.#over) {
      return;
    }
    this.#touched = true;
    this.saving = "unsaved";
    this.#autosave.touch();
  }

  async #write(): Promise<boolean> {
    this.saving = "saving";
    const revision = this.#revision + 1;
    const saved = await this.#desk.api.call("draft_save", { ...this.#which, revision, content: this.#content });
    if (saved.ok) {
      this.#revision = saved.value.revision;
      this.savedAt = saved.value.saved_at;
      this.saving = "saved";
      this.problem = undefined;
    } else {
      this.saving = "unsaved";
      this.problem = saved.problem;
    }
    return saved.ok;
  }

  #takeFilesOrSay(changed: { ok: true; value: DraftView } | { ok: false; problem: ApiError }): void {
    if (changed.ok) {
      this.#takeFiles(changed.value);
      this.#revision = Math.max(this.#revision, changed.value.revision);
    } else {
      this.problem = changed.problem;
    }
  }

  #takeFiles({ files, encoded_size: encodedSize }: DraftView): void {
    this.files = files;
    this.encodedSize = encodedSize;
  }
}
