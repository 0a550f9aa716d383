/**
 * How the window looks: colours, density, size of the text. Set on the root element, where the tokens hang and where every
 * size, being in rem, begins.
 */
import { MediaQuery } from "svelte/reactivity";

import type { Density, FrameTheme } from "../../contract/contract";
import type { Settings } from "./settings.svelte";

/** Percent; the engine takes no other. */
export const TEXT_SIZES = [80, 90, 100, 110, 125, 150, 175, 200] as const;
const ORDINARY = 100;

export class Look {
  readonly #settings: Settings;
  readonly #dark = new MediaQuery("prefers-color-scheme: dark");

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  get theme(): FrameTheme {
    const chosen = this.#settings.value("theme");
    if (chosen === "system") {
      return this.#dark.current ? "dark" : "light";
    }
    return chosen;
  }

  get density(): Density {
    return this.#settings.value("density");
  }

  /** Size of everything, percent. */
  get textSize(): number {
    return this.#settings.value("text_size");
  }

  /** All that the thread frame, which has a page of its own, shows of it. */
  get ofFrame(): string {
    return `${this.theme} ${String(this.textSize)} ${String(this.#settings.value("reading_size"))}`;
  }

  apply(): void {
    const root = document.documentElement;
    root.dataset["theme"] = this.theme;
    root.dataset["density"] = this.density;
    root.style.fontSize = `${String(this.textSize)}%`;
    root.style.setProperty("--reading", `${String(this.#settings.value("reading_size") / 16)}rem`);
  }

  /** One size up or down, or the ordinary one. Resolves to the size there is then. */
  async zoom(step: 1 | -1 | 0): Promise<number> {
    const wanted = step === 0 ? ORDINARY : next(this.textSize, step);
    if (wanted !== this.textSize) {
      await this.#settings.change("text_size", wanted);
    }
    return this.textSize;
  }
}

/** The first size beyond `size` in that direction; the last one stays. */
function next(size: number, step: 1 | -1): number {
  const beyond = TEXT_SIZES.filter((other) => (step > 0 ? other > size : other < size));
  return (step > 0 ? beyond[0] : beyond.at(-1)) ?? size;
}
