/** The time as the page shows it: moves every half minute, so that « Hier » becomes true at midnight by itself. */
const STEP_MS = 30_000;

export class Clock {
  #now = $state(0);
  readonly #read: () => number;

  constructor(read: () => number) {
    this.#read = read;
    this.#now = read();
  }

  /** Seconds since 1970. */
  get now(): number {
    return this.#now;
  }

  /** Starts moving, until the returned function is called. */
  run(): () => void {
    const timer = setInterval(() => (this.#now = this.#read()), STEP_MS);
    return () => clearInterval(timer);
  }
}
