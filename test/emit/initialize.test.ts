import { describe, expect, test } from "vitest";
import { dimNumber, dimSymbol } from "../../src/dim.ts";
import { compile } from "../../src/compile.ts";
import { emit } from "../../src/emit/index.ts";
import { call, number } from "../../src/kernel/formula.ts";
import type { Program, Start } from "../../src/kernel/kernel.ts";
import { loadModule } from "../helpers/load.ts";
import { typecheck } from "../helpers/typecheck.ts";
import { buffer, param } from "./programs.ts";

const N = { name: "N" };
const starts = (list: Readonly<Record<string, Start>>): Program => ({
  name: "starts.nabla",
  dims: [N],
  resizable: [],
  params: Object.entries(list).map(([name, start]) => param(buffer(name, [dimSymbol(N)]), start)),
  inputs: [],
  storage: [],
  routines: [],
});

const all = starts({
  z: { kind: "normal", mean: 0, deviation: 1 },
  u: { kind: "uniform", from: 0, to: 1 },
  other: { kind: "normal", mean: 0, deviation: 1 },
  shifted: { kind: "normal", mean: 3, deviation: 0.5 },
  scaled: {
    kind: "uniform",
    from: call("neg", call("sqrt", { kind: "size", dim: dimSymbol(N) })),
    to: number(0),
  },
  glorot: { kind: "glorot", fanIn: dimNumber(4), fanOut: dimSymbol(N) },
  he: { kind: "he", fanIn: dimNumber(50) },
  five: { kind: "constant", value: -5 },
});
const module = await loadModule(emit(all, { target: "js" }));
const count = 400_000;
const draw = (seed: number, N = count): Record<string, Float64Array> =>
  module["initialize"]!(seed, { N });

const moment = (v: Float64Array, p: number, mean = 0): number =>
  v.reduce((s, a) => s + (a - mean) ** p, 0) / v.length;

/** Φ by its continued fraction and series (Abramowitz and Stegun 26.2.11). */
function phi(x: number): number {
  if (x < -8) return 0;
  let [term, sum] = [x, x];
  for (let k = 3; Math.abs(term) > 1e-17 * Math.abs(sum); k += 2) sum += term *= (x * x) / k;
  return 0.5 + (sum * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI);
}

/** The largest distance of the empirical from the true distribution, times √n. */
function kolmogorov(v: Float64Array, cdf: (x: number) => number): number {
  const s = v.toSorted();
  return (
    Math.sqrt(s.length) *
    s.reduce((d, x, k) => {
      const p = cdf(x);
      return Math.max(d, Math.abs(p - k / s.length), Math.abs(p - (k + 1) / s.length));
    }, 0)
  );
}

describe("normal numbers", () => {
  const { z, other } = draw(12345) as { z: Float64Array; other: Float64Array };
  const σ = 1 / Math.sqrt(count);
  test("have the right moments, to four standard errors", () => {
    expect(Math.abs(moment(z, 1))).toBeLessThan(4 * σ);
    expect(Math.abs(moment(z, 2) - 1)).toBeLessThan(4 * Math.SQRT2 * σ);
    expect(Math.abs(moment(z, 3))).toBeLessThan(4 * Math.sqrt(15) * σ);
    expect(Math.abs(moment(z, 4) - 3)).toBeLessThan(4 * Math.sqrt(96) * σ);
  });
  test("have the right distribution (Kolmogorov and Smirnov at 0.1 %)", () => {
    expect(kolmogorov(z, phi)).toBeLessThan(1.95);
  });
  test.each([1, 2, 3, 4])("have the right tail beyond %s", (x) => {
    const expected = 2 * phi(-x) * count;
    const got = z.filter((v) => Math.abs(v) > x).length;
    expect(Math.abs(got - expected)).toBeLessThan(4 * Math.sqrt(expected) + 1);
  });
  test("of two parameters, and neighbours, are independent", () => {
    const products = z.map((v, k) => v * other[k]!);
    expect(Math.abs(moment(products, 1))).toBeLessThan(4 * σ);
    const neighbours = z.map((v, k) => v * (z[k + 1] ?? 0));
    expect(Math.abs(moment(neighbours, 1))).toBeLessThan(4 * σ);
    const seeds = draw(12346)["z"]!.map((v, k) => v * z[k]!);
    expect(Math.abs(moment(seeds, 1))).toBeLessThan(4 * σ);
  });
});

