/** @file ∂ and ∇ in expressions, by closed forms. */
import { describe, expect, it } from "vitest";
import { compile } from "../../src/compile.ts";
import { live } from "../helpers/compiled.ts";

type Numbers = Readonly<Record<string, number | readonly number[]>>;

const arrays = (x: Numbers, asNumber: boolean) =>
  Object.fromEntries(
    Object.entries(x).map(([key, v]) => [
      key,
      typeof v === "number" ? (asNumber ? v : Float64Array.of(v)) : Float64Array.from(v),
    ]),
  );

/** What a model gives: outputs and the loss's gradients. */
async function run(text: string, params: Numbers, inputs: Numbers = {}, sizes = {}) {
  const m = await live(text);
  const args = [arrays(params, false), arrays(inputs, true), m["workspace"]!(sizes)] as const;
  const outputs = m["predict"] ? structuredClone(m["predict"](...args)) : {};
  const both = m["valueAndGradient"] ? m["valueAndGradient"](...args) : {};
  return { outputs, ...both };
}

const near = (got: number | ArrayLike<number>, wanted: readonly number[], digits = 11): void => {
  const list = typeof got === "number" ? [got] : Array.from(got);
  expect(list.length).toBe(wanted.length);
  list.forEach((v, i) => expect(v, String(i)).toBeCloseTo(wanted[i]!, digits));
};

