/** @file Models on which module and interpreter once disagreed, as small as they could be made. */
import { describe, expect, it } from "vitest";
import { compile } from "../../src/compile.ts";
import { loadScript } from "../helpers/load.ts";
import { failureOf } from "./tried.ts";

const models: readonly (readonly [string, Readonly<Record<string, number>>, string])[] = [
  [
    "a family that does not depend on its index",
    { d: 5, m: 3 },
    "dim d, m\nindex i : d\nindex j : m\nparam a : ℝ^d\nM_{j,i} = a_i a_i\nloss J = sum(tanh(M))",
  ],
  ["an exponent with a number in it", {}, "param s : ℝ\nloss J = (σ(s))^{0.5 s}"],
  ["log_softmax is one name", { d: 5 }, "dim d\nparam c : ℝ^d\nloss J = c·log_softmax(c)"],
  [
    "a transposed result under a batch, sizes fixed",
    { N: 3 },
    "dim m = 5, k = 7\nbatch n : N\ninput y : ℝ per n\nparam A : ℝ^{m×k}\nloss J = Σ_n sum(tanh(y Aᵀ))",
  ],
  [
    "a product of a stored and a fused operand: predict",
    { m: 3, k: 5 },
    [
      "dim m, k\nindex j : m\nparam b : ℝ^m, c : ℝ^k, s : ℝ, B : ℝ^{k×m}\nf(z) = z ⊙ σ(z)",
      "v_{j} = (Σ_{l=1}^{k} c[l]) f (b_j tanh s)\nM = (2 s * Bᵀc) (v + v + (v + v))ᵀ",
      "loss J = sum(M)\noutput M",
    ].join("\n"),
  ],
  [
    "a product of a stored and a fused operand: backward",
    { N: 1 },
    [
      "dim d = 1, m = 3, k = 5\nindex i : d\nindex l : k\nbatch n : N\ninput x : ℝ^d per n",
      "param a : ℝ^d, c : ℝ^k, B : ℝ^{k×m}\nP = B + B",
      "h_{l} = max(softplus(c_l * c_l), Σ_i (x_i tanh a_{i}))",
      "v = (P + P + (P + P))ᵀ (h + h + (h + h))\nloss J = mean_n sum(v)",
    ].join("\n"),
  ],
  [
    "what is differentiated is shown, also when it is another name's value",
    {},
    ["param α : ℝ, b : ℝ^3", "t = α\nloss J = sum(b)", "grad t wrt α"].join("\n"),
  ],
  [
    "what is differentiated is shown, also when it is a number",
    {},
    "param b : ℝ^3\nt = 1\nloss J = 1\ngrad t wrt b",
  ],
  [
    "a variable made before the loop that it is stored in",
    { m: 3 },
    [
      "dim m, d = 2\nindex j : m\nparam a : ℝ^d, b : ℝ^m, A : ℝ^{m×d}",
      "h_{j} = bᵀA a\nM = hᵀ\nt = Σ_{j=1}^{m} σ h_{j}\noutput M\ngrad t wrt b",
    ].join("\n"),
  ],
  [
    "what is given by parts does not become itself again: signs move in its parts",
    { m: 3 },
    "dim m\nparam b : ℝ^m\nloss J = lse(-b) + softmax(-b)·b + log_softmax(-b)·b",
  ],
  [
    "a constant second derivative, per example",
    { p: 2, m: 3 },
    "dim m, p\nbatch n : p\ninput u : ℝ^m per n\nf(z) = z\nM = f′′(u)\noutput M",
  ],
  [
    "a value of a step that only a derivative asks for",
    { d: 3, m: 2, T: 3 },
    [
      "dim d, m, T\nseq o : T\nparam a : ℝ^d, b : ℝ^m",
      "h_{T+1} = b\nh_{o} = ‖a‖ log_softmax(h_{o+1})\nv = h_{T}\nloss J = sum(v) + sum(h)\noutput v",
    ].join("\n"),
  ],
  [
    "a boundary read outside depends on what it is made of alone",
    { d: 3, T: 3, N: 2 },
    [
      "dim d, T\nseq o : T\nbatch n : N\ninput x : ℝ^d per n\nparam b : ℝ^d",
      "h_{0} = b\nh_{o} = x + h_{o-1}\nv = h_{0}\nloss J = mean_n sum(h) + sum(v)\noutput v, h",
    ].join("\n"),
  ],
  [
    "a step that is an earlier step, beside one that needs nothing",
    { T: 4 },
    [
      "dim T\nseq o : T\nparam s, α : ℝ\nh_{0} = α\ng_{0} = s\nk_{0} = 1",
      "h_{o} = 1\ng_{o} = -h_{o-1} g_{o-1}\nk_{o} = k_{o-1}\nloss J = sum(g) + sum(k)",
    ].join("\n"),
  ],
  [
    "what is pushed into a part goes nowhere beside it",
    { N: 2 },
    [
      "dim d = 3\nbatch n : N\ninput q : 1..d per n\nparam a : ℝ^d\nv = a",
      "w = vec(maxpool(reshape(concat(v, 2 a), 1, 2d), 2))[q]\nloss J = Σ_n w\ngrad J wrt v",
    ].join("\n"),
  ],
  [
    "a state per example whose start is not, and a cotangent that is the same for all",
    { T: 2, N: 2 },
    [
      "dim T\nseq t : T\nbatch n : N\ninput x_{t} : ℝ per n\nparam α : ℝ\nv_{0} = α\nh_{0} = 1",
      "v_{t} = h_{t-1} + mean_n v_{t-1}\nh_{t} = x_{t} + v_{t}\nloss J = mean_n tanh(v_{T})",
    ].join("\n"),
  ],
  [
    "a recurrence in a recurrence keeps its direction beside other loops",
    { T: 2, L: 2 },
    [
      "dim T, L\nseq t : T\nseq l : L\nparam α, b : ℝ\nh_{0,l} = b\nh_{t,0} = α",
      "h_{t,l} = h_{t-1,l} h_{t,l-1}\nloss J = Σ_t Σ_l (h_{t,l})²",
    ].join("\n"),
  ],
  [
    "a start outside both of two seqs",
    { T: 2, L: 3 },
    [
      "dim T, L\nseq t : T\nseq l : L\nparam α : ℝ\nh_{0,l} = 1\nh_{t,0} = α",
      "h_{t,l} = h_{t-1,l} h_{t,l-1}\nloss J = Σ_t h_{t,L}",
    ].join("\n"),
  ],
  [
    "a sequence read further back by another than by itself",
    { T: 4, N: 2 },
    [
      "dim T\nseq t : T\nbatch n : N\ninput x : ℝ per n\nparam α, s : ℝ",
      "h_{0} = α\nh_{-1} = x\nh_{t} = s h_{t-1}\ng_{t} = h_{t-2} h_{t}",
      "loss J = Σ_t mean_n g_{t}\noutput h, g",
    ].join("\n"),
  ],
  [
    "second derivatives of log_erfc where erfcx overflows",
    {},
    "param s : ℝ\nloss J = log_erfc(-40 - s²) + log_normcdf(60 + s²) + s²\nhessian J wrt s",
  ],
  [
    "second derivatives of log_erfc far out, where two large terms are nearly equal",
    {},
    "param s : ℝ\nloss J = log_erfc(30000 + s²) / 1e6 + s²\nhessian J wrt s",
  ],
];

describe("found by random models", () => {
  it.each(models)("%s", (_, sizes, lines) => {
    expect(failureOf({ text: `${lines}\n`, sizes }, 3, () => true)).toBe("agrees");
  });

  it("in single precision a maximum goes to its maximisers", () => {
    const text =
      "dim d = 2, k = 4\nindex i : d\nindex l : k\nparam c : ℝ^k\nloss J = min_l (lse_i(c_l))\n";
    const { code } = compile({ name: "m.nabla", text }, { target: "js", precision: "f32" });
    const m = loadScript(code!);
    const c = Float32Array.of(0.3, 0.7, 0.1, 0.9);
    const { gradients } = m["valueAndGradient"]!({ c }, {}, m["workspace"]!());
    expect(Array.from(gradients.c as Float32Array)).toEqual([0, 0, 1, 0]);
  });
});
