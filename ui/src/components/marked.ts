/** A text cut where it is marked. */

/** From a unit of a string to another, which is not part of it. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

export interface Piece {
  readonly text: string;
  readonly marked: boolean;
}

/** The pieces of `text`, all of it and in order. Stretches that do not fit it mark nothing. */
export function cutAt(text: string, marks: readonly Stretch[]): Piece[] {
  const pieces: Piece[] = [];
  let done = 0;
  for (const { start, end } of marks) {
    if (start >= done && end > start && end <= text.length) {
      pieces.push({ text: text.slice(done, start), marked: false }, { text: text.slice(start, end), marked: true });
      done = end;
    }
  }
  pieces.push({ text: text.slice(done), marked: false });
  return pieces.filter((piece) => piece.text !== "");
}

/** The same stretches in a text that has `shift` units more in front. */
export function moved(marks: readonly Stretch[], shift: number): Stretch[] {
  return marks.map(({ start, end }) => ({ start: start + shift, end: end + shift }));
}
