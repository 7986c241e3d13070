/** @file Mini-batch SGD through the generated module. */
import { setImmediate } from "node:timers/promises";
import { random, shuffle } from "../shared/random.js";
import { gather, width } from "./windows.js";

/** @typedef {import("./model.js").Model} Model */
/** @typedef {import("./model.js").Params} Params */
/** @typedef {import("./data/silver.js").Label} Label */
/** @typedef {{ w: Int32Array, labels: Label[] }} Examples */
/** @typedef {{ epochs: number, batch: number, rate: number, keep: number }} Settings */

/**
 * Plain mini-batch SGD. Each epoch sees all names and a fresh draw of `keep` of the other tokens, in a fresh order; the
 * step length falls linearly to 0.
 * @param {Model} model
 * @param {{ E: Float64Array, V: number }} vocabulary
 * @param {Examples} examples
 * @param {Settings} settings
 * @param {number} seed
 * @param {(share: number, note: string) => void} [report]
 * @returns {Promise<Params>}
 */
export async function train(model, { E, V }, { w, labels }, settings, seed, report = () => {}) {
  const { epochs, batch, rate, keep } = settings;
  const next = random(seed);
  const params = model.initialize(seed, { V });
  const workspace = model.workspace({ V, N: batch });
  const inputs = { E, w: new Int32Array(batch * width), y: new Float64Array(batch) };
  let loss = Math.log(2);
  for (let epoch = 0; epoch < epochs; epoch++) {
    const order = shuffle(draw(labels, keep, next), next);
    const steps = Math.floor(order.length / batch);
    for (let step = 0; step < steps; step++) {
      const chosen = order.slice(step * batch, (step + 1) * batch);
      gather(w, chosen, inputs.w);
      chosen.forEach((i, n) => (inputs.y[n] = labels[i] === "P" ? 1 : 0));
      const { values, gradients } = model.valueAndGradient(params, inputs, workspace);
      loss += (values.J - loss) / 500;
      const done = (epoch + step / steps) / epochs;
      descend(params, gradients, rate * (1 - done));
      if (step % 500 === 0) {
        report(done, `epoch ${epoch + 1}, loss ${loss.toFixed(3)}`);
        await setImmediate(); // lets the progress bar draw
      }
    }
  }
  report(1, `loss ${loss.toFixed(3)}`);
  return params;
}

/**
 * @param {readonly Label[]} labels
 * @param {number} keep
 * @param {() => number} next
 */
function draw(labels, keep, next) {
  /** @type {number[]} */
  const drawn = [];
  labels.forEach((label, i) => {
    if (label === "O" ? next() < keep : label !== "?") drawn.push(i);
  });
  return drawn;
}

/**
 * θ ← θ − α ∇θ
 * @param {Params} params
 * @param {Params} gradients
 * @param {number} rate
 */
function descend(params, gradients, rate) {
  for (const key of /** @type {const} */ (["W", "b", "u"])) {
    const [θ, g] = [params[key], gradients[key]];
    for (let i = 0; i < θ.length; i++) θ[i] -= rate * g[i];
  }
}

/**
 * p for each window, in chunks of the workspace's size.
 * @param {Model} model
 * @param {{ E: Float64Array, V: number }} vocabulary
 * @param {Int32Array} w
 * @param {Params} params
 */
export function probabilities(model, { E, V }, w, params) {
  const count = w.length / width;
  const chunk = Math.min(1024, count);
  const p = new Float64Array(count);
  if (count === 0) return p;
  const workspace = model.workspace({ V, N: chunk });
  for (let from = 0; from < count; from += chunk) {
    const N = Math.min(chunk, count - from);
    model.resize(workspace, { N });
    const part = w.slice(from * width, (from + N) * width);
    const outputs = model.predict(params, { E, w: part }, workspace);
    for (let n = 0; n < N; n++) p[from + n] = outputs.p[n];
  }
  return p;
}
