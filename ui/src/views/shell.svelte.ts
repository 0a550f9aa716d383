/** What stands around the views: the title of the window, the questions above it, and the announcements it answers to. */
import { tick } from "svelte";

import type { Outcome } from "../api/failure";
import type { Event, FrameAction, MailboxRef, PersonProof, PersonView } from "../contract/contract";
import { folderName } from "../features/mailboxes/folders";
import type { FileGesture } from "../features/reader/joined-file.svelte";
import type { Reading } from "../features/reader/reading.svelte";
import type { Desk } from "../features/session/desk";
import { enterPane } from "../features/session/panes";
import { t } from "../i18n/i18n";

/** Arrivals are said aloud at most this often. */
const ARRIVALS_EVERY_MS = 30_000;
const LIST_WIDTH = 416;

export class ShellState {
  readonly #desk: Desk;
  readonly #reading: Reading;
  #shown = false;
  #arrived = 0;
  #arrivalTimer: ReturnType<typeof setTimeout> | undefined;
  /** Mailboxes whose password was put off until asked for. */
  #putOff = $state.raw<ReadonlySet<MailboxRef>>(new Set());

  listWidth = $state(LIST_WIDTH);
  asksPassword = $state(false);
  link = $state.raw<Extract<FrameAction, { kind: "link" }> | undefined>();
  /** A joined file somebody wants to look at or to save. */
  file = $state.raw<FileGesture | undefined>();
  asksPerson = $state(true);
  /** Somebody else sits down: who, is asked again. */
  changesPerson = $state(false);
  showsShortcuts = $state(false);
  /** Somebody who sits down, and whose code is asked for. */
  codeOf = $state.raw<PersonView | undefined>();

  /** « Réception (12 non lus) — Secrétariat — Estafette »: never a subject nor a person. */
  readonly title: string = $derived.by(() => {
    const { mailbox, folder, place, page } = this.#desk.session;
    if (page !== "messages") {
      return t("app.title_page", { page: t(page === "journal" ? "audit.title" : "settings.title") });
    }
    if (mailbox === undefined || place === undefined) {
      return t("app.name");
    }
    const names = { drafts: t("folder.drafts"), outbox: t("folder.outbox"), search: t("search.title") };
    const where = place.kind === "folder" ? folderName(folder ?? { role: "inbox", levels: [] }) : names[place.kind];
    const count = place.kind === "folder" ? (folder?.unread ?? 0) : 0;
    const blanks = { place: where, mailbox: mailbox.label };
    return count > 0 ? t("app.title_unread", { ...blanks, count }) : t("app.title", blanks);
  });

  constructor(desk: Desk, reading: Reading) {
    this.#desk = desk;
    this.#reading = reading;
  }

  /** Asks for the password as soon as the open mailbox needs one, unless that was put off. */
  watchPassword(): void {
    const { mailbox } = this.#desk.session;
    if (mailbox?.connection.state === "needs_password" && !this.#putOff.has(mailbox.id)) {
      this.asksPassword = true;
    }
  }