describe("∂ and ∇", () => {
  it("of a scalar have the shape of what they are by", async () => {
    const text = `dim m, n
param W : ℝ^{m×n}, b : ℝ^m
input x : ℝ^n, u : ℝ^m
s = u·(W x + b)
output G = ∂s/∂W, g = ∇_b s, r = sum(∇_W s)`;
    const { outputs } = await run(
      text,
      { W: [1, 2, 3, 4, 5, 6], b: [1, 1] },
      { x: [1, 2, 3], u: [5, 7] },
      { m: 2, n: 3 },
    );
    near(outputs.G, [5, 10, 15, 7, 14, 21]);
    near(outputs.g, [5, 7]);
    near(outputs.r, [72]);
  });

  it("may be differentiated again, by training too", async () => {
    const text = `param x : ℝ
y = x³
g = ∂y/∂x
h = ∂g/∂x
loss J = g + h
output g, h`;
    const { outputs, gradients } = await run(text, { x: 2 });
    near(outputs.g, [12]);
    near(outputs.h, [12]);
    near(gradients.x, [12 + 6]);
  });

  it("by a defined name hold its other uses fixed", async () => {
    const text = `param x : ℝ
a = x²
b = x²
L = a b
output p = ∂L/∂a, q = ∂L/∂x`;
    const { outputs } = await run(text, { x: 3 });
    near(outputs.p, [9]);
    near(outputs.q, [108]);
  });

  it("of a vector are the Jacobian", async () => {
    const text = `dim m, n
param A : ℝ^{m×n}
input x : ℝ^n
y = tanh(A x)
output J = ∂y/∂x`;
    const A = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6];
    const x = [1, -1, 0.5];
    const { outputs } = await run(text, { A }, { x }, { m: 2, n: 3 });
    const z = [0, 1].map((i) => x.reduce((sum, v, j) => sum + A[i * 3 + j]! * v, 0));
    near(
      outputs.J,
      A.map((a, k) => a * (1 - Math.tanh(z[Math.floor(k / 3)]!) ** 2)),
    );
  });

  it("are per example where examples do not meet", async () => {
    const text = `dim d
batch n : N
input x : ℝ^d per n
param w : ℝ^d
s = tanh(w·x)
g = ∇_x s
G = ∂s/∂w
loss J = mean_n ‖g‖²
output g, G`;
    const [w, x] = [
      [0.5, -0.25],
      [1, 2, 3, 4],
    ];
    const { outputs, gradients } = await run(text, { w }, { x }, { d: 2, N: 2 });
    const slope = (v: readonly number[], n: number): number =>
      1 - Math.tanh(v[0]! * x[2 * n]! + v[1]! * x[2 * n + 1]!) ** 2;
    near(
      outputs.g,
      [0, 1].flatMap((n) => w.map((v) => v * slope(w, n))),
    );
    near(
      outputs.G,
      x.map((v, k) => v * slope(w, k >> 1)),
    );
    const J = (v: readonly number[]): number =>
      [0, 1].reduce((s, n) => s + (v[0]! ** 2 + v[1]! ** 2) * slope(v, n) ** 2, 0) / 2;
    const h = 1e-5;
    near(
      gradients.w,
      w.map((v, i) => (J(w.with(i, v + h)) - J(w.with(i, v - h))) / (2 * h)),
      8,
    );
  });

  it("are right where the settled form is: ‖x‖² twice at 0", async () => {
    const text = `dim n
param x : ℝ^n
y = ‖x‖²
g = ∇_x y
output g, D = ∇_x(sum(g))`;
    const { outputs } = await run(text, { x: [0, 0, 0] }, {}, { n: 3 });
    near(outputs.g, [0, 0, 0]);
    near(outputs.D, [2, 2, 2]);
  });

  it("go through recurrences, and stand in them", async () => {
    const text = `dim T
seq t : T
param a : ℝ
s_0 = 1
s_t = a s_{t-1}
y = s_T
output g = ∂y/∂a`;
    const { outputs } = await run(text, { a: 0.9 }, {}, { T: 5 });
    near(outputs.g, [5 * 0.9 ** 4]);
    const descent = `dim T
seq t : T
param c, z0 : ℝ
f(z) = (z - c)²
z_0 = z0
z_t = z_{t-1} - 0.1 f′(z_{t-1})
loss J = (z_T)²`;
    const { values, gradients } = await run(descent, { c: 2, z0: 1 }, {}, { T: 3 });
    const end = 2 - 0.8 ** 3;
    near(values.J, [end ** 2]);
    near(gradients.c, [2 * end * (1 - 0.8 ** 3)]);
    near(gradients.z0, [2 * end * 0.8 ** 3]);
  });

  it("are by the step of a sequence, this one or an earlier one", async () => {
    const text = (of: string) => `dim T
seq t : T
param w : ℝ
z_0 = w
${of === "q_t" ? "q_t = z_{t-1}\n" : ""}P_t = w (${of})^3
a_t = ∂P_t/∂${of}
z_t = z_{t-1} + 0.1 a_t
y = 2 z_T + z_T^2
output y, g = ∂y/∂w`;
    const steps = (w: number): number => {
      let z = w;
      for (let t = 0; t < 4; t++) z += 0.1 * 3 * w * z * z;
      return 2 * z + z * z;
    };
    const slope = (steps(0.3 + 1e-4) - steps(0.3 - 1e-4)) / 2e-4;
    for (const of of ["q_t", "z_{t-1}"]) {
      const { outputs } = await run(text(of), { w: 0.3 }, {}, { T: 4 });
      near(outputs.y, [steps(0.3)]);
      expect(outputs.g).toBeCloseTo(slope, 6);
    }
  });

  it("see one recurrence where a sequence that they are by is read, and another is read beside it", async () => {
    const text = `dim T
seq t : T
param w : ℝ
z_0 = w
v_0 = 1
P_t = w z_{t-1}^3
z_t = z_{t-1} + 0.1 v_{t-1}
v_t = v_{t-1} - 0.1 ∂P_t/∂z_{t-1}
y = (z_T/v_T) v_T^3
output y, g = ∂y/∂w`;
    const steps = (w: number): number => {
      let [z, v] = [w, 1];
      for (let t = 0; t < 6; t++) [z, v] = [z + 0.1 * v, v - 0.1 * 3 * w * z * z];
      return z * v * v;
    };
    const slope = (steps(0.8 + 1e-4) - steps(0.8 - 1e-4)) / 2e-4;
    const { outputs } = await run(text, { w: 0.8 }, {}, { T: 6 });
    near(outputs.y, [steps(0.8)]);
    expect(outputs.g).toBeCloseTo(slope, 6);
  });

  it("by what is not there are zero, and that is said", () => {
    const text = "param x, z : ℝ\ny = x²\noutput g = ∂y/∂z + z\n";
    const { diagnostics } = compile({ name: "m.nabla", text });
    expect(diagnostics.map((d) => d.code)).toContain("zero-gradient");
  });
});
