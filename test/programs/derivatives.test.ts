/** @file Jacobians and Hessians of emitted modules against differences of what the same modules give. */
import { describe, expect, it } from "vitest";
import { code, live } from "../helpers/compiled.ts";
import { deviation } from "../helpers/deviation.ts";
import type { Loaded } from "../helpers/load.ts";
import { random } from "../helpers/random.ts";

type Arrays = Record<string, Float64Array>;

function arrays(m: Loaded, sizes: Record<string, number>): { params: Arrays; inputs: Arrays } {
  const next = random(5);
  const draw = (shapes: Record<string, readonly number[]>): Arrays =>
    Object.fromEntries(
      Object.entries(shapes).map(([key, shape]) => [
        key,
        Float64Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => 2 * next() - 1),
      ]),
    );
  const { params, inputs } = m["shapes"]!(sizes);
  return { params: draw(params), inputs: draw(inputs) };
}

/** Columns side by side: d f / d x[k] for every k. */
function columns(f: () => ArrayLike<number>, x: Float64Array): readonly (readonly number[])[] {
  const step = 1e-5;
  return Array.from(x, (v, k) => {
    x[k] = v + step;
    const above = Array.from(f());
    x[k] = v - step;
    const below = Array.from(f());
    x[k] = v;
    return above.map((a, i) => (a - below[i]!) / (2 * step));
  });
}

const transposed = (list: readonly (readonly number[])[]): readonly number[] =>
  list[0]!.flatMap((_, i) => list.map((column) => column[i]!));

describe("jacobian", () => {
  const text =
    "dim d, h, k\nbatch n : N\ninput x : ℝ^d per n\nparam W : ℝ^{h×d}\nparam V : ℝ^{k×h}, b : ℝ\n" +
    "a = tanh(W x)\np = softmax(V a) + b·ones(k)\ns = sum(p.^2)\nq = V W ones(d)\n".replace(
      "+ b·ones(k)",
      "+ b ones(k)",
    ) +
    "output p, s, q\njacobian p wrt x, W, b, a\njacobian s wrt x\njacobian q wrt V\n";
  const sizes = { d: 3, h: 2, k: 4, N: 3 };

  it.each([
    ["p", "W"],
    ["p", "b"],
    ["q", "V"],
  ] as const)("of %s by %s, a parameter", async (y, x) => {
    const m = await live(text);
    const { params, inputs } = arrays(m, sizes);
    const workspace = m["workspace"]!(sizes);
    const got = Array.from(m[`jacobian_${y}_${x}`]!(params, inputs, workspace) as Float64Array);
    const f = () => m["predict"]!(params, inputs, workspace)[y] as Float64Array;
    expect(deviation(got, transposed(columns(f, params[x]!)))).toBeLessThan(1e-8);
  });

  it.each(["p", "s"])("of %s by x, example by example", async (y) => {
    const m = await live(text);
    const { params, inputs } = arrays(m, sizes);
    const workspace = m["workspace"]!(sizes);
    const got = Array.from(m[`jacobian_${y}_x`]!(params, inputs, workspace) as Float64Array);
    const width = y === "p" ? sizes.k : 1;
    const f = () => m["predict"]!(params, inputs, workspace)[y] as Float64Array;
    const all = columns(f, inputs["x"]!);
    const blocks = Array.from({ length: sizes.N }, (_, n) =>
      Array.from({ length: width }, (__, i) =>
        Array.from({ length: sizes.d }, (___, j) => all[n * sizes.d + j]![n * width + i]!),
      ),
    );
    expect(deviation(got, blocks.flat(2))).toBeLessThan(1e-8);
    expect(m["shapes"]!(sizes)[`jacobian_${y}_x`]).toEqual(
      y === "p" ? [sizes.N, sizes.k, sizes.d] : [sizes.N, sizes.d],
    );
  });

  it("by a defined name, its other uses held fixed", async () => {
    const m = await live("param x : ℝ^2\na = x.^2\nb = x.^2\ny = a ⊙ b\njacobian y wrt a\n");
    const got = m["jacobian_y_a"]!({ x: Float64Array.of(2, 3) }, {}, m["workspace"]!());
    expect(Array.from(got as Float64Array)).toEqual([4, 0, 0, 9]);
  });

  it("is refused where examples are coupled", () => {
    const coupled =
      "batch n : N\ninput x : ℝ per n\ny = x - mean_n x\noutput y\njacobian y wrt x\n";
    expect(() => code(coupled)).toThrow("several `n` at once");
  });
});

describe("hessian", () => {
  const text =
    "dim d, h\nbatch n : N\ninput x : ℝ^d per n\nparam W : ℝ^{h×d}, b : ℝ^h, c : ℝ\n" +
    "loss J = mean_n (sum(tanh(W x + b).^2) + c)³\nhessian J wrt W, b, c\n";
  const sizes = { d: 2, h: 3, N: 3 };

  it.each([
    ["W", "W"],
    ["W", "b"],
    ["W", "c"],
    ["b", "b"],
    ["b", "c"],
    ["c", "c"],
  ] as const)("by %s and %s", async (a, b) => {
    const m = await live(text);
    const { params, inputs } = arrays(m, sizes);
    const workspace = m["workspace"]!(sizes);
    const name = a === b ? `hessian_J_${a}` : `hessian_J_${a}_${b}`;
    const got = Array.from(m[name]!(params, inputs, workspace) as Float64Array);
    const gradient = () =>
      m["valueAndGradient"]!(params, inputs, workspace).gradients[a] as Float64Array;
    expect(deviation(got, transposed(columns(gradient, params[b]!)))).toBeLessThan(1e-8);
  });
});

