/** @file The gamma functions of generated code against values computed with 60 digits. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { GAMMA } from "../../src/emit/library/gamma.ts";
import { syntaxOf } from "../../src/emit/syntax.ts";
import * as slow from "../../src/kernel/gamma.ts";
import { loadModule } from "../helpers/load.ts";

const { rows } = JSON.parse(readFileSync(new URL("gamma.json", import.meta.url), "utf8")) as {
  readonly rows: readonly (readonly number[])[];
};
const text = Object.entries(GAMMA)
  .map(([name, piece]) => `${piece.text(syntaxOf("js", "f64"))}\nexport { ${name} };`)
  .join("\n");
const fast = await loadModule(text);

type Name = "lgamma" | "digamma" | "polygamma";
const call = (from: typeof slow, name: Name, order: number, x: number): number =>
  name === "polygamma" ? from.polygamma(order, x) : from[name](x);

/** The error in units of the spacing of doubles at the value, or at `floor` where that is larger. */
const ulps = (got: number, exact: number, floor: number): number =>
  Object.is(got, exact) || got === exact
    ? 0
    : Math.abs(got - exact) / (Math.max(Math.abs(exact), floor) * Number.EPSILON);

describe.each([
  // log Γ is right to a few ulp of itself for x > 0; ψ has a root there, near which the error is absolute.
  ["lgamma", 0, 1, Number.MIN_VALUE, 8],
  ["digamma", 0, 2, 1, 8],
  ["polygamma", 1, 3, Number.MIN_VALUE, 8],
  ["polygamma", 2, 4, Number.MIN_VALUE, 8],
  ["polygamma", 3, 5, Number.MIN_VALUE, 8],
] as const)("%s of order %i", (name, order, column, floor, bound) => {
  const positive = rows.filter(([x]) => x! > 0);

  it(`is within ${bound} ulp for x > 0`, () => {
    const worst = Math.max(
      ...positive.map((r) =>
        ulps(call(fast as unknown as typeof slow, name, order, r[0]!), r[column]!, floor),
      ),
    );
    expect(worst).toBeLessThanOrEqual(bound);
  });

  it("is within 1e-13 for x < 0, and so is the textbook's everywhere", () => {
    for (const r of rows) {
      const exact = r[column]!;
      const near = (v: number): number => Math.abs(v - exact) / Math.max(1, Math.abs(exact));
      if (r[0]! < 0)
        expect(
          near(call(fast as unknown as typeof slow, name, order, r[0]!)),
          `${r[0]}`,
        ).toBeLessThan(1e-13);
      expect(near(call(slow, name, order, r[0]!)), `${r[0]}`).toBeLessThan(1e-12);
    }
  });
});

it("has poles at 0, -1, -2, …", () => {
  for (const x of [0, -1, -2, -50]) {
    expect(fast["lgamma"]!(x)).toBe(Infinity);
    expect(fast["digamma"]!(x)).toBeNaN();
    expect(fast["polygamma"]!(1, x)).toBeNaN();
  }
  expect(fast["lgamma"]!(Infinity)).toBe(Infinity);
  expect(fast["lgamma"]!(NaN)).toBeNaN();
  expect(fast["digamma"]!(Infinity)).toBe(Infinity);
  expect(fast["polygamma"]!(1, Infinity)).toBe(0);
});