describe("starts", () => {
  const p = draw(1) as Readonly<Record<string, Float64Array>>;
  test("uniform", () => {
    expect(kolmogorov(p["u"]!, (x) => x)).toBeLessThan(1.95);
    expect(Math.min(...p["u"]!.slice(0, 1000))).toBeGreaterThanOrEqual(0);
  });
  test("means, deviations and bounds", () => {
    expect(moment(p["shifted"]!, 1)).toBeCloseTo(3, 2);
    expect(Math.sqrt(moment(p["shifted"]!, 2, 3))).toBeCloseTo(0.5, 2);
    const low = -Math.sqrt(count);
    expect(p["scaled"]!.every((v) => v >= low && v < 0)).toBe(true);
    expect(moment(p["scaled"]!, 1) / low).toBeCloseTo(0.5, 2);
    const bound = Math.sqrt(6 / (4 + count));
    expect(p["glorot"]!.every((v) => Math.abs(v) <= bound)).toBe(true);
    expect(moment(p["glorot"]!, 2) / bound ** 2).toBeCloseTo(1 / 3, 2);
    expect(Math.sqrt(moment(p["he"]!, 2))).toBeCloseTo(0.2, 2);
    expect(p["five"]!.every((v) => v === -5)).toBe(true);
  });
  test("type-check", () => {
    expect(typecheck({ "model.ts": emit(all, { target: "ts" }) })).toEqual([]);
  });
});

describe("seeds", () => {
  test("the same seed gives the same bits, another others", () => {
    expect(draw(7, 5)).toEqual(draw(7, 5));
    const firsts = [0, 1, -1, 2 ** 32, 2 ** 40, -(2 ** 40), 2 ** 53 - 1, 1 - 2 ** 53].map(
      (seed) => draw(seed, 1)["u"]![0],
    );
    expect(new Set(firsts).size).toBe(firsts.length);
  });
  test("these bits, on every machine", () => {
    const { z, u } = draw(2026, 3) as { z: Float64Array; u: Float64Array };
    expect([...u, ...z]).toMatchInlineSnapshot(`
      [
        0.5302029920899521,
        0.7656779219956269,
        0.007222002022007068,
        -1.906059648564824,
        -1.5368488211126885,
        0.721718240196791,
      ]
    `);
  });
  test.each([1.5, NaN, Infinity, 2 ** 53, "1", null, undefined, 1n])("%s is refused", (seed) => {
    expect(() => module["initialize"]!(seed, { N: 1 })).toThrow(/^seed: expected a whole number/);
  });
});

describe("orthogonal", () => {
  const text = "dim m, n, L\nseq l : L\nparam Q_l : ℝ^{m×n} ~ orthogonal\nloss J = Σ_l sum(Q_l)\n";
  test.each([
    [7, 3],
    [3, 7],
    [5, 5],
    [1, 4],
  ])("matrices of %i × %i, each member of a family its own", async (rows, columns) => {
    const { code } = compile({ name: "m.nabla", text }, { target: "js" });
    const made = await loadModule(code!);
    const sizes = { m: rows, n: columns, L: 3 };
    const { Q } = made["initialize"]!(11, sizes) as { Q: Float64Array };
    const [few, step, length, next] =
      rows <= columns ? [rows, 1, columns, columns] : [columns, columns, rows, 1];
    for (let l = 0; l < 3; l++)
      for (let a = 0; a < few; a++)
        for (let b = 0; b <= a; b++) {
          let dot = 0;
          for (let k = 0; k < length; k++) {
            const at = (i: number): number => Q[l * rows * columns + i * next + k * step]!;
            dot += at(a) * at(b);
          }
          expect(dot, `${l}: ${a}·${b}`).toBeCloseTo(a === b ? 1 : 0, 13);
        }
    expect(made["initialize"]!(11, sizes).Q).toEqual(Q);
    expect(made["initialize"]!(12, sizes).Q).not.toEqual(Q);
  });
});
