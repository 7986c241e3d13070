/** @file Axes opened, closed and summed: a sum goes inward until it meets what it sums. */
import { dimProduct, type Dim } from "../../dim.ts";
import type { Application } from "../../graph/builder.ts";
import type { Value } from "../../graph/node.ts";
import type { Calculus, ContractLabels } from "../../graph/operator.ts";
import { hasAxis, type Axis } from "../../graph/type.ts";
import { by, rule, unspread, type Rule } from "./match.ts";

interface AxisAt {
  readonly [name: string]: number | Axis;
  readonly position: number;
  readonly axis: Axis;
}

export const axisRules: readonly Rule[] = [
  rule(
    "open-of-close",
    {
      before: "(v_i for all i)_i",
      after: "v_i",
      why: "Nothing is left to do.",
      keeps: "every bit",
      examples: ["m_i = v_i w_i\nloss J = Σ_i tanh(m_i)"],
    },
    {
      open: (_, { inputs: [x], attributes }) => {
        const closed = by<AxisAt>(x, "close");
        const { position, axis } = attributes as unknown as AxisAt;
        return closed?.attributes.position === position && closed.attributes.axis.key === axis.key
          ? closed.inputs[0]
          : undefined;
      },
    },
  ),
  rule(
    "close-of-open",
    {
      before: "v_i for all i",
      after: "v",
      why: "Nothing is left to do.",
      keeps: "every bit",
      examples: ["Σ_i tanh(B_i·v)"],
    },
    {
      close: (_, { inputs: [x], attributes }) => {
        const opened = by<AxisAt>(x, "open");
        const { position, axis } = attributes as unknown as AxisAt;
        return opened?.attributes.position === position && opened.attributes.axis.key === axis.key
          ? opened.inputs[0]
          : undefined;
      },
    },
  ),
  rule(
    "open-of-spread",
    {
      before: "(s 1)_i",
      after: "s",
      why: "What is the same along an axis needs no index.",
      keeps: "every bit",
      examples: ["mean_n tanh(v·x)"],
    },
    {
      open: (c, { inputs: [x], attributes }) => {
        const inner = by(x, "broadcast")?.inputs[0];
        const { position, axis } = attributes as unknown as AxisAt;
        return inner && !hasAxis(inner.node.free, axis)
          ? c.broadcast(inner, x!.shape.toSpliced(position, 1))
          : undefined;
      },
    },
  ),
  rule(
    "transpose-of-transpose",
    {
      before: "(Aᵀ)ᵀ",
      after: "A",
      why: "Nothing is left to do.",
      keeps: "every bit",
      examples: ["(Bᵀ)ᵀ v·w"],
    },
    {
      permute: (c, { inputs: [x], attributes }) => {
        const inner = by<{ order: readonly number[] }>(x, "permute");
        const order = attributes["order"] as readonly number[];
        return (
          inner &&
          c.permute(
            inner.inputs[0]!,
            order.map((i) => inner.attributes.order[i]!),
          )
        );
      },
    },
  ),
  rule(
    "reshape-of-reshape",
    {
      before: "vec(vec(A))",
      after: "vec(A)",
      why: "Nothing is left to do.",
      keeps: "every bit",
      examples: ["loss J = (w·v)²\nhessian J wrt v"],
    },
    {
      reshape: (c, { inputs: [x], attributes }) => {
        const shape = attributes["shape"] as readonly Dim[];
        const inner = by(x, "reshape")?.inputs[0];
        if (inner) return c.reshape(inner, shape);
        return x!.shape.length === shape.length && x!.shape.every((d, i) => d.key === shape[i]!.key)
          ? x
          : undefined;
      },
    },
  ),
  /** Σ over axes along which nothing changes is a product with their extent. */
  rule(
    "sum-of-spread",
    {
      before: "sum(s ones(3))",
      after: "3 s",
      why: "A sum of equal terms is a product with their number.",
      keeps: "all but rounding",
      examples: ["sum(s ones(3))"],
    },
    {
      sum: (c, { inputs: [x], attributes }) => {
        const inner = by(x, "broadcast")?.inputs[0];
        if (!inner) return undefined;
        const positions = attributes["positions"] as readonly number[];
        const count = c.size(dimProduct(positions.map((p) => x!.shape[p]!)));
        return c.broadcast(
          c.mul(inner, count),
          x!.shape.filter((_, i) => !positions.includes(i)),
        );
      },
    },
  ),
  rule(
    "sum-of-repeated",
    {
      before: "sum of a vector repeated",
      after: "n v",
      why: "A sum of equal terms is a product with their number.",
      keeps: "all but rounding",
      examples: ["Σ_n (x + v)·w"],
    },
    {
      sum: (c, { inputs: [x], attributes }) => {
        const repeated = by<{ position: number; extent: Dim }>(x, "expandAxis");
        const positions = attributes["positions"] as readonly number[];
        if (!repeated || !positions.includes(repeated.attributes.position)) return undefined;
        const p = repeated.attributes.position;
        const rest = positions.filter((q) => q !== p).map((q) => (q > p ? q - 1 : q));
        return c.mul(c.sum(repeated.inputs[0]!, rest), c.size(repeated.attributes.extent));
      },
    },
  ),
  /** Σ of rows added up by index is Σ of the rows. */
  rule(
    "sum-of-scatter",
    {
      before: "sum of rows added up by index",
      after: "sum of the rows",
      why: "The scattered rows are not stored.",
      keeps: "all but rounding",
      examples: ["log_softmax(v)[c]"],
    },
    {
      sum: (c, { inputs: [x], attributes }) => {
        const scattered = by(x, "scatter");
        const positions = attributes["positions"] as readonly number[];
        if (!scattered || !positions.includes(0)) return undefined;
        const lead = scattered.inputs[1]!.shape.length;
        const rest = positions.filter((p) => p > 0).map((p) => p - 1 + lead);
        return c.sum(scattered.inputs[0]!, [...scattered.inputs[1]!.shape.keys(), ...rest]);
      },
    },
  ),
  /** Σ of a product sums its label. */
  rule(
    "sum-of-product",
    {
      before: "sum over an axis of a product",
      after: "a product that sums it",
      why: "One loop nest in place of two.",
      keeps: "all but rounding",
      examples: [],
    },
    {
      sum: (c, { inputs: [x], attributes }) => {
        const product = by(x, "contract");
        const positions = attributes["positions"] as readonly number[];
        if (!product) return undefined;
        const labels = product.attributes as unknown as ContractLabels;
        const gone = positions.map((p) => labels.result[p]!);
        if (!gone.every((l) => labels.left.includes(l) && labels.right.includes(l)))
          return undefined;
        return c.contract(product.inputs[0]!, product.inputs[1]!, {
          ...labels,
          result: labels.result.filter((l) => !gone.includes(l)),
        });
      },
    },
  ),
  rule(
    "sum-inward",
    {
      before: "Σ_n of what is linear in what depends on n",
      after: "the same with the sum inside",
      why: "Σ_n δ_n x_nᵀ is one matrix product.",
      keeps: "all but rounding",
      examples: ["Σ_n tanh(x·v)", "mean_n z (B x)·w"],
    },
    { sum: sumInward },
  ),
];

