/**
 * The state of the in-memory engine, and what a person or a test can make happen to it: letters arriving, the network
 * going, the operator answering. Every change announces itself as the real engine does: tags and ids, never data.
 */
import type {
  ApiError,
  AppView,
  AuditAct,
  AuditLine,
  AuditOutcome,
  Connection,
  DraftFile,
  DraftRef,
  DraftView,
  Envelope,
  ErrorCode,
  Event,
  ForeignDraftRow,
  MailboxRef,
  MailboxView,
  MessageRef,
  OutboxRef,
  OutboxView,
  SettingsView,
  Tag,
  TemplateView,
  TextWithheld,
  ThreadRef,
  UndeliveredView,
  FrameTheme,
} from "../../contract/contract";
import { auditOfTheHouse } from "./audit";
import { folderOf, foldersOfTheHouse, MAILBOXES, NOW, PEOPLE, SECRETARIAT, type FolderSeed } from "./house";
import { lettersOfTheHouse, type FakeThread } from "./letters";
import { ScreenLock } from "./screen-lock";
import { settingsAsTheyCome } from "./settings";

export interface FakeLetter extends OutboxView {
  readonly mailbox: MailboxRef;
  readonly draft: DraftView;
}

export interface FakeUndelivered extends UndeliveredView {
  readonly mailbox: MailboxRef;
}

export interface FakeTemplate extends TemplateView {
  readonly mailbox: MailboxRef;
}

export class World {
  app: AppView = {
    version: "0.1.0",
    demonstration: false,
    establishment: "EHPAD Les Tilleuls",
    person: PEOPLE[0] ?? null,
    people: [...PEOPLE],
    mailboxes: MAILBOXES.map((mailbox) => ({ ...mailbox })),
    lock: null,
    obstacle: null,
    ways_out: [],
    first: SECRETARIAT,
    keyring_offered: false,
  };
  folders: FolderSeed[] = foldersOfTheHouse();
  threads: FakeThread[] = lettersOfTheHouse();
  drafts: DraftView[] = [];
  /** Drafts of the server written elsewhere. */
  foreignDrafts: { readonly mailbox: MailboxRef; readonly row: ForeignDraftRow }[] = [];
  /** What ends the letters of each mailbox. */
  readonly signatures = new Map<MailboxRef, string>([[SECRETARIAT, "EHPAD Les Tilleuls\nSecrétariat, poste 214"]]);
  personSignature = "";
  templates: FakeTemplate[] = [
    {
      id: 1 as FakeTemplate["id"],
      mailbox: SECRETARIAT,
      name: "Rendez-vous confirmé",
      text: "Bonjour,\n\nLe rendez-vous de {{usager}} est confirmé.\n\n{{moi}}, le {{date}}",
    },
  ];
  /** Drafts that were open when the program died. */
  readonly interrupted = new Set<DraftRef>();
  outbox: FakeLetter[] = [];
  /** Letters that did not reach somebody, and that nobody has seen. */
  undelivered: FakeUndelivered[] = [];
  /** The passphrase that opens this profile, where one does. */
  passphrase = "tilleul brume 42";
  wrongTries = 0;
  /** Who comes back to a locked screen, and how. */
  readonly screenLock = new ScreenLock(this);
  /** What kept Estafette closed was put right meanwhile: trying again opens it. */
  mended = false;
  /** The documents read in a window of their own. */
  readonly documents: { index: number; theme: FrameTheme }[] = [];
  settings: SettingsView = settingsAsTheyCome();
  audit: AuditLine[] = auditOfTheHouse();
  /** The person closes the native dialogs without an answer. */
  closesDialogs = false;
  /** Addresses of pictures that are being looked at. */
  readonly pictures = new Set<string>();
  /** Searches stop before the oldest letters. */
  impatient = false;
  /** The page said that nothing is left to save. */
  left = false;
  /** The page said that its first rows are painted. */
  shown = false;
  /** Nothing was ever received: not even the folders are known. */
  bare = false;
  /** Messages whose text is not here, and what keeps it from coming. */
  readonly missing = new Map<MessageRef, TextWithheld | null>();
  /** Folders deleted on the server. */
  readonly deleted = new Set<number>();
  /** Commands that never answer. */
  readonly silent = new Set<string>();
  /** Milliseconds the operator takes to accept a letter; waits for `accept` when undefined. */
  acceptsAfter: number | undefined = 600;
  /** The password the operator takes. */
  password = "tilleuls";
  /** Commands that fail, and how. */
  readonly failing = new Map<string, ApiError>();
  /** The files the next native dialogs give, in turn. */
  files: Array<Omit<DraftFile, "id">> = [
    { name: "DLU Peltier.pdf", kind: "pdf", size: 412_000 },
    { name: "Ordonnance en cours.pdf", kind: "pdf", size: 88_000 },
    { name: "Radio du bassin.jpg", kind: "image", size: 5_700_000 },
    { name: "Bilan filmé.mp4", kind: "video", size: 6_100_000 },
  ];
  #listener: ((envelope: Envelope) => void) | undefined;
  #seq = 0;
  #lastId = 1000;
  #reports = 0;

