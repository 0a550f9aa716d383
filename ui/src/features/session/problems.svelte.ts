/** The failure of a gesture, or of something behind the scenes: stays on screen until it is dismissed or another comes. */
import { inWords } from "../../api/sentences-on-demand";
import type { Announcer } from "../../components/announcer.svelte";
import type { ApiError } from "../../contract/contract";

export class Problems {
  current = $state.raw<ApiError | undefined>();
  readonly #announcer: Announcer;

  constructor(announcer: Announcer) {
    this.#announcer = announcer;
  }

  show(problem: ApiError): void {
    // What was under way when the screen was locked: the lock says it.
    if (problem.code === "locked") {
      return;
    }
    this.current = problem;
    void inWords(problem).then(({ title }) => this.#announcer.say(title));
  }

  dismiss(): void {
    this.current = undefined;
  }
}
