/** What leaves the window, and its journal, in the in-memory engine. A letter's text is its preview here. */
import type { AuditAct, AuditOutcome, MailboxRef } from "../../contract/contract";
import { plain } from "./fold";
import type { PaperHandlers } from "./handlers";
import { NOW } from "./house";
import type { World } from "./world";

export function paperCommands(world: World): PaperHandlers {
  const record = (act: AuditAct, mailbox: MailboxRef | null, messages: number): boolean => {
    const outcome: AuditOutcome = world.closesDialogs ? "cancelled" : "done";
    const reference = mailbox === null ? "" : "3F2A-91C0-7B4D";
    const label = mailbox === null ? null : world.mailbox(mailbox).label;
    const person = world.app.person?.name ?? null;
    world.audit.unshift({ id: world.nextId(), at: NOW, person, mailbox: label, act, outcome, messages, reference });
    world.stale("audit_log", null);
    return outcome === "done";
  };
  const messagesOf = (thread: number): number => world.threads.find(({ id }) => id === thread)?.messages.length ?? 0;

  return {
    thread_find({ url, text }) {
      const sought = plain(text.trim());
      const letter = plain(world.threads.map(({ preview }) => preview).join("\n"));
      return { url: `${url}?find`, hits: sought === "" ? 0 : letter.split(sought).length - 1 };
    },

    thread_print: ({ mailbox, thread }) => ({ done: record("print", mailbox, messagesOf(thread)) }),

    thread_export({ mailbox, thread, message, form }) {
      const done = record(
        form === "pdf" ? "export_pdf" : "export_eml",
        mailbox,
        message === null ? messagesOf(thread) : 1,
      );
      const what = message === null ? "conversation" : "message";
      const ending = form === "pdf" ? ".pdf" : message === null ? "" : ".eml";
      return { name: done ? `2026-11-24 ${what}${ending}` : null };
    },

    attachment_save: ({ mailbox }) => ({
      name: record("save_attachment", mailbox, 1) ? "Lettre de liaison.pdf" : null,
    }),

    // The viewer is a window of the shell.
    attachment_read: () => ({}),

    audit_list({ filter, offset, limit }) {
      const people = [...new Set(world.audit.map(({ person }) => person).filter((name) => name !== null))].sort();
      const lines = world.audit.filter(
        (line) =>
          (filter.person === null || line.person === filter.person) &&
          (filter.act === null || line.act === filter.act) &&
          (filter.since === null || line.at >= filter.since) &&
          (filter.until === null || line.at < filter.until),
      );
      return {
        total: lines.length,
        lines: lines.slice(offset, offset + limit),
        people: people.map((name) => ({ id: name, name })),
      };
    },

    audit_export: () => ({ name: record("export_journal", null, 0) ? "2026-11-24 journal Estafette.csv" : null }),
  };
}
