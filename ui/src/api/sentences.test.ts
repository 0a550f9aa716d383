import { describe, expect, it } from "vitest";

import type { ApiError, ErrorCode } from "../contract/contract";
import { describe as inWords } from "./sentences";

/** Every code once; a code missing here does not compile, a code too many neither. */
const CODES: Record<ErrorCode, Record<string, string>> = {
  offline: {},
  server_unreachable: { host: "imap.operateur.example" },
  unknown_host: { host: "imap.operateur.example" },
  server_untrusted: { host: "imap.operateur.example", fault: "expired" },
  revocation_unknown: { host: "imap.operateur.example", list_host: "igc-sante.example" },
  authority_counterfeit: { name: "AC IGC-SANTE ELEMENTAIRE ORGANISATIONS" },
  authority_missing: {},
  server_misbehaves: { host: "imap.operateur.example" },
  server_refused: { reply: "NO [LIMIT] plus tard" },
  auth_failed: {},
  password_needed: {},
  send_failed: {},
  send_unknown: {},
  letter_refused: { reply: "552 interdit" },
  recipient_refused: { count: "2" },
  recipient_invalid: { count: "1" },
  recipient_missing: {},
  too_large: { excess: "2100000", limit: "10000000" },
  attachment_unreadable: {},
  attachment_damaged: {},
  attachment_too_heavy: { limit: "67108864" },
  save_failed: {},
  no_browser: {},
  printer_missing: {},
  print_failed: {},
  print_unsupported: {},
  text_too_long: {},
  gesture_refused: { reply: "NO [CANNOT]" },
  draft_not_copied: { reply: "NO [OVERQUOTA]" },
  name_taken: {},
  folder_name_unusable: {},
  folder_fixed: {},
  folder_place: {},
  folder_not_empty: {},
  profile_unusable: {},
  provisioning_missing: { path: "/etc/estafette/etablissement.toml" },
  provisioning_invalid: { reason: "unknown_key", key: "mailboxes[0].imap.prot" },
  profile_in_use: {},
  keyring_missing: {},
  keyring_gone: {},
  keyring_locked: {},
  key_lost: {},
  keys_damaged: {},
  passphrase_needed: {},
  passphrase_wrong: { wait: "2" },
  passphrase_weak: {},
  locked: {},
  code_needed: {},
  code_wrong: { wait: "4" },
  code_weak: {},
  store_damaged: {},
  store_newer: {},
  disk_full: {},
  message_not_loaded: {},
  text_refused: {},
  gone: {},
  draft_conflict: {},
  too_late_to_withdraw: {},
  setting_fixed: {},
  bad_request: {},
  internal: {},
};

const problem = (code: ErrorCode, params: Record<string, string> = {}): ApiError => ({
  code,
  params,
  report_id: "abcd1234",
});

describe("every error of the engine", () => {
  it.each(Object.entries(CODES) as [ErrorCode, Record<string, string>][])("%s has its three parts", (code, params) => {
    const { title, safe, todo } = inWords(problem(code, params));
    expect([title, safe, todo].map((part) => part.length > 8 && !part.includes("{"))).toEqual([true, true, true]);
  });

  it.each(Object.keys(CODES) as ErrorCode[])("%s is said even when the engine gives no parameter", (code) => {
    expect(() => inWords(problem(code))).not.toThrow();
  });
});

describe("the blanks of a sentence", () => {
  it("says since when there is no network, and how many letters wait", () => {
    const { title, safe } = inWords(problem("offline"), { since: "10 h 42", waiting: 2 });
    expect([title, safe]).toEqual([
      "Pas de réseau depuis 10 h 42",
      "Vous pouvez lire et écrire. 2 messages attendent et partiront tout seuls.",
    ]);
  });

  it("offers the waiting letters only when some wait", () => {
    expect(inWords(problem("offline")).remedies).toEqual(["retry"]);
  });

  it("says why a certificate proves nothing", () => {
    expect(inWords(problem("server_untrusted", { host: "imap.example", fault: "wrong_name" })).what).toContain(
      "un autre serveur",
    );
  });

  it("says that a certificate was revoked, and who publishes the list that is missing", () => {
    const revoked = inWords(problem("server_untrusted", { host: "imap.example", fault: "revoked" }));
    expect(revoked.title).toContain("annulé");
    expect(revoked.todo).not.toContain("Réessayez");
    const unknown = inWords(problem("revocation_unknown", { host: "imap.example", list_host: "igc-sante.example" }));
    expect(unknown.what).toContain("imap.example");
    expect(unknown.todo).toContain("publiée par igc-sante.example");
    expect(inWords(problem("revocation_unknown", { host: "imap.example" })).todo).not.toContain("{");
  });

  it("does not stumble on a fault it does not know", () => {
    expect(inWords(problem("server_untrusted", { host: "imap.example", fault: "toString" })).what).toContain(
      "pas utilisable",
    );
  });

  it("quotes the words of the server", () => {
    expect(inWords(problem("letter_refused", { reply: "552 interdit" })).what).toContain("«\u00a0552 interdit\u00a0»");
  });

  it("says by how much a letter is too heavy", () => {
    expect(inWords(problem("too_large", { excess: "2100000" })).title).toBe("Message trop lourd de 2,1\u00a0Mo");
  });

  it("says when it is tried next", () => {
    expect(inWords(problem("send_failed"), { next: "11 h 03" }).todo).toBe("Nouvel essai à 11 h 03.");
  });

  it.each(["server_unreachable", "unknown_host"] as const)(
    "says of %s since when, and how many letters wait",
    (code) => {
      const { title, safe, remedies } = inWords(problem(code), { since: "10 h 42", waiting: 2 });
      expect(title).toMatch(/ depuis 10 h 42$/);
      expect(safe).toMatch(/2 messages attendent et partiront tout seuls\.$/);
      expect(remedies).toEqual(["see_outbox", "retry"]);
    },
  );

  it("quotes the words of the server that refused a gesture", () => {
    expect(inWords(problem("gesture_refused", { reply: "NO [CANNOT]" })).what).toContain("«\u00a0NO [CANNOT]\u00a0»");
  });

  it.each([
    ["truncated", { line: "41" }, "Il s’arrête à la ligne 41, avant la fin."],
    ["not_json", { line: "12" }, "Une faute d’écriture à la ligne 12 empêche de le lire."],
    ["unknown_key", { key: "imap.prot" }, "Estafette ne connaît pas l’indication «\u00a0imap.prot\u00a0»."],
    ["bad_value", { key: "imap.port" }, "La valeur de «\u00a0imap.port\u00a0» ne convient pas."],
    ["duplicate", { key: "imap.host" }, "L’indication «\u00a0imap.host\u00a0» y figure deux fois."],
    ["later_schema", {}, "Il a été écrit pour une version plus récente d’Estafette."],
    ["unreadable", {}, "Ce poste ne permet pas de le lire."],
    ["toString", {}, "Il contient une erreur."],
  ])("says what is wrong with an installation file that is %s", (reason, rest, what) => {
    expect(inWords(problem("provisioning_invalid", { reason, ...rest })).what).toBe(what);
  });

  it.each(["letter_refused", "recipient_refused"] as const)(
    "says of %s that the letter is among the drafts",
    (code) => {
      expect(inWords(problem(code), { partial: false }).safe).toContain("dans Brouillons");
    },
  );

  it("tells apart a letter refused for some and for all", () => {
    const safe = (partial: boolean): string => inWords(problem("recipient_refused", { count: "1" }), { partial }).safe;
    expect(safe(true)).not.toBe(safe(false));
  });
});
