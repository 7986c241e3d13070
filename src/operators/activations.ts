/** @file Activation functions, each right at ±1000. */
import type { Value } from "../graph/node.ts";
import type { Calculus, Operator } from "../graph/operator.ts";
import { call, number, type Element } from "../kernel/formula.ts";
import { normcdf } from "../kernel/special.ts";
import { unary } from "./families.ts";

export const tanh: Operator<"unary"> = unary({
  name: "tanh",
  tame: true,
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
  tame: true,
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
  tame: true,
  notation: { call: "softplus" },
  scalar: "softplus",
  reference: logOnePlusExp,
  partials: (c, x) => [c.call("sigmoid", x)],
  partialsLatex: (x) => [`\\sigma(${x})`],
  latex: ([x]) => `\\operatorname{softplus}(${x})`,
});

/** log σ(x) = −log(1 + e⁻ˣ). */
export const logsigmoid: Operator<"unary"> = unary({
  name: "logsigmoid",
  tame: true,
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
  tame: true,
  kinks: [{ at: [0], partials: [0] }],
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

/** x where x > 0, else x/100; at 0 the slope of least norm, 0.01. */
export const leakyRelu: Operator<"unary"> = unary({
  name: "leaky_relu",
  kinks: [{ at: [0], partials: [0.01] }],
  notation: { call: "leaky_relu" },
  scalar: (x) =>
    call("add", call("max", x, number(0)), call("mul", number(0.01), call("min", x, number(0)))),
  reference: (x) => (x > 0 ? x : 0.01 * x),
  partials: (c, x) => [
    c.call("select", c.call("less", c.zeros(x.shape), x), c.number(1), c.number(0.01)),
  ],
  partialsLatex: (x) => [`([${x} > 0] + 0.01\\,[${x} \\le 0])`],
  latex: ([x]) => `\\operatorname{leaky\\_relu}(${x})`,
});

/** x where x > 0, else eˣ − 1. */
export const elu: Operator<"unary"> = unary({
  name: "elu",
  kinks: [{ at: [0], partials: [1] }],
  notation: { call: "elu" },
  scalar: (x) => exponentialUnit(x, 1),
  reference: (x) => (x > 0 ? x : Math.expm1(x)),
  partials: (c, x) => [c.call("exp", c.call("min", x, c.number(0)))],
  partialsLatex: (x) => [`\\exp(\\min(${x}, 0))`],
  latex: ([x]) => `\\operatorname{elu}(${x})`,
});

// Klambauer, Unterthiner, Mayr, Hochreiter: Self-Normalizing Neural Networks, 2017; to the precision of a double.
const ALPHA = 1.6732632423543772;
const SCALE = 1.0507009873554805;

/** λ x where x > 0, else λ α (eˣ − 1); at 0 the slope of least norm, λ. */
export const selu: Operator<"unary"> = unary({
  name: "selu",
  kinks: [{ at: [0], partials: [SCALE] }],
  notation: { call: "selu" },
  scalar: (x) => call("mul", number(SCALE), exponentialUnit(x, ALPHA)),
  reference: (x) => SCALE * (x > 0 ? x : ALPHA * Math.expm1(x)),
  partials: (c, x) => {
    const below = c.mul(c.number(SCALE * ALPHA), c.call("exp", c.call("min", x, c.number(0))));
    return [c.call("select", c.call("less", x, c.zeros(x.shape)), below, c.number(SCALE))];
  },
  partialsLatex: (x) => [`\\lambda([${x} \\ge 0] + \\alpha \\exp(${x})[${x} < 0])`],
  latex: ([x]) => `\\operatorname{selu}(${x})`,
});

/** 0 at one end and x at the other. */
const ENDS = [
  { at: [-Infinity], partials: [0] },
  { at: [Infinity], partials: [1] },
] as const;

/** x Φ(x), by the error function; 0 at −∞. */
export const gelu: Operator<"unary"> = unary({
  name: "gelu",
  kinks: ENDS,
  notation: { call: "gelu" },
  scalar: (x) => call("mul", call("max", x, number(-100)), call("normcdf", x)),
  reference: (x) => (x === -Infinity ? 0 : x * normcdf(x)),
  partials: (c, x) => {
    const near = within(c, x, 100);
    const bell = c.call("exp", c.mul(c.number(-0.5), c.call("square", near)));
    const density = c.mul(c.number(1 / Math.sqrt(2 * Math.PI)), bell);
    return [c.add(c.call("normcdf", x), c.mul(near, density))];
  },
  partialsLatex: (x) => [`(\\Phi(${x}) + ${x}\\,\\varphi(${x}))`],
  latex: ([x]) => `\\operatorname{gelu}(${x})`,
});

/** x σ(x); 0 at −∞. */
export const silu: Operator<"unary"> = unary({
  name: "silu",
  kinks: ENDS,
  notation: { call: "silu" },
  scalar: (x) => call("mul", call("max", x, number(-1000)), call("sigmoid", x)),
  reference: (x) => (x === -Infinity ? 0 : x / (1 + Math.exp(-x))),
  partials: (c, x) => {
    const rest = c.mul(within(c, x, 1000), c.call("sigmoid", c.neg(x)));
    return [c.mul(c.call("sigmoid", x), c.add(c.number(1), rest))];
  },
  partialsLatex: (x) => [`\\sigma(${x})(1 + ${x}\\,\\sigma(-${x}))`],
  latex: ([x]) => `\\operatorname{silu}(${x})`,
});

/** x tanh(softplus(x)); 0 at −∞. */
export const mish: Operator<"unary"> = unary({
  name: "mish",
  kinks: ENDS,
  notation: { call: "mish" },
  scalar: (x) => call("mul", call("max", x, number(-1000)), call("tanh", call("softplus", x))),
  reference: (x) => (x === -Infinity ? 0 : x * Math.tanh(logOnePlusExp(x))),
  partials: (c, x) => {
    const t = c.call("tanh", c.call("softplus", x));
    const slope = c.mul(c.sub(c.number(1), c.call("square", t)), c.call("sigmoid", x));
    return [c.add(t, c.mul(within(c, x, 1000), slope))];
  },
  partialsLatex: (x) => [
    `(t + ${x}(1 - t^2)\\,\\sigma(${x})),\\; t = \\tanh\\operatorname{softplus}(${x})`,
  ],
  latex: ([x]) => `\\operatorname{mish}(${x})`,
});

/** x between −1 and 1, with slope 0 at both ends. */
export const hardtanh: Operator<"unary"> = unary({
  name: "hardtanh",
  kinks: [
    { at: [-1], partials: [0] },
    { at: [1], partials: [0] },
  ],
  notation: { call: "hardtanh" },
  scalar: (x) => call("min", call("max", x, number(-1)), number(1)),
  reference: (x) => Math.min(Math.max(x, -1), 1),
  route: (c, ct, x) =>
    c.call("select", c.call("less", c.call("abs", x), c.number(1)), ct, c.zeros(x.shape)),
  partialsLatex: (x) => [`[\\lvert ${x} \\rvert < 1]`],
  latex: ([x]) => `\\operatorname{hardtanh}(${x})`,
  range: [-0.9, 0.9],
});

/** x no farther from 0 than `end`, where the other factor is 0 or 1: ∞ must not meet 0. */
const within = (c: Calculus, x: Value, end: number): Value =>
  c.call("max", c.call("min", x, c.number(end)), c.number(-end));

/** x where x > 0, else α (eˣ − 1). */
function exponentialUnit(x: Element, alpha: number): Element {
  const below = call("expm1", call("min", x, number(0)));
  const scaled = alpha === 1 ? below : call("mul", number(alpha), below);
  return call("add", call("max", x, number(0)), scaled);
}

function logOnePlusExp(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}
