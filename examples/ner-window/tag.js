/** @file Tags sentences with what the demo has learnt. */
import { openVectors } from "./data/vectors.js";
import { embed } from "./data/vocabulary.js";
import { load, recall } from "./model.js";
import { paths } from "./settings.js";
import { probabilities } from "./train.js";
import { windows } from "./windows.js";

/**
 * `token⇥P` or `token⇥O` a line, a blank line between sentences.
 * @param {readonly (readonly string[])[]} sentences
 */
export async function tag(sentences) {
  const { params, threshold } = recall();
  const model = await load();
  const { ids, ...vocabulary } = embed(sentences, await openVectors(paths.vectors, paths.cache));
  const p = probabilities(model, vocabulary, windows(ids), params);
  let n = 0;
  const line = (/** @type {string} */ token) => `${token}\t${p[n++] > threshold ? "P" : "O"}\n`;
  return sentences.map((tokens) => tokens.map(line).join("")).join("\n");
}
