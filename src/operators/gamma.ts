/** @file The logarithm of the gamma function and its derivatives, the polygamma functions. */
import type { Value } from "../graph/node.ts";
import { atom } from "../graph/notation.ts";
import type { Calculus, Operator } from "../graph/operator.ts";
import * as gamma from "../kernel/gamma.ts";
import { call, number } from "../kernel/formula.ts";
import { binary, diagonal, unary } from "./families.ts";

/** log |Γ(x)|. */
export const lgamma: Operator<"unary"> = unary({
  name: "lgamma",
  notation: { call: "lgamma" },
  scalar: "lgamma",
  reference: gamma.lgamma,
  partials: (c, x) => [c.call("digamma", x)],
  partialsLatex: (x) => [`\\psi(${x})`],
  latex: ([x]) => `\\log\\Gamma(${x})`,
  range: [0.2, 4],
  special: [1, 2, 0.5, -0.5, 0, -1, 1e-9, 1e17],
});

/** ψ(x) = Γ′(x)/Γ(x). */
export const digamma: Operator<"unary"> = unary({
  name: "digamma",
  notation: { call: "digamma" },
  scalar: "digamma",
  reference: gamma.digamma,
  partials: (c, x) => [c.apply(polygamma, [x], { order: 1 })],
  partialsLatex: (x) => [`\\psi'(${x})`],
  latex: ([x]) => `\\psi(${x})`,
  range: [0.2, 4],
  special: [1, 2, -0.5, 1e17],
});

/** ψ⁽ⁿ⁾(x) of order n ≥ 1, entry by entry; trigamma is the first. */
export const polygamma: Operator<"unary", { order: number }> = {
  name: "polygamma",
  arity: "unary",
  shapes: ([x]) => [x],
  define: ([x], { attributes }) => ({
    by: "element",
    element: (at) => call("polygamma", number(attributes.order), x(at)),
  }),
  vjp: (c, [ct], { inputs, attributes }) => [
    ct ? c.mul(ct, c.apply(polygamma, inputs, { order: attributes.order + 1 })) : null,
  ],
  jvp: (c, [t], { inputs, attributes }) => [
    t && c.mul(t, c.apply(polygamma, inputs, { order: attributes.order + 1 })),
  ],
  say: ([x], { attributes: { order } }) =>
    atom(order === 1 ? `trigamma(${x.text})` : `polygamma(${order}, ${x.text})`),
  latex: ([x], { attributes }) => `\\psi^{(${attributes.order})}(${x})`,
  jacobian: ([x], _, node) => [
    diagonal(`\\psi^{(${node.attributes.order + 1})}(${x})`, node.results[0]!.shape),
  ],
  reference: ([x], { attributes }) => [
    { shape: x.shape, data: x.data.map((v) => gamma.polygamma(attributes.order, v)) },
  ],
  examples: [1, 2, 3].flatMap((order) => [
    ...[[], [3], [2, 3]].map((shape) => ({
      inputs: [{ shape, range: [0.5, 4] as const }],
      attributes: { order },
    })),
    { inputs: [{ shape: [4], values: [1, 2, -0.5, 0] }], attributes: { order }, special: true },
  ]),
};

/** Γ(x). */
export const gammafn: Operator<"unary"> = unary({
  name: "gammafn",
  notation: { call: "gammafn" },
  scalar: "gammafn",
  reference: gamma.gammafn,
  partials: (c, x, y) => [c.mul(y, c.call("digamma", x))],
  partialsLatex: (x, y) => [`${y} \\psi(${x})`],
  latex: ([x]) => `\\Gamma(${x})`,
  accuracy: "values 4 ulp; the derivative 8 ulp of the larger of |y| and itself, since ψ has roots",
  range: [0.5, 4],
  special: [1, 2, 5, 0.5, -0.5, 0, -0, -1, 1e-9, 1000, -1000.5, Infinity, -Infinity, NaN],
});

/** ψ(a) − ψ(a + b), the derivative of log B(a, b) by a. */
const slope = (c: Calculus, a: Value, b: Value): Value =>
  c.sub(c.call("digamma", a), c.call("digamma", c.add(a, b)));
const slopeLatex = (a: string, b: string): string => `\\psi(${a}) - \\psi(${a} + ${b})`;

/** log B(a, b) = log Γ(a) + log Γ(b) − log Γ(a + b) for a, b > 0. */
export const logbeta: Operator<"binary"> = binary({
  name: "logbeta",
  notation: { call: "logbeta" },
  scalar: "logbeta",
  reference: gamma.logbeta,
  route: (c, ct, a, b) => [() => c.mul(ct, slope(c, a, b)), () => c.mul(ct, slope(c, b, a))],
  partialsLatex: (a, b) => [slopeLatex(a, b), slopeLatex(b, a)],
  latex: ([a, b]) => `\\log\\mathrm{B}(${a}, ${b})`,
  accuracy:
    "values 4 ulp of the largest of 1, |y| and |log Γ(min(a, b))|; a derivative, a difference, 8 ulp of the larger of 1 and its terms",
  ranges: [
    [0.3, 4],
    [0.3, 4],
  ],
  special: [0, 0.5, 1, 20, 1000, -1, Infinity, NaN],
});

/** B(a, b) = Γ(a) Γ(b) / Γ(a + b) for a, b > 0. */
export const betafn: Operator<"binary"> = binary({
  name: "betafn",
  notation: { call: "betafn" },
  scalar: (a, b) => call("exp", call("logbeta", a, b)),
  reference: (a, b) => Math.exp(gamma.logbeta(a, b)),
  route: (c, ct, a, b, y) => [
    () => c.mul(ct, c.mul(y, slope(c, a, b))),
    () => c.mul(ct, c.mul(y, slope(c, b, a))),
  ],
  partialsLatex: (a, b, y) => [`${y} (${slopeLatex(a, b)})`, `${y} (${slopeLatex(b, a)})`],
  latex: ([a, b]) => `\\mathrm{B}(${a}, ${b})`,
  accuracy:
    "values and derivatives as the exponential of logbeta: a relative error of the error of log y",
  ranges: [
    [0.3, 4],
    [0.3, 4],
  ],
  special: [0, 0.5, 1, 20, 1000, -1, Infinity, NaN],
});
