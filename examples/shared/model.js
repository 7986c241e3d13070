/** @file A model of an example: compiling it, loading its module, and keeping what it has learnt. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { Trouble } from "./trouble.js";

const compiler = fileURLToPath(new URL("../../dist/src/cli/main.js", import.meta.url));

/**
 * What is made of a model lies in `.cache` beside it.
 * @param {string} model
 */
const cacheOf = (model) => join(dirname(model), ".cache");

/**
 * `nabla build` into the cache.
 * @param {string} model the path of a model file
 */
export function compileModel(model) {
  if (!existsSync(compiler)) throw new Trouble("no compiler: `npm run build` at the root");
  mkdirSync(cacheOf(model), { recursive: true });
  const args = [compiler, "build", basename(model), "-o", ".cache", "--target", "js"];
  const { status } = spawnSync(process.execPath, args, { cwd: dirname(model), stdio: "inherit" });
  if (status !== 0) throw new Trouble(`${basename(model)} was not compiled`);
}

/**
 * The compiled module. Its type is that of the module in `generated/`.
 * @param {string} model the path of a model file
 */
export async function loadModel(model) {
  const module = join(cacheOf(model), `${basename(model, ".nabla")}.js`);
  if (!existsSync(module)) throw new Trouble("nothing compiled yet: run the demo first");
  return import(pathToFileURL(module).href);
}

/**
 * Keeps parameters, and numbers that belong to them.
 * @param {string} model the path of a model file
 * @param {{ params: object } & Record<string, unknown>} learnt
 */
export function save(model, learnt) {
  const plain = (/** @type {string} */ _, /** @type {unknown} */ value) =>
    value instanceof Float64Array ? Array.from(value) : value;
  writeFileSync(join(cacheOf(model), "weights.json"), JSON.stringify(learnt, plain));
}

/**
 * What was saved.
 * @param {string} model the path of a model file
 */
export function restore(model) {
  const weights = join(cacheOf(model), "weights.json");
  if (!existsSync(weights)) throw new Trouble("nothing learnt yet: run the demo first");
  const learnt = JSON.parse(readFileSync(weights, "utf8"));
  for (const key of Object.keys(learnt.params))
    learnt.params[key] = Float64Array.from(learnt.params[key]);
  return learnt;
}
