/** @file The baseline: a word is a person if it was one in most of its training occurrences. */

/**
 * @param {readonly string[]} words
 * @param {readonly string[]} labels
 * @returns {ReadonlySet<string>} the words that the baseline calls persons
 */
export function lookUpTable(words, labels) {
  /** @type {Map<string, number>} */
  const balance = new Map();
  words.forEach((word, i) => {
    if (labels[i] === "?") return;
    balance.set(word, (balance.get(word) ?? 0) + (labels[i] === "P" ? 1 : -1));
  });
  return new Set([...balance].filter(([, more]) => more > 0).map(([word]) => word));
}
