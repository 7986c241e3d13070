/** @file Steps down a gradient by rows: they touch the rows that it has, so their cost does not grow with the vocabulary. */

/** @typedef {import("../../generated/word-vectors/skipgram.ts").Rows} Rows */
/** @typedef {import("../../generated/word-vectors/skipgram.ts").Params} Params */
/** @typedef {import("../../generated/word-vectors/skipgram.ts").Gradients} Gradients */
/** @typedef {(gradients: Gradients, rate: number) => void} Step */

/**
 * θ ← θ − α ∇θ
 * @param {Float64Array} θ
 * @param {Rows} gradient
 * @param {number} width of a row
 * @param {number} rate
 */
export function descend(θ, { count, rows, values }, width, rate) {
  for (let i = 0; i < count; i++) {
    const [here, there] = [i * width, rows[i] * width];
    for (let k = 0; k < width; k++) θ[there + k] -= rate * values[here + k];
  }
}

/**
 * Adam (Kingma and Ba, 2015, algorithm 1) by rows: m and v of a row rest while it has no gradient, so it does not move either.
 * @param {Float64Array} θ
 * @param {number} width of a row
 * @returns {(gradient: Rows, rate: number) => void}
 */
export function adam(θ, width, { β1 = 0.9, β2 = 0.999, ε = 1e-8 } = {}) {
  const [m, v] = [new Float64Array(θ.length), new Float64Array(θ.length)];
  let [power1, power2] = [1, 1];
  return ({ count, rows, values }, rate) => {
    power1 *= β1;
    power2 *= β2;
    const α = (rate * Math.sqrt(1 - power2)) / (1 - power1);
    const small = ε * Math.sqrt(1 - power2); // both corrections of the bias at once, as section 2 there
    for (let i = 0; i < count; i++) {
      const [here, there] = [i * width, rows[i] * width];
      for (let k = 0; k < width; k++) {
        const g = values[here + k];
        const mk = (m[there + k] = β1 * m[there + k] + (1 - β1) * g);
        const vk = (v[there + k] = β2 * v[there + k] + (1 - β2) * g * g);
        θ[there + k] -= (α * mk) / (Math.sqrt(vk) + small);
      }
    }
  };
}

/**
 * A step of all parameters.
 * @param {"sgd" | "adam"} name
 * @param {Params} params
 * @param {number} width of their rows
 * @param {number} batch its size, see settings
 * @returns {Step}
 */
export function optimizer(name, { E, U }, width, batch) {
  if (name === "sgd")
    return (gradients, rate) => {
      descend(E, gradients.E, width, batch * rate);
      descend(U, gradients.U, width, batch * rate);
    };
  const [stepE, stepU] = [adam(E, width), adam(U, width)];
  return (gradients, rate) => {
    stepE(gradients.E, rate);
    stepU(gradients.U, rate);
  };
}
