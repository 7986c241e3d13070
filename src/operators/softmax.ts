/** @file softmax, its logarithm and log-sum-exp along one axis: given by parts, shifted by the maximum, right at ±1000. */
import type { Calculus, Operator, Tensor } from "../graph/operator.ts";
import type { Value } from "../graph/node.ts";
import { offset, tabulate } from "../graph/tensor.ts";
import type { Shape } from "../graph/type.ts";
import { spread } from "./families.ts";

interface Position {
  readonly [name: string]: number;
  readonly position: number;
}

const common = {
  arity: "unary",
  examples: [
    { inputs: [{ shape: [3] }], attributes: { position: 0 } },
    { inputs: [{ shape: [1] }], attributes: { position: 0 } },
    { inputs: [{ shape: [2, 3] }], attributes: { position: 0 } },
    { inputs: [{ shape: [2, 3] }], attributes: { position: 1 } },
    {
      inputs: [{ shape: [3], values: [1000, -1000, 999] }],
      attributes: { position: 0 },
      special: true,
    },
    {
      inputs: [{ shape: [2, 2], values: [-Infinity, 0, NaN, 1] }],
      attributes: { position: 1 },
      special: true,
    },
  ],
} as const;

const sameShape = ([x]: readonly [Shape], { position }: Position) =>
  position < x.length ? [x] : { mismatch: "an axis to normalise" };

/** p_i = exp(x_i) / Σ_k exp(x_k). */
export const softmax: Operator<"unary", Position> = {
  name: "softmax",
  notation: { call: "softmax" },
  ...common,
  shapes: sameShape,
  expand: (c, [x], { attributes: { position: p } }) => {
    const e = c.call("exp", c.sub(x, along(c, shift(c, x, p), x.shape, p)));
    return c.div(e, along(c, c.sum(e, [p]), x.shape, p));
  },
  // p ⊙ (ct − Σ_k p_k ct_k)
  vjp: (c, [ct], node) => [ct ? tilt(c, ct, node.results[0]!, node.attributes.position) : null],
  jvp: (c, [t], node) => [t && tilt(c, t, node.results[0]!, node.attributes.position)],
  latex: ([x]) => `\\operatorname{softmax}(${x})`,
  jacobian: (_, y) => [`\\operatorname{diag}(${y}) - ${y} ${y}^\\top`],
  reference: ([x], { attributes }) => {
    const lse = logSumExp(x, attributes.position);
    return [tabulate(x.shape, (at) => Math.exp(x.data[offset(x.shape, at)]! - lse(at)))];
  },
};

/** log softmax: x_i − log Σ_k exp(x_k). */
export const logSoftmax: Operator<"unary", Position> = {
  name: "log_softmax",
  notation: { call: "log_softmax" },
  ...common,
  shapes: sameShape,
  // −((max − x) + log Σ): x − lse(x) would lose what is small beside x.
  expand: (c, [x], { attributes: { position: p } }) => {
    const m = shift(c, x, p);
    const sum = c.sum(c.call("exp", c.sub(x, along(c, m, x.shape, p))), [p]);
    const below = c.sub(along(c, m, x.shape, p), x);
    return c.neg(c.add(below, along(c, c.call("log", sum), x.shape, p)));
  },
  vjp: (c, [ct], node) => {
    if (!ct) return [null];
    const [x, p] = [node.inputs[0]!, node.attributes.position];
    const probabilities = c.apply(softmax, [x], { position: p });
    return [c.sub(ct, c.mul(probabilities, along(c, c.sum(ct, [p]), x.shape, p)))];
  },
  jvp: (c, [t], node) => {
    if (!t) return [null];
    const [x, p] = [node.inputs[0]!, node.attributes.position];
    const probabilities = c.apply(softmax, [x], { position: p });
    return [c.sub(t, along(c, c.sum(c.mul(probabilities, t), [p]), x.shape, p))];
  },
  latex: ([x]) => `\\log\\operatorname{softmax}(${x})`,
  jacobian: (_, y) => [`I - \\mathbf{1} \\exp(${y})^\\top`],
  reference: ([x], { attributes }) => {
    const lse = logSumExp(x, attributes.position);
    return [tabulate(x.shape, (at) => x.data[offset(x.shape, at)]! - lse(at))];
  },
};

/** log Σ_k exp(x_k). */
export const lse: Operator<"unary", Position> = {
  name: "lse",
  notation: { call: "lse" },
  aliases: ["logsumexp"],
  ...common,
  shapes: ([x], { position }) =>
    position < x.length ? [x.toSpliced(position, 1)] : { mismatch: "an axis to sum over" },
  expand: (c, [x], { attributes: { position: p } }) => {
    const m = shift(c, x, p);
    return c.add(m, c.call("log", c.sum(c.call("exp", c.sub(x, along(c, m, x.shape, p))), [p])));
  },
  vjp: (c, [ct], node) => {
    if (!ct) return [null];
    const [x, p] = [node.inputs[0]!, node.attributes.position];
    return [c.mul(c.apply(softmax, [x], { position: p }), along(c, ct, x.shape, p))];
  },
  jvp: (c, [t], node) => {
    if (!t) return [null];
    const [x, p] = [node.inputs[0]!, node.attributes.position];
    return [c.sum(c.mul(c.apply(softmax, [x], { position: p }), t), [p])];
  },
  latex: ([x]) => `\\operatorname{lse}(${x})`,
  jacobian: ([x]) => [`\\operatorname{softmax}(${x})^\\top`],
  reference: ([x], { attributes: { position: p } }) => {
    const lse = logSumExp(x, p);
    return [tabulate(x.shape.toSpliced(p, 1), (at) => lse(at.toSpliced(p, 0, 0)))];
  },
};

const along = (c: Calculus, x: Value, shape: Shape, position: number): Value =>
  spread(c, x, shape, [position]);

/** The maximum along the axis, or 0 where that is infinite: ∞ − ∞ would make NaN of a right value. */
function shift(c: Calculus, x: Value, position: number): Value {
  const m = c.max(x, [position]);
  return c.call(
    "select",
    c.call("less", c.call("abs", m), c.number(Infinity)),
    m,
    c.zeros(m.shape),
  );
}

function tilt(c: Calculus, t: Value, y: Value, position: number): Value {
  return c.mul(y, c.sub(t, along(c, c.sum(c.mul(y, t), [position]), y.shape, position)));
}

function logSumExp(x: Tensor, position: number): (at: readonly number[]) => number {
  return (at) => {
    const values = Array.from(
      { length: x.shape[position]! },
      (_, k) => x.data[offset(x.shape, at.with(position, k))]!,
    );
    const max = Math.max(...values);
    const m = Number.isFinite(max) ? max : 0;
    return m + Math.log(values.reduce((sum, v) => sum + Math.exp(v - m), 0));
  };
}
