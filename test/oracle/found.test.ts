/** @file Models on which module and interpreter once disagreed, as small as they could be made. */
import { describe, it } from "vitest";
import { parsed } from "../helpers/parsed.ts";
import { agree } from "./agree.ts";
import { draw } from "./draw.ts";
import { interpret } from "./interpret.ts";

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
];

describe("found by random models", () => {
  it.each(models)("%s", async (_, sizes, lines) => {
    const text = `${lines}\n`;
    const file = parsed(text);
    const instance = draw(file, sizes, 3);
    await agree(text, file, instance, interpret(file, instance));
  });
});
