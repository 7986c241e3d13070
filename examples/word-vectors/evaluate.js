/** @file How well vectors group words. Vectors come as rows of equal length; only their directions count. */
import { random } from "../shared/random.js";

/** @typedef {import("./groups.js").Groups} Groups */
/** @typedef {{ oddOneOut: number, nearest: number }} Score */

/**
 * Odd one out: of three words of one group and one of another, see `odd`; the share of right answers over all pairs of groups,
 * the same number of draws for each. Nearest: the share of words whose nearest word, of all those listed, is in their group.
 * @param {Groups} groups
 * @param {(word: string) => ArrayLike<number>} vectorOf
 * @returns {Score}
 */
export function score(groups, vectorOf) {
  const words = Object.values(groups).flat();
  const cosines = table(words.map((word) => unit(vectorOf(word))));
  let from = 0;
  const lists = Object.values(groups).map(({ length }) => {
    from += length;
    return Array.from({ length }, (_, i) => from - length + i);
  });
  const next = random(1);
  const draws = 100;
  let right = 0;
  for (const home of lists)
    for (const away of lists) {
      if (home === away) continue;
      for (let i = 0; i < draws; i++) {
        const [stranger] = some(away, 1, next);
        if (odd([...some(home, 3, next), stranger], cosines) === stranger) right++;
      }
    }
  const near = lists.flatMap((list) =>
    list.filter((word) => {
      const others = [...words.keys()].filter((other) => other !== word);
      return list.includes(best(others, (other) => cosines[word][other]));
    }),
  );
  return {
    oddOneOut: right / (lists.length * (lists.length - 1) * draws),
    nearest: near.length / words.length,
  };
}

/**
 * Which of some words has the least cosine to the sum of the others (in length 1).
 * @param {readonly number[]} words
 * @param {readonly (readonly number[])[]} cosines
 */
export function odd(words, cosines) {
  const fit = (/** @type {number} */ word) => {
    const others = words.filter((other) => other !== word);
    const sum = (/** @type {number} */ to) =>
      others.reduce((s, other) => s + cosines[to][other], 0);
    return sum(word) / Math.sqrt(others.reduce((s, other) => s + sum(other), 0) || 1);
  };
  return best(words, (word) => -fit(word));
}

/**
 * All products of some vectors; cosines where their length is 1.
 * @param {readonly Float64Array[]} vectors
 */
export const table = (vectors) => vectors.map((a) => vectors.map((b) => dot(a, b)));

/**
 * The indices of the rows with the largest cosine to one of them, the best first, itself left out.
 * @param {readonly Float64Array[]} rows unit vectors
 * @param {number} of
 * @param {number} count
 */
export function neighbours(rows, of, count) {
  const cosines = rows.map((row) => dot(row, rows[of]));
  const others = [...rows.keys()].filter((i) => i !== of);
  return others
    .sort((a, b) => cosines[b] - cosines[a])
    .slice(0, count)
    .map((i) => ({ i, cosine: cosines[i] }));
}

/**
 * To length 1; zeros stay.
 * @param {ArrayLike<number>} vector
 */
export function unit(vector) {
  const v = Float64Array.from(vector);
  const length = Math.sqrt(dot(v, v)) || 1;
  return v.map((x) => x / length);
}

/**
 * @param {Float64Array} a
 * @param {Float64Array} b
 */
function dot(a, b) {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k] * b[k];
  return sum;
}

/**
 * @template T
 * @param {readonly T[]} list
 * @param {(item: T) => number} value
 */
const best = (list, value) =>
  list.reduce((top, item) => (value(item) > top.value ? { item, value: value(item) } : top), {
    item: list[0],
    value: value(list[0]),
  }).item;

/**
 * Different items, at random.
 * @template T
 * @param {readonly T[]} list
 * @param {number} count
 * @param {() => number} next
 */
function some(list, count, next) {
  /** @type {Set<T>} */
  const chosen = new Set();
  while (chosen.size < Math.min(count, list.length))
    chosen.add(list[Math.floor(list.length * next())]);
  return chosen;
}
