/** What is known of the revocation of a server's certificate, in words. */
import type { Revocation } from "../../contract/contract";
import { sayDay, sayTime } from "../../i18n/dates";
import { tRevocation } from "../../i18n/revocation";

export function revocationWords(revocation: Revocation, now: number): string {
  switch (revocation.state) {
    case "current":
      return tRevocation("revocation.current", {
        issued: sayDay(revocation.issued_at, now),
        next: sayDay(revocation.next_update, now),
      });
    case "unpublished":
      return tRevocation("revocation.unpublished");
    case "overdue":
      return tRevocation("revocation.overdue", {
        issued: sayDay(revocation.issued_at, now),
        next: sayDay(revocation.next_update, now),
        closes: sayInstant(revocation.closes_at, now),
      });
    case "unknown":
      return tRevocation("revocation.unknown", { closes: sayInstant(revocation.closes_at, now) });
  }
}

function sayInstant(instant: number, now: number): string {
  return tRevocation("revocation.moment", { day: sayDay(instant, now), time: sayTime(instant) });
}
