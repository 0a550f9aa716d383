/** Putting a conversation away, and taking it back: the last move can be undone from the toast or with Ctrl+Z. */
import type { Api } from "../../api/api";
import type { FolderTarget, FolderView, MailboxRef, MessageRef, ThreadRef } from "../../contract/contract";
import { t } from "../../i18n/i18n";
import { folderName } from "../mailboxes/folders";
import type { Toasts } from "../session/toasts.svelte";
import type { Problems } from "../status/problems.svelte";

interface Move {
  readonly mailbox: MailboxRef;
  readonly messages: MessageRef[];
  readonly from: FolderView;
}

export interface Asked {
  readonly mailbox: MailboxRef;
  readonly thread: ThreadRef;
  readonly from: FolderView;
  readonly to: FolderTarget;
  /** What to say once it is done. */
  readonly done: string;
}

export class Moves {
  readonly #api: Api;
  readonly #toasts: Toasts;
  readonly #problems: Problems;
  #last: Move | undefined;

  constructor(api: Api, toasts: Toasts, problems: Problems) {
    this.#api = api;
    this.#toasts = toasts;
    this.#problems = problems;
  }

  async move({ mailbox, thread, from, to, done }: Asked): Promise<void> {
    const moved = await this.#api.call("thread_move", { mailbox, threads: [thread], from: from.id, to });
    if (!moved.ok) {
      this.#problems.show(moved.problem);
      return;
    }
    const { messages } = moved.value;
    if (messages.length === 0) {
      return;
    }
    this.#last = { mailbox, messages, from };
    this.#toasts.show({ text: done, action: { label: t("toast.undo"), run: () => void this.undo() } });
  }

  async undo(): Promise<void> {
    const move = this.#last;
    if (move === undefined) {
      return;
    }
    this.#last = undefined;
    const { mailbox, messages, from } = move;
    const back = await this.#api.call("message_move", { mailbox, messages, to: { kind: "folder", folder: from.id } });
    if (!back.ok) {
      this.#problems.show(back.problem);
    } else if (back.value.messages.length > 0) {
      this.#toasts.show({ text: t("toast.undone", { folder: folderName(from) }) });
    }
  }
}
