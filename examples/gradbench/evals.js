/**
 * @file The evals: how a message's input becomes arguments of a generated module, and its results an output. Objectives and
 * derivatives are the modules'; here numbers are only put into arrays and taken out.
 */
import { flat, rows } from "./arrays.js";
import { nearest, particle, saddle } from "./descent.js";
import {
  compressedRows,
  ends,
  HAND,
  hand,
  handRows,
  repeatedScene,
  SCENE,
  scene,
} from "./vision.js";

/**
 * @typedef {Record<string, Float64Array>} Arrays
 * @typedef {{ sizes: Record<string, number>, params: Arrays, inputs: Record<string, any> }} Call
 * @typedef {object} Run
 * @property {string[]} [models] other model files than the eval's
 * @property {string | string[]} [run] a routine, or several, whose results are given by their names
 * @property {(modules: any[], input: any) => unknown} [drive] what runs routines instead
 * @property {(result: any, input: any, call: any) => unknown} output
 * @typedef {object} Eval
 * @property {string} model the model file, without its ending
 * @property {(input: any) => Call} [call]
 * @property {Record<string, Run>} functions
 */

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
      cost: { models: ["kmeans-cost"], run: "predict", output: ({ C }) => C },
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
  det: {
    model: "det",
    call: ({ A, ell }) => ({ sizes: { n: ell }, params: { A: flat(A) }, inputs: {} }),
    functions: {
      primal: { run: "forward", output: ({ y }) => y },
      gradient: { run: "valueAndGradient", output: ({ gradients }) => Array.from(gradients.A) },
    },
  },
  ba: {
    model: "ba",
    call: repeatedScene,
    functions: {
      objective: {
        run: "predict",
        output: ({ e, z }, { p }) => ({
          reproj_error: { elements: [e[0], e[1]], repeated: p },
          w_err: { element: z[0], repeated: p },
        }),
      },
      jacobian: {
        run: SCENE,
        output: (blocks, sizes, { inputs }) => {
          const { entry, entries, pointer, rows } = compressedRows(blocks, sizes, inputs);
          return {
            rows: ends(rows + 1, pointer),
            cols: ends(entries, (k) => entry(k).col),
            vals: ends(entries, (k) => entry(k).val),
          };
        },
      },
    },
  },
  ht: {
    model: "hand",
    call: hand,
    functions: {
      objective: { run: "predict", output: ({ e }) => Array.from(e) },
      jacobian: { run: HAND, output: handRows },
    },
  },
  particle: {
    model: "particle",
    functions: {
      ...inEachMode({ drive: nearest, output: (w) => w }),
      euler_objective: { drive: ([m], { w }) => particle(m)(w), output: ({ F }) => F },
      euler_gradient: { drive: ([m], { w }) => particle(m)(w), output: ({ g }) => g },
    },
  },
  saddle: {
    model: "saddle-max",
    functions: inEachMode({
      models: ["saddle-max", "saddle-min"],
      drive: saddle,
      output: (place) => place,
    }),
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
evals["adbench-hand"] = evals["ht"];
evals["adbench-ba"] = {
  model: "ba",
  call: scene,
  functions: {
    objective: {
      run: "predict",
      output: ({ e, z }) => ({ reproj_err: Array.from(e), w_err: Array.from(z) }),
    },
    jacobian: {
      run: SCENE,
      output: (blocks, sizes, { inputs }) => {
        const { entry, entries, pointer, rows, columns } = compressedRows(blocks, sizes, inputs);
        const all = Array.from({ length: entries }, (_, k) => entry(k));
        return {
          nrows: rows,
          ncols: columns,
          rows: Array.from({ length: rows + 1 }, (_, row) => pointer(row)),
          cols: all.map(({ col }) => col),
          vals: all.map(({ val }) => val),
        };
      },
    },
  },
};

/** @returns {Eval["functions"]} */
function primalAndGradient() {
  return {
    primal: { run: "forward", output: ({ y }) => y },
    gradient: { run: "valueAndGradient", output: ({ gradients }) => Array.from(gradients.x) },
  };
}

/**
 * The names say which mode differentiates outside and inside; the derivatives are written out either way.
 * @param {Run} run
 * @returns {Eval["functions"]}
 */
function inEachMode(run) {
  return { rr: run, rf: run, fr: run, ff: run };
}

/**
 * A function of an eval on an input: what is timed, and what is made of its result.
 * @param {Eval} found
 * @param {Run} asked
 * @param {any[]} modules
 * @param {any} input
 */
export function answering(found, { run = [], drive, output }, modules, input) {
  if (drive) return { run: () => drive(modules, input), output: asOutput(undefined) };
  const call = found.call?.(input);
  if (!call) throw new Error("no arguments");
  const [module] = modules;
  const workspace = module.workspace(call.sizes);
  const result = (/** @type {string} */ name) => module[name](call.params, call.inputs, workspace);
  return {
    run: () =>
      typeof run === "string"
        ? result(run)
        : Object.fromEntries(run.map((name) => [name, result(name)])),
    output: asOutput(call),
  };

  /** @param {Call | undefined} call */
  function asOutput(call) {
    return (/** @type {any} */ result) => output(result, input, call);
  }
}
