import { expect, it } from "vitest";
import { read, tree } from "./show.ts";

it.each([
  ["x^3^2", "Write `x^{3^2}` or `(x^3)^2`."],
  ["x²^3", "Write `x^{2^3}` or `(x²)^3`."],
  ["A²⁻¹", "Write `A^{2^-1}` or `(A²)^-1`."],
  ["1/2 x", "Write `(1/2) x` or `1/(2 x)`."],
  ["D/2 log x", "Write `(D/2) log x` or `D/(2 log x)`."],
  ["1/N Σ_i x_i", "Write `(1/N) Σ_i x_i` or `1/(N Σ_i x_i)`."],
  ["1/-2 x", "Write `(1/2) x` or `1/(2 x)`."],
  ["a ⊙ b / c", "Write `(a ⊙ b) / c` or `a ⊙ (b / c)`."],
  ["a · b ⊙ c", "Write `(a · b) ⊙ c` or `a · (b ⊙ c)`."],
  ["a .* b ./ c", "Write `(a .* b) ./ c` or `a .* (b ./ c)`."],
  ["x^n(a + b)", "Write `x^n (a + b)` or `x^{n(a + b)}`."],
  ["∇_W s x", "Write `(∇_W s) x` or `∇_W (s x)`."],
])("%s is refused with both readings", (text, help) => {
  const { diagnostics } = read(`y = ${text}`);
  expect(diagnostics.map((d) => [d.code, d.help])).toEqual([["two-readings", help]]);
});

it.each(["2·x/3", "a*b/c", "a b/c", "(x^3)^2", "x^2 y^2", "½ x", "a ⊙ b ⊙ c", "1/f(x)", "x^n (a)"])(
  "%s is plain",
  (text) => expect(tree(text)).not.toContain("two-readings"),
);
