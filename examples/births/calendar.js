/** @file What is known of a day beforehand. */

/** @typedef {{ year: number, month: number, date: number, weekday: number }} Day month: 1..12; weekday: 1, Monday, to 7 */

export const weekdays = [
  "Monday",
  "Tuesday",
  "Wednesday",
  "Thursday",
  "Friday",
  "Saturday",
  "Sunday",
];

/** Days on which few births are planned. @type {Readonly<Record<string, (day: Day) => boolean>>} */
export const holidays = {
  "New Year": ({ month, date }) => month === 1 && date === 1,
  "Memorial Day": ({ month, date, weekday }) => month === 5 && weekday === 1 && date > 24,
  "Independence Day": ({ month, date }) => month === 7 && date === 4,
  "Labor Day": ({ month, date, weekday }) => month === 9 && weekday === 1 && date <= 7,
  Thanksgiving: ({ month, date, weekday }) =>
    month === 11 && weekday === 4 && date > 21 && date <= 28,
  "Christmas Eve": ({ month, date }) => month === 12 && date === 24,
  Christmas: ({ month, date }) => month === 12 && date === 25,
};

const kinds = Object.values(holidays);

/** @param {Day} day */
export const isHoliday = (day) => kinds.some((is) => is(day));

/** How many harmonics of the year. */
const harmonics = 2;

/** How many numbers `calendar` gives. */
export const width = weekdays.length + kinds.length + 2 + 2 * harmonics;

/**
 * The weekday and the holiday as ones among zeros, whether the days around are holidays, and the time of the year as a wave.
 * @param {Day} day
 * @returns {number[]} `width` of them
 */
export function calendar(day) {
  const angle = (2 * Math.PI * (30.44 * (day.month - 1) + day.date)) / 365.25;
  return [
    ...weekdays.map((_, i) => Number(day.weekday === i + 1)),
    ...kinds.map((is) => Number(is(day))),
    Number(isHoliday(shift(day, 1))),
    Number(isHoliday(shift(day, -1))),
    ...Array.from({ length: harmonics }, (_, k) => [
      Math.cos((k + 1) * angle),
      Math.sin((k + 1) * angle),
    ]).flat(),
  ];
}

/**
 * The day some days later.
 * @param {Day} day
 * @param {number} days
 * @returns {Day}
 */
export function shift({ year, month, date }, days) {
  const at = new Date(Date.UTC(year, month - 1, date + days));
  return {
    year: at.getUTCFullYear(),
    month: at.getUTCMonth() + 1,
    date: at.getUTCDate(),
    weekday: at.getUTCDay() || 7,
  };
}
