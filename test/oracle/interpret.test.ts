/** @file The interpreter itself: against the reference values, and rule by rule against values known by hand. */
import { describe, expect, it } from "vitest";
import { deviation } from "../helpers/deviation.ts";
import { parsed } from "../helpers/parsed.ts";
import { reference } from "../programs/reference.ts";
import { interpret, type Instance } from "./interpret.ts";

describe.each(["1-ner", "2-mlp", "3-logistic"])("%s", (file) => {
  const r = reference(file);
  it("the interpreter gives the reference values and gradients", () => {
    const { sizes, params, inputs } = r;
    const found = interpret(parsed(r.text), { sizes, params, inputs });
    for (const [key, expected] of Object.entries(r.values))
      expect(deviation(found.values[key]!, expected), key).toBeLessThan(1e-12);
    const gradients = found.gradients(Object.keys(r.params));
    for (const [key, expected] of Object.entries(r.gradients))
      expect(deviation(gradients[key]!, expected), key).toBeLessThan(1e-12);
    if (r.hessian_J_w)
      expect(deviation(found.hessian("J", "w"), r.hessian_J_w)).toBeLessThan(1e-12);
  });
});

/** `J` of a model without inputs. */
function J(text: string, params: Instance["params"], sizes: Instance["sizes"] = {}): number {
  return interpret(parsed(`${text}\n`), { sizes, params, inputs: {} }).values["J"]![0]!;
}

const x = { x: [2, 3, 5] };
const vector = "param x : ℝ^3\n";
const A = { x: [2, 3, 5], A: [1, 2, 3, 4, 5, 6] };
const matrix = "param x : ℝ^3, A : ℝ^{2×3}\n";

describe("the rules, by hand", () => {
  it.each<[string, string, Instance["params"], number]>([
    ["a word is cut into letters", "param W : ℝ, x : ℝ\nloss J = 2Wx²", { W: [3], x: [5] }, 150],
    [
      "a declared word is not",
      "param W : ℝ, x : ℝ, Wx : ℝ\nloss J = Wx",
      { W: [3], x: [5], Wx: [7] },
      7,
    ],
    ["W1 ≡ W_1 ≡ W₁", "param W_1 : ℝ\nloss J = W1 + W₁", { W1: [3] }, 6],
    ["λ ≡ lambda", "param λ : ℝ\nloss J = 2 lambda", { lambda: [3] }, 6],
    ["a transpose belongs to the last piece", `${matrix}loss J = ‖xᵀAᵀ‖²`, A, 3338],
    [
      "u (x + 1) of a value is a product",
      "param u, x : ℝ\nloss J = u (x + 1)²",
      { u: [3], x: [4] },
      75,
    ],
    ["x[1] and x_{1} count from 1", `${vector}loss J = x[1] x_{3}`, x, 10],
    ["A_i is a row, A_{:,j} a column", `${matrix}loss J = A_{2}·x + sum(A_{:,3})`, A, 62],
    ["a row on a column is a number", `${vector}loss J = xᵀx`, x, 38],
    ["a column on a row is a matrix", `${vector}loss J = ‖x xᵀ‖`, x, 38],
    ["Σ reaches to the next sign", `${vector}index i : 3\nloss J = Σ_i -2 x_i · x_i + 1`, x, -75],
    ["Σ with bounds", `${vector}loss J = ∑_{k=2}^{3} x_k`, x, 8],
    ["Σ from 0 counts from 0", `${vector}loss J = Σ_{k=0}^{1} x_k k`, x, 3],
    ["a bound names an outer index", `${vector}index i : 3\nloss J = Σ_i Σ_{k=1}^{i} x_k`, x, 17],
    ["an index is its own value", `${vector}index i : 3\nloss J = sum_i i x_i`, x, 23],
    ["an index from 0", `${vector}index i : 0..2\nloss J = sum_i i x_i`, x, 13],
    ["a family is a tensor", `${vector}index i : 3\ny_i = x_i²\nloss J = y·x`, x, 160],
    ["Unicode subscripts", `${vector}index i : 3\nyᵢ = xᵢ²\nloss J = Σᵢyᵢxᵢ`, x, 160],
    ["two indices", `${matrix}index i : 2\nindex j : 3\nloss J = Σ_{i,j} i A_ij x_j`, A, 129],
    ["max over an index", `${vector}index i : 3\nloss J = max_i(-x_i)`, x, -2],
    [
      "softmax of an index sums to 1",
      `${vector}index i : 3\np_i = softmax_i x_i\nloss J = sum(p)`,
      x,
      1,
    ],
    ["vec joins rows", `${matrix}loss J = vec(A)[4]`, A, 4],
    ["sum is over all entries", `${matrix}loss J = sum(A) + max(A) - mean(A)`, A, 23.5],
    ["a literal beside a tensor is constant", `${vector}loss J = sum(1 - x)`, x, -7],
    ["⊙ ⊘ .^", `${vector}loss J = sum((x ⊙ x) ⊘ 2) + sum(x.^2)`, x, 57],
    ["a function ends at its bracket", `${vector}loss J = relu(x[1]) x[2]`, x, 6],
    [
      "a bare function takes one operand",
      "param a, b : ℝ\nloss J = a log b",
      { a: [3], b: [Math.E] },
      3,
    ],
    ["f′ of a function", "param a : ℝ\nf(z) = a z³\nloss J = f′(2) + f''(1)", { a: [2] }, 36],
    ["½ and powers", "param a : ℝ\nloss J = ½a^3 / 2", { a: [2] }, 2],
    ["norms", `${vector}loss J = ‖x‖² + ‖x‖₁ + ‖x‖_∞ + ||x||^2`, x, 91],
    ["absolute value", "param a : ℝ\nloss J = 2·|a|", { a: [-2] }, 4],
    ["a cut word as subscript", `${matrix}index i : 2\nloss J = Σ_i A_{i,i}`, A, 6],
  ])("%s", (_, text, params, expected) => {
    expect(J(text, params)).toBeCloseTo(expected, 12);
  });

  it.each([
    ["column beside column", `${vector}loss J = x x`],
    ["a vector squared", `${vector}loss J = sum(x²)`],
    ["scalar variable + vector", `${vector}a = x[1]\nloss J = sum(a + x)`],
    ["dot of a matrix", `${matrix}loss J = sum(A·x)`],
    ["division by a vector", `${vector}loss J = sum(1/x)`],
    ["softmax of a matrix", `${matrix}loss J = sum(softmax(A))`],
    ["a name from below", "param x : ℝ\nloss J = y\ny = x"],
    ["x_1 undeclared", `${vector}loss J = x_1`],
  ])("refuses: %s", (_, text) => {
    expect(() => J(text, A)).toThrow("oracle: ");
  });
});

