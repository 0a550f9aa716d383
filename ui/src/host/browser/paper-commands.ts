/** What leaves the window, and its journal, in the in-memory engine. A letter's text is its preview here. */
import { plain } from "./fold";
import type { PaperHandlers } from "./handlers";
import type { World } from "./world";

export function paperCommands(world: World): PaperHandlers {
  const messagesOf = (thread: number): number => world.threads.find(({ id }) => id === thread)?.messages.length ?? 0;

  return {
    thread_find({ url, text }) {
      const sought = plain(text.trim());
      const letter = plain(world.threads.map(({ preview }) => preview).join("\n"));
      return { url: `${url}?find`, hits: sought === "" ? 0 : letter.split(sought).length - 1 };
    },

    thread_print: ({ mailbox, thread }) => ({ done: world.record("print", mailbox, messagesOf(thread)) }),

    thread_export({ mailbox, thread, message, form }) {
      const done = world.record(
        form === "pdf" ? "export_pdf" : "export_eml",
        mailbox,
        message === null ? messagesOf(thread) : 1,
      );
      const what = message === null ? "conversation" : "message";
      const ending = form === "pdf" ? ".pdf" : message === null ? "" : ".eml";
      return { name: done ? `2026-11-24 ${what}${ending}` : null };
    },

    link_open: () => ({}),

    // The viewer is a window of the shell.
    attachment_read({ index, theme }) {
      world.documents.push({ index, theme });
      return {};
    },

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

    audit_export: () => ({ name: world.record("export_journal", null, 0) ? "2026-11-24 journal Estafette.csv" : null }),
  };
}
