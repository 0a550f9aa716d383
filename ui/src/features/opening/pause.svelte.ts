/** Seconds until the next try, counted down on screen. The engine keeps the pace; this only says it. */
const SECOND_MS = 1000;

export class Pause {
  seconds = $state(0);
  #ticking: ReturnType<typeof setInterval> | undefined;

  start(seconds: number): void {
    this.stop();
    this.seconds = Number.isFinite(seconds) ? Math.max(0, Math.ceil(seconds)) : 0;
    if (this.seconds > 0) {
      this.#ticking = setInterval(() => this.#tick(), SECOND_MS);
    }
  }

  stop(): void {
    clearInterval(this.#ticking);
    this.seconds = 0;
  }

  #tick(): void {
    this.seconds -= 1;
    if (this.seconds <= 0) {
      this.stop();
    }
  }
}
