/** @file The error function and the normal distribution. */
import type { Value } from "../graph/node.ts";
import type { Calculus, Operator } from "../graph/operator.ts";
import * as special from "../kernel/special.ts";
import { call, number } from "../kernel/formula.ts";
import { unary } from "./families.ts";

/** 2/√π ∫₀ˣ exp(−t²) dt. */
export const erf: Operator<"unary"> = unary({
  name: "erf",
  notation: { call: "erf" },
  scalar: "erf",
  reference: special.erf,
  partials: (c, x) => [bell(c, x, 2 / Math.sqrt(Math.PI), 1)],
  partialsLatex: (x) => [`\\tfrac{2}{\\sqrt\\pi}\\exp(-${x}^2)`],
  latex: ([x]) => `\\operatorname{erf}(${x})`,
});

/** 1 − erf(x), right also where that is small. */
export const erfc: Operator<"unary"> = unary({
  name: "erfc",
  notation: { call: "erfc" },
  scalar: "erfc",
  reference: special.erfc,
  partials: (c, x) => [bell(c, x, -2 / Math.sqrt(Math.PI), 1)],
  partialsLatex: (x) => [`-\\tfrac{2}{\\sqrt\\pi}\\exp(-${x}^2)`],
  latex: ([x]) => `\\operatorname{erfc}(${x})`,
});

/** Φ(x), the distribution function of the normal distribution. */
export const normcdf: Operator<"unary"> = unary({
  name: "normcdf",
  notation: { call: "normcdf" },
  scalar: "normcdf",
  reference: special.normcdf,
  partials: (c, x) => [bell(c, x, 1 / Math.sqrt(2 * Math.PI), 0.5)],
  partialsLatex: (x) => [`\\varphi(${x})`],
  latex: ([x]) => `\\Phi(${x})`,
});

/** The inverse of erf; ∓∞ at ∓1. */
export const erfinv: Operator<"unary"> = unary({
  name: "erfinv",
  notation: { call: "erfinv" },
  scalar: "erfinv",
  reference: special.erfinv,
  partials: (c, _, y) => [bell(c, y, Math.sqrt(Math.PI) / 2, -1)],
  partialsLatex: (_, y) => [`\\tfrac{\\sqrt\\pi}{2}\\exp(${y}^2)`],
  latex: ([x]) => `\\operatorname{erf}^{-1}(${x})`,
  range: [-0.9, 0.9],
  special: [0, -0, 1, -1, 1e-300, 0.5, 1 - 2 ** -53, 2, Infinity, NaN],
});

/** exp(x²) erfc(x): the tail of the normal distribution without its exponential. */
export const erfcx: Operator<"unary"> = unary({
  name: "erfcx",
  notation: { call: "erfcx" },
  scalar: "erfcx",
  reference: special.erfcx,
  partials: (c, x, y) => [c.sub(c.mul(c.mul(c.number(2), x), y), c.number(2 / Math.sqrt(Math.PI)))],
  partialsLatex: (x, y) => [`2${x}${y} - \\tfrac{2}{\\sqrt\\pi}`],
  latex: ([x]) => `\\exp(${x}^2) \\operatorname{erfc}(${x})`,
  accuracy:
    "values 4 ulp; the derivative, a difference, 8 ulp of its terms, which are at most 2/√π for x > 0",
  special: [0, -0, 0.5, -0.5, 10, 1e10, -26, -30, Infinity, NaN],
});

/**
 * 1/(exp(x²) erfc(x)), what the slopes of log erfc and log Φ are made of: a reciprocal of erfcx would lose its own slope
 * where erfcx overflows.
 */
export const erfcxInverse: Operator<"unary"> = unary({
  name: "erfcx_inverse",
  scalar: (x) => call("div", number(1), call("erfcx", x)),
  reference: (x) => 1 / special.erfcx(x),
  partials: (c, x, y) => [c.mul(y, c.call("erfcx_excess", x))],
  partialsLatex: (x, y) => [`${y}(\\tfrac{2}{\\sqrt\\pi} ${y} - 2${x})`],
  latex: ([x]) => `\\frac{1}{\\exp(${x}^2) \\operatorname{erfc}(${x})}`,
  accuracy: "values 5 ulp, the derivative 32 ulp",
  special: [0, -0, 0.5, -0.5, 10, 1e10, -26, -30, Infinity, NaN],
});

/** (2/√π)/(exp(x²) erfc(x)) − 2x, about 1/x for large x: the slope of the above, relatively. */
export const erfcxExcess: Operator<"unary"> = unary({
  name: "erfcx_excess",
  scalar: "erfcxExcess",
  reference: special.erfcxExcess,
  partials: (c, x, y) => [c.sub(c.mul(y, c.add(c.mul(c.number(2), x), y)), c.number(2))],
  partialsLatex: (x, y) => [`${y}(2${x} + ${y}) - 2`],
  latex: ([x]) =>
    `\\tfrac{2}{\\sqrt\\pi} \\tfrac{1}{\\exp(${x}^2) \\operatorname{erfc}(${x})} - 2${x}`,
  accuracy:
    "values 24 ulp; the derivative, a difference, 16 ulp of its terms, which are at most 2 for x > 0",
  special: [0, -0, 0.5, -0.5, 10, 1e10, -26, -30, Infinity, NaN],
});

/** log erfc(x), right also where erfc(x) is 0. */
export const logErfc: Operator<"unary"> = unary({
  name: "log_erfc",
  notation: { call: "log_erfc" },
  scalar: "logErfc",
  reference: special.logErfc,
  route: (c, ct, x) =>
    c.mul(c.mul(ct, c.number(-2 / Math.sqrt(Math.PI))), c.call("erfcx_inverse", x)),
  partialsLatex: (x) => [`-\\tfrac{2}{\\sqrt\\pi} / (\\exp(${x}^2) \\operatorname{erfc}(${x}))`],
  latex: ([x]) => `\\log\\operatorname{erfc}(${x})`,
});

/** log Φ(x), right also where Φ(x) is 0 or rounds to 1. */
export const logNormcdf: Operator<"unary"> = unary({
  name: "log_normcdf",
  notation: { call: "log_normcdf" },
  scalar: "logNormcdf",
  reference: special.logNormcdf,
  route: (c, ct, x) =>
    c.mul(
      c.mul(ct, c.number(Math.sqrt(2 / Math.PI))),
      c.call("erfcx_inverse", c.mul(c.number(-Math.SQRT1_2), x)),
    ),
  partialsLatex: (x) => [`\\varphi(${x})/\\Phi(${x})`],
  latex: ([x]) => `\\log\\Phi(${x})`,
});

/** a exp(−s x²) */
const bell = (c: Calculus, x: Value, a: number, s: number): Value =>
  c.mul(c.number(a), c.call("exp", c.mul(c.number(-s), c.call("square", x))));
