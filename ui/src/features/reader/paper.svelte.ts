/** What leaves the window: the open conversation printed, or written to a file the person chooses. */
import type { ExportForm, MessageRef } from "../../contract/contract";
import { t } from "../../i18n/i18n";
import type { Desk } from "../session/desk";
import type { OpenThread } from "./thread.svelte";

export class Paper {
  readonly #desk: Pick<Desk, "api" | "toasts" | "problems" | "announcer">;
  readonly #thread: OpenThread;
  /** A dialog of the system is open, or the pages are being made: one at a time. */
  busy = $state(false);

  constructor(desk: Pick<Desk, "api" | "toasts" | "problems" | "announcer">, thread: OpenThread) {
    this.#desk = desk;
    this.#thread = thread;
  }

  async print(): Promise<void> {
    const { api, toasts, problems, announcer } = this.#desk;
    await this.#alone(async (opened) => {
      announcer.say(t("thread.printing"));
      const printed = await api.call("thread_print", opened);
      if (printed.ok) {
        toasts.show({ text: t(printed.value.done ? "toast.printed" : "toast.print_cancelled") });
      } else {
        problems.show(printed.problem);
      }
    });
  }

  async export(message: MessageRef | null, form: ExportForm): Promise<void> {
    const { api, toasts, problems } = this.#desk;
    await this.#alone(async (opened) => {
      const saved = await api.call("thread_export", { ...opened, message, form });
      if (!saved.ok) {
        problems.show(saved.problem);
      } else if (saved.value.name !== null) {
        toasts.show({ text: t("toast.saved", { name: saved.value.name }) });
      }
    });
  }

  async #alone(work: (opened: NonNullable<OpenThread["opened"]>) => Promise<void>): Promise<void> {
    const opened = this.#thread.opened;
    if (!this.busy && opened !== undefined && this.#thread.view !== undefined) {
      this.busy = true;
      await work(opened);
      this.busy = false;
    }
  }
}
