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
      return textsComing(connection) && synced !== null
        ? textsWords(connection, sayMoment(synced, now))
        : t("status.syncing_few");
    case "paused":
      return t("status.paused", { time: sayMoment(synced ?? now, now), left: connection.left });
    case "up_to_date":
      return synced === null ? t("status.up_to_date_now") : t("status.up_to_date", { time: sayMoment(synced, now) });
    case "needs_password":
      return t("status.password");
    case "offline":
      return synced === null ? t("status.offline_never") : t("status.offline", { time: sayMoment(synced, now) });
  }
}

type Syncing = Extract<Connection, { state: "syncing" }>;

/** The list is compared, its texts are on their way. */
function textsComing(connection: Syncing): boolean {
  return connection.total > 0;
}

function textsWords({ done, total, minutes_left: minutes }: Syncing, time: string): string {
  return minutes === null
    ? t("status.syncing", { time, done, total })
    : t("status.syncing_left", { time, done, total, minutes });
}

const EXPLAINED: Record<Exclude<Connection["state"], "offline">, MessageKey> = {
  connecting: "status.explain.connecting",
  syncing: "status.explain.syncing",
  paused: "status.explain.paused",
  up_to_date: "status.explain.up_to_date",
  needs_password: "status.explain.password",
};

export function explanation(connection: Exclude<Connection, { state: "offline" }>): string {
  return connection.state === "syncing" && textsComing(connection)
    ? t("status.explain.texts")
    : t(EXPLAINED[connection.state]);
}

/** Whether the server was revoked can no longer be told: the mailbox closes if nothing is done. */
export function closesSoon({ revocation }: MailboxView): boolean {
  return revocation?.state === "overdue" || revocation?.state === "unknown";
}

/** Texts that are not here can be waited for or put off. */
export function canPause({ connection, texts_paused: paused }: MailboxView): boolean {
  return paused || connection.state === "paused" || (connection.state === "syncing" && textsComing(connection));
}
