/** @file Choices, products, spreads and running sums through the whole compiler, against closed forms. */
import { describe, expect, it } from "vitest";
import { live } from "../helpers/compiled.ts";

type Numbers = readonly number[];
const list = (x: unknown): number[] =>
  typeof x === "number" ? [x] : Array.from(x as ArrayLike<number>);

/** The loss, the gradient by x, and the Hessian by x where it is asked for. */
async function at(text: string, x: Numbers, inputs = {}, sizes = {}) {
  const m = await live(text);
  const w = m["workspace"]!(sizes);
  const params = { x: Float64Array.from(x) };
  const forward = m["forward"]!(params, inputs, w) as { readonly J: number };
  const J = forward.J;
  const backward = list(m["backward"]!(params, inputs, w).x);
  const both = m["valueAndGradient"]!(params, inputs, w);
  expect([both.values.J, ...list(both.gradients.x)]).toEqual([J, ...backward]);
  const hessian = m["hessian_J_x"] ? list(m["hessian_J_x"](params, inputs, w)) : [];
  return { J, gradient: backward, hessian };
}

const near = (got: Numbers, wanted: Numbers): void => {
  expect(got.length).toBe(wanted.length);
  wanted.forEach((v, i) => {
    expect(Math.abs(got[i]! - v)).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(v)));
  });
};

describe("the branch that is not taken gets no gradient", () => {
  it("of where, at √0", async () => {
    const text = "param x : ℝ^3\nloss J = sum(where(x > 0, √x, 3 x))\nhessian J wrt x\n";
    const { J, gradient, hessian } = await at(text, [0, 4, -1]);
    expect(J).toBe(-1);
    near(gradient, [3, 0.25, 3]);
    near(hessian, [0, 0, 0, 0, -1 / 32, 0, 0, 0, 0]);
  });

  it("of cases, on data", async () => {
    const text =
      "index i : 3\ninput t_i : ℝ\nparam x_i : ℝ\n" +
      "c_i = { log x_i if t_i > 1\n        x_i.^2  if t_i = 1\n        -x_i otherwise }\nloss J = Σ_i c_i\n";
    const given = { t: Float64Array.of(0, 1, 2) };
    const { J, gradient } = await at(text, [0, 0, 2], given);
    expect(J).toBeCloseTo(Math.log(2), 14);
    near(gradient, [-1, 0, 0.5]);
  });

  it("where a whole sum is not taken", async () => {
    const text = "param x : ℝ^2\nloss J = where(sum(x) > 0, sum(√x), x·x)\nhessian J wrt x\n";
    const { gradient, hessian } = await at(text, [0, 0]);
    near(gradient, [0, 0]);
    near(hessian, [2, 0, 0, 2]);
    near((await at(text, [1, 4])).gradient, [0.5, 0.25]);
  });

  it("where one number is shared by terms that are not taken", async () => {
    const text =
      "index i : 2\ninput t_i : ℝ\nparam x : ℝ\nloss J = Σ_i where(t_i > 0, t_i √x, 1)\n";
    near((await at(text, [0], { t: Float64Array.of(-1, -2) })).gradient, [0]);
    near((await at(text, [4], { t: Float64Array.of(-1, 2) })).gradient, [0.5]);
  });

  it("per example", async () => {
    const text =
      "batch n : N\ninput t : ℝ per n\nparam x : ℝ\nloss J = mean_n where(t < 0 or t ≥ 2 and not t = 3, t x, √(x - 1))\n";
    const given = { t: Float64Array.of(-2, 4) };
    near((await at(text, [1], given, { N: 2 })).gradient, [1]);
    near((await at(text, [5], { t: Float64Array.of(3, 1) }, { N: 2 })).gradient, [0.25]);
  });
});

describe("conditions", () => {
  it.each([
    ["where(x = 1, 10, 20)", [10, 20, 20]],
    ["where(x ≠ 1, 10, 20)", [20, 10, 10]],
    ["where(0 < x <= 2, 1, 0)", [1, 1, 0]],
    ["where(not x > 1 and x ≥ 1, 1, 0)", [1, 0, 0]],
    ["where(x < 2 or x > 2, 1, 0)", [1, 0, 1]],
    ["where(2 > 1, x, -x)", [1, 2, 3]],
    ["clamp(x, 1.5, 2.5)", [1.5, 2, 2.5]],
    ["where(x > 1, -∞, x)", [1, -Infinity, -Infinity]],
  ])("%s", async (expression, wanted) => {
    const m = await live(`input x : ℝ^3\noutput y = ${expression}\n`);
    const y = m["predict"]!({}, { x: Float64Array.of(1, 2, 3) }, m["workspace"]!()).y;
    expect(list(y)).toEqual(wanted);
  });
});

