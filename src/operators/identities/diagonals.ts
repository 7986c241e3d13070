/** @file Diagonals and traces: no zero is multiplied, and of a product only what is asked for is computed. */
import type { Value } from "../../graph/node.ts";
import type { Calculus, ContractLabels } from "../../graph/operator.ts";
import { by, inside, rule, type Rule } from "./match.ts";

export const diagonalRules: readonly Rule[] = [
  rule(
    "diagonal-factor",
    {
      before: "diag(v) B",
      after: "rows of B, each times its v_i",
      why: "A product with a diagonal matrix scales; 0·∞ is not summed.",
      keeps: "all but rounding",
      examples: ["(diag(v) w)·tanh(w)", "sum(tanh(diag(v) B diag(w)))"],
    },
    {
      contract: (c, { inputs: [a, b], attributes }) => {
        const { left, right, result } = attributes as unknown as ContractLabels;
        return (
          scaled(c, a!, b!, { left, right, result }) ??
          scaled(c, b!, a!, { left: right, right: left, result })
        );
      },
    },
  ),
  rule(
    "diagonal-of-diagonal",
    {
      before: "diag(diag(v))",
      after: "v",
      why: "Nothing is left to do.",
      keeps: "every bit",
      examples: ["diag(diag(v))·w"],
    },
    { diagonal: (_, { inputs: [x] }) => inside(x, "diag") },
  ),
  rule(
    "diagonal-of-product",
    {
      before: "diag(A B)",
      after: "Σ_j A_ij B_ji",
      why: "Of the product only the diagonal is computed.",
      keeps: "all but rounding",
      examples: ["diag(Aᵀ A)·v"],
    },
    { diagonal: (c, { inputs: [x] }) => diagonalOf(c, x!) },
  ),
  rule(
    "trace-of-product",
    {
      before: "tr(A B)",
      after: "Σ_ij A_ij B_ji",
      why: "Of the product only the diagonal is computed.",
      keeps: "all but rounding",
      examples: ["tr(B B)", "tr(v wᵀ)", "tr((A B)ᵀ A)"],
    },
    {
      trace: (c, { inputs: [x] }) => {
        const y = diagonalOf(c, x!);
        return y && c.sum(y, [0]);
      },
    },
  ),
  rule(
    "trace-of-diagonal",
    {
      before: "tr(diag(v))",
      after: "sum(v)",
      why: "The matrix is not made.",
      keeps: "all but rounding",
      examples: ["tr(diag(v))"],
    },
    {
      trace: (c, { inputs: [x] }) => {
        const v = inside(x, "diag");
        return v && c.sum(v, [0]);
      },
    },
  ),
  rule(
    "diagonal-of-transpose",
    {
      before: "tr(Bᵀ)",
      after: "tr(B)",
      why: "A transpose keeps the diagonal.",
      keeps: "every bit",
      examples: ["tr(Bᵀ)", "diag(Bᵀ)·v"],
    },
    {
      trace: (c, { op, inputs: [x] }) => {
        const inner = inside(x, "permute");
        return inner && c.apply(op, [inner]);
      },
      diagonal: (c, { inputs: [x] }) => {
        const inner = inside(x, "permute");
        return inner && c.diagonal(inner);
      },
    },
  ),
];

/** diag(v) in a product: its two labels become one, on v. */
function scaled(c: Calculus, a: Value, b: Value, labels: ContractLabels): Value | undefined {
  const v = inside(a, "diag");
  if (!v) return undefined;
  const [i, j] = labels.left as [string, string];
  const gone = [i, j].find((l) => !labels.result.includes(l));
  if (gone === undefined || !labels.right.includes(gone)) return undefined;
  const kept = gone === i ? j : i;
  if (labels.right.includes(kept)) return undefined;
  const right = labels.right.map((l) => (l === gone ? kept : l));
  return labels.result.includes(kept)
    ? c.contract(v, b, { left: [kept], right, result: labels.result })
    : undefined;
}

/** The diagonal of a product, whose two labels become one. */
function diagonalOf(c: Calculus, x: Value): Value | undefined {
  const product = by(x, "contract");
  if (!product) return undefined;
  const { left, right, result } = product.attributes as unknown as ContractLabels;
  const [i, j] = result as [string, string];
  const one = (labels: readonly string[]) => labels.map((l) => (l === j ? i : l));
  const isOnce = (labels: readonly string[]) => !(labels.includes(i) && labels.includes(j));
  if (!isOnce(left) || !isOnce(right)) return undefined;
  const [a, b] = product.inputs as [Value, Value];
  return c.contract(a, b, { left: one(left), right: one(right), result: [i] });
}
