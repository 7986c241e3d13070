/** @file What expressions mean, in numbers: a model that is read wrongly in silence is the worst failure. */
import { describe, expect, test } from "vitest";
import { worth } from "./values.ts";

const { exp, log, log1p, sqrt, tanh } = Math;
const sigma = (x: number): number => 1 / (1 + exp(-x));

type Case = readonly [expression: string, worth: number | readonly number[], above?: string];

function worthOf(cases: readonly Case[]): void {
  test.each(cases.map(([e, w, above]) => ({ e, w, above })))(
    "$e",
    ({ e: expression, w: expected, above }) => {
      const numbers = worth(expression, above);
      const wanted = typeof expected === "number" ? [expected] : expected;
      expect(numbers.length).toBe(wanted.length);
      for (const [i, x] of wanted.entries()) expect(numbers[i]).toBeCloseTo(x, 12);
    },
  );
}

describe("the reach of signs", () =>
  worthOf([
    ["-y log p - (1-y) log(1-p)", -0.5 * log(0.25) - 0.5 * log(0.75)],
    ["-y log p", -0.5 * log(0.25)],
    ["-2 a b", -12],
    ["2a b", 12],
    ["2ab", 12],
    ["ab", 6],
    ["-a²", -4],
    ["2a²", 8],
    ["ab²", 18],
    ["(ab)²", 36],
    ["a b^2", 18],
    ["a^-b", 1 / 8],
    ["a^{b+1}", 16],
    ["2^b", 8],
    ["½λ(a + b)", 0.25],
    ["½ λ a", 0.1],
    ["0.5 lambda a", 0.1],
    ["a - b - c", -6],
    ["a - (b - c)", 4],
    ["a/b/c", 2 / 15],
    ["a*b/c", 6 / 5],
    ["a b/c", 6 / 5],
    ["a b/(c q)", 6 / 35],
    ["a + b·c", 17],
    ["1/(2 a)", 0.25],
    ["(1/2) a", 1],
    ["a (b + c)", 16],
    ["a(b + c)", 16],
    ["a(b + c)²", 128],
    ["ab(c)", 30],
    ["--a", 2],
    ["---a", -2],
    ["a - -b", 5],
    ["√a b", sqrt(2) * 3],
    ["√(a b)", sqrt(6)],
    ["a √b", 2 * sqrt(3)],
    ["|a - b|", 1],
    ["|a| - |-b|", -1],
    ["a⁻¹", 0.5],
    ["a^-1 b", 1.5],
    ["2π a", 4 * Math.PI],
    ["2 pi a", 4 * Math.PI],
    ["n a", 6],
    ["(n + m) a", 10],
    ["d a", 4],
  ]));

describe("functions and their operand", () =>
  worthOf([
    ["log a", log(2)],
    ["y log a", 0.5 * log(2)],
    ["2 log a + 1", 2 * log(2) + 1],
    ["log a - log b", log(2) - log(3)],
    ["log(a) b", 3 * log(2)],
    ["log(a)²", log(2) ** 2],
    ["log a²", log(4)],
    ["log f(a)", log(5)],
    ["log σ(a)", log(sigma(2))],
    ["log σ a", log(sigma(2))],
    ["a log tanh σ b", 2 * log(tanh(sigma(3)))],
    ["-log a", -log(2)],
    ["exp(-a)", exp(-2)],
    ["tanh(a + b) c", 5 * tanh(5)],
    ["σ(a)", sigma(2)],
    ["sigma(a)", sigma(2)],
    ["sigmoid(a)", sigma(2)],
    ["softplus(a)", log1p(exp(2))],
    ["f(a)", 5],
    ["f(a) b", 15],
    ["b f(a)", 15],
    ["f a", 5],
    ["f(f(a))", 26],
    ["f (a)", 5],
    ["F(b)", tanh(3) - 2],
    ["max(a, b)", 3],
    ["min(a, 1)", 1],
    ["pow(a, b)", 8],
    ["tanh(u)", [1, 2, 3].map(tanh)],
    ["f(a) + f(b)", 15],
    ["h2(a, b)", 2 - 9, "h2(x, y) = x - y²"],
  ]));

