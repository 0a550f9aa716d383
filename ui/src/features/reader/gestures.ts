/**
 * Putting conversations away and marking them, and taking that back: however many were chosen, one gesture is undone by one
 * Ctrl+Z or by the toast, for exactly the messages it changed.
 */
import type { Api } from "../../api/api";
import type {
  ApiError,
  FolderRef,
  FolderTarget,
  MailboxRef,
  Mark,
  MessageRef,
  ThreadRef,
} from "../../contract/contract";
import { t } from "../../i18n/i18n";
import type { Toasts } from "../session/toasts.svelte";
import type { Problems } from "../session/problems.svelte";
import type { Chosen } from "./listing.svelte";

interface Asked {
  readonly mailbox: MailboxRef;
  readonly chosen: readonly Chosen[];
}

export interface MoveAsked extends Asked {
  readonly to: FolderTarget;
  /** What to say once it is done. */
  readonly done: string;
  /** A folder by its name, for what is said when it is taken back. */
  readonly nameOf: (folder: FolderRef) => string;
}

export interface MarkAsked extends Asked {
  readonly mark: Mark;
  readonly on: boolean;
  /** What to say once it is done; nothing for what is seen at once. */
  readonly done?: string;
}

/** The messages of one folder that a gesture changed. */
interface Changed {
  readonly folder: FolderRef;
  readonly messages: MessageRef[];
}

export class Gestures {
  readonly #api: Api;
  readonly #toasts: Toasts;
  readonly #problems: Problems;
  #last: (() => Promise<void>) | undefined;

  constructor(api: Api, toasts: Toasts, problems: Problems) {
    this.#api = api;
    this.#toasts = toasts;
    this.#problems = problems;
  }

  async move({ mailbox, chosen, to, done, nameOf }: MoveAsked): Promise<void> {
    const moved: Changed[] = [];
    for (const [from, threads] of byFolder(chosen)) {
      const answer = await this.#api.call("thread_move", { mailbox, threads, from, to });
      if (!answer.ok) {
        this.#fail(answer.problem);
        break;
      }
      moved.push({ folder: from, messages: answer.value.messages });
    }
    const count = chosen.length;
    this.#keep(moved, done, async (changed) => {
      for (const { folder, messages } of changed) {
        const back = await this.#api.call("message_move", { mailbox, messages, to: { kind: "folder", folder } });
        if (!back.ok) {
          this.#fail(back.problem);
          return;
        }
      }
      const [only, ...others] = changed;
      const text =
        only !== undefined && others.length === 0
          ? t("toast.undone", { count, folder: nameOf(only.folder) })
          : t("toast.undone_several", { count });
      this.#toasts.show({ text });
    });
  }

  async mark({ mailbox, chosen, mark, on, done }: MarkAsked): Promise<void> {
    const marked: Changed[] = [];
    for (const [folder, threads] of byFolder(chosen)) {
      const answer = await this.#api.call("thread_mark", { mailbox, threads, folder, mark, on });
      if (!answer.ok) {
        this.#fail(answer.problem);
        break;
      }
      marked.push({ folder, messages: answer.value.messages });
    }
    this.#keep(marked, done, async (changed) => {
      const messages = changed.flatMap((part) => part.messages);
      const back = await this.#api.call("message_mark", { mailbox, messages, mark, on: !on });
      if (!back.ok) {
        this.#fail(back.problem);
      } else if (done !== undefined) {
        this.#toasts.show({ text: t("toast.unmarked") });
      }
    });
  }

  async undo(): Promise<void> {
    const last = this.#last;
    this.#last = undefined;
    await last?.();
  }

  /** Says that something was done, which the toast and Ctrl+Z take back from now on. */
  remember(done: string, back: () => Promise<void>): void {
    this.#last = back;
    this.#toasts.show({ text: done, action: { label: t("toast.undo"), run: () => void this.undo() } });
  }

  /** What changed can be taken back from now on; what changed nothing says nothing. */
  #keep(
    changed: readonly Changed[],
    done: string | undefined,
    back: (changed: readonly Changed[]) => Promise<void>,
  ): void {
    const real = changed.filter((part) => part.messages.length > 0);
    if (real.length === 0) {
      return;
    }
    if (done === undefined) {
      this.#last = () => back(real);
    } else {
      this.remember(done, () => back(real));
    }
  }

  #fail(problem: ApiError): void {
    this.#problems.show(problem);
  }
}

/** In a search the conversations lie in several folders. */
function byFolder(chosen: readonly Chosen[]): Map<FolderRef, ThreadRef[]> {
  const folders = new Map<FolderRef, ThreadRef[]>();
  for (const { thread, folder } of chosen) {
    const threads = folders.get(folder);
    if (threads === undefined) {
      folders.set(folder, [thread]);
    } else {
      threads.push(thread);
    }
  }
  return folders;
}
