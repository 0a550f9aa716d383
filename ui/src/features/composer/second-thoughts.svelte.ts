/**
 * « Envoyer », then ten seconds to change one's mind: the letter waits in the outbox, on the disk, and the toast takes it
 * back. Whether it was in time is said by the engine alone.
 */
import type { DraftQueued, DraftRef, MailboxRef, OutboxRef } from "../../contract/contract";
import { t } from "../../i18n/i18n";
import type { Desk } from "../session/desk";
import { inboxOf } from "../session/session.svelte";

/** Says that the letter leaves, and when; offers to take it back until then. */
export function tellDeparture(desk: Desk, mailbox: MailboxRef, queued: DraftQueued): void {
  const { departures, announcer, toasts, session } = desk;
  const { outbox, held_for: heldFor } = queued;
  departures.queued(outbox, heldFor);
  if (heldFor === 0) {
    announcer.say(t("status.sending", { count: 1 }));
    return;
  }
  const offline = session.mailbox?.connection.state === "offline";
  let left = $state(heldFor);
  const ticking = setInterval(() => {
    left -= 1;
    if (left <= 1) {
      clearInterval(ticking);
    }
  }, 1000);
  toasts.show({
    get text() {
      return offline ? t("toast.held_offline") : t("toast.held", { seconds: left });
    },
    action: {
      label: t("toast.undo"),
      run: () => {
        toasts.close();
        void takeBack(desk, mailbox, outbox);
      },
    },
    lasts: heldFor * 1000,
  });
}

/** Takes a letter back and opens it again as the draft it was. */
export async function takeBack(desk: Desk, mailbox: MailboxRef, outbox: OutboxRef): Promise<void> {
  const { api, departures, problems } = desk;
  const withdrawn = await api.call("outbox_withdraw", { mailbox, outbox });
  if (withdrawn.ok) {
    departures.takenBack(outbox);
    await reopen(desk, mailbox, withdrawn.value.draft);
  } else {
    problems.show(withdrawn.problem);
  }
}

/** Opens a draft, in its own mailbox. Another letter may be under way meanwhile: it is left only once it is safe. */
export async function reopen({ session, toasts }: Desk, mailbox: MailboxRef, draft: DraftRef): Promise<void> {
  const elsewhere = session.place?.mailbox !== mailbox;
  if (await (elsewhere ? session.go(inboxOf(mailbox)) : session.closeComposer())) {
    session.compose({ mailbox, draft, begun: "reopened" });
  } else {
    toasts.show({ text: t("toast.taken_back") });
  }
}
