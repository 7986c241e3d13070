/** @file Products: what a contract with a special operand is. */
import type { Value } from "../../graph/node.ts";
import type { Calculus, ContractLabels } from "../../graph/operator.ts";
import type { Axis } from "../../graph/type.ts";
import { by, rule, type Rule } from "./match.ts";

const same = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((l, i) => l === b[i]);

const contractRule = (
  name: string,
  rewrite: (c: Calculus, left: Value, right: Value, labels: ContractLabels) => Value | undefined,
): Rule =>
  rule(name, "contract", (c, { inputs: [left, right], attributes }) => {
    const labels = attributes as unknown as ContractLabels;
    return (
      rewrite(c, left!, right!, labels) ??
      rewrite(c, right!, left!, { left: labels.right, right: labels.left, result: labels.result })
    );
  });

export const productRules: readonly Rule[] = [
  /** A product that sums nothing over equal axes is elementwise. */
  rule("elementwise-product", "contract", (c, { inputs: [a, b], attributes }) => {
    const { left, right, result } = attributes as unknown as ContractLabels;
    return same(left, right) && same(left, result) ? c.mul(a!, b!) : undefined;
  }),
  contractRule("scalar-factor", (c, left, right, labels) => {
    if (labels.left.length > 0 || labels.right.length !== labels.result.length) return undefined;
    return c.mul(
      left,
      c.permute(
        right,
        labels.result.map((l) => labels.right.indexOf(l)),
      ),
    );
  }),
  contractRule("sign-out-of-product", (c, left, right, labels) => {
    const inner = by(left, "neg")?.inputs[0];
    return inner && c.neg(c.contract(inner, right, labels));
  }),
  /** Aᵀ B is a product of A and B over other labels. */
  contractRule("transpose-into-product", (c, left, right, labels) => {
    const inner = by<{ order: readonly number[] }>(left, "permute");
    if (!inner) return undefined;
    const names: string[] = [];
    inner.attributes.order.forEach((from, i) => (names[from] = labels.left[i]!));
    return c.contract(inner.inputs[0]!, right, { ...labels, left: names });
  }),
  rule("transpose-of-product", "permute", (c, { inputs: [x], attributes }) => {
    const product = by(x, "contract");
    if (!product) return undefined;
    const labels = product.attributes as unknown as ContractLabels;
    const order = attributes["order"] as readonly number[];
    return c.contract(product.inputs[0]!, product.inputs[1]!, {
      ...labels,
      result: order.map((i) => labels.result[i]!),
    });
  }),
  /** I B = B. */
  contractRule("identity-factor", (c, left, right, labels) => {
    if (!by(left, "eye")) return undefined;
    const [i, j] = labels.left as [string, string];
    const [kept, gone] = labels.result.includes(i) ? [i, j] : [j, i];
    if (labels.result.includes(gone) || !labels.right.includes(gone) || labels.right.includes(kept))
      return undefined;
    const names = labels.right.map((l) => (l === gone ? kept : l));
    return names.length === labels.result.length
      ? c.permute(
          right,
          labels.result.map((l) => names.indexOf(l)),
        )
      : undefined;
  }),
  /** B e_k is column k of B: the tangent that opens an axis. */
  contractRule("unit-vector-factor", (c, left, right, labels) => {
    const unit = by<{ position: number; axis: Axis }>(left, "open");
    if (!unit || !by(unit.inputs[0], "eye")) return undefined;
    const at = labels.right.indexOf(labels.left[0]!);
    const { axis } = unit.attributes;
    if (
      at < 0 ||
      labels.result.includes(labels.left[0]!) ||
      right.node.free.some((a) => a.key === axis.key)
    )
      return undefined;
    const rest = labels.right.toSpliced(at, 1);
    if (rest.length !== labels.result.length) return undefined;
    return c.permute(
      c.open(right, at, axis),
      labels.result.map((l) => rest.indexOf(l)),
    );
  }),
];
