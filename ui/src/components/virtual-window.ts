/** The arithmetic of a list of equal rows of which only the visible ones exist. All lengths in pixels. */
export interface Sight {
  readonly scrollTop: number;
  readonly height: number;
  readonly row: number;
  readonly total: number;
}

/** Rows drawn beyond each edge, so that a quick scroll meets no gap. */
const OVERSCAN = 8;

/** The indexes to draw, in order: what is in sight, and the active row wherever it is. */
export function drawnRows(sight: Sight, active: number): number[] {
  const first = Math.max(0, Math.floor(sight.scrollTop / sight.row) - OVERSCAN);
  const last = Math.min(sight.total, Math.ceil((sight.scrollTop + sight.height) / sight.row) + OVERSCAN);
  const rows: number[] = [];
  if (active >= 0 && active < Math.min(first, sight.total)) {
    rows.push(active);
  }
  for (let index = first; index < last; index += 1) {
    rows.push(index);
  }
  if (active >= Math.max(last, first) && active < sight.total) {
    rows.push(active);
  }
  return rows;
}

/** Where to scroll so that a row is wholly in sight; unchanged if it already is. */
export function scrollToShow(sight: Sight, index: number): number {
  const top = index * sight.row;
  if (top < sight.scrollTop) {
    return top;
  }
  const bottom = top + sight.row;
  return bottom > sight.scrollTop + sight.height ? bottom - sight.height : sight.scrollTop;
}

/** Whole rows in sight: how far PgPréc and PgSuiv go. */
export function rowsPerPage(sight: Sight): number {
  return Math.max(1, Math.floor(sight.height / sight.row) - 1);
}
