/** @file The losses through the whole compiler: values and gradients at the far ends against numbers of 1400 digits. */
import { describe, expect, it } from "vitest";
import { gradcheck } from "../../src/cli/gradcheck.ts";
import { compile } from "../../src/compile.ts";
import * as b from "../helpers/big.ts";
import { add, big, div, exp, log, mul, sub, ZERO, type Big } from "../helpers/big.ts";
import { live } from "../helpers/compiled.ts";

type Numbers = readonly number[];
const floats = (x: Numbers): Float64Array => Float64Array.from(x);

/** Within 4 units in the last place of the value, or of 1. */
function near(got: number, truth: Big): void {
  const expected = b.toNumber(truth);
  if (Object.is(got, expected) || got === expected) return;
  const off = Math.abs(got - expected);
  expect(
    off === 0 || (off < Infinity && off <= 4 * 2 ** -52 * Math.max(1, Math.abs(expected))),
    `${got}, not ${expected}`,
  ).toBe(true);
}

const sum = (x: readonly Big[]): Big => x.reduce(add, ZERO);
const softmax = (z: Numbers): readonly Big[] => {
  const e = z.map((v) => exp(big(v)));
  return e.map((v) => div(v, sum(e)));
};
/** log Σ exp(z) − z_k. */
const loss = (z: Numbers, k: number): Big => sub(log(sum(z.map((v) => exp(big(v))))), big(z[k]!));

const LOGITS: readonly Numbers[] = [
  [1, 2, 3],
  [1000, -1000, 999],
  [-1000, -1000, -1001],
  [1e6, 1e6 + 1, 0],
  [40, 0, -40],
  [0, 0, 0],
];

describe("crossentropy of a class", () => {
  const model = live("param z : ℝ^3\ninput y : 1..3\nloss J = crossentropy(z, y)\n");
  it.each(LOGITS.flatMap((z) => [1, 2, 3].map((y) => [z, y] as const)))("%j, %i", async (z, y) => {
    const m = await model;
    const { values, gradients } = m["valueAndGradient"]!(
      { z: floats(z) },
      { y },
      m["workspace"]!(),
    );
    near(values.J, loss(z, y - 1));
    softmax(z).forEach((p, k) => near(gradients.z[k], k === y - 1 ? sub(p, b.ONE) : p));
  });
  it("is log(1 + e + e²) for the first of 0, 1, 2", async () => {
    const m = await model;
    const { J } = m["forward"]!({ z: floats([0, 1, 2]) }, { y: 1 }, m["workspace"]!());
    expect(J).toBeCloseTo(2.40760596444438, 14);
  });
  it("lets a logit of −∞ be", async () => {
    const m = await model;
    const { values, gradients } = m["valueAndGradient"]!(
      { z: floats([-Infinity, 0, 1]) },
      { y: 3 },
      m["workspace"]!(),
    );
    near(values.J, loss([0, 1], 1));
    expect(gradients.z[0]).toBe(0);
  });
});

describe("crossentropy of a distribution", () => {
  const model = live("param z, y : ℝ^3\nloss J = crossentropy(z, y)\n");
  const TARGETS: readonly Numbers[] = [
    [0.25, 0.5, 0.25],
    [0, 1, 0],
    [1e-300, 1, 0],
    [0.3, 0.3, 0.3],
  ];
  it.each(LOGITS.flatMap((z) => TARGETS.map((y) => [z, y] as const)))("%j, %j", async (z, y) => {
    const m = await model;
    const params = { z: floats(z), y: floats(y) };
    const { values, gradients } = m["valueAndGradient"]!(params, {}, m["workspace"]!());
    near(values.J, sum(y.map((v, k) => mul(big(v), loss(z, k)))));
    const total = sum(y.map((v) => big(v)));
    softmax(z).forEach((p, k) => near(gradients.z[k], sub(mul(total, p), big(y[k]!))));
    y.forEach((_, k) => near(gradients.y[k], loss(z, k)));
  });
  it("is 0 where y is 0, whatever the logit", async () => {
    const m = await model;
    const params = { z: floats([-Infinity, 0, 1]), y: floats([0, 0.5, 0.5]) };
    const { values, gradients } = m["valueAndGradient"]!(params, {}, m["workspace"]!());
    near(values.J, mul(big(0.5), add(loss([0, 1], 0), loss([0, 1], 1))));
    expect([...gradients.z, ...gradients.y].every(Number.isFinite)).toBe(true);
  });
});

