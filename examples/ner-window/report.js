/** @file What the demo prints. */
import { score } from "./evaluate.js";

/** @typedef {import("./demo.js").Scores} Scores */
/** @typedef {ReturnType<typeof import("./data/corpus.js").readCorpus>} Corpus */

const count = new Intl.NumberFormat("en");

/** @param {Corpus} corpus */
export function describeData({ documents, sentences, training, heldOut, checked }) {
  const silver = score(
    checked.labels.map((label) => label === "P"),
    checked.gold,
  );
  const undecided = training.labels.filter((label) => label === "?").length;
  const persons = training.labels.filter((label) => label === "P").length;
  return `
silver labels (made by rules from Brown's proper-noun tags, WordNet and first names):
  training   ${documents.training} documents, ${count.format(training.labels.length)} tokens, \
${count.format(persons)} of persons, ${count.format(undecided)} undecided and masked
  held out   ${documents.heldOut} documents, ${count.format(heldOut.labels.length)} tokens
hand-checked labels, in other documents:
  test       ${sentences} sentences, ${count.format(checked.gold.length)} tokens, ${silver.persons} of persons
  the silver labels there: precision ${three(silver.precision)}, recall ${three(silver.recall)} for person
`;
}

export const header = `
person, F1 by token   held out (silver)   hand-checked   precision  recall   unseen words`;

/**
 * @param {string} name
 * @param {Scores} scores
 */
export const row = (name, { heldOut, checked, unseen }) =>
  [
    name.padEnd(22),
    three(heldOut.f1).padEnd(20),
    three(checked.f1).padEnd(15),
    three(checked.precision).padEnd(11),
    three(checked.recall).padEnd(9),
    three(unseen.f1),
  ].join("");

/** @param {{ seed: number, scores: Scores }} run */
export const describeMiddle = ({ seed, scores: { checked, unseen } }) =>
  `\nthe middle one on the hand-checked sentences: ${three(checked.f1)} (seed ${seed}); \
unseen words: ${unseen.persons} of persons in no training document`;

/** @param {number} value */
const three = (value) => value.toFixed(3);
