#!/usr/bin/env node
/**
 * @file How long each eval takes at one of GradBench's default sizes: objective, derivative, and their ratio, the least of
 * the runs of a second. `npm run gradbench:bench` at the root.
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { loadModel } from "../shared/model.js";
import { answering, evals } from "./evals.js";

const here = fileURLToPath(new URL(".", import.meta.url));
const compiler = fileURLToPath(new URL("../../dist/src/cli/main.js", import.meta.url));

/** Numbers in [0, 1), the same in every run (Marsaglia, "Xorshift RNGs", 2003). */
let state = 88675123;
function uniform() {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return (state >>> 0) / 2 ** 32;
}
const around = () => 2 * uniform() - 1;
/**
 * @template T
 * @param {number} length
 * @param {(i: number) => T} f
 */
const list = (length, f) => Array.from({ length }, (_, i) => f(i));
/**
 * @param {number} rows
 * @param {number} columns
 */
const table = (rows, columns, f = around) => list(rows, () => list(columns, f));

function gmm() {
  const [d, k, n] = [10, 25, 1000];
  return {
    d,
    k,
    n,
    alpha: list(k, around),
    mu: table(k, d),
    q: table(k, d),
    l: table(k, (d * (d - 1)) / 2),
    x: table(n, d),
    m: 0,
    gamma: 1,
  };
}

function lstm() {
  const [l, b, c] = [2, 14, 1024];
  const bits = table(c, b, () => Number(uniform() < 0.5));
  return {
    main_params: table(2 * l, 4 * b),
    extra_params: table(3, b),
    state: table(2 * l, b),
    sequence: bits,
  };
}

const scene = {
  n: 49,
  m: 7776,
  p: 31843,
  cam: [0.3, -0.2, 0.1, 0.5, 0.4, -6, 400, 0.1, 0.2, -0.05, 0.01],
  x: [0.2, 0.3, 1.5],
  w: 0.7,
  feat: [10, -20],
};

/** 22 bones and 10,000 vertices as GradBench's large model has them, drawn at random. */
function hand() {
  const [bones, vertices, points] = [22, 10_000, 1000];
  const parents = list(bones, (b) => (b === 0 ? -1 : b === 21 || b % 4 === 1 ? 0 : b - 1));
  const place = () => [...table(3, 4), [0, 0, 0, 1]];
  const corner = () => Math.floor(uniform() * vertices);
  return {
    theta: list(26, around),
    data: {
      model: {
        parents,
        base_relatives: list(bones, place),
        inverse_base_absolutes: list(bones, place),
        base_positions: list(vertices, () => [around(), around(), around(), 1]),
        weights: table(vertices, bones, uniform),
        triangles: list(1000, () => [corner(), corner(), corner()]),
        is_mirrored: false,
      },
      correspondences: list(points, () => Math.floor(uniform() * 1000)),
      points: table(points, 3),
    },
    us: table(points, 2, uniform),
  };
}

/** @type {readonly (readonly [name: string, says: string, input: any, objective: string, derivative: string])[]} */
const CASES = [
  ["hello", "a number", 3, "square", "double"],
  ["lse", "n = 1,280,000", { x: list(1_280_000, uniform) }, "primal", "gradient"],
  ["llsq", "m = 128, n = 16,392", { x: list(128, around), n: 16_392 }, "primal", "gradient"],
  ["gmm", "d = 10, k = 25, n = 1000", gmm(), "objective", "jacobian"],
  [
    "kmeans",
    "k = 100, n = 10,000, d = 16",
    { points: table(10_000, 16), centroids: table(100, 16) },
    "cost",
    "dir",
  ],
  ["lstm", "l = 2, c = 1024", lstm(), "objective", "jacobian"],
  ["ode", "n = 10,000, s = 10", { x: list(10_000, uniform), s: 10 }, "primal", "gradient"],
  ["det", "ell = 11", { A: list(121, uniform), ell: 11 }, "primal", "gradient"],
  ["ba", "p = 31,843", scene, "objective", "jacobian"],
  ["ht", "10,000 vertices, 1000 points", hand(), "objective", "jacobian"],
  ["particle", "one landing", { w: 0.1 }, "euler_objective", "euler_gradient"],
  ["particle", "the whole descent", { w: 0 }, "", "rr"],
  ["saddle", "the whole descent", { start: [1, 1] }, "", "rr"],
];

/** @param {string} name */
async function compiled(name) {
  if (!existsSync(compiler)) throw new Error("no compiler: `npm run build` at the root");
  const args = [compiler, "build", `${name}.nabla`, "-o", ".cache", "--target", "js"];
  const { status } = spawnSync(process.execPath, args, { cwd: here, stdio: ["ignore", 2, 2] });
  if (status !== 0) throw new Error(`${name}.nabla was not compiled`);
  return loadModel(`${here}${name}.nabla`);
}

/**
 * Milliseconds, the least of runs that last a second together; NaN where there is no such function.
 * @param {string} name
 * @param {string} of
 * @param {any} input
 */
async function least(name, of, input) {
  const found = evals[name];
  const asked = found.functions[of];
  if (!asked) return NaN;
  const modules = await Promise.all((asked.models ?? [found.model]).map(compiled));
  const { run } = answering(found, asked, modules, input);
  let best = Infinity;
  for (let spent = 0; spent < 1000;) {
    const start = performance.now();
    run();
    const taken = performance.now() - start;
    best = Math.min(best, taken);
    spent += Math.max(taken, 1e-3);
  }
  return best;
}

const shown = (/** @type {number} */ ms) =>
  Number.isNaN(ms) ? "" : ms < 1 ? `${(1000 * ms).toFixed(1)} µs` : `${ms.toFixed(1)} ms`;

console.log("| eval | size | objective | derivative | ratio |");
console.log("| --- | --- | ---: | ---: | ---: |");
for (const [name, says, input, objective, derivative] of CASES) {
  const value = await least(name, objective, input);
  const slope = await least(name, derivative, input);
  const ratio = Number.isNaN(value) ? "" : (slope / value).toFixed(1);
  console.log(`| ${name} | ${says} | ${shown(value)} | ${shown(slope)} | ${ratio} |`);
}
