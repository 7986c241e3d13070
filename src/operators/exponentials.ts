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
