/** @file Sums and differences of exponentials, kept as logarithms: what the rewrites of logarithms lead to. */
import type { Operator } from "../graph/operator.ts";
import { call, number } from "../kernel/formula.ts";
import { binary, unary } from "./families.ts";

/** log(1 − eˣ) for x ≤ 0: log(−expm1(x)) near 0, log1p(−exp(x)) farther out. */
export const log1mexp: Operator<"unary"> = unary({
  name: "log1mexp",
  notation: { call: "log1mexp" },
  kinks: [{ at: [0], partials: [-Infinity] }],
  scalar: (x) =>
    call(
      "select",
      call("less", number(-Math.LN2), x),
      call("log", call("neg", call("expm1", x))),
      call("log1p", call("neg", call("exp", x))),
    ),
  reference: (x) => (x > -Math.LN2 ? Math.log(-Math.expm1(x)) : Math.log1p(-Math.exp(x))),
  // The denominator is not negative for x ≤ 0, and its zero has no sign.
  route: (c, ct, x) => c.neg(c.div(c.mul(ct, c.call("exp", x)), c.call("abs", c.call("expm1", x)))),
  partialsLatex: (x) => [`-\\exp(${x})/(1 - \\exp(${x}))`],
  latex: ([x]) => `\\log(1 - \\exp(${x}))`,
  range: [-3, -0.1],
  special: [0, -0, -Infinity, NaN, -1e-300, -1e-16, -40, -1000, 1],
});

/** log(eᵃ + eᵇ). */
export const logaddexp: Operator<"binary"> = binary({
  name: "logaddexp",
  notation: { call: "logaddexp" },
  scalar: (a, b) => {
    const apart = call("neg", call("abs", call("sub", a, b)));
    // Equal infinities have no difference.
    const rest = call("select", call("equal", a, b), number(0), apart);
    return call("add", call("max", a, b), call("log1p", call("exp", rest)));
  },
  reference: (a, b) => Math.max(a, b) + Math.log1p(a === b ? 1 : Math.exp(-Math.abs(a - b))),
  route: (c, ct, a, b) => [
    () => c.mul(ct, c.call("sigmoid", c.sub(a, b))),
    () => c.mul(ct, c.call("sigmoid", c.sub(b, a))),
  ],
  partialsLatex: (a, b) => [`\\sigma(${a} - ${b})`, `\\sigma(${b} - ${a})`],
  latex: ([a, b]) => `\\log(\\exp(${a}) + \\exp(${b}))`,
});

/** log(eᵃ − eᵇ) for a ≥ b: a + log(1 − exp(b − a)). */
export const logsubexp: Operator<"binary"> = binary({
  name: "logsubexp",
  notation: { call: "logsubexp" },
  kinks: [{ at: [1, 1], partials: [Infinity, -Infinity] }],
  scalar: (a, b) => {
    const both = call("and", call("equal", a, b), call("less", a, number(Infinity)));
    const apart = call("select", both, number(0), call("sub", b, a));
    const near = call("log", call("neg", call("expm1", apart)));
    const far = call("log1p", call("neg", call("exp", apart)));
    return call("add", a, call("select", call("less", number(-Math.LN2), apart), near, far));
  },
  reference: (a, b) => {
    if (a === b && a < Infinity) return -Infinity;
    return a + (b - a > -Math.LN2 ? Math.log(-Math.expm1(b - a)) : Math.log1p(-Math.exp(b - a)));
  },
  route: (c, ct, a, b) => {
    const rest = c.call("abs", c.call("expm1", c.sub(b, a)));
    return [() => c.div(ct, rest), () => c.neg(c.div(c.mul(ct, c.call("exp", c.sub(b, a))), rest))];
  },
  partialsLatex: (a, b) => [
    `1/(1 - \\exp(${b} - ${a}))`,
    `-\\exp(${b} - ${a})/(1 - \\exp(${b} - ${a}))`,
  ],
  latex: ([a, b]) => `\\log(\\exp(${a}) - \\exp(${b}))`,
  ranges: [
    [1, 3],
    [-2, 0.5],
  ],
});

/** x log x, and 0 at 0. What underflowed to 0 does not move: its derivative there is 0. */
export const xlogx: Operator<"unary"> = unary({
  name: "xlogx",
  notation: { call: "xlogx" },
  kinks: [{ at: [0], partials: [0] }],
  scalar: (x) =>
    call("select", call("equal", x, number(0)), number(0), call("mul", x, call("log", x))),
  reference: (x) => (x === 0 ? 0 : x * Math.log(x)),
  route: (c, ct, x) => {
    const zeros = c.zeros(x.shape);
    const slope = c.mul(ct, c.add(c.call("log", x), c.number(1)));
    return c.call("select", c.call("equal", x, zeros), zeros, slope);
  },
  partialsLatex: (x) => [`(\\log ${x} + 1)`],
  latex: ([x]) => `${x} \\log ${x}`,
  range: [0.1, 3],
});
