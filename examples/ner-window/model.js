/** @file The module that ner.nabla becomes, and what it has learnt. */
import { compileModel, loadModel, restore, save } from "../shared/model.js";
import { paths } from "./settings.js";

/** @typedef {typeof import("../../generated/ner-window/ner.ts")} Model */
/** @typedef {import("../../generated/ner-window/ner.ts").Params} Params */
/** @typedef {{ seed: number, threshold: number, params: Params }} Trained */

export const compile = () => compileModel(paths.model);

/** @returns {Promise<Model>} */
export const load = () => loadModel(paths.model);

/** @param {Trained} trained */
export const keep = ({ seed, threshold, params }) => save(paths.model, { seed, threshold, params });

/** @returns {Trained} */
export const recall = () => restore(paths.model);
