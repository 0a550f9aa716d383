/**
 * Every error in words: what happened, what is safe, what to do. The table is exhaustive over `ErrorCode`, so a code of the
 * engine without its French sentence does not compile.
 */
import type { ApiError, ErrorCode, ServerFault } from "../contract/contract";
import { tError, type ErrorKey } from "../i18n/errors";
import { saySize } from "../i18n/sizes";

/** How loud it is: neutral (nothing to do), warn (soon), danger (stopped). */
export type Tone = "neutral" | "warn" | "danger";

/** What can be offered; the place that shows the error decides which of these it can do. */
export type Remedy = "retry" | "see_outbox" | "enter_password";

export interface Sentence {
  readonly title: string;
  readonly what: string | undefined;
  readonly safe: string;
  readonly todo: string;
  readonly tone: Tone;
  readonly remedies: readonly Remedy[];
}

/** What the page knows beside the error: since when, how many wait, when it is tried next. Already in words. */
export interface Circumstances {
  readonly since?: string;
  readonly waiting?: number;
  readonly next?: string;
  readonly partial?: boolean;
}

export function describe(problem: ApiError, around: Circumstances = {}): Sentence {
  return SENTENCES[problem.code](problem.params, around);
}

type Blanks = Readonly<Record<string, string | undefined>>;
type Writer = (blanks: Blanks, around: Circumstances) => Sentence;

/** What a sentence says otherwise than the plain entries of the catalogue. */
type Words = { readonly [K in "title" | "what" | "safe" | "todo"]?: string | undefined } & {
  readonly remedies?: readonly Remedy[];
};

function written(code: ErrorCode, tone: Tone, words: Words): Sentence {
  return {
    title: words.title ?? tError(`error.${code}.title`),
    what: words.what,
    safe: words.safe ?? tError(`error.${code}.safe`),
    todo: words.todo ?? tError(`error.${code}.todo`),
    tone,
    remedies: words.remedies ?? [],
  };
}

/** For the sentences that have no blank. */
function plain(code: ErrorCode, tone: Tone, what?: ErrorKey, remedies: readonly Remedy[] = []): Writer {
  return () => written(code, tone, { what: what === undefined ? undefined : tError(what), remedies });
}

/** The sentence of `key` if the blank is known. */
function ifKnown(key: ErrorKey, name: string, value: string | undefined): string | undefined {
  return value === undefined || value === "" ? undefined : tError(key, { [name]: value });
}

const count = (blanks: Blanks): number => Math.max(1, Number(blanks["count"] ?? 1));

/** For what keeps letters waiting: since when, and how many. */
function cutOff(
  code: "offline" | "server_unreachable" | "unknown_host",
  tone: Tone,
  { since, waiting = 0 }: Circumstances,
  what?: string,
): Sentence {
  return written(code, tone, {
    title: since === undefined ? undefined : tError(`error.${code}.title_since`, { since }),
    what,
    safe: waiting === 0 ? undefined : tError(`error.${code}.safe_waiting`, { waiting }),
    remedies: waiting === 0 ? ["retry"] : ["see_outbox", "retry"],
  });
}

