/** @file What an expression is worth: resolved, then evaluated node by node. */
import type { Tensor } from "../../src/graph/operator.ts";
import type { Value } from "../../src/graph/node.ts";
import { evaluate } from "../helpers/evaluate.ts";
import { read } from "./model.ts";

/** Names of one letter that every case may use. */
const PREAMBLE = `
dim m = 2, n = 3, k = 4
index i, l : n
index j : m
index z : 0..2
batch N : B
input a, b, c, p, q, y : ℝ
input u, v : ℝ^n, w : ℝ^m
input A, C : ℝ^{m×n}, M : ℝ^{n×n}
input E : ℝ^{k×n}
input r : 1..k, s : 0..3
input t_i : 1..k
input X : ℝ^n per N, g : ℝ per N, h : 0..2 per N
const λ : ℝ = 0.1
const d : ℤ = 2
f(x) = x² + 1
F(x) = tanh(x) - a
`;

const scalar = (x: number) => ({ shape: [], data: Float64Array.of(x) });
const tensor = (shape: readonly number[], ...data: readonly number[]) => ({
  shape,
  data: Float64Array.from(data),
});

export const GIVEN = {
  a: scalar(2),
  b: scalar(3),
  c: scalar(5),
  p: scalar(0.25),
  q: scalar(7),
  y: scalar(0.5),
  u: tensor([3], 1, 2, 3),
  v: tensor([3], 4, -5, 6),
  w: tensor([2], 7, 8),
  A: tensor([2, 3], 1, 2, 3, 4, 5, 6),
  C: tensor([2, 3], 1, -1, 2, -2, 3, -3),
  M: tensor([3, 3], 2, 1, 0, 0, 3, 1, 1, 0, 2),
  E: tensor([4, 3], 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12),
  r: scalar(3),
  s: scalar(3),
  t: tensor([3], 1, 4, 2),
  X: tensor([2, 3], 1, 2, 3, 4, 5, 6),
  g: tensor([2], 10, 20),
  h: tensor([2], 2, 0),
} satisfies Record<string, Tensor>;

/** The numbers of an expression, flat; codes in front of anything that is said. */
export function worth(expression: string, above = ""): readonly number[] | readonly string[] {
  const { c, model, diagnostics } = read(`${PREAMBLE}${above}\noutput o = ${expression}\n`);
  const said = diagnostics.map((d) => d.code).filter((code) => code !== "unused-name");
  if (said.length > 0 || !model) return said;
  const given = new Map<Value, Tensor>(
    model.leaves.map((leaf) => [leaf.value, GIVEN[leaf.key as keyof typeof GIVEN]]),
  );
  const output = model.outputs[0]!;
  const sizes = new Map([
    ["m", 2],
    ["n", 3],
    ["k", 4],
    ["B", 2],
  ]);
  return [...evaluate(c, [output.value], given, sizes)[0]!.data];
}
