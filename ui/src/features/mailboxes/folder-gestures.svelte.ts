/**
 * Making, renaming, moving and deleting folders: the question that is asked, and what is done with the answer. What the
 * engine refuses at once is said in the dialog; what the server refuses later is undone and announced.
 */
import type { ApiError, FolderView, MailboxRef } from "../../contract/contract";
import { t } from "../../i18n/i18n";
import type { Desk } from "../session/desk";
import { folderName, folderPath } from "./folders";

/** What a dialog asks. */
export type FolderQuestion =
  | { readonly kind: "create"; readonly parent: FolderView | undefined }
  | { readonly kind: "rename" | "move" | "delete"; readonly folder: FolderView };

/** Where a gesture is kept that Ctrl+Z takes back: the one place of all of them. */
interface Undo {
  remember(done: string, back: () => Promise<void>): void;
}

export class FolderGestures {
  readonly #desk: Pick<Desk, "api" | "session" | "problems" | "toasts">;
  readonly #gestures: Undo;
  asked = $state.raw<FolderQuestion | undefined>();

  constructor(desk: Pick<Desk, "api" | "session" | "problems" | "toasts">, gestures: Undo) {
    this.#desk = desk;
    this.#gestures = gestures;
  }

  ask(question: FolderQuestion): void {
    this.asked = question;
  }

  close(): void {
    this.asked = undefined;
  }

  /** Each of these gives why it could not be, or nothing. */
  async create(parent: FolderView | undefined, name: string): Promise<ApiError | undefined> {
    const { api } = this.#desk;
    const mailbox = this.#mailbox;
    const made = await api.call("folder_create", { mailbox, parent: parent?.id ?? null, name });
    if (!made.ok) {
      return made.problem;
    }
    const { folder } = made.value;
    this.#done(t("toast.folder_created", { folder: name.trim() }), async () => {
      const back = await api.call("folder_delete", { mailbox, folder });
      return back.ok ? undefined : back.problem;
    });
    return undefined;
  }

  async rename(folder: FolderView, name: string): Promise<ApiError | undefined> {
    const before = folderName(folder);
    if (name.trim() === before) {
      this.close();
      return undefined;
    }
    const mailbox = this.#mailbox;
    const call = async (to: string): Promise<ApiError | undefined> => {
      const renamed = await this.#desk.api.call("folder_rename", { mailbox, folder: folder.id, name: to });
      return renamed.ok ? undefined : renamed.problem;
    };
    const problem = await call(name);
    if (problem === undefined) {
      this.#done(t("toast.folder_renamed", { folder: name.trim() }), () => call(before));
    }
    return problem;
  }

  async move(folder: FolderView, parent: FolderView | undefined): Promise<ApiError | undefined> {
    const mailbox = this.#mailbox;
    const call = async (to: FolderView["parent"]): Promise<ApiError | undefined> => {
      const moved = await this.#desk.api.call("folder_move", { mailbox, folder: folder.id, parent: to });
      return moved.ok ? undefined : moved.problem;
    };
    const problem = await call(parent?.id ?? null);
    if (problem === undefined) {
      const place = parent === undefined ? "" : folderPath(parent);
      const said =
        parent === undefined
          ? t("toast.folder_moved_out", { folder: folderName(folder) })
          : t("toast.folder_moved", { folder: folderName(folder), place });
      this.#done(said, () => call(folder.parent));
    }
    return problem;
  }

  async delete(folder: FolderView): Promise<ApiError | undefined> {
    const deleted = await this.#desk.api.call("folder_delete", { mailbox: this.#mailbox, folder: folder.id });
    if (!deleted.ok) {
      return deleted.problem;
    }
    this.close();
    this.#desk.toasts.show({ text: t("toast.folder_deleted", { count: deleted.value.letters }) });
    return undefined;
  }

  /** It is done, and can be taken back; why that could not be is shown. */
  #done(said: string, back: () => Promise<ApiError | undefined>): void {
    this.close();
    this.#gestures.remember(said, async () => {
      const problem = await back();
      if (problem === undefined) {
        this.#desk.toasts.show({ text: t("toast.folder_undone") });
      } else {
        this.#desk.problems.show(problem);
      }
    });
  }

  get #mailbox(): MailboxRef {
    const mailbox = this.#desk.session.place?.mailbox;
    if (mailbox === undefined) {
      throw new Error("a folder is shown, hence a mailbox");
    }
    return mailbox;
  }
}
