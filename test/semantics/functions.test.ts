/** @file Functions of several lines: what their names mean, and what a call does not touch. */
import { describe, expect, test } from "vitest";
import { compile } from "../../src/index.ts";
import { live } from "../helpers/compiled.ts";
import { codes } from "./model.ts";
import { worth } from "./values.ts";

const block = (head: string, ...lines: readonly string[]): string =>
  `function ${head}\n${lines.map((l) => `  ${l}\n`).join("")}end`;

/** Names that no case of `worth` declares. */
const FUNCTIONS = [
  block("twice(x)", "α = 2 x", "return α"),
  block("both(x, y)", "α = x + y", "β = x - y", "return α, β"),
  block("cubed(x)", "α = twice(x)", "β = twice(α)", "return α β x"),
  block("offset(x)", "return x + a"),
  block("rows(x)", "α_j = A_j·x", "return α"),
  block("quadratic(x)", "return Σ_i Σ_l x_i M_{i,l} x_l"),
  block("gathered(x)", "return E[x]"),
  block("same(x)", "return x"),
  block("unit(n)", "return ones(n)"),
  block("slope(x)", "α = x·x", "return ∂α/∂x"),
  block("slopes(x, y)", "α = x y", "β = α² + x", "return ∂β/∂α, ∇_x β"),
].join("\n");

describe("is worth", () => {
  const cases: readonly (readonly [string, number | readonly number[], string?])[] = [
    ["twice(a)", 4],
    ["twice(u)", [2, 4, 6]],
    ["cubed(a)", 64],
    ["offset(b)", 5],
    ["s1 d1", -5, "s1, d1 = both(a, b)"],
    ["s1 - d1", [8, -10, 12], "s1, d1 = both(u, v)"],
    ["rows(u)", [14, 32]],
    ["quadratic(u)", 43],
    ["gathered(r)", [7, 8, 9]],
    ["same(uᵀ) v", 12],
    ["d2", 1, "s2, d2 = both(y = a, x = b)"],
    ["unit(n)·u", 6],
    ["unit(m)·w", 15],
    ["Σ_i twice(u_i)", 12],
    ["mean_N twice(g)", 30],
    // By a parameter, whatever it is given, and holding others fixed that are given the same.
    ["slope(2 u)", [4, 8, 12]],
    ["d4", 17, "d3, d4 = slopes(a, a)"],
    ["d3", 8, "d3, d4 = slopes(a, a)"],
  ];
  test.each(cases.map(([e, x, above = ""]) => [e, x, above] as const))(
    "%s",
    (expression, expected, above) => {
      const wanted = typeof expected === "number" ? [expected] : expected;
      expect(worth(expression, `${FUNCTIONS}\n${above}`)).toEqual(wanted);
    },
  );
});

describe("a name", () => {
  test.each<readonly [string, string, readonly string[]]>([
    [
      "of a parameter hides one outside without a word",
      `dim n\ninput x : ℝ, n₁ : ℝ\n${block("f(x, n)", "return x n")}\noutput y = f(n₁, x)\n`,
      [],
    ],
    [
      "of a line of one function is not seen in another",
      `input x : ℝ\n${block("f(a)", "z = a", "return z")}\n${block("g(a)", "return z a")}\noutput y = f(x)\n`,
      ["unknown-name"],
    ],
    [
      "of a line is not seen outside",
      `input x : ℝ\n${block("f(a)", "z = a", "return z")}\noutput y = f(x) + z\n`,
      ["unknown-name"],
    ],
    [
      "below is not seen",
      `input x : ℝ\n${block("f(a)", "return a + c")}\nc = 2 x\noutput y = f(c)\n`,
      ["declared-below"],
    ],
    [
      "with letters below it may be one name",
      `input x : ℝ\nparam W_q : ℝ\n${block("f(a)", "return W_q a")}\nh(a) = W_q a\noutput y = f(x) + h(x)\n`,
      [],
    ],
  ])("%s", (_, text, expected) => {
    expect(codes(text)).toEqual(expected);
  });
});

test("a line of a body is another value than one outside of the same name and value", async () => {
  const text = `param x : ℝ = 3\nz = x²\n${block("f(a)", "z = a²", "return z")}\nloss J = z f(x)\ngrad J wrt z, x\n`;
  const m = await live(text);
  const { z, x } = m["valueAndGradient"]!({ x: Float64Array.of(3) }, {}, m["workspace"]!({}))
    .gradients as Record<string, Float64Array | number>;
  // ∂J/∂z holds f(x) fixed: it is f(3), not 2 · 9.
  expect([Number(z), Array.from(x as Float64Array)]).toEqual([9, [108]]);
});

test("a mistake is said once, however often the function is called", () => {
  const text = `dim n\ninput x : ℝ^n\n${block("f(a)", "b = a x", "return b")}\ny = f(x)\nz = f(2 x)\noutput y, z\n`;
  expect(codes(text)).toEqual(["column-beside-column"]);
});

test("sixty functions of two calls each are not 2⁶⁰ calls", () => {
  const lines = Array.from({ length: 60 }, (_, i) =>
    block(`f${i + 1}(x)`, `a = f${i}(x)`, `b = f${i}(x)`, "return a b"),
  );
  const text = `input x : ℝ\nf0(x) = tanh(x)\n${lines.join("\n")}\noutput y = f60(x)\n`;
  expect(codes(text)).toEqual([]);
});

test("the results of one call share their bound sums", () => {
  const text =
    `dim n\ninput x : ℝ^n\n${block("f(a)", "s = Σ_{k=1}^{n} tanh(a_k)", "return s, s²")}\n` +
    "p, q = f(x)\noutput p, q\n";
  const { code } = compile({ name: "m.nabla", text });
  expect(code!.match(/Math\.tanh\(/g)).toHaveLength(1);
});