describe("kl", () => {
  const model = live("param p, q : ℝ^2\nloss J = kl(p, q)\n");
  const ratio = (p: number, q: number): Big => log(div(big(p), big(q)));
  it.each([
    [
      [0.5, 0.5],
      [0.25, 0.75],
    ],
    [
      [1e-300, 1],
      [1, 1e-300],
    ],
    [
      [1, 5e-324],
      [5e-324, 1],
    ],
    [
      [0.3, 0.7],
      [0.3 + 2 ** -54, 0.7 - 2 ** -53],
    ],
    [
      [0.2, 0.8],
      [0.2, 0.8],
    ],
  ] as const)("%j, %j", async (p, q) => {
    const m = await model;
    const { values, gradients } = m["valueAndGradient"]!(
      { p: floats(p), q: floats(q) },
      {},
      m["workspace"]!(),
    );
    near(values.J, sum(p.map((v, i) => mul(big(v), ratio(v, q[i]!)))));
    p.forEach((v, i) => {
      near(gradients.p[i], add(ratio(v, q[i]!), b.ONE));
      near(gradients.q[i], b.neg(div(big(v), big(q[i]!))));
    });
  });
  it("counts nothing where p is 0, and is ∞ where only q is", async () => {
    const m = await model;
    const at = (p: Numbers, q: Numbers) =>
      m["valueAndGradient"]!({ p: floats(p), q: floats(q) }, {}, m["workspace"]!());
    const none = at([0, 1], [0.5, 0.5]);
    expect([none.values.J, none.gradients.p[0], none.gradients.q[0]]).toEqual([Math.LN2, 0, 0]);
    expect(at([0, 1], [0, 1]).values.J).toBe(0);
    expect(at([0.5, 0.5], [0, 1]).values.J).toBe(Infinity);
  });
  it("has the gradient of the limit behind a softmax that underflows", async () => {
    const m = await live("param z : ℝ^3\nconst q : ℝ^3\nloss J = kl(softmax(z), q)\n");
    const inputs = { q: floats([0.25, 0.25, 0.5]) };
    const { values, gradients } = m["valueAndGradient"]!(
      { z: floats([1000, -1000, 0]) },
      inputs,
      m["workspace"]!(),
    );
    near(values.J, log(big(4)));
    expect(Array.from(gradients.z as Float64Array, (v) => Math.abs(v))).toEqual([0, 0, 0]);
  });
});

describe("huber and hinge", () => {
  it.each([
    ["huber(0.5)", 0.125],
    ["huber(-3)", 2.5],
    ["huber(3, 2)", 4],
    ["huber(3, δ = 2)", 4],
    ["huber(1e200)", 1e200],
    ["huber(1.5e154, 1e200)", 1.1250000000000002e308],
    ["huber(∞)", Infinity],
    ["hinge(0.25, 1)", 0.75],
    ["hinge(0.25, -1)", 1.25],
    ["hinge(2, 1)", 0],
    ["hinge(-1e308, 1)", 1e308],
    ["hinge(∞, 1)", 0],
  ])("%s", async (expression, expected) => {
    const m = await live(`output y = ${expression}\n`);
    expect(m["predict"]!({}, {}, m["workspace"]!()).y).toBe(expected);
  });
  it("have the slopes of the table at their kinks", async () => {
    const m = await live("param s, r, δ : ℝ\nloss J = hinge(s, 1) + huber(r, δ)\n");
    const at = (s: number, r: number) => {
      const params = { s: floats([s]), r: floats([r]), delta: floats([1]) };
      const { gradients } = m["valueAndGradient"]!(params, {}, m["workspace"]!());
      return [gradients.s[0], gradients.r[0], gradients.delta[0]];
    };
    expect(at(1, 1)).toEqual([0, 1, 0]);
    expect(at(0.5, -1)).toEqual([-1, -1, 0]);
    expect(at(2, -3)).toEqual([0, -1, 2]);
  });
});

describe("their gradients by differences", () => {
  it.each([
    [
      "dim k\nbatch n : N\ninput x : ℝ^2 per n\ninput y : 0..k-1 per n\nparam W : ℝ^{k×2}\nloss J = mean_n crossentropy(W x, y)\n",
    ],
    [
      "batch n : N\ninput x : ℝ^2 per n\ninput y : ℝ^3 per n\nparam W : ℝ^{3×2}\nloss J = mean_n crossentropy(W x, softmax(y))\n",
    ],
    [
      "index i : 3\ndim k\nparam Z : ℝ^{3×k}\ninput y_i : 1..k\nloss J = Σ_i crossentropy(Z_i, y_i)\n",
    ],
    ["param a, b : ℝ^4\nloss J = kl(softmax(a), softmax(b))\n"],
    ["param A : ℝ^{2×3}\nparam B : ℝ^{2×3}\nloss J = kl(σ(A), σ(B))\n"],
    [
      "batch n : N\ninput x : ℝ^3 per n\ninput t : ℝ per n\nparam w : ℝ^3\nconst δ : ℝ = 0.7\nloss J = mean_n huber(w·x - t, δ)\n",
    ],
    ["param v : ℝ^5\nparam δ : ℝ ~ uniform(0.2, 0.4)\nloss J = sum(huber(5 v, δ) ⊙ v)\n"],
    [
      "batch n : N\ninput x : ℝ^3 per n\ninput y : ℝ per n\nparam w : ℝ^3\nloss J = mean_n hinge(w·x, y) + ½ ‖w‖²\n",
    ],
    ["param v, w : ℝ^3\nloss J = sum(hinge(v, w))\n"],
    [
      "param s, t : ℝ\nloss J = log(exp(s) + exp(t)) + log(1 - exp(-s²-1)) + log(exp(s) - exp(s - 1 - t²)) \n",
    ],
  ])("%#", async (text) => {
    const { code, signature, diagnostics } = compile({ name: "m", text }, { target: "js" });
    if (!code || !signature) throw new Error(diagnostics.map((d) => d.message).join("\n"));
    const { parameters } = await gradcheck(code, signature, { seed: 5 });
    expect(parameters.map((p) => p.verdict)).toEqual(parameters.map(() => "right"));
  });
});
