/**
 * @file Models with functions against the same models without, to the last bit, and against plain loops: gradients against
 * differences.
 */
import { describe, expect, it } from "vitest";
import { gradcheck } from "../../src/cli/gradcheck.ts";
import { compile } from "../../src/index.ts";
import { live } from "../helpers/compiled.ts";
import { deviation } from "../helpers/deviation.ts";
import { random } from "../helpers/random.ts";

type Arrays = Record<string, Float64Array>;
interface Case {
  /** What both models declare. */
  readonly above: string;
  readonly functions: string;
  readonly flat: string;
  readonly sizes: Record<string, number>;
  /** Lengths of the real inputs. */
  readonly inputs?: Record<string, number>;
  /** J by loops. */
  readonly value?: (p: Arrays, inputs: Arrays) => number;
}

const sum = (n: number, f: (i: number) => number): number => {
  let total = 0;
  for (let i = 0; i < n; i++) total += f(i);
  return total;
};
const sigma = (x: number): number => 1 / (1 + Math.exp(-x));
/** Row i of the m×n matrix times x. */
const row = (W: Float64Array, i: number, n: number, x: (j: number) => number): number =>
  sum(n, (j) => W[i * n + j]! * x(j));

const CASES: Readonly<Record<string, Case>> = {
  "a perceptron of two layers": {
    above:
      "dim d, h, k\nbatch n : N\ninput x : ℝ^d per n, y : ℝ^k per n\n" +
      "param W₁ : ℝ^{h×d} ~ glorot, b₁ : ℝ^h ~ normal(0, 1)\n" +
      "param W₂ : ℝ^{k×h} ~ glorot, b₂ : ℝ^k ~ normal(0, 1)\n",
    functions:
      "function layer(x, W, b)\n  z = W x + b\n  return tanh(z)\nend\n" +
      "a = layer(x, W₁, b₁)\np = layer(a, b = b₂, W = W₂)\nloss J = mean_n ‖p - y‖²\n",
    flat: "a = tanh(W₁x + b₁)\np = tanh(W₂a + b₂)\nloss J = mean_n ‖p - y‖²\n",
    sizes: { d: 3, h: 4, k: 2, N: 2 },
    inputs: { x: 6, y: 4 },
    value: ({ W1, b1, W2, b2 }, { x, y }) =>
      sum(2, (n) => {
        const a = (i: number) => Math.tanh(row(W1!, i, 3, (j) => x![n * 3 + j]!) + b1![i]!);
        return sum(2, (i) => (Math.tanh(row(W2!, i, 4, a) + b2![i]!) - y![n * 2 + i]!) ** 2);
      }) / 2,
  },
  "two heads of attention": {
    above:
      "dim n, d, e\nindex i, j : n\nbatch b : B\ninput X : ℝ^{n×d} per b\n" +
      "param Q₁, K₁, V₁, Q₂, K₂, V₂ : ℝ^{d×e} ~ glorot\n",
    functions:
      "function attention(X, Q, K, V)\n  q = X Q\n  k = X K\n" +
      "  S_{i,j} = { (q_i·k_j)/√e  if j ≤ i\n              -∞            otherwise\n" +
      "  A_{i,j} = softmax_j S_{i,j}\n  return A (X V)\nend\n" +
      "Z₁ = attention(X, Q₁, K₁, V₁)\nZ₂ = attention(X, Q₂, K₂, V₂)\n" +
      "loss J = mean_b (‖Z₁‖² + sum(Z₁ ⊙ Z₂))\n",
    flat:
      "q₁ = X Q₁\nk₁ = X K₁\nS_{i,j} = { (q₁_i·k₁_j)/√e  if j ≤ i\n            -∞               otherwise\n" +
      "A_{i,j} = softmax_j S_{i,j}\nZ₁ = A (X V₁)\n" +
      "q₂ = X Q₂\nk₂ = X K₂\nT_{i,j} = { (q₂_i·k₂_j)/√e  if j ≤ i\n            -∞               otherwise\n" +
      "C_{i,j} = softmax_j T_{i,j}\nZ₂ = C (X V₂)\n" +
      "loss J = mean_b (‖Z₁‖² + sum(Z₁ ⊙ Z₂))\n",
    sizes: { n: 4, d: 3, e: 2, B: 2 },
    inputs: { X: 24 },
  },
  "two steps of a gated unit, of several results": {
    above:
      "dim d, H\nbatch n : N\ninput x : ℝ^d per n, h : ℝ^H per n, c : ℝ^H per n\n" +
      "param W_i, W_f, W_o, W_g : ℝ^{H×d} ~ glorot\nparam U_i, U_f, U_o, U_g : ℝ^{H×H} ~ glorot\n",
    functions:
      "gate(W, U, x, h) = W x + U h\n" +
      "function lstm(x, h, c)\n  i = σ(gate(W_i, U_i, x, h))\n  f = σ(gate(W_f, U_f, x, h))\n" +
      "  o = σ(gate(W_o, U_o, x, h))\n  g = tanh(gate(W_g, U_g, x, h))\n" +
      "  c₂ = f ⊙ c + i ⊙ g\n  return o ⊙ tanh(c₂), c₂\nend\n" +
      "h₁, c₁ = lstm(x, h, c)\nh₂, c₂ = lstm(x, h₁, c₁)\nloss J = mean_n (h₂·h₂ + c₂·c₁)\n",
    flat:
      "i₁ = σ(W_i x + U_i h)\nf₁ = σ(W_f x + U_f h)\no₁ = σ(W_o x + U_o h)\ng₁ = tanh(W_g x + U_g h)\n" +
      "c₁ = f₁ ⊙ c + i₁ ⊙ g₁\nh₁ = o₁ ⊙ tanh(c₁)\n" +
      "i₂ = σ(W_i x + U_i h₁)\nf₂ = σ(W_f x + U_f h₁)\no₂ = σ(W_o x + U_o h₁)\ng₂ = tanh(W_g x + U_g h₁)\n" +
      "c₂ = f₂ ⊙ c₁ + i₂ ⊙ g₂\nh₂ = o₂ ⊙ tanh(c₂)\nloss J = mean_n (h₂·h₂ + c₂·c₁)\n",
    sizes: { d: 3, H: 2, N: 3 },
    inputs: { x: 9, h: 6, c: 6 },
  },
  "a gated recurrent unit": {
    above:
      "dim d, H\ninput x : ℝ^d, h : ℝ^H\nparam W_z, W_r, W_h : ℝ^{H×d} ~ glorot\n" +
      "param U_z, U_r, U_h : ℝ^{H×H} ~ glorot\n",
    functions:
      "function gru(x, h)\n  z = σ(W_z x + U_z h)\n  r = σ(W_r x + U_r h)\n" +
      "  c = tanh(W_h x + U_h (r ⊙ h))\n  return (1 - z) ⊙ h + z ⊙ c\nend\n" +
      "g = gru(x, h)\nloss J = g·gru(x, g)\n",
    flat:
      "z = σ(W_z x + U_z h)\nr = σ(W_r x + U_r h)\nc = tanh(W_h x + U_h (r ⊙ h))\ng = (1 - z) ⊙ h + z ⊙ c\n" +
      "y = σ(W_z x + U_z g)\nq = σ(W_r x + U_r g)\np = tanh(W_h x + U_h (q ⊙ g))\n" +
      "loss J = g·((1 - y) ⊙ g + y ⊙ p)\n",
    sizes: { d: 3, H: 2 },
    inputs: { x: 3, h: 2 },
    value: (p, { x, h }) => {
      const step = (s: Float64Array): Float64Array => {
        const of = (g: string, state: (j: number) => number) => (i: number) =>
          row(p[`W_${g}`]!, i, 3, (j) => x![j]!) + row(p[`U_${g}`]!, i, 2, state);
        const z = (i: number) => sigma(of("z", (j) => s[j]!)(i));
        const r = (i: number) => sigma(of("r", (j) => s[j]!)(i));
        const c = (i: number) => Math.tanh(of("h", (j) => r(j) * s[j]!)(i));
        return s.map((_, i) => (1 - z(i)) * s[i]! + z(i) * c(i));
      };
      const g = step(h!);
      return sum(2, (i) => g[i]! * step(g)[i]!);
    },
  },
  "a recurrence whose step is a function of two results": {
    above:
      "dim d, H, T\nseq t : T\nbatch n : N\ninput x_t : ℝ^d per n\n" +
      "param W_i, W_g : ℝ^{H×d} ~ glorot\nparam U_i, U_g : ℝ^{H×H} ~ orthogonal\n" +
      "h_0 = zeros(H)\nc_0 = zeros(H)\n",
    functions:
      "function cell(x, h, c)\n  i = σ(W_i x + U_i h)\n  g = tanh(W_g x + U_g h)\n" +
      "  m = (1 - i) ⊙ c + i ⊙ g\n  return tanh(m), m\nend\n" +
      "h_t, c_t = cell(x_t, h_{t-1}, c_{t-1})\nloss J = mean_n Σ_t h_t·c_t\n",
    flat:
      "i_t = σ(W_i x_t + U_i h_{t-1})\ng_t = tanh(W_g x_t + U_g h_{t-1})\n" +
      "c_t = (1 - i_t) ⊙ c_{t-1} + i_t ⊙ g_t\nh_t = tanh(c_t)\nloss J = mean_n Σ_t h_t·c_t\n",
    sizes: { d: 2, H: 3, T: 4, N: 2 },
    inputs: { x: 16 },
  },
  "batch normalisation": {
    above:
      "dim d\nbatch n : N\ninput x : ℝ^d per n\nparam W : ℝ^{d×d} ~ glorot\n" +
      "param γ : ℝ^d ~ normal(1, 0.1), β : ℝ^d ~ normal(0, 1)\n",
    functions:
      "function normalized(x)\n  m = mean_n x\n  v = mean_n (x - m).^2\n  return (x - m) ⊘ sqrt(v + 0.01)\nend\n" +
      "y = γ ⊙ normalized(W x) + β\nloss J = mean_n sum(y.^3)\n",
    flat:
      "z = W x\nm = mean_n z\nv = mean_n (z - m).^2\n" +
      "y = γ ⊙ ((z - m) ⊘ sqrt(v + 0.01)) + β\nloss J = mean_n sum(y.^3)\n",
    sizes: { d: 3, N: 4 },
    inputs: { x: 12 },
    value: ({ W, gamma, beta }, { x }) => {
      const z = (n: number, i: number) => row(W!, i, 3, (j) => x![n * 3 + j]!);
      return (
        sum(3, (i) => {
          const m = sum(4, (n) => z(n, i)) / 4;
          const v = sum(4, (n) => (z(n, i) - m) ** 2) / 4;
          return sum(
            4,
            (n) => (gamma![i]! * ((z(n, i) - m) / Math.sqrt(v + 0.01)) + beta![i]!) ** 3,
          );
        }) / 4
      );
    },
  },
  "an index of the caller that the body binds too": {
    above: "dim n\nindex i, j : n\nparam A : ℝ^{n×n} ~ normal(0, 1), b : ℝ^n ~ normal(0, 1)\n",
    functions:
      "f(x) = Σ_i x_i b_i\ng(x) = max_i(x_i) + b_i\n" +
      "function h(x)\n  w_i = x_i b_i\n  return Σ_i w_i i, w\nend\n" +
      "u_i = f(A_i)\nv_i = g(A_i)\np_i, q_i = h(A_i)\nr_{i,j} = f(A_i) f(A_j)\n" +
      "loss J = Σ_i (u_i v_i p_i) + ‖q‖² + sum(r)\n",
    flat:
      "u_i = Σ_j A_{i,j} b_j\nv_i = max_j(A_{i,j}) + b_i\np_i = Σ_j A_{i,j} b_j j\n" +
      "q_{i,j} = A_{i,j} b_j\nr_{i,j} = u_i u_j\nloss J = Σ_i (u_i v_i p_i) + ‖q‖² + sum(r)\n",
    sizes: { n: 3 },
    value: ({ A, b }) => {
      const u = (i: number) => row(A!, i, 3, (j) => b![j]!);
      const v = (i: number) => Math.max(...A!.subarray(3 * i, 3 * i + 3)) + b![i]!;
      const p = (i: number) => row(A!, i, 3, (j) => b![j]! * (j + 1));
      return (
        sum(3, (i) => u(i) * v(i) * p(i)) +
        sum(9, (k) => (A![k]! * b![k % 3]!) ** 2) +
        sum(3, (i) => sum(3, (j) => u(i) * u(j)))
      );
    },
  },
  "sizes, indices and numbers as arguments": {
    above: "dim n\nindex i : n-1\nparam x : ℝ^n ~ normal(0, 1)\n",
    functions:
      "centred(x, m) = x - (sum(x)/m) ones(m)\nstep(x, k) = x_{k+1} - x_k\n" +
      "power(x, p) = x.^p\nat(x, k) = x[k]\n" +
      "y = centred(x, n)\nd_i = step(y, i)\nloss J = Σ_i power(d_i, 2) + at(y, 2)\n",
    flat: "y = x - (sum(x)/n) ones(n)\nd_i = y_{i+1} - y_i\nloss J = Σ_i d_i.^2 + y[2]\n",
    sizes: { n: 4 },
    value: ({ x }) => {
      const mean = sum(4, (i) => x![i]!) / 4;
      return sum(3, (i) => (x![i + 1]! - x![i]!) ** 2) + x![1]! - mean;
    },
  },
  "three results, of which one is not used": {
    above: "dim n\nparam x : ℝ^n ~ normal(0, 1)\n",
    functions:
      "function moments(x)\n  s = sum(x)\n  q = x·x\n  return s, q, s q\nend\n" +
      "a, b, c = moments(x)\nloss J = a c\n",
    flat: "a = sum(x)\nb = x·x\nc = a b\nloss J = a c\n",
    sizes: { n: 5 },
    value: ({ x }) => sum(5, (i) => x![i]!) ** 2 * sum(5, (i) => x![i]! ** 2),
  },
  "a derivative of a body": {
    above: "dim n\nparam x : ℝ^n ~ normal(0, 1)\n",
    functions:
      "function swish(z)\n  s = σ(z)\n  return z ⊙ s\nend\nloss J = sum(swish′(x) ⊙ swish(x))\n",
    flat: "loss J = sum((σ(x) + x ⊙ σ(x) ⊙ (1 - σ(x))) ⊙ x ⊙ σ(x))\n",
    sizes: { n: 3 },
    value: ({ x }) =>
      sum(3, (i) => {
        const s = sigma(x![i]!);
        return (s + x![i]! * s * (1 - s)) * x![i]! * s;
      }),
  },
};

