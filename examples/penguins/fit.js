/** @file The minimum of J: by Newton steps with the emitted Hessian, and by gradient descent. */
import { cholesky, norm, solve } from "./linear.js";
import { measurements } from "./data.js";

/** @typedef {typeof import("../../generated/penguins/penguins.ts")} Model */
/** @typedef {import("../../generated/penguins/penguins.ts").Params} Params */
/** @typedef {import("../../generated/penguins/penguins.ts").Inputs} Inputs */
/** @typedef {{ step: number, J: number, gradient: number, w: Float64Array }} State gradient: its norm */

/** The measurements, and the 1 whose weight is the bias. */
export const d = measurements.length + 1;

/**
 * w ← w − H⁻¹ ∇J until the norm of ∇J is below `tolerance`. The bias of the model, b, stays 0: its part is taken by
 * the weight of the constant feature, so that one Hessian holds all that is fitted.
 * @param {Model} model
 * @param {Inputs} inputs
 * @param {number} tolerance
 * @param {number} most
 */
export function newton(model, inputs, tolerance, most = 50) {
  return descend(model, inputs, tolerance, most, (params, g, workspace) => {
    const H = model.hessian_J_w(params, inputs, workspace);
    return solve(cholesky(H, d), g);
  });
}

/**
 * w ← w − α ∇J
 * @param {Model} model
 * @param {Inputs} inputs
 * @param {number} tolerance
 * @param {number} rate
 * @param {number} most
 */
export function gradientDescent(model, inputs, tolerance, rate, most = 100_000) {
  return descend(model, inputs, tolerance, most, (_, g) => g.map((value) => rate * value));
}

/**
 * @param {Model} model
 * @param {Inputs} inputs
 * @param {number} tolerance
 * @param {number} most
 * @param {(params: Params, g: Float64Array, workspace: ReturnType<Model["workspace"]>) => Float64Array} direction
 * @returns {State[]} before the first step, after each step
 */
function descend(model, inputs, tolerance, most, direction) {
  const sizes = { d, N: inputs.y.length };
  const workspace = model.workspace(sizes);
  const params = model.initialize(1, sizes);
  /** @type {State[]} */
  const states = [];
  for (let step = 0; ; step++) {
    const { values, gradients } = model.valueAndGradient(params, inputs, workspace);
    const gradient = norm(gradients.w);
    states.push({ step, J: values.J, gradient, w: params.w.slice() });
    if (gradient < tolerance || step === most) return states;
    const change = direction(params, gradients.w, workspace);
    for (let i = 0; i < d; i++) params.w[i] -= change[i];
  }
}

/**
 * How many labels p > ½ gets right.
 * @param {Model} model
 * @param {Inputs} inputs
 * @param {Float64Array} w
 */
export function countRight(model, { x, y }, w) {
  const workspace = model.workspace({ d, N: y.length });
  const { p } = model.predict({ w, b: Float64Array.of(0) }, { x }, workspace);
  return y.filter((label, n) => p[n] > 0.5 === (label === 1)).length;
}
