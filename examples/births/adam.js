/** @file Adam (Kingma and Ba, 2015, algorithm 1). */

/** @typedef {Record<string, Float64Array>} Arrays */

/**
 * @param {Arrays} params changed in place by each step
 * @returns {(gradients: Arrays, rate: number) => void}
 */
export function adam(params, { β1 = 0.9, β2 = 0.999, ε = 1e-8 } = {}) {
  const zeros = () => Object.values(params).map(({ length }) => new Float64Array(length));
  const [means, squares] = [zeros(), zeros()];
  let [power1, power2] = [1, 1];
  return (gradients, rate) => {
    power1 *= β1;
    power2 *= β2;
    Object.entries(params).forEach(([key, θ], k) => {
      const [g, m, v] = [gradients[key], means[k], squares[k]];
      for (let i = 0; i < θ.length; i++) {
        m[i] = β1 * m[i] + (1 - β1) * g[i];
        v[i] = β2 * v[i] + (1 - β2) * g[i] * g[i];
        θ[i] -= (rate * (m[i] / (1 - power1))) / (Math.sqrt(v[i] / (1 - power2)) + ε);
      }
    });
  };
}
