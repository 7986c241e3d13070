/** @file The helpers of generated code against exact arithmetic: series in whole numbers with 2400 binary places. */
import { describe, expect, it } from "vitest";
import { SPECIAL } from "../../src/emit/library/special.ts";
import { syntaxOf } from "../../src/emit/syntax.ts";
import { erf, erfc, mod, normcdf, round } from "../../src/kernel/special.ts";
import { loadModule, type Loaded } from "../helpers/load.ts";
import { random } from "../helpers/random.ts";

const PLACES = 2400n;
const ONE = 1n << PLACES;

/** A double, exactly. */
function exact(x: number): bigint {
  if (!Number.isFinite(x)) throw new RangeError(`${x} is no fraction`);
  let [mantissa, exponent] = [x, 0n];
  while (!Number.isInteger(mantissa)) {
    mantissa *= 2;
    exponent++;
  }
  return (BigInt(mantissa) << PLACES) >> exponent;
}

function root(square: bigint): bigint {
  let x = 1n << BigInt(Math.ceil(square.toString(2).length / 2));
  for (;;) {
    const next = (x + square / x) >> 1n;
    if (next >= x) return x;
    x = next;
  }
}

/** Σ_k (−1)ᵏ / ((2k+1) n^(2k+1)) */
function arctanOfOneOver(n: bigint): bigint {
  let [power, sum] = [ONE / n, 0n];
  for (let k = 0n; power !== 0n; k++, power /= n * n)
    sum += (k % 2n === 0n ? power : -power) / (2n * k + 1n);
  return sum;
}

/** Machin: π/4 = 4 arctan 1/5 − arctan 1/239. */
const PI = 4n * (4n * arctanOfOneOver(5n) - arctanOfOneOver(239n));
const ROOT_PI = root(PI << PLACES);
const ROOT_2 = root(2n << (2n * PLACES));

/** erf(z) = 2/√π Σ_k (−1)ᵏ z^(2k+1) / (k! (2k+1)) */
function erfOf(z: bigint): bigint {
  const square = (z * z) >> PLACES;
  let [term, sum] = [z, 0n];
  for (let k = 0n; term !== 0n && term !== -1n; k++, term = -((term * square) >> PLACES) / k)
    sum += term / (2n * k + 1n);
  return (2n * sum * ONE) / ROOT_PI;
}

const TRUTH = {
  erf: (z: number) => erfOf(exact(z)),
  erfc: (z: number) => ONE - erfOf(exact(z)),
  normcdf: (z: number) => (ONE + erfOf((exact(z) * ONE) / ROOT_2)) / 2n,
} as const;

const SLOW = { erf, erfc, normcdf } as const;

/** How far apart, in units of the last place of the truth. */
function ulps(got: number, truth: bigint): number {
  const bits = (truth < 0n ? -truth : truth).toString(2).length - Number(PLACES);
  const unit = 2 ** Math.max(bits - 53, -1074);
  const apart = exact(got) - truth;
  return Number(((apart < 0n ? -apart : apart) * 1000n) / exact(unit)) / 1000;
}

const code = Object.entries(SPECIAL).map(([, piece]) => piece.text(syntaxOf("js", "f64")));
const emitted: Promise<Loaded> = loadModule(
  `${code.join("\n")}\nexport { erf, erfc, normcdf, round, mod };`,
);

const spread = (from: number, to: number, count: number, seed: number): readonly number[] => {
  const next = random(seed);
  return Array.from({ length: count }, (_, i) => from + ((to - from) * (i + next())) / count);
};

describe.each([
  ["erf", 1.5, spread(-6, 6, 80, 1)],
  ["erf", 1.5, [1e-300, 1e-8, 0.4999999, 0.5, 0.5000001, -0.5, 5.9]],
  ["erfc", 4, spread(-6, 26.5, 100, 2)],
  ["erfc", 4, [0.4999999, 0.5, 0.5000001, -0.5, 2, 10.5]],
  ["normcdf", 4, spread(-37.5, 8, 100, 3)],
  ["normcdf", 4, [-0.70709, -0.70712, 0.70709, 0.70712, 1e-10]],
] as const)("%s within %d ulp", (name, bound, points) => {
  it(`at ${points.length} points from ${points[0]}`, async () => {
    const f = (await emitted)[name]!;
    const errors = points.map((z) => ulps(f(z), TRUTH[name](z)));
    expect(Math.max(...errors)).toBeLessThan(bound);
  });
  it("as the interpreter has it, to 1e-12", async () => {
    const f = (await emitted)[name]!;
    for (const z of points) {
      const expected = SLOW[name](z);
      expect(Math.abs(f(z) - expected)).toBeLessThanOrEqual(1e-12 * Math.abs(expected));
    }
  });
});

it("ends and special values", async () => {
  const fast = await emitted;
  const at = [-Infinity, 0, Infinity, NaN, 1000, -1000];
  expect(at.map((z) => fast["erf"]!(z))).toEqual([-1, 0, 1, NaN, 1, -1]);
  expect(at.map((z) => fast["erfc"]!(z))).toEqual([2, 1, 0, NaN, 0, 2]);
  expect(at.map((z) => fast["normcdf"]!(z))).toEqual([0, 0.5, 1, NaN, 1, 0]);
  expect(Object.is(fast["erf"]!(-0), -0)).toBe(true);
});

it("round takes a half to the even number", async () => {
  const fast = (await emitted)["round"]!;
  const at = [0.5, 1.5, 2.5, -0.5, -1.5, -2.5, 0.49999999999999994, 2.7, -2.2, 2251799813685249.5];
  const expected = [0, 2, 2, -0, -2, -2, 0, 3, -2, 2251799813685250];
  expect(at.map((z) => fast(z))).toEqual(expected);
  for (const z of [...at, Infinity, -Infinity, NaN, 1e300])
    expect(fast(z)).toEqual(round(z) + 0 === 0 ? fast(z) : round(z));
});

it("mod has the sign of the divisor", async () => {
  const fast = (await emitted)["mod"]!;
  const pairs = [
    [5, 3, 2],
    [-5, 3, 1],
    [5, -3, -1],
    [-5, -3, -2],
    [6, 3, 0],
    [5.5, 2, 1.5],
    [1, 0, NaN],
    [Infinity, 2, NaN],
    [2, Infinity, 2],
  ] as const;
  for (const [a, b, expected] of pairs) {
    expect(fast(a, b)).toBe(expected);
    expect(mod(a, b)).toBe(expected);
  }
});
