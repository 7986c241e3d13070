/** @file What was chosen, and where things are. */
import { fileURLToPath } from "node:url";

/** The last months, which the fit does not see. */
export const heldOut = 60;

/** The fit ends when the norm of the gradient is below this. */
export const tolerance = 1e-6;

/** @param {string} path */
const here = (path) => fileURLToPath(new URL(path, import.meta.url));

export const paths = {
  model: here("curve.nabla"),
  data: here("node_modules/vega-datasets/data/co2-concentration.csv"),
};