  hear(listener: (envelope: Envelope) => void): number {
    this.#listener = listener;
    return this.#seq;
  }

  announce(event: Event): void {
    this.#seq += 1;
    this.#listener?.({ seq: this.#seq, event });
  }

  stale(tag: Tag, mailbox: MailboxRef | null, ids: number[] | null = null): void {
    this.announce({ kind: "stale", mailbox, tag, ids });
  }

  /** Writes a line of the journal; whether what it is about was done, or given up in a native dialog. */
  record(act: AuditAct, mailbox: MailboxRef | null, messages: number): boolean {
    const outcome: AuditOutcome = this.closesDialogs ? "cancelled" : "done";
    const reference = mailbox === null ? "" : "3F2A-91C0-7B4D";
    const label = mailbox === null ? null : this.mailbox(mailbox).label;
    const person = this.app.person?.name ?? null;
    this.audit.unshift({ id: this.nextId(), at: NOW, person, mailbox: label, act, outcome, messages, reference });
    this.stale("audit_log", null);
    return outcome === "done";
  }

  nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  error(code: ErrorCode, params: Record<string, string> = {}): ApiError {
    this.#reports += 1;
    return { code, params, report_id: `demo${String(this.#reports).padStart(4, "0")}` };
  }

  mailbox(id: MailboxRef): MailboxView {
    const found = this.app.mailboxes.find((mailbox) => mailbox.id === id);
    if (found === undefined) {
      throw this.error("gone");
    }
    return found;
  }

  /** The app as it is read: counts follow the letters. */
  view(): AppView {
    const mailboxes = this.app.mailboxes.map((mailbox) => ({
      ...mailbox,
      unread: this.#unread(mailbox.id),
      waiting: this.outbox.filter((letter) => letter.mailbox === mailbox.id && waits(letter)).length,
    }));
    return this.app.lock === null ? { ...this.app, mailboxes } : { ...this.app, mailboxes: [] };
  }

  /** Nothing keeps Estafette closed any more. */
  open(): void {
    this.app = { ...this.app, obstacle: null, ways_out: [] };
    this.stale("app", null);
  }

  /** What everything is answered by. */
  get discreet(): boolean {
    return this.settings.discreet_mode.value;
  }

  /** « Mode discret »: a setting, and what is masked by it. */
  beDiscreet(on: boolean): void {
    this.settings = { ...this.settings, discreet_mode: { value: on, origin: "person" } };
    for (const tag of ["threads", "thread", "drafts", "outbox", "settings"] as const) {
      this.stale(tag, null);
    }
  }

  connect(id: MailboxRef, connection: Connection): void {
    this.mailbox(id).connection = connection;
    if (connection.state === "up_to_date") {
      this.mailbox(id).synced_at = NOW;
    }
    this.stale("app", null);
  }

  /** The texts of a conversation are not here: on their way, or kept from it. */
  withhold(thread: ThreadRef, why: TextWithheld | null): void {
    for (const { id } of this.#messages(thread)) {
      this.missing.set(id, why);
    }
    this.stale("thread", SECRETARIAT, [thread]);
  }

  /** They came. */
  bring(thread: ThreadRef): void {
    for (const { id } of this.#messages(thread)) {
      this.missing.delete(id);
    }
    this.stale("thread", SECRETARIAT, [thread]);
  }

