/** @file What the operators of linear algebra share: their shape rules, products of matrices, and where an LU keeps its parts. */
import { dimAdd, dimEquals, dimMultiply, dimNumber, type Dim } from "../../dim.ts";
import type { Value } from "../../graph/node.ts";
import type { Calculus } from "../../graph/operator.ts";
import type { Mismatch, Shape } from "../../graph/type.ts";

const ZERO = dimNumber(0);
const ONE = dimNumber(1);

export const isSquare = (x: Shape | undefined): boolean =>
  x?.length === 2 && dimEquals(x[0]!, x[1]!);

/** Aᵀ of a matrix. */
export const flipped = (c: Calculus, A: Value): Value => c.permute(A, [1, 0]);

/** Σ over all but the first axes: x yᵀ of vectors, X Yᵀ of matrices. */
export function outer(c: Calculus, x: Value, y: Value): Value {
  const rest = x.shape.slice(1).map((_, i) => `r${i}`);
  return c.contract(x, y, { left: ["i", ...rest], right: ["j", ...rest], result: ["i", "j"] });
}

/** A x of a vector, A X of a matrix; Aᵀ x. */
export function times(c: Calculus, A: Value, x: Value, transposed: boolean): Value {
  const rest = x.shape.slice(1).map((_, i) => `r${i}`);
  const left = transposed ? ["k", "i"] : ["i", "k"];
  return c.contract(A, x, { left, right: ["k", ...rest], result: ["i", ...rest] });
}

export const systems = ([A, B]: readonly [Shape, Shape]): readonly Shape[] | Mismatch =>
  isSquare(A) && B.length > 0 && dimEquals(A[0]!, B[0]!)
    ? [B]
    : { mismatch: "a square matrix and as many rows" };

/**
 * Row j + 1 of the result holds what step j makes of column j, in parts one after the other: U above the diagonal, the
 * remainders of all rows, the largest of them, its row, the pivot, the sign by which its row changes the order, L by rows of A,
 * and which rows were pivots. Rows are not exchanged: the pivots say in which order they come.
 */
export function layout(n: Dim) {
  const times = (k: number, plus: number): Dim =>
    dimAdd(dimMultiply(dimNumber(k), n), dimNumber(plus));
  return {
    U: ZERO,
    V: n,
    M: times(2, 0),
    P: times(2, 1),
    pivot: times(2, 2),
    sign: times(2, 3),
    L: times(2, 4),
    D: times(3, 4),
    width: times(4, 4),
  };
}

/** The pivots of an LU and the signs by which they change the order of rows. */
export function pivotsOf(c: Calculus, A: Value): { readonly size: Value; readonly sign: Value } {
  const n = A.shape[0]!;
  const F = c.apply(c.operator("lu"), [A]);
  const parts = layout(n);
  const columnOf = (at: Dim): Value => c.reshape(c.slice(c.slice(F, 1, at, ONE), 0, ONE, n), [n]);
  return { size: columnOf(parts.pivot), sign: columnOf(parts.sign) };
}
