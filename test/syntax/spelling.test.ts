import { expect, it } from "vitest";
import { asciiKey, canonical, canonicalName, cutLetters } from "../../src/syntax/spelling.ts";
import type { Subscript } from "../../src/syntax/ast.ts";
import { read } from "./show.ts";

/** The word and subscript of a name. */
function name(text: string): readonly [string, Subscript | undefined] {
  const [s] = read(`${text} = 1`).file!.statements;
  if (s?.kind !== "define") throw new Error(text);
  const { target } = s.targets[0]!;
  return [target.name.text, target.subscript];
}

it.each([
  ["λ", "lambda"],
  ["λ₁", "lambda_1", "lambda1", "λ_1"],
  ["W₁", "W_1", "W1"],
  ["hₜ", "h_t"],
  ["hₜ₋₁", "h_{t-1}"],
  ["Σ", "Sigma"],
  ["µ", "μ", "mu"],
  ["Ω", "\u2126", "Omega"],
  ["é", "e\u0301"],
  ["α_k", "alpha_k"],
  ["W_λ", "W_lambda"],
  ["learning_rate", "learning_{rate}"],
])("%s is one name, however it is spelled", (...spellings) => {
  expect(new Set(spellings.map((s) => canonicalName(...name(s)))).size).toBe(1);
});

it.each([
  ["W1_2", "W12"],
  ["x_{1}", "x_1"],
  ["lambdax", "λx"],
  ["W_ij", "W_i"],
])("%s is not %s", (a, b) => expect(canonicalName(...name(a))).not.toBe(canonicalName(...name(b))));

it.each([
  ["λ", "lambda"],
  ["W₁", "W1"],
  ["W_1", "W1"],
  ["W_Q", "W_Q"],
  ["hₜ", "h_t"],
  ["S_{i,j}", "S_i_j"],
  ["α_k", "alpha_k"],
  ["learning_rate", "learning_rate"],
  ["Δx", "Deltax"],
  ["x̂", "x_hat"],
  ["ẋ₁", "x_dot1"],
  ["é", "e_acute"],
  ["ℓ", "ell"],
  ["h_{t-1}", "h_tminus1"],
])("%s has the key %s", (text, key) => expect(asciiKey(...name(text))).toBe(key));

it.each([
  ["Wx", ["W", "x"]],
  ["W₁x", ["W₁", "x"]],
  ["Uᵢhₜ", ["Uᵢ", "hₜ"]],
  ["x̂12y", ["x̂12", "y"]],
  ["λ", ["λ"]],
  ["a_b", undefined],
  ["", undefined],
])("%s is cut into %j", (word, pieces) => expect(cutLetters(word)).toEqual(pieces));

it("is its own canonical form", () => {
  for (const word of ["lambda1", "xₜ₋₁", "W₁x", "µ", "Sigma", "beta_1"])
    expect(canonical(canonical(word))).toBe(canonical(word));
});
