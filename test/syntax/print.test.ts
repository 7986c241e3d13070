import { describe, expect, it } from "vitest";
import { parse } from "../../src/syntax/parse.ts";
import { printFile } from "../../src/syntax/print.ts";
import { normal } from "./normal.ts";
import { programs } from "./programs.ts";
import { expressions } from "./expressions.ts";
import { read } from "./show.ts";

const print = (text: string, style: "unicode" | "ascii"): string => {
  const source = { name: "test.nabla", text };
  const file = parse(source, (d) => expect.fail(`${d.message}\n${text}`))!;
  return printFile(file, source, { style });
};
const plain = (text: string): unknown =>
  JSON.parse(JSON.stringify(normal(read(text).file!.statements)));

describe.each(["unicode", "ascii"] as const)("printing in %s", (style) => {
  it.each(programs)("keeps $name", ({ text }) => {
    const printed = print(text, style);
    expect(plain(printed)).toEqual(plain(text));
    expect(print(printed, style)).toBe(printed);
    expect(read(printed).file!.comments.length).toBe(read(text).file!.comments.length);
    // And back.
    const other = style === "ascii" ? "unicode" : "ascii";
    expect(plain(print(printed, other))).toEqual(plain(text));
  });

  it.each(expressions)("keeps %s", (e) => {
    const text = `y = ${e}\n`;
    const printed = print(text, style);
    expect(plain(printed), printed).toEqual(plain(text));
    expect(print(printed, style)).toBe(printed);
  });
});

it("prints program 3 in Unicode and program 6 in ASCII", () => {
  const [logistic, attention] = [programs[2]!.text, programs[5]!.text];
  expect(print(logistic, "unicode")).toMatchInlineSnapshot(`
    "// 3. logistic regression, ASCII spelling only
    dim d
    batch n : N
    input x : ℝ^d per n
    input y : {0,1} per n
    const λ : ℝ = 0.01
    param w : ℝ^d = 0, b : ℝ = 0
    s = w′ x + b
    L = softplus(s) - y s
    loss J = mean_n L + 0.5 λ ‖w‖²
    output p = σ(s)
    hessian J wrt w
    "
  `);
  expect(print(attention, "ascii")).toMatchInlineSnapshot(`
    "// 6. one causal attention head
    dim n, d, e, v
    index i, j : n
    batch b : B
    input X : R^{n x d} per b
    input Y : R^{n x v} per b
    param W_Q, W_K : R^{d x e} ~ glorot
    param W_V : R^{d x v} ~ glorot
    Q = X W_Q
    K = X W_K
    V = X W_V
    S_{i,j} = { (Q_i·K_j)/sqrt(e)  if j <= i
                -inf               otherwise
    A_{i,j} = softmax_j S_{i,j}
    Z = A V
    loss J = mean_b ||Z - Y||^2
    output Z, A
    "
  `);
});

it("prints blocks, updates and derivatives", () => {
  const text = `
function f(x, z)   // two
  // inside
  a = x + z

  return a, a .* 2
end
derivative g'(z)=1-g(z)^2
optimizer adam(alpha=1e-3, beta_1 = 0.9) for theta, g
state m, v : like theta = 0
m <- beta_1 m + (1-beta_1) g
theta <- theta - alpha m
end
seq t : 1000 until z_t <= 0 checkpoint 32
update W <- W - eta grad_W J
update all by adam(alpha = 1e-2)
hvp J wrt W, b
use "other.nabla"
param A : R^{n x n} symmetric pd sparse ~ he, s : R = 0`;
  for (const style of ["unicode", "ascii"] as const) {
    const printed = print(text, style);
    expect(plain(printed)).toEqual(plain(text));
    expect(print(printed, style)).toBe(printed);
  }
  expect(print(text, "unicode")).toMatchInlineSnapshot(`
    "function f(x, z) // two
      // inside
      a = x + z

      return a, a ⊙ 2
    end
    derivative g′(z) = 1-g(z)²
    optimizer adam(α = 1e-3, β_1 = 0.9) for θ, g
      state m, v : like θ = 0
      m ← β₁ m + (1-β₁) g
      θ ← θ - α m
    end
    seq t : 1000 until z_t ≤ 0 checkpoint 32
    update W ← W - η ∇_W J
    update all by adam(α = 1e-2)
    hvp J wrt W, b
    use "other.nabla"
    param A : ℝ^{n×n} symmetric pd sparse ~ he, s : ℝ = 0
    "
  `);
});

it("prints a sign as a sign where its word is a name", () => {
  const text = "grad = 1\npartial = 2\ny = ∇_WW s + ∂s/∂W + grad_W\n";
  expect(plain(print(text, "ascii"))).toEqual(plain(text));
  expect(print(text, "ascii")).toBe(text);
  const free = "y = η ∇_WW s + ∂s/∂W + fixpoint_z g(x z) fromᵢ\n";
  expect(print(free, "ascii")).toBe(
    "y = eta grad_WW s + partial s/partial W + fixpoint_z g(x z) from_i\n",
  );
  expect(plain(print(free, "ascii"))).toEqual(plain(free));
});

it("keeps close what is close, where that reads the same", () => {
  expect(print("y = 5d + 2π x + ½λ‖x‖ + 2e₃ + xᵀA x + f(Wx+b)\n", "unicode")).toBe(
    "y = 5d + 2π x + ½λ‖x‖ + 2e₃ + xᵀA x + f(Wx+b)\n",
  );
  expect(print("y = 5d + 2π x + ½λ‖x‖ + 2e₃ + xᵀA x + f(Wx+b)\n", "ascii")).toBe(
    "y = 5d + 2pi x + 0.5 lambda ||x|| + 2 e3 + x' A x + f(Wx+b)\n",
  );
});

it("keeps comments and blank lines", () => {
  const text = `// head

a = 1   // one

// two
b = (1 +  // inner
  2)


// last`;
  expect(print(text, "ascii")).toMatchInlineSnapshot(`
    "// head

    a = 1 // one

    // two
    // inner
    b = (1 + 2)


    // last
    "
  `);
});