  /** What was refused is asked for again, and is on its way. */
  askAgain(): void {
    for (const [id, why] of this.missing) {
      this.missing.set(id, why === "gone" ? why : null);
    }
  }

  #messages(thread: ThreadRef): FakeThread["messages"] {
    return this.threads.find(({ id }) => id === thread)?.messages ?? [];
  }

  /** The fetching of older texts is interrupted, or goes on. */
  pauseTexts(id: MailboxRef, paused: boolean): void {
    this.mailbox(id).texts_paused = paused;
    this.connect(
      id,
      paused ? { state: "paused", left: 280 } : { state: "syncing", done: 120, total: 400, minutes_left: null },
    );
  }

  /** No network since 10:42. */
  goOffline(): void {
    for (const { id } of this.app.mailboxes) {
      this.mailbox(id).synced_at = NOW - 17 * 60;
      this.connect(id, { state: "offline", since: NOW - 16 * 60, problem: this.error("offline") });
    }
  }

  goOnline(): void {
    for (const { id } of this.app.mailboxes) {
      this.connect(id, { state: "up_to_date" });
    }
  }

  /** Somebody chose how long a letter can be taken back after « Envoyer », seconds. */
  holdFor(seconds: number): void {
    this.settings = { ...this.settings, send_hold_seconds: { value: seconds, origin: "person" } };
  }

  /** A new letter at the top of the inbox. */
  arrive(subject: string, mailbox: MailboxRef = SECRETARIAT): ThreadRef {
    const [model] = lettersOfTheHouse(0);
    if (model === undefined) {
      throw new Error("the house has no letter");
    }
    const id = this.nextId() as ThreadRef;
    const folder = folderOf(mailbox, "inbox");
    const messages = model.messages.slice(-1).map((message) => ({ ...message, date: NOW, unread: true }));
    this.threads.unshift({ ...model, id, mailbox, folder, subject, documents: [], messages });
    this.#changed(mailbox, id);
    this.announce({ kind: "arrived", mailbox, count: 1 });
    return id;
  }

  /** The operator takes a letter, except for those recipients. */
  accept(id: OutboxRef, refused: string[] = []): void {
    const letter = this.letter(id);
    letter.state = "accepted";
    letter.since = NOW;
    letter.refused = refused;
    letter.problem = refused.length === 0 ? null : this.error("recipient_refused", { count: String(refused.length) });
    this.stale("outbox", letter.mailbox, [id]);
    this.announce({ kind: "letter_accepted", mailbox: letter.mailbox, outbox: id });
  }

  /** The letter does not leave; refused for good, it is a draft again. */
  stop(id: OutboxRef, problem: ApiError, state: OutboxView["state"] = "queued"): void {
    const letter = this.letter(id);
    letter.state = state;
    letter.problem = problem;
    letter.next_try = state === "queued" ? NOW + 5 * 60 : null;
    if (state === "refused" || state === "parked") {
      this.drafts.push(letter.draft);
      this.stale("drafts", letter.mailbox, [letter.draft.id]);
    }
    this.stale("outbox", letter.mailbox, [id]);
    this.announce({ kind: "letter_stopped", mailbox: letter.mailbox, outbox: id });
  }

  draft(id: DraftRef): DraftView {
    const found = this.drafts.find((draft) => draft.id === id);
    if (found === undefined) {
      throw this.error("gone");
    }
    return found;
  }

  letter(id: OutboxRef): FakeLetter {
    const found = this.outbox.find((letter) => letter.id === id);
    if (found === undefined) {
      throw this.error("gone");
    }
    return found;
  }

  #changed(mailbox: MailboxRef, thread: ThreadRef): void {
    this.stale("threads", mailbox);
    this.stale("thread", mailbox, [thread]);
    this.stale("folders", mailbox);
  }

  #unread(mailbox: MailboxRef): number {
    const inbox = folderOf(mailbox, "inbox");
    return this.threads
      .filter((thread) => thread.folder === inbox)
      .reduce((sum, thread) => sum + thread.messages.filter((message) => message.unread).length, 0);
  }
}

function waits(letter: OutboxView): boolean {
  return (
    letter.state === "held" || letter.state === "queued" || letter.state === "sending" || letter.state === "unknown"
  );
}