describe("products", () => {
  const text = "param x : ℝ^3\nloss J = prod(x)\nhessian J wrt x\n";
  it.each([
    [
      [2, 3, 5],
      [15, 10, 6],
      [0, 5, 3, 5, 0, 2, 3, 2, 0],
    ],
    [
      [0, 3, 5],
      [15, 0, 0],
      [0, 5, 3, 5, 0, 0, 3, 0, 0],
    ],
    [
      [0, 3, 0],
      [0, 0, 0],
      [0, 0, 3, 0, 0, 0, 3, 0, 0],
    ],
  ])("of %j", async (x, gradient, hessian) => {
    const got = await at(text, x);
    expect(got.J).toBe(x.reduce((a, b) => a * b, 1));
    near(got.gradient, gradient);
    near(got.hessian, hessian);
  });

  it("Π over an index, per example", async () => {
    const model =
      "dim n\nindex i : n\nbatch b : B\ninput t : ℝ per b\nparam x_i : ℝ\nloss J = mean_b Π_i (x_i + t)\n";
    const given = { t: Float64Array.of(0, 1) };
    const { J, gradient } = await at(model, [2, -1], given, { n: 2, B: 2 });
    near([J, ...gradient], [(-2 + 0) / 2, (-1 + 0) / 2, (2 + 3) / 2]);
  });

  it("∏ with bounds, and of what does not depend on them", async () => {
    const model = "dim n = 3\nparam x : ℝ^n\nloss J = ∏_{k=1}^{n} x_k + Π_{k=1}^{n} x[1]\n";
    near((await at(model, [2, 3, 5])).gradient, [15 + 12, 10, 6]);
  });
});

describe("spreads divide by n", () => {
  it("var and std at a large offset", async () => {
    const model = "param x : ℝ^3\nloss J = var(x) + std(x)\n";
    const { J, gradient } = await at(model, [1e8 + 1, 1e8 + 2, 1e8 + 6]);
    const [variance, deviation] = [14 / 3, Math.sqrt(14 / 3)];
    near([J], [variance + deviation]);
    near(
      gradient,
      [-2, -1, 3].map((d) => (2 * d) / 3 + d / (3 * deviation)),
    );
  });

  it("std′ is 0 where all are equal", async () => {
    const { J, gradient } = await at("param x : ℝ^3\nloss J = std(x)\n", [2, 2, 2]);
    expect([J, ...gradient]).toEqual([0, 0, 0, 0]);
  });

  it("over an index", async () => {
    const model = "index i : 2\nparam x_i : ℝ\nloss J = var_i(x_i) + std_i x_i\n";
    near((await at(model, [1, 5])).gradient, [-2.5, 2.5]);
  });
});

describe("where the largest stands", () => {
  it("the first of equals, read as an index", async () => {
    const model = "param x : ℝ^4\nloss J = x[argmax(x)] + 2 x[argmin(x)]\n";
    near((await at(model, [1, 3, 3, -1])).gradient, [0, 1, 0, 2]);
  });

  it("counts as its index does; rows and unit vectors by it", async () => {
    const model =
      "index i : 0..2\ninput p_i : ℝ\nparam x : ℝ^{3×2}\nk = argmax_i p_i\nloss J = x[k]·x[k] + one_hot(k, 3)·x[:,1]\n";
    const given = { p: Float64Array.of(0, 5, 1) };
    near((await at(model, [1, 2, 3, 4, 5, 6], given)).gradient, [0, 0, 7, 8, 0, 0]);
  });

  it("per example", async () => {
    const model = "batch n : N\ninput p : ℝ^3 per n\nparam x : ℝ^3\nloss J = mean_n x[argmax(p)]\n";
    const given = { p: Float64Array.of(9, 1, 2, 1, 2, 3) };
    near((await at(model, [1, 2, 3], given, { N: 2 })).gradient, [0.5, 0, 0.5]);
  });
});

describe("running sums", () => {
  it("along a vector: the gradient is the sum from the end", async () => {
    const model = "param x : ℝ^3\nconst w : ℝ^3\nloss J = w·cumsum(x)\n";
    const { J, gradient } = await at(model, [1, 2, 3], { w: Float64Array.of(1, 10, 100) });
    near([J, ...gradient], [631, 111, 110, 100]);
  });

  it("over an index of rows", async () => {
    const model = "index i : 3\nparam x_i : ℝ^2\nloss J = Σ_i ‖cumsum_i x_i‖²\n";
    const { J, gradient } = await at(model, [1, 0, 0, 1, 1, 1]);
    near([J, ...gradient], [1 + 2 + 8, 8, 6, 6, 6, 4, 4]);
  });

  it("in linear time", async () => {
    const n = 1_000_000;
    const x = new Float64Array(n).fill(1);
    const { gradient } = await at(
      "dim n\nparam x : ℝ^n\nloss J = mean(cumsum(x))\n",
      x as never,
      {},
      { n },
    );
    expect(gradient[0]).toBeCloseTo(1, 9);
    expect(gradient[n - 1]).toBeCloseTo(1 / n, 12);
  });
});

it("cross is a × b", async () => {
  const model = "input a, w : ℝ^3\nparam x : ℝ^3\nloss J = w·cross(a, x)\n";
  const given = { a: Float64Array.of(1, 2, 3), w: Float64Array.of(4, 5, 6) };
  // w·(a × x) = x·(w × a)
  near((await at(model, [1, 1, 0], given)).gradient, [3, -6, 3]);
});
