/** @file The logarithm of the gamma function and its derivatives, the polygamma functions. */
import { atom } from "../graph/notation.ts";
import type { Operator } from "../graph/operator.ts";
import * as gamma from "../kernel/gamma.ts";
import { call, number } from "../kernel/formula.ts";
import { diagonal, unary } from "./families.ts";

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
