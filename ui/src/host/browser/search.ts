/** The search of the in-memory engine: the words and operators of the real one, on letters that are few. */
import type { MailboxRef, RowMarks, TextMark, ThreadRow, ThreadsFound } from "../../contract/contract";
import type { Asked } from "../host";
import { plain } from "./fold";
import { NOW } from "./house";
import type { FakeThread } from "./letters";
import type { World } from "./world";

type Place = "anywhere" | "de" | "a" | "objet" | "pj";

interface Term {
  readonly place: Place;
  readonly words: readonly string[];
  readonly unfinished: boolean;
}

interface Query {
  readonly terms: Term[];
  since: number;
  until: number;
  unread: boolean;
  files: boolean | undefined;
  mailbox: string;
  /** An operator without its value: everything is let through until it has one. */
  halfway: boolean;
}

const ITEM = /([\p{L}\p{M}]+):(?=\s|$)|(?:([\p{L}\p{M}]+):)?(?:["«“]([^"»”]*)(["»”]?)|([^\s"«»“”]+))/gu;
const WORD = /[\p{L}\p{N}\p{M}]+/gu;
const OPERATORS = new Set(["de", "a", "objet", "pj", "avant", "apres", "non", "boite"]);

interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const fold = (text: string) => plain(text).replaceAll("œ", "oe").replaceAll("æ", "ae");

function wordsOf(text: string): Word[] {
  return Array.from(text.matchAll(WORD), (found) => ({
    text: fold(found[0]),
    start: found.index,
    end: found.index + found[0].length,
  }));
}

/** Where a term stands, from its first word to its last. */
function placesIn(term: Term, words: readonly Word[]): TextMark[] {
  const last = term.words.length - 1;
  const fits = (word: string, sought: string, at: number) =>
    at === last && term.unfinished ? word.startsWith(sought) : word === sought;
  return words.flatMap(({ start }, first) => {
    const window = words.slice(first, first + term.words.length);
    const end = window.at(-1)?.end ?? 0;
    const stands = window.length > last && window.every(({ text: word }, at) => fits(word, term.words[at] ?? "", at));
    return stands ? [{ start, end }] : [];
  });
}

/** When a year, month or day begins, in seconds since 1970; the house lives in Paris, in winter. */
function beginning(text: string, now: number): number | undefined {
  const day = (back: number) => Math.floor((now + 3600) / 86_400 - back) * 86_400 - 3600;
  const named = { aujourdhui: 0, hier: 1, avanthier: 2 }[text.replace(/[^a-z]/g, "")];
  if (named !== undefined) {
    return day(named);
  }
  const found =
    /^(?<y>\d{4})(?:-(?<m>\d\d?))?(?:-(?<d>\d\d?))?$/.exec(text) ??
    /^(?:(?<d>\d\d?)\/)?(?<m>\d\d?)\/(?<y>\d{4})$/.exec(text);
  const { y, m = "1", d = "1" } = found?.groups ?? {};
  return y === undefined ? undefined : Date.UTC(Number(y), Number(m) - 1, Number(d)) / 1000 - 3600;
}

function understood(typed: string, now: number): Query {
  const query: Query = {
    terms: [],
    since: -Infinity,
    until: Infinity,
    unread: false,
    files: undefined,
    mailbox: "",
    halfway: false,
  };
  for (const found of typed.matchAll(ITEM)) {
    const [whole, alone, before = "", quoted, closing, plainWord] = found;
    const operator = fold(alone ?? before);
    const open = found.index + whole.length === typed.length && closing !== '"' && closing !== "»";
    take(query, OPERATORS.has(operator) ? operator : "", quoted ?? plainWord ?? "", { whole, open, now });
  }
  return query;
}

interface Around {
  readonly whole: string;
  readonly open: boolean;
  readonly now: number;
}

