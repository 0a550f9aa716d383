/** « Avant l’envoi »: what is verified on every letter. Failures first; a doubt can be confirmed, a fault cannot. */
import type { Recipient } from "../../contract/contract";
import { t } from "../../i18n/i18n";
import { saySize } from "../../i18n/sizes";
import { unfilledFields } from "./templates";

export type CheckCode = "recipients_present" | "recipients_valid" | "size_ok" | "attachments_match" | "fields_filled";

export interface Check {
  readonly code: CheckCode;
  readonly level: "blocks" | "confirm" | "ok";
  readonly title: string;
  readonly detail?: string;
  /** A doubt somebody confirmed. */
  readonly settled?: boolean;
}

export interface Letter {
  readonly recipients: readonly Recipient[];
  /** What the person wrote, without what is quoted. */
  readonly text: string;
  readonly files: number;
  /** Bytes of the files once encoded. */
  readonly encodedSize: number;
  /** The most the operator takes, bytes once encoded; unknown until first connected. */
  readonly sizeLimit: number | null;
  readonly confirmed: ReadonlySet<CheckCode>;
}

/** Bytes on the wire for each byte of a file: base64 in lines of 76 characters (RFC 2045 §6.8). */
const ENCODING = 78 / 57;

/** What a size on the wire is in a person's own files. */
export function asFiles(encoded: number): number {
  return encoded / ENCODING;
}

const ANNOUNCES_FILE = /pi[eè]ces?[\s\u00a0]+jointes?|ci[-\u2011]joint(e|s|es)?\b|\ben[\s\u00a0]+PJ\b/iu;

export function presendChecks(letter: Letter): Check[] {
  const checks = [
    recipientsPresent(letter),
    recipientsValid(letter),
    sizeOk(letter),
    attachmentsMatch(letter),
    fieldsFilled(letter),
  ];
  const order = { blocks: 0, confirm: 1, ok: 2 };
  return checks.filter((check) => check !== undefined).sort((a, b) => order[a.level] - order[b.level]);
}

/** Those that still keep the letter from leaving. */
export function pending(checks: readonly Check[]): Check[] {
  return checks.filter((check) => check.level !== "ok" && check.settled !== true);
}

function recipientsPresent({ recipients }: Letter): Check {
  const code = "recipients_present";
  const count = recipients.length;
  return count > 0
    ? { code, level: "ok", title: t("check.recipients_present.ok", { count }) }
    : {
        code,
        level: "blocks",
        title: t("check.recipients_present.fail"),
        detail: t("check.recipients_present.detail"),
      };
}

function recipientsValid({ recipients }: Letter): Check | undefined {
  const code = "recipients_valid";
  if (recipients.length === 0) {
    return undefined;
  }
  const wrong = recipients.filter((recipient) => !recipient.valid).map((recipient) => recipient.address);
  return wrong.length === 0
    ? { code, level: "ok", title: t("check.recipients_valid.ok") }
    : {
        code,
        level: "blocks",
        title: t("check.recipients_valid.fail", { count: wrong.length }),
        detail: t("check.recipients_valid.detail", { addresses: wrong.join(", ") }),
      };
}

function sizeOk({ encodedSize, sizeLimit }: Letter): Check {
  const code = "size_ok";
  if (sizeLimit === null) {
    return { code, level: "ok", title: t("check.size_ok.ok_unknown") };
  }
  const excess = encodedSize - sizeLimit;
  return excess <= 0
    ? { code, level: "ok", title: t("check.size_ok.ok") }
    : {
        code,
        level: "blocks",
        title: t("check.size_ok.fail", { excess: saySize(asFiles(excess)) }),
        detail: t("check.size_ok.detail"),
      };
}

function attachmentsMatch({ text, files, confirmed }: Letter): Check {
  const code = "attachments_match";
  if (files > 0 || !ANNOUNCES_FILE.test(text)) {
    return { code, level: "ok", title: t("check.attachments_match.ok", { count: files }) };
  }
  return {
    code,
    level: "confirm",
    title: t("check.attachments_match.fail"),
    detail: t("check.attachments_match.detail"),
    settled: confirmed.has(code),
  };
}

/** Only said when there is something to say: most letters start from no text. */
function fieldsFilled({ text, confirmed }: Letter): Check | undefined {
  const code = "fields_filled";
  const fields = unfilledFields(text);
  if (fields.length === 0) {
    return undefined;
  }
  return {
    code,
    level: "confirm",
    title: t("check.fields_filled.fail", { count: fields.length }),
    detail: t("check.fields_filled.detail", { fields: fields.join(", ") }),
    settled: confirmed.has(code),
  };
}
