/** @file Penguins as numbers. */
import { existsSync, readFileSync } from "node:fs";
import { Trouble } from "../shared/trouble.js";
import { paths } from "./settings.js";

export const measurements = /** @type {const} */ ([
  "Beak Length (mm)",
  "Beak Depth (mm)",
  "Flipper Length (mm)",
  "Body Mass (g)",
]);

/** @typedef {{ Species: string } & Record<typeof measurements[number], number | null>} Row */
/** @typedef {{ values: number[], label: number }} Penguin */
/** @typedef {{ mean: number, deviation: number }[]} Scale one for each measurement */

export const readRows = () => {
  if (!existsSync(paths.data)) throw new Trouble("no data: `npm ci` in examples/penguins");
  return /** @type {Row[]} */ (JSON.parse(readFileSync(paths.data, "utf8")));
};

/**
 * The rows with all measurements; the label is 1 for `species`, 0 for the others.
 * @param {readonly Row[]} rows
 * @param {string} species
 * @returns {Penguin[]}
 */
export const complete = (rows, species) =>
  rows.flatMap((row) => {
    const values = measurements.map((name) => row[name]);
    if (!values.every((value) => value !== null)) return [];
    return [{ values, label: row.Species === species ? 1 : 0 }];
  });

/**
 * @param {readonly Penguin[]} penguins
 * @returns {Scale}
 */
export const scaleOf = (penguins) =>
  measurements.map((_, j) => {
    const values = penguins.map((penguin) => penguin.values[j]);
    const mean = values.reduce((a, b) => a + b, 0) / values.length;
    const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    return { mean, deviation: Math.sqrt(squares / values.length) };
  });

/**
 * The inputs of the model: a row per penguin, its measurements standardised, then a 1.
 * @param {readonly Penguin[]} penguins
 * @param {Scale} scale
 */
export function inputsOf(penguins, scale) {
  const x = penguins.flatMap(({ values }) => [
    ...values.map((value, j) => (value - scale[j].mean) / scale[j].deviation),
    1,
  ]);
  const y = penguins.map(({ label }) => label);
  return { x: Float64Array.from(x), y: Float64Array.from(y) };
}

/**
 * In parts of sizes that differ by one at most, each with its share of either label.
 * @param {readonly Penguin[]} penguins in random order
 * @param {number} count
 * @returns {Penguin[][]}
 */
export function foldsOf(penguins, count) {
  /** @type {Penguin[][]} */
  const folds = Array.from({ length: count }, () => []);
  const sorted = [...penguins].sort((a, b) => a.label - b.label);
  sorted.forEach((penguin, i) => folds[i % count].push(penguin));
  return folds;
}