function take(query: Query, operator: string, value: string, { whole, open, now }: Around): void {
  const text = fold(value);
  const begin = beginning(text, now);
  const add = (place: Place, said: string) => {
    const words = wordsOf(said).map((word) => word.text);
    if (words.length > 0) {
      query.terms.push({ place, words, unfinished: open && (words.at(-1)?.length ?? 0) > 1 });
    }
  };
  if (operator === "") {
    add("anywhere", whole);
  } else if (operator === "pj" && ["", "oui", "non"].includes(text)) {
    query.files = text !== "non";
  } else if (text === "" || (open && text.length === 1)) {
    query.halfway = true;
  } else if (operator === "de" || operator === "a") {
    value.split(/\s+/).forEach((piece) => add(operator, piece));
  } else if (operator === "objet" || operator === "pj") {
    add(operator, value);
  } else if (operator === "boite") {
    query.mailbox = text;
  } else if (operator === "non" && /^lue?s?$/.test(text)) {
    query.unread = true;
  } else if (operator === "avant" && begin !== undefined) {
    query.until = Math.min(query.until, begin);
  } else if (operator === "apres" && begin !== undefined) {
    query.since = Math.max(query.since, begin);
  } else if (open) {
    query.halfway = true;
  } else {
    add("anywhere", whole);
  }
}

const asksNothing = (query: Query) =>
  query.terms.length === 0 &&
  !query.halfway &&
  !query.unread &&
  query.files === undefined &&
  query.mailbox === "" &&
  query.since === -Infinity &&
  query.until === Infinity;

/** Tens of thousands of letters are made of a few texts. */
function remembering(): (text: string) => readonly Word[] {
  const known = new Map<string, readonly Word[]>();
  return (text) => {
    const words = known.get(text) ?? wordsOf(text);
    known.set(text, words);
    return words;
  };
}

interface Letter {
  readonly thread: FakeThread;
  readonly row: ThreadRow;
  readonly own: string;
}

function suits(query: Query, { thread, row, own }: Letter, words: (text: string) => readonly Word[]): boolean {
  const other = `${row.from.address}\n${row.from.name}`;
  const [sender, recipients] = row.outgoing ? [own, other] : [other, own];
  const texts: Record<Place, string> = {
    anywhere: `${other}\n${own}\n${thread.subject}\n${thread.preview}`,
    de: sender,
    a: recipients,
    objet: thread.subject,
    pj: thread.documents.join("\n"),
  };
  return (
    query.terms.every((term) => placesIn(term, words(texts[term.place])).length > 0) &&
    row.date >= query.since &&
    row.date < query.until &&
    (!query.unread || row.unread > 0) &&
    (query.files === undefined || query.files === thread.documents.length > 0)
  );
}

function marksOf(query: Query, row: ThreadRow): RowMarks {
  const of = (text: string, places: readonly Place[]) =>
    query.terms
      .filter(({ place }) => places.includes(place))
      .flatMap((term) => placesIn(term, wordsOf(text)))
      .sort((a, b) => a.start - b.start)
      .filter((mark, at, all) => mark.start >= (all[at - 1]?.end ?? 0));
  return {
    from: of(row.from.name === "" ? row.from.address : row.from.name, ["anywhere", "de", "a"]),
    subject: of(row.subject ?? "", ["anywhere", "objet"]),
    preview: of(row.preview, ["anywhere"]),
  };
}

/** The mailbox that is searched: the open one unless `boîte:` means another; nothing when it means none. */
function searched(world: World, open: MailboxRef, wanted: string): MailboxRef | undefined {
  const meant = world.app.mailboxes.filter(({ label, address }) =>
    wordsOf(wanted).every((word) => wordsOf(`${label} ${address}`).some(({ text }) => text.startsWith(word.text))),
  );
  return wanted === "" || meant.some(({ id }) => id === open) ? open : meant[0]?.id;
}

/** Answers `thread_search`; `shown` gives the row of a conversation as the page may see it. */
export function search(
  world: World,
  { mailbox: open, query: typed, limit }: Asked<"thread_search">,
  rowOf: (thread: FakeThread) => ThreadRow,
  shown: (row: ThreadRow) => ThreadRow,
): ThreadsFound {
  const query = understood(typed, NOW);
  const mailbox = searched(world, open, query.mailbox);
  if (mailbox === undefined || asksNothing(query)) {
    return { mailbox: open, total: 0, rows: [], complete: true };
  }
  const own = world.app.mailboxes.find(({ id }) => id === mailbox)?.address ?? "";
  const words = remembering();
  const rows = world.threads
    .filter((thread) => thread.mailbox === mailbox)
    .map((thread) => ({ thread, row: rowOf(thread), own }))
    .filter((letter) => suits(query, letter, words))
    .map(({ row }) => shown(row))
    .sort((a, b) => b.date - a.date)
    .slice(0, limit)
    .map((row) => ({ ...row, marks: marksOf(query, row) }));
  return { mailbox, total: rows.length, rows, complete: !world.impatient };
}
