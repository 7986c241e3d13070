/** @file Norms of all entries. */
import type { Value } from "../graph/node.ts";
import type { Calculus, Operator } from "../graph/operator.ts";

const all = (shape: readonly unknown[]): readonly number[] => shape.map((_, i) => i);

/**
 * ‖x‖, of a matrix the Frobenius norm. Scaled by the largest entry, so that 1e200 does not overflow; ‖·‖′(0) = 0.
 */
export const norm: Operator<"unary"> = {
  name: "norm",
  arity: "unary",
  notation: { call: "norm" },
  shapes: ([x]) => (x.length > 0 ? [[]] : { mismatch: "a vector or matrix" }),
  expand: (c, [x]) => {
    const largest = c.max(c.call("abs", x), all(x.shape));
    const usable = c.call(
      "and",
      c.call("less", c.number(0), largest),
      c.call("less", largest, c.number(Infinity)),
    );
    const scale = c.call("select", usable, largest, c.number(1));
    return c.mul(scale, c.call("sqrt", c.sum(c.call("square", c.div(x, scale)), all(x.shape))));
  },
  vjp: (c, [ct], node) => [ct ? c.mul(direction(c, node.inputs[0]!, node.results[0]!), ct) : null],
  jvp: (c, [t], node) => [
    t && c.sum(c.mul(direction(c, node.inputs[0]!, node.results[0]!), t), all(t.shape)),
  ],
  latex: ([x]) => `\\lVert ${x} \\rVert`,
  jacobian: ([x], y) => [`${x}^\\top/${y}`],
  reference: ([x]) => [{ shape: [], data: Float64Array.of(Math.hypot(...x.data)) }],
  examples: [
    { inputs: [{ shape: [3] }] },
    { inputs: [{ shape: [2, 3] }] },
    { inputs: [{ shape: [1], range: [0.5, 1] }] },
    { inputs: [{ shape: [2], values: [0, 0] }], special: true },
    { inputs: [{ shape: [2], values: [3e200, 4e200] }], special: true },
    { inputs: [{ shape: [2], values: [3e-200, 4e-200] }], special: true },
    { inputs: [{ shape: [2], values: [Infinity, 1] }], special: true },
    { inputs: [{ shape: [2], values: [NaN, 1] }], special: true },
  ],
};

/** x/‖x‖, and 0 at 0. */
function direction(c: Calculus, x: Value, y: Value): Value {
  const zero = c.call("equal", y, c.number(0));
  return c.div(x, c.call("select", zero, c.number(1), y));
}
