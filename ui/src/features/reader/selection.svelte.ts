/**
 * Several conversations chosen at once. They are remembered by what they are, not where: what is selected is what was there
 * when it was, and a letter that arrives afterwards is not swept along. With one conversation there is no selection: it is
 * the one that is open.
 */
import type { FolderRef, ThreadRef } from "../../contract/contract";
import type { Problems } from "../session/problems.svelte";
import type { Chosen, Listing } from "./listing.svelte";

interface Anchor {
  readonly id: ThreadRef;
  readonly index: number;
}

export class Selection {
  readonly #listing: Listing;
  readonly #problems: Problems;
  /** Empty, or two and more. */
  #chosen = $state.raw<ReadonlyMap<ThreadRef, FolderRef>>(new Map());
  /** Where a stretch starts: the row chosen last on its own. */
  #anchor: Anchor | undefined;
  /** Counts the questions: an answer that comes after a later gesture is not waited for any more. */
  #asked = 0;

  constructor(listing: Listing, problems: Problems) {
    this.#listing = listing;
    this.#problems = problems;
  }

  get count(): number {
    return this.#chosen.size;
  }

  get several(): boolean {
    return this.#chosen.size > 1;
  }

  has(thread: ThreadRef): boolean {
    return this.#chosen.has(thread);
  }

  get all(): Chosen[] {
    return [...this.#chosen].map(([thread, folder]) => ({ thread, folder }));
  }

  /** One conversation is chosen on its own: stretches start here from now on. */
  startAt(id: ThreadRef, index: number): void {
    this.#asked += 1;
    this.#anchor = { id, index };
    this.#chosen = new Map();
  }

  clear(): void {
    this.#asked += 1;
    this.#anchor = undefined;
    this.#chosen = new Map();
  }

  /** Everything from where the stretch starts to this row. */
  async extendTo(index: number): Promise<void> {
    const from = this.#anchorIndex(index);
    await this.#take(Math.min(from, index), Math.max(from, index));
  }

  async takeAll(): Promise<void> {
    await this.#take(0, (this.#listing.total ?? 0) - 1);
  }

  /** Adds a conversation or takes it out; `open` is the one that was chosen on its own until now. */
  toggle(row: Chosen, index: number, open: Chosen | undefined): void {
    this.#asked += 1;
    const chosen = new Map(this.#chosen);
    if (chosen.size === 0 && open !== undefined) {
      chosen.set(open.thread, open.folder);
    }
    if (!chosen.delete(row.thread)) {
      chosen.set(row.thread, row.folder);
    }
    this.#anchor = { id: row.thread, index };
    this.#chosen = chosen;
  }

  async #take(first: number, last: number): Promise<void> {
    this.#asked += 1;
    const turn = this.#asked;
    const stretch = await this.#listing.stretch(first, last);
    if (turn !== this.#asked) {
      return;
    }
    if (stretch.ok) {
      this.#chosen = new Map(stretch.value.map(({ thread, folder }) => [thread, folder]));
    } else {
      this.#problems.show(stretch.problem);
    }
  }

  /** Arrivals above move the start of the stretch down with everything else. */
  #anchorIndex(otherwise: number): number {
    if (this.#anchor === undefined) {
      return otherwise;
    }
    const now = this.#listing.indexOf(this.#anchor.id);
    return now < 0 ? Math.min(this.#anchor.index, (this.#listing.total ?? 1) - 1) : now;
  }
}
