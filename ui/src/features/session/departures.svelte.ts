/**
 * Letters after « Envoyer »: held a moment, then on their way until the operator says it took them. Only then is « Message envoyé » said; a
 * letter that stops stays on screen until somebody has seen it.
 */
import { SvelteSet } from "svelte/reactivity";

import type { Api } from "../../api/api";
import { inWords } from "../../api/sentences-on-demand";
import type { Announcer } from "../../components/announcer.svelte";
import type { ApiError, Event, MailboxRef, OutboxRef, OutboxState, OutboxView } from "../../contract/contract";
import { t } from "../../i18n/i18n";
import type { Toasts } from "./toasts.svelte";

/** A letter that did not leave, or not for everybody. */
export interface Stopped {
  readonly mailbox: MailboxRef;
  readonly letter: OutboxView;
  readonly problem: ApiError;
  /** The operator took it for some recipients. */
  readonly partial: boolean;
}

export class Departures {
  readonly #api: Api;
  readonly #toasts: Toasts;
  readonly #announcer: Announcer;
  readonly #leaving = new SvelteSet<OutboxRef>();
  /** Letters that may still be taken back, and what ends that. */
  readonly #held = new Map<OutboxRef, ReturnType<typeof setTimeout>>();
  /** What was already said of a letter: the same is not said twice. */
  readonly #said = new Map<OutboxRef, OutboxState>();
  stopped = $state.raw<Stopped | undefined>();

  constructor(api: Api, toasts: Toasts, announcer: Announcer) {
    this.#api = api;
    this.#toasts = toasts;
    this.#announcer = announcer;
  }

  /** How many letters left this window and have no answer yet. */
  get leaving(): number {
    return this.#leaving.size;
  }

  /** It leaves in `heldFor` seconds, unless it is taken back. */
  queued(outbox: OutboxRef, heldFor = 0): void {
    if (heldFor === 0) {
      this.#leaving.add(outbox);
      return;
    }
    const over = setTimeout(() => {
      this.#held.delete(outbox);
      this.#leaving.add(outbox);
    }, heldFor * 1000);
    this.#held.set(outbox, over);
  }

  takenBack(outbox: OutboxRef): void {
    this.#forget(outbox);
  }

  /** Somebody sends it again: what becomes of it is news. */
  retried(outbox: OutboxRef): void {
    this.#said.delete(outbox);
  }

  dismiss(): void {
    this.stopped = undefined;
  }

  async hear(event: Event): Promise<void> {
    if (event.kind === "letter_accepted") {
      await this.#accepted(event.mailbox, event.outbox);
    } else if (event.kind === "letter_stopped") {
      await this.#stop(event.mailbox, event.outbox);
    } else if (event.kind === "resync") {
      this.#leaving.clear();
    }
  }

  async #accepted(mailbox: MailboxRef, outbox: OutboxRef): Promise<void> {
    this.#forget(outbox);
    if (this.stopped?.letter.id === outbox) {
      this.stopped = undefined;
    }
    const letter = await this.#letter(mailbox, outbox);
    if (letter !== undefined && letter.refused.length > 0) {
      this.#show({ mailbox, letter, problem: letter.problem ?? someRefused(letter), partial: true });
    } else {
      this.#toasts.show({ text: t("toast.sent") });
    }
  }

  async #stop(mailbox: MailboxRef, outbox: OutboxRef): Promise<void> {
    this.#forget(outbox);
    const letter = await this.#letter(mailbox, outbox);
    if (letter !== undefined && letter.problem !== null) {
      this.#show({ mailbox, letter, problem: letter.problem, partial: false });
    }
  }

  #forget(outbox: OutboxRef): void {
    clearTimeout(this.#held.get(outbox));
    this.#held.delete(outbox);
    this.#leaving.delete(outbox);
  }

  #show(stopped: Stopped): void {
    const { id, state } = stopped.letter;
    const known = this.#said.get(id) === state;
    if (!known || this.stopped?.letter.id === id) {
      this.stopped = stopped;
    }
    if (known) {
      return;
    }
    this.#said.set(id, state);
    void inWords(stopped.problem, { partial: stopped.partial }).then(({ title }) => this.#announcer.sayNow(title));
  }

  async #letter(mailbox: MailboxRef, outbox: OutboxRef): Promise<OutboxView | undefined> {
    const letters = await this.#api.call("outbox_list", { mailbox });
    return letters.ok ? letters.value.find((letter) => letter.id === outbox) : undefined;
  }
}

function someRefused(letter: OutboxView): ApiError {
  return { code: "recipient_refused", params: { count: String(letter.refused.length) }, report_id: "" };
}
