/** A joined file somebody looks at or saves: what the engine shows of it, and the danger it names before anything is saved. */
import type {
  ApiError,
  AttachmentContent,
  AttachmentShown,
  FileDanger,
  FrameTheme,
  MailboxRef,
  MessageRef,
} from "../../contract/contract";
import { t } from "../../i18n/i18n";
import type { Desk } from "../session/desk";

/** What a link of the thread frame asked for. */
export interface FileGesture {
  readonly kind: "view" | "save";
  readonly mailbox: MailboxRef;
  readonly message: MessageRef;
  readonly index: number;
}

/** A file that is dangerous, and which one it is. */
export interface DangerQuestion {
  readonly name: string;
  readonly danger: FileDanger;
  readonly inside: number | null;
}

export type Winmail = Extract<AttachmentContent, { kind: "winmail" }>;

export class JoinedFile {
  readonly #desk: Pick<Desk, "api" | "toasts" | "problems">;
  readonly #file: FileGesture;
  readonly #theme: () => FrameTheme;
  #asked = 0;

  shown = $state.raw<AttachmentShown | undefined>();
  problem = $state.raw<ApiError | undefined>();
  /** Which file of a `winmail.dat` is shown; `null` for the joined file itself. */
  inside = $state.raw<number | null>(null);
  question = $state.raw<DangerQuestion | undefined>();

  constructor(desk: Pick<Desk, "api" | "toasts" | "problems">, file: FileGesture, theme: () => FrameTheme) {
    this.#desk = desk;
    this.#file = file;
    this.#theme = theme;
  }

  /** Has it shown, or one of the files inside. True when it is read in a window of its own, and there is nothing to show here. */
  async look(inside: number | null = null): Promise<boolean> {
    this.#asked += 1;
    const asked = this.#asked;
    this.close();
    this.inside = inside;
    this.problem = undefined;
    const { mailbox, message, index } = this.#file;
    const seen = await this.#desk.api.call("attachment_view", { mailbox, message, index, inside });
    if (asked !== this.#asked) {
      this.#release(seen.ok ? seen.value : undefined);
    } else if (!seen.ok) {
      this.problem = seen.problem;
    } else if (inside === null && (seen.value.content.kind === "pdf" || seen.value.content.kind === "media")) {
      const reading = await this.#desk.api.call("attachment_read", { mailbox, message, index, theme: this.#theme() });
      this.problem = reading.ok ? undefined : reading.problem;
      return reading.ok;
    } else {
      this.shown = seen.value;
    }
    return false;
  }

  /** Saves it, or asks first when it is dangerous. True when there is nothing left to ask. */
  async save(inside: number | null, accepted: FileDanger | null = null): Promise<boolean> {
    const { api, toasts, problems } = this.#desk;
    const { mailbox, message, index } = this.#file;
    this.question = undefined;
    const saved = await api.call("attachment_save", { mailbox, message, index, inside, accepted });
    if (!saved.ok) {
      problems.show(saved.problem);
    } else if (saved.value.kind === "dangerous") {
      this.question = { name: saved.value.name, danger: saved.value.danger, inside };
      return false;
    } else if (saved.value.kind === "saved") {
      toasts.show({ text: t("toast.saved", { name: saved.value.name }) });
    }
    return true;
  }

  /** What was shown is no longer. */
  close(): void {
    this.#release(this.shown);
    this.shown = undefined;
  }

  /** The viewer is gone: what is still on its way is not wanted. */
  leave(): void {
    this.#asked += 1;
    this.close();
  }

  #release(shown: AttachmentShown | undefined): void {
    if (shown?.content.kind === "image") {
      void this.#desk.api.call("attachment_close", { url: shown.content.url });
    }
  }
}
