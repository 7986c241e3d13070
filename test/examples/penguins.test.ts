/** @file The pure parts of examples/penguins, without its data. */
import { expect, test } from "vitest";
import { complete, foldsOf, inputsOf, scaleOf } from "../../examples/penguins/data.js";
import { cholesky, solve } from "../../examples/penguins/linear.js";

const row = (Species: string, length: number | null) => ({
  Species,
  "Beak Length (mm)": length,
  "Beak Depth (mm)": length,
  "Flipper Length (mm)": length,
  "Body Mass (g)": length,
});

test("rows with missing values go, the others are standardised, with a 1 behind", () => {
  const penguins = complete([row("A", 1), row("B", null), row("B", 3)], "A");
  expect(penguins.map(({ label }) => label)).toEqual([1, 0]);
  const { x, y } = inputsOf(penguins, scaleOf(penguins));
  expect([...x]).toEqual([-1, -1, -1, -1, 1, 1, 1, 1, 1, 1]);
  expect([...y]).toEqual([1, 0]);
});

test("folds share the labels evenly and lose nobody", () => {
  const all = Array.from({ length: 23 }, (_, i) => ({ values: [i], label: i < 10 ? 1 : 0 }));
  const folds = foldsOf(all, 5);
  expect(new Set(folds.flat())).toEqual(new Set(all));
  expect(folds.map((fold) => fold.filter(({ label }) => label).length)).toEqual([2, 2, 2, 2, 2]);
});

test("Cholesky solves, and refuses what is not positive definite", () => {
  const x = solve(cholesky([4, 2, 2, 3], 2), [8, 8]);
  expect(x[0]).toBeCloseTo(1, 12);
  expect(x[1]).toBeCloseTo(2, 12);
  expect(() => cholesky([1, 2, 2, 1], 2)).toThrow("not positive definite");
});
