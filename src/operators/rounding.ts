/** @file Whole numbers near a number, and remainders. Their derivatives are 0 where they have one, and are taken as 0 at the jumps. */
import type { Operator } from "../graph/operator.ts";
import { mod as remainder, round as nearest } from "../kernel/special.ts";
import { binary, unary } from "./families.ts";

const step = (
  name: "floor" | "ceil" | "round",
  [left, right]: readonly [string, string],
  reference: (x: number) => number,
): Operator<"unary"> =>
  unary({
    name,
    kinks: [
      { at: [2], partials: [0] },
      { at: [0.5], partials: [0] },
    ],
    notation: { call: name },
    scalar: name,
    reference,
    route: (c, _, x) => c.zeros(x.shape),
    partialsLatex: () => ["0"],
    latex: ([x]) => `\\left${left} ${x} \\right${right}`,
    range: [0.1, 0.4],
    special: [0, -0, 0.5, 1.5, 2.5, -0.5, -1.5, 2.7, -2.7, Infinity, -Infinity, NaN, 1e300],
  });

export const floor: Operator<"unary"> = step("floor", ["\\lfloor", "\\rfloor"], Math.floor);
export const ceil: Operator<"unary"> = step("ceil", ["\\lceil", "\\rceil"], Math.ceil);
/** A half goes to the even number, as everywhere in IEEE 754. */
export const round: Operator<"unary"> = step("round", ["\\lfloor", "\\rceil"], nearest);

/** a − b ⌊a/b⌋: it has the sign of b. */
export const mod: Operator<"binary"> = binary({
  name: "mod",
  kinks: [{ at: [6, 3], partials: [1, -2] }],
  notation: { call: "mod" },
  scalar: "mod",
  reference: remainder,
  // The quotient is whole; (a − y)/b is it but for rounding.
  route: (c, ct, a, b, y) => [
    () => ct,
    () => c.neg(c.mul(ct, c.call("round", c.div(c.sub(a, y), b)))),
  ],
  partialsLatex: (a, b) => ["1", `-\\lfloor ${a}/${b} \\rfloor`],
  latex: ([a, b]) => `${a} \\bmod ${b}`,
  ranges: [
    [4.2, 5.8],
    [2.1, 2.7],
  ],
});
