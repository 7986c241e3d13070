/** @file Reads one digit of the test set with what the demo has learnt. */
import { loadModel } from "../shared/model.js";
import { Trouble } from "../shared/trouble.js";
import { readTest } from "./data.js";
import { sketch } from "./evaluate.js";
import { side, slice } from "./idx.js";
import { paths } from "./settings.js";
import { recall } from "./weights.js";

/**
 * @param {import("./settings.js").Name} name of the model
 * @param {number} index
 */
export async function read(name, index) {
  /** @type {import("./train.js").Model} */
  const model = await loadModel(paths.models[name]);
  const params = await recall(name, model);
  const test = readTest();
  if (index >= test.count) throw new Trouble(`the test set has 0..${test.count - 1}`);
  const { pixels, labels } = slice(test, index, index + 1);
  const x = Float64Array.from(pixels, (value) => value / 255);
  const { p } = model.predict(params, { x }, model.workspace({ N: 1 }));
  console.log(sketch(pixels, side));
  p.forEach((p, i) => console.log(`${i} ${p.toFixed(3)} ${"█".repeat(Math.round(30 * p))}`));
  console.log(`the label is ${labels[0]}`);
}
