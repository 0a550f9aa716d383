/** The state of a mailbox's connection, in the words of the status bar. */
import type { Connection, MailboxView } from "../../contract/contract";
import { sayMoment } from "../../i18n/dates";
import { t, type MessageKey } from "../../i18n/i18n";

export function connectionWords(mailbox: MailboxView, now: number): string {
  const { connection, synced_at: synced } = mailbox;
  switch (connection.state) {
    case "connecting":
      return t("status.connecting");
    case "syncing":
      return connection.total === 0
        ? t("status.syncing_few")
        : t("status.syncing", { done: connection.done, total: connection.total });
    case "up_to_date":
      return synced === null ? t("status.up_to_date_now") : t("status.up_to_date", { time: sayMoment(synced, now) });
    case "needs_password":
      return t("status.password");
    case "offline":
      return synced === null ? t("status.offline_never") : t("status.offline", { time: sayMoment(synced, now) });
  }
}

const EXPLAINED: Record<Exclude<Connection["state"], "offline">, MessageKey> = {
  connecting: "status.explain.connecting",
  syncing: "status.explain.syncing",
  up_to_date: "status.explain.up_to_date",
  needs_password: "status.explain.password",
};

export function explanation(state: Exclude<Connection["state"], "offline">): string {
  return t(EXPLAINED[state]);
}
