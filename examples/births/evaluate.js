/** @file Naive forecasts, and what forecasts are measured by. */
import { isHoliday, shift, weekdays } from "./calendar.js";

/** @typedef {import("./data.js").Births} Births */
/** @typedef {(days: readonly Births[], i: number, lead: number) => number} Naive of day i, by days up to i - lead */

/** @type {Readonly<Record<string, Naive>>} */
export const naive = {
  "as the last day known": (days, i, lead) => days[i - lead].births,
  "as a week before": (days, i) => days[i - 7].births,
  "mean of the same weekday, last 4": (days, i) =>
    [7, 14, 21, 28].reduce((sum, back) => sum + days[i - back].births / 4, 0),
};

/**
 * @param {readonly number[]} forecast
 * @param {readonly number[]} truth
 */
export function meanAbsoluteError(forecast, truth) {
  return truth.reduce((sum, value, i) => sum + Math.abs(forecast[i] - value), 0) / truth.length;
}

/**
 * The mean absolute error over all days and over kinds of days.
 * @param {readonly Births[]} days
 * @param {readonly number[]} forecast of each of them
 */
export function errors(days, forecast) {
  /** @type {Record<string, (day: Births) => boolean>} */
  const kinds = {
    "all days": () => true,
    ...Object.fromEntries(
      weekdays.map((name, k) => [name, (/** @type {Births} */ day) => day.weekday === k + 1]),
    ),
    holidays: isHoliday,
    "ordinary days": isOrdinary,
  };
  return Object.entries(kinds).map(([kind, is]) => {
    const chosen = [...days.keys()].filter((i) => is(days[i]));
    const error = meanAbsoluteError(
      chosen.map((i) => forecast[i]),
      chosen.map((i) => days[i].births),
    );
    return { kind, count: chosen.length, error };
  });
}

/**
 * No holiday from four weeks before, which the naive forecasts read, to the day after.
 * @param {Births} day
 */
export const isOrdinary = (day) =>
  Array.from({ length: 30 }, (_, i) => shift(day, i - 28)).every((near) => !isHoliday(near));
