/** @file Precision, recall and F1 for person, token by token. */

/** @typedef {{ precision: number, recall: number, f1: number, persons: number }} Score */

/**
 * @param {readonly boolean[]} predicted
 * @param {readonly string[]} labels P is a person; `?` (undecided) does not count
 * @param {(i: number) => boolean} [counts] which tokens count
 * @returns {Score}
 */
export function score(predicted, labels, counts = () => true) {
  let [hits, found, persons] = [0, 0, 0];
  labels.forEach((label, i) => {
    if (label === "?" || !counts(i)) return;
    if (predicted[i]) found++;
    if (label === "P") persons++;
    if (predicted[i] && label === "P") hits++;
  });
  return {
    precision: found ? hits / found : 0,
    recall: persons ? hits / persons : 0,
    f1: hits ? (2 * hits) / (found + persons) : 0,
    persons,
  };
}

/**
 * The threshold on p with the best F1, half-way between two values of p.
 * @param {Float64Array} p
 * @param {readonly string[]} labels
 */
export function bestThreshold(p, labels) {
  const order = [...labels.keys()].filter((i) => labels[i] !== "?").sort((a, b) => p[b] - p[a]);
  const persons = order.filter((i) => labels[i] === "P").length;
  let [best, threshold, hits] = [0, 0.5, 0];
  order.forEach((i, k) => {
    if (labels[i] === "P") hits++;
    const next = p[order[k + 1] ?? i];
    const f1 = (2 * hits) / (k + 1 + persons);
    if (f1 > best && next < p[i]) [best, threshold] = [f1, (p[i] + next) / 2];
  });
  return threshold;
}

/**
 * The one in the middle, by `key`; of an even number the lower.
 * @template T
 * @param {readonly T[]} items
 * @param {(item: T) => number} key
 */
export const middle = (items, key) =>
  [...items].sort((a, b) => key(a) - key(b))[(items.length - 1) >> 1];
