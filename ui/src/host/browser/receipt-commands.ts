/** Receipts and reports, in memory: what is asked and told is put there by a scene. */
import type { ReceiptHandlers } from "./handlers";
import type { World } from "./world";

export function receiptCommands(world: World): ReceiptHandlers {
  return {
    receipt_answer({ mailbox, message: id }) {
      const thread = world.threads.find((known) => known.messages.some((message) => message.id === id));
      const asked = thread?.messages.find((message) => message.id === id);
      if (thread === undefined || asked === undefined || asked.receipt === null) {
        throw world.error("gone");
      }
      asked.receipt = null;
      world.stale("thread", mailbox, [thread.id]);
      return {};
    },

    undelivered_list: ({ mailbox }) =>
      world.undelivered
        .filter((letter) => letter.mailbox === mailbox)
        .map(({ mailbox: _, ...letter }) => (world.discreet ? { ...letter, subject: null } : letter)),

    undelivered_dismiss({ mailbox, letter }) {
      world.undelivered = world.undelivered.filter((known) => known.letter !== letter);
      world.stale("outbox", mailbox);
      return {};
    },
  };
}
