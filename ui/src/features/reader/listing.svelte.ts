/**
 * The conversations of the list, asked by pages as they come into sight, and which of them is the active one. The active
 * conversation is remembered by what it is, not where it is: arrivals above it move it down and nothing else.
 */
import { untrack } from "svelte";

import type { Api } from "../../api/api";
import type { Outcome } from "../../api/failure";
import type { Query } from "../../api/query";
import type {
  ApiError,
  FolderRef,
  MailboxRef,
  ThreadFilter,
  ThreadPage,
  ThreadRef,
  ThreadRow,
  ThreadsFound,
} from "../../contract/contract";

export type Source =
  | { readonly kind: "folder"; readonly mailbox: MailboxRef; readonly folder: FolderRef; readonly filter: ThreadFilter }
  | { readonly kind: "search"; readonly mailbox: MailboxRef; readonly query: string };

/** A conversation and the folder it is seen from. */
export interface Chosen {
  readonly thread: ThreadRef;
  readonly folder: FolderRef;
}

/** Rows of one page, the most the engine gives. A search shows one page. */
const PAGE = 200;

interface Active {
  readonly id: ThreadRef;
  readonly index: number;
  /** It left the list; `index` is where it was, now the place of the one after it. */
  readonly gone: boolean;
}

export class Listing {
  readonly #api: Api;
  readonly #source: () => Source | undefined;
  #active = $state.raw<Active | undefined>();
  /** The row being gone to while its page is read. */
  #ahead: { readonly index: number } | undefined;

  constructor(api: Api, source: () => Source | undefined) {
    this.#api = api;
    this.#source = source;
  }

  readonly total: number | undefined = $derived.by(() => {
    const total = this.#page(0)?.data?.total;
    return total === undefined || this.#source()?.kind === "folder" ? total : Math.min(total, PAGE);
  });

