/**
 * @file The evals: how a message's input becomes arguments of a generated module, and its results an output. Objectives and
 * derivatives are the modules'; here numbers are only put into arrays and taken out.
 */

/**
 * @typedef {Record<string, Float64Array>} Arrays
 * @typedef {{ sizes: Record<string, number>, params: Arrays, inputs: Record<string, number | Float64Array> }} Call
 * @typedef {object} Eval
 * @property {string} model the model file, without its ending; a function may have another
 * @property {(input: any) => Call} call
 * @property {Record<string, { model?: string, run: "forward" | "valueAndGradient" | "predict", output: (result: any, input: any) => unknown }>} functions
 */

/** @param {number[] | number[][]} list */
const flat = (list) => Float64Array.from(list.flat());

/**
 * Rows of a flat array.
 * @param {Float64Array} array
 * @param {number} count
 */
const rows = (array, count) =>
  Array.from({ length: count }, (_, i) => {
    const width = array.length / count;
    return Array.from(array.subarray(i * width, (i + 1) * width));
  });

/** @type {Record<string, Eval>} */
export const evals = {
  hello: {
    model: "hello",
    call: (x) => ({ sizes: {}, params: { x: Float64Array.of(x) }, inputs: {} }),
    functions: {
      square: { run: "forward", output: ({ y }) => y },
      double: { run: "valueAndGradient", output: ({ gradients }) => gradients.x[0] },
    },
  },
  lse: {
    model: "lse",
    call: ({ x }) => ({ sizes: { n: x.length }, params: { x: flat(x) }, inputs: {} }),
    functions: primalAndGradient(),
  },
  llsq: {
    model: "llsq",
    call: ({ x, n }) => ({ sizes: { m: x.length, n }, params: { x: flat(x) }, inputs: {} }),
    functions: primalAndGradient(),
  },
  gmm: {
    model: "gmm",
    call: ({ d, k, n, alpha, mu, q, l, x, m, gamma }) => ({
      sizes: { D: d, K: k, N: n },
      params: { alpha: flat(alpha), mu: flat(mu), q: flat(q), l: flat(l) },
      inputs: { x: flat(x), m, gamma },
    }),
    functions: {
      objective: { run: "forward", output: ({ F }) => F },
      jacobian: {
        run: "valueAndGradient",
        output: ({ gradients: g }, { k }) => ({
          alpha: Array.from(g.alpha),
          mu: rows(g.mu, k),
          q: rows(g.q, k),
          l: rows(g.l, k),
        }),
      },
    },
  },
  lstm: {
    model: "lstm",
    call: ({ main_params: p, extra_params: e, state, sequence: q }) => ({
      sizes: { c: q.length, l: state.length / 2, b: q[0].length },
      params: { p: flat(p), e: flat(e) },
      inputs: { q: flat(q), z: flat(state) },
    }),
    functions: {
      objective: { run: "forward", output: ({ J }) => J },
      jacobian: {
        run: "valueAndGradient",
        output: ({ gradients: g }) => [...g.p, ...g.e],
      },
    },
  },
  kmeans: {
    model: "kmeans",
    call: ({ points, centroids }) => ({
      sizes: { n: points.length, k: centroids.length, d: points[0].length },
      params: { c: flat(centroids) },
      inputs: { p: flat(points) },
    }),
    functions: {
      cost: { model: "kmeans-cost", run: "predict", output: ({ C }) => C },
      dir: { run: "predict", output: ({ dir }, { centroids }) => rows(dir, centroids.length) },
    },
  },
  ode: {
    model: "ode",
    call: ({ x, s }) => ({ sizes: { n: x.length, S: s }, params: { x: flat(x) }, inputs: {} }),
    functions: {
      primal: { run: "predict", output: ({ z }) => Array.from(z) },
      gradient: { run: "valueAndGradient", output: ({ gradients }) => Array.from(gradients.x) },
    },
  },
  "adbench-gmm": {
    model: "adbench-gmm",
    call: ({ alphas, means, icf, x, m, gamma }) => {
      const [D, K, N] = [means[0].length, alphas.length, x.length];
      const part = (/** @type {number} */ from, /** @type {number} */ to) =>
        flat(icf.map((/** @type {number[]} */ row) => row.slice(from, to)));
      return {
        sizes: { D, K, N },
        params: {
          alpha: flat(alphas),
          mu: flat(means),
          q: part(0, D),
          l: part(D, (D * (D + 1)) / 2),
        },
        inputs: { x: flat(x), m, gamma },
      };
    },
    functions: {
      objective: { run: "forward", output: ({ F }) => F },
      jacobian: {
        run: "valueAndGradient",
        output: ({ gradients: g }, { alphas }) => {
          const [q, l] = [rows(g.q, alphas.length), rows(g.l, alphas.length)];
          return {
            alphas: Array.from(g.alpha),
            means: rows(g.mu, alphas.length),
            icf: q.map((diagonal, k) => [...diagonal, ...l[k]]),
          };
        },
      },
    },
  },
};

evals["adbench-lstm"] = evals["lstm"];

/** @returns {Eval["functions"]} */
function primalAndGradient() {
  return {
    primal: { run: "forward", output: ({ y }) => y },
    gradient: { run: "valueAndGradient", output: ({ gradients }) => Array.from(gradients.x) },
  };
}
