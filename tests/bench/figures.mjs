// A few numbers out of many.

/** The value in the middle; of two, the larger. */
export function median(values) {
  return quantile(values, 0.5);
}

/** The smallest value that at least `share` of the values do not exceed (nearest rank). */
export function quantile(values, share) {
  if (values.length === 0) throw new Error("no value was measured");
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))];
}
