/** @file Powers and roots. */
import { atom, within } from "../graph/notation.ts";
import type { Operator } from "../graph/operator.ts";
import type { Value } from "../graph/node.ts";
import { call, number } from "../kernel/formula.ts";
import { binary, unary } from "./families.ts";

/** √x, with sqrt′(0) = ∞. */
export const sqrt: Operator<"unary"> = unary({
  name: "sqrt",
  kinks: [{ at: [0], partials: [Infinity] }],
  notation: { call: "sqrt" },
  scalar: "sqrt",
  reference: Math.sqrt,
  partials: (c, _, y) => [c.div(c.number(0.5), y)],
  partialsLatex: (_, y) => [`\\tfrac{1}{2${y}}`],
  latex: ([x]) => `\\sqrt{${x}}`,
  range: [0.2, 3],
});

/** x² as x·x, exact where a general power need not be. */
export const square: Operator<"unary"> = unary({
  name: "square",
  tame: true,
  notation: { call: "square" },
  scalar: (x) => ({ kind: "call", op: "mul", args: [x, x] }),
  reference: (x) => x * x,
  partials: (c, x) => [c.mul(c.number(2), x)],
  partialsLatex: (x) => [`2${x}`],
  latex: ([x]) => `${x}^2`,
  say: ([x]) => atom(`${within(x, "atom")}²`),
});

/**
 * x^p. ∂/∂x = p x^(p−1), which is 0 for p = 0 even at x = 0; ∂/∂p = x^p log x, which is 0 at x = 0 for p > 0.
 */
export const pow: Operator<"binary"> = binary({
  name: "pow",
  kinks: [
    { at: [0, 0], partials: [0, -Infinity] },
    { at: [0, 2], partials: [0, 0] },
    { at: [0, 0.5], partials: [Infinity, 0] },
    { at: [3, 0], partials: [0, Math.log(3)] },
  ],
  notation: { call: "pow" },
  scalar: "pow",
  reference: (x, p) => x ** p,
  route: (c, ct, x, p, y) => [
    () => {
      const exponent = constant(p);
      if (exponent !== undefined && exponent !== 0) {
        return c.mul(ct, c.mul(p, c.call("pow", x, c.number(exponent - 1))));
      }
      const slope = c.mul(p, c.call("pow", x, c.sub(p, c.number(1))));
      const zeros = c.zeros(x.shape);
      return c.mul(ct, c.call("select", c.call("equal", p, zeros), zeros, slope));
    },
    () => {
      const zeros = c.zeros(x.shape);
      const vanishes = c.call("and", c.call("equal", x, zeros), c.call("less", zeros, p));
      return c.mul(ct, c.call("select", vanishes, zeros, c.mul(y, c.call("log", x))));
    },
  ],
  partialsLatex: (x, p, y) => [`${p} ${x}^{${p} - 1}`, `${y} \\log ${x}`],
  latex: ([x, p]) => `${x}^{${p}}`,
  say: ([x, p]) => atom(`${within(x, "atom")}^${within(p, "atom")}`),
  ranges: [
    [0.3, 2],
    [-2, 3],
  ],
});

/** A number, or one spread over a shape. */
/** ∛x, also of negative numbers, with cbrt′(0) = ∞. */
export const cbrt: Operator<"unary"> = unary({
  name: "cbrt",
  kinks: [{ at: [0], partials: [Infinity] }],
  notation: { call: "cbrt" },
  scalar: "cbrt",
  reference: Math.cbrt,
  partials: (c, _, y) => [c.div(c.number(1 / 3), c.call("square", y))],
  partialsLatex: (_, y) => [`\\tfrac{1}{3${y}^2}`],
  latex: ([x]) => `\\sqrt[3]{${x}}`,
  range: [0.2, 3],
});

/** √(a² + b²) without overflow, with derivatives 0 at the origin, as a norm. */
export const hypot: Operator<"binary"> = binary({
  name: "hypot",
  kinks: [{ at: [0, 0], partials: [0, 0] }],
  notation: { call: "hypot" },
  scalar: (a, b) => {
    const largest = call("max", call("abs", a), call("abs", b));
    const usable = call(
      "and",
      call("less", number(0), largest),
      call("less", largest, number(Infinity)),
    );
    const scale = call("select", usable, largest, number(1));
    const [p, q] = [call("div", a, scale), call("div", b, scale)];
    return call("mul", scale, call("sqrt", call("add", call("mul", p, p), call("mul", q, q))));
  },
  reference: (a, b) => (Number.isNaN(a) || Number.isNaN(b) ? NaN : Math.hypot(a, b)),
  route: (c, ct, a, b, y) => {
    const r = c.call("select", c.call("equal", y, c.zeros(y.shape)), c.number(1), y);
    return [() => c.mul(ct, c.div(a, r)), () => c.mul(ct, c.div(b, r))];
  },
  partialsLatex: (a, b, y) => [`${a}/${y}`, `${b}/${y}`],
  latex: ([a, b]) => `\\sqrt{${a}^2 + ${b}^2}`,
});

const constant = (x: Value): number | undefined => {
  const inner = x.node.op.name === "broadcast" ? x.node.inputs[0]!.node : x.node;
  return inner.op.name === "number" ? (inner.attributes["value"] as number) : undefined;
};
