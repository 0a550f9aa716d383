/** The failure of a gesture, or of something behind the scenes: stays on screen until it is dismissed or another comes. */
import { describe } from "../../api/sentences";
import type { Announcer } from "../../components/announcer.svelte";
import type { ApiError } from "../../contract/contract";

export class Problems {
  current = $state.raw<ApiError | undefined>();
  readonly #announcer: Announcer;

  constructor(announcer: Announcer) {
    this.#announcer = announcer;
  }

  show(problem: ApiError): void {
    this.current = problem;
    this.#announcer.say(describe(problem).title);
  }

  dismiss(): void {
    this.current = undefined;
  }
}
