/** @file Monthly CO₂, and what the model reads of a date. */
import { existsSync, readFileSync } from "node:fs";
import { Trouble } from "../shared/trouble.js";
import { paths } from "./settings.js";

/** @typedef {{ year: number, ppm: number }} Month year: with its part that has passed in the middle of the month */

export const readMonths = () => {
  if (!existsSync(paths.data)) throw new Trouble("no data: `npm ci` in examples/curve");
  return parseMonths(readFileSync(paths.data, "utf8"));
};

/**
 * @param {string} text a table with commas: Date, CO2, …
 * @returns {Month[]}
 */
export function parseMonths(text) {
  const [head, ...lines] = text.trim().split(/\r?\n/);
  if (!head.startsWith("Date,CO2,")) throw new Error(`columns Date, CO2 expected, not ${head}`);
  return lines.map((line) => {
    const [, year, month, ppm] = /^(\d{4})-(\d\d)-\d\d,([\d.]+),/.exec(line) ?? [];
    if (ppm === undefined) throw new Error(`cannot read "${line}"`);
    return { year: Number(year) + (Number(month) - 0.5) / 12, ppm: Number(ppm) };
  });
}

/**
 * @param {readonly Month[]} months
 * @param {number} h how many harmonics
 */
export function inputsOf(months, h) {
  const angles = months.flatMap(({ year }) =>
    Array.from({ length: h }, (_, k) => 2 * Math.PI * (k + 1) * year),
  );
  return {
    t: Float64Array.from(months, ({ year }) => (year - 1990) / 10),
    c: Float64Array.from(angles, Math.cos),
    s: Float64Array.from(angles, Math.sin),
    y: Float64Array.from(months, ({ ppm }) => ppm),
  };
}
