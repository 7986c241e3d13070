/** @file Tokens to windows: the word ids of five neighbouring tokens for each token. */
import { PAD } from "./data/vocabulary.js";

export const width = 5;

/**
 * Five ids per token, row by row; beyond the ends of its sentence stands PAD.
 * @param {readonly (readonly number[])[]} sentences word ids
 */
export function windows(sentences) {
  const count = sentences.reduce((sum, ids) => sum + ids.length, 0);
  const w = new Int32Array(count * width);
  let at = 0;
  for (const ids of sentences)
    for (let centre = 0; centre < ids.length; centre++)
      for (let j = 0; j < width; j++) w[at++] = ids[centre + j - (width >> 1)] ?? PAD;
  return w;
}

/**
 * The windows with these numbers, written to `target` one after the other.
 * @param {Int32Array} w
 * @param {ArrayLike<number>} chosen
 * @param {Int32Array} target
 */
export function gather(w, chosen, target) {
  for (let n = 0; n < chosen.length; n++)
    for (let j = 0; j < width; j++) target[n * width + j] = w[chosen[n] * width + j];
}
