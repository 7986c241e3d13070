/** @file Blocks, parts and diagonals through the whole compiler: values, gradients, Hessians, and what the code looks like. */
import { describe, expect, it, test } from "vitest";
import { gradcheck } from "../../src/cli/gradcheck.ts";
import { compile } from "../../src/compile.ts";
import { code, live } from "../helpers/compiled.ts";
import { deviation } from "../helpers/deviation.ts";
import { loadModule } from "../helpers/load.ts";

async function verdict(text: string): Promise<string> {
  const { code, signature, diagnostics } = compile({ name: "model.nabla", text }, { target: "js" });
  if (!code || !signature) return diagnostics.map((d) => d.message).join("\n");
  const { parameters } = await gradcheck(code, signature, { seed: 3 });
  return parameters.map((p) => `${p.key} ${p.verdict}${p.reason ? ` ${p.reason}` : ""}`).join();
}

const NORMAL = "~ normal(0, 1)";
const MODELS: Readonly<Record<string, string>> = {
  "a product with a block": `dim H, d, m, q = H + d
batch n : N
input x : ℝ^d per n
param W : ℝ^{m×q} ${NORMAL}, V : ℝ^{H×d} ${NORMAL}
h = tanh(V x)
loss J = mean_n ‖tanh(W [h; x])‖²`,
  "a bias as one more column": `dim d, m
batch n : N
input x : ℝ^d per n
param W : ℝ^{m×d} ${NORMAL}, b : ℝ^m ${NORMAL}
loss J = mean_n ‖tanh([W, b] [x; 1])‖²`,
  "a bordered matrix": `dim n
param A : ℝ^{n×n} ${NORMAL}, u : ℝ^n ${NORMAL}, s : ℝ ${NORMAL}
D = [s, uᵀ; u, A]
loss J = trace(D D D) + ‖tanh(D)‖² + D[1,1] D[1]·[u; s]
hessian J wrt u`,
  "blocks cut at different places": `dim m, n, k, l, p = m + n
param A : ℝ^{k×m} ${NORMAL}, B : ℝ^{k×n} ${NORMAL}, C : ℝ^{l×n} ${NORMAL}, D : ℝ^{l×m} ${NORMAL}
param x : ℝ^m ${NORMAL}, y : ℝ^n ${NORMAL}, z : ℝ^p ${NORMAL}
loss J = ‖tanh([A, B; C, D] [x; y])‖² + [x; y]·tanh(z) + z·tanh([y; x])`,
  "blocks of a family": `dim n, k, m
index i : k
param u_i : ℝ^n ${NORMAL}, v_i : ℝ^m ${NORMAL}, r : ℝ^2 ${NORMAL}
z_i = [u_i; r; v_i]
loss J = Σ_i ‖tanh(z_i)‖² + tr(z zᵀ)
hessian J wrt r`,
  "blocks of tensors": `dim m, n, k
param S : ℝ^{m×n×k} ${NORMAL}, T : ℝ^{2×n×k} ${NORMAL}
P = permute([S; T], 3, 1, 2)
loss J = ‖tanh(P)‖² + sum(tanh(reshape([T; S], (m + 2) n, k)))`,
  "vec of blocks": `dim m, n
param A : ℝ^{m×n} ${NORMAL}, B : ℝ^{2×n} ${NORMAL}, w : ℝ^{{m+2}n} ${NORMAL}
loss J = w·tanh(vec([A; B])) + ‖tanh(vec([A; B; 2 A]))‖²`.replace("{{m+2}n}", "{(m+2) n}"),
  "rows looked up in a block": `dim m, n, k = 5
batch b : N
input c : 1..5 per b
param E : ℝ^{2×n} ${NORMAL}, F : ℝ^{3×n} ${NORMAL}
loss J = mean_b ‖tanh([E; F][c])‖²`,
  "the largest entry of a block": `dim m, n
param u : ℝ^m ${NORMAL}, v : ℝ^n ${NORMAL}
loss J = max([u; 2 v]) lse([u; v]) + softmax([v; u])[1]`,
  diagonals: `dim n, m
param A : ℝ^{n×m} ${NORMAL}, B : ℝ^{m×n} ${NORMAL}, v : ℝ^n ${NORMAL}, M : ℝ^{n×n} ${NORMAL}
loss J = tr(A B) v·v + diag(A B)·v + sum(tanh(diag(v) A)) + ‖tanh(diag(v) + M)‖² + tr(M diag(v) M) + diag(M)·v
hessian J wrt v`,
  "one entry of a size left open": `dim n
param x : ℝ^n ${NORMAL}, A : ℝ^{n×n} ${NORMAL}
loss J = x[1]² x[2] + ‖A[2]‖² A[:,1]·x + A[2,1]³
hessian J wrt x`,
};

