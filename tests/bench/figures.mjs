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

/** The exponent of the power law that goes best through `points`, `[size, time]`: least squares on the logarithms. */
export function exponent(points) {
  if (points.length < 2) throw new Error("a law needs two points");
  const logs = points.map(([size, time]) => [Math.log(size), Math.log(time)]);
  const mean = (at) => logs.reduce((sum, log) => sum + log[at], 0) / logs.length;
  const [x, y] = [mean(0), mean(1)];
  const both = logs.reduce((sum, [size, time]) => sum + (size - x) * (time - y), 0);
  return both / logs.reduce((sum, [size]) => sum + (size - x) ** 2, 0);
}
