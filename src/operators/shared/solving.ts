/** @file Linear systems by plain loops: slow, and evidently right. */
import type { Tensor } from "../../graph/operator.ts";
import { tabulate } from "../../graph/tensor.ts";

type Rows = readonly (readonly number[])[];

const rowsOf = ({ shape, data }: Tensor): Rows => {
  const width = shape.slice(1).reduce((a, b) => a * b, 1);
  return Array.from({ length: shape[0]! }, (_, i) =>
    Array.from(data.subarray(i * width, (i + 1) * width)),
  );
};

const tensor = (rows: Rows, shape: readonly number[]): Tensor => ({
  shape,
  data: Float64Array.from(rows.flat()),
});

const transposed = (rows: Rows): Rows => rows.map((_, i) => rows.map((row) => row[i]!));

/** A = P⁻¹ U by exchanging rows for the largest pivot: what is left of A, of B, and the sign of the exchanges. */
function eliminated(
  A: Rows,
  B: Rows,
): { readonly U: Rows; readonly Y: Rows; readonly sign: number } {
  const [U, Y] = [A.map((row) => [...row]), B.map((row) => [...row])];
  let sign = 1;
  for (let j = 0; j < U.length; j++) {
    let best = j;
    for (let i = j; i < U.length; i++) if (Math.abs(U[i]![j]!) > Math.abs(U[best]![j]!)) best = i;
    if (best !== j) {
      sign = -sign;
      [U[j], U[best]] = [U[best]!, U[j]!];
      [Y[j], Y[best]] = [Y[best]!, Y[j]!];
    }
    if (U[j]![j] === 0) continue;
    for (let i = j + 1; i < U.length; i++) {
      const factor = U[i]![j]! / U[j]![j]!;
      U[i] = U[i]!.map((x, k) => (k === j ? 0 : x - factor * U[j]![k]!));
      Y[i] = Y[i]!.map((x, k) => x - factor * Y[j]![k]!);
    }
  }
  return { U, Y, sign };
}

/** X of A X = B, or of Aᵀ X = B. */
export function solved(A: Tensor, B: Tensor, isTransposed: boolean): Tensor {
  const square = rowsOf(A);
  const { U, Y } = eliminated(isTransposed ? transposed(square) : square, rowsOf(B));
  const X = Y.map((row) => [...row]);
  for (let i = U.length - 1; i >= 0; i--)
    X[i] = X[i]!.map((y, c) => {
      let rest = y;
      for (let k = i + 1; k < U.length; k++) rest -= U[i]![k]! * X[k]![c]!;
      return rest / U[i]![i]!;
    });
  return tensor(X, B.shape);
}

export const identity = (n: number): Tensor => tabulate([n, n], ([i, j]) => (i === j ? 1 : 0));

/** The factors of the determinant: the pivots, and the sign of the exchanges of rows. */
export function pivots(A: Tensor): readonly number[] {
  const { U, sign } = eliminated(
    rowsOf(A),
    rowsOf(A).map(() => []),
  );
  return [sign, ...U.map((row, i) => row[i]!)];
}

/** X of L X = B by the lower triangle, or of Lᵀ X = B. */
export function lowerSolved(L: Tensor, B: Tensor, isTransposed: boolean): Tensor {
  const rows = rowsOf(L).map((row, i) => row.map((x, j) => (j > i ? 0 : x)));
  return solvedBy(isTransposed ? transposed(rows) : rows, B);
}

/** By a matrix that is a triangle: unknowns in the order in which they are alone. */
function solvedBy(T: Rows, B: Tensor): Tensor {
  const X = rowsOf(B).map((row) => [...row]);
  const isLower = T.every((row, i) => row.every((x, j) => j <= i || x === 0));
  const order = T.map((_, i) => (isLower ? i : T.length - 1 - i));
  for (const i of order)
    X[i] = X[i]!.map((b, c) => {
      let rest = b;
      for (const k of order) {
        if (k === i) break;
        rest -= T[i]![k]! * X[k]![c]!;
      }
      return rest / T[i]![i]!;
    });
  return tensor(X, B.shape);
}

/** L of A = L Lᵀ by the lower triangle of A. */
export function lowerFactor(A: Tensor): Tensor {
  const rows = rowsOf(A);
  const L = rows.map((row) => row.map(() => 0));
  for (let j = 0; j < rows.length; j++)
    for (let i = j; i < rows.length; i++) {
      let rest = rows[i]![j]!;
      for (let k = 0; k < j; k++) rest -= L[i]![k]! * L[j]![k]!;
      L[i]![j] = i === j ? Math.sqrt(rest) : rest / L[j]![j]!;
    }
  return tensor(L, A.shape);
}
