/** @file What was learnt, as `.cache/digits.safetensors`: other programs read it too. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Trouble } from "../shared/trouble.js";

/** @typedef {import("./train.js").Model} Model */
/** @typedef {import("./train.js").Params} Params */

const file = fileURLToPath(new URL(".cache/digits.safetensors", import.meta.url));

/** `nabla/weights`, as `npm run build` at the root leaves it. */
const weights = () => import("../../dist/src/weights/index.js");

/** @param {Model} model */
const shapes = (model) => model.shapes({ N: 1 }).params;

/**
 * @param {Model} model
 * @param {Params} params
 */
export async function keep(model, params) {
  const { saveSafetensors } = await weights();
  writeFileSync(file, saveSafetensors(params, shapes(model)));
}

/**
 * @param {Model} model
 * @returns {Promise<Params>}
 */
export async function recall(model) {
  if (!existsSync(file)) throw new Trouble("nothing learnt yet: run the demo first");
  const { loadSafetensors } = await weights();
  return loadSafetensors(readFileSync(file), shapes(model));
}
