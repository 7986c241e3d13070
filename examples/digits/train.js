/** @file Mini-batch SGD with momentum through the generated module; runs in Node and in the browser. */
import { random, shuffle } from "../shared/random.js";
import { side } from "./idx.js";

/** @typedef {Record<string, Float64Array>} Params */
/**
 * What training needs of a module: digits.nabla and convnet.nabla differ in their parameters alone.
 * @typedef {object} Model
 * @property {(seed: number) => Params} initialize
 * @property {(sizes: { N: number }) => any} workspace
 * @property {(workspace: any, sizes: { N: number }) => void} resize
 * @property {(sizes: { N: number }) => { params: any }} shapes
 * @property {(params: any, inputs: any, workspace: any) => { values: { J: number }, gradients: Params }} valueAndGradient
 * @property {(params: any, inputs: any, workspace: any) => { p: Float64Array }} predict
 */
/** @typedef {import("./idx.js").Digits} Digits */
/** @typedef {{ epochs: number, batch: number, rate: number, momentum: number }} Settings */
/** @typedef {{ epoch: number, share: number, loss: number, params: Params }} State share: of all steps */

const size = side * side;
const classes = 10;

/**
 * Each epoch sees all digits in a fresh order; the step length falls to 0 along half a cosine wave. A value is given
 * about twice a second and at the end of each epoch, when `epoch` steps up.
 * @param {Model} model
 * @param {Digits} digits
 * @param {Settings} settings
 * @param {number} seed
 * @returns {Generator<State, void, void>}
 */
export function* train(model, digits, { epochs, batch, rate, momentum }, seed) {
  const next = random(seed);
  const params = model.initialize(seed);
  const velocity = model.initialize(seed);
  for (const v of Object.values(velocity)) v.fill(0);
  const workspace = model.workspace({ N: batch });
  const inputs = { x: new Float64Array(batch * size), y: new Int32Array(batch) };
  const order = Array.from({ length: digits.count }, (_, i) => i);
  const steps = Math.floor(digits.count / batch);
  let loss = Math.log(classes);
  let shown = Date.now();
  for (let epoch = 0; epoch < epochs; epoch++) {
    shuffle(order, next);
    for (let step = 0; step < steps; step++) {
      const share = (epoch + step / steps) / epochs;
      gather(digits, order, step * batch, inputs);
      const { values, gradients } = model.valueAndGradient(params, inputs, workspace);
      loss += (values.J - loss) / 100;
      descend(params, gradients, velocity, rate * schedule(share), momentum);
      if (Date.now() - shown > 500) {
        yield { epoch, share, loss, params };
        shown = Date.now();
      }
    }
    yield { epoch: epoch + 1, share: (epoch + 1) / epochs, loss, params };
  }
}

/**
 * From 1 to 0.
 * @param {number} share of all steps
 */
export const schedule = (share) => (1 + Math.cos(Math.PI * share)) / 2;

/**
 * v ← μ v + ∇θ, θ ← θ − α v
 * @param {Params} params
 * @param {Params} gradients
 * @param {Params} velocity
 * @param {number} rate
 * @param {number} momentum
 */
export function descend(params, gradients, velocity, rate, momentum) {
  for (const key of /** @type {(keyof Params)[]} */ (Object.keys(params))) {
    const [θ, g, v] = [params[key], gradients[key], velocity[key]];
    for (let i = 0; i < θ.length; i++) {
      v[i] = momentum * v[i] + g[i];
      θ[i] -= rate * v[i];
    }
  }
}

/**
 * The digits `order[from]`, `order[from + 1]`, … with ink from 0 to 1.
 * @param {Digits} digits
 * @param {readonly number[]} order
 * @param {number} from
 * @param {{ x: Float64Array, y: Int32Array }} inputs
 */
export function gather({ pixels, labels }, order, from, { x, y }) {
  for (let n = 0; n < y.length; n++) {
    const i = order[from + n];
    y[n] = labels[i];
    for (let j = 0; j < size; j++) x[n * size + j] = pixels[i * size + j] / 255;
  }
}

/**
 * The most probable class of each digit.
 * @param {Model} model
 * @param {Digits} digits
 * @param {Params} params
 */
export function classify(model, { count, pixels }, params) {
  const chunk = Math.min(1000, count);
  const answers = new Uint8Array(count);
  if (count === 0) return answers;
  const workspace = model.workspace({ N: chunk });
  for (let from = 0; from < count; from += chunk) {
    const N = Math.min(chunk, count - from);
    model.resize(workspace, { N });
    const x = Float64Array.from(pixels.subarray(from * size, (from + N) * size), (v) => v / 255);
    const { p } = model.predict(params, { x }, workspace);
    for (let n = 0; n < N; n++) answers[from + n] = largest(p, n * classes, classes);
  }
  return answers;
}

/**
 * Where the largest of `count` values stands, counted from `from`.
 * @param {Float64Array} values
 * @param {number} from
 * @param {number} count
 */
export function largest(values, from, count) {
  let best = 0;
  for (let i = 1; i < count; i++) if (values[from + i] > values[from + best]) best = i;
  return best;
}
