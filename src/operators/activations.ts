/** @file Activation functions, each right at ±1000. */
import type { Operator } from "../graph/operator.ts";
import { call, number } from "../kernel/formula.ts";
import { unary } from "./families.ts";

export const tanh: Operator<"unary"> = unary({
  name: "tanh",
  notation: { call: "tanh" },
  scalar: "tanh",
  reference: Math.tanh,
  partials: (c, _, y) => [c.sub(c.number(1), c.mul(y, y))], // 1 − y²: the result is the residual
  partialsLatex: (_, y) => [`1 - ${y}^2`],
  latex: ([x]) => `\\tanh(${x})`,
});

/** σ(x) = 1/(1 + e⁻ˣ). */
export const sigmoid: Operator<"unary"> = unary({
  name: "sigmoid",
  notation: { call: "σ" },
  aliases: ["sigmoid", "sigma"],
  scalar: "sigmoid",
  reference: (x) => (x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x))),
  partials: (c, _, y) => [c.mul(y, c.sub(c.number(1), y))],
  partialsLatex: (_, y) => [`${y}(1 - ${y})`],
  latex: ([x]) => `\\sigma(${x})`,
});

/** log(1 + eˣ). */
export const softplus: Operator<"unary"> = unary({
  name: "softplus",
  notation: { call: "softplus" },
  scalar: "softplus",
  reference: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
  partials: (c, x) => [c.call("sigmoid", x)],
  partialsLatex: (x) => [`\\sigma(${x})`],
  latex: ([x]) => `\\operatorname{softplus}(${x})`,
});

/** log σ(x) = −log(1 + e⁻ˣ). */
export const logsigmoid: Operator<"unary"> = unary({
  name: "logsigmoid",
  notation: { call: "logsigmoid" },
  scalar: (x) => call("neg", call("softplus", call("neg", x))),
  reference: (x) => Math.min(x, 0) - Math.log1p(Math.exp(-Math.abs(x))),
  partials: (c, x) => [c.call("sigmoid", c.neg(x))],
  partialsLatex: (x) => [`\\sigma(-${x})`],
  latex: ([x]) => `\\log\\sigma(${x})`,
});

/** max(x, 0), with relu′(0) = 0. */
export const relu: Operator<"unary"> = unary({
  name: "relu",
  notation: { call: "relu" },
  scalar: (x) => call("max", x, number(0)),
  reference: (x) => Math.max(x, 0),
  route: (c, ct, x, y) => {
    const zeros = c.zeros(x.shape);
    return c.call("select", c.call("less", zeros, y), ct, zeros);
  },
  partialsLatex: (x) => [`[${x} > 0]`],
  latex: ([x]) => `\\operatorname{relu}(${x})`,
});
