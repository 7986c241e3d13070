/** @file Circular and hyperbolic functions, and their inverses. */
import type { Operator } from "../graph/operator.ts";
import { call, number } from "../kernel/formula.ts";
import { binary, unary } from "./families.ts";

export const sin: Operator<"unary"> = unary({
  name: "sin",
  tame: true,
  notation: { call: "sin" },
  scalar: "sin",
  reference: Math.sin,
  partials: (c, x) => [c.call("cos", x)],
  partialsLatex: (x) => [`\\cos(${x})`],
  latex: ([x]) => `\\sin(${x})`,
});

export const cos: Operator<"unary"> = unary({
  name: "cos",
  tame: true,
  notation: { call: "cos" },
  scalar: "cos",
  reference: Math.cos,
  partials: (c, x) => [c.neg(c.call("sin", x))],
  partialsLatex: (x) => [`-\\sin(${x})`],
  latex: ([x]) => `\\cos(${x})`,
});

export const tan: Operator<"unary"> = unary({
  name: "tan",
  notation: { call: "tan" },
  scalar: "tan",
  reference: Math.tan,
  partials: (c, _, y) => [c.add(c.number(1), c.call("square", y))],
  partialsLatex: (_, y) => [`(1 + ${y}^2)`],
  latex: ([x]) => `\\tan(${x})`,
  range: [-1.2, 1.2],
});

export const asin: Operator<"unary"> = unary({
  name: "asin",
  kinks: [
    { at: [1], partials: [Infinity] },
    { at: [-1], partials: [Infinity] },
  ],
  notation: { call: "asin" },
  scalar: "asin",
  reference: Math.asin,
  // 1 − x² as (1 − x)(1 + x), right near ±1.
  route: (c, ct, x) =>
    c.div(ct, c.call("sqrt", c.mul(c.sub(c.number(1), x), c.add(c.number(1), x)))),
  partialsLatex: (x) => [`1/\\sqrt{1 - ${x}^2}`],
  latex: ([x]) => `\\arcsin(${x})`,
  range: [-0.9, 0.9],
});

export const acos: Operator<"unary"> = unary({
  name: "acos",
  kinks: [
    { at: [1], partials: [-Infinity] },
    { at: [-1], partials: [-Infinity] },
  ],
  notation: { call: "acos" },
  scalar: "acos",
  reference: Math.acos,
  route: (c, ct, x) =>
    c.neg(c.div(ct, c.call("sqrt", c.mul(c.sub(c.number(1), x), c.add(c.number(1), x))))),
  partialsLatex: (x) => [`-1/\\sqrt{1 - ${x}^2}`],
  latex: ([x]) => `\\arccos(${x})`,
  range: [-0.9, 0.9],
});

export const atan: Operator<"unary"> = unary({
  name: "atan",
  tame: true,
  notation: { call: "atan" },
  scalar: "atan",
  reference: Math.atan,
  route: (c, ct, x) => c.div(ct, c.add(c.number(1), c.call("square", x))),
  partialsLatex: (x) => [`1/(1 + ${x}^2)`],
  latex: ([x]) => `\\arctan(${x})`,
});

/** The angle of the point (x, y), from −π to π. At the origin it has no derivative: NaN. */
export const atan2: Operator<"binary"> = binary({
  name: "atan2",
  kinks: [{ at: [0, 0], partials: [NaN, NaN] }],
  notation: { call: "atan2" },
  scalar: "atan2",
  reference: Math.atan2,
  route: (c, ct, y, x) => {
    const r = c.call("hypot", y, x);
    return [() => c.mul(ct, c.div(c.div(x, r), r)), () => c.neg(c.mul(ct, c.div(c.div(y, r), r)))];
  },
  partialsLatex: (y, x) => [`${x}/(${x}^2 + ${y}^2)`, `-${y}/(${x}^2 + ${y}^2)`],
  latex: ([y, x]) => `\\operatorname{atan2}(${y}, ${x})`,
  ranges: [
    [0.3, 2],
    [-2, 2],
  ],
});

export const sinh: Operator<"unary"> = unary({
  name: "sinh",
  notation: { call: "sinh" },
  scalar: "sinh",
  reference: Math.sinh,
  partials: (c, x) => [c.call("cosh", x)],
  partialsLatex: (x) => [`\\cosh(${x})`],
  latex: ([x]) => `\\sinh(${x})`,
});

export const cosh: Operator<"unary"> = unary({
  name: "cosh",
  notation: { call: "cosh" },
  scalar: "cosh",
  reference: Math.cosh,
  partials: (c, x) => [c.call("sinh", x)],
  partialsLatex: (x) => [`\\sinh(${x})`],
  latex: ([x]) => `\\cosh(${x})`,
});

/** 1/cosh x: 2e/(1 + e²) with e = exp(−|x|), so that far out neither it nor its slope meets an infinity. */
export const sech: Operator<"unary"> = unary({
  name: "sech",
  notation: { call: "sech" },
  scalar: (x) => {
    const e = call("exp", call("neg", call("abs", x)));
    return call("div", call("mul", number(2), e), call("add", number(1), call("mul", e, e)));
  },
  reference: (x) => 1 / Math.cosh(x),
  partials: (c, x, y) => [c.neg(c.mul(y, c.call("tanh", x)))],
  partialsLatex: (x, y) => [`-${y}\\tanh(${x})`],
  latex: ([x]) => `\\operatorname{sech}(${x})`,
});

export const asinh: Operator<"unary"> = unary({
  name: "asinh",
  notation: { call: "asinh" },
  scalar: "asinh",
  reference: Math.asinh,
  // √(1 + x²) must not overflow.
  route: (c, ct, x) => c.div(ct, c.call("hypot", c.number(1), x)),
  partialsLatex: (x) => [`1/\\sqrt{1 + ${x}^2}`],
  latex: ([x]) => `\\operatorname{arsinh}(${x})`,
});

export const acosh: Operator<"unary"> = unary({
  name: "acosh",
  kinks: [{ at: [1], partials: [Infinity] }],
  notation: { call: "acosh" },
  scalar: "acosh",
  reference: Math.acosh,
  route: (c, ct, x) => {
    const [below, above] = [c.sub(x, c.number(1)), c.add(x, c.number(1))];
    return c.div(ct, c.mul(c.call("sqrt", below), c.call("sqrt", above)));
  },
  partialsLatex: (x) => [`1/\\sqrt{${x}^2 - 1}`],
  latex: ([x]) => `\\operatorname{arcosh}(${x})`,
  range: [1.2, 3],
});

export const atanh: Operator<"unary"> = unary({
  name: "atanh",
  kinks: [
    { at: [1], partials: [Infinity] },
    { at: [-1], partials: [Infinity] },
  ],
  notation: { call: "atanh" },
  scalar: "atanh",
  reference: Math.atanh,
  route: (c, ct, x) => c.div(ct, c.mul(c.sub(c.number(1), x), c.add(c.number(1), x))),
  partialsLatex: (x) => [`1/(1 - ${x}^2)`],
  latex: ([x]) => `\\operatorname{artanh}(${x})`,
  range: [-0.8, 0.8],
});