  /** Says, once, that the first rows are painted: the engine put off what would have delayed them. */
  watchFirstRows(): void {
    if (!this.#shown && (this.#reading.listing.total ?? 0) > 0) {
      this.#shown = true;
      requestAnimationFrame(() => requestAnimationFrame(() => void this.#desk.api.call("app_shown", {})));
    }
  }

  /** Tells which folder is on screen: what comes into it is wanted at once. */
  tellFolder(): void {
    const { api, session } = this.#desk;
    if (session.place?.kind === "folder") {
      const { mailbox, folder } = session.place;
      void api.call("folder_opened", { mailbox, folder });
    }
  }

  closePassword(): void {
    this.asksPassword = false;
    const { mailbox } = this.#desk.session;
    if (mailbox?.connection.state === "needs_password") {
      this.#putOff = new Set([...this.#putOff, mailbox.id]);
    }
  }

  async newMessage(): Promise<void> {
    const { api, session, problems } = this.#desk;
    const mailbox = session.place?.mailbox;
    if (mailbox === undefined || !(await session.closeComposer())) {
      return;
    }
    const started = await api.call("draft_create", { mailbox });
    if (started.ok) {
      session.compose({ mailbox, draft: started.value.draft, begun: "new" });
    } else {
      problems.show(started.problem);
    }
  }

  /** The question is answered or put off: nothing had the focus before it, the list is where one begins. */
  async closePerson(): Promise<void> {
    this.asksPerson = false;
    this.changesPerson = false;
    await tick();
    if (document.activeElement === document.body) {
      enterPane("list");
    }
  }

  async choosePerson(person: PersonView): Promise<void> {
    await this.closePerson();
    if (person.has_code) {
      this.codeOf = person;
      return;
    }
    const chosen = await this.proveCode(person, { kind: "none" });
    if (!chosen.ok) {
      this.#desk.problems.show(chosen.problem);
    }
  }

  /** Somebody says who they are, and shows it. */
  async proveCode(person: PersonView, proof: PersonProof): Promise<Outcome<unknown>> {
    const { api, announcer } = this.#desk;
    const chosen = await api.call("person_choose", { person: person.id, proof });
    if (chosen.ok) {
      this.codeOf = undefined;
      announcer.say(t("session.chosen", { name: person.name }));
    }
    return chosen;
  }

  /** Locks the screen; the engine first has the letter being written saved. */
  async lock(): Promise<void> {
    const { api, problems } = this.#desk;
    const locked = await api.call("session_lock", {});
    if (!locked.ok) {
      problems.show(locked.problem);
    }
  }

  /** Whoever comes back to a locked screen finds the letter they were writing; one without a word is gone. */
  async resume(): Promise<void> {
    const { api, session } = this.#desk;
    const { interrupted } = session;
    session.interrupted = undefined;
    if (interrupted !== undefined) {
      const { mailbox, draft } = interrupted;
      const kept = await api.call("draft_read", { mailbox, draft });
      if (kept.ok) {
        session.compose({ mailbox, draft, begun: "reopened" });
      }
    }
  }

  /** « Mode discret », on or off: masks or shows everything, the conversation whose subject was asked for included. */
  async switchDiscretion(): Promise<void> {
    const { settings, announcer } = this.#desk;
    const on = !settings.value("discreet_mode");
    this.#reading.thread.conceal();
    if (await settings.change("discreet_mode", on)) {
      announcer.say(on ? t("discreet.on") : t("discreet.off"));
    }
  }

  async synchronise(): Promise<void> {
    const { api, session, problems } = this.#desk;
    if (session.place !== undefined) {
      const asked = await api.call("mailbox_sync", { mailbox: session.place.mailbox });
      if (!asked.ok) {
        problems.show(asked.problem);
      }
    }
  }

  /** What was asked about a file is done; another one may have been asked about meanwhile. */
  closeFile(closed: FileGesture): void {
    if (this.file === closed) {
      this.file = undefined;
    }
  }

  /** One text size up or down, or the ordinary one. */
  zoom(step: 1 | -1 | 0): void {
    const { look, announcer } = this.#desk;
    void look.zoom(step).then((size) => announcer.say(t("look.text_size", { size })));
  }

  hear(event: Event): void {
    const { departures } = this.#desk;
    void this.#reading.thread.hear(event);
    void departures.hear(event);
    this.#desk.presence.hear(event);
    switch (event.kind) {
      case "frame_key":
        this.#desk.keyboard.hearFromFrame(event.key);
        break;
      case "frame":
        this.#frame(event.action);
        break;
      case "arrived":
        this.#arrive(event.count);
        break;
      case "letter_wanted":
        void this.newMessage();
        break;
      case "leaving":
        void this.#leave();
        break;
      // Heard in `App`, which is there also while the screen is locked.
      case "problem":
      case "lock_nears":
      case "stale":
      case "resync":
      case "letter_accepted":
      case "letter_stopped":
        break;
    }
  }

  /** The window closes, or locks: the letter being written is kept first. When it cannot be, it waits its time in vain. */
  async #leave(): Promise<void> {
    const { session } = this.#desk;
    session.interrupted = session.composing;
    if (await this.#desk.session.closeComposer()) {
      await this.#desk.api.call("app_leave", {});
    }
  }

  #frame(action: FrameAction): void {
    switch (action.kind) {
      case "save":
      case "view": {
        const mailbox = this.#desk.session.place?.mailbox;
        this.file = mailbox === undefined ? undefined : { ...action, mailbox };
        break;
      }
      case "link":
        this.link = action;
        break;
      case "jump":
        // The frame itself answers: `ThreadFrame`.
        break;
    }
  }

  #arrive(count: number): void {
    this.#arrived += count;
    if (this.#arrivalTimer !== undefined) {
      return;
    }
    this.#sayArrived();
    this.#arrivalTimer = setTimeout(() => {
      this.#arrivalTimer = undefined;
      this.#sayArrived();
    }, ARRIVALS_EVERY_MS);
  }

  #sayArrived(): void {
    if (this.#arrived > 0) {
      this.#desk.announcer.say(t("list.arrived", { count: this.#arrived }));
      this.#arrived = 0;
    }
  }
}