describe("derivatives of functions", () =>
  worthOf([
    ["tanh′(a)", 1 - tanh(2) ** 2],
    ["tanh'(a)", 1 - tanh(2) ** 2],
    ["f′(a)", 4],
    ["f'(b)", 6],
    ["tanh′(u)", [1, 2, 3].map((x) => 1 - tanh(x) ** 2)],
    ["G′(u)", [3, 5, 7], "G(x) = x .^ 2 + x"],
    ["G′(u)", [2, 2, 2], "G(x) = 2 x"],
    ["G''(u)", [2, 2, 2], "G(x) = x .^ 2 + x"],
    ["G''(a)", 12, "G(x) = x^3"],
    ["F′(a)", 1 - tanh(2) ** 2],
    ["σ′(a)", sigma(2) * (1 - sigma(2))],
    // The b of the body is held fixed, also where it is the argument.
    ["G′(b)", 3, "G(x) = x b"],
    ["b f′ a", 12],
  ]));

describe("products", () =>
  worthOf([
    ["u·v", 12],
    ["uᵀ v", 12],
    ["u' v", 12],
    ["uᵀv", 12],
    ["dot(u, v)", 12],
    ["A u", [14, 32]],
    ["Au", [14, 32]],
    ["wᵀ A", [39, 54, 69]],
    ["wᵀA u", 354],
    ["wᵀ(A u)", 354],
    ["w·(A u)", 354],
    ["A M", [5, 7, 8, 14, 19, 17]],
    ["Aᵀ w", [39, 54, 69]],
    ["A^T w", [39, 54, 69]],
    ["A' w", [39, 54, 69]],
    ["Aᵀ", [1, 4, 2, 5, 3, 6]],
    ["w uᵀ", [7, 14, 21, 8, 16, 24]],
    ["outer(w, u)", [7, 14, 21, 8, 16, 24]],
    ["u ⊙ v", [4, -10, 18]],
    ["u .* v", [4, -10, 18]],
    ["u ∘ v", [4, -10, 18]],
    ["u ⊘ v", [0.25, -0.4, 0.5]],
    ["u ./ v", [0.25, -0.4, 0.5]],
    ["u.^2", [1, 4, 9]],
    ["u.^v", [1, 2 ** -5, 729]],
    ["2 u", [2, 4, 6]],
    ["a u", [2, 4, 6]],
    ["u a", [2, 4, 6]],
    ["a·u", [2, 4, 6]],
    ["a * u", [2, 4, 6]],
    ["u/a", [0.5, 1, 1.5]],
    ["u + 1", [2, 3, 4]],
    ["1 - u", [0, -1, -2]],
    ["u + (1/2)", [1.5, 2.5, 3.5]],
    ["u - v", [-3, 7, -3]],
    ["a u + v", [6, -1, 12]],
    ["a ones(n) + u", [3, 4, 5]],
    ["zeros(n) + u", [1, 2, 3]],
    ["M²", [4, 5, 1, 1, 9, 5, 4, 1, 4]],
    ["M^0", [1, 0, 0, 0, 1, 0, 0, 0, 1]],
    ["eye(n)", [1, 0, 0, 0, 1, 0, 0, 0, 1]],
    ["w ⊗ u", [7, 14, 21, 8, 16, 24]],
    ["kron(w wᵀ, eye(1))", [49, 56, 56, 64]],
    ["vec(A)", [1, 2, 3, 4, 5, 6]],
    ["vec(Aᵀ)", [1, 4, 2, 5, 3, 6]],
    ["uᵀ", [1, 2, 3]],
    ["u uᵀ u", [14, 28, 42]],
  ]));

describe("norms", () =>
  worthOf([
    ["‖u‖", sqrt(14)],
    ["||u||", sqrt(14)],
    ["‖u‖²", 14],
    ["||u||^2", 14],
    ["‖u‖₁", 6],
    ["‖v‖_∞", 6],
    ["‖u‖₂", sqrt(14)],
    ["‖A‖", sqrt(91)],
    ["‖A‖_F", sqrt(91)],
    ["norm(v, 1)", 15],
    ["½‖u - v‖²", 0.5 * (9 + 49 + 9)],
    ["a ‖u‖² - b", 25],
  ]));

describe("subscripts", () =>
  worthOf([
    ["u[1]", 1],
    ["u[n]", 3],
    ["u[d]", 2],
    ["u_{3}", 3],
    ["A[2, 1]", 4],
    ["A_{2,3}", 6],
    ["A[2]", [4, 5, 6]],
    ["A[:, 2]", [2, 5]],
    ["E[r]", [7, 8, 9]],
    ["E_r", [7, 8, 9]],
    ["E[s]", [10, 11, 12]],
    ["E[r, 2]", 8],
    ["E[:, 2]", [2, 5, 8, 11]],
    ["E[t]", [1, 2, 3, 10, 11, 12, 4, 5, 6]],
    ["Σ_i E_{t_i}·u", 14 + 68 + 32],
    ["Σ_i E[t_i, 1]", 15],
    ["softmax(u)[1]", exp(1) / (exp(1) + exp(2) + exp(3))],
    ["(A u)[2]", 32],
    ["tanh(u)[2]", tanh(2)],
    ["2 u[2]²", 8],
    ["-log softmax(u)[3]", -log(exp(3) / (exp(1) + exp(2) + exp(3)))],
  ]));