const modelOf = (of: Case, which: "functions" | "flat"): string => `${of.above}${of[which]}`;

async function run(of: Case, which: "functions" | "flat", seed = 5) {
  const m = await live(modelOf(of, which));
  const draw = random(seed);
  const inputs = Object.fromEntries(
    Object.entries(of.inputs ?? {}).map(([key, length]) => [
      key,
      Float64Array.from({ length }, () => 2 * draw() - 1),
    ]),
  );
  const params = m["initialize"]!(seed, of.sizes) as Arrays;
  const memory: unknown = m["workspace"]!(of.sizes);
  const { values, gradients } = m["valueAndGradient"]!(params, inputs, memory) as {
    values: { J: number };
    gradients: Arrays;
  };
  return { params, inputs, J: values.J, gradients: { ...gradients } };
}

describe.each(Object.entries(CASES))("%s", (name, of) => {
  it("is the model without functions", async () => {
    const [a, b] = [await run(of, "functions"), await run(of, "flat")];
    if (!ROUNDED.has(name)) expect([a.J, a.gradients]).toEqual([b.J, b.gradients]);
    expect(deviation(a.J, b.J)).toBeLessThan(1e-14);
    for (const key of Object.keys(b.gradients))
      expect([key, deviation(a.gradients[key]!, b.gradients[key]!, 1) < 1e-14]).toEqual([
        key,
        true,
      ]);
  });

  it("has the gradient of differences", async () => {
    const source = { name: "m.nabla", text: modelOf(of, "functions") };
    const { code, signature } = compile(source, { target: "js" });
    const { parameters } = await gradcheck(code!, signature!);
    expect(parameters.map((p) => p.verdict)).toEqual(parameters.map(() => "right"));
  });
});

