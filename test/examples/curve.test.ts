/** @file The pure parts of examples/curve, without its data. */
import { expect, test } from "vitest";
import { parseMonths } from "../../examples/curve/data.js";
import { naive, plot, rmse } from "../../examples/curve/evaluate.js";
import { minimise } from "../../examples/curve/lbfgs.js";

test("a month is its middle", () => {
  expect(parseMonths("Date,CO2,adjusted CO2\n1958-07-01,315.70,314.44\n")).toEqual([
    { year: 1958 + 6.5 / 12, ppm: 315.7 },
  ]);
  expect(() => parseMonths("Date,CO2,x\n1958,,")).toThrow("cannot read");
});

test("the naive forecast is exact on a line with a yearly wave", () => {
  const value = (i: number): number => i / 12 + Math.sin((Math.PI * i) / 6);
  const months = Array.from({ length: 72 }, (_, i) => value(i));
  expect(rmse(naive(months.slice(0, 48), 24, 2), months.slice(48))).toBeLessThan(1e-12);
  expect(naive(months.slice(0, 48), 24, 0)[12]).toBe(months[36]);
});

test("a plot marks values, curve and both", () => {
  expect(plot([0, 1], [0, 0], 2)).toBe("    1 │ ·\n    0 │●─");
});

test("L-BFGS finds the valley of Rosenbrock", () => {
  const f = (z: Float64Array) => {
    const [x, y] = [z[0]!, z[1]!];
    const gradient = Float64Array.of(-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x));
    return { J: (1 - x) ** 2 + 100 * (y - x * x) ** 2, gradient };
  };
  const { x, step } = minimise(f, Float64Array.of(-1.2, 1), { tolerance: 1e-9 });
  expect(x[0]).toBeCloseTo(1, 8);
  expect(step).toBeLessThan(60);
});
