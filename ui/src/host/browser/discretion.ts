/** « Mode discret » of the in-memory engine: it masks what it answers, as the real one does. */
import type { CorrespondentView, DraftRow, OutboxView, ThreadRow } from "../../contract/contract";

const CITIZEN = "Usager";

const isCitizen = (address: string) => /@patient\./i.test(address);

export function maskedCorrespondent(someone: CorrespondentView): CorrespondentView {
  if (!isCitizen(someone.address)) {
    return someone;
  }
  const [name = ""] = someone.name.split(",");
  const initials = name.split(" ").map((word) => `${word.charAt(0).toUpperCase()}.`);
  return { name: initials.join("\u00a0"), address: "" };
}

const maskedRecipients = (to: readonly string[]) => to.map((one) => (isCitizen(one) ? CITIZEN : one));

export function maskedRow(row: ThreadRow): ThreadRow {
  return { ...row, subject: null, from: maskedCorrespondent(row.from), preview: "" };
}

export function maskedDraft<Row extends Pick<DraftRow, "subject" | "to">>(draft: Row): Row {
  return { ...draft, subject: null, to: maskedRecipients(draft.to) };
}

export function maskedLetter(letter: OutboxView): OutboxView {
  return {
    ...letter,
    subject: null,
    to: maskedRecipients(letter.to),
    refused: maskedRecipients(letter.refused),
  };
}
