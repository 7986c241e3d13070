/** @file The vectors that were learnt, in a file of 32-bit floats that other programs read too. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { Trouble } from "../shared/trouble.js";
import { unit } from "./evaluate.js";
import { paths } from "./settings.js";

/** `nabla/weights`. @type {typeof import("../../src/weights/index.ts")} */
const { loadSafetensors, readSafetensors, saveSafetensors } = await import(
  new URL("../../dist/src/weights/index.js", import.meta.url).href
);

/**
 * @param {readonly string[]} words
 * @param {Float64Array} E their vectors, row by row
 */
export function keep(words, E) {
  const shapes = { E: [words.length, E.length / words.length] };
  const metadata = { words: words.join(" ") };
  writeFileSync(paths.vectors, saveSafetensors({ E }, shapes, { as: "f32", metadata }));
}

/** The words, and their vectors in length 1. */
export function recall() {
  if (!existsSync(paths.vectors)) throw new Trouble("nothing learnt yet: run the demo first");
  const file = readFileSync(paths.vectors);
  const { metadata, tensors } = readSafetensors(file);
  const words = (metadata.get("words") ?? "").split(" ");
  const shape = tensors.get("E")?.shape ?? [];
  return {
    words,
    rows: rowsOf(loadSafetensors(file, { E: shape }, { convert: true }).E, shape[1]),
  };
}

/**
 * Rows in length 1.
 * @param {Float64Array} E
 * @param {number} d
 */
export const rowsOf = (E, d) =>
  Array.from({ length: E.length / d }, (_, i) => unit(E.subarray(i * d, (i + 1) * d)));
