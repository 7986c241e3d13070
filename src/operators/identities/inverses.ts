/** @file Inverses: a product with one is a system that is solved. */
import type { Value } from "../../graph/node.ts";
import type { Calculus, ContractLabels } from "../../graph/operator.ts";
import { inside, rule, type Rule } from "./match.ts";

export const inverseRules: readonly Rule[] = [
  rule(
    "inverse-times",
    {
      before: "A⁻¹ B",
      after: "solve(A, B)",
      why: "A system is solved in fewer steps and with less rounding than by an inverse (Higham 2002, 14.1).",
      keeps: "all but rounding",
      examples: ["((B Bᵀ + 50 eye(3))⁻¹ w)·v", "vᵀ inv(B Bᵀ + 50 eye(3)) w"],
    },
    {
      contract: (c, { inputs: [a, b], attributes }) => {
        const { left, right, result } = attributes as unknown as ContractLabels;
        return (
          solved(c, a!, b!, { left, right, result }) ??
          solved(c, b!, a!, { left: right, right: left, result })
        );
      },
    },
  ),
];

/** A⁻¹ in a product with x that sums over one of its labels alone. */
function solved(c: Calculus, a: Value, x: Value, labels: ContractLabels): Value | undefined {
  const A = inside(a, "inv");
  if (!A) return undefined;
  const summed = [...labels.left, ...labels.right].filter((l) => !labels.result.includes(l));
  const [gone] = summed;
  const [row, column] = labels.left as [string, string];
  const kept = gone === row ? column : row;
  const isSystem =
    summed.length === 2 && summed[1] === gone && gone !== kept && !labels.right.includes(kept);
  if (gone === undefined || !isSystem) return undefined;
  const at = labels.right.indexOf(gone);
  const rest = labels.right.toSpliced(at, 1);
  const order = [at, ...rest.map((l) => labels.right.indexOf(l))];
  const y = c.apply(c.operator("solve"), [A, c.permute(x, order)], { transposed: gone === row });
  const made = [kept, ...rest];
  return c.permute(
    y,
    labels.result.map((l) => made.indexOf(l)),
  );
}
