/** @file The generated module: compiling it, loading it, and keeping what it has learnt. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { paths, Trouble } from "./settings.js";

/** @typedef {{ W: Float64Array, b: Float64Array, u: Float64Array }} Params */
/** @typedef {{ E: Float64Array, w: Int32Array, y: Float64Array }} Inputs */
/** @typedef {{ seed: number, threshold: number, params: Params }} Trained */

/**
 * What `ner.nabla` becomes.
 * @typedef {object} Model
 * @property {(sizes: { V: number, N: number }) => object} workspace
 * @property {(workspace: object, sizes: { N: number }) => void} resize
 * @property {(seed: number, sizes: { V: number }) => Params} initialize
 * @property {(params: Params, inputs: Inputs, workspace: object) =>
 *   { values: { J: number, p: Float64Array }, gradients: Params }} valueAndGradient
 * @property {(params: Params, inputs: Pick<Inputs, "E" | "w">, workspace: object) =>
 *   { p: Float64Array }} predict
 */

/** `nabla build ner.nabla` into the cache. */
export function compileModel() {
  if (!existsSync(paths.compiler)) throw new Trouble("no compiler: `npm run build` at the root");
  mkdirSync(paths.cache, { recursive: true });
  const args = [paths.compiler, "build", "ner.nabla", "-o", ".cache", "--target", "js"];
  const { status } = spawnSync(process.execPath, args, { cwd: paths.folder, stdio: "inherit" });
  if (status !== 0) throw new Trouble("ner.nabla was not compiled");
}

/** @returns {Promise<Model>} */
export async function loadModel() {
  if (!existsSync(paths.compiled)) throw new Trouble("nothing compiled yet: `npm run demo`");
  return import(pathToFileURL(paths.compiled).href);
}

/** @param {Trained} trained */
export function save({ seed, threshold, params }) {
  const arrays = Object.entries(params).map(([key, values]) => [key, [...values]]);
  writeFileSync(
    paths.weights,
    JSON.stringify({ seed, threshold, params: Object.fromEntries(arrays) }),
  );
}

/** @returns {Trained} */
export function restore() {
  if (!existsSync(paths.weights)) throw new Trouble("nothing learnt yet: `npm run demo`");
  const { seed, threshold, params } = JSON.parse(readFileSync(paths.weights, "utf8"));
  const { W, b, u } = params;
  return {
    seed,
    threshold,
    params: { W: Float64Array.from(W), b: Float64Array.from(b), u: Float64Array.from(u) },
  };
}