const SENTENCES: Record<ErrorCode, Writer> = {
  offline: (_, around) => cutOff("offline", "neutral", around),
  server_unreachable: ({ host }, around) =>
    cutOff("server_unreachable", "warn", around, ifKnown("error.server_unreachable.what", "host", host)),
  unknown_host: ({ host }, around) =>
    cutOff("unknown_host", "warn", around, ifKnown("error.unknown_host.what", "host", host)),
  server_untrusted: ({ host = "", fault }) =>
    written("server_untrusted", "danger", {
      title: fault === "revoked" ? tError("error.server_untrusted.title_revoked") : undefined,
      what: tError("error.server_untrusted.what", { host, fault: tError(faultKey(fault)) }),
      todo: fault === "revoked" ? tError("error.server_untrusted.todo_revoked") : undefined,
      remedies: ["retry"],
    }),
  revocation_unknown: ({ host = "", list_host: listHost }) =>
    written("revocation_unknown", "danger", {
      what: tError("error.revocation_unknown.what", { host }),
      todo: ifKnown("error.revocation_unknown.todo_list", "host", listHost),
      remedies: ["retry"],
    }),
  authority_counterfeit: ({ name }) =>
    written("authority_counterfeit", "danger", { what: ifKnown("error.authority_counterfeit.what", "name", name) }),
  authority_missing: plain("authority_missing", "danger", "error.authority_missing.what"),
  server_misbehaves: ({ host }) =>
    written("server_misbehaves", "danger", {
      what: ifKnown("error.server_misbehaves.what", "host", host),
      remedies: ["retry"],
    }),
  server_refused: ({ reply }) =>
    written("server_refused", "warn", {
      what: ifKnown("error.server_refused.what", "reply", reply),
      remedies: ["retry"],
    }),
  auth_failed: plain("auth_failed", "danger", undefined, ["enter_password"]),
  password_needed: plain("password_needed", "warn", undefined, ["enter_password"]),
  send_failed: (_, { next }) =>
    written("send_failed", "danger", {
      what: tError("error.send_failed.what"),
      todo: ifKnown("error.send_failed.todo_next", "next", next),
      remedies: ["see_outbox"],
    }),
  send_unknown: plain("send_unknown", "warn", undefined, ["see_outbox"]),
  letter_refused: ({ reply }) =>
    written("letter_refused", "danger", {
      what: ifKnown("error.letter_refused.what", "reply", reply),
      remedies: ["see_outbox"],
    }),
  recipient_refused: (blanks, { partial }) =>
    written("recipient_refused", "danger", {
      title: tError("error.recipient_refused.title", { count: count(blanks) }),
      what: tError("error.recipient_refused.what"),
      safe: partialKey(partial),
      remedies: ["see_outbox"],
    }),
  recipient_invalid: (blanks) =>
    written("recipient_invalid", "danger", {
      title: tError("error.recipient_invalid.title", { count: count(blanks) }),
    }),
  recipient_missing: plain("recipient_missing", "danger"),
  too_large: ({ excess }) =>
    written("too_large", "danger", {
      title: excess === undefined ? undefined : tError("error.too_large.title_by", { excess: saySize(Number(excess)) }),
    }),
  attachment_unreadable: plain("attachment_unreadable", "danger"),
  attachment_damaged: plain("attachment_damaged", "warn"),
  attachment_too_heavy: ({ limit }) =>
    written("attachment_too_heavy", "neutral", {
      what:
        limit === undefined ? undefined : tError("error.attachment_too_heavy.what", { limit: saySize(Number(limit)) }),
    }),
  save_failed: plain("save_failed", "danger"),
  no_browser: plain("no_browser", "warn"),
  printer_missing: plain("printer_missing", "warn"),
  print_failed: plain("print_failed", "danger"),
  print_unsupported: plain("print_unsupported", "neutral"),
  text_too_long: plain("text_too_long", "danger"),
  gesture_refused: ({ reply }) =>
    written("gesture_refused", "warn", { what: ifKnown("error.gesture_refused.what", "reply", reply) }),
  draft_not_copied: ({ reply }) =>
    written("draft_not_copied", "warn", { what: ifKnown("error.draft_not_copied.what", "reply", reply) }),
  name_taken: plain("name_taken", "warn"),
  folder_name_unusable: plain("folder_name_unusable", "warn"),
  folder_fixed: plain("folder_fixed", "warn"),
  folder_place: plain("folder_place", "warn"),
  folder_not_empty: plain("folder_not_empty", "warn"),
  profile_unusable: plain("profile_unusable", "danger", "error.profile_unusable.what"),
  provisioning_missing: ({ path }) =>
    written("provisioning_missing", "danger", {
      what: ifKnown("error.provisioning_missing.what_path", "path", path) ?? tError("error.provisioning_missing.what"),
    }),
  provisioning_invalid: (blanks) => written("provisioning_invalid", "danger", { what: provisioningFault(blanks) }),
  profile_in_use: plain("profile_in_use", "warn", "error.profile_in_use.what"),
  keyring_missing: plain("keyring_missing", "danger", "error.keyring_missing.what"),
  keyring_gone: plain("keyring_gone", "danger", "error.keyring_gone.what"),
  keyring_locked: plain("keyring_locked", "warn", "error.keyring_locked.what"),
  key_lost: plain("key_lost", "danger", "error.key_lost.what"),
  keys_damaged: plain("keys_damaged", "danger", "error.keys_damaged.what"),
  passphrase_needed: plain("passphrase_needed", "neutral", "error.passphrase_needed.what"),
  passphrase_wrong: plain("passphrase_wrong", "danger"),
  passphrase_weak: plain("passphrase_weak", "danger"),
  locked: plain("locked", "neutral"),
  code_needed: plain("code_needed", "neutral"),
  code_wrong: plain("code_wrong", "danger"),
  code_weak: plain("code_weak", "danger"),
  store_damaged: plain("store_damaged", "danger"),
  store_newer: plain("store_newer", "danger"),
  disk_full: plain("disk_full", "danger"),
  message_not_loaded: plain("message_not_loaded", "neutral"),
  text_refused: plain("text_refused", "warn"),
  gone: plain("gone", "neutral", "error.gone.what"),
  draft_conflict: plain("draft_conflict", "warn"),
  too_late_to_withdraw: plain("too_late_to_withdraw", "neutral"),
  setting_fixed: plain("setting_fixed", "neutral"),
  bad_request: plain("bad_request", "danger"),
  internal: plain("internal", "danger"),
};