/** Σ_a x = sum(close(x, a)) where x is linear in what depends on a. */
function sumInward(c: Calculus, { inputs: [closed], attributes }: Application): Value | undefined {
  const node = by<AxisAt>(closed, "close");
  const positions = attributes["positions"] as readonly number[];
  if (!node || positions.length !== 1 || positions[0] !== node.attributes.position)
    return undefined;
  const { axis } = node.attributes;
  const x = node.inputs[0]!;
  const sum = (y: Value): Value => c.sum(c.close(y, 0, axis), [0]);
  const close = (y: Value): Value => c.close(y, 0, axis);
  const has = (y: Value): boolean => hasAxis(y.node.free, axis);
  if (!has(x)) return c.mul(x, c.size(axis.extent));

  const [a, b] = x.node.inputs as readonly [Value, Value];
  switch (x.node.op.name) {
    case "neg":
      return c.neg(sum(a));
    case "broadcast":
      return c.broadcast(sum(a), x.shape);
    case "permute":
      return c.permute(sum(a), x.node.attributes["order"] as readonly number[]);
    case "reshape":
      return c.reshape(sum(a), x.shape);
    case "expandAxis": {
      const { position, extent } = x.node.attributes as unknown as {
        position: number;
        extent: Dim;
      };
      return c.expandAxis(sum(a), position, extent);
    }
    case "slice":
    case "pad":
    case "diag":
    case "diagonal":
      return c.apply(x.node.op, [sum(a)], x.node.attributes);
    case "concat":
      return c.apply(x.node.op, x.node.inputs.map(sum), x.node.attributes);
    case "scatter": {
      const extent = x.node.attributes["extent"] as Dim;
      return has(b) ? c.scatter(close(a), close(b), extent) : c.scatter(sum(a), b, extent);
    }
    case "mul": {
      if (!has(a)) return c.mul(a, sum(b));
      if (!has(b)) return c.mul(sum(a), b);
      return scaledSum(c, a, b, close);
    }
    case "contract": {
      const labels = x.node.attributes as unknown as ContractLabels;
      if (!has(a)) return c.contract(a, sum(b), labels);
      if (!has(b)) return c.contract(sum(a), b, labels);
      return c.contract(close(a), close(b), {
        left: ["Σ", ...labels.left],
        right: ["Σ", ...labels.right],
        result: labels.result,
      });
    }
    default:
      return undefined;
  }
}

/** Σ_a s_a v_a with scalars s_a is a product over a. */
function scaledSum(c: Calculus, a: Value, b: Value, close: (y: Value) => Value): Value | undefined {
  const [x, y] = [unspread(a), unspread(b)];
  if ((x.shape.length === 0) === (y.shape.length === 0)) return undefined;
  const [scalar, tensor] = x.shape.length === 0 ? [x, y] : [y, x];
  const labels = tensor.shape.map((_, i) => `${i}`);
  return c.contract(close(scalar), close(tensor), {
    left: ["Σ"],
    right: ["Σ", ...labels],
    result: labels,
  });
}
