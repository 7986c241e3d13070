/** @file How good the answers are, and what is taken for what. */

/**
 * @param {ArrayLike<number>} answers
 * @param {ArrayLike<number>} labels
 */
export function accuracy(answers, labels) {
  let right = 0;
  for (let i = 0; i < labels.length; i++) if (answers[i] === labels[i]) right++;
  return right / labels.length;
}

/**
 * The pairs mixed up most often, in either direction.
 * @param {ArrayLike<number>} answers
 * @param {ArrayLike<number>} labels
 * @param {number} count how many pairs at most
 */
export function worstPairs(answers, labels, count) {
  /** @type {Map<string, { label: number, answer: number, times: number, back: number }>} */
  const pairs = new Map();
  for (let i = 0; i < labels.length; i++) {
    const [answer, label] = [answers[i], labels[i]];
    if (answer === label) continue;
    const [a, b] = answer < label ? [answer, label] : [label, answer];
    const pair = pairs.get(`${a}${b}`) ?? { label: a, answer: b, times: 0, back: 0 };
    if (label === a) pair.times++;
    else pair.back++;
    pairs.set(`${a}${b}`, pair);
  }
  const both = (/** @type {{ times: number, back: number }} */ pair) => pair.times + pair.back;
  return [...pairs.values()].sort((p, q) => both(q) - both(p)).slice(0, count);
}

/**
 * A digit in half as many lines as it has rows.
 * @param {ArrayLike<number>} pixels
 * @param {number} side
 */
export function sketch(pixels, side) {
  const lines = [];
  for (let row = 0; row < side; row += 2) {
    let line = "";
    for (let column = 0; column < side; column++) {
      const [upper, lower] = [row, row + 1].map((r) => pixels[r * side + column] > 127);
      line += upper ? (lower ? "█" : "▀") : lower ? "▄" : " ";
    }
    lines.push(line.trimEnd());
  }
  return lines.join("\n");
}
