/** @file The parameters of the model as one vector, fitted to months. */
import { inputsOf } from "./data.js";
import { minimise } from "./lbfgs.js";

/** @typedef {typeof import("../../generated/curve/curve.ts")} Model */
/** @typedef {import("../../generated/curve/curve.ts").Params} Params */
/** @typedef {import("./data.js").Month} Month */

/**
 * @param {Model} model
 * @param {readonly Month[]} months
 * @param {number} tolerance
 */
export function fit(model, months, tolerance) {
  const params = model.initialize(1);
  const workspace = model.workspace({ N: months.length });
  const inputs = inputsOf(months, params.u.length);
  const f = (/** @type {Float64Array} */ x) => {
    spread(x, params);
    const { values, gradients } = model.valueAndGradient(params, inputs, workspace);
    return { J: values.J, gradient: join(gradients, params) };
  };
  const { x, step, J, gradient } = minimise(f, join(params, params), { tolerance });
  spread(x, params);
  return { params, step, J, gradient: Math.hypot(...gradient) };
}

/**
 * Arrays one after the other, in the order of the parameters.
 * @param {Params} arrays
 * @param {Params} params
 */
const join = (arrays, params) =>
  Float64Array.from(keysOf(params).flatMap((key) => Array.from(arrays[key])));

/**
 * The other way, into `params`.
 * @param {Float64Array} x
 * @param {Params} params
 */
function spread(x, params) {
  let from = 0;
  for (const key of keysOf(params)) {
    params[key].set(x.subarray(from, from + params[key].length));
    from += params[key].length;
  }
}

const keysOf = (/** @type {Params} */ params) =>
  /** @type {(keyof Params)[]} */ (Object.keys(params));

/**
 * The curve at months; their values are not looked at.
 * @param {Model} model
 * @param {readonly Month[]} months
 * @param {Params} params
 */
export function curve(model, months, params) {
  const { t, c, s } = inputsOf(months, params.u.length);
  return model.predict(params, { t, c, s }, model.workspace({ N: months.length })).fit;
}
