/** Places found, marked over the text of the pages on screen without touching it (CSS Custom Highlight API). */
import type { Found } from "./reader.svelte";

const ALL = "found";
const ONE = "found-current";

/** Marks `found` in the pieces of one page; `current` otherwise. Gives what takes the marks away. */
export function mark(pieces: readonly HTMLElement[], found: readonly Found[], current: Found | undefined): () => void {
  const ranges = found.flatMap((hit) => {
    const range = rangeOf(pieces, hit);
    return range === undefined ? [] : [{ range, name: hit === current ? ONE : ALL }];
  });
  for (const { range, name } of ranges) {
    registered(name).add(range);
  }
  return () => {
    for (const { range, name } of ranges) {
      registered(name).delete(range);
    }
  };
}

function registered(name: string): Highlight {
  const known = CSS.highlights.get(name);
  if (known !== undefined) {
    return known;
  }
  const made = new Highlight();
  CSS.highlights.set(name, made);
  return made;
}

function rangeOf(pieces: readonly HTMLElement[], { from, to }: Found): Range | undefined {
  const start = pieces[from.piece]?.firstChild;
  const end = pieces[to.piece]?.firstChild;
  if (!(start instanceof Text) || !(end instanceof Text)) {
    return undefined;
  }
  const range = document.createRange();
  range.setStart(start, Math.min(from.at, start.length));
  range.setEnd(end, Math.min(to.at, end.length));
  return range;
}