/** Cotangents meet in another order, or a derivative is formed in another way: equal up to rounding. */
const ROUNDED: ReadonlySet<string> = new Set([
  "an index of the caller that the body binds too",
  "a derivative of a body",
]);

const VALUED = Object.entries(CASES).flatMap(([name, { value, ...of }]) =>
  value ? [{ name, value, of }] : [],
);

describe("loops give the value of", () =>
  it.each(VALUED)("$name", async ({ value, of }) => {
    const { J, params, inputs } = await run(of, "functions");
    expect(deviation(J, value(params, inputs))).toBeLessThan(1e-13);
  }));

const wide = (depth: number): string =>
  [
    "dim n",
    "param x : ℝ^n",
    "f0(z) = Σ_{k=1}^{n} tanh(z_k) z",
    ...Array.from({ length: depth }, (_, i) => `f${i + 1}(z) = f${i}(z) + f${i}(z)`),
    `loss J = sum(f${depth}(x))`,
  ].join("\n");

it("expands a call of the same arguments once", async () => {
  const m = await live(wide(40));
  const memory: unknown = m["workspace"]!({ n: 2 });
  const x = Float64Array.of(0.5, -0.25);
  const { J } = m["forward"]!({ x }, {}, memory) as { J: number };
  expect(deviation(J, 2 ** 40 * (Math.tanh(0.5) + Math.tanh(-0.25)) * 0.25)).toBeLessThan(1e-12);
});

it("keeps the words of a body in the module", () => {
  const text =
    "dim n\ninput x : ℝ^n\nparam W : ℝ^{n×n}\n" +
    "function cell(x)\n  z = W x\n  return tanh(z) ⊙ z\nend\nh = cell(x)\nloss J = h·h\n";
  const { code } = compile({ name: "m.nabla", text });
  expect(code).toContain("// z = W x\n");
  expect(code).toContain("cell_z[i] = ");
});
