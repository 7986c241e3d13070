/** @file The example of a rule as a whole model. */

const uses = (name: string): RegExp => new RegExp(`(?<![A-Za-zα-ω])${name}(?![A-Za-zα-ω])`, "u");

const DECLARATIONS: readonly (readonly [name: string, line: string])[] = [
  ["i", "index i : 3"],
  ["j", "index j : 3"],
  ["[nxz]", "batch n : 3"],
  ["x", "input x : ℝ^3 per n"],
  ["z", "input z : ℝ per n"],
  ["c", "input c : 0..2"],
  ["s", "param s : ℝ"],
  ["t", "param t : ℝ"],
  ["v", "param v : ℝ^3"],
  ["w", "param w : ℝ^3"],
  ["A", "param A : ℝ^{2×3}"],
  ["B", "param B : ℝ^{3×3}"],
];

/** What it uses is declared; an expression is the loss. */
export function modelOf(example: string): string {
  const declared = DECLARATIONS.filter(([name]) => uses(name).test(example)).map(
    ([, line]) => line,
  );
  const lines = example.includes("\n") ? example : `loss J = ${example}`;
  return [...declared, lines, ""].join("\n");
}
