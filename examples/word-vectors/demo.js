/** @file The demo: compile the model, train, show neighbours and scores, keep the vectors. */
import { setImmediate } from "node:timers/promises";
import { compileModel, loadModel } from "../shared/model.js";
import { withProgress } from "../shared/progress.js";
import { atRandom, neighbourCounts, positivePmi } from "./baselines.js";
import { readCorpus } from "./data.js";
import { score } from "./evaluate.js";
import { development, test } from "./groups.js";
import { lines } from "./near.js";
import { paths } from "./settings.js";
import { train } from "./train.js";
import { keep, rowsOf } from "./vectors.js";

/** @typedef {import("./data.js").Corpus} Corpus */
/** @typedef {import("./groups.js").Groups} Groups */

const shown = [
  "may",
  "dollars",
  "ships",
  "children",
  "wheat",
  "spain",
  "soldiers",
  "iron",
  "peace",
];

/**
 * @param {import("./settings.js").Settings} settings
 * @param {number} seed
 * @param {boolean} testing whether to look at the test groups
 */
export async function demo(settings, seed, testing) {
  const corpus = readCorpus(settings.least);
  const { words, counts, texts } = corpus;
  compileModel(paths.model);
  /** @type {import("./train.js").Model} */
  const model = await loadModel(paths.model);
  const tokens = counts.reduce((a, b) => a + b, 0);
  console.log(
    `${texts.length} addresses, ${number(tokens)} words of ${number(words.length)} kinds; d = ${settings.d}, ` +
      `k = ${settings.k}, batches of ${settings.batch}, ${settings.optimizer} with rate ${settings.rate}, seed ${seed}`,
  );
  const start = performance.now();
  const { loss, pairs, params } = await withProgress("training", async (report) => {
    let state;
    for (state of train(model, corpus, settings, seed)) {
      report(state.share, `loss ${state.loss.toFixed(3)}`);
      await setImmediate(); // lets the progress bar draw
    }
    return /** @type {NonNullable<typeof state>} */ (state);
  });
  const seconds = (performance.now() - start) / 1000;
  console.log(
    `${number(pairs)} pairs in ${seconds.toFixed(0)} s: ${number(pairs / seconds)} pairs/s, loss ${loss.toFixed(3)}`,
  );
  keep(words, params.E);
  const rows = rowsOf(params.E, settings.d);
  console.log(`\nnearest words:\n${lines(words, rows, shown).join("\n")}`);
  const learnt = new Map(words.map((word, i) => [word, rows[i]]));
  report("development groups", development, corpus, learnt, settings);
  if (testing) report("test groups", test, corpus, learnt, settings);
}

/**
 * Scores beside those of vectors that nobody trained.
 * @param {string} name
 * @param {Groups} groups
 * @param {Corpus} corpus
 * @param {ReadonlyMap<string, Float64Array>} learnt
 * @param {{ d: number, window: number }} settings
 */
function report(name, groups, corpus, learnt, { d, window }) {
  const listed = Object.values(groups).flat();
  const counted = neighbourCounts(corpus, listed, window);
  const count = (/** @type {string} */ word) => counted.get(word) ?? new Float64Array();
  const contenders = {
    "random vectors": atRandom(d),
    "counts of neighbours": count,
    "their positive PMI": (/** @type {string} */ word) => positivePmi(count(word), corpus.counts),
    "these vectors": (/** @type {string} */ word) => learnt.get(word) ?? new Float64Array(d),
  };
  console.log(
    `\n${`${name}, ${listed.length} words`.padEnd(32)} odd one out   nearest of the same group`,
  );
  for (const [contender, vectorOf] of Object.entries(contenders)) {
    const { oddOneOut, nearest } = score(groups, vectorOf);
    console.log(`  ${contender.padEnd(31)} ${percent(oddOneOut).padEnd(13)} ${percent(nearest)}`);
  }
}

/** @param {number} n */
const number = (n) => new Intl.NumberFormat("en").format(Math.round(n));

/** @param {number} share */
const percent = (share) => `${(100 * share).toFixed(1)} %`;