describe("hvp, jvp, vjp", () => {
  const text = `dim d, h, T
batch n : N
seq t : T
input x : ℝ^d per n, y : ℝ per n
param W : ℝ^{h×d}, U : ℝ^{h×h}, u : ℝ^h, b : ℝ
z_0 = W x
z_t = tanh(U z_{t-1} + W x)
s = u·z_T + b
q = W x
loss J = mean_n (s - y)² + 0.1 ‖W‖²
output s, q
hvp J wrt W, b, U
hessian J wrt W, b, U
jvp q wrt W, x
jvp s wrt U
vjp q wrt W, x
vjp s wrt U
jacobian q wrt W, x
jacobian s wrt U
`;
  const sizes = { d: 3, h: 2, N: 4, T: 3 };
  const product = (
    M: ArrayLike<number>,
    v: ArrayLike<number>,
    rows: number,
    transposed = false,
  ): readonly number[] => {
    const columns = M.length / rows;
    return transposed
      ? Array.from({ length: columns }, (_, j) =>
          Array.from({ length: rows }, (__, i) => v[i]! * M[i * columns + j]!).reduce(
            (a, b) => a + b,
          ),
        )
      : Array.from({ length: rows }, (_, i) =>
          Array.from({ length: columns }, (__, j) => v[j]! * M[i * columns + j]!).reduce(
            (a, b) => a + b,
          ),
        );
  };
  const near = (got: ArrayLike<number>, wanted: readonly number[]): void =>
    expect(deviation(Float64Array.from(got), wanted)).toBeLessThan(1e-12);

  it("are products of the derivatives with a vector", async () => {
    const m = await live(text);
    const { params, inputs } = arrays(m, sizes);
    const workspace = m["workspace"]!(sizes);
    const call = (name: string, direction?: Float64Array): Float64Array =>
      direction
        ? m[name]!(params, inputs, direction, workspace).slice()
        : m[name]!(params, inputs, workspace).slice();
    const v = (length: number): Float64Array =>
      Float64Array.from({ length }, (_, k) => Math.cos(3 * k + 1));
    for (const [key, size] of [["W", 6] as const, ["b", 1] as const, ["U", 4] as const])
      near(call(`hvp_J_${key}`, v(size)), product(call(`hessian_J_${key}`), v(size), size));
    // q : N × h, by W : h × d and by x, per example
    const [JW, Jx, JU] = [
      call("jacobian_q_W"),
      call("jacobian_q_x"),
      call("jacobian_s_U"),
    ] as const;
    near(call("jvp_q_W", v(6)), product(JW, v(6), 8));
    near(call("vjp_q_W", v(8)), product(JW, v(8), 8, true));
    near(call("jvp_s_U", v(4)), product(JU, v(4), 4));
    near(call("vjp_s_U", v(4)), product(JU, v(4), 4, true));
    const [along, against] = [v(12), v(8)];
    const blocks = Array.from({ length: 4 }, (_, n) => Jx.subarray(6 * n, 6 * n + 6));
    near(
      call("jvp_q_x", along),
      blocks.flatMap((B, n) => product(B, along.subarray(3 * n, 3 * n + 3), 2)),
    );
    near(
      call("vjp_q_x", against),
      blocks.flatMap((B, n) => product(B, against.subarray(2 * n, 2 * n + 2), 2, true)),
    );
  });

  it("look at the vector before anything is written", async () => {
    const m = await live(text);
    const { params, inputs } = arrays(m, sizes);
    const workspace = m["workspace"]!(sizes);
    const call = (direction: unknown) => (): unknown =>
      m["hvp_J_W"]!(params, inputs, direction, workspace);
    expect(call(new Float64Array(5))).toThrow(
      new RangeError("direction: expected a Float64Array of length 6 (h × d), got length 5"),
    );
    expect(call([1, 2, 3, 4, 5, 6])).toThrow(TypeError);
    expect(call(undefined)).toThrow("direction: expected a Float64Array of length 6 (h × d)");
    const own = m["hvp_J_W"]!(params, inputs, new Float64Array(6), workspace);
    expect(call(own)).toThrow("direction: shares memory with the workspace; pass a copy");
  });

  it("may stand beside names of the model that are like theirs", async () => {
    const m = await live(
      "param direction, v : ℝ^2\nloss J = (direction·direction) (v·v)\nhvp J wrt v",
    );
    const params = { direction: Float64Array.of(1, 2), v: Float64Array.of(3, 4) };
    const got = m["hvp_J_v"]!(params, {}, Float64Array.of(1, -1), m["workspace"]!({}));
    expect(Array.from(got as Float64Array)).toEqual([10, -10]);
  });
});
