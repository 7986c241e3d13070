/** @file What was learnt, as `.cache/NAME.safetensors`: other programs read it too. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Trouble } from "../shared/trouble.js";

/** @typedef {import("./settings.js").Name} Name of a model */
/** @typedef {import("./train.js").Model} Model */
/** @typedef {import("./train.js").Params} Params */

/** @param {Name} name */
const fileOf = (name) => fileURLToPath(new URL(`.cache/${name}.safetensors`, import.meta.url));

/** `nabla/weights`, as `npm run build` at the root leaves it. */
const weights = () => import("../../dist/src/weights/index.js");

/** @param {Model} model */
const shapes = (model) => model.shapes({ N: 1 }).params;

/**
 * @param {Name} name
 * @param {Model} model
 * @param {Params} params
 */
export async function keep(name, model, params) {
  const { saveSafetensors } = await weights();
  writeFileSync(fileOf(name), saveSafetensors(params, shapes(model)));
}

/**
 * @param {Name} name
 * @param {Model} model
 * @returns {Promise<Params>}
 */
export async function recall(name, model) {
  const file = fileOf(name);
  if (!existsSync(file)) throw new Trouble("nothing learnt yet: run the demo first");
  const { loadSafetensors } = await weights();
  return loadSafetensors(readFileSync(file), shapes(model));
}
