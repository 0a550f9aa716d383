/** What the window knows of the document it reads: whether it could be opened, its pages, what was looked for in it. */
import { below } from "./address";
import type { Size } from "./layout";
import { MAX_PAGES, Pdf, Refused } from "./pdf";
import { type Hit, type Piece, PageText } from "./search";

/** Places found, at most. */
const MAX_FOUND = 5_000;

export type Progress = "opening" | "shown" | "locked" | "wrong_password" | "broken" | "gone";

/** A page as far as it is known. */
export type PageSize = Size & { scale: number };

export interface Found extends Hit {
  /** On which page, from 0. */
  page: number;
}

export class Reader {
  progress = $state.raw<Progress>("opening");
  /** One for each page that can be read. */
  sizes = $state.raw<readonly PageSize[]>([]);
  /** Pages the document says it has. */
  pages = $state.raw(0);
  found = $state.raw<readonly Found[]>([]);
  /** Which of those found is the one looked at, from 0. */
  current = $state.raw(0);
  finding = $state.raw(false);

  #pdf: Pdf | undefined;
  #sought = 0;
  #learned = new Set<number>();
  #texts = new Map<number, Piece[]>();

  get pdf(): Pdf | undefined {
    return this.#pdf;
  }

  /** Asks the shell for the bytes and opens them. They are asked for again when a password is given: pdf.js keeps what it got. */
  async open(password?: string): Promise<void> {
    const answer = await fetch(below("file")).catch(() => undefined);
    if (answer?.ok !== true) {
      this.progress = "gone";
      return;
    }
    const bytes = new Uint8Array(await answer.arrayBuffer());
    try {
      this.#pdf = await Pdf.open(bytes, password);
      const first = await this.#pdf.size(0);
      this.pages = this.#pdf.pages;
      this.sizes = Array.from({ length: Math.min(this.pages, MAX_PAGES) }, () => first);
      this.progress = "shown";
    } catch (fault) {
      this.progress = fault instanceof Refused ? fault.refusal : "broken";
    }
  }

  /** Learns how large the pages `first` to `last` are. */
  async learn(first: number, last: number): Promise<void> {
    const news: [number, PageSize][] = [];
    for (let index = first; index <= last; index += 1) {
      if (this.#pdf !== undefined && !this.#learned.has(index)) {
        this.#learned.add(index);
        const size = await this.#pdf.size(index).catch(() => undefined);
        const known = this.sizes[index];
        if (size !== undefined && known !== undefined && (size.width !== known.width || size.height !== known.height)) {
          news.push([index, size]);
        }
      }
    }
    if (news.length > 0) {
      const sizes = [...this.sizes];
      for (const [index, size] of news) {
        sizes[index] = size;
      }
      this.sizes = sizes;
    }
  }

  /** Looks for `typed` on every page, from the page at `from` on, and shows the first place at once. */
  async find(typed: string, from: number): Promise<void> {
    this.#sought += 1;
    const sought = this.#sought;
    this.found = [];
    this.current = 0;
    this.finding = typed.trim() !== "";
    const all: Found[] = [];
    for (let page = 0; this.finding && page < this.sizes.length && all.length < MAX_FOUND; page += 1) {
      const text = new PageText(await this.#text(page));
      if (sought !== this.#sought) {
        return;
      }
      const hits = text.find(typed);
      if (hits.length > 0) {
        all.push(...hits.map((hit) => ({ ...hit, page })));
        const next = all.findIndex((hit) => hit.page >= from);
        this.current = Math.max(next, 0);
        this.found = [...all];
      }
    }
    this.finding = false;
  }

  /** Goes to the next place found, or with `-1` to the one before, around the end. */
  step(by: 1 | -1): void {
    const count = this.found.length;
    this.current = count === 0 ? 0 : (this.current + by + count) % count;
  }

  async #text(page: number): Promise<Piece[]> {
    const known = this.#texts.get(page);
    if (known !== undefined) {
      return known;
    }
    const text = (await this.#pdf?.text(page).catch(() => [])) ?? [];
    this.#texts.set(page, text);
    return text;
  }
}
