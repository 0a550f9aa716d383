// A person's hands: clicks and keys that pass through X and GTK as theirs do.

import { spawn } from "node:child_process";

/** Clicks the middle of a box of the screen. */
export function click(stage, { x, y, width, height }) {
  return stage.xdotool("mousemove", String(x + (width >> 1)), String(y + (height >> 1)), "click", "1");
}

/** Keys from one program that stays, so that a key is pressed within a millisecond of being asked for. */
export class Keys {
  #xdotool;

  constructor(stage) {
    const env = { ...process.env, DISPLAY: stage.display };
    this.#xdotool = stage.start("xdotool", ["-"], { env, stdio: ["pipe", "ignore", "inherit"] });
  }

  /** Presses a key, and says when. */
  press(key) {
    const now = performance.now();
    this.#xdotool.stdin.write(`key --delay 0 ${key}\n`);
    return now;
  }

  /** Lets go of the keyboard. */
  rest() {
    this.#xdotool.stdin.end();
  }
}
