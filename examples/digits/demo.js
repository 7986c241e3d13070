/** @file The demo: compile the model, train, evaluate, keep the weights. */
import { setImmediate } from "node:timers/promises";
import { compileModel, loadModel } from "../shared/model.js";
import { withProgress } from "../shared/progress.js";
import { readTest, readTraining } from "./data.js";
import { accuracy, worstPairs } from "./evaluate.js";
import { paths } from "./settings.js";
import { classify, train } from "./train.js";
import { keep } from "./weights.js";

/** @typedef {import("./train.js").Model} Model */
/** @typedef {import("./train.js").Params} Params */

/**
 * @param {import("./settings.js").Name} name of the model
 * @param {import("./train.js").Settings} settings
 * @param {number} seed
 * @param {boolean} test whether to look at the test set
 */
export async function demo(name, settings, seed, test) {
  const { training, heldOut } = readTraining();
  compileModel(paths.models[name]);
  /** @type {Model} */
  const model = await loadModel(paths.models[name]);
  const { batch, rate, momentum } = settings;
  console.log(
    `${training.count} digits to train on, ${heldOut.count} held out; ` +
      `batches of ${batch}, step ${rate}, momentum ${momentum}, seed ${seed}`,
  );
  /** @type {Params} */
  let params = model.initialize(seed);
  /** @type {string[]} */
  const accuracies = [];
  const start = performance.now();
  await withProgress("training", async (report) => {
    for (const { epoch, share, loss, params: now } of train(model, training, settings, seed)) {
      params = now;
      if (epoch > accuracies.length)
        accuracies.push(percent(accuracy(classify(model, heldOut, params), heldOut.labels)));
      report(share, `loss ${loss.toFixed(3)}${epoch ? `, held out ${accuracies.at(-1)}` : ""}`);
      await setImmediate(); // lets the progress bar draw
    }
  });
  const seconds = (performance.now() - start) / 1000;
  accuracies.forEach((share, i) => console.log(`epoch ${i + 1}: held out ${share}`));
  console.log(`trained in ${seconds.toFixed(0)} s`);
  await keep(name, model, params);
  if (test) reportTest(model, params);
}

/**
 * @param {Model} model
 * @param {Params} params
 */
function reportTest(model, params) {
  const test = readTest();
  const answers = classify(model, test, params);
  console.log(`\ntest set, ${test.count} digits: ${percent(accuracy(answers, test.labels))}`);
  console.log("mixed up most often:");
  for (const { label, answer, times, back } of worstPairs(answers, test.labels, 5))
    console.log(
      `  ${label} taken for ${answer} ${times} times, ${answer} for ${label} ${back} times`,
    );
}

/** @param {number} share */
const percent = (share) => `${(100 * share).toFixed(2)} %`;
