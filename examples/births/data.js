/** @file Births by day, and windows of them as the model reads them. */
import { existsSync, readFileSync } from "node:fs";
import { Trouble } from "../shared/trouble.js";
import { calendar, width } from "./calendar.js";
import { paths } from "./settings.js";

/** @typedef {import("./calendar.js").Day & { births: number }} Births */
/** @typedef {{ mean: number, deviation: number }} Scale */
/** @typedef {{ x: Float64Array, y: Float64Array }} Inputs */

/** Births, and the calendar. */
export const d = 1 + width;

export const readDays = () => {
  if (!existsSync(paths.data)) throw new Trouble("no data: `npm ci` in examples/births");
  return parseDays(readFileSync(paths.data, "utf8"));
};

/**
 * @param {string} text a table with commas, a day a line
 * @returns {Births[]}
 */
export function parseDays(text) {
  const [head, ...lines] = text.trim().split(/\r?\n/);
  if (head !== "year,month,date_of_month,day_of_week,births")
    throw new Error(`columns year to births expected, not ${head}`);
  return lines.map((line) => {
    if (!/^\d+(,\d+){4}$/.test(line)) throw new Error(`cannot read "${line}"`);
    const [year, month, date, weekday, births] = line.split(",").map(Number);
    return { year, month, date, weekday, births };
  });
}

/**
 * @param {readonly Births[]} days
 * @returns {Scale}
 */
export function scaleOf(days) {
  const mean = days.reduce((sum, { births }) => sum + births, 0) / days.length;
  const squares = days.reduce((sum, { births }) => sum + (births - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / days.length) };
}

/**
 * All days as inputs: in row t of x the births of day t and the calendar `lead` days later, in y_t the births then. The last
 * `lead` days, of which no later one is known, have no row.
 * @param {readonly Births[]} days
 * @param {number} lead
 * @param {Scale} scale
 * @returns {Inputs}
 */
export function seriesOf(days, lead, { mean, deviation }) {
  const [now, later] = [days.slice(0, days.length - lead), days.slice(lead)];
  const standard = (/** @type {Births} */ { births }) => (births - mean) / deviation;
  const calendars = later.map(calendar);
  return {
    x: Float64Array.from(now.flatMap((day, t) => [standard(day), ...calendars[t]])),
    y: Float64Array.from(later, standard),
  };
}

/**
 * Windows of T rows, one after the other.
 * @param {Inputs} series
 * @param {readonly number[]} starts the first row of each
 * @param {number} T
 * @param {Inputs} into
 */
export function gather({ x, y }, starts, T, into) {
  starts.forEach((start, n) => {
    into.x.set(x.subarray(start * d, (start + T) * d), n * T * d);
    into.y.set(y.subarray(start, start + T), n * T);
  });
}

/**
 * @param {number} N
 * @param {number} T
 * @returns {Inputs}
 */
export const room = (N, T) => ({ x: new Float64Array(N * T * d), y: new Float64Array(N * T) });
