/** @file The demo: compile the model, read the data, train, evaluate, tag a sentence. */
import { existsSync } from "node:fs";
import { withProgress } from "../shared/progress.js";
import { Trouble } from "../shared/trouble.js";
import { lookUpTable } from "./baseline.js";
import { readCorpus } from "./data/corpus.js";
import { openVectors } from "./data/vectors.js";
import { bestThreshold, middle, score } from "./evaluate.js";
import { compile, keep, load } from "./model.js";
import { tokenise } from "./read-tokens.js";
import { describeData, describeMiddle, header, row } from "./report.js";
import { paths, settings } from "./settings.js";
import { tag } from "./tag.js";
import { probabilities, train } from "./train.js";

/** @typedef {import("./data/corpus.js").Part} Part */
/** @typedef {import("./evaluate.js").Score} Score */
/** @typedef {{ heldOut: Score, checked: Score, unseen: Score }} Scores */

const example = "Then Mr. Smith met Anna Karenina in Paris , said the President .";

/** @param {readonly number[]} seeds */
export async function demo(seeds) {
  if (!existsSync(paths.packages)) throw new Trouble("no data: `npm ci` in examples/ner-window");
  compile();
  const model = await load();
  const vectors = await withProgress("reading vectors", (report) =>
    openVectors(paths.vectors, paths.cache, report),
  );
  const corpus = readCorpus(vectors);
  console.log(describeData(corpus));

  const seen = new Set(corpus.training.words);
  /** @param {(part: Part) => boolean[]} predict @returns {Scores} */
  const evaluate = (predict) => {
    const checked = predict(corpus.checked);
    return {
      heldOut: score(predict(corpus.heldOut), corpus.heldOut.labels),
      checked: score(checked, corpus.checked.gold),
      unseen: score(checked, corpus.checked.gold, (i) => !seen.has(corpus.checked.words[i])),
    };
  };

  const persons = lookUpTable(corpus.training.words, corpus.training.labels);
  const baseline = evaluate(({ words }) => words.map((word) => persons.has(word)));
  const runs = [];
  for (const seed of seeds) {
    const params = await withProgress(`training, seed ${seed}`, (report) =>
      train(model, corpus.vocabulary, corpus.training, settings, seed, report),
    );
    const p = (/** @type {Part} */ { w }) => probabilities(model, corpus.vocabulary, w, params);
    const threshold = bestThreshold(p(corpus.heldOut), corpus.heldOut.labels);
    const scores = evaluate((part) => Array.from(p(part), (value) => value > threshold));
    runs.push({ seed, params, threshold, scores });
  }
  console.log(header);
  console.log(row("word lookup", baseline));
  for (const { seed, scores } of runs) console.log(row(`seed ${seed}`, scores));
  console.log(describeMiddle(middle(runs, ({ scores }) => scores.checked.f1)));

  // What tags is chosen without the checked sentences.
  keep(runs.reduce((a, b) => (b.scores.heldOut.f1 > a.scores.heldOut.f1 ? b : a)));
  console.log(`\n$ node examples/ner-window/main.js tag "${example}"`);
  console.log(await tag(tokenise(example)));
}