describe("gradients and Hessians", () => {
  it.each(Object.entries(MODELS))("%s", async (_, text) => {
    expect(await verdict(`${text}\n`)).toMatch(/^\w+ right(,\w+ right)*$/);
  });
});

describe("the Hessian through a block", () => {
  // J = ½ ‖W [h; x]‖², so ∂²J/∂h² = W₁ᵀ W₁.
  it("is that of its part", async () => {
    const m = await live(
      "param W : ℝ^{2×3}, h : ℝ^2\ninput x : ℝ^1\nloss J = ½ ‖W [h; x]‖²\nhessian J wrt h\n",
    );
    const params = { W: Float64Array.of(1, 2, 3, -4, 5, 6), h: Float64Array.of(0.5, -1) };
    const inputs = { x: Float64Array.of(2) };
    const hessian = m["hessian_J_h"]!(params, inputs, m["workspace"]!());
    expect(Array.from(hessian as Float64Array)).toEqual([17, -18, -18, 29]);
  });
});

describe("f32", () => {
  it("agrees with f64 to the rounding of its stores", async () => {
    const text = `param A : ℝ^{2×3}, v : ℝ^2\nloss J = ‖tanh([A, v])‖² + tr([A, v] [A, v]ᵀ)\noutput B = [A, v; 1, 2, 3, 4]\n`;
    const run = async (precision: "f64" | "f32") => {
      const made = compile({ name: "m.nabla", text }, { target: "js", precision }).code!;
      const m = await loadModule(made);
      const Reals = precision === "f32" ? Float32Array : Float64Array;
      const params = { A: Reals.of(0.5, -1, 2, 0.25, 1.5, -0.75), v: Reals.of(1, -2) };
      const { gradients } = m["valueAndGradient"]!(params, {}, m["workspace"]!());
      return [...gradients.A, ...gradients.v, ...m["predict"]!(params, {}, m["workspace"]!()).B];
    };
    expect(deviation((await run("f32")) as number[], (await run("f64")) as number[])).toBeLessThan(
      1e-6,
    );
  });
});

describe("the code", () => {
  const routine = (text: string, name: string): string =>
    code(text).split(`export function ${name}`)[1]!.split("\nexport ")[0]!;

  test("of a product with a block makes no block, and asks nothing", () => {
    const forward = routine(`${MODELS["a product with a block"]!}\n`, "forward");
    expect(forward).not.toContain("concat");
    expect(forward).not.toContain("?");
    expect(forward.match(/sum_? \+= W\[/g)).toHaveLength(2);
  });

  test("of a block writes each part once", () => {
    const predict = routine("dim m, n\ninput u : ℝ^m, v : ℝ^n\noutput y = [u; 1; v]\n", "predict");
    expect(predict.match(/y\[[^\]]*\] = [^;]*;/g)).toEqual([
      "y[i] = u[i];",
      "y[m] = 1;",
      "y[i + size] = v[i];",
    ]);
  });

  test("of a block of many parts puts it together once", async () => {
    const parts = Array.from({ length: 2000 }, (_, i) => i + 1).join("; ");
    const text = `param s : ℝ\nc = [${parts}]\nloss J = s (c·c)\n`;
    const m = await live(text);
    const { J } = m["forward"]!({ s: Float64Array.of(1) }, {}, m["workspace"]!());
    expect(J).toBe((2000 * 2001 * 4001) / 6);
    expect(routine(text, "forward").match(/for \(/g)).toHaveLength(1);
  });

  test("of a trace of a product does not make the product", () => {
    const forward = routine("dim n\nparam A, B : ℝ^{n×n}\nloss J = tr(A B)\n", "forward");
    expect(forward.match(/for \(/g)).toHaveLength(2);
  });

  test("of a product with a diagonal matrix does not make the matrix", () => {
    const forward = routine(
      "dim n\nparam A : ℝ^{n×n}, v : ℝ^n\nloss J = ‖diag(v) A‖²\n",
      "forward",
    );
    expect(forward).not.toContain("fill");
    expect(forward.match(/for \(/g)).toHaveLength(2);
  });

  test("of the gradient of one entry writes it alone", () => {
    const text = "param x : ℝ^9\nloss J = x[4]²\n";
    expect(routine(text, "backward")).toMatch(/d_x\.fill\(0\);\s+d_x\[3\] = 2 \* x\[3\];/);
  });
});
