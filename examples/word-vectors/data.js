/** @file The State of the Union addresses as numbers of words. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Trouble } from "../shared/trouble.js";
import { paths } from "./settings.js";

/**
 * @typedef {object} Corpus
 * @property {readonly string[]} words the vocabulary, the most frequent first
 * @property {Float64Array} counts how often each occurs
 * @property {readonly Int32Array[]} texts the words of each address by their numbers, others left out
 */

/** @param {number} least words seen less often are left out */
export function readCorpus(least) {
  if (!existsSync(paths.data)) throw new Trouble("no data: `npm ci` in examples/word-vectors");
  const files = readdirSync(paths.data).filter((file) => file.endsWith(".txt"));
  return numbered(
    files.toSorted().map((file) => tokenise(readFileSync(join(paths.data, file), "utf8"))),
    least,
  );
}

/**
 * Lower-case words without possessives, and numbers.
 * @param {string} text
 * @returns {readonly string[]}
 */
export const tokenise = (text) =>
  text
    .normalize("NFC")
    .toLowerCase()
    .replaceAll("’", "'")
    .replaceAll(/'s\b/gu, "")
    .match(/\p{L}+(?:'\p{L}+)*|\d+/gu) ?? [];

/**
 * @param {readonly (readonly string[])[]} texts
 * @param {number} least
 * @returns {Corpus}
 */
export function numbered(texts, least) {
  /** @type {Map<string, number>} */
  const all = new Map();
  for (const text of texts) for (const word of text) all.set(word, (all.get(word) ?? 0) + 1);
  const kept = [...all].filter(([, count]) => count >= least).sort(([, a], [, b]) => b - a);
  const numbers = new Map(kept.map(([word], i) => [word, i]));
  const known = (/** @type {string} */ word) => numbers.get(word) ?? [];
  return {
    words: kept.map(([word]) => word),
    counts: Float64Array.from(kept, ([, count]) => count),
    texts: texts.map((text) => Int32Array.from(text.flatMap(known))),
  };
}
