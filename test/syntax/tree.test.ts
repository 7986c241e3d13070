import { expect, it } from "vitest";
import { programs } from "./programs.ts";
import { read, statements, tree } from "./show.ts";

it.each(programs)("reads $name without a word", ({ text }) => {
  const { file, diagnostics } = read(text);
  expect(diagnostics).toEqual([]);
  expect(file!.statements.length).toBeGreaterThan(9);
});

it.each([
  // juxtaposition, words, calls
  ["Wx + b", "<Wx + b>"],
  ["2 W x", "{2 W x}"],
  ["49e", "{49 e}"],
  ["½λ", "{½ λ}"],
  ["f(W x + b)", "f(<{W x} + b>)"],
  ["u (x + 1)", "u (<x + 1>)"],
  ["D(D-1)/2", "<D(<D - 1>) / 2>"],
  ["xᵀA x/(x·x)", "<{xᵀ A x} / (<x · x>)>"],
  ["pow(x, y = 2)", "pow(x, y = 2)"],
  ["adam(beta_1 = 2)", "adam(beta_1 = 2)"],
  ["log softmax(V h_t)[y_t]", "{log softmax({V h_{t}})[y_{t}]}"],
  // subscripts
  ["Wx_t", "Wx_{t}"],
  ["W₁x", "W₁x"],
  ["Uᵢhₜ", "Uᵢhₜ"],
  ["W_1 x", "{W_{1} x}"],
  ["x_{t-1}", "x_b{<t - 1>}"],
  ["learning_rate x", "{learning_{rate} x}"],
  ["A_{:,j}", "A_b{:, j}"],
  ["softmaxⱼ S", "{softmax_u{j} S}"],
  ["x[1] + E[w][1]", "<x[1] + E[w][1]>"],
  ["W [h; x]", "{W [h; x]}"],
  ["[A, B; C, D]", "[A, B; C, D]"],
  // after an operand
  ["x' y'", "{x′ y′}"],
  ["f'(z) + f″(z)".replace("″", "''"), "<f′(z) + f′′(z)>"],
  ["A^T", "pow(A, T)"],
  ["A^-1", "pow(A, neg(1))"],
  ["A⁻¹ + A⁻ᵀ", "<inv(A) + inv(A)ᵀ>"],
  ["x² + xⁿ + x⁻²", "<pow²(x, 2) + pow²(x, n) + pow²(x, neg(2))>"],
  ["x.^2", "pow.(x, 2)"],
  ["e^{-x²/2}", "pow(e, <neg(pow²(x, 2)) / 2>)"],
  ["-x^2", "neg(pow(x, 2))"],
  // norms and bars
  ["||x||_2^2", "pow(norm_{2}(x), 2)"],
  ["‖x‖₁ + ‖x‖_∞", "<norm_u{1}(x) + norm_{∞}(x)>"],
  ["‖x‖ ‖y‖", "{norm(x) norm(y)}"],
  ["‖(‖x‖ y)‖", "norm(({norm(x) y}))"],
  ["|x| + |y|", "<abs|x| + abs|y|>"],
  ["√x y", "{√(x) y}"],
  // sums reach to the next + or −, a leading sign included
  ["Σ_i x_i y_i + 1", "<sum[i]({x_{i} y_{i}}) + 1>"],
  ["Σ_t -log p - 1", "<sum[t](neg({log p})) - 1>"],
  ["a · Σ_i x_i · y", "<a · sum[i](<x_{i} · y>)>"],
  ["sum_{i=1..n} x_i", "sum[i=1..n](x_{i})"],
  ["∑_{k=0}^{i-1} x_k", "sum[k=0..<i - 1>](x_{k})"],
  ["∑ₖ₌₁ⁿ xₖ", "sum[k=1..n](xₖ)"],
  ["Σᵢxᵢ", "sum[i](xᵢ)"],
  ["Σ_{i,j} A_ij", "sum[i, j](A_{ij})"],
  ["mean_n L + prod_i x_i", "<mean[n](L) + product[i](x_{i})>"],
  ["sum(x) + max_i (x_i)", "<sum(x) + max_{i} (x_{i})>"],
  // signs
  ["a .* b", "<a ⊙ b>"],
  ["a ∘ b", "<a ⊙ b>"],
  ["a ./ b", "<a ⊘ b>"],
  ["a ⋅ b", "<a · b>"],
  ["a − b", "<a - b>"],
  ["2·x/3", "<2 · x / 3>"],
  // derivatives
  ["∂s/∂h ∂h/∂z", "{∂(s)/∂(h) ∂(h)/∂(z)}"],
  ["partial s / partial W", "∂(s)/∂(W)"],
  ["W - η ∇_W J", "<W - {η ∇_{W}(J)}>"],
  ["grad_W s", "∇_{W}(s)"],
  ["argmin_z g(x, z) from z0", "argmin_{z}(g(x, z) from z0)"],
  ["argmin_i x_i", "{argmin_{i} x_{i}}"],
  // cases
  ["{ a if i = j and k ≤ 3\n b otherwise", "cases(a if and(i = j, k ≤ 3); b otherwise)"],
  ["{ a if not i<-3; b otherwise }", "cases(a if not(i < neg(3)); b otherwise)"],
  ["(2 { a if i < 1\n  -∞ otherwise\n})", "({2 cases(a if i < 1; neg(∞) otherwise)})"],
])("%s", (text, expected) => expect(tree(text)).toBe(expected));

