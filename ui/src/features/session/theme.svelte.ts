/** Light or dark, as the system says. Set on the root element, where the tokens hang. */
import { MediaQuery } from "svelte/reactivity";

import type { FrameTheme } from "../../contract/contract";

export class Theme {
  readonly #dark = new MediaQuery("prefers-color-scheme: dark");

  get name(): FrameTheme {
    return this.#dark.current ? "dark" : "light";
  }

  apply(): void {
    document.documentElement.dataset["theme"] = this.name;
  }
}
