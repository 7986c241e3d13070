/** @file Exponentials and logarithms. */
import type { Operator } from "../graph/operator.ts";
import { unary } from "./families.ts";

export const exp: Operator<"unary"> = unary({
  name: "exp",
  notation: { call: "exp" },
  scalar: "exp",
  reference: Math.exp,
  partials: (_, __, y) => [y],
  partialsLatex: (_, y) => [y],
  latex: ([x]) => `\\exp(${x})`,
});

export const log: Operator<"unary"> = unary({
  name: "log",
  notation: { call: "log" },
  scalar: "log",
  reference: Math.log,
  route: (c, ct, x) => c.div(ct, x),
  partialsLatex: (x) => [`1/${x}`],
  latex: ([x]) => `\\log(${x})`,
  range: [0.2, 3],
});

/** log(1 + x), right for small x. */
export const log1p: Operator<"unary"> = unary({
  name: "log1p",
  notation: { call: "log1p" },
  scalar: "log1p",
  reference: Math.log1p,
  route: (c, ct, x) => c.div(ct, c.add(c.number(1), x)),
  partialsLatex: (x) => [`1/(1 + ${x})`],
  latex: ([x]) => `\\operatorname{log1p}(${x})`,
  range: [-0.8, 3],
});

/** eˣ − 1, right for small x. */
export const expm1: Operator<"unary"> = unary({
  name: "expm1",
  notation: { call: "expm1" },
  scalar: "expm1",
  reference: Math.expm1,
  partials: (c, x) => [c.call("exp", x)],
  partialsLatex: (x) => [`\\exp(${x})`],
  latex: ([x]) => `\\operatorname{expm1}(${x})`,
});

export const log2: Operator<"unary"> = unary({
  name: "log2",
  notation: { call: "log2" },
  scalar: "log2",
  reference: Math.log2,
  route: (c, ct, x) => c.div(c.mul(ct, c.number(Math.LOG2E)), x),
  partialsLatex: (x) => [`1/(${x} \\log 2)`],
  latex: ([x]) => `\\log_2(${x})`,
  range: [0.2, 3],
});

export const log10: Operator<"unary"> = unary({
  name: "log10",
  notation: { call: "log10" },
  scalar: "log10",
  reference: Math.log10,
  route: (c, ct, x) => c.div(c.mul(ct, c.number(Math.LOG10E)), x),
  partialsLatex: (x) => [`1/(${x} \\log 10)`],
  latex: ([x]) => `\\log_{10}(${x})`,
  range: [0.2, 3],
});
