/** @file The pure parts of examples/births and its training, on made-up days: no data package is needed. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { adam } from "../../examples/births/adam.js";
import { calendar, holidays, isHoliday, shift, width } from "../../examples/births/calendar.js";
import { d, gather, parseDays, room, scaleOf, seriesOf } from "../../examples/births/data.js";
import { errors, isOrdinary, naive } from "../../examples/births/evaluate.js";
import { forecast, train, type Model } from "../../examples/births/train.js";
import { live } from "../helpers/compiled.ts";

const model = join(import.meta.dirname, "../../examples/births/births.nabla");
const start = { year: 2001, month: 1, date: 1, weekday: 1 };
const daysOf = (count: number, births: (i: number) => number) =>
  Array.from({ length: count }, (_, i) => ({ ...shift(start, i), births: births(i) }));

test("a line is a day", () => {
  const head = "year,month,date_of_month,day_of_week,births";
  expect(parseDays(`${head}\r\n2000,1,1,6,9083\r\n`)).toEqual([
    { year: 2000, month: 1, date: 1, weekday: 6, births: 9083 },
  ]);
  expect(() => parseDays(`${head}\n2000,1,1,6,`)).toThrow("cannot read");
  expect(() => parseDays("year,births\n2000,1")).toThrow("columns");
});

test("holidays come once a year, on their days", () => {
  const found = daysOf(365, () => 0).flatMap((day) =>
    Object.keys(holidays)
      .filter((name) => holidays[name]!(day))
      .map((name) => [name, day.month, day.date]),
  );
  expect(found).toEqual([
    ["New Year", 1, 1],
    ["Memorial Day", 5, 28],
    ["Independence Day", 7, 4],
    ["Labor Day", 9, 3],
    ["Thanksgiving", 11, 22],
    ["Christmas Eve", 12, 24],
    ["Christmas", 12, 25],
  ]);
  expect(isHoliday(shift(start, -1))).toBe(false);
  expect(shift({ ...start, month: 2, date: 28 }, 1)).toEqual({
    year: 2001,
    month: 3,
    date: 1,
    weekday: 4,
  });
  expect(calendar(start)).toHaveLength(width);
  expect(calendar(start).slice(0, 8)).toEqual([1, 0, 0, 0, 0, 0, 0, 1]);
});

test("a row has the births of its day, and calendar and births of the day asked for, nothing later", () => {
  const days = daysOf(20, (i) => i);
  const { x, y } = seriesOf(days, 7, { mean: 1, deviation: 2 });
  expect(y).toEqual(Float64Array.from({ length: 13 }, (_, t) => (t + 6) / 2));
  const rows = Array.from(y, (_, t) => [...x.subarray(t * d, (t + 1) * d)]);
  expect(rows[3]).toEqual([1, ...calendar(days[10]!)]);
  expect(rows.map(([births]) => births)).toEqual(days.slice(0, 13).map((_, t) => (t - 1) / 2));

  const into = room(2, 3);
  gather({ x, y }, [0, 5], 3, into);
  expect([...into.y]).toEqual([...y.subarray(0, 3), ...y.subarray(5, 8)]);
  expect([...into.x.subarray(3 * d, 4 * d)]).toEqual(rows[5]);
});

test("naive forecasts know nothing of the last days before", () => {
  const days = daysOf(60, (i) => i);
  const at = Object.values(naive).map((of) => of(days, 50, 7));
  expect(at).toEqual([43, 43, 50 - 17.5]);
  expect(naive["as the last day known"]!(days, 50, 1)).toBe(49);
});

test("errors are means over kinds of days", () => {
  const days = daysOf(14, () => 10);
  const table = errors(
    days,
    days.map(({ weekday, date }) => (date === 1 ? 3 : weekday === 2 ? 12 : 10)),
  );
  const of = (name: string) => table.find(({ kind }) => kind === name);
  expect(of("all days")).toEqual({ kind: "all days", count: 14, error: 11 / 14 });
  expect(of("Monday")).toEqual({ kind: "Monday", count: 2, error: 3.5 });
  expect(of("Tuesday")?.error).toBe(2);
  expect(of("holidays")).toEqual({ kind: "holidays", count: 1, error: 7 });
});

test("a day is ordinary when no holiday is in the four weeks before it or on the day after", () => {
  const ordinary = daysOf(365, () => 0).filter(isOrdinary);
  const has = (month: number, date: number): boolean =>
    ordinary.some((day) => day.month === month && day.date === date);
  expect([has(1, 29), has(1, 30), has(7, 2), has(7, 3), has(7, 4)]).toEqual([
    false,
    true,
    true,
    false,
    false,
  ]);
});

test("Adam's first steps by hand", () => {
  const params = { a: Float64Array.of(1, 1), b: Float64Array.of(0) };
  const step = adam(params);
  step({ a: Float64Array.of(4, -0.5), b: Float64Array.of(0) }, 0.1);
  expect(params.a[0]).toBeCloseTo(0.9, 8);
  expect(params.a[1]).toBeCloseTo(1.1, 7);
  expect(params.b[0]).toBe(0);
  step({ a: Float64Array.of(1, -0.5), b: Float64Array.of(0) }, 0.1);
  // m̂ = (0.09·4 + 0.1·1) / 0.19, v̂ = (0.000999·16 + 0.001·1) / 0.001999
  const moved = (0.1 * (0.46 / 0.19)) / Math.sqrt(0.016984 / 0.001999);
  expect(params.a[0]).toBeCloseTo(0.9 - moved, 8);
});

test("what depends on the day before is learnt, which the calendar cannot tell", async () => {
  const m = (await live(readFileSync(model, "utf8"))) as unknown as Model;
  // Period 5: at odds with every week and year.
  const days = daysOf(160, (i) => [3, 1, 4, 1, 5][i % 5]!);
  const past = days.slice(0, 120);
  const scale = scaleOf(past);
  const settings = { H: 6, T: 12, batch: 8, steps: 250, rate: 0.03 };
  const run = () => [...train(m, seriesOf(past, 1, scale), settings, 1)].at(-1)!;
  const { params, share } = run();
  expect(share).toBe(1);
  const all = seriesOf(days, 1, scale);
  const rows = Array.from({ length: 39 }, (_, i) => 120 + i);
  const said = forecast(m, all, rows, params, settings);
  const off = rows.map((row, n) => Math.abs(said[n]! - all.y[row]!));
  expect(off.reduce((a, b) => a + b) / off.length).toBeLessThan(0.25);
  expect(run().params, "the same for a seed").toEqual(params);
});
