/** @file The error function and the normal distribution. */
import type { Value } from "../graph/node.ts";
import type { Calculus, Operator } from "../graph/operator.ts";
import * as special from "../kernel/special.ts";
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

/** a exp(−s x²) */
const bell = (c: Calculus, x: Value, a: number, s: number): Value =>
  c.mul(c.number(a), c.call("exp", c.mul(c.number(-s), c.call("square", x))));