  /** The other mailbox that `boîte:` names: its rows are shown once it is the one that is open. */
  readonly elsewhere: MailboxRef | undefined = $derived.by(() => {
    const [source, found] = [this.#source(), this.#search()?.data];
    return found === undefined || found.mailbox === source?.mailbox ? undefined : found.mailbox;
  });

  /** The search stopped before the oldest letters. */
  readonly cutShort: boolean = $derived.by(() => this.#search()?.data?.complete === false);

  /** A search that found more than it shows. */
  readonly full: boolean = $derived.by(() => (this.#search()?.data?.total ?? 0) >= PAGE);

  /** Why the first page could not be had. */
  readonly error: ApiError | undefined = $derived.by(() => this.#page(0)?.error);

  get active(): ThreadRef | undefined {
    return this.#active?.id;
  }

  /** Where the active conversation is in the list, or -1. */
  get activeIndex(): number {
    return this.#active?.index ?? -1;
  }

  /** Where the next step starts from: keys may come faster than pages, and none of them is lost. */
  get heading(): number {
    return this.#ahead?.index ?? this.activeIndex;
  }

  get activeIsListed(): boolean {
    return this.#active?.gone === false;
  }

  rowAt(index: number): ThreadRow | undefined {
    return this.#page(Math.floor(index / PAGE))?.data?.rows[index % PAGE];
  }

  /** Where a conversation is, among the pages already here. */
  indexOf(id: ThreadRef): number {
    const pages = Math.ceil((this.total ?? 0) / PAGE);
    for (let page = 0; page < pages; page += 1) {
      const at = (this.#page(page)?.peek()?.rows ?? []).findIndex((row) => row.id === id);
      if (at >= 0) {
        return page * PAGE + at;
      }
    }
    return -1;
  }

  /** Makes a row the active one, once its page is here and unless another was gone to meanwhile. */
  async choose(index: number): Promise<ThreadRow | undefined> {
    const ahead = { index };
    this.#ahead = ahead;
    await this.#read(index);
    if (this.#ahead !== ahead) {
      return undefined;
    }
    this.#ahead = undefined;
    const row = this.at(index);
    if (row !== undefined) {
      this.#active = { id: row.id, index, gone: false };
    }
    return row;
  }

  /** The index a movement of `asked` really leads to: when the active row is gone, the next one already took its place. */
  target(asked: number): number {
    const active = this.#active;
    return active?.gone === true && asked === active.index + 1 ? Math.min(active.index, (this.total ?? 1) - 1) : asked;
  }

  clear(): void {
    this.#ahead = undefined;
    this.#active = undefined;
  }

  /** The rows that were read so far. */
  get known(): ThreadRow[] {
    const pages = Math.ceil((this.total ?? 0) / PAGE);
    return Array.from({ length: pages }, (_, page) => this.#page(page)?.peek()?.rows ?? []).flat();
  }

  /** A row, if its page was read. */
  at(index: number): ThreadRow | undefined {
    return this.#page(Math.floor(index / PAGE))?.peek()?.rows[index % PAGE];
  }

  /** The conversations from one row to another, both included, whether they were ever on screen or not. */
  async stretch(first: number, last: number): Promise<Outcome<Chosen[]>> {
    const source = this.#source();
    const rows = this.#rows(first, last);
    if (source === undefined || source.kind === "search" || rows.length === last - first + 1) {
      return { ok: true, value: rows.map(({ id, folder }) => ({ thread: id, folder })) };
    }
    const { mailbox, folder, filter } = source;
    const limit = last - first + 1;
    const answer = await this.#api.call("thread_select", { mailbox, folder, filter, offset: first, limit });
    return answer.ok ? { ok: true, value: answer.value.threads.map((thread) => ({ thread, folder })) } : answer;
  }

  /** The row to go to once these have left: the next that stays, else the one before; -1 when none does. */
  async neighbour(leaving: ReadonlySet<ThreadRef>): Promise<number> {
    const total = this.total ?? 0;
    if (leaving.size >= total) {
      return -1;
    }
    const ahead = Array.from({ length: total }, (_, step) => this.activeIndex + step).filter(
      (at) => at >= 0 && at < total,
    );
    const behind = Array.from({ length: Math.max(0, this.activeIndex) }, (_, step) => this.activeIndex - 1 - step);
    for (const index of [...ahead, ...behind]) {
      await this.#read(index);
      const row = this.at(index);
      if (row !== undefined && !leaving.has(row.id)) {
        return index;
      }
    }
    return -1;
  }

  /** The first unread conversation after the active one, then from the top; -1 when there is none. */
  async nextUnread(): Promise<number> {
    const total = this.total ?? 0;
    for (let step = 1; step <= total; step += 1) {
      const index = (this.activeIndex + step) % total;
      await this.#read(index);
      const row = this.at(index);
      if (row === undefined) {
        return -1;
      }
      if (row.unread > 0 && row.id !== this.active) {
        return index;
      }
    }
    return -1;
  }

  /** Finds the active conversation again after the list changed. To be run from an effect. */
  follow(): void {
    const total = this.total;
    const active = untrack(() => this.#active);
    if (active === undefined || total === undefined) {
      return;
    }
    const there = this.rowAt(active.index)?.id;
    if (there === active.id && !active.gone) {
      return;
    }
    const moved = this.indexOf(active.id);
    // A page that is not here yet proves nothing.
    const gone = moved < 0 && (there !== undefined || total === 0);
    this.#active = { id: active.id, index: moved >= 0 ? moved : active.index, gone };
  }

  /** The rows of a stretch that are here: Maj+↓ held down asks the engine nothing. */
  #rows(first: number, last: number): ThreadRow[] {
    const from = Math.floor(first / PAGE);
    const pages = Array.from({ length: Math.floor(last / PAGE) - from + 1 }, (_, step) => from + step);
    return pages.flatMap((page) =>
      (this.#page(page)?.peek()?.rows ?? []).slice(Math.max(0, first - page * PAGE), last - page * PAGE + 1),
    );
  }

  async #read(index: number): Promise<void> {
    if (this.rowAt(index) === undefined) {
      await this.#page(Math.floor(index / PAGE))?.fresh();
    }
  }

  #page(page: number): Query<ThreadPage> | undefined {
    const source = this.#source();
    if (source === undefined) {
      return undefined;
    }
    if (source.kind === "search") {
      return page === 0 && this.elsewhere === undefined ? this.#search() : undefined;
    }
    return folderPage(this.#api, source, page);
  }

  #search(): Query<ThreadsFound> | undefined {
    const source = this.#source();
    if (source?.kind !== "search") {
      return undefined;
    }
    const { mailbox, query } = source;
    return this.#api.read("thread_search", { mailbox, query, limit: PAGE });
  }
}

/** A page of the conversations of a folder. */
export function folderPage(api: Api, source: Source & { readonly kind: "folder" }, page: number): Query<ThreadPage> {
  const { mailbox, folder, filter } = source;
  return api.read("thread_list", { mailbox, folder, filter, offset: page * PAGE, limit: PAGE });
}