describe("cuts and kinks", () => {
  const gradients = (text: string, params: Instance["params"], ...wrt: readonly string[]) =>
    interpret(parsed(`${text}\n`), { sizes: {}, params, inputs: {} }).gradients(wrt);

  it("a derivative by a definition holds its other uses fixed", () => {
    const text = "param x : ℝ\na = x²\nb = x²\nL = a b\nloss J = L";
    expect(gradients(text, { x: [3] }, "a", "x")).toEqual({ a: [9], x: [108] });
    const inside = "param x : ℝ\na = x²\nb = x²\nL = a b\nloss J = ∂L/∂a";
    expect(J(inside, { x: [3] })).toBe(9);
  });

  it.each([
    ["relu", "relu(x)", 0, 0],
    ["abs", "abs(x)", 0, 0],
    ["max(x, 0)", "max(x, 0)", 0, 0],
    ["a tie of two", "max(x, 2x)", 0, 1.5],
    ["x⁰", "x^0", 0, 0],
    ["x³ at −2", "x³", -2, 12],
    ["√ at 0", "√x", 0, Infinity],
  ])("%s", (_, f, at, slope) => {
    expect(gradients(`param x : ℝ\nloss J = ${f}`, { x: [at] }, "x")["x"]).toEqual([slope]);
  });

  it("a maximum goes to its maximisers in equal parts, ‖·‖′(0) = 0", () => {
    expect(gradients("param x : ℝ^3\nloss J = max(x)", { x: [1, 4, 4] }, "x")).toEqual({
      x: [0, 0.5, 0.5],
    });
    expect(gradients("param x : ℝ^3\nloss J = ‖x‖", { x: [0, 0, 0] }, "x")).toEqual({
      x: [0, 0, 0],
    });
  });
});
