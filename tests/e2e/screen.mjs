// A screen of our own: Xvfb, whose memory is a file (`-fbdir`), so that what is painted can be looked at every few
// milliseconds without asking the X server, and pictures need no program of their own.

import { closeSync, openSync, readSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { encode } from "./png.mjs";

export const SIZE = { width: 1440, height: 900 };
/** Blue, green, red and a byte without meaning, on the machines there are. */
const PIXEL = 4;
/** A window that has not painted yet is one colour, give or take a title. */
const COLOURS_OF_A_PAINTED_WINDOW = 64;

/** What Xvfb is started with; it writes its display's number to the descriptor 3. */
export function screenArguments(folder) {
  const size = `${SIZE.width}x${SIZE.height}x24`;
  return ["-displayfd", "3", "-screen", "0", size, "-fbdir", folder, "-nolisten", "tcp"];
}

export class Screen {
  #memory;
  #start;
  #stride;

  /** `folder` is where Xvfb keeps its memory. */
  constructor(folder) {
    this.#memory = openSync(join(folder, "Xvfb_screen0"), "r");
    // An X window dump (XWDFile.h): the header says how long it is, how many colours follow it, how long a row is.
    const header = this.#read(0, 100);
    const [length, colours, bytesOfColour] = [header.readUInt32BE(0), header.readUInt32BE(19 * 4), 12];
    this.#start = length + colours * bytesOfColour;
    this.#stride = header.readUInt32BE(12 * 4);
  }

  close() {
    closeSync(this.#memory);
  }

  /** The bytes of a rectangle, whole pixels; with `every`, only one row in so many. */
  look({ x, y, width, height }, every = 1) {
    const rows = [];
    for (let row = y; row < y + height; row += every) {
      rows.push(this.#read(this.#start + row * this.#stride + x * PIXEL, width * PIXEL));
    }
    return Buffer.concat(rows);
  }

  /** The rectangle as a picture. */
  picture(box = { x: 0, y: 0, ...SIZE }) {
    const seen = this.look(box);
    const pixels = Buffer.alloc((seen.length / PIXEL) * 3);
    for (let at = 0; at * PIXEL < seen.length; at += 1) {
      pixels[at * 3] = seen[at * PIXEL + 2];
      pixels[at * 3 + 1] = seen[at * PIXEL + 1];
      pixels[at * 3 + 2] = seen[at * PIXEL];
    }
    return { width: box.width, height: box.height, pixels };
  }

  async save(path) {
    await writeFile(path, encode(this.picture()));
  }

  /** Whether something is drawn in the rectangle, and not a plain ground. */
  isPainted(box = { x: 0, y: 0, ...SIZE }) {
    const seen = this.look(box, 4);
    const colours = new Set();
    for (let at = 0; at < seen.length; at += PIXEL) colours.add(seen.readUInt32LE(at) & 0xffffff);
    return colours.size >= COLOURS_OF_A_PAINTED_WINDOW;
  }

  /**
   * Waits until the rectangle has been still for `rest` ms, and says when it last changed (ms of `performance`). With
   * `from`, what was seen there before, it must have become something else first.
   */
  async still(box, { rest = 300, every = 8, patience = 10_000, from } = {}) {
    const begun = performance.now();
    let seen = from ?? this.look(box, every);
    let changed = from === undefined ? begun : Infinity;
    for (;;) {
      const next = this.look(box, every);
      const now = performance.now();
      if (!next.equals(seen)) {
        seen = next;
        changed = now;
      } else if (now - changed > rest) {
        return changed;
      }
      if (now - begun > patience) throw new Error("the screen does not come to rest");
      await pause(2);
    }
  }

  #read(position, length) {
    const bytes = Buffer.alloc(length);
    readSync(this.#memory, bytes, 0, length, position);
    return bytes;
  }
}

export function pause(ms) {
  return new Promise((done) => setTimeout(done, ms));
}