it.each([
  ["dim d = 50, H, n = 2d", "dim d = 50, H, n = {2 d}"],
  ["index i, j : 0..n-1", "index i, j : 0..<n - 1>"],
  ["seq t : 9 until z_t ≤ 0", "seq t : 9 until z_{t} ≤ 0"],
  ["seq t : T checkpoint 32", "seq t : T checkpoint 32"],
  ["seq t : T until z<-1", "seq t : T until z < neg(1)"],
  ["input w_j : 0..V-1 per n per m", "input w_{j} : 0..<V - 1> per n per m"],
  ["input y ∈ {0,1} per n", "input y : bit per n"],
  ["const γ : ℝ = 2, m : ℤ", "const γ : ℝ[] = 2 | m : integer"],
  ["param W : R^{m x 5d x 2}", "param W : ℝ[m, {5 d}, 2]"],
  ["param x : ℝ³, y : ℝⁿ", "param x : ℝ[3] | y : ℝ[n]"],
  ["param A : ℝ^{n×n} symmetric pd = eye(n)", "param A : ℝ[n, n] symmetric pd = eye(n)"],
  ["param E, U : ℝ^d sparse ~ he", "param E, U : ℝ[d] sparse ~ he()"],
  ["param lower : ℝ^d = diag", "param lower : ℝ[d] = diag"],
  ["f(z, w) = z w", "f(z, w) := {z w}"],
  ["leaky_f(z) = z", "leaky_f(z) := z"],
  ["a, b = f(x)", "a, b = f(x)"],
  ["x : ℝ^d = y", "x : ℝ[d] = y"],
  ["derivative f'(z) = 1", "derivative f(z) := 1"],
  ["maximize F = x", "maximize F = x"],
  ["loss = 3", "loss = 3"],
  ["output(x) = 2 x", "output(x) := {2 x}"],
  ["output p = σ(s), h_T", "output p = σ(s), h_{T}"],
  ["hvp J wrt W, b", "hvp J wrt W, b"],
  ["update W <- W - x", "update W ← <W - x>"],
  ["update all by adam(α = 1e-3)", "update all by adam(α = 1e-3)"],
  ['use "a.nabla"', "use a.nabla"],
  ["function f(x)\n y = x\n return y, 2 y\nend", "function f(x) { y = x; return y, {2 y} }"],
  [
    "optimizer s(α = 1) for θ, g\n state m, v : like θ = 0\n m ← m + g\n θ <- θ - α m\nend",
    "optimizer s(α = 1) for θ, g { m like θ = 0, v like θ = 0 | m ← <m + g>; θ ← <θ - {α m}> }",
  ],
])("%s", (text, expected) => {
  expect(read(text).diagnostics).toEqual([]);
  expect(statements(text)).toEqual([expected]);
});

it("takes Σ for a name in a file that declares it", () => {
  const text = "param Σ_k : ℝ^{D×D}\ny = Σ_k x + ∑_k x";
  expect(statements(text)[1]).toBe("y = <{Σ_{k} x} + sum[k](x)>");
});

it("joins lines in brackets and after a sign, a comma or `=`", () => {
  const text = "y =\n f(a,\n  b = 2) +\n\n c\ndim a,\n b = 3\nz = [1;\n 2]\r\nw = 1";
  expect(read(text).diagnostics).toEqual([]);
  expect(statements(text)).toEqual([
    "y = <f(a, b = 2) + c>",
    "dim a, b = 3",
    "z = [1; 2]",
    "w = 1",
  ]);
});

it("gives every name its place", () => {
  const text = "\uFEFFy = W_1 x";
  const [y] = read(text).file!.statements;
  expect(y).toMatchObject({ span: { start: 1, end: 10 } });
  expect(y!.kind === "define" && y.value).toMatchObject({
    factors: [
      { word: { text: "W" }, subscript: { span: { start: 6, end: 8 } } },
      { span: { start: 9, end: 10 } },
    ],
  });
});
