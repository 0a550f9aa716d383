import { expect, it } from "vitest";

import type { FolderRef, ThreadRef, ThreadRow } from "../../contract/contract";
import { correspondentMarks, correspondentName, rowName } from "./row-words";

const NOW = Date.parse("2026-11-24T10:58:00+01:00") / 1000;

function row(over: Partial<ThreadRow> = {}): ThreadRow {
  return {
    id: 1 as ThreadRef,
    folder: 1 as FolderRef,
    subject: "Retour à domicile collectif",
    from: { name: "CH de Val-Fleuri", address: "geriatrie@ch-val-fleuri.mssante.example" },
    outgoing: false,
    date: NOW - 16 * 60,
    unread: 1,
    starred: false,
    messages: 2,
    preview: "Bonjour",
    documents: ["cda"],
    marks: null,
    ...over,
  };
}

it("is said in one breath: unread, who, what, how many, which documents, when", () => {
  expect(rowName(row(), NOW)).toBe(
    "Non lu. CH de Val-Fleuri. Retour à domicile collectif. 2 messages. Document CDA. 10\u00a0h\u00a042.",
  );
});

it("says nothing of what is not there", () => {
  const quiet = row({ unread: 0, messages: 1, documents: [], subject: "" });
  expect(rowName(quiet, NOW)).toBe("CH de Val-Fleuri. Sans objet. 10\u00a0h\u00a042.");
});

it("never says the preview", () => {
  expect(rowName(row(), NOW)).not.toContain("Bonjour");
});

it("shows the address when there is no name, and to whom when it is our own", () => {
  const from = { name: "", address: "urgences@ch-val-fleuri.mssante.example" };
  expect([correspondentName(row({ from })), correspondentName(row({ from, outgoing: true }))]).toEqual([
    "urgences@ch-val-fleuri.mssante.example",
    "À urgences@ch-val-fleuri.mssante.example",
  ]);
});

it("says what is masked as masked, which is not the same as nothing", () => {
  const masked = row({ subject: null, from: { name: "G.\u00a0R.", address: "" }, preview: "", unread: 0, messages: 1 });
  expect(rowName(masked, NOW)).toBe("G.\u00a0R.. Objet masqué. Document CDA. 10\u00a0h\u00a042.");
});

it("marks what was looked for in the name, also behind the word before it", () => {
  const from = [{ start: 6, end: 15 }];
  const marks = { from, subject: [], preview: [] };
  const cut = (shown: ThreadRow) =>
    correspondentMarks(shown).map(({ start, end }) => correspondentName(shown).slice(start, end));
  expect(cut(row({ marks }))).toEqual(["Val-Fleur"]);
  expect(cut(row({ marks, outgoing: true }))).toEqual(["Val-Fleur"]);
  expect(cut(row({ marks, from: { name: "", address: "" } }))).toEqual([]);
  expect(cut(row())).toEqual([]);
});
