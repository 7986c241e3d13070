/** @file Index notation and windows, whole: emitted values against plain loops, gradients against differences. */
import { describe, expect, it } from "vitest";
import { gradcheck } from "../../src/cli/gradcheck.ts";
import { compile } from "../../src/index.ts";
import { live } from "../helpers/compiled.ts";
import { deviation } from "../helpers/deviation.ts";

type Arrays = Record<string, Float64Array>;
interface Case {
  readonly text: string;
  readonly sizes: Record<string, number>;
  readonly inputs?: Record<string, Float64Array | Int32Array | number>;
  /** J by loops. */
  readonly value: (p: Arrays, sizes: Record<string, number>) => number;
}

const times = (n: number, f: (i: number) => number): number => {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += f(i);
  return sum;
};

const CASES: Readonly<Record<string, Case>> = {
  "total variation, a shift": {
    text: "dim n\nindex i : n-1\nparam x : ℝ^n ~ normal(0, 1)\nd_i = x_{i+1} - x_i\nloss J = Σ_i i d_i²\n",
    sizes: { n: 6 },
    value: ({ x }, { n }) => times(n! - 1, (i) => (i + 1) * (x![i + 1]! - x![i]!) ** 2),
  },
  "a sum over part of an axis, from zero and from two": {
    text: "dim n\nparam x : ℝ^n ~ normal(0, 1)\nloss J = Σ_{k=0}^{n-2} (k x_k)² + Σ_{k=2}^{n} x_k x_{k-1}\n",
    sizes: { n: 5 },
    value: ({ x }, { n }) =>
      times(n! - 1, (k) => (k * x![k]!) ** 2) + times(n! - 1, (k) => x![k + 1]! * x![k]!),
  },
  "a causal convolution, a triangular sum": {
    text:
      "dim n\nindex i : n\nparam x, w : ℝ^n ~ normal(0, 1)\n" +
      "c_i = Σ_{j=1}^{i} w_{i-j+1} x_j\nloss J = Σ_i c_i²\n",
    sizes: { n: 5 },
    value: ({ x, w }, { n }) => times(n!, (i) => times(i + 1, (j) => w![i - j]! * x![j]!) ** 2),
  },
  "an upper triangle and a diagonal": {
    text:
      "dim n\nindex i : n\nparam A : ℝ^{n×n} ~ normal(0, 1)\n" +
      "loss J = Σ_i Σ_{j=i+1}^{n} A_{i,j}² + Σ_i i A_{i,i} + Σ_i A_{i,n-i+1}³\n",
    sizes: { n: 4 },
    value: ({ A }, { n: m }) => {
      const n = m!;
      const upper = times(n, (i) => times(n - i - 1, (k) => A![i * n + i + 1 + k]! ** 2));
      const rest = times(n, (i) => (i + 1) * A![i * n + i]! + A![i * n + n - i - 1]! ** 3);
      return upper + rest;
    },
  },
  "cases on indices, with a guard": {
    text:
      "dim n\nindex i, j : n\nparam x : ℝ^n ~ normal(0, 1)\nparam A : ℝ^{n×n} ~ normal(0, 1)\n" +
      "l_i = { x_{i+1} - x_i  if i < n\n        0              otherwise\n" +
      "B_{i,j} = { A_{i,j}  if j ≤ i\n            0        otherwise\n" +
      "loss J = Σ_i l_i² + ‖B‖²\n",
    sizes: { n: 4 },
    value: ({ x, A }, { n: m }) => {
      const n = m!;
      const shifts = times(n - 1, (i) => (x![i + 1]! - x![i]!) ** 2);
      return shifts + times(n, (i) => times(i + 1, (j) => A![i * n + j]! ** 2));
    },
  },
  "every second entry, per example": {
    text:
      "dim m\nindex i : m\nbatch n : N\ninput x : ℝ^{2m} per n\nparam w : ℝ^m ~ normal(0, 1)\n" +
      "s = Σ_i w_i x_{2i} - w_i² x_{2i-1}\nloss J = mean_n s²\n".replace("- w_i²", "+ Σ_i w_i²"),
    sizes: { m: 2, N: 2 },
    inputs: { x: Float64Array.of(1, 2, 3, 4, -1, 0.5, 2, 1) },
    value: ({ w }) => {
      const rows = [
        [1, 2, 3, 4],
        [-1, 0.5, 2, 1],
      ];
      const each = rows.map((x) =>
        times(2, (i) => w![i]! * x[2 * i + 1]! + w![i]! ** 2 * x[2 * i]!),
      );
      return (each[0]! ** 2 + each[1]! ** 2) / 2;
    },
  },
  "a convolution without channels": {
    text: "dim n\nparam x : ℝ^n ~ normal(0, 1)\nparam k : ℝ^3 ~ normal(0, 1)\ny = conv(x, k, 0.5)\nloss J = y·y\n",
    sizes: { n: 7 },
    value: ({ x, k }) => times(5, (p) => (0.5 + times(3, (u) => x![p + u]! * k![u]!)) ** 2),
  },
  "a strided, padded, dilated convolution in groups": {
    text:
      "param x : ℝ^{4×9} ~ normal(0, 1)\nparam K : ℝ^{6×2×3} ~ normal(0, 1)\nparam b : ℝ^6 ~ normal(0, 1)\n" +
      "y = conv(x, K, bias = b, stride = 2, pad = 2, dilation = 2, groups = 2)\nloss J = sum(y.^3)\n",
    sizes: {},
    value: ({ x, K, b }) =>
      times(6, (o) =>
        times(5, (p) => {
          const entry = (c: number, at: number): number =>
            at >= 0 && at < 9 ? x![c * 9 + at]! : 0;
          const first = o < 3 ? 0 : 2;
          const value = times(2, (c) =>
            times(3, (u) => entry(first + c, 2 * p + 2 * u - 2) * K![(o * 2 + c) * 3 + u]!),
          );
          return (value + b![o]!) ** 3;
        }),
      ),
  },
  "pooling, also with windows that overlap": {
    text:
      "dim h\nparam x : ℝ^{2×2h×4} ~ normal(0, 1)\n" +
      "a = maxpool(x, 2)\nb = meanpool(x, 2, stride = 1)\nloss J = ‖a‖² + sum(b.^3)\n".replace(
        "‖a‖²",
        "sum(a.^2)",
      ),
    sizes: { h: 2 },
    value: ({ x }) => {
      const at = (c: number, i: number, j: number): number => x![(c * 4 + i) * 4 + j]!;
      const square = (c: number, i: number, j: number) =>
        [at(c, i, j), at(c, i + 1, j), at(c, i, j + 1), at(c, i + 1, j + 1)] as const;
      const mean = (list: readonly number[]): number => list.reduce((a, b) => a + b) / 4;
      return times(2, (c) => {
        const max = times(2, (i) => times(2, (j) => Math.max(...square(c, 2 * i, 2 * j)) ** 2));
        return max + times(3, (i) => times(3, (j) => mean(square(c, i, j)) ** 3));
      });
    },
  },
  "the multivariate gamma function": {
    text: "dim p\nparam x : ℝ = 3.7\nloss J = logmvgamma(p, x) + lgamma(x) + digamma(x) + trigamma(x)\n",
    sizes: { p: 3 },
    // log Γ₃(3.7) = ¾ · 2 log π + log Γ(3.7) + log Γ(3.2) + log Γ(2.7), each computed with 30 digits.
    value: () =>
      1.5 * Math.log(Math.PI) +
      1.428072326665388 +
      0.8854048271549089 +
      0.4348205536551045 +
      1.428072326665388 +
      1.1671535393615114 +
      0.3100378576700383,
  },
};

describe.each(Object.entries(CASES))("%s", (_, { text, sizes, inputs = {}, value }) => {
  it("has the value of the loops", async () => {
    const m = await live(text);
    const params = m["initialize"]!(7, sizes) as Arrays;
    const { J } = m["forward"]!(params, inputs, m["workspace"]!(sizes));
    expect(deviation(J, value(params, sizes))).toBeLessThan(1e-13);
  });

  it("has the gradient of differences", async () => {
    const { code, signature } = compile({ name: "m.nabla", text }, { target: "js" });
    const { parameters } = await gradcheck(code!, signature!);
    expect(parameters.map((p) => p.verdict)).toEqual(parameters.map(() => "right"));
  });
});
