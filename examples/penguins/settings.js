/** @file What is asked and how, and where things are. */
import { fileURLToPath } from "node:url";

/** The species to tell from the others. */
export const species = "Adelie";

/** Newton and gradient descent stop when the norm of the gradient is below this. */
export const tolerance = 1e-10;

/** Cross-validation. */
export const folds = 10;

/** @param {string} path */
const here = (path) => fileURLToPath(new URL(path, import.meta.url));

export const paths = {
  model: here("penguins.nabla"),
  data: here("node_modules/vega-datasets/data/penguins.json"),
};
