/** @file Products: what a contract with a special operand is. */
import type { Value } from "../../graph/node.ts";
import type { Calculus, ContractLabels } from "../../graph/operator.ts";
import type { Axis } from "../../graph/type.ts";
import { by, rule, type Rule, type Told } from "./match.ts";

const same = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((l, i) => l === b[i]);

/** Tried on both orders of the factors. */
const contractRule = (
  name: string,
  told: Told,
  rewrite: (c: Calculus, left: Value, right: Value, labels: ContractLabels) => Value | undefined,
): Rule =>
  rule(name, told, {
    contract: (c, { inputs: [left, right], attributes }) => {
      const labels = attributes as unknown as ContractLabels;
      return (
        rewrite(c, left!, right!, labels) ??
        rewrite(c, right!, left!, { left: labels.right, right: labels.left, result: labels.result })
      );
    },
  });

export const productRules: readonly Rule[] = [
  /** A product that sums nothing over equal axes is elementwise. */
  rule(
    "elementwise-product",
    {
      before: "product over equal axes, none summed",
      after: "v ⊙ w",
      why: "It is an elementwise product and fuses.",
      keeps: "every bit",
      examples: [],
    },
    {
      contract: (c, { inputs: [a, b], attributes }) => {
        const { left, right, result } = attributes as unknown as ContractLabels;
        return same(left, right) && same(left, result) ? c.mul(a!, b!) : undefined;
      },
    },
  ),
  contractRule(
    "scalar-factor",
    {
      before: "product with a scalar",
      after: "s A",
      why: "Scaling needs no sum.",
      keeps: "every bit",
      examples: ["tanh(s w·v)"],
    },
    (c, left, right, labels) => {
      if (labels.left.length > 0 || labels.right.length !== labels.result.length) return undefined;
      return c.mul(
        left,
        c.permute(
          right,
          labels.result.map((l) => labels.right.indexOf(l)),
        ),
      );
    },
  ),
  contractRule(
    "sign-out-of-product",
    {
      before: "A (-v)",
      after: "-(A v)",
      why: "Signs meet outside, where they cancel.",
      keeps: "all but the sign of a zero",
      examples: ["(B (-v))·w", "(-v)·w"],
    },
    (c, left, right, labels) => {
      const inner = by(left, "neg")?.inputs[0];
      return inner && c.neg(c.contract(inner, right, labels));
    },
  ),
  /** Aᵀ B is a product of A and B over other labels. */
  contractRule(
    "transpose-into-product",
    {
      before: "Aᵀ w",
      after: "Σ_i A_{i,j} w_i",
      why: "Nothing is moved: the product reads the other axis.",
      keeps: "every bit",
      examples: ["(Bᵀ v)·w"],
    },
    (c, left, right, labels) => {
      const inner = by<{ order: readonly number[] }>(left, "permute");
      if (!inner) return undefined;
      const names: string[] = [];
      inner.attributes.order.forEach((from, i) => (names[from] = labels.left[i]!));
      return c.contract(inner.inputs[0]!, right, { ...labels, left: names });
    },
  ),
  rule(
    "transpose-of-product",
    {
      before: "(A B)ᵀ",
      after: "the product, stored the other way",
      why: "Nothing is moved.",
      keeps: "every bit",
      examples: ["(B B)ᵀ v·w"],
    },
    {
      permute: (c, { inputs: [x], attributes }) => {
        const product = by(x, "contract");
        if (!product) return undefined;
        const labels = product.attributes as unknown as ContractLabels;
        const order = attributes["order"] as readonly number[];
        return c.contract(product.inputs[0]!, product.inputs[1]!, {
          ...labels,
          result: order.map((i) => labels.result[i]!),
        });
      },
    },
  ),
  /** I B = B. */
  contractRule(
    "identity-factor",
    {
      before: "I v",
      after: "v",
      why: "A product with the identity does nothing; 0·∞ is not summed.",
      keeps: "all but rounding",
      examples: ["(eye(3) v)·w"],
    },
    (c, left, right, labels) => {
      if (!by(left, "eye")) return undefined;
      const [i, j] = labels.left as [string, string];
      const [kept, gone] = labels.result.includes(i) ? [i, j] : [j, i];
      if (
        labels.result.includes(gone) ||
        !labels.right.includes(gone) ||
        labels.right.includes(kept)
      )
        return undefined;
      const names = labels.right.map((l) => (l === gone ? kept : l));
      return names.length === labels.result.length
        ? c.permute(
            right,
            labels.result.map((l) => names.indexOf(l)),
          )
        : undefined;
    },
  ),
  /** B e_k is column k of B: the tangent that opens an axis. */
  contractRule(
    "unit-vector-factor",
    {
      before: "A e_k",
      after: "column k of A",
      why: "Columns of a Jacobian or Hessian are read, not multiplied by ones and zeros.",
      keeps: "all but rounding",
      examples: ["loss J = (w·v)²\nhessian J wrt v"],
    },
    (c, left, right, labels) => {
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
    },
  ),
];