const FAULTS: Record<ServerFault, ErrorKey> = {
  unknown_issuer: "error.fault.unknown_issuer",
  expired: "error.fault.expired",
  not_yet_valid: "error.fault.not_yet_valid",
  wrong_name: "error.fault.wrong_name",
  revoked: "error.fault.revoked",
  other: "error.fault.other",
};

function faultKey(fault: string | undefined): ErrorKey {
  return fault !== undefined && Object.hasOwn(FAULTS, fault) ? FAULTS[fault as ServerFault] : FAULTS.other;
}

function partialKey(partial: boolean | undefined): string {
  if (partial === undefined) {
    return tError("error.recipient_refused.safe");
  }
  return partial ? tError("error.recipient_refused.safe_partial") : tError("error.recipient_refused.safe_none");
}

/** What is wrong with the file, and the blank that says where. */
const PROVISIONING_FAULTS: Readonly<Record<string, readonly [ErrorKey, "line" | "key" | undefined]>> = {
  truncated: ["error.provisioning_invalid.what_truncated", "line"],
  not_json: ["error.provisioning_invalid.what_not_json", "line"],
  unknown_key: ["error.provisioning_invalid.what_unknown_key", "key"],
  bad_value: ["error.provisioning_invalid.what_bad_value", "key"],
  duplicate: ["error.provisioning_invalid.what_duplicate", "key"],
  later_schema: ["error.provisioning_invalid.what_later_schema", undefined],
  unreadable: ["error.provisioning_invalid.what_unreadable", undefined],
};

function provisioningFault(blanks: Blanks): string {
  const reason = blanks["reason"] ?? "";
  const [key, blank] = (Object.hasOwn(PROVISIONING_FAULTS, reason) ? PROVISIONING_FAULTS[reason] : undefined) ?? [];
  const said = key === undefined || blank === undefined ? key && tError(key) : ifKnown(key, blank, blanks[blank]);
  return said ?? tError("error.provisioning_invalid.what");
}
