/** @file Linear algebra in models: against closed forms, over batches, singular, and with one factorisation for all. */
import { describe, expect, it } from "vitest";
import { compile } from "../../src/compile.ts";
import { live } from "../helpers/compiled.ts";

type Given = Readonly<Record<string, readonly number[]>>;
const arrays = (given: Given) =>
  Object.fromEntries(Object.entries(given).map(([key, x]) => [key, Float64Array.from(x)]));

async function run(text: string, params: Given, inputs: Given, sizes: Record<string, number> = {}) {
  const m = await live(text);
  const workspace = m["workspace"]!(sizes);
  const [p, i] = [arrays(params), arrays(inputs)];
  const outputs = m["predict"]?.(p, i, workspace) as Record<string, Float64Array> | undefined;
  const own = Object.fromEntries(
    Object.entries(outputs ?? {}).map(([key, x]) => [
      key,
      typeof x === "number" ? [x] : Array.from(x),
    ]),
  );
  const both = m["valueAndGradient"]?.(p, i, workspace) as
    { gradients: Record<string, Float64Array>; values: Record<string, number> } | undefined;
  return { outputs: own, gradients: both?.gradients ?? {}, values: both?.values ?? {} };
}

function near(got: ArrayLike<number> | undefined, wanted: readonly number[], bound = 1e-12): void {
  expect(got).toHaveLength(wanted.length);
  wanted.forEach((w, k) => {
    const off = Math.abs(got![k]! - w) / Math.max(1, Math.abs(w));
    if (!(off <= bound)) throw new Error(`entry ${k} is ${got![k]!}, not ${w}`);
  });
}

const A = [2, 1, -0.5, 0.3, -1.5, 0.8, 0.6, 0.9, 1.2];
/** A⁻¹ by cofactors. */
function inverse([a, b, c, d, e, f, g, h, i]: readonly number[]): readonly number[] {
  const [p, q, r] = [e! * i! - f! * h!, f! * g! - d! * i!, d! * h! - e! * g!];
  const det = a! * p + b! * q + c! * r;
  return [
    p,
    c! * h! - b! * i!,
    b! * f! - c! * e!,
    q,
    a! * i! - c! * g!,
    c! * d! - a! * f!,
    r,
    b! * g! - a! * h!,
    a! * e! - b! * d!,
  ].map((x) => x / det);
}
const times = (M: readonly number[], x: readonly number[]): readonly number[] =>
  x.map((_, i) => x.reduce((sum, v, j) => sum + M[3 * i + j]! * v, 0));

