/**
 * « Rechercher dans la conversation » : the engine marks every place in the page of the frame, folded messages included, and
 * the frame goes from one to the next by its address. The page never sees the text of the letter.
 */
import type { Api } from "../../api/api";
import type { ThreadFound, ThreadRef } from "../../contract/contract";
import type { Problems } from "../session/problems.svelte";

/** A pause in the typing. */
const PAUSE_MS = 150;
/** As many places as the engine marks. */
const MOST = 1000;

/** The conversation in the frame, and the address of its page: the same conversation is shown anew when it changes. */
interface Shown {
  thread: ThreadRef;
  url: string;
}

export class Find {
  readonly #api: Api;
  readonly #problems: Problems;
  readonly #shown: () => Shown | undefined;
  #pause: ReturnType<typeof setTimeout> | undefined;
  /** The latest question, and the latest that was answered. */
  #asked = 0;
  #answered = 0;
  /** The conversation that was last looked through. */
  #thread: ThreadRef | undefined;
  #found = $state.raw<ThreadFound | undefined>();
  open = $state(false);
  text = $state("");
  /** Which place one is at, from 1; 0 when there is none. */
  at = $state(0);
  /** Where the frame goes; nothing until something was looked for. */
  address = $state.raw<string | undefined>();

  constructor(api: Api, problems: Problems, shown: () => Shown | undefined) {
    this.#api = api;
    this.#problems = problems;
    this.#shown = shown;
  }

  /** How many places; undefined until that is known. */
  get hits(): number | undefined {
    return this.#found?.hits;
  }

  /** There may be more than are counted. */
  get most(): boolean {
    return this.#found?.hits === MOST;
  }

  start(): void {
    if (this.#shown() !== undefined) {
      this.open = true;
    }
  }

  type(text: string): void {
    this.text = text;
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => void this.#seek(), PAUSE_MS);
  }

  /** The next place, or the one before; the last is followed by the first. Going back begins at the last. */
  async step(by: 1 | -1): Promise<void> {
    if (!this.open) {
      this.start();
    } else if (this.#found === undefined || this.#pause !== undefined || this.#answered !== this.#asked) {
      await this.#seek(by === 1 ? 1 : MOST);
    } else if (this.#found.hits > 0) {
      this.#goTo(((this.at - 1 + by + this.#found.hits) % this.#found.hits) + 1);
    }
  }

  /** Stays at the place, without marks. */
  close(): void {
    this.#stopWaiting();
    this.#asked += 1;
    this.open = false;
    if (this.#found !== undefined && this.at > 0) {
      this.address = `${this.#found.url}#e-quiet-${this.at}`;
    }
    this.#found = undefined;
    this.at = 0;
  }

  /** Another page is in the frame: what was found is looked for there. One keeps one's place in the same conversation. */
  async follow(): Promise<void> {
    const shown = this.#shown();
    const place = shown?.thread === this.#thread ? Math.max(this.at, 1) : 1;
    this.#asked += 1;
    this.#found = undefined;
    this.at = 0;
    this.address = undefined;
    if (shown === undefined) {
      this.open = false;
    } else if (this.open && this.text !== "") {
      await this.#seek(place);
    }
  }

  /** `place`: where to go, or as near to it as there are places. */
  async #seek(place = 1): Promise<void> {
    this.#stopWaiting();
    const shown = this.#shown();
    if (shown === undefined) {
      return;
    }
    const { url, thread } = shown;
    this.#thread = thread;
    this.#asked += 1;
    const turn = this.#asked;
    const found = await this.#api.call("thread_find", { url, text: this.text });
    if (turn !== this.#asked) {
      return;
    }
    this.#answered = turn;
    if (!found.ok) {
      this.#problems.show(found.problem);
      return;
    }
    this.#found = this.text.trim() === "" ? undefined : found.value;
    if (found.value.hits > 0) {
      this.#goTo(Math.min(place, found.value.hits));
    } else {
      this.at = 0;
      this.address = url;
    }
  }

  #stopWaiting(): void {
    clearTimeout(this.#pause);
    this.#pause = undefined;
  }

  #goTo(place: number): void {
    this.at = place;
    this.address = `${this.#found?.url ?? ""}#e-hit-${place}`;
  }
}
