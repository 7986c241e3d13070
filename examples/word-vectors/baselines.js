/** @file What vectors without training do: directions at random, and counts of neighbours. */
import { random } from "../shared/random.js";

/** @typedef {import("./data.js").Corpus} Corpus */

/**
 * Vectors that know nothing.
 * @param {number} d
 * @returns {(word: string) => Float64Array}
 */
export function atRandom(d) {
  const next = random(1);
  return () => Float64Array.from({ length: d }, () => next() + next() + next() - 1.5);
}

/**
 * How often each word of the vocabulary stands within `window` words of each of `chosen`.
 * @param {Corpus} corpus
 * @param {readonly string[]} chosen
 * @param {number} window
 * @returns {Map<string, Float64Array>}
 */
export function neighbourCounts({ words, texts }, chosen, window) {
  const counts = new Map(chosen.map((word) => [word, new Float64Array(words.length)]));
  const rows = words.map((word) => counts.get(word));
  for (const text of texts)
    for (const [i, word] of text.entries()) {
      const row = rows[word];
      if (!row) continue;
      const end = Math.min(text.length - 1, i + window);
      for (let j = Math.max(0, i - window); j <= end; j++) if (j !== i) row[text[j]]++;
    }
  return counts;
}

/**
 * How much more often than by chance, as max(0, log): positive pointwise mutual information (Bullinaria and Levy, 2007).
 * @param {Float64Array} row of counts
 * @param {Float64Array} counts of all words
 */
export function positivePmi(row, counts) {
  const total = counts.reduce((a, b) => a + b, 0);
  const sum = row.reduce((a, b) => a + b, 0);
  return row.map((n, i) => (n > 0 ? Math.max(0, Math.log((n * total) / (sum * counts[i]))) : 0));
}
