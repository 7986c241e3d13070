/**
 * @file Systems of linear equations, inverses and determinants. Their derivatives are systems again, by the same
 * factorisation (Giles, "Collected matrix derivative results", 2008, 2.2). Of a singular matrix solutions, the inverse and
 * derivatives are infinite or NaN, as division by zero is; its determinant is 0, its log determinant −∞.
 */
import type { Dim } from "../dim.ts";
import type { Value } from "../graph/node.ts";
import type { Calculus, Operator } from "../graph/operator.ts";
import { flipped, isSquare, outer, pivotsOf, systems, times } from "./shared/matrices.ts";
import { filled } from "../graph/tensor.ts";
import { identity, pivots, solved } from "./shared/solving.ts";

interface Transposed {
  readonly [name: string]: boolean;
  readonly transposed: boolean;
}

const unit = (c: Calculus, n: Dim): Value => c.diag(c.broadcast(c.number(1), [n]));
const square = [2, 1, -0.5, 0.3, -1.5, 0.8, 0.6, 0.9, 1.2];
/** Its first pivot is in the last row. */
const turned = [0, 1, 0.4, 0.5, 0.2, -0.7, -2, 0.3, 1];

/** X of A X = B, or of Aᵀ X = B. */
export const solve: Operator<"binary", Transposed> = {
  name: "solve",
  arity: "binary",
  notation: { call: "solve" },
  shapes: (inputs) => systems(inputs),
  expand: (c, [A, B], { attributes }) => {
    const n = A.shape[0]!;
    const F = c.apply(c.operator("lu"), [A]);
    return c.slice(c.apply(c.operator("luSolve"), [F, B], attributes), 0, n, n);
  },
  vjp: (c, [ct], { op, inputs: [A], results: [X], attributes: { transposed } }) => {
    if (!ct) return [null, null];
    const b = c.apply(op, [A!, ct], { transposed: !transposed });
    return [c.carries(A!) ? c.neg(transposed ? outer(c, X!, b) : outer(c, b, X!)) : null, b];
  },
  jvp: (c, [tA, tB], { op, inputs: [A], results: [X], attributes }) => {
    const moved = tA && times(c, tA, X!, attributes.transposed);
    const right = moved && tB ? c.sub(tB, moved) : moved ? c.neg(moved) : tB;
    return [right && c.apply(op, [A!, right], attributes)];
  },
  latex: ([A, B], { attributes: { transposed } }) => `{${A}}^{-${transposed ? "\\top" : "1"}} ${B}`,
  jacobian: ([A], X) => [`-(${A}^{-1} \\otimes ${X}^\\top)`, `${A}^{-1}`],
  reference: ([A, B], { attributes: { transposed } }) => [solved(A, B, transposed)],
  examples: [
    {
      inputs: [{ shape: [3, 3], values: square }, { shape: [3] }],
      attributes: { transposed: false },
    },
    {
      inputs: [{ shape: [3, 3], values: turned }, { shape: [3, 2] }],
      attributes: { transposed: false },
    },
    {
      inputs: [{ shape: [3, 3], values: turned }, { shape: [3, 2] }],
      attributes: { transposed: true },
    },
    { inputs: [{ shape: [1, 1], values: [2] }, { shape: [1] }], attributes: { transposed: true } },
  ],
};

/** A⁻¹. */
export const inv: Operator<"unary"> = {
  name: "inv",
  arity: "unary",
  notation: { call: "inv" },
  shapes: ([A]) => (isSquare(A) ? [A] : { mismatch: "a square matrix" }),
  expand: (c, [A]) => c.apply(solve, [A, unit(c, A.shape[0]!)], { transposed: false }),
  vjp: (c, [ct], { results: [Y] }) => [
    ct ? c.neg(times(c, Y!, flipped(c, times(c, Y!, flipped(c, ct), false)), true)) : null,
  ],
  jvp: (c, [t], { results: [Y] }) => [t && c.neg(times(c, Y!, times(c, t, Y!, false), false))],
  say: ([A]) => ({ text: `${A.level === "atom" ? A.text : `(${A.text})`}⁻¹`, level: "atom" }),
  latex: ([A]) => `{${A}}^{-1}`,
  jacobian: (_, Y) => [`-(${Y} \\otimes ${Y}^\\top)`],
  reference: ([A]) => [solved(A, identity(A.shape[0]!), false)],
  examples: [
    { inputs: [{ shape: [3, 3], values: square }] },
    { inputs: [{ shape: [3, 3], values: turned }] },
    { inputs: [{ shape: [1, 1], values: [-2] }] },
  ],
};

/** A⁻ᵀ, whose entries are ∂ log|det A|/∂A. */
const slope = (c: Calculus, A: Value): Value =>
  c.apply(solve, [A, unit(c, A.shape[0]!)], { transposed: true });

/** tr(A⁻¹ t). */
const along = (c: Calculus, A: Value, t: Value): Value =>
  c.sum(c.diagonal(c.apply(solve, [A, t], { transposed: false })), [0]);

export const det: Operator<"unary"> = {
  name: "det",
  arity: "unary",
  notation: { call: "det" },
  shapes: ([A]) => (isSquare(A) ? [[]] : { mismatch: "a square matrix" }),
  expand: (c, [A]) => {
    const { size, sign } = pivotsOf(c, A);
    return c.apply(c.operator("product"), [c.mul(size, sign)], { positions: [0] });
  },
  vjp: (c, [ct], { inputs: [A], results: [y] }) => [ct ? c.mul(c.mul(ct, y!), slope(c, A!)) : null],
  jvp: (c, [t], { inputs: [A], results: [y] }) => [t && c.mul(y!, along(c, A!, t))],
  latex: ([A]) => `\\det(${A})`,
  jacobian: ([A], y) => [`${y} \\operatorname{vec}({${A}}^{-\\top})^\\top`],
  reference: ([A]) => [
    filled(
      [],
      pivots(A).reduce((a, b) => a * b, 1),
    ),
  ],
  examples: [
    { inputs: [{ shape: [3, 3], values: square }] },
    { inputs: [{ shape: [3, 3], values: turned }] },
    { inputs: [{ shape: [1, 1], values: [-2] }] },
    { inputs: [{ shape: [2, 2], values: [1, 2, 2, 4] }], special: true },
  ],
};

/** log|det A|. */
export const logdet: Operator<"unary"> = {
  name: "logdet",
  arity: "unary",
  notation: { call: "logdet" },
  shapes: ([A]) => (isSquare(A) ? [[]] : { mismatch: "a square matrix" }),
  expand: (c, [A]) => c.sum(c.call("log", c.call("abs", pivotsOf(c, A).size)), [0]),
  vjp: (c, [ct], { inputs: [A] }) => [ct ? c.mul(ct, slope(c, A!)) : null],
  jvp: (c, [t], { inputs: [A] }) => [t && along(c, A!, t)],
  latex: ([A]) => `\\log|\\det(${A})|`,
  jacobian: ([A]) => [`\\operatorname{vec}({${A}}^{-\\top})^\\top`],
  reference: ([A]) => [
    filled(
      [],
      pivots(A).reduce((sum, x) => sum + Math.log(Math.abs(x)), 0),
    ),
  ],
  examples: [
    { inputs: [{ shape: [3, 3], values: square }] },
    { inputs: [{ shape: [3, 3], values: turned }] },
    { inputs: [{ shape: [1, 1], values: [-2] }] },
    { inputs: [{ shape: [2, 2], values: [1, 2, 2, 4] }], special: true },
  ],
};
