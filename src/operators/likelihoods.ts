/** @file What logistic and robust regression are written with: log-odds, and the density of Student's t distribution. */
import type { Operator } from "../graph/operator.ts";
import { call, number, type Element } from "../kernel/formula.ts";
import { logbeta } from "../kernel/gamma.ts";
import { binary, unary } from "./families.ts";

/** log(p/(1 − p)), the inverse of σ; near ½ as log1p((2p − 1)/(1 − p)). */
export const logit: Operator<"unary"> = unary({
  name: "logit",
  notation: { call: "logit" },
  scalar: (p) => {
    const rest = call("sub", number(1), p);
    const nearHalf = call("less", call("abs", call("sub", p, number(0.5))), number(0.25));
    return call(
      "select",
      nearHalf,
      call("log1p", call("div", call("sub", call("mul", number(2), p), number(1)), rest)),
      call("log", call("div", p, rest)),
    );
  },
  reference: (p) => Math.log(p) - Math.log1p(-p),
  route: (c, ct, p) => c.div(ct, c.mul(p, c.sub(c.number(1), p))),
  partialsLatex: (p) => [`1/(${p} (1 - ${p}))`],
  latex: ([p]) => `\\log\\tfrac{${p}}{1 - ${p}}`,
  range: [0.1, 0.9],
  special: [0, 1, 0.5, 0.25, 0.75, 1e-300, 1 - 2 ** -53, -1, 2, NaN],
});

/** log of the density of Student's t with ν degrees of freedom: −log B(½, ν/2) − ½ log ν − ½ (ν + 1) log(1 + x²/ν). */
export const logStudentT: Operator<"binary"> = binary({
  name: "log_student",
  notation: { call: "log_student" },
  scalar: (x, v) => {
    const times = (k: number, of: Element): Element => call("mul", number(k), of);
    const constant = call(
      "add",
      call("logbeta", number(0.5), times(0.5, v)),
      times(0.5, call("log", v)),
    );
    const root = call("div", x, call("sqrt", v));
    const power = call("log1p", call("mul", root, root));
    return call(
      "neg",
      call("add", constant, call("mul", times(0.5, call("add", v, number(1))), power)),
    );
  },
  reference: (x, v) =>
    -logbeta(0.5, v / 2) - Math.log(v) / 2 - ((v + 1) / 2) * Math.log1p((x / Math.sqrt(v)) ** 2),
  route: (c, ct, x, v) => {
    const one = c.number(1);
    const half = c.number(0.5);
    const onePlus = c.add(v, one);
    const share = c.div(x, c.add(v, c.call("square", x)));
    return [
      () => c.neg(c.mul(ct, c.mul(onePlus, share))),
      () => {
        const [above, below] = [onePlus, v].map((u) => c.call("digamma", c.mul(half, u)));
        const tail = c.call("log1p", c.div(c.call("square", x), v));
        const pull = c.div(c.sub(c.mul(onePlus, c.mul(x, share)), one), v);
        return c.mul(ct, c.mul(half, c.add(c.sub(c.sub(above!, below!), tail), pull)));
      },
    ];
  },
  partialsLatex: (x, v) => [
    `-(${v} + 1) ${x}/(${v} + ${x}^2)`,
    `\\tfrac12(\\psi(\\tfrac{${v} + 1}{2}) - \\psi(\\tfrac{${v}}{2}) - \\log(1 + ${x}^2/${v}) + ((${v} + 1) ${x}^2/(${v} + ${x}^2) - 1)/${v})`,
  ],
  latex: ([x, v]) =>
    `-\\log\\mathrm{B}(\\tfrac12, \\tfrac{${v}}{2}) - \\tfrac12\\log ${v} - \\tfrac{${v} + 1}{2}\\log(1 + ${x}^2/${v})`,
  accuracy:
    "values 4 ulp of the largest of 1 and their terms, derivatives 8 ulp; |x| up to 1e150, where x² overflows in the derivatives",
  ranges: [
    [-2, 2],
    [0.5, 4],
  ],
  special: [0, 1, -3, 30, Infinity, NaN],
});