describe("reductions", () =>
  worthOf([
    ["Σ_i u_i", 6],
    ["∑_i u_i", 6],
    ["sum_i u_i", 6],
    ["Σᵢ uᵢ", 6],
    ["Σ_i u_i v_i", 12],
    ["Σ_i u_i + 1", 7],
    ["Σ_i (u_i + 1)", 9],
    ["Σ_i -u_i", -6],
    ["1 - Σ_i u_i", -5],
    ["2 Σ_i u_i", 12],
    ["Σ_i u_i · 2 - 1", 11],
    ["Σ_i 2", 6],
    ["Σ_i a", 6],
    ["mean_i u_i", 2],
    ["mean_i a", 2],
    ["Σ_{j,i} A_{j,i}", 21],
    ["Σ_j Σ_i A_ji", 21],
    ["Σ_{ji} A_ji", 21],
    ["Σ_j w_j Σ_i A_{j,i} u_i", 354],
    ["Σ_{e=1}^{n} u_e", 6],
    ["sum_{e=1..n} u_e", 6],
    ["Σ_{e=0}^{2} u_e", 6],
    ["Σ_z u_z", 6],
    ["Σ_i A_{1,i}", 6],
    ["sum(u)", 6],
    ["sum u", 6],
    ["sum(A)", 21],
    ["mean(A)", 3.5],
    ["max(u)", 3],
    ["min(v)", -5],
    ["max_i(u_i)", 3],
    ["max_i u_i", 3],
    ["min_i v_i", -5],
    ["max_{j,i}(C_{j,i})", 3],
    ["lse_i u_i", log(exp(1) + exp(2) + exp(3))],
    ["lse(u)", log(exp(1) + exp(2) + exp(3))],
    ["logsumexp(u)", log(exp(1) + exp(2) + exp(3))],
    ["lse_i(u_i) - a", log(exp(1) + exp(2) + exp(3)) - 2],
    ["Σ_i softmax_i u_i", 1],
    ["Σ_i (softmax_i u_i)²", softmax([1, 2, 3]).reduce((x, y) => x + y * y, 0)],
    ["Σ_i u_i max_l(v_l)", 36],
    ["Σ_i max(u_i, 2)", 7],
    ["sum(u) b", 18],
  ]));

function softmax(x: readonly number[]): readonly number[] {
  const total = x.reduce((s, v) => s + exp(v), 0);
  return x.map((v) => exp(v) / total);
}

describe("families", () =>
  worthOf([
    ["P", [2, 4, 6], "P_i = 2 u_i"],
    ["P", [1, 4, 2, 5, 3, 6], "P_{i,j} = A_{j,i}"],
    ["P", [1, 4, 2, 5, 3, 6], "P_ij = A_ji"],
    ["P_{2}", [2, 5], "P_{i,j} = A_{j,i}"],
    ["P", [1, 2, 3, 4, 5, 6], "P_j = A_j"],
    ["P", [5, 5, 5], "P_i = c"],
    ["Σ_l P_l", 12, "P_i = 2 u_i"],
    ["P", [3, 6, 9], "Q_i = 2 u_i\nP_l = Q_l + u_l"],
    ["Σ_i P_i·u", 84, "P_i = u_i u"],
    ["P[1]", [1, 1, 1].map((_, x) => x + 1), "P_i = u_i uᵀ"],
    ["P", softmax([1, 2, 3]), "P_i = softmax_i u_i"],
    ["P", [...softmax([1, 2, 3]), ...softmax([4, 5, 6])], "P_{j,i} = softmax_i A_{j,i}"],
  ]));

describe("batches", () =>
  worthOf([
    ["Σ_N g", 30],
    ["mean_N g", 15],
    ["mean_N(g)", 15],
    ["mean_N a", 2],
    ["Σ_N a", 4],
    ["Σ_N X", [5, 7, 9]],
    ["X·u", [14, 32]],
    ["mean_N X·u", 23],
    ["mean_N g + a", 17],
    ["Σ_N g X·u", 10 * 14 + 20 * 32],
    ["max_N g", 20],
    ["X_h", [3, 4]],
    ["sum(X)", [6, 15]],
    ["Σ_i X_i", [6, 15]],
    ["Σ_N X uᵀ", [5, 10, 15, 7, 14, 21, 9, 18, 27]],
    ["M X", [4, 9, 7, 13, 21, 16]],
  ]));

