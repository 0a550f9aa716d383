import { expect, it } from "vitest";

import type { MailboxRef, ThreadsFound } from "../../contract/contract";
import { BrowserHost } from "../browser";
import { INFIRMERIE, SECRETARIAT } from "./house";

async function found(query: string, mailbox: MailboxRef = SECRETARIAT): Promise<ThreadsFound> {
  return new BrowserHost("").invoke("thread_search", { mailbox, query, limit: 200 });
}

/** Subjects found. */
async function subjects(query: string): Promise<Array<string | null>> {
  return (await found(query)).rows.map((row) => row.subject);
}

const RETURN = "Retour à domicile collectif : lettre de liaison";
const DLU = "Demande de DLU, patiente aux urgences";

it("words are found in any order, without their accents, the last one unfinished", async () => {
  expect(await subjects("collectif domi")).toEqual([RETURN]);
  expect(await subjects("PLURIDISCIPLINAIRE evaluation")).toEqual(["Évaluation pluridisciplinaire"]);
  expect(await subjects("domi collectif")).toEqual([]);
  expect(await subjects("« domicile collectif »")).toEqual([RETURN]);
});

it("operators look in their own place", async () => {
  expect(await subjects("de:fabre")).toEqual(["Re : Renouvellement de traitement"]);
  expect(await subjects('de:"Fabre Hélène"')).toEqual(["Re : Renouvellement de traitement"]);
  expect(await subjects("à:geriatrie")).toEqual(["DLU de Mme Garnier"]);
  expect(await subjects("objet:liaison")).toEqual([RETURN]);
  expect(await subjects("non:lu urgences")).toEqual([DLU]);
  expect(await subjects("pj:xdm")).toEqual(["Compte rendu d’examens de biologie"]);
  expect(await subjects("pj:non de:urgences")).toEqual([DLU]);
  expect(await subjects("dlu avant:20/11/2026")).toEqual(["DLU de Mme Garnier"]);
  expect(await subjects("dlu après:aujourd’hui")).toEqual([DLU]);
});

it("an operator typed halfway restricts nothing, and an unknown one is a word", async () => {
  const everything = (await subjects("de:")).length;
  expect(everything).toBeGreaterThan(50);
  expect((await subjects("avant:20")).length).toBe(everything);
  expect((await subjects("dlu non:l")).length).toBe(2);
  expect(await subjects("sujet:liaison")).toEqual([]);
  expect(await subjects(" - ")).toEqual([]);
});

it("another mailbox is named by a word of its name or address", async () => {
  expect((await found("boîte:infirm")).mailbox).toBe(INFIRMERIE);
  expect((await found("boite:infirmerie rupture")).total).toBe(1);
  expect((await found("boîte:tilleuls liaison")).mailbox).toBe(SECRETARIAT);
  expect((await found("boîte:ailleurs liaison")).total).toBe(0);
});

it("what was looked for is marked as it is written", async () => {
  const [row] = (await found("evaluation dossier de:mdph")).rows;
  const cut = (text: string, marks: ReadonlyArray<{ start: number; end: number }> = []) =>
    marks.map(({ start, end }) => text.slice(start, end));
  expect(cut(row?.subject ?? "", row?.marks?.subject)).toEqual(["Évaluation"]);
  expect(cut(row?.preview ?? "", row?.marks?.preview)).toEqual(["dossier"]);
  expect(cut(row?.from.name ?? "", row?.marks?.from)).toEqual(["MDPH"]);
});
