/** @file What `sparse` is worth: the same batches through the same model with and without it. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { compileModel, loadModel } from "../shared/model.js";
import { random } from "../shared/random.js";
import { readCorpus } from "./data.js";
import { paths } from "./settings.js";
import { optimizer } from "./steps.js";
import { batches } from "./train.js";

/** @typedef {import("./train.js").Model} Model */
/** @typedef {import("./train.js").Inputs} Inputs */
/** @typedef {import("./steps.js").Gradients} Gradients */
/** @typedef {import("./steps.js").Rows} Rows */
/** @typedef {import("./settings.js").Settings} Settings */

/** @param {Settings} settings the size of the batch is varied */
export async function compare(settings) {
  const corpus = readCorpus(settings.least);
  const [sparse, dense] = [await load(paths.model), await load(withoutSparse())];
  const { d, k } = settings;
  console.log(`V = ${corpus.words.length}, d = ${d}, k = ${k}; µs per batch, the median:`);
  console.log(`${"N".padStart(5)}${"".padEnd(25)} sparse   dense    ratio`);
  for (const N of [16, 64, 256]) {
    const sizes = { V: corpus.words.length, d, k, N };
    const inputs = some({ ...settings, batch: N }, corpus, 200);
    for (const [name, step] of works) {
      const times = [sparse, dense].map((model) => time(model, sizes, inputs, step, settings.rate));
      const figures = times.map((time) => time.toFixed(0).padEnd(8)).join(" ");
      const ratio = (times[1] / times[0]).toFixed(1);
      console.log(`${String(N).padStart(5)}  ${name.padEnd(23)} ${figures} ${ratio}`);
    }
  }
}

const works = /** @type {const} */ ([
  ["gradient", undefined],
  ["gradient and SGD step", "sgd"],
  ["gradient and Adam step", "adam"],
]);

/**
 * Copies of the first batches.
 * @param {Settings} settings
 * @param {import("./data.js").Corpus} corpus
 * @param {number} count
 */
function some(settings, corpus, count) {
  /** @type {Inputs[]} */
  const copies = [];
  for (const { inputs } of batches(corpus, settings, random(1)))
    if (copies.push(structuredClone(inputs)) === count) break;
  return copies;
}

/** A copy of the model whose gradients are arrays. */
function withoutSparse() {
  const folder = join(paths.cache, "dense");
  mkdirSync(folder, { recursive: true });
  const model = join(folder, "skipgram.nabla");
  writeFileSync(model, readFileSync(paths.model, "utf8").replaceAll(" sparse ", " "));
  return model;
}

/**
 * @param {string} path
 * @returns {Promise<Model>}
 */
async function load(path) {
  compileModel(path);
  return loadModel(path);
}

/**
 * The median time of a batch in µs, after a tenth of them.
 * @param {Model} model
 * @param {{ V: number, d: number, k: number, N: number }} sizes
 * @param {readonly Inputs[]} inputs
 * @param {"sgd" | "adam" | undefined} name
 * @param {number} rate
 */
function time(model, sizes, inputs, name, rate) {
  const params = model.initialize(1, sizes);
  const workspace = model.workspace(sizes);
  const step = name ? optimizer(name, params, sizes.d, sizes.N) : () => {};
  const whole = [byRows(sizes.V), byRows(sizes.V)];
  const times = inputs.map((batch) => {
    const start = performance.now();
    const { gradients } = model.valueAndGradient(params, batch, workspace);
    step({ E: whole[0](gradients.E), U: whole[1](gradients.U) }, rate);
    return 1000 * (performance.now() - start);
  });
  const counted = times.slice(inputs.length / 10).sort((a, b) => a - b);
  return counted[Math.floor(counted.length / 2)];
}

/**
 * A gradient that is an array has all rows.
 * @param {number} V
 */
function byRows(V) {
  const rows = Int32Array.from({ length: V }, (_, i) => i);
  return (/** @type {Rows | Float64Array} */ gradient) =>
    gradient instanceof Float64Array ? { count: V, rows, values: gradient } : gradient;
}