describe("names", () =>
  worthOf([
    ["W₁ + W_1 + W1", 6, "W₁ = 1 a"],
    ["W₁u", [2, 4, 6], "W₁ = 1 a"],
    ["W_Q a", 10, "W_Q = c"],
    ["learning_rate a", 10, "learning_rate = c"],
    ["alpha + α", 10, "α = c"],
    ["W_a b", 15, "W_a = c"],
    ["2W_a", 10, "W_a = c"],
    ["aW_a", 10, "W_a = c"],
  ]));

describe("refused", () => {
  test.each([
    ["exp -a", "function-as-value"],
    ["log a b", "bare-function-reach"],
    ["log ab", "bare-function-reach"],
    ["log a · b", "bare-function-reach"],
    ["-y log p / q", "bare-function-reach"],
    ["log 2a", "number-not-leading"],
    ["log u(a)", "bare-function-reach"],
    ["1/2 a", "two-readings"],
    ["1/ab", "division-before-product"],
    ["1/a(b)", "division-before-product"],
    ["u·v/a", "mixed-signs"],
    ["u + a", "scalar-beside-tensor"],
    ["u + λ", "scalar-beside-tensor"],
    ["u v", "column-beside-column"],
    ["u M", "product-mismatch"],
    ["x²", "unknown-name"],
    ["u²", "power-of-vector"],
    ["u_1", "number-below-name"],
    ["log² a", "function-with-exponent"],
    ["abc", "long-cut"],
  ])("%s", (expression, code) => expect(worth(expression)).toEqual([code]));
});

describe("index notation", () =>
  worthOf([
    ["Σ_i i", 6],
    ["Σ_z z", 3],
    ["Σ_i i u_i", 14],
    ["Σ_i 2i u_i", 28],
    ["Σ_z z u_z", 8],
    ["Σ_{k=2}^{n} u_k", 5],
    ["Σ_{l=0}^{n-1} u_l", 6],
    ["Σ_{l=0}^{n-1} l u_l", 8],
    ["Σ_{i=1}^{n-1} u_{i+1} u_i", 8],
    ["Σ_{i=1}^{2} (u_{i+1} - u_i)", 2],
    ["Σ_i M_{i,i}", 7],
    ["Σ_i M_{i,4-i}", 4],
    ["Σ_i Σ_{l=1}^{i} u_l", 10],
    ["Σ_i Σ_{l=i+1}^{n} M_{i,l}", 2],
    ["Σ_i Σ_{l=1}^{i} u_{i-l+1} u_l", 15],
    ["Σ_i (Σ_{l=i}^{i} u_l)²", 14],
    ["Σ_i i e_i", 10, "e_i = u_{4-i}"],
    ["Σ_{i,l} M_{i,l} e_{i,l}", 43, "e_{i,l} = u_i + u_l - i - l + M_{l,i}²\n"],
    ["Σ_j A_{j,2j-1}", 7],
    ["Σ_{l=1}^{2} X_{l+1} X_l", [8, 50]],
    ["Σ_i E_{i+1,i}", 24],
    ["Σ_i e_i", 5 + 0, "e_i = { u_{i+1} if i < n; 0 otherwise"],
    ["Σ_i where(i > 1, u_{i-1}, 10)", 13],
    ["Σ_i where(not i = 1, u_{i-1}, 10)", 13],
    ["Σ_{i,l} e_{i,l}", 8, "e_{i,l} = { M_{i,l} if l ≤ i; 0 otherwise"],
    ["Σ_i where(1 < i and i < n, u_{i+1} - u_{i-1}, 0)", 2],
  ]));

test("positions outside of an axis are refused", () => {
  expect(worth("Σ_i u_{i+1}")).toEqual(["subscript-outside"]);
  expect(worth("Σ_i u_{i-1}")).toEqual(["subscript-outside"]);
  expect(worth("Σ_i Σ_{l=1}^{i} u_{l-1}")).toEqual(["subscript-outside"]);
  expect(worth("Σ_{i,z} u_{i+z}")).toEqual(["mixed-bases"]);
  expect(worth("Σ_i where(i > 1, u_{i+1}, 0)")).toEqual(["subscript-outside"]);
});
