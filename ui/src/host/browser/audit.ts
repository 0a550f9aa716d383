/** The journal of the fictional house, as it is when the page opens. */
import type { AuditAct, AuditLine, AuditOutcome } from "../../contract/contract";
import { NOW } from "./house";

/** Some days of the house, the latest first. */
export function auditOfTheHouse(): AuditLine[] {
  const days: ReadonlyArray<readonly [number, string | null, AuditAct, AuditOutcome, number, string]> = [
    [0.4, "Karine Dubois", "send", "done", 1, ""],
    [2, "Sophie Martel", "print", "done", 3, "8C41-02DE-5F90"],
    [2.1, "Sophie Martel", "print", "cancelled", 3, "8C41-02DE-5F90"],
    [26, "Nadège Leroy", "export_pdf", "done", 1, "B7A0-1E66-34C2"],
    [50, "Karine Dubois", "save_attachment", "failed", 1, "19F3-D8B4-0A7E"],
    [240, null, "export_eml", "asked", 5, "E502-77AB-C913"],
  ];
  return days.map(([hours, person, act, outcome, messages, reference], index) => ({
    id: days.length - index,
    at: NOW - Math.round(hours * 3600),
    person,
    mailbox: "Secrétariat",
    act,
    outcome,
    messages,
    reference,
  }));
}
