/**
 * Words looked for in the text of a page: without regard to capitals, accents and the ends of lines, and found again in the
 * pieces the text came in.
 */

/** A piece of the text of a page, as pdf.js cuts it. */
export interface Piece {
  text: string;
  /** A line ends after it. */
  ends: boolean;
}

/** Where something begins or ends: in which piece, after how many characters. */
export interface Place {
  piece: number;
  at: number;
}

export interface Hit {
  from: Place;
  to: Place;
}

/** Hits of one page, at most: whoever finds more is looking for a letter. */
const MAX_HITS = 2_000;
const MARKS = /\p{Mark}/gu;

/** The text of a page, ready to be looked through. */
export class PageText {
  readonly #folded: string;
  /** For each character of the folded text, the piece it comes from and its place there. */
  readonly #pieces: number[] = [];
  readonly #places: number[] = [];

  constructor(pieces: readonly Piece[]) {
    let folded = "";
    for (const [piece, { text, ends }] of pieces.entries()) {
      let at = 0;
      for (const character of text) {
        const plain = fold(character);
        for (let unit = 0; unit < plain.length; unit += 1) {
          this.#pieces.push(piece);
          this.#places.push(at);
        }
        folded += plain;
        at += character.length;
      }
      if (ends) {
        this.#pieces.push(piece);
        this.#places.push(at);
        folded += " ";
      }
    }
    this.#folded = folded;
  }

  find(typed: string): Hit[] {
    const wanted = fold(typed).trim().replace(/\s+/g, " ");
    const hits: Hit[] = [];
    if (wanted === "") {
      return hits;
    }
    for (
      let start = this.#folded.indexOf(wanted);
      start !== -1 && hits.length < MAX_HITS;
      start = this.#folded.indexOf(wanted, start + wanted.length)
    ) {
      const last = this.#place(start + wanted.length - 1);
      hits.push({ from: this.#place(start), to: { piece: last.piece, at: last.at + 1 } });
    }
    return hits;
  }

  #place(unit: number): Place {
    return { piece: this.#pieces[unit] ?? 0, at: this.#places[unit] ?? 0 };
  }
}

function fold(text: string): string {
  return text.normalize("NFKD").replace(MARKS, "").toLowerCase();
}
