/** A row of the list in words: for the eye line by line, and for the ear in one breath. */
import { moved, type Stretch } from "../../components/marked";
import type { DocumentKind, ThreadRow } from "../../contract/contract";
import { sayMoment } from "../../i18n/dates";
import { t, type MessageKey } from "../../i18n/i18n";

const KINDS: Record<DocumentKind, MessageKey> = {
  cda: "kind.cda",
  xdm: "kind.xdm",
  pdf: "kind.pdf",
  image: "kind.image",
  video: "kind.video",
  audio: "kind.audio",
  text: "kind.text",
  office: "kind.office",
  archive: "kind.archive",
  other: "kind.other",
};

export function kindName(kind: DocumentKind): string {
  return t(KINDS[kind]);
}

/** Who it is with: the display name, else the address. */
export function correspondentName(row: Pick<ThreadRow, "from" | "outgoing">): string {
  const name = row.from.name === "" ? row.from.address : row.from.name;
  if (name === "") {
    return t("row.nobody");
  }
  return row.outgoing ? t("row.to", { name }) : name;
}

/** Where what was looked for stands in that name. */
export function correspondentMarks(row: Pick<ThreadRow, "from" | "outgoing" | "marks">): readonly Stretch[] {
  const name = row.from.name === "" ? row.from.address : row.from.name;
  return name === "" ? [] : moved(row.marks?.from ?? [], correspondentName(row).indexOf(name));
}

/** What it is about; the engine does not tell while the screen is discreet. */
export function subjectOf({ subject }: Pick<ThreadRow, "subject">): string {
  if (subject === null) {
    return t("discreet.subject");
  }
  return subject === "" ? t("row.no_subject") : subject;
}

/** « Non lu. CH de Val-Fleuri. Retour à domicile. 4 messages. Document CDA. 10 h 42. » */
export function rowName(row: ThreadRow, now: number): string {
  const parts = [
    row.unread > 0 ? t("row.unread") : "",
    row.starred ? t("row.starred") : "",
    correspondentName(row),
    subjectOf(row),
    row.messages > 1 ? t("list.messages", { count: row.messages }) : "",
    ...row.documents.map(kindName),
    sayMoment(row.date, now),
  ];
  return parts
    .filter((part) => part !== "")
    .map((part) => `${part}.`)
    .join(" ");
}
