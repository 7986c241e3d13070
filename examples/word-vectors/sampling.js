/** @file What the model is trained on: pairs of neighbouring words, and words drawn to tell them from. */

/**
 * How often an occurrence of each word is used: √(t/f), at most 1. What is left out has equation 5 of Mikolov, Sutskever,
 * Chen, Corrado and Dean, "Distributed Representations of Words and Phrases and their Compositionality" (2013).
 * @param {ArrayLike<number>} counts
 * @param {number} threshold t, compared with the relative frequency f
 */
export function keeping(counts, threshold) {
  const total = Array.from(counts).reduce((a, b) => a + b, 0);
  return Float64Array.from(counts, (count) => Math.min(1, Math.sqrt((threshold * total) / count)));
}

/**
 * Draws negative samples: words with probability ∝ count^¾, section 2.2 there.
 * @param {ArrayLike<number>} counts
 * @param {() => number} next
 */
export const negatives = (counts, next) =>
  drawing(
    Float64Array.from(counts, (count) => count ** 0.75),
    next,
  );

/**
 * Draws 0, 1, … with probabilities ∝ `weights` in constant time: the alias method (Walker, 1977; Vose, 1991). Each of n
 * columns has the same room, for its own number below its height and for its alias above.
 * @param {ArrayLike<number>} weights
 * @param {() => number} next
 * @returns {() => number}
 */
export function drawing(weights, next) {
  const n = weights.length;
  const total = Array.from(weights).reduce((a, b) => a + b, 0);
  const heights = Float64Array.from(weights, (weight) => (n * weight) / total);
  const aliases = Int32Array.from(heights, (_, i) => i);
  const [low, high] = [/** @type {number[]} */ ([]), /** @type {number[]} */ ([])];
  heights.forEach((height, i) => (height < 1 ? low : high).push(i));
  while (low.length > 0 && high.length > 0) {
    const [short, tall] = [low.pop() ?? 0, high.pop() ?? 0];
    aliases[short] = tall;
    heights[tall] -= 1 - heights[short];
    (heights[tall] < 1 ? low : high).push(tall);
  }
  for (const i of [...low, ...high]) heights[i] = 1; // what rounding left over
  return () => {
    const at = n * next();
    const i = Math.floor(at);
    return at - i < heights[i] ? i : aliases[i];
  };
}

/**
 * The words of one text that are used this time.
 * @param {Int32Array} text
 * @param {Float64Array} keep
 * @param {() => number} next
 */
export const subsample = (text, keep, next) =>
  text.filter((word) => keep[word] >= 1 || next() < keep[word]);

/**
 * Tells of each word with its neighbours to both sides, up to a distance drawn from 1..window for each: nearer words count
 * more (section 3.2 of Mikolov, Chen, Corrado and Dean, "Efficient Estimation of Word Representations in Vector Space", 2013).
 * @param {Int32Array} text
 * @param {number} window
 * @param {() => number} next
 * @param {(word: number, context: number) => void} tell
 */
export function pairs(text, window, next, tell) {
  for (let i = 0; i < text.length; i++) {
    const reach = 1 + Math.floor(window * next());
    const end = Math.min(text.length - 1, i + reach);
    for (let j = Math.max(0, i - reach); j <= end; j++) if (j !== i) tell(text[i], text[j]);
  }
}
