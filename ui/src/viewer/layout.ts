/**
 * Where each page is in the column of pages. Their sizes are learned one by one, as they are read: until then a page is taken
 * to be as large as the first one.
 */

export interface Size {
  width: number;
  height: number;
}

/** Between two pages, above the first and below the last, CSS pixels. */
export const GAP = 16;
/** Zooms on offer. */
export const ZOOMS: readonly number[] = [0.25, 0.33, 0.5, 0.67, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2, 2.5, 3, 4];
/** Largest side of a page on screen, CSS pixels at a zoom of 1: a page may say it is 5 km wide, or far too small to be seen. */
const MAX_SIDE = 2_000;
const MIN_SIDE = 8;
/** Pixels of a painted page, at most, and of its longer side: what is larger is painted coarser. */
const MAX_PIXELS = 12_000_000;
const MAX_PIXELS_OF_SIDE = 8_192;

/** How large a page of that many points is on screen: its own size, or what is left of it. */
export function onScreen(points: Size): Size & { scale: number } {
  const inch = 96 / 72;
  const longer = Math.max(points.width, points.height, 1) * inch;
  const scale = longer > MAX_SIDE ? (inch * MAX_SIDE) / longer : inch;
  const side = (length: number) => Math.max(MIN_SIDE, length * scale);
  return { width: side(points.width), height: side(points.height), scale };
}

/** How many pixels are painted for one CSS pixel of a page of that size. */
export function density(size: Size, ofTheScreen: number): number {
  const { width, height } = size;
  const byArea = Math.sqrt(MAX_PIXELS / (width * height));
  const bySide = MAX_PIXELS_OF_SIDE / Math.max(width, height);
  return Math.min(ofTheScreen, byArea, bySide);
}

/** The next zoom above (`+1`) or below (`-1`) `zoom`. */
export function nextZoom(zoom: number, step: 1 | -1): number {
  const near = 0.01;
  const found = step === 1 ? ZOOMS.find((one) => one > zoom + near) : ZOOMS.filter((one) => one < zoom - near).at(-1);
  return found ?? zoom;
}

/** The column of pages at a zoom. */
export class Column {
  readonly #tops: Float64Array;
  readonly #sizes: readonly Size[];
  readonly #zoom: number;

  constructor(sizes: readonly Size[], zoom: number) {
    this.#sizes = sizes;
    this.#zoom = zoom;
    this.#tops = new Float64Array(sizes.length + 1);
    let top = GAP;
    for (const [index, { height }] of sizes.entries()) {
      this.#tops[index] = top;
      top += Math.round(height * zoom) + GAP;
    }
    this.#tops[sizes.length] = top;
  }

  get height(): number {
    return this.#tops[this.#sizes.length] ?? 0;
  }

  get width(): number {
    return this.#sizes.reduce((widest, { width }) => Math.max(widest, Math.round(width * this.#zoom)), 0) + 2 * GAP;
  }

  /** Where the page at `index` begins, from 0. */
  top(index: number): number {
    return this.#tops[index] ?? 0;
  }

  size(index: number): Size {
    const { width, height } = this.#sizes[index] ?? { width: 0, height: 0 };
    return { width: Math.round(width * this.#zoom), height: Math.round(height * this.#zoom) };
  }

  /** The page at the height `y`, or the one that ends just above. */
  at(y: number): number {
    let [low, high] = [0, this.#sizes.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.top(middle) <= y) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return Math.max(low, 0);
  }
}
