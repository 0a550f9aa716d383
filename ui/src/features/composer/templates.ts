/** Texts to start from: their fields filled with what is known, and left visible with what is not. */
import { sayDay } from "../../i18n/dates";

/** What the fields of a text stand for where it is inserted. */
export interface Known {
  /** Seconds since 1970. */
  readonly now: number;
  /** Who is at the keyboard; empty when nobody said. */
  readonly person: string;
  readonly mailbox: string;
  readonly establishment: string;
}

const FIELD = /\{\{\s*([^{}]*?)\s*\}\}/gu;

/** A field one knows nothing to put in stays as it is written: it is seen, and « Avant l’envoi » asks about it. */
export function fillTemplate(text: string, known: Known): string {
  const values: Readonly<Record<string, string>> = {
    // A letter is read later: its date has its year.
    date: sayDay(known.now, 0),
    moi: known.person,
    boite: known.mailbox,
    etablissement: known.establishment,
  };
  return text.replace(FIELD, (field, name: string) => {
    const value = values[name.toLowerCase()];
    return value === undefined || value === "" ? field : value;
  });
}

/** The fields somebody still has to fill. */
export function unfilledFields(text: string): string[] {
  return [...new Set(Array.from(text.matchAll(FIELD), ([field]) => field))];
}

/** A node of the editor's document, as it takes them. */
export interface ParagraphNode {
  readonly type: "paragraph";
  readonly content?: ReadonlyArray<{ readonly type: "text"; readonly text: string }>;
}

/** One paragraph for each line: never markup, whatever was typed into the text. */
export function asParagraphs(text: string): ParagraphNode[] {
  return text
    .split("\n")
    .map((line) =>
      line === "" ? { type: "paragraph" } : { type: "paragraph", content: [{ type: "text", text: line }] },
    );
}
