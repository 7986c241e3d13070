/** @file + − ⊙ ⊘, negation, absolute value, the larger and the smaller of two. */
import type { Calculus, Operator } from "../graph/operator.ts";
import { within } from "../graph/notation.ts";
import type { Value } from "../graph/node.ts";
import { binary, unary } from "./families.ts";

export const add: Operator<"binary"> = binary({
  name: "add",
  tame: true,
  notation: { infix: "+" },
  scalar: "add",
  reference: (a, b) => a + b,
  route: (_, ct) => [() => ct, () => ct],
  partialsLatex: () => ["1", "1"],
  latex: ([a, b]) => `${a} + ${b}`,
});

export const sub: Operator<"binary"> = binary({
  name: "sub",
  tame: true,
  notation: { infix: "-" },
  scalar: "sub",
  reference: (a, b) => a - b,
  route: (c, ct) => [() => ct, () => c.neg(ct)],
  partialsLatex: () => ["1", "-1"],
  latex: ([a, b]) => `${a} - ${b}`,
});

/** The Hadamard product. */
export const mul: Operator<"binary"> = binary({
  name: "mul",
  notation: { infix: "⊙" },
  scalar: "mul",
  reference: (a, b) => a * b,
  route: (c, ct, a, b) => [() => c.mul(ct, b), () => c.mul(ct, a)],
  partialsLatex: (a, b) => [b, a],
  latex: ([a, b]) => `${a} \\odot ${b}`,
  // A scalar factor stands before what it scales.
  say: ([a, b], node) => {
    const scales = node.inputs.map((x) => x.shape.length === 0 || x.node.op.name === "broadcast");
    if (!scales[0] && !scales[1])
      return { text: `${within(a, "product")} ⊙ ${within(b, "implicit")}`, level: "product" };
    const [scalar, other] = scales[0] ? [a, b] : [b, a];
    return {
      text: `${within(scalar, "implicit")} ${within(other, "implicit")}`,
      level: "implicit",
    };
  },
});

export const div: Operator<"binary"> = binary({
  name: "div",
  notation: { infix: "⊘" },
  scalar: "div",
  reference: (a, b) => a / b,
  route: (c, ct, _, b, y) => [() => c.div(ct, b), () => c.neg(c.div(c.mul(ct, y), b))],
  partialsLatex: (_, b, y) => [`1/${b}`, `-${y}/${b}`],
  latex: ([a, b]) => `\\frac{${a}}{${b}}`,
  say: ([a, b], node) => {
    const scales =
      node.inputs[1]!.shape.length === 0 || node.inputs[1]!.node.op.name === "broadcast";
    return {
      text: `${within(a, "implicit")}${scales ? "/" : " ⊘ "}${within(b, "atom")}`,
      level: "product",
    };
  },
  ranges: [
    [-2, 2],
    [0.5, 2],
  ],
});

export const neg: Operator<"unary"> = unary({
  name: "neg",
  tame: true,
  notation: { call: "-" },
  scalar: "neg",
  reference: (x) => -x,
  route: (c, ct) => c.neg(ct),
  partialsLatex: () => ["-1"],
  latex: ([x]) => `-${x}`,
  say: ([x]) => ({ text: `-${within(x, "product")}`, level: "sum" }),
});

/** |x|, with |·|′(0) = 0. */
export const abs: Operator<"unary"> = unary({
  name: "abs",
  tame: true,
  kinks: [{ at: [0], partials: [0] }],
  notation: { call: "abs" },
  scalar: "abs",
  reference: Math.abs,
  partials: (c, x) => [c.call("sign", x)],
  partialsLatex: (x) => [`\\operatorname{sign}(${x})`],
  latex: ([x]) => `\\lvert ${x} \\rvert`,
});

export const sign: Operator<"unary"> = unary({
  name: "sign",
  kinks: [{ at: [0], partials: [0] }],
  notation: { call: "sign" },
  scalar: "sign",
  reference: Math.sign,
  route: (c, _, x) => c.zeros(x.shape),
  partialsLatex: () => ["0"],
  latex: ([x]) => `\\operatorname{sign}(${x})`,
  range: [0.1, 2],
});

/**
 * The larger of two. At a tie the subgradient of least norm over the operands that carry gradients: ½ and ½, or 0 where
 * the other is a constant, so that max(x, 0) is relu.
 */
export const max: Operator<"binary"> = binary({
  name: "max",
  tame: true,
  kinks: [{ at: [1, 1], partials: [0.5, 0.5], alone: [0, 0] }],
  notation: { call: "max" },
  scalar: "max",
  reference: Math.max,
  route: (c, ct, a, b) => [() => toWinner(c, ct, b, a), () => toWinner(c, ct, a, b)],
  partialsLatex: (a, b) => [`[${a} > ${b}]`, `[${b} > ${a}]`],
  latex: ([a, b]) => `\\max(${a}, ${b})`,
});

/** The smaller of two; ties as in max. */
export const min: Operator<"binary"> = binary({
  name: "min",
  tame: true,
  kinks: [{ at: [1, 1], partials: [0.5, 0.5], alone: [0, 0] }],
  notation: { call: "min" },
  scalar: "min",
  reference: Math.min,
  route: (c, ct, a, b) => [() => toWinner(c, ct, a, b), () => toWinner(c, ct, b, a)],
  partialsLatex: (a, b) => [`[${a} < ${b}]`, `[${b} < ${a}]`],
  latex: ([a, b]) => `\\min(${a}, ${b})`,
});

/** ct where low < high; a tie is shared if both carry gradients, and 0 if the other is a constant. */
function toWinner(c: Calculus, ct: Value, low: Value, high: Value): Value {
  const zeros = c.zeros(ct.shape);
  const tie = c.carries(low) && c.carries(high) ? c.mul(ct, c.number(0.5)) : zeros;
  return c.call(
    "select",
    c.call("less", low, high),
    ct,
    c.call("select", c.call("equal", low, high), tie, zeros),
  );
}