describe("linear algebra", () => {
  it("is what the inverse by cofactors says, in every spelling", async () => {
    const text = `dim n = 3
input A : ℝ^{n×n}, b : ℝ^n
output I = inv(A), J = A⁻¹, K = A^-1, x = A⁻¹ b, y = solve(A, b), z = (bᵀ A⁻¹)ᵀ, w = A⁻² b`;
    const b = [1, -2, 0.5];
    const { outputs } = await run(text, {}, { A, b });
    const I = inverse(A);
    for (const key of ["I", "J", "K"]) near(outputs[key], I);
    for (const key of ["x", "y"]) near(outputs[key], times(I, b));
    near(
      outputs["z"],
      b.map((_, j) => b.reduce((sum, v, i) => sum + v * I[3 * i + j]!, 0)),
    );
    near(outputs["w"], times(I, times(I, b)));
  });

  it("has the derivatives of the books", async () => {
    // ∂ log|det A|/∂A = A⁻ᵀ, ∂ det A/∂A = det(A) A⁻ᵀ: Petersen and Pedersen, "The Matrix Cookbook", (49), (57)
    const text = (f: string) => `param A : ℝ^{3×3}\nloss J = ${f}\n`;
    const I = inverse(A);
    const transposed = I.map((_, k) => I[3 * (k % 3) + Math.floor(k / 3)]!);
    const log = await run(text("logdet(A)"), { A }, {});
    near(log.gradients["A"], transposed);
    const plain = await run(text("det(A)"), { A }, {});
    const det = plain.values["J"]!;
    near(
      plain.gradients["A"],
      transposed.map((x) => det * x),
    );
    expect(Math.log(Math.abs(det))).toBeCloseTo(log.values["J"]!, 13);
  });

  it("works over batches, families and recurrences", async () => {
    const text = `dim N, T
index k : 2
batch n : N
seq t : T
input A : ℝ^{3×3} per n, b_k : ℝ^3 per n
x_k = solve(A, b_k)
h_0 = b_{1}
h_t = solve(2 eye(3) + A, h_{t-1}) + det(A) b_{2}
output x, h_T`
      .replaceAll("b_{1}", "ones(3)")
      .replaceAll("b_{2}", "ones(3)");
    const turned = [0, 1, 0.4, 0.5, 0.2, -0.7, -2, 0.3, 1];
    const b = [1, 2, 3, -1, 0.5, 2, 0.1, 0.2, 0.3, 4, 5, 6];
    const { outputs } = await run(text, {}, { A: [...A, ...turned], b }, { N: 2, T: 2 });
    near(
      outputs["x"],
      [A, A, turned, turned].flatMap((M, i) => times(inverse(M), b.slice(3 * i, 3 * i + 3))),
    );
    const wanted = [A, turned].flatMap((M) => {
      const shifted = inverse(M.map((x, i) => (i % 4 === 0 ? x + 2 : x)));
      const I = inverse(M);
      const det = (M[4]! * M[8]! - M[5]! * M[7]!) / I[0]!;
      let h: readonly number[] = [1, 1, 1];
      for (let t = 0; t < 2; t++) h = times(shifted, h).map((x) => x + det);
      return h;
    });
    near(outputs["h_T"] ?? outputs["hT"], wanted, 1e-11);
  });

  it("factors a positive definite matrix, by its lower triangle", async () => {
    const text = `input A : ℝ^{3×3}, b : ℝ^3
L = cholesky(A)
output L, P = L Lᵀ, x = trisolve(L, b)`;
    const { outputs } = await run(
      text,
      {},
      { A: [4, NaN, NaN, 1, 3, NaN, -0.5, 0.8, 2], b: [1, 2, 3] },
    );
    near(outputs["P"], [4, 1, -0.5, 1, 3, 0.8, -0.5, 0.8, 2]);
    const [L, x] = [outputs["L"]!, outputs["x"]!];
    near(times(L, x), [1, 2, 3]);
    expect([L[1], L[2], L[5]]).toEqual([0, 0, 0]);
  });

  it("of a singular matrix is 0, infinite or NaN, and never a number that looks right", async () => {
    const text = `param A : ℝ^{2×2}
input b : ℝ^2
loss J = det(A)
output x = solve(A, b), l = logdet(A)`;
    const A = [1, 2, 2, 4];
    const { outputs, values, gradients } = await run(text, { A }, { b: [1, 1] });
    expect(Math.abs(values["J"]!)).toBe(0);
    expect(outputs["l"]).toEqual([-Infinity]);
    expect(outputs["x"]!.every((v) => !Number.isFinite(v))).toBe(true);
    expect(Array.from(gradients["A"]!).every((v) => Number.isNaN(v))).toBe(true);
    const indefinite = await run("input A : ℝ^{1×1}\noutput L = cholesky(A)", {}, { A: [-1] });
    expect(indefinite.outputs["L"]).toEqual([NaN]);
  });

  it("factors a matrix once for all that is asked of it", () => {
    const text = `dim n
param A : ℝ^{n×n}, b : ℝ^n
x = A⁻¹ b
loss J = x·x + logdet(A) + det(A)
`;
    const { show } = compile({ name: "m.nabla", text }, { target: "js" });
    const kernels = show("kernels")!;
    const both = kernels.slice(kernels.indexOf("valueAndGradient"));
    expect(both.split(/= lu\(A\)/u).length - 1).toBe(1);
  });

  it.each([
    ["input A : ℝ^{2×3}\noutput x = inv(A)\n", "`inv` needs a square matrix"],
    ["input a : ℝ^3\noutput x = det(a)\n", "`det` needs a square matrix"],
    ["input A : ℝ^{2×3}\noutput x = A⁻¹\n", "`inv` needs a square matrix"],
    ["input A : ℝ^{2×2}, b : ℝ^3\noutput x = solve(A, b)\n", "a right side of 2 rows"],
    ["input A : ℝ^{2×2}, b : ℝ\noutput x = trisolve(A, b)\n", "a right side of 2 rows"],
  ])("refuses %j", (text, message) => {
    const { diagnostics } = compile({ name: "m.nabla", text });
    expect(diagnostics.map((d) => d.message).join("\n")).toContain(message);
  });
});
