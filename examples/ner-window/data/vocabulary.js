/** @file The words of some sentences as numbers, and the rows of E for them. */
import { dimensions, readRows } from "./vectors.js";
import { forms } from "./words.js";

/** Word 0 stands beyond the ends of a sentence, word 1 is any word without a vector. */
export const PAD = 0;
export const UNKNOWN = 1;

/** UNKNOWN has the mean vector of this many of the rarest words (the rows are by frequency). */
const rarest = 5000;

/** @typedef {{ ids: number[][], E: Float64Array, V: number }} Embedded */

/**
 * Numbers the words of the sentences and loads their vectors; PAD is zero.
 * @param {readonly (readonly string[])[]} sentences tokens
 * @param {import("./vectors.js").Vectors} vectors
 * @returns {Embedded}
 */
export function embed(sentences, vectors) {
  const rowOf = new Map(vectors.words.map((word, row) => [word, row]));
  /** @type {number[]} */
  const rows = [];
  /** @type {Map<number, number>} */
  const idOf = new Map();
  /** @type {Map<string, number>} */
  const known = new Map();

  /** @param {string} token */
  const number = (token) => {
    const row = [...forms(token)]
      .map((form) => rowOf.get(form))
      .find((found) => found !== undefined);
    if (row === undefined) return UNKNOWN;
    if (!idOf.has(row)) idOf.set(row, rows.push(row) + UNKNOWN);
    return idOf.get(row) ?? UNKNOWN;
  };
  const ids = sentences.map((sentence) =>
    sentence.map((token) => {
      const id = known.get(token) ?? number(token);
      known.set(token, id);
      return id;
    }),
  );
  const V = rows.length + 2;
  const E = new Float64Array(V * dimensions);
  E.set(unknownRow(vectors), UNKNOWN * dimensions);
  E.set(readRows(vectors, rows), (UNKNOWN + 1) * dimensions);
  return { ids, E, V };
}

/** @param {import("./vectors.js").Vectors} vectors */
function unknownRow(vectors) {
  const count = Math.min(rarest, vectors.words.length);
  const from = vectors.words.length - count;
  const rows = readRows(
    vectors,
    Array.from({ length: count }, (_, i) => from + i),
  );
  const mean = new Float64Array(dimensions);
  rows.forEach((value, i) => (mean[i % dimensions] += value / count));
  return mean;
}
